// Coming in and staying out: passwords, passkeys, invitations, sessions.

import { writeFileSync } from 'node:fs';
import { begin, home, invite, join, sato, signIn, signOut, startAssessment, yama } from '../support/company.js';
import { startProvider } from '../support/openid.js';
import { giveAuthenticator } from '../support/passkey.js';
import { Server, freePort } from '../support/server.js';
import { expect, test } from '../support/test.js';
import { code } from '../support/totp.js';

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

test('with an authenticator app, and with a recovery code when it is lost', async ({ admin, server }) => {
  const start = home(admin);
  await admin.goto(`${server.base}/me`);
  await admin.getByRole('link', { name: '認証アプリを登録' }).click();
  await admin.getByText('読み取れないとき').click();
  const key = await admin.locator('#key').innerText();
  // The sixth digit sends the form.
  await admin.getByLabel('アプリに出ている6桁の数字').pressSequentially(code(key));
  await expect(admin.locator('#codes li')).toHaveCount(10);
  const [recovery] = await admin.locator('#codes code').allInnerTexts();
  await signOut(admin);

  await signIn(admin, server, yama);
  await expect(admin).toHaveURL(/second-factor/);
  // The password alone opens nothing.
  await admin.goto(start);
  await expect(admin).toHaveURL(/\/sign-in/);
  await signIn(admin, server, yama);
  await admin.getByLabel('認証アプリに出ている6桁の数字').pressSequentially(code(key, 1));
  await expect(admin).toHaveURL(/\/o\/\w+/);
  await signOut(admin);

  const withRecoveryCode = async () => {
    await signIn(admin, server, yama);
    await admin.getByText('スマートフォンや鍵が手元にない').click();
    await admin.getByLabel('復旧コード').fill(recovery);
    await admin.getByRole('button', { name: '復旧コードで確認' }).click();
  };
  await withRecoveryCode();
  await expect(admin).toHaveURL(/\/o\/\w+/);
  await signOut(admin);
  await withRecoveryCode();
  await expect(admin.getByRole('alert').first()).toBeVisible();
  await admin.goto(`${server.base}/`);
  await expect(admin).toHaveURL(/\/sign-in/);
});

test('with the account of the company, once it is tied', async ({ visit }, info) => {
  const port = await freePort();
  const provider = await startProvider(`http://localhost:${port}/sign-in/openid/back`);
  const config = info.outputPath('tasuki.toml');
  const { issuer, client_id: client, client_secret: secret } = provider;
  writeFileSync(config, `[openid]\nissuer = "${issuer}"\nclient = "${client}"\nsecret = "${secret}"\nname = "例示の認証"\n`);
  const server = await Server.start(['--config', config], {}, port);
  try {
    const page = await visit();
    // It asks only once whether it may say who somebody is.
    const atProvider = async (name, { consent = true } = {}) => {
      await page.locator('[name="login"]').fill(name);
      await page.locator('[name="password"]').fill('any');
      await page.getByRole('button', { name: 'Sign-in' }).click();
      if (consent) await page.getByRole('button', { name: 'Continue' }).click();
    };
    await begin(page, server);
    await page.goto(`${server.base}/me`);
    await page.getByRole('link', { name: '会社のアカウントと結び付ける' }).click();
    await atProvider('yama');
    await expect(page.locator('#provider')).toContainText(issuer);
    // As a proof the provider asks its user again, who is signed in there.
    await page.goto(`${server.base}/me/proof?back=/me`);
    await page.getByRole('link', { name: '会社のアカウントで確認' }).click();
    await atProvider('yama', { consent: false });
    await expect(page).toHaveURL(/\/me\?done=proof$/);
    await signOut(page);
    await page.context().clearCookies();
    await page.goto(`${server.base}/sign-in`);
    await page.getByRole('link', { name: '会社のアカウントでサインイン' }).click();
    await atProvider('yama');
    await expect(page).toHaveURL(/\/o\/\w+/);
    await signOut(page);

    // Whom the provider knows but nobody invited stays outside.
    await page.context().clearCookies();
    await page.goto(`${server.base}/sign-in`);
    await page.getByRole('link', { name: '会社のアカウントでサインイン' }).click();
    await atProvider('somebody');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('結び付いていません');
    await page.goto(`${server.base}/`);
    await expect(page).toHaveURL(/\/sign-in/);
  } finally {
    await server.stop();
    await provider.stop();
  }
});

