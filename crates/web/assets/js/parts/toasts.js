// Short messages in the corner. They leave by themselves, but not under the hand or while something in them has the focus.

import { each } from "./elements.js";

const STAY = 8000;

function keepUntilRead(toast) {
  let timer;
  const leave = () => toast.remove();
  const start = () => { timer = setTimeout(leave, STAY); };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

function button(text, run) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button small";
  element.textContent = text;
  element.addEventListener("click", run);
  return element;
}

/** Shows `text`, and with `undo: { label, run }` a button. */
function show({ text, kind, undo }) {
  const corner = document.getElementById("toasts");
  if (!corner || !text) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  if (kind) toast.dataset.kind = kind;
  toast.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) toast.append(button(undo.label, () => { toast.remove(); undo.run(); }));
  while (corner.children.length > 2) corner.firstElementChild.remove();
  corner.append(toast);
  keepUntilRead(toast);
}

document.addEventListener("tasuki:toast", (event) => show(event.detail));
each("[data-toast]", (toast) => {
  document.getElementById("toasts")?.append(toast);
  keepUntilRead(toast);
});
