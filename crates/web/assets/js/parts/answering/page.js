// The page as the parts of the answering page see it: its root, its rows, its words.

export const root = document.getElementById("answering");
export const words = root.dataset;
export const panel = document.getElementById("panel");

export const rowOf = (criterion) => root.querySelector(`[data-row][data-c="${CSS.escape(criterion)}"]`);
export const rows = () => [...root.querySelectorAll("[data-row]")];
export const shownPanel = () => panel?.querySelector("[data-panel-of]") ?? undefined;
export const panelOf = (criterion) => {
  const shown = shownPanel();
  return shown?.dataset.c === criterion ? shown : undefined;
};

/** Writes `count` or `name` into a sentence from the page. */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/**
 * The version that this page has seen of an answer: of row and panel the older one. What stands in the other is newer than what somebody may be
 * looking at, and a save on it would take what others wrote for seen. Too old is never wrong: the fields are compared then.
 */
export function version(criterion) {
  const seen = [rowOf(criterion), panelOf(criterion)].filter(Boolean).map((holder) => Number(holder.dataset.v));
  return Math.min(...(seen.length > 0 ? seen : [0]));
}

/** The quiet line at the foot of the list, or in the panel where that foot is not to be seen. */
export function line() {
  const [foot, own] = [document.getElementById("saved"), panel?.querySelector("[data-panel-saved]")];
  return foot && (!own || foot.parentElement.checkVisibility()) ? foot : own;
}
