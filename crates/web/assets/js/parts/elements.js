// Elements that are there, those that come later with a fragment, and those on which an event fell.

/**
 * Calls `take` once for each element that matches, now and whenever htmx or `announce` brings new ones.
 *
 * @template {string} Selector
 * @param {Selector} selector
 * @param {(element: Found<Selector>) => void} take
 */
export function each(selector, take) {
  /** @type {WeakSet<Element>} */
  const taken = new WeakSet();
  /** @param {Document | Element} root */
  const visit = (root) => {
    const found = [...root.querySelectorAll(selector)];
    // What matches the selector is what a query for it would have found.
    if (root instanceof Element && root.matches(selector)) found.unshift(/** @type {Found<Selector>} */ (root));
    for (const element of found) {
      if (taken.has(element)) continue;
      taken.add(element);
      take(element);
    }
  };
  visit(document);
  for (const name of ["htmx:load", "tasuki:content"]) {
    document.addEventListener(name, (event) => visit(targetOf(event) ?? document));
  }
}

/**
 * Says that `element` has got new content.
 *
 * @param {Element} element
 */
export function announce(element) {
  element.dispatchEvent(new CustomEvent("tasuki:content", { bubbles: true }));
}

/**
 * The element on which an event fell, if it fell on one.
 *
 * @param {Event} event
 */
export const targetOf = (event) => (event.target instanceof Element ? event.target : undefined);

/**
 * The field that an event is about, if it is about one.
 *
 * @param {Event} event
 * @returns {Field | undefined}
 */
export function fieldOf({ target }) {
  const known = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
  return known ? target : undefined;
}

/**
 * Whether the keyboard belongs to a field at the moment.
 *
 * @param {EventTarget | null} target
 */
export function typing(target) {
  return target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}
