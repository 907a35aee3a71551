// The last changes of this page, newest last. Undoing is a change like any other: it names the version that is taken back, and the server
// gives back all that went with it (a copied text, a date, a reviewer's acceptance).

import { say } from "../say.js";
import { filled, panelOf, root, rowOf, words } from "./page.js";
import { fill } from "./fields.js";
import { open } from "./panel.js";
import { choose } from "./rows.js";
import { save } from "./save.js";
import { showCells } from "./show.js";

const LONGEST = 100;
const done = [];
const button = () => root.querySelector("[data-undo-last]");

/**
 * Remembers how to take a change back: `{ criterion, change }` with what was there before, or `{ run }`. `made`, the version that the
 * change made, is written into what this returns once it is known.
 */
export function remember(step) {
  done.push(step);
  if (done.length > LONGEST) done.shift();
  show();
  return step;
}

function show() {
  if (button()) button().hidden = done.length === 0;
}

/** Takes the last change back. */
export function undo() {
  const step = done.at(-1);
  if (step) return takeBack(step);
  show();
  return undefined;
}

/** Takes one change back, and says which. */
export async function takeBack(step) {
  const at = done.indexOf(step);
  if (at >= 0) done.splice(at, 1);
  show();
  if (step.run) return step.run();
  const { criterion, change, made } = step;
  choose(criterion);
  fill(criterion, change);
  const after = step.after ?? {};
  // On the version that the change made: what others did since then is no part of it, and is asked about.
  const answer = await save(criterion, made === undefined ? change : { ...change, undoes: made }, after, { undoable: false, seen: made });
  if (!answer) return undefined;
  showCells(answer.answer, { over: true });
  if (panelOf(criterion)) await open(criterion);
  return say({ text: told(criterion, change) });
}

/** What was done, in the words of the page: 3-1-4-1を未回答に戻しました. */
function told(criterion, change) {
  const status = change.status && document.getElementById("conflict")?.content.querySelector(`[data-word="${change.status}"] span`)?.textContent;
  return status ? filled(words.undoneTo, { criterion, status }) : filled(words.undone, { criterion });
}

root.addEventListener("click", (event) => { if (event.target.closest("[data-undo-last]")) undo(); });
