// The sheet: moving in a column, pasting one, and what others change meanwhile.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from './support/browser.js';
import { answering, blank, cells } from './support/answering.js';

const note = (criterion) => `[data-c="${criterion}"] [name="note"]`;
const sheet = (answers) => answering(answers, { view: 'sheet' });

/** Somebody else's change is told. */
const hear = (page, { criterion, status, version }) => page.document.dispatchEvent(new page.window.CustomEvent('tasuki:live', {
  detail: { name: 'answer', data: { criterion, status, version, by: '佐藤 花子', figures: {} } },
}));

/** The sheet as the server shows it. */
const fresh = (page) => `<table>${Object.values(page.known).map(cells).join('')}</table>`;

/** Pastes as a workbook or a text gives it. */
async function paste(page, selector, text, types = ['text/plain', 'text/html']) {
  const event = new page.window.Event('paste', { bubbles: true, cancelable: true });
  event.clipboardData = { getData: () => text, types };
  page.find(selector).dispatchEvent(event);
  await page.rest();
  return event.defaultPrevented;
}

test('Enter and Alt with an arrow move in the column; Shift with Enter is a new line', () => {
  const { stepOf } = sheet().parts.sheet;
  for (const { expected, ...pressed } of [
    { key: 'Enter', expected: 1 }, { key: 'Enter', shiftKey: true, expected: 0 }, { key: 'ArrowDown', expected: 0 }, { key: 'ArrowUp', expected: 0 },
    { key: 'ArrowDown', altKey: true, expected: 1 }, { key: 'ArrowUp', altKey: true, expected: -1 }, { key: 'a', altKey: true, expected: 0 },
  ]) assert.equal(stepOf(pressed), expected, JSON.stringify(pressed));
});

test('the focus moves to the cell below and stops at the last', async () => {
  const page = sheet();
  page.find(note('2')).focus();
  for (let turn = 0; turn < 2; turn += 1) await page.press('Enter');
  assert.equal(page.document.activeElement, page.find(note('3')));
  await page.press('ArrowUp', { altKey: true });
  assert.equal(page.document.activeElement, page.find(note('2')));
});

test('of what was copied in a workbook each line gives its first cell', () => {
  const { linesOf } = sheet().parts.sheet;
  assert.deepEqual(plain(linesOf('a\tx\r\n"b c"\ty\r\n\r\n')), ['a', 'b c', '']);
  assert.deepEqual(plain(linesOf('one')), ['one']);
});

test('a column that is pasted fills the cells downwards, and each is saved', async () => {
  const page = sheet();
  assert.ok(await paste(page, note('2'), 'b\r\nc\r\nd\r\n'));
  assert.deepEqual(['1', '2', '3'].map((own) => page.find(note(own)).value), ['', 'b', 'c']);
  assert.deepEqual(page.server.waiting.map(({ url, body }) => [url, body]), [['/api/answers/2', { note: 'b' }], ['/api/answers/3', { note: 'c' }]]);
});

test('a column stops before what may not be answered', async () => {
  const page = sheet();
  page.find(note('2')).disabled = true;
  await paste(page, note('1'), 'a\nb\nc');
  assert.deepEqual(['1', '2', '3'].map((own) => page.find(note(own)).value), ['a', '', '']);
});

test('a text of several lines that comes from no workbook is one text', async () => {
  const page = sheet();
  assert.ok(!(await paste(page, note('1'), 'a\nb', ['text/plain'])));
  assert.ok(!(await paste(page, note('1'), 'a', ['text/plain', 'text/html'])));
  assert.equal(page.server.waiting.length, 0);
});

test('a cell is saved after a pause, with what it held before', async () => {
  const page = sheet([blank('1', { note: 'old', due: '2026-05-01' })]);
  await page.write(note('1'), 'new');
  await page.wait(699);
  assert.equal(page.server.waiting.length, 0);
  await page.wait(1);
  assert.deepEqual((await page.take()).body, { note: 'new' });
  await page.change('[name="due"]', '');
  assert.deepEqual((await page.take()).body, { due: null });
  await page.change('[name="due"]', '');
  assert.equal(page.server.waiting.length, 0);
});

test('leaving with a cell that is not saved is asked about, and sends it', async () => {
  const page = sheet();
  await page.write(note('1'), 'new');
  await page.wait(1);
  assert.ok(page.asksBeforeLeaving());
  assert.deepEqual((await page.take()).body, { note: 'new' });
  assert.ok(!page.asksBeforeLeaving());
});

test('a day that is half typed is no day yet', async () => {
  const page = sheet([blank('1', { due: '2026-05-01' })]);
  Object.defineProperty(page.find('[name="due"]'), 'validity', { value: { badInput: true } });
  await page.change('[name="due"]', '');
  assert.equal(page.server.waiting.length, 0);
});

test('what others write shows in the cells, but not over what one is writing, and one fetch is enough for many', async () => {
  const page = sheet();
  await page.write(note('2'), 'mine');
  page.others('1', { note: 'theirs', status: 'met' });
  page.others('2', { note: 'theirs too' });
  hear(page, page.known['1']);
  hear(page, page.known['2']);
  await page.wait(300);
  const request = page.server.next();
  assert.equal(page.server.waiting.length, 0);
  request.html(fresh(page));
  await page.rest();
  assert.deepEqual(['1', '2'].map((own) => page.find(note(own)).value), ['theirs', 'mine']);
  assert.equal(page.find('[data-c="1"]').dataset.v, '2');
  // On the version that its person saw, so that the server says that somebody was first.
  await page.wait(400);
  const save = page.server.next();
  assert.equal(save.seen, 1);
  await page.overtake(save);
  assert.match(page.find('.conflict').textContent, /theirs too.*mine/s);
});

test('what is on its way keeps the version on which it was written', async () => {
  const page = sheet();
  page.others('1', { note: 'theirs' });
  hear(page, page.known['1']);
  await page.change(note('1'), 'mine');
  const save = page.server.next();
  assert.equal(save.seen, 1);
  await page.wait(300);
  page.server.next().html(fresh(page));
  await page.rest();
  assert.equal(page.find('[data-c="1"]').dataset.v, '1');
  await page.overtake(save);
  assert.ok(page.find('.conflict'));
});

test('what was fetched before a save arrived does not come back over it', async () => {
  const page = sheet();
  page.others('1', { note: 'theirs' });
  hear(page, page.known['1']);
  await page.wait(300);
  const fetched = page.server.next();
  const old = fresh(page);
  await page.change(note('1'), 'mine');
  await page.overtake();
  await page.click('.conflict [data-keep="mine"]');
  await page.take();
  fetched.html(old);
  await page.rest();
  assert.equal(page.find(note('1')).value, 'mine');
  assert.equal(page.find('[data-c="1"]').dataset.v, '3');
  // It is fetched once more, as others may have changed more since.
  await page.wait(300);
  page.server.next().html(fresh(page));
  await page.rest();
  assert.equal(page.find(note('1')).value, 'mine');
  assert.equal(page.server.waiting.length, 0);
});

test('what was fetched while a save is on its way leaves the cell alone', async () => {
  const page = sheet();
  page.others('1', { note: 'theirs' });
  hear(page, page.known['1']);
  await page.wait(300);
  const fetched = page.server.next();
  await page.change(note('1'), 'mine');
  fetched.html(fresh(page));
  await page.rest();
  assert.equal(page.find(note('1')).value, 'mine');
});
