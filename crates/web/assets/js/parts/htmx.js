// htmx, with morphing; its settings are in the layout's <meta name="htmx-config">.

import htmx from "htmx.org/dist/htmx.esm.js";
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";
import { say } from "./say.js";

htmx.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap(style, target, fragment) {
    if (!style.startsWith("morph")) return false;
    return Idiomorph.morph(target, fragment.children, { morphStyle: style.endsWith("innerHTML") ? "innerHTML" : "outerHTML" });
  },
});
document.body.setAttribute("hx-ext", "morph");

/** @param {DocumentEventMap["htmx:responseError"]} event */
function failed(event) {
  /** @type {DOMStringMap} */
  const words = document.getElementById("toasts")?.dataset ?? {};
  const status = event.detail.xhr?.status;
  say({ text: status === 401 ? words.signedOut : words.failed, kind: "error" });
}
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
