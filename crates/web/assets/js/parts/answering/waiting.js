// Which changes of answers have not reached the server yet.

/** @typedef {import("./changes.js").Batch & { running?: Promise<SavedAnswer | undefined> }} Entry */

/**
 * Per criterion: what waits, and whether something is on its way.
 *
 * @type {Map<string, Entry>}
 */
export const waiting = new Map();

/**
 * What waits behind the change of this answer that is on its way: newer than what the server says of it.
 *
 * @param {string} criterion
 * @returns {Change}
 */
export const later = (criterion) => waiting.get(criterion)?.change ?? {};

/**
 * What waits until everything of an answer has reached the server.
 *
 * @type {Map<string, Set<(criterion: string) => unknown>>}
 */
const afterwards = new Map();

/**
 * Does something once all that was changed of an answer is saved. The same function is called once, however often it was asked for.
 *
 * @param {string} criterion
 * @param {(criterion: string) => unknown} act
 */
export function afterSaving(criterion, act) {
  const acts = afterwards.get(criterion) ?? new Set();
  afterwards.set(criterion, acts.add(act));
}

/**
 * Everything of an answer has reached the server.
 *
 * @param {string} criterion
 */
export function settle(criterion) {
  waiting.delete(criterion);
  const acts = afterwards.get(criterion) ?? [];
  afterwards.delete(criterion);
  for (const act of acts) act(criterion);
}

/**
 * Whether something of this answer has not reached the server.
 *
 * @param {string} criterion
 */
export const unsaved = (criterion) => waiting.has(criterion);
