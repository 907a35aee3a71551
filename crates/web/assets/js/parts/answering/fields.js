// The fields of the panel: what they hold, what they held when they were last the same as on the server, and what the server has now.

import { panelOf } from "./page.js";

const EMPTY = new Set(["owner", "due", "confirmed_on", "maturity"]);
/** The fields of the panel, by the names under which they are sent. */
const NAMES = ["note", "substitute", "reason", "owner", "due", "confirmed_on", "maturity"];

/** The name of a field in an answer as the server tells it. */
export const told = (name) => (name === "confirmed_on" ? "confirmed" : name);

const form = (criterion) => panelOf(criterion)?.querySelector("[data-answer]");

/** A value as the API takes it. */
export function typed(field, value) {
  if (field.type === "checkbox") return field.checked;
  if (EMPTY.has(field.name) && value === "") return null;
  return field.name === "maturity" ? Number(value) : value;
}

/** What a field held when the server and this page last agreed. */
export const agreed = (field) => field.dataset.before ?? initial(field);

function initial(field) {
  if (field.type === "checkbox") return field.defaultChecked;
  return field.matches("select") ? [...field.options].find((option) => option.defaultSelected)?.value ?? "" : field.defaultValue;
}

/** Whether somebody has changed a field since. */
const isTouched = (field) => field.value !== String(agreed(field) ?? "");

function set(field, value) {
  field.value = value ?? "";
  field.dataset.before = field.value;
}

/** Puts values into the fields of the panel, when it shows the criterion. */
export function fill(criterion, change) {
  for (const [name, value] of Object.entries(change)) {
    const field = form(criterion)?.elements[name];
    if (field && name !== "status") set(field, value);
  }
}

/** Shows an answer as the server keeps it, where nobody has written something else meanwhile; what is just being saved stays. */
export function showFields(answer, saving = {}) {
  for (const name of NAMES) {
    const field = form(answer.criterion)?.elements[name];
    if (field && told(name) in answer && !(name in saving) && !isTouched(field)) set(field, answer[told(name)]);
  }
}

/** Takes over what a fresh panel holds, where nobody writes; tells whether that was everywhere, so that its version counts. */
export function adopt(criterion, fresh) {
  let all = true;
  for (const name of NAMES) {
    const [own, other] = [form(criterion)?.elements[name], fresh.querySelector("[data-answer]")?.elements[name]];
    if (!own || !other || other.value === own.value) continue;
    if (isTouched(own)) all = false;
    else set(own, other.value);
  }
  return all;
}
