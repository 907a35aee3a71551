// Keys: `data-key="n"` or `data-key="g h"` on a link, button or field; `?` shows them.

import { typing } from "./elements.js";

const PAUSE = 900;
let first = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const pressed = first ? `${first} ${event.key}` : event.key;
  const element = holder(pressed);
  clearTimeout(timer);
  first = "";
  if (element) {
    event.preventDefault();
    take(element);
  } else if (event.key === "g") {
    first = event.key;
    timer = setTimeout(() => { first = ""; }, PAUSE);
  }
});

/**
 * What a key does: a field gets the focus, with its words chosen; anything else is pressed.
 *
 * @param {HTMLElement} element
 */
function take(element) {
  if (!element.matches("input, textarea, select")) { element.click(); return; }
  element.focus();
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
}

/**
 * Who has the key: the page itself before the frame around it; what is hidden has none, except the list of keys in its menu.
 *
 * @param {string} pressed
 */
function holder(pressed) {
  const all = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === pressed);
  const shown = all.filter((one) => one.checkVisibility());
  return shown.find((one) => one.closest("main")) ?? shown[0] ?? (pressed === "?" ? all[0] : undefined);
}

// Leaving a search field gives the keys back to the page.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target instanceof HTMLInputElement && event.target.type === "search" && event.target.value === "") event.target.blur();
});

const place = document.querySelector("[data-keys-here]");
for (const template of document.querySelectorAll("template[data-keys]")) place?.append(template.content.cloneNode(true));
