// Forms that save themselves: what is sent, in which order, and what the rest of the page learns.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const line = '<p data-saved data-ok="Saved" data-busy="Saving" data-error="Not saved"></p>';
const form = `<form id="own" method="post" action="/task" data-autosave data-renew="#state"><input name="title" value="old" required>${line}</form>`;
const beside = '<form id="beside" method="post" action="/close"><input type="hidden" name="version" value="1"><button>Close</button></form><p id="state">open</p>';
const answer = `<main><form action="/close"><input type="hidden" name="version" value="2"></form><p id="state">late</p></main>`;

test('it is saved after a pause; the other forms know the version, and the page how it is now', async () => {
  const page = app(form + beside);
  await page.write('[name="title"]', 'n');
  await page.wait(599);
  await page.write('[name="title"]', 'new');
  await page.wait(599);
  assert.equal(page.server.waiting.length, 0);
  await page.wait(1);
  const request = page.server.next();
  assert.deepEqual([request.url, request.body, request.keepalive], ['http://localhost/task', { title: 'new' }, true]);
  assert.equal(page.find('[data-saved]').textContent, 'Saving');
  request.html(answer);
  await page.rest();
  assert.match(page.find('[data-saved]').textContent, /^Saved /);
  assert.equal(page.find('[name="version"]').value, '2');
  assert.equal(page.find('#state').textContent, 'late');
});

test('what cannot be valid is not sent, and leaving with it is asked about', async () => {
  const page = app(form);
  await page.write('[name="title"]', '');
  await page.wait(600);
  assert.equal(page.server.waiting.length, 0);
  assert.ok(page.asksBeforeLeaving());
});

test('one save goes after the other, and the later one holds all', async () => {
  const page = app(form);
  await page.write('[name="title"]', 'one');
  await page.wait(600);
  await page.write('[name="title"]', 'two');
  await page.wait(600);
  const first = page.server.next();
  assert.equal(page.server.waiting.length, 0);
  first.html(answer);
  await page.rest();
  assert.equal(page.server.next().body.title, 'two');
});

test('from a page that is put away nothing waits for its turn', async () => {
  const page = app(form);
  await page.write('[name="title"]', 'one');
  await page.wait(600);
  await page.write('[name="title"]', 'two');
  await page.putAway();
  assert.deepEqual(page.server.waiting.map(({ body }) => body.title), ['one', 'two']);
});

test('what was not saved says why, and is sent again when the page is left', async () => {
  const page = app(form);
  await page.write('[name="title"]', 'new');
  await page.wait(600);
  page.server.next().json(422, { detail: 'not like this' });
  await page.rest();
  await page.wait(1);
  assert.equal(page.find('[data-saved]').textContent, 'not like this');
  assert.ok(page.asksBeforeLeaving());
  await page.rest();
  assert.equal(page.server.next().body.title, 'new');
});

test('another form is sent after the save, with the version that it made', async () => {
  const page = app(form + beside);
  await page.write('[name="title"]', 'new');
  await page.click('#beside button');
  assert.equal(page.sent.length, 0);
  page.server.next().html(answer);
  await page.rest();
  assert.equal(page.sent.length, 1);
  assert.equal(page.find('#beside [name="version"]').value, '2');
});
