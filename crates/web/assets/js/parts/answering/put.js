// One change on its way to the server: on which version, what a conflict is, and what is sent again after one.

import { Refused, requestJson } from "../request.js";
import { fieldsOf, isOthers } from "./changes.js";
import { showConflict } from "./conflict.js";
import { showFields } from "./fields.js";
import { root, version, words } from "./page.js";
import { showAnswer, showCells } from "./show.js";
import { tell } from "./tell.js";
import { later } from "./waiting.js";

/** @param {string} criterion */
const url = (criterion) => `${root.dataset.api}/answers/${encodeURIComponent(criterion)}`;

/**
 * The request alone. It outlives the page, where a browser allows that: up to 64 kB.
 *
 * @param {string} criterion
 * @param {Change} change
 * @param {number} seen
 * @returns {Promise<SavedAnswer>}
 */
export function patch(criterion, change, seen) {
  const keepalive = JSON.stringify(change).length < 20_000;
  return requestJson(url(criterion), { method: "PATCH", body: change, keepalive, headers: { "If-Match": `"${seen}"` } });
}

/**
 * Answers as the server told them last, whole.
 *
 * @type {Map<string, AnswerTold>}
 */
const known = new Map();

/**
 * Shows an answer as the server told it, whole. What is just being saved, and what was changed since, is newer and stays to be seen.
 *
 * @param {AnswerTold} answer
 * @param {{ open?: boolean, saving?: Change }} [how]
 */
export function learn(answer, { open, saving = {} } = {}) {
  known.set(answer.criterion, answer);
  const since = later(answer.criterion);
  showAnswer({ ...answer, ...since }, open);
  showFields(answer, { ...saving, ...since });
  showCells({ ...answer, ...saving, ...since });
}

/**
 * Somebody has changed an answer: what was told of it before is no measure any more.
 *
 * @param {string} criterion
 */
export const outdate = (criterion) => known.delete(criterion);

/**
 * Sends a change; when somebody else changed other fields only, sends it again on their version. Resolves to nothing where the person chose
 * what others wrote.
 *
 * @param {string} criterion
 * @param {Change} change
 * @param {Change} before
 * @param {number} [seen]
 * @returns {Promise<SavedAnswer | undefined>}
 */
export async function put(criterion, change, before, seen = version(criterion)) {
  const last = known.get(criterion);
  // A newer version came along with something else, while this field was being written in.
  if (last && last.version >= seen && isOthers(last, change, before)) return choose(criterion, last, change);
  try {
    const answer = await patch(criterion, change, seen);
    known.set(criterion, answer.answer);
    return answer;
  } catch (error) {
    const problem = error instanceof Refused && error.status === 412 ? error.problem : undefined;
    if (!problem?.current) throw error;
    const { current } = problem;
    learn(current, { saving: change });
    // Who accepts a reason means the answer as it was seen, all of it.
    const whole = "accepted" in change;
    if (!whole && !isOthers(current, change, before) && current.version !== seen) return put(criterion, change, before, current.version);
    return choose(criterion, current, change);
  }
}

/**
 * Both are shown; the person chooses.
 *
 * @param {string} criterion
 * @param {AnswerTold} current
 * @param {Change} change
 */
async function choose(criterion, current, change) {
  tell("error", words.chooseOne);
  const mine = await showConflict(criterion, current, change);
  if (!mine) return undefined;
  return put(criterion, change, Object.fromEntries(fieldsOf(change).map((name) => [name, current[name]])), current.version);
}
