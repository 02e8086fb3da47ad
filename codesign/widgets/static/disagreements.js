// A passage coders differ about: who, and what of it is shown.

/** @import { Difference } from "./screen_types.js" */

const CONTEXT = 320;
/** What a decision says of a passage. */
export const DECIDED = new Map([
  ["keep", "counts"],
  ["remove", "does not count"],
  ["other code", "another code"],
  ["boundaries", "boundaries agreed"],
  ["differ", "agreed to differ"],
]);
/** Words with a capital. @param {string} words */
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** The pairs of coders who treat a passage differently. @param {Pick<Difference, "coders" | "others">} item */
export function pairsOf(item) {
  /** @param {string} one @param {string} other */
  const pair = (one, other) => [one, other].sort((a, b) => a.localeCompare(b)).join(" and ");
  if (item.others.length) return item.coders.flatMap((one) => item.others.map((other) => pair(one, other)));
  return item.coders.flatMap((one, at) => item.coders.slice(at + 1).map((other) => pair(one, other)));
}

/**
 * The words before or after the passage, no more than a few lines of them.
 * @param {string} words @param {"front" | "back"} side
 */
export function ends(words, side) {
  if (words.length <= CONTEXT) return words;
  return side === "front"
    ? `… ${words.slice(-CONTEXT).replace(/^\S*\s/, "")}`
    : `${words.slice(0, CONTEXT).replace(/\s\S*$/, "")} …`;
}
