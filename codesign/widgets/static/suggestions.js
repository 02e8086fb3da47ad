// Codes suggested for the selected words, each with its reason; one key takes the first, one says that it does not fit.

import { keyHint } from "./key_hint.js";
import { Preferences } from "./preferences.js";
import { h, key } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { PanelMessage, Preferred, Span, Suggested, SuggestedNow } from "./panel_types.js" */

const ASK_AFTER = 120;
const ASK_AGAIN = 1000;
const LEARN_AFTER = { opened: 1500, changed: 5000 };

export class Suggestions {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {Suggested[]} */
    this.rows = [];
    this.name = "";
    this.isOn = true;
    this.isStale = false;
    this.said = h("span");
    this.switch = h("button", { type: "button", class: "cw-link", onclick: () => this.turn(!this.isOn) });
    this.byKey = h(
      "span",
      {},
      keyHint(panel, "accept"),
      " puts the first on, ",
      keyHint(panel, "refuse"),
      " it does not fit",
    );
    this.bySearch = h(
      "span",
      { hidden: true },
      ...key("↑", "Enter"),
      " puts one on, ",
      ...key("Delete"),
      " it does not fit",
    );
    this.how = h("p", { class: "cw-small cw-suggest-how", hidden: true }, "Suggested: ", this.byKey, this.bySearch);
    panel.popover.searched((isIn) => this.#typing(isIn));
    this.note = h("p", { class: "cw-small cw-suggest-note" }, this.said, " ", this.switch);
    panel.popover.suggestions = (range) => this.#offered(range);
    panel.popover.tell(this.how, this.note);
    this.#label();
  }

  commands() {
    return [
      { name: "accept", keys: ["y"], says: "put on the first suggested code", act: () => this.#answerFirst(true) },
      {
        name: "refuse",
        keys: ["x"],
        says: "say that the first suggested code does not fit; it is not suggested for these words again",
        act: () => this.#answerFirst(false),
      },
    ];
  }

  close() {
    clearTimeout(this.asking);
    clearTimeout(this.learning);
  }

  // learning: Python does it in the background, and is told when the person pauses -----

  opened() {
    this.#learnIn(LEARN_AFTER.opened);
  }

  changed() {
    this.isStale = true;
    if (this.panel.popover.isOpen) this.panel.popover.draw();
    this.#learnIn(LEARN_AFTER.changed);
  }

  /** @param {number} wait */
  #learnIn(wait) {
    clearTimeout(this.learning);
    if (this.isOn)
      this.learning = setTimeout(() => this.panel.connection.ask({ type: "learn", transcript: this.panel.id }), wait);
  }

  /** Turn suggestions on or off for this person. @param {boolean} on */
  turn(on) {
    this.isOn = on;
    this.panel.part(Preferences)?.set("suggestions", on);
    this.name = "";
    this.rows = [];
    this.#label();
    this.said.textContent = "";
    if (on) this.#learnIn(0);
    this.panel.frame.say(on ? "Suggestions are on." : "Suggestions are off.");
    this.panel.popover.draw();
  }

  /** @param {Preferred} given */
  #prefer({ suggestions: wanted = true }) {
    this.isOn = wanted;
    this.#label();
  }

  #label() {
    this.panel.popover.widen(this.isOn);
    this.switch.textContent = this.isOn ? "Turn suggestions off" : "Turn suggestions on";
  }

  // In the search box letters are typed, so other keys act there.
  /** @param {boolean} isIn */
  #typing(isIn) {
    this.byKey.hidden = isIn;
    this.bySearch.hidden = !isIn;
    if (this.panel.popover.isOpen) this.panel.popover.draw();
  }

  // what is offered -----

  /** @param {Span} range */
  #offered(range) {
    const name = `${this.panel.id}:${range.start}:${range.end}`;
    if (this.isOn && (name !== this.name || this.isStale)) this.#askFor(name, range);
    this.how.hidden = !this.rows.length;
    return this.rows.flatMap((row) => {
      const code = this.panel.byId.get(row.code);
      return code ? [{ code, why: row.why, act: () => this.#accept(row), refuse: () => this.#refuse(row) }] : [];
    });
  }

  /** @param {string} name @param {Span} range @param {number} [wait] */
  #askFor(name, range, wait = ASK_AFTER) {
    if (!name.startsWith(`${this.panel.id}:`)) return;
    if (name !== this.name) this.rows = [];
    this.name = name;
    this.isStale = false;
    clearTimeout(this.asking);
    this.asking = setTimeout(
      () =>
        this.panel.connection.ask({
          type: "suggest",
          name,
          transcript: this.panel.id,
          start: range.start,
          end: range.end,
        }),
      wait,
    );
  }

  /** @param {PanelMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#prefer(message.preferences || {});
    if (message.type !== "suggestions") return false;
    if (message.name === this.name && this.isOn) this.#take(message);
    return true;
  }

  /** @param {SuggestedNow} message */
  #take(message) {
    const { popover, range, frame } = this.panel;
    this.rows = message.rows;
    this.said.textContent = message.said;
    this.said.title = message.said;
    if (!popover.isOpen || !range) return;
    popover.draw();
    this.panel.placePopover();
    popover.steady();
    if (message.waits) this.#askFor(this.name, range, ASK_AGAIN);
    else if (this.rows.length)
      frame.say(
        `Suggested: ${this.rows.map((row) => this.panel.byId.get(row.code)?.name || row.code).join(", ")}. ${this.#keysOf("accept")} puts the first on.`,
      );
  }

  /** @param {string} command */
  #keysOf(command) {
    const held = this.panel.popover.isTyping && this.panel.keys.singles ? ["Alt"] : [];
    return [...held, ...this.panel.keys.shownFirst(command)].join(" ");
  }

  // answers -----

  /** @param {boolean} accepts */
  #answerFirst(accepts) {
    const { panel } = this;
    if (!panel.range) return panel.frame.say("Select words in the interview first.");
    if (!panel.popover.isOpen) return panel.openPopover();
    const [first] = this.#offered(panel.range);
    if (!first)
      return panel.frame.say(this.isOn ? this.said.textContent || "Nothing is suggested yet." : "Suggestions are off.");
    return accepts ? first.act() : first.refuse();
  }

  /** @param {Suggested} row */
  #accept(row) {
    this.panel.acts.apply(row.code, { action: "accept", position: row.position, score: row.score });
    this.isStale = true;
    this.rows = [];
  }

  /** @param {Suggested} row */
  #refuse(row) {
    const { panel } = this;
    if (!panel.range) return;
    const { start, end } = panel.range;
    panel.connection.change(
      {
        action: "refuse",
        transcript: panel.id,
        start,
        end,
        code: row.code,
        position: row.position,
        score: row.score,
        text: panel.text,
      },
      panel.id,
    );
    this.rows = this.rows.filter((other) => other !== row);
    panel.popover.draw();
  }
}
