// Whose page it is goes along with what it sends, and signing out takes along what is kept on the device.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const out = '<form id="out" method="post" action="/sign-out" data-confirm="Not sent" data-confirm-yes="Delete" data-confirm-no="Stay"><button>Sign out</button></form>';
const signedIn = { body: 'data-account="p"' };

test('a form and a request say whose page they are on', async () => {
  const own = app('<form id="f" method="post" action="/x"><input name="title" value="a"></form><form id="g" action="/y"></form>', undefined, signedIn);
  own.find('#f').requestSubmit();
  own.find('#g').requestSubmit();
  await own.rest();
  assert.deepEqual([...new own.window.FormData(own.find('#f'))], [['title', 'a'], ['page-of', 'p']]);
  assert.deepEqual([...new own.window.FormData(own.find('#g'))], []);
  own.parts.request.request('/z').catch(() => {});
  await own.rest();
  assert.equal(own.server.next().headers['Tasuki-Page-Of'], 'p');
});

test('a page of nobody says nothing', async () => {
  const own = app('<form id="f" method="post" action="/x"></form>');
  own.find('#f').requestSubmit();
  await own.rest();
  assert.deepEqual([...new own.window.FormData(own.find('#f'))], []);
});

test('signing out deletes what this account keeps on the device, after a question', async () => {
  const own = app(out, undefined, signedIn);
  const keys = ['tasuki-kept p /o/a/samples/s r-1', 'tasuki-kept q /o/a/samples/s r-1', 'another'];
  for (const key of keys) own.window.localStorage.setItem(key, '{}');
  const there = () => keys.map((key) => own.window.localStorage.getItem(key) !== null);
  own.find('#out button').click();
  await own.rest();
  assert.equal(own.find('#confirm p').textContent, 'Not sent');
  assert.deepEqual([own.sent.length, ...there()], [0, true, true, true]);
  own.find('#confirm button').click();
  await own.rest();
  assert.deepEqual([own.sent.length, ...there()], [1, false, true, true]);
});

test('where nothing is kept, nothing is asked', async () => {
  const own = app(out, undefined, signedIn);
  own.find('#out button').click();
  await own.rest();
  assert.equal(own.sent.length, 1);
});
