// On a small telephone, with a thumb.

import { criteria, expectStatus, kept, row } from '../support/answering.js';
import { expectNoSidewaysScroll } from '../support/axe.js';
import { startAssessment } from '../support/company.js';
import { chosen } from '../support/files.js';
import { expect, test } from '../support/test.js';

const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const telephone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

test('one criterion answered, one after the other asked, a photograph added', async ({ admin, visit }) => {
  await startAssessment(admin);
  const page = await visit({ ...telephone, storageState: await admin.context().storageState() });
  await page.goto(admin.url());
  const [first] = await criteria(page);
  await row(page, first).locator('a').first().tap();
  await expect(page.locator('#panel')).toBeInViewport();
  await page.locator('#panel label[data-status="partial"]').tap();
  await expect.poll(async () => (await kept(page, first)).status).toBe('partial');
  await page.locator('.panel [name="file"]').setInputFiles(chosen('台帳.png', Buffer.from(dot, 'base64'), 'image/png'));
  await expect(page.locator('.panel .files')).toContainText('台帳');
  await expectNoSidewaysScroll(page);
  await page.locator('[data-panel-close]').tap();
  await expectStatus(page, first, 'partial');

  await page.locator('.views').getByRole('link', { name: '一問ずつ' }).tap();
  const where = page.locator('.panel .panel-where .id');
  const asked = await where.innerText();
  await page.locator('.panel label[data-status="met"]').tap();
  await expect.poll(async () => (await kept(page, asked)).status).toBe('met');
  await page.getByRole('link', { name: '次の質問' }).tap();
  await expect(where).not.toHaveText(asked);
  await expectNoSidewaysScroll(page);
});
