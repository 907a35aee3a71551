// Requests and what they say when they fail; toasts; the letters of passkeys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';
import { plain } from './support/browser.js';

/** What a request that is answered so says. */
async function said(answer, how = {}) {
  const page = app('');
  const asked = page.parts.request.request('/x', how).catch((error) => error);
  answer(page.server.next(), page);
  return { error: await asked, page };
}

test('an error says what the server said, or what the page has for it', async () => {
  for (const [status, problem, expected] of [
    [422, { title: 'Wrong', detail: 'Give a day' }, 'Wrong Give a day'], [422, { title: 'Wrong' }, 'Wrong'], [500, {}, 'Failed'], [401, {}, 'Signed out'],
  ]) {
    const { error } = await said((request) => request.json(status, problem));
    assert.deepEqual([error.message, error.status], [expected, status]);
  }
  const { error } = await said((request) => request.html('<p>no</p>', 500));
  assert.deepEqual([error.message, error.problem], ['Failed', undefined]);
});

test('a broken connection has no status; what was to outlive the page is tried once more as usual', async () => {
  const { error } = await said((request) => request.fail());
  assert.deepEqual([error.message, error.status], ['Failed', 0]);
  const page = app('');
  const asked = page.parts.request.request('/x', { keepalive: true, headers: { A: 'b' } });
  page.server.next().fail();
  await page.rest();
  const again = page.server.next();
  assert.deepEqual([again.keepalive, plain(again.headers)], [false, { 'HX-Request': 'true', A: 'b' }]);
  again.html('');
  assert.ok((await asked).ok);
});

test('who calls a request off is not told that it failed', async () => {
  const page = app('');
  const { request, isCalledOff } = page.parts.request;
  const calling = new page.window.AbortController();
  const asked = request('/x', { signal: calling.signal, keepalive: true }).catch((error) => error);
  calling.abort();
  assert.ok(isCalledOff(await asked));
  assert.ok(!isCalledOff(new page.window.Error('x')));
  assert.equal(page.server.waiting.length, 1, 'it is not tried again');
});

test('JSON goes and comes as JSON, and 204 is nothing', async () => {
  const page = app('');
  const asked = page.parts.request.requestJson('/x', { method: 'PATCH', body: { a: 1 } });
  const request = page.server.next();
  assert.deepEqual([request.body, request.headers['Content-Type']], [{ a: 1 }, 'application/json']);
  request.json(200, { b: 2 });
  assert.deepEqual(await asked, { b: 2 });
  const nothing = page.parts.request.requestJson('/x');
  page.server.next().resolve(new Response(null, { status: 204 }));
  assert.equal(await nothing, undefined);
});

test('a toast leaves by itself, but not under the hand nor while something in it has the focus', async () => {
  const page = app('');
  const { say } = page.parts.say;
  const toast = () => page.document.querySelector('.toast');
  const does = (name) => toast().dispatchEvent(new page.window.Event(name));
  say({ text: 'hello' });
  await page.wait(7_999);
  does('pointerenter');
  does('focusin');
  await page.wait(20_000);
  does('pointerleave');
  await page.wait(20_000);
  assert.ok(toast(), 'the focus keeps it');
  does('focusout');
  does('pointerenter');
  does('pointerleave');
  await page.wait(7_999);
  does('pointerenter');
  await page.wait(20_000);
  assert.ok(toast(), 'the hand keeps it');
  does('pointerleave');
  await page.wait(8_000);
  assert.equal(toast(), null);
});

test('no more than three toasts are in the corner, and undo is done once', async () => {
  const page = app('');
  let undone = 0;
  for (const text of ['1', '2', '3', '4']) page.parts.say.say({ text, undo: { label: 'Undo', run: () => { undone += 1; } } });
  assert.deepEqual([...page.document.querySelectorAll('.toast span')].map((own) => own.textContent), ['2', '3', '4']);
  await page.click('.toast button');
  assert.deepEqual([undone, page.document.querySelectorAll('.toast').length], [1, 2]);
});

test('bytes of a passkey go to letters and back, in the alphabet of addresses', () => {
  const { bytes, text } = app('').parts.passkeys;
  for (const [letters, numbers] of Object.entries({ '-_8': [251, 255], '': [], AQID: [1, 2, 3], AQ: [1] })) {
    assert.deepEqual([...bytes(letters)], numbers);
    assert.equal(text(Uint8Array.from(numbers).buffer), letters);
  }
});
