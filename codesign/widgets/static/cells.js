// What stands in the cells of a table, which can be changed, and where keys lead.

import { namedIn } from "./offering.js";

/** @import { Cell, Column, GridRow, Value } from "./screen_types.js" */

/** Whether a cell stays as it is. @param {GridRow} row @param {Column} column */
export const isLocked = (row, column) => Boolean(column.locked || (column.key && !row.isNew));

/** A value as its cell shows it. @param {Column} column @param {Value | undefined} value */
export function shownValue(column, value) {
  if (value === null || value === undefined || value === "") return "";
  const { several } = column;
  if (several)
    return namedIn(value)
      .map((id) => several.find((one) => one.value === id)?.label || id)
      .join("; ");
  const option = column.options?.find((one) => String(one.value) === String(value));
  return option ? option.label : String(value);
}

/** What stands in a cell while it is edited: names where several are typed. @param {Column} column @param {Value | undefined} value */
export const editedValue = (column, value) => (column.several ? shownValue(column, value) : String(value ?? ""));

/** The value that is meant by words, which may be those of a choice. @param {Column} column @param {string} words */
export function meant(column, words) {
  const wanted = words.trim().toLowerCase();
  const option = column.options?.find(
    (one) => String(one.value).toLowerCase() === wanted || one.label.toLowerCase() === wanted,
  );
  return option ? option.value : words.trim();
}

/** The place in a table that is nearest to a place. @param {Cell} cell @param {number} rows @param {number} columns */
export const nearest = ({ row, column }, rows, columns) => ({
  row: Math.min(Math.max(row, 0), rows - 1),
  column: Math.min(Math.max(column, 0), columns - 1),
});

/**
 * Where a key leads from a cell, maybe outside the table; undefined where it leads nowhere. `far` with Ctrl.
 * @param {string} name @param {Cell} cell @param {number} rows @param {number} columns @param {boolean} far
 * @returns {Cell | undefined}
 */
export function led(name, { row, column }, rows, columns, far) {
  const moves = new Map([
    ["ArrowUp", { row: row - 1, column }],
    ["ArrowDown", { row: row + 1, column }],
    ["ArrowLeft", { row, column: column - 1 }],
    ["ArrowRight", { row, column: column + 1 }],
    ["Home", { row: far ? 0 : row, column: 0 }],
    ["End", { row: far ? rows - 1 : row, column: columns - 1 }],
    ["PageUp", { row: row - 10, column }],
    ["PageDown", { row: row + 10, column }],
  ]);
  return moves.get(name);
}

/**
 * What a pasted line changes in a row: from a column on, by column, without what cannot be changed.
 * @param {string[]} line @param {GridRow} row @param {Column[]} columns @param {number} first
 */
export function pasted(line, row, columns, first) {
  const cells = line.flatMap((words, right) => {
    const column = columns[first + right];
    return column && !isLocked(row, column) ? [[column.name, meant(column, words)]] : [];
  });
  return /** @type {Record<string, string | number>} */ (Object.fromEntries(cells));
}
