// `data-copy="#id"`: into the clipboard, and the button says so for a moment.

import { targetOf } from "./elements.js";

document.addEventListener("click", async (event) => {
  const button = targetOf(event)?.closest("[data-copy]");
  const source = button?.dataset.copy && document.querySelector(button.dataset.copy);
  if (!source) return;
  const isField = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement;
  await navigator.clipboard.writeText(isField ? source.value : source.textContent.trim());
  const label = button.lastChild;
  const before = label?.textContent ?? "";
  const done = button.dataset.done;
  if (!label || !done || before === done) return;
  label.textContent = done;
  setTimeout(() => { label.textContent = before; }, 2000);
});
