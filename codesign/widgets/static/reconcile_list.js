// The list of disagreements: filters, codes with the most to decide first, one button a passage.

import { capital, DECIDED, pairsOf } from "./disagreements.js";
import { counted, focused, grouped, h } from "./shared.js";

/** @import { Reconcile } from "./reconcile.js" */
/** @import { Choice, Difference } from "./screen_types.js" */

/** @type {Choice[]} */
const STATES = [
  ["open", "To decide"],
  ["decided", "Decided"],
  ["all", "All"],
];
const MOST_LISTED = 400;

/** Which disagreements are listed, and which one is chosen. `screen` knows items, codes, kinds and `choose(id)`. */
export class ReconcileList {
  /** @param {Reconcile} screen */
  constructor(screen) {
    this.screen = screen;
    /** The passage that is shown, by its id. */
    this.chosen = "";
    /** The passages listed, by id. @type {string[]} */
    this.order = [];
    const choice = () => h("select", { onchange: () => this.#filtered() });
    /** @param {string} label @param {HTMLSelectElement} select */
    const labelled = (label, select) => h("label", { class: "cw-rl-filter" }, h("span", {}, label), select);
    this.state = choice();
    this.code = choice();
    this.pair = choice();
    this.interview = choice();
    this.kind = choice();
    this.filters = h(
      "div",
      { class: "cw-rl-filters", role: "group", "aria-label": "Which passages are listed" },
      labelled("Show", this.state),
      labelled("Code", this.code),
      labelled("Coders", this.pair),
      labelled("Interview", this.interview),
      labelled("Kind", this.kind),
    );
    this.list = h("div", {
      class: "cw-rl-list",
      role: "group",
      "aria-label": "Passages coders treat differently",
      onkeydown: (event) => this.#key(event),
    });
    this.root = h("div", { class: "cw-rl" }, this.filters, this.list);
    this.#options(this.state, STATES);
  }

  /** @param {HTMLSelectElement} select @param {Choice[]} options */
  #options(select, options) {
    const before = select.value;
    select.replaceChildren(...options.map(([value, words]) => h("option", { value }, words)));
    if (options.some(([value]) => value === before)) select.value = before;
  }

  /** Bring filters and list up to date; what is chosen stays chosen while it is there. */
  show() {
    const items = [...this.screen.items.values()];
    /** @param {string[]} values */
    const sorted = (values) => [...new Set(values)].sort((a, b) => a.localeCompare(b));
    /** @param {Choice[]} choices @returns {Choice[]} */
    const orAll = (choices) => [["", "All"], ...choices];
    const codes = [...new Set(items.map((item) => item.code))]
      .map((code) => /** @type {Choice} */ ([code, this.screen.codeName(code)]))
      .sort((a, b) => a[1].localeCompare(b[1]));
    /** @param {string[]} names */
    const named = (names) => orAll(sorted(names).map((name) => [name, name]));
    this.#options(this.code, orAll(codes));
    this.#options(this.pair, named(items.flatMap(pairsOf)));
    this.#options(this.interview, named(items.map((item) => item.transcript)));
    this.#options(this.kind, orAll(this.screen.kinds.map(([kind, words]) => [kind, capital(words)])));
    this.#draw();
  }

  #filtered() {
    this.#draw();
    this.screen.say(`${counted(this.order.length, "passage", "passages")} listed.`);
  }

