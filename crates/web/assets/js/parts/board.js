// Cards between lanes, by mouse; each card's menu does the same by keyboard and touch.

import { each } from "./elements.js";
import { request } from "./request.js";
import { say } from "./say.js";

let dragged;

each("[data-drag] [data-card]", (card) => {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.card);
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
  lane.addEventListener("dragleave", (event) => { if (!lane.contains(event.relatedTarget)) delete lane.dataset.over; });
  lane.addEventListener("drop", async (event) => {
    if (!dragged) return;
    event.preventDefault();
    delete lane.dataset.over;
    const card = dragged;
    const home = { lane: card.parentElement, before: card.nextElementSibling };
    const before = [...lane.querySelectorAll("[data-card]")].find((one) => one !== card && one.getBoundingClientRect().top + one.offsetHeight / 2 > event.clientY);
    lane.insertBefore(card, before ?? null);
    counts(lane, home.lane);
    const body = new URLSearchParams({ card: card.dataset.card, lane: lane.dataset.lane, before: before?.dataset.card ?? "", version: card.dataset.version ?? "" });
    try {
      const answer = await request(lane.closest("[data-drag]").dataset.dragUrl, { method: "POST", body, redirect: "manual" });
      card.dataset.version = answer.headers.get("ETag")?.replaceAll('"', "") ?? card.dataset.version;
    } catch (error) {
      home.lane.insertBefore(card, home.before);
      counts(lane, home.lane);
      say({ text: error.message, kind: "error" });
    }
  });
});

function counts(...lanes) {
  for (const lane of lanes) {
    const count = lane.closest(".lane")?.querySelector("h2 .count");
    if (count) count.textContent = lane.querySelectorAll("[data-card]").length;
  }
}
