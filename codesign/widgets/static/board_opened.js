// A card that is opened: everything about a task, and everything that can be done with it, below its row.

import { DecisionPart } from "./board_decision.js";
import { QuoteList } from "./board_quotes.js";
import { comments, OwnRatings, ratedTable } from "./board_ratings.js";
import { splitSheet } from "./board_split.js";
import { WordingPart } from "./board_wording.js";
import { h, newId } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { CardBody, OpenedAnswer, Remark } from "./board_types.js" */

export class OpenedCard {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    /** The task that is open; empty for none. */
    this.task = "";
    /** @type {CardBody | null} */
    this.body = null;
    this.splitting = false;
    const name = `cw-${newId()}`;
    this.title = h("h4", { id: name, tabindex: -1 });
    this.wording = new WordingPart(board, `${name}-wording`);
    this.rated = h("div", { class: "cw-bd-rated-all" });
    this.own = new OwnRatings(board, `${name}-own`);
    this.decision = new DecisionPart(board);
    this.quotes = new QuoteList(board);
    this.used = h("p", { class: "cw-bd-quiet" });
    this.tools = h("div", { class: "cw-bd-line" }, this.#tools());
    this.reading = h("p", { class: "cw-bd-quiet" }, "Reading …");
    this.left = h("div", {}, this.wording.element, this.rated, this.own.element, this.decision.element);
    this.right = h("div", {}, this.quotes.element, this.tools, this.used);
    this.section = h(
      "section",
      { class: "cw-bd-opened", "aria-labelledby": name },
      h(
        "div",
        { class: "cw-bd-opened-head" },
        this.title,
        this.#button("Close", () => this.close()),
      ),
      this.reading,
      h("div", { class: "cw-bd-columns" }, this.left, this.right),
    );
    this.item = h("li", { class: "cw-bd-under" }, this.section);
  }

  /** @param {string} words @param {(near: HTMLElement) => unknown} act */
  #button(words, act) {
    return h("button", { type: "button", class: "cw-button", onclick: (event) => act(event.currentTarget) }, words);
  }

  #tools() {
    const { acts } = this.board;
    return [
      this.#button("Move to duty…", (near) => acts.askDuty(near, [this.task])),
      this.#button("Split…", (near) => this.split(this.task, near)),
      this.#button("Join with…", (near) => acts.join(near, [this.task])),
      this.#button("Take away…", (near) => acts.drop(near, [this.task])),
    ];
  }

  get isOpen() {
    return Boolean(this.task);
  }

  /** Open a card, or close it. @param {string} task */
  turn(task) {
    if (!task || task === this.task) return this.close();
    this.wording.leave();
    this.task = task;
    this.body = null;
    this.board.ask({ type: "open", task });
    this.board.chart.draw();
    this.draw();
    this.item.scrollIntoView({ block: "nearest" });
    return this.board.frame.say(`${this.board.state.nameOf(task)} opened.`);
  }

  close() {
    if (!this.task) return;
    this.wording.leave();
    const { task } = this;
    this.board.ask({ type: "close", task });
    this.task = "";
    this.body = null;
    this.board.chart.draw();
    this.board.chart.focus(`task ${task}`);
  }

  /** Save what is typed. */
  leave() {
    this.wording.leave();
  }

  /** @param {string} id */
  saved(id) {
    this.wording.answered(id);
  }

  /** @param {string} id @param {string} sentence */
  refused(id, sentence) {
    return this.wording.refused(id, sentence);
  }

  /** Ask again what there is to say of the card. */
  renew() {
    if (this.task) this.board.ask({ type: "open", task: this.task });
  }

  focus() {
    this.title.focus({ preventScroll: true });
  }

  /** @param {Pick<OpenedAnswer, "task" | "body">} message */
  take({ task, body }) {
    if (task !== this.task) return;
    this.body = body;
    this.draw();
    if (this.splitting) this.split(task, this.board.chart.stop(`task ${task}`));
  }

  /** @param {string} number @param {Remark[]} remarks */
  remarked(number, remarks) {
    this.wording.remarked(number, remarks);
  }

  draw() {
    const { task, body } = this;
    if (!task) return;
    const card = this.board.state.card(task);
    if (!card) {
      this.#gone();
      return;
    }
    this.title.replaceChildren(
      `${card.number || "Task"} opened`,
      h("span", { class: "cw-bd-plain" }, [body?.was, body?.stale].filter(Boolean).join(" · ")),
    );
    this.section.dataset.drop = `task ${task}`;
    this.wording.show(card, body);
    this.reading.hidden = Boolean(body);
    for (const part of [this.rated, this.right, this.decision.element]) part.hidden = !body;
    if (!body) return;
    this.#rated(body);
    this.own.show(task, body);
    this.decision.show(card, body);
    this.quotes.show(task, card, body.quotes);
    const joined = body.joined_with.length ? `Joined with ${body.joined_with.join(", ")}. ` : "";
    const uncounted = body.uncounted ? `${body.uncounted} ` : "";
    const used = body.used.length ? `Used in ${body.used.join(", ")}.` : "";
    this.used.textContent = `${uncounted}${joined}${used}`;
  }

  // A team mate took the task away: what was typed in it is told, so that it can be copied.
  #gone() {
    const typed = this.wording.typed;
    this.task = "";
    this.body = null;
    const sentence = "The card that was open was taken away.";
    if (!typed) this.board.frame.say(sentence);
    else this.board.tellTyped("Not saved: the card was taken away while you typed in it.", typed);
  }

  /** @param {CardBody} body */
  #rated(body) {
    const told = JSON.stringify([body.ratings, body.criticality, body.apart, body.comments]);
    if (this.rated.dataset.told === told) return;
    this.rated.dataset.told = told;
    const said = [ratedTable(body), comments(body)].filter((part) => part !== null);
    const criticality = [body.criticality, body.apart || ""]
      .filter(Boolean)
      .map((words) => h("p", { class: "cw-bd-criticality" }, words));
    this.rated.replaceChildren(...said, ...criticality);
  }

  /** Ask how a task is to be split, as soon as its quotes are read. @param {string} task @param {HTMLElement | null} near */
  split(task, near) {
    if (this.task !== task) this.turn(task);
    this.splitting = !this.body;
    if (this.body) this.board.sheet.open(splitSheet(this.board, task, this.body.quotes), near);
  }
}
