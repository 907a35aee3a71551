// Two people in one assessment.

import { criteria, expectSaved, expectStatus, kept, row } from '../support/answering.js';
import { bring, home, sato, startAssessment } from '../support/company.js';
import { expect, test } from '../support/test.js';

test('a change is seen at once, a conflict is settled, a mention arrives', async ({ admin, visit }) => {
  await startAssessment(admin);
  const [first, second] = await criteria(admin);
  const other = await bring(admin, visit, sato, 'security_lead');
  await other.goto(admin.url());
  await expect(row(other, first)).toHaveAttribute('data-status', 'unanswered');

  await row(admin, first).locator('button[data-status="partial"]').click();
  await expectStatus(other, first, 'partial');
  await expect(other.locator('[data-figure="partial"]').first()).toHaveText('1');

  // Both write the note of the second criterion; one has heard nothing of the other.
  await other.route('**/events', (route) => route.abort());
  await other.goto(`${admin.url().split('?')[0]}?c=${second}`);
  await row(admin, second).locator('a').first().click();
  await expect(admin.locator('.panel .panel-where .id')).toHaveText(second);
  await admin.locator('.panel [name="note"]').fill('山が書いた');
  await expect.poll(async () => (await kept(admin, second)).note).toBe('山が書いた');
  await other.locator('.panel [name="note"]').fill('佐藤が書いた');
  const conflict = other.getByRole('alert').filter({ hasText: 'ほかの人が先に変えていました' });
  await expect(conflict).toContainText('山が書いた');
  await expect(conflict).toContainText('佐藤が書いた');
  expect((await kept(admin, second)).note).toBe('山が書いた');
  await conflict.getByRole('button', { name: '自分の変更にする' }).click();
  await expect.poll(async () => (await kept(admin, second)).note).toBe('佐藤が書いた');
  await expectSaved(other);

  // Somebody is called by name, and finds it among the notifications.
  await other.locator('.panel #comments > summary').click();
  const comment = other.locator('.panel [data-mentions]').last();
  await comment.pressSequentially('@山');
  await other.locator('#comments').getByRole('option', { name: '山 一郎' }).click();
  await comment.pressSequentially('写しはどこですか');
  await other.locator('.panel').getByRole('button', { name: '送る' }).click();
  await expect(other.locator('.panel .comment-body')).toContainText('写しはどこですか');
  await admin.goto(`${home(admin)}/notifications`);
  await expect(admin.locator('[data-live-count="unread"]')).toHaveText('1');
  const told = admin.locator('.told li').filter({ hasText: '佐藤 花子' });
  await expect(told).toContainText('写しはどこですか');
  await told.getByRole('button').click();
  await expect(admin).toHaveURL(new RegExp(`c=${second}`));
  await expect(admin.locator('.panel .mention')).toHaveText(/山 一郎/);
  await expect(admin.locator('[data-live-count="unread"]')).toHaveText('0');
});

/** Two people who look at the same criterion in the list. */
async function two(admin, visit) {
  await startAssessment(admin);
  const [first] = await criteria(admin);
  const other = await bring(admin, visit, sato, 'security_lead');
  const address = `${admin.url().split('?')[0]}?c=${first}`;
  for (const page of [admin, other]) {
    await page.goto(address);
    await expect(page.locator('.panel .panel-where .id')).toHaveText(first);
  }
  return { first, other, note: (page) => page.locator('.panel [name="note"]') };
}

test('a field in which somebody only stands shows what others wrote', async ({ admin, visit }) => {
  const { first, other, note } = await two(admin, visit);
  await note(other).click();
  await note(admin).fill('山が書いた');
  await expect.poll(async () => (await kept(admin, first)).note).toBe('山が書いた');
  await expect(note(other)).toHaveValue('山が書いた');
  await note(other).press('End');
  await note(other).pressSequentially('。佐藤も');
  await expect.poll(async () => (await kept(admin, first)).note).toBe('山が書いた。佐藤も');
});

test('what others wrote is asked about although only the row has heard of it', async ({ admin, visit }) => {
  const { first, other, note } = await two(admin, visit);
  await note(other).click();
  // The panel is not fetched, the row is.
  await other.route(new RegExp(`/criteria/${first}$`), (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));
  await note(admin).fill('山が書いた');
  await expect(row(other, first)).toHaveAttribute('data-v', '1');
  await note(other).pressSequentially('佐藤が書いた');
  const conflict = other.getByRole('alert').filter({ hasText: 'ほかの人が先に変えていました' });
  await expect(conflict).toContainText('山が書いた');
  await expect(conflict).toContainText('佐藤が書いた');
  expect((await kept(admin, first)).note).toBe('山が書いた');
});

