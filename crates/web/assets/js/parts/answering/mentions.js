// `@` in a comment offers the members; the names come from the panel's list of owners.

import { root } from "./page.js";

let list;
const close = () => { list?.remove(); list = undefined; };
const names = () => [...root.querySelectorAll('[data-answer] [name="owner"] option')].filter((option) => option.value).map((option) => option.textContent);

root.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches("[data-mentions]") || event.isComposing) return;
  const begun = /[@＠]([^@＠\s]*)$/.exec(area.value.slice(0, area.selectionStart));
  const matching = begun ? names().filter((name) => name.toLowerCase().includes(begun[1].toLowerCase())).slice(0, 8) : [];
  close();
  if (matching.length > 0) offer(area, begun[0].length, matching);
});

root.addEventListener("keydown", (event) => {
  if (!list || event.isComposing || !event.target.matches("[data-mentions]")) return;
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

function offer(area, typed, matching) {
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
  area.parentElement.append(list);
}
