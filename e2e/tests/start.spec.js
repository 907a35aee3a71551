// First start to first report, as a new user would.

import { execFileSync } from 'node:child_process';
import { criteria, expectSaved, expectStatus, kept, row } from '../support/answering.js';
import { expectReady, home } from '../support/company.js';
import { dropFile, pasteFile } from '../support/files.js';
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

test('from the first start to the first report', async ({ admin }, info) => {
  // The home page of an empty company says what to do first.
  await admin.locator('main').getByRole('link', { name: /評価を始める/ }).first().click();
  await admin.getByRole('radio', { name: /★3/ }).first().check();
  await admin.getByRole('button', { name: '評価を始める' }).click();
  await expectReady(admin, /\/assessments\/\w{26}$/);
  await expect(admin.getByRole('heading', { level: 1 })).toHaveText(/^SCS評価制度 ★3（20\d\d年度）$/);

  const all = await criteria(admin);
  const given = { met: '1', partial: '2', unmet: '3', not_applicable: '4' };
  for (const [position, [status, key]] of Object.entries(given).entries()) {
    await expect(admin.locator('.panel .panel-where .id')).toHaveText(all[position]);
    await admin.keyboard.press(key);
    await expectStatus(admin, all[position], status);
    await expectSaved(admin);
    await admin.keyboard.press('ArrowDown');
  }
  for (const [position, status] of Object.keys(given).entries()) {
    expect((await kept(admin, all[position])).status).toBe(status);
  }

  await row(admin, all[0]).locator('a').first().click();
  await expect(admin.locator('.panel .panel-where .id')).toHaveText(all[0]);
  await dropFile(admin, '.panel form.drop', { name: '情報セキュリティ方針.txt', type: 'text/plain', text: '方針 第1条' });
  await expect(admin.locator('.panel .files li')).toHaveCount(1);
  await pasteFile(admin, { name: '画面の写し.txt', type: 'text/plain', text: '貼り付けたもの' });
  await expect(admin.locator('.panel .files li')).toHaveCount(2);
  await expect(admin.locator('.panel .files')).toContainText('情報セキュリティ方針');

  await admin.getByRole('link', { name: '全体', exact: true }).click();
  await expect(admin.getByRole('heading', { level: 1, name: '全体' })).toBeVisible();
  await expect(admin.locator('main [data-figure="met"]')).toHaveText('1');
  await expect(admin.locator('main [data-figure="unanswered"]')).toHaveText(String(all.length - 4));

  await admin.getByRole('link', { name: '報告書', exact: true }).click();
  await admin.getByRole('button', { name: 'PDFを作る' }).click();
  await expect(admin.getByText('報告書ができました')).toBeVisible({ timeout: 30_000 });
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('link', { name: 'ダウンロード' }).click(),
  ]);
  const path = info.outputPath('report.pdf');
  await download.saveAs(path);
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  expect(text).toContain('例示工業株式会社');
  expect(text).toContain('★3');
  expect(text).toContain(all[2]);
});
