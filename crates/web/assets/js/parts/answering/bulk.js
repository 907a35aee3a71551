// Many at once: choose rows, then a sign, an owner or a date. One request, one undo.

import { requestJson } from "../request.js";
import { say } from "../say.js";
import { filled, root, rowOf, words } from "./page.js";
import { refreshRow } from "./save.js";
import { showAnswer, showFigures } from "./show.js";
import { remember } from "./undo.js";

const boxes = () => [...root.querySelectorAll('[data-row] [name="c"]:checked')];
let last;

root.addEventListener("click", (event) => {
  const box = event.target.closest('[data-row] [name="c"]');
  if (box) {
    // With Shift, everything between the two.
    const all = [...root.querySelectorAll('[data-row] [name="c"]:enabled')];
    if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
      for (const one of all.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    count();
  }
  const sign = event.target.closest("button[data-bulk]");
  if (sign) {
    event.preventDefault();
    change({ status: sign.value });
  }
  if (event.target.closest("[data-bulk-none]")) {
    for (const one of boxes()) one.checked = false;
    count();
  }
});

root.addEventListener("change", (event) => {
  const name = event.target.dataset?.bulkField;
  if (!name || event.target.value === "") return;
  change({ [name]: event.target.value });
  event.target.value = "";
});

function count() {
  const place = root.querySelector("[data-bulk-count]");
  if (place) place.textContent = boxes().length;
}

async function change(fields) {
  const chosen = boxes().map((box) => {
    const row = box.closest("[data-row]");
    return { criterion: row.dataset.c, version: Number(row.dataset.v), change: fields };
  });
  const answer = await send(chosen);
  if (!answer) return;
  // All that the change did goes back, also what went with it (`undoes`).
  const run = async () => {
    const back = await send(answer.before.map((one) => ({
      criterion: one.criterion,
      version: Number(rowOf(one.criterion)?.dataset.v ?? one.version + 1),
      change: { ...Object.fromEntries(Object.keys(fields).map((name) => [name, one[name] ?? null])), undoes: one.version + 1 },
    })));
    if (back) say({ text: filled(words.bulkUndone, { count: back.answers.length }) });
  };
  remember({ run });
  const left = answer.conflicts.length > 0 ? ` ${filled(words.bulkConflict, { count: answer.conflicts.length })}` : "";
  say({ text: filled(words.bulkDone, { count: answer.answers.length }) + left, undo: { label: words.undo, run } });
}

async function send(changes) {
  try {
    const answer = await requestJson(`${root.dataset.api}/answers`, { method: "PATCH", body: { changes } });
    for (const saved of answer.answers) {
      showAnswer(saved.answer, saved.open);
      refreshRow(saved.answer.criterion, changes[0].change);
    }
    for (const current of answer.conflicts) showAnswer(current);
    showFigures(answer.figures);
    return answer;
  } catch (error) {
    say({ text: error.message, kind: "error" });
    return undefined;
  }
}
