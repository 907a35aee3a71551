// What somebody typed and the server does not have yet: it is sent when the page goes to the background, and leaving with it is asked about.

import { each } from "./elements.js";

/**
 * What may hold unsaved words: `dirty` says whether something is unsaved, `send` (where there is a way without asking the person) sends it at
 * once and returns the promise.
 *
 * @typedef {{ dirty: () => boolean, send?: () => Promise<unknown> | undefined }} Holder
 */

/** @type {Set<Holder>} */
const holders = new Set();
let watching = false;

/**
 * Takes part.
 *
 * @param {Holder} holder
 */
export function hold(holder) {
  holders.add(holder);
}

/** Sends what can be sent; resolves when all of it has been answered. */
export function settle() {
  return Promise.all([...holders].map((holder) => holder.send?.()).filter(Boolean));
}

const dirty = () => [...holders].some((holder) => holder.dirty());

/** To be called after everything that makes something unsaved or saved: only a page with something unsaved asks before it is left. */
export function watch() {
  const wanted = dirty();
  if (wanted === watching) return;
  watching = wanted;
  if (wanted) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

/** @param {BeforeUnloadEvent} event */
function ask(event) {
  settle();
  if (dirty()) event.preventDefault();
}

for (const name of ["input", "change", "submit", "reset", "focusout", "tasuki:content", "htmx:load"]) {
  // After whoever else listens.
  document.addEventListener(name, () => setTimeout(watch));
}
addEventListener("pageshow", () => setTimeout(watch));
// A telephone may never come back to a page that it has put away.
document.addEventListener("visibilitychange", () => { if (document.hidden) settle(); });
addEventListener("pagehide", () => settle());

/** Forms that save themselves, or in which nothing is written: those of the answering page look after their words themselves. */
const OTHERS = "[data-autosave], [data-answer], [data-unguarded], [data-suggestion], [data-theme-form], [method='get'], [method='dialog']";
/** A page that came back with what was wrong: its words are still nowhere but here. */
const [arrival] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
const refused = (arrival?.responseStatus ?? 200) >= 400;

each("main form", (form) => {
  if (form.method !== "post" || form.matches(OTHERS) || form.querySelector("[type='password'], [data-code]")) return;
  const first = refused && begun(form) ? undefined : words(form);
  hold({ dirty: () => form.isConnected && form.dataset.sent !== "yes" && words(form) !== first });
});

/**
 * The fields of a form: neither its buttons nor the frames around its fields.
 *
 * @param {HTMLFormElement} form
 */
function fields(form) {
  return /** @type {Field[]} */ ([...form.elements].filter((element) => element.matches("input, textarea, select")));
}

/**
 * What somebody gave in a form: not its hidden fields, which are the page's.
 *
 * @param {HTMLFormElement} form
 */
function words(form) {
  const given = fields(form).filter((field) => field.name && !field.disabled && field.type !== "hidden");
  return JSON.stringify(given.map((field) => ("checked" in field && field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value)));
}

/** @param {HTMLFormElement} form */
function begun(form) {
  return fields(form).some((field) => field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio])") && field.value !== "");
}
