// What every file makes pages with: elements, keys as they are shown, words for a number of things.

/** @import { Attributes, Contents } from "./types.js" */

/**
 * Put these children into an element, moving only what is not in its place: what has the focus keeps it.
 * @param {HTMLElement} parent @param {Element[]} children
 */
export function putChildren(parent, children) {
  const kept = new Set(children);
  [...parent.children].forEach((child) => {
    if (!kept.has(child)) child.remove();
  });
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] || null);
  });
}

/**
 * Make an element. Text is always text: a string child becomes a text node, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Attributes<K>} [attributes] @param {...Contents} children
 */
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === "value" && "value" in node) node.value = String(value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== "") node.append(child);
  return node;
}

/** Keys as they are shown. @param {...string} names */
export const key = (...names) => names.map((name) => h("kbd", { class: "cw-key" }, name));

/** The element of the page that has the focus. */
export const focused = () => /** @type {HTMLElement | null} */ (document.activeElement);

/** A new id, as nobody else makes it. */
export const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** A number of things, in words. @param {number} number @param {string} one @param {string} many */
export const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/**
 * Things by what `keyOf` says of each, in the order in which each key came first.
 * @template T @template {string} K
 * @param {T[]} things @param {(thing: T) => K} keyOf
 */
export function grouped(things, keyOf) {
  /** @type {Map<K, T[]>} */
  const groups = new Map();
  for (const thing of things) {
    const found = groups.get(keyOf(thing));
    if (found) found.push(thing);
    else groups.set(keyOf(thing), [thing]);
  }
  return groups;
}

/**
 * Words for a screen reader only. What is shown stays part of the name, so that a voice can ask for it (WCAG 2.5.3).
 * @param {string} words
 */
export const unseen = (words) => h("span", { class: "cw-unseen" }, words);

/** Words of a button that are shown where there is room, and said always. @param {string} words */
export const wider = (words) => h("span", { class: "cw-wider" }, words);
