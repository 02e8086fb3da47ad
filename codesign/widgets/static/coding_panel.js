// The coding panel: an interview, the codes, and what was coded. Offsets here count UTF-16 units; Python converts.

const FAMILY_COLOURS = {
  "skill-gap": "#0072b2", "can-move": "#117733", "hiring-challenge": "#aa4499", "job-task": "#b35900", tool: "#5d4a9c",
  knowledge: "#007a87", standard: "#7a5c00", "credential-signal": "#c2185b", delivery: "#44606b",
  "assessment-idea": "#2e6f40", pathway: "#8a4b00",
};
const POLARITIES = ["supports", "qualifies", "contradicts"];
const KEYS = [
  [["1", "–", "9"], "apply"], [["/"], "find a code"], [["J", "K"], "next, previous"], [["Del"], "remove"],
  [["Ctrl", "Z"], "undo"], [["M"], "memo"], [["?"], "all keys"],
];
const ALL_KEYS = [
  ["1 to 9", "put the code with this number on the selected words"],
  ["/ or 0 or Enter", "find a code by name; Enter puts the first one on the selected words"],
  ["Arrows", "move the text cursor; with Shift they select"],
  ["Ctrl + arrows", "move by word; with Shift they select by word"],
  ["Home, End, Page Up, Page Down", "move by line and page; with Ctrl to the beginning and the end"],
  ["S, P, T", "select the sentence, the paragraph, the speaker's turn; again to select the next one too"],
  ["Alt while selecting", "keep single characters; without it a selection takes whole words"],
  ["J, K", "next and previous coding"],
  ["G", "next answer without a coding"],
  ["M", "write a memo on the coding"],
  ["U or Delete", "remove the coding at the cursor"],
  ["Ctrl + Z, Ctrl + Y", "undo, redo; whatever you did last, in any interview"],
  ["[ and ]", "previous and next interview"],
  ["Esc", "close what is open; then let go of the selection"],
];
const words = typeof Intl.Segmenter === "function"
  ? Object.fromEntries(["grapheme", "word", "sentence"].map((by) => [by, new Intl.Segmenter("en-CA", { granularity: by })]))
  : null;

const colour = (family) => FAMILY_COLOURS[family] || FAMILY_COLOURS.delivery;
const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

// the interview's text --------------------------------------------------------------------------------

/** The spoken turns of one interview, and how the eye's units (characters, words, sentences) lie in them. */
class Transcript {
  constructor(turns) {
    this.turns = turns;
  }

  indexAt(offset) {
    let low = 0;
    let high = this.turns.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.turns[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  at(offset) {
    return this.turns[this.indexAt(offset)];
  }

  slice(start, end) {
    return this.turns.filter((turn) => turn.start < end && turn.end > start)
      .map((turn) => turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start))).join(" … ");
  }

  clamp(offset) {
    const turn = this.at(offset);
    return Math.min(Math.max(offset, turn.start), turn.end);
  }

  /** The pieces of a turn as [start, end, isWord]. */
  pieces(turn, by) {
    turn.pieces ??= {};
    turn.pieces[by] ??= this.#cut(turn, by);
    return turn.pieces[by];
  }

  #cut(turn, by) {
    if (words) {
      return Array.from(words[by].segment(turn.text), (piece) =>
        [turn.start + piece.index, turn.start + piece.index + piece.segment.length, piece.isWordLike !== false]);
    }
    const pattern = { grapheme: /[^]/gu, word: /[\p{L}\p{N}'’-]+/gu, sentence: /[^.!?]+[.!?]*\s*/gu }[by];
    return Array.from(turn.text.matchAll(pattern), (piece) =>
      [turn.start + piece.index, turn.start + piece.index + piece[0].length, true]);
  }

  step(offset, way, by) {
    const index = this.indexAt(offset);
    const turn = this.turns[index];
    const pieces = this.pieces(turn, by).filter((piece) => piece[2]);
    const found = way > 0
      ? pieces.find((piece) => piece[1] > offset)?.[1]
      : pieces.findLast((piece) => piece[0] < offset)?.[0];
    if (found !== undefined) return found;
    const next = this.turns[index + way];
    if (!next) return way > 0 ? turn.end : turn.start;
    return way > 0 ? next.start : next.end;
  }

  /** Whole words, without the space around them; null where there is nothing but space. */
  tidy(from, to, { characters = false } = {}) {
    let [start, end] = [this.clamp(Math.min(from, to)), this.clamp(Math.max(from, to))];
    if (!characters) [start, end] = [this.#wordEdge(start, 0), this.#wordEdge(end, 1)];
    return this.#trim(start, end);
  }

  #wordEdge(offset, side) {
    const inside = this.pieces(this.at(offset), "word").find((piece) => piece[2] && piece[0] < offset && offset < piece[1]);
    return inside ? inside[side] : offset;
  }

  #trim(start, end) {
    let first = this.indexAt(start);
    let last = this.indexAt(end);
    while (first <= last) {
      const turn = this.turns[first];
      const rest = turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start));
      if (rest.trim()) { start = Math.max(start, turn.start) + rest.length - rest.trimStart().length; break; }
      first += 1;
    }
    while (last >= first) {
      const turn = this.turns[last];
      const rest = turn.text.slice(Math.max(0, start - turn.start), Math.max(0, end - turn.start));
      if (rest.trim()) { end = Math.min(end, turn.end) - (rest.length - rest.trimEnd().length); break; }
      last -= 1;
    }
    return first <= last ? { start, end } : null;
  }

  /** The sentence, paragraph or turn around a selection; the next one too where it is selected already. */
  expand(start, end, unit) {
    const spans = this.#spans(end === start ? start : end - 1, unit);
    const here = spans.find((span) => span[0] <= start && end <= span[1] && (start > span[0] || end < span[1] || start === end));
    const wide = here ? [Math.min(start, here[0]), Math.max(end, here[1])] : this.#withNext(start, end, unit, spans);
    return this.#trim(wide[0], wide[1]) || { start, end };
  }

  #spans(offset, unit) {
    const turn = this.at(offset);
    if (unit === "turn") return [this.#tight(turn.start, turn.end)];
    const spans = unit === "sentence" ? this.pieces(turn, "sentence") : this.#paragraphs(turn);
    return spans.map((span) => this.#tight(span[0], span[1])).filter(Boolean);
  }

  #tight(start, end) {
    const span = this.#trim(start, end);
    return span && [span.start, span.end];
  }

  #paragraphs(turn) {
    return Array.from(turn.text.matchAll(/[^\n]+/g), (piece) => [turn.start + piece.index, turn.start + piece.index + piece[0].length]);
  }

  #withNext(start, end, unit, spans) {
    const around = spans.find((span) => span[0] < end && span[1] > end);
    if (around) return [start, around[1]];
    const next = spans.find((span) => span[0] >= end);
    if (next) return [start, next[1]];
    const turn = this.turns[this.indexAt(end - 1) + 1];
    const first = turn && this.#spans(turn.start, unit)[0];
    return [start, first ? first[1] : end];
  }
}

