// Choosing a passage word by word, in an excerpt of a corrected text.

import { h } from "./shared.js";

/** @import { CorrectionReview } from "./corrections.js" */
/** @import { Excerpt, Span, WaitingCoding } from "./screen_types.js" */

/** @type {[edge: "start" | "end", step: number, words: string][]} */
const MOVES = [
  ["start", -1, "Begin a word earlier"],
  ["start", 1, "Begin a word later"],
  ["end", -1, "End a word earlier"],
  ["end", 1, "End a word later"],
];

/** The words of an excerpt that one chooses a passage in; offsets count from the start of the whole text. */
export class Choosing {
  /** @param {CorrectionReview} screen @param {WaitingCoding} item */
  constructor(screen, item) {
    this.screen = screen;
    this.item = item;
    /** @type {Span} */
    this.place = { start: item.start, end: item.end };
    /** The words around it, where they begin, and the mark of the text they are of; none yet. */
    this.excerpt = "";
    this.from = 0;
    /** @type {string | undefined} */
    this.text = undefined;
    this.words = h("p", {
      class: "cw-co-words",
      tabindex: 0,
      role: "group",
      "aria-label": "Words of the corrected text; the passage is marked",
    });
    this.words.addEventListener("pointerup", () => this.#fromSelection());
    this.search = h("input", {
      type: "search",
      "aria-label": "Find words in the interview",
      placeholder: "Find words",
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#find();
    });
    this.take = h(
      "button",
      {
        type: "button",
        class: "cw-button cw-main",
        onclick: () => screen.take([{ id: item.id, ...this.place, text: this.text }]),
      },
      "Take these words",
    );
    const moves = MOVES.map(([edge, step, words]) =>
      h("button", { type: "button", class: "cw-button", onclick: () => this.#move(edge, step) }, words),
    );
    this.element = h(
      "div",
      { class: "cw-co-choosing" },
      this.words,
      h("div", { class: "cw-co-do" }, this.take, moves, h("label", { class: "cw-co-find" }, this.search)),
    );
    this.ask("look", this.place);
  }

  /** @param {"look" | "find"} type @param {Span & { words?: string }} more */
  ask(type, more) {
    this.screen.ask({ type, coding: this.item.id, start: more.start, end: more.end, words: more.words });
  }

  remove() {
    this.element.remove();
  }

  focus() {
    this.words.focus();
  }

  #find() {
    this.ask("find", { ...this.place, words: this.search.value });
  }

  /** Take an excerpt from Python; none where the words were not found. @param {Excerpt} message */
  show(message) {
    if (message.words === null) {
      this.screen.say("These words do not stand in the interview.");
      return;
    }
    this.excerpt = message.words;
    this.from = message.from;
    this.text = message.text;
    this.#to(message.start, message.end, false);
  }

  /** @param {number} start @param {number} end @param {boolean} [tells] */
  #to(start, end, tells = true) {
    this.place = { start, end };
    const [first, last] = [start - this.from, end - this.from];
    const chosen = this.excerpt.slice(first, last);
    this.words.replaceChildren(this.excerpt.slice(0, first), h("mark", {}, chosen || "▏"), this.excerpt.slice(last));
    this.take.disabled = !chosen.trim();
    if (tells) this.screen.say(chosen ? `Now: ${chosen.slice(0, 200)}` : "No words are chosen.");
  }

  /** @param {"start" | "end"} edge @param {number} step */
  #move(edge, step) {
    const bounds = [...this.excerpt.matchAll(/\S+/g)].map((word) => word.index + (edge === "end" ? word[0].length : 0));
    const at = this.place[edge] - this.from;
    const next = step > 0 ? bounds.find((bound) => bound > at) : bounds.findLast((bound) => bound < at);
    const moved = { ...this.place, [edge]: (next ?? at) + this.from };
    if (moved.start <= moved.end) this.#to(moved.start, moved.end);
  }

  #fromSelection() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!this.words.contains(range.startContainer) || !this.words.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(this.words);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    if (words.trim()) this.#to(this.from + start + lead, this.from + start + lead + words.trim().length);
  }
}