  #listed() {
    /** @param {string} value @param {string} own */
    const wanted = (value, own) => !value || value === own;
    return [...this.screen.items.values()].filter(
      (item) =>
        wanted(this.code.value, item.code) &&
        wanted(this.interview.value, item.transcript) &&
        wanted(this.kind.value, item.kind) &&
        (!this.pair.value || pairsOf(item).includes(this.pair.value)) &&
        (this.state.value === "all" || (item.decision !== "") === (this.state.value === "decided")),
    );
  }

  #draw() {
    const held = focused();
    const at = held && this.list.contains(held) ? held.dataset.id : undefined;
    const groups = grouped(this.#listed(), (item) => item.code);
    const codes = [...groups].sort(
      ([one, own], [other, its]) =>
        its.length - own.length || this.screen.codeName(one).localeCompare(this.screen.codeName(other)),
    );
    const items = codes.flatMap(([, own]) =>
      own.sort((a, b) => a.transcript.localeCompare(b.transcript) || a.position - b.position),
    );
    this.order = items.map((item) => item.id);
    const shown = new Set(items.slice(0, MOST_LISTED));
    const sections = codes
      .filter(([, own]) => own.some((item) => shown.has(item)))
      .map(([code, own]) =>
        h(
          "section",
          {},
          h("h4", {}, this.screen.codeName(code), h("span", { class: "cw-rl-count" }, String(own.length))),
          h(
            "ul",
            {},
            own.filter((item) => shown.has(item)).map((item) => h("li", {}, this.#button(item))),
          ),
        ),
      );
    const more = items.length - shown.size;
    if (more > 0)
      sections.push(h("p", { class: "cw-rl-more" }, `And ${more} more: choose a code or an interview to see them.`));
    this.list.replaceChildren(...(sections.length ? sections : [h("p", { class: "cw-empty" }, this.#nothing())]));
    this.#tabStop();
    if (at) this.#focus(at);
  }

  /** @param {string} id */
  #focus(id) {
    const buttons = [...this.list.querySelectorAll(".cw-rl-item")];
    (buttons.find((button) => button.dataset.id === id) || buttons.find((button) => button.tabIndex === 0))?.focus({
      preventScroll: true,
    });
  }

  #nothing() {
    return this.isOpen && this.screen.items.size
      ? "Nothing left to decide here. Choose “Decided” or “All” above to look again."
      : "No passage fits these filters.";
  }

  /** @param {Difference} item */
  #button(item) {
    const who = item.others.length
      ? `${item.coders.join(", ")}, not ${item.others.join(", ")}`
      : `${item.coders.join(", ")}: ${item.kind === "polarity" ? "for or against" : "boundaries"}`;
    return h(
      "button",
      {
        type: "button",
        class: "cw-rl-item",
        "data-id": item.id,
        "aria-current": item.id === this.chosen ? "true" : null,
        onclick: () => this.screen.choose(item.id),
      },
      h(
        "span",
        { class: "cw-rl-where" },
        [item.transcript, item.time].filter(Boolean).join(" · "),
        item.decision && h("em", {}, DECIDED.get(item.decision)),
      ),
      h("span", { class: "cw-rl-who" }, who),
      h("span", { class: "cw-rl-words" }, item.words),
    );
  }

  /** @param {string} id */
  mark(id) {
    this.chosen = id;
    this.list.querySelectorAll(".cw-rl-item").forEach((button) => {
      if (button.dataset.id === id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    this.#tabStop();
    const { list } = this;
    const button = this.#chosenButton();
    if (
      button &&
      (button.offsetTop < list.scrollTop || button.offsetTop + button.offsetHeight > list.scrollTop + list.clientHeight)
    ) {
      list.scrollTop = button.offsetTop - 60;
    }
  }

  #chosenButton() {
    return [...this.list.querySelectorAll(".cw-rl-item")].find((button) => button.dataset.id === this.chosen);
  }

  // One tab stop for the whole list; arrows walk in it.
  #tabStop() {
    const buttons = [...this.list.querySelectorAll(".cw-rl-item")];
    const stop = this.#chosenButton() || buttons[0];
    buttons.forEach((button) => {
      button.tabIndex = button === stop ? 0 : -1;
    });
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const buttons = [...this.list.querySelectorAll(".cw-rl-item")];
    const at = buttons.findIndex((button) => button.contains(event.target));
    const edge = event.key === "Home" ? buttons[0] : event.key === "End" ? buttons[buttons.length - 1] : undefined;
    const next = edge || (step ? buttons[at + step] : undefined);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** Whether what is to decide is listed. */
  get isOpen() {
    return this.state.value === "open";
  }

  /** The passage after this one, or the last. @param {string} id */
  after(id) {
    const at = this.order.indexOf(id);
    return at < 0 ? this.order[0] : this.order[at + 1] || this.order[at - 1];
  }
}
