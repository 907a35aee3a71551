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

/** The version that this page has seen of an answer. */
export function version(criterion) {
  return Math.max(Number(rowOf(criterion)?.dataset.v ?? 0), Number(panelOf(criterion)?.dataset.v ?? 0));
}

/** The quiet line at the foot of the list, or in the panel when there is no list. */
export const line = () => document.getElementById("saved") ?? panel?.querySelector("[data-panel-saved]");
