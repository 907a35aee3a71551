// A box that ticks all boxes of a form with one name (`data-chooses`). Without script it is not there.

import { each } from "./elements.js";

each("label[data-chooses]", (label) => {
  const all = label.querySelector("input");
  const form = label.closest("form");
  if (!all || !form) return;
  const boxes = () =>
    /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=checkbox]")]).filter((box) => box.name === label.dataset.chooses);
  const show = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  label.hidden = boxes().length < 2;
  show();
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    show();
  });
});
