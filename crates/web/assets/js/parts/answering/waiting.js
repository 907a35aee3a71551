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
 * Whether something of this answer has not reached the server.
 *
 * @param {string} criterion
 */
export const unsaved = (criterion) => waiting.has(criterion);
