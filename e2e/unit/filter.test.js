// The filter of a list: what is asked for, when, and which answer counts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const form = '<form action="/list" data-filter="#list"><input type="search" name="q"><select name="state"><option value=""></option><option value="open">open</option></select></form>';
const autosave = '<form method="post" action="/task" data-autosave><input name="title"></form>';
const list = (text) => `<ul id="list"><li>${text}</li></ul>`;
const shown = (page) => page.find('#list').textContent;

test('letters wait for more of them, a choice does not', async () => {
  const page = app(form + list('all'));
  await page.write('[name="q"]', 'a');
  await page.wait(249);
  await page.write('[name="q"]', 'ab');
  await page.wait(249);
  assert.equal(page.server.waiting.length, 0);
  await page.wait(1);
  const request = page.server.next();
  assert.equal(request.url, '/list?q=ab');
  request.html(list('some'));
  await page.rest();
  assert.deepEqual([shown(page), page.window.location.href], ['some', 'http://localhost/list?q=ab']);
  await page.change('[name="state"]', 'open');
  await page.wait(1);
  assert.equal(page.server.next().url, '/list?q=ab&state=open');
});

test('the answer to an earlier question does not come over a later one', async () => {
  const page = app(form + list('all'));
  await page.write('[name="q"]', 'a');
  await page.wait(250);
  await page.write('[name="q"]', 'ab');
  await page.wait(250);
  const [first, second] = [page.server.next(), page.server.next()];
  second.html(list('second'));
  await page.rest();
  first.html(list('first'));
  await page.rest();
  assert.equal(shown(page), 'second');
});

test('of two questions that wait for what is being saved only the later is asked', async () => {
  const page = app(autosave + form + list('all'));
  await page.write('[name="title"]', 'new');
  await page.write('[name="q"]', 'a');
  await page.wait(250);
  await page.write('[name="q"]', 'ab');
  await page.wait(250);
  const save = page.server.next();
  assert.equal(page.server.waiting.length, 0, 'first what is about to be replaced is saved');
  save.html('');
  await page.rest();
  assert.deepEqual(page.server.waiting.map(({ url }) => url), ['/list?q=ab']);
});

test('what comes with a list is taken over by the script, and a page without it changes nothing', async () => {
  const page = app(form + list('all'));
  page.find('form').requestSubmit();
  await page.rest();
  page.server.next().html(list('<button data-copy="#x">copy</button><div class="toast" data-toast>hello</div>'));
  await page.rest();
  assert.equal(page.find('#toasts').textContent, 'hello');
  page.find('form').requestSubmit();
  await page.rest();
  page.server.next().html('<p>sign in</p>');
  await page.rest();
  assert.match(shown(page), /copy/);
});

test('what fails is asked for as a page', async () => {
  const page = app(form + list('all'));
  let asked = 0;
  page.find('form').submit = () => { asked += 1; };
  page.find('form').requestSubmit();
  await page.rest();
  page.server.next().json(500, {});
  await page.rest();
  assert.equal(asked, 1);
});
