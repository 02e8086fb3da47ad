// The coding panel: an interview, the codes, and what was coded. Offsets here count UTF-16 units; Python converts.

import { CodeList } from "./code_list.js";
import { CodingActs, puts } from "./coding_acts.js";
import { CodingCard } from "./coding_card.js";
import { CodingList } from "./coding_list.js";
import { CodingWalk } from "./coding_walk.js";
import { Columns } from "./columns.js";
import { Connection, shownBy } from "./connection.js";
import { CodingFilter } from "./filters.js";
import { FirstSteps } from "./first_steps.js";
import { Frame } from "./frame.js";
import { GoneCodes } from "./gone_codes.js";
import { InterviewList } from "./interview_list.js";
import { Later } from "./later.js";
import { OpenPlace } from "./open_place.js";
import { Painting } from "./painting.js";
import { panelCommands } from "./panel_commands.js";
import { PanelKeys } from "./panel_keys.js";
import { CodePopover } from "./popover.js";
import { Preferences } from "./preferences.js";
import { SearchAll } from "./search_all.js";
import { h, newId } from "./shared.js";
import { Starting } from "./starting.js";
import { Suggestions } from "./suggestions.js";
import { TextCursor } from "./text_cursor.js";
import { Transcript } from "./transcript.js";
import { WhoSpeaks } from "./who_speaks.js";
import { shortened } from "./wording.js";

/** @import { Code, Coding, Interview, KnownCode, NewCodings, Opened } from "./panel_types.js" */
/** @import { PanelMessage, Part, Place, Progress, Putting, SavedCoding, Span, Start } from "./panel_types.js" */
/** @import { Model, Refused } from "./types.js" */

/** Further parts, each a class that takes the panel; what a part may have: docs/architecture.md, "The coding panel". */
const PARTS = [OpenPlace, SearchAll, WhoSpeaks, Suggestions, Preferences, FirstSteps, GoneCodes, Starting];
// Drawing takes longer than saving, so the answer comes first: what is not answered soon is drawn waiting, and what
// is answered a frame after the light says so.
const DRAWN_WITHIN = 80;
const ONE_FRAME = 17;

/** @param {Span} coding */
const lengthOf = (coding) => coding.end - coding.start;

export class CodingPanel {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    const name = `cw-${newId()}`;
    this.frame = new Frame(el, "panel", "Interview coding");
    this.person = "";
    /** @type {Code[]} */
    this.codes = [];
    /** @type {Map<string, KnownCode>} */
    this.byId = new Map();
    /** @type {[id: string, name: string][]} */
    this.families = [];
    /** @type {Interview[]} */
    this.interviews = [];
    /** How many interviews say each code, and how many there are. @type {Record<string, number>} */
    this.counts = {};
    this.of = 0;
    /** How many answers of each interview are coded. @type {Progress["done"]} */
    this.done = {};
    /** The open interview, the mark of its text and its words; none yet. */
    this.id = "";
    this.text = "";
    this.transcript = new Transcript([]);
    this.isOpen = false;
    /** The codings of the open interview, and those the filter shows. @type {Coding[]} */
    this.codings = [];
    /** @type {Coding[]} */
    this.shown = [];
    /** The coding at hand. @type {string | null} */
    this.current = null;
    /** Where buttons show the person's own keys. @type {HTMLElement[]} */
    this.hints = [];
    /** @type {HTMLElement[]} */
    this.overlays = [];
    /** Where the person was in each interview. @type {Map<string, Place>} */
    this.places = new Map();
    this.acts = new CodingActs(this);
    this.cursor = new TextCursor(this);
    this.painting = new Painting(this, name);
    this.card = new CodingCard(this);
    this.codeList = new CodeList(this, name);
    this.interviewList = new InterviewList(this);
    this.list = new CodingList(this);
    this.walk = new CodingWalk(this);
    this.filter = new CodingFilter((said) => {
      this.redraw();
      this.frame.say(said);
    });
    this.popover = new CodePopover(name, this);
    /** @type {Part[]} */
    this.parts = PARTS.map((Part) => new Part(this));
    /** @type {PanelKeys} */
    this.keys = new PanelKeys(this, [...panelCommands(this), ...this.parts.flatMap((part) => part.commands?.() || [])]);
    this.overlay(this.keys.element);
    this.columns = new Columns(this);
    this.presence = h("span", { class: "cw-presence" });
    this.frame.explain(this.keys.brief, this.presence);
    this.cursor.scrolled(() => {
      if (this.popover.isOpen && this.range) this.placePopover();
    });
    this.drawing = new Later(() => this.#draw());
    /** How long the last count of the whole study took, in milliseconds. */
    this.took = 0;
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
    clearTimeout(this.counting);
    this.drawing.cancel();
    this.painting.close();
    this.filter.close();
    this.cursor.close();
    this.parts.forEach((part) => part.close?.());
  }

