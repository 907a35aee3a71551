// Comments that were begun and not sent. They wait here while the panel shows something else.

import { hold } from "../unsaved.js";
import { panel, shownPanel } from "./page.js";

/**
 * What was written, by criterion and form.
 *
 * @type {Map<string, string>}
 */
const begun = new Map();

/**
 * The fields for comments that the panel shows, or a part of it.
 *
 * @param {string} [within]
 */
function areas(within = "") {
  /** @type {NodeListOf<HTMLTextAreaElement> | undefined} */
  const found = panel?.querySelectorAll(`${within} [data-part-form] textarea`);
  return [...(found ?? [])];
}

/** @param {HTMLTextAreaElement} area */
function place({ form }) {
  const comment = /** @type {HTMLInputElement | null | undefined} */ (form?.elements.namedItem("comment"));
  return [shownPanel()?.dataset.c, form?.action, comment?.value].join(" ");
}

/**
 * Whether a comment was begun in what the panel shows, or is about to be.
 *
 * @param {string} [within]
 */
export const talking = (within) => areas(within).some((area) => area.value !== area.defaultValue || area === document.activeElement);

/** Keeps what was begun, before the panel shows something else. */
export function putAside() {
  for (const area of areas()) {
    if (area.value === area.defaultValue) begun.delete(place(area));
    else begun.set(place(area), area.value);
  }
}

/** Puts what was begun back where it was. */
export function bringBack() {
  for (const area of areas()) {
    const words = begun.get(place(area));
    if (words === undefined || words === area.value) continue;
    area.value = words;
    for (let details = area.closest("details"); details; details = details.parentElement?.closest("details") ?? null) details.open = true;
  }
}

// A comment is sent by whoever wrote it; the form that the page shows is asked about as every form is.
hold({ dirty: () => { putAside(); return begun.size > 0; } });
