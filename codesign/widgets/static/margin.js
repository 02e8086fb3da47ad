// The labels beside the lines: which code stands on which words, whose it is, and what it says when pointed at.

import { colour } from "./families.js";
import { stacked, startsOf, together } from "./labels.js";
import { pointIn } from "./painter.js";
import { h } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Coding } from "./panel_types.js" */
/** @import { Transcript } from "./transcript.js" */

/** @typedef {{ index: number, labels: { coding: Coding, element: HTMLElement }[] }} Labels Those beside a turn. */

const LABEL_HEIGHT = 18;
// With more labels on one turn than these, each has one line: its whole name is said when it is pointed at.
const MANY_LABELS = 6;

export class Margin {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** What the labels of each turn show, and how many there are. @type {(string | undefined)[]} */
    this.signs = [];
    /** @type {number[]} */
    this.numbers = [];
    /** The turns that have labels just now. @type {Set<number>} */
    this.labelled = new Set();
    /** Where in the list of codings each turn begins. @type {number[]} */
    this.starts = [];
  }

  /** Forget what was drawn: the words on the page are others now. */
  forget() {
    this.stale();
    this.labelled.clear();
  }

  /** Have every label placed again: the lines are others now. */
  stale() {
    this.signs = [];
    this.numbers = [];
  }

  /** Find where in the list of codings each turn begins, and leave room beside turns out of view. */
  reckon() {
    const { transcript, shown, cursor } = this.panel;
    const { turns } = transcript;
    this.starts = startsOf(turns, shown);
    turns.forEach((_turn, index) => {
      const number = this.starts[index + 1] - this.starts[index];
      if (this.labelled.has(index) || number === this.numbers[index]) return;
      this.numbers[index] = number;
      this.signs[index] = undefined;
      cursor.margins[index].style.minHeight = `${number * LABEL_HEIGHT}px`;
    });
  }

  /**
   * Put the labels of these turns beside the line where each begins; labels that would overlap move down.
   * @param {number} first @param {number} last
   */
  draw(first, last) {
    const { margins } = this.panel.cursor;
    for (const index of this.labelled) if (index < first || index > last) this.#clear(index);
    /** @type {Labels[]} */
    const changed = [];
    for (let index = first; index <= last; index += 1) {
      const passages = together(this.panel.shown.slice(this.starts[index], this.starts[index + 1]));
      const sign = passages.map((same) => this.#sign(same)).join("\n");
      if (this.labelled.has(index) && sign === this.signs[index]) continue;
      this.signs[index] = sign;
      this.numbers[index] = this.starts[index + 1] - this.starts[index];
      this.labelled.add(index);
      const labels = passages.map((same) => ({ coding: same[0], element: this.#label(same) }));
      margins[index].replaceChildren(...labels.map(({ element }) => element));
      margins[index].classList.toggle("cw-many", labels.length > MANY_LABELS);
      changed.push({ index, labels });
    }
    this.#place(changed);
  }

  // The room stays as it was measured, so that nothing jumps when the turn comes back into view.
  /** @param {number} index */
  #clear(index) {
    this.panel.cursor.margins[index].replaceChildren();
    this.labelled.delete(index);
  }

  // First everything is measured, then everything is moved: the page is laid out once.
  /** @param {Labels[]} changed */
  #place(changed) {
    const { transcript, cursor } = this.panel;
    const { paragraphs, margins } = cursor;
    const places = changed.map(({ index, labels }) => {
      const { top } = paragraphs[index].getBoundingClientRect();
      return labels.map(({ coding, element }) => ({
        wanted: (this.#topOf(coding, index, transcript) ?? top) - top,
        height: element.offsetHeight,
      }));
    });
    changed.forEach(({ index, labels }, at) => {
      const { tops, height } = stacked(places[at]);
      labels.forEach(({ element }, number) => {
        element.style.top = `${tops[number]}px`;
      });
      margins[index].style.minHeight = `${height}px`;
    });
  }

  /** @param {Coding} coding @param {number} index @param {Transcript} transcript */
  #topOf(coding, index, transcript) {
    const range = document.createRange();
    const { start, end } = transcript.turns[index];
    const from = Math.min(Math.max(coding.start, start), end) - start;
    range.setStart(...pointIn(this.panel.cursor.paragraphs[index], from));
    range.setEnd(...pointIn(this.panel.cursor.paragraphs[index], Math.min(from + 1, end - start)));
    return range.getClientRects()[0]?.top;
  }

  /** Everything a label shows, or says when pointed at. @param {Coding[]} same */
  #sign(same) {
    const { current, byId } = this.panel;
    const code = byId.get(same[0].code);
    return JSON.stringify([
      code ? [code.name, code.family, code.definition, code.include, code.exclude, code.example] : same[0].code,
      same.map((one) => [
        one.id,
        one.start,
        one.end,
        one.polarity,
        one.coder,
        one.memo,
        Boolean(one.pending),
        one.id === current,
      ]),
    ]);
  }

  /** @param {Coding[]} same */
  #label(same) {
    const { current, byId } = this.panel;
    const coding = same.find((one) => one.id === current) || same[0];
    const code = byId.get(coding.code);
    const prefix = coding.polarity === "supports" ? "" : `${coding.polarity}: `;
    const others = same.filter((one) => !one.mine).map((one) => one.coder);
    const who = others.length
      ? ` (${[same.length > others.length ? "you" : "", ...others].filter(Boolean).join(", ")})`
      : "";
    return h(
      "span",
      {
        class: `cw-label${coding.id === current ? " cw-is" : ""}${coding.pending ? " cw-waits" : ""}`,
        style: `--cw-family:${colour(code?.family)}`,
        onclick: (event) => this.#clicked(event, coding, same),
        onmouseenter: (event) => this.panel.card.explain(event.currentTarget.getBoundingClientRect(), same),
        onmouseleave: () => this.panel.card.leave(),
      },
      `${prefix}${code ? code.name : coding.code}${who}`,
    );
  }

  /** @param {MouseEvent & { currentTarget: HTMLElement }} event @param {Coding} coding @param {Coding[]} same */
  #clicked(event, coding, same) {
    const line = event.currentTarget.getBoundingClientRect();
    this.panel.walk.goTo(coding, { stay: true });
    this.panel.card.keep(line, [coding, ...same.filter((one) => one !== coding)]);
  }
}
