// Elements in a new order, without moving the one a person is in: what is moved in the page loses the focus.

import { focused } from "./shared.js";

/**
 * Have a parent show these children in this order; the one with the focus stays where it is, and the others go around it.
 * @param {HTMLElement} parent @param {HTMLElement[]} children
 */
export function arrange(parent, children) {
  const kept = new Set(children);
  for (const child of [...parent.children]) if (!kept.has(/** @type {HTMLElement} */ (child))) child.remove();
  const here = focused();
  const at = children.findIndex((child) => child.parentElement === parent && child.contains(here));
  for (let index = at - 1; index >= 0; index -= 1)
    if (children[index].nextElementSibling !== children[index + 1])
      parent.insertBefore(children[index], children[index + 1]);
  for (let index = Math.max(0, at + 1); index < children.length; index += 1) {
    const next = index ? children[index - 1].nextElementSibling : parent.firstElementChild;
    if (next !== children[index]) parent.insertBefore(children[index], next);
  }
}
