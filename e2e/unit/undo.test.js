// Taking back: which change, on which version, and what is said of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank } from './support/answering.js';

const said = (page) => page.toasts.map(({ text }) => text);

test('the last change goes back by the version that it made', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.take();
  await page.click(page.sign('2', 'partial'));
  await page.take();
  await page.press('u');
  const back = page.server.next();
  assert.deepEqual([back.url, back.body, back.seen], ['/api/answers/2', { status: 'unanswered', undoes: 2 }, 2]);
  await page.take(back);
  await page.wait(60);
  assert.deepEqual(said(page), ['2 is Open again']);
  await page.press('u');
  assert.deepEqual((await page.take()).body, { status: 'unanswered', undoes: 2 });
  assert.equal(page.statusOf('1'), 'unanswered');
  assert.ok(page.find('[data-undo-last]').hidden);
});

test('with nothing to take back nothing is sent', async () => {
  const page = answering();
  await page.press('u');
  assert.equal(page.server.waiting.length, 0);
  await page.click(page.sign('1', 'met'));
  await page.take();
  assert.ok(!page.find('[data-undo-last]').hidden);
});

test('taking back is no change to be taken back itself', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.take();
  await page.press('u');
  await page.take();
  await page.press('u');
  assert.equal(page.server.waiting.length, 0);
});

test('a change that is still on its way goes back after it, as one whose version was not known', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.click('[data-undo-last]');
  const first = page.server.next();
  await page.take(first);
  const back = await page.take();
  assert.deepEqual([back.body, back.seen], [{ status: 'unanswered' }, 2]);
});

test('what others did since is no part of it, and is asked about', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.take();
  page.others('1', { status: 'partial' });
  await page.press('u');
  const back = page.server.next();
  assert.equal(back.seen, 2);
  await page.overtake(back);
  await page.wait(60);
  const rows = [...page.find('.conflict tbody').rows];
  assert.deepEqual(rows.map((row) => row.cells[0].textContent), ['Status'], 'which version goes back is nothing to choose between');
});

test('it goes back from the version that it made, although the page has seen a newer one', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.take();
  page.parts.show.showAnswer({ criterion: '1', status: 'met', version: 3 });
  await page.press('u');
  assert.equal(page.server.next().seen, 2);
});

test('what others did since is asked about also when the connection was broken meanwhile', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.take();
  await page.press('u');
  page.server.next().json(503, {});
  await page.rest();
  page.window.dispatchEvent(new page.window.Event('online'));
  assert.equal(page.server.next().seen, 2);
});

test('an acceptance goes back by itself, to what it was', async () => {
  const page = answering([blank('1', { status: 'not_applicable', reason: 'none here' })], { shown: '1' });
  await page.change('[name="accepted"]', true);
  await page.take();
  await page.press('u');
  const back = page.server.next();
  assert.deepEqual([back.body, page.find('[name="accepted"]').checked], [{ accepted: false }, false]);
});

test('who writes right after taking something back goes on in the same field', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.click(page.sign('1', 'met'));
  await page.take();
  await page.press('u');
  await page.take();
  const field = page.find('[name="note"]');
  field.focus();
  await page.write('[name="note"]', 'a rule');
  await page.wait(100);
  assert.equal(page.document.activeElement, field);
  assert.equal(page.find('[name="note"]').value, 'a rule');
});

test('a text is given back by its own field, not by undo', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="note"]', 'a text');
  await page.wait(700);
  await page.take();
  assert.ok(page.find('[data-undo-last]').hidden);
  await page.change('[name="owner"]', 'sato');
  await page.take();
  await page.click('[data-undo-last]');
  assert.deepEqual((await page.take()).body, { owner: null, undoes: 3 });
});

test('no more than a hundred changes are remembered', async () => {
  const page = answering();
  const [{ remember }, { undo }] = [page.parts.done, page.parts.undo];
  const taken = [];
  for (let step = 0; step < 101; step += 1) remember({ run: async () => taken.push(step) });
  for (let step = 0; step < 101; step += 1) await undo();
  assert.deepEqual([taken.length, taken[0], taken.at(-1)], [100, 100, 1]);
});
