// The form with the answer in the panel, saved as it is filled in.

import { fieldOf } from "../elements.js";
import { agreed, held, typed } from "./fields.js";
import { criterionOf, panel, shownPanel } from "./page.js";
import { save } from "./save.js";
import { flush, savesWith, write } from "./writing.js";

/**
 * @param {string} criterion
 * @param {Field} field
 */
function put(criterion, field) {
  const [now, before] = [held(field), agreed(field)];
  // A date that is half typed is no date yet.
  if (now === before || field.validity.badInput) return undefined;
  field.dataset.before = now;
  return save(criterion, { [field.name]: typed(field, now) }, { [field.name]: typed(field, before) }, { undoable: !field.matches("textarea") });
}

savesWith(put);

/**
 * Takes what was chosen: a state at once, with the reason to be given next; anything else as it is filled in.
 *
 * @param {Field} field
 * @param {HTMLElement} shown
 */
function take(field, shown) {
  const criterion = criterionOf(shown);
  if (field.name !== "status") {
    put(criterion, field);
    return;
  }
  save(criterion, { status: field.value }, { status: shown.dataset.status });
  const reason = field.form?.elements.namedItem("reason");
  if (field.value === "not_applicable" && reason instanceof HTMLElement) reason.focus();
}

panel?.addEventListener("input", (event) => {
  const [field, shown] = [fieldOf(event), shownPanel()];
  if (!shown || !field?.matches("[data-answer] textarea")) return;
  write(criterionOf(shown), field);
});
panel?.addEventListener("focusout", flush);
panel?.addEventListener("change", (event) => {
  const [field, shown] = [fieldOf(event), shownPanel()];
  if (field && shown && field.closest("[data-answer]") && !field.matches("textarea")) take(field, shown);
});
panel?.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-answer]")) return;
  event.preventDefault();
  flush();
});
