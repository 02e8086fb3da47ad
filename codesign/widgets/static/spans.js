// Where spans lie in turns, and how a turn is cut where they begin and end.

/** @import { Span } from "./panel_types.js" */

/** Those of the spans that share words with another. @template {Span} T @param {T[]} spans @param {Span} place */
export const meeting = (spans, { start, end }) => spans.filter((span) => span.start < end && span.end > start);

/**
 * The pieces a place is cut into where spans begin and end in it, in their order.
 * @param {Span} place @param {Span[]} spans @returns {Span[]}
 */
export function cut(place, spans) {
  const bounds = new Set([place.start, place.end]);
  for (const { start, end } of meeting(spans, place)) {
    if (start > place.start) bounds.add(start);
    if (end < place.end) bounds.add(end);
  }
  const sorted = [...bounds].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, at) => ({ start, end: sorted[at + 1] }));
}

/** The words of a turn from one offset to another. @param {Span & { text: string }} turn @param {Span} place */
export const wordsOf = (turn, { start, end }) => turn.text.slice(start - turn.start, end - turn.start);

/**
 * The first of so many numbers for which something holds that holds for all after it; their count where none is.
 * @param {number} count @param {(index: number) => boolean} holds
 */
export function firstOf(count, holds) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
