// Nothing that somebody typed is lost: saved after a pause, sent when the page is put away, asked about before it is left.

import { criteria, expectSaved, expectStatus, kept, row } from '../support/answering.js';
import { home, signIn, startAssessment, yama } from '../support/company.js';
import { expect, test } from '../support/test.js';

/** Answers every question of the browser with yes, and writes down which there were. */
function asked(page) {
  const kinds = [];
  page.on('dialog', (dialog) => { kinds.push(dialog.type()); dialog.accept(); });
  return kinds;
}

/** Writes as a person does: browsers ask nothing where nobody has touched the page. */
async function write(field, text) {
  await field.click();
  await field.pressSequentially(text);
}

const note = (page, criterion) => row(page, criterion).locator('[name="note"]');

test.describe('the sheet', () => {
  test.beforeEach(async ({ admin }) => {
    await startAssessment(admin);
    await admin.goto(`${admin.url()}?view=sheet`);
  });

  test('what is typed is saved after a pause, without leaving the cell', async ({ admin }) => {
    const [first] = await criteria(admin);
    await note(admin, first).click();
    await admin.keyboard.type('規程の第3条');
    await expect.poll(async () => (await kept(admin, first)).note).toBe('規程の第3条');
    await expectSaved(admin);
    await expect(note(admin, first)).toBeFocused();
    await admin.keyboard.type('と第4条');
    await expect.poll(async () => (await kept(admin, first)).note).toBe('規程の第3条と第4条');
  });

  for (const [name, leave] of Object.entries({
    reload: (page) => page.reload(),
    back: (page) => page.goBack(),
    'a link': (page) => page.getByRole('link', { name: 'ホーム' }).first().click(),
  })) {
    test(`${name} right after typing loses nothing, and asks while something is not saved`, async ({ admin, visit }) => {
      const kinds = asked(admin);
      const other = await visit({ storageState: await admin.context().storageState() });
      await other.goto(admin.url());
      const [first, second] = await criteria(admin);
      await note(admin, first).fill('一つ目');
      await note(admin, second).click();
      await admin.keyboard.type('二つ目を書いてすぐ離れる');
      await leave(admin);
      await expect.poll(async () => (await kept(other, second)).note).toBe('二つ目を書いてすぐ離れる');
      expect((await kept(other, first)).note).toBe('一つ目');
      // Whoever clicks elsewhere leaves the cell, which saves it: where that was quick enough, there is nothing to ask.
      expect(kinds).toEqual(name === 'a link' ? kinds.slice(0, 1) : ['beforeunload']);
    });
  }

  test('closing the page right after typing loses nothing', async ({ admin, visit }) => {
    const other = await visit({ storageState: await admin.context().storageState() });
    await other.goto(admin.url());
    const [first] = await criteria(admin);
    asked(admin);
    await note(admin, first).click();
    await admin.keyboard.type('閉じる前の文');
    await admin.close({ runBeforeUnload: true });
    await expect.poll(async () => (await kept(other, first)).note).toBe('閉じる前の文');
  });

  test('a page that is put away sends what waits', async ({ admin }) => {
    const [first] = await criteria(admin);
    await note(admin, first).click();
    const sent = admin.waitForRequest((request) => request.method() === 'PATCH');
    await admin.keyboard.type('電話を閉じる');
    const before = Date.now();
    await admin.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await sent;
    expect(Date.now() - before).toBeLessThan(600);
    await expect.poll(async () => (await kept(admin, first)).note).toBe('電話を閉じる');
  });

  test('two people in one cell: the second is asked, and neither text is lost', async ({ admin, visit }) => {
    const other = await visit({ storageState: await admin.context().storageState() });
    await other.route('**/events', (route) => route.abort());
    await other.goto(admin.url());
    const [first] = await criteria(admin);
    await note(admin, first).fill('先の文');
    await note(admin, first).blur();
    await expectSaved(admin);
    await note(other, first).fill('後の文');
    await note(other, first).blur();
    const dialog = other.getByRole('dialog').filter({ hasText: '別の画面で先に変えていました' });
    await expect(dialog).toContainText('先の文');
    await expect(dialog).toContainText('後の文');
    await dialog.getByRole('button', { name: 'いまの内容を残す' }).click();
    await expect(note(other, first)).toHaveValue('先の文');
    expect((await kept(admin, first)).note).toBe('先の文');
  });

  test('what others write appears in the cells, and not over what one is writing', async ({ admin, visit }) => {
    const other = await visit({ storageState: await admin.context().storageState() });
    await other.goto(admin.url());
    const [first, second] = await criteria(admin);
    await note(other, second).click();
    await other.keyboard.type('書きかけ');
    await note(admin, first).fill('ほかの人の文');
    await note(admin, first).blur();
    await expect(note(other, first)).toHaveValue('ほかの人の文');
    await expect(note(other, second)).toHaveValue('書きかけ');
  });
});

