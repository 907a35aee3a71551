// What people do with the pages, by the words that stand on them. Everybody here is invented.

import { expect } from '@playwright/test';

export const yama = { name: '山 一郎', mail: 'yama@example.jp', password: 'asagiri-no-hashi-42' };

/** The first start: from the link on the terminal to the home page of a new organization. */
export async function begin(page, server, person = yama) {
  await page.goto(await server.welcome());
  await page.getByLabel('組織の名前').fill('例示工業株式会社');
  await page.getByLabel('お名前').fill(person.name);
  await page.getByLabel('メールアドレス').fill(person.mail);
  const password = page.getByLabel('パスワード', { exact: true });
  if (await password.count()) await password.fill(person.password);
  await page.getByRole('button', { name: '始める' }).click();
  await expect(page).toHaveURL(/\/o\/\w+$/);
}

/** The address of the organization that a page is in. */
export function home(page) {
  return page.url().match(/^.*?\/o\/\w+/)[0];
}

/** Starts an assessment and ends on its answering page. */
export async function startAssessment(page, target = 'scs-2026-03/3', title = '') {
  await page.goto(`${home(page)}/assessments/new`);
  await page.locator(`input[name="target"][value="${target}"]`).check();
  if (title) await page.getByLabel('名前', { exact: true }).fill(title);
  await page.getByRole('button', { name: '始める' }).click();
  await expect(page).toHaveURL(/\/assessments\/\w+$/);
}
