// Conflicts about which nobody has decided yet. What asks is kept here, as the panel may show something else meanwhile: it comes back with its
// criterion, and neither text is lost before somebody has chosen.

import { criterionOf, shownPanel } from "./page.js";

/** @type {Map<string, Element>} */
const blocks = new Map();

/**
 * Whether a criterion waits for a choice.
 *
 * @param {string} criterion
 */
export const isAsked = (criterion) => blocks.has(criterion);

/** Whether any does. */
export const anyAsked = () => blocks.size > 0;

/**
 * @param {string} criterion
 * @param {Element} block
 */
export const ask = (criterion, block) => blocks.set(criterion, block);
/** @param {string} criterion */
export const answered = (criterion) => blocks.delete(criterion);

/** Puts what asks back into a panel that was just shown. */
export function bringBack() {
  const shown = shownPanel();
  const block = shown && blocks.get(criterionOf(shown));
  if (block && !shown.contains(block)) shown.prepend(block);
}
