// One box that ticks all others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const box = (name, id) => `<input type="checkbox" name="${name}" id="${id}">`;
const form = (boxes) => `<form>${boxes}<label data-chooses="finding" hidden><input type="checkbox" id="all"></label></form>`;

test('a box ticks all others of its name, and follows them', async () => {
  const own = app(form(box('finding', 'a') + box('finding', 'b') + box('other', 'c')));
  const state = () => ['a', 'b', 'c', 'all'].map((id) => own.find(`#${id}`).checked);
  assert.equal(own.find('label').hidden, false);
  own.find('#all').click();
  assert.deepEqual(state(), [true, true, false, true]);
  own.find('#a').click();
  assert.deepEqual([...state(), own.find('#all').indeterminate], [false, true, false, false, true]);
  own.find('#a').click();
  assert.deepEqual(state(), [true, true, false, true]);
});

test('where there is one box or none, nothing chooses all', () => {
  assert.equal(app(form(box('finding', 'a'))).find('label').hidden, true);
});
