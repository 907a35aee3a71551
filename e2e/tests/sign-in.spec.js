// Coming in and staying out: passwords, passkeys, invitations, sessions.

import { begin, home, invite, signIn, signOut, startAssessment, yama } from '../support/company.js';
import { giveAuthenticator } from '../support/passkey.js';
import { expect, test } from '../support/test.js';

test('with a password, and not with another', async ({ admin, server }) => {
  const start = home(admin);
  await signOut(admin);
  await admin.goto(start);
  await expect(admin).toHaveURL(/\/sign-in/);
  await signIn(admin, server, { ...yama, password: 'not-my-password-9' });
  await expect(admin.getByRole('alert').first()).toBeVisible();
  await signIn(admin, server, yama);
  await expect(admin).toHaveURL(/\/o\/\w+/);
});

test('the tenth wrong password locks the door, also for the right one', async ({ admin, server, visit }) => {
  expect(home(admin)).toContain('/o/');
  const stranger = await visit();
  await stranger.goto(`${server.base}/sign-in/password`);
  const attempt = (password) => stranger.request.post(`${server.base}/sign-in/password`, {
    form: { mail: yama.mail, password, back: '/' },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    maxRedirects: 0,
  });
  for (let turn = 0; turn < 10; turn += 1) expect((await attempt(`wrong-${turn}-wrong`)).status()).toBeGreaterThanOrEqual(400);
  expect((await attempt(yama.password)).status()).toBeGreaterThanOrEqual(400);
  await stranger.goto(`${server.base}/`);
  await expect(stranger).toHaveURL(/\/sign-in/);
});

test('with a passkey', async ({ admin, server }) => {
  const authenticator = await giveAuthenticator(admin);
  await admin.goto(`${server.base}/me`);
  await admin.getByRole('button', { name: 'パスキーを登録' }).click();
  await expect(admin).toHaveURL(/done=passkey/);
  expect(await authenticator.credentials()).toHaveLength(1);
  await signOut(admin);
  await admin.goto(`${server.base}/sign-in`);
  await admin.getByRole('button', { name: 'パスキーでサインイン' }).click();
  await expect(admin).toHaveURL(/\/o\/\w+/);
  const [{ signCount }] = await authenticator.credentials();
  expect(signCount).toBeGreaterThan(0);
});

test('an invited colleague joins by the link and sees what the role allows', async ({ admin, visit }) => {
  await startAssessment(admin);
  const assessment = admin.url();
  const link = await invite(admin, 'sato@example.jp', 'viewer');
  const sato = await visit();
  await sato.goto(link);
  await sato.getByLabel('お名前').fill('佐藤 花子');
  await sato.getByLabel('パスワード', { exact: true }).fill('mizuumi-to-hayashi-77');
  await sato.getByRole('button', { name: '参加' }).click();
  await expect(sato).toHaveURL(/\/o\/\w+/);
  await sato.goto(assessment);
  await expect(sato.locator('[data-row]').first()).toBeVisible();
  await expect(sato.locator('[data-row] button[data-status="met"]').first()).toBeDisabled();
  expect((await sato.goto(`${home(sato)}/invitations`)).status()).toBe(404);
  expect((await sato.goto(link)).status()).toBe(404);
});

test('two companies on one server see nothing of each other', async ({ admin, server, visit }) => {
  await startAssessment(admin);
  const foreign = admin.url();
  const [, organization] = foreign.match(/\/o\/(\w+)/);
  const link = await invite(admin, 'tani@example.jp', 'viewer');
  const tani = await visit();
  await tani.goto(link);
  await tani.getByLabel('お名前').fill('谷 次郎');
  await tani.getByLabel('パスワード', { exact: true }).fill('kazaguruma-no-oka-15');
  await tani.getByRole('button', { name: '参加' }).click();
  await tani.goto(`${server.base}/organizations/new`);
  await tani.getByLabel('組織の名前').fill('見本製作所');
  await tani.getByRole('button', { name: /作る|登録|始める/ }).click();
  await expect(tani).toHaveURL(new RegExp(`/o/(?!${organization})\\w+`));
  const own = home(tani);
  await startAssessment(tani);
  const mine = tani.url();

  // The assessment of one company under the address of the other, both ways.
  const stranger = foreign.replace(/\/o\/\w+/, own.match(/\/o\/\w+/)[0]);
  expect((await tani.goto(stranger)).status()).toBe(404);
  expect((await admin.goto(mine)).status()).toBe(404);
  const api = mine.replace('/o/', '/api/v1/organizations/');
  const refused = await admin.request.get(api);
  expect(refused.status()).toBe(404);
  const unknown = await admin.request.get(api.replace(/\w{4}$/, '0000'));
  expect(await refused.text()).toBe(await unknown.text());
  const change = { data: '{"status":"met"}', headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' } };
  expect((await admin.request.patch(`${api}/answers/1-2-1-1`, change)).status()).toBe(404);
});

test('a session that is ended elsewhere is over', async ({ admin, server, visit }) => {
  const other = await visit();
  await other.goto(`${server.base}/sign-in/password`);
  await signIn(other, server, yama);
  await expect(other).toHaveURL(/\/o\/\w+/);
  await admin.request.post(`${server.base}/me/sessions/end-others`, { headers: { 'Sec-Fetch-Site': 'same-origin' } });
  await other.goto(`${server.base}/`);
  await expect(other).toHaveURL(/\/sign-in/);
  await admin.goto(`${server.base}/`);
  await expect(admin).toHaveURL(/\/o\/\w+/);
});

test('the first start refuses a password that is guessed', async ({ server, visit }) => {
  const page = await visit();
  await begin(page, server, { ...yama, password: 'password123' }, { expected: false });
  await expect(page.locator('#password-error')).not.toBeEmpty();
  await expect(page.getByLabel('メールアドレス')).toHaveValue(yama.mail);
});
