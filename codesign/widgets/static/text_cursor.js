// The words of the open interview on the page, and the cursor in them: places, moving, selecting.

import { focused } from "./shared.js";
import { shortened } from "./wording.js";
import { WordsOnPage } from "./words_on_page.js";

/** @import { Place, Reader, Span, Whole } from "./panel_types.js" */

const LINE = 22;

/** The selection of the page, or of the part of it that an element stands in. @param {Node} root */
const selectionIn = (root) =>
  /** @type {{ getSelection?: () => Selection | null }} */ (root).getSelection?.() || document.getSelection();

/** The interview's words, the text cursor in them and what is selected; offsets count UTF-16 units. */
export class TextCursor extends WordsOnPage {
  /** @param {Reader} panel */
  constructor(panel) {
    super();
    this.panel = panel;
    /** @type {Span | null} */
    this.selected = null;
    this.anchor = 0;
    this.focus = 0;
    this.pressed = false;
    /** Where the cursor wants to be when it goes up and down. @type {number | undefined} */
    this.goalColumn = undefined;
    this.text.addEventListener("focus", () => this.paintCaret());
    this.text.addEventListener("blur", () => {
      this.caret.hidden = true;
    });
    this.text.addEventListener("mousedown", () => {
      this.pressed = true;
    });
    this.text.addEventListener("copy", (event) => this.copy(event));
    /** @type {(event: MouseEvent) => void} */
    this.mouseup = (event) => {
      if (this.pressed) this.#selected(event);
    };
    document.addEventListener("mouseup", this.mouseup);
  }

  close() {
    document.removeEventListener("mouseup", this.mouseup);
  }

  /** @override */
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
  /** @param {ClipboardEvent} event */
  copy(event) {
    if (!this.range) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", this.transcript.slice(this.range.start, this.range.end));
  }

  // the words on the page -----

  /** Where the cursor is and how far the words are scrolled, to come back to. */
  get place() {
    return { anchor: this.anchor, focus: this.focus, top: this.element.scrollTop };
  }

  /** @param {Place | undefined} place */
  restore(place) {
    const start = this.transcript.turns.find((turn) => turn.role === "respondent") || this.transcript.turns[0];
    this.range = null;
    this.put(place?.focus ?? start?.start ?? 0, place?.anchor);
    this.element.scrollTop = place?.top || 0;
  }

  /** Put the cursor at an offset without drawing anything. @param {number} focus @param {number} [anchor] */
  put(focus, anchor = focus) {
    this.panel.card.close();
    this.anchor = anchor;
    this.focus = focus;
  }

  take() {
    this.text.focus({ preventScroll: true });
  }

  /** @param {number} offset */
  reveal(offset) {
    if (!this.transcript.turns.length) return;
    const rect = this.rectOf(offset);
    const area = this.element.getBoundingClientRect();
    if (rect.top < area.top + 8) this.element.scrollTop -= area.top + 60 - rect.top;
    else if (rect.bottom > area.bottom - 8) this.element.scrollTop += rect.bottom - area.bottom + 60;
    this.paintCaret();
  }

  paintCaret() {
    const isHere = focused() === this.text && this.transcript.turns.length > 0;
    this.caret.hidden = !isHere;
    if (!isHere) return;
    const rect = this.rectOf(this.focus);
    const area = this.element.getBoundingClientRect();
    this.caret.style.transform = `translate(${rect.left - area.left + this.element.scrollLeft - 1}px, ${rect.top - area.top + this.element.scrollTop}px)`;
    this.caret.style.height = `${Math.min(rect.height, 24)}px`;
  }

  // selecting -----

