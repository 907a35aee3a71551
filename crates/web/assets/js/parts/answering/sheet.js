// The sheet: cells like those of a workbook. Arrows and Enter move between rows, pasting a column fills it downwards.

import { request } from "../request.js";
import { hold, watch } from "../unsaved.js";
import { save, unsaved } from "./save.js";
import { root, rows } from "./page.js";
import { showAnswer, showCells } from "./show.js";

const sheet = root.querySelector("[data-sheet]");
const CELLS = "textarea[data-cell], input[data-cell], select[data-cell]";
/** As in the list: what was typed is saved after this pause. */
const PAUSE = 700;
const column = (name) => rows().map((row) => row.querySelector(`[data-cell][name="${name}"]`));
/** Cells in which somebody is writing, each with its timer. */
const drafts = new Map();

function put(cell) {
  clearTimeout(drafts.get(cell));
  drafts.delete(cell);
  const row = cell.closest("[data-row]");
  const before = cell.dataset.before ?? cell.dataset.was ?? "";
  // A date that is half typed is no date yet.
  if (cell.value === before || cell.validity.badInput) return undefined;
  cell.dataset.before = cell.value;
  cell.toggleAttribute("data-empty", cell.type === "date" && cell.value === "");
  const value = (text) => (cell.name === "note" ? text : text === "" ? null : text);
  return save(row.dataset.c, { [cell.name]: value(cell.value) }, { [cell.name]: value(before) }, { undoable: false });
}

/** Saves what is written and has not been saved. */
const flush = () => Promise.all([...drafts.keys()].map(put));

/** What others changed, in the cells; without them a later save here would take theirs for seen. */
const changed = new Set();
let soon;
export function refreshCells(criterion) {
  if (!sheet) return;
  changed.add(criterion);
  clearTimeout(soon);
  soon = setTimeout(async () => {
    const those = [...changed];
    changed.clear();
    let text;
    try {
      text = await (await request(location.href)).text();
    } catch {
      // They are fetched with the next change, or when the connection is back; until then their versions stay old.
      for (const one of those) changed.add(one);
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const one of those) {
      const row = page.getElementById(`c-${one}`);
      const value = (name) => row?.querySelector(`[data-cell][name="${name}"]`)?.dataset.was;
      if (!row) continue;
      if (!unsaved(one)) showAnswer({ criterion: one, status: row.dataset.status, version: Number(row.dataset.v) }, row.hasAttribute("data-open"));
      showCells({ criterion: one, note: value("note"), owner: value("owner"), due: value("due"), confirmed_on: value("confirmed_on") });
    }
  }, 300);
}

/** Cells take words once there is a script that saves them. */
function enable(within) {
  for (const cell of within.querySelectorAll("[data-answerable] [data-cell]")) {
    if (cell.matches("select")) cell.disabled = false;
    else cell.readOnly = false;
  }
}

if (sheet) {
  enable(sheet);
  document.addEventListener("tasuki:content", () => enable(sheet));
  hold({ dirty: () => drafts.size > 0, send: flush });
  sheet.addEventListener("input", (event) => {
    const cell = event.target;
    if (!cell.matches("textarea[data-cell]")) return;
    clearTimeout(drafts.get(cell));
    drafts.set(cell, setTimeout(() => { put(cell); watch(); }, PAUSE));
  });
  sheet.addEventListener("change", (event) => { if (event.target.matches(CELLS)) put(event.target); });

  sheet.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches(CELLS) || event.isComposing) return;
    const step = event.key === "Enter" && !event.shiftKey ? 1 : event.altKey && event.key === "ArrowDown" ? 1 : event.altKey && event.key === "ArrowUp" ? -1 : 0;
    if (step === 0 || (event.key === "Enter" && cell.matches("select"))) return;
    event.preventDefault();
    const cells = column(cell.name);
    cells[cells.indexOf(cell) + step]?.focus();
  });

  // Lines from a workbook go into the cells below each other.
  sheet.addEventListener("paste", (event) => {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
    // Only what comes from a workbook: a text of several lines is one text.
    const cut = event.clipboardData?.types.includes("text/html");
    if (!cell.matches("textarea[data-cell]") || !cut || lines.length < 2) return;
    event.preventDefault();
    const cells = column(cell.name);
    const from = cells.indexOf(cell);
    for (const [index, line] of lines.entries()) {
      const target = cells[from + index];
      if (!target || target.disabled) break;
      target.value = line.split("\t")[0].replace(/^"|"$/g, "");
      put(target);
    }
  });
}
