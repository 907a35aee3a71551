// Without a mouse, from the door to the work.

import { criteria, expectSaved, expectStatus, kept, row } from '../support/answering.js';
import { expectReady, home, startAssessment, yama } from '../support/company.js';
import { expect, test } from '../support/test.js';

/** Fails when nobody can see where the focus is. */
async function expectFocusVisible(page) {
  const seen = await page.evaluate(() => {
    const focused = document.activeElement;
    // A hidden control lends its focus to what is drawn for it.
    const drawn = [focused, focused.closest('label'), focused.closest('form')].filter(Boolean);
    const marked = drawn.some((own) => {
      const style = getComputedStyle(own);
      return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
    });
    return { marked, where: focused.outerHTML.slice(0, 120) };
  });
  expect(seen, 'the focus is visible').toMatchObject({ marked: true });
}

/** Goes on with Tab until the focus is on an element with a name; sees the focus all the way. */
async function tabTo(page, name) {
  for (let turn = 0; turn < 60; turn += 1) {
    await page.keyboard.press('Tab');
    await expectFocusVisible(page);
    const text = await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? /** @type {HTMLElement} */ (document.activeElement).innerText);
    if (text.includes(name)) return;
  }
  throw new Error(`Tab never reaches ${name} on ${page.url()}`);
}

test('from signing in to answering and taking it back, by keys alone', async ({ admin, server, visit }) => {
  await startAssessment(admin, 'scs-2026-03/3', '鍵盤の評価');
  const [first, second, third] = await criteria(admin);
  const page = await visit();
  await page.goto(`${server.base}/sign-in`);
  await tabTo(page, 'パスワードでサインイン');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('メールアドレス')).toBeFocused();
  await page.keyboard.type(yama.mail);
  await page.keyboard.press('Tab');
  await page.keyboard.type(yama.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/o\/\w+/);
  await page.goto(home(page));

  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page).toHaveURL(/\/assessments$/);
  await tabTo(page, '鍵盤の評価');
  await page.keyboard.press('Enter');
  await expectReady(page, /\/assessments\/\w+/);

  await expect(page.locator('.panel .panel-where .id')).toHaveText(first);
  await page.keyboard.press('1');
  await expectStatus(page, first, 'met');
  await expectSaved(page);
  await page.keyboard.press('n');
  await expect(row(page, second)).toHaveAttribute('aria-current', 'true');
  await expectFocusVisible(page);
  await page.keyboard.press('2');
  await expectStatus(page, second, 'partial');
  await page.keyboard.press('u');
  await expect(row(page, second)).toHaveAttribute('data-status', 'unanswered');
  await expect.poll(async () => (await kept(page, second)).status).toBe('unanswered');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, third)).toHaveAttribute('aria-current', 'true');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('次の未回答');
  await expectFocusVisible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: '評価基準を探す' })).toBeFocused();
  await expectFocusVisible(page);
  await page.keyboard.type('バックアップ');
  await expect.poll(() => page.locator('[data-row]').count()).toBeLessThan(20);
});
