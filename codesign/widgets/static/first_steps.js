// The first steps: ten invented lines, half coded, and three things to try. They live on the page and are saved nowhere.

const SAMPLE_LINES = [
  "What do new people find hard in their first month?",
  "Reading the drawing. They look at it and then they ask me where the valve is.",
  "What do you do then?",
  "We walk the line together, twice, with the drawing in hand.",
  "And what goes well?",
  "They are careful with tools. Everything goes back where it came from.",
  "What would you want from a course?",
  "Let them trace a real line before they come. Most of the first week goes into that.",
  "Would a certificate help?",
  "If it shows what they did, yes.",
];
const SAMPLE_CODINGS = [["Reading the drawing.", "skill-gap"], ["They are careful with tools.", "can-move"],
  ["Let them trace a real line before they come.", "delivery"], ["If it shows what they did, yes.", "credential-signal"]];
const SENTENCE = "They look at it and then they ask me where the valve is.";
const ENOUGH_OF_IT = 0.8;

/** What the text cursor needs of a panel, around the sample. */
class Practice {
  constructor(steps, panel) {
    this.steps = steps;
    this.frame = panel.frame;
    this.families = new Map(panel.families);
    this.popover = { close() {}, polarity: "" };
    this.list = { goTo() {} };
    this.current = null;
    let start = 0;
    const turns = SAMPLE_LINES.map((text, index) => {
      const turn = { start, end: start + text.length, text, role: index % 2 ? "respondent" : "interviewer", speaker: index % 2 ? "Robin" : "Interviewer", time: "" };
      start = turn.end + 1;
      return turn;
    });
    this.transcript = new Transcript(turns);
    this.codings = SAMPLE_CODINGS.map(([words, family]) => ({ ...this.span(words), family }));
    this.cursor = new TextCursor(this);
    this.cursor.text.setAttribute("aria-label", "Words of the sample. Arrows move, Shift and arrows select.");
  }

  span(words) {
    const turn = this.transcript.turns.find((one) => one.text.includes(words));
    const start = turn.start + turn.text.indexOf(words);
    return { start, end: start + words.length };
  }

  open() {
    this.cursor.draw("");
    this.cursor.put(this.span(SENTENCE).start);
    this.redraw();
  }

  codingsAt() {
    return [];
  }

  openPopover() {
    this.steps.look();
  }

  redraw() {
    this.paint();
    this.cursor.margins.forEach((margin, index) => {
      const turn = this.transcript.turns[index];
      const here = this.codings.filter((coding) => coding.start >= turn.start && coding.end <= turn.end);
      margin.replaceChildren(...here.map((coding, at) => h("span", {
        class: "cw-label", style: `--cw-family:${colour(coding.family)};top:${4 + 20 * at}px`,
      }, coding.name || this.families.get(coding.family) || coding.family)));
    });
  }

  paint() {
    const { range } = this.cursor;
    this.transcript.turns.forEach((turn, index) => {
      const spans = [...this.codings, ...(range ? [range] : [])].filter((span) => span.start < turn.end && span.end > turn.start);
      const cuts = [...new Set([turn.start, turn.end, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
      this.cursor.paragraphs[index].replaceChildren(...cuts.slice(0, -1).map((cut, at) => this.#piece(turn, cut, cuts[at + 1], range)));
    });
  }

  #piece(turn, start, end, range) {
    const words = turn.text.slice(start - turn.start, end - turn.start);
    if (range && range.start <= start && end <= range.end) return h("mark", { class: "cw-practised" }, words);
    const coding = this.codings.find((one) => one.start <= start && end <= one.end);
    return coding ? h("mark", { class: "cw-mark", style: `--cw-family:${colour(coding.family)}` }, words) : words;
  }
}

class FirstSteps {
  constructor(panel) {
    this.panel = panel;
    this.element = panel.overlay(h("section", {
      class: "cw-overlay cw-first", role: "dialog", "aria-label": "First steps, on a sample", hidden: true, onkeydown: (event) => this.#key(event),
    }));
  }

  receive(message) {
    if (message.type === "snapshot") this.isNew ??= message.remembers && !message.preferences.first_steps;
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
    this.practice = new Practice(this, this.panel);
    this.at = 0;
    this.tasks = this.#tasks().map(([task, how]) => h("li", {}, h("strong", {}, ...task), h("p", { class: "cw-small" }, how)));
    this.leaving = h("button", { type: "button", class: "cw-button", onclick: () => this.#leave() }, "Skip the first steps ", ...key("Esc"));
    this.element.replaceChildren(
      h("h3", {}, "First steps · SAMPLE"), h("p", {}, "Three things to try, in under three minutes. The words are invented, and nothing here is saved."),
      h("div", { class: "cw-first-parts" }, this.practice.cursor.element, h("div", { class: "cw-first-side" }, h("ol", {}, this.tasks), this.leaving)));
    this.element.hidden = false;
    this.practice.open();
    this.#mark();
    if (focus || this.panel.frame.root.contains(document.activeElement)) this.practice.cursor.take();
  }

  #tasks() {
    const { keys } = this.panel;
    const shown = (name, number) => keys.pieces(keys.shownFirst(name, number));
    return [
      [["Select this sentence: “", SENTENCE, "”"], h("span", {}, "Drag over it with the mouse, or press ", ...shown("sentence"), ": the cursor stands in it.")],
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

  #key(event) {
    if (!((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s")) event.stopPropagation();
    if (event.key === "Escape") return this.#done(event, () => this.#leave());
    const { cursor } = this.practice;
    if (event.target === cursor.text && cursor.moveBy(event)) return this.look();
    const command = this.panel.keys.of(event);
    const act = command && this.#acts(event)[command.name];
    return act && this.#done(event, act);
  }

  #acts(event) {
    const expand = (unit) => () => { this.practice.cursor.expand(unit); this.look(); };
    return {
      sentence: expand("sentence"), paragraph: expand("paragraph"), turn: expand("turn"),
      apply: () => this.#apply(this.panel.keys.number(event)), undo: () => this.#undo(),
    };
  }

  #done(event, act) {
    event.preventDefault();
    act();
  }

  /** Look whether the sentence is selected, which is the first thing to try. */
  look() {
    const { range } = this.practice.cursor;
    if (this.at !== 0 || !range) return;
    const wanted = this.practice.span(SENTENCE);
    const common = Math.min(range.end, wanted.end) - Math.max(range.start, wanted.start);
    if (common >= ENOUGH_OF_IT * (wanted.end - wanted.start)) this.#next("Selected.");
  }

  #apply(number) {
    const { practice } = this;
    const { range } = practice.cursor;
    if (this.at !== 1 || number !== 1 || !range) return;
    practice.codings.push({ ...range, family: "skill-gap", name: this.#firstCode() });
    practice.cursor.release();
    practice.redraw();
    this.#next(`${this.#firstCode()} is on the sentence.`);
  }

  #undo() {
    if (this.at !== 2) return;
    this.practice.codings.pop();
    this.practice.redraw();
    this.#next("Taken back.");
  }

  #next(said) {
    const task = this.tasks[this.at];
    task.prepend(h("span", { class: "cw-ticked" }, "Done: "));
    this.at += 1;
    this.#mark();
    const next = this.tasks[this.at]?.querySelector("strong").textContent;
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
    this.practice?.cursor.close();
  }
}
