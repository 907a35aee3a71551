// The page as the parts of the answering page see it: its root, its rows, its words.

/** The script of this page is on no other, so its root is there. */
export const root = /** @type {HTMLElement} */ (document.getElementById("answering"));
export const words = root.dataset;
export const panel = document.getElementById("panel");

/** @param {string | undefined} criterion */
export const rowOf = (criterion) => (criterion === undefined ? null : root.querySelector(`[data-row][data-c="${CSS.escape(criterion)}"]`));
export const rows = () => [...root.querySelectorAll("[data-row]")];
/** @returns {HTMLElement | undefined} */
export const shownPanel = () => panel?.querySelector("[data-panel-of]") ?? undefined;
/** @param {string | undefined} criterion */
export const panelOf = (criterion) => {
  const shown = shownPanel();
  return shown?.dataset.c === criterion ? shown : undefined;
};

/**
 * What shows an answer with its version: its row, its panel.
 *
 * @param {string} criterion
 */
const holders = (criterion) => [rowOf(criterion), panelOf(criterion)].filter((holder) => holder !== null && holder !== undefined);

/**
 * The criterion of a row or a panel.
 *
 * @param {HTMLElement} holder
 */
export const criterionOf = (holder) => holder.dataset.c ?? "";

/**
 * Writes `count` or `name` into a sentence from the page.
 *
 * @param {string | undefined} sentence
 * @param {Record<string, unknown>} values
 */
export const filled = (sentence, values) => (sentence ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * The version that this page has seen of an answer: of row and panel the older one. What stands in the other is newer than what somebody may be
 * looking at, and a save on it would take what others wrote for seen. Too old is never wrong: the fields are compared then.
 *
 * @param {string} criterion
 */
export function version(criterion) {
  const seen = holders(criterion).map((holder) => Number(holder.dataset.v));
  return Math.min(...(seen.length > 0 ? seen : [0]));
}

/**
 * Whether the page shows an older version of an answer than the one that is known.
 *
 * @param {string} criterion
 * @param {number} known
 */
export const isBehind = (criterion, known) => holders(criterion).some((holder) => Number(holder.dataset.v) < known);

/**
 * Whether what was fetched of an answer is older than what the page shows: something was saved while it was on its way.
 *
 * @param {string} criterion
 * @param {HTMLElement} fetched
 */
export const isStale = (criterion, fetched) => holders(criterion).some((holder) => Number(holder.dataset.v) > Number(fetched.dataset.v));

/** The quiet line at the foot of the list, or in the panel where that foot is not to be seen. */
export function line() {
  const [foot, own] = [document.getElementById("saved"), panel?.querySelector("[data-panel-saved]")];
  return foot && (!own || foot.parentElement?.checkVisibility()) ? foot : own;
}
