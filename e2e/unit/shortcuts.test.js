// The keys that every page has.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from './support/app.js';

const frame = '</main><nav><a href="#" id="home" data-key="g h">home</a><a href="#" id="new-frame" data-key="n">n</a></nav><details hidden><button id="help" data-key="?">keys</button></details><main>';

/** A page in which pressing something writes down what it was. */
function listening(html) {
  const page = app(html);
  page.pressed = [];
  page.document.addEventListener('click', ({ target }) => page.pressed.push(target.id));
  return page;
}

test('one key presses its button, two in a row theirs', async () => {
  const page = listening(`${frame}<button type="button" id="new" data-key="c">new</button>`);
  for (const key of ['c', 'g', 'h']) await page.press(key);
  assert.deepEqual(page.pressed, ['new', 'home']);
});

test('the second key must follow soon, and another one ends it', async () => {
  const page = listening(frame);
  await page.press('g');
  await page.wait(900);
  await page.press('h');
  await page.press('g');
  await page.press('x');
  await page.press('h');
  assert.deepEqual(page.pressed, []);
});

test('the page has a key before the frame around it; what is hidden has none but the list of keys', async () => {
  const page = listening(`${frame}<a href="#" id="new-page" data-key="n">n</a><a href="#" hidden id="gone" data-key="d">d</a>`);
  for (const key of ['n', 'd', '?']) await page.press(key);
  assert.deepEqual(page.pressed, ['new-page', 'help']);
});

test('while one types, with a dialog open, or with Ctrl, keys are no shortcuts', async () => {
  const page = listening(`${frame}<textarea></textarea><input type="checkbox">`);
  await page.press('n', { on: 'textarea' });
  for (const how of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) await page.press('n', how);
  page.find('#confirm').open = true;
  await page.press('n');
  assert.deepEqual(page.pressed, []);
  page.find('#confirm').open = false;
  await page.press('n', { on: '[type="checkbox"]' });
  assert.deepEqual(page.pressed, ['new-frame']);
});

test('a search field gets the focus with its words chosen, and gives the keys back by Esc when it is empty', async () => {
  const page = app('<input type="search" data-key="/" value="old">');
  const field = page.find('[type="search"]');
  assert.ok((await page.press('/')).defaultPrevented);
  assert.deepEqual([page.document.activeElement, field.selectionStart, field.selectionEnd], [field, 0, 3]);
  await page.press('Escape');
  assert.equal(page.document.activeElement, field);
  field.value = '';
  await page.press('Escape');
  assert.notEqual(page.document.activeElement, field);
});

test('in a menu the arrows go around its ends, and Esc closes it', async () => {
  const page = app('<details class="menu" open><summary>menu</summary><div class="menu-body"><a href="#" id="a">a</a><button id="b">b</button><a href="#" id="c">c</a></div></details>');
  const places = async (...keys) => {
    page.find('summary').focus();
    const all = [];
    for (const key of keys) {
      await page.press(key);
      all.push(page.document.activeElement.id);
    }
    return all.join(' ');
  };
  assert.equal(await places('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'), 'a b c a c');
  assert.equal(await places('ArrowUp'), 'c');
  await page.press('Escape');
  assert.deepEqual([page.find('details').open, page.document.activeElement.tagName], [false, 'SUMMARY']);
});
