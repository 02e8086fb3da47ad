// A list to pick one from, by number and words: a duty to move to, a card to put passages on.

import { picked } from "./board_filter.js";
import { focused, h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { Pick } from "./board_types.js" */

const MOST = 60;

export class BoardPicker {
  /** @param {Board} board @param {string} name */
  constructor(board, name) {
    this.board = board;
    this.name = name;
    /** @type {Pick[]} */
    this.picks = [];
    this.at = 0;
    /** @type {((id: string, typed: string) => void) | null} */
    this.act = null;
    this.title = h("p", { class: "cw-bd-caption", id: `${name}-title` });
    this.search = h("input", {
      type: "text",
      role: "combobox",
      class: "cw-bd-search",
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      "aria-controls": `${name}-list`,
      "aria-labelledby": `${name}-title`,
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "Number or words",
      oninput: () => {
        this.at = 0;
        this.#draw();
      },
    });
    this.list = h("div", {
      role: "listbox",
      id: `${name}-list`,
      class: "cw-bd-picks",
      tabindex: -1,
      "aria-labelledby": `${name}-title`,
    });
    this.nothing = h("p", { class: "cw-bd-quiet", hidden: true }, "Nothing fits these words.");
    this.element = h(
      "div",
      {
        class: "cw-bd-picker",
        role: "dialog",
        "aria-labelledby": `${name}-title`,
        hidden: true,
        onkeydown: (event) => this.#key(event),
        onfocusout: (event) => this.#left(event.relatedTarget),
      },
      this.title,
      this.search,
      this.list,
      this.nothing,
    );
  }

  /**
   * Offer these, near an element; what is picked is told, and the focus goes back to where it was.
   * @param {{ title: string, picks: Pick[], near: HTMLElement | null, act: (id: string, typed: string) => void }} given
   */
  open({ title, picks, near, act }) {
    this.back = focused();
    this.picks = picks;
    this.act = act;
    this.at = 0;
    this.title.textContent = title;
    this.search.value = "";
    this.element.hidden = false;
    this.#draw();
    this.board.place(this.element, near);
    this.search.focus({ preventScroll: true });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close() {
    if (!this.isOpen) return;
    this.act = null;
    this.element.hidden = true;
    if (this.back?.isConnected) this.back.focus({ preventScroll: true });
    else this.board.focusCards();
  }

  /** @param {EventTarget | null} to */
  #left(to) {
    if (to instanceof Node && !this.element.contains(to) && this.isOpen) {
      this.act = null;
      this.element.hidden = true;
    }
  }

  get rows() {
    return picked(this.picks, this.search.value).slice(0, MOST);
  }

  #draw() {
    const { rows } = this;
    this.at = Math.max(0, Math.min(this.at, rows.length - 1));
    this.list.replaceChildren(...rows.map((row, index) => this.#row(row, index)));
    this.list.hidden = !rows.length;
    this.nothing.hidden = rows.length > 0;
    if (rows.length) this.search.setAttribute("aria-activedescendant", `${this.name}-${this.at}`);
    else this.search.removeAttribute("aria-activedescendant");
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Pick} row @param {number} index */
  #row({ id, number, words, note }, index) {
    return h(
      "div",
      {
        role: "option",
        id: `${this.name}-${index}`,
        class: "cw-bd-pick",
        "aria-selected": String(index === this.at),
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => this.#pick(id),
      },
      h("span", { class: "cw-bd-number" }, number),
      h("span", { class: "cw-bd-pick-words" }, words, note ? h("span", { class: "cw-bd-quiet" }, note) : null),
    );
  }

  /** @param {string} id */
  #pick(id) {
    const { act } = this;
    const typed = this.search.value.trim();
    this.close();
    act?.(id, typed);
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const { rows } = this;
    const steps = new Map([
      ["ArrowDown", 1],
      ["ArrowUp", -1],
      ["PageDown", 8],
      ["PageUp", -8],
    ]);
    const step = steps.get(event.key);
    if (step !== undefined) {
      this.at = Math.max(0, Math.min(rows.length - 1, this.at + step));
      this.#draw();
    } else if (event.key === "Enter" && rows[this.at]) this.#pick(rows[this.at].id);
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
