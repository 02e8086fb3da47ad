// Paints spans on the words of an interview.

import { FAMILY_COLOURS } from "./families.js";
import { grouped, h } from "./shared.js";
import { cut, wordsOf } from "./spans.js";

/** @import { Layered, Near, Span, Turn } from "./panel_types.js" */
/** @import { Transcript } from "./transcript.js" */

/** Paints spans on the words without touching them: the CSS Custom Highlight API, or <mark> where there is none. */
export class Painter {
  /** @param {HTMLElement} root @param {string} name */
  constructor(root, name) {
    this.name = name;
    this.style = h("style");
    root.append(this.style);
    this.native = typeof Highlight === "function" && Boolean(CSS.highlights);
    this.style.textContent = this.native ? this.#rules() : "";
    /** What is painted in each layer. @type {Map<string, string>} */
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

  /**
   * Paint `spans`: [{start, end, layer}] in the layers given, on the turns from the first to the last of `near`.
   * @param {Layered[]} spans @param {Transcript} transcript @param {HTMLElement[]} paragraphs @param {Near} near
   */
  paint(spans, transcript, paragraphs, near) {
    if (this.native) this.#paintNative(spans, transcript, paragraphs, near);
    else this.#paintMarks(spans, transcript, paragraphs, near);
  }

  // A layer in which nothing changed stays as it is: the browser paints anew what is set anew.
  /** @param {Layered[]} spans @param {Transcript} transcript @param {HTMLElement[]} paragraphs @param {Near} near */
  #paintNative(spans, transcript, paragraphs, near) {
    const layers = grouped(spans, (span) => span.layer);
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

  /** @param {string} layer */
  #drop(layer) {
    CSS.highlights.delete(`${this.name}-${layer}`);
    this.signs.delete(layer);
  }

  /** @param {Layered[]} spans @param {Transcript} transcript @param {HTMLElement[]} paragraphs @param {Near} given */
  #paintMarks(spans, transcript, paragraphs, [first, last]) {
    transcript.turns.slice(first, last + 1).forEach((turn, index) => {
      const pieces = cut(turn, spans).map((piece) => this.#piece(turn, piece, spans));
      paragraphs[first + index].replaceChildren(...(pieces.length ? pieces : [turn.text]));
    });
  }

  /** @param {Turn} turn @param {Span} piece @param {Layered[]} spans */
  #piece(turn, piece, spans) {
    const { start, end } = piece;
    const text = wordsOf(turn, piece);
    const over = spans.filter((span) => span.start <= start && span.end >= end);
    const last = over.at(-1);
    if (!last) return document.createTextNode(text);
    const mark = h("mark", { class: `cw-mark cw-mark-${last.layer}` }, text);
    if (FAMILY_COLOURS[last.layer]) mark.style.setProperty("--cw-family", FAMILY_COLOURS[last.layer]);
    return mark;
  }

  clear() {
    [...this.signs.keys()].forEach((layer) => this.#drop(layer));
  }
}

/**
 * The text of an element at an offset of its words, and how far into it.
 * @param {HTMLElement} paragraph @param {number} offset @returns {[node: Node, offset: number]}
 */
export function pointIn(paragraph, offset) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  /** The next text, if there is one. */
  const text = () => /** @type {Text | null} */ (walker.nextNode());
  let rest = offset;
  let node = text();
  while (node && rest > node.length) {
    rest -= node.length;
    const next = text();
    if (!next) return [node, node.length];
    node = next;
  }
  return node ? [node, rest] : [paragraph, 0];
}

/**
 * The pieces of a span on the paragraphs, from the first to the last turn of `near`; these cost nothing once made.
 * @param {Span} span @param {Transcript} transcript @param {HTMLElement[]} paragraphs @param {Near} given
 */
function ranges(span, transcript, paragraphs, [first, last]) {
  const made = [];
  for (let index = Math.max(first, transcript.indexAt(span.start)); index <= last; index += 1) {
    const turn = transcript.turns[index];
    if (turn.start >= span.end) break;
    const from = Math.max(span.start, turn.start) - turn.start;
    const to = Math.min(span.end, turn.end) - turn.start;
    if (from >= to) continue;
    const [startContainer, startOffset] = pointIn(paragraphs[index], from);
    const [endContainer, endOffset] = pointIn(paragraphs[index], to);
    made.push(new StaticRange({ startContainer, startOffset, endContainer, endOffset }));
  }
  return made;
}
