// The popover at a selection: find a code by number or name, make one from the typed words, or from the words said.

import { fitting } from "./code_search.js";
import { colour } from "./families.js";
import { FamilyChoice } from "./family_choice.js";
import { keyHint } from "./key_hint.js";
import { described } from "./meaning.js";
import { counted, h, key } from "./shared.js";
import { LONGEST_IN_VIVO, oneLine, sameName, shortened, spokenName } from "./wording.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { KeyPress, KnownCode, Lines, Match, Offered, Seen, Span } from "./panel_types.js" */

export const POLARITIES = ["supports", "qualifies", "contradicts"];
const LONGEST_NAME = 80;
const GAP = 8;
const SHORTEST_LIST = 98;
const ROOMY = 320;
const STEADY_AFTER = 350;

export class CodePopover {
  /**
   * `panel` gives codes, counts and families, and takes apply(id), create(name) and inVivo().
   * @param {string} name @param {CodingPanel} panel
   */
  constructor(name, panel) {
    this.name = name;
    this.panel = panel;
    this.choice = 0;
    this.polarity = "supports";
    /** The family the person chose for new codes of this selection; empty where a new code asks. */
    this.family = "";
    this.asked = new FamilyChoice(`${name}-family`, (sentence) => panel.frame.say(sentence));
    /** Given the selected range, rows to offer above the codes found: [{code, why, act, refuse}]; a part may set it. */
    this.suggestions = /** @type {(range: Span) => Offered[]} */ (() => []);
    /** The side of the words it is on. @type {"" | "above" | "below"} */
    this.side = "";
    this.search = h("input", {
      type: "text",
      class: "cw-search",
      role: "combobox",
      "aria-label": "Find a code by name, or name a new one",
      "aria-expanded": "true",
      "aria-controls": `${this.name}-matches`,
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "Find a code, or name a new one",
      oncopy: (event) => {
        if (!this.typed) this.panel.cursor.copy(event);
      },
      oninput: () => {
        this.choice = 0;
        this.asked.close();
        this.draw();
      },
    });
    this.matches = h("div", {
      class: "cw-matches",
      role: "listbox",
      tabindex: -1,
      id: `${this.name}-matches`,
      "aria-label": "Codes",
    });
    this.meaning = h("p", { class: "cw-small cw-meaning", hidden: true });
    this.nothing = h(
      "p",
      { class: "cw-small cw-no-codes", hidden: true },
      "No codes yet. Type a name to make the first one.",
    );
    this.polarities = h(
      "fieldset",
      { class: "cw-polarity" },
      h("legend", { class: "cw-unseen" }, "How the passage bears on the code"),
      POLARITIES.map((polarity) =>
        h(
          "label",
          {},
          h("input", {
            type: "radio",
            name: `${this.name}-polarity`,
            value: polarity,
            checked: polarity === "supports",
            onchange: () => {
              this.polarity = polarity;
            },
          }),
          polarity,
        ),
      ),
    );
    this.families = h("select", {
      class: "cw-family",
      onchange: () => {
        this.family = this.families.value;
        this.draw();
      },
    });
    const alt = h("span", { class: "cw-alt" }, ...key("Alt"));
    this.spoken = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.panel.acts.inVivo() },
      "In vivo ",
      alt,
      keyHint(this.panel, "in-vivo"),
    );
    this.below = h("div", { class: "cw-new" }, h("label", {}, "A new code goes into ", this.families), this.spoken);
    this.element = h(
      "div",
      { class: "cw-popover", role: "dialog", "aria-label": "Put a code on the selected words", hidden: true },
      this.search,
      this.asked.element,
      this.matches,
      this.nothing,
      this.meaning,
      this.polarities,
      this.below,
    );
  }

  /** What is typed into the search box. */
  get typed() {
    return this.search.value;
  }

  /** Whether the person is in the search box. */
  get isTyping() {
    return document.activeElement === this.search;
  }

  /** Whether something is the search box. @param {EventTarget} element */
  isSearch(element) {
    return element === this.search;
  }

  focus() {
    this.search.focus({ preventScroll: true });
  }

  /** To the choice of how the words bear on a code. */
  focusPolarity() {
    this.polarities.querySelector(":checked")?.focus({ preventScroll: true });
  }

  /** Do this when the person comes into the search box, or leaves it. @param {(isIn: boolean) => void} act */
  searched(act) {
    this.search.addEventListener("focus", () => act(true));
    this.search.addEventListener("blur", () => act(false));
  }

  /**
   * Say something above the codes and something below the way it bears: one Tab from the search box reaches that, with
   * or without suggestions.
   * @param {HTMLElement} above @param {HTMLElement} below
   */
  tell(above, below) {
    this.matches.before(above);
    this.polarities.after(below);
  }

  /** Leave room for reasons, or not. @param {boolean} isWide */
  widen(isWide) {
    this.element.classList.toggle("cw-wide", isWide);
  }

  /** Rows that come late move the others: a click that was meant for what stood there must not hit them. */
  steady() {
    clearTimeout(this.steadying);
    this.matches.classList.add("cw-unsteady");
    this.steadying = setTimeout(() => this.matches.classList.remove("cw-unsteady"), STEADY_AFTER);
  }

  close() {
    this.asked.close();
    this.element.hidden = true;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Start afresh for a selection of these words. @param {string} words */
  open(words) {
    this.search.value = "";
    this.choice = 0;
    this.family = "";
    this.asked.close();
    const families = this.panel.families.map(([id, label]) => h("option", { value: id }, label));
    this.families.replaceChildren(h("option", { value: "" }, "the family it asks for"), ...families);
    this.spoken.title = `Make a code named “${spokenName(words)}”`;
    this.polarities.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === this.polarity;
    });
    this.meaning.hidden = !this.panel.codes.some((code) => described(code, "").length > 1);
    this.draw();
    this.side = "";
    this.element.hidden = false;
  }

  /**
   * Put the popover under the selected words, or above them, so that they can be read; where neither side has room, on
   * the larger one with a shorter list. `from` and `to` are the first and last line of the words, `reading` the column
   * they stand in, `seen` what of the panel is in view, `box` the panel: the codes beside stay free for the mouse.
   * @param {Lines & { seen: Seen, box: DOMRect }} given
   */
  place({ from, to, reading, seen, box }) {
    const { element } = this;
    const matches = this.asked.isOpen ? this.asked.list : this.matches;
    matches.style.maxHeight = "";
    element.classList.remove("cw-short");
    const room = { below: seen.bottom - to.bottom - 2 * GAP, above: from.top - seen.top - 2 * GAP };
    // Once it is open, a longer list does not send it to the other side.
    /** @param {"above" | "below"} side */
    const fits = (side) =>
      (side === this.side ? Math.min(ROOMY, element.offsetHeight) : element.offsetHeight) <= room[side];
    const sides = /** @type {const} */ ([this.side || "below", "below", "above"]);
    const side = sides.find(fits) || (room.below >= room.above ? "below" : "above");
    this.side = side;
    element.classList.toggle("cw-short", element.offsetHeight > room[side]);
    const over = element.offsetHeight - room[side];
    if (over > 0) matches.style.maxHeight = `${Math.max(SHORTEST_LIST, matches.offsetHeight - over)}px`;
    const [width, height] = [element.offsetWidth, element.offsetHeight];
    const left = Math.min(Math.max(reading.left + GAP, to.left - 40), reading.right - width - GAP);
    const top = side === "below" ? to.bottom + GAP : from.top - height - GAP;
    element.style.left = `${left - box.left}px`;
    element.style.top = `${Math.max(seen.top + GAP, Math.min(top, seen.bottom - height - GAP)) - box.top}px`;
    if (height > seen.bottom - seen.top) element.scrollIntoView({ block: "nearest" });
    this.#showChosen();
  }

  #showChosen() {
    this.matches.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** What is suggested for the selected words, while nothing is typed. @returns {Match[]} */
  #suggested() {
    if (this.search.value.trim() || !this.panel.range) return [];
    return this.suggestions(this.panel.range);
  }

  /** What can be chosen: the codes found, then making a code where none has the typed name. @returns {Match[]} */
  #rows() {
    const typed = oneLine(this.search.value);
    const rows = fitting(this.panel.codes, this.search.value).map((code) => ({
      code,
      act: () => this.panel.acts.apply(code.id),
    }));
    const isNew = typed && !this.panel.codes.some((code) => sameName(code.name, typed));
    return isNew ? [...rows, this.#newCode(typed, [...typed].length - LONGEST_NAME)] : rows;
  }

  /**
   * The row that makes a code; a name that is too long stays in the box, and the row says by how much.
   * @param {string} name @param {number} over
   */
  #newCode(name, over) {
    if (over <= 0)
      return { label: `Create code “${shortened(name, LONGEST_IN_VIVO)}”`, act: () => this.panel.acts.create(name) };
    const label = `A name has at most ${LONGEST_NAME} characters: take ${over} away`;
    return { label, act: () => this.panel.frame.say(label) };
  }

  /** Ask which family a new code belongs to. @param {string} name @param {(family: string) => unknown} answer */
  ask(name, answer) {
    this.search.value = name;
    this.asked.ask(name, this.panel.families, answer);
    this.draw();
    this.panel.placePopover();
    this.focus();
  }

  /** Show the question of a new code in the place of the codes. */
  #drawAsked() {
    this.search.setAttribute("aria-controls", `${this.name}-family-list`);
    if (this.asked.chosen) this.search.setAttribute("aria-activedescendant", this.asked.chosen);
    else this.search.removeAttribute("aria-activedescendant");
  }

  draw() {
    this.element.classList.toggle("cw-asking", this.asked.isOpen);
    this.element.classList.toggle("cw-typed", Boolean(this.search.value) && !this.asked.isOpen);
    if (this.asked.isOpen) return this.#drawAsked();
    this.search.setAttribute("aria-controls", `${this.name}-matches`);
    const rows = this.#rows();
    const suggested = this.#suggested();
    const first = -suggested.length;
    // Suggestions count from below nought: they may come late, and must not move the choice that Enter takes.
    this.choice = Math.max(this.choice, first);
    this.matches.replaceChildren(...[...suggested, ...rows].map((row, index) => this.#row(row, first + index, first)));
    this.nothing.hidden = rows.length > 0;
    if (rows.length) this.search.setAttribute("aria-activedescendant", `${this.name}-match-${this.choice}`);
    else this.search.removeAttribute("aria-activedescendant");
    this.#explain([...suggested, ...rows][this.choice - first]?.code);
    return this.#showChosen();
  }

  /** Say what the code chosen here means; beside the codes the whole of it is shown. @param {KnownCode | undefined} code */
  #explain(code) {
    const parts = code ? described(code, code.name).slice(1) : [];
    this.meaning.replaceChildren(...parts.flatMap((part) => [...part.childNodes, " "]));
    if (parts.length) this.panel.codeList.define(code);
  }

  /**
   * The key that takes a row, if one does; `first` is the place of the first row.
   * @param {KnownCode | undefined} code @param {number} index @param {number} first
   */
  #sign(code, index, first) {
    if ((this.search.value.trim() || index < 0) && index === this.choice) return "Enter";
    if (index < 0) return index === first && !this.isTyping ? this.panel.keys.shownFirst("accept").join(" ") : "";
    return code ? (code.hot ? this.panel.keys.ofNumber(code.hot) : "") : "+";
  }

  /** @param {Match} given @param {number} index @param {number} first */
  #row({ code, label = code?.name || "", act, why, refuse }, index, first) {
    const chosen = index === this.choice;
    const sign = this.#sign(code, index, first);
    const beside = code
      ? counted(this.panel.counts[code.id] || 0, "interview", "interviews")
      : this.family
        ? `in ${this.families.selectedOptions[0]?.textContent}`
        : "then its family";
    return h(
      "div",
      {
        class: `cw-match${code ? "" : " cw-create"}${index < 0 ? " cw-suggested" : ""}`,
        role: "option",
        id: `${this.name}-match-${index}`,
        "aria-selected": String(chosen),
        style: `--cw-family:${colour(code ? code.family : this.family)}`,
        onmousedown: (event) => event.preventDefault(),
        onclick: act,
        onmouseenter: () => code && this.#explain(code),
      },
      h("span", { class: sign ? "cw-key" : "cw-keyless", "aria-hidden": "true" }, sign),
      h("span", { class: "cw-swatch", "aria-hidden": "true" }),
      h("span", { class: "cw-name" }, label, why ? h("span", { class: "cw-small cw-why" }, why) : ""),
      refuse ? this.#refusal(refuse) : h("span", { class: "cw-count" }, beside),
    );
  }

  // For the mouse; a key does the same, and an option of a list can hold no button.
  /** @param {() => unknown} refuse */
  #refusal(refuse) {
    return h(
      "span",
      {
        class: "cw-refuse",
        "aria-hidden": "true",
        onclick: (event) => {
          event.stopPropagation();
          refuse();
        },
      },
      "Not this",
    );
  }

  /** What a key does while a new code asks for its family; Escape goes back to the codes. @param {KeyPress} event */
  #askedAct(event) {
    const act = this.asked.keyAct(event);
    return (
      act &&
      (() => {
        act();
        if (!this.isOpen) return;
        this.draw();
        this.panel.placePopover();
      })
    );
  }

  /** Return what a key in the search box does, or undefined. @param {KeyPress} event */
  keyAct(event) {
    if (this.asked.isOpen) return this.#askedAct(event);
    if (event.key === "Escape") return undefined;
    const rows = this.#rows();
    const suggested = this.#suggested();
    const chosen = this.choice < 0 ? suggested[suggested.length + this.choice] : rows[this.choice];
    const { keys } = this.panel;
    const hot =
      /^\d$/.test(event.key) &&
      !this.search.value &&
      keys.of(event)?.name === "apply" &&
      rows.find((row) => row.code?.hot === keys.number(event));
    if (hot) return hot.act;
    if (event.key === "Enter") return () => chosen?.act();
    if (event.key === "Delete" && chosen?.refuse) return chosen.refuse;
    const way = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    return (
      way &&
      (() => {
        const [before, all] = [suggested.length, suggested.length + rows.length];
        this.choice = all ? ((this.choice + way + before + all) % all) - before : 0;
        this.draw();
      })
    );
  }
}