  /**
   * Another part of this panel, by its class.
   * @template {Part} P @param {new (panel: CodingPanel) => P} Part
   */
  part(Part) {
    return /** @type {P} */ (this.parts.find((part) => part instanceof Part));
  }

  /**
   * Lay an element over the three columns; it is shown and hidden by its `hidden`.
   * @template {HTMLElement} E @param {E} element
   */
  overlay(element) {
    this.overlays.push(element);
    if (this.cursor.isShown) this.frame.add(element);
    return element;
  }

  get range() {
    return this.cursor.range;
  }

  // messages -----

  /** @param {PanelMessage} message */
  receive(message) {
    if (this.parts.some((part) => part.receive?.(message))) return;
    if (message.type === "snapshot") this.#snapshot(message);
    if (message.type === "interview") this.#interview(message);
    if (message.type === "progress") this.#progress(message);
    if (message.type === "codings" || message.type === "saved") this.#changed(message);
    if (message.type === "refused") this.#refused(message);
  }

  /** @param {Start} message */
  #snapshot(message) {
    this.person = message.person;
    this.families = message.families;
    this.#codebook(message.codes);
    this.interviews = message.interviews;
    this.frame.offers(!message.empty);
    this.keys.showBrief(!message.empty);
    if (message.empty) {
      this.frame.empty(message.empty, this.part(Starting).element);
      return;
    }
    if (!this.cursor.isShown) {
      this.frame.show(
        this.interviewList.element,
        this.cursor.element,
        this.columns.side,
        this.popover.element,
        this.card.element,
        ...this.overlays,
      );
    }
    this.#progress(message);
    this.codeList.invite();
    const isThere = this.id && this.interviews.some((interview) => interview.id === this.id);
    this.open(isThere ? this.id : message.open);
  }

  /** @param {Code[]} codes */
  #codebook(codes) {
    this.codes = codes;
    this.byId = new Map([...this.part(GoneCodes).codes, ...codes].map((code) => [code.id, code]));
  }

  /** Open an interview; it comes as a message. @param {string} id */
  open(id) {
    if (this.isOpen) this.places.set(this.id, this.cursor.place);
    if (id !== this.id) this.popover.close();
    this.connection.ask({ type: "open", transcript: id });
  }

  /**
   * Open an interview at these words and select them.
   * @param {string} transcript @param {number} start @param {number} end
   */
  openAt(transcript, start, end) {
    /** @type {(Span & { transcript: string }) | null} */
    this.wanted = { transcript, start, end };
    if (transcript === this.id) this.#toWanted();
    else this.open(transcript);
  }

  #toWanted() {
    if (this.wanted?.transcript !== this.id) return;
    const { start, end } = this.wanted;
    this.wanted = null;
    this.cursor.selectSpan(start, end);
    this.cursor.take();
  }

  /** @param {Opened} message */
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
    this.isOpen = true;
    this.frame.open(message.id, message.about);
    this.cursor.call(`Words of ${message.id}. Arrows move, Shift and arrows select, numbers put a code on.`);
    this.codings = [...message.codings, ...this.acts.pending];
    this.cursor.draw();
    this.painting.forget();
    if (isNew) this.list.forget();
    if (isNew) this.#restore();
    this.redraw();
    this.interviewList.mark();
    this.parts.forEach((part) => part.opened?.(message));
    return this.#toWanted();
  }

  /**
   * Take codings and codes anew where the words are the same: what the person has open stays open.
   * @param {Opened} message
   */
  #refreshed(message) {
    this.frame.tell(message.about);
    this.codings = [...message.codings, ...this.acts.pending];
    this.redraw();
    this.interviewList.mark();
    if (this.popover.isOpen) this.popover.draw();
    this.#toWanted();
  }

  #restore() {
    this.current = null;
    this.cursor.restore(this.places.get(this.id));
  }

  replayed() {
    this.frame.say("What was not saved before is being saved now.");
  }

  /** @param {SavedCoding | NewCodings} message */
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
    const hidden =
      puts(message.change) && wanted && wanted !== this.current ? ". The filter hides it; Esc shows everything" : "";
    if (message.said) this.frame.say(`${message.said}${hidden}`);
    this.#tellParts();
    if (message.type === "saved") this.#countSoon();
    this.#drawWithin(ONE_FRAME);
  }

  /** @param {SavedCoding | NewCodings} message */
  #take(message) {
    const changed = new Set([...message.put.map((coding) => coding.id), ...message.removed]);
    this.codings = [...this.codings.filter((coding) => !changed.has(coding.id)), ...message.put];
    if (puts(message.change) && message.put.length) this.#follow(message.change, message.put[0]);
  }

  /**
   * What was just put on is at hand, unless the person has gone on to something else by now.
   * @param {Putting} change @param {Coding} coding
   */
  #follow(change, coding) {
    const waiting = `waiting-${change.id}`;
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
    this.counting = setTimeout(() => this.connection.ask({ type: "count" }), Math.max(500, 10 * this.took));
  }

  /** @param {Refused} message */
  #refused(message) {
    if (message.keep) return;
    this.codings = this.codings.filter((coding) => coding.id !== `waiting-${message.id}`);
    this.codings.forEach((coding) => {
      coding.going = false;
    });
    this.redraw();
    this.#tellParts();
  }

  /** @param {Progress} message */
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

  /** Draw what is not answered soon, as waiting. */
  drawSoon() {
    this.#sift();
    this.#drawWithin(DRAWN_WITHIN);
  }

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
    this.drawing.cancel();
    this.frame.drawingIsDue(false);
    this.card.drawn();
    this.list.draw();
    this.painting.draw();
  }

  /** Draw within so many milliseconds. @param {number} milliseconds */
  #drawWithin(milliseconds) {
    this.frame.drawingIsDue(true);
    this.drawing.within(milliseconds);
  }

  /** The turns of the respondents that have words. */
  answers() {
    return this.transcript.turns.filter((turn) => turn.role === "respondent" && turn.text.trim());
  }

  /** Paint the codings, the one at hand and the selection on the words. */
  paint() {
    this.painting.paint();
  }

  /** The codings shown at an offset, the shortest first. @param {number} offset @param {{ ends?: boolean }} [how] */
  codingsAt(offset, { ends = true } = {}) {
    /** @param {Coding} coding */
    const here = (coding) => coding.start <= offset && (offset < coding.end || (ends && offset === coding.end));
    return this.shown.filter(here).sort((a, b) => lengthOf(a) - lengthOf(b));
  }

  // what opens and closes -----

  /**
   * Open the popover, of the words of the coding at hand where none are selected; `search` asks for a code by name.
   * @param {{ search?: boolean, typing?: boolean, say?: string }} [how]
   */
  openPopover({ search = false, typing = search, say = "" } = {}) {
    const here = this.codings.find((coding) => coding.id === this.current);
    if (!this.range && here) this.cursor.selectSpan(here.start, here.end);
    if (!this.range) {
      this.frame.say("Select words in the interview first.");
      return;
    }
    const words = this.transcript.slice(this.range.start, this.range.end);
    this.popover.open(words);
    this.placePopover();
    if (typing) this.popover.focus();
    this.frame.say(
      say || (search ? "" : `Selected: ${shortened(words, 160)}. Press a number, or type the name of a code.`),
    );
  }

  placePopover() {
    if (!this.range) return;
    this.popover.place({ ...this.cursor.placeOf(this.range), seen: this.frame.seen(), box: this.frame.box });
  }

  showEverything() {
    this.filter.clear();
    this.redraw();
    this.frame.say("Everything is shown.");
  }

  focusText() {
    this.cursor.take();
  }

  toFilter() {
    this.columns.unfold("side", true);
    this.filter.focus();
  }
}

export default shownBy(CodingPanel);
