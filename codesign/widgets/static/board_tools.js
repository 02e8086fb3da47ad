// The tools of the board: find and filter, three sizes, the whole window, print, undo.

import { offers } from "./board_filter.js";
import { printChart } from "./board_print.js";
import { counted, h, key } from "./shared.js";

/** @import { Board } from "./board.js" */

const SIZES = ["labels only", "evidence and decisions", "whole statements"];

export class BoardTools {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.size = 1;
    this.told = "";
    this.trayButton = this.#button("Passages", () => this.showTray());
    this.trayButton.classList.add("cw-bd-fold");
    this.undo = this.#button("Undo", () => void board.change({ action: "undo" }));
    this.redo = this.#button("Redo", () => void board.change({ action: "redo" }));
    this.find = h("input", {
      type: "search",
      placeholder: "Find a task…",
      "aria-label": "Find a task",
      oninput: () => this.#filter(),
    });
    this.show = h("select", { "aria-label": "Which cards are shown", onchange: () => this.#filter() });
    this.shown = h("span", { class: "cw-bd-quiet", role: "status" });
    this.sizes = h(
      "select",
      { "aria-label": "What cards show", onchange: (event) => this.#resize(Number(event.currentTarget.value)) },
      SIZES.map((words, at) => h("option", { value: String(at) }, words)),
    );
    this.whole = this.#button("Whole window", () => this.#turnWhole());
    this.whole.setAttribute("aria-pressed", "false");
    this.anew = this.#button("Number in order", () => void board.change({ action: "number_anew" }));
    this.anew.title = "Call duties A, B, C and tasks A1, A2 as they stand";
    this.all = this.#button("", () => void board.change({ action: "make_all" }));
    this.all.classList.add("cw-main");
    this.begin = h("div", { class: "cw-bd-begin", hidden: true }, this.all, h("span", { class: "cw-bd-quiet" }));
    this.element = h(
      "div",
      { class: "cw-bd-tools", role: "group", "aria-label": "What is shown" },
      this.find,
      this.show,
      this.shown,
      h("span", { class: "cw-bd-gap" }),
      this.anew,
      h("label", {}, "Show ", this.sizes),
      this.whole,
      this.#button("Print…", () => printChart(board)),
    );
    board.frame.offer(this.trayButton, this.undo, this.redo);
    this.sizes.value = "1";
  }

  /** @param {string} words @param {(near: HTMLElement) => void} act */
  #button(words, act) {
    return h("button", { type: "button", class: "cw-button", onclick: (event) => act(event.currentTarget) }, words);
  }

  draw() {
    const { state } = this.board;
    const { undo, redo } = state.parts.undo;
    this.undo.disabled = !undo;
    this.undo.replaceChildren("Undo", ...(undo ? [` ${undo}`] : []), " ", ...key("Ctrl", "Z"));
    this.redo.hidden = !redo;
    this.redo.replaceChildren(`Redo ${redo} `, ...key("Ctrl", "Y"));
    this.#offer();
    const { all } = state;
    const number = all.length;
    const isFiltered = Boolean(this.find.value.trim() || this.show.value);
    this.shown.textContent = isFiltered ? `${this.board.chart.numberShown} of ${counted(number, "task", "tasks")}` : "";
    this.anew.hidden = !state.parts.can_number;
    const codes = state.parts.can_make_all;
    this.begin.hidden = !codes || number > 4;
    this.all.textContent = `Make tasks of ${counted(codes, "code", "codes")} below Job task`;
    const [, about] = this.begin.children;
    about.textContent = "One act, with the passages of each code on its card; one Undo takes it back.";
  }

  #offer() {
    const choices = offers(this.board.state.all);
    const told = JSON.stringify(choices);
    if (told === this.told) return;
    this.told = told;
    const before = this.show.value;
    this.show.replaceChildren(...choices.map(({ value, label }) => h("option", { value }, label)));
    this.show.value = choices.some(({ value }) => value === before) ? before : "";
  }

  #filter() {
    this.board.chart.narrow({ words: this.find.value, show: this.show.value });
    this.draw();
  }

  /** Show all cards again. */
  clear() {
    if (!this.find.value && !this.show.value) return false;
    this.find.value = "";
    this.show.value = "";
    this.#filter();
    return true;
  }

  focusFind() {
    this.find.focus();
    this.find.select();
  }

  /** Whether something is the box in which tasks are sought. @param {HTMLElement} element */
  isFind(element) {
    return element === this.find;
  }

  /** @param {number} step */
  zoom(step) {
    this.#resize(Math.max(0, Math.min(SIZES.length - 1, this.size + step)));
  }

  /** @param {number} size */
  #resize(size) {
    this.size = size;
    this.sizes.value = String(size);
    this.board.size(size);
    this.board.frame.say(`Cards show ${SIZES[size]}.`);
  }

  #turnWhole() {
    const isWhole = this.board.frame.fillWindow();
    this.whole.setAttribute("aria-pressed", String(isWhole));
    this.whole.textContent = isWhole ? "Back to the page" : "Whole window";
  }

  /** Show the passages where they are folded away, or fold them away. @param {boolean} [isShown] */
  showTray(isShown) {
    const isOpen = this.board.showTray(isShown);
    this.trayButton.setAttribute("aria-expanded", String(isOpen));
  }

  /** @param {number} number */
  tellWaiting(number) {
    this.trayButton.textContent = `Passages · ${number}`;
  }
}
