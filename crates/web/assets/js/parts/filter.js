// Forms that filter a list: the same address with their query, and only the list is taken from what comes.

import { announce, each } from "./elements.js";
import { isCalledOff, request } from "./request.js";
import { settle } from "./unsaved.js";

/** How long it waits for further letters, in milliseconds. */
const PAUSE = 250;

/**
 * The address of the list that a form asks for: what is left empty does not filter.
 *
 * @param {HTMLFormElement} form
 */
function addressOf(form) {
  const given = [...new FormData(form)].filter(([, value]) => value !== "").map(([name, value]) => [name, String(value)]);
  return `${form.getAttribute("action") || location.pathname}?${new URLSearchParams(given)}`;
}

each("form[data-filter]", (form) => {
  const list = form.dataset.filter ?? "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {AbortController | undefined} */
  let running;
  const load = async () => {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    // What is about to be replaced may hold words that are not saved yet.
    await settle();
    if (signal.aborted) return;
    const url = addressOf(form);
    const target = document.querySelector(list);
    try {
      const response = await request(url, { signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector(list);
      if (!found || !target) return;
      target.replaceChildren(...found.childNodes);
      history.replaceState(history.state, "", url);
      announce(target);
    } catch (error) {
      if (!isCalledOff(error)) form.submit();
    }
  };
  /** @param {Event} event */
  const soon = (event) => { clearTimeout(timer); timer = setTimeout(load, event.type === "change" ? 0 : PAUSE); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); load(); });
});
