// Who may come in: a second factor that an organization asks for, a proof that has run out, a person who is erased.

import { join as path } from 'node:path';
import { bring, home, sato, signIn, signOut, startAssessment, yama } from '../support/company.js';
import { python } from '../support/python.js';
import { photograph } from '../support/photograph.js';
import { expect, test } from '../support/test.js';
import { code } from '../support/totp.js';

/** Sets up an authenticator app from the page that offers it, and returns its key. */
async function setUpApp(page) {
  await page.getByText('読み取れないとき').click();
  const key = await page.locator('#key').innerText();
  await page.getByLabel('アプリに出ている6桁の数字').pressSequentially(code(key));
  await expect(page.locator('#codes li')).toHaveCount(10);
  return key;
}

/** As if everybody had last proven long ago. */
const forgetProofs = (server) => python(
  'import sqlite3, sys; base = sqlite3.connect(sys.argv[1], timeout=10); base.execute("UPDATE sessions SET proven = 0"); base.commit()',
  path(server.data, 'tasuki.db'),
);

test('an organization that asks for a second factor lets nobody in without one', async ({ admin, server, visit }) => {
  const start = home(admin);
  const page = await bring(admin, visit, sato, 'viewer');
  await admin.goto(`${start}/settings`);
  await admin.getByLabel('サインインの確認').selectOption({ index: 1 });
  await admin.locator('main form').first().getByRole('button', { name: '保存' }).click();
  // Nobody locks themselves out.
  await expect(admin.getByText('必須にする前に').first()).toBeVisible();
  await photograph(admin, 'factor-own-first');
  await admin.goto(`${server.base}/me`);
  await admin.getByRole('link', { name: '認証アプリを登録' }).click();
  await setUpApp(admin);
  await admin.goto(`${start}/settings`);
  await admin.getByLabel('サインインの確認').selectOption({ index: 1 });
  await photograph(admin, 'factor-settings');
  await admin.locator('main form').first().getByRole('button', { name: '保存' }).click();
  await expect(admin.getByLabel('サインインの確認').locator('option:checked')).toHaveText(/必須/);

  await page.goto(start);
  await expect(page).toHaveURL(/\/me\/protect\?back=/);
  await expect(page.getByRole('link', { name: 'あとで登録する' })).toHaveCount(0);
  await photograph(page, 'protect');
  await page.getByRole('link', { name: '認証アプリを登録' }).click();
  const key = await setUpApp(page);
  await page.goto(start);
  await expect(page).toHaveURL(start);
  await signOut(page);
  await signIn(page, server, sato);
  await page.getByLabel('認証アプリに出ている6桁の数字').pressSequentially(code(key, 1));
  await expect(page).toHaveURL(/\/o\/\w+/);
});

test('what was typed survives a proof that has run out', async ({ admin, server, visit }) => {
  await admin.goto(`${home(admin)}/invitations`);
  await admin.getByLabel('メールアドレス').fill(sato.mail);
  await admin.locator('input[name="role"][value="viewer"]').check();
  forgetProofs(server);
  await admin.getByRole('button', { name: '招待', exact: true }).click();
  await expect(admin.getByRole('alert').first()).toContainText('本人の確認');
  await expect(admin.getByLabel('メールアドレス')).toHaveValue(sato.mail);
  await photograph(admin, 'proof-needed');
  const [tab] = await Promise.all([
    admin.waitForEvent('popup'),
    admin.getByRole('link', { name: '本人の確認を別のタブで開く' }).click(),
  ]);
  await tab.getByLabel('パスワード', { exact: true }).fill(yama.password);
  await photograph(tab, 'proof');
  await tab.getByRole('button', { name: 'パスワードで確認' }).click();
  await expect(tab).toHaveURL(/done=proof/);
  await photograph(tab, 'proof-done');
  await tab.close();
  await admin.getByRole('button', { name: '招待', exact: true }).click();
  await expect(admin.locator('#link')).toContainText('/invitations/');

  // A button alone leads there, and back to where it stood.
  const member = await visit();
  await member.goto(await admin.locator('#link').innerText());
  await member.getByLabel('お名前').fill(sato.name);
  await member.getByLabel('パスワード', { exact: true }).fill(sato.password);
  await member.getByRole('button', { name: '参加' }).click();
  await expect(member).toHaveURL(/\/o\/\w+/);
  forgetProofs(server);
  await admin.goto(`${home(admin)}/members`);
  await admin.getByRole('link', { name: sato.name }).click();
  await admin.getByRole('button', { name: 'パスワードを決め直すリンクを作る' }).click();
  await expect(admin).toHaveURL(/\/me\/proof\?back=.*members/);
});

test('a person is erased, and the page says what remains', async ({ admin, visit }) => {
  await startAssessment(admin);
  const assessment = admin.url();
  const page = await bring(admin, visit, sato, 'contributor');
  await page.goto(assessment);
  await page.locator('[data-row] button[data-status="met"]').first().click();
  await expect(page.locator('#saved')).toContainText('保存しました');
  await admin.goto(`${home(admin)}/members`);
  await admin.getByRole('link', { name: sato.name }).click();
  await photograph(admin, 'member');
  await admin.getByRole('button', { name: '個人を消去する' }).click();
  await photograph(admin, 'erase-asks');
  await admin.getByRole('button', { name: '消去する', exact: true }).click();
  await expect(admin.locator('.facts')).toContainText('回答1');
  await photograph(admin, 'erased');
  await page.goto(assessment);
  await expect(page).toHaveURL(/\/sign-in/);
});
