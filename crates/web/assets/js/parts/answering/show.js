// What is shown of an answer: in its row, in the panel, in the figures.

import { panelOf, root, rowOf } from "./page.js";

/** Shows a state before the server has it. */
export function showStatus(criterion, status) {
  const row = rowOf(criterion);
  if (row) {
    row.dataset.status = status;
    for (const button of row.querySelectorAll("button[data-status]")) {
      button.setAttribute("aria-pressed", String(button.dataset.status === status));
    }
  }
  const panel = panelOf(criterion);
  if (panel) {
    panel.dataset.status = status;
    for (const radio of panel.querySelectorAll('input[name="status"]')) radio.checked = radio.value === status;
  }
}

/** Shows an answer as the server keeps it. Fields in which somebody is writing stay. */
export function showAnswer(answer, open) {
  showStatus(answer.criterion, answer.status);
  const row = rowOf(answer.criterion);
  const panel = panelOf(answer.criterion);
  if (row) {
    row.dataset.v = answer.version;
    for (const field of row.querySelectorAll('[name="c"], [name="answer"]')) {
      const [criterion, , status] = field.value.split(":");
      field.value = [criterion, answer.version, status].filter((part) => part !== undefined).join(":");
    }
    if (open !== undefined) showOpen(row, open);
  }
  if (panel) {
    panel.dataset.v = answer.version;
    for (const field of panel.querySelectorAll('input[name="version"]')) field.value = answer.version;
  }
}

/**
 * Shows the fields of an answer in the cells of the sheet. A cell in which somebody writes stays, unless theirs is to stand `over` it.
 */
export function showCells(answer, { over = false } = {}) {
  const values = { note: answer.note, owner: answer.owner, due: answer.due, confirmed_on: answer.confirmed_on ?? answer.confirmed };
  for (const [name, value] of Object.entries(values)) {
    const cell = rowOf(answer.criterion)?.querySelector(`[data-cell][name="${name}"]`);
    if (!cell || value === undefined) continue;
    if (!over && cell.value !== (cell.dataset.before ?? cell.dataset.was ?? "")) continue;
    cell.value = value ?? "";
    cell.dataset.before = cell.value;
    cell.toggleAttribute("data-empty", cell.type === "date" && cell.value === "");
  }
}

/** Marks a row as open or closed; its requirement's figure follows. */
function showOpen(row, open) {
  const before = row.hasAttribute("data-open");
  row.toggleAttribute("data-open", open);
  const figure = root.querySelector(`[data-requirement-figure="${CSS.escape(row.dataset.requirement ?? "")}"]`);
  if (!figure || before === open) return;
  const [satisfied, total] = figure.textContent.split("/").map(Number);
  figure.textContent = `${satisfied + (open ? -1 : 1)}/${total}`;
}

/** Moves the bar, its figures and those of the areas. */
export function showFigures(figures) {
  const order = ["met", "partial", "unmet", "not_applicable"];
  let from = 0;
  for (const name of order) {
    const bar = root.querySelector(`.figures-bar .${name}`);
    bar?.setAttribute("x", from);
    bar?.setAttribute("width", figures[name]);
    from += figures[name];
  }
  for (const figure of root.querySelectorAll("[data-figure]")) {
    const value = figures[figure.dataset.figure];
    if (value !== undefined) figure.textContent = value;
  }
  for (const area of figures.areas ?? []) {
    const element = root.querySelector(`[data-area="${CSS.escape(area.id)}"]`);
    if (!element) continue;
    element.querySelector("[data-area-figure]").textContent = `${area.satisfied}/${area.total}`;
    Object.assign(element.querySelector("progress"), { value: area.satisfied, max: area.total });
  }
}
