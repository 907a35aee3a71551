// Saving as it is given. Changes to one answer go one after the other, each on the version before it; what fails stays and is tried again.

import { Refused, request, requestJson } from "../request.js";
import { clock, saved } from "../saved.js";
import { hold, watch } from "../unsaved.js";
import { anyAsked, isAsked } from "./asked.js";
import { showConflict } from "./conflict.js";
import { showFields, told } from "./fields.js";
import { line, root, rowOf, version, words } from "./page.js";
import { showAnswer, showCells, showFigures, showStatus } from "./show.js";
import { remember } from "./undo.js";

const url = (criterion) => `${root.dataset.api}/answers/${encodeURIComponent(criterion)}`;
/** Per criterion: what waits, what it was before, and whether something is on its way. */
const waiting = new Map();

/**
 * Saves `change` (`{ status: "met" }`). `before` is what the person saw in these fields: with it a change by somebody else in other
 * fields is no conflict, and the change can be undone. Resolves to what the server answered, or nothing where it did not take it.
 */
export function save(criterion, change, before = {}, { undoable = true, seen } = {}) {
  if (change.status) showStatus(criterion, change.status);
  const step = undoable ? remember({ criterion, change: before, after: change }) : undefined;
  const entry = waiting.get(criterion) ?? { change: {}, before: {}, steps: [], running: undefined };
  entry.change = { ...entry.change, ...change };
  entry.before = { ...before, ...entry.before };
  entry.seen = seen;
  if (step) entry.steps.push(step);
  waiting.set(criterion, entry);
  return run(criterion, entry);
}

function run(criterion, entry) {
  entry.running ??= send(criterion, entry).finally(() => { entry.running = undefined; watch(); });
  watch();
  return entry.running;
}

hold({
  dirty: () => waiting.size > 0,
  send: () => Promise.all([...waiting].map(([criterion, entry]) => leave(criterion, entry))),
});

/** What waits behind a change that is on its way goes after it at once: the page may be gone when that one is answered. */
function leave(criterion, entry) {
  // What waits behind a choice waits for it: sent now, it would be the choice.
  if (!document.hidden || !entry.running || isAsked(criterion) || Object.keys(entry.change).length === 0) return entry.running;
  const change = entry.change;
  [entry.change, entry.before] = [{}, {}];
  const seen = version(criterion) + 1;
  // Should it not arrive, it waits as before.
  return patch(criterion, change, seen).then(
    (answer) => showAnswer(answer.answer, answer.open),
    () => { entry.change = { ...change, ...entry.change }; return entry.running ?? run(criterion, entry); },
  );
}

/** Whether something of this answer has not reached the server. */
export const unsaved = (criterion) => waiting.has(criterion);

async function send(criterion, entry) {
  let last;
  while (Object.keys(entry.change).length > 0) {
    const { change, before, steps, seen } = entry;
    [entry.change, entry.before, entry.steps, entry.seen] = [{}, {}, [], undefined];
    tell("busy", words.saving);
    try {
      const answer = await put(criterion, change, before, seen);
      last = answer;
      if (answer) {
        // What was done is taken back by the version that it made.
        for (const step of steps) step.made = answer.answer.version;
        known.set(criterion, answer.answer);
        showAnswer(answer.answer, answer.open);
        showFields(answer.answer);
        showCells(answer.answer);
        showFigures(answer.figures);
        await refreshRow(criterion, change);
      }
      if (anyAsked()) tell("error", words.chooseOne);
      else tell("ok", `${words.saved} ${clock()}`);
    } catch (error) {
      // Later changes to the same fields win over those that did not arrive.
      entry.change = { ...change, ...entry.change };
      entry.before = { ...entry.before, ...before };
      entry.steps = [...steps, ...entry.steps];
      return failed(criterion, entry, error);
    }
  }
  waiting.delete(criterion);
  return last;
}

