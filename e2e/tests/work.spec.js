// What follows from gaps: tasks, inspections, the calendar that others see.

import { criteria, expectSaved, kept, row } from '../support/answering.js';
import { bring, home, sato, startAssessment } from '../support/company.js';
import { expect, test } from '../support/test.js';

test('a gap becomes a task, is worked on, reported, reviewed; the answer stays', async ({ admin, visit }) => {
  await startAssessment(admin);
  const assessment = admin.url();
  const [first] = await criteria(admin);
  await row(admin, first).locator('button[data-status="partial"]').click();
  await expectSaved(admin);
  const worker = await bring(admin, visit, sato, 'security_lead');

  await admin.goto(`${home(admin)}/tasks/new`);
  await admin.getByRole('row').filter({ hasText: first }).getByRole('link', { name: '詳しく決める' }).click();
  await admin.getByLabel('すること').fill('規程を直す');
  await admin.getByLabel('手順').fill('いまの規程を読む\n第3条を書き足す');
  await admin.getByLabel('担当').selectOption({ label: sato.name });
  await admin.getByRole('button', { name: '対応を作る' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: '規程を直す' })).toBeVisible();
  const task = admin.url();

  await worker.goto(`${home(worker)}/notifications`);
  await expect(worker.locator('.told')).toContainText('規程を直す');
  await worker.goto(task);
  await worker.getByRole('button', { name: '着手する' }).click();
  const steps = worker.locator('#steps').getByRole('checkbox');
  await steps.first().check();
  await expect(worker.locator('#steps [data-saved]')).toContainText('保存しました');
  await steps.last().check();
  await expect(worker.locator('#steps [data-saved]')).toContainText('保存しました');
  await worker.getByLabel('したこと').fill('第3条を書き足した');
  await worker.getByRole('button', { name: '完了を報告する' }).click();
  await expect(worker.getByText('自分が対応したものは、ほかの確認者が確かめます。')).toBeVisible();

  await admin.goto(task);
  await expect(admin.locator('#steps .count')).toHaveText('2 / 2');
  await admin.getByLabel('確認の結果').fill('読みました');
  await admin.getByRole('button', { name: '完了を確認する' }).click();
  await expect(admin.getByRole('heading', { name: '完了を確認しました' })).toBeVisible();
  await expect(admin.getByText('評価の回答はまだ変わっていません')).toBeVisible();
  await admin.goto(assessment);
  expect((await kept(admin, first)).status).toBe('partial');
});

test('an inspection is recorded, stands in the calendar and in the report of the year', async ({ admin }) => {
  await startAssessment(admin, 'scs-2026-03/4');
  await admin.goto(`${home(admin)}/inspections`);
  const line = admin.getByRole('row').filter({ has: admin.getByRole('link', { name: '記録する' }) }).first();
  const criterion = await line.locator('.id').innerText();
  await line.getByRole('link', { name: '記録する' }).click();
  await admin.locator('label.segment[data-status="met"]').click();
  await admin.getByLabel('記録', { exact: true }).fill('台帳と現物を突き合わせ、差はなかった');
  await admin.getByRole('button', { name: '記録する' }).click();
  await expect(admin.locator('#records')).toContainText('差はなかった');
  const day = await admin.locator('#records time').getAttribute('datetime');

  await admin.goto(`${home(admin)}/calendar/${day.slice(0, 7)}`);
  await expect(admin.locator(`#d-${day}`)).toContainText(criterion);
  await admin.goto(`${home(admin)}/inspections/report`);
  await expect(admin.getByRole('row').filter({ hasText: criterion })).toContainText('差はなかった');
  await admin.getByLabel(/点検の状況から作りました/).fill('計画: 来年も行う');
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('button', { name: 'PDFで保存' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^点検報告-.*\.pdf$/);
});

test('the calendar is read by its secret address without a session, until it is stopped', async ({ admin, visit }) => {
  await startAssessment(admin);
  const [first] = await criteria(admin);
  await row(admin, first).locator('a').first().click();
  await admin.locator('.panel [name="due"]').fill('2027-02-03');
  await expectSaved(admin);
  await admin.goto(`${home(admin)}/calendar/feed`);
  await admin.getByRole('button', { name: 'アドレスを作る' }).click();
  const address = await admin.locator('#feed-address').innerText();

  const program = (await visit()).request;
  const feed = await program.get(address);
  expect(feed.status()).toBe(200);
  expect(feed.headers()['content-type']).toContain('text/calendar');
  const text = (await feed.text()).replaceAll('\r\n ', '');
  expect(text).toContain('BEGIN:VEVENT');
  expect(text).toContain('20270203');
  expect(text).toContain(first);
  expect((await program.get(address.replace(/\w{4}\/tasuki/, '0000/tasuki'))).status()).toBe(404);

  await admin.getByRole('button', { name: '購読を止める' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: '購読を止める' }).click();
  await expect(admin.getByRole('button', { name: 'アドレスを作る' })).toBeVisible();
  expect((await program.get(address)).status()).toBe(404);
});
