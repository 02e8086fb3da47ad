// What was typed into a table and is not saved: rows that are not complete, and cells that were refused.

import { Later } from "./later.js";
import { newId } from "./shared.js";

/** @import { Column, Draft, GridRow, Refusals, Values } from "./screen_types.js" */

const same = (/** @type {unknown} */ one, /** @type {unknown} */ other) => String(one ?? "") === String(other ?? "");

/** Rows and cells that are not saved, kept in the browser too, so that neither a restart nor a reload loses them. */
export class UnsavedRows {
  constructor() {
    /** New rows, by the id they have here. @type {Map<string, Draft>} */
    this.drafts = new Map();
    /** What was refused in saved rows, by their id. @type {Map<string, Refusals>} */
    this.refused = new Map();
    /** The id each new row got when it was saved. @type {Map<string, string>} */
    this.given = new Map();
    this.place = "";
    this.writing = new Later(() => this.write());
  }

  /** Take what was left here when the page was closed. @param {string} key */
  open(key) {
    if (!key || this.place) return;
    this.place = `codesign-workbook-typed:${key}`;
    try {
      const left = JSON.parse(localStorage.getItem(this.place) || "null");
      for (const draft of left?.drafts || []) this.#put({ ...draft, pending: new Set() });
      for (const [id, one] of left?.refused || []) if (!this.refused.has(id)) this.refused.set(id, one);
    } catch {
      // A browser that forbids storage still saves; it only cannot keep what is not complete.
    }
  }

  /** @param {Draft} draft */
  #put(draft) {
    if (!this.drafts.has(draft.id)) this.drafts.set(draft.id, draft);
  }

  /** Keep what there is, a moment later. */
  keep() {
    this.writing.within(100);
  }

  write() {
    this.writing.cancel();
    if (!this.place) return;
    try {
      const drafts = [...this.drafts.values()].map(({ pending, ...rest }) => rest);
      if (drafts.length || this.refused.size)
        localStorage.setItem(this.place, JSON.stringify({ drafts, refused: [...this.refused] }));
      else localStorage.removeItem(this.place);
    } catch {
      // As above.
    }
  }

  /** The new rows, in the order in which they were begun. */
  get rows() {
    return [...this.drafts.values()];
  }

  /** What was refused, by row. */
  get cells() {
    return [...this.refused];
  }

  get isEmpty() {
    return !this.drafts.size && !this.refused.size;
  }

  /** A new row. @param {string} id */
  draft(id) {
    return this.drafts.get(id);
  }

  /** What was refused in a saved row. @param {string} id */
  of(id) {
    return this.refused.get(id);
  }

  /** Whether something of a row is not saved. @param {string} id */
  has(id) {
    return this.drafts.has(id) || this.refused.has(id);
  }

  /** The id of a row as it is by now: that of a new row changes when it is saved. @param {string} id */
  idOf(id) {
    return this.given.get(id) || id;
  }

  /** Begin a new row. @param {Values} values @param {Partial<Draft>} [more] @returns {Draft} */
  begin(values, more = {}) {
    const id = `new-${newId()}`;
    /** @type {Draft} */
    const draft = { id, isNew: true, values, problems: {}, pending: new Set(), ...more };
    this.drafts.set(draft.id, draft);
    this.keep();
    return draft;
  }

  /** What is typed now is not wrong until it was looked at. @param {string} id @param {Values} values */
  type(id, values) {
    const draft = this.drafts.get(id);
    const problems = draft ? draft.problems : this.refused.get(id)?.problems;
    for (const name of Object.keys(values)) if (problems) delete problems[name];
    if (draft) Object.assign(draft.values, values);
    else if (this.refused.has(id)) Object.assign(this.refused.get(id)?.values || {}, values);
    this.keep();
  }

  /** A row was refused: what was changed since it was sent is not wrong yet. @param {string} id @param {Refusals} wrong */
  refuse(id, { values, problems }) {
    const draft = this.drafts.get(id);
    const now = draft ? draft.values : { ...values, ...this.refused.get(id)?.values };
    const still = Object.fromEntries(Object.entries(problems).filter(([name]) => same(now[name], values[name])));
    if (draft) draft.problems = still;
    else this.refused.set(id, { values: now, problems: still });
    this.keep();
  }

  /** A row was saved as it was sent. @param {string} id @param {string | undefined} given @param {Values} sent */
  saved(id, given, sent) {
    const draft = this.drafts.get(id);
    if (given) this.given.set(id, given);
    this.drafts.delete(id);
    const row = given || id;
    // What was typed into a new row while it was being saved goes on as a change of the row that it is now.
    const since = Object.entries(draft?.values || {}).filter(([name, value]) => !same(value, sent[name]));
    if (since.length) this.refused.set(row, { values: Object.fromEntries(since), problems: {} });
    const left = this.refused.get(row);
    if (!draft && left) {
      for (const [name, value] of Object.entries(sent)) if (same(left.values[name], value)) delete left.values[name];
      if (!Object.keys(left.values).length) this.refused.delete(row);
    }
    this.keep();
  }

  /**
   * A row is gone of which something is not saved: it stands as a new one, until a person says what becomes of it.
   * @param {GridRow} row @param {Values} typed @param {Column[]} columns @param {string} sentence
   */
  lose(row, typed, columns, sentence) {
    this.refused.delete(row.id);
    const values = { ...row.values, ...typed };
    return this.begin(values, { isLost: true, problems: { [columns[0].name]: sentence } });
  }

  /** @param {string} id */
  discard(id) {
    this.keep();
    return this.drafts.delete(id) || this.refused.delete(id);
  }
}
