// A table of another program, before it comes in: which of its columns is which of ours, and the first rows as they would be.

import { h } from "./shared.js";

/** @import { OfferedTable, Reading } from "./panel_types.js" */
/** @import { Starting } from "./starting.js" */

/** @type {Record<string, string>} */
const COLUMN_WORDS = {
  transcript: "Interview",
  start: "Begins at",
  end: "Ends at",
  quote: "Words",
  code: "Code",
  coder: "Coder",
  polarity: "Bears on the code",
  memo: "Memo",
  name: "Code",
  parent: "Code above it",
  definition: "Definition",
  include: "Use it when",
  exclude: "Not when",
  example: "Example",
  family: "Family",
  code_id: "Id",
};

export class TableCard {
  /**
   * `screen` takes map(card, columns), take(card) and leave(card).
   * @param {Starting} screen @param {OfferedTable} table
   */
  constructor(screen, table) {
    this.screen = screen;
    this.id = table.table;
    this.name = table.name;
    /** For each of our columns the choice of a heading. @type {Map<string, HTMLSelectElement>} */
    this.selects = new Map();
    /** The kind whose columns are shown. */
    this.shown = "";
    this.choices = h("div", { class: "cw-table-columns" });
    this.kind = h(
      "select",
      {
        "aria-label": "What the file holds",
        onchange: (event) => screen.map(this, event.currentTarget.value === "codebook" ? { name: "" } : { code: "" }),
      },
      [
        ["codings", "coded passages"],
        ["codebook", "a codebook"],
      ].map(([value, words]) => h("option", { value }, words)),
    );
    this.title = h(
      "p",
      {},
      h("strong", {}, table.name),
      " holds ",
      this.kind,
      ". Say which of its columns is which; nothing is changed before you bring it in.",
    );
    this.rows = h("div", { role: "status" });
    this.take = h(
      "button",
      { type: "button", class: "cw-button cw-main", onclick: () => screen.take(this) },
      "Bring in",
    );
    const leave = h("button", { type: "button", class: "cw-button", onclick: () => screen.leave(this) }, "Leave it");
    this.element = h(
      "div",
      { class: "cw-reports cw-table-card", role: "region", tabindex: -1, "aria-label": `How ${table.name} is read` },
      this.title,
      this.choices,
      this.rows,
      h("p", { class: "cw-table-tools" }, this.take, leave),
    );
    this.show(table);
  }

  focus() {
    this.element.focus();
  }

  remove() {
    this.element.remove();
  }

  /** It is being brought in, which happens once. */
  wait() {
    this.take.disabled = true;
  }

  /** What was chosen: for each of our columns a heading of the file, or nothing. */
  get columns() {
    return Object.fromEntries([...this.selects].map(([ours, select]) => [ours, select.value]));
  }

  /** @param {Partial<Reading> & Pick<Reading, "sentences" | "fits">} given */
  show({ kind, headings = [], chosen = {}, sentences, fits }) {
    if (kind && kind !== this.shown) this.#build(kind, headings, chosen);
    this.rows.replaceChildren(
      h(
        "ul",
        {},
        sentences.map((line) => h("li", {}, line)),
      ),
    );
    this.take.disabled = !fits;
  }

  /** @param {string} kind @param {string[]} headings @param {Record<string, string>} chosen */
  #build(kind, headings, chosen) {
    this.shown = kind;
    this.kind.value = kind;
    this.selects = new Map(Object.entries(chosen).map(([ours, heading]) => [ours, this.#select(headings, heading)]));
    this.choices.replaceChildren(
      ...[...this.selects].map(([ours, select]) => h("label", {}, COLUMN_WORDS[ours] || ours, select)),
    );
  }

  /** @param {string[]} headings @param {string} heading */
  #select(headings, heading) {
    const options = [["", "– not in this file –"], ...headings.map((one) => [one, one])].map(([value, words]) =>
      h("option", { value }, words),
    );
    const select = h("select", { onchange: () => this.screen.map(this) }, options);
    select.value = heading;
    return select;
  }
}
