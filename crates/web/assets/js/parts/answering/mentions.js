// `@` in a comment offers the members; the names come from the panel's list of owners.

import { targetOf } from "../elements.js";
import { root } from "./page.js";

/** More than these are no help. */
const MOST = 8;

/** @type {HTMLElement | undefined} */
let list;
const close = () => { list?.remove(); list = undefined; };

function names() {
  /** @type {NodeListOf<HTMLOptionElement>} */
  const options = root.querySelectorAll('[data-answer] [name="owner"] option');
  return [...options].filter((option) => option.value).map((option) => option.textContent);
}

/**
 * What of a name was typed right before the caret, with its sign: `@さ`; nothing where no mention is begun.
 *
 * @param {string} text
 */
export const begun = (text) => /[@＠][^@＠\s]*$/.exec(text)?.[0];

/**
 * The names in which what was typed occurs, wherever that is.
 *
 * @param {string[]} all
 * @param {string} typed What was begun, with its sign.
 */
export const matching = (all, typed) => all.filter((name) => name.toLowerCase().includes(typed.slice(1).toLowerCase())).slice(0, MOST);

/** @param {Event} event */
function look(event) {
  const area = targetOf(event);
  if (!(area instanceof HTMLTextAreaElement) || !area.matches("[data-mentions]")) return;
  const typed = begun(area.value.slice(0, area.selectionStart));
  close();
  if (typed !== undefined) offer(area, typed.length, matching(names(), typed));
}
root.addEventListener("input", (event) => { if (!(event instanceof InputEvent && event.isComposing)) look(event); });
// Not every browser tells of an input after the one that ends a composition.
root.addEventListener("compositionend", look);

root.addEventListener("keydown", (event) => {
  if (!list || event.isComposing || !targetOf(event)?.matches("[data-mentions]")) return;
  const items = [...list.children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
    for (const [index, item] of items.entries()) item.setAttribute("aria-selected", String(index === next));
  } else if (event.key === "Enter" || event.key === "Tab") {
    items[at]?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true }));
  } else if (event.key === "Escape") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

root.addEventListener("focusout", close);

/**
 * Offers names; whichever is chosen takes the place of the letters that were typed.
 *
 * @param {HTMLTextAreaElement} area
 * @param {number} typed
 * @param {string[]} matching
 */
function offer(area, typed, matching) {
  if (matching.length === 0) return;
  list = document.createElement("ul");
  list.className = "mentions";
  list.setAttribute("role", "listbox");
  for (const [index, name] of matching.entries()) {
    const item = list.appendChild(document.createElement("li"));
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(index === 0));
    item.textContent = name;
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      area.setRangeText(`@${name} `, area.selectionStart - typed, area.selectionStart, "end");
      close();
    });
  }
  area.parentElement?.append(list);
}