/** The request alone. It outlives the page, where a browser allows that: up to 64 kB. */
function patch(criterion, change, seen) {
  const keepalive = JSON.stringify(change).length < 20_000;
  return requestJson(url(criterion), { method: "PATCH", body: change, keepalive, headers: { "If-Match": `"${seen}"` } });
}

/** Answers as the server told them last, whole. */
const known = new Map();
/** Somebody has changed an answer: what was told of it before is no measure any more. */
export const outdate = (criterion) => known.delete(criterion);

/** What a change is about. */
const fieldsOf = (change) => Object.keys(change).filter((name) => name !== "undoes");

/** Whether the answer differs in a field of the change from what its person saw there, and from what they want. */
const isOthers = (current, change, before) => fieldsOf(change).some((name) => {
  const now = current[told(name)] ?? "";
  return now !== (before[name] ?? "") && now !== (change[name] ?? "");
});

/** Sends a change; when somebody else changed other fields only, sends it again on their version. */
async function put(criterion, change, before, seen = version(criterion)) {
  const last = known.get(criterion);
  // A newer version came along with something else, while this field was being written in.
  if (last && last.version >= seen && isOthers(last, change, before)) return choose(criterion, last, change);
  try {
    return await patch(criterion, change, seen);
  } catch (error) {
    const current = error.problem?.current;
    if (error.status !== 412 || !current) throw error;
    known.set(criterion, current);
    showAnswer(current);
    showFields(current, change);
    // Who accepts a reason means the answer as it was seen, all of it.
    const whole = "accepted" in change;
    if (!whole && !isOthers(current, change, before) && current.version !== seen) return put(criterion, change, before, current.version);
    return choose(criterion, current, change);
  }
}

/** Both are shown; the person chooses. */
async function choose(criterion, current, change) {
  tell("error", words.chooseOne);
  const mine = await showConflict(criterion, current, change);
  if (!mine) return undefined;
  return put(criterion, change, Object.fromEntries(fieldsOf(change).map((name) => [name, current[told(name)]])), current.version);
}

function failed(criterion, entry, error) {
  // Whoever has to sign in first, or to wait, has written it all the same.
  if (error instanceof Refused && error.status > 0 && error.status < 500 && ![401, 403, 408, 429].includes(error.status)) {
    // The server has understood and says no: the state goes back to what it was, with the reason.
    if (entry.before.status) showStatus(criterion, entry.before.status);
    waiting.delete(criterion);
    return tell("error", error.message);
  }
  tell("error", error.status === 401 ? words.signedOut : words.offline);
  if (error.status === 401) {
    const way = document.createElement("a");
    Object.assign(way, { href: "/sign-in", target: "_blank", textContent: words.signIn });
    line()?.append(" ", way);
  }
  clearTimeout(later);
  later = setTimeout(retry, LATER);
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "button small", textContent: words.retry });
  again.addEventListener("click", () => retry());
  line()?.append(" ", again);
  return undefined;
}

/** After how long it is tried again without being asked, in milliseconds. */
const LATER = 15_000;
let later;

/** Sends everything that has not arrived. */
export function retry() {
  for (const [criterion, entry] of waiting) run(criterion, entry);
}
addEventListener("online", retry);
// Back from another tab, in which somebody signed in.
addEventListener("focus", retry);

function tell(state, text) {
  saved(line(), state, text);
}

/** Owner and date are shown in the row in words that the server has. */
export async function refreshRow(criterion, change) {
  const row = rowOf(criterion);
  if (!row?.matches("li") || !("owner" in change || "due" in change)) return;
  const response = await request(`${root.dataset.base}/criteria/${encodeURIComponent(criterion)}/row`).catch(() => undefined);
  // The row stays as it is, with its version: a save on it finds out what was missed.
  if (!response) return;
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const fresh = holder.content.firstElementChild;
  if (row.hasAttribute("aria-current")) fresh.setAttribute("aria-current", "true");
  fresh.querySelector('[name="c"]')?.toggleAttribute("checked", row.querySelector('[name="c"]')?.checked ?? false);
  row.replaceWith(fresh);
}
