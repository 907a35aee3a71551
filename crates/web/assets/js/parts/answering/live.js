// What others change while this page is open.

import { saved } from "../saved.js";
import { writing } from "./writing.js";
import { filled, isBehind, line, rowOf, shownPanel, version, words } from "./page.js";
import { refresh } from "./panel.js";
import { outdate } from "./put.js";
import { refreshRow } from "./row.js";
import { retry } from "./save.js";
import { afterSaving, unsaved } from "./waiting.js";
import { refreshCells } from "./cells.js";
import { showFigures, showStatus } from "./show.js";

document.addEventListener("tasuki:live", (event) => {
  const { name, data } = event.detail;
  if (name === "answer") heard(data);
  else if (name === "versions") compare(data);
  else if (shownPanel()?.dataset.c === data.criterion) refresh();
});

/**
 * What was told of an answer while something of it was on its way to the server: the newest.
 *
 * @type {Map<string, Extract<Heard, { name: "answer" }>["data"]>}
 */
const missed = new Map();

/** @param {string} criterion */
function hearMissed(criterion) {
  const data = missed.get(criterion);
  missed.delete(criterion);
  if (data) heard(data);
}

/** @param {Extract<Heard, { name: "answer" }>["data"]} data */
function heard(data) {
  if (data.version <= version(data.criterion)) return;
  // Mostly it is one's own change, which comes back with its answer.
  if (unsaved(data.criterion)) {
    missed.set(data.criterion, data);
    afterSaving(data.criterion, hearMissed);
    return;
  }
  outdate(data.criterion);
  const shown = shownPanel()?.dataset.c === data.criterion;
  // The versions stay until everything else has arrived that belongs to them: saving finds out till then what was changed in the meantime.
  showStatus(data.criterion, data.status);
  showFigures(data.figures);
  const row = rowOf(data.criterion);
  if (row) {
    row.removeAttribute("data-flash");
    requestAnimationFrame(() => row.setAttribute("data-flash", ""));
    fetchAgain(data.criterion);
  }
  if (!shown) return;
  if (writing()) saved(line(), "ok", filled(words.changedBy, { name: data.by }));
  refresh();
}

/**
 * Row and cells as they are on the server.
 *
 * @param {string} criterion
 */
function fetchAgain(criterion) {
  refreshRow(criterion, { owner: true });
  refreshCells(criterion);
}

let listened = false;
/**
 * The versions that the server has, told when the page begins to listen: what changed since it was made, or while the connection was broken,
 * is fetched. The page of whoever reloads right after typing may be older than their own words.
 *
 * @param {Extract<Heard, { name: "versions" }>["data"]} data
 */
function compare({ versions, figures }) {
  retry();
  const behind = Object.entries(versions).filter(([criterion, known]) => isBehind(criterion, known)).map(([criterion]) => criterion);
  if (behind.length > 0) showFigures(figures);
  for (const criterion of behind) {
    outdate(criterion);
    if (unsaved(criterion)) afterSaving(criterion, fetchAgain);
    else fetchAgain(criterion);
  }
  // Comments and evidence have no version: after a break they are looked at again.
  if (listened || behind.includes(shownPanel()?.dataset.c ?? "")) refresh();
  listened = true;
}
