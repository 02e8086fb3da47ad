// The words of one interview and what is painted on them. Offsets here count UTF-16 units; Python converts.

const FAMILY_COLOURS = {
  "skill-gap": "#0072b2", "can-move": "#117733", "hiring-challenge": "#aa4499", "job-task": "#b35900", tool: "#5d4a9c",
  knowledge: "#007a87", standard: "#7a5c00", "credential-signal": "#c2185b", delivery: "#44606b",
  "assessment-idea": "#2e6f40", pathway: "#8a4b00",
};
const words = typeof Intl.Segmenter === "function"
  ? Object.fromEntries(["grapheme", "word", "sentence"].map((by) => [by, new Intl.Segmenter("en-CA", { granularity: by })]))
  : null;

const colour = (family) => FAMILY_COLOURS[family] || FAMILY_COLOURS.delivery;
/** No more than so many signs of a text; an emoji is not cut in half. */
const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…` : text);

// the interview's text --------------------------------------------------------------------------------

/** The spoken turns of one interview, and how the eye's units (characters, words, sentences) lie in them. */
class Transcript {
  constructor(turns) {
    this.turns = turns;
  }

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

  at(offset) {
    return this.turns[this.indexAt(offset)];
  }

  slice(start, end) {
    const pieces = [];
    for (let index = this.turns.length ? this.indexAt(start) : 0; index < this.turns.length && this.turns[index].start < end; index += 1) {
      const turn = this.turns[index];
      if (turn.end > start) pieces.push(turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start)));
    }
    return pieces.join(" … ");
  }

  clamp(offset) {
    const turn = this.at(offset);
    return Math.min(Math.max(offset, turn.start), turn.end);
  }

  /** The pieces of a turn as [start, end, isWord]. */
  pieces(turn, by) {
    turn.pieces ??= {};
    turn.pieces[by] ??= this.#cut(turn, by);
    return turn.pieces[by];
  }

  #cut(turn, by) {
    if (words) {
      return Array.from(words[by].segment(turn.text), (piece) =>
        [turn.start + piece.index, turn.start + piece.index + piece.segment.length, piece.isWordLike !== false]);
    }
    const pattern = { grapheme: /[^]/gu, word: /[\p{L}\p{N}'’-]+/gu, sentence: /[^.!?]+[.!?]*\s*/gu }[by];
    return Array.from(turn.text.matchAll(pattern), (piece) =>
      [turn.start + piece.index, turn.start + piece.index + piece[0].length, true]);
  }

  step(offset, way, by) {
    const index = this.indexAt(offset);
    const turn = this.turns[index];
    const pieces = this.pieces(turn, by).filter((piece) => piece[2]);
    const found = way > 0
      ? pieces.find((piece) => piece[1] > offset)?.[1]
      : pieces.findLast((piece) => piece[0] < offset)?.[0];
    if (found !== undefined) return found;
    const next = this.turns[index + way];
    if (!next) return way > 0 ? turn.end : turn.start;
    return way > 0 ? next.start : next.end;
  }

  /** Whole words, without the space around them; null where there is nothing but space. */
  tidy(from, to, { characters = false } = {}) {
    let [start, end] = [this.clamp(Math.min(from, to)), this.clamp(Math.max(from, to))];
    if (!characters) [start, end] = [this.#wordEdge(start, 0), this.#wordEdge(end, 1)];
    return this.#trim(start, end);
  }

  #wordEdge(offset, side) {
    const inside = this.pieces(this.at(offset), "word").find((piece) => piece[2] && piece[0] < offset && offset < piece[1]);
    return inside ? inside[side] : offset;
  }

  #trim(start, end) {
    let first = this.indexAt(start);
    let last = this.indexAt(end);
    while (first <= last) {
      const turn = this.turns[first];
      const rest = turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start));
      if (rest.trim()) { start = Math.max(start, turn.start) + rest.length - rest.trimStart().length; break; }
      first += 1;
    }
    while (last >= first) {
      const turn = this.turns[last];
      const rest = turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start));
      if (rest.trim()) { end = Math.min(end, turn.end) - (rest.length - rest.trimEnd().length); break; }
      last -= 1;
    }
    return first <= last ? { start, end } : null;
  }

  /** The sentence, paragraph or turn around a selection; the next one too where it is selected already. */
  expand(start, end, unit) {
    const spans = this.#spans(end === start ? start : end - 1, unit);
    const here = spans.find((span) => span[0] <= start && end <= span[1] && (start > span[0] || end < span[1] || start === end));
    const wide = here ? [Math.min(start, here[0]), Math.max(end, here[1])] : this.#withNext(start, end, unit, spans);
    return this.#trim(wide[0], wide[1]) || { start, end };
  }

  #spans(offset, unit) {
    const turn = this.at(offset);
    if (unit === "turn") return [this.#tight(turn.start, turn.end)];
    const spans = unit === "sentence" ? this.pieces(turn, "sentence") : this.#paragraphs(turn);
    return spans.map((span) => this.#tight(span[0], span[1])).filter(Boolean);
  }

  #tight(start, end) {
    const span = this.#trim(start, end);
    return span && [span.start, span.end];
  }

  #paragraphs(turn) {
    return Array.from(turn.text.matchAll(/[^\n]+/g), (piece) => [turn.start + piece.index, turn.start + piece.index + piece[0].length]);
  }

  #withNext(start, end, unit, spans) {
    const around = spans.find((span) => span[0] < end && span[1] > end);
    if (around) return [start, around[1]];
    const next = spans.find((span) => span[0] >= end);
    if (next) return [start, next[1]];
    const turn = this.turns[this.indexAt(end - 1) + 1];
    const first = turn && this.#spans(turn.start, unit)[0];
    return [start, first ? first[1] : end];
  }
}

// how codings are painted ------------------------------------------------------------------------------

/** Paints spans on the words without touching them: the CSS Custom Highlight API, or <mark> where there is none. */
class Painter {
  constructor(root) {
    this.name = `cw-${newId()}`;
    this.style = h("style");
    root.append(this.style);
    this.native = typeof Highlight === "function" && Boolean(CSS.highlights);
    this.style.textContent = this.native ? this.#rules() : "";
    this.signs = new Map();
  }

  // With these every word has a contrast of 4.5 or more, also where all families lie on it, and selected on top of them.
  #rules() {
    const families = Object.entries(FAMILY_COLOURS).flatMap(([family, hue]) => [
      `::highlight(${this.name}-${family}){color:#000000;background-color:${hue}26;text-decoration:underline 1px ${hue}b0;}`,
      `[data-jp-theme-light="false"] ::highlight(${this.name}-${family}){color:#ffffff;background-color:${hue}73;}`,
    ]);
    return [
      ...families,
      `[data-jp-theme-light="false"] ::highlight(${this.name}-current){text-decoration:underline 3px #ff9b57;}`,
      `::highlight(${this.name}-pending){text-decoration:underline dashed 2px #b34700;}`,
      `::highlight(${this.name}-current){text-decoration:underline 3px #b34700;}`,
      `::highlight(${this.name}-selection){color:#000000;background-color:#a9c8d2;}`,
      `[data-jp-theme-light="false"] ::highlight(${this.name}-selection){color:#ffffff;background-color:#1f5b6b;}`,
    ].join("\n");
  }

  /** Paint `spans`: [{start, end, layer}] in the layers given, on the turns from the first to the last of `near`. */
  paint(spans, transcript, paragraphs, near) {
    if (this.native) this.#paintNative(spans, transcript, paragraphs, near);
    else this.#paintMarks(spans, transcript, paragraphs, near);
  }

  // A layer in which nothing changed stays as it is: the browser paints anew what is set anew.
  #paintNative(spans, transcript, paragraphs, near) {
    const layers = Map.groupBy ? Map.groupBy(spans, (span) => span.layer) : grouped(spans);
    for (const layer of this.signs.keys()) {
      if (!layers.has(layer)) this.#drop(layer);
    }
    for (const [layer, own] of layers) {
      const sign = `${near.join()}:${own.map((span) => `${span.start}-${span.end}`).join()}`;
      if (this.signs.get(layer) === sign) continue;
      const highlight = new Highlight(...own.flatMap((span) => ranges(span, transcript, paragraphs, near)));
      highlight.priority = /^(selection|current|pending)$/.test(layer) ? 2 : 1;
      CSS.highlights.set(`${this.name}-${layer}`, highlight);
      this.signs.set(layer, sign);
    }
  }

  #drop(layer) {
    CSS.highlights.delete(`${this.name}-${layer}`);
    this.signs.delete(layer);
  }

  #paintMarks(spans, transcript, paragraphs, [first, last]) {
    transcript.turns.slice(first, last + 1).forEach((turn, index) => {
      const here = spans.filter((span) => span.start < turn.end && span.end > turn.start);
      const cuts = [...new Set([turn.start, turn.end, ...here.flatMap((span) => [span.start, span.end])])]
        .filter((cut) => cut >= turn.start && cut <= turn.end).sort((a, b) => a - b);
      const pieces = cuts.slice(0, -1).map((cut, at) => this.#piece(turn, cut, cuts[at + 1], here));
      paragraphs[first + index].replaceChildren(...(pieces.length ? pieces : [turn.text]));
    });
  }

  #piece(turn, start, end, spans) {
    const text = turn.text.slice(start - turn.start, end - turn.start);
    const over = spans.filter((span) => span.start <= start && span.end >= end);
    if (!over.length) return document.createTextNode(text);
    const last = over.at(-1);
    const mark = h("mark", { class: `cw-mark cw-mark-${last.layer}` }, text);
    if (FAMILY_COLOURS[last.layer]) mark.style.setProperty("--cw-family", FAMILY_COLOURS[last.layer]);
    return mark;
  }

  clear() {
    [...this.signs.keys()].forEach((layer) => this.#drop(layer));
  }
}

function place(paragraph, offset) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let rest = offset;
  let node = walker.nextNode();
  while (node && rest > node.length) {
    rest -= node.length;
    const next = walker.nextNode();
    if (!next) return [node, node.length];
    node = next;
  }
  return node ? [node, rest] : [paragraph, 0];
}

function grouped(spans) {
  const layers = new Map();
  spans.forEach((span) => layers.set(span.layer, [...(layers.get(span.layer) || []), span]));
  return layers;
}

/** The pieces of a span on the paragraphs, from the first to the last turn of `near`; these cost nothing once made. */
function ranges(span, transcript, paragraphs, [first, last]) {
  const made = [];
  for (let index = Math.max(first, transcript.indexAt(span.start)); index <= last; index += 1) {
    const turn = transcript.turns[index];
    if (turn.start >= span.end) break;
    const from = Math.max(span.start, turn.start) - turn.start;
    const to = Math.min(span.end, turn.end) - turn.start;
    if (from >= to) continue;
    const [[startContainer, startOffset], [endContainer, endOffset]] = [from, to].map((at) => place(paragraphs[index], at));
    made.push(new StaticRange({ startContainer, startOffset, endContainer, endOffset }));
  }
  return made;
}
