// What others change while this page is open.

import { saved } from "../saved.js";
import { filled, line, root, rowOf, shownPanel, version, words } from "./page.js";
import { refresh, writing } from "./panel.js";
import { refreshRow, unsaved } from "./save.js";
import { refreshCells } from "./sheet.js";
import { showAnswer, showFigures } from "./show.js";

document.addEventListener("tasuki:live", (event) => {
  const { name, data } = event.detail;
  if (name === "answer") heard(data);
  else if (shownPanel()?.dataset.c === data.criterion) refresh();
});

function heard(data) {
  if (data.version <= version(data.criterion) || unsaved(data.criterion)) return;
  const shown = shownPanel()?.dataset.c === data.criterion;
  // The version of a panel in which somebody is writing stays: saving then finds out what was changed in the meantime.
  if (!shown || !writing()) showAnswer(data, data.open);
  showFigures(data.figures);
  const row = rowOf(data.criterion);
  if (row) {
    row.removeAttribute("data-flash");
    requestAnimationFrame(() => row.setAttribute("data-flash", ""));
    refreshRow(data.criterion, { owner: true });
    refreshCells(data.criterion);
  }
  if (!shown) return;
  if (writing()) saved(line(), "ok", filled(words.changedBy, { name: data.by }));
  else refresh();
}

// After a break in the connection the page may have missed something.
let connected = false;
document.addEventListener("tasuki:connected", () => {
  if (connected && !writing()) root.querySelector(".filters")?.requestSubmit();
  connected = true;
});
