// Saving as it is given. Changes to one answer go one after the other, each on the version before it; what fails stays and is tried again.

import { Refused, request, requestJson } from "../request.js";
import { clock, saved } from "../saved.js";
import { showConflict } from "./conflict.js";
import { line, root, rowOf, version, words } from "./page.js";
import { showAnswer, showFigures, showStatus } from "./show.js";
import { remember } from "./undo.js";

const url = (criterion) => `${root.dataset.api}/answers/${encodeURIComponent(criterion)}`;
/** Per criterion: what waits, what it was before, and whether something is on its way. */
const waiting = new Map();

/**
 * Saves `change` (`{ status: "met" }`). `before` is what the person saw in these fields: with it a change by somebody else in other
 * fields is no conflict, and the change can be undone.
 */
export function save(criterion, change, before = {}, { undoable = true } = {}) {
  if (change.status) showStatus(criterion, change.status);
  if (undoable) remember({ criterion, change: before });
  const entry = waiting.get(criterion) ?? { change: {}, before: {}, running: undefined };
  entry.change = { ...entry.change, ...change };
  entry.before = { ...before, ...entry.before };
  waiting.set(criterion, entry);
  entry.running ??= send(criterion, entry).finally(() => { entry.running = undefined; });
  return entry.running;
}

/** Whether something of this answer has not reached the server. */
export const unsaved = (criterion) => waiting.has(criterion);

async function send(criterion, entry) {
  while (Object.keys(entry.change).length > 0) {
    const { change, before } = entry;
    [entry.change, entry.before] = [{}, {}];
    tell("busy", words.saving);
    try {
      const answer = await put(criterion, change, before);
      if (answer) {
        showAnswer(answer.answer, answer.open);
        showFigures(answer.figures);
        await refreshRow(criterion, change);
      }
      tell("ok", `${words.saved} ${clock()}`);
    } catch (error) {
      // Later changes to the same fields win over those that did not arrive.
      entry.change = { ...change, ...entry.change };
      entry.before = { ...entry.before, ...before };
      return failed(criterion, entry, error);
    }
  }
  waiting.delete(criterion);
}

/** Sends a change; when somebody else changed other fields only, sends it again on their version. */
async function put(criterion, change, before, seen = version(criterion)) {
  try {
    return await requestJson(url(criterion), { method: "PATCH", body: change, headers: { "If-Match": `"${seen}"` } });
  } catch (error) {
    const current = error.problem?.current;
    if (error.status !== 412 || !current) throw error;
    showAnswer(current);
    const fields = Object.keys(change).map((name) => [name, name === "confirmed_on" ? "confirmed" : name]);
    const touched = fields.filter(([name, kept]) => (current[kept] ?? "") !== (before[name] ?? "") && (current[kept] ?? "") !== (change[name] ?? ""));
    if (touched.length === 0 && current.version !== seen) return put(criterion, change, before, current.version);
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
  for (const [criterion, entry] of waiting) {
    entry.running ??= send(criterion, entry).finally(() => { entry.running = undefined; });
  }
}
addEventListener("online", retry);
addEventListener("beforeunload", (event) => { if (waiting.size > 0) event.preventDefault(); });

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
