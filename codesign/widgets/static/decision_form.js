// What the team decides about one passage, and what it amends in the codebook with it.

import { DECIDED } from "./disagreements.js";
import { h, newId } from "./shared.js";

/** @import { Reconcile } from "./reconcile.js" */
/** @import { Act, Choice, CodeText, Decided, DecisionCode, WholeDifference } from "./screen_types.js" */

/** @type {Choice[]} */
const DECISIONS = [
  ["keep", "It counts here: everybody should have put it"],
  ["remove", "It does not count here"],
  ["other code", "It counts as another code"],
  ["boundaries", "It counts, and begins and ends elsewhere"],
  ["differ", "We agree to differ: it counts as it was put"],
];
/** @type {[CodeText, label: string][]} */
const AMENDED = [
  ["definition", "Definition"],
  ["include", "Put it when"],
  ["exclude", "Not when"],
  ["example", "Example"],
];
const BEARING = new Map([
  ["supports", "support"],
  ["qualifies", "qualify"],
  ["contradicts", "contradict"],
]);
const COUNTING = ["keep", "boundaries", "other code"];

/** The form of one passage; it is made anew for each. */
export class DecisionForm {
  /** @param {Reconcile} screen @param {WholeDifference} item @param {DecisionCode} code */
  constructor(screen, item, code) {
    const { decided } = item;
    const own = decided && decided.code_id === item.code ? decided : null;
    this.screen = screen;
    this.item = item;
    this.code = code;
    this.fields = AMENDED.map(([name, label]) => ({
      name,
      label,
      input: h("textarea", { rows: name === "definition" ? 3 : 2, value: code[name] || "" }),
    }));
    this.definition = this.#definition();
    this.other = h(
      "select",
      { "aria-label": "The other code", onchange: () => this.#choose("other code") },
      this.#otherOptions(),
    );
    this.span = h(
      "select",
      { "aria-label": "Where it begins and ends", onchange: () => this.#spanChosen() },
      item.spans.map((span, at) => h("option", { value: String(at) }, span.label)),
    );
    this.spanWords = h("q", { class: "cw-rc-span" });
    this.choices = this.#choices(own?.decision);
    this.polarity = h(
      "select",
      {},
      [
        ["", item.kind === "polarity" ? "Choose" : "as each coder put it"],
        ...screen.polarities.map((one) => [one, `${one} it`]),
      ].map(([value, words]) => h("option", { value, selected: value === (own?.agreed_polarity || "") }, words)),
    );
    this.bearing = h("label", { class: "cw-rc-bearing" }, "How it bears on the code", this.polarity);
    this.reason = h("textarea", { rows: 2, value: own?.reason || "" });
    this.changed = h("p", { class: "cw-rc-changed cw-wrong" });
    this.buttons = this.#buttons(own !== null);
    if (own?.other_code_id) this.other.value = own.other_code_id;
    if (own && own.span >= 0) this.span.value = String(own.span);
    this.#spanWordsShown();
    this.#state();
    /** What it said when it was drawn. */
    this.drawn = this.#written();
    this.element = h(
      "div",
      { class: "cw-rc-form" },
      decided && h("p", { class: "cw-rc-decided" }, this.#told(decided)),
      h(
        "fieldset",
        {},
        h("legend", {}, "What does the team decide?"),
        this.choices.map((choice) => choice.row),
        this.bearing,
      ),
      h("label", { class: "cw-rc-reason" }, "Reason", this.reason),
      this.buttons,
      this.changed,
    );
  }

  // building -----

  #definition() {
    const told = AMENDED.filter(([name]) => this.code[name]).flatMap(([name, label]) => [
      h("dt", {}, label),
      h("dd", {}, this.code[name]),
    ]);
    const amend = h(
      "details",
      { class: "cw-rc-amend" },
      h("summary", {}, "Amend it in the codebook"),
      h(
        "p",
        { class: "cw-rc-quiet" },
        "Saved together with the decision, with one undo. Everybody can read the codebook: no words of somebody who may not be quoted.",
      ),
      this.fields.map(({ label, input }) => h("label", {}, label, input)),
    );
    return h(
      "section",
      { class: "cw-rc-definition", "aria-label": `What the codebook says of ${this.code.name}` },
      told.length
        ? h("dl", {}, told)
        : h("p", { class: "cw-rc-quiet" }, "The codebook does not say yet what this code means."),
      amend,
    );
  }

  /** @param {string | undefined} decision */
  #choices(decision) {
    const name = `cw-rc-${newId()}`;
    const beside = new Map([
      ["other code", [this.other]],
      ["boundaries", [this.span, this.spanWords]],
    ]);
    return DECISIONS.map(([value, words]) => {
      const checked = decision === value;
      const radio = h("input", { type: "radio", name, value, checked, onchange: () => this.#state() });
      const row = h("div", { class: "cw-rc-choice" }, h("label", {}, radio, words), beside.get(value));
      return { value, radio, row };
    });
  }

  /** @param {boolean} isDecided */
  #buttons(isDecided) {
    const decide = h(
      "button",
      { type: "button", class: "cw-button cw-main", onclick: () => this.decide() },
      isDecided ? "Change the decision" : "Decide",
    );
    const back = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.screen.withdraw(this.item) },
      "Take the decision back",
    );
    return h("div", { class: "cw-rc-buttons" }, decide, isDecided ? back : null);
  }

