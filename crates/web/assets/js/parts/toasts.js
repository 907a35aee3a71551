// Short messages in the corner. They leave by themselves, but not under the hand or while something in them has the focus.

import { each } from "./elements.js";

const STAY = 8000;

/** What keeps a toast while it lasts, and what ends that. */
const KEPT = /** @type {const} */ ([["pointerenter", "pointerleave"], ["focusin", "focusout"]]);

/** @param {HTMLElement} toast */
function keepUntilRead(toast) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const keeping = new Set();
  const look = () => {
    clearTimeout(timer);
    if (keeping.size === 0) timer = setTimeout(() => toast.remove(), STAY);
  };
  for (const [begins, ends] of KEPT) {
    toast.addEventListener(begins, () => { keeping.add(begins); look(); });
    toast.addEventListener(ends, () => { keeping.delete(begins); look(); });
  }
  look();
}

/**
 * @param {string} text
 * @param {() => void} run
 */
function button(text, run) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button small";
  element.textContent = text;
  element.addEventListener("click", run);
  return element;
}

/** @param {Toast} detail */
function show({ text, kind, undo }) {
  const corner = document.getElementById("toasts");
  if (!corner || !text) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  if (kind) toast.dataset.kind = kind;
  toast.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) toast.append(button(undo.label ?? "", () => { toast.remove(); undo.run(); }));
  while (corner.children.length > 2) corner.firstElementChild?.remove();
  corner.append(toast);
  keepUntilRead(toast);
}

document.addEventListener("tasuki:toast", (event) => show(event.detail));
each("[data-toast]", (toast) => {
  document.getElementById("toasts")?.append(toast);
  keepUntilRead(toast);
});
