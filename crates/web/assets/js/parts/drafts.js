// Where the words are that forms keep on this device (`keep.js`), by account: signing out takes them along, so that whoever uses the device next
// does not find them.

import { account } from "./account.js";

const PREFIX = "tasuki-kept ";

/**
 * Under which key the words of a form are kept.
 *
 * @param {string} page Whose words they are, and of which page.
 * @param {string} form
 */
export const keyOf = (page, form) => `${PREFIX}${page} ${form}`;

/** The keys of everything that this account keeps here. */
function own() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${account} `));
  } catch {
    return [];
  }
}

// Before the question that the form asks (`data-confirm`): it is only asked where there is something to lose.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!account || !(form instanceof HTMLFormElement) || form.getAttribute("action") !== "/sign-out") return;
  const drafts = own();
  if (drafts.length === 0) form.dataset.confirmed = "yes";
  else if (!form.dataset.confirm || form.dataset.confirmed === "yes") drafts.forEach((key) => localStorage.removeItem(key));
}, true);
