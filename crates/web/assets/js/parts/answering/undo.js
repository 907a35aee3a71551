// The last changes of this page, newest last. Undoing is a change like any other.

import { root } from "./page.js";
import { fill } from "./panel.js";
import { choose } from "./rows.js";
import { save } from "./save.js";

const LONGEST = 100;
const done = [];
const button = () => root.querySelector("[data-undo-last]");

/** Remembers how to take a change back: `{ criterion, change }`, or `{ run }`. */
export function remember(step) {
  done.push(step);
  if (done.length > LONGEST) done.shift();
  if (button()) button().hidden = false;
}

/** Takes the last change back. */
export async function undo() {
  const step = done.pop();
  if (button()) button().hidden = done.length === 0;
  if (!step) return;
  if (step.run) return step.run();
  choose(step.criterion);
  fill(step.criterion, step.change);
  await save(step.criterion, step.change, {}, { undoable: false });
}

root.addEventListener("click", (event) => { if (event.target.closest("[data-undo-last]")) undo(); });
