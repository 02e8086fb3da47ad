// What stands in the cells of a table, which can be changed, and where keys lead.

import { namedIn } from "./offering.js";

/** @import { Cell, Column, GridRow, Option, RowNews, Value } from "./screen_types.js" */

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

/** What typed words mean, by the choices they are looked up in. @type {WeakMap<Option[], Map<string, Option>>} */
const meanings = new WeakMap();

/** @param {Option[]} options */
function meaningsOf(options) {
  const ready = meanings.get(options);
  if (ready) return ready;
  /** @type {Map<string, Option>} */
  const words = new Map();
  for (const option of options)
    for (const one of [String(option.value), option.label])
      if (!words.has(one.toLowerCase())) words.set(one.toLowerCase(), option);
  meanings.set(options, words);
  return words;
}

/** The value that is meant by words, which may be those of a choice. @param {Column} column @param {string} words */
export function meant(column, words) {
  const option = column.options && meaningsOf(column.options).get(words.trim().toLowerCase());
  return option ? option.value : words.trim();
}

/**
 * The choice that typed letters lead to: one that is meant by them, else the first that begins with them.
 * @param {Option[]} options @param {string} typed
 */
export function chosenBy(options, typed) {
  const words = typed.toLowerCase();
  return (
    options.find((one) => one.label.toLowerCase() === words || String(one.value).toLowerCase() === words) ||
    options.find((one) => one.label.toLowerCase().startsWith(words))
  );
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

/**
 * Rows with what is new of them: those gone are taken out, those that changed stand anew, each where it belongs.
 * @param {GridRow[]} rows @param {RowNews} news
 */
export function renewed(rows, { changed = [], gone = [], after = {}, order }) {
  const anew = new Map(changed.map((row) => [row.id, row]));
  const left = new Set(gone);
  const all = new Map(rows.map((row) => [row.id, anew.get(row.id) || row]));
  for (const row of changed) all.set(row.id, row);
  if (order) return order.flatMap((id) => all.get(id) || []);
  const below = new Map(Object.entries(after).map(([id, above]) => [above, id]));
  /** @type {GridRow[]} */
  const result = [];
  /** @param {string} id */
  const place = (id) => {
    const row = all.get(id);
    if (row) result.push(row);
    for (let next = below.get(id); next !== undefined; next = below.get(next))
      result.push(/** @type {GridRow} */ (all.get(next)));
  };
  place("");
  for (const row of rows) if (!left.has(row.id) && after[row.id] === undefined) place(row.id);
  return result;
}
