// Two people at one answer: what is sent again by itself, what is asked, and which text is kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank } from './support/answering.js';

const asked = (page) => page.document.querySelector('.conflict');
/** What the block shows: of each field its name, theirs and mine. */
const shown = (page) => [...page.find('.conflict tbody').rows].map((row) => [...row.cells].map((cell) => cell.textContent));

/** A page on which a text was written while somebody else was writing another. */
async function overtaken({ note = 'theirs', ...how } = {}) {
  const page = answering(undefined, { shown: '1', ...how });
  page.others('1', { note });
  await page.write('[name="note"]', 'mine');
  await page.wait(700);
  await page.overtake();
  return page;
}

test('what others changed in other fields is no conflict: the change goes again on their version', async () => {
  const page = answering(undefined, { shown: '1' });
  page.others('1', { note: 'theirs' });
  await page.click(page.sign('1', 'met'));
  await page.overtake();
  const again = await page.take();
  assert.deepEqual([again.body, again.seen], [{ status: 'met' }, 2]);
  assert.equal(asked(page), null);
  assert.equal(page.find('[name="note"]').value, 'theirs');
});

test('the same value from two people is no conflict', async () => {
  const page = await overtaken({ note: 'mine' });
  assert.equal(asked(page), null);
  assert.equal((await page.take()).seen, 2);
});

test('two texts in one field are both shown, and nothing is sent before somebody has chosen', async () => {
  const page = await overtaken();
  assert.deepEqual(shown(page), [['Note', 'theirs', 'mine']]);
  assert.equal(page.find('[data-conflict-by]').textContent, '佐藤 花子');
  assert.equal(page.line || page.find('[data-panel-saved]').textContent, 'Choose one');
  await page.wait(60_000);
  assert.equal(page.server.waiting.length, 0);
  assert.ok(page.asksBeforeLeaving());
});

test('what else they changed shows while I am asked, and other answers are saved', async () => {
  const page = answering(undefined, { shown: '1' });
  page.others('1', { note: 'theirs', owner: 'sato' });
  await page.write('[name="note"]', 'mine');
  await page.wait(700);
  await page.overtake();
  assert.equal(page.find('[data-answer] [name="owner"]').value, 'sato');
  page.parts.save.save('2', { status: 'met' });
  await page.take();
  assert.equal(page.line, 'Choose one', 'what waits for me is more than what is done');
});

test('my text is kept on their version when I choose mine', async () => {
  const page = await overtaken();
  await page.click('[data-keep="mine"]');
  const again = await page.take();
  assert.deepEqual([again.body, again.seen], [{ note: 'mine' }, 2]);
  assert.equal(asked(page), null);
  assert.equal(page.find('[name="note"]').value, 'mine');
});

test('their text is kept when I choose theirs: nothing is sent, and the field shows it', async () => {
  const page = await overtaken();
  await page.click('[data-keep="theirs"]');
  await page.wait(60);
  assert.equal(page.server.waiting.length, 0);
  assert.equal(asked(page), null);
  assert.equal(page.find('[name="note"]').value, 'theirs');
  assert.equal(page.known['1'].note, 'theirs');
  assert.ok(!page.asksBeforeLeaving());
});

test('who chose theirs has nothing of it to take back', async () => {
  const page = answering(undefined, { shown: '1' });
  page.others('1', { status: 'partial' });
  await page.click(page.sign('1', 'met'));
  assert.ok(!page.find('[data-undo-last]').hidden);
  await page.overtake();
  await page.click('[data-keep="theirs"]');
  await page.wait(60);
  assert.ok(page.find('[data-undo-last]').hidden);
});

test('whoever changes it again before I have chosen mine is asked about again', async () => {
  const page = await overtaken();
  page.others('1', { note: 'theirs, later' });
  await page.click('[data-keep="mine"]');
  await page.overtake();
  assert.deepEqual(shown(page), [['Note', 'theirs, later', 'mine']]);
});

test('what is typed while I am asked waits, and goes after the choice', async () => {
  const page = await overtaken();
  await page.write('[name="note"]', 'mine, and more');
  await page.wait(700);
  await page.putAway();
  assert.equal(page.server.waiting.length, 0, 'sent now, it would be the choice');
  await page.click('[data-keep="mine"]');
  assert.deepEqual((await page.take()).body, { note: 'mine' });
  assert.deepEqual((await page.take()).body, { note: 'mine, and more' });
});

