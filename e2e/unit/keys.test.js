// To whom a key belongs on the answering page, and what it does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering } from './support/answering.js';

/** Whether a key did something: then it does nothing else. */
const acts = async (page, key, how) => (await page.press(key, how)).defaultPrevented;

test('in a field every key is a letter', async () => {
  const page = answering(undefined, { shown: '1' });
  for (const on of ['[name="note"]', '[name="owner"]', '[name="due"]', '[name="body"]']) {
    for (const key of ['1', 'j', 'n', 'u', 'x', 'ArrowDown', 'Enter']) {
      assert.ok(!(await acts(page, key, { on })), `${key} in ${on}`);
    }
    assert.ok(!(await acts(page, 'z', { on, ctrlKey: true })), `Ctrl+Z in ${on} is the field’s own`);
  }
  assert.equal(page.server.waiting.length, 0);
});

test('in a group of radio buttons the arrows are the group’s, and a digit answers', async () => {
  const page = answering(undefined, { shown: '1' });
  const on = '[data-answer] [name="status"]';
  assert.ok(!(await acts(page, 'ArrowDown', { on })));
  assert.ok(await acts(page, '1', { on }));
});

test('Enter is the button’s own, and that of every link but the row’s', async () => {
  const page = answering(undefined, { shown: '1' });
  page.find('#panel').insertAdjacentHTML('beforeend', '<a href="#" id="link">link</a><details><summary>more</summary></details>');
  for (const on of [page.sign('1', 'met'), '#link', 'summary']) assert.ok(!(await acts(page, 'Enter', { on })), on);
  assert.ok(await acts(page, 'Enter', { on: '[data-c="1"] > a' }));
  assert.equal(page.document.activeElement.name, 'note');
});

test('keys with Alt or Meta, of an open menu, under a dialog or in the middle of a word do nothing', async () => {
  const page = answering();
  page.document.body.insertAdjacentHTML('beforeend', '<details class="menu" open><summary id="menu">menu</summary></details>');
  for (const how of [{ altKey: true }, { metaKey: true }, { ctrlKey: true }, { isComposing: true }, { on: '#menu' }]) {
    assert.ok(!(await acts(page, 'j', how)), JSON.stringify(how));
  }
  assert.ok(await acts(page, 'j'));
  page.document.body.insertAdjacentHTML('beforeend', '<dialog open></dialog>');
  assert.ok(!(await acts(page, 'j')));
});

test('Ctrl+Z and Cmd+Z take back the last change', async () => {
  for (const how of [{ ctrlKey: true }, { metaKey: true }]) {
    const page = answering();
    await page.click(page.sign('1', 'met'));
    await page.take();
    assert.ok(await acts(page, 'z', how));
    assert.deepEqual((await page.take()).body, { status: 'unanswered', undoes: 2 });
  }
});

test('c goes to the comment of the chosen criterion, although its panel is still on its way', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.press('ArrowDown');
  await page.press('ArrowDown');
  await page.press('c');
  await page.wait(60);
  assert.equal(page.document.activeElement.name, 'body');
  assert.equal(page.document.activeElement.closest('[data-panel-of]').dataset.c, '2');
  assert.ok(page.find('[data-part="comments"]').open);
});

test('x chooses the row for a change of many, e asks for a file', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.press('ArrowDown');
  await page.press('x');
  assert.ok(page.find('[data-c="1"] [name="c"]').checked);
  let asked = 0;
  page.find('[type="file"]').addEventListener('click', () => { asked += 1; });
  await page.press('e');
  assert.equal(asked, 1);
});

test('Esc leads from the panel back to the row', async () => {
  const page = answering(undefined, { shown: '1' });
  await page.press('Enter');
  assert.equal(page.document.activeElement.name, 'note');
  await page.press('Escape');
  assert.equal(page.document.activeElement, page.find('[data-c="1"] > a'));
});
