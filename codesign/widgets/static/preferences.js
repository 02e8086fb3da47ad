// What the person prefers, remembered by the workbook and not by the browser: keys, first steps, the place they left.

const PLACE_PAUSE = 1200;

class Preferences {
  constructor(panel) {
    this.panel = panel;
    this.values = {};
    const moved = () => this.#leaveSoon();
    const { element } = panel.cursor;
    ["scroll", "keyup", "mouseup"].forEach((name) => element.addEventListener(name, moved));
  }

  receive(message) {
    if (message.type !== "snapshot" || this.isKnown) return false;
    this.isKnown = true;
    this.remembers = message.remembers;
    this.values = message.preferences || {};
    const { place } = this.values;
    if (place) this.panel.places.set(place.transcript, place);
    this.panel.keys.prefer(this.values.keys, this.values.single_keys);
    return false;
  }

  get(name) {
    return this.values[name];
  }

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
