// The task board: duties as rows, tasks as cards, what employers said beside them, and all that is done with a task.

import { BoardActs } from "./board_acts.js";
import { BoardBar } from "./board_bar.js";
import { BoardChart } from "./board_chart.js";
import { BoardDrafts } from "./board_drafts.js";
import { BoardDrag } from "./board_drag.js";
import { InPlace } from "./board_in_place.js";
import { pressed } from "./board_keys.js";
import { BoardLists } from "./board_lists.js";
import { OpenedCard } from "./board_opened.js";
import { BoardPicker } from "./board_picker.js";
import { BoardProposals } from "./board_proposals.js";
import { BoardSheet } from "./board_sheet.js";
import { BoardState } from "./board_state.js";
import { BoardTools } from "./board_tools.js";
import { BoardTray } from "./board_tray.js";
import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { h, key, newId } from "./shared.js";

/** @import { BoardAct, CardBody, BoardMessage, BoardParts, BoardQuestion } from "./board_types.js" */
/** @import { Model, Refused, Saved } from "./types.js" */

const GAP = 6;

export class Board {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    const name = `cw-${newId()}`;
    this.frame = new Frame(el, "board", "Tasks of the job");
    this.state = new BoardState();
    this.drafts = new BoardDrafts();
    this.acts = new BoardActs(this);
    this.inPlace = new InPlace(this);
    this.picker = new BoardPicker(this, `${name}-picker`);
    this.sheet = new BoardSheet(this, `${name}-sheet`);
    this.opened = new OpenedCard(this);
    this.chart = new BoardChart(this);
    this.bar = new BoardBar(this);
    this.tools = new BoardTools(this);
    this.tray = new BoardTray(this);
    this.lists = new BoardLists(this);
    this.proposals = new BoardProposals(this);
    this.scrolled = h(
      "div",
      { class: "cw-bd-scrolled", onclick: (event) => this.#clicked(event) },
      this.tools.begin,
      this.chart.element,
      this.lists.element,
    );
    this.main = h("div", { class: "cw-bd-main" }, this.tools.element, this.scrolled, this.bar.element);
    this.side = h("div", { class: "cw-bd-side" }, this.tray.element, this.proposals.element);
    this.whole = h(
      "div",
      { class: "cw-bd", "data-size": "1" },
      this.side,
      this.main,
      this.picker.element,
      this.sheet.element,
    );
    this.drag = new BoardDrag(this, this.whole, this.scrolled);
    this.frame.show(this.whole);
    this.frame.pressed((event) => pressed(this, event));
    this.#explain();
    this.connection = new Connection(model, this);
  }

