// Splitting a code: which of its passages get the new one.

import { sheetField } from "./code_sheet_field.js";
import { counted, h } from "./shared.js";

/** @import { CodeSheet } from "./code_acts.js" */
/** @import { Act, CodebookMessage, CodedPassage, Named, SheetPart } from "./screen_types.js" */

const AT_ONCE = 200;

/** @implements {SheetPart} */
export class Splitting {
  /** @param {CodeSheet} sheet @param {Named} code */
  constructor(sheet, code) {
    this.sheet = sheet;
    this.code = code;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {CodedPassage[]} */
    this.rows = [];
    this.most = AT_ONCE;
    this.named = h("input", { type: "text", autocomplete: "off", "data-first": true });
    this.meaning = h("textarea", { rows: 2 });
    this.list = h("ul", { class: "cw-cb-passages", "aria-label": "Passages" });
    this.more = h("button", { type: "button", class: "cw-link", hidden: true, onclick: () => this.#further() });
    this.transcript = h("select", { onchange: () => this.#filtered() });
    this.coder = h("select", { onchange: () => this.#filtered() });
    this.filters = h("div", { class: "cw-cb-filters" });
    this.number = h("p", { role: "status" });
    this.does = "Split";
    this.title = `Split “${code.name}”`;
    this.body = [
      sheetField(sheet.name, "Name of the new code", this.named),
      sheetField(sheet.name, "Definition", this.meaning),
      h("p", { class: "cw-cb-help" }, "Choose the passages that get the new code. Findings stay with the old one."),
      this.filters,
      this.list,
      this.more,
      this.number,
    ];
    sheet.screen.ask({ type: "passages", code: code.id });
  }

  /** @param {CodebookMessage} message */
  receive(message) {
    if (message.type !== "passages") return;
    this.rows = message.rows;
    /** @param {string} label @param {HTMLSelectElement} select @param {string[]} values */
    const choice = (label, select, values) => {
      const options = [...new Set(values)].sort().map((value) => h("option", { value: `=${value}` }, value));
      select.replaceChildren(h("option", { value: "" }, `all ${label}s`), ...options);
      return h("label", {}, `${label[0].toUpperCase()}${label.slice(1)} `, select);
    };
    /** @param {string} words @param {() => void} act */
    const link = (words, act) => h("button", { type: "button", class: "cw-link", onclick: act }, words);
    this.filters.replaceChildren(
      choice(
        "interview",
        this.transcript,
        this.rows.map((row) => row.transcript),
      ),
      choice(
        "coder",
        this.coder,
        this.rows.map((row) => row.coder),
      ),
      link("Choose all shown", () => this.#choose(this.#shown())),
      link("Choose none", () => {
        this.chosen.clear();
        this.#list();
      }),
    );
    this.#filtered();
  }

  /** Choose these too. @param {CodedPassage[]} rows */
  #choose(rows) {
    for (const row of rows) this.chosen.add(row.id);
    this.#list();
  }

  #filtered() {
    this.most = AT_ONCE;
    this.#list();
  }

  #further() {
    const first = this.most;
    this.most += AT_ONCE;
    this.#list();
    this.list.children[first].querySelector("input")?.focus();
  }

  #shown() {
    return this.#fitting().slice(0, this.most);
  }

  #fitting() {
    /** @param {HTMLSelectElement} select @param {string} value */
    const fits = (select, value) => !select.value || select.value === `=${value}`;
    return this.rows.filter((row) => fits(this.transcript, row.transcript) && fits(this.coder, row.coder));
  }

  #list() {
    this.list.replaceChildren(...this.#shown().map((row) => this.#item(row)));
    const left = this.#fitting().length - this.list.children.length;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, AT_ONCE)} more`;
    this.#count();
  }

  /** @param {CodedPassage} row */
  #item(row) {
    const box = h("input", {
      type: "checkbox",
      checked: this.chosen.has(row.id),
      onchange: () => {
        if (box.checked) this.chosen.add(row.id);
        else this.chosen.delete(row.id);
        this.#count();
      },
    });
    const bears = row.polarity === "supports" ? "" : row.polarity;
    const who = h("span", { class: "cw-cb-quiet" }, [row.transcript, row.coder, bears].filter(Boolean).join(" · "));
    const words = h("span", { class: "cw-cb-words" }, row.words);
    return h("li", {}, h("label", { class: "cw-cb-choice" }, box, h("span", {}, who, words)));
  }

  #count() {
    this.number.textContent = this.rows.length
      ? `${this.chosen.size} of ${counted(this.rows.length, "passage", "passages")} chosen.`
      : "This code has no passages yet, so there is nothing to split.";
    this.sheet.allow(this.chosen.size > 0);
  }

  /** @returns {Act} */
  act() {
    const { value: name } = this.named;
    return { action: "split", code: this.code.id, name, definition: this.meaning.value, codings: [...this.chosen] };
  }
}
