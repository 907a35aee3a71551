// Pictures of the main pages, of the example company. They are written into `docs/screenshots/` when TASUKI_SCREENSHOTS is set; every run
// opens the pages, so that a picture that can no longer be taken is found at once.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prefer } from '../support/company.js';
import { expect, test } from '../support/test.js';

const folder = join(import.meta.dirname, '../../docs/screenshots');
const largest = 150 * 1024;

/** Takes what the window shows, and writes it when asked to. */
async function take(page, name) {
  // Fonts, and pictures that are drawn when they come into view.
  await page.evaluate(() => document.fonts.ready);
  await expect(page.locator('main')).toBeVisible();
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  const bytes = Buffer.from(data, 'base64');
  expect(bytes.length, name).toBeLessThanOrEqual(largest);
  if (!process.env.TASUKI_SCREENSHOTS) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.webp`), bytes);
}

const wide = { width: 1440, height: 900 };

test('the way in', async ({ example, visit }) => {
  const page = await visit({ viewport: wide });
  await page.goto(`${example.base}/sign-in`);
  await take(page, 'sign-in');
});

test('the main pages', async ({ example, visit }) => {
  const page = await visit({ viewport: wide, storageState: example.state, reducedMotion: 'reduce' });
  await page.goto(example.start);
  await prefer(page, { theme: 'light', lang: 'ja' });
  await page.goto(example.start);
  await take(page, 'home');

  // The assessment that the company works on now.
  await page.goto(`${example.start}/assessments`);
  await take(page, 'assessments');
  await page.locator('main').getByRole('link', { name: /★/ }).first().click();
  await expect(page).toHaveURL(/\/assessments\/\w{26}/);
  const assessment = page.url().match(/^.*\/assessments\/\w+/)[0];
  await expect(page.locator('.panel .panel-where')).toBeVisible();
  await take(page, 'answering-list');
  for (const [name, path, shown] of [
    ['answering-sheet', `${assessment}?view=sheet`, '[data-row]'],
    ['answering-guided', `${assessment}?view=guide`, '.panel-where'],
    ['overview', `${assessment}/overview`, 'figure.chart svg'],
    ['comparison', `${assessment}/compare`, 'table'],
    ['reports', `${assessment}/reports`, '.documents'],
    ['evidence', `${example.start}/evidence`, '#library tbody tr'],
    ['tasks', `${example.start}/tasks`, '.lane-card'],
    ['calendar', `${example.start}/calendar`, '.year [data-load]'],
    ['members', `${example.start}/members`, 'tbody tr'],
    ['api', `${example.base}/api/docs`, 'h1'],
  ]) {
    await page.goto(path);
    await expect(page.locator(shown).first(), name).toBeVisible();
    await take(page, name);
  }

  await prefer(page, { theme: 'dark' });
  await page.goto(assessment);
  await expect(page.locator('.panel .panel-where')).toBeVisible();
  await take(page, 'answering-dark');
  await prefer(page, { theme: 'light' });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(assessment);
  await expect(page.locator('[data-row]').first()).toBeVisible();
  await take(page, 'answering-telephone');
});
