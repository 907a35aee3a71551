// First start to first report, as a new user would.

import { home, startAssessment } from '../support/company.js';
import { expect, test } from '../support/test.js';

test('the link on the terminal works once', async ({ server, admin, visit }) => {
  await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
  const stranger = await visit();
  const answer = await stranger.goto(await server.welcome());
  expect(answer.status()).toBe(404);
});

test('a session survives that the server stops and starts', async ({ server, admin }) => {
  await server.halt();
  await server.again();
  const answer = await admin.goto(home(admin));
  expect(answer.status()).toBe(200);
  expect(admin.url()).not.toContain('sign-in');
});
