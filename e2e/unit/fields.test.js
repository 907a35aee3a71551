// The fields of the panel: what is sent of them, and what the server may write into them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank, panel } from './support/answering.js';

const field = (page, name) => page.find(`[data-answer] [name="${name}"]`);

test('an empty choice or day is null, an empty text a text, a step of maturity a number, a box yes or no', () => {
  const page = answering(undefined, { shown: '1' });
  field(page, 'owner').insertAdjacentHTML('afterend', '<select name="maturity"><option value=""><option value="3"></select>');
  const { typed } = page.parts.fields;
  for (const [name, value, expected] of [
    ['owner', '', null], ['owner', 'sato', 'sato'], ['due', '', null], ['confirmed_on', '2026-05-01', '2026-05-01'],
    ['note', '', ''], ['reason', ' ', ' '], ['maturity', '', null], ['maturity', '3', 3], ['accepted', 'true', true], ['accepted', 'false', false],
  ]) assert.equal(typed(field(page, name), value), expected, `${name} ${value}`);
});

test('a choice is sent with what was there before, as soon as it is made, and once', async () => {
  const page = answering([blank('1', { owner: 'yama' })], { shown: '1' });
  await page.change('[name="owner"]', 'sato');
  await page.change('[name="owner"]', 'sato');
  assert.deepEqual((await page.take()).body, { owner: 'sato' });
  assert.equal(page.server.waiting.length, 0);
  await page.change('[name="owner"]', '');
  assert.deepEqual((await page.take()).body, { owner: null });
});

test('a text is sent after a pause or when it is left, and not when it is as before', async () => {
  const page = answering([blank('1', { note: 'old' })], { shown: '1' });
  await page.write('[name="note"]', 'ol');
  await page.wait(600);
  await page.write('[name="note"]', 'older');
  await page.wait(699);
  assert.equal(page.server.waiting.length, 0);
  await page.wait(1);
  assert.deepEqual((await page.take()).body, { note: 'older' });
  await page.write('[name="note"]', 'left');
  field(page, 'note').blur();
  await page.rest();
  assert.deepEqual((await page.take()).body, { note: 'left' });
  await page.write('[name="note"]', 'left');
  await page.wait(700);
  assert.equal(page.server.waiting.length, 0);
});

test('a day that is half typed is no day yet', async () => {
  const page = answering([blank('1', { due: '2026-05-01' })], { shown: '1' });
  Object.defineProperty(field(page, 'due'), 'validity', { value: { badInput: true } });
  await page.change('[name="due"]', '');
  assert.equal(page.server.waiting.length, 0);
});

test('what goes with a change shows in the fields, but not over what somebody is writing', async () => {
  const page = answering([blank('1', { status: 'met', confirmed_on: '2026-04-01' })], { shown: '1' });
  await page.write('[name="note"]', 'mine');
  await page.click(page.sign('1', 'partial'));
  await page.take(undefined, { confirmed_on: null, note: 'copied', substitute: 'copied' });
  assert.deepEqual(['confirmed_on', 'note', 'substitute'].map((name) => field(page, name).value), ['', 'mine', 'copied']);
});

test('a fresh panel is taken over where nobody writes, and counts as seen only when that was everywhere', () => {
  const page = answering(undefined, { shown: '1' });
  const fresh = (given) => new page.window.DOMParser().parseFromString(panel(blank('1', given)), 'text/html').querySelector('[data-panel-of]');
  const { adopt } = page.parts.fields;
  assert.equal(adopt('1', fresh({ note: 'theirs', owner: 'sato' })), true);
  assert.deepEqual(['note', 'owner'].map((name) => field(page, name).value), ['theirs', 'sato']);
  field(page, 'note').value = 'mine';
  assert.equal(adopt('1', fresh({ note: 'theirs too', due: '2026-05-01' })), false);
  assert.deepEqual(['note', 'due'].map((name) => field(page, name).value), ['mine', '2026-05-01']);
  assert.equal(adopt('1', fresh({ note: 'mine', due: '2026-05-01', owner: 'sato' })), true, 'the same words are no difference');
});

test('whoever says that it does not apply is asked why', async () => {
  const page = answering(undefined, { shown: '1' });
  const box = page.find('[data-answer] [value="not_applicable"]');
  box.checked = true;
  box.dispatchEvent(new page.window.Event('change', { bubbles: true }));
  await page.rest();
  assert.deepEqual((await page.take()).body, { status: 'not_applicable' });
  assert.equal(page.document.activeElement, field(page, 'reason'));
});
