// Ratings: one person's view of every task, three numbers from 1 to 5 each.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { Grid } from "./grid.js";
import { h, key } from "./shared.js";

/** @import { Change, Column, GridRow, RatingMessage, Ratings, Refusals, RowChange, Values } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

class RatingGrid {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "rating", "Task ratings");
    this.grid = new Grid(this, "Task ratings");
    this.rater = h("select", { "aria-label": "Whose ratings", onchange: () => this.#choose() });
    this.frame.offer(h("label", {}, "Ratings of ", this.rater));
    this.scales = h("div", { class: "cw-scales" });
    this.page = h("div", {}, this.scales, this.grid.element);
    this.frame.add(this.page);
    /** @type {Column[]} */
    this.columns = [];
    /** The tasks, once they are known. @type {GridRow[] | undefined} */
    this.rows = undefined;
    /** @type {Ratings["ratings"]} */
    this.ratings = {};
    /** What was refused, by rater and task. @type {Record<string, Refusals>} */
    this.wrong = {};
    this.frame.explain(
      h("span", {}, ...key("1"), "–", ...key("5"), " rate and go on"),
      h("span", {}, ...key("Del"), " clear"),
      h("span", {}, "arrows move"),
      h("span", {}, ...key("Ctrl", "V"), " paste from Excel"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
      h("span", {}, ...key("Ctrl", "Y"), " redo"),
    );
    this.connection = new Connection(model, this);
  }

  close() {
    this.grid.close();
    this.connection.close();
  }

  /** @param {RatingMessage} message */
  receive(message) {
    if (message.type === "refused" && this.rows) this.redraw();
    if (message.type === "refused" || message.type === "trouble") return;
    if (message.empty) {
      this.frame.empty(message.empty);
      return;
    }
    if (!this.page.isConnected) this.frame.show(this.page);
    this.columns = message.columns || this.columns;
    this.rows = message.rows || this.rows;
    if (message.raters) this.#raters(message);
    if (message.scales)
      this.scales.replaceChildren(
        ...message.scales.map(([name, words]) => h("p", {}, h("strong", {}, `${name}: `), words)),
      );
    if (message.type === "snapshot") this.ratings = {};
    Object.assign(this.ratings, message.ratings);
    if (!this.ratings[this.rater.value]) this.connection.ask({ type: "ratings", rater: this.rater.value });
    this.#wrongNow(message);
    if (message.said) this.frame.say(message.said);
    if (Object.keys(this.wrong).length) this.frame.trouble("Not saved yet: see the red cells.");
    this.redraw();
  }

  /** What was refused stays until its own cell is written anew. @param {Ratings & { change?: Change }} given */
  #wrongNow({ change, wrong = {} }) {
    if (change?.action === "rate" && "rows" in change)
      for (const { task, values } of change.rows) this.#forget(`${change.rater}|${task}`, Object.keys(values));
    for (const [id, { values, problems }] of Object.entries(wrong)) {
      const before = this.wrong[id];
      this.wrong[id] = { values: { ...before?.values, ...values }, problems: { ...before?.problems, ...problems } };
    }
  }

  /** @param {string} id @param {string[]} names */
  #forget(id, names) {
    const one = this.wrong[id];
    if (!one) return;
    names.forEach((name) => {
      delete one.values[name];
      delete one.problems[name];
    });
    if (!Object.keys(one.problems).length) delete this.wrong[id];
  }

  /**
   * Right values that were typed beside a wrong one were not saved with it; they go along with the next.
   * @param {GridRow} row
   */
  #unsaved(row) {
    const { values, problems } = this.wrong[`${this.rater.value}|${row.id}`] || { values: {}, problems: {} };
    return Object.fromEntries(Object.entries(values).filter(([name]) => !problems[name]));
  }

  /** @param {Ratings} message */
  #raters(message) {
    const chosen = this.rater.value || message.rater;
    this.rater.replaceChildren(
      ...(message.raters || []).map((rater) =>
        h("option", { value: rater.value, selected: rater.value === chosen }, rater.label),
      ),
    );
  }

  #choose() {
    this.wrong = {};
    if (!this.ratings[this.rater.value]) this.connection.ask({ type: "ratings", rater: this.rater.value });
    this.redraw();
    this.frame.say(`Ratings of ${this.rater.selectedOptions[0].textContent}.`);
  }

  redraw() {
    const own = this.ratings[this.rater.value] || {};
    const waiting = (this.connection?.unanswered || []).flatMap((change) =>
      change.action === "rate" && "rows" in change && change.rater === this.rater.value ? change.rows : [],
    );
    const rows = (this.rows || []).map((row) => {
      /** @type {Values} */
      const typed = {};
      for (const one of waiting) if (one.task === row.id) Object.assign(typed, one.values);
      const wrong = this.wrong[`${this.rater.value}|${row.id}`];
      return {
        ...row,
        values: { ...row.values, ...own[row.id], ...wrong?.values, ...typed },
        problems: wrong?.problems,
        pending: new Set(Object.keys(typed)),
      };
    });
    this.grid.show(this.columns, rows);
    const rated = rows.filter((row) =>
      ["importance", "frequency", "difficulty"].every((name) => row.values[name]),
    ).length;
    this.frame.tell(`${rated} of ${rows.length} tasks rated`);
  }

  /** @param {string} text */
  say(text) {
    this.frame.say(text);
  }

  /** @param {GridRow} row */
  rowName(row) {
    return row.name;
  }

  /** @param {RowChange[]} changes */
  commit(changes) {
    const rows = changes.map(([row, values]) => ({ task: row.id, values: { ...this.#unsaved(row), ...values } }));
    this.connection.change({ action: "rate", rater: this.rater.value, rows });
    this.redraw();
  }

  /** @param {Happened<KeyboardEvent>} event @param {GridRow | undefined} row @param {Column} column */
  key(event, row, column) {
    const letter = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
    if (letter === "z" || letter === "y") {
      this.connection.change({ action: letter === "y" || event.shiftKey ? "redo" : "undo" });
      return true;
    }
    if (!row || !column.rating || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1)
      return false;
    if (!/^[1-5]$/.test(event.key)) {
      this.say("Ratings are numbers from 1 to 5.");
      return true;
    }
    const { row: at, column: place } = this.grid.active;
    this.commit([[row, { [column.name]: event.key }]]);
    const last = this.columns.findLastIndex((one) => one.rating);
    const first = this.columns.findIndex((one) => one.rating);
    this.grid.to(place === last ? at + 1 : at, place === last ? first : place + 1);
    return true;
  }
}

export default shownBy(RatingGrid);
