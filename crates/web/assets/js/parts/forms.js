// Forms that send themselves, are sent once, grow, or take a code.

import { anySaving } from "./autosave.js";
import { each, fieldOf } from "./elements.js";
import { settle } from "./unsaved.js";

document.addEventListener("change", (event) => {
  const field = fieldOf(event);
  if (field?.matches("[data-submit]")) field.form?.requestSubmit();
});

// A form is sent once, however often its button is pressed, and after what saves itself beside it: its `version` is then the one that save made.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent === "yes") { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  if (!anySaving()) return;
  event.preventDefault();
  settle().then(() => { delete form.dataset.sent; form.requestSubmit(event.submitter); });
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of document.querySelectorAll(".button[aria-busy]")) busy.removeAttribute("aria-busy");
});

// Browsers that know `field-sizing` need no help.
if (!CSS.supports("field-sizing", "content")) {
  each("textarea[data-grow]", (area) => {
    const fit = () => { area.rows = Math.min(24, Math.max(3, area.value.split("\n").length + Math.floor(area.value.length / 60))); };
    area.addEventListener("input", fit);
    fit();
  });
}

// A form that came back begins where it went wrong, not at its first field.
document.querySelector("main [data-invalid] :is(input, select, textarea)")?.focus();

/**
 * The digits of a code as somebody typed it, in full width too.
 *
 * @param {string} typed
 */
export const digits = (typed) => typed.normalize("NFKC").replace(/\D/g, "").slice(0, 6);

each("input[data-code]", (input) => {
  const take = () => {
    input.value = digits(input.value);
    if (input.value.length === 6) input.form?.requestSubmit();
  };
  input.addEventListener("input", (event) => { if (!(event instanceof InputEvent && event.isComposing)) take(); });
  // Not every browser tells of an input after the one that ends a composition.
  input.addEventListener("compositionend", take);
});
