// The answering page, by what stands on it.

import { expect } from '@playwright/test';

/** The row of a criterion. */
export const row = (page, criterion) => page.locator(`[data-row][data-c="${criterion}"]`);

/** The sign of a row that is pressed, as a status. */
export async function expectStatus(page, criterion, status) {
  await expect(row(page, criterion)).toHaveAttribute('data-status', status);
  await expect(row(page, criterion).locator(`button[data-status="${status}"]`)).toHaveAttribute('aria-pressed', 'true');
}

/** Waits until the quiet line says that everything is saved. */
export async function expectSaved(page) {
  await expect(page.locator('#saved')).toContainText('保存しました');
}

/** The criteria on the page, in their order. */
export const criteria = (page) => page.$$eval('[data-row]', (rows) => rows.map((own) => own.dataset.c));

/** What the server has, from the API. */
export async function kept(page, criterion) {
  const [, origin, organization, assessment] = page.url().match(/^(.*?)\/o\/(\w+)\/assessments\/(\w+)/);
  const answer = await page.request.get(`${origin}/api/v1/organizations/${organization}/assessments/${assessment}`);
  const { answers } = await answer.json();
  return answers.find((own) => own.criterion === criterion);
}
