// What others change while the page is open: what is fetched, and what is left as somebody writes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank, cells, figures, panel } from './support/answering.js';

/** The server tells something. */
async function hear(page, name, data) {
  page.document.dispatchEvent(new page.window.CustomEvent('tasuki:live', { detail: { name, data } }));
  await page.rest();
}

const answer = (page, criterion, change) => {
  page.others(criterion, change);
  const { status, version } = page.known[criterion];
  return hear(page, 'answer', { criterion, status, version, by: '佐藤 花子', figures });
};

/** What the page fetches from now on. */
function fetched(page) {
  const all = [];
  for (const [part, answers] of Object.entries(page.server.pages)) page.server.pages[part] = (url) => { all.push(url); return answers(url); };
  return all;
}

test('a state shows at once; its version only with the rest of its row', async () => {
  const page = answering();
  const { '/row': rows } = page.server.pages;
  delete page.server.pages['/row'];
  delete page.server.pages['/criteria/'];
  await answer(page, '1', { status: 'met' });
  assert.deepEqual([page.statusOf('1'), page.find('[data-c="1"]').dataset.v], ['met', '1']);
  page.server.next().html(rows('/base/criteria/1/row'));
  await page.rest();
  assert.equal(page.find('[data-c="1"]').dataset.v, '2');
});

test('what the page knows already, and what it is just saving, is not fetched', async () => {
  const page = answering(undefined, { shown: '1' });
  const all = fetched(page);
  await hear(page, 'answer', { criterion: '1', status: 'unmet', version: 1, by: 'x', figures });
  page.parts.save.save('2', { status: 'met' });
  await answer(page, '2', { status: 'unmet' });
  await page.wait(100);
  assert.deepEqual([all.length, page.statusOf('1'), page.statusOf('2')], [0, 'unanswered', 'met']);
});

test('whoever stands in a field without writing sees what others changed, and is told', async () => {
  const page = answering(undefined, { shown: '1' });
  const field = page.find('[name="note"]');
  field.focus();
  await answer(page, '1', { note: 'theirs' });
  assert.equal(page.line, '佐藤 花子 changed this');
  await page.wait(60);
  assert.equal(page.document.activeElement, field, 'the panel is not made anew under the hand');
  assert.deepEqual([field.value, page.find('[data-panel-of]').dataset.v], ['theirs', '2']);
});

test('what is being written stays, and is sent on the version on which it was begun', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="note"]', 'mine');
  await answer(page, '1', { note: 'theirs' });
  await page.wait(60);
  assert.equal(page.find('[name="note"]').value, 'mine');
  assert.equal(page.server.waiting.length, 0, 'nobody is saved in the middle of a word');
  await page.write('[name="note"]', 'mine, whole');
  await page.wait(700);
  const request = page.server.next();
  assert.deepEqual([request.body, request.seen], [{ note: 'mine, whole' }, 1]);
});

test('who has chosen another criterion gets it, whatever is heard of the one that is still shown', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.click('[data-c="2"] > a');
  await answer(page, '1', { note: 'theirs' });
  await page.wait(120);
  assert.equal(page.find('[data-panel-of]').dataset.c, '2');
});

test('a panel in which nobody writes is shown anew, with a comment that was begun in another criterion kept', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="body"]', 'to say');
  page.find('[name="body"]').blur();
  await page.click('[data-c="2"] > a');
  await page.wait(60);
  assert.equal(page.find('[name="body"]').value, '');
  assert.ok(page.asksBeforeLeaving());
  await answer(page, '2', { note: 'theirs' });
  await page.wait(60);
  assert.equal(page.find('[name="note"]').value, 'theirs');
  await page.click('[data-c="1"] > a');
  await page.wait(60);
  assert.equal(page.find('[name="body"]').value, 'to say');
  assert.ok(page.find('[data-part="comments"]').open);
});

test('a comment is kept that was still being written when the next panel came', async () => {
  const page = answering(undefined, { shown: '1' });
  const { '/criteria/': panels } = page.server.pages;
  delete page.server.pages['/criteria/'];
  await page.click('[data-c="2"] > a');
  await page.wait(60);
  await page.write('[name="body"]', 'to say');
  page.server.next().html(panels('/criteria/2'));
  await page.rest();
  page.server.pages['/criteria/'] = panels;
  await page.click('[data-c="1"] > a');
  await page.wait(60);
  assert.equal(page.find('[name="body"]').value, 'to say');
});

test('a comment that was begun and taken off again holds nobody', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="body"]', 'to say');
  await page.wait(1);
  assert.ok(page.asksBeforeLeaving());
  await page.write('[name="body"]', '');
  await page.wait(1);
  assert.ok(!page.asksBeforeLeaving());
});

test('a comment that was sent is no draft any more', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="body"]', 'to say');
  page.find('[data-part-form]').requestSubmit();
  await page.rest();
  const request = page.server.next();
  assert.deepEqual([request.url.endsWith('/criteria/1/comments'), request.body], [true, { body: 'to say' }]);
  request.html(page.server.pages['/criteria/']('/criteria/1'));
  await page.rest();
  assert.equal(page.find('[name="body"]').value, '');
  assert.ok(!page.asksBeforeLeaving());
});

test('what was missed is fetched when the page begins to listen again', async () => {
  const page = answering([blank('1'), blank('2', { version: 3 }), blank('3')]);
  page.others('1', { owner: 'sato' });
  const all = fetched(page);
  await hear(page, 'versions', { versions: { 1: 2, 2: 3, 3: 1, elsewhere: 4 }, figures });
  assert.deepEqual(all, ['/base/criteria/1/row']);
});

