// A road to a ★: who comes in from outside, what is prepared over the API so that a test begins where it looks, and how a step ends.

import { expect } from '@playwright/test';
import { home, join } from './company.js';
import { expectNoSidewaysScroll } from './axe.js';
import { photograph } from './photograph.js';

/** A telephone, a tablet and a desk. */
const widths = [360, 900, 1440];

/** A day some days from now, as fields of dates take it. */
export const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const base = (page) => `${home(page).replace('/o/', '/api/v1/organizations/')}/`;

/** Does something over the API as whoever is signed in on a page. */
export async function api(page, method, path, body = undefined) {
  const answer = await page.evaluate(async ([url, how, sent]) => {
    const response = await fetch(url, { method: how, headers: { 'Content-Type': 'application/json' }, body: sent });
    return { status: response.status, text: await response.text() };
  }, [base(page) + path, method, body === undefined ? undefined : JSON.stringify(body)]);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.text ? JSON.parse(answer.text) : undefined;
}

/** Sends a file with fields over the API, as whoever is signed in on a page. */
export async function upload(page, path, { name, text }, fields = {}) {
  const answer = await page.evaluate(async ([url, title, content, others]) => {
    const form = new FormData();
    for (const [field, value] of Object.entries(others)) form.append(field, value);
    form.append('file', new File([content], title));
    const response = await fetch(url, { method: 'POST', body: form });
    return { status: response.status, text: await response.text() };
  }, /** @type {const} */ ([base(page) + path, name, text, fields]));
  expect(answer.status, `${path}: ${answer.text}`).toBeLessThan(300);
  return JSON.parse(answer.text);
}

/** Invites somebody from outside, who comes in with a browser of their own. */
export async function bringGuest(admin, visit, person) {
  await admin.goto(`${home(admin)}/invitations`);
  await admin.getByLabel('メールアドレス').fill(person.mail);
  for (const chosen of await admin.locator('input[name="role"]:checked').all()) await chosen.uncheck();
  await admin.locator('input[name="role"][value="guest"]').check();
  await admin.locator('input[name="ends"]').fill(later(60));
  await admin.getByRole('button', { name: '招待', exact: true }).click();
  const page = await visit();
  await join(page, await admin.locator('#link').innerText(), person);
  return page;
}

/** Appoints somebody over the API, with the designation that the scheme asks of them; returns who it is. */
export async function appoint(page, road, name, actor, evidence = undefined) {
  const { person } = (await api(page, 'GET', 'members')).find((own) => own.name === name);
  const qualification = actor === 'evaluation_body' ? 'body-designation' : 'verifier-designation';
  const shown = [{ qualification, number: '第1号' }];
  await api(page, 'POST', `roads/${road}/reviewers`, { person, actor, ends: later(30), shown, evidence });
  return person;
}

/** An assessment and the road to its ★4 over the API; returns what they are called in addresses. */
export async function openFour(page) {
  const { id: assessment } = await api(page, 'POST', 'assessments', { edition: 'scs-2026-03', level: 4, title: '★4 への自己評価' });
  const { id: road } = await api(page, 'POST', 'roads', { assessment, route: 'star-4' });
  return { assessment, road };
}

/** Freezes what there is, over the API; returns its digest. */
export async function freeze(page, road) {
  const { digest } = await api(page, 'GET', `roads/${road}/ready`);
  await api(page, 'POST', `roads/${road}/submissions`, { digest });
  return digest;
}

/** Sets every mark that is still needed, over the API; returns of which criteria. */
export async function markAll(page, road) {
  const { criteria } = await api(page, 'GET', `roads/${road}/review`);
  const open = criteria.filter(({ needed, marks }) => !needed.every((own) => marks.some((mark) => mark.aspect === own && mark.holds)));
  await Promise.all(open.map(({ criterion, needed }) => (
    api(page, 'PUT', `roads/${road}/review/${criterion}/marks`, { aspects: needed, means: 'document' })
  )));
  return open.map((own) => own.criterion);
}

/** Ends a step in its room: confirms it, sends it back, or finishes its corrections. */
export async function end(page, room, name) {
  await page.goto(room);
  await page.locator('.head-actions').getByRole('button', { name }).click();
  await page.locator('#confirm').getByRole('button', { name }).click();
  await expect(page).toHaveURL(/told=saved/);
}

/** The page as it is on a telephone, a tablet and a desk; ends at its top. */
export async function look(page, name) {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(() => scrollTo(0, 0));
    await expectNoSidewaysScroll(page);
    await photograph(page, `${name}-${width}`);
  }
  await page.setViewportSize(before);
  await page.evaluate(() => scrollTo(0, 0));
}
