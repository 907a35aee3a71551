// Cards between lanes, by mouse; each card's menu does the same by keyboard and touch.

import { each } from "./elements.js";
import { request } from "./request.js";
import { messageOf, say } from "./say.js";

/** @type {HTMLElement | undefined} */
let dragged;

each("[data-drag] [data-card]", (card) => {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    if (event.dataTransfer) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.card ?? "");
    }
    card.dataset.dragged = "";
  });
  card.addEventListener("dragend", () => { delete card.dataset.dragged; dragged = undefined; });
});

each("[data-drag] [data-lane]", (lane) => {
  lane.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    lane.dataset.over = "";
  });
  lane.addEventListener("dragleave", (event) => { if (!(event.relatedTarget instanceof Node && lane.contains(event.relatedTarget))) delete lane.dataset.over; });
  lane.addEventListener("drop", async (event) => {
    const [card, from] = [dragged, dragged?.parentElement];
    if (!card || !from) return;
    event.preventDefault();
    delete lane.dataset.over;
    const behind = card.nextElementSibling;
    const before = [...lane.querySelectorAll("[data-card]")].find((one) => one !== card && one.getBoundingClientRect().top + one.offsetHeight / 2 > event.clientY);
    lane.insertBefore(card, before ?? null);
    counts(lane, from);
    try {
      await move(card, lane, before);
    } catch (error) {
      from.insertBefore(card, behind);
      counts(lane, from);
      say({ text: messageOf(error), kind: "error" });
    }
  });
});

/**
 * Tells the server where a card lies now; its answer says the version that made.
 *
 * @param {HTMLElement} card
 * @param {HTMLElement} lane
 * @param {HTMLElement | undefined} before
 */
async function move(card, lane, before) {
  const body = new URLSearchParams({
    card: card.dataset.card ?? "",
    lane: lane.dataset.lane ?? "",
    before: before?.dataset.card ?? "",
    version: card.dataset.version ?? "",
  });
  const url = lane.closest("[data-drag]")?.dataset.dragUrl ?? "";
  const answer = await request(url, { method: "POST", body, redirect: "manual" });
  card.dataset.version = answer.headers.get("ETag")?.replaceAll('"', "") ?? card.dataset.version;
}

/** @param {Element[]} lanes */
function counts(...lanes) {
  for (const lane of lanes) {
    const count = lane.closest(".lane")?.querySelector("h2 .count");
    if (count) count.textContent = String(lane.querySelectorAll("[data-card]").length);
  }
}
