// What the person prefers, remembered by the workbook and not by the browser: keys, first steps, the place they left.

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { PanelMessage, Preferred } from "./panel_types.js" */

const PLACE_PAUSE = 1200;

export class Preferences {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {Preferred} */
    this.values = {};
    this.isKnown = false;
    panel.cursor.moved(() => this.#leaveSoon());
  }

  /** @param {PanelMessage} message */
  receive(message) {
    if (message.type !== "snapshot" || this.isKnown) return false;
    this.isKnown = true;
    this.values = message.preferences || {};
    const { place } = this.values;
    if (place) this.panel.places.set(place.transcript, place);
    this.panel.keys.prefer(this.values.keys, this.values.single_keys);
    return false;
  }

  /** Remember what the person prefers. @template {keyof Preferred} K @param {K} name @param {Preferred[K]} value */
  set(name, value) {
    this.values[name] = value;
    this.panel.connection?.ask({ type: "preference", name, value });
  }

  opened() {
    this.#leaveSoon();
  }

  // The place goes to the workbook when the person pauses, and when the panel closes.
  #leaveSoon() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.#leave(), PLACE_PAUSE);
  }

  #leave() {
    clearTimeout(this.leaving);
    const { id, cursor } = this.panel;
    if (id) this.set("place", { transcript: id, ...cursor.place });
  }

  close() {
    if (this.panel.connection) this.#leave();
  }
}
