// The chart of the board: duties as rows, tasks as cards; where one is in it, and which cards are chosen.

import { arrange } from "./board_arrange.js";
import { fits } from "./board_filter.js";
import { inOrder, spokenSpot } from "./board_order.js";
import { BoardRow, drawCard, newCard } from "./board_row.js";
import { counted, focused, h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { Drawn } from "./board_row.js" */
/** @import { Filter, Way } from "./board_types.js" */

const ADD_DUTY = "add-duty";

export class BoardChart {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    /** @type {Map<string, BoardRow>} */
    this.rows = new Map();
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map();
    /** The cards that are chosen. @type {Set<string>} */
    this.chosen = new Set();
    /** The tasks that are shown. @type {Set<string>} */
    this.shown = new Set();
    /** @type {Filter} */
    this.filter = { words: "", show: "" };
    /** Where one is. */
    this.at = ADD_DUTY;
    this.addDuty = h(
      "div",
      { class: "cw-bd-add cw-bd-add-duty", "data-stop": ADD_DUTY, role: "button", tabindex: 0 },
      h("span", {}, "+ Add a duty"),
    );
    this.list = h("div", { class: "cw-bd-rows", role: "group", "aria-label": "Duties and their tasks" });
    this.nothing = h(
      "p",
      { class: "cw-bd-quiet cw-bd-none", hidden: true },
      "No card is like this. Esc shows all again.",
    );
    this.element = h("div", { class: "cw-bd-chart" }, this.list, this.nothing, this.addDuty);
    this.element.addEventListener("focusin", ({ target }) => this.#entered(target));
  }

  // what is drawn -----

  draw() {
    const { state, opened } = this.board;
    const held = this.#heldStop();
    const isFiltered = Boolean(this.filter.words.trim() || this.filter.show);
    this.shown = new Set(state.all.filter((card) => fits(card, this.filter)).map((card) => card.id));
    for (const card of state.all)
      if (this.shown.has(card.id)) drawCard(this.#card(card.id), card, state.numbersOf(card.alike));
    const duties = state.duties.filter(
      (duty) => !isFiltered || duty.tasks.some((task) => this.shown.has(task)) || duty.tasks.includes(opened.task),
    );
    const rows = duties.map((duty) => {
      const row = this.#row(duty.id);
      const shown = duty.tasks.filter((task) => this.shown.has(task));
      row.draw(duty, shown, opened.isOpen ? opened.item : null);
      return row.element;
    });
    arrange(this.list, rows);
    this.nothing.hidden = !isFiltered || duties.length > 0;
    this.#forget();
    this.#mark();
    if (held && focused()?.dataset.stop !== held) this.#focus(held);
  }

  /** What stands for a task in the list of its duty. @param {string} task */
  item(task) {
    return this.#card(task).item;
  }

  /** @param {string} task */
  #card(task) {
    const drawn = this.drawn.get(task) || newCard(task);
    this.drawn.set(task, drawn);
    return drawn;
  }

  /** @param {string} duty */
  #row(duty) {
    const row = this.rows.get(duty) || new BoardRow(this.board, duty);
    this.rows.set(duty, row);
    return row;
  }

  #forget() {
    const { state } = this.board;
    const tasks = new Set(state.duties.flatMap((duty) => duty.tasks));
    for (const id of this.drawn.keys()) if (!tasks.has(id)) this.drawn.delete(id);
    for (const id of this.chosen) if (!tasks.has(id)) this.chosen.delete(id);
    for (const id of this.rows.keys()) if (!state.duty(id)) this.rows.delete(id);
  }

  // Which cards are chosen and which is open, and where Tab comes to.
  #mark() {
    const { opened } = this.board;
    for (const [id, { element }] of this.drawn) {
      const [pressed, expanded] = [String(this.chosen.has(id)), String(opened.task === id)];
      if (element.getAttribute("aria-pressed") !== pressed) element.setAttribute("aria-pressed", pressed);
      if (element.getAttribute("aria-expanded") !== expanded) element.setAttribute("aria-expanded", expanded);
    }
    if (!this.stop(this.at)) this.at = this.stops[0]?.dataset.stop || ADD_DUTY;
    this.#tabTo(this.at);
  }

  /** @param {string} stop */
  #tabTo(stop) {
    for (const one of this.element.querySelectorAll('[data-stop][tabindex="0"]'))
      if (one.dataset.stop !== stop) one.tabIndex = -1;
    const here = this.stop(stop);
    if (here) here.tabIndex = 0;
  }

  // where one is -----

  #heldStop() {
    const here = focused();
    return here && this.element.contains(here) ? here.dataset.stop : undefined;
  }

  get stops() {
    return [...this.element.querySelectorAll("[data-stop]")];
  }

  /** @param {string} name */
  stop(name) {
    return this.element.querySelector(`[data-stop="${CSS.escape(name)}"]`);
  }

  /** @param {EventTarget | null} target */
  #entered(target) {
    const stop = target instanceof HTMLElement ? target.dataset.stop : "";
    if (!stop) return;
    this.at = stop;
    this.#tabTo(stop);
    this.board.bar.draw();
  }

  /** @param {string} stop */
  #focus(stop) {
    const element = this.stop(stop);
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Go to a task, a duty, or where one was last. @param {string} [stop] */
  focus(stop = this.at) {
    this.#focus(this.stop(stop) ? stop : this.stops[0]?.dataset.stop || ADD_DUTY);
  }

  /** Go to the first card that is shown. */
  focusFirst() {
    const first = this.stops.find((stop) => stop.dataset.stop?.startsWith("task "));
    this.focus(first?.dataset.stop);
  }

  /** The task one is at. */
  get task() {
    return this.at.startsWith("task ") ? this.at.slice(5) : "";
  }

  /** The duty one is at, or in. */
  get duty() {
    if (this.at.startsWith("duty ")) return this.at.slice(5);
    if (this.at.startsWith("add ")) return this.at.slice(4);
    return this.task ? this.board.state.dutyOf(this.task)?.id : undefined;
  }

  /** Whether a title of a duty has the focus. */
  get isAtDuty() {
    return this.at.startsWith("duty ") && this.at.length > 5;
  }

  /** The tasks an act is about: those chosen, if one is at one of them, else the one. */
  get acted() {
    const { task } = this;
    return task ? this.actedWith(task) : [];
  }

  /** Whether a card is shown. @param {string} task */
  isShown(task) {
    return this.shown.has(task);
  }

  get numberShown() {
    return this.shown.size;
  }

  get numberChosen() {
    return this.chosen.size;
  }

  /** The cards chosen, in the order of the board. */
  get allChosen() {
    return inOrder(this.board.state.duties, this.chosen);
  }

  /** The cards chosen, in the order of the board, where a card is one of them. @param {string} task */
  actedWith(task) {
    return this.chosen.has(task) ? inOrder(this.board.state.duties, this.chosen) : [task];
  }

  /** Go to the first or the last stop of the row. @param {number} sign */
  end(sign) {
    const row = this.stop(this.at)?.closest("[data-duty]");
    const stops = row ? [...row.querySelectorAll("[data-stop]")] : this.stops;
    const stop = sign < 0 ? stops[0] : stops[stops.length - 1];
    if (stop?.dataset.stop) this.#focus(stop.dataset.stop);
  }

  /** Go to the next stop: along the row, or to what stands above or below. @param {Way} way */
  go(way) {
    const { stops } = this;
    const here = this.stop(this.at) || stops[0];
    if (!here) return;
    const at = stops.indexOf(here);
    const next = way === "left" ? stops[at - 1] : way === "right" ? stops[at + 1] : this.#above(stops, here, way);
    if (next?.dataset.stop) this.#focus(next.dataset.stop);
  }

  /** The nearest stop in the line of cards above or below. @param {HTMLElement[]} stops @param {HTMLElement} here @param {Way} way */
  #above(stops, here, way) {
    const sign = way === "up" ? -1 : 1;
    const from = here.getBoundingClientRect();
    let best = null;
    let least = Number.POSITIVE_INFINITY;
    for (const stop of stops) {
      const to = stop.getBoundingClientRect();
      const down = sign * (to.top - from.top);
      if (down < 8) continue;
      const far = down * 4 + Math.abs(to.left - from.left);
      if (far < least) [best, least] = [stop, far];
    }
    return best;
  }

  /** Show these cards only. @param {Filter} filter */
  narrow(filter) {
    this.filter = filter;
    this.draw();
  }

  // what is chosen -----

  /** @param {string} task @param {boolean} [isChosen] */
  choose(task, isChosen = !this.chosen.has(task)) {
    if (isChosen) this.chosen.add(task);
    else this.chosen.delete(task);
    this.#mark();
    const all = this.chosen.size;
    this.board.chose(
      `${this.board.state.nameOf(task)} ${isChosen ? "chosen" : "not chosen"}. ${counted(all, "card", "cards")} chosen.`,
    );
  }

  clear() {
    if (!this.chosen.size) return false;
    this.chosen.clear();
    this.#mark();
    this.board.bar.draw();
    return true;
  }

  /** Choose all cards from the last one chosen to this one. @param {string} task */
  chooseTo(task) {
    const shown = this.board.state.duties.flatMap((duty) => duty.tasks).filter((one) => this.shown.has(one));
    const [from, to] = [shown.indexOf(this.task), shown.indexOf(task)].toSorted((one, other) => one - other);
    for (const one of shown.slice(Math.max(0, from), to + 1)) this.chosen.add(one);
    this.choose(task, true);
  }

  /** Say where a task stands now. @param {string} task */
  spoken(task) {
    const spot = spokenSpot(this.board.state.duties, task);
    return spot && `${this.board.state.nameOf(task)}: ${spot}.`;
  }

  /** Be at the next task that stays, where these go. @param {string[]} tasks */
  step(tasks) {
    const going = new Set(tasks.map((task) => `task ${task}`));
    const { stops } = this;
    const at = stops.findIndex((stop) => stop.dataset.stop === this.at);
    const stays = (/** @type {HTMLElement} */ stop) => !going.has(stop.dataset.stop || "");
    const next = stops.slice(Math.max(0, at)).find(stays) || stops.slice(0, at).findLast(stays);
    this.at = next?.dataset.stop || this.at;
  }
}