test('who goes on writing while they are asked chooses between theirs and the whole', async () => {
  const page = await overtaken();
  await page.write('[name="note"]', 'mine, and more');
  await page.wait(700);
  assert.deepEqual(shown(page), [['Note', 'theirs', 'mine, and more']]);
  await page.click('[data-keep="theirs"]');
  await page.wait(60_000);
  assert.equal(page.server.waiting.length, 0, 'nor is it asked about once more');
  assert.equal(asked(page), null);
  assert.equal(page.find('[name="note"]').value, 'theirs');
  assert.ok(!page.asksBeforeLeaving());
});

test('a state that was chosen while a text is asked about is saved, whichever text is kept', async () => {
  const page = await overtaken();
  await page.click(page.sign('1', 'met'));
  await page.click('[data-keep="theirs"]');
  assert.deepEqual((await page.take()).body, { status: 'met' });
  assert.equal(page.statusOf('1'), 'met');
});

test('what asks comes back with its criterion', async () => {
  const page = await overtaken();
  const block = asked(page);
  await page.press('ArrowDown');
  await page.click('[data-c="2"] > a');
  await page.wait(60);
  assert.equal(asked(page), null);
  await page.click('[data-c="1"] > a');
  await page.wait(60);
  assert.equal(asked(page), block);
  await page.click('[data-keep="mine"]');
  assert.deepEqual((await page.take()).body, { note: 'mine' });
});

test('an older text on the page does not overwrite what the server told with another save', async () => {
  const page = answering(undefined, { shown: '1' });
  page.others('1', { note: 'theirs' });
  await page.write('[name="note"]', 'mine');
  // The state is saved first; its answer brings their text, over which somebody is writing.
  await page.click(page.sign('1', 'met'));
  await page.overtake();
  await page.take();
  await page.wait(700);
  assert.deepEqual(shown(page), [['Note', 'theirs', 'mine']]);
});

test('a date that I change twice is mine both times', async () => {
  const page = answering(undefined, { shown: '1' });
  for (const day of ['2026-05-01', '2026-05-02']) {
    await page.change('[name="confirmed_on"]', day);
    assert.deepEqual((await page.take()).body, { confirmed_on: day });
  }
  assert.equal(asked(page), null);
});

test('a date that somebody else set is compared by the name that a conflict gives it', async () => {
  const page = answering(undefined, { shown: '1' });
  page.others('1', { confirmed_on: '2026-04-30' });
  await page.change('[name="confirmed_on"]', '2026-05-01');
  await page.overtake();
  assert.deepEqual(shown(page), [['Confirmed', '2026-04-30', '2026-05-01']]);
});

test('an acceptance means the answer as it was seen: whatever was changed is asked about', async () => {
  const page = answering([blank('1', { status: 'not_applicable', reason: 'none here' })], { shown: '1' });
  page.others('1', { reason: 'moved elsewhere' });
  await page.change('[name="accepted"]', true);
  await page.overtake();
  assert.ok(asked(page));
});

test('in the sheet, which has no panel, it is asked in a dialog that Esc does not close', async () => {
  const page = answering(undefined, { view: 'sheet' });
  page.others('1', { note: 'theirs' });
  await page.change('[data-c="1"] [name="note"]', 'mine');
  await page.overtake();
  const dialog = page.find('dialog[open]');
  const cancel = new page.window.Event('cancel', { cancelable: true });
  dialog.dispatchEvent(cancel);
  assert.ok(cancel.defaultPrevented);
  page.find('[data-c="1"] [name="note"]').value = 'mine, half written';
  await page.click('[data-keep="theirs"]');
  assert.equal(page.find('[data-c="1"] [name="note"]').value, 'theirs');
  assert.equal(page.document.querySelector('dialog'), null);
});

test('my own change in another window is told as mine', async () => {
  const page = answering(undefined, { shown: '1' });
  page.others('1', { note: 'theirs' });
  page.known['1'].changed_by = 'yama';
  await page.write('[name="note"]', 'mine');
  await page.wait(700);
  await page.overtake();
  assert.ok(page.document.querySelector('.conflict [data-by="me"]'));
  assert.equal(page.document.querySelector('.conflict [data-by="others"]'), null);
});
