// What was coded where the pointer is: shown while it rests on a label or on coded words, and kept there by a click.

import { colour } from "./families.js";
import { described } from "./meaning.js";
import { grouped, h } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Coding, KnownCode, Line } from "./panel_types.js" */

const REST = 450;
const LEAVE_AFTER = 250;

/**
 * By code, who put these codings on and what they noted, as elements.
 * @param {Coding[]} codings @param {Map<string, KnownCode>} byId
 */
function toldOf(codings, byId) {
  return [...grouped(codings, (coding) => coding.code)].map(([id, same]) => {
    const code = byId.get(id);
    return h(
      "div",
      { class: "cw-card-code", style: `--cw-family:${colour(code?.family)}` },
      described(null, code ? code.name : id, same),
    );
  });
}

/** A card beside a label or under coded words. It stays while the pointer is on it, or until Escape once it is clicked. */
export class CodingCard {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {Coding[]} */
    this.codings = [];
    this.sign = "";
    this.isKept = false;
    this.element = h("div", {
      class: "cw-card",
      role: "group",
      "aria-label": "Coded here",
      hidden: true,
      onmouseenter: () => clearTimeout(this.leaving),
      onmouseleave: () => this.leave(),
    });
    this.#watch();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  // the words under a resting pointer -----

  #watch() {
    const { cursor } = this.panel;
    cursor.on("mousemove", (event) => this.#rest(event));
    cursor.on("mouseleave", () => {
      clearTimeout(this.resting);
      this.leave();
    });
    cursor.on("mousedown", () => {
      clearTimeout(this.resting);
      this.close();
    });
  }

  /** @param {Happened<MouseEvent>} event */
  #rest(event) {
    clearTimeout(this.resting);
    if (event.buttons || this.isKept || event.target.closest(".cw-margin") || this.panel.popover.isOpen) return;
    const here = this.#at(event);
    if (this.#sign(here) !== this.sign) this.leave();
    if (here.length)
      this.resting = setTimeout(() => this.#show(this.#lineAt(event), toldOf(here, this.panel.byId), here), REST);
  }

  /** @param {MouseEvent} given */
  #at({ clientX, clientY }) {
    const offset = this.panel.cursor.offsetAt(clientX, clientY);
    return offset === null ? [] : this.panel.codingsAt(offset, { ends: false });
  }

  /** @param {MouseEvent} given */
  #lineAt({ clientX, clientY }) {
    const line = this.panel.cursor.rectOf(this.panel.cursor.offsetAt(clientX, clientY) ?? 0);
    return { left: clientX - 30, top: line.top, bottom: line.bottom };
  }

  // showing -----

  /** Show codings of one code at a label, with what the code means. @param {Line} line @param {Coding[]} codings */
  explain(line, codings) {
    const { code: id } = codings[0];
    const code = this.panel.byId.get(id);
    if (!this.isKept) this.#show(line, described(code, code ? code.name : id, codings), codings);
  }

  /**
   * Show these codings, the first of them at hand, with what can be done; until something else is done.
   * @param {Line} line @param {Coding[]} codings
   */
  keep(line, codings) {
    this.isKept = true;
    const [code, ...others] = new Set(codings.map((coding) => coding.code));
    const parts = others.length ? [] : described(this.panel.byId.get(code), "").slice(1);
    const meaning = h(
      "p",
      { class: "cw-card-meaning" },
      parts.flatMap((part) => [...part.childNodes, " "]),
    );
    this.#show(line, [...toldOf(codings, this.panel.byId), meaning, this.#acts(codings[0])], codings);
  }

  /** @param {Line} line @param {Node[]} content @param {Coding[]} codings */
  #show(line, content, codings) {
    clearTimeout(this.leaving);
    this.codings = codings;
    this.sign = this.#sign(codings);
    this.element.replaceChildren(...content);
    this.element.hidden = false;
    const [seen, box] = [this.panel.frame.seen(), (this.element.offsetParent || document.body).getBoundingClientRect()];
    const left = Math.max(8, Math.min(line.left - box.left, box.width - this.element.offsetWidth - 8));
    const height = this.element.offsetHeight;
    const top =
      line.bottom + 2 + height <= seen.bottom - 4 ? line.bottom + 2 : Math.max(seen.top + 4, line.top - height - 2);
    this.element.style.left = `${left}px`;
    this.element.style.top = `${top - box.top}px`;
  }

  // Each is the act of a key; the card says which.
  /** @param {Coding} coding */
  #acts(coding) {
    const { panel } = this;
    /** @param {string} name @param {string} label @param {() => unknown} done */
    const act = (name, label, done) =>
      h(
        "button",
        {
          type: "button",
          class: "cw-button",
          onclick: () => {
            this.close();
            done();
          },
        },
        `${label} `,
        panel.keys.pieces(panel.keys.shownFirst(name)),
      );
    const own =
      coding.mine && !coding.pending
        ? [
            act("memo", "Memo", () => panel.walk.memo()),
            act("bearing", "Bearing", () => panel.walk.bearing()),
            act("remove", "Remove", () => panel.acts.remove(coding)),
          ]
        : [];
    return h(
      "div",
      { class: "cw-card-acts" },
      act("find", "Add a code", () => panel.openPopover({ search: true })),
      own,
    );
  }

  leave() {
    clearTimeout(this.leaving);
    if (!this.isKept) this.leaving = setTimeout(() => this.#hide(), LEAVE_AFTER);
  }

  /** The page was drawn anew: what is kept open stays while its codings are there, unless a person did something else. */
  drawn() {
    const ids = new Set(this.codings.map(({ id }) => id));
    const now = new Map(this.panel.shown.filter(({ id }) => ids.has(id)).map((coding) => [coding.id, coding]));
    if (!this.isKept || this.#sign(this.codings.map(({ id }) => now.get(id) || {})) !== this.sign) this.close();
  }

  /** @param {Partial<Coding>[]} codings */
  #sign(codings) {
    return JSON.stringify(
      codings.map(({ id, code, polarity, memo, going }) => [id, code, polarity, memo, Boolean(going)]),
    );
  }

  close() {
    clearTimeout(this.resting);
    this.#hide();
  }

  #hide() {
    clearTimeout(this.leaving);
    this.isKept = false;
    this.sign = "";
    this.element.hidden = true;
  }
}