test('undo asks before it takes back what somebody else has changed since', async ({ admin, visit }) => {
  const { first, other } = await two(admin, visit);
  await row(admin, first).locator('button[data-status="partial"]').click();
  await expectStatus(other, first, 'partial');
  await row(other, first).locator('button[data-status="unmet"]').click();
  await expectStatus(admin, first, 'unmet');
  await admin.locator('[data-undo-last]').click();
  await expect(admin.getByRole('alert').filter({ hasText: 'ほかの人が先に変えていました' })).toBeVisible();
  expect((await kept(admin, first)).status).toBe('unmet');
  await admin.getByRole('button', { name: 'いまの内容を残す' }).click();
  await expectStatus(admin, first, 'unmet');
});

test('a cell that could not be brought up to date is no reason to write over it', async ({ admin, visit }) => {
  await startAssessment(admin);
  const [first] = await criteria(admin);
  const other = await bring(admin, visit, sato, 'security_lead');
  const sheet = `${admin.url().split('?')[0]}?view=sheet`;
  await admin.goto(sheet);
  await other.goto(sheet);
  const note = (page) => row(page, first).locator('[name="note"]');
  await expect(note(other)).toBeEditable();
  await other.route('**/*view=sheet*', (route) => route.abort());
  await note(admin).fill('山が書いた');
  await note(admin).blur();
  await expect.poll(async () => (await kept(admin, first)).note).toBe('山が書いた');
  await other.waitForTimeout(1_000);
  await note(other).fill('佐藤が書いた');
  await note(other).blur();
  await expect(other.getByRole('alert').filter({ hasText: 'ほかの人が先に変えていました' })).toContainText('山が書いた');
  expect((await kept(admin, first)).note).toBe('山が書いた');
});

for (const pause of [50, 300, 600]) {
  test(`of two who write at the same time, ${pause} ms apart, the second is asked until they choose`, async ({ admin, visit }) => {
    const { first, other, note } = await two(admin, visit);
    await note(other).click();
    await note(admin).pressSequentially('山が書いた');
    await admin.waitForTimeout(pause);
    await note(other).pressSequentially('佐藤が書いた');
    const conflict = other.getByRole('alert').filter({ hasText: 'ほかの人が先に変えていました' });
    await expect(conflict).toContainText('山が書いた');
    await expect(conflict).toContainText('佐藤が書いた');
    // Neither what the server tells meanwhile nor another criterion takes it away.
    const [, second] = await criteria(other);
    await row(admin, first).locator('button[data-status="met"]').click();
    await row(other, second).locator('a').first().click();
    await expect(other.locator('.panel .panel-where .id')).toHaveText(second);
    await other.locator('.panel [name="note"]').fill('別の基準');
    await expect.poll(async () => (await kept(admin, second)).note).toBe('別の基準');
    await expect(other.locator('#saved')).toContainText('どちらを残すか');
    await row(other, first).locator('a').first().click();
    await expect(conflict).toContainText('佐藤が書いた');
    await conflict.getByRole('button', { name: '自分の変更にする' }).click();
    // The state was changed meanwhile, which is no matter of the note.
    await expect.poll(async () => (await kept(admin, first))).toMatchObject({ note: '佐藤が書いた', status: 'met' });
    await expect(note(other)).toHaveValue('佐藤が書いた');
  });
}

test('leaving while something waits for a choice does not choose', async ({ admin, visit }) => {
  const { first, other, note } = await two(admin, visit);
  await other.route('**/events', (route) => route.abort());
  await other.reload();
  await note(admin).fill('山が書いた');
  await expect.poll(async () => (await kept(admin, first)).note).toBe('山が書いた');
  await note(other).click();
  await note(other).pressSequentially('佐藤が書いた');
  await expect(other.getByRole('alert').filter({ hasText: 'ほかの人が先に変えていました' })).toBeVisible();
  await note(other).pressSequentially('。もっと書いた');
  await note(admin).fill('山がもっと書いた');
  await expect.poll(async () => (await kept(admin, first)).note).toBe('山がもっと書いた');
  other.on('dialog', (dialog) => dialog.accept());
  await other.reload();
  await expect(note(other)).toHaveValue('山がもっと書いた');
  expect((await kept(admin, first)).note).toBe('山がもっと書いた');
});

test('in the sheet, the cell shows the text that was chosen', async ({ admin, visit }) => {
  await startAssessment(admin);
  const other = await bring(admin, visit, sato, 'security_lead');
  for (const page of [admin, other]) await page.goto(`${admin.url().split('?')[0]}?view=sheet`);
  const [first] = await criteria(admin);
  const cell = (page) => row(page, first).locator('[name="note"]');
  await cell(other).click();
  await cell(admin).pressSequentially('山が書いた');
  await cell(other).pressSequentially('佐藤が書いた');
  const dialog = other.getByRole('dialog').filter({ hasText: 'ほかの人が先に変えていました' });
  await expect(dialog).toContainText('山が書いた');
  await dialog.getByRole('button', { name: '自分の変更にする' }).click();
  await expect.poll(async () => (await kept(admin, first)).note).toBe('佐藤が書いた');
  await expect(cell(other)).toHaveValue('佐藤が書いた');
  await cell(other).press('End');
  await cell(other).pressSequentially('！');
  await expect.poll(async () => (await kept(admin, first)).note).toBe('佐藤が書いた！');
});
