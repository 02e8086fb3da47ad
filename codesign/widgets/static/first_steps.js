// The first steps: three things to try on a sample. They live on the page and are saved nowhere.

import { Practice, SENTENCE } from "./practice.js";
import { Preferences } from "./preferences.js";
import { h, key } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Content, KeyPress, PanelMessage, Whole } from "./panel_types.js" */

const ENOUGH_OF_IT = 0.8;

export class FirstSteps {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** Whether the person has not seen them yet; unknown until the workbook has told. @type {boolean | undefined} */
    this.isNew = undefined;
    /** @type {Practice | undefined} */
    this.practice = undefined;
    /** The tasks, and which of them comes next. @type {HTMLElement[]} */
    this.tasks = [];
    this.at = 0;
    this.leaving = h("button", { type: "button", class: "cw-button", onclick: () => this.#leave() });
    this.element = panel.overlay(
      h("section", {
        class: "cw-overlay cw-first",
        role: "dialog",
        "aria-label": "First steps, on a sample",
        hidden: true,
        onkeydown: (event) => this.#key(event),
      }),
    );
  }

  /** @param {PanelMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.isNew ??= Boolean(message.remembers && !message.preferences?.first_steps);
    return false;
  }

  opened() {
    if (this.isNew && !this.isOpen) this.show({ focus: false });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  // building -----

  show({ focus = true } = {}) {
    this.isNew = false;
    this.close();
    const practice = new Practice(this, this.panel);
    this.practice = practice;
    this.at = 0;
    this.tasks = this.#tasks().map(([task, how]) =>
      h("li", {}, h("strong", {}, ...task), h("p", { class: "cw-small" }, how)),
    );
    this.leaving.replaceChildren("Skip the first steps ", ...key("Esc"));
    this.leaving.classList.remove("cw-main");
    this.element.replaceChildren(
      h("h3", {}, "First steps · SAMPLE"),
      h("p", {}, "Three things to try, in under three minutes. The words are invented, and nothing here is saved."),
      h(
        "div",
        { class: "cw-first-parts" },
        practice.element,
        h("div", { class: "cw-first-side" }, h("ol", {}, this.tasks), this.leaving),
      ),
    );
    this.element.hidden = false;
    practice.open();
    this.#mark();
    if (focus || this.panel.frame.has(document.activeElement)) practice.take();
  }

  /** What to try, and how. @returns {[task: Content[], how: Content][]} */
  #tasks() {
    const { keys } = this.panel;
    /** @param {string} name @param {number} [number] */
    const shown = (name, number = 0) => keys.pieces(keys.shownFirst(name, number));
    return [
      [
        ["Select this sentence: “", SENTENCE, "”"],
        h("span", {}, "Drag over it with the mouse, or press ", ...shown("sentence"), ": the cursor stands in it."),
      ],
      [["Press ", ...shown("apply", 1)], `That puts code 1 on the selected words: ${this.#firstCode()}.`],
      [["Press ", ...shown("undo")], "That takes it back. Everything you do can be taken back, also tomorrow."],
    ];
  }

  #firstCode() {
    return this.panel.codes.find((code) => code.hot === 1)?.name || "Skill gap";
  }

  #mark() {
    this.tasks.forEach((task, index) => {
      task.classList.toggle("cw-done", index < this.at);
      if (index === this.at) task.setAttribute("aria-current", "step");
      else task.removeAttribute("aria-current");
    });
  }

  // trying -----

  /** @param {KeyPress} event */
  #key(event) {
    if (!((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s")) event.stopPropagation();
    if (event.key === "Escape") return this.#done(event, () => this.#leave());
    if (this.practice?.moveBy(event)) return this.look();
    const command = this.panel.keys.of(event);
    const act = command?.name && this.#acts(event).get(command.name);
    return act && this.#done(event, act);
  }

  /** @param {KeyPress} event */
  #acts(event) {
    /** @param {Whole} unit */
    const expand = (unit) => () => {
      this.practice?.expand(unit);
      this.look();
    };
    return /** @type {Map<string, () => void>} */ (
      new Map([
        ["sentence", expand("sentence")],
        ["paragraph", expand("paragraph")],
        ["turn", expand("turn")],
        ["apply", () => this.#apply(this.panel.keys.number(event))],
        ["undo", () => this.#undo()],
      ])
    );
  }

  /** @param {KeyPress} event @param {() => void} act */
  #done(event, act) {
    event.preventDefault();
    act();
  }

  /** Look whether the sentence is selected, which is the first thing to try. */
  look() {
    const { practice } = this;
    const range = practice?.range;
    if (this.at !== 0 || !range) return;
    const wanted = practice.span(SENTENCE);
    const common = Math.min(range.end, wanted.end) - Math.max(range.start, wanted.start);
    if (common >= ENOUGH_OF_IT * (wanted.end - wanted.start)) this.#next("Selected.");
  }

  /** @param {number} number */
  #apply(number) {
    const { practice } = this;
    const range = practice?.range;
    if (this.at !== 1 || number !== 1 || !range) return;
    practice.code(range, "skill-gap", this.#firstCode());
    this.#next(`${this.#firstCode()} is on the sentence.`);
  }

  #undo() {
    if (this.at !== 2) return;
    this.practice?.uncode();
    this.#next("Taken back.");
  }

  /** @param {string} said */
  #next(said) {
    const task = this.tasks[this.at];
    task.prepend(h("span", { class: "cw-ticked" }, "Done: "));
    this.at += 1;
    this.#mark();
    const next = this.tasks[this.at]?.querySelector("strong")?.textContent;
    this.panel.frame.say(`${said} ${next ? `Next: ${next}` : "That is all. Press Enter to start coding."}`);
    if (next) return;
    this.leaving.replaceChildren("Start coding");
    this.leaving.classList.add("cw-main");
    this.leaving.before(h("p", {}, "That is all. The list of keys (", ...key("?"), ") shows these steps again."));
    this.leaving.focus();
  }

  #leave() {
    this.panel.part(Preferences).set("first_steps", true);
    this.element.hidden = true;
    this.close();
    this.panel.cursor.take();
  }

  escape() {
    if (!this.isOpen) return false;
    this.#leave();
    return true;
  }

  close() {
    this.practice?.close();
  }
}
