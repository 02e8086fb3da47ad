// What of an interview's codings is shown: by code, by coder, with a memo, the answers without any, where coders differ.

import { differing, without } from "./differences.js";
import { coderName } from "./meaning.js";
import { counted, h, key } from "./shared.js";

/** @import { Choice, Coding, KnownCode, Turn } from "./panel_types.js" */

/** @type {Choice[]} */
const SHOW = [
  ["", "All codings"],
  ["memo", "Only with a memo"],
  ["differ", "Only where coders differ"],
  ["uncoded", "Only uncoded answers"],
];
const COUNT_AFTER = 150;

export class CodingFilter {
  /** `changed` is called with the sentence that says what is shown. @param {(said: string) => void} changed */
  constructor(changed) {
    /** @type {Coding[]} */
    this.codings = [];
    /** @type {Turn[]} */
    this.answers = [];
    /** @type {Map<string, KnownCode>} */
    this.byId = new Map();
    this.person = "";
    this.isFilled = false;
    /** The codings coders differ about, once that was asked. @type {Set<string> | null} */
    this.differences = null;
    /** What each list offers now. @type {Map<HTMLSelectElement, string>} */
    this.offered = new Map();
    /** @param {string} label */
    const choice = (label) => h("select", { "aria-label": label, onchange: () => changed(this.refreshed()) });
    this.code = choice("Show the codings with this code");
    this.coder = choice("Show the codings of this coder");
    this.show = choice("Show");
    this.all = h(
      "button",
      {
        type: "button",
        class: "cw-link",
        onclick: () => {
          this.clear();
          changed("Everything is shown.");
        },
      },
      "Show everything ",
      ...key("Esc"),
    );
    this.state = h("p", { class: "cw-small cw-shown" });
    this.said = h("div", { class: "cw-filtered", hidden: true }, this.state, this.all);
    this.element = h(
      "div",
      { class: "cw-filter", role: "group", "aria-label": "Filter the codings" },
      this.code,
      this.coder,
      this.show,
      this.said,
    );
  }

  get isOn() {
    return Boolean(this.code.value || this.coder.value || this.show.value);
  }

  /** Whether something is one of its choices. @param {Node} element */
  has(element) {
    return this.element.contains(element);
  }

  focus() {
    this.code.focus();
  }

  get isUncoded() {
    return this.show.value === "uncoded";
  }

  clear() {
    [this.code, this.coder, this.show].forEach((select) => {
      select.value = "";
    });
    this.refreshed();
  }

  /**
   * Take the interview's codings and its respondents' turns; `byId` gives the codes, `person` who sits here.
   * @param {Coding[]} codings @param {Turn[]} answers @param {Map<string, KnownCode>} byId @param {string} person
   */
  update(codings, answers, byId, person) {
    this.codings = codings;
    this.answers = answers;
    this.byId = byId;
    this.person = person;
    this.differences = null;
    if (this.isFilled) this.#countSoon();
    else this.#count();
    return this.refreshed();
  }

  close() {
    clearTimeout(this.counting);
  }

  // The numbers in the lists are not what a person waits for while coding.
  #countSoon() {
    clearTimeout(this.counting);
    this.element.dataset.counting = "soon";
    this.counting = setTimeout(() => this.#count(), COUNT_AFTER);
  }

  #count() {
    delete this.element.dataset.counting;
    this.isFilled = true;
    /** @param {string} id */
    const codeName = (id) => this.byId.get(id)?.name || id;
    /** @param {string} name */
    const coder = (name) => (name === this.person ? `${coderName(name)} (you)` : coderName(name));
    this.#fill(this.code, "Every code", this.#tally("code"), (id) => id, codeName);
    this.#fill(this.coder, "Every coder", this.#tally("coder"), (name) => `=${name}`, coder);
    this.#options(
      this.show,
      SHOW.map(([value, label]) => [value, `${label} (${this.#number(value)})`]),
    );
  }

  get differ() {
    this.differences ??= differing(this.codings);
    return this.differences;
  }

  /** @param {"code" | "coder"} field */
  #tally(field) {
    /** @type {Map<string, number>} */
    const tally = new Map();
    this.codings.forEach((coding) => tally.set(coding[field], (tally.get(coding[field]) || 0) + 1));
    return tally;
  }

  /** @param {string} show */
  #number(show) {
    if (show === "uncoded") return this.uncoded().length;
    return this.#among(show).length;
  }

  // The choice that is made stays on offer in an interview that does not have it.
  /**
   * @param {HTMLSelectElement} select
   * @param {string} every
   * @param {Map<string, number>} tally
   * @param {(one: string) => string} valueFor
   * @param {(one: string) => string} nameOf
   */
  #fill(select, every, tally, valueFor, nameOf) {
    /** @type {Choice[]} */
    const found = [...tally].map(([one, number]) => [valueFor(one), `${nameOf(one)} (${number})`]);
    const gone = select.value && !found.some(([value]) => value === select.value);
    if (gone) found.push([select.value, `${nameOf(select.value.replace(/^=/, ""))} (0)`]);
    this.#options(select, [["", every], ...found.sort((a, b) => a[1].localeCompare(b[1]))]);
  }

  // A list that is open must not be made anew under the person's hand where nothing in it changed.
  /** @param {HTMLSelectElement} select @param {Choice[]} options */
  #options(select, options) {
    const sign = JSON.stringify(options);
    if (this.offered.get(select) === sign) return;
    const kept = select.value;
    this.offered.set(select, sign);
    select.replaceChildren(...options.map(([value, label]) => h("option", { value }, label)));
    select.value = kept;
  }

  #matching() {
    return this.codings.filter(
      (coding) =>
        (!this.code.value || coding.code === this.code.value) &&
        (!this.coder.value || `=${coding.coder}` === this.coder.value),
    );
  }

  /** The codings to show, on the words, in the margin and in the list. */
  visible() {
    return this.#among(this.show.value);
  }

  /** @param {string} show */
  #among(show) {
    const matching = this.#matching();
    if (show === "memo") return matching.filter((coding) => coding.memo);
    return show === "differ" ? matching.filter((coding) => this.differ.has(coding.id)) : matching;
  }

  /** The answers without a coding; with a code or coder chosen, without one of these. */
  uncoded() {
    return without(this.answers, this.#matching());
  }

  /** Put what is shown into words, and return them. @returns {string} */
  refreshed() {
    if (this.isFilled) this.#countSoon();
    this.state.textContent = this.isOn ? this.#sentence() : "";
    this.said.hidden = !this.isOn;
    return this.isOn ? this.state.textContent || "" : "Everything is shown.";
  }

  #sentence() {
    const code = this.code.value && `code ${this.byId.get(this.code.value)?.name || this.code.value}`;
    const coder = this.coder.value && `coder ${coderName(this.coder.value.slice(1))}`;
    const by = [code, coder].filter(Boolean).join(", ");
    if (this.isUncoded) {
      return `Showing ${this.uncoded().length} of ${counted(this.answers.length, "answer", "answers")}: without ${by ? `a coding of ${by}` : "any coding"}.`;
    }
    const only = new Map(Object.entries({ memo: "only with a memo", differ: "only where coders differ" })).get(
      this.show.value,
    );
    const what = [by, only].filter(Boolean).join(", ");
    const alone =
      this.show.value === "differ" && new Set(this.codings.map((coding) => coding.coder)).size < 2
        ? " Fewer than two people coded this interview."
        : "";
    return `Showing ${this.visible().length} of ${counted(this.codings.length, "coding", "codings")}: ${what}.${alone}`;
  }
}
