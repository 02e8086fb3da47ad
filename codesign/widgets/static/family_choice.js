// The question that a new code asks: which family it belongs to. One key answers; nothing is chosen beforehand.

import { colour } from "./families.js";
import { h } from "./shared.js";

/** @import { KeyPress } from "./panel_types.js" */

/** The keys of the families, in their order: those of a row of the keyboard. */
const KEYS = [..."1234567890-"];
const CODES = [...KEYS.slice(0, 10).map((digit) => `Digit${digit}`), "Minus"];

/** The place of the family whose key this is, whatever is printed on it; -1 for none. @param {KeyPress} event */
const placeOf = ({ key, code, ctrlKey, metaKey, shiftKey }) => {
  if (ctrlKey || metaKey) return -1;
  return KEYS.includes(key) || shiftKey ? KEYS.indexOf(key) : CODES.indexOf(code);
};

export class FamilyChoice {
  /** @param {string} name @param {(sentence: string) => void} say */
  constructor(name, say) {
    this.name = name;
    this.say = say;
    this.at = -1;
    /** @type {[id: string, name: string][]} */
    this.families = [];
    /** @type {(family: string) => unknown} */
    this.answer = () => undefined;
    this.back = () => {};
    this.question = h("p", { class: "cw-small cw-asks", id: `${name}-question` });
    this.list = h("div", {
      class: "cw-matches",
      role: "listbox",
      tabindex: -1,
      onkeydown: (event) => this.#key(event),
      id: `${name}-list`,
      "aria-labelledby": `${name}-question`,
    });
    this.element = h("div", { class: "cw-families", hidden: true }, this.question, this.list);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Take the focus, and give it back to where the name is typed when the question is given up. @param {() => void} back */
  focus(back) {
    this.back = back;
    this.list.focus();
  }

  /** Where the families have the focus, nothing else hears the keys. @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const act = this.keyAct(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
    if (event.key === "Escape") this.back();
  }

  close() {
    this.element.hidden = true;
  }

  /**
   * Ask for the family of a code, and give the answer to `answer`.
   * @param {string} code @param {[id: string, name: string][]} families @param {(family: string) => unknown} answer
   */
  ask(code, families, answer) {
    Object.assign(this, { families, answer, at: -1 });
    this.question.textContent = `Which family does “${code}” belong to?`;
    this.element.hidden = false;
    this.#draw();
    this.say(`${this.question.textContent} Press its number, or choose it with the arrows.`);
  }

  #draw() {
    this.list.replaceChildren(
      ...this.families.map(([id, name], place) =>
        h(
          "div",
          {
            class: "cw-match",
            role: "option",
            id: `${this.name}-${place}`,
            "aria-selected": String(place === this.at),
            style: `--cw-family:${colour(id)}`,
            onmousedown: (event) => event.preventDefault(),
            onclick: () => this.answer(id),
          },
          h("span", { class: "cw-key", "aria-hidden": "true" }, KEYS[place] || ""),
          h("span", { class: "cw-swatch", "aria-hidden": "true" }),
          h("span", { class: "cw-name" }, name),
        ),
      ),
    );
    if (this.chosen) this.list.setAttribute("aria-activedescendant", this.chosen);
    else this.list.removeAttribute("aria-activedescendant");
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** The id of the option that the arrows chose, if they did. */
  get chosen() {
    return this.at < 0 ? "" : `${this.name}-${this.at}`;
  }

  /** What a key does, or undefined where it goes on typing the name. @param {KeyPress} event */
  keyAct(event) {
    const family = this.families[event.key === "Enter" ? this.at : placeOf(event)];
    if (family) return () => this.answer(family[0]);
    if (event.key === "Escape") return () => this.close();
    if (event.key === "Enter") return () => this.say("Press the number of a family, or choose one with the arrows.");
    const way = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!way) return undefined;
    return () => {
      const count = this.families.length;
      this.at = this.at < 0 && way < 0 ? count - 1 : (this.at + way + count) % count;
      this.#draw();
    };
  }
}
