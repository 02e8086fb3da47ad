// Search across all interviews: the places found, each in its sentence, and one code put on all of them at once.

const REACHES = [["sentence", "Code the sentence"], ["words", "Code the words alone"], ["answer", "Code the whole answer"]];
const SEARCH_PAUSE = 250;
const LONGEST_PREFILL = 60;

const passagesOf = (number) => counted(number, "passage", "passages");

class SearchAll {
  constructor(panel) {
    this.panel = panel;
    this.found = [];
    this.chosen = new Map();
    this.number = 0;
    this.#build();
    panel.overlay(this.element);
  }

  commands() {
    return [{ name: "search", keys: ["a"], brief: "search all", says: "search all interviews, and code what is found", act: () => this.open() }];
  }

  tools() {
    return [h("button", { type: "button", class: "cw-button", onclick: () => this.open() }, "Search ", wider("all interviews "), keyHint(this.panel, "search"))];
  }

  // building -----

  #build() {
    const again = () => this.#search();
    this.words = h("input", { type: "search", class: "cw-find", "aria-label": "Words to find in all interviews", autocomplete: "off", spellcheck: "false",
      placeholder: "Words to find, such as purg* or hydrogen line", oninput: () => this.#soon() });
    this.parts = this.#choice("How words are found", [["", "Whole words"], ["parts", "Parts of words"]], again);
    this.together = this.#choice("How several words stand", [["", "As a phrase"], ["sentence", "Anywhere in one sentence"]], again);
    this.reach = this.#choice("What is coded", REACHES, again);
    this.interviewers = h("input", { type: "checkbox", onchange: again });
    this.said = h("p", { class: "cw-small cw-found-said", role: "status" });
    this.list = h("div", { class: "cw-found" });
    this.element = h("section", { class: "cw-overlay cw-search-all", role: "dialog", "aria-label": "Search all interviews", hidden: true,
      onkeydown: (event) => this.#key(event) },
    h("div", { class: "cw-search-head" }, h("h3", {}, "Search all interviews"),
      h("button", { type: "button", class: "cw-button", onclick: () => this.#leave() }, "Close ", ...key("Esc"))),
    h("div", { class: "cw-search-row", oninput: () => { this.thanks = ""; } }, this.words, this.parts, this.together, this.reach,
      h("label", { class: "cw-check" }, this.interviewers, "Interviewers’ words too")),
    this.said, this.list, this.#foot());
  }

  #choice(label, options, changed) {
    return h("select", { "aria-label": label, onchange: changed }, options.map(([value, name]) => h("option", { value }, name)));
  }

  #foot() {
    this.code = h("select", { "aria-label": "Code to put on", onchange: () => { this.chosen.clear(); this.#draw(); } });
    this.polarity = this.#choice("How the passages bear on the code", POLARITIES.map((one) => [one, one]), () => {});
    this.go = h("button", { type: "button", class: "cw-button cw-main", onclick: () => this.#codeAll() });
    this.beside = h("span", { class: "cw-small" });
    return h("div", { class: "cw-search-row cw-search-foot" }, this.code, this.polarity, this.go, this.beside);
  }

  // opening and closing -----

  open() {
    this.#fillCodes();
    const selected = this.#selectedWords();
    if (selected) this.words.value = selected;
    this.panel.popover.close();
    this.element.hidden = false;
    this.#search();
    const back = !selected && this.#buttonOf(this.last);
    (back || this.words).focus();
    if (!back) this.words.select();
  }

  /** A few selected words are what to look for, unless they are the passage opened from here. */
  #selectedWords() {
    const { range, transcript, id } = this.panel;
    if (!range || (this.last && this.last.transcript === id && this.last.start === range.start && this.last.end === range.end)) return "";
    const words = oneLine(transcript.slice(range.start, range.end));
    return words.length <= LONGEST_PREFILL ? words : "";
  }

  #fillCodes() {
    const { codes } = this.panel;
    const kept = this.code.value;
    const options = codes.map((code) => h("option", { value: code.id }, `${" ".repeat(2 * code.depth)}${code.name}`));
    this.code.replaceChildren(h("option", { value: "" }, "Choose a code"), ...options);
    if (codes.some((code) => code.id === kept)) this.code.value = kept;
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

  // searching -----

  #soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#search(), SEARCH_PAUSE);
  }

  #search() {
    clearTimeout(this.waiting);
    this.number += 1;
    this.panel.connection.ask({ type: "search", number: this.number, words: this.words.value, parts: Boolean(this.parts.value),
      sentence: Boolean(this.together.value), reach: this.reach.value, interviewers: this.interviewers.checked });
  }

  receive(message) {
    if (message.type === "saved") this.#saved(message);
    if (message.type !== "found") return false;
    if (message.number === this.number) this.#take(message);
    return true;
  }

  #take(message) {
    const before = this.said.textContent;
    this.found = message.passages.map((hit) => ({ ...hit, name: `${hit.transcript}:${hit.start}:${hit.end}` }));
    const there = new Set(this.found.map((hit) => hit.name));
    [...this.chosen.keys()].filter((name) => !there.has(name)).forEach((name) => this.chosen.delete(name));
    this.said.textContent = this.thanks || message.said || (this.words.value.trim() ? "" : "Type words to find them in every interview. * at the end of a word stands for any ending.");
    if (before !== this.said.textContent) this.panel.frame.say(this.said.textContent);
    this.#draw();
  }

  /** Codings came or went, also by undo: what is shown says so. */
  changed() {
    if (!this.isOpen) return;
    this.#fillCodes();
    this.#soon();
  }

  // what was found -----

  #has(hit) {
    return Boolean(this.code.value) && hit.codes.includes(this.code.value);
  }

  #isIn(hit) {
    return this.chosen.get(hit.name) ?? !this.#has(hit);
  }

  #draw() {
    const at = this.element.contains(document.activeElement) ? document.activeElement.dataset.hit : null;
    const kind = document.activeElement?.className;
    const all = this.list.contains(document.activeElement) ? document.activeElement.dataset.all : null;
    this.list.replaceChildren(...this.#groups().map(([id, hits]) => this.#group(id, hits)));
    const stop = this.list.querySelector(`.cw-hit[data-hit="${CSS.escape(this.last?.name || "")}"]`) || this.list.querySelector(".cw-hit");
    stop?.setAttribute("tabindex", "0");
    if (at) this.list.querySelector(`[data-hit="${CSS.escape(at)}"]${kind?.includes("cw-hit") ? ".cw-hit" : "input"}`)?.focus();
    if (all) this.list.querySelector(`[data-all="${CSS.escape(all)}"]`)?.focus();
    this.#count();
  }

  #groups() {
    const groups = new Map();
    this.found.forEach((hit) => groups.set(hit.transcript, [...groups.get(hit.transcript) || [], hit]));
    return [...groups];
  }

  #group(id, hits) {
    const about = this.panel.interviews.find((interview) => interview.id === id)?.about;
    const name = [id, about, passagesOf(hits.length)].filter(Boolean).join(" · ");
    const all = h("button", { type: "button", class: "cw-link", "data-all": id, onclick: () => this.#toggle(hits) }, "All or none", h("span", { class: "cw-unseen" }, ` of ${id}`));
    return h("section", { "aria-label": name }, h("div", { class: "cw-found-head" }, h("h4", {}, name), all),
      h("ol", {}, hits.map((hit) => this.#item(hit))));
  }

  #item(hit) {
    const has = this.#has(hit);
    const number = this.found.indexOf(hit) + 1;
    const box = h("input", { type: "checkbox", "data-hit": hit.name, tabindex: -1, "aria-label": `Code passage ${number} of ${this.found.length}, in ${hit.transcript}`,
      checked: this.#isIn(hit), onchange: () => { this.chosen.set(hit.name, box.checked); this.#count(); } });
    const words = h("button", { type: "button", class: "cw-hit", "data-hit": hit.name, tabindex: -1, title: "Open this place in the interview",
      onclick: () => this.#openAt(hit) },
    hit.pieces.map(([text, marked]) => (marked ? h("mark", {}, text) : text)),
    h("span", { class: "cw-small" }, this.#beside(hit, has)));
    return h("li", {}, box, words);
  }

  #beside(hit, has) {
    const more = hit.hidden ? `and ${counted(hit.hidden, "more hit", "more hits")} in it` : "";
    const others = hit.codes.filter((code) => !has || code !== this.code.value).map((code) => this.panel.byId.get(code)?.name || code);
    return [more, has ? "has this code already" : "", others.length ? `you coded it ${others.join(", ")}` : ""].filter(Boolean).map((part) => ` · ${part}`).join("");
  }

  #toggle(hits) {
    const all = hits.every((hit) => this.#isIn(hit));
    hits.forEach((hit) => this.chosen.set(hit.name, !all));
    this.#draw();
  }

  #openAt(hit) {
    this.last = hit;
    this.element.hidden = true;
    this.panel.openAt(hit.transcript, hit.start, hit.end);
  }

  #buttonOf(hit) {
    return hit && this.list.querySelector(`.cw-hit[data-hit="${CSS.escape(hit.name)}"]`);
  }

  // coding all -----

  #count() {
    const code = this.panel.byId?.get(this.code.value);
    const wanted = this.found.filter((hit) => this.#isIn(hit)).length;
    const have = this.found.filter((hit) => this.#has(hit)).length;
    this.go.disabled = !code || !wanted;
    this.go.textContent = code ? `Code ${wanted && wanted === this.found.length ? "all " : ""}${passagesOf(wanted)} with ${code.name}` : "Choose a code to put on";
    this.beside.textContent = have ? `${have === 1 ? "1 has" : `${have} have`} this code already${have === this.found.length - wanted ? " and stay as they are" : ""}.` : "";
  }

  #codeAll() {
    const wanted = this.found.filter((hit) => this.#isIn(hit)).map(({ transcript, start, end, check }) => ({ transcript, start, end, check }));
    if (!this.code.value || !wanted.length) return;
    this.go.disabled = true;
    this.panel.connection.change({ action: "code_all", code: this.code.value, polarity: this.polarity.value, passages: wanted }, "all interviews");
  }

  // What was coded is told until the person does something else; to search once more is none of the person's doing.
  #saved(message) {
    const isCoded = message.change?.action === "code_all";
    this.thanks = isCoded ? message.said : "";
    if (!isCoded) return;
    this.chosen.clear();
    if (!this.isOpen) return;
    if ([this.go, this.panel.frame.root, document.body].includes(document.activeElement)) this.#toList();
    this.#search();
  }

  // The button that coded all has nothing left to do. From the list Ctrl+Z takes it back; in the box it would be the box's own.
  #toList() {
    (this.list.querySelector('.cw-hit[tabindex="0"]') || this.words).focus();
  }

  // keys -----

  /** Plain keys stay in the dialog, so that no letter acts on the interview behind it. */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape") return;
    event.stopPropagation();
    if (event.target === this.words && event.key === "Enter") this.#search();
    else if (event.target === this.words && event.key === "ArrowDown") this.#move(event, -1, 1);
    else if (event.target.dataset.hit) this.#hitKey(event);
  }

  #hitKey(event) {
    const kind = event.target.classList.contains("cw-hit") ? ".cw-hit" : "input";
    const stops = [...this.list.querySelectorAll(`li > ${kind}`)];
    const at = stops.indexOf(event.target);
    const way = { ArrowDown: 1, ArrowUp: -1, Home: -at, End: stops.length - 1 - at }[event.key];
    const { keys, codes } = this.panel;
    const code = keys.of(event)?.name === "apply" && codes.find((one) => one.hot === keys.number(event));
    if (way !== undefined) this.#move(event, at, way, stops);
    else if (event.key === " " && kind === ".cw-hit") this.#press(event);
    else if (code) this.#choose(code);
  }

  #move(event, at, way, stops = [...this.list.querySelectorAll(".cw-hit")]) {
    event.preventDefault();
    const next = stops[at + way];
    if (next) next.focus();
    else if (way < 0) this.words.focus();
    this.list.querySelectorAll('.cw-hit[tabindex="0"]').forEach((one) => one.setAttribute("tabindex", "-1"));
    (this.#buttonOf({ name: next?.dataset.hit || "" }) || this.list.querySelector(".cw-hit"))?.setAttribute("tabindex", "0");
  }

  /** Space on a passage takes it or leaves it out. */
  #press(event) {
    event.preventDefault();
    const box = event.target.parentElement.querySelector("input");
    box.click();
    this.panel.frame.say(box.checked ? "taken" : "left out");
  }

  #choose(code) {
    this.code.value = code.id;
    this.chosen.clear();
    this.#draw();
    this.panel.frame.say(`Code: ${code.name}. ${this.go.textContent}.`);
  }
}
