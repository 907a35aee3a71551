// What others change, as it happens: `data-live="url"` listens to the server's events.

import htmx from "htmx.org/dist/htmx.esm.js";
import { each } from "./elements.js";

each("[data-live]", (element) => {
  const names = (element.dataset.liveEvents ?? "answer message").split(" ");
  /** @type {EventSource | undefined} */
  let source;
  const open = () => {
    const listening = source ??= new EventSource(element.dataset.live ?? "");
    for (const name of names) listening.addEventListener(name, (event) => heard(element, name, event.data));
  };
  const close = () => { source?.close(); source = undefined; };
  open();
  // A page in the background cache must not hold a connection.
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => { if (event.persisted) open(); });
});

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} text
 */
function heard(element, name, text) {
  let data = text;
  try { data = JSON.parse(text); } catch { /* A plain text is handed on as it is. */ }
  document.dispatchEvent(new CustomEvent("tasuki:live", { detail: { name, data } }));
  for (const part of element.querySelectorAll(`[data-live-refresh="${CSS.escape(name)}"]`)) htmx.trigger(part, "refresh");
}

each("[data-refresh-every]", (element) => {
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else if (!document.hidden) htmx.trigger(element, "refresh");
  }, Number(element.dataset.refreshEvery) * 1000);
});
