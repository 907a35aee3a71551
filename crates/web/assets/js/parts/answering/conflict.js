// Two people changed the same field: both versions are shown, and one person chooses.

import { targetOf } from "../elements.js";
import { answered, ask } from "./asked.js";
import { fieldsOf } from "./changes.js";
import { fill } from "./fields.js";
import { panel, panelOf, root } from "./page.js";
import { showCells } from "./show.js";
import { open } from "./panel.js";

/**
 * Resolves to whether my change is to be kept.
 *
 * @param {string} criterion
 * @param {AnswerTold} current
 * @param {Change} change
 */
export async function showConflict(criterion, current, change) {
  if (panel && !panelOf(criterion)) await open(criterion);
  const question = compared(current, change);
  const { block } = question;
  const dialog = panel ? undefined : root.appendChild(Object.assign(document.createElement("dialog"), { className: "dialog" }));
  (panelOf(criterion) ?? panel ?? dialog)?.prepend(block);
  dialog?.showModal();
  // Esc chooses nothing: neither text may get lost.
  dialog?.addEventListener("cancel", (event) => event.preventDefault());
  ask(criterion, question);
  // Whoever is in the middle of a word finishes it: what is typed further waits as well.
  const focused = document.activeElement;
  const isTyping = panel?.contains(focused) && focused?.matches("textarea, input");
  block.scrollIntoView({ block: isTyping ? "nearest" : "center" });
  if (!isTyping) block.focus();
  const kept = await chosen(block);
  answered(criterion);
  block.remove();
  dialog?.remove();
  if (kept === "theirs") {
    // Put where they belong, not fetched: a panel that comes later would take away what somebody writes until then.
    fill(criterion, Object.fromEntries(fieldsOf(change).map((name) => [name, current[name]])));
    showCells(current, { over: true });
  }
  return kept === "mine";
}

/**
 * Both versions side by side, in the words of the page.
 *
 * @param {AnswerTold} current
 * @param {Change} change
 * @returns {import("./asked.js").Asking}
 */
function compared(current, change) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("conflict"));
  const block = /** @type {HTMLElement} */ (template.content.querySelector(".conflict")?.cloneNode(true));
  /** @param {Value | undefined} value */
  const word = (value) => {
    const known = template.content.querySelector(`[data-word="${CSS.escape(String(value))}"]`);
    return known?.textContent ?? String(value ?? "");
  };
  const own = current.changed_by === root.dataset.me;
  block.querySelector(`[data-by="${own ? "others" : "me"}"]`)?.remove();
  const by = block.querySelector("[data-conflict-by]");
  if (by) by.textContent = word(current.changed_by);
  const body = block.querySelector("tbody");
  /** @type {Map<keyof AnswerFields, HTMLElement>} */
  const mine = new Map();
  for (const name of fieldsOf(change)) {
    const row = document.createElement("tr");
    const head = row.appendChild(document.createElement("th"));
    head.scope = "row";
    head.textContent = block.querySelector(`[data-field="${name === "confirmed_on" ? "confirmed" : name}"]`)?.textContent ?? name;
    const [, own] = [current[name], change[name]].map((value) => {
      const text = row.insertCell().appendChild(document.createElement("div"));
      text.className = "conflict-text";
      text.textContent = word(value);
      return text;
    });
    if (own) mine.set(name, own);
    body?.append(row);
  }
  block.querySelector("dl")?.remove();
  /** @param {Change} further */
  const showMine = (further) => {
    for (const [name, text] of mine) if (name in further) text.textContent = word(further[name]);
  };
  return { block, showMine };
}

/**
 * Resolves to which of the two somebody chose.
 *
 * @param {HTMLElement} block
 * @returns {Promise<string | undefined>}
 */
const chosen = (block) => new Promise((resolve) => {
  block.addEventListener("click", (event) => {
    const button = targetOf(event)?.closest("[data-keep]");
    if (button) resolve(button.dataset.keep);
  });
});
