// What is shown of an answer: in its row, in the panel, in the figures.

import { panelOf, root, rowOf } from "./page.js";

/**
 * Shows a state before the server has it.
 *
 * @param {string} criterion
 * @param {string} status
 */
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

/**
 * Shows an answer as the server keeps it. Fields in which somebody is writing stay.
 *
 * @param {AnswerSeen} answer
 * @param {boolean} [open] Whether something is left to do about it, where that was told.
 */
export function showAnswer(answer, open) {
  showStatus(answer.criterion, answer.status);
  const row = rowOf(answer.criterion);
  const panel = panelOf(answer.criterion);
  if (row) {
    row.dataset.v = String(answer.version);
    /** @type {NodeListOf<HTMLInputElement | HTMLButtonElement>} */
    const versioned = row.querySelectorAll('[name="c"], [name="answer"]');
    for (const field of versioned) {
      const [criterion, , status] = field.value.split(":");
      field.value = [criterion, answer.version, status].filter((part) => part !== undefined).join(":");
    }
    if (open !== undefined) showOpen(row, open);
  }
  if (panel) {
    panel.dataset.v = String(answer.version);
    for (const field of panel.querySelectorAll('input[name="version"]')) field.value = String(answer.version);
  }
}

/**
 * Shows the fields of an answer in the cells of the sheet. A cell in which somebody writes stays, unless theirs is to stand `over` it. Returns
 * whether all cells show what the server has.
 *
 * @param {{ criterion: string, note?: string, owner?: string | null, due?: string | null, confirmed_on?: string | null }} answer
 * @param {{ over?: boolean }} [how]
 */
export function showCells({ criterion, note, owner, due, confirmed_on }, { over = false } = {}) {
  let all = true;
  for (const [name, value] of Object.entries({ note, owner, due, confirmed_on })) {
    /** @type {Field | null | undefined} */
    const cell = rowOf(criterion)?.querySelector(`[data-cell][name="${name}"]`);
    if (!cell || value === undefined) continue;
    if (!over && cell.value !== (cell.dataset.before ?? cell.dataset.was ?? "")) {
      all &&= cell.value === (value ?? "");
      continue;
    }
    cell.value = value ?? "";
    cell.dataset.before = cell.value;
    cell.toggleAttribute("data-empty", cell.type === "date" && cell.value === "");
  }
  return all;
}

/**
 * Marks a row as open or closed; its requirement's figure follows.
 *
 * @param {HTMLElement} row
 * @param {boolean} open
 */
function showOpen(row, open) {
  const before = row.hasAttribute("data-open");
  row.toggleAttribute("data-open", open);
  const figure = root.querySelector(`[data-requirement-figure="${CSS.escape(row.dataset.requirement ?? "")}"]`);
  if (!figure || before === open) return;
  const [satisfied = 0, total] = figure.textContent.split("/").map(Number);
  figure.textContent = `${satisfied + (open ? -1 : 1)}/${total}`;
}

/**
 * Moves the bar, its figures and those of the areas.
 *
 * @param {Figures} figures
 */
export function showFigures(figures) {
  const order = /** @type {const} */ (["met", "partial", "unmet", "not_applicable"]);
  let from = 0;
  for (const name of order) {
    const bar = root.querySelector(`.figures-bar .${name}`);
    bar?.setAttribute("x", String(from));
    bar?.setAttribute("width", String(figures[name]));
    from += figures[name];
  }
  for (const figure of root.querySelectorAll("[data-figure]")) {
    const value = figures[figure.dataset.figure ?? ""];
    if (value !== undefined) figure.textContent = String(value);
  }
  for (const area of figures.areas ?? []) {
    const element = root.querySelector(`[data-area="${CSS.escape(area.id)}"]`);
    const [figure, bar] = [element?.querySelector("[data-area-figure]"), element?.querySelector("progress")];
    if (figure) figure.textContent = `${area.satisfied}/${area.total}`;
    if (bar) Object.assign(bar, { value: area.satisfied, max: area.total });
  }
}
