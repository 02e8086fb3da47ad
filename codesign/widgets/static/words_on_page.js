// The words of an interview on the page, and where each of them is.

import { pointIn } from "./painter.js";
import { h } from "./shared.js";
import { Transcript } from "./transcript.js";

/** @import { Span, Turn } from "./panel_types.js" */

/** The text at a point, and how far into it. @param {number} x @param {number} y @returns {[Node | null, number]} */
function pointAt(x, y) {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position) return [position.offsetNode, position.offset];
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : [null, 0];
}

/** The words of an interview, a paragraph for each turn; offsets count UTF-16 units. */
export class WordsOnPage {
  constructor() {
    /** The words of each turn, and what stands beside them. @type {HTMLElement[]} */
    this.paragraphs = [];
    /** @type {HTMLElement[]} */
    this.margins = [];
    /** @type {HTMLElement} */
    this.text = h("div", {
      class: "cw-text",
      role: "textbox",
      "aria-label": "Interview",
      "aria-readonly": "true",
      "aria-multiline": "true",
      tabindex: 0,
    });
    this.caret = h("span", { class: "cw-caret", "aria-hidden": "true", hidden: true });
    /** @type {HTMLElement} */
    this.element = h("div", { class: "cw-reading" }, this.text, this.caret);
  }

  /** The interview they are of. */
  get transcript() {
    return new Transcript([]);
  }

  /** Whether the words are on the page. */
  get isShown() {
    return this.element.isConnected;
  }

  /** Where the words can be seen. */
  get view() {
    return this.element.getBoundingClientRect();
  }

  /** The width of the words; another one puts them on other lines. */
  get width() {
    return this.text.clientWidth;
  }

  /** Say what these words are. @param {string} label */
  call(label) {
    this.text.setAttribute("aria-label", label);
  }

  /**
   * Do this when something happens to the words.
   * @template {keyof HTMLElementEventMap} K
   * @param {K} name @param {(event: Happened<HTMLElementEventMap[K]>) => unknown} act
   */
  on(name, act) {
    this.text.addEventListener(name, act);
  }

  /** Do this when the words are scrolled. @param {() => unknown} act */
  scrolled(act) {
    this.element.addEventListener("scroll", act);
  }

  /** Do this when the person goes elsewhere in the words. @param {() => unknown} act */
  moved(act) {
    for (const name of /** @type {const} */ (["scroll", "keyup", "mouseup"])) this.element.addEventListener(name, act);
  }

  // drawing -----

  draw() {
    this.paragraphs = [];
    this.margins = [];
    const turns = this.transcript.turns.map((turn, index) => this.#turn(turn, index));
    this.text.replaceChildren(
      ...(turns.length
        ? turns
        : [h("p", { class: "cw-empty" }, "This interview has no words yet. Import its transcript first.")]),
    );
  }

  /** @param {Turn} turn @param {number} index */
  #turn(turn, index) {
    // Where a text names nobody, or numbers its voices, the table of speakers needs the number of the turn.
    const number = /^$|\d$/.test(turn.speaker) ? `turn ${index + 1}` : "";
    const name = turn.speaker || (turn.role === "interviewer" ? "Interviewer" : "");
    const heading = [name, turn.time, number].filter(Boolean).join(" · ");
    const paragraph = h("p", { class: "cw-words" }, turn.text);
    const margin = h("div", { class: "cw-margin", "aria-hidden": "true" });
    this.paragraphs.push(paragraph);
    this.margins.push(margin);
    return h(
      "div",
      { class: `cw-turn cw-${turn.role}` },
      heading ? h("div", { class: "cw-speaker" }, heading) : "",
      paragraph,
      margin,
    );
  }

  // offsets and places -----

  /** @param {Node} node @param {number} offset */
  offsetOf(node, offset) {
    const turn = this.paragraphs.findIndex((paragraph) => paragraph.contains(node));
    if (turn >= 0) {
      const range = document.createRange();
      range.setStart(this.paragraphs[turn], 0);
      range.setEnd(node, offset);
      return this.transcript.turns[turn].start + range.toString().length;
    }
    const element = node.nodeType === Node.ELEMENT_NODE && node.childNodes[offset] ? node.childNodes[offset] : node;
    const after = this.paragraphs.findIndex(
      (paragraph) =>
        element.compareDocumentPosition(paragraph) &
        (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY),
    );
    return after >= 0 ? this.transcript.turns[after].start : this.transcript.end;
  }

  /** @param {number} offset */
  rectOf(offset) {
    const index = this.transcript.indexAt(offset);
    const range = document.createRange();
    const [node, at] = pointIn(this.paragraphs[index], offset - this.transcript.turns[index].start);
    range.setStart(node, at);
    range.collapse(true);
    return range.getClientRects()[0] || this.paragraphs[index].getBoundingClientRect();
  }

  /** The lines on which a passage begins and ends, and the column they stand in. @param {Span} given */
  placeOf({ start, end }) {
    return { from: this.rectOf(start), to: this.rectOf(end), reading: this.element.getBoundingClientRect() };
  }

  /** The offset of the words at a point in view; null beside them. @param {number} x @param {number} y */
  offsetAt(x, y) {
    const [node, offset] = pointAt(x, y);
    return node && this.text.contains(node) ? this.offsetOf(node, offset) : null;
  }

  /** @param {number} x @param {number} y */
  atPoint(x, y) {
    const area = this.element.getBoundingClientRect();
    if (y < area.top + 4) this.element.scrollTop -= area.top + 30 - y;
    if (y > area.bottom - 4) this.element.scrollTop += y - area.bottom + 30;
    const moved = this.element.getBoundingClientRect().top - area.top;
    const shown = Math.min(Math.max(y + moved, area.top + 4), area.bottom - 4);
    return this.offsetAt(x, shown);
  }
}
