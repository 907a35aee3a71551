// Moving about and answering: by keys, by signs, one by one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank } from './support/answering.js';

const chosen = (page) => page.document.querySelector('[data-row][aria-current="true"]')?.dataset.c;
const three = () => [blank('1', { status: 'met' }), blank('2'), blank('3')];

test('arrows and j, k move between the rows and stop at the ends', async () => {
  const page = answering();
  const places = [];
  for (const key of ['k', 'j', 'ArrowDown', 'j', 'ArrowUp', 'k', 'ArrowUp']) {
    await page.press(key);
    places.push(chosen(page));
  }
  assert.deepEqual(places, ['1', '2', '3', '3', '2', '1', '1']);
  const other = answering();
  await other.press('j');
  assert.equal(chosen(other), '1');
});

test('n goes to the next that is not answered, from the top again at the end', async () => {
  const page = answering(three());
  const places = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await page.press('n');
    places.push(chosen(page));
  }
  assert.deepEqual(places, ['2', '3', '2']);
});

test('where all is answered, n goes to what is open, and then says that nothing is left', async () => {
  const page = answering([blank('1', { status: 'met' }), blank('2', { status: 'partial' })]);
  await page.press('n');
  assert.equal(chosen(page), '2');
  page.find('[data-c="2"]').removeAttribute('data-open');
  await page.press('n');
  assert.deepEqual(page.toasts.map(({ text }) => text), ['Nothing is left']);
});

test('digits answer the chosen row, and the same digit twice sends once', async () => {
  for (const [key, status] of [['1', 'met'], ['2', 'partial'], ['3', 'unmet'], ['4', 'not_applicable']]) {
    const page = answering();
    await page.press('ArrowDown');
    await page.press(key);
    await page.press(key);
    assert.deepEqual((await page.take()).body, { status });
    assert.equal(page.server.waiting.length, 0);
  }
});

test('0 takes an answer off; with no row chosen a digit does nothing', async () => {
  const page = answering(three());
  await page.press('1');
  assert.equal(page.server.waiting.length, 0);
  await page.press('ArrowDown');
  await page.press('0');
  assert.deepEqual((await page.take()).body, { status: 'unanswered' });
});

test('what may not be answered is not', async () => {
  const page = answering();
  page.find('[data-c="1"]').removeAttribute('data-answerable');
  await page.press('ArrowDown');
  await page.press('1');
  assert.equal(page.server.waiting.length, 0);
});

test('the sign that is pressed already takes the answer off', async () => {
  const page = answering(three());
  await page.click(page.sign('1', 'met'));
  assert.deepEqual((await page.take()).body, { status: 'unanswered' });
});

test('a row opens its criterion in the panel, and running through rows fetches only the last', async () => {
  const page = answering();
  const fetched = [];
  page.server.pages['/criteria/'] = (url) => { fetched.push(url); return ''; };
  for (let turn = 0; turn < 3; turn += 1) await page.press('ArrowDown');
  await page.wait(59);
  assert.deepEqual(fetched, []);
  await page.wait(1);
  assert.deepEqual(fetched, ['/base/criteria/3']);
});

test('whoever comes back to the row whose panel is shown keeps it', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.press('j');
  await page.press('j');
  await page.press('k');
  await page.wait(60);
  assert.deepEqual([chosen(page), page.find('[data-panel-of]').dataset.c], ['1', '1']);
});

test('whoever holds a key besides the mouse means the link itself', async () => {
  const page = answering();
  for (const how of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }]) {
    const event = await page.click('[data-c="2"] > a', how);
    assert.ok(!event.defaultPrevented);
  }
  assert.ok((await page.click('[data-c="2"] > a')).defaultPrevented);
  assert.equal(chosen(page), '2');
});

test('one by one, an answer leads to the next question of the plan, but not before its reason is given', async () => {
  const page = answering(undefined, { view: 'guide', order: '2 1 3', shown: '2' });
  const question = () => page.find('[data-panel-of]').dataset.c;
  await page.press('4');
  await page.take();
  await page.wait(60);
  assert.equal(question(), '2');
  await page.press('1');
  await page.take();
  await page.wait(60);
  assert.equal(question(), '1');
  await page.press('ArrowDown');
  await page.wait(60);
  assert.equal(question(), '3');
  await page.press('ArrowUp');
  await page.wait(60);
  assert.equal(question(), '1');
});