  #explain() {
    /** @type {[keys: string[], words: string][]} */
    const cards = [
      [["←", "↑", "↓", "→"], "cards"],
      [["Enter"], "open"],
      [["Space"], "choose several"],
      [["Ctrl", "→"], "move"],
      [["D"], "to duty…"],
      [["F2"], "rename"],
      [["J"], "join"],
      [["S"], "split"],
      [["Del"], "take away"],
      [["N"], "new task"],
      [["P"], "passages"],
      [["F"], "find"],
      [["+", "−"], "show more or less"],
    ];
    /** @type {[keys: string[], words: string][]} */
    const passages = [
      [["↑", "↓"], "passages"],
      [["Space"], "choose"],
      [["Shift", "↓"], "choose several"],
      [["Ctrl", "A"], "all that are alike"],
      [["Enter"], "make a task"],
      [["C"], "put on a card…"],
      [["Esc"], "back to the cards"],
    ];
    const hints = [cards, passages].map((all) =>
      h("div", { class: "cw-bd-hint" }, ...all.map(([names, words]) => h("span", {}, ...key(...names), ` ${words}`))),
    );
    // Both take their room always: what moves under the mouse as one presses it is not clicked.
    /** @param {boolean} isAside */
    const tell = (isAside) => hints.forEach((one, at) => one.toggleAttribute("data-away", Boolean(at) !== isAside));
    this.frame.explain(h("div", { class: "cw-bd-hints" }, ...hints));
    this.side.addEventListener("focusin", () => tell(true));
    this.main.addEventListener("focusin", () => tell(false));
    tell(false);
  }

  close() {
    this.opened.leave();
    this.drafts.write();
    this.connection.close();
  }

  // the talk with Python -----

  /** @param {BoardMessage} message */
  receive(message) {
    if (message.type === "snapshot" || message.type === "rows" || message.type === "saved") this.#take(message);
    if (message.type === "saved") this.#saved(message);
    if (message.type === "refused") this.#refused(message);
    if (message.type === "opened") this.opened.take(message);
    if (message.type === "tray") this.tray.take(message);
    if (message.type === "draft") this.tray.drafted(message);
    if (message.type === "remarks")
      for (const part of [this.opened, this.sheet]) part.remarked(message.for, message.remarks);
  }

  /** @param {{ type: string, key?: string, bodies?: Record<string, CardBody> } & Partial<BoardParts>} message */
  #take(message) {
    const isWhole = message.type === "snapshot";
    if (isWhole) this.drafts.open(message.key || "");
    this.state.take(message, isWhole);
    if (this.state.parts.empty) this.frame.empty(this.state.parts.empty);
    else if (!this.whole.isConnected) this.frame.show(this.whole);
    if (isWhole) this.frame.call(this.state.parts.title);
    this.frame.tell(this.state.parts.about);
    this.draw();
    if (isWhole || message.waiting !== undefined || message.gone) this.tray.ask();
    this.#renew(message, isWhole);
  }

  // What Python tells of an opened card comes with its news; else it is asked for.
  /** @param {Partial<BoardParts> & { bodies?: Record<string, CardBody> }} message @param {boolean} isWhole */
  #renew(message, isWhole) {
    const { task } = this.opened;
    const body = message.bodies?.[task];
    if (body) this.opened.take({ task, body });
    else if (task && isWhole) this.opened.renew();
  }

  /** @param {Saved & { made?: string[] }} message */
  #saved(message) {
    for (const part of [this.sheet, this.inPlace, this.lists, this.opened]) part.saved(message.id);
    if (message.said) this.frame.say(message.said);
  }

  /** @param {Refused} message */
  #refused(message) {
    this.draw();
    if (message.keep) return;
    for (const part of [this.sheet, this.inPlace, this.opened]) part.refused(message.id, message.sentence);
    this.lists.refused(message.id);
    if (this.opened.task) this.opened.renew();
  }

  /** Say that something is not saved whose place is gone, with the words, so that they can be copied. @param {string} sentence @param {string} typed */
  tellTyped(sentence, typed) {
    this.frame.trouble(`${sentence} You wrote: “${typed}”`, null, { stays: true });
  }

  replayed() {
    this.draw();
  }

  /** Do something, shown at once and saved as one act. @param {BoardAct} act */
  change(act) {
    const id = this.connection.change(act);
    this.draw();
    return id;
  }

  /** @param {BoardQuestion} question */
  ask(question) {
    return this.connection.ask(question);
  }

  draw() {
    this.state.show(/** @type {BoardAct[]} */ (/** @type {unknown} */ (this.connection?.unanswered || [])));
    this.opened.draw();
    this.chart.draw();
    this.bar.draw();
    this.tools.draw();
    this.tray.draw();
    this.lists.draw();
    this.proposals.draw();
  }

  // what parts need of the whole -----

  focusCards() {
    this.chart.focus();
  }

  /** @param {number} size */
  size(size) {
    this.whole.dataset.size = String(size);
  }

  /** @param {string} words */
  chose(words) {
    this.bar.draw();
    this.frame.say(words);
  }

  /** @param {boolean} [isShown] */
  showTray(isShown = !this.whole.hasAttribute("data-tray")) {
    return this.whole.toggleAttribute("data-tray", isShown);
  }

  /** Close what is open, innermost first. @param {HTMLElement} target */
  escape(target) {
    if (this.tools.isFind(target)) {
      this.tools.clear();
      this.chart.focus();
    } else if (this.side.contains(target)) this.tray.clear() || this.chart.focus();
    else if (!this.chart.clear() && !this.tools.clear()) this.opened.close();
  }

  /** Put a sheet or a list near an element, within the board and in view. @param {HTMLElement} part @param {HTMLElement | null} near */
  place(part, near) {
    const box = this.whole.getBoundingClientRect();
    const seen = this.frame.seen();
    const at = (near?.isConnected ? near : this.scrolled).getBoundingClientRect();
    const [width, height] = [part.offsetWidth, part.offsetHeight];
    const isAside = near && this.side.contains(near) && at.right + width + GAP < box.right;
    const from = isAside ? this.side.getBoundingClientRect().right + GAP : at.left;
    const left = Math.max(box.left + GAP, Math.min(from, box.right - width - GAP));
    const lowest = Math.min(seen.bottom, box.bottom) - height - GAP;
    const below = isAside ? at.bottom - height : at.bottom + GAP <= lowest ? at.bottom + GAP : at.top - height - GAP;
    const top = Math.max(Math.max(seen.top, box.top) + GAP, Math.min(below, lowest));
    part.style.left = `${left - box.left}px`;
    part.style.top = `${top - box.top}px`;
  }

  // the mouse -----

  /** @param {Happened<MouseEvent>} event */
  #clicked(event) {
    const stop = event.target.closest("[data-stop]");
    const name = stop?.dataset.stop || "";
    if (!stop) return;
    const task = name.startsWith("task ") ? name.slice(5) : "";
    if (task && event.shiftKey) this.chart.chooseTo(task);
    else if (task && (event.ctrlKey || event.metaKey)) this.chart.choose(task);
    stop.focus({ preventScroll: true });
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (task) this.opened.turn(task);
    else if (name === "add-duty") this.acts.addDuty();
    else if (name.startsWith("add ")) this.acts.addTask(name.slice(4));
  }
}

export default shownBy(Board);
