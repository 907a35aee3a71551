// What the quiet line says of saving.

import { Refused } from "../request.js";
import { saved } from "../saved.js";
import { line, words } from "./page.js";

/** After how long it is tried again without being asked, in milliseconds. */
const LATER = 15_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * @param {"busy" | "ok" | "error"} state
 * @param {string | undefined} text
 */
export const tell = (state, text) => saved(line(), state, text);

/**
 * Whether an error is an answer that stays the same however often it is asked. Whoever has to sign in first, or to wait, has written it all the
 * same.
 *
 * @param {unknown} error
 */
export const isNo = (error) => error instanceof Refused && error.status > 0 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);

/**
 * Says what kept a change from arriving; it is tried again after a while, or at once by a button.
 *
 * @param {unknown} error
 * @param {() => void} retry
 */
export function tellWhy(error, retry) {
  const signedOut = error instanceof Refused && error.status === 401;
  tell("error", signedOut ? words.signedOut : words.offline);
  if (signedOut) {
    const way = document.createElement("a");
    Object.assign(way, { href: "/sign-in", target: "_blank", textContent: words.signIn });
    line()?.append(" ", way);
  }
  clearTimeout(timer);
  timer = setTimeout(retry, LATER);
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "button small", textContent: words.retry });
  again.addEventListener("click", () => retry());
  line()?.append(" ", again);
}
