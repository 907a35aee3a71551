// The rows: choosing one, answering by its signs, moving about.

import { panel, panelOf, root, rowOf, rows, words } from "./page.js";
import { open, stay } from "./panel.js";
import { save } from "./save.js";
import { say } from "../say.js";

const chosen = () => root.querySelector('[data-row][aria-current="true"]');

/** The criterion that keys act on. */
export const current = () => chosen()?.dataset.c ?? panel?.querySelector("[data-panel-of]")?.dataset.c;

/** Chooses a criterion: marks its row and brings it into view and into the panel. */
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

/** Moves by `step` rows. */
export function move(step) {
  const all = rows();
  const at = all.indexOf(chosen());
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (next) choose(next.dataset.c, { focus: true });
}

/** Moves to the next row that is not answered, from the top again at the end. */
export function nextOpen() {
  if (root.dataset.order) return guide(1);
  const all = rows();
  const at = all.indexOf(chosen());
  const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((row) => row.dataset.status === "unanswered")
    ?? [...all.slice(at + 1), ...all.slice(0, at + 1)].find((row) => row.hasAttribute("data-open"));
  if (next) choose(next.dataset.c, { focus: true });
  else say({ text: words.allDone });
}

/** In the one-by-one view: the next or previous question of the plan. */
export function guide(step) {
  const order = root.dataset.order.split(" ");
  const next = order[order.indexOf(current()) + step];
  if (next) open(next);
  else if (step > 0) location.assign(`${root.dataset.base}?view=guide`);
}

/** Answers the chosen criterion. */
export function answer(status) {
  const criterion = current();
  const holder = rowOf(criterion) ?? panelOf(criterion);
  if (!holder?.hasAttribute("data-answerable") || holder.dataset.status === status) return;
  const saving = save(criterion, { status }, { status: holder.dataset.status });
  if (root.dataset.order && status !== "not_applicable") saving.then(() => guide(1));
}

root.addEventListener("click", (event) => {
  const sign = event.target.closest("[data-row] button[data-status]");
  const link = event.target.closest("[data-row] > a, a[data-choose]");
  const step = event.target.closest("[data-guide]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (sign) {
    event.preventDefault();
    const row = sign.closest("[data-row]");
    const status = sign.getAttribute("aria-pressed") === "true" ? "unanswered" : sign.dataset.status;
    if (matchMedia("(width >= 900px)").matches) choose(row.dataset.c);
    save(row.dataset.c, { status }, { status: row.dataset.status });
  } else if (link && plain && panel) {
    event.preventDefault();
    const criterion = link.dataset.choose ?? link.closest("[data-row]").dataset.c;
    root.toggleAttribute("data-panel", true);
    choose(criterion);
    if (matchMedia("(width < 900px)").matches) scrollTo(0, 0);
  } else if (step && plain) {
    event.preventDefault();
    guide(Number(step.dataset.guide));
  } else if (event.target.closest("[data-panel-close]") && plain) {
    event.preventDefault();
    root.removeAttribute("data-panel");
    chosen()?.scrollIntoView({ block: "center" });
    chosen()?.querySelector("a")?.focus({ preventScroll: true });
  }
});

/** Shows in the list of areas where the chosen criterion lies. */
function markArea(row) {
  const section = row?.closest("[data-of-area]");
  if (!section) return;
  for (const area of root.querySelectorAll(".area")) {
    const here = area.dataset.area === section.dataset.ofArea;
    area.toggleAttribute("data-here", here);
    if (here) area.open = true;
  }
}
markArea(chosen());
if (matchMedia("(width >= 1200px)").matches || new URLSearchParams(location.search).has("c")) chosen()?.scrollIntoView({ block: "center" });
