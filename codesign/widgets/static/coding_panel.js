// The coding panel: an interview, the codes, and what was coded. Offsets here count UTF-16 units; Python converts.

/** Further parts, each a class that takes the panel; what a part may have: docs/architecture.md, "The coding panel". */
const PARTS = [OpenPlace, SearchAll, WhoSpeaks, Suggestions, Preferences, FirstSteps, GoneCodes, Starting];
const FIRST_FAMILY = "knowledge";
// Drawing takes longer than saving, so the answer comes first: what is not answered soon is drawn waiting, and what
// is answered a frame after the light says so.
const DRAWN_WITHIN = 80;
const ONE_FRAME = 17;

/** Whether a change puts a coding on, with a code that is there or a new one. */
const puts = (change) => ["code", "create", "accept"].includes(change?.action);
const lengthOf = (coding) => coding.end - coding.start;

class CodingPanel {
  constructor(model, el) {
    this.frame = new Frame(el, "panel", "Interview coding");
    this.codes = [];
    this.codings = [];
    this.shown = [];
    this.interviews = [];
    this.current = null;
    this.families = [];
    this.counts = {};
    this.overlays = [];
    this.places = new Map();
    this.#build();
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
    clearTimeout(this.counting);
    clearTimeout(this.drawing);
    this.painting.close();
    this.filter.close();
    this.cursor.close();
    this.parts.forEach((part) => part.close?.());
  }

  // building -----

