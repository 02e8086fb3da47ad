// Which labels stand beside a turn, and how far down each.

import { grouped } from "./shared.js";

/** @import { Coding, Span } from "./panel_types.js" */

/**
 * Where in the list of codings those of each turn begin, and where the list ends; both come in the order of the words.
 * @param {Span[]} turns @param {Span[]} codings
 */
export function startsOf(turns, codings) {
  let at = 0;
  const starts = turns.map((turn) => {
    while (at < codings.length && codings[at].start < turn.start) at += 1;
    return at;
  });
  if (turns.length) starts[0] = 0;
  return [...starts, codings.length];
}

/** Codings that say the same of the same words, by whomever, together. @param {Coding[]} codings */
export const together = (codings) => [
  ...grouped(codings, ({ start, end, code, polarity, pending }) =>
    [start, end, code, polarity, Boolean(pending)].join("|"),
  ).values(),
];

/**
 * How far down each label stands, and where the last one ends: beside its line, or below the label before it.
 * @param {{ wanted: number, height: number }[]} labels
 */
export function stacked(labels) {
  let free = 0;
  const tops = labels.map(({ wanted, height }) => {
    const top = Math.max(free, wanted + 2);
    free = top + height + 3;
    return top;
  });
  return { tops, height: free };
}
