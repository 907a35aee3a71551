// Forms that send themselves, save as one types, filter a list, or grow.

import { announce, each } from "./elements.js";
import { request } from "./request.js";
import { saved } from "./saved.js";
import { hold, settle, watch } from "./unsaved.js";

document.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.matches("[data-submit]")) event.target.form?.requestSubmit();
});

// A form is sent once, however often its button is pressed, and after what saves itself beside it: its `version` is then the one that save made.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent === "yes") { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  if (!anySaving()) return;
  event.preventDefault();
  settle().then(() => { delete form.dataset.sent; form.requestSubmit(event.submitter); });
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of document.querySelectorAll(".button[aria-busy]")) busy.removeAttribute("aria-busy");
});

/** One function for each form that saves itself: whether something of it is on its way, or waits for it. */
const saving = [];
const anySaving = () => saving.some((one) => one());

each("form[data-autosave]", (form) => {
  const line = form.querySelector("[data-saved]");
  let timer;
  let last = serialized(form);
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
  const send = async (body) => {
    saved(line, "busy");
    try {
      // `keepalive`: a page that is left at once takes nothing with it.
      const response = await request(form.action, { method: "POST", body: new URLSearchParams(body), keepalive: true });
      renew(await response.text(), form.dataset.renew);
      saved(line, "ok");
    } catch (error) {
      last = undefined;
      saved(line, "error", error.message);
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

/** After a save the other forms of the page know the version that it made, and what is named by `parts` shows how it is now. */
function renew(html, parts) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = [...page.querySelectorAll('input[name="version"]')];
  for (const field of document.querySelectorAll('input[name="version"]')) {
    const twin = fresh.find((own) => own.form?.getAttribute("action") === field.form?.getAttribute("action"));
    if (twin) field.value = twin.value;
  }
  for (const part of parts ? document.querySelectorAll(parts) : []) {
    const twin = page.querySelector(parts);
    if (twin) part.replaceChildren(...twin.cloneNode(true).childNodes);
  }
}

function serialized(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

each("form[data-filter]", (form) => {
  let timer;
  let running;
  const load = async () => {
    running?.abort();
    running = new AbortController();
    // What is about to be replaced may hold words that are not saved yet.
    await settle();
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const url = `${form.getAttribute("action") || location.pathname}?${query}`;
    const target = document.querySelector(form.dataset.filter);
    try {
      const response = await request(url, { signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector(form.dataset.filter);
      if (!found || !target) return;
      target.replaceChildren(...found.childNodes);
      history.replaceState(history.state, "", url);
      announce(target);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  };
  const soon = (event) => { clearTimeout(timer); timer = setTimeout(load, event.type === "change" ? 0 : 250); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); load(); });
});

// Browsers that know `field-sizing` need no help.
if (!CSS.supports("field-sizing", "content")) {
  each("textarea[data-grow]", (area) => {
    const fit = () => { area.rows = Math.min(24, Math.max(3, area.value.split("\n").length + Math.floor(area.value.length / 60))); };
    area.addEventListener("input", fit);
    fit();
  });
}

// A form that came back begins where it went wrong, not at its first field.
document.querySelector("main [data-invalid] :is(input, select, textarea)")?.focus();

each("input[data-code]", (input) => {
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    input.value = input.value.normalize("NFKC").replace(/\D/g, "").slice(0, 6);
    if (input.value.length === 6) input.form?.requestSubmit();
  });
});
