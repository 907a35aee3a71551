// What changes of an answer mean for each other: what belongs to whom, what goes together, what goes again. Nothing here knows of the page.

/**
 * A change that waits: what the person saw in its fields, the steps that take it back, and the version that it is to be compared with, if that
 * is not the one on the page.
 *
 * @typedef {{ change: Change, before: Change, steps: ChangeBack[], seen?: number }} Batch
 */

/** @returns {Batch} */
export const nothing = () => ({ change: {}, before: {}, steps: [], seen: undefined });

/**
 * What a change is about.
 *
 * @param {Change} change
 */
export const fieldsOf = (change) => /** @type {(keyof AnswerFields)[]} */ (Object.keys(change).filter((name) => name !== "undoes"));

/** @param {Change} change */
export const isEmpty = (change) => Object.keys(change).length === 0;

/**
 * Whether the answer differs in a field of the change from what its person saw there, and from what they want.
 *
 * @param {AnswerTold} current
 * @param {Change} change
 * @param {Change} before
 */
export const isOthers = (current, change, before) => fieldsOf(change).some((name) => {
  const now = current[name] ?? "";
  return now !== (before[name] ?? "") && now !== (change[name] ?? "");
});

/**
 * Two batches as one: the fields of the later change win, what was seen first stays what was seen. Of two versions the older one counts: what
 * came between is asked about.
 *
 * @param {Batch} earlier
 * @param {Batch} later
 * @returns {Batch}
 */
export function joined(earlier, later) {
  const seen = [earlier.seen, later.seen].filter((version) => version !== undefined);
  return {
    change: { ...earlier.change, ...later.change },
    before: { ...later.before, ...earlier.before },
    steps: [...earlier.steps, ...later.steps],
    seen: seen.length > 0 ? Math.min(...seen) : undefined,
  };
}

/**
 * A batch without some fields.
 *
 * @param {Batch} batch
 * @param {Change} fields
 * @returns {[Batch, ChangeBack[]]} What is left of it, and the steps that would take nothing back any more.
 */
export function without(batch, fields) {
  /** @param {Change} change */
  const rest = (change) => Object.fromEntries(Object.entries(change).filter(([name]) => !(name in fields)));
  const gone = batch.steps.filter((step) => isEmpty(rest(step.change)));
  return [
    { ...batch, change: rest(batch.change), before: rest(batch.before), steps: batch.steps.filter((step) => !gone.includes(step)) },
    gone,
  ];
}

/**
 * What of a batch is sent at once, and what after it. The server takes an acceptance only alone; it goes last, so that it accepts what was given
 * as its reason.
 *
 * @param {Batch} batch
 * @returns {[Batch, Batch]}
 */
export function inTurn(batch) {
  const { accepted, ...rest } = batch.change;
  if (accepted === undefined || fieldsOf(rest).length === 0) return [batch, nothing()];
  const isAcceptance = (/** @type {ChangeBack} */ step) => "accepted" in step.change;
  const { accepted: seen, ...before } = batch.before;
  return [
    { change: rest, before, steps: batch.steps.filter((step) => !isAcceptance(step)), seen: batch.seen },
    { change: { accepted }, before: { accepted: seen }, steps: batch.steps.filter(isAcceptance), seen: undefined },
  ];
}

/**
 * The change that takes a step back. With the version that it made, all goes back that it did beside what it names; an acceptance did nothing
 * beside, and is taken only alone.
 *
 * @param {ChangeBack} step
 * @returns {Change}
 */
export const back = ({ change, made }) => (made === undefined || "accepted" in change ? change : { ...change, undoes: made });
