// The keys of the answering page.

import { targetOf, typing } from "../elements.js";
import { panel, root, rowOf } from "./page.js";
import { settled } from "./panel.js";
import { answer, choose, current, guide, move, nextOpen } from "./rows.js";
import { undo } from "./undo.js";

/** @type {Record<string, string>} */
const SIGNS = { 1: "met", 2: "partial", 3: "unmet", 4: "not_applicable", 0: "unanswered" };

/**
 * A field is that of the chosen criterion, also while its panel is still on its way.
 *
 * @param {string} selector
 */
async function field(selector) {
  await settled();
  const found = panel?.querySelector(selector);
  found?.closest("details")?.setAttribute("open", "");
  found?.focus();
}

/** @param {string} selector */
const press = (selector) => rowOf(current())?.querySelector(selector)?.click();

/** @type {Record<string, () => unknown>} */
const ACTIONS = {
  ArrowDown: () => (root.dataset.order ? guide(1) : move(1)),
  ArrowUp: () => (root.dataset.order ? guide(-1) : move(-1)),
  j: () => move(1),
  k: () => move(-1),
  n: nextOpen,
  u: undo,
  c: () => field("[data-mentions]"),
  e: () => settled().then(() => panel?.querySelector('[data-upload] input[type="file"]')?.click()),
  x: () => press('[name="c"]'),
  Enter: () => field('[name="note"]'),
};

/**
 * What a key does here.
 *
 * @param {string} key
 */
function actionOf(key) {
  const sign = SIGNS[key];
  return sign === undefined ? ACTIONS[key] : () => answer(sign);
}

/**
 * Whether a key belongs to what has the focus: to a field or an open menu; an arrow to the group of radio buttons, Enter to the button or link.
 *
 * @param {Element | undefined} target
 * @param {string} key
 */
function isTaken(target, key) {
  if (!target) return false;
  if (typing(target) || target.closest("details.menu[open]")) return true;
  if (key.startsWith("Arrow")) return target.matches("input");
  return key === "Enter" && target.closest("button, summary, a:not([data-row] > a)") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
  const target = targetOf(event);
  if (event.ctrlKey || event.metaKey) {
    if (event.key !== "z" || typing(event.target)) return;
    event.preventDefault();
    undo();
    return;
  }
  if (event.key === "Escape" && target && panel?.contains(target)) {
    leave(target);
    return;
  }
  const act = isTaken(target, event.key) ? undefined : actionOf(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});

/**
 * Back from the panel to the row.
 *
 * @param {Element} target
 */
function leave(target) {
  if (target instanceof HTMLElement) target.blur();
  const criterion = current();
  if (criterion) choose(criterion, { focus: true });
}
