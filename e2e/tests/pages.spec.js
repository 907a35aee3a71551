// Every page, as far as a program can judge it: of a company that has worked with it for long, and of one that begins.

import { expectAccessible, expectNoSidewaysScroll, expectWordsAccessible } from '../support/axe.js';
import { home, prefer } from '../support/company.js';
import { crawl } from '../support/crawl.js';
import { expect, test } from '../support/test.js';

test.describe.configure({ mode: 'parallel', timeout: 300_000 });

/** Pages that no link of the company leads to. */
const outside = ['/api/docs', '/organizations/new', '/me/codes', '/me/proof?back=/me', '/me/protect?back=/'];
const strangers = ['/sign-in', '/sign-in/password', '/sign-in/forgot'];

/** Crawls the company of a page and whatever is beside it; returns every complaint of `look`. */
async function complaints(page, look, least = 25) {
  const found = [];
  const { origin } = new URL(page.url());
  const kept = (shown, answer) => look(shown, answer).catch((error) => found.push(error.message));
  const kinds = await crawl(page, home(page), async (shown, answer) => {
    if (answer.status() !== 200) found.push(`${shown.url()}: ${answer.status()}`);
    else await kept(shown, answer);
  });
  for (const path of outside) await kept(page, await page.goto(origin + path));
  // A crawl that reaches little proves little.
  expect(kinds.length, kinds.join('\n')).toBeGreaterThan(least);
  return found.join('\n\n');
}

for (const [lang, expectFit] of Object.entries({ ja: expectAccessible, en: expectWordsAccessible })) {
  test(`every page is accessible (${lang})`, async ({ example, visit }) => {
    const page = await visit({ storageState: example.state });
    await page.goto(example.start);
    await prefer(page, { lang });
    const found = await complaints(page, async (shown, answer) => {
      expect(answer.status(), shown.url()).toBe(200);
      await expect(shown.locator('html')).toHaveAttribute('lang', lang);
      await expectFit(shown);
    });
    await prefer(page, { lang: 'ja' });
    expect(found).toBe('');
  });
}

test('every page of a company that begins is accessible', async ({ admin }) => {
  expect(await complaints(admin, expectAccessible, 15)).toBe('');
});

test('the pages of a stranger are accessible and fit a small telephone', async ({ example, visit }) => {
  const page = await visit({ viewport: { width: 360, height: 740 } });
  for (const path of strangers) {
    await page.goto(example.base + path);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});

test('no page is wider than a small telephone', async ({ example, visit }) => {
  const page = await visit({ storageState: example.state, viewport: { width: 360, height: 740 } });
  await page.goto(example.start);
  expect(await complaints(page, expectNoSidewaysScroll)).toBe('');
});

test('every page can be read without script', async ({ example, visit }) => {
  const page = await visit({ storageState: example.state, javaScriptEnabled: false });
  await page.goto(example.start);
  expect(await complaints(page, async (shown) => {
    await expect(shown.locator('h1').first(), shown.url()).toBeVisible();
    await expect(shown.locator('main')).not.toBeEmpty();
  })).toBe('');
});
