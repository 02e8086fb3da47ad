// The words of the open interview on the page, and the cursor in them: places, moving, selecting.

const LINE = 22;

/** The interview's words, the text cursor in them and what is selected; offsets count UTF-16 units. */
class TextCursor {
  constructor(panel) {
    this.panel = panel;
    this.selected = null;
    this.anchor = 0;
    this.focus = 0;
    this.paragraphs = [];
    this.margins = [];
    this.text = h("div", { class: "cw-text", role: "textbox", "aria-readonly": "true", "aria-multiline": "true", tabindex: 0 });
    this.caret = h("span", { class: "cw-caret", "aria-hidden": "true", hidden: true });
    this.element = h("div", { class: "cw-reading" }, this.text, this.caret);
    this.#listen();
  }

  #listen() {
    this.text.addEventListener("focus", () => this.paintCaret());
    this.text.addEventListener("blur", () => { this.caret.hidden = true; });
    this.text.addEventListener("mousedown", () => { this.pressed = true; });
    this.text.addEventListener("copy", (event) => this.copy(event));
    this.mouseup = (event) => { if (this.pressed) this.#selected(event); };
    document.addEventListener("mouseup", this.mouseup);
  }

  close() {
    document.removeEventListener("mouseup", this.mouseup);
  }

  get transcript() {
    return this.panel.transcript;
  }

  /** The selected words. How they bear on a code is chosen for them; other words begin with the usual again. */
  get range() {
    return this.selected;
  }

  set range(range) {
    const before = this.selected;
    const goesOn = range && before && range.start < before.end && before.start < range.end;
    if (!goesOn) this.panel.popover.polarity = "supports";
    this.selected = range;
  }