test('the list: text typed in the panel survives whatever comes right after', async ({ admin, visit }) => {
  await startAssessment(admin);
  const kinds = asked(admin);
  const other = await visit({ storageState: await admin.context().storageState() });
  await other.goto(admin.url());
  const [first, second] = await criteria(admin);
  await row(admin, first).locator('> a').click();
  await admin.locator('.panel [name="note"]').click();
  await admin.keyboard.type('一つ目の現状');
  await row(admin, second).locator('> a').click();
  await expect(admin.locator('.panel .panel-where .id')).toHaveText(second);
  await expect.poll(async () => (await kept(other, first)).note).toBe('一つ目の現状');
  await admin.locator('.panel [name="note"]').click();
  await admin.keyboard.type('二つ目の現状');
  await admin.reload();
  await expect.poll(async () => (await kept(other, second)).note).toBe('二つ目の現状');
  expect(kinds).toEqual(['beforeunload']);
  // The page that was made before the words arrived hears of them.
  await expect(admin.locator('.panel [name="note"]')).toHaveValue('二つ目の現状');
  // With everything saved nobody is asked.
  await admin.locator('.panel [name="note"]').fill('三つ目');
  await expect.poll(async () => (await kept(other, second)).note).toBe('三つ目');
  await expectSaved(admin);
  await admin.goto(home(admin));
  expect(kinds).toEqual(['beforeunload']);
});

test('a comment that was begun waits while the panel shows something else', async ({ admin }) => {
  await startAssessment(admin);
  const kinds = asked(admin);
  const [first, second] = await criteria(admin);
  const comment = admin.locator('.panel form[action$="/comments"] [name="body"]');
  const open = async (criterion) => {
    await row(admin, criterion).locator('> a').click();
    await expect(admin.locator('.panel .panel-where .id')).toHaveText(criterion);
    await admin.locator('.panel #comments').evaluate((/** @type {HTMLDetailsElement} */ details) => { details.open = true; });
  };
  await open(first);
  await comment.fill('確認してください');
  await open(second);
  await expect(comment).toHaveValue('');
  await open(first);
  await expect(comment).toHaveValue('確認してください');
  // An answer beside it leaves it alone.
  await row(admin, first).locator('button[data-status="met"]').click();
  await expectSaved(admin);
  await expect(comment).toHaveValue('確認してください');
  await admin.reload();
  expect(kinds).toEqual(['beforeunload']);
  await open(first);
  await comment.fill('送る');
  await admin.locator('.panel form[action$="/comments"] button').click();
  await expect(admin.locator('.panel .comment-body')).toHaveText('送る');
  await expect(comment).toHaveValue('');
  await admin.reload();
  expect(kinds).toEqual(['beforeunload']);
});

test('every form asks while something typed is not sent, and only then', async ({ admin }) => {
  await startAssessment(admin);
  const assessment = admin.url().match(/assessments\/(\w+)/)[1];
  const [first] = await criteria(admin);
  const base = home(admin);
  const kinds = asked(admin);
  await admin.goto(`${base}/tasks/new?assessment=${assessment}&criterion=${first}`);
  await admin.goto(base);
  expect(kinds).toEqual([]);
  await admin.goto(`${base}/tasks/new?assessment=${assessment}&criterion=${first}`);
  await write(admin.locator('#title'), '方針を決める');
  await admin.goto(base);
  expect(kinds).toEqual(['beforeunload']);
  await admin.goto(`${base}/tasks/new?assessment=${assessment}&criterion=${first}`);
  await write(admin.locator('#title'), '方針を決める');
  await admin.locator('form.form button.primary').click();
  await expect(admin).toHaveURL(/\/tasks\/\w{26}$/);
  expect(kinds).toHaveLength(1);
  // The report of a task.
  await write(admin.locator('#report-text'), '手順書を作った');
  await admin.goto(base);
  expect(kinds).toHaveLength(2);
  // An inspection.
  await admin.goto(`${base}/inspections`);
  await admin.locator('a[href*="/inspections/of/"]').first().click();
  await write(admin.locator('[name="record"]'), '実機を見た');
  await admin.goto(base);
  expect(kinds).toHaveLength(3);
  // Settings, in which nothing was changed.
  await admin.goto(`${base}/settings`);
  await admin.locator('#site-name').click();
  await admin.goto(base);
  expect(kinds).toHaveLength(3);
});

