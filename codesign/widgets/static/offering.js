// What may be typed into a cell, offered below it by the browser: names of rows, or words the study uses already.

import { h, newId } from "./shared.js";

/** @import { Column, Value } from "./screen_types.js" */

/** What a cell that names several rows names. @param {Value} cell */
export const namedIn = (cell) =>
  String(cell)
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);

/**
 * What can be typed into a cell, where several may follow each other: each behind what is typed already.
 * @param {Column} column @param {string} words
 */
export function offeredFor(column, words) {
  const offered = column.suggested || [];
  const before = words.slice(0, words.lastIndexOf(";") + 1);
  const there = new Set(namedIn(before).map((one) => one.toLowerCase()));
  return offered.filter((one) => !there.has(one.toLowerCase())).map((one) => (before ? `${before} ${one}` : one));
}

/** Elements that offer what may be typed into a field, to stand beside it. @param {Column} column @param {HTMLElement} field */
export function offers(column, field) {
  if (!(field instanceof HTMLInputElement) || !offeredFor(column, "").length) return [];
  const list = h("datalist", { id: `cw-offers-${newId()}` });
  const draw = () => list.replaceChildren(...offeredFor(column, field.value).map((value) => h("option", { value })));
  field.setAttribute("list", list.id);
  field.addEventListener("input", draw);
  draw();
  return [list];
}
