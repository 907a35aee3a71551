// The other forms of the panel: comments, evidence, a suggestion. The answer to each is the panel as it is then.

import { bodyOf, request } from "../request.js";
import { messageOf, say } from "../say.js";
import { criterionOf, panel, panelOf, shownPanel, words } from "./page.js";
import { refresh, showPolitely } from "./panel.js";
import { refreshRow } from "./row.js";
import { showAnswer } from "./show.js";
import { remember } from "./done.js";
import { takeBack } from "./undo.js";

panel?.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-part-form], [data-suggestion]")) return;
  event.preventDefault();
  event.stopPropagation();
  post(form, event.submitter);
});
panel?.addEventListener("tasuki:uploaded", () => refresh());

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
async function post(form, submitter) {
  const shown = shownPanel();
  if (!panel || !shown) return;
  const [criterion, before] = [criterionOf(shown), shown.dataset.status];
  const body = bodyOf(form, submitter);
  try {
    const response = await request(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    // What was sent is no draft any more, and its field nothing in which somebody writes; what was begun since is both.
    if (bodyOf(form, submitter).toString() === body.toString()) {
      form.reset();
      /** @type {HTMLElement | null} */
      const focused = form.querySelector(":focus");
      focused?.blur();
    }
    const opened = [...panel.querySelectorAll("details[open]")].map((one) => one.dataset.part).filter(Boolean);
    showPolitely(criterion, await response.text());
    for (const part of opened) panel.querySelector(`details[data-part="${part}"]`)?.setAttribute("open", "");
    if (form.matches("[data-suggestion]")) accepted(criterion, before);
    refreshRow(criterion, { owner: true });
  } catch (error) {
    say({ text: messageOf(error), kind: "error" });
  }
}

/**
 * After a suggestion was accepted: all that came with it goes back together.
 *
 * @param {string} criterion
 * @param {string | undefined} before
 */
function accepted(criterion, before) {
  const shown = panelOf(criterion);
  if (!shown || shown.dataset.status === before) return;
  showAnswer({ criterion, status: shown.dataset.status ?? "", version: Number(shown.dataset.v) }, shown.hasAttribute("data-open"));
  const step = remember({ criterion, change: { status: before }, made: Number(shown.dataset.v) });
  say({ text: words.saved, undo: { label: words.undo, run: () => takeBack(step) } });
}
