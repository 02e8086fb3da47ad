// The coding panel: an interview, the codes, and what was coded. Offsets here count UTF-16 units; Python converts.

const KEYS = [
  [["1", "–", "9"], "apply"], [["/"], "find a code"], [["J", "K"], "next, previous"], [["Del"], "remove"],
  [["Ctrl", "Z"], "undo"], [["M"], "memo"], [["?"], "all keys"],
];
const ALL_KEYS = [
  ["1 to 9", "put the code with this number on the selected words"],
  ["/ or 0 or Enter", "find a code by name; Enter puts the first one on the selected words"],
  ["N", "name a new code; Enter makes it and puts it on the selected words"],
  ["V", "in vivo: make a code of the selected words"],
  ["Arrows", "move the text cursor; with Shift they select"],
  ["Ctrl + arrows", "move by word; with Shift they select by word"],
  ["Home, End, Page Up, Page Down", "move by line and page; with Ctrl to the beginning and the end"],
  ["S, P, T", "select the sentence, the paragraph, the speaker's turn; again to select the next one too"],
  ["Alt while selecting", "keep single characters; without it a selection takes whole words"],
  ["J, K", "next and previous coding"],
  ["G", "next answer without a coding"],
  ["F", "filter the codings by code, coder, uncoded answers, or where coders differ"],
  ["M", "write a memo on the coding"],
  ["U or Delete", "remove the coding at the cursor"],
  ["Ctrl + Z, Ctrl + Y", "undo, redo; whatever you did last, in any interview"],
  ["[ and ]", "previous and next interview"],
  ["Esc", "close what is open; then let go of the selection; then show everything again"],
];
const FIRST_FAMILY = "knowledge";

/** Whether a change puts a coding on, with a code that is there or a new one. */
const puts = (change) => change?.action === "code" || change?.action === "create";

// the panel ----------------------------------------------------------------------------------------------

class CodingPanel {
  constructor(model, el) {
    this.frame = new Frame(el, "panel", "Interview coding");
    this.painter = new Painter(this.frame.root);
    this.codes = [];
    this.codings = [];
    this.shown = [];
    this.interviews = [];
    this.range = null;
    this.cursor = { anchor: 0, focus: 0 };
    this.current = null;
    this.families = [];
    this.counts = {};
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
    this.definition = h("div", { class: "cw-definition", id: `${this.painter.name}-definition` });
    this.filter = new CodingFilter((said) => { this.#lists(); this.frame.say(said); });
    this.card = new PassageCard();
    this.codingTitle = h("h3", {}, "Codings in this interview");
    this.codingList = h("ol", { class: "cw-codings" });
    this.side = h("aside", { class: "cw-side", "aria-label": "Codes and codings" },
      h("div", { class: "cw-side-part" }, h("h3", {}, "Codes ", h("span", { class: "cw-plain" }, "interviews that say it")),
        this.codeList),
      this.definition,
      h("div", { class: "cw-side-part cw-side-codings" }, this.codingTitle, this.filter.element, this.codingList));
    this.popover = new CodePopover(this.painter.name, this);
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
    this.families = message.families;
    this.#codebook(message.codes);
    this.interviews = message.interviews;
    if (message.empty) {
      this.frame.empty(message.empty);
      return;
    }
    if (!this.reading.isConnected) this.frame.body.replaceChildren(this.list, this.reading, this.side, this.popover.element, this.card.element, this.help);
    this.#progress(message);
    this.definition.textContent = this.codes.length ? "Point at a code to see when to use it." : "No codes yet. Select words and press N to make the first one.";
    const wanted = this.id && this.interviews.some((interview) => interview.id === this.id) ? this.id : message.open;
    this.#open(wanted);
  }

  #codebook(codes) {
    this.codes = codes;
    this.byId = new Map(codes.map((code) => [code.id, code]));
  }

  #open(id) {
    if (this.id && this.transcript) this.places = { ...this.places, [this.id]: { cursor: this.cursor, top: this.reading.scrollTop } };
    this.popover.close();
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
      .filter((change) => puts(change) && change.transcript === this.id).map((change) => this.#pending(change));
  }

  #pending(change) {
    return { id: `waiting-${change.id}`, start: change.start, end: change.end, code: change.code || change.name, coder: this.person, mine: true,
      polarity: change.polarity, memo: "", pending: true };
  }

