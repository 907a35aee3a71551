// A row as the server shows it.

import { request } from "../request.js";
import { isStale, root, rowOf } from "./page.js";

/** How often a row is fetched again that something was saved of while it came. */
const TRIES = 3;

/**
 * Owner and date are shown in the row in words that the server has.
 *
 * @param {string} criterion
 * @param {object} change Only whether it names one of the two counts.
 * @param {number} [tries]
 * @returns {Promise<void>}
 */
export async function refreshRow(criterion, change, tries = TRIES) {
  if (!rowOf(criterion)?.matches("li") || !("owner" in change || "due" in change)) return;
  const response = await request(`${root.dataset.base}/criteria/${encodeURIComponent(criterion)}/row`).catch(() => undefined);
  // The row stays as it is, with its version: a save on it finds out what was missed.
  if (!response) return;
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  /** @type {HTMLElement | null} */
  const fresh = holder.content.querySelector("[data-row]");
  const row = rowOf(criterion);
  if (!fresh || !row) return;
  if (isStale(criterion, fresh)) {
    if (tries > 1) await refreshRow(criterion, change, tries - 1);
    return;
  }
  if (row.hasAttribute("aria-current")) fresh.setAttribute("aria-current", "true");
  /** @type {HTMLInputElement | null} */
  const box = row.querySelector('[name="c"]');
  fresh.querySelector('[name="c"]')?.toggleAttribute("checked", box?.checked ?? false);
  row.replaceWith(fresh);
}
