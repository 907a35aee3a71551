// Evidence: kept, renewed, found before it ends, found by its words.

import { criteria, kept, row } from '../support/answering.js';
import { home, startAssessment } from '../support/company.js';
import { chosen } from '../support/files.js';
import { expect, test } from '../support/test.js';

/** So many days from now, as a date field takes it. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' });

test('a new version, an end that is near, and both are found', async ({ admin }) => {
  await startAssessment(admin);
  const start = home(admin);
  await admin.goto(`${start}/evidence`);
  await admin.getByLabel('ファイルを選ぶ').setInputFiles(chosen('内部監査の記録.txt', '一回目'));
  await admin.locator('#library').getByRole('link', { name: /内部監査の記録/ }).click();
  await expect(admin.locator('.preview')).toContainText('一回目');
  await admin.locator('#versions [name="file"]').setInputFiles(chosen('内部監査の記録-2.txt', '二回目'));
  await expect(admin.locator('.versions li')).toHaveCount(2);
  await expect(admin.locator('.versions li').first()).toContainText('第2版');
  await admin.reload();
  await expect(admin.locator('.preview')).toContainText('二回目');
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.locator('.versions li').last().getByRole('link').click(),
  ]);
  expect(download.suggestedFilename()).toBe('内部監査の記録.txt');

  await admin.getByText('変える', { exact: true }).click();
  await admin.getByLabel('終了日').fill(inDays(20));
  await admin.getByRole('button', { name: '保存', exact: true }).click();
  await expect(admin.locator('.band').first()).toHaveAttribute('data-state', 'soon');
  await admin.goto(`${start}/evidence`);
  const near = admin.getByRole('link', { name: /30日以内に終わる/ });
  await expect(near.locator('.count')).toHaveText('1');
  await near.click();
  await expect(admin.locator('#library tbody tr')).toHaveCount(1);
  await admin.getByRole('link', { name: /終了した/ }).click();
  await expect(admin.locator('#library')).toContainText('条件に合う証跡はありません');
});

test('search finds words in evidence and answers', async ({ admin }) => {
  await startAssessment(admin);
  const [first] = await criteria(admin);
  await row(admin, first).locator('a').first().click();
  await admin.locator('.panel [name="note"]').fill('年に一度、監査で確かめている');
  await expect.poll(async () => (await kept(admin, first)).note).toContain('監査');
  await admin.goto(`${home(admin)}/evidence`);
  await admin.getByLabel('ファイルを選ぶ').setInputFiles(chosen('監査報告書.txt', '報告'));
  await expect(admin.locator('#library tbody tr')).toHaveCount(1);

  await admin.getByRole('search').getByRole('searchbox').first().fill('監査');
  await admin.keyboard.press('Enter');
  await expect(admin.locator('#g-answer')).toBeVisible();
  await expect(admin.locator('#g-evidence')).toBeVisible();
  await expect(admin.locator('#results mark', { hasText: '監査' }).first()).toBeVisible();
  await admin.locator('#results').getByRole('link', { name: /監査報告書/ }).click();
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('監査報告書');
});
