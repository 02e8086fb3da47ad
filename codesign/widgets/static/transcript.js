// The words of one interview. Offsets here count UTF-16 units; Python converts.

/** @import { Piece, Span, Turn, Unit, Whole } from "./panel_types.js" */

/** @typedef {Whole} Whole What a selection may grow to. */

/** @param {Unit} granularity */
const cutter = (granularity) => new Intl.Segmenter("en-CA", { granularity });
const words =
  typeof Intl.Segmenter === "function"
    ? { grapheme: cutter("grapheme"), word: cutter("word"), sentence: cutter("sentence") }
    : null;

/** The spoken turns of one interview, and how the eye's units (characters, words, sentences) lie in them. */
export class Transcript {
  /** @param {Turn[]} turns */
  constructor(turns) {
    this.turns = turns;
  }

  /** @param {number} offset */
  indexAt(offset) {
    let low = 0;
    let high = this.turns.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.turns[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Where the last turn ends. */
  get end() {
    return this.turns.at(-1)?.end ?? 0;
  }

  /** @param {number} offset */
  at(offset) {
    return this.turns[this.indexAt(offset)];
  }

  /** @param {number} start @param {number} end */
  slice(start, end) {
    const pieces = [];
    for (
      let index = this.turns.length ? this.indexAt(start) : 0;
      index < this.turns.length && this.turns[index].start < end;
      index += 1
    ) {
      const turn = this.turns[index];
      if (turn.end > start)
        pieces.push(turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start)));
    }
    return pieces.join(" … ");
  }

  /** @param {number} offset */
  clamp(offset) {
    const turn = this.at(offset);
    return Math.min(Math.max(offset, turn.start), turn.end);
  }

  /** The pieces of a turn as [start, end, isWord]. @param {Turn} turn @param {Unit} by */
  pieces(turn, by) {
    turn.pieces ??= {};
    turn.pieces[by] ??= this.#cut(turn, by);
    return turn.pieces[by];
  }

  /** @param {Turn} turn @param {Unit} by @returns {Piece[]} */
  #cut(turn, by) {
    if (words) {
      return Array.from(words[by].segment(turn.text), (piece) => [
        turn.start + piece.index,
        turn.start + piece.index + piece.segment.length,
        piece.isWordLike !== false,
      ]);
    }
    const pattern = { grapheme: /./gsu, word: /[\p{L}\p{N}'’-]+/gu, sentence: /[^.!?]+[.!?]*\s*/gu }[by];
    return Array.from(turn.text.matchAll(pattern), (piece) => [
      turn.start + piece.index,
      turn.start + piece.index + piece[0].length,
      true,
    ]);
  }

  /** @param {number} offset @param {number} way @param {Unit} by */
  step(offset, way, by) {
    const index = this.indexAt(offset);
    const turn = this.turns[index];
    const pieces = this.pieces(turn, by).filter((piece) => piece[2]);
    const found =
      way > 0 ? pieces.find((piece) => piece[1] > offset)?.[1] : pieces.findLast((piece) => piece[0] < offset)?.[0];
    if (found !== undefined) return found;
    const next = this.turns[index + way];
    if (!next) return way > 0 ? turn.end : turn.start;
    return way > 0 ? next.start : next.end;
  }

  /**
   * Whole words, without the space around them; null where there is nothing but space.
   * @param {number} from @param {number} to @param {{ characters?: boolean }} [how]
   */
  tidy(from, to, { characters = false } = {}) {
    const [start, end] = [this.clamp(Math.min(from, to)), this.clamp(Math.max(from, to))];
    return characters ? this.#trim(start, end) : this.#trim(this.#wordEdge(start, "start"), this.#wordEdge(end, "end"));
  }

  /** @param {number} offset @param {"start" | "end"} side */
  #wordEdge(offset, side) {
    const inside = this.pieces(this.at(offset), "word").find(
      (piece) => piece[2] && piece[0] < offset && offset < piece[1],
    );
    return inside ? inside[side === "start" ? 0 : 1] : offset;
  }

  /** @param {number} start @param {number} end */
  #trim(start, end) {
    let first = this.indexAt(start);
    let last = this.indexAt(end);
    while (first <= last) {
      const turn = this.turns[first];
      const rest = turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start));
      if (rest.trim()) {
        start = Math.max(start, turn.start) + rest.length - rest.trimStart().length;
        break;
      }
      first += 1;
    }
    while (last >= first) {
      const turn = this.turns[last];
      const rest = turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start));
      if (rest.trim()) {
        end = Math.min(end, turn.end) - (rest.length - rest.trimEnd().length);
        break;
      }
      last -= 1;
    }
    return first <= last ? { start, end } : null;
  }

  /**
   * The sentence, paragraph or turn around a selection; the next one too where it is selected already.
   * @param {number} start @param {number} end @param {Whole} unit
   */
  expand(start, end, unit) {
    const spans = this.#spans(end === start ? start : end - 1, unit);
    const here = spans.find(
      (span) => span.start <= start && end <= span.end && (start > span.start || end < span.end || start === end),
    );
    const wide = here
      ? { start: Math.min(start, here.start), end: Math.max(end, here.end) }
      : { start, end: this.#endOfNext(end, unit, spans) };
    return this.#trim(wide.start, wide.end) || { start, end };
  }

  /** @param {number} offset @param {Whole} unit */
  #spans(offset, unit) {
    const turn = this.at(offset);
    if (unit === "turn") return this.#tight([[turn.start, turn.end]]);
    return this.#tight(unit === "sentence" ? this.pieces(turn, "sentence") : this.#paragraphs(turn));
  }

  /** These spans without the space around them; those of nothing but space are left out. @param {(Piece | [number, number])[]} spans */
  #tight(spans) {
    return spans.flatMap(([start, end]) => this.#trim(start, end) || []);
  }

  /** @param {Turn} turn @returns {[number, number][]} */
  #paragraphs(turn) {
    return Array.from(turn.text.matchAll(/[^\n]+/g), (piece) => [
      turn.start + piece.index,
      turn.start + piece.index + piece[0].length,
    ]);
  }

  /**
   * Where the next of these units ends: the one the selection reaches into, or comes after.
   * @param {number} end @param {Whole} unit @param {Span[]} spans
   */
  #endOfNext(end, unit, spans) {
    const around = spans.find((span) => span.start < end && span.end > end);
    const next = around || spans.find((span) => span.start >= end);
    if (next) return next.end;
    const turn = this.turns[this.indexAt(end - 1) + 1];
    return (turn && this.#spans(turn.start, unit)[0]?.end) ?? end;
  }
}
