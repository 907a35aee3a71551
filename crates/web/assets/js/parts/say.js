/**
 * Shows a toast.
 *
 * @param {Toast} detail
 */
export function say(detail) {
  document.dispatchEvent(new CustomEvent("tasuki:toast", { detail }));
}

/**
 * What an error says to a person.
 *
 * @param {unknown} error
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
