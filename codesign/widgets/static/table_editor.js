// The table editor: any table of the study, one row a line.

import { renewed } from "./cells.js";
import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { Grid } from "./grid.js";
import { counted, h, key } from "./shared.js";
import { UnsavedRows } from "./unsaved_rows.js";

/** @import { Act, Change, Column, Draft, GridRow, Refusals, Refused, RowChange, Rows, SavedRows } from "./screen_types.js" */
/** @import { TableMessage, TableNews, UndoWords, Values } from "./screen_types.js" */
/** @import { Model, Snapshot } from "./types.js" */

const GONE = "A team mate deleted this row while you typed in it. Add it again, or discard what you typed.";

/** @param {[id: string, refused: Refusals]} one @returns {[id: string, values: Values]} */
const valuesOf = ([id, { values }]) => [id, values];

class TableEditor {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "table", "Table");
    this.grid = new Grid(this, "Table");
    /** @type {Column[]} */
    this.columns = [];
    this.empty = "";
    this.unsaved = new UnsavedRows();
    /** The rows as they are saved. @type {GridRow[]} */
    this.rows = [];
    /** @type {Map<string, GridRow>} */
    this.byId = new Map();
    /** Rows that are gone, as they were: something may be typed in them that is still on its way. @type {Map<string, GridRow>} */
    this.gone = new Map();
    /** The ids of rows that are gone and stand as new ones now. @type {Set<string>} */
    this.lost = new Set();
    /** The sentence for each row of a change that could not be saved at all. @type {Map<string, string>} */
    this.sentences = new Map();
    this.add = this.#button("Add row", () => this.#add());
    this.again = this.#button("Add it again", () => this.#addAgain());
    this.discard = this.#button("Discard what is not saved", () => this.#discard());
    this.remove = this.#button("Delete row", () => this.#remove());
    this.undo = this.#button("Undo", () => this.#takeBack("undo"));
    this.redo = this.#button("Redo", () => this.#takeBack("redo"));
    this.unfold = this.#button("Open the table", () => this.#fold(!this.frame.isFolded));
    for (const button of [this.again, this.discard, this.redo, this.unfold]) button.hidden = true;
    this.frame.offer(this.unfold, this.add, this.again, this.discard, this.remove, this.undo, this.redo);
    this.nothing = h("p", { class: "cw-empty", hidden: true });
    this.frame.add(this.grid.element, this.nothing);
    this.frame.explain(
      h("span", {}, ...key("Enter"), " edit"),
      h("span", {}, ...key("Esc"), " leave as it was"),
      h("span", {}, ...key("Alt", "Enter"), " new line"),
      h("span", {}, ...key("Del"), " clear cell"),
      h("span", {}, ...key("Ctrl", "V"), " paste rows from Excel"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
      h("span", {}, ...key("Ctrl", "Y"), " redo"),
    );
    this.connection = new Connection(model, this);
  }

  /** @param {string} words @param {() => void} act */
  #button(words, act) {
    return h("button", { type: "button", class: "cw-button", onclick: act }, words);
  }

  close() {
    this.grid.leave(true);
    this.#leaveRows(true);
    this.unsaved.write();
    this.grid.close();
    this.connection.close();
  }

  /** @param {TableMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#open(message);
    if (message.type === "news") this.#news(message);
    if (message.type === "saved") this.#saved(message);
    if (message.type === "refused") this.#refused(message);
  }

  /** @param {Snapshot & Rows} message */
  #open(message) {
    this.frame.call(message.title);
    this.grid.call(message.title);
    if (message.folded && this.unfold.hidden) this.#fold(true);
    this.columns = message.columns;
    this.empty = message.empty;
    this.can = message.can;
    this.unsaved.open(message.key || "");
    this.#have(message.rows);
    this.#words(message);
    this.redraw();
  }

  /** @param {GridRow[]} rows */
  #have(rows) {
    const before = this.byId;
    this.rows = rows;
    this.byId = new Map(rows.map((row) => [row.id, row]));
    for (const id of this.byId.keys()) this.lost.delete(id);
    for (const [id, row] of before) if (!this.byId.has(id)) this.gone.set(id, row);
    for (const [id, values] of [...this.unsaved.cells.map(valuesOf), ...this.#waiting()])
      if (!this.byId.has(id) && this.gone.has(id)) this.#loseOnce(id, values);
  }

  /** A row as it is, or last was. @param {string} id @returns {GridRow} */
  #was(id) {
    return this.byId.get(id) || this.gone.get(id) || { id, values: {} };
  }

  /** @param {TableNews} message */
  #news(message) {
    for (const [draft, id] of Object.entries(message.became)) this.grid.became(draft, id);
    this.saving = new Set(Object.keys(message.became));
    this.columns = message.columns || this.columns;
    this.#have(renewed(this.rows, message));
    this.#words(message);
    this.redraw(message.own);
    this.saving.clear();
  }

  /** @param {UndoWords} words */
  #words({ undo, redo }) {
    const [way, again] = [this.can?.undo && undo, this.can?.redo && redo];
    this.undo.hidden = !this.can?.undo || this.frame.isFolded;
    this.undo.disabled = !way;
    this.undo.textContent = way ? `Undo: ${undo}` : "Undo";
    this.redo.hidden = !again || this.frame.isFolded;
    this.redo.textContent = `Redo: ${redo}`;
  }

  /** @param {boolean} closed */
  #fold(closed) {
    this.frame.fold(closed);
    for (const part of [this.add, this.remove, this.undo]) part.hidden = closed;
    this.unfold.hidden = false;
    this.unfold.textContent = closed ? "Open the table" : "Close the table";
    this.unfold.setAttribute("aria-expanded", String(!closed));
    if (!closed) this.redraw();
  }

  /** @param {boolean} [isOwn] */
  redraw(isOwn = true) {
    const waiting = this.#waiting();
    const drafts = this.unsaved.rows.filter((draft) => !this.saving?.has(draft.id));
    const all = [...this.rows.map((row) => this.#withUnsaved(row, waiting)), ...drafts.map((row) => this.#draft(row))];
    this.grid.show(this.columns, all, isOwn);
    this.nothing.hidden = all.length > 0;
    this.nothing.textContent = this.empty;
    const open = drafts.length ? `, ${counted(drafts.length, "new one", "new ones")} not complete` : "";
    this.frame.tell(counted(this.rows.length, "row", "rows") + open);
    this.#tools();
  }

  // What waits for an answer, by row.
  #waiting() {
    /** @type {Map<string, Values>} */
    const values = new Map();
    for (const change of this.connection?.unanswered || [])
      if (change.action === "put")
        for (const one of change.rows) {
          const id = this.unsaved.idOf(one.row);
          values.set(id, { ...values.get(id), ...one.values });
        }
    return values;
  }

  // What was typed but is not saved yet stays visible, with the sentence that says why.
  /** @param {GridRow} row @param {Map<string, Values>} waiting */
  #withUnsaved(row, waiting) {
    const [refused, sent] = [this.unsaved.of(row.id), waiting.get(row.id)];
    if (!refused && !sent) return row;
    const typed = { ...refused?.values, ...sent };
    const problems = { ...refused?.problems, ...this.#sentence(row.id, typed) };
    return { ...row, values: { ...row.values, ...typed }, problems, pending: new Set(Object.keys(typed)) };
  }

  /** @param {Draft} row */
  #draft(row) {
    return { ...row, problems: { ...row.problems, ...this.#sentence(row.id, row.values) } };
  }

  /** @param {string} id @param {Values} values */
  #sentence(id, values) {
    const sentence = this.sentences.get(id);
    const shown = this.columns.find((column) => column.name in values) || this.columns[0];
    return sentence ? { [shown.name]: sentence } : {};
  }

  moved() {
    this.#leaveRows(false);
    this.#tools();
  }

  #tools() {
    const row = this.grid.row;
    const draft = row && this.unsaved.draft(row.id);
    this.again.hidden = !draft?.isLost;
    this.discard.hidden = !row || Boolean(draft) || !(this.unsaved.has(row.id) || this.sentences.has(row.id));
    this.remove.disabled = !row;
    if (draft) this.remove.textContent = draft.isLost ? "Discard what was typed" : "Discard new row";
    else this.remove.textContent = row ? `Delete ${this.rowName(row)}` : "Delete row";
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
    /** @type {Values} */
    const values = {};
    for (const column of this.columns) if (column.start !== undefined) values[column.name] = column.start;
    return this.unsaved.begin(values);
  }

  #add() {
    const draft = this.blank();
    this.redraw();
    const first = this.columns.findIndex((column) => !column.given && !column.locked && !draft.values[column.name]);
    this.grid.to(this.grid.rows.length - 1, Math.max(0, first));
  }

  /** @param {RowChange[]} changes @param {boolean} [isPasted] */
  commit(changes, isPasted = false) {
    const rows = changes.flatMap(([row, values]) => this.#typed(row, values, isPasted));
    this.#send(rows);
    this.redraw();
  }

  /** @param {(Act & { action: "put" })["rows"]} rows */
  #send(rows) {
    if (rows.length) this.connection.change({ action: "put", rows });
  }

  /**
   * What is to be sent of a row in which something was typed: nothing where it waits for more.
   * @param {GridRow} row @param {Values} values @param {boolean} isPasted @returns {(Act & { action: "put" })["rows"]}
   */
  #typed(row, values, isPasted) {
    const id = this.unsaved.idOf(row.id);
    const draft = this.unsaved.draft(id);
    if (!draft && !this.byId.has(id)) {
      this.#lose(row, values);
      return [];
    }
    this.unsaved.type(id, values);
    if (!draft) return [{ row: id, isNew: false, values: { ...this.unsaved.of(id)?.values, ...values } }];
    draft.isHeld = !isPasted && this.columns.some((column) => column.waits && !draft.values[column.name]);
    return draft.isHeld || draft.isLost ? [] : [this.#whole(draft)];
  }

  /** @param {Draft} draft */
  #whole(draft) {
    return { row: draft.id, isNew: true, values: { ...draft.values } };
  }

  // A new row that waits for a part of its key is saved when the person leaves it.
  /** @param {boolean} every */
  #leaveRows(every) {
    const left = this.unsaved.rows.filter((one) => one.isHeld && (every || !this.grid.isIn(one.id)));
    for (const draft of left) draft.isHeld = false;
    this.#send(left.filter((draft) => !draft.isLost).map((draft) => this.#whole(draft)));
  }

  #remove() {
    const row = this.grid.row;
    if (!row) return;
    if (row.isNew) this.#giveUp(row.id, "The new row was removed; it had not been saved.");
    else this.connection.change({ action: "delete", row: row.id });
    this.grid.focus();
  }

  #discard() {
    const row = this.grid.row;
    if (row) this.#giveUp(row.id, "What was not saved was discarded; the row is as it was.");
    this.grid.focus();
  }

  /** @param {string} id @param {string} sentence */
  #giveUp(id, sentence) {
    this.unsaved.discard(id);
    this.sentences.delete(id);
    for (const change of this.connection.unanswered) {
      if (change.action !== "put" || !change.rows.some((one) => one.row === id)) continue;
      this.connection.drop(change.id);
      this.#send(change.rows.filter((one) => one.row !== id));
    }
    if (this.unsaved.isEmpty && !this.connection.unanswered.length) this.frame.saved("");
    this.frame.say(sentence);
    this.redraw();
  }

  /** @param {"undo" | "redo"} action */
  #takeBack(action) {
    this.#leaveRows(true);
    this.connection.change({ action });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "Escape" && !this.discard.hidden) {
      this.#discard();
      return true;
    }
    if (!(event.ctrlKey || event.metaKey)) return false;
    const letter = event.key.toLowerCase();
    if (letter !== "z" && letter !== "y") return false;
    this.#takeBack(letter === "y" || event.shiftKey ? "redo" : "undo");
    return true;
  }

  // rows that are gone -----

  // What waits for its answer is lost where the row is seen to be gone, and not once more when the answer says so.
  /** @param {string} id @param {Values} values */
  #loseOnce(id, values) {
    if (!this.lost.has(id)) this.#lose(this.#was(id), values);
  }

  /** @param {GridRow} row @param {Values} values */
  #lose(row, values) {
    this.lost.add(row.id);
    const draft = this.unsaved.lose(row, values, this.columns, GONE);
    if (this.grid.activeId === row.id) this.grid.became(row.id, draft.id);
    this.frame.trouble(`Not saved: ${GONE[0].toLowerCase()}${GONE.slice(1)}`, null, { lead: this.#leadTo(draft.id) });
  }

  #addAgain() {
    const draft = this.grid.row && this.unsaved.draft(this.grid.row.id);
    if (!draft) return;
    draft.isLost = false;
    draft.problems = {};
    this.#send([this.#whole(draft)]);
    this.redraw();
    this.grid.focus();
  }

  // answers -----

  /** @param {SavedRows} message */
  #saved(message) {
    const sent = new Map((message.change?.action === "put" ? message.change.rows : []).map((one) => [one.row, one]));
    for (const id of message.done) {
      this.unsaved.saved(id, message.became[id], sent.get(id)?.values || {});
      this.sentences.delete(id);
    }
    for (const one of message.wrong) this.#wrong(one);
    if (message.said) this.frame.say(message.said);
    const wrong = message.wrong.filter((one) => this.unsaved.has(one.row));
    this.redraw();
    if (wrong.length) this.#tellWrong(wrong.map((one) => one.row));
  }

  /** @param {SavedRows["wrong"][number]} one */
  #wrong(one) {
    if (one.gone) this.#loseOnce(one.row, one.values);
    else this.unsaved.refuse(one.row, one);
  }

  // A row that is being filled in is not wrong yet: its cells say what is missing.
  /** @param {string[]} ids */
  #tellWrong(ids) {
    const [first] = ids;
    const draft = this.unsaved.draft(first);
    if (
      ids.length === 1 &&
      draft &&
      this.grid.isIn(first) &&
      Object.keys(draft.problems).every((one) => !draft.values[one])
    )
      this.frame.shine("Row not complete", "waits");
    else
      this.frame.trouble(
        `Not saved yet: ${counted(ids.length, "row has", "rows have")} something to put right; see the red cells.`,
        null,
        { lead: this.#leadTo(first) },
      );
  }

  /** @param {string} id */
  #leadTo(id) {
    return { words: "Show the first", act: () => this.#show(id) };
  }

  /** @param {string} id */
  #show(id) {
    const at = this.grid.rows.findIndex((row) => row.id === id);
    const row = at < 0 ? this.grid.rows.findIndex((one) => Object.keys(one.problems || {}).length) : at;
    const column = this.columns.findIndex((one) => this.grid.rows[row]?.problems?.[one.name]);
    if (row >= 0) this.grid.to(row, Math.max(0, column));
  }

  /** @param {Refused} message */
  #refused(message) {
    const change = message.change || this.connection.sent(message.id);
    if (change?.action === "put") for (const one of change.rows) this.#unable(one, message);
    this.redraw();
  }

  // What could not be saved at all stays where it was typed, with the reason, until it is saved or discarded.
  /** @param {(Act & { action: "put" })["rows"][number]} one @param {Refused} message */
  #unable(one, message) {
    const id = this.unsaved.idOf(one.row);
    this.sentences.set(id, message.sentence);
    if (!message.keep && !this.unsaved.draft(id)) this.unsaved.refuse(id, { values: one.values, problems: {} });
  }

  /** Changes that waited here while the page was closed: a new row among them stands in the table again. @param {Change[]} changes */
  replayed(changes) {
    for (const change of changes)
      if (change.action === "put")
        for (const one of change.rows)
          if (one.isNew && !this.unsaved.draft(one.row)) this.unsaved.begin({ ...one.values }, { id: one.row });
    this.redraw();
  }
}

export default shownBy(TableEditor);
