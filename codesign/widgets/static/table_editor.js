// The table editor: any table of the study, one row a line.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { Grid } from "./grid.js";
import { counted, h, key, newId } from "./shared.js";

/** @import { Act, Column, GridRow, RowChange, Rows, SavedRows, TableMessage } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

class TableEditor {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "table", "Table");
    this.grid = new Grid(this, "Table");
    /** @type {Column[]} */
    this.columns = [];
    this.empty = "";
    /** New rows that are not complete. @type {GridRow[]} */
    this.drafts = [];
    /** The id each new row got when it was saved. @type {Map<string, string>} */
    this.given = new Map();
    /** @type {GridRow[]} */
    this.rows = [];
    this.add = h("button", { type: "button", class: "cw-button", onclick: () => this.#add() }, "Add row");
    this.remove = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.#remove(), disabled: true },
      "Delete row",
    );
    this.undo = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.#undo(), disabled: true },
      "Undo",
    );
    this.unfold = h("button", {
      type: "button",
      class: "cw-button",
      hidden: true,
      onclick: () => this.#fold(!this.frame.isFolded),
    });
    this.frame.offer(this.unfold, this.add, this.remove, this.undo);
    this.nothing = h("p", { class: "cw-empty", hidden: true });
    this.frame.add(h("div", { class: "cw-grid-scroll" }, this.grid.table), this.nothing);
    this.frame.explain(
      h("span", {}, ...key("Enter"), " edit"),
      h("span", {}, ...key("Esc"), " leave as it was"),
      h("span", {}, ...key("Alt", "Enter"), " new line"),
      h("span", {}, ...key("Del"), " clear cell"),
      h("span", {}, ...key("Ctrl", "V"), " paste rows from Excel"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
    );
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {TableMessage} message */
  receive(message) {
    if (message.type === "snapshot" || message.type === "rows") this.#show(message);
    if (message.type === "saved") this.#saved(message);
    if (message.type === "refused") this.redraw();
  }

  /** @param {Rows} message */
  #show(message) {
    if (message.title) {
      this.frame.call(message.title);
      this.grid.call(message.title);
    }
    if (message.folded && this.unfold.hidden) this.#fold(true);
    this.columns = message.columns || this.columns;
    this.empty = message.empty ?? this.empty;
    this.rows = message.rows;
    this.redraw();
  }

  /** @param {boolean} closed */
  #fold(closed) {
    this.frame.fold(closed);
    for (const part of [this.add, this.remove, this.undo]) part.hidden = closed;
    this.unfold.hidden = false;
    this.unfold.textContent = closed ? "Open the table" : "Close the table";
    this.unfold.setAttribute("aria-expanded", String(!closed));
  }

  redraw() {
    const waiting = (this.connection?.unanswered || []).flatMap((change) =>
      change.action === "put" ? change.rows : [],
    );
    const all = [...this.rows.map((row) => this.#withWaiting(row, waiting)), ...this.drafts];
    this.grid.show(this.columns, all);
    this.nothing.hidden = all.length > 0;
    this.nothing.textContent = this.empty;
    this.frame.tell(
      counted(this.rows.length, "row", "rows") +
        (this.drafts.length ? `, ${counted(this.drafts.length, "new one", "new ones")} not complete` : ""),
    );
    this.moved();
  }

  // What was typed but is not saved yet stays visible, with the sentence that says why.
  /** @param {GridRow} row @param {(Act & { action: "put" })["rows"]} waiting */
  #withWaiting(row, waiting) {
    const typed = { ...row.typed };
    for (const one of waiting) if (one.row === row.id) Object.assign(typed, one.values);
    return { ...row, values: { ...row.values, ...typed }, pending: new Set(Object.keys(typed)) };
  }

  moved() {
    const row = this.grid.row;
    this.remove.disabled = !row;
    this.remove.textContent = row ? `Delete ${this.rowName(row)}` : "Delete row";
  }

  /** @param {string} text */
  say(text) {
    this.frame.say(text);
  }

  /** @param {GridRow} row */
  rowName(row) {
    return row.isNew ? "new row" : row.name || row.id;
  }

  // changing -----

  blank() {
    /** @type {GridRow} */
    const draft = { id: `new-${newId()}`, isNew: true, values: {}, problems: {}, pending: new Set() };
    for (const column of this.columns) if (column.start !== undefined) draft.values[column.name] = column.start;
    this.drafts.push(draft);
    return draft;
  }

  #add() {
    const draft = this.blank();
    this.redraw();
    const first = this.columns.findIndex((column) => !column.key && !column.locked && !draft.values[column.name]);
    this.grid.to(this.rows.length + this.drafts.length - 1, Math.max(0, first));
  }

  /** @param {RowChange[]} changes */
  commit(changes) {
    const rows = changes.map(([row, values]) => {
      const id = this.given.get(row.id) || row.id;
      const draft = this.drafts.find((one) => one.id === id);
      if (draft) Object.assign(draft.values, values);
      const all = draft ? draft.values : { ...this.rows.find((one) => one.id === id)?.typed, ...values };
      return { row: id, isNew: Boolean(draft), values: { ...all } };
    });
    this.connection.change({ action: "put", rows });
    this.redraw();
  }

  #remove() {
    const row = this.grid.row;
    if (!row) return;
    if (row.isNew) {
      this.drafts = this.drafts.filter((draft) => draft.id !== row.id);
      this.frame.say("The new row was removed; it had not been saved.");
      this.redraw();
    } else this.connection.change({ action: "delete", row: row.id });
    this.grid.focus();
  }

  #undo() {
    this.connection.change({ action: "undo" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return false;
    this.#undo();
    return true;
  }

  // answers -----

  /** @param {SavedRows} message */
  #saved(message) {
    for (const [draft, id] of Object.entries(message.became)) {
      this.given.set(draft, id);
      this.grid.became(draft, id);
    }
    this.drafts = this.drafts.filter((draft) => !message.done.includes(draft.id));
    this.rows = message.rows;
    this.#mark(message);
    this.undo.disabled = !message.undo;
    this.undo.textContent = message.undo ? `Undo: ${message.undo}` : "Undo";
    if (message.said) this.frame.say(message.said);
    if (message.wrong.length)
      this.frame.trouble(
        `Not saved yet: ${counted(message.wrong.length, "row has", "rows have")} something to put right; see the red cells.`,
      );
    this.redraw();
  }

  /** @param {SavedRows} message */
  #mark(message) {
    for (const draft of this.drafts) {
      const wrong = message.wrong.find((one) => one.row === draft.id);
      if (wrong) draft.problems = wrong.problems;
    }
    for (const row of this.rows) {
      const wrong = message.wrong.find((one) => one.row === row.id);
      if (wrong) Object.assign(row, { problems: wrong.problems, typed: wrong.values });
    }
  }
}

export default shownBy(TableEditor);
