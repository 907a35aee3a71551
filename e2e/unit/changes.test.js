// What changes of an answer mean for each other, without a page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from './support/browser.js';
import { answering, blank } from './support/answering.js';

const changes = () => answering().parts.changes;
const batch = (change, before = {}, seen = undefined, steps = []) => ({ change, before, steps, seen });

test('a field is somebody else’s only when it differs from what was seen and from what is wanted', () => {
  const { isOthers } = changes();
  const current = blank('1', { status: 'met', note: 'theirs', due: '2026-05-01' });
  for (const [change, before, expected] of [
    [{ note: 'mine' }, { note: '' }, true],
    [{ note: 'mine' }, { note: 'theirs' }, false],
    [{ note: 'theirs' }, { note: '' }, false],
    [{ owner: 'yama' }, { owner: null }, false],
    [{ due: null }, { due: null }, true],
    [{ due: null }, { due: '2026-05-01' }, false],
    [{ owner: 'yama', note: 'mine' }, { owner: null, note: '' }, true],
    [{ status: 'unmet', undoes: 3 }, { status: 'met' }, false],
    [{ accepted: true }, { accepted: false }, false],
  ]) assert.equal(isOthers(current, change, before), expected, JSON.stringify([change, before]));
});

test('of two changes the later value wins, and what was seen first stays what was seen', () => {
  const { joined } = changes();
  const both = joined(batch({ note: 'b', due: 'x' }, { note: 'a', due: null }, undefined, [1]), batch({ note: 'c' }, { note: 'b' }, undefined, [2]));
  assert.deepEqual(plain(both), { change: { note: 'c', due: 'x' }, before: { note: 'a', due: null }, steps: [1, 2] });
});

test('two changes are compared with the older of the versions that were asked for', () => {
  const { joined } = changes();
  for (const [earlier, later, expected] of [[3, undefined, 3], [undefined, 3, 3], [3, 5, 3], [5, 3, 3], [undefined, undefined, undefined]]) {
    assert.equal(joined(batch({}, {}, earlier), batch({}, {}, later)).seen, expected);
  }
});

test('an acceptance is sent alone and last, with its own way back', () => {
  const { inTurn } = changes();
  const [other, acceptance] = [{ criterion: '1', change: { status: 'met' } }, { criterion: '1', change: { accepted: false } }];
  const mixed = batch({ accepted: true, reason: 'r' }, { accepted: false, reason: '' }, 4, [other, acceptance]);
  assert.deepEqual(plain(inTurn(mixed)), [
    { change: { reason: 'r' }, before: { reason: '' }, steps: [other], seen: 4 },
    { change: { accepted: true }, before: { accepted: false }, steps: [acceptance] },
  ]);
  for (const whole of [batch({ accepted: true }), batch({ note: 'n', due: null }), batch({ status: 'met', undoes: 3 })]) {
    const [now, later] = plain(inTurn(whole));
    assert.deepEqual([now.change, later.change], [whole.change, {}]);
  }
});

test('a change is taken back by the version that it made; an acceptance only by its value', () => {
  const { back } = changes();
  assert.deepEqual(plain(back({ criterion: '1', change: { status: 'met' }, made: 7 })), { status: 'met', undoes: 7 });
  assert.deepEqual(plain(back({ criterion: '1', change: { status: 'met' } })), { status: 'met' });
  assert.deepEqual(plain(back({ criterion: '1', change: { accepted: false }, made: 7 })), { accepted: false });
});
