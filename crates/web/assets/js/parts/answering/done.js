// The last changes of this page, newest last.

import { root } from "./page.js";

const LONGEST = 100;
/** @type {Step[]} */
const done = [];

/**
 * Remembers how to take a change back: `{ criterion, change }` with what was there before, or `{ run }`. `made`, the version that the
 * change made, is written into what this returns once it is known.
 *
 * @template {Step} Own
 * @param {Own} step
 */
export function remember(step) {
  done.push(step);
  if (done.length > LONGEST) done.shift();
  show();
  return step;
}

/**
 * Forgets changes that the server did not take: there is nothing to take back.
 *
 * @param {Step[]} steps
 */
export function forget(steps) {
  for (const step of steps) {
    const at = done.indexOf(step);
    if (at >= 0) done.splice(at, 1);
  }
  show();
}

/** Shows the button that takes the last change back, where there is one. */
function show() {
  const button = root.querySelector("[data-undo-last]");
  if (button) button.hidden = done.length === 0;
}

/** The last change; nothing where there is none any more. */
export const last = () => done.at(-1);
