// The sample of the first steps: ten invented lines, half coded.

import { colour } from "./families.js";
import { h } from "./shared.js";
import { cut, wordsOf } from "./spans.js";
import { TextCursor } from "./text_cursor.js";
import { Transcript } from "./transcript.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { FirstSteps } from "./first_steps.js" */
/** @import { Coding, KeyPress, Span, Turn, Whole } from "./panel_types.js" */

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
const SAMPLE_CODINGS = [
  ["Reading the drawing.", "skill-gap"],
  ["They are careful with tools.", "can-move"],
  ["Let them trace a real line before they come.", "delivery"],
  ["If it shows what they did, yes.", "credential-signal"],
];
export const SENTENCE = "They look at it and then they ask me where the valve is.";

/** What the text cursor needs of a panel, around the sample. */
export class Practice {
  /** @param {FirstSteps} steps @param {CodingPanel} panel */
  constructor(steps, panel) {
    this.steps = steps;
    this.frame = panel.frame;
    this.families = new Map(panel.families);
    this.popover = { close() {}, polarity: "" };
    this.card = { close() {}, keep() {} };
    this.walk = { goTo() {} };
    /** @type {string | null} */
    this.current = null;
    let start = 0;
    const turns = SAMPLE_LINES.map((text, index) => {
      const turn = {
        start,
        end: start + text.length,
        text,
        role: index % 2 ? "respondent" : "interviewer",
        speaker: index % 2 ? "Robin" : "Interviewer",
        time: "",
      };
      start = turn.end + 1;
      return turn;
    });
    this.transcript = new Transcript(turns);
    /** @type {(Span & { family: string, name?: string })[]} */
    this.codings = SAMPLE_CODINGS.map(([words, family]) => ({ ...this.span(words), family }));
    this.cursor = new TextCursor(this);
    this.cursor.call("Words of the sample. Arrows move, Shift and arrows select.");
    this.element = this.cursor.element;
  }

  /** @param {string} words */
  span(words) {
    const turn = this.transcript.turns.find((one) => one.text.includes(words));
    const start = turn ? turn.start + turn.text.indexOf(words) : 0;
    return { start, end: start + words.length };
  }

  open() {
    this.cursor.draw();
    this.cursor.put(this.span(SENTENCE).start);
    this.redraw();
  }

  // what is done with it -----

  /** The selected words. */
  get range() {
    return this.cursor.range;
  }

  /** Move as a key in the words says; false where it moves nothing. @param {KeyPress} event */
  moveBy(event) {
    return event.target === this.cursor.text && this.cursor.moveBy(event);
  }

  /** @param {Whole} unit */
  expand(unit) {
    this.cursor.expand(unit);
  }

  /** Put a code on the selected words. @param {Span} range @param {string} family @param {string} name */
  code(range, family, name) {
    this.codings.push({ start: range.start, end: range.end, family, name });
    this.cursor.release();
    this.redraw();
  }

  uncode() {
    this.codings.pop();
    this.redraw();
  }

  take() {
    this.cursor.take();
  }

  close() {
    this.cursor.close();
  }

  // what the cursor asks of a panel -----

  /** @returns {Coding[]} */
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
      margin.replaceChildren(
        ...here.map((coding, at) =>
          h(
            "span",
            {
              class: "cw-label",
              style: `--cw-family:${colour(coding.family)};top:${4 + 20 * at}px`,
            },
            coding.name || this.families.get(coding.family) || coding.family,
          ),
        ),
      );
    });
  }

  paint() {
    const { range } = this.cursor;
    this.transcript.turns.forEach((turn, index) => {
      const spans = [...this.codings, ...(range ? [range] : [])];
      this.cursor.paragraphs[index].replaceChildren(
        ...cut(turn, spans).map((piece) => this.#piece(turn, piece, range)),
      );
    });
  }

  /** @param {Turn} turn @param {Span} piece @param {Span | null} range */
  #piece(turn, piece, range) {
    const { start, end } = piece;
    const words = wordsOf(turn, piece);
    if (range && range.start <= start && end <= range.end) return h("mark", { class: "cw-practised" }, words);
    const coding = this.codings.find((one) => one.start <= start && end <= one.end);
    return coding ? h("mark", { class: "cw-mark", style: `--cw-family:${colour(coding.family)}` }, words) : words;
  }
}
