// Conflicts about which nobody has decided yet. What asks is kept here, as the panel may show something else meanwhile: it comes back with its
// criterion, and neither text is lost before somebody has chosen.

import { criterionOf, shownPanel } from "./page.js";

/**
 * What asks, and how it shows what its person has written since.
 *
 * @typedef {{ block: HTMLElement, showMine: (change: Change) => void }} Asking
 */

/** @type {Map<string, Asking>} */
const asking = new Map();

/**
 * Whether a criterion waits for a choice.
 *
 * @param {string} criterion
 */
export const isAsked = (criterion) => asking.has(criterion);

/** Whether any does. */
export const anyAsked = () => asking.size > 0;

/**
 * @param {string} criterion
 * @param {Asking} question
 */
export const ask = (criterion, question) => asking.set(criterion, question);
/** @param {string} criterion */
export const answered = (criterion) => asking.delete(criterion);

/**
 * Whoever goes on writing chooses between theirs and the whole of what they wrote.
 *
 * @param {string} criterion
 * @param {Change} change
 */
export const writtenSince = (criterion, change) => asking.get(criterion)?.showMine(change);

/** Puts what asks back into a panel that was just shown. */
export function bringBack() {
  const shown = shownPanel();
  const block = shown && asking.get(criterionOf(shown))?.block;
  if (block && !shown.contains(block)) shown.prepend(block);
}
