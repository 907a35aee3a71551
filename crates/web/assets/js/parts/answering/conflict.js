// Two people changed the same field: both versions are shown, and one person chooses.

import { answered, ask } from "./asked.js";
import { told } from "./fields.js";
import { panel, panelOf, root } from "./page.js";
import { showCells } from "./show.js";
import { open } from "./panel.js";

/** Resolves to whether my change is to be kept. */
export async function showConflict(criterion, current, change) {
  if (panel && !panelOf(criterion)) await open(criterion);
  const block = document.getElementById("conflict").content.cloneNode(true).firstElementChild;
  const word = (value) => {
    const known = block.querySelector(`[data-word="${CSS.escape(String(value))}"]`);
    return known?.textContent ?? String(value ?? "");
  };
  const own = current.changed_by === root.dataset.me;
  block.querySelector(`[data-by="${own ? "others" : "me"}"]`).remove();
  const by = block.querySelector("[data-conflict-by]");
  by.textContent = word(current.changed_by);
  const body = block.querySelector("tbody");
  for (const [name, mine] of Object.entries(change)) {
    const field = told(name);
    const row = body.insertRow();
    const head = row.appendChild(document.createElement("th"));
    head.scope = "row";
    head.textContent = block.querySelector(`[data-field="${field}"]`)?.textContent ?? field;
    for (const value of [current[field], mine]) {
      const text = row.insertCell().appendChild(document.createElement("div"));
      text.className = "conflict-text";
      text.textContent = word(value);
    }
  }
  block.querySelector("dl").remove();
  const dialog = panel ? undefined : root.appendChild(Object.assign(document.createElement("dialog"), { className: "dialog" }));
  (panelOf(criterion) ?? panel ?? dialog).prepend(block);
  dialog?.showModal();
  // Esc chooses nothing: neither text may get lost.
  dialog?.addEventListener("cancel", (event) => event.preventDefault());
  ask(criterion, block);
  // Whoever is in the middle of a word finishes it: what is typed further waits as well.
  const isTyping = panel?.contains(document.activeElement) && document.activeElement.matches("textarea, input");
  block.scrollIntoView({ block: isTyping ? "nearest" : "center" });
  if (!isTyping) block.focus();
  const kept = await new Promise((resolve) => {
    block.addEventListener("click", (event) => {
      const button = event.target.closest("[data-keep]");
      if (button) resolve(button.dataset.keep);
    });
  });
  answered(criterion);
  block.remove();
  dialog?.remove();
  if (kept === "theirs") await (panel ? panelOf(criterion) && open(criterion) : showCells(current, { over: true }));
  return kept === "mine";
}
