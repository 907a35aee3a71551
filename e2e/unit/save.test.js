// Saving: what is sent, when, on which version, and what happens to what did not arrive.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank } from './support/answering.js';

test('a sign is shown at once and sent on the version that the page has seen', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  assert.equal(page.statusOf('1'), 'met');
  const request = await page.take();
  assert.deepEqual([request.method, request.url, request.body, request.seen], ['PATCH', '/api/answers/1', { status: 'met' }, 1]);
  assert.match(page.line, /^Saved/);
  assert.equal(page.find('[data-c="1"]').dataset.v, '2');
});

test('what is changed while a change is on its way goes after it, together and on the version that it made', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.click(page.sign('1', 'partial'));
  await page.click(page.sign('1', 'unmet'));
  const first = page.server.next();
  assert.equal(page.server.waiting.length, 0);
  await page.take(first);
  const second = page.server.next();
  assert.deepEqual([second.body, second.seen], [{ status: 'unmet' }, 2]);
  await page.take(second);
  assert.equal(page.statusOf('1'), 'unmet');
  assert.equal(page.server.waiting.length, 0);
});

test('what is changed while a change is on its way stays to be seen when that one has arrived', async () => {
  const page = answering(undefined, { shown: '1' });
  for (const text of ['a', 'a rule']) {
    await page.write('[name="note"]', text);
    await page.wait(700);
  }
  await page.click(page.sign('1', 'met'));
  const first = page.server.next();
  assert.deepEqual(first.body, { note: 'a' });
  await page.take(first);
  assert.deepEqual([page.find('[name="note"]').value, page.statusOf('1')], ['a rule', 'met']);
  assert.deepEqual((await page.take()).body, { note: 'a rule', status: 'met' });
});

test('what is changed in a cell while a change is on its way stays to be seen when that one has arrived', async () => {
  const page = answering(undefined, { view: 'sheet' });
  for (const text of ['a', 'a rule']) {
    await page.write('[data-c="1"] [name="note"]', text);
    await page.wait(700);
  }
  await page.take();
  assert.equal(page.find('[data-c="1"] [name="note"]').value, 'a rule');
  assert.deepEqual((await page.take()).body, { note: 'a rule' });
});

test('changes of two answers do not wait for each other', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.click(page.sign('2', 'met'));
  assert.deepEqual(page.server.waiting.map(({ url }) => url), ['/api/answers/1', '/api/answers/2']);
});

test('without a connection the change waits, is told about, and goes when the connection is back', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  // What may outlive the page is tried once more as a usual request.
  page.server.next().fail();
  await page.rest();
  page.server.next().fail();
  await page.rest();
  assert.match(page.line, /^Not saved/);
  assert.ok(page.asksBeforeLeaving());
  await page.click(page.sign('1', 'partial'));
  const again = page.server.next();
  assert.deepEqual([again.body, again.seen], [{ status: 'partial' }, 1]);
  again.fail();
  await page.rest();
  page.server.next().fail();
  await page.rest();
  page.window.dispatchEvent(new page.window.Event('online'));
  await page.take();
  assert.match(page.line, /^Saved/);
  assert.ok(!page.asksBeforeLeaving());
});

test('what was changed while a change was lost on its way is what goes again', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.click(page.sign('1', 'partial'));
  page.server.next().json(503, {});
  await page.rest();
  page.window.dispatchEvent(new page.window.Event('online'));
  assert.deepEqual((await page.take()).body, { status: 'partial' });
  assert.equal(page.server.waiting.length, 0);
});

test('what could not be saved is tried again by itself after a while, and by the button', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  page.server.next().json(503, {});
  await page.rest();
  await page.wait(14_999);
  assert.equal(page.server.waiting.length, 0);
  await page.wait(1);
  page.server.next().json(503, {});
  await page.rest();
  await page.click('#saved button');
  await page.take();
  assert.match(page.line, /^Saved/);
});

test('whoever is signed out has written it all the same, and is shown the way', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  page.server.next().json(401, {});
  await page.rest();
  assert.match(page.line, /^Signed out/);
  assert.equal(page.find('#saved a').getAttribute('href'), '/sign-in');
  page.window.dispatchEvent(new page.window.Event('focus'));
  await page.take();
  assert.match(page.line, /^Saved/);
});

test('what the server refuses is taken off the page, with the reason', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  page.server.next().json(422, { detail: 'not like this' });
  await page.rest();
  assert.equal(page.statusOf('1'), 'unanswered');
  assert.equal(page.line, 'not like this');
  assert.ok(!page.asksBeforeLeaving());
  assert.ok(page.find('[data-undo-last]').hidden, 'there is nothing to take back');
});

test('what was written while a refused change was on its way is sent all the same', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.click(page.sign('1', 'met'));
  await page.write('[name="note"]', 'a text');
  await page.wait(700);
  page.server.next().json(422, { detail: 'not like this' });
  await page.rest();
  const request = await page.take();
  assert.deepEqual(request.body, { note: 'a text' });
  assert.equal(page.known['1'].note, 'a text');
  assert.equal(page.line, 'not like this');
});

test('an acceptance goes alone, after its reason', async () => {
  const page = answering([blank('1', { status: 'not_applicable' })], { shown: '1' });
  await page.change('[name="due"]', '2026-05-01');
  await page.write('[name="reason"]', 'no such machine');
  await page.wait(700);
  await page.change('[name="accepted"]', true);
  assert.deepEqual((await page.take()).body, { due: '2026-05-01' });
  assert.deepEqual((await page.take()).body, { reason: 'no such machine' });
  const last = await page.take();
  assert.deepEqual([last.body, last.seen], [{ accepted: true }, 3]);
  assert.match(page.line, /^Saved/);
  assert.equal(page.document.querySelector('.conflict'), null, 'nobody else changed anything');
});

test('a page that is put away sends at once what is being typed', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="note"]', 'half a sen');
  assert.equal(page.server.waiting.length, 0);
  await page.putAway();
  const request = page.server.next();
  assert.deepEqual([request.body, request.keepalive], [{ note: 'half a sen' }, true]);
});

test('a page that is put away does not let a change wait behind another', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.click(page.sign('1', 'met'));
  await page.write('[name="note"]', 'half a sen');
  await page.putAway();
  const [first, second] = [page.server.next(), page.server.next()];
  assert.deepEqual([first.body, first.seen], [{ status: 'met' }, 1]);
  assert.deepEqual([second.body, second.seen], [{ note: 'half a sen' }, 2]);
  await page.take(first);
  await page.take(second);
  assert.equal(page.server.waiting.length, 0);
  assert.ok(!page.asksBeforeLeaving());
});

test('what did not arrive from a page that was put away is not forgotten', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.click(page.sign('1', 'met'));
  await page.write('[name="note"]', 'half a sen');
  await page.putAway();
  const [first, second] = [page.server.next(), page.server.next()];
  await page.take(first);
  // The connection breaks, for good.
  second.fail();
  await page.rest();
  for (let turn = 0; turn < 3; turn += 1) {
    page.server.next().fail();
    await page.rest();
  }
  assert.match(page.line, /^Not saved/);
  assert.ok(page.asksBeforeLeaving());
  page.window.dispatchEvent(new page.window.Event('online'));
  assert.deepEqual((await page.take()).body, { note: 'half a sen' });
});

test('a long text goes without outliving the page, which browsers would refuse', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.write('[name="note"]', '長'.repeat(20_000));
  await page.wait(700);
  assert.equal(page.server.next().keepalive, false);
});
