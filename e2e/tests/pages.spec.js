// Every page, as far as a program can judge it.

import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.js';
import { home, startAssessment } from '../support/company.js';
import { crawl } from '../support/crawl.js';
import { expect, test } from '../support/test.js';

test.describe.configure({ timeout: 300_000 });

for (const lang of ['ja', 'en']) {
  test(`every page is accessible (${lang})`, async ({ admin, server }) => {
    await startAssessment(admin);
    const start = home(admin);
    await admin.request.post(`${server.base}/preferences`, {
      form: { lang, back: '/' },
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    const problems = [];
    const kinds = await crawl(admin, start, async (page, answer) => {
      if (answer.status() !== 200) {
        problems.push(`${page.url()}: ${answer.status()}`);
        return;
      }
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expectAccessible(page).catch((error) => problems.push(error.message));
    });
    console.log(kinds.join('\n'));
    expect(problems.join('\n\n')).toBe('');
  });
}

test('no page is wider than a small telephone', async ({ admin }) => {
  await startAssessment(admin);
  const start = home(admin);
  await admin.setViewportSize({ width: 360, height: 740 });
  await crawl(admin, start, (page) => expectNoSidewaysScroll(page));
});

test('every page can be read without script', async ({ admin, visit }) => {
  await startAssessment(admin);
  const plain = await visit({ javaScriptEnabled: false, storageState: await admin.context().storageState() });
  await crawl(plain, home(admin), async (page) => {
    await expect(page.locator('h1').first(), page.url()).toBeVisible();
    await expect(page.locator('main')).not.toBeEmpty();
  });
});
