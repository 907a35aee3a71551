// htmx, with morphing; its settings are in the layout's <meta name="htmx-config">.

import htmx from "htmx.org/dist/htmx.esm.js";
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";
import { problemIn, Refused } from "./request.js";
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
  const xhr = event.detail.xhr;
  const problem = problemIn(xhr?.getResponseHeader("Content-Type"), xhr?.responseText);
  say({ text: new Refused(xhr?.status ?? 0, problem).message, kind: "error" });
}
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
