// The list of disagreements: filters, codes with the most to decide first, one button a passage.

const STATES = [["open", "To decide"], ["decided", "Decided"], ["all", "All"]];
const MOST_LISTED = 400;

/** Which disagreements are listed, and which one is chosen. `screen` knows items, codes, kinds and `choose(id)`. */
class ReconcileList {
  constructor(screen) {
    this.screen = screen;
    this.chosen = null;
    this.order = [];
    const choice = (name, label) => {
      this[name] = h("select", { onchange: () => this.#filtered() });
      return h("label", { class: "cw-rl-filter" }, h("span", {}, label), this[name]);
    };
    this.filters = h("div", { class: "cw-rl-filters", role: "group", "aria-label": "Which passages are listed" },
      choice("state", "Show"), choice("code", "Code"), choice("pair", "Coders"), choice("interview", "Interview"), choice("kind", "Kind"));
    this.list = h("div", { class: "cw-rl-list", role: "group", "aria-label": "Passages coders treat differently", onkeydown: (event) => this.#key(event) });
    this.root = h("div", { class: "cw-rl" }, this.filters, this.list);
    this.#options(this.state, STATES);
  }

  #options(select, options) {
    const before = select.value;
    select.replaceChildren(...options.map(([value, words]) => h("option", { value }, words)));
    if (options.some(([value]) => value === before)) select.value = before;
  }

  /** Bring filters and list up to date; what is chosen stays chosen while it is there. */
  show() {
    const items = [...this.screen.items.values()];
    const sorted = (values) => [...new Set(values)].sort((a, b) => a.localeCompare(b));
    const coded = new Set(items.map((item) => item.code));
    const codes = [...coded].map((code) => [code, this.screen.codeName(code)]).sort((a, b) => a[1].localeCompare(b[1]));
    this.#options(this.code, [["", "All"], ...codes]);
    this.#options(this.pair, [["", "All"], ...sorted(items.flatMap(pairsOf)).map((pair) => [pair, pair])]);
    this.#options(this.interview, [["", "All"], ...sorted(items.map((item) => item.transcript)).map((name) => [name, name])]);
    this.#options(this.kind, [["", "All"], ...this.screen.kinds.map(([kind, words]) => [kind, capital(words)])]);
    this.#draw();
  }

  #filtered() {
    this.#draw();
    this.screen.frame.say(`${counted(this.order.length, "passage", "passages")} listed.`);
  }

  #listed() {
    const wanted = (value, own) => !value || value === own;
    return [...this.screen.items.values()].filter((item) => wanted(this.code.value, item.code) && wanted(this.interview.value, item.transcript)
      && wanted(this.kind.value, item.kind) && (!this.pair.value || pairsOf(item).includes(this.pair.value))
      && (this.state.value === "all" || (item.decision !== "") === (this.state.value === "decided")));
  }

  #draw() {
    const focused = this.list.contains(document.activeElement) && document.activeElement.dataset.id;
    const groups = Map.groupBy ? Map.groupBy(this.#listed(), (item) => item.code) : grouped(this.#listed());
    const codes = [...groups].sort(([one, own], [other, its]) => its.length - own.length || this.screen.codeName(one).localeCompare(this.screen.codeName(other)));
    const items = codes.flatMap(([, own]) => own.sort((a, b) => a.transcript.localeCompare(b.transcript) || a.position - b.position));
    this.order = items.map((item) => item.id);
    const shown = new Set(items.slice(0, MOST_LISTED));
    const sections = codes.filter(([, own]) => own.some((item) => shown.has(item))).map(([code, own]) => h("section", {},
      h("h4", {}, this.screen.codeName(code), h("span", { class: "cw-rl-count" }, String(own.length))),
      h("ul", {}, own.filter((item) => shown.has(item)).map((item) => h("li", {}, this.#button(item))))));
    const more = items.length - shown.size;
    if (more > 0) sections.push(h("p", { class: "cw-rl-more" }, `And ${more} more: choose a code or an interview to see them.`));
    this.list.replaceChildren(...(sections.length ? sections : [h("p", { class: "cw-empty" }, this.#nothing())]));
    this.#tabStop();
    if (focused) this.#focus(focused);
  }

  #focus(id) {
    const buttons = [...this.list.querySelectorAll(".cw-rl-item")];
    (buttons.find((button) => button.dataset.id === id) || buttons.find((button) => button.tabIndex === 0))?.focus({ preventScroll: true });
  }

  #nothing() {
    return this.state.value === "open" && this.screen.items.size ? "Nothing left to decide here. Choose “Decided” or “All” above to look again."
      : "No passage fits these filters.";
  }

  #button(item) {
    const who = item.others.length ? `${item.coders.join(", ")}, not ${item.others.join(", ")}` : `${item.coders.join(", ")}: ${item.kind === "polarity" ? "for or against" : "boundaries"}`;
    return h("button", { type: "button", class: "cw-rl-item", "data-id": item.id, "aria-current": item.id === this.chosen ? "true" : null,
      onclick: () => this.screen.choose(item.id) },
      h("span", { class: "cw-rl-where" }, [item.transcript, item.time].filter(Boolean).join(" · "), item.decision && h("em", {}, DECIDED[item.decision])),
      h("span", { class: "cw-rl-who" }, who), h("span", { class: "cw-rl-words" }, item.words));
  }

  mark(id) {
    this.chosen = id;
    this.list.querySelectorAll(".cw-rl-item").forEach((button) => {
      if (button.dataset.id === id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    this.#tabStop();
    const { list } = this;
    const button = this.#chosenButton();
    if (button && (button.offsetTop < list.scrollTop || button.offsetTop + button.offsetHeight > list.scrollTop + list.clientHeight)) {
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
    buttons.forEach((button) => { button.tabIndex = button === stop ? 0 : -1; });
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...this.list.querySelectorAll(".cw-rl-item")];
    const at = buttons.indexOf(event.target.closest(".cw-rl-item"));
    const next = event.key === "Home" ? buttons[0] : event.key === "End" ? buttons.at(-1) : step && buttons[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** The passage after this one, or the last. */
  after(id) {
    const at = this.order.indexOf(id);
    return at < 0 ? this.order[0] : this.order[at + 1] || this.order[at - 1];
  }
}

const DECIDED = { keep: "counts", remove: "does not count", "other code": "another code", boundaries: "boundaries agreed", differ: "agreed to differ" };
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** The pairs of coders who treat a passage differently. */
function pairsOf(item) {
  const pair = (one, other) => [one, other].sort((a, b) => a.localeCompare(b)).join(" and ");
  if (item.others.length) return item.coders.flatMap((one) => item.others.map((other) => pair(one, other)));
  return item.coders.flatMap((one, at) => item.coders.slice(at + 1).map((other) => pair(one, other)));
}

function grouped(items) {
  const groups = new Map();
  items.forEach((item) => groups.set(item.code, [...groups.get(item.code) || [], item]));
  return groups;
}
