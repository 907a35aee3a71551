// Whose page it is goes along with what it sends: where somebody else has signed in since, the server refuses it, and nothing is said in their
// name. Forms with a key (`once`) say so without script.

/** The account whose page this is; empty where nobody is signed in. */
export const account = document.body.dataset.account ?? "";

// The header in which requests of the script say it.
/** @type {Record<string, string>} */
export const PAGE_OF = account ? { "Tasuki-Page-Of": account } : {};

// Last of all, so that nobody else's question before the form is in between.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (!account || !(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  // Forms with files have a key.
  if (form.method !== "post" || form.enctype === "multipart/form-data" || form.querySelector("input[name='page-of']")) return;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "page-of", value: account });
  form.append(field);
});
document.addEventListener("htmx:configRequest", (event) => {
  Object.assign(event.detail.headers, PAGE_OF);
});
