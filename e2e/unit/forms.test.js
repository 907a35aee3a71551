// Forms: sent once, asked about, saved as one types, and codes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const form = (inside, attributes = '') => `<form method="post" action="/save" ${attributes}>${inside}<button class="button">Send</button></form>`;

test('a form is sent once, however often its button is pressed, until the page comes back', async () => {
  const page = app(form('<input name="a">'));
  await page.click('button');
  await page.click('button');
  assert.equal(page.sent.length, 1);
  assert.equal(page.find('button').getAttribute('aria-busy'), 'true');
  page.window.dispatchEvent(new page.window.Event('pageshow'));
  assert.equal(page.find('button').getAttribute('aria-busy'), null);
  await page.click('button');
  assert.equal(page.sent.length, 2);
});

test('a form that asks for something may be sent as often as one likes', async () => {
  const page = app('<form action="/find"><button>Find</button></form>');
  await page.click('button');
  await page.click('button');
  assert.equal(page.sent.length, 2);
});

test('what cannot come back is asked about, and sent by yes only', async () => {
  const page = app(form('', 'data-confirm="Really?" data-confirm-yes="Erase" data-confirm-no="Keep"'));
  await page.click('form button');
  assert.deepEqual([page.sent.length, page.find('#confirm').open], [0, true]);
  assert.deepEqual([...page.document.querySelectorAll('#confirm :is(p, button)')].map((own) => own.textContent), ['Really?', 'Erase', 'Keep']);
  await page.click('#confirm [data-close]');
  assert.deepEqual([page.sent.length, page.find('#confirm').open], [0, false]);
  await page.click('form button');
  await page.click('#confirm button');
  assert.equal(page.sent.length, 1);
});

test('a code is taken in any width, without what is no digit, and sent at the sixth', async () => {
  const page = app(form('<input name="code" data-code>'));
  const { digits } = page.parts.forms;
  for (const [typed, expected] of [['123 456', '123456'], ['１２３４５６', '123456'], ['12-34', '1234'], ['1234567', '123456'], ['abc', '']]) {
    assert.equal(digits(typed), expected);
  }
  await page.write('[data-code]', '１２３45');
  assert.deepEqual([page.find('[data-code]').value, page.sent.length], ['12345', 0]);
  await page.write('[data-code]', '123456');
  assert.equal(page.sent.length, 1);
});

test('a code that is composed is taken when the composition ends', async () => {
  const page = app(form('<input name="code" data-code>'));
  const field = page.find('[data-code]');
  field.value = '１２３４５６';
  field.dispatchEvent(new page.window.InputEvent('input', { bubbles: true, isComposing: true }));
  assert.deepEqual([field.value, page.sent.length], ['１２３４５６', 0]);
  field.dispatchEvent(new page.window.CompositionEvent('compositionend', { bubbles: true }));
  assert.deepEqual([field.value, page.sent.length], ['123456', 1]);
});
