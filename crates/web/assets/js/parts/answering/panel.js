// The panel: the chosen criterion, saved as it is filled in.

import { announce } from "../elements.js";
import { request } from "../request.js";
import { say } from "../say.js";
import { panel, panelOf, root, shownPanel, words } from "./page.js";
import { refreshRow, save, unsaved } from "./save.js";
import { showAnswer } from "./show.js";
import { remember } from "./undo.js";

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
      if (politely && writing()) showPart(html, "evidence");
      else show(html);
    } catch (error) {
      if (error.name !== "AbortError") say({ text: error.message, kind: "error" });
    }
  });
  return opening;
}

function show(html) {
  panel.innerHTML = html;
  panel.scrollTop = 0;
  const address = new URL(location.href);
  address.searchParams.set("c", shownPanel()?.dataset.c ?? "");
  address.hash = "";
  history.replaceState(history.state, "", address);
  announce(panel);
}

/** Shows one part as it is now and leaves alone what somebody is writing beside it. */
function showPart(html, name) {
  const selector = `[data-part="${name}"]`;
  const part = panel.querySelector(selector);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(selector);
  if (!part || !fresh) return;
  part.replaceWith(fresh);
  announce(fresh.parentElement);
}

/** Puts values into the fields of the panel, when it shows the criterion. */
export function fill(criterion, change) {
  const form = panelOf(criterion)?.querySelector("[data-answer]");
  for (const [name, value] of Object.entries(change)) {
    const field = form?.elements[name];
    if (field && name !== "status") {
      field.value = value ?? "";
      field.dataset.before = field.value;
    }
  }
}

const EMPTY = new Set(["owner", "due", "confirmed_on", "maturity"]);
const drafts = new Map();

/** Whether somebody is writing in the panel what is not yet saved. */
export const writing = () => drafts.size > 0 || (panel?.querySelector("[data-answer]")?.contains(document.activeElement) ?? false);

function flush() {
  for (const [field, { timer: soon, criterion }] of drafts) {
    clearTimeout(soon);
    drafts.delete(field);
    put(criterion, field);
  }
}

function put(criterion, field) {
  const value = typed(field, field.value);
  const before = field.dataset.before ?? initial(field);
  if (String(value ?? "") === String(before ?? "")) return;
  field.dataset.before = value ?? "";
  save(criterion, { [field.name]: value }, { [field.name]: typed(field, before) }, { undoable: !field.matches("textarea") });
}

/** A value as the API takes it. */
function typed(field, value) {
  if (field.type === "checkbox") return field.checked;
  if (EMPTY.has(field.name) && value === "") return null;
  return field.name === "maturity" ? Number(value) : value;
}

function initial(field) {
  if (field.type === "checkbox") return field.defaultChecked;
  return field.matches("select") ? [...field.options].find((option) => option.defaultSelected)?.value ?? "" : field.defaultValue;
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
addEventListener("pagehide", flush);

/** Sends a form of the panel; the answer is the panel as it is then. */
async function post(form, submitter) {
  const criterion = shownPanel().dataset.c;
  const before = shownPanel().dataset.status;
  const body = new URLSearchParams(new FormData(form, submitter));
  try {
    const response = await request(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    const opened = [...panel.querySelectorAll("details[open]")].map((one) => one.dataset.part).filter(Boolean);
    show(await response.text());
    for (const part of opened) panel.querySelector(`details[data-part="${part}"]`)?.setAttribute("open", "");
    if (form.matches("[data-suggestion]")) accepted(criterion, before);
    refreshRow(criterion, { owner: true });
  } catch (error) {
    say({ text: error.message, kind: "error" });
  }
}

async function accepted(criterion, before) {
  const shown = shownPanel();
  if (shown.dataset.status === before) return;
  showAnswer({ criterion, status: shown.dataset.status, version: Number(shown.dataset.v) }, shown.hasAttribute("data-open"));
  const undo = () => save(criterion, { status: before }, { status: shownPanel()?.dataset.status }, { undoable: false });
  remember({ run: undo });
  say({ text: words.saved, undo: { label: words.undo, run: undo } });
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

