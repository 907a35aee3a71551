// Forms whose words stay on the device until the server has confirmed them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const states = ['waiting', 'restored', 'changed', 'offline', 'unable'].map((state) => `data-${state}="${state}"`).join(' ');
const form = (version, text = '') => `<form id="r-1" method="post" action="/samples/s" data-keep data-unguarded>
  <input type="hidden" name="version" value="${version}"><input type="hidden" name="once" value="p.n1"><input type="radio" name="result" value="in_order"><input type="radio" name="result" value="not_in_order">
  <textarea name="text">${text}</textarea><p data-kept ${states}></p><button name="go" value="1">Save</button></form>`;
const page = (version, url) => app(`<header data-keeps="p /o/a/samples/s"></header>${form(version)}`, url);
const key = 'tasuki-kept p /o/a/samples/s r-1';

/** The same form again, as the page has it when it is opened later. */
async function reopened(own, version) {
  own.find('form').outerHTML = form(version);
  own.find('form').dispatchEvent(new own.window.CustomEvent('tasuki:content', { bubbles: true }));
  await own.rest();
}

test('what is typed is kept, and is back when the page is opened again', async () => {
  const own = page(0);
  own.find('[value="not_in_order"]').checked = true;
  await own.write('textarea', '二か月遅れた');
  assert.equal(own.find('[data-kept]').textContent, 'waiting');
  await reopened(own, 0);
  assert.equal(own.find('textarea').value, '二か月遅れた');
  assert.ok(own.find('[value="not_in_order"]').checked);
  assert.equal(own.find('[data-kept]').textContent, 'restored');
});

test('where something was recorded since, the page says so', async () => {
  const own = page(0);
  await own.write('textarea', '遅れた');
  await reopened(own, 1);
  assert.deepEqual([own.find('[data-kept]').textContent, own.find('textarea').value], ['changed', '遅れた']);
});

test('what is taken back is not kept', async () => {
  const own = page(0);
  await own.write('textarea', 'x');
  await own.write('textarea', '');
  assert.equal(own.window.localStorage.getItem(key), null);
});

test('where the server does not answer, nothing is sent and the words stay', async () => {
  const own = page(0);
  await own.write('textarea', '遅れた');
  own.find('form').requestSubmit(own.find('button'));
  await own.rest();
  own.server.next().fail();
  await own.rest();
  assert.equal(own.find('[data-kept]').textContent, 'offline');
  assert.equal(own.sent.length, 0);
  assert.match(own.window.localStorage.getItem(key), /遅れた/);
});

test('a page of somebody else in between is no server', async () => {
  const own = page(0);
  own.find('form').requestSubmit();
  await own.rest();
  own.server.next().html('<p>Sign in to this network</p>');
  await own.rest();
  assert.deepEqual([own.sent.length, own.find('[data-kept]').textContent], [0, 'offline']);
});

test('where it answers, the form is sent, and its words stay until it was confirmed', async () => {
  const own = page(0);
  await own.write('textarea', '遅れた');
  own.find('form').requestSubmit();
  await own.rest();
  const asked = own.server.next();
  assert.equal(asked.url, '/healthz');
  asked.html('ok\n');
  await own.rest();
  assert.equal(own.sent.length, 1);
  const kept = JSON.parse(own.window.localStorage.getItem(key));
  assert.deepEqual([kept.fields, kept.sent], [[['text', '遅れた']], 'n1']);
});

test('what another page has sent is forgotten by the page to which that led', async () => {
  const own = app('<header data-keeps="p /o/a/samples/s"></header>', 'http://localhost/o/a/samples/s');
  const [mine, others] = ['tasuki-kept p /o/a/populations/q draw', 'tasuki-kept p /o/a/samples/s draw'];
  for (const one of [mine, others]) own.window.localStorage.setItem(one, '{"sent":"n1"}');
  own.window.history.replaceState(null, '', '/o/a/samples/s?kept=draw.n1&of=/o/a/populations/q&told=saved');
  own.parts.keep.forget();
  assert.deepEqual([own.window.localStorage.getItem(mine), own.window.localStorage.getItem(others)], [null, '{"sent":"n1"}']);
  assert.equal(own.window.location.search, '?told=saved');
});

test('a confirmation is forgotten with the words that it is about', () => {
  const own = page(1, 'http://localhost/o/a/samples/s?kept=r-1.n1#item-1');
  assert.equal(own.window.location.href, 'http://localhost/o/a/samples/s#item-1');
});

test('a link that the server did not make drops nothing', async () => {
  const own = page(0);
  await own.write('textarea', '遅れた');
  const kept = own.window.localStorage.getItem(key);
  for (const link of ['kept=r-1', 'kept=r-1.', 'kept=r-1.undefined', 'kept=r-1.n2', 'kept=.n1']) {
    own.window.history.replaceState(null, '', `/o/a/samples/s?${link}`);
    own.parts.keep.forget();
    assert.equal(own.window.localStorage.getItem(key), kept, link);
  }
  // Nor does the confirmation of what was sent drop what was typed since.
  own.window.localStorage.setItem(key, JSON.stringify({ ...JSON.parse(kept), sent: 'n1' }));
  await own.write('textarea', '三か月遅れた');
  own.window.history.replaceState(null, '', '/o/a/samples/s?kept=r-1.n1');
  own.parts.keep.forget();
  assert.match(own.window.localStorage.getItem(key), /三か月/);
});
