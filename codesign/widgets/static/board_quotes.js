// What employers said that shows a task is done: each quote with who said it and how it bears.

import { arrange } from "./board_arrange.js";
import { colour } from "./families.js";
import { h, unseen } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardCard, Quote } from "./board_types.js" */

const PLACE = "codesign-open-place";

export class QuoteList {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.task = "";
    /** @type {Map<string, HTMLElement>} */
    this.drawn = new Map();
    this.title = h("h4", {});
    this.list = h("ul", { class: "cw-bd-quotes" });
    this.none = h("p", { class: "cw-bd-quiet" });
    this.element = h("div", {}, this.title, this.list, this.none);
  }

  /** @param {string} task @param {BoardCard} card @param {Quote[]} quotes */
  show(task, card, quotes) {
    if (task !== this.task) this.drawn.clear();
    this.task = task;
    const bears = [
      card.for ? `${card.for} for` : "",
      card.qualifies ? `${card.qualifies} qualifies` : "",
      card.contradicts ? `${card.contradicts} against` : "",
    ].filter(Boolean);
    this.title.textContent = ["What employers said", bears.join(", ")].filter(Boolean).join(" · ");
    this.none.hidden = quotes.length > 0;
    this.none.textContent = "No passage is on this card. Choose passages at the left and put them here, or drag them.";
    arrange(
      this.list,
      quotes.map((quote) => this.#known(quote)),
    );
  }

  /** @param {Quote} quote */
  #known(quote) {
    const told = JSON.stringify(quote);
    const element = this.drawn.get(told) || this.#quote(quote);
    this.drawn.set(told, element);
    return element;
  }

  /** @param {Quote} quote */
  #quote(quote) {
    const { words, who, polarity, note } = quote;
    return h(
      "li",
      { class: "cw-bd-quote", "data-bears": polarity, style: `--cw-family:${colour("job-task")}` },
      h("p", { class: "cw-bd-words" }, `“${words}”`),
      h(
        "p",
        { class: "cw-bd-quiet cw-bd-quote-line" },
        h("span", {}, [who, polarity, note].filter(Boolean).join(" · ")),
        h(
          "button",
          { type: "button", class: "cw-link", onclick: (event) => this.#open(quote, event.currentTarget) },
          "Open in the interview",
          unseen(` ${words.slice(0, 60)}`),
        ),
        h(
          "button",
          { type: "button", class: "cw-link", onclick: () => this.#takeOff(quote) },
          "Take off this card",
          unseen(` ${words.slice(0, 60)}`),
        ),
      ),
    );
  }

  /** @param {Quote} quote */
  #takeOff({ codings }) {
    this.board.change({ action: "unlink", codings, task: this.task });
    this.board.opened.focus();
  }

  /** @param {Quote} quote @param {HTMLElement} from */
  #open({ transcript, start, end = start + 1 }, from) {
    const detail = { from, transcript, start, end };
    const isTaken = !document.dispatchEvent(new CustomEvent(PLACE, { detail, cancelable: true }));
    if (!isTaken)
      this.board.frame.trouble(
        `Not shown here: interviews are read in workbook 01. Open it, and choose ${transcript} there.`,
      );
  }
}
