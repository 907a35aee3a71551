// Taking changes back. Undoing is a change like any other: it names the version that is taken back, and the server
// gives back all that went with it (a copied text, a date, a reviewer's acceptance).

import { targetOf } from "../elements.js";
import { say } from "../say.js";
import { back } from "./changes.js";
import { forget, last } from "./done.js";
import { filled, panelOf, root, words } from "./page.js";
import { fill } from "./fields.js";
import { open } from "./panel.js";
import { choose } from "./rows.js";
import { save } from "./save.js";
import { showCells } from "./show.js";

/** Takes the last change back. */
export function undo() {
  const step = last();
  return step ? takeBack(step) : undefined;
}

/**
 * Takes one change back, and says which.
 *
 * @param {Step} step
 */
export async function takeBack(step) {
  forget([step]);
  if ("run" in step) return step.run();
  const { criterion, change, made } = step;
  choose(criterion);
  fill(criterion, change);
  // On the version that the change made: what others did since then is no part of it, and is asked about.
  const answer = await save(criterion, back(step), step.after, { undoable: false, seen: made });
  if (!answer) return undefined;
  showCells(answer.answer, { over: true });
  if (panelOf(criterion)) await open(criterion, { politely: true });
  return say({ text: told(criterion, change) });
}

/**
 * What was done, in the words of the page: 3-1-4-1を未回答に戻しました.
 *
 * @param {string} criterion
 * @param {Change} change
 */
function told(criterion, change) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("conflict"));
  const status = change.status && template?.content.querySelector(`[data-word="${change.status}"] span`)?.textContent;
  return status ? filled(words.undoneTo, { criterion, status }) : filled(words.undone, { criterion });
}

root.addEventListener("click", (event) => { if (targetOf(event)?.closest("[data-undo-last]")) undo(); });
