// Dialogs, menus and the question before what cannot come back.

import { each } from "./elements.js";

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const opener = event.target.closest("[data-open]");
  if (opener) {
    opener.closest("details.menu")?.removeAttribute("open");
    document.getElementById(opener.dataset.open)?.showModal();
  }
  event.target.closest("[data-close]")?.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && beside(event)) event.target.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/** Whether the click fell on the veil around the dialog. */
function beside(event) {
  const { left, right, top, bottom } = event.target.getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
}

document.addEventListener("keydown", (event) => {
  const menu = event.target instanceof Element ? event.target.closest("details.menu[open]") : null;
  if (!menu) return;
  const items = [...menu.querySelectorAll(".menu-body :is(a, button)")];
  const at = items.indexOf(document.activeElement);
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    items.at((at + step + items.length) % items.length)?.focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

each("form[data-confirm]", (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed === "yes") return;
    event.preventDefault();
    const submitter = event.submitter;
    const dialog = document.getElementById("confirm");
    const [yes, no] = dialog.querySelectorAll("button");
    dialog.querySelector("p").textContent = form.dataset.confirm;
    yes.textContent = form.dataset.confirmYes;
    no.textContent = form.dataset.confirmNo;
    yes.onclick = () => {
      dialog.close();
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    };
    dialog.showModal();
    no.focus();
  });
});

each("[data-focus]", (element) => element.focus());
