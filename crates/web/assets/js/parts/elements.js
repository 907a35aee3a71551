// Elements that are there, and those that come later with a fragment.

/** Calls `take` once for each element that matches, now and whenever htmx or `announce` brings new ones. */
export function each(selector, take) {
  const taken = new WeakSet();
  const visit = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (taken.has(element)) continue;
      taken.add(element);
      take(element);
    }
  };
  visit(document);
  for (const name of ["htmx:load", "tasuki:content"]) {
    document.addEventListener(name, (event) => visit(event.target));
  }
}

/** Says that `element` has got new content. */
export function announce(element) {
  element.dispatchEvent(new CustomEvent("tasuki:content", { bubbles: true }));
}

/** Whether the keyboard belongs to a field at the moment. */
export function typing(target) {
  return target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}
