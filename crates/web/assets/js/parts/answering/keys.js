// The keys of the answering page.

import { typing } from "../elements.js";
import { panel, root, rowOf } from "./page.js";
import { settled } from "./panel.js";
import { answer, choose, current, guide, move, nextOpen } from "./rows.js";
import { undo } from "./undo.js";

const SIGNS = { 1: "met", 2: "partial", 3: "unmet", 4: "not_applicable", 0: "unanswered" };

// A field is that of the chosen criterion, also while its panel is still on its way.
const field = async (selector) => {
  await settled();
  const found = panel?.querySelector(selector);
  found?.closest("details")?.setAttribute("open", "");
  found?.focus();
};

const ACTIONS = {
  ArrowDown: () => (root.dataset.order ? guide(1) : move(1)),
  ArrowUp: () => (root.dataset.order ? guide(-1) : move(-1)),
  j: () => move(1),
  k: () => move(-1),
  n: nextOpen,
  u: undo,
  c: () => field("[data-mentions]"),
  e: () => settled().then(() => panel?.querySelector('[data-upload] input[type="file"]')?.click()),
  x: () => rowOf(current())?.querySelector('[name="c"]')?.click(),
  Enter: () => field('[name="note"]'),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing(event.target)) {
    event.preventDefault();
    undo();
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && panel?.contains(event.target)) {
    event.target.blur();
    if (current()) choose(current(), { focus: true });
    return;
  }
  if (typing(event.target) || event.target.closest?.("details.menu[open]")) return;
  // In a group of radio buttons the arrows belong to the group; on a button or link Enter is the button's own.
  if (event.target.matches?.("input") && event.key.startsWith("Arrow")) return;
  if (event.key === "Enter" && event.target.closest?.("button, summary, a:not([data-row] > a)")) return;
  const act = event.key in SIGNS ? () => answer(SIGNS[event.key]) : ACTIONS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