  /** @param {MouseEvent} event */
  #selected(event) {
    this.pressed = false;
    if (!this.transcript.turns.length) return;
    const selection = selectionIn(this.text.getRootNode());
    if (!selection?.anchorNode || !this.text.contains(selection.anchorNode)) return;
    const anchor = this.offsetOf(selection.anchorNode, selection.anchorOffset);
    const focus =
      selection.focusNode && this.text.contains(selection.focusNode)
        ? this.offsetOf(selection.focusNode, selection.focusOffset)
        : anchor;
    this.take();
    if (anchor === focus) this.#clicked(focus);
    else this.#select(anchor, focus, { characters: event.altKey, open: true });
  }

  /** @param {number} offset */
  #clicked(offset) {
    this.range = null;
    this.put(offset);
    this.panel.popover.close();
    const here = this.panel.codingsAt(offset, { ends: false });
    if (here.length) this.panel.walk.goTo(here[0], { stay: true });
    else this.panel.current = null;
    this.put(offset);
    this.panel.redraw();
    this.paintCaret();
    if (here.length) this.panel.card.keep(this.rectOf(offset), here);
  }

  /** @param {number} anchor @param {number} focus @param {{ characters?: boolean, open?: boolean }} [how] */
  #select(anchor, focus, { characters = false, open = false } = {}) {
    this.range = this.transcript.tidy(anchor, focus, { characters });
    if (!this.range) {
      this.release();
      return;
    }
    this.panel.current = null;
    this.put(focus, anchor);
    document.getSelection()?.removeAllRanges();
    this.panel.paint();
    this.paintCaret();
    if (open) this.panel.openPopover({ typing: true });
  }

  /**
   * Select these words, with the cursor at their end, and bring them into view.
   * @param {number} start @param {number} end
   */
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
    document.getSelection()?.removeAllRanges();
    this.panel.popover.close();
    this.panel.paint();
    this.paintCaret();
  }

  /** @param {Whole} unit */
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
    this.panel.frame.say(
      this.range ? `Selected: ${shortened(this.transcript.slice(this.range.start, this.range.end), 160)}` : "",
    );
  }

  // moving -----

  /** Move as an arrow, Home, End or Page key says; false where the key moves nothing. @param {KeyboardEvent} event */
  moveBy(event) {
    const way = { ArrowRight: 1, ArrowDown: 1, End: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1, PageUp: -1 }[
      event.key
    ];
    if (!way || event.altKey) return false;
    event.preventDefault();
    this.take();
    const vertical = event.key === "ArrowUp" || event.key === "ArrowDown";
    const target = this.#target(event.key, way, event.ctrlKey || event.metaKey);
    this.#move(target.offset, { extend: event.shiftKey });
    this.goalColumn = vertical ? target.x : undefined;
    return true;
  }

  /** @param {number} focus @param {{ extend?: boolean, characters?: boolean }} [how] */
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

  /** @param {number} offset */
  #sayWord(offset) {
    const turn = this.transcript.at(offset);
    const word = this.transcript.pieces(turn, "word").find((piece) => piece[2] && piece[1] > offset);
    this.panel.frame.say(word ? turn.text.slice(word[0] - turn.start, word[1] - turn.start) : "end of turn");
  }

  /**
   * @param {string} name @param {number} way @param {boolean} command
   * @returns {{ offset: number, x?: number }}
   */
  #target(name, way, command) {
    const { turns } = this.transcript;
    if (name === "ArrowLeft" || name === "ArrowRight")
      return { offset: this.transcript.step(this.focus, way, command ? "word" : "grapheme") };
    if (name === "Home" || name === "End") {
      return { offset: command ? (way > 0 ? this.transcript.end : turns[0].start) : this.#lineEdge(way) };
    }
    if (name.startsWith("Page")) {
      const rect = this.rectOf(this.focus);
      this.element.scrollTop += way * this.element.clientHeight * 0.8;
      return { offset: this.atPoint(rect.left, rect.top + rect.height / 2) ?? this.focus };
    }
    return command ? { offset: this.#turnAway(way) } : this.#lineAway(way);
  }

  /** @param {number} way */
  #turnAway(way) {
    const index = this.transcript.indexAt(this.focus);
    const turn = this.transcript.turns[index];
    if (way < 0 && this.focus > turn.start) return turn.start;
    const next = this.transcript.turns[index + way];
    return next ? next.start : way > 0 ? turn.end : turn.start;
  }

  /** @param {number} way */
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
    return { offset: this.atPoint(x, y) ?? this.focus, x };
  }

  /** @param {number} way */
  #lineEdge(way) {
    const rect = this.rectOf(this.focus);
    const box = this.paragraphs[this.transcript.indexAt(this.focus)].getBoundingClientRect();
    return this.atPoint(way > 0 ? box.right - 1 : box.left + 1, rect.top + rect.height / 2) ?? this.focus;
  }
}
