// Saving as it is given. Changes to one answer go one after the other, each on the version before it; what fails stays and is tried again.

import { clock } from "../saved.js";
import { messageOf } from "../say.js";
import { hold, watch } from "../unsaved.js";
import { anyAsked, isAsked, writtenSince } from "./asked.js";
import { inTurn, isEmpty, joined, nothing, without } from "./changes.js";
import { forget, remember } from "./done.js";
import { version, words } from "./page.js";
import { learn, patch, put } from "./put.js";
import { refreshRow } from "./row.js";
import { showFigures, showStatus } from "./show.js";
import { isNo, tell, tellWhy } from "./tell.js";
import { settle, waiting } from "./waiting.js";

/** @typedef {import("./waiting.js").Entry} Entry */
/** @typedef {import("./changes.js").Batch} Batch */

/**
 * Saves `change` (`{ status: "met" }`). `before` is what the person saw in these fields: with it a change by somebody else in other
 * fields is no conflict, and the change can be undone. Resolves to what the server answered, or nothing where it did not take it.
 *
 * @param {string} criterion
 * @param {Change} change
 * @param {Change} [before]
 * @param {{ undoable?: boolean, seen?: number }} [how] `seen` is the version that it is to be compared with, if not the page's.
 */
export function save(criterion, change, before = {}, { undoable = true, seen } = {}) {
  if (change.status) showStatus(criterion, change.status);
  const steps = undoable ? [remember({ criterion, change: before, after: change })] : [];
  const entry = waiting.get(criterion) ?? nothing();
  Object.assign(entry, joined(entry, { change, before, steps, seen }));
  waiting.set(criterion, entry);
  writtenSince(criterion, change);
  const running = run(criterion, entry);
  // In a page that is put away nothing waits for its turn, whoever noticed first that it is.
  leave(criterion, entry);
  return running;
}

/**
 * What did not arrive waits again, before what came after it.
 *
 * @param {string} criterion
 * @param {Batch} batch
 */
function waitAgain(criterion, batch) {
  const entry = waiting.get(criterion) ?? nothing();
  Object.assign(entry, joined(batch, entry));
  waiting.set(criterion, entry);
  return entry;
}

/**
 * @param {string} criterion
 * @param {Entry} entry
 */
function run(criterion, entry) {
  const running = entry.running ??= send(criterion, entry).finally(() => { entry.running = undefined; watch(); });
  watch();
  return running;
}

hold({
  dirty: () => waiting.size > 0,
  send: () => Promise.all([...waiting].map(([criterion, entry]) => leave(criterion, entry))),
});

/**
 * What waits behind a change that is on its way goes after it at once: the page may be gone when that one is answered.
 *
 * @param {string} criterion
 * @param {Entry} entry
 * @returns {Promise<unknown> | undefined}
 */
function leave(criterion, entry) {
  // What waits behind a choice waits for it: sent now, it would be the choice.
  if (!document.hidden || !entry.running || isAsked(criterion) || isEmpty(entry.change)) return entry.running;
  const batch = take(entry);
  // Should it not arrive, it waits as before.
  return patch(criterion, batch.change, version(criterion) + 1).then(
    (answer) => {
      for (const step of batch.steps) step.made = answer.answer.version;
      learn(answer.answer, { open: answer.open });
    },
    () => run(criterion, waitAgain(criterion, batch)),
  );
}

/**
 * Takes out of what waits what goes next.
 *
 * @param {Batch} entry
 */
function take(entry) {
  const [next, later] = inTurn({ change: entry.change, before: entry.before, steps: entry.steps, seen: entry.seen });
  Object.assign(entry, later);
  return next;
}

/**
 * @param {string} criterion
 * @param {Batch} entry
 */
async function send(criterion, entry) {
  /** @type {SavedAnswer | undefined} */
  let last;
  /** @type {string | undefined} */
  let no;
  while (!isEmpty(entry.change)) {
    const batch = take(entry);
    tell("busy", words.saving);
    try {
      last = await put(criterion, batch.change, batch.before, batch.seen);
      if (last) await arrived(criterion, batch, last);
      else dropped(entry, batch);
      if (anyAsked()) tell("error", words.chooseOne);
      else tell("ok", `${words.saved} ${clock()}`);
    } catch (error) {
      if (!isNo(error)) {
        waitAgain(criterion, batch);
        tellWhy(error, retry);
        return undefined;
      }
      // The server has understood and says no: the state goes back to what it was, with the reason. What came after it is another change.
      [last, no] = [undefined, messageOf(error)];
      forget(batch.steps);
      if (batch.before.status && !entry.change.status) showStatus(criterion, batch.before.status);
    }
  }
  settle(criterion);
  if (no !== undefined) tell("error", no);
  return last;
}

/**
 * Somebody chose what others wrote: what they wrote themselves there is gone, also what they went on writing while they were asked.
 *
 * @param {Batch} entry
 * @param {Batch} batch
 */
function dropped(entry, batch) {
  const [rest, gone] = without(entry, batch.change);
  Object.assign(entry, rest);
  forget([...batch.steps, ...gone]);
}

/**
 * What the server has taken is shown everywhere, and can be taken back by the version that it made.
 *
 * @param {string} criterion
 * @param {Batch} batch
 * @param {SavedAnswer} saved
 */
async function arrived(criterion, batch, { answer, open, figures }) {
  for (const step of batch.steps) step.made = answer.version;
  learn(answer, { open });
  showFigures(figures);
  await refreshRow(criterion, batch.change);
}

/** Sends everything that has not arrived. */
export function retry() {
  for (const [criterion, entry] of waiting) run(criterion, entry);
}
addEventListener("online", retry);
// Back from another tab, in which somebody signed in.
addEventListener("focus", retry);
