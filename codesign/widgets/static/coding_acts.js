// What a person decides about words: putting a code on, making one, changing and removing codings.

import { sameName, spokenName } from "./wording.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Act, Coding, Putting } from "./panel_types.js" */

/** Whether a change puts a coding on, with a code that is there or a new one. */
export const puts = /** @type {(change: Act | undefined) => change is Putting} */ (
  (change) => ["code", "create", "accept"].includes(change?.action || "")
);

/** The acts of the panel. Each is sent to Python and shown as waiting until it is answered. */
export class CodingActs {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  // putting on -----

  /** Put on the code with this number. @param {number} number */
  applyNumber(number) {
    const code = this.panel.codes.find((candidate) => candidate.hot === number);
    return code ? this.apply(code.id) : this.panel.frame.say("No code has this number.");
  }

  /**
   * Put a code on the selected words; `how` names another act that does it, and what that act needs.
   * @param {string} id
   * @param {{ action: "code" } | { action: "accept", position: number, score: number }} [how]
   */
  apply(id, how = { action: "code" }) {
    const { panel } = this;
    const code = panel.byId.get(id);
    if (!panel.range || !code) {
      panel.frame.say("Select words in the interview first.");
      return;
    }
    const { start, end } = panel.range;
    const same = panel.codings.find((c) => c.mine && !c.going && c.code === id && c.start === start && c.end === end);
    if (same) panel.frame.say(`Already coded ${code.name}.`);
    else this.#put({ ...how, transcript: panel.id, start, end, code: id, polarity: panel.popover.polarity });
    this.#leave(end);
  }

  /**
   * Make a code and put it on the selected words, in one act; a code of that name is put on as it is. Where nobody said
   * which family it belongs to, it asks.
   * @param {string} name @param {{ spoken?: boolean, family?: string }} [how]
   */
  create(name, { spoken = false, family = this.panel.popover.isOpen ? this.panel.popover.family : "" } = {}) {
    const { panel } = this;
    const there = panel.codes.find((code) => sameName(code.name, name));
    if (there) return this.apply(there.id);
    if (!panel.range) return undefined;
    if (!family) return this.#askFamily(name, spoken);
    const { start, end } = panel.range;
    const { polarity } = panel.popover;
    this.#put({ action: "create", transcript: panel.id, start, end, name, family, spoken, polarity });
    return this.#leave(end);
  }

  /** Make a code named by the selected words. */
  inVivo() {
    const { range, transcript, frame } = this.panel;
    if (!range) return frame.say("Select words in the interview first.");
    const name = spokenName(transcript.slice(range.start, range.end));
    return name
      ? this.create(name, { spoken: true })
      : frame.say("The selected words give no name. Press N and type one.");
  }

  /** @param {string} name @param {boolean} spoken */
  #askFamily(name, spoken) {
    const { popover } = this.panel;
    if (!popover.isOpen) this.panel.openPopover();
    popover.ask(name, (family) => this.create(name, { spoken, family }));
  }

  /** @param {number} end */
  #leave(end) {
    const { cursor } = this.panel;
    cursor.put(end);
    cursor.release();
    cursor.take();
  }

  /** @param {Act} act */
  #send(act) {
    const { connection, text, id } = this.panel;
    return connection.sent(connection.change(/** @type {Act} */ ({ ...act, text }), id));
  }

  /** @param {Act} act */
  #put(act) {
    const change = this.#send(act);
    if (puts(change)) this.panel.codings.push(this.#pending(change));
    this.panel.drawSoon();
  }

  /** @param {Putting} change @returns {Coding} */
  #pending(change) {
    return {
      id: `waiting-${change.id}`,
      start: change.start,
      end: change.end,
      code: change.action === "create" ? change.name : change.code,
      coder: this.panel.person,
      mine: true,
      polarity: change.polarity,
      memo: "",
      pending: true,
    };
  }

  /** The codings of the open interview that wait for their answer. */
  get pending() {
    const { connection, id } = this.panel;
    return (connection?.unanswered || [])
      .filter(puts)
      .filter((change) => change.transcript === id)
      .map((change) => this.#pending(change));
  }

  // changing and removing -----

  /** @param {Coding} coding @param {{ memo?: string, polarity?: string }} fields */
  edit(coding, fields) {
    const { connection, id } = this.panel;
    connection.change({ action: "edit", transcript: id, coding: coding.id, ...fields }, id);
  }

  /** @param {Coding} coding */
  remove(coding) {
    const { panel } = this;
    if (!coding.mine) return panel.frame.say(`Only ${coding.coder} can remove this coding.`);
    if (coding.pending) return panel.frame.say("This coding is not saved yet.");
    coding.going = true;
    if (coding.id === panel.current) panel.current = null;
    panel.cursor.take();
    return this.#put({ action: "remove", transcript: panel.id, coding: coding.id });
  }

  /** Remove the coding at hand, or the person's own at the cursor. */
  removeHere() {
    const { panel } = this;
    const here = panel.codingsAt(panel.cursor.focus).filter((coding) => coding.mine && !coding.going);
    const coding = panel.codings.find((c) => c.id === panel.current) || here[0];
    return coding ? this.remove(coding) : panel.frame.say("No coding of yours at the cursor.");
  }

  /** Undo or redo the last act. @param {"undo" | "redo"} action */
  history(action) {
    const { connection, id } = this.panel;
    return connection.change({ action, transcript: id }, id);
  }
}
