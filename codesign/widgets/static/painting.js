// What is painted on the words and beside them, on the turns near the view only: what is far away costs nothing.

import { painted } from "./layers.js";
import { Margin } from "./margin.js";
import { Painter } from "./painter.js";
import { firstOf } from "./spans.js";

/** @import { CodingPanel } from "./coding_panel.js" */

/** The codings, the one at hand and the selection, on the turns that are in view or a screen away from it. */
export class Painting {
  /** @param {CodingPanel} panel @param {string} name */
  constructor(panel, name) {
    this.panel = panel;
    this.painter = new Painter(panel.frame.root, name);
    this.margin = new Margin(panel);
    /** The turns near the view. */
    this.first = 0;
    this.last = -1;
    this.width = 0;
    panel.cursor.scrolled(() => this.follow());
    this.resize = new ResizeObserver(() => this.#resized());
    this.resize.observe(panel.cursor.text);
  }

  close() {
    this.resize.disconnect();
    this.painter.clear();
  }

  /** Forget what was drawn: the words on the page are others now. */
  forget() {
    this.painter.clear();
    this.margin.forget();
    this.first = 0;
    this.last = -1;
  }

  // The height changes with the labels; only another width puts words on other lines.
  #resized() {
    const { width } = this.panel.cursor;
    if (width === this.width) return;
    this.width = width;
    this.margin.stale();
    this.draw();
  }

  /** Paint and label the turns near the view; labels may change how many these are. */
  draw() {
    if (!this.panel.transcript.turns.length) return;
    this.margin.reckon();
    let isNew = true;
    for (let round = 0; isNew && round < 4; round += 1) {
      isNew = this.#look() || round === 0;
      if (isNew) this.margin.draw(this.first, this.last);
    }
    this.paint();
    this.panel.cursor.paintCaret();
  }

  /** Go along with scrolling. */
  follow() {
    if (this.panel.transcript.turns.length && this.#look()) this.draw();
  }

  paint() {
    const { transcript, cursor } = this.panel;
    if (!transcript.turns.length || this.last < 0) return;
    const { start } = transcript.turns[this.first];
    const { end } = transcript.turns[this.last];
    const spans = painted(this.panel, { start, end });
    this.painter.paint(spans, transcript, cursor.paragraphs, [this.first, this.last]);
  }

  /** Find the turns from a screen above the view to a screen below it; true where there are others than before. */
  #look() {
    const { view, paragraphs } = this.panel.cursor;
    const top = view.top - view.height;
    const bottom = view.bottom + view.height;
    const first = this.#firstTurn((turn) => turn.getBoundingClientRect().bottom >= top);
    const last = Math.max(first, this.#firstTurn((turn) => turn.getBoundingClientRect().top > bottom) - 1);
    const reached = Math.min(last, paragraphs.length - 1);
    const isSame = first === this.first && reached === this.last;
    this.first = Math.min(first, paragraphs.length - 1);
    this.last = reached;
    return !isSame;
  }

  /** @param {(turn: HTMLElement) => boolean} isThere */
  #firstTurn(isThere) {
    const { paragraphs } = this.panel.cursor;
    return firstOf(paragraphs.length, (index) => isThere(/** @type {HTMLElement} */ (paragraphs[index].parentElement)));
  }
}
