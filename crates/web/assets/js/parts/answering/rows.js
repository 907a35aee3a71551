// The rows: choosing one, answering by its signs, moving about.

import { targetOf } from "../elements.js";
import { criterionOf, panel, panelOf, root, rowOf, rows, shownPanel, words } from "./page.js";
import { open, stay } from "./panel.js";
import { save } from "./save.js";
import { say } from "../say.js";

const chosen = () => root.querySelector('[data-row][aria-current="true"]');

/** The criterion that keys act on. */
export const current = () => chosen()?.dataset.c ?? shownPanel()?.dataset.c;

/**
 * Chooses a criterion: marks its row and brings it into view and into the panel.
 *
 * @param {string} criterion
 * @param {{ focus?: boolean }} [how]
 */
export function choose(criterion, { focus = false } = {}) {
  const row = rowOf(criterion);
  if (row && row !== chosen()) {
    chosen()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  }
  row?.scrollIntoView({ block: "nearest" });
  if (focus) row?.querySelector("a")?.focus({ preventScroll: true });
  markArea(row);
  if (!panel) return;
  if (panelOf(criterion)) stay();
  else open(criterion);
}

/** Where the chosen row stands among all of them; -1 is nowhere. */
const place = () => rows().findIndex((row) => row === chosen());

/**
 * Moves by so many rows, not beyond the ends.
 *
 * @param {number} step
 */
export function move(step) {
  const all = rows();
  const next = all[Math.min(all.length - 1, Math.max(0, place() + step))];
  if (next) choose(criterionOf(next), { focus: true });
}

/** Moves to the next row that is not answered, from the top again at the end; where all are, to the next that is open. */
export function nextOpen() {
  if (root.dataset.order) { guide(1); return; }
  const all = rows();
  const at = place();
  const onwards = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  const next = onwards.find((row) => row.dataset.status === "unanswered") ?? onwards.find((row) => row.hasAttribute("data-open"));
  if (next) choose(criterionOf(next), { focus: true });
  else say({ text: words.allDone });
}

/**
 * In the one-by-one view: the next or previous question of the plan.
 *
 * @param {number} step
 */
export function guide(step) {
  const order = root.dataset.order?.split(" ") ?? [];
  const next = order[order.indexOf(current() ?? "") + step];
  if (next) open(next);
  else if (step > 0) location.assign(`${root.dataset.base}?view=guide`);
}

/**
 * Answers the chosen criterion.
 *
 * @param {string} status
 */
export function answer(status) {
  const criterion = current();
  const holder = rowOf(criterion) ?? panelOf(criterion);
  if (criterion === undefined || !holder?.hasAttribute("data-answerable") || holder.dataset.status === status) return;
  const saving = save(criterion, { status }, { status: holder.dataset.status });
  if (root.dataset.order && status !== "not_applicable") saving.then(() => guide(1));
}

root.addEventListener("click", (event) => {
  const target = targetOf(event);
  const sign = target?.closest("[data-row] button[data-status]");
  /** @type {HTMLElement | null | undefined} */
  const link = target?.closest("[data-row] > a, a[data-choose]");
  const step = target?.closest("[data-guide]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (sign) {
    event.preventDefault();
    press(sign);
  } else if (link && plain && panel) {
    event.preventDefault();
    const row = link.closest("[data-row]");
    root.toggleAttribute("data-panel", true);
    choose(link.dataset.choose ?? (row ? criterionOf(row) : ""));
    if (matchMedia("(width < 900px)").matches) scrollTo(0, 0);
  } else if (step && plain) {
    event.preventDefault();
    guide(Number(step.dataset.guide));
  } else if (target?.closest("[data-panel-close]") && plain) {
    event.preventDefault();
    root.removeAttribute("data-panel");
    chosen()?.scrollIntoView({ block: "center" });
    chosen()?.querySelector("a")?.focus({ preventScroll: true });
  }
});

/**
 * A sign of a row answers it; the sign that is pressed already takes the answer off.
 *
 * @param {HTMLElement} sign
 */
function press(sign) {
  const row = sign.closest("[data-row]");
  if (!row) return;
  const status = sign.getAttribute("aria-pressed") === "true" ? "unanswered" : sign.dataset.status;
  if (matchMedia("(width >= 900px)").matches) choose(criterionOf(row));
  save(criterionOf(row), { status }, { status: row.dataset.status });
}

/**
 * Shows in the list of areas where the chosen criterion lies.
 *
 * @param {HTMLElement | null} row
 */
function markArea(row) {
  const section = row?.closest("[data-of-area]");
  if (!section) return;
  for (const area of root.querySelectorAll("details.area")) {
    const here = area.dataset.area === section.dataset.ofArea;
    area.toggleAttribute("data-here", here);
    if (here) area.open = true;
  }
}
markArea(chosen());
if (matchMedia("(width >= 1200px)").matches || new URLSearchParams(location.search).has("c")) chosen()?.scrollIntoView({ block: "center" });