test('comments are looked at again after a break, and what did not arrive is sent', async () => {
  const page = answering(undefined, { shown: '1' });
  page.parts.save.save('2', { status: 'met' });
  page.server.next().json(503, {});
  await page.rest();
  const all = fetched(page);
  await hear(page, 'versions', { versions: {}, figures });
  await page.wait(60);
  assert.deepEqual(all, [], 'the page was made just now');
  await page.take();
  await hear(page, 'versions', { versions: {}, figures });
  await page.wait(60);
  assert.deepEqual(all, ['/base/criteria/1', '/base/criteria/1/row']);
});

test('a comment of others is fetched where its criterion is shown', async () => {
  const page = answering(undefined, { shown: '1' });
  const all = fetched(page);
  await hear(page, 'comment', { criterion: '2' });
  await page.wait(60);
  assert.deepEqual(all, []);
  page.parts.save.save('1', { status: 'met' });
  await hear(page, 'comment', { criterion: '1' });
  await page.wait(60);
  assert.deepEqual(all, [], 'not over what is being saved');
  await page.take();
  await hear(page, 'comment', { criterion: '1' });
  await page.wait(60);
  assert.equal(all[0], '/base/criteria/1');
});

test('a row that was fetched before a save arrived is fetched again', async () => {
  const page = answering();
  const { '/row': rows } = page.server.pages;
  delete page.server.pages['/row'];
  delete page.server.pages['/criteria/'];
  await answer(page, '1', { owner: 'sato' });
  const [fetching, old] = [page.server.next(), rows('/base/criteria/1/row')];
  await page.click(page.sign('1', 'met'));
  await page.overtake();
  await page.take();
  fetching.html(old);
  await page.rest();
  assert.deepEqual([page.statusOf('1'), page.find('[data-c="1"]').dataset.v], ['met', '3']);
  page.server.next().html(rows('/base/criteria/1/row'));
  await page.rest();
  assert.deepEqual([page.statusOf('1'), page.server.waiting.length], ['met', 0]);
});

test('a panel that was fetched before a save arrived does not come back over it', async () => {
  const page = answering(undefined, { shown: '1' });
  const { '/criteria/': panels } = page.server.pages;
  delete page.server.pages['/criteria/'];
  await answer(page, '1', { owner: 'sato' });
  await page.wait(60);
  const [fetching, old] = [page.server.next(), panels('/base/criteria/1')];
  page.parts.save.save('1', { status: 'met' }, { status: 'unanswered' });
  await page.overtake();
  await page.take();
  fetching.html(old);
  await page.rest();
  assert.equal(page.find('[data-panel-of]').dataset.status, 'met');
  page.server.next().html(panels('/base/criteria/1'));
  await page.rest();
  assert.deepEqual([page.find('[data-panel-of]').dataset.status, page.find('[data-panel-of]').dataset.v], ['met', '3']);
});

test('what others change while I save is fetched once mine has arrived', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  const mine = page.server.next();
  // The server took mine and then theirs; theirs is heard of first.
  const saved = { ...page.known['1'], version: 2, status: 'met' };
  page.known['1'] = { ...saved, version: 3, status: 'unmet', changed_by: 'sato' };
  await hear(page, 'answer', { criterion: '1', status: 'unmet', version: 3, by: '佐藤 花子', figures });
  assert.equal(page.statusOf('1'), 'met');
  mine.json(200, { answer: saved, open: false, figures });
  await page.wait(100);
  assert.deepEqual([page.statusOf('1'), page.find('[data-c="1"]').dataset.v], ['unmet', '3']);
});

test('a cell is brought up to date once my own change of its row has arrived', async () => {
  const page = answering(undefined, { view: 'sheet' });
  page.server.pages[''] = () => `<table>${Object.values(page.known).map(cells).join('')}</table>`;
  await page.click(page.sign('1', 'met'));
  const mine = page.server.next();
  const saved = { ...page.known['1'], version: 2, status: 'met' };
  page.known['1'] = { ...saved, version: 3, note: 'theirs' };
  await hear(page, 'answer', { criterion: '1', status: 'met', version: 3, by: '佐藤 花子', figures });
  mine.json(200, { answer: saved, open: false, figures });
  await page.rest();
  await page.wait(300);
  assert.deepEqual([page.find('[data-c="1"] [name="note"]').value, page.find('[data-c="1"]').dataset.v], ['theirs', '3']);
});

test('a comment that comes while I save is shown once mine has arrived', async () => {
  const page = answering(undefined, { shown: '1' });
  const all = fetched(page);
  await page.click(page.sign('1', 'met'));
  await hear(page, 'message', { criterion: '1' });
  assert.deepEqual(all, []);
  await page.take();
  await page.wait(100);
  assert.ok(all.some((url) => url.endsWith('/criteria/1')));
});

test('who writes a note right after sending a comment goes on in the same field', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="body"]', 'to say');
  page.find('[data-part-form]').requestSubmit();
  await page.rest();
  const sent = page.server.next();
  const field = page.find('[name="note"]');
  field.focus();
  await page.write('[name="note"]', 'a rule');
  sent.html(panel(page.known['1']));
  await page.rest();
  assert.equal(page.document.activeElement, field);
  assert.equal(page.find('[name="body"]').value, '');
});

test('a comment that is begun while the one before it is sent stays', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="body"]', 'to say');
  page.find('[data-part-form]').requestSubmit();
  await page.rest();
  const sent = page.server.next();
  await page.write('[name="body"]', 'and more');
  sent.html(panel(page.known['1']));
  await page.rest();
  assert.equal(page.find('[name="body"]').value, 'and more');
});