  #otherOptions() {
    const codes = this.#otherCodes().map((code) => h("option", { value: code }, this.screen.codeName(code)));
    return [h("option", { value: "" }, "Choose a code"), ...codes];
  }

  /** Codes others put on the passage first, then the codebook in its order. */
  #otherCodes() {
    const near = this.item.put.flatMap((one) => one.codings.map((coding) => coding.code));
    const codes = new Set([...near, ...this.screen.codes.map((code) => code.id)]);
    return [...codes].filter((code) => code !== this.item.code);
  }

  /** @param {Decided} decided */
  #told(decided) {
    const how =
      decided.decision === "other code"
        ? `counts as ${this.screen.codeName(decided.other_code_id)}`
        : DECIDED.get(decided.decision);
    const of = decided.code_id === this.item.code ? "" : `${this.screen.codeName(decided.code_id)} `;
    const bears = decided.agreed_polarity ? `; the words ${BEARING.get(decided.agreed_polarity)} the code` : "";
    return [`Decided${decided.decided_by ? ` by ${decided.decided_by}` : ""}: ${of}${how}${bears}.`, decided.reason]
      .filter(Boolean)
      .join(" ");
  }

  // what is chosen and written -----

  get #decision() {
    return this.choices.find(({ radio }) => radio.checked)?.value || "";
  }

  /** @param {string} value */
  #choose(value) {
    for (const choice of this.choices) if (choice.value === value) choice.radio.checked = true;
    this.#state();
  }

  #spanChosen() {
    this.#choose("boundaries");
    this.#spanWordsShown();
  }

  #spanWordsShown() {
    this.spanWords.textContent = this.item.spans[Number(this.span.value)]?.words || "";
  }

  #state() {
    const chosen = this.#decision;
    for (const { value, row } of this.choices)
      if (value === "boundaries" || value === "other code") row.classList.toggle("cw-rc-open", value === chosen);
    this.bearing.hidden = !COUNTING.includes(chosen);
  }

  #written() {
    const amended = this.fields.map(({ input }) => input.value);
    return JSON.stringify([
      this.#decision,
      this.other.value,
      this.span.value,
      this.polarity.value,
      this.reason.value,
      amended,
    ]);
  }

  /** Whether it holds something that was typed or chosen since it was drawn. */
  get isWritten() {
    return this.#written() !== this.drawn;
  }

  /** Offer the codes as they are named now. */
  rename() {
    const chosen = this.other.value;
    this.other.replaceChildren(...this.#otherOptions());
    this.other.value = chosen;
  }

  /** @param {string} sentence */
  tell(sentence) {
    this.changed.textContent = sentence;
  }

  // deciding -----

  /** Send the decision, or say what is missing. */
  decide() {
    const decision = this.#decision;
    if (!decision) return this.#ask("Choose what the team decides first.", this.choices[0].radio);
    if (decision === "other code" && !this.other.value) return this.#ask("Choose the other code first.", this.other);
    if (decision === "keep" && this.item.kind === "polarity" && !this.polarity.value)
      return this.#ask("Choose how the words bear on the code first.", this.polarity);
    return this.screen.decide(this.item, this.#act(decision));
  }

  /** @param {string} decision @returns {Act} */
  #act(decision) {
    const amended = this.fields
      .filter(({ name, input }) => input.value.trim() !== (this.code[name] || ""))
      .map(({ name, input }) => [name, input.value]);
    return {
      action: "decide",
      item: this.item.id,
      decision,
      other: this.other.value,
      span: Number(this.span.value),
      polarity: this.polarity.value,
      reason: this.reason.value,
      amended: Object.fromEntries(amended),
    };
  }

  /** @param {string} sentence @param {HTMLElement} field */
  #ask(sentence, field) {
    this.screen.say(sentence);
    field.focus();
    this.buttons.querySelector(".cw-wrong")?.remove();
    this.buttons.append(h("span", { class: "cw-wrong" }, sentence));
  }
}
