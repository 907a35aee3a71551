// The answering page: saved as it is given, by keys alone, by two people, without a connection, without script.

import { criteria, expectSaved, expectStatus, kept, row } from '../support/answering.js';
import { startAssessment } from '../support/company.js';
import { expect, test } from '../support/test.js';

test.beforeEach(async ({ admin }) => startAssessment(admin));

test('an answer is saved as it is given, and the figures move at once', async ({ admin }) => {
  const [first] = await criteria(admin);
  await row(admin, first).locator('button[data-status="met"]').click();
  await expectStatus(admin, first, 'met');
  await expect(admin.locator('.answering-figures')).toContainText('1');
  await expectSaved(admin);
  await admin.reload();
  await expectStatus(admin, first, 'met');
  expect(await kept(admin, first)).toMatchObject({ status: 'met', version: 1 });
});

test('all criteria can be answered with keys alone', async ({ admin }) => {
  test.setTimeout(180_000);
  const all = await criteria(admin);
  expect(all.length).toBe(81);
  await admin.keyboard.press('Tab');
  await expect(admin.locator(':focus')).toHaveText('本文へ');
  await admin.keyboard.press('Enter');
  // The first criterion is chosen when the page opens.
  for (const [position] of all.entries()) {
    await admin.keyboard.press(['1', '2', '3'][position % 3]);
    await admin.keyboard.press('ArrowDown');
  }
  await expectStatus(admin, all[0], 'met');
  await expectStatus(admin, all[1], 'partial');
  await expectStatus(admin, all[80], 'unmet');
  await expect.poll(async () => (await kept(admin, all[80])).status).toBe('unmet');
  await admin.keyboard.press('n');
  await admin.reload();
  await expect(admin.locator('[data-row][data-status="unanswered"]')).toHaveCount(0);
});

test('keys: help, search, note, undo', async ({ admin }) => {
  const [first] = await criteria(admin);
  await admin.keyboard.press('?');
  await expect(admin.getByRole('dialog')).toContainText('次の未回答');
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('dialog')).toHaveCount(0);

  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('ArrowUp');
  await admin.keyboard.press('1');
  await expectStatus(admin, first, 'met');
  await expectSaved(admin);
  await admin.keyboard.press('u');
  await expect(row(admin, first)).toHaveAttribute('data-status', 'unanswered');
  await expect.poll(async () => (await kept(admin, first)).status).toBe('unanswered');

  await admin.keyboard.press('Enter');
  await expect(admin.locator('.panel [name="note"]')).toBeFocused();
  await expect(admin.locator('.panel .panel-where .id')).toHaveText(first);
  await admin.keyboard.type('規程の第3条に書いてある');
  await expect.poll(async () => (await kept(admin, first)).note).toBe('規程の第3条に書いてある');
  await admin.keyboard.press('Escape');
  await admin.keyboard.press('/');
  await admin.keyboard.type('パッチ');
  await expect.poll(() => admin.locator('[data-row]').count()).toBeLessThan(81);
});

test('what one person changes appears for the other without reload', async ({ admin, visit }) => {
  const other = await visit({ storageState: await admin.context().storageState() });
  await other.goto(admin.url());
  const [first, second] = await criteria(admin);
  await expect(row(other, first)).toHaveAttribute('data-status', 'unanswered');
  await row(admin, first).locator('button[data-status="partial"]').click();
  await expectStatus(other, first, 'partial');
  await row(other, second).locator('button[data-status="met"]').click();
  await expectStatus(admin, second, 'met');
  expect(await admin.locator('.answering-figures').innerText()).toBe(await other.locator('.answering-figures').innerText());
});

test('of two people who change the same thing, the second is told and loses nothing', async ({ admin, visit }) => {
  const other = await visit({ storageState: await admin.context().storageState() });
  await other.route('**/events', (route) => route.abort());
  await other.goto(admin.url());
  const [first, second] = await criteria(admin);
  for (const criterion of [first, second]) {
    await row(admin, criterion).locator('button[data-status="met"]').click();
    await expectSaved(admin);
    await expect.poll(async () => (await kept(admin, criterion)).version).toBe(1);
  }

  await row(other, first).locator('button[data-status="unmet"]').click();
  const conflict = other.getByRole('alert').filter({ hasText: '別の画面で先に変えていました' });
  await expect(conflict).toContainText('適合');
  await expect(conflict).toContainText('不適合');
  expect((await kept(admin, first)).status).toBe('met');
  await conflict.getByRole('button', { name: '自分の変更にする' }).click();
  await expectStatus(other, first, 'unmet');
  await expectStatus(admin, first, 'unmet');

  await row(other, second).locator('button[data-status="unmet"]').click();
  await conflict.getByRole('button', { name: 'いまの内容を残す' }).click();
  await expectStatus(other, second, 'met');
  expect(await kept(admin, second)).toMatchObject({ status: 'met', version: 1 });
});

test('a lost connection is told, keeps what was written, and is made good', async ({ admin }) => {
  const [first] = await criteria(admin);
  await admin.route('**/answers/**', (route) => route.abort());
  await row(admin, first).locator('button[data-status="met"]').click();
  await expect(admin.locator('#saved')).toContainText('保存できていません');
  expect((await kept(admin, first)).status).toBe('unanswered');
  await admin.unroute('**/answers/**');
  await admin.getByRole('button', { name: 'もう一度保存する' }).click();
  await expectSaved(admin);
  expect((await kept(admin, first)).status).toBe('met');
});

test('without script an answer is given and kept', async ({ admin, visit }) => {
  const plain = await visit({ javaScriptEnabled: false, storageState: await admin.context().storageState() });
  await plain.goto(admin.url());
  const [first, second] = await criteria(admin);
  await row(plain, first).locator('button[data-status="met"]').click();
  await expectStatus(plain, first, 'met');
  await row(plain, second).locator('a').first().click();
  await plain.locator('.panel label[data-status="partial"]').click();
  await plain.locator('.panel [name="note"]').fill('半分だけ');
  await plain.getByRole('button', { name: '保存', exact: true }).click();
  expect(await kept(admin, second)).toMatchObject({ status: 'partial', note: '半分だけ' });
});

test('on a telephone a criterion is chosen, answered and left', async ({ admin }) => {
  await admin.setViewportSize({ width: 360, height: 740 });
  await admin.reload();
  const [first] = await criteria(admin);
  await row(admin, first).locator('a').first().click();
  const panel = admin.locator('#panel');
  await expect(panel).toBeInViewport();
  await panel.locator('label[data-status="met"]').click();
  await expect.poll(async () => (await kept(admin, first)).status).toBe('met');
  await panel.locator('[data-panel-close]').click();
  await expect(row(admin, first)).toBeInViewport();
  await expectStatus(admin, first, 'met');
});