  // The selection is painted by the panel, so the browser knows of none to copy.
  copy(event) {
    if (!this.range) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.transcript.slice(this.range.start, this.range.end));
  }

  // the words on the page -----

  draw() {
    this.paragraphs = [];
    this.margins = [];
    const turns = this.transcript.turns.map((turn, index) => this.#turn(turn, index));
    this.text.replaceChildren(...(turns.length ? turns : [h("p", { class: "cw-empty" },
      "This interview has no words yet. Import its transcript first.")]));
  }

  #turn(turn, index) {
    // Where a text names nobody, or numbers its voices, the table of speakers needs the number of the turn.
    const number = /^$|\d$/.test(turn.speaker) ? `turn ${index + 1}` : "";
    const name = turn.speaker || (turn.role === "interviewer" ? "Interviewer" : "");
    const heading = [name, turn.time, number].filter(Boolean).join(" · ");
    const paragraph = h("p", { class: "cw-words" }, turn.text);
    const margin = h("div", { class: "cw-margin", "aria-hidden": "true" });
    this.paragraphs.push(paragraph);
    this.margins.push(margin);
    return h("div", { class: `cw-turn cw-${turn.role}` }, heading ? h("div", { class: "cw-speaker" }, heading) : "", paragraph, margin);
  }

  /** Where the cursor is and how far the words are scrolled, to come back to. */
  get place() {
    return { anchor: this.anchor, focus: this.focus, top: this.element.scrollTop };
  }

  restore(place) {
    const start = this.transcript.turns.find((turn) => turn.role === "respondent") || this.transcript.turns[0];
    this.range = null;
    this.put(place?.focus ?? start?.start ?? 0, place?.anchor);
    this.element.scrollTop = place?.top || 0;
  }

  /** Put the cursor at an offset without drawing anything. */
  put(focus, anchor = focus) {
    this.panel.painting?.margin.card.close();
    this.anchor = anchor;
    this.focus = focus;
  }

  take() {
    this.text.focus({ preventScroll: true });
  }

  // offsets and places -----

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

  rectOf(offset) {
    const index = this.transcript.indexAt(offset);
    const range = document.createRange();
    const [node, at] = place(this.paragraphs[index], offset - this.transcript.turns[index].start);
    range.setStart(node, at);
    range.collapse(true);
    return range.getClientRects()[0] || this.paragraphs[index].getBoundingClientRect();
  }

  /** The lines on which a passage begins and ends, and the column they stand in. */
  placeOf({ start, end }) {
    return { from: this.rectOf(start), to: this.rectOf(end), reading: this.element.getBoundingClientRect() };
  }

  /** The offset of the words at a point in view; null beside them. */
  offsetAt(x, y) {
    const found = document.caretPositionFromPoint?.(x, y) || document.caretRangeFromPoint?.(x, y);
    const [node, offset] = found ? [found.offsetNode || found.startContainer, found.offset ?? found.startOffset] : [];
    return node && this.text.contains(node) ? this.#offsetOf(node, offset) : null;
  }

  #atPoint(x, y) {
    const area = this.element.getBoundingClientRect();
    if (y < area.top + 4) this.element.scrollTop -= area.top + 30 - y;
    if (y > area.bottom - 4) this.element.scrollTop += y - area.bottom + 30;
    const moved = this.element.getBoundingClientRect().top - area.top;
    const shown = Math.min(Math.max(y + moved, area.top + 4), area.bottom - 4);
    return this.offsetAt(x, shown);
  }

  reveal(offset) {
    if (!this.transcript?.turns.length) return;
    const rect = this.rectOf(offset);
    const area = this.element.getBoundingClientRect();
    if (rect.top < area.top + 8) this.element.scrollTop -= area.top + 60 - rect.top;
    else if (rect.bottom > area.bottom - 8) this.element.scrollTop += rect.bottom - area.bottom + 60;
    this.paintCaret();
  }

  paintCaret() {
    const focused = document.activeElement === this.text && this.transcript?.turns.length;
    this.caret.hidden = !focused;
    if (!focused) return;
    const rect = this.rectOf(this.focus);
    const area = this.element.getBoundingClientRect();
    this.caret.style.transform = `translate(${rect.left - area.left + this.element.scrollLeft - 1}px, ${rect.top - area.top + this.element.scrollTop}px)`;
    this.caret.style.height = `${Math.min(rect.height, 24)}px`;
  }

  // selecting -----

  #selected(event) {
    this.pressed = false;
    if (!this.transcript?.turns.length) return;
    const selection = this.text.getRootNode().getSelection?.() || document.getSelection();
    if (!selection.anchorNode || !this.text.contains(selection.anchorNode)) return;
    const anchor = this.#offsetOf(selection.anchorNode, selection.anchorOffset);
    const focus = this.text.contains(selection.focusNode) ? this.#offsetOf(selection.focusNode, selection.focusOffset) : anchor;
    this.take();
    if (anchor === focus) this.#clicked(focus);
    else this.#select(anchor, focus, { characters: event.altKey, open: true });
  }

  #clicked(offset) {
    this.range = null;
    this.put(offset);
    this.panel.popover.close();
    const here = this.panel.codingsAt(offset, { ends: false });
    if (here.length) this.panel.list.goTo(here[0], { stay: true });
    else this.panel.current = null;
    this.put(offset);
    this.panel.redraw();
    this.paintCaret();
    if (here.length) this.panel.painting.margin.card.keep(this.rectOf(offset), here);
  }

  #select(anchor, focus, { characters = false, open = false } = {}) {
    this.range = this.transcript.tidy(anchor, focus, { characters });
    if (!this.range) {
      this.release();
      return;
    }
    this.panel.current = null;
    this.put(focus, anchor);
    document.getSelection().removeAllRanges();
    this.panel.paint();
    this.paintCaret();
    if (open) this.panel.openPopover({ typing: true });
  }

  /** Select these words, with the cursor at their end, and bring them into view. */
  selectSpan(start, end) {
    this.range = { start, end };
    this.panel.current = null;
    this.put(end, start);
    this.panel.paint();
    this.reveal(start);
    this.#saySelected();
  }

  release() {
    this.range = null;
    document.getSelection().removeAllRanges();
    this.panel.popover.close();
    this.panel.paint();
    this.paintCaret();
  }

  expand(unit) {
    const from = this.range || { start: this.focus, end: this.focus };
    const span = this.transcript.expand(from.start, from.end, unit);
    this.range = span;
    this.panel.current = null;
    this.put(span.end, span.start);
    this.panel.paint();
    this.reveal(span.end);
    this.#saySelected();
  }

  #saySelected() {
    this.panel.frame.say(this.range ? `Selected: ${shortened(this.transcript.slice(this.range.start, this.range.end), 160)}` : "");
  }

  // moving -----

  /** Move as an arrow, Home, End or Page key says; false where the key moves nothing. */
  moveBy(event) {
    const way = { ArrowRight: 1, ArrowDown: 1, End: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1, PageUp: -1 }[event.key];
    if (!way || event.altKey) return false;
    event.preventDefault();
    this.take();
    const vertical = event.key === "ArrowUp" || event.key === "ArrowDown";
    const target = this.#target(event.key, way, event.ctrlKey || event.metaKey);
    this.#move(target.offset, { extend: event.shiftKey });
    this.goalColumn = vertical ? target.x : undefined;
    return true;
  }

  #move(focus, { extend = false, characters = true } = {}) {
    const at = this.transcript.clamp(focus);
    const anchor = extend ? this.anchor : at;
    this.panel.popover.close();
    if (extend && anchor !== at) {
      this.#select(anchor, at, { characters });
      this.#saySelected();
    } else {
      this.range = null;
      this.panel.current = null;
      this.panel.paint();
      this.#sayWord(at);
    }
    this.put(at, anchor);
    this.reveal(at);
  }

  #sayWord(offset) {
    const turn = this.transcript.at(offset);
    const word = this.transcript.pieces(turn, "word").find((piece) => piece[2] && piece[1] > offset);
    this.panel.frame.say(word ? turn.text.slice(word[0] - turn.start, word[1] - turn.start) : "end of turn");
  }

  #target(name, way, command) {
    const { turns } = this.transcript;
    if (name === "ArrowLeft" || name === "ArrowRight") return { offset: this.transcript.step(this.focus, way, command ? "word" : "grapheme") };
    if (name === "Home" || name === "End") {
      return { offset: command ? (way > 0 ? turns.at(-1).end : turns[0].start) : this.#lineEdge(way) };
    }
    if (name.startsWith("Page")) {
      const rect = this.rectOf(this.focus);
      this.element.scrollTop += way * this.element.clientHeight * 0.8;
      return { offset: this.#atPoint(rect.left, rect.top + rect.height / 2) ?? this.focus };
    }
    return command ? { offset: this.#turnAway(way) } : this.#lineAway(way);
  }

  #turnAway(way) {
    const index = this.transcript.indexAt(this.focus);
    const turn = this.transcript.turns[index];
    if (way < 0 && this.focus > turn.start) return turn.start;
    return (this.transcript.turns[index + way] || turn)[way > 0 && !this.transcript.turns[index + way] ? "end" : "start"];
  }

  #lineAway(way) {
    const rect = this.rectOf(this.focus);
    const x = this.goalColumn ?? rect.left;
    const index = this.transcript.indexAt(this.focus);
    const box = this.paragraphs[index].getBoundingClientRect();
    let y = rect.top + rect.height / 2 + way * LINE;
    if (y < box.top || y > box.bottom) {
      const next = this.paragraphs[index + way]?.getBoundingClientRect();
      if (!next) return { offset: way > 0 ? this.transcript.turns[index].end : this.transcript.turns[index].start, x };
      y = way > 0 ? next.top + LINE / 2 : next.bottom - LINE / 2;
    }
    return { offset: this.#atPoint(x, y) ?? this.focus, x };
  }

  #lineEdge(way) {
    const rect = this.rectOf(this.focus);
    const box = this.paragraphs[this.transcript.indexAt(this.focus)].getBoundingClientRect();
    return this.#atPoint(way > 0 ? box.right - 1 : box.left + 1, rect.top + rect.height / 2) ?? this.focus;
  }
}
