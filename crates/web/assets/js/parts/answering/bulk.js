// Many at once: choose rows, then a sign, an owner or a date. One request, one undo.

import { fieldOf, targetOf } from "../elements.js";
import { requestJson } from "../request.js";
import { messageOf, say } from "../say.js";
import { fieldsOf } from "./changes.js";
import { filled, root, rowOf, words } from "./page.js";
import { refreshRow } from "./row.js";
import { learn } from "./put.js";
import { showFigures } from "./show.js";
import { remember } from "./done.js";
import { takeBack } from "./undo.js";

/**
 * The boxes of rows that are in a state: `checked`, `enabled`.
 *
 * @param {string} state
 */
function boxes(state) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const found = root.querySelectorAll(`[data-row] [name="c"]:${state}`);
  return [...found];
}
/** @param {Element} box */
const criterionAt = (box) => box.closest("[data-row]")?.dataset.c;
/**
 * The criterion whose box was pressed last: its row may have been drawn again since.
 *
 * @type {string | undefined}
 */
let last;

root.addEventListener("click", (event) => {
  const target = targetOf(event);
  /** @type {HTMLInputElement | null | undefined} */
  const box = target?.closest('[data-row] [name="c"]');
  if (box) press(box, event.shiftKey);
  const sign = target?.closest("button[data-bulk]");
  if (sign) {
    event.preventDefault();
    change({ status: sign.value });
  }
  if (target?.closest("[data-bulk-none]")) {
    for (const one of boxes("checked")) one.checked = false;
    count();
  }
});

/**
 * A box was pressed; with Shift, everything between it and the one before it becomes the same.
 *
 * @param {HTMLInputElement} box
 * @param {boolean} shift
 */
function press(box, shift) {
  const all = boxes("enabled");
  const [here, there] = [all.indexOf(box), all.findIndex((one) => criterionAt(one) === last)];
  if (shift && there >= 0) {
    for (const one of all.slice(Math.min(here, there), Math.max(here, there) + 1)) one.checked = box.checked;
  }
  last = criterionAt(box);
  count();
}

root.addEventListener("change", (event) => {
  const field = fieldOf(event);
  const name = field?.dataset.bulkField;
  if (!field || !name || field.value === "") return;
  change({ [name]: field.value });
  field.value = "";
});

function count() {
  const place = root.querySelector("[data-bulk-count]");
  if (place) place.textContent = String(boxes("checked").length);
}

/** @param {Change} fields */
async function change(fields) {
  const chosen = boxes("checked").map((box) => {
    const row = box.closest("[data-row]");
    return { criterion: row?.dataset.c ?? "", version: Number(row?.dataset.v), change: fields };
  });
  const answer = await send(chosen);
  if (!answer) return;
  // All that the change did goes back, also what went with it (`undoes`).
  const run = async () => {
    const back = await send(answer.before.map((one) => ({
      criterion: one.criterion,
      version: Number(rowOf(one.criterion)?.dataset.v ?? one.version + 1),
      change: { ...before(fields, one), undoes: one.version + 1 },
    })));
    if (back) say({ text: filled(words.bulkUndone, { count: back.answers.length }) });
  };
  const step = remember({ run });
  const left = answer.conflicts.length > 0 ? ` ${filled(words.bulkConflict, { count: answer.conflicts.length })}` : "";
  say({ text: filled(words.bulkDone, { count: answer.answers.length }) + left, undo: { label: words.undo, run: () => takeBack(step) } });
}

/**
 * What stood in the fields of a change before it.
 *
 * @param {Change} fields
 * @param {AnswerTold} old
 * @returns {Change}
 */
const before = (fields, old) => Object.fromEntries(fieldsOf(fields).map((name) => [name, old[name] ?? null]));

/**
 * @param {{ criterion: string, version: number, change: Change }[]} changes
 * @returns {Promise<SavedMany | undefined>}
 */
async function send(changes) {
  try {
    /** @type {SavedMany} */
    const answer = await requestJson(`${root.dataset.api}/answers`, { method: "PATCH", body: { changes } });
    for (const saved of answer.answers) {
      learn(saved.answer, { open: saved.open });
      refreshRow(saved.answer.criterion, changes[0]?.change ?? {});
    }
    for (const current of answer.conflicts) {
      learn(current);
      refreshRow(current.criterion, { owner: true });
    }
    showFigures(answer.figures);
    return answer;
  } catch (error) {
    say({ text: messageOf(error), kind: "error" });
    return undefined;
  }
}
