// What is being written in the panel and has not been saved yet. The form says how it is saved; the panel only has to know that it is there.

import { hold } from "../unsaved.js";
import { panel } from "./page.js";

const PAUSE = 700;

/**
 * Fields in which somebody is writing.
 *
 * @type {Map<Field, { criterion: string, timer: ReturnType<typeof setTimeout> }>}
 */
const drafts = new Map();

/** @type {(criterion: string, field: Field) => Promise<unknown> | undefined} */
let save = () => undefined;

/**
 * Says how a field is saved.
 *
 * @param {(criterion: string, field: Field) => Promise<unknown> | undefined} how
 */
export const savesWith = (how) => { save = how; };

/** Whether somebody is writing in the panel what is not yet saved. */
export const writing = () => drafts.size > 0 || (panel?.querySelector("[data-answer]")?.contains(document.activeElement) ?? false);

/**
 * Somebody writes in a field: it is saved once they pause.
 *
 * @param {string} criterion
 * @param {Field} field
 */
export function write(criterion, field) {
  clearTimeout(drafts.get(field)?.timer);
  drafts.set(field, { criterion, timer: setTimeout(flush, PAUSE) });
}

/** Saves what is written and has not been saved. */
export function flush() {
  const sent = [...drafts].map(([field, { timer, criterion }]) => {
    clearTimeout(timer);
    drafts.delete(field);
    return save(criterion, field);
  });
  return Promise.all(sent);
}

hold({ dirty: () => drafts.size > 0, send: flush });
