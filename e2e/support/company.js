// What people do with the pages, by the words that stand on them. Everybody here is invented.

import { expect } from '@playwright/test';

export const yama = { name: '山 一郎', mail: 'yama@example.jp', password: 'asagiri-no-hashi-42' };

export const sato = { name: '佐藤 花子', mail: 'sato@example.jp', password: 'mizuumi-to-hayashi-77' };

/** The first start: from the link on the terminal to the home page of a new organization. */
export async function begin(page, server, person = yama, { expected = true } = {}) {
  await page.goto(await server.welcome());
  await page.getByLabel('組織の名前').fill('例示工業株式会社');
  await page.getByLabel('お名前').fill(person.name);
  await page.getByLabel('メールアドレス').fill(person.mail);
  await page.getByLabel('パスワード', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: '始める' }).click();
  if (!expected) return;
  await page.waitForURL((url) => !url.pathname.startsWith('/welcome'));
  // The first page proposes a second factor; whoever wants to work first goes on.
  if (!/\/o\/\w+$/.test(page.url())) await page.goto(server.base);
  await expect(page).toHaveURL(/\/o\/\w+$/);
}

/** The address of the organization that a page is in. */
export function home(page) {
  return page.url().match(/^.*?\/o\/\w+/)[0];
}

/** Waits until a page is there and its script listens: only then do keys mean anything. */
export async function expectReady(page, url) {
  await expect(page).toHaveURL(url);
  await page.waitForLoadState('load');
}

/** Starts an assessment and ends on its answering page. */
export async function startAssessment(page, target = 'scs-2026-03/3', title = '') {
  await page.goto(`${home(page)}/assessments/new`);
  await page.locator(`input[name="target"][value="${target}"]`).check();
  if (title) await page.locator('#title').fill(title);
  await page.getByRole('button', { name: '始める' }).click();
  await expectReady(page, /\/assessments\/\w+$/);
}

/** Signs in with a password. */
export async function signIn(page, server, person) {
  await page.goto(`${server.base}/sign-in/password`);
  await page.getByLabel('メールアドレス').fill(person.mail);
  await page.getByLabel('パスワード', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
}

/** Signs out by the account's menu. */
export async function signOut(page) {
  await page.locator('header.top details.menu.end > summary').click();
  await page.getByRole('button', { name: 'サインアウト' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

/** Invites somebody and returns the link that the page shows. */
export async function invite(page, mail, role) {
  await page.goto(`${home(page)}/invitations`);
  await page.getByLabel('メールアドレス').fill(mail);
  for (const chosen of await page.locator('input[name="role"]:checked').all()) await chosen.uncheck();
  await page.locator(`input[name="role"][value="${role}"]`).check();
  await page.getByRole('button', { name: '招待', exact: true }).click();
  return page.locator('#link').innerText();
}

/** Comes in by an invitation. */
export async function join(page, link, person) {
  await page.goto(link);
  await page.getByLabel('お名前').fill(person.name);
  await page.getByLabel('パスワード', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: '参加' }).click();
  await expect(page).toHaveURL(/\/o\/\w+/);
}

/** Invites somebody, who comes in with a browser of their own. Both end where they were. */
export async function bring(admin, visit, person, role) {
  const here = admin.url();
  const link = await invite(admin, person.mail, role);
  const page = await visit();
  await join(page, link, person);
  await admin.goto(here);
  return page;
}

/** Chooses a language or a theme, as the account's menu does. */
export async function prefer(page, preferences) {
  const { origin } = new URL(page.url());
  const own = { 'Sec-Fetch-Site': 'same-origin' };
  await page.request.post(`${origin}/preferences`, { form: { ...preferences, back: '/' }, headers: own });
}