  #build() {
    this.cursor = new TextCursor(this);
    this.painting = new Painting(this);
    const { name } = this.painting.painter;
    this.codeList = new CodeList(this, name);
    this.interviewList = new InterviewList(this);
    this.list = new CodingList(this);
    this.filter = new CodingFilter((said) => { this.redraw(); this.frame.say(said); });
    this.popover = new CodePopover(name, this);
    this.popover.search.addEventListener("copy", (event) => { if (!this.popover.search.value) this.cursor.copy(event); });
    this.parts = PARTS.map((Part) => new Part(this));
    this.keys = new PanelKeys(this, [...panelCommands(this), ...this.parts.flatMap((part) => part.commands?.() || [])]);
    this.overlay(this.keys.element);
    this.side = h("aside", { class: "cw-side", "aria-label": "Codes and codings" },
      h("div", { class: "cw-side-part" }, h("h3", {}, "Codes ", h("span", { class: "cw-plain" }, "interviews that say it")), this.codeList.list),
      this.codeList.definition,
      h("div", { class: "cw-side-part cw-side-codings" }, this.list.title, this.filter.element, this.list.list));
    this.list.within(this.side.lastChild);
    this.#buildBars();
    this.cursor.element.addEventListener("scroll", () => { if (this.popover.isOpen && this.range) this.placePopover(); });
  }

  #buildBars() {
    this.fold = [["Interviews"], ["Codes ", wider("and codings")]].map((name, index) => h("button", {
      type: "button", class: "cw-button cw-fold", "aria-expanded": "false", onclick: () => this.unfold(index ? "side" : "interviews"),
    }, ...name));
    const next = h("button", { type: "button", class: "cw-button", onclick: () => this.list.nextUncoded() }, "Next uncoded ", wider("answer "), keyHint(this, "uncoded"));
    const tools = this.parts.flatMap((part) => part.tools?.() || []);
    this.frame.tools.append(this.fold[0], this.interviewList.share, next, ...tools, this.fold[1]);
    this.presence = h("span", { class: "cw-presence" });
    this.frame.footer.append(this.keys.brief, this.presence);
  }

  /** Another part of this panel, by its class. */
  part(Part) {
    return this.parts.find((part) => part instanceof Part);
  }

  /** Lay an element over the three columns; it is shown and hidden by its `hidden`. */
  overlay(element) {
    this.overlays.push(element);
    if (this.cursor.element.isConnected) this.frame.body.append(element);
    return element;
  }

  get range() {
    return this.cursor.range;
  }

  // messages -----

  receive(message) {
    if (this.parts.some((part) => part.receive?.(message))) return;
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
    this.frame.tools.hidden = Boolean(message.empty);
    this.keys.brief.hidden = Boolean(message.empty);
    if (message.empty) {
      this.frame.empty(message.empty, this.part(Starting).element);
      return;
    }
    if (!this.cursor.element.isConnected) {
      this.frame.body.replaceChildren(this.interviewList.element, this.cursor.element, this.side, this.popover.element, this.painting.margin.card.element, ...this.overlays);
    }
    this.#progress(message);
    this.codeList.invite();
    const isThere = this.id && this.interviews.some((interview) => interview.id === this.id);
    this.open(isThere ? this.id : message.open);
  }

  #codebook(codes) {
    this.codes = codes;
    this.byId = new Map([...this.part(GoneCodes).codes, ...codes].map((code) => [code.id, code]));
  }

  /** Open an interview; it comes as a message. */
  open(id) {
    if (this.id && this.transcript) this.places.set(this.id, this.cursor.place);
    if (id !== this.id) this.popover.close();
    this.connection.ask({ type: "open", transcript: id });
  }

  /** Open an interview at these words and select them. */
  openAt(transcript, start, end) {
    this.wanted = { transcript, start, end };
    if (transcript === this.id) this.#toWanted();
    else this.open(transcript);
  }

  #toWanted() {
    const { transcript, start, end } = this.wanted || {};
    if (transcript !== this.id) return;
    this.wanted = null;
    this.cursor.selectSpan(start, end);
    this.cursor.take();
  }

  #interview(message) {
    const isNew = message.id !== this.id;
    const words = JSON.stringify([message.text, message.turns]);
    const isAsBefore = !isNew && words === this.words;
    this.words = words;
    if (isAsBefore) return this.#refreshed(message);
    this.popover.close();
    if (!isNew && message.text !== this.text) this.cursor.release();
    this.id = message.id;
    this.text = message.text;
    this.transcript = new Transcript(message.turns);
    this.frame.heading.textContent = message.id;
    this.frame.about.textContent = message.about;
    this.cursor.text.setAttribute("aria-label", `Words of ${message.id}. Arrows move, Shift and arrows select, numbers put a code on.`);
    this.codings = [...message.codings, ...this.#pendingHere()];
    this.cursor.draw();
    this.painting.forget();
    if (isNew) this.list.forget();
    if (isNew) this.#restore();
    this.redraw();
    this.interviewList.mark();
    this.parts.forEach((part) => part.opened?.(message));
    return this.#toWanted();
  }

  /** Take codings and codes anew where the words are the same: what the person has open stays open. */
  #refreshed(message) {
    this.frame.about.textContent = message.about;
    this.codings = [...message.codings, ...this.#pendingHere()];
    this.redraw();
    this.interviewList.mark();
    if (this.popover.isOpen) this.popover.draw();
    this.#toWanted();
  }

  #restore() {
    this.current = null;
    this.cursor.restore(this.places.get(this.id));
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
      this.codeList.draw();
      if (this.popover.isOpen) this.popover.draw();
    }
    if (puts(message.change)) this.codings = this.codings.filter((coding) => coding.id !== `waiting-${message.id}`);
    if (message.transcript === this.id) this.#take(message);
    const wanted = this.current;
    this.#sift();
    const hidden = puts(message.change) && wanted && wanted !== this.current ? ". The filter hides it; Esc shows everything" : "";
    if (message.said) this.frame.say(`${message.said}${hidden}`);
    this.#tellParts();
    if (message.type === "saved") this.#countSoon();
    this.#drawWithin(ONE_FRAME);
  }

  #take(message) {
    const changed = new Set([...message.put.map((coding) => coding.id), ...message.removed]);
    this.codings = [...this.codings.filter((coding) => !changed.has(coding.id)), ...message.put];
    if (puts(message.change) && message.put.length) this.#follow(message, message.put[0]);
  }

  /** What was just put on is at hand, unless the person has gone on to something else by now. */
  #follow({ id, change }, coding) {
    const waiting = `waiting-${id}`;
    const isHere = !this.current && !this.range && this.cursor.focus === change.end;
    if (isHere || this.current === waiting) this.current = coding.id;
    this.list.saved(waiting, coding);
  }

  #tellParts() {
    this.parts.forEach((part) => part.changed?.());
  }

  // Counting a whole study takes longer than saving a coding, so it waits until the person pauses, the longer the larger.
  #countSoon() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.connection.ask({ type: "count" }), Math.max(500, 10 * (this.took || 0)));
  }

  #refused(message) {
    if (message.keep) return;
    this.codings = this.codings.filter((coding) => coding.id !== `waiting-${message.id}`);
    this.codings.forEach((coding) => { coding.going = false; });
    this.redraw();
    this.#tellParts();
  }

  #progress(message) {
    this.of = message.of;
    this.counts = message.counts;
    this.done = message.done;
    this.took = message.took ?? this.took;
    this.presence.textContent = message.presence || "";
    this.interviewList.draw();
    this.codeList.draw();
    this.#tellParts();
  }

  // what is drawn -----

  /** Draw everything that shows codings: the list, the words and the margin. */
  redraw() {
    this.#sift();
    this.#draw();
  }

  /** Put the codings in the order of the words and find those to show. */
  #sift() {
    this.codings.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
    this.filter.update(this.codings, this.answers(), this.byId, this.person);
    this.shown = this.filter.visible();
    if (!this.shown.some((coding) => coding.id === this.current)) this.current = null;
  }

  #draw() {
    clearTimeout(this.drawing);
    this.drawing = null;
    delete this.frame.root.dataset.drawing;
    this.painting.margin.card.drawn();
    this.list.draw();
    this.painting.draw();
  }

  #drawWithin(milliseconds) {
    const due = performance.now() + milliseconds;
    if (this.drawing && this.due <= due) return;
    clearTimeout(this.drawing);
    this.due = due;
    this.frame.root.dataset.drawing = "soon";
    this.drawing = setTimeout(() => this.#draw(), milliseconds);
  }

  /** The turns of the respondents that have words. */
  answers() {
    return this.transcript?.turns.filter((turn) => turn.role === "respondent" && turn.text.trim()) || [];
  }

  /** Paint the codings, the one at hand and the selection on the words. */
  paint() {
    this.painting.paint();
  }

  /** The codings shown at an offset, the shortest first. */
  codingsAt(offset, { ends = true } = {}) {
    const here = (coding) => coding.start <= offset && (offset < coding.end || (ends && offset === coding.end));
    return this.shown.filter(here).sort((a, b) => lengthOf(a) - lengthOf(b));
  }

  // deciding -----

  applyNumber(number) {
    const code = this.codes.find((candidate) => candidate.hot === number);
    return code ? this.apply(code.id) : this.frame.say("No code has this number.");
  }

  /** Put a code on the selected words; `how` names another act that does it, and what that act needs. */
  apply(id, how = { action: "code" }) {
    if (!this.range) {
      this.frame.say("Select words in the interview first.");
      return;
    }
    const { start, end } = this.range;
    const code = this.byId.get(id);
    const same = this.codings.find((c) => c.mine && !c.going && c.code === id && c.start === start && c.end === end);
    if (same) this.frame.say(`Already coded ${code.name}.`);
    else this.#send({ ...how, transcript: this.id, start, end, code: id, polarity: this.popover.polarity });
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
    this.cursor.put(end);
    this.cursor.release();
    this.cursor.take();
  }

  #send(content) {
    const change = this.connection.waiting.changes.get(this.connection.change({ ...content, text: this.text }, this.id));
    if (puts(content)) this.codings.push(this.#pending(change));
    this.#sift();
    this.#drawWithin(DRAWN_WITHIN);
  }

  edit(coding, fields) {
    this.connection.change({ action: "edit", transcript: this.id, coding: coding.id, ...fields }, this.id);
  }

  remove(coding) {
    if (!coding.mine) return this.frame.say(`Only ${coding.coder} can remove this coding.`);
    if (coding.pending) return this.frame.say("This coding is not saved yet.");
    coding.going = true;
    if (coding.id === this.current) this.current = null;
    this.cursor.take();
    return this.#send({ action: "remove", transcript: this.id, coding: coding.id });
  }

  removeHere() {
    const here = this.codingsAt(this.cursor.focus).filter((coding) => coding.mine && !coding.going);
    const coding = this.codings.find((c) => c.id === this.current) || here[0];
    return coding ? this.remove(coding) : this.frame.say("No coding of yours at the cursor.");
  }

  /** Undo or redo the last act. */
  history(action) {
    return this.connection.change({ action, transcript: this.id }, this.id);
  }

  // what opens and closes -----

  /** Open the popover, of the words of the coding at hand where none are selected; `search` asks for a code by name. */
  openPopover({ search = false, typing = search, say = "" } = {}) {
    const here = this.codings.find((coding) => coding.id === this.current);
    if (!this.range && here) this.cursor.selectSpan(here.start, here.end);
    if (!this.range) {
      this.frame.say("Select words in the interview first.");
      return;
    }
    const words = this.transcript.slice(this.range.start, this.range.end);
    this.popover.open(this.#family(), words);
    this.placePopover();
    if (typing) this.popover.search.focus({ preventScroll: true });
    this.frame.say(say || (search ? "" : `Selected: ${shortened(words, 160)}. Press a number, or type the name of a code.`));
  }

  placePopover() {
    this.popover.place({ ...this.cursor.placeOf(this.range), seen: this.frame.seen(), box: this.frame.body.getBoundingClientRect() });
  }

  /** Close what is open, one thing at a time; then let go of the selection; then show everything again. */
  escape(event) {
    if (!this.keys.element.hidden) this.keys.toggle();
    else if (this.popover.isOpen) this.popover.close();
    else if (this.painting.margin.card.isOpen) this.painting.margin.card.close();
    else if (!this.parts.some((part) => part.escape?.(event))) this.#letGo(event);
    this.unfold(null);
    this.focusText();
  }

  #letGo(event) {
    if (this.filter.isOn && (!this.range || this.filter.element.contains(event.target))) this.#showEverything();
    else if (event.target === this.cursor.text) this.cursor.release();
  }

  #showEverything() {
    this.filter.clear();
    this.redraw();
    this.frame.say("Everything is shown.");
  }

  focusText() {
    this.cursor.take();
  }

  toFilter() {
    this.unfold("side", true);
    this.filter.code.focus();
  }

  /** In a narrow panel, open one of the outer columns, or none. */
  unfold(which, only = false) {
    const columns = { interviews: this.interviewList.element, side: this.side };
    Object.entries(columns).forEach(([name, column], index) => {
      const open = name === which && (only || !column.classList.contains("cw-open"));
      column.classList.toggle("cw-open", open);
      this.fold[index].setAttribute("aria-expanded", String(open));
    });
  }
}

export default {
  render({ model, el }) {
    const panel = new CodingPanel(model, el);
    return () => panel.close();
  },
};
