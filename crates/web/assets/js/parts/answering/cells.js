// What others changed, in the cells of the sheet; without them a later save there would take theirs for seen.

import { request } from "../request.js";
import { isStale, root } from "./page.js";
import { afterSaving, unsaved } from "./waiting.js";
import { showAnswer, showCells, showStatus } from "./show.js";

/** How long it waits for further changes, in milliseconds. */
const PAUSE = 300;

/** @type {Set<string>} */
const changed = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

/** @param {string} criterion */
export function refreshCells(criterion) {
  if (!root.querySelector("[data-sheet]")) return;
  changed.add(criterion);
  clearTimeout(soon);
  soon = setTimeout(load, PAUSE);
}

async function load() {
  const those = [...changed];
  changed.clear();
  const text = await request(location.href).then((response) => response.text()).catch(() => undefined);
  if (text === undefined) {
    // They are fetched with the next change, or when the connection is back; until then their versions stay old.
    for (const one of those) changed.add(one);
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const one of those) show(one, page.getElementById(`c-${one}`));
}

/**
 * @param {string} criterion
 * @param {HTMLElement | null} row
 */
function show(criterion, row) {
  if (!row) return;
  // What is on its way to the server mostly comes back from there with everything else.
  if (unsaved(criterion)) {
    afterSaving(criterion, refreshCells);
    return;
  }
  if (isStale(criterion, row)) {
    refreshCells(criterion);
    return;
  }
  /** @param {string} name */
  const value = (name) => row.querySelector(`[data-cell][name="${name}"]`)?.dataset.was;
  const status = row.dataset.status ?? "";
  const all = showCells({ criterion, note: value("note"), owner: value("owner"), due: value("due"), confirmed_on: value("confirmed_on") });
  // With a cell in which somebody writes, the row stays at the version that they saw: saving finds out what was written meanwhile.
  if (all) showAnswer({ criterion, status, version: Number(row.dataset.v) }, row.hasAttribute("data-open"));
  else showStatus(criterion, status);
}
