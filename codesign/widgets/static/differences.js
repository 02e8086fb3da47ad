// Where coders differ, where nothing is coded, and which coding comes next.

import { grouped } from "./shared.js";
import { firstOf } from "./spans.js";

/** @import { Coding, Span, Turn } from "./panel_types.js" */

/**
 * The codings that another coder of this interview does not have: the same code on overlapping words, borne the same way.
 * @param {Coding[]} codings
 */
export function differing(codings) {
  const coders = new Set(codings.map((coding) => coding.coder));
  /** @type {Set<string>} */
  const found = new Set();
  if (coders.size < 2) return found;
  for (const same of grouped(codings, (coding) => `${coding.code}|${coding.polarity}`).values()) {
    const byCoder = grouped(same, (coding) => coding.coder);
    const reaches = [...coders].map((coder) => new Reaches(byCoder.get(coder) || []));
    for (const coding of same) if (!reaches.every((own) => own.meet(coding))) found.add(coding.id);
  }
  return found;
}

/** Passages given in the order of their starts, and whether any of them meets another passage. */
class Reaches {
  /** @param {Span[]} passages */
  constructor(passages) {
    let reached = 0;
    this.starts = passages.map(({ start }) => start);
    /** The furthest end so far. */
    this.ends = passages.map(({ end }) => {
      reached = Math.max(reached, end);
      return reached;
    });
  }

  /** @param {Span} given */
  meet({ start, end }) {
    const before = firstOf(this.starts.length, (index) => this.starts[index] >= end);
    return before > 0 && this.ends[before - 1] > start;
  }
}

/**
 * The turns that no coding touches; both come in the order of the interview, so one pass is enough.
 * @param {Turn[]} turns @param {Span[]} codings
 */
export function without(turns, codings) {
  let at = 0;
  let reached = 0;
  return turns.filter((turn) => {
    while (at < codings.length && codings[at].start < turn.end) {
      reached = Math.max(reached, codings[at].end);
      at += 1;
    }
    return reached <= turn.start;
  });
}

/**
 * The coding after or before the one at hand; without one, the nearest to an offset that way. The list goes round.
 * @param {Coding[]} codings @param {string | null} current @param {number} offset @param {number} way
 */
export function nextOf(codings, current, offset, way) {
  const at = codings.findIndex((coding) => coding.id === current);
  const after = firstOf(codings.length, (index) => codings[index].start > offset);
  const next = at >= 0 ? at + way : way > 0 ? after : after - 1;
  return codings[(next + codings.length) % codings.length];
}
