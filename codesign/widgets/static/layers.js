// Which codings are painted on a stretch of the words, and in which layer.

import { FAMILY_COLOURS } from "./families.js";
import { meeting } from "./spans.js";

/** @import { Coding, KnownCode, Layered, Span } from "./panel_types.js" */

/**
 * The layer of a coding: that of its family, or of what waits for its answer.
 * @param {Coding} coding @param {Map<string, KnownCode>} byId
 */
export function layerOf(coding, byId) {
  if (coding.pending || coding.going) return "pending";
  const family = byId.get(coding.code)?.family || "";
  return FAMILY_COLOURS[family] ? family : "delivery";
}

/**
 * What is painted on a stretch of the words: the codings shown, the one at hand, what is selected.
 * @param {{ shown: Coding[], codings: Coding[], current: string | null, range: Span | null,
 *   byId: Map<string, KnownCode> }} panel
 * @param {Span} stretch
 */
export function painted({ shown, codings, current, range, byId }, stretch) {
  /** @type {Layered[]} */
  const spans = meeting(shown, stretch).map((coding) => ({
    start: coding.start,
    end: coding.end,
    layer: layerOf(coding, byId),
  }));
  const here = current && codings.find((coding) => coding.id === current);
  if (here) spans.push({ start: here.start, end: here.end, layer: "current" });
  if (range) spans.push({ start: range.start, end: range.end, layer: "selection" });
  return spans;
}