// how codings are painted ------------------------------------------------------------------------------

/** Paints spans on the words without touching them: the CSS Custom Highlight API, or <mark> where there is none. */
class Painter {
  constructor(root) {
    this.name = `cw-${newId()}`;
    this.style = h("style");
    root.append(this.style);
    this.native = typeof Highlight === "function" && Boolean(CSS.highlights);
    this.style.textContent = this.native ? this.#rules() : "";
    this.used = new Set();
  }

  #rules() {
    const families = Object.entries(FAMILY_COLOURS).flatMap(([family, hue]) => [
      `::highlight(${this.name}-${family}){background-color:${hue}2e;text-decoration:underline 1px ${hue}b0;}`,
      `[data-jp-theme-light="false"] ::highlight(${this.name}-${family}){background-color:${hue}73;}`,
    ]);
    return [
      ...families,
      `[data-jp-theme-light="false"] ::highlight(${this.name}-current){text-decoration:underline 3px #ff9b57;}`,
      `::highlight(${this.name}-pending){text-decoration:underline dashed 2px #b34700;}`,
      `::highlight(${this.name}-current){text-decoration:underline 3px #b34700;}`,
      `::highlight(${this.name}-selection){background-color:#0a5c7355;}`,
      `[data-jp-theme-light="false"] ::highlight(${this.name}-selection){background-color:#7cc6da66;}`,
    ].join("\n");
  }

  /** Paint `spans`: [{start, end, layer}] in the layers given, on the paragraphs of the transcript. */
  paint(spans, transcript, paragraphs) {
    if (this.native) this.#paintNative(spans, transcript, paragraphs);
    else this.#paintMarks(spans, transcript, paragraphs);
  }

  #paintNative(spans, transcript, paragraphs) {
    const layers = new Map();
    for (const span of spans) {
      for (const range of ranges(span, transcript, paragraphs)) {
        const layer = `${this.name}-${span.layer}`;
        if (!layers.has(layer)) layers.set(layer, new Highlight());
        layers.get(layer).add(range);
      }
    }
    this.clear();
    for (const [layer, highlight] of layers) {
      highlight.priority = /-(selection|current|pending)$/.test(layer) ? 2 : 1;
      CSS.highlights.set(layer, highlight);
      this.used.add(layer);
    }
  }

  #paintMarks(spans, transcript, paragraphs) {
    transcript.turns.forEach((turn, index) => {
      const here = spans.filter((span) => span.start < turn.end && span.end > turn.start);
      const cuts = [...new Set([turn.start, turn.end, ...here.flatMap((span) => [span.start, span.end])])]
        .filter((cut) => cut >= turn.start && cut <= turn.end).sort((a, b) => a - b);
      const pieces = cuts.slice(0, -1).map((cut, at) => this.#piece(turn, cut, cuts[at + 1], here));
      paragraphs[index].replaceChildren(...(pieces.length ? pieces : [turn.text]));
    });
  }

  #piece(turn, start, end, spans) {
    const text = turn.text.slice(start - turn.start, end - turn.start);
    const over = spans.filter((span) => span.start <= start && span.end >= end);
    if (!over.length) return document.createTextNode(text);
    const last = over.at(-1);
    const mark = h("mark", { class: `cw-mark cw-mark-${last.layer}` }, text);
    if (FAMILY_COLOURS[last.layer]) mark.style.setProperty("--cw-family", FAMILY_COLOURS[last.layer]);
    return mark;
  }

  clear() {
    this.used.forEach((layer) => CSS.highlights?.delete(layer));
    this.used.clear();
  }
}

function place(paragraph, offset) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let rest = offset;
  let node = walker.nextNode();
  while (node && rest > node.length) {
    rest -= node.length;
    const next = walker.nextNode();
    if (!next) return [node, node.length];
    node = next;
  }
  return node ? [node, rest] : [paragraph, 0];
}

function ranges(span, transcript, paragraphs) {
  const made = [];
  for (let index = transcript.indexAt(span.start); index < transcript.turns.length; index += 1) {
    const turn = transcript.turns[index];
    if (turn.start >= span.end) break;
    const from = Math.max(span.start, turn.start) - turn.start;
    const to = Math.min(span.end, turn.end) - turn.start;
    if (from >= to) continue;
    const range = document.createRange();
    range.setStart(...place(paragraphs[index], from));
    range.setEnd(...place(paragraphs[index], to));
    made.push(range);
  }
  return made;
}

// the panel ----------------------------------------------------------------------------------------------

