// Which notebooks are this project's own workbooks, and whether their code is what we wrote.

import { WORKBOOKS } from "./fingerprints.js";
import { valuesOf } from "./parameters.js";

const NAME = /^(.+?)(?:-Copy\d+)?\.ipynb$/;
const WHERE = "Look at it, then choose Run, Run All Cells.";

/** What stands at the place of the cell of parameters. */
const PARAMETERS = "parameters";

/**
 * The workbook of ours that a file is by its name, or undefined.
 * @param {string} path
 * @returns {Workbook | undefined}
 */
export function workbookOf(path) {
  const name = NAME.exec(path.slice(path.lastIndexOf("/") + 1))?.[1] ?? "";
  return Object.hasOwn(WORKBOOKS, name) ? /** @type {Record<string, Workbook>} */ (WORKBOOKS)[name] : undefined;
}

/** The SHA-256 of a text, in hexadecimal digits; empty where the page may not compute one. */
export async function fingerprint(/** @type {string} */ text) {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Why a workbook is not run by itself, as a sentence, and the place of the cell to look at; null where all is ours.
 * Cells without a word do nothing and are no change.
 * @template {CodeCell} Cell
 * @param {readonly Cell[]} cells
 * @param {Workbook} ours
 * @returns {Promise<{ why: string, cell: Cell | null } | null>}
 */
export async function whyNot(cells, ours) {
  const present = cells.filter((cell) => cell.source.trim());
  const prints = await Promise.all(present.map((cell) => fingerprint(cell.source)));
  if (prints.includes("")) return { why: `This page cannot tell whether the code was changed. ${WHERE}`, cell: null };
  const isOurs = present.map((cell, index) => isSame(cell, prints[index], ours, index));
  const at = isOurs.indexOf(false);
  if (at < 0 && present.length === ours.cells.length) return writesElsewhere(present, ours);
  const isGone = present.length < ours.cells.length;
  return { why: `${isGone ? gone : changed(present[at])} ${WHERE}`, cell: isGone ? null : present[at] };
}

const gone = "A cell with code was taken away, so this workbook was not run by itself.";

const changed = (/** @type {CodeCell} */ { heading }) =>
  `${heading ? `Code under “${heading}”` : "A cell with code"} was changed, so this workbook was not run by itself.`;

function isSame(
  /** @type {CodeCell} */ { source },
  /** @type {string} */ print,
  /** @type {Workbook} */ ours,
  /** @type {number} */ index,
) {
  const wanted = ours.cells[index];
  return wanted === PARAMETERS ? valuesOf(source, ours.parameters) !== null : wanted === print;
}

/**
 * Values are only read, but for one: where files are written is for a person to say, each time.
 * @template {CodeCell} Cell
 * @param {readonly Cell[]} cells
 * @param {Workbook} ours
 */
function writesElsewhere(cells, ours) {
  const cell = cells[ours.cells.indexOf(PARAMETERS)];
  const output = cell && valuesOf(cell.source, ours.parameters)?.get("output");
  if (output === undefined || output === "None") return null;
  return {
    why: `The value of output says where files are written, so this workbook was not run by itself. ${WHERE}`,
    cell,
  };
}
