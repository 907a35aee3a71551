// Saving as it is given. Changes to one answer go one after the other, each on the version before it; what fails stays and is tried again.

import { Refused, request, requestJson } from "../request.js";
import { clock, saved } from "../saved.js";
import { hold, watch } from "../unsaved.js";
import { showConflict } from "./conflict.js";
import { line, root, rowOf, version, words } from "./page.js";
import { showAnswer, showFigures, showStatus } from "./show.js";
import { remember } from "./undo.js";

const url = (criterion) => `${root.dataset.api}/answers/${encodeURIComponent(criterion)}`;
/** Per criterion: what waits, what it was before, and whether something is on its way. */
const waiting = new Map();

/**
 * Saves `change` (`{ status: "met" }`). `before` is what the person saw in these fields: with it a change by somebody else in other
 * fields is no conflict, and the change can be undone. Resolves to what the server answered, or nothing where it did not take it.
 */
export function save(criterion, change, before = {}, { undoable = true } = {}) {
  if (change.status) showStatus(criterion, change.status);
  const step = undoable ? remember({ criterion, change: before, after: change }) : undefined;
  const entry = waiting.get(criterion) ?? { change: {}, before: {}, steps: [], running: undefined };
  entry.change = { ...entry.change, ...change };
  entry.before = { ...before, ...entry.before };
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
  if (!document.hidden || !entry.running || Object.keys(entry.change).length === 0) return entry.running;
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
    const { change, before, steps } = entry;
    [entry.change, entry.before, entry.steps] = [{}, {}, []];
    tell("busy", words.saving);
    try {
      const answer = await put(criterion, change, before);
      last = answer;
      if (answer) {
        // What was done is taken back by the version that it made.
        for (const step of steps) step.made = answer.answer.version;
        showAnswer(answer.answer, answer.open);
        showFigures(answer.figures);
        await refreshRow(criterion, change);
      }
      tell("ok", `${words.saved} ${clock()}`);
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

/** Sends a change; when somebody else changed other fields only, sends it again on their version. */
async function put(criterion, change, before, seen = version(criterion)) {
  try {
    return await patch(criterion, change, seen);
  } catch (error) {
    const current = error.problem?.current;
    if (error.status !== 412 || !current) throw error;
    showAnswer(current);
    const fields = Object.keys(change).filter((name) => name !== "undoes").map((name) => [name, name === "confirmed_on" ? "confirmed" : name]);
    const touched = fields.filter(([name, kept]) => (current[kept] ?? "") !== (before[name] ?? "") && (current[kept] ?? "") !== (change[name] ?? ""));
    // Who accepts a reason, or takes a change back, means the answer as it was seen, all of it.
    const whole = "accepted" in change || "undoes" in change;
    if (!whole && touched.length === 0 && current.version !== seen) return put(criterion, change, before, current.version);
    const mine = await showConflict(criterion, current, change);
    return mine ? put(criterion, change, Object.fromEntries(fields.map(([name, kept]) => [name, current[kept]])), current.version) : undefined;
  }
}

function failed(criterion, entry, error) {
  if (error instanceof Refused && error.status > 0 && error.status < 500 && error.status !== 429) {
    // The server has understood and says no: the state goes back to what it was, with the reason.
    if (entry.before.status) showStatus(criterion, entry.before.status);
    waiting.delete(criterion);
    return tell("error", error.message);
  }
  tell("error", words.offline);
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "button small", textContent: words.retry });
  again.addEventListener("click", () => retry());
  line()?.append(" ", again);
  return undefined;
}

/** Sends everything that has not arrived. */
function retry() {
  for (const [criterion, entry] of waiting) run(criterion, entry);
}
addEventListener("online", retry);

function tell(state, text) {
  saved(line(), state, text);
}

/** Owner and date are shown in the row in words that the server has. */
export async function refreshRow(criterion, change) {
  const row = rowOf(criterion);
  if (!row?.matches("li") || !("owner" in change || "due" in change)) return;
  const response = await request(`${root.dataset.base}/criteria/${encodeURIComponent(criterion)}/row`);
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const fresh = holder.content.firstElementChild;
  if (row.hasAttribute("aria-current")) fresh.setAttribute("aria-current", "true");
  fresh.querySelector('[name="c"]')?.toggleAttribute("checked", row.querySelector('[name="c"]')?.checked ?? false);
  row.replaceWith(fresh);
}