class CodingPanel {
  constructor(model, el) {
    this.frame = new Frame(el, "panel", "Interview coding");
    this.painter = new Painter(this.frame.root);
    this.codes = [];
    this.codings = [];
    this.interviews = [];
    this.range = null;
    this.cursor = { anchor: 0, focus: 0 };
    this.current = null;
    this.polarity = "supports";
    this.#build();
    this.resize = new ResizeObserver(() => this.#layout());
    this.resize.observe(this.text);
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
    clearTimeout(this.counting);
    this.resize.disconnect();
    this.painter.clear();
    document.removeEventListener("mouseup", this.mouseup);
  }

  // building -----

  #build() {
    this.list = h("nav", { class: "cw-interviews", "aria-label": "Interviews" });
    this.text = h("div", { class: "cw-text", role: "textbox", "aria-readonly": "true", "aria-multiline": "true", tabindex: 0 });
    this.caret = h("span", { class: "cw-caret", "aria-hidden": "true", hidden: true });
    this.reading = h("div", { class: "cw-reading" }, this.text, this.caret);
    this.codeList = h("div", { class: "cw-codes" });
    this.definition = h("div", { class: "cw-definition" });
    this.codingTitle = h("h3", {}, "Codings in this interview");
    this.codingList = h("ol", { class: "cw-codings" });
    this.side = h("aside", { class: "cw-side", "aria-label": "Codes and codings" },
      h("div", { class: "cw-side-part" }, h("h3", {}, "Codes ", h("span", { class: "cw-plain" }, "interviews that say it")),
        this.codeList),
      this.definition,
      h("div", { class: "cw-side-part cw-side-codings" }, this.codingTitle, this.codingList));
    this.popover = this.#popover();
    this.help = this.#help();
    this.fold = ["Interviews", "Codes and codings"].map((name, index) => h("button", {
      type: "button", class: "cw-button cw-fold", "aria-expanded": "false",
      onclick: () => this.#unfold(index ? "side" : "list"),
    }, name));
    this.share = h("span");
    this.next = h("button", { type: "button", class: "cw-button", onclick: () => this.#nextUncoded() },
      "Next uncoded answer ", ...key("G"));
    this.frame.tools.append(this.fold[0], this.share, this.next, this.fold[1]);
    this.frame.footer.append(...KEYS.map(([keys, what]) => h("span", {}, ...keys.map((name) => (name === "–" ? "–" : key(name)[0])), ` ${what}`)));
    this.presence = h("span", { class: "cw-presence" });
    this.frame.footer.append(this.presence);
    this.#listen();
  }

  #listen() {
    this.frame.root.addEventListener("keydown", (event) => this.#key(event));
    this.text.addEventListener("focus", () => this.#paintCaret());
    this.text.addEventListener("blur", () => { this.caret.hidden = true; });
    this.text.addEventListener("mousedown", () => { this.pressed = true; });
    this.reading.addEventListener("scroll", () => this.#closeOnScroll());
    this.mouseup = (event) => { if (this.pressed) this.#selected(event); };
    document.addEventListener("mouseup", this.mouseup);
  }

  #popover() {
    this.search = h("input", {
      type: "text", class: "cw-search", role: "combobox", "aria-label": "Find a code by name", "aria-expanded": "true",
      "aria-controls": `${this.painter.name}-matches`, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      placeholder: "Find a code, or press its number", oninput: () => { this.choice = 0; this.#matches(); },
    });
    this.matches = h("div", { class: "cw-matches", role: "listbox", id: `${this.painter.name}-matches`, "aria-label": "Codes" });
    this.polarities = h("fieldset", { class: "cw-polarity" }, h("legend", { class: "cw-unseen" }, "How the passage bears on the code"),
      POLARITIES.map((polarity) => h("label", {}, h("input", {
        type: "radio", name: `${this.painter.name}-polarity`, value: polarity, checked: polarity === "supports",
        onchange: () => { this.polarity = polarity; },
      }), polarity)));
    return h("div", { class: "cw-popover", role: "dialog", "aria-label": "Put a code on the selected words", hidden: true },
      this.search, this.matches, this.polarities);
  }

  #help() {
    const rows = ALL_KEYS.map(([keys, what]) => h("tr", {}, h("th", { scope: "row" }, keys), h("td", {}, what)));
    const close = h("button", { type: "button", class: "cw-button", onclick: () => this.#toggleHelp() }, "Close");
    return h("div", { class: "cw-help", role: "dialog", "aria-label": "All keys", hidden: true },
      h("table", {}, h("caption", {}, "All keys. They work while the panel has the focus."), h("tbody", {}, rows)), close);
  }

  // messages -----

  receive(message) {
    if (message.type === "snapshot") this.#snapshot(message);
    if (message.type === "interview") this.#interview(message);
    if (message.type === "progress") this.#progress(message);
    if (message.type === "codings" || message.type === "saved") this.#changed(message);
    if (message.type === "refused") this.#refused(message);
  }

  #snapshot(message) {
    this.person = message.person;
    this.codes = message.codes;
    this.byId = new Map(this.codes.map((code) => [code.id, code]));
    this.interviews = message.interviews;
    if (message.empty) {
      this.frame.empty(message.empty);
      return;
    }
    if (!this.reading.isConnected) this.frame.body.replaceChildren(this.list, this.reading, this.side, this.popover, this.help);
    this.#progress(message);
    this.definition.textContent = this.codes.length ? "Point at a code to see when to use it." : "No codes yet. Add codes to the codebook below, then run this workbook again.";
    const wanted = this.id && this.interviews.some((interview) => interview.id === this.id) ? this.id : message.open;
    this.#open(wanted);
  }

  #open(id) {
    if (this.id && this.transcript) this.places = { ...this.places, [this.id]: { cursor: this.cursor, top: this.reading.scrollTop } };
    this.#closePopover();
    this.connection.ask({ type: "open", transcript: id });
  }

  #interview(message) {
    const isNew = message.id !== this.id;
    this.id = message.id;
    this.transcript = new Transcript(message.turns);
    this.frame.heading.textContent = message.id;
    this.frame.about.textContent = message.about;
    this.text.setAttribute("aria-label", `Words of ${message.id}. Arrows move, Shift and arrows select, numbers put a code on.`);
    this.codings = [...message.codings, ...this.#pendingHere()];
    this.#turns(message);
    if (isNew) this.#restore();
    this.#lists();
    this.#progressOf();
  }

  #restore() {
    const kept = this.places?.[this.id];
    this.range = null;
    this.current = null;
    const start = this.transcript.turns.find((turn) => turn.role === "respondent") || this.transcript.turns[0];
    this.cursor = kept?.cursor || { anchor: start?.start || 0, focus: start?.start || 0 };
    this.reading.scrollTop = kept?.top || 0;
  }

  #pendingHere() {
    return [...this.connection?.waiting.changes.values() || []]
      .filter((change) => change.action === "code" && change.transcript === this.id).map((change) => this.#pending(change));
  }

  #pending(change) {
    return { id: `waiting-${change.id}`, start: change.start, end: change.end, code: change.code, coder: this.person, mine: true,
      polarity: change.polarity, memo: "", pending: true };
  }

  replayed() {
    this.frame.say("What was not saved before is being saved now.");
  }

  #changed(message) {
    if (message.change?.action === "code") this.codings = this.codings.filter((coding) => coding.id !== `waiting-${message.id}`);
    if (message.transcript === this.id) {
      const changed = new Set([...message.put.map((coding) => coding.id), ...message.removed]);
      this.codings = [...this.codings.filter((coding) => !changed.has(coding.id)), ...message.put];
      if (message.change?.action === "code" && message.put.length) this.current = message.put[0].id;
    }
    if (message.said) this.frame.say(message.said);
    if (message.type === "saved") this.#countSoon();
    this.#lists();
  }

