// The sheet: cells like those of a workbook. Arrows and Enter move between rows, pasting a column fills it downwards.

import { save } from "./save.js";
import { root, rows } from "./page.js";

const sheet = root.querySelector("[data-sheet]");
const CELLS = "textarea[data-cell], input[data-cell], select[data-cell]";
const column = (name) => rows().map((row) => row.querySelector(`[data-cell][name="${name}"]`));

function put(cell) {
  const row = cell.closest("[data-row]");
  const before = cell.dataset.before ?? cell.dataset.was ?? "";
  if (cell.value === before) return;
  cell.dataset.before = cell.value;
  cell.toggleAttribute("data-empty", cell.type === "date" && cell.value === "");
  const value = (text) => (cell.name === "note" ? text : text === "" ? null : text);
  save(row.dataset.c, { [cell.name]: value(cell.value) }, { [cell.name]: value(before) }, { undoable: false });
}

if (sheet) {
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
