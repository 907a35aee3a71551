// The panel: the chosen criterion, saved as it is filled in.

import { announce } from "../elements.js";
import { request } from "../request.js";
import { say } from "../say.js";
import { hold } from "../unsaved.js";
import { bringBack as askAgain, isAsked } from "./asked.js";
import { adopt, agreed, typed } from "./fields.js";
import { panel, panelOf, root, shownPanel, words } from "./page.js";
import { refreshRow, save, unsaved } from "./save.js";
import { showAnswer } from "./show.js";
import { remember, takeBack } from "./undo.js";

const PAUSE = 700;
let loading;
let timer;
let opening = Promise.resolve();

/** Resolves once the panel shows what was last asked of it. */
export const settled = () => opening;

/** Keeps what the panel shows, whatever is on its way. */
export const stay = () => loading?.abort();

/** Brings a criterion into the panel; with `politely`, not over what somebody has begun to write in the meantime. */
export function open(criterion, { politely = false } = {}) {
  flush();
  loading?.abort();
  loading = new AbortController();
  const { signal } = loading;
  // Whoever runs through the list with the arrow keys does not fetch every row.
  opening = new Promise((resolve) => { clearTimeout(timer); timer = setTimeout(resolve, 60); }).then(async () => {
    if (signal.aborted) return;
    try {
      const view = root.dataset.order ? "?view=guide" : "";
      const response = await request(`${root.dataset.base}/criteria/${encodeURIComponent(criterion)}${view}`, { signal });
      const html = await response.text();
      if (politely && (writing() || talking() || isAsked(criterion))) {
        takeOver(criterion, html);
        showPart(html, '[data-part="evidence"]');
        if (!talking('[data-part="comments"] > ol')) showPart(html, '[data-part="comments"] > ol');
      } else {
        show(html);
      }
    } catch (error) {
      if (error.name !== "AbortError") say({ text: error.message, kind: "error" });
    }
  });
  return opening;
}

function show(html) {
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

/** The fields in which nobody writes show what the server has; where that is all of them, the panel is as new as that. */
function takeOver(criterion, html) {
  const [shown, fresh] = [panelOf(criterion), new DOMParser().parseFromString(html, "text/html").querySelector("[data-panel-of]")];
  if (!shown || !fresh || isAsked(criterion) || !adopt(criterion, fresh)) return;
  showAnswer({ criterion, status: fresh.dataset.status, version: Number(fresh.dataset.v) });
}

/** Shows one part as it is now and leaves alone what somebody is writing beside it. */
function showPart(html, selector) {
  const part = panel.querySelector(selector);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(selector);
  if (!part || !fresh) return;
  part.replaceWith(fresh);
  announce(fresh.parentElement);
}

/** Comments that were begun and not sent: by criterion and form. They wait here while the panel shows something else. */
const begun = new Map();
const comments = (within = "") => [...(panel?.querySelectorAll(`${within} [data-part-form] textarea`) ?? [])];
const place = (area) => [shownPanel()?.dataset.c, area.form.action, area.form.elements.comment?.value].join(" ");

/** Whether a comment was begun in what the panel shows, or is about to be. */
const talking = (within) => comments(within).some((area) => area.value !== area.defaultValue || area === document.activeElement);

function putAside() {
  for (const area of comments()) {
    if (area.value === area.defaultValue) begun.delete(place(area));
    else begun.set(place(area), area.value);
  }
}

function bringBack() {
  for (const area of comments()) {
    const words = begun.get(place(area));
    if (words === undefined || words === area.value) continue;
    area.value = words;
    for (let details = area.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
  }
}

const drafts = new Map();

/** Whether somebody is writing in the panel what is not yet saved. */
export const writing = () => drafts.size > 0 || (panel?.querySelector("[data-answer]")?.contains(document.activeElement) ?? false);

function flush() {
  const sent = [...drafts].map(([field, { timer: soon, criterion }]) => {
    clearTimeout(soon);
    drafts.delete(field);
    return put(criterion, field);
  });
  return Promise.all(sent);
}

hold({ dirty: () => drafts.size > 0, send: flush });
// A comment is sent by whoever wrote it; the form that the page shows is asked about as every form is.
hold({ dirty: () => { putAside(); return begun.size > 0; } });

function put(criterion, field) {
  const value = typed(field, field.value);
  const before = agreed(field);
  if (String(value ?? "") === String(before ?? "")) return undefined;
  field.dataset.before = value ?? "";
  return save(criterion, { [field.name]: value }, { [field.name]: typed(field, before) }, { undoable: !field.matches("textarea") });
}

if (panel) {
  panel.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("[data-answer] textarea")) return;
    clearTimeout(drafts.get(field)?.timer);
    const criterion = shownPanel().dataset.c;
    drafts.set(field, { criterion, timer: setTimeout(flush, PAUSE) });
  });
  panel.addEventListener("focusout", flush);
  panel.addEventListener("change", (event) => {
    const field = event.target;
    const form = field.closest("[data-answer]");
    if (!form || field.matches("textarea")) return;
    const { c: criterion, status } = shownPanel().dataset;
    if (field.name === "status") {
      save(criterion, { status: field.value }, { status });
      if (field.value === "not_applicable") form.elements.reason?.focus();
    } else {
      put(criterion, field);
    }
  });
  panel.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-answer]")) {
      event.preventDefault();
      flush();
    } else if (form.matches("[data-part-form], [data-suggestion]")) {
      event.preventDefault();
      event.stopPropagation();
      post(form, event.submitter);
    }
  });
  panel.addEventListener("tasuki:uploaded", () => refresh());
}
/** Sends a form of the panel; the answer is the panel as it is then. */
async function post(form, submitter) {
  const criterion = shownPanel().dataset.c;
  const before = shownPanel().dataset.status;
  const body = new URLSearchParams(new FormData(form, submitter));
  try {
    const response = await request(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    // What was sent is no draft any more.
    form.reset();
    const opened = [...panel.querySelectorAll("details[open]")].map((one) => one.dataset.part).filter(Boolean);
    show(await response.text());
    for (const part of opened) panel.querySelector(`details[data-part="${part}"]`)?.setAttribute("open", "");
    if (form.matches("[data-suggestion]")) accepted(criterion, before);
    refreshRow(criterion, { owner: true });
  } catch (error) {
    say({ text: error.message, kind: "error" });
  }
}

/** After a suggestion was accepted: all that came with it goes back together. */
function accepted(criterion, before) {
  const shown = shownPanel();
  if (shown.dataset.status === before) return;
  showAnswer({ criterion, status: shown.dataset.status, version: Number(shown.dataset.v) }, shown.hasAttribute("data-open"));
  const step = remember({ criterion, change: { status: before }, made: Number(shown.dataset.v) });
  say({ text: words.saved, undo: { label: words.undo, run: () => takeBack(step) } });
}

/** Fetches the panel again, unless somebody is writing in it. */
export async function refresh() {
  const shown = shownPanel();
  if (!shown || unsaved(shown.dataset.c)) return;
  const place = panel.scrollTop;
  await open(shown.dataset.c, { politely: true });
  panel.scrollTop = place;
  await refreshRow(shown.dataset.c, { owner: true });
}

