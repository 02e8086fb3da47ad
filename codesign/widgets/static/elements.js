// A piece of a page as Python tells it, made as elements, and changed where it is told anew.

import { h } from "./shared.js";

/** @import { Piece } from "./screen_types.js" */

/** @param {Piece} piece @returns {Node} */
function made(piece) {
  if (typeof piece === "string") return document.createTextNode(piece);
  const [tag, attributes, within] = piece;
  return h(tag, attributes, ...within.map(made));
}

/** @param {Node} node @param {Piece} piece */
const isLike = (node, piece) =>
  typeof piece === "string" ? node instanceof Text : node instanceof Element && node.localName === piece[0];

/** @param {Node} node @param {Piece} piece */
function change(node, piece) {
  if (typeof piece === "string") {
    if (node instanceof Text && node.data !== piece) node.data = piece;
    return;
  }
  const [, attributes, within] = piece;
  const element = /** @type {Element} */ (node);
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== value && !isOwn(element, name)) element.setAttribute(name, value);
  for (const name of element.getAttributeNames())
    if (!(name in attributes) && !isOwn(element, name)) element.removeAttribute(name);
  redraw(element, within);
}

// What a person opened or closed stays so.
/** @param {Element} element @param {string} name */
const isOwn = (element, name) => element.localName === "details" && name === "open";

/**
 * Have an element show these pieces. What is like a piece is kept and changed where it differs, so that nothing flickers,
 * and what is scrolled, selected, opened or has the focus stays as it is.
 * @param {Element} parent @param {Piece[]} pieces
 */
export function redraw(parent, pieces) {
  const before = [...parent.childNodes];
  const nodes = pieces.map((piece) => {
    const place = before.findIndex((node) => isLike(node, piece));
    if (place < 0) return made(piece);
    const [node] = before.splice(place, 1);
    change(node, piece);
    return node;
  });
  for (const node of before) node.remove();
  nodes.forEach((node, place) => {
    if (parent.childNodes[place] !== node) parent.insertBefore(node, parent.childNodes[place] || null);
  });
}
