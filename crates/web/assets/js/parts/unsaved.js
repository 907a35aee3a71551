// What somebody typed and the server does not have yet: it is sent when the page goes to the background, and leaving with it is asked about.

import { each } from "./elements.js";

/** Everything that may hold unsaved words: `{ dirty, send }`. */
const holders = new Set();
let watching = false;

/**
 * Takes part: `dirty` says whether something is unsaved, `send` (where there is a way without asking the person) sends it at once and
 * returns the promise.
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
const refused = (performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200) >= 400;

each("main form", (form) => {
  if (form.method !== "post" || form.matches(OTHERS) || form.querySelector("[type='password'], [data-code]")) return;
  const first = refused && begun(form) ? undefined : words(form);
  hold({ dirty: () => form.isConnected && form.dataset.sent !== "yes" && words(form) !== first });
});

/** What somebody gave in a form: not its hidden fields, which are the page's. */
function words(form) {
  const given = [...form.elements].filter((field) => field.name && !field.disabled && field.type !== "hidden" && !field.matches("button"));
  return JSON.stringify(given.map((field) => (field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value)));
}

function begun(form) {
  return [...form.elements].some((field) => field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio])") && field.value !== "");
}
