// What a person did and Python has not answered yet.

/** @import { Change } from "./screen_types.js" */

/** Changes that Python has not yet answered, kept in the browser so that a restart loses none of them. */
export class Waiting {
  constructor() {
    /** @type {string | null} */
    this.prefix = null;
    /** @type {Map<string, Change>} */
    this.changes = new Map();
    /** Where each is kept. @type {Map<string, string>} */
    this.names = new Map();
  }

  /** @param {string} prefix */
  open(prefix) {
    this.prefix = `codesign-workbook:${prefix}:`;
    /** @type {Change[]} */
    const found = [];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const name = localStorage.key(i);
        if (!name?.startsWith(this.prefix)) continue;
        /** @type {Change} */
        const change = JSON.parse(localStorage.getItem(name) || "null");
        found.push(change);
        this.names.set(change.id, name);
      }
    } catch {
      // A browser that forbids storage still saves; it only cannot keep what was not answered.
    }
    found
      .filter((change) => !this.changes.has(change.id))
      .sort((a, b) => a.order - b.order)
      .forEach((change) => this.changes.set(change.id, change));
  }

  /** @param {Change} change */
  add(change) {
    this.changes.set(change.id, change);
    try {
      if (!this.#kept()) return;
      const name = `${this.prefix}${change.within || ""}:${change.id}`;
      localStorage.setItem(name, JSON.stringify(change));
      this.names.set(change.id, name);
    } catch {
      // As above.
    }
  }

  /** Without a place of its own a study's changes must not reach another study, so they wait in this page only. */
  #kept() {
    return this.prefix !== null;
  }

  /** @param {string} id */
  remove(id) {
    const change = this.changes.get(id);
    this.changes.delete(id);
    try {
      const name = this.names.get(id);
      if (name) localStorage.removeItem(name);
      this.names.delete(id);
    } catch {
      // As above.
    }
    return change;
  }

  /** @param {string} id */
  of(id) {
    return this.changes.get(id);
  }

  /** The changes that wait, in the order in which they were made. */
  get all() {
    return [...this.changes.values()];
  }

  get size() {
    return this.changes.size;
  }
}
