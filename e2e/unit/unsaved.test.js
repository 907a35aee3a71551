// What was typed and is nowhere else: leaving with it is asked about.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const asks = async (page) => {
  await page.wait(1);
  return page.asksBeforeLeaving();
};
const form = (inside, attributes = 'method="post"') => `<form action="/save" ${attributes}>${inside}<button name="act">Send</button></form>`;

test('a page on which nothing was typed, or only what was there, is left without a question', async () => {
  const page = app(form('<input name="title" value="old">'));
  assert.ok(!(await asks(page)));
  await page.write('[name="title"]', 'new');
  assert.ok(await asks(page));
  await page.write('[name="title"]', 'old');
  assert.ok(!(await asks(page)));
});

test('a box that is ticked and a choice are words too', async () => {
  const page = app(form('<input type="checkbox" name="a"><select name="b"><option>x<option>y</select>'));
  for (const [selector, other, own] of [['[name="a"]', true, false], ['[name="b"]', 'y', 'x']]) {
    await page.change(selector, other);
    assert.ok(await asks(page), `${selector}`);
    await page.change(selector, own);
    assert.ok(!(await asks(page)), `${selector}`);
  }
});

test('a form that is sent is left without a question', async () => {
  const page = app(form('<input name="title">'));
  await page.write('[name="title"]', 'new');
  await page.click('button');
  assert.ok(!(await asks(page)));
});

test('questions, passwords, codes and what the page itself fills in are no words that get lost', async () => {
  for (const [inside, attributes] of [
    ['<input name="q">', 'method="get"'], ['<input name="q"><input type="password">', undefined], ['<input name="q" data-code>', undefined],
    ['<input name="q">', ''], ['<input name="q">', 'method="post" data-unguarded'], ['<input type="hidden" name="q">', undefined],
  ]) {
    const page = app(form(inside, attributes));
    await page.write('[name="q"]', 'new');
    assert.ok(!(await asks(page)), `${inside} ${attributes}`);
  }
});

test('a form that is gone holds nothing', async () => {
  const page = app(form('<input name="title">'));
  await page.write('[name="title"]', 'new');
  assert.ok(await asks(page));
  page.find('form').remove();
  page.document.dispatchEvent(new page.window.Event('change'));
  assert.ok(!(await asks(page)));
});

test('with nothing to lose the page does not even listen, so that the browser may keep it for the way back', async () => {
  const page = app(form('<input name="title" value="old">'));
  const listening = new Set();
  page.window.addEventListener = (name) => listening.add(name);
  page.window.removeEventListener = (name) => listening.delete(name);
  await page.write('[name="title"]', 'new');
  await page.wait(1);
  assert.deepEqual([...listening], ['beforeunload']);
  await page.write('[name="title"]', 'old');
  await page.wait(1);
  assert.deepEqual([...listening], []);
});
