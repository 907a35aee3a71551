/** The time of day as people here write it. */
export const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date());

/**
 * Writes into a quiet line how saving went; its words are the line's own unless others are given.
 *
 * @param {HTMLElement | null | undefined} line
 * @param {"busy" | "ok" | "error"} state
 * @param {string} [text]
 */
export function saved(line, state, text) {
  if (!line) return;
  line.dataset.state = state;
  line.textContent = text ?? (state === "ok" ? `${line.dataset.ok} ${clock()}` : line.dataset[state] ?? "");
}
