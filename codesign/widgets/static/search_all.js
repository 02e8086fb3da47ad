// Search across all interviews: the places found, each in its sentence, and one code put on all of them at once.

import { FoundList, passagesOf } from "./found_list.js";
import { keyHint } from "./key_hint.js";
import { POLARITIES } from "./popover.js";
import { focused, h, key, wider } from "./shared.js";
import { oneLine } from "./wording.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Choice, Code, FoundHit, KeyPress, PanelMessage, SavedCoding } from "./panel_types.js" */

/** @type {Choice[]} */
const REACHES = [
  ["sentence", "Code the sentence"],
  ["words", "Code the words alone"],
  ["answer", "Code the whole answer"],
];
const SEARCH_PAUSE = 250;
const LONGEST_PREFILL = 60;

export class SearchAll {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.thanks = "";
    this.number = 0;
    const again = () => this.#search();
    this.words = h("input", {
      type: "search",
      class: "cw-find",
      "aria-label": "Words to find in all interviews",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "Words to find, such as purg* or hydrogen line",
      oninput: () => this.#soon(),
    });
    this.parts = this.#choice(
      "How words are found",
      [
        ["", "Whole words"],
        ["parts", "Parts of words"],
      ],
      again,
    );
    this.together = this.#choice(
      "How several words stand",
      [
        ["", "As a phrase"],
        ["sentence", "Anywhere in one sentence"],
      ],
      again,
    );
    this.reach = this.#choice("What is coded", REACHES, again);
    this.interviewers = h("input", { type: "checkbox", onchange: again });
    this.said = h("p", { class: "cw-small cw-found-said", role: "status" });
    this.list = new FoundList(panel, this);
    this.code = h("select", {
      "aria-label": "Code to put on",
      onchange: (event) => this.list.use(event.currentTarget.value),
    });
    this.polarity = this.#choice(
      "How the passages bear on the code",
      POLARITIES.map((one) => [one, one]),
      () => {},
    );
    this.go = h("button", { type: "button", class: "cw-button cw-main", onclick: () => this.#codeAll() });
    this.beside = h("span", { class: "cw-small" });
    const foot = h("div", { class: "cw-search-row cw-search-foot" }, this.code, this.polarity, this.go, this.beside);
    this.element = h(
      "section",
      {
        class: "cw-overlay cw-search-all",
        role: "dialog",
        "aria-label": "Search all interviews",
        hidden: true,
        onkeydown: (event) => this.#key(event),
      },
      h(
        "div",
        { class: "cw-search-head" },
        h("h3", {}, "Search all interviews"),
        h("button", { type: "button", class: "cw-button", onclick: () => this.#leave() }, "Close ", ...key("Esc")),
      ),
      h(
        "div",
        {
          class: "cw-search-row",
          oninput: () => {
            this.thanks = "";
          },
        },
        this.words,
        this.parts,
        this.together,
        this.reach,
        h("label", { class: "cw-check" }, this.interviewers, "Interviewers’ words too"),
      ),
      this.said,
      this.list.element,
      foot,
    );
    panel.overlay(this.element);
  }

  commands() {
    return [
      {
        name: "search",
        keys: ["a"],
        brief: "search all",
        says: "search all interviews, and code what is found",
        act: () => this.open(),
      },
    ];
  }

  tools() {
    return [
      h(
        "button",
        { type: "button", class: "cw-button", onclick: () => this.open() },
        "Search ",
        wider("all interviews "),
        keyHint(this.panel, "search"),
      ),
    ];
  }

  // building -----

  /** @param {string} label @param {Choice[]} options @param {() => void} changed */
  #choice(label, options, changed) {
    return h(
      "select",
      { "aria-label": label, onchange: changed },
      options.map(([value, name]) => h("option", { value }, name)),
    );
  }

  // opening and closing -----

  open() {
    this.#fillCodes();
    const selected = this.#selectedWords();
    if (selected) this.words.value = selected;
    this.panel.popover.close();
    this.element.hidden = false;
    this.#search();
    const back = selected ? undefined : this.list.button(this.list.last);
    (back || this.words).focus();
    if (!back) this.words.select();
  }

  /** A few selected words are what to look for, unless they are the passage opened from here. */
  #selectedWords() {
    const { range, transcript, id } = this.panel;
    const { last } = this.list;
    if (!range || (last?.transcript === id && last.start === range.start && last.end === range.end)) return "";
    const words = oneLine(transcript.slice(range.start, range.end));
    return words.length <= LONGEST_PREFILL ? words : "";
  }

  #fillCodes() {
    const { codes } = this.panel;
    const kept = this.code.value;
    const options = codes.map((code) => h("option", { value: code.id }, `${" ".repeat(2 * code.depth)}${code.name}`));
    this.code.replaceChildren(h("option", { value: "" }, "Choose a code"), ...options);
    if (codes.some((code) => code.id === kept)) this.code.value = kept;
    this.list.code = this.code.value;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  escape() {
    if (!this.isOpen) return false;
    this.element.hidden = true;
    return true;
  }

  #leave() {
    this.element.hidden = true;
    this.panel.focusText();
  }

  close() {
    clearTimeout(this.waiting);
  }

  /** Open a passage in its interview. @param {FoundHit} hit */
  openAt(hit) {
    this.element.hidden = true;
    this.panel.openAt(hit.transcript, hit.start, hit.end);
  }

  // searching -----

  #soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#search(), SEARCH_PAUSE);
  }

  #search() {
    clearTimeout(this.waiting);
    this.number += 1;
    this.panel.connection.ask({
      type: "search",
      number: this.number,
      words: this.words.value,
      parts: Boolean(this.parts.value),
      sentence: Boolean(this.together.value),
      reach: this.reach.value,
      interviewers: this.interviewers.checked,
    });
  }

  /** @param {PanelMessage} message */
  receive(message) {
    if (message.type === "saved") this.#saved(message);
    if (message.type !== "found") return false;
    if (message.number === this.number) this.#take(message);
    return true;
  }

  /** @param {PanelMessage & { type: "found" }} message */
  #take(message) {
    const before = this.said.textContent;
    this.said.textContent =
      this.thanks ||
      message.said ||
      (this.words.value.trim()
        ? ""
        : "Type words to find them in every interview. * at the end of a word stands for any ending.");
    if (before !== this.said.textContent) this.panel.frame.say(this.said.textContent);
    this.list.take(message.passages);
  }

  /** Codings came or went, also by undo: what is shown says so. */
  changed() {
    if (!this.isOpen) return;
    this.#fillCodes();
    this.#soon();
  }

  // coding all -----

  /** Say how many passages are coded now. */
  chose() {
    const code = this.panel.byId.get(this.list.code);
    const { hits, taken, having } = this.list;
    this.go.disabled = !code || !taken.length;
    const all = taken.length && taken.length === hits.length ? "all " : "";
    this.go.textContent = code ? `Code ${all}${passagesOf(taken.length)} with ${code.name}` : "Choose a code to put on";
    const stay = having === hits.length - taken.length ? " and stay as they are" : "";
    this.beside.textContent = having ? `${having === 1 ? "1 has" : `${having} have`} this code already${stay}.` : "";
  }

  #codeAll() {
    const passages = this.list.taken.map(({ transcript, start, end, check }) => ({ transcript, start, end, check }));
    if (!this.code.value || !passages.length) return;
    this.go.disabled = true;
    const act = /** @type {const} */ ({ action: "code_all", code: this.code.value, polarity: this.polarity.value });
    this.panel.connection.change({ ...act, passages }, "all interviews");
  }

  // What was coded is told until the person does something else; to search once more is none of the person's doing.
  /** @param {SavedCoding} message */
  #saved(message) {
    const isCoded = message.change?.action === "code_all";
    this.thanks = (isCoded && message.said) || "";
    if (!isCoded) return;
    this.list.forget();
    if (!this.isOpen) return;
    if (focused() === this.go || focused() === document.body || this.panel.frame.is(focused())) this.#toList();
    this.#search();
  }

  // The button that coded all has nothing left to do. From the list Ctrl+Z takes it back; in the box it would be the box's own.
  #toList() {
    if (!this.list.focus()) this.words.focus();
  }

  // keys -----

  /** Plain keys stay in the dialog, so that no letter acts on the interview behind it. @param {KeyPress} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape") return;
    event.stopPropagation();
    if (event.target === this.words && event.key === "Enter") this.#search();
    else if (event.target === this.words && event.key === "ArrowDown") {
      event.preventDefault();
      this.list.enter();
    } else if (event.target.dataset.hit) this.#hitKey(event);
  }

  /** @param {KeyPress} event */
  #hitKey(event) {
    const { keys, codes } = this.panel;
    const code = keys.of(event)?.name === "apply" && codes.find((one) => one.hot === keys.number(event));
    const isIn = this.list.goBy(event);
    if (isIn !== undefined) event.preventDefault();
    if (isIn === false) this.words.focus();
    if (isIn === undefined && code) this.#choose(code);
  }

  /** @param {Code} code */
  #choose(code) {
    this.code.value = code.id;
    this.list.use(code.id);
    this.panel.frame.say(`Code: ${code.name}. ${this.go.textContent}.`);
  }
}
