// Two people in one assessment.

import { criteria, expectSaved, expectStatus, kept, row } from '../support/answering.js';
import { bring, home, sato, startAssessment } from '../support/company.js';
import { expect, test } from '../support/test.js';

test('a change is seen at once, a conflict is settled, a mention arrives', async ({ admin, visit }) => {
  await startAssessment(admin);
  const [first, second] = await criteria(admin);
  const other = await bring(admin, visit, sato, 'security_lead');
  await other.goto(admin.url());
  await expect(row(other, first)).toHaveAttribute('data-status', 'unanswered');

  await row(admin, first).locator('button[data-status="partial"]').click();
  await expectStatus(other, first, 'partial');
  await expect(other.locator('[data-figure="partial"]').first()).toHaveText('1');

  // Both write the note of the second criterion; one has heard nothing of the other.
  await other.route('**/events', (route) => route.abort());
  await other.goto(`${admin.url().split('?')[0]}?c=${second}`);
  await row(admin, second).locator('a').first().click();
  await expect(admin.locator('.panel .panel-where .id')).toHaveText(second);
  await admin.locator('.panel [name="note"]').fill('山が書いた');
  await expect.poll(async () => (await kept(admin, second)).note).toBe('山が書いた');
  await other.locator('.panel [name="note"]').fill('佐藤が書いた');
  const conflict = other.getByRole('alert').filter({ hasText: 'ほかの人が先に変えていました' });
  await expect(conflict).toContainText('山が書いた');
  await expect(conflict).toContainText('佐藤が書いた');
  expect((await kept(admin, second)).note).toBe('山が書いた');
  await conflict.getByRole('button', { name: '自分の変更にする' }).click();
  await expect.poll(async () => (await kept(admin, second)).note).toBe('佐藤が書いた');
  await expectSaved(other);

  // Somebody is called by name, and finds it among the notifications.
  await other.locator('.panel #comments > summary').click();
  const comment = other.locator('.panel [data-mentions]').last();
  await comment.pressSequentially('@山');
  await other.locator('#comments').getByRole('option', { name: '山 一郎' }).click();
  await comment.pressSequentially('写しはどこですか');
  await other.locator('.panel').getByRole('button', { name: '送る' }).click();
  await expect(other.locator('.panel .comment-body')).toContainText('写しはどこですか');
  await admin.goto(`${home(admin)}/notifications`);
  await expect(admin.locator('[data-live-count="unread"]')).toHaveText('1');
  const told = admin.locator('.told li').filter({ hasText: '佐藤 花子' });
  await expect(told).toContainText('写しはどこですか');
  await told.getByRole('button').click();
  await expect(admin).toHaveURL(new RegExp(`c=${second}`));
  await expect(admin.locator('.panel .mention')).toHaveText(/山 一郎/);
  await expect(admin.locator('[data-live-count="unread"]')).toHaveText('0');
});
