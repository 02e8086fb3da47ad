// Tasks that somebody proposed: an employer in a workbook, postings, an occupation. Each waits for an answer.

import { h, unseen } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { Proposal } from "./board_types.js" */

export class BoardProposals {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.told = "";
    this.title = h("h3", {});
    this.list = h("ul", { class: "cw-bd-proposals" });
    this.element = h(
      "section",
      { class: "cw-bd-proposed", hidden: true, "aria-label": "Proposed tasks" },
      this.title,
      this.list,
    );
  }

  draw() {
    const { proposals } = this.board.state;
    const told = JSON.stringify(proposals);
    if (told === this.told) return;
    this.told = told;
    this.element.hidden = !proposals.length;
    this.title.textContent = `Proposed, waiting for an answer · ${proposals.length}`;
    this.list.replaceChildren(...proposals.map((one) => this.#proposal(one)));
  }

  /** @param {Proposal} one */
  #proposal(one) {
    const alike = one.alike.map(({ number, label }) => `${number} ${label}`.trim()).join("; ");
    const about = [one.who, one.under && `under ${one.under}`, alike && `nearly the same as ${alike}`];
    return h(
      "li",
      { class: "cw-bd-proposal" },
      h("p", {}, one.text),
      h("p", { class: "cw-bd-quiet" }, about.filter(Boolean).join(" · ")),
      h(
        "div",
        { class: "cw-bd-line" },
        this.#button("Make a task…", one, (near) => this.#make(one, near)),
        this.#button("Join to a task…", one, (near) => this.#join(one, near)),
        this.#button("Leave out…", one, (near) => this.#leave(one, near)),
      ),
    );
  }

  /** @param {string} words @param {Proposal} one @param {(near: HTMLElement) => void} act */
  #button(words, one, act) {
    return h(
      "button",
      { type: "button", class: "cw-link", onclick: (event) => act(event.currentTarget) },
      words,
      unseen(` ${one.text}`),
    );
  }

  /** @param {Proposal} one @param {HTMLElement} near */
  #make({ id, text, duty, who }, near) {
    const choices = this.board.state.named.map((one) => ({ value: one.id, label: `${one.number}. ${one.title}` }));
    this.board.sheet.open(
      {
        name: `propose ${id}`,
        title: "Make a task of it",
        about: `${who}: ${text}`,
        fields: [
          { name: "label", label: "On the card", kind: "line", value: text, worded: true, isNeeded: true },
          { name: "statement", label: "Full statement", kind: "text", value: text, worded: true },
          {
            name: "duty",
            label: "Duty",
            kind: "choice",
            value: duty,
            choices: [...choices, { value: "", label: "Without a duty" }],
          },
        ],
        does: "Make the task",
        act: (values) => ({
          action: "propose",
          proposal: id,
          outcome: "made a task",
          duty: values.duty,
          label: values.label,
          statement: values.statement,
        }),
      },
      near,
    );
  }

  /** @param {Proposal} one @param {HTMLElement} near */
  #join({ id, text, alike }, near) {
    const first = new Set(alike.map((one) => one.id));
    const picks = this.board.acts
      .taskPicks()
      .toSorted((one, other) => Number(first.has(other.id)) - Number(first.has(one.id)));
    this.board.picker.open({
      title: `“${text}” is part of`,
      picks,
      near,
      act: (task) => this.board.change({ action: "propose", proposal: id, outcome: "joined to a task", task }),
    });
  }

  /** @param {Proposal} one @param {HTMLElement} near */
  #leave({ id, text, who }, near) {
    this.board.sheet.open(
      {
        name: `leave ${id}`,
        title: "Leave it out",
        about: `${who}: ${text}`,
        fields: [{ name: "reason", label: "Because", kind: "line", value: "", isNeeded: true }],
        does: "Leave it out",
        act: ({ reason }) => ({ action: "propose", proposal: id, outcome: "left out", reason }),
      },
      near,
    );
  }
}
