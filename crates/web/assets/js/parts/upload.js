// Files: dropped on the zone, pasted anywhere on the page, or chosen. Each is sent by itself, with progress.

import { announce, each } from "./elements.js";
import { Refused, request } from "./request.js";
import { messageOf } from "./say.js";

each("form[data-upload]", (form) => {
  const input = form.querySelector('input[type="file"]');
  const list = form.querySelector(".drop-list") ?? form.appendChild(Object.assign(document.createElement("ul"), { className: "drop-list" }));
  /** @param {Iterable<File>} files */
  const take = async (files) => {
    const sent = await Promise.all([...files].map((file) => send(form, list, file)));
    if (input) input.value = "";
    const done = sent.filter(Boolean);
    if (done.length === 0) return;
    form.dispatchEvent(new CustomEvent("tasuki:uploaded", { bubbles: true, detail: { answers: done } }));
    if (form.dataset.refresh) await refresh(form.dataset.refresh);
  };
  input?.addEventListener("change", () => take(input.files ?? []));
  for (const name of /** @type {const} */ (["dragenter", "dragover"])) {
    form.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.toggleAttribute("data-over", true);
    });
  }
  form.addEventListener("dragleave", (event) => { if (!within(form, event.relatedTarget)) form.toggleAttribute("data-over", false); });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.toggleAttribute("data-over", false);
    take(event.dataTransfer?.files ?? []);
  });
  form.addEventListener("tasuki:files", (event) => take(event.detail.files));
});

/**
 * Whether what the mouse came to lies in the form; outside of the window it came to nothing.
 *
 * @param {HTMLElement} form
 * @param {EventTarget | null} place
 */
const within = (form, place) => place instanceof Node && form.contains(place);

document.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  const form = document.querySelector("form[data-upload]");
  if (!form || !files?.length) return;
  event.preventDefault();
  form.dispatchEvent(new CustomEvent("tasuki:files", { detail: { files } }));
});

/**
 * Sends one file; its line shows how far it is, and stays with the reason when it failed.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement} list
 * @param {File} file
 */
async function send(form, list, file) {
  const line = list.appendChild(document.createElement("li"));
  const name = line.appendChild(Object.assign(document.createElement("span"), { textContent: file.name }));
  /** @param {string | undefined} reason */
  const fail = (reason) => {
    line.dataset.failed = "";
    name.textContent = `${file.name}: ${reason}`;
    line.querySelector("progress")?.remove();
    return undefined;
  };
  if (form.dataset.max && file.size > Number(form.dataset.max)) return fail(form.dataset.tooLarge);
  const bar = line.appendChild(Object.assign(document.createElement("progress"), { max: 1 }));
  bar.setAttribute("aria-label", form.dataset.working ?? "");
  const body = new FormData(form);
  body.delete("file");
  body.append("file", file, file.name);
  try {
    const answer = await transfer(form.action, body, (share) => { bar.value = share; });
    line.remove();
    return answer;
  } catch (error) {
    return fail(messageOf(error) || form.dataset.failed);
  }
}

/**
 * `fetch` cannot tell how much it has sent; this can.
 *
 * @param {string} url
 * @param {FormData} body
 * @param {(share: number) => void} progress
 * @returns {Promise<unknown>}
 */
function transfer(url, body, progress) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", url);
    sending.setRequestHeader("Accept", "application/json");
    sending.upload.addEventListener("progress", (event) => { if (event.lengthComputable) progress(event.loaded / event.total); });
    sending.addEventListener("error", () => reject(new Refused(0)));
    sending.addEventListener("load", () => {
      let answer;
      try { answer = JSON.parse(sending.responseText); } catch { /* The answer may be a page. */ }
      if (sending.status >= 200 && sending.status < 300) resolve(answer ?? true);
      else reject(new Refused(sending.status, answer));
    });
    sending.send(body);
  });
}

/**
 * Takes the part `selector` from the page as it is now on the server.
 *
 * @param {string} selector
 */
async function refresh(selector) {
  const part = document.querySelector(selector);
  const page = new DOMParser().parseFromString(await (await request(location.href)).text(), "text/html");
  const fresh = page.querySelector(selector);
  if (!part || !fresh) return;
  part.replaceChildren(...fresh.childNodes);
  announce(part);
}
