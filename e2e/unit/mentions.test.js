// `@` in a comment: when names are offered, which, and what choosing one writes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from './support/browser.js';
import { answering } from './support/answering.js';

const area = '[data-mentions]';
const offered = (page) => [...page.document.querySelectorAll('.mentions li')].map((item) => item.textContent);

test('a mention is begun by its sign and ends with a blank', () => {
  const { begun } = answering().parts.mentions;
  for (const [text, expected] of [
    ['@', '@'], ['see @さ', '@さ'], ['see ＠さ', '＠さ'], ['a@b', '@b'], ['@佐藤 さ', undefined], ['no sign', undefined], ['@a@b', '@b'], ['@a\n', undefined],
  ]) assert.equal(begun(text), expected, text);
});

test('names are found wherever the letters occur, in any case, and eight are enough', () => {
  const { matching } = answering().parts.mentions;
  assert.deepEqual(plain(matching(['Anna Berg', 'Bernd', 'Carl'], '@be')), ['Anna Berg', 'Bernd']);
  assert.equal(matching(Array.from({ length: 20 }, (_, at) => `name ${at}`), '@').length, 8);
});

test('the members are offered, not the empty choice, and the chosen name takes the place of the letters', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write(area, 'to @');
  assert.deepEqual(offered(page), ['山 一郎', '佐藤 花子']);
  await page.write(area, 'to @佐');
  assert.deepEqual(offered(page), ['佐藤 花子']);
  const event = await page.press('Enter');
  assert.ok(event.defaultPrevented);
  assert.equal(page.find(area).value, 'to @佐藤 花子 ');
  assert.deepEqual(offered(page), []);
});

test('a name is written where the caret is, and what follows stays', async () => {
  const page = answering(undefined, { shown: '1' });
  const field = page.find(area);
  field.focus();
  field.value = 'to @山 and others';
  field.setSelectionRange(5, 5);
  field.dispatchEvent(new page.window.InputEvent('input', { bubbles: true }));
  await page.press('Tab');
  assert.equal(field.value, 'to @山 一郎  and others');
});

test('arrows choose around the ends of the list', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write(area, '@');
  const chosen = () => page.find('.mentions [aria-selected="true"]').textContent;
  const names = [chosen()];
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) {
    await page.press(key);
    names.push(chosen());
  }
  assert.deepEqual(names, ['山 一郎', '佐藤 花子', '山 一郎', '佐藤 花子']);
});

test('Esc closes the list and keeps the letters; leaving the field closes it too', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write(area, '@');
  await page.press('Escape');
  assert.deepEqual([offered(page), page.find(area).value, page.document.activeElement], [[], '@', page.find(area)]);
  await page.write(area, '@');
  page.find(area).blur();
  assert.deepEqual(offered(page), []);
});

test('a word that is still being composed is left alone, and looked at once it is finished', async () => {
  const page = answering(undefined, { shown: '1' });
  const field = page.find(area);
  field.focus();
  field.value = '@佐藤';
  field.dispatchEvent(new page.window.InputEvent('input', { bubbles: true, isComposing: true }));
  assert.deepEqual(offered(page), []);
  field.dispatchEvent(new page.window.CompositionEvent('compositionend', { bubbles: true }));
  assert.deepEqual(offered(page), ['佐藤 花子']);
});

test('without a list its keys are those of the field', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write(area, 'no mention');
  for (const key of ['Enter', 'Tab', 'ArrowDown']) assert.ok(!(await page.press(key)).defaultPrevented);
});