test('an invited colleague joins by the link and sees what the role allows', async ({ admin, visit }) => {
  await startAssessment(admin);
  const assessment = admin.url();
  const link = await invite(admin, 'sato@example.jp', 'viewer');
  const page = await visit();
  await join(page, link, sato);
  await page.goto(assessment);
  await expect(page.locator('[data-row]').first()).toBeVisible();
  await expect(page.locator('[data-row] button[data-status="met"]').first()).toBeDisabled();
  expect((await page.goto(`${home(page)}/invitations`)).status()).toBe(404);
  expect((await page.goto(link)).status()).toBe(404);
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
  await expect(tani).not.toHaveURL(link);
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

test('whoever runs the server lets a sole administrator back in', async ({ admin, server, visit }) => {
  await admin.goto(`${server.base}/me/codes`);
  await admin.getByText('読み取れないとき').click();
  const key = await admin.locator('#key').innerText();
  await admin.getByLabel('アプリに出ている6桁の数字').pressSequentially(code(key));
  await expect(admin.locator('#codes li')).toHaveCount(10);
  // The telephone is lost, and so is the password.
  await server.run('user', 'remove-factor', yama.mail);
  const said = await server.run('user', 'reset', yama.mail, '--base-url', server.base);
  await admin.goto(`${server.base}/`);
  await expect(admin).toHaveURL(/\/sign-in/);
  const page = await visit();
  await page.goto(said.match(/https?:\S+/)[0]);
  await page.getByLabel('新しいパスワード').fill(sato.password);
  await page.getByRole('button', { name: '決める' }).click();
  await page.getByRole('link', { name: 'サインイン' }).click();
  await signIn(page, server, { ...yama, password: sato.password });
  await expect(page).toHaveURL(/\/o\/\w+/);
});

test('an account that is stopped is out at once, and comes back', async ({ admin, visit }) => {
  const link = await invite(admin, sato.mail, 'viewer');
  const page = await visit();
  await join(page, link, sato);
  const here = page.url();
  await admin.goto(`${home(admin)}/members`);
  await admin.getByRole('link', { name: sato.name }).click();
  await admin.getByRole('button', { name: 'アカウントを止める' }).click();
  await admin.getByRole('button', { name: '止める', exact: true }).click();
  await expect(admin.getByText('このアカウントは止められています')).toBeVisible();
  await page.goto(here);
  await expect(page).toHaveURL(/\/sign-in/);
  await admin.getByRole('button', { name: 'アカウントを戻す' }).click();
  await expect(admin.getByRole('button', { name: 'アカウントを止める' })).toBeVisible();
});

test('after a change of the password, other ways in are looked through', async ({ admin, server }) => {
  await giveAuthenticator(admin);
  await admin.goto(`${server.base}/me`);
  await admin.getByRole('button', { name: 'パスキーを登録' }).click();
  await expect(admin).toHaveURL(/done=passkey/);
  await admin.getByText('パスワードを変える').click();
  await admin.getByLabel('新しいパスワード').fill(sato.password);
  await admin.locator('#password').getByRole('button', { name: '変える' }).click();
  await expect(admin).toHaveURL(/\/me\/keys/);
  await admin.locator('input[name="passkey"]').check();
  await admin.getByRole('button', { name: '選んだものを消す' }).click();
  await expect(admin).toHaveURL(/done=keys/);
  await expect(admin.locator('#passkeys table')).toHaveCount(0);
});

test('the first start refuses a password that is guessed', async ({ server, visit }) => {
  const page = await visit();
  await begin(page, server, { ...yama, password: 'password123' }, { expected: false });
  await expect(page.locator('#password-error')).not.toBeEmpty();
  await expect(page.getByLabel('メールアドレス')).toHaveValue(yama.mail);
});
