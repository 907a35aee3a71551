// The fields of the panel: what they hold, what they held when they were last the same as on the server, and what the server has now.

import { panelOf } from "./page.js";

const EMPTY = new Set(["owner", "due", "confirmed_on", "maturity"]);
/**
 * The fields of the panel, by the names under which they are sent.
 *
 * @type {(keyof AnswerFields)[]}
 */
const NAMES = ["note", "substitute", "reason", "owner", "due", "confirmed_on", "maturity"];

/**
 * The field of a name in the form with an answer.
 *
 * @param {Element | undefined} holder
 * @param {string} name
 */
function named(holder, name) {
  const form = /** @type {HTMLFormElement | null | undefined} */ (holder?.querySelector("[data-answer]"));
  return /** @type {Field | null | undefined} */ (form?.elements.namedItem(name));
}

/**
 * The field of a name in the panel, when it shows the criterion.
 *
 * @param {string} criterion
 * @param {string} name
 */
const own = (criterion, name) => named(panelOf(criterion), name);

/** @param {Field} field */
const isBox = (field) => field instanceof HTMLInputElement && field.type === "checkbox";

/**
 * What a field holds: of a box, whether it is ticked.
 *
 * @param {Field} field
 */
export const held = (field) => (field instanceof HTMLInputElement && isBox(field) ? String(field.checked) : field.value);

/**
 * A value as the API takes it.
 *
 * @param {Field} field
 * @param {string} value
 * @returns {Value}
 */
export function typed(field, value) {
  if (isBox(field)) return value === "true";
  if (EMPTY.has(field.name) && value === "") return null;
  return field.name === "maturity" ? Number(value) : value;
}

/**
 * What a field held when the server and this page last agreed.
 *
 * @param {Field} field
 */
export const agreed = (field) => field.dataset.before ?? initial(field);

/** @param {Field} field */
function initial(field) {
  if (field instanceof HTMLSelectElement) return [...field.options].find((option) => option.defaultSelected)?.value ?? "";
  return field instanceof HTMLInputElement && isBox(field) ? String(field.defaultChecked) : field.defaultValue;
}

/**
 * Whether somebody has changed a field since.
 *
 * @param {Field} field
 */
const isTouched = (field) => held(field) !== agreed(field);

/**
 * @param {Field} field
 * @param {Value | undefined} value
 */
function set(field, value) {
  if (field instanceof HTMLInputElement && isBox(field)) field.checked = value === true;
  else field.value = String(value ?? "");
  field.dataset.before = held(field);
}

/**
 * Puts values into the fields of the panel, when it shows the criterion.
 *
 * @param {string} criterion
 * @param {Change} change
 */
export function fill(criterion, change) {
  for (const [name, value] of Object.entries(change)) {
    const field = own(criterion, name);
    if (field && name !== "status") set(field, value);
  }
}

/**
 * Shows an answer as the server keeps it, where nobody has written something else meanwhile; what is just being saved stays.
 *
 * @param {AnswerTold} answer
 * @param {Change} [saving]
 */
export function showFields(answer, saving = {}) {
  for (const name of NAMES) {
    const field = own(answer.criterion, name);
    if (field && name in answer && !(name in saving) && !isTouched(field)) set(field, answer[name]);
  }
}

/**
 * Takes over what a fresh panel holds, where nobody writes; tells whether that was everywhere, so that its version counts.
 *
 * @param {string} criterion
 * @param {Element} fresh
 */
export function adopt(criterion, fresh) {
  let all = true;
  for (const name of NAMES) {
    const [mine, other] = [own(criterion, name), named(fresh, name)];
    if (!mine || !other || other.value === mine.value) continue;
    if (isTouched(mine)) all = false;
    else set(mine, other.value);
  }
  return all;
}