test('undo takes back all that a suggestion brought, and says what', async ({ admin }) => {
  const criterion = '3-1-4-1';
  await startAssessment(admin, 'scs-2026-03/3', '去年');
  await row(admin, criterion).locator('> a').click();
  await expect(admin.locator('.panel .panel-where .id')).toHaveText(criterion);
  await admin.locator('.panel [name="note"]').fill('写される文');
  await row(admin, criterion).locator('button[data-status="met"]').click();
  await expect.poll(async () => await kept(admin, criterion)).toMatchObject({ status: 'met', note: '写される文' });
  await expectSaved(admin);

  await startAssessment(admin, 'scs-2026-03/3', '今年');
  await row(admin, criterion).locator('> a').click();
  await admin.getByRole('button', { name: 'この提案で回答' }).click();
  await expectStatus(admin, criterion, 'met');
  await expect(admin.locator('.panel [name="note"]')).toHaveValue('写される文');
  await admin.locator('#toasts').getByRole('button', { name: '元に戻す' }).click();
  await expect(admin.locator('#toasts')).toContainText('3-1-4-1を未回答に戻しました');
  await expect(row(admin, criterion)).toHaveAttribute('data-status', 'unanswered');
  await expect(admin.locator('.panel [name="note"]')).toHaveValue('');
  expect(await kept(admin, criterion)).toMatchObject({ status: 'unanswered', note: '' });
});

test('undo by key says what it took back, one step after the other', async ({ admin }) => {
  await startAssessment(admin);
  const [first] = await criteria(admin);
  await row(admin, first).locator('> a').click();
  await row(admin, first).locator('button[data-status="met"]').click();
  await expectSaved(admin);
  await row(admin, first).locator('button[data-status="unmet"]').click();
  await expect.poll(async () => (await kept(admin, first)).status).toBe('unmet');
  await row(admin, first).locator('> a').focus();
  await admin.keyboard.press('u');
  await expect(admin.locator('#toasts')).toContainText(`${first}を適合に戻しました`);
  await admin.keyboard.press('u');
  await expect(admin.locator('#toasts')).toContainText(`${first}を未回答に戻しました`);
  await expect.poll(async () => (await kept(admin, first)).status).toBe('unanswered');
});

test('what is typed without a session waits, is asked about, and is saved after signing in', async ({ admin, server, visit }) => {
  await startAssessment(admin);
  const other = await visit({ storageState: await admin.context().storageState() });
  const [first] = await criteria(admin);
  const address = `${admin.url().split('?')[0]}?c=${first}`;
  await other.goto(address);
  await admin.goto(address);
  await admin.context().clearCookies();
  await admin.locator('.panel [name="note"]').click();
  await admin.keyboard.type('サインインが切れた後の文');
  const way = admin.getByRole('link', { name: 'サインインする' });
  await expect(way).toBeVisible();
  const kinds = [];
  admin.on('dialog', (dialog) => { kinds.push(dialog.type()); dialog.dismiss(); });
  await admin.evaluate(() => setTimeout(() => location.reload()));
  await expect.poll(() => kinds).toEqual(['beforeunload']);
  const [tab] = await Promise.all([admin.waitForEvent('popup'), way.click()]);
  await signIn(tab, server, yama);
  await expect(tab).toHaveURL(/\/o\/\w+/);
  await tab.close();
  await admin.bringToFront();
  await admin.evaluate(() => dispatchEvent(new Event('focus')));
  await expect.poll(async () => (await kept(other, first)).note).toBe('サインインが切れた後の文');
});

test('what could not be sent is sent by itself when the way is open again', async ({ admin }) => {
  await startAssessment(admin);
  const [first] = await criteria(admin);
  await admin.goto(`${admin.url().split('?')[0]}?c=${first}`);
  await admin.route('**/answers/*', (route) => route.abort());
  await admin.locator('.panel [name="note"]').click();
  await admin.keyboard.type('切れている間の文');
  await expect(admin.getByText('保存できていません').first()).toBeVisible();
  await admin.unroute('**/answers/*');
  await expect.poll(async () => (await kept(admin, first)).note, { timeout: 25_000 }).toBe('切れている間の文');
});
