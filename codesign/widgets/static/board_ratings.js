// What people said of a task in numbers: means with the answers as small bars, and the answers of one person.

import { grouped, h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { CardBody, RatedScale, Scale } from "./board_types.js" */

const POINTS = ["1", "2", "3", "4", "5"];
const BAR = 9;
const HIGH = 18;
const SVG = "http://www.w3.org/2000/svg";

/** How often each answer was given, as bars. @param {number[]} counts */
function bars(counts) {
  const most = Math.max(1, ...counts);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "cw-bd-bars");
  svg.setAttribute("width", String(counts.length * BAR));
  svg.setAttribute("height", String(HIGH));
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", counts.map((count, at) => `${at + 1}: ${count}`).join(", "));
  counts.forEach((count, at) => {
    const bar = document.createElementNS(SVG, "rect");
    const high = Math.max(1, Math.round((count / most) * HIGH));
    const places = { x: at * BAR, y: HIGH - high, width: BAR - 1, height: high };
    for (const [name, value] of Object.entries(places)) bar.setAttribute(name, String(value));
    svg.append(bar);
  });
  return /** @type {HTMLElement} */ (/** @type {unknown} */ (svg));
}

/** @param {RatedScale} one */
function row(one) {
  const mean = one.mean
    ? [h("strong", {}, one.mean), " ", bars(one.counts), h("span", { class: "cw-bd-quiet" }, ` of ${one.n}`)]
    : [h("span", { class: "cw-bd-quiet" }, "nobody rated it")];
  return h("tr", {}, h("th", { scope: "row" }, one.title), h("td", {}, mean), h("td", {}, one.agree || one.said));
}

/** What all raters said together. @param {CardBody} body */
export function ratedTable(body) {
  if (!body.ratings.length) return null;
  return h(
    "table",
    { class: "cw-bd-rated" },
    h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, "mean"), h("th", { scope: "col" }, "they agree"))),
    h("tbody", {}, body.ratings.map(row)),
  );
}

/** What is asked beside the scales. @type {Record<string, string>} */
const ASKED = { done_here: "Done here", first_day: "On the first day" };

/** The answers of one person, put in with number keys. */
export class OwnRatings {
  /** @param {Board} board @param {string} name */
  constructor(board, name) {
    this.board = board;
    this.name = name;
    this.task = "";
    /** @type {CardBody["own"]} */
    this.own = {};
    this.rater = "";
    this.choice = h("select", {
      id: `${name}-rater`,
      onchange: () => {
        this.rater = this.choice.value;
        this.#draw();
      },
    });
    this.scales = h("div", { class: "cw-bd-scales" });
    this.told = "";
    this.element = h(
      "div",
      { class: "cw-bd-own", hidden: true },
      h("label", { for: `${name}-rater` }, "Rate as "),
      this.choice,
      this.scales,
    );
  }

  /** @param {string} task @param {CardBody} body */
  show(task, body) {
    const { raters, scales } = this.board.state.parts;
    this.element.hidden = !raters.length || !scales.length;
    this.own = body.own;
    const told = JSON.stringify([task, raters, body.own, scales]);
    if (told === this.told) return;
    this.told = told;
    this.task = task;
    if (!raters.some(({ value }) => value === this.rater)) this.rater = "";
    const offered = [{ value: "", label: "choose a rater" }, ...raters];
    this.choice.replaceChildren(...offered.map(({ value, label }) => h("option", { value }, label)));
    this.choice.value = this.rater;
    this.#draw();
  }

  #draw() {
    const at = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.scale : undefined;
    const { scales } = this.board.state.parts;
    const asked = Object.entries(ASKED).map(([name, words]) => this.#asked(name, words));
    const parts = [
      ...scales.map((scale) => this.#scale(scale)),
      h("div", { class: "cw-bd-line" }, asked),
      this.#comment(),
    ];
    this.scales.replaceChildren(...(this.rater ? parts : []));
    if (at) this.#focus(at);
  }

  /** @param {string} scale */
  #focus(scale) {
    const choices = this.scales.querySelectorAll(`[data-scale="${CSS.escape(scale)}"]`);
    [...choices].find((one) => /** @type {HTMLInputElement} */ (one).checked || one === choices[0])?.focus();
  }

  /** @param {Scale} scale */
  #scale({ name, title, anchors }) {
    const chosen = this.#own(name);
    return h(
      "fieldset",
      { class: "cw-bd-scale", onkeydown: (event) => this.#key(event, name) },
      h("legend", {}, title),
      POINTS.map((point) => this.#choice(name, point, chosen)),
      h("span", { class: "cw-bd-quiet" }, anchors),
    );
  }

  /** @param {string} name @param {string} words */
  #asked(name, words) {
    const choices = [
      ["", "not said"],
      ["yes", "yes"],
      ["no", "no"],
    ];
    const select = h(
      "select",
      { "data-scale": name, onchange: (event) => this.#rate(name, event.currentTarget.value) },
      choices.map(([value, label]) => h("option", { value }, label)),
    );
    select.value = this.#own(name);
    return h("label", {}, `${words} `, select);
  }

  #comment() {
    const name = `comment ${this.rater} ${this.task}`;
    const saved = this.#own("comment");
    const input = h("input", {
      type: "text",
      "data-scale": "comment",
      value: this.board.drafts.of(name) ?? saved,
      oninput: (event) => this.board.drafts.keep(name, event.currentTarget.value),
      onblur: (event) => this.#write(name, event.currentTarget.value.trim()),
      onkeydown: (event) => {
        if (event.key === "Enter") this.#write(name, event.currentTarget.value.trim());
      },
    });
    return h("label", { class: "cw-bd-comment" }, "Comment ", input);
  }

  /** @param {string} name @param {string} text */
  #write(name, text) {
    if (text === this.#own("comment")) this.board.drafts.clear(name);
    else this.#rate("comment", text);
  }

  /** What the rater answered. @param {string} name */
  #own(name) {
    return this.own[this.rater]?.[name] || "";
  }

  /** @param {string} scale @param {string} value @param {string} chosen */
  #choice(scale, value, chosen) {
    const radio = h("input", {
      type: "radio",
      name: `${this.name}-${scale}`,
      value,
      "data-scale": scale,
      checked: value === chosen,
      onchange: () => this.#rate(scale, value),
    });
    return h("label", {}, radio, value);
  }

  /** @param {string} scale @param {string} value */
  #rate(scale, value) {
    const { task, rater } = this;
    this.own = { ...this.own, [rater]: { ...this.own[rater], [scale]: value } };
    this.board.change({ action: "rate", task, rater, values: { [scale]: value } });
    this.#draw();
  }

  // A number rates and goes on to the next; 0 and Del take it back.
  /** @param {Happened<KeyboardEvent>} event @param {string} scale */
  #key(event, scale) {
    const { scales } = this.board.state.parts;
    const isEmpty = event.key === "0" || event.key === "Delete";
    if (!isEmpty && !POINTS.includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#rate(scale, isEmpty ? "" : event.key);
    const next = scales[scales.findIndex(({ name }) => name === scale) + 1];
    this.#focus(isEmpty || !next ? scale : next.name);
  }
}

/** What raters wrote, by rater. @param {CardBody} body */
export function comments(body) {
  const groups = [...grouped(body.comments, (comment) => comment.who)];
  if (!groups.length) return null;
  return h(
    "ul",
    { class: "cw-bd-comments" },
    groups.map(([who, all]) => h("li", {}, h("strong", {}, `${who}: `), all.map((one) => `“${one.text}”`).join(" "))),
  );
}