  replayed() {
    this.frame.say("What was not saved before is being saved now.");
  }

  #changed(message) {
    if (message.codes) {
      this.#codebook(message.codes);
      this.#codes();
      if (this.popover.isOpen) this.popover.draw();
    }
    if (puts(message.change)) this.codings = this.codings.filter((coding) => coding.id !== `waiting-${message.id}`);
    if (message.transcript === this.id) {
      const changed = new Set([...message.put.map((coding) => coding.id), ...message.removed]);
      this.codings = [...this.codings.filter((coding) => !changed.has(coding.id)), ...message.put];
      if (puts(message.change) && message.put.length) this.current = message.put[0].id;
    }
    const wanted = this.current;
    if (message.type === "saved") this.#countSoon();
    this.#lists();
    const hidden = puts(message.change) && wanted && wanted !== this.current ? ". The filter hides it; Esc shows everything" : "";
    if (message.said) this.frame.say(`${message.said}${hidden}`);
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
        onmousedown: (event) => event.preventDefault(), onclick: () => this.apply(code.id),
        onfocus: () => this.#define(code), onmouseenter: () => this.#define(code),
      }, h("span", { class: code.hot ? "cw-key" : "cw-nokey", "aria-hidden": "true" }, code.hot ? String(code.hot) : ""),
      h("span", { class: "cw-swatch", "aria-hidden": "true" }), h("span", { class: "cw-name" }, code.name),
      h("span", { class: "cw-count" }, code.depth ? String(count) : `${count} of ${this.of}`));
      return button;
    }));
  }

  #define(code, name = code.name, codings = []) {
    this.definition.replaceChildren(...described(code, name, codings));
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
    this.filter.update(this.codings, this.#answers(), this.byId, this.person);
    this.shown = this.filter.visible();
    if (!this.shown.some((coding) => coding.id === this.current)) this.current = null;
    this.card.close();
    this.#codingList();
    this.#paint();
    this.#layout();
  }

  #answers() {
    return this.transcript?.turns.filter((turn) => turn.role === "respondent" && turn.text.trim()) || [];
  }

  #codingList() {
    const within = this.codingList.contains(document.activeElement);
    const { isOn, isUncoded } = this.filter;
    const number = isOn && !isUncoded ? `${this.shown.length} of ${this.codings.length}` : this.codings.length;
    this.codingTitle.replaceChildren(isUncoded ? `Uncoded answers · ${this.filter.uncoded().length}` : `Codings in this interview · ${number}`);
    const items = isUncoded ? this.filter.uncoded().map((turn) => this.#answerItem(turn))
      : this.shown.map((coding, index) => this.#codingItem(coding, index));
    const nothing = h("li", { class: "cw-small cw-nothing" }, this.#nothing(isOn, isUncoded));
    this.codingList.replaceChildren(...(items.length ? items : [nothing]));
    if (within) (this.#currentButton() || this.codingList.querySelector("button"))?.focus();
  }

  #nothing(isOn, isUncoded) {
    if (isUncoded) return "No answer is left.";
    return isOn ? "No coding matches. Esc shows everything again." : "Nothing coded yet. Select words in the interview and press a number.";
  }

  #answerItem(turn) {
    const words = shortened(oneLine(turn.text), 140);
    return h("li", {}, h("button", { type: "button", class: "cw-coding cw-answer", "aria-label": `Uncoded answer: ${words}`,
      onclick: () => this.#goToAnswer(turn) }, h("span", { class: "cw-quote" }, words),
    h("span", { class: "cw-small" }, [turn.speaker, turn.time].filter(Boolean).join(" · "))));
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
      "aria-label": `${this.id}, ${index + 1} of ${this.shown.length}: ${name}; “${quote}”; ${who}; ${state}${coding.memo ? "; memo" : ""}`,
      "aria-describedby": this.definition.id, onclick: () => this.#goTo(coding, { stay: true }),
      onfocus: () => this.#define(code, name, [coding]), onmouseenter: () => this.#define(code, name, [coding]),
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
    const spans = this.shown.map((coding) => ({ start: coding.start, end: coding.end, layer: this.#layer(coding) }));
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
    for (const coding of this.shown) {
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
      onmouseenter: (event) => this.card.show(event.currentTarget, described(code, code ? code.name : coding.code, same)),
      onmouseleave: () => this.card.leave(),
    }, `${prefix}${code ? code.name : coding.code}${who}`);
  }

  #currentButton() {
    return this.codingList.querySelector(`[data-coding="${CSS.escape(this.current || "")}"]`);
  }

  #goTo(coding, { stay = false } = {}) {
    this.current = coding.id;
    this.range = null;
    this.popover.close();
    this.cursor = { anchor: coding.start, focus: coding.start };
    this.#lists();
    this.#reveal(coding.start);
    const code = this.byId.get(coding.code);
    this.#define(code, code ? code.name : coding.code, [coding]);
    const button = this.#currentButton();
    button?.scrollIntoView({ block: "nearest" });
    if (!stay) {
      this.text.focus({ preventScroll: true });
      this.frame.say(button?.getAttribute("aria-label") || code?.name || coding.code);
    }
  }

  #step(way) {
    const { shown } = this;
    if (!shown.length) return this.frame.say(this.filter.isOn ? "No coding matches the filter." : "Nothing coded yet.");
    const at = shown.findIndex((coding) => coding.id === this.current);
    const after = shown.findIndex((coding) => coding.start > this.cursor.focus);
    const from = at >= 0 ? at + way : way > 0 ? (after < 0 ? 0 : after) : (after < 0 ? shown.length : after) - 1;
    return this.#goTo(shown[(from + shown.length) % shown.length]);
  }

  #nextUncoded() {
    const open = without(this.#answers(), this.codings);
    const next = open.find((turn) => turn.start > this.cursor.focus) || open[0];
    return next ? this.#goToAnswer(next) : this.frame.say("Every answer of this interview has a coding.");
  }

  #goToAnswer(turn) {
    this.range = null;
    this.current = null;
    this.cursor = { anchor: turn.start, focus: turn.start };
    this.#lists();
    this.#reveal(turn.start);
    this.text.focus({ preventScroll: true });
    this.frame.say(`Uncoded: ${shortened(turn.text, 80)}`);
  }

  // deciding -----

  /** Put a code on the selected words. */
  apply(id) {
    if (!this.range) {
      this.frame.say("Select words in the interview first.");
      return;
    }
    const { start, end } = this.range;
    const code = this.byId.get(id);
    const same = this.codings.find((c) => c.mine && !c.going && c.code === id && c.start === start && c.end === end);
    if (same) this.frame.say(`Already coded ${code.name}.`);
    else this.#send({ action: "code", transcript: this.id, start, end, code: id, polarity: this.popover.polarity });
    this.lastFamily = code.family;
    this.#leave(end);
  }

  /** Make a code and put it on the selected words, in one act; a code of that name is put on as it is. */
  create(name, { spoken = false } = {}) {
    const there = this.codes.find((code) => sameName(code.name, name));
    if (there) return this.apply(there.id);
    const { start, end } = this.range;
    const family = this.#family();
    this.#send({ action: "create", transcript: this.id, start, end, name, family, spoken, polarity: this.popover.polarity });
    this.lastFamily = family;
    return this.#leave(end);
  }

  /** Make a code named by the selected words. */
  inVivo() {
    if (!this.range) return this.frame.say("Select words in the interview first.");
    const name = spokenName(this.transcript.slice(this.range.start, this.range.end));
    return name ? this.create(name, { spoken: true }) : this.frame.say("The selected words give no name. Press N and type one.");
  }

  /** The family a new code goes into: the one chosen in the popover, else that of the code used last. */
  #family() {
    const known = (family) => this.families.some(([id]) => id === family);
    return [this.popover.isOpen && this.popover.family, this.lastFamily, FIRST_FAMILY].find(known) || this.families[0][0];
  }

  #leave(end) {
    this.cursor = { anchor: end, focus: end };
    this.#release();
    this.text.focus({ preventScroll: true });
  }

  #send(content) {
    const change = this.connection.waiting.changes.get(this.connection.change(content, this.id));
    if (puts(content)) this.codings.push(this.#pending(change));
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
    const here = this.shown.filter((c) => c.mine && !c.going && c.start <= this.cursor.focus && this.cursor.focus <= c.end);
    const coding = this.codings.find((c) => c.id === this.current) || here.sort((a, b) => (a.end - a.start) - (b.end - b.start))[0];
    if (!coding) return this.frame.say("No coding of yours at the cursor.");
    return this.#remove(coding);
  }

  #history(action) {
    return this.connection.change({ action, transcript: this.id }, this.id);
  }

  #memo() {
    if (!this.current) {
      const here = this.shown.filter((c) => c.start <= this.cursor.focus && this.cursor.focus <= c.end);
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
    const here = this.shown.filter((coding) => coding.start <= offset && offset < coding.end);
    this.popover.close();
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
    this.popover.polarity = "supports";
    document.getSelection().removeAllRanges();
    this.popover.close();
    this.#paint();
    this.#paintCaret();
  }

  #move(focus, { extend = false, characters = true } = {}) {
    const at = this.transcript.clamp(focus);
    const anchor = extend ? this.cursor.anchor : at;
    this.popover.close();
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

  #openPopover({ search = false, say = "" } = {}) {
    if (!this.range) {
      this.frame.say("Select words in the interview first.");
      return;
    }
    const words = this.transcript.slice(this.range.start, this.range.end);
    this.popover.open(this.#family(), words);
    this.#placePopover();
    if (search) this.popover.search.focus({ preventScroll: true });
    this.frame.say(say || (search ? "" : `Selected: ${shortened(words, 160)}. Press a number, or slash to find a code.`));
  }

  #placePopover() {
    this.popover.place(this.#rectOf(this.range.end), this.frame.body.getBoundingClientRect());
  }

  #closeOnScroll() {
    if (this.popover.isOpen && this.range) this.#placePopover();
  }

  // keys -----

  #key(event) {
    if (this.frame.body.contains(event.target) === false && event.target !== this.frame.root && !this.frame.root.contains(event.target)) return;
    if (!this.transcript || event.isComposing) return;
    const history = this.#historyKey(event);
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (history && !typing) return this.#done(event, () => this.#history(history));
    if (event.target === this.popover.search) return this.#searchKey(event);
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
    const act = event.key === "Escape" ? () => this.#escape(event) : this.popover.keyAct(event);
    if (act) this.#done(event, act);
  }

  #escape(event) {
    if (!this.help.hidden) this.#toggleHelp();
    else if (this.popover.isOpen) this.popover.close();
    else if (this.card.isOpen) this.card.close();
    else if (this.filter.isOn && (!this.range || this.filter.element.contains(event.target))) this.#showEverything();
    else if (event.target === this.text) this.#release();
    this.#unfold(null);
    this.text.focus({ preventScroll: true });
  }

  #showEverything() {
    this.filter.clear();
    this.#lists();
    this.frame.say("Everything is shown.");
  }

  #toFilter() {
    this.#unfold("side", true);
    this.filter.code.focus();
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
      return code ? () => this.apply(code.id) : () => this.frame.say("No code has this number.");
    }
    return {
      "/": () => this.#openPopover({ search: true }), 0: () => this.#openPopover({ search: true }), Enter: () => this.#openPopover({ search: true }),
      n: () => this.#openPopover({ search: true, say: "Type a name for the new code; Enter makes it." }), v: () => this.inVivo(),
      j: () => this.#step(1), k: () => this.#step(-1), g: () => this.#nextUncoded(), m: () => this.#memo(), f: () => this.#toFilter(),
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
