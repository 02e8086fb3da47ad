// The passages a search found, by interview: each can be opened, and taken or left out when all are coded.

import { counted, focused, grouped, h } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { FoundHit, Hit, KeyPress } from "./panel_types.js" */

/** So many passages, in words. @param {number} number */
export const passagesOf = (number) => counted(number, "passage", "passages");

export class FoundList {
  /**
   * `screen` is told what was chosen, and asked to open a passage.
   * @param {CodingPanel} panel @param {{ chose(): void, openAt(hit: FoundHit): void }} screen
   */
  constructor(panel, screen) {
    this.panel = panel;
    this.screen = screen;
    /** @type {FoundHit[]} */
    this.hits = [];
    /** The code that is put on, empty for none. */
    this.code = "";
    /** What the person took or left out; the others are taken unless they have the code. @type {Map<string, boolean>} */
    this.chosen = new Map();
    /** The passage opened last from here. @type {FoundHit | undefined} */
    this.last = undefined;
    this.element = h("div", { class: "cw-found" });
  }

  /** Take what was found; what was chosen among it stays so. @param {Hit[]} passages */
  take(passages) {
    this.hits = passages.map((hit) => ({ ...hit, name: `${hit.transcript}:${hit.start}:${hit.end}` }));
    const there = new Set(this.hits.map((hit) => hit.name));
    for (const name of [...this.chosen.keys()]) if (!there.has(name)) this.chosen.delete(name);
    this.draw();
  }

  /** Put another code on. @param {string} code */
  use(code) {
    this.code = code;
    this.chosen.clear();
    this.draw();
  }

  /** Take all again that do not have the code. */
  forget() {
    this.chosen.clear();
  }

  /** @param {FoundHit} hit */
  #has(hit) {
    return this.code !== "" && hit.codes.includes(this.code);
  }

  /** @param {FoundHit} hit */
  #isIn(hit) {
    return this.chosen.get(hit.name) ?? !this.#has(hit);
  }

  /** The passages that are taken. */
  get taken() {
    return this.hits.filter((hit) => this.#isIn(hit));
  }

  /** How many have the code already. */
  get having() {
    return this.hits.filter((hit) => this.#has(hit)).length;
  }

  // what is drawn -----

  draw() {
    const held = focused();
    const inside = held && this.element.contains(held) ? held : null;
    const { hit, all } = inside?.dataset || {};
    const kind = inside?.classList.contains("cw-hit") ? ".cw-hit" : "input";
    const groups = [...grouped(this.hits, (one) => one.transcript)];
    this.element.replaceChildren(...groups.map(([id, hits]) => this.#group(id, hits)));
    (this.button(this.last) || this.element.querySelector(".cw-hit"))?.setAttribute("tabindex", "0");
    if (hit) this.element.querySelector(`[data-hit="${CSS.escape(hit)}"]${kind}`)?.focus();
    if (all) this.element.querySelector(`[data-all="${CSS.escape(all)}"]`)?.focus();
    this.screen.chose();
  }

  /** @param {string} id @param {FoundHit[]} hits */
  #group(id, hits) {
    const about = this.panel.interviews.find((interview) => interview.id === id)?.about;
    const name = [id, about, passagesOf(hits.length)].filter(Boolean).join(" · ");
    const all = h(
      "button",
      { type: "button", class: "cw-link", "data-all": id, onclick: () => this.#toggle(hits) },
      "All or none",
      h("span", { class: "cw-unseen" }, ` of ${id}`),
    );
    const items = hits.map((hit) => this.#item(hit));
    return h(
      "section",
      { "aria-label": name },
      h("div", { class: "cw-found-head" }, h("h4", {}, name), all),
      h("ol", {}, items),
    );
  }

  /** @param {FoundHit} hit */
  #item(hit) {
    const number = this.hits.indexOf(hit) + 1;
    const box = h("input", {
      type: "checkbox",
      "data-hit": hit.name,
      tabindex: -1,
      "aria-label": `Code passage ${number} of ${this.hits.length}, in ${hit.transcript}`,
      checked: this.#isIn(hit),
      onchange: () => {
        this.chosen.set(hit.name, box.checked);
        this.screen.chose();
      },
    });
    const words = h(
      "button",
      {
        type: "button",
        class: "cw-hit",
        "data-hit": hit.name,
        tabindex: -1,
        title: "Open this place in the interview",
        onclick: () => {
          this.last = hit;
          this.screen.openAt(hit);
        },
      },
      hit.pieces.map(([text, marked]) => (marked ? h("mark", {}, text) : text)),
      h("span", { class: "cw-small" }, this.#beside(hit)),
    );
    return h("li", {}, box, words);
  }

  /** @param {FoundHit} hit */
  #beside(hit) {
    const has = this.#has(hit);
    const more = hit.hidden ? `and ${counted(hit.hidden, "more hit", "more hits")} in it` : "";
    const others = hit.codes
      .filter((code) => !has || code !== this.code)
      .map((code) => this.panel.byId.get(code)?.name || code);
    return [more, has ? "has this code already" : "", others.length ? `you coded it ${others.join(", ")}` : ""]
      .filter(Boolean)
      .map((part) => ` · ${part}`)
      .join("");
  }

  /** @param {FoundHit[]} hits */
  #toggle(hits) {
    const all = hits.every((hit) => this.#isIn(hit));
    for (const hit of hits) this.chosen.set(hit.name, !all);
    this.draw();
  }

  // the focus -----

  /** The button of a passage, while it is shown. @param {{ name: string } | undefined} hit */
  button(hit) {
    return hit && this.element.querySelector(`.cw-hit[data-hit="${CSS.escape(hit.name)}"]`);
  }

  /** Go to the passage that has the tab stop; false where there is none. */
  focus() {
    const stop = this.element.querySelector('.cw-hit[tabindex="0"]');
    stop?.focus();
    return stop !== null;
  }

  /** Go from a passage as a key says; false where the key leads out of the list, undefined where it leads nowhere. @param {KeyPress} event */
  goBy(event) {
    const kind = event.target.classList.contains("cw-hit") ? ".cw-hit" : "input";
    const stops = [...this.element.querySelectorAll(`li > ${kind}`)];
    const at = stops.indexOf(event.target);
    const ways = new Map([
      ["ArrowDown", at + 1],
      ["ArrowUp", at - 1],
      ["Home", 0],
      ["End", stops.length - 1],
    ]);
    const to = ways.get(event.key);
    if (to !== undefined) return this.#go(stops[to]) || to >= at;
    return event.key === " " && kind === ".cw-hit" ? this.#press(event.target) : undefined;
  }

  /** Go to the first passage. */
  enter() {
    const first = this.element.querySelector(".cw-hit");
    this.#go(first || undefined);
  }

  /** @param {HTMLElement | undefined} next */
  #go(next) {
    next?.focus();
    this.element.querySelectorAll('.cw-hit[tabindex="0"]').forEach((one) => one.setAttribute("tabindex", "-1"));
    const stop = this.button({ name: next?.dataset.hit || "" }) || this.element.querySelector(".cw-hit");
    stop?.setAttribute("tabindex", "0");
    return next !== undefined;
  }

  /** Space on a passage takes it or leaves it out. @param {HTMLElement} words */
  #press(words) {
    const box = words.parentElement?.querySelector("input");
    if (!box) return undefined;
    box.click();
    this.panel.frame.say(box.checked ? "taken" : "left out");
    return true;
  }
}
