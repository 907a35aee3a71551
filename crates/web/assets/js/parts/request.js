// Requests of the script, and what they say when they fail. `HX-Request` asks for the part of a page instead of all of it.

const furniture = () => document.getElementById("toasts")?.dataset ?? {};

/** A request that was answered with an error; `status` and, when the server sent one, its `problem`. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? (status === 401 ? furniture().signedOut : furniture().failed) ?? "");
    this.status = status;
    this.problem = problem;
  }
}

/** `fetch` that throws `Refused` for everything but success; a broken connection is `Refused` with status 0. */
export async function request(url, { headers, ...options } = {}) {
  let response;
  try {
    response = await fetch(url, { ...options, headers: { "HX-Request": "true", ...headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    // Browsers let only so many bytes outlive a page at a time; what is more goes the usual way.
    if (options.keepalive) return request(url, { headers, ...options, keepalive: false });
    throw new Refused(0);
  }
  if (response.ok) return response;
  throw new Refused(response.status, await problemOf(response));
}

/** Sends `body` as JSON and returns the answer's JSON, or nothing for 204. */
export async function requestJson(url, { method = "POST", body, headers, keepalive = false } = {}) {
  const response = await request(url, {
    method,
    keepalive,
    headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status === 204 ? undefined : response.json();
}

async function problemOf(response) {
  if (!response.headers.get("Content-Type")?.includes("json")) return undefined;
  return response.json().catch(() => undefined);
}
