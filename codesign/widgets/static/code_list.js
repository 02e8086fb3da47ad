// The codes with their numbers and counts, and what the one pointed at means.

import { colour } from "./families.js";
import { described } from "./meaning.js";
import { h, putChildren, unseen } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Code, CodeRow, Coding, KnownCode } from "./panel_types.js" */

export class CodeList {
  /** @param {CodingPanel} panel @param {string} name */
  constructor(panel, name) {
    this.panel = panel;
    /** @type {Map<string, CodeRow>} */
    this.rows = new Map();
    this.list = h("div", { class: "cw-codes" });
    this.definition = h("div", {
      class: "cw-definition",
      id: `${name}-definition`,
      tabindex: 0,
      role: "region",
      "aria-label": "What the code means",
    });
  }

  /** The id of the element that says what a code means. */
  get definitionId() {
    return this.definition.id;
  }

  /** Say something below the codes. @param {HTMLElement} element */
  note(element) {
    if (!element.isConnected) this.list.after(element);
  }

  focusFirst() {
    this.list.querySelector("button")?.focus();
  }

  draw() {
    const before = this.rows;
    this.rows = new Map();
    putChildren(
      this.list,
      this.panel.codes.map((code) => this.#row(code, before.get(code.id))),
    );
  }

  /**
   * A button stays where only its count is another one: it may have the focus, or be pressed just now.
   * @param {Code} code @param {CodeRow | undefined} before
   */
  #row(code, before) {
    const { counts, of } = this.panel;
    const sign = JSON.stringify([code, code.hot && this.panel.keys.ofNumber(code.hot)]);
    const row = before?.sign === sign ? before : { sign, count: h("span", { class: "cw-count" }) };
    row.button ??= this.#code(code, row.count);
    const count = counts[code.id] || 0;
    row.count.replaceChildren(
      code.depth ? String(count) : `${count} of ${of}`,
      unseen(code.depth ? ` of ${of} interviews` : " interviews"),
    );
    this.rows.set(code.id, row);
    return row.button;
  }

  /** @param {Code} code @param {HTMLElement} count */
  #code(code, count) {
    return h(
      "button",
      {
        type: "button",
        class: "cw-code",
        style: `--cw-family:${colour(code.family)};padding-left:${4 + 18 * code.depth}px`,
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.panel.acts.apply(code.id),
        onfocus: () => this.define(code),
        onmouseenter: () => this.define(code),
      },
      h(
        "span",
        { class: code.hot ? "cw-key" : "cw-nokey", "aria-hidden": "true" },
        code.hot ? this.panel.keys.ofNumber(code.hot) : "",
      ),
      h("span", { class: "cw-swatch", "aria-hidden": "true" }),
      h("span", { class: "cw-name" }, code.name, unseen(", ")),
      count,
    );
  }

  /**
   * Say what a code means, and what was noted on the codings pointed at.
   * @param {KnownCode | undefined} code @param {string} [name] @param {Coding[]} [codings]
   */
  define(code, name = code?.name || "", codings = []) {
    this.definition.replaceChildren(...described(code, name, codings));
  }

  /** Say what to do where no code is pointed at yet. */
  invite() {
    this.definition.textContent = this.panel.codes.length
      ? "Point at a code to see when to use it."
      : "What a code means will stand here.";
  }
}
