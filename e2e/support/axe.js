// WCAG 2.2 AA as far as a program can see it, in both themes.

import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What repeats: the first of them stand for the others. */
const repeated = ['.requirement:nth-of-type(n+4)', 'tbody tr:nth-child(n+12)', '.month:nth-of-type(n+4)', 'details.card:nth-of-type(n+6)'];

/** Fails with every violation that a configured run finds. */
async function expectNone(page, what, configure) {
  const axe = repeated.reduce((builder, own) => builder.exclude(own), configure(new AxeBuilder({ page })));
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(' ')} — ${failureSummary}`),
  }));
  expect(found, `${page.url()} ${what}`).toEqual([]);
}

/** Fails with every violation on the page as it stands; in the dark theme only colours can be wrong besides. */
export async function expectAccessible(page) {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expectNone(page, 'in light', (axe) => axe.withTags(tags));
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectNone(page, 'in dark', (axe) => axe.withRules(['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** The same of what can differ between languages: everything but the colours. */
export const expectWordsAccessible = (page) => expectNone(page, 'in its words', (axe) => axe.withTags(tags).disableRules(['color-contrast']));

/** Fails when the page is wider than its window: nobody scrolls sideways to read. */
export async function expectNoSidewaysScroll(page) {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `${page.url()} is wider than its window`).toBeLessThanOrEqual(window);
}
