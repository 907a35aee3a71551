// What every test has at hand: a fresh server, and people in front of it.

import { test as base, expect } from '@playwright/test';
import { begin } from './company.js';
import { compare } from './description.js';
import { Server } from './server.js';

/** What a browser complains of although nothing is wrong: a 404 that the test asked for. */
const expected = /Failed to load resource/;

/** Writes down what scripts and the content policy complain of. */
export function listen(page, complaints) {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
}

/**
 * What the tests of a file may ask for by name, and what all tests of a worker share.
 *
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ base: string, start: string, state: Awaited<ReturnType<import('@playwright/test').BrowserContext['storageState']>> }} Example
 * @typedef {{ words: string[], server: Server, complaints: string[], visit: (options?: import('@playwright/test').BrowserContextOptions) => Promise<Page>, admin: Page }} Own
 * @typedef {import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions} Args
 * @typedef {import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions} WorkerArgs
 */

/** @type {import('@playwright/test').Fixtures<Own, { example: Example }, Args, WorkerArgs>} */
const fixtures = {
  /** Further arguments of `tasuki serve`. */
  words: [[], { option: true }],

  /** A server with the example company, for all tests of a worker that only look: where it begins, and its administrator's session. */
  example: [async ({ browser }, use) => {
    const server = await Server.start(['--demo']);
    const page = await browser.newPage();
    await page.goto(await server.welcome());
    const [start, state] = [page.url(), await page.context().storageState()];
    await page.close();
    await use({ base: server.base, start, state });
    await server.stop();
  }, { scope: 'worker' }],

  server: async ({ words }, use, info) => {
    const server = await Server.start(words);
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) console.log(`the server said:\n${server.said}`);
  },

  /** Complaints of every page that `visit` or `admin` gave, and answers of the API to them that are not as described. A test ends well only when there are none. */
  complaints: async ({}, use) => {
    const complaints = [];
    await use(complaints);
    expect(complaints, 'complaints of the browser').toEqual([]);
  },

  /** Gives a page in a browser of its own: another person. */
  visit: async ({ browser, complaints }, use) => {
    const [contexts, comparisons] = [[], []];
    await use(async (options = {}) => {
      const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', ...options });
      contexts.push(context);
      const page = await context.newPage();
      listen(page, complaints);
      comparisons.push(compare(page));
      return page;
    });
    for (const differences of comparisons) complaints.push(...await differences());
    for (const context of contexts) await context.close();
  },

  /** The first administrator, signed in, at home. */
  admin: async ({ server, visit }, use) => {
    const page = await visit();
    await begin(page, server);
    await use(page);
  },
};

export const test = base.extend(fixtures);

export { expect };
