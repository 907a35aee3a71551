// Dialogs, menus and the question before what cannot come back.

import { each, targetOf } from "./elements.js";

/** @param {string} id */
const dialogOf = (id) => /** @type {HTMLDialogElement | null} */ (document.getElementById(id));

document.addEventListener("click", (event) => {
  const target = targetOf(event);
  if (!target) return;
  const opener = target.closest("[data-open]");
  if (opener) {
    opener.closest("details.menu")?.removeAttribute("open");
    dialogOf(opener.dataset.open ?? "")?.showModal();
  }
  target.closest("[data-close]")?.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement && beside(target, event)) target.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

/**
 * Whether the click fell on the veil around the dialog.
 *
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function beside(dialog, event) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
}

document.addEventListener("keydown", (event) => {
  const menu = targetOf(event)?.closest("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    step(menu, event.key === "ArrowDown");
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

/**
 * Moves within a menu, around its ends; from outside of its items, to the first or the last.
 *
 * @param {HTMLElement} menu
 * @param {boolean} down
 */
function step(menu, down) {
  const items = [...menu.querySelectorAll(".menu-body :is(a, button)")];
  const at = items.findIndex((item) => item === document.activeElement);
  const next = down ? at + 1 : (at < 0 ? items.length : at) - 1;
  items.at(next % items.length)?.focus();
}

each("form[data-confirm]", (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed === "yes") return;
    event.preventDefault();
    const submitter = event.submitter;
    const dialog = dialogOf("confirm");
    const [yes, no] = dialog?.querySelectorAll("button") ?? [];
    const question = dialog?.querySelector("p");
    if (!dialog || !question || !yes || !no) return;
    question.textContent = form.dataset.confirm ?? "";
    yes.textContent = form.dataset.confirmYes ?? "";
    no.textContent = form.dataset.confirmNo ?? "";
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
