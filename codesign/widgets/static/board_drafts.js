// What was typed on the board and is not saved: it stays, in the page and over a restart of it.

import { Later } from "./later.js";

const PLACE = "codesign-workbook-board:";

export class BoardDrafts {
  constructor() {
    /** @type {Map<string, string>} */
    this.texts = new Map();
    /** @type {string | null} */
    this.place = null;
    this.writing = new Later(() => this.write());
  }

  /** Have what was left here before; `key` is the name of the study in the browser. @param {string} key */
  open(key) {
    if (!key || this.place) return;
    this.place = `${PLACE}${key}`;
    try {
      const left = JSON.parse(localStorage.getItem(this.place) || "[]");
      for (const [name, text] of left) if (!this.texts.has(name)) this.texts.set(name, text);
    } catch {
      // A browser that forbids storage still saves; it only cannot keep what was not saved.
    }
  }

  write() {
    this.writing.cancel();
    if (!this.place) return;
    try {
      if (this.texts.size) localStorage.setItem(this.place, JSON.stringify([...this.texts]));
      else localStorage.removeItem(this.place);
    } catch {
      // As above.
    }
  }

  /** @param {string} name */
  of(name) {
    return this.texts.get(name);
  }

  /** @param {string} name @param {string} text */
  keep(name, text) {
    this.texts.set(name, text);
    this.writing.within(200);
  }

  /** @param {string} name */
  clear(name) {
    if (this.texts.delete(name)) this.writing.within(200);
  }
}
