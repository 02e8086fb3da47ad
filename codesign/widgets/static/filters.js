// What of an interview's codings is shown: by code, by coder, with a memo, the answers without any, where coders differ.

const SHOW = [["", "All codings"], ["memo", "Only with a memo"], ["differ", "Only where coders differ"], ["uncoded", "Only uncoded answers"]];
const COUNT_AFTER = 150;
const coderName = (coder) => coder || "someone";

/** The codings that another coder of this interview does not have: the same code on overlapping words, borne the same way. */
function differing(codings) {
  const coders = new Set(codings.map((coding) => coding.coder));
  if (coders.size < 2) return new Set();
  const groups = new Map();
  for (const coding of codings) {
    const same = `${coding.code}|${coding.polarity}`;
    if (!groups.has(same)) groups.set(same, new Map([...coders].map((coder) => [coder, new Reaches()])));
    groups.get(same).get(coding.coder).add(coding);
  }
  const shared = (coding) => [...groups.get(`${coding.code}|${coding.polarity}`).values()].every((own) => own.meet(coding));
  return new Set(codings.filter((coding) => !shared(coding)).map((coding) => coding.id));
}

/** Passages given in the order of their starts, and whether any of them meets another passage. */
class Reaches {
  constructor() {
    this.starts = [];
    this.ends = [];
  }

  add({ start, end }) {
    this.starts.push(start);
    this.ends.push(Math.max(end, this.ends.at(-1) ?? 0));
  }

  meet({ start, end }) {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] < end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && this.ends[low - 1] > start;
  }
}

/** The turns that no coding touches; both come in the order of the interview, so one pass is enough. */
function without(turns, codings) {
  let at = 0;
  let reached = 0;
  return turns.filter((turn) => {
    while (at < codings.length && codings[at].start < turn.end) {
      reached = Math.max(reached, codings[at].end);
      at += 1;
    }
    return reached <= turn.start;
  });
}

class CodingFilter {
  /** `changed` is called with the sentence that says what is shown. */
  constructor(changed) {
    this.codings = [];
    this.answers = [];
    this.differences = null;
    const choice = (label) => h("select", { "aria-label": label, onchange: () => changed(this.refreshed()) });
    [this.code, this.coder, this.show] = ["Show the codings with this code", "Show the codings of this coder", "Show"].map(choice);
    this.all = h("button", { type: "button", class: "cw-link", onclick: () => { this.clear(); changed("Everything is shown."); } },
      "Show everything ", ...key("Esc"));
    this.state = h("p", { class: "cw-small cw-shown" });
    this.said = h("div", { class: "cw-filtered", hidden: true }, this.state, this.all);
    this.element = h("div", { class: "cw-filter", role: "group", "aria-label": "Filter the codings" },
      this.code, this.coder, this.show, this.said);
  }

  get isOn() {
    return Boolean(this.code.value || this.coder.value || this.show.value);
  }

  get isUncoded() {
    return this.show.value === "uncoded";
  }

  clear() {
    [this.code, this.coder, this.show].forEach((select) => { select.value = ""; });
    this.refreshed();
  }

  /** Take the interview's codings and its respondents' turns; `byId` gives the codes, `person` who sits here. */
  update(codings, answers, byId, person) {
    const isFirst = !this.byId;
    Object.assign(this, { codings, answers, byId, person, differences: null });
    if (isFirst) this.#count();
    else this.#countSoon();
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
    const codeName = (id) => this.byId.get(id)?.name || id;
    const coder = (name) => (name === this.person ? `${coderName(name)} (you)` : coderName(name));
    this.#fill(this.code, "Every code", this.#tally("code"), (id) => id, codeName);
    this.#fill(this.coder, "Every coder", this.#tally("coder"), (name) => `=${name}`, coder);
    this.#options(this.show, SHOW.map(([value, label]) => [value, `${label} (${this.#number(value)})`]));
  }

  get differ() {
    this.differences ??= differing(this.codings);
    return this.differences;
  }

  #tally(field) {
    const tally = new Map();
    this.codings.forEach((coding) => tally.set(coding[field], (tally.get(coding[field]) || 0) + 1));
    return tally;
  }

  #number(show) {
    if (show === "uncoded") return this.uncoded().length;
    return this.#among(show).length;
  }

  // The choice that is made stays on offer in an interview that does not have it.
  #fill(select, every, tally, valueOf, nameOf) {
    const found = [...tally].map(([one, number]) => [valueOf(one), `${nameOf(one)} (${number})`]);
    const gone = select.value && !found.some(([value]) => value === select.value);
    if (gone) found.push([select.value, `${nameOf(select.value.replace(/^=/, ""))} (0)`]);
    this.#options(select, [["", every], ...found.sort((a, b) => a[1].localeCompare(b[1]))]);
  }

  // A list that is open must not be made anew under the person's hand where nothing in it changed.
  #options(select, options) {
    const sign = JSON.stringify(options);
    if (select.sign === sign) return;
    const kept = select.value;
    select.sign = sign;
    select.replaceChildren(...options.map(([value, label]) => h("option", { value }, label)));
    select.value = kept;
  }

  #matching() {
    return this.codings.filter((coding) => (!this.code.value || coding.code === this.code.value)
      && (!this.coder.value || `=${coding.coder}` === this.coder.value));
  }

  /** The codings to show, on the words, in the margin and in the list. */
  visible() {
    return this.#among(this.show.value);
  }

  #among(show) {
    const matching = this.#matching();
    if (show === "memo") return matching.filter((coding) => coding.memo);
    return show === "differ" ? matching.filter((coding) => this.differ.has(coding.id)) : matching;
  }

  /** The answers without a coding; with a code or coder chosen, without one of these. */
  uncoded() {
    return without(this.answers, this.#matching());
  }

  /** Put what is shown into words, and return them. */
  refreshed() {
    if (this.byId) this.#countSoon();
    this.state.textContent = this.isOn ? this.#sentence() : "";
    this.said.hidden = !this.isOn;
    return this.isOn ? this.state.textContent : "Everything is shown.";
  }

  #sentence() {
    const code = this.code.value && `code ${this.byId.get(this.code.value)?.name || this.code.value}`;
    const coder = this.coder.value && `coder ${coderName(this.coder.value.slice(1))}`;
    const by = [code, coder].filter(Boolean).join(", ");
    if (this.isUncoded) {
      return `Showing ${this.uncoded().length} of ${counted(this.answers.length, "answer", "answers")}: without ${by ? `a coding of ${by}` : "any coding"}.`;
    }
    const only = { memo: "only with a memo", differ: "only where coders differ" }[this.show.value];
    const what = [by, only].filter(Boolean).join(", ");
    const alone = this.show.value === "differ" && new Set(this.codings.map((coding) => coding.coder)).size < 2 ? " Fewer than two people coded this interview." : "";
    return `Showing ${this.visible().length} of ${counted(this.codings.length, "coding", "codings")}: ${what}.${alone}`;
  }
}

/** What a code means and what was said about the passages it stands on, as elements. */
function described(code, name, codings = []) {
  const part = (label, text) => (text ? h("p", {}, h("em", {}, `${label}: `), text) : null);
  const of = codings.map((coding) => h("p", {}, h("em", {}, "Coded by "), coding.mine ? "you" : coderName(coding.coder), ", ",
    coding.pending ? "not saved yet" : coding.polarity, coding.memo ? `. Memo: ${coding.memo}` : ""));
  return [h("strong", {}, name), ...of, code?.definition ? h("p", {}, code.definition) : null, part("Use", code?.include),
    part("Not", code?.exclude), part("Such as", code?.example)].filter(Boolean);
}
