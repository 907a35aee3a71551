// The colours change at once; the server remembers them.

import { each } from "./elements.js";
import { bodyOf, request } from "./request.js";

each("form[data-theme-form]", (form) => {
  form.addEventListener("submit", async (event) => {
    const theme = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "";
    if (!theme) return;
    event.preventDefault();
    event.stopPropagation();
    document.documentElement.dataset.theme = theme;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === theme));
    const fields = bodyOf(form);
    fields.set("theme", theme);
    await request(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => {});
  });
});
