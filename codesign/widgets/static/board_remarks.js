// Remarks on a wording as it is typed, each with what was said to set it aside.

import { Later } from "./later.js";
import { h, newId, unseen } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { Remark } from "./board_types.js" */

const PAUSE = 350;

export class RemarkList {
  /** @param {Board} board @param {string} name */
  constructor(board, name) {
    this.board = board;
    this.element = h("ul", { class: "cw-bd-remarks", id: name, "aria-label": "Remarks on the wording", hidden: true });
    this.number = "";
    /** @type {{ task: string, label: string, statement: string }} */
    this.about = { task: "", label: "", statement: "" };
    this.asking = new Later(() => this.#ask());
    this.shown = "";
  }

  /** Say which wording the remarks are about. @param {string} task @param {string} label @param {string} statement */
  for(task, label, statement) {
    this.asking.cancel();
    this.number = "";
    this.about = { task, label, statement };
  }

  /** Ask, a moment later, what is to be said of a wording. @param {string} task @param {string} label @param {string} statement */
  ask(task, label, statement) {
    this.about = { task, label, statement };
    this.asking.cancel();
    this.asking.within(PAUSE);
  }

  #ask() {
    if (!this.about.label && !this.about.statement) return this.show([]);
    this.number = newId();
    return this.board.ask({ type: "remarks", for: this.number, ...this.about });
  }

  /** Take an answer, if it is the one that was asked for last. @param {string} number @param {Remark[]} remarks */
  take(number, remarks) {
    if (number === this.number) this.show(remarks);
  }

  clear() {
    this.asking.cancel();
    this.number = "";
    this.show([]);
  }

  /** @param {Remark[]} remarks */
  show(remarks) {
    const told = JSON.stringify([remarks, this.about.task]);
    if (told === this.shown) return;
    this.shown = told;
    this.element.replaceChildren(...remarks.map((remark) => this.#remark(remark)));
    this.element.hidden = !remarks.length;
  }

  /** @param {Remark} remark */
  #remark(remark) {
    const aside = remark.set_aside;
    const words = aside
      ? h("span", {}, `${remark.sentence} Set aside by ${aside.by}, ${aside.on}: “${aside.reason}”`)
      : h("span", {}, remark.sentence);
    return h("li", { "data-level": aside ? "aside" : remark.level }, words, this.#way(remark));
  }

  // Only what is saved can be set aside: a new task has no remarks of its own yet.
  /** @param {Remark} remark */
  #way(remark) {
    const { task } = this.about;
    if (!task) return null;
    const { rule } = remark;
    if (remark.set_aside)
      return h(
        "button",
        {
          type: "button",
          class: "cw-link",
          onclick: () => void this.board.change({ action: "set_aside", task, rule, reason: "" }),
        },
        "Take it up again",
        unseen(` ${remark.sentence}`),
      );
    return h(
      "button",
      { type: "button", class: "cw-link", onclick: (event) => this.#setAside(remark, event.currentTarget) },
      "Set aside, because…",
      unseen(` ${remark.sentence}`),
    );
  }

  /** @param {Remark} remark @param {HTMLElement} near */
  #setAside({ rule, sentence }, near) {
    const { task } = this.about;
    this.board.sheet.open(
      {
        name: `aside ${task} ${rule}`,
        title: "Set this remark aside",
        about: sentence,
        fields: [{ name: "reason", label: "Because", kind: "line", value: "", isNeeded: true }],
        does: "Set it aside",
        act: ({ reason }) => ({ action: "set_aside", task, rule, reason }),
      },
      near,
    );
  }
}
