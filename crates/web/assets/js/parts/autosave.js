// Forms that save themselves as one types.

import { each } from "./elements.js";
import { bodyOf, request } from "./request.js";
import { saved } from "./saved.js";
import { messageOf } from "./say.js";
import { hold, watch } from "./unsaved.js";

/**
 * One function for each form that saves itself: whether something of it is on its way, or waits for it.
 *
 * @type {(() => boolean)[]}
 */
const saving = [];
export const anySaving = () => saving.some((one) => one());

each("form[data-autosave]", (form) => {
  const line = form.querySelector("[data-saved]");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {string | undefined} What the server has; not known after something went wrong. */
  let last = serialized(form);
  /** @type {Promise<void> | undefined} */
  let running;
  // One save after the other: the later one holds what the earlier one held.
  const save = () => {
    clearTimeout(timer);
    const now = serialized(form);
    if (now === last || !form.checkValidity()) return running;
    last = now;
    // A page that is put away may not live to see the answer to the earlier one.
    const before = document.hidden ? undefined : running;
    const own = (before ?? Promise.resolve()).then(() => send(now)).finally(() => { if (running === own) running = undefined; });
    running = own;
    return running;
  };
  /** @param {string} body */
  const send = async (body) => {
    saved(line, "busy");
    try {
      // `keepalive`: a page that is left at once takes nothing with it.
      const response = await request(form.action, { method: "POST", body: new URLSearchParams(body), keepalive: true });
      renew(await response.text(), form.dataset.renew);
      saved(line, "ok");
    } catch (error) {
      last = undefined;
      saved(line, "error", messageOf(error));
    }
    setTimeout(watch);
  };
  const dirty = () => form.isConnected && (running !== undefined || serialized(form) !== last);
  saving.push(() => running !== undefined || (serialized(form) !== last && form.checkValidity()));
  hold({ dirty, send: save });
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 600); });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
});

/**
 * After a save the other forms of the page know the version that it made, and what is named by `parts` shows how it is now.
 *
 * @param {string} html
 * @param {string | undefined} parts
 */
function renew(html, parts) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = [...page.querySelectorAll('input[name="version"]')];
  for (const field of document.querySelectorAll('input[name="version"]')) {
    const twin = fresh.find((own) => own.form?.getAttribute("action") === field.form?.getAttribute("action"));
    if (twin) field.value = twin.value;
  }
  if (!parts) return;
  for (const part of document.querySelectorAll(parts)) {
    const twin = page.querySelector(parts);
    if (twin) part.replaceChildren(...twin.cloneNode(true).childNodes);
  }
}

/** @param {HTMLFormElement} form */
function serialized(form) {
  return bodyOf(form).toString();
}
