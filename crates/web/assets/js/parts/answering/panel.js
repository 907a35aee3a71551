// The panel: the chosen criterion, as it is fetched and fetched again.

import { announce } from "../elements.js";
import { isCalledOff, request } from "../request.js";
import { messageOf, say } from "../say.js";
import { bringBack as askAgain, isAsked } from "./asked.js";
import { bringBack, putAside, talking } from "./comments.js";
import { adopt } from "./fields.js";
import { criterionOf, isStale, panel, panelOf, root, shownPanel } from "./page.js";
import { refreshRow } from "./row.js";
import { showAnswer } from "./show.js";
import { afterSaving, unsaved } from "./waiting.js";
import { flush, writing } from "./writing.js";

/** How often a panel is fetched again that something was saved of while it came. */
const TRIES = 3;

/** @type {AbortController | undefined} */
let loading;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let opening = Promise.resolve();
/** @type {string | undefined} The criterion that is on its way into the panel. */
let wanted;

/** Resolves once the panel shows what was last asked of it. */
export const settled = () => opening;

/** Keeps what the panel shows, whatever is on its way. */
export const stay = () => loading?.abort();

/**
 * Brings a criterion into the panel; with `politely`, not over what somebody has begun to write in the meantime.
 *
 * @param {string} criterion
 * @param {{ politely?: boolean }} [how]
 */
export function open(criterion, { politely = false } = {}) {
  // What stays in the panel is not saved in the middle of a word.
  if (!politely) flush();
  loading?.abort();
  loading = new AbortController();
  const { signal } = loading;
  wanted = criterion;
  // Whoever runs through the list with the arrow keys does not fetch every row.
  const pause = new Promise((resolve) => { clearTimeout(timer); timer = setTimeout(resolve, 60); });
  opening = pause.then(() => (signal.aborted ? undefined : load(criterion, politely, signal)))
    .finally(() => { if (loading?.signal === signal) wanted = undefined; });
  return opening;
}

/**
 * @param {string} criterion
 * @param {boolean} politely
 * @param {AbortSignal} signal
 * @param {number} [tries]
 * @returns {Promise<void>}
 */
async function load(criterion, politely, signal, tries = TRIES) {
  try {
    const view = root.dataset.order ? "?view=guide" : "";
    const response = await request(`${root.dataset.base}/criteria/${encodeURIComponent(criterion)}${view}`, { signal });
    const html = await response.text();
    const fresh = panelIn(html);
    if (fresh && isStale(criterion, fresh) && tries > 1) {
      await load(criterion, politely, signal, tries - 1);
    } else if (politely) {
      showPolitely(criterion, html);
    } else {
      show(html);
    }
  } catch (error) {
    if (!isCalledOff(error)) say({ text: messageOf(error), kind: "error" });
  }
}

/**
 * Shows a panel as it came from the server; of one in which somebody writes only the parts beside that.
 *
 * @param {string} criterion
 * @param {string} html
 */
export function showPolitely(criterion, html) {
  if (!panelOf(criterion)) return;
  if (!(unsaved(criterion) || writing() || talking() || isAsked(criterion))) {
    show(html);
    return;
  }
  takeOver(criterion, panelIn(html));
  showPart(html, '[data-part="evidence"]');
  if (!talking('[data-part="comments"] > ol')) showPart(html, '[data-part="comments"] > ol');
}

/**
 * Shows a panel as it came from the server, with what was begun in it here.
 *
 * @param {string} html
 */
function show(html) {
  if (!panel) return;
  putAside();
  panel.innerHTML = html;
  bringBack();
  askAgain();
  panel.scrollTop = 0;
  const address = new URL(location.href);
  address.searchParams.set("c", shownPanel()?.dataset.c ?? "");
  address.hash = "";
  history.replaceState(history.state, "", address);
  announce(panel);
}

/** @param {string} html */
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

/**
 * The panel in what was fetched.
 *
 * @param {string} html
 */
const panelIn = (html) => parsed(html).querySelector("[data-panel-of]");

/**
 * The fields in which nobody writes show what the server has; where that is all of them, the panel is as new as that. What is on its way there
 * stays: its answer brings the rest.
 *
 * @param {string} criterion
 * @param {HTMLElement | null} fresh
 */
function takeOver(criterion, fresh) {
  const shown = panelOf(criterion);
  if (!shown || !fresh || unsaved(criterion) || !adopt(criterion, fresh)) return;
  showAnswer({ criterion, status: fresh.dataset.status ?? "", version: Number(fresh.dataset.v) });
}

/**
 * Shows one part as it is now and leaves alone what somebody is writing beside it.
 *
 * @param {string} html
 * @param {string} selector
 */
function showPart(html, selector) {
  const part = panel?.querySelector(selector);
  const fresh = parsed(html).querySelector(selector);
  if (!part || !fresh) return;
  part.replaceWith(fresh);
  if (fresh.parentElement) announce(fresh.parentElement);
}

/** Fetches the panel again, unless somebody is writing in it. */
export async function refresh() {
  const shown = shownPanel();
  // Another one that was chosen meanwhile comes as it is now; this one is leaving.
  const leaving = wanted !== undefined && wanted !== (shown && criterionOf(shown));
  if (!panel || !shown || leaving) return;
  if (unsaved(criterionOf(shown))) {
    afterSaving(criterionOf(shown), refresh);
    return;
  }
  const place = panel.scrollTop;
  await open(criterionOf(shown), { politely: true });
  panel.scrollTop = place;
  await refreshRow(criterionOf(shown), { owner: true });
}