  // Counting a whole study takes longer than saving a coding, so it waits until the person pauses.
  #countSoon() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.connection.ask({ type: "count" }), 500);
  }

  #refused(message) {
    if (message.keep) return;
    this.codings = this.codings.filter((coding) => coding.id !== `waiting-${message.id}`);
    this.codings.forEach((coding) => { coding.going = false; });
    this.#lists();
  }

  #progress(message) {
    this.of = message.of;
    this.counts = message.counts;
    this.done = message.done;
    this.presence.textContent = message.presence || "";
    this.#interviewList();
    this.#codes();
    this.#progressOf();
  }

  // the three columns -----

  #interviewList() {
    this.list.replaceChildren(...this.interviews.map((interview) => {
      const done = this.done[interview.id] || { coded: 0, answers: 0 };
      const share = done.answers ? Math.round((100 * done.coded) / done.answers) : 0;
      const bar = h("span", { class: "cw-bar", "aria-hidden": "true" }, h("span", { style: `width:${share}%` }));
      return h("button", {
        type: "button", class: "cw-interview", "aria-current": interview.id === this.id ? "true" : null,
        "aria-label": `${interview.id}, ${interview.about || "no details"}, ${done.coded} of ${done.answers} answers coded`,
        onclick: () => { this.#unfold(null); this.#open(interview.id); },
      }, h("strong", {}, interview.id), h("span", { class: "cw-small" }, interview.about), bar);
    }));
  }

  #progressOf() {
    const done = this.done?.[this.id];
    if (!done) return;
    this.share.textContent = done.answers ? `${Math.round((100 * done.coded) / done.answers)} % of answers coded` : "No answers found";
    this.list.querySelectorAll(".cw-interview").forEach((button, index) => {
      const is = this.interviews[index].id === this.id;
      if (is) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  }

  #codes() {
    this.codeList.replaceChildren(...this.codes.map((code) => {
      const count = this.counts[code.id] || 0;
      const button = h("button", {
        type: "button", class: "cw-code", style: `--cw-family:${colour(code.family)};padding-left:${4 + 18 * code.depth}px`,
        "aria-label": `${code.hot ? `${code.hot}: ` : ""}${code.name}, ${count} of ${this.of} interviews`,
        onmousedown: (event) => event.preventDefault(), onclick: () => this.#apply(code.id),
        onfocus: () => this.#define(code), onmouseenter: () => this.#define(code),
      }, h("span", { class: code.hot ? "cw-key" : "cw-nokey", "aria-hidden": "true" }, code.hot ? String(code.hot) : ""),
      h("span", { class: "cw-swatch", "aria-hidden": "true" }), h("span", { class: "cw-name" }, code.name),
      h("span", { class: "cw-count" }, code.depth ? String(count) : `${count} of ${this.of}`));
      return button;
    }));
  }

  #define(code) {
    const part = (label, text) => (text ? h("p", {}, h("em", {}, `${label}: `), text) : null);
    this.definition.replaceChildren(...[h("strong", {}, code.name), code.definition ? h("p", {}, code.definition) : null,
      part("Use", code.include), part("Not", code.exclude), part("Such as", code.example)].filter(Boolean));
  }

  #turns(message) {
    this.paragraphs = [];
    this.margins = [];
    const turns = this.transcript.turns.map((turn, index) => {
      // Where a text names nobody, or numbers its voices, the table of speakers needs the number of the turn.
      const number = /^$|\d$/.test(turn.speaker) ? `turn ${index + 1}` : "";
      const name = turn.speaker || (turn.role === "interviewer" ? "Interviewer" : "");
      const heading = [name, turn.time, number].filter(Boolean).join(" · ");
      const paragraph = h("p", { class: "cw-words" }, turn.text);
      const margin = h("div", { class: "cw-margin", "aria-hidden": "true" });
      this.paragraphs.push(paragraph);
      this.margins.push(margin);
      return h("div", { class: `cw-turn cw-${turn.role}` },
        heading ? h("div", { class: "cw-speaker" }, heading) : "", paragraph, margin);
    });
    this.text.replaceChildren(...(turns.length ? turns : [h("p", { class: "cw-empty" },
      message.nothing || "This interview has no words yet. Import its transcript first.")]));
  }

  // codings -----

  #lists() {
    this.codings.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
    if (!this.codings.some((coding) => coding.id === this.current)) this.current = null;
    this.#codingList();
    this.#paint();
    this.#layout();
  }

  #codingList() {
    const within = this.codingList.contains(document.activeElement);
    this.codingTitle.replaceChildren(`Codings in this interview · ${this.codings.length}`);
    const items = this.codings.map((coding, index) => this.#codingItem(coding, index));
    const nothing = h("li", { class: "cw-small cw-nothing" }, "Nothing coded yet. Select words in the interview and press a number.");
    this.codingList.replaceChildren(...(items.length ? items : [nothing]));
    if (within) this.#currentButton()?.focus();
  }

  #codingItem(coding, index) {
    const code = this.byId.get(coding.code);
    const name = code ? code.name : coding.code;
    const quote = shortened(this.transcript.slice(coding.start, coding.end), 140);
    const who = coding.mine ? "you" : coding.coder || "someone";
    const state = coding.pending ? "not saved yet" : coding.going ? "being removed" : coding.polarity;
    const is = coding.id === this.current;
    const button = h("button", {
      type: "button", class: "cw-coding", "data-coding": coding.id, "aria-current": is ? "true" : null,
      "aria-label": `${this.id}, ${index + 1} of ${this.codings.length}: ${name}; “${quote}”; ${who}; ${state}${coding.memo ? "; memo" : ""}`,
      onclick: () => this.#goTo(coding, { stay: true }),
    }, h("span", { class: "cw-quote" }, `“${quote}”`),
    h("span", { class: "cw-small" }, h("span", { class: "cw-swatch", "aria-hidden": "true" }), `${name} · ${who} · ${state}${coding.memo ? " · memo" : ""}`));
    const item = h("li", { class: is ? "cw-is" : null, style: `--cw-family:${colour(code?.family)}` }, button);
    if (is) item.append(this.#details(coding, name));
    return item;
  }

  #details(coding, name) {
    if (!coding.mine) {
      return h("div", { class: "cw-details cw-small" }, coding.memo ? `Memo: ${coding.memo}` : `Only ${coding.coder || "its coder"} can change this coding.`);
    }
    if (coding.pending) return h("div", { class: "cw-details cw-small" }, "Not saved yet.");
    const choose = h("select", { "aria-label": `How this passage bears on ${name}`, onchange: (event) => this.#edit(coding, { polarity: event.target.value }) },
      POLARITIES.map((polarity) => h("option", { value: polarity, selected: polarity === coding.polarity }, polarity)));
    const memo = h("textarea", {
      rows: 2, class: "cw-memo", "aria-label": `Memo on ${name}`, placeholder: "Memo", value: coding.memo,
      onchange: (event) => this.#edit(coding, { memo: event.target.value }),
    });
    memo.value = coding.memo;
    return h("div", { class: "cw-details" }, choose, h("button", { type: "button", class: "cw-link", onclick: () => this.#remove(coding) }, "Remove coding"), memo);
  }

  #paint() {
    if (!this.transcript?.turns.length) return;
    const spans = this.codings.map((coding) => ({ start: coding.start, end: coding.end, layer: this.#layer(coding) }));
    const current = this.codings.find((coding) => coding.id === this.current);
    if (current) spans.push({ ...current, layer: "current" });
    if (this.range) spans.push({ ...this.range, layer: "selection" });
    this.painter.paint(spans, this.transcript, this.paragraphs);
  }

  #layer(coding) {
    if (coding.pending || coding.going) return "pending";
    const family = this.byId.get(coding.code)?.family;
    return FAMILY_COLOURS[family] ? family : "delivery";
  }

  /** Put each coding's label beside the line where it begins; labels that would overlap move down. */
  #layout() {
    if (!this.transcript || !this.margins) return;
    const labels = new Map();
    this.margins.forEach((margin) => margin.replaceChildren());
    for (const same of this.#samePassages()) {
      const [coding] = same;
      const index = this.transcript.indexAt(coding.start);
      const [range] = ranges({ start: coding.start, end: Math.max(coding.end, coding.start + 1) }, this.transcript, this.paragraphs);
      if (!range) continue;
      const label = this.#label(same);
      this.margins[index].append(label);
      if (!labels.has(index)) labels.set(index, []);
      labels.get(index).push([label, range]);
    }
    const places = [...labels].map(([index, list]) => {
      const top = this.paragraphs[index].getBoundingClientRect().top;
      return [index, list.map(([label, range]) => [label, range.getClientRects()[0]?.top - top || 0, label.offsetHeight])];
    });
    for (const [index, list] of places) {
      let free = 0;
      for (const [label, wanted, height] of list) {
        const top = Math.max(free, wanted + 2);
        label.style.top = `${top}px`;
        free = top + height + 3;
      }
      this.margins[index].style.minHeight = `${free}px`;
    }
    this.#paintCaret();
  }

  /** Codings that say the same of the same words, by whomever, together: the margin names them once. */
  #samePassages() {
    const groups = new Map();
    for (const coding of this.codings) {
      const same = [coding.start, coding.end, coding.code, coding.polarity, Boolean(coding.pending)].join("|");
      if (!groups.has(same)) groups.set(same, []);
      groups.get(same).push(coding);
    }
    return groups.values();
  }

  #label(same) {
    const coding = same.find((one) => one.id === this.current) || same[0];
    const code = this.byId.get(coding.code);
    const prefix = coding.polarity === "supports" ? "" : `${coding.polarity}: `;
    const others = same.filter((one) => !one.mine).map((one) => one.coder);
    const who = others.length ? ` (${[same.length > others.length ? "you" : "", ...others].filter(Boolean).join(", ")})` : "";
    return h("span", {
      class: `cw-label${coding.id === this.current ? " cw-is" : ""}${coding.pending ? " cw-waits" : ""}`,
      style: `--cw-family:${colour(code?.family)}`, onclick: () => this.#goTo(coding, { stay: true }),
    }, `${prefix}${code ? code.name : coding.code}${who}`);
  }

  #currentButton() {
    return this.codingList.querySelector(`[data-coding="${CSS.escape(this.current || "")}"]`);
  }

  #goTo(coding, { stay = false } = {}) {
    this.current = coding.id;
    this.range = null;
    this.#closePopover();
    this.cursor = { anchor: coding.start, focus: coding.start };
    this.#lists();
    this.#reveal(coding.start);
    const button = this.#currentButton();
    button?.scrollIntoView({ block: "nearest" });
    if (!stay) {
      this.text.focus({ preventScroll: true });
      this.frame.say(button?.getAttribute("aria-label") || "");
    }
  }

  #step(way) {
    if (!this.codings.length) return this.frame.say("Nothing coded yet.");
    const at = this.codings.findIndex((coding) => coding.id === this.current);
    const after = this.codings.findIndex((coding) => coding.start > this.cursor.focus);
    const from = at >= 0 ? at + way : way > 0 ? (after < 0 ? 0 : after) : (after < 0 ? this.codings.length : after) - 1;
    return this.#goTo(this.codings[(from + this.codings.length) % this.codings.length]);
  }

  #nextUncoded() {
    const coded = (turn) => this.codings.some((coding) => coding.start < turn.end && coding.end > turn.start);
    const open = this.transcript.turns.filter((turn) => turn.role === "respondent" && turn.text.trim() && !coded(turn));
    const next = open.find((turn) => turn.start > this.cursor.focus) || open[0];
    if (!next) return this.frame.say("Every answer of this interview has a coding.");
    this.range = null;
    this.current = null;
    this.cursor = { anchor: next.start, focus: next.start };
    this.#lists();
    this.#reveal(next.start);
    this.text.focus({ preventScroll: true });
    return this.frame.say(`Uncoded: ${shortened(next.text, 80)}`);
  }

  // deciding -----

  #apply(id) {
    if (!this.range) {
      this.frame.say("Select words in the interview first.");
      return;
    }
    const { start, end } = this.range;
    const code = this.byId.get(id);
    const same = this.codings.find((c) => c.mine && !c.going && c.code === id && c.start === start && c.end === end);
    if (same) this.frame.say(`Already coded ${code.name}.`);
    else this.#send({ action: "code", transcript: this.id, start, end, code: id, polarity: this.polarity });
    this.cursor = { anchor: end, focus: end };
    this.#release();
    this.text.focus({ preventScroll: true });
  }

  #send(content) {
    const change = this.connection.waiting.changes.get(this.connection.change(content, this.id));
    if (content.action === "code") this.codings.push(this.#pending(change));
    this.#lists();
  }

  #edit(coding, fields) {
    this.connection.change({ action: "edit", transcript: this.id, coding: coding.id, ...fields }, this.id);
  }

  #remove(coding) {
    if (!coding.mine) return this.frame.say(`Only ${coding.coder} can remove this coding.`);
    if (coding.pending) return this.frame.say("This coding is not saved yet.");
    coding.going = true;
    if (coding.id === this.current) this.current = null;
    this.text.focus({ preventScroll: true });
    return this.#send({ action: "remove", transcript: this.id, coding: coding.id });
  }

  #removeHere() {
    const here = this.codings.filter((c) => c.mine && !c.going && c.start <= this.cursor.focus && this.cursor.focus <= c.end);
    const coding = this.codings.find((c) => c.id === this.current) || here.sort((a, b) => (a.end - a.start) - (b.end - b.start))[0];
    if (!coding) return this.frame.say("No coding of yours at the cursor.");
    return this.#remove(coding);
  }

  #history(action) {
    return this.connection.change({ action, transcript: this.id }, this.id);
  }

  #memo() {
    if (!this.current) {
      const here = this.codings.filter((c) => c.start <= this.cursor.focus && this.cursor.focus <= c.end);
      if (!here.length) return this.frame.say("Go to a coding first, with J or K.");
      this.#goTo(here.at(-1), { stay: true });
    }
    this.#unfold("side", true);
    return this.codingList.querySelector(".cw-memo")?.focus();
  }

  // selecting -----

  #offsetOf(node, offset) {
    const turn = this.paragraphs.findIndex((paragraph) => paragraph.contains(node));
    if (turn >= 0) {
      const range = document.createRange();
      range.setStart(this.paragraphs[turn], 0);
      range.setEnd(node, offset);
      return this.transcript.turns[turn].start + range.toString().length;
    }
    const element = node.nodeType === Node.ELEMENT_NODE && node.childNodes[offset] ? node.childNodes[offset] : node;
    const after = this.paragraphs.findIndex((paragraph) => element.compareDocumentPosition(paragraph) &
      (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
    return after >= 0 ? this.transcript.turns[after].start : this.transcript.turns.at(-1).end;
  }

  #selected(event) {
    this.pressed = false;
    if (!this.transcript?.turns.length) return;
    const selection = this.frame.root.getRootNode().getSelection?.() || document.getSelection();
    if (!selection.anchorNode || !this.text.contains(selection.anchorNode)) return;
    const anchor = this.#offsetOf(selection.anchorNode, selection.anchorOffset);
    const focus = this.text.contains(selection.focusNode) ? this.#offsetOf(selection.focusNode, selection.focusOffset) : anchor;
    this.text.focus({ preventScroll: true });
    if (anchor === focus) this.#clicked(focus);
    else this.#select(anchor, focus, { characters: event.altKey, open: true });
  }

  #clicked(offset) {
    this.range = null;
    this.cursor = { anchor: offset, focus: offset };
    const here = this.codings.filter((coding) => coding.start <= offset && offset < coding.end);
    this.#closePopover();
    if (here.length) this.#goTo(here.sort((a, b) => (a.end - a.start) - (b.end - b.start))[0], { stay: true });
    else this.current = null;
    this.cursor = { anchor: offset, focus: offset };
    this.#lists();
    this.#paintCaret();
  }

  #select(anchor, focus, { characters = false, open = false } = {}) {
    this.range = this.transcript.tidy(anchor, focus, { characters });
    if (!this.range) {
      this.#release();
      return;
    }
    this.current = null;
    this.cursor = { anchor, focus };
    document.getSelection().removeAllRanges();
    this.#paint();
    this.#paintCaret();
    if (open) this.#openPopover();
  }

  #release() {
    this.range = null;
    this.polarity = "supports";
    document.getSelection().removeAllRanges();
    this.#closePopover();
    this.#paint();
    this.#paintCaret();
  }

  #move(focus, { extend = false, characters = true } = {}) {
    const at = this.transcript.clamp(focus);
    const anchor = extend ? this.cursor.anchor : at;
    this.#closePopover();
    if (extend && anchor !== at) {
      this.#select(anchor, at, { characters });
      this.frame.say(this.range ? `Selected: ${shortened(this.transcript.slice(this.range.start, this.range.end), 160)}` : "");
    } else {
      this.range = null;
      this.current = null;
      this.#paint();
      this.#sayWord(at);
    }
    this.cursor = { anchor, focus: at };
    this.#reveal(at);
  }

  #sayWord(offset) {
    const turn = this.transcript.at(offset);
    const word = this.transcript.pieces(turn, "word").find((piece) => piece[2] && piece[1] > offset);
    this.frame.say(word ? turn.text.slice(word[0] - turn.start, word[1] - turn.start) : "end of turn");
  }

  #expand(unit) {
    const from = this.range || { start: this.cursor.focus, end: this.cursor.focus };
    const span = this.transcript.expand(from.start, from.end, unit);
    this.range = span;
    this.current = null;
    this.cursor = { anchor: span.start, focus: span.end };
    this.#paint();
    this.#reveal(span.end);
    this.frame.say(`Selected: ${shortened(this.transcript.slice(span.start, span.end), 160)}`);
  }

  #rectOf(offset) {
    const index = this.transcript.indexAt(offset);
    const range = document.createRange();
    const [node, at] = place(this.paragraphs[index], offset - this.transcript.turns[index].start);
    range.setStart(node, at);
    range.collapse(true);
    return range.getClientRects()[0] || this.paragraphs[index].getBoundingClientRect();
  }

  #lineAway(way) {
    const rect = this.#rectOf(this.cursor.focus);
    const x = this.goalColumn ?? rect.left;
    const index = this.transcript.indexAt(this.cursor.focus);
    const box = this.paragraphs[index].getBoundingClientRect();
    let y = rect.top + rect.height / 2 + way * 22;
    if (y < box.top || y > box.bottom) {
      const next = this.paragraphs[index + way]?.getBoundingClientRect();
      if (!next) return { offset: way > 0 ? this.transcript.turns[index].end : this.transcript.turns[index].start, x };
      y = way > 0 ? next.top + 11 : next.bottom - 11;
    }
    return { offset: this.#atPoint(x, y) ?? this.cursor.focus, x };
  }

  #atPoint(x, y) {
    const area = this.reading.getBoundingClientRect();
    if (y < area.top + 4) this.reading.scrollTop -= area.top + 30 - y;
    if (y > area.bottom - 4) this.reading.scrollTop += y - area.bottom + 30;
    const moved = this.reading.getBoundingClientRect().top - area.top;
    const shown = Math.min(Math.max(y + moved, area.top + 4), area.bottom - 4);
    const found = document.caretPositionFromPoint?.(x, shown) || document.caretRangeFromPoint?.(x, shown);
    const [node, offset] = found ? [found.offsetNode || found.startContainer, found.offset ?? found.startOffset] : [];
    return node && this.text.contains(node) ? this.#offsetOf(node, offset) : null;
  }

  #lineEdge(way) {
    const rect = this.#rectOf(this.cursor.focus);
    const box = this.paragraphs[this.transcript.indexAt(this.cursor.focus)].getBoundingClientRect();
    return this.#atPoint(way > 0 ? box.right - 1 : box.left + 1, rect.top + rect.height / 2) ?? this.cursor.focus;
  }

  #reveal(offset) {
    if (!this.transcript?.turns.length) return;
    const rect = this.#rectOf(offset);
    const area = this.reading.getBoundingClientRect();
    if (rect.top < area.top + 8) this.reading.scrollTop -= area.top + 60 - rect.top;
    else if (rect.bottom > area.bottom - 8) this.reading.scrollTop += rect.bottom - area.bottom + 60;
    this.#paintCaret();
  }

  #paintCaret() {
    const focused = document.activeElement === this.text && this.transcript?.turns.length;
    this.caret.hidden = !focused;
    if (!focused) return;
    const rect = this.#rectOf(this.cursor.focus);
    const area = this.reading.getBoundingClientRect();
    this.caret.style.transform = `translate(${rect.left - area.left + this.reading.scrollLeft - 1}px, ${rect.top - area.top + this.reading.scrollTop}px)`;
    this.caret.style.height = `${Math.min(rect.height, 24)}px`;
  }

  // the popover -----

  #openPopover({ search = false } = {}) {
    if (!this.range) {
      this.frame.say("Select words in the interview first.");
      return;
    }
    this.search.value = "";
    this.choice = 0;
    this.polarities.querySelectorAll("input").forEach((input) => { input.checked = input.value === this.polarity; });
    this.#matches();
    this.popover.hidden = false;
    this.#placePopover();
    if (search) this.search.focus({ preventScroll: true });
    else this.frame.say(`Selected: ${shortened(this.transcript.slice(this.range.start, this.range.end), 160)}. Press a number, or slash to find a code.`);
  }

  #placePopover() {
    const rect = this.#rectOf(this.range.end);
    const box = this.frame.body.getBoundingClientRect();
    const [width, height] = [this.popover.offsetWidth, this.popover.offsetHeight];
    const left = Math.min(Math.max(8, rect.left - box.left - 40), box.width - width - 8);
    const below = rect.bottom - box.top + 8;
    const above = rect.top - box.top - height - 8;
    const top = below + height <= box.height - 4 || above < 4 ? Math.min(below, Math.max(4, box.height - height - 4)) : above;
    this.popover.style.left = `${left}px`;
    this.popover.style.top = `${top}px`;
  }

  #closePopover() {
    this.popover.hidden = true;
  }

  #closeOnScroll() {
    if (!this.popover.hidden && this.range) this.#placePopover();
  }

  #found() {
    const wanted = this.search.value.trim().toLowerCase();
    if (!wanted) return this.codes.filter((code) => code.hot).sort((a, b) => a.hot - b.hot);
    const rank = (code) => {
      const name = code.name.toLowerCase();
      if (name.startsWith(wanted)) return 0;
      if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
      if (name.includes(wanted)) return 2;
      return code.definition.toLowerCase().includes(wanted) || code.family_name.toLowerCase().includes(wanted) ? 3 : 9;
    };
    return this.codes.map((code) => [rank(code), code]).filter(([place]) => place < 9).sort((a, b) => a[0] - b[0]).slice(0, 9).map(([, code]) => code);
  }

  #matches() {
    const found = this.#found();
    const typed = Boolean(this.search.value.trim());
    this.matches.replaceChildren(...found.map((code, index) => h("div", {
      class: "cw-match", role: "option", id: `${this.painter.name}-match-${index}`, "aria-selected": String(index === this.choice),
      style: `--cw-family:${colour(code.family)}`, onmousedown: (event) => event.preventDefault(), onclick: () => this.#apply(code.id),
    }, h("span", { class: "cw-key", "aria-hidden": "true" }, typed && index === this.choice ? "Enter" : code.hot ? String(code.hot) : "·"),
    h("span", { class: "cw-swatch", "aria-hidden": "true" }), h("span", { class: "cw-name" }, code.name),
    h("span", { class: "cw-count" }, counted(this.counts[code.id] || 0, "interview", "interviews")))));
    if (!found.length) this.matches.append(h("p", { class: "cw-small" }, this.codes.length ? "No code has that name." : "No codes yet. Add codes to the codebook first."));
    this.search.setAttribute("aria-activedescendant", found.length ? `${this.painter.name}-match-${this.choice}` : "");
  }

  // keys -----

  #key(event) {
    if (this.frame.body.contains(event.target) === false && event.target !== this.frame.root && !this.frame.root.contains(event.target)) return;
    if (!this.transcript || event.isComposing) return;
    const history = this.#historyKey(event);
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (history && !typing) return this.#done(event, () => this.#history(history));
    if (event.target === this.search) return this.#searchKey(event);
    if (event.key === "Escape") return this.#done(event, () => this.#escape(event));
    if (typing) return undefined;
    return this.#textKey(event);
  }

  #done(event, act) {
    event.preventDefault();
    act();
  }

  #historyKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
    const name = event.key.toLowerCase();
    if (name === "z") return event.shiftKey ? "redo" : "undo";
    return name === "y" ? "redo" : null;
  }

  #searchKey(event) {
    const found = this.#found();
    const hot = /^[1-9]$/.test(event.key) && !this.search.value && found.find((code) => code.hot === Number(event.key));
    if (hot) this.#done(event, () => this.#apply(hot.id));
    else if (event.key === "Enter") this.#done(event, () => found[this.choice] && this.#apply(found[this.choice].id));
    else if (event.key === "Escape") this.#done(event, () => this.#escape(event));
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#done(event, () => {
        const way = event.key === "ArrowDown" ? 1 : -1;
        this.choice = found.length ? (this.choice + way + found.length) % found.length : 0;
        this.#matches();
      });
    }
  }

  #escape(event) {
    if (!this.help.hidden) this.#toggleHelp();
    else if (!this.popover.hidden) this.#closePopover();
    else if (event.target === this.text) this.#release();
    this.#unfold(null);
    this.text.focus({ preventScroll: true });
  }

  #textKey(event) {
    const command = event.ctrlKey || event.metaKey;
    if (this.#moveKey(event, command)) return;
    if (command || event.altKey) return;
    if (event.key === "Enter" && event.target !== this.text) return;
    const act = this.#command(event.key);
    if (act) this.#done(event, act);
  }

  #command(name) {
    if (/^[1-9]$/.test(name)) {
      const code = this.codes.find((candidate) => candidate.hot === Number(name));
      return code ? () => this.#apply(code.id) : () => this.frame.say("No code has this number.");
    }
    return {
      "/": () => this.#openPopover({ search: true }), 0: () => this.#openPopover({ search: true }), Enter: () => this.#openPopover({ search: true }),
      j: () => this.#step(1), k: () => this.#step(-1), g: () => this.#nextUncoded(), m: () => this.#memo(),
      u: () => this.#removeHere(), Delete: () => this.#removeHere(), Backspace: () => this.#removeHere(),
      s: () => this.#expand("sentence"), p: () => this.#expand("paragraph"), t: () => this.#expand("turn"),
      "[": () => this.#neighbour(-1), "]": () => this.#neighbour(1), "?": () => this.#toggleHelp(),
    }[name.length === 1 ? name.toLowerCase() : name];
  }

  #neighbour(way) {
    const at = this.interviews.findIndex((interview) => interview.id === this.id) + way;
    if (this.interviews[at]) this.#open(this.interviews[at].id);
  }

  #moveKey(event, command) {
    if (event.target !== this.text && event.target !== this.frame.root) return false;
    const way = { ArrowRight: 1, ArrowDown: 1, End: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1, PageUp: -1 }[event.key];
    if (!way || event.altKey) return false;
    event.preventDefault();
    this.text.focus({ preventScroll: true });
    const vertical = event.key === "ArrowUp" || event.key === "ArrowDown";
    const target = this.#target(event.key, way, command);
    this.#move(target.offset, { extend: event.shiftKey });
    this.goalColumn = vertical ? target.x : undefined;
    return true;
  }

  #target(name, way, command) {
    const { turns } = this.transcript;
    const { focus } = this.cursor;
    if (name === "ArrowLeft" || name === "ArrowRight") return { offset: this.transcript.step(focus, way, command ? "word" : "grapheme") };
    if (name === "Home" || name === "End") {
      return { offset: command ? (way > 0 ? turns.at(-1).end : turns[0].start) : this.#lineEdge(way) };
    }
    if (name.startsWith("Page")) {
      const rect = this.#rectOf(focus);
      this.reading.scrollTop += way * this.reading.clientHeight * 0.8;
      return { offset: this.#atPoint(rect.left, rect.top + rect.height / 2) ?? focus };
    }
    return command ? { offset: this.#turnAway(way) } : this.#lineAway(way);
  }

  #turnAway(way) {
    const index = this.transcript.indexAt(this.cursor.focus);
    const turn = this.transcript.turns[index];
    if (way < 0 && this.cursor.focus > turn.start) return turn.start;
    return (this.transcript.turns[index + way] || turn)[way > 0 && !this.transcript.turns[index + way] ? "end" : "start"];
  }

  // small parts -----

  #toggleHelp() {
    this.help.hidden = !this.help.hidden;
    if (this.help.hidden) this.text.focus({ preventScroll: true });
    else this.help.querySelector("button").focus();
  }

  #unfold(which, only = false) {
    for (const [index, name] of ["list", "side"].entries()) {
      const open = name === which && (only || !this[name].classList.contains("cw-open"));
      this[name].classList.toggle("cw-open", open);
      this.fold[index].setAttribute("aria-expanded", String(open));
    }
  }
}

export default {
  render({ model, el }) {
    const panel = new CodingPanel(model, el);
    return () => panel.close();
  },
};
