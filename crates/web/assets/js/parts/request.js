// Requests of the script, and what they say when they fail. `HX-Request` asks for the part of a page instead of all of it.

import { PAGE_OF } from "./account.js";

/** @returns {DOMStringMap} */
const furniture = () => document.getElementById("toasts")?.dataset ?? {};

/** A request that was answered with an error; `status` and, when the server sent one, its `problem`. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {ProblemBody} [problem]
   */
  constructor(status, problem) {
    // What happened, and what to do.
    const told = [problem?.title, problem?.detail].filter(Boolean).join(" ");
    super((status === 401 ? furniture().signedOut : told || furniture().failed) ?? "");
    this.status = status;
    this.problem = problem;
  }
}

/**
 * Whether a request was called off by who made it, which nobody needs to be told.
 *
 * @param {unknown} error
 */
export const isCalledOff = (error) => error instanceof Error && error.name === "AbortError";

/**
 * `fetch` that throws `Refused` for everything but success; a broken connection is `Refused` with status 0.
 *
 * @param {string} url
 * @param {RequestInit & { headers?: Record<string, string> }} [given]
 * @returns {Promise<Response>}
 */
export async function request(url, { headers, ...options } = {}) {
  let response;
  try {
    response = await fetch(url, { ...options, headers: { "HX-Request": "true", ...PAGE_OF, ...headers } });
  } catch (error) {
    if (isCalledOff(error)) throw error;
    // Browsers let only so many bytes outlive a page at a time; what is more goes the usual way.
    if (options.keepalive) return request(url, { headers, ...options, keepalive: false });
    throw new Refused(0);
  }
  if (response.ok) return response;
  throw new Refused(response.status, problemIn(response.headers.get("Content-Type"), await response.text().catch(() => "")));
}

/**
 * The fields of a form as it sends them when it holds no files.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 */
export const bodyOf = (form, submitter) => new URLSearchParams([...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]));

/**
 * Sends `body` as JSON and returns the answer's JSON, or nothing for 204.
 *
 * @param {string} url
 * @param {{ method?: string, body?: unknown, headers?: Record<string, string>, keepalive?: boolean }} [given]
 */
export async function requestJson(url, { method = "POST", body, headers, keepalive = false } = {}) {
  const response = await request(url, {
    method,
    keepalive,
    headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status === 204 ? undefined : response.json();
}

/**
 * The problem that an answer tells of, if it does.
 *
 * @param {string | null | undefined} type
 * @param {string | undefined} text
 * @returns {ProblemBody | undefined}
 */
export function problemIn(type, text) {
  try {
    return type?.includes("json") ? JSON.parse(text ?? "") : undefined;
  } catch {
    return undefined;
  }
}
