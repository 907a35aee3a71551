// Many at once: which rows are chosen, what is sent, and one way back for all.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank, figures, row } from './support/answering.js';

const five = () => ['1', '2', '3', '4', '5'].map((criterion) => blank(criterion));
const chosen = (page) => [...page.document.querySelectorAll('[name="c"]:checked')].map((box) => box.closest('[data-row]').dataset.c).join(' ');
const box = (criterion) => `[data-c="${criterion}"] [name="c"]`;

/** The server takes what it is sent, except for conflicts. */
async function take(page, conflicts = []) {
  const request = page.server.next();
  const changes = request.body.changes.filter(({ criterion }) => !conflicts.includes(criterion));
  const answers = changes.map(({ criterion, version, change: { undoes: _, ...change } }) => ({ answer: blank(criterion, { ...change, version: version + 1 }), open: false }));
  const before = changes.map(({ criterion, version }) => blank(criterion, { version }));
  request.json(200, { answers, before, conflicts: conflicts.map((criterion) => blank(criterion, { version: 9, status: 'unmet' })), figures });
  await page.rest();
  return request.body.changes;
}

test('with Shift everything between two boxes becomes like the second, in either direction', async () => {
  for (const [first, second] of [['2', '4'], ['4', '2']]) {
    const page = answering(five());
    await page.click(box(first));
    await page.click(box(second), { shiftKey: true });
    assert.equal(chosen(page), '2 3 4');
    assert.equal(page.find('[data-bulk-count]').textContent, '3');
    await page.click(box(first), { shiftKey: true });
    assert.equal(chosen(page), '');
  }
});

test('without Shift each box is by itself', async () => {
  const page = answering(five());
  for (const criterion of ['2', '4']) await page.click(box(criterion));
  assert.equal(chosen(page), '2 4');
});

test('with Shift it is between two boxes also when the first row was drawn again', async () => {
  const page = answering(five());
  await page.click(box('2'));
  page.find('[data-c="2"]').outerHTML = row(blank('2'));
  await page.click(box('4'), { shiftKey: true });
  assert.equal(chosen(page), '2 3 4');
});

test('with Shift and no box before it, the box alone is chosen, and what may not be answered never is', async () => {
  const page = answering(five());
  page.find(box('3')).disabled = true;
  await page.click(box('2'), { shiftKey: true });
  assert.equal(chosen(page), '2');
  await page.click(box('4'), { shiftKey: true });
  assert.equal(chosen(page), '2 4');
});

test('one request changes all that are chosen, each on its version, and one undo takes all of it back', async () => {
  const page = answering([blank('1', { version: 4 }), blank('2')]);
  await page.click(box('1'));
  await page.click(box('2'));
  await page.click('[data-bulk]');
  assert.deepEqual(await take(page), [
    { criterion: '1', version: 4, change: { status: 'met' } },
    { criterion: '2', version: 1, change: { status: 'met' } },
  ]);
  assert.deepEqual([page.statusOf('1'), page.statusOf('2')], ['met', 'met']);
  assert.equal(page.toasts.at(-1).text, '2 changed');
  page.toasts.at(-1).undo.run();
  await page.rest();
  assert.deepEqual(await take(page), [
    { criterion: '1', version: 5, change: { status: 'unanswered', undoes: 5 } },
    { criterion: '2', version: 2, change: { status: 'unanswered', undoes: 2 } },
  ]);
  assert.equal(page.toasts.at(-1).text, '2 restored');
  assert.ok(page.find('[data-undo-last]').hidden, 'it cannot be taken back a second time');
});

test('what others changed first is left, shown as it is, and told', async () => {
  const page = answering();
  for (const criterion of ['1', '2']) await page.click(box(criterion));
  await page.change('[data-bulk-field="due"]', '2026-05-01');
  assert.deepEqual((await take(page, ['2']))[0].change, { due: '2026-05-01' });
  assert.equal(page.toasts.at(-1).text, '1 changed 1 left');
  assert.equal(page.statusOf('2'), 'unmet');
  assert.equal(page.find('[data-bulk-field]').value, '');
});

test('what goes wrong is told, and nothing is there to take back', async () => {
  const page = answering();
  await page.click(box('1'));
  await page.click('[data-bulk]');
  page.server.next().json(422, { detail: 'not like this' });
  await page.rest();
  assert.deepEqual([page.toasts.at(-1).text, page.toasts.at(-1).kind], ['not like this', 'error']);
  assert.ok(page.find('[data-undo-last]').hidden);
});

test('a text that others wrote and my panel does not show is asked about also after many were changed at once', async () => {
  const page = answering(undefined, { shown: '1' });
  page.others('1', { note: 'theirs' });
  page.find('[data-row][data-c="1"]').dataset.v = '2';
  await page.click('[data-row][data-c="1"] [name="c"]');
  await page.click('[data-bulk]');
  await page.write('[name="note"]', 'mine');
  const answer = { ...page.known['1'], status: 'met', version: 3 };
  page.known['1'] = answer;
  page.server.next().json(200, { answers: [{ answer, open: false }], before: [], conflicts: [], figures });
  await page.rest();
  await page.wait(700);
  assert.equal(page.server.waiting.length, 0);
  assert.ok(page.document.querySelector('.conflict'));
});
