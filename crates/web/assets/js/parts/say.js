/** Shows a toast: `{ text, kind: "error", undo: { label, run } }`. */
export function say(detail) {
  document.dispatchEvent(new CustomEvent("tasuki:toast", { detail }));
}
