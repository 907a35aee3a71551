// Forms whose words stay on this device until the server has confirmed them (`data-keep`): where there is no network, nothing typed is lost.
//
// The page says whose words they are, and of which page (`data-keeps`); each form has an `id`. The server confirms a form by leading to an
// address with `kept=id.nonce`, in which only the page that sent it knows the nonce (it is part of the form's key): no other link makes the
// device forget anything. Where it leads to another page, `of` is the one on which the form was.

import { keyOf } from "./drafts.js";
import { each } from "./elements.js";

/**
 * @typedef {{ seen: string, fields: [string, string][], sent?: string }} Kept What was typed, the version of the record at that time, and the
 * nonce with which it was sent last.
 */

const page = document.querySelector("[data-keeps]")?.getAttribute("data-keeps") ?? "";
/** How long a server may take to answer before there is no connection, in milliseconds. */
const PATIENCE = 5_000;

/**
 * @param {string} form
 * @param {string} [on]
 */
const key = (form, on = page) => keyOf(on, form);

/**
 * What was kept of a form.
 *
 * @param {string} form
 * @param {string} [on]
 * @returns {Kept | undefined}
 */
function read(form, on = page) {
  try {
    return JSON.parse(localStorage.getItem(key(form, on)) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps what is typed in a form; returns whether the device could.
 *
 * @param {string} form
 * @param {Kept | undefined} kept
 */
function write(form, kept) {
  try {
    if (kept) localStorage.setItem(key(form), JSON.stringify(kept));
    else localStorage.removeItem(key(form));
    return true;
  } catch {
    return false;
  }
}

/**
 * The fields in which somebody types or chooses: not hidden ones, which are the page's, and no files, which a page cannot put back.
 *
 * @param {HTMLFormElement} form
 */
function fields(form) {
  const all = /** @type {Field[]} */ ([...form.elements].filter((element) => element.matches("input, textarea, select")));
  return all.filter((field) => field.name && !field.matches("[type=hidden], [type=file]"));
}

/** @param {Field} field */
const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");

/**
 * @param {HTMLFormElement} form
 * @returns {[string, string][]}
 */
function typed(form) {
  const given = fields(form).filter((field) => !isChoice(field) || /** @type {HTMLInputElement} */ (field).checked);
  return given.map((field) => [field.name, field.value]);
}

/**
 * @param {HTMLFormElement} form
 * @param {[string, string][]} values
 */
function restore(form, values) {
  for (const field of fields(form)) {
    if (isChoice(field)) {
      const input = /** @type {HTMLInputElement} */ (field);
      input.checked = values.some(([name, value]) => name === input.name && value === input.value);
    } else {
      field.value = values.find(([name]) => name === field.name)?.[1] ?? field.value;
    }
  }
}

/** @param {HTMLFormElement} form */
const version = (form) => form.querySelector("input[name='version']")?.getAttribute("value") ?? "";

/**
 * What only this page knows of the key of a form.
 *
 * @param {HTMLFormElement} form
 */
const nonce = (form) => form.querySelector("input[name='once']")?.getAttribute("value")?.split(".").at(-1) ?? "";

/** Whether the server answers. */
async function reaches() {
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    // Networks that ask for a sign-in of their own answer everything with a page.
    return answer.ok && (await answer.text()).trim() === "ok";
  } catch {
    return false;
  }
}

/** Forgets what the server has confirmed; once, so that what is typed later stays when the page is loaded again. */
export function forget() {
  const here = new URL(location.href);
  const confirmed = here.searchParams.get("kept");
  if (!confirmed) return;
  const dot = confirmed.lastIndexOf(".");
  const form = confirmed.slice(0, dot);
  const [whose] = page.split(" ");
  const of = here.searchParams.get("of");
  const on = of ? `${whose} ${of}` : page;
  const sent = read(form, on)?.sent;
  try {
    if (sent && sent === confirmed.slice(dot + 1)) localStorage.removeItem(key(form, on));
  } catch {
    // What cannot be kept need not be forgotten.
  }
  here.searchParams.delete("kept");
  here.searchParams.delete("of");
  history.replaceState(history.state, "", here);
}

if (page) forget();

each("form[data-keep]", (form) => {
  if (!page || !form.id) return;
  const line = /** @type {HTMLElement | null} */ (form.querySelector("[data-kept]"));
  /** @param {"waiting" | "restored" | "changed" | "offline" | "unable" | "none"} state */
  const tell = (state) => {
    if (!line) return;
    line.dataset.state = state === "offline" || state === "unable" || state === "changed" ? "error" : state;
    line.textContent = line.dataset[state] ?? "";
  };
  const first = JSON.stringify(typed(form));
  const kept = read(form.id);
  if (kept && JSON.stringify(kept.fields) !== first) {
    restore(form, kept.fields);
    tell(kept.seen === version(form) ? "restored" : "changed");
    form.closest("details")?.setAttribute("open", "");
  }
  const keep = () => {
    const now = typed(form);
    // What was kept before is told by the server again where it refused the form: it is not empty then.
    const isEmpty = !kept && JSON.stringify(now) === first;
    const could = write(form.id, isEmpty ? undefined : { seen: version(form), fields: now });
    tell(!could ? "unable" : isEmpty ? "none" : "waiting");
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  let isReached = false;
  form.addEventListener("submit", (event) => {
    if (isReached) { isReached = false; return; }
    event.preventDefault();
    const { submitter } = event;
    submitter?.setAttribute("aria-busy", "true");
    reaches().then((answers) => {
      submitter?.removeAttribute("aria-busy");
      if (!answers) { tell("offline"); return; }
      isReached = true;
      const sent = read(form.id);
      if (sent) write(form.id, { ...sent, sent: nonce(form) });
      form.requestSubmit(submitter ?? undefined);
    });
  });
});
