// The list of codings, or of answers without any, with the details of the one at hand; and walking through them.

import { colour } from "./families.js";
import { POLARITIES } from "./popover.js";
import { focused, h, putChildren, unseen } from "./shared.js";
import { oneLine, shortened } from "./wording.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Coding, Item, ItemRow, Turn } from "./panel_types.js" */

const ALL_ROWS = 60;
const ROWS_BEFORE = 14;
const ROWS_DRAWN = 42;
const ROW_HEIGHT = 62;

const unlisted = () => h("li", { class: "cw-unlisted", role: "presentation", "aria-hidden": "true" });

/** Of a long list the rows around the view or the coding at hand are drawn; each says which of how many it is. */
export class CodingList {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.title = h("h3", {}, "Codings in this interview");
    /** Room for the rows before and after those that are drawn. */
    this.above = unlisted();
    this.below = unlisted();
    this.list = h("ol", {
      class: "cw-codings",
      tabindex: -1,
      "aria-label": "Codings in this interview",
      onfocusin: (event) => this.#around(event.target),
    });
    /** @type {Map<string, ItemRow>} */
    this.rows = new Map();
    /** @type {Item[]} */
    this.items = [];
    this.from = 0;
    /** The coding that was at hand when the list was drawn last. @type {string | null} */
    this.last = null;
    /** The element in which the list scrolls. */
    this.scroller = this.list.parentElement;
  }

  /** Take the element in which the list scrolls. @param {HTMLElement} scroller */
  within(scroller) {
    this.scroller = scroller;
    scroller.addEventListener("scroll", () => this.#follow());
  }

  draw() {
    const { filter, shown, codings } = this.panel;
    const { isOn, isUncoded } = filter;
    const number = isOn && !isUncoded ? `${shown.length} of ${codings.length}` : codings.length;
    this.items = isUncoded ? filter.uncoded() : shown;
    this.title.textContent = isUncoded
      ? `Uncoded answers · ${this.items.length}`
      : `Codings in this interview · ${number}`;
    this.#toCurrent();
    this.#drawRows();
  }

  /** Start again: another interview is open. */
  forget() {
    this.rows.clear();
    this.from = 0;
    if (this.scroller) this.scroller.scrollTop = 0;
  }

  // the rows that are drawn -----

  get #size() {
    return this.items.length > ALL_ROWS ? ROWS_DRAWN : ALL_ROWS;
  }

  #toCurrent() {
    const { current } = this.panel;
    if (current === this.last) return;
    this.last = current;
    const at = current ? this.items.findIndex((item) => item.id === current) : -1;
    if (at >= 0 && (at < this.from || at >= this.from + this.#size)) this.from = at - ROWS_BEFORE;
  }

  #drawRows() {
    const held = focused();
    const inside = held && this.list.contains(held) ? held : null;
    const most = Math.max(0, this.items.length - this.#size);
    this.from = this.items.length > ALL_ROWS ? Math.min(Math.max(0, this.from), most) : 0;
    const drawn = this.items.slice(this.from, this.from + this.#size);
    /** @type {Map<string, ItemRow>} */
    const rows = new Map();
    const elements = drawn.map((item, index) => this.#row(item, this.from + index, rows));
    this.rows = rows;
    this.#put(elements, this.items.length - this.from - drawn.length);
    if (inside && !inside.isConnected) this.#instead(inside).focus({ preventScroll: true });
  }

  /**
   * What takes the focus of an element that was drawn anew: the same choice of the coding at hand, else its row.
   * @param {HTMLElement} element
   */
  #instead(element) {
    if (element.matches("textarea")) return this.list.querySelector(".cw-memo") || this.list;
    return (
      (element.matches("select") && this.list.querySelector(".cw-details select")) ||
      this.#currentButton ||
      this.list.querySelector("button") ||
      this.list
    );
  }

  /**
   * Put these rows into the list, moving only what is not in its place: what has the focus keeps it.
   * @param {HTMLElement[]} elements @param {number} after
   */
  #put(elements, after) {
    const { isOn, isUncoded } = this.panel.filter;
    const rows = elements.length
      ? elements
      : [h("li", { class: "cw-small cw-nothing" }, this.#nothing(isOn, isUncoded))];
    putChildren(this.list, [...this.#room(this.above, this.from), ...rows, ...this.#room(this.below, after)]);
  }

  /** @param {HTMLElement} element @param {number} rows */
  #room(element, rows) {
    element.style.height = `${rows * ROW_HEIGHT}px`;
    return rows ? [element] : [];
  }

  #follow() {
    if (this.items.length <= ALL_ROWS || !this.scroller) return;
    const view = this.scroller.getBoundingClientRect();
    const top = this.from ? this.above.getBoundingClientRect().bottom : -Infinity;
    const bottom = this.from + this.#size < this.items.length ? this.below.getBoundingClientRect().top : Infinity;
    if (top < view.top - view.height && bottom > view.bottom + view.height) return;
    this.#toward(this.#indexAt(view.top));
  }

  /** @param {number} y */
  #indexAt(y) {
    const rows = this.list.querySelectorAll("li:not(.cw-unlisted)");
    const [first, last] = [rows[0].getBoundingClientRect().top, rows[rows.length - 1].getBoundingClientRect().bottom];
    if (y < first) return this.from - Math.ceil((first - y) / ROW_HEIGHT);
    if (y > last) return this.from + rows.length + Math.floor((y - last) / ROW_HEIGHT);
    return this.from + Math.floor(((y - first) / (last - first)) * rows.length);
  }

  /** @param {HTMLElement} element */
  #around(element) {
    const at = this.items.findIndex((item) => String(item.id ?? item.start) === element.closest("li")?.dataset.row);
    if (at >= 0 && this.items.length > ALL_ROWS && (at - this.from < 6 || this.from + this.#size - at < 6))
      this.#toward(at);
  }

  /** @param {number} index */
  #toward(index) {
    const before = this.from;
    this.from = Math.min(Math.max(0, index - ROWS_BEFORE), this.items.length - this.#size);
    if (this.from !== before) this.#drawRows();
  }

  // one row -----

  /** @param {Item} item @param {number} index @param {Map<string, ItemRow>} rows */
  #row(item, index, rows) {
    const name = String(item.id ?? item.start);
    const [sign, label] =
      item.id !== undefined ? [this.#codingSign(item), this.#codingLabel(item, index)] : ["", "Uncoded answer: "];
    const before = this.rows.get(name);
    const row = before && (before.sign === sign || this.#isTyped(before)) ? before : this.#drawn(item, sign);
    row.item = item;
    row.element.dataset.row = name;
    row.element.setAttribute("aria-posinset", String(index + 1));
    row.element.setAttribute("aria-setsize", String(this.items.length));
    row.place.textContent = label;
    rows.set(name, row);
    return row.element;
  }

  /** @param {Item} item @param {string} sign @returns {ItemRow} */
  #drawn(item, sign) {
    const place = unseen("");
    if (item.id === undefined) {
      const row = { sign, item, place, element: h("li") };
      row.element = this.#answerItem(row);
      return row;
    }
    /** @type {ItemRow<Coding>} */
    const row = { sign, item, place, element: h("li") };
    row.element = this.#codingItem(row);
    return row;
  }

  /** Whether a memo is being typed in a row: it stays as it is until the person leaves it. @param {ItemRow} row */
  #isTyped(row) {
    return document.activeElement?.matches(".cw-memo") && row.element.contains(document.activeElement);
  }

  /**
   * A coding that waited is saved and has an id of its own: its row stays, with the memo written on it meanwhile.
   * @param {string} waiting @param {Coding} coding
   */
  saved(waiting, coding) {
    const row = this.rows.get(waiting);
    if (!row) return;
    this.rows.delete(waiting);
    this.rows.set(coding.id, row);
    if (this.last === waiting) this.last = coding.id;
    if (row.memo !== undefined) this.panel.acts.edit(coding, { memo: row.memo });
  }

  /** @param {boolean} isOn @param {boolean} isUncoded */
  #nothing(isOn, isUncoded) {
    if (isUncoded) return "No answer is left.";
    return isOn
      ? "No coding matches. Esc shows everything again."
      : "Nothing coded yet. Select words in the interview and press a number.";
  }

  /** @param {ItemRow<Turn & { id?: undefined }>} row */
  #answerItem(row) {
    const turn = row.item;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "cw-coding cw-answer", onclick: () => this.panel.walk.goToAnswer(row.item) },
        row.place,
        h("span", { class: "cw-quote" }, shortened(oneLine(turn.text), 140)),
        h("span", { class: "cw-small" }, [turn.speaker, turn.time].filter(Boolean).join(" · ")),
      ),
    );
  }

  /** What a row says of a coding: its code, quote, coder and state. @param {Coding} coding */
  #told(coding) {
    const code = this.panel.byId.get(coding.code);
    return {
      code,
      name: code ? code.name : coding.code,
      quote: shortened(this.panel.transcript.slice(coding.start, coding.end), 140),
      who: coding.mine ? "you" : coding.coder || "someone",
      state: coding.pending ? "not saved yet" : coding.going ? "being removed" : coding.polarity,
    };
  }

  /** @param {Coding} coding */
  #codingSign(coding) {
    const { code, name, who, state } = this.#told(coding);
    return JSON.stringify([
      coding.start,
      coding.end,
      name,
      code?.family,
      who,
      state,
      coding.polarity,
      coding.memo,
      coding.id === this.panel.current,
    ]);
  }

  /** @param {Coding} coding @param {number} index */
  #codingLabel(coding, index) {
    return `${this.panel.id}, ${index + 1} of ${this.items.length}, ${this.#told(coding).name}: `;
  }

  /** @param {ItemRow<Coding>} row */
  #codingItem(row) {
    const { panel } = this;
    const coding = row.item;
    const { code, name, quote, who, state } = this.#told(coding);
    const is = coding.id === panel.current;
    const define = () => panel.codeList.define(panel.byId.get(row.item.code), name, [row.item]);
    const button = h(
      "button",
      {
        type: "button",
        class: "cw-coding",
        "data-coding": coding.id,
        "aria-current": is ? "true" : null,
        "aria-describedby": panel.codeList.definitionId,
        onclick: () => this.panel.walk.goTo(row.item, { stay: true }),
        onfocus: define,
        onmouseenter: define,
      },
      row.place,
      h("span", { class: "cw-quote" }, `“${quote}” `),
      h(
        "span",
        { class: "cw-small" },
        h("span", { class: "cw-swatch", "aria-hidden": "true" }),
        `${name} · ${who} · ${state}${coding.memo ? " · memo" : ""}`,
      ),
    );
    const item = h("li", { class: is ? "cw-is" : null, style: `--cw-family:${colour(code?.family)}` }, button);
    if (is) item.append(this.#details(row, name));
    return item;
  }

  /** @param {ItemRow<Coding>} row @param {string} name */
  #details(row, name) {
    const coding = row.item;
    if (!coding.mine) {
      return h(
        "div",
        { class: "cw-details cw-small" },
        coding.memo ? `Memo: ${coding.memo}` : `Only ${coding.coder || "its coder"} can change this coding.`,
      );
    }
    const { panel } = this;
    const memo = h("textarea", {
      rows: 2,
      class: "cw-memo",
      "aria-label": `Memo on ${name}`,
      placeholder: "Memo",
      value: coding.memo,
      onchange: (event) => this.#note(row, event.currentTarget.value),
    });
    if (coding.pending)
      return h("div", { class: "cw-details" }, h("span", { class: "cw-small" }, "Not saved yet."), memo);
    const choose = h(
      "select",
      {
        "aria-label": `How this passage bears on ${name}`,
        onchange: (event) => panel.acts.edit(row.item, { polarity: event.currentTarget.value }),
      },
      POLARITIES.map((polarity) => h("option", { value: polarity, selected: polarity === coding.polarity }, polarity)),
    );
    return h(
      "div",
      { class: "cw-details" },
      choose,
      h("button", { type: "button", class: "cw-link", onclick: () => panel.acts.remove(row.item) }, "Remove coding"),
      memo,
    );
  }

  /**
   * Write a memo; of a coding that waits it is kept until that is saved.
   * @param {ItemRow<Coding>} row @param {string} memo
   */
  #note(row, memo) {
    if (row.item.pending) row.memo = memo;
    else this.panel.acts.edit(row.item, { memo });
  }

  /** Bring the coding at hand into view, and return what its row says. */
  showCurrent() {
    const button = this.#currentButton;
    button?.scrollIntoView({ block: "nearest" });
    return button?.textContent || "";
  }

  /** Go to a field of the coding at hand; false where it has none. @param {string} selector */
  focusDetail(selector) {
    const field = this.#currentButton?.parentElement?.querySelector(`.cw-details ${selector}`);
    field?.focus();
    return Boolean(field);
  }

  /** The button of the coding at hand, while it is drawn. */
  get #currentButton() {
    return this.list.querySelector(`[data-coding="${CSS.escape(this.panel.current || "")}"]`);
  }
}
