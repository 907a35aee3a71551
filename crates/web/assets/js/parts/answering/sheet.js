// The sheet: cells like those of a workbook. Arrows and Enter move between rows, pasting a column fills it downwards.

import { fieldOf } from "../elements.js";
import { hold, watch } from "../unsaved.js";
import { criterionOf, root, rows } from "./page.js";
import { save } from "./save.js";

const sheet = root.querySelector("[data-sheet]");
/** As in the list: what was typed is saved after this pause. */
const PAUSE = 700;

/**
 * The cells of a column, from top to bottom.
 *
 * @param {string} name
 */
const column = (name) => rows().flatMap((row) => {
  /** @type {Field | null} */
  const cell = row.querySelector(`[data-cell][name="${name}"]`);
  return cell ? [cell] : [];
});

/**
 * The cell that an event is about.
 *
 * @param {Event} event
 */
function cellOf(event) {
  const field = fieldOf(event);
  return field?.matches("[data-cell]") ? field : undefined;
}

/**
 * Cells in which somebody is writing, each with its timer.
 *
 * @type {Map<Field, ReturnType<typeof setTimeout>>}
 */
const drafts = new Map();

/** @param {Field} cell */
function put(cell) {
  clearTimeout(drafts.get(cell));
  drafts.delete(cell);
  const row = cell.closest("[data-row]");
  const before = cell.dataset.before ?? cell.dataset.was ?? "";
  // A date that is half typed is no date yet.
  if (!row || cell.value === before || cell.validity.badInput) return undefined;
  cell.dataset.before = cell.value;
  cell.toggleAttribute("data-empty", cell.type === "date" && cell.value === "");
  /** @param {string} text */
  const value = (text) => (cell.name !== "note" && text === "" ? null : text);
  return save(criterionOf(row), { [cell.name]: value(cell.value) }, { [cell.name]: value(before) }, { undoable: false });
}

/** Saves what is written and has not been saved. */
const flush = () => Promise.all([...drafts.keys()].map((cell) => put(cell)));

/**
 * Cells take words once there is a script that saves them.
 *
 * @param {HTMLElement} within
 */
function enable(within) {
  /** @type {NodeListOf<Field>} */
  const cells = within.querySelectorAll("[data-answerable] [data-cell]");
  for (const cell of cells) {
    if (cell instanceof HTMLSelectElement) cell.disabled = false;
    else cell.readOnly = false;
  }
}

/**
 * By how many rows a key moves in a column.
 *
 * @param {KeyboardEvent} event
 */
export function stepOf({ key, shiftKey, altKey }) {
  if (key === "Enter") return shiftKey ? 0 : 1;
  if (!altKey) return 0;
  return key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
}

/**
 * The lines of a column that was copied in a workbook: of each the first cell, without the quotation marks around it.
 *
 * @param {string} text
 */
export const linesOf = (text) => text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => (line.split("\t")[0] ?? "").replace(/^"|"$/g, ""));

if (sheet) {
  enable(sheet);
  document.addEventListener("tasuki:content", () => enable(sheet));
  hold({ dirty: () => drafts.size > 0, send: flush });
  sheet.addEventListener("input", (event) => {
    const cell = cellOf(event);
    if (!cell?.matches("textarea")) return;
    clearTimeout(drafts.get(cell));
    drafts.set(cell, setTimeout(() => { put(cell); watch(); }, PAUSE));
  });
  sheet.addEventListener("change", (event) => {
    const cell = cellOf(event);
    if (cell) put(cell);
  });

  sheet.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.isComposing) return;
    const step = stepOf(event);
    if (step === 0 || (event.key === "Enter" && cell.matches("select"))) return;
    event.preventDefault();
    const cells = column(cell.name);
    cells[cells.indexOf(cell) + step]?.focus();
  });

  // Lines from a workbook go into the cells below each other.
  sheet.addEventListener("paste", (event) => {
    const cell = cellOf(event);
    const lines = linesOf(event.clipboardData?.getData("text/plain") ?? "");
    // Only what comes from a workbook: a text of several lines is one text.
    const cut = event.clipboardData?.types.includes("text/html");
    if (!cell?.matches("textarea") || !cut || lines.length < 2) return;
    event.preventDefault();
    const cells = column(cell.name);
    const from = cells.indexOf(cell);
    for (const [index, line] of lines.entries()) {
      const target = cells[from + index];
      if (!target || target.disabled) break;
      target.value = line;
      put(target);
    }
  });
}
