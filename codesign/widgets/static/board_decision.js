// What is decided of a task: by the rule, or by the team with a reason.

import { h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardCard, CardBody } from "./board_types.js" */

const RULE = "";

/** Words as a sentence. @param {string} words */
const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}${words.endsWith(".") ? "" : "."}`;

export class DecisionPart {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.task = "";
    this.kind = "";
    this.words = h("p", { class: "cw-bd-decided" });
    this.why = h("p", { class: "cw-bd-quiet" });
    this.decide = h(
      "button",
      { type: "button", class: "cw-button", onclick: (event) => this.#ask(event.currentTarget) },
      "Decide otherwise…",
    );
    this.entry = h("input", {
      type: "checkbox",
      onchange: () => void this.board.change({ action: "entry", task: this.task, value: this.entry.checked }),
    });
    this.element = h(
      "div",
      { class: "cw-bd-decision" },
      this.words,
      this.why,
      h("div", { class: "cw-bd-line" }, this.decide, h("label", {}, this.entry, " needed on the first day")),
    );
  }

  /** @param {BoardCard} card @param {CardBody} body */
  show(card, { rule, flips, decision }) {
    this.task = card.id;
    this.kind = decision.by === "team" ? decision.kind : RULE;
    const by = decision.by === "team" ? `the team: ${decision.reason}` : rule && `rule: ${rule}`;
    const why = [decision.why || "", flips].filter(Boolean).map(sentence).join(" ");
    const tag = decision.words && h("span", { class: "cw-bd-tag", "data-kind": decision.kind }, decision.words);
    this.words.replaceChildren(...(tag ? [tag, " "] : []), by || "");
    this.why.textContent = why;
    this.entry.checked = Boolean(card.entry);
    this.decide.hidden = !this.board.state.parts.decisions.length;
  }

  /** @param {HTMLElement} near */
  #ask(near) {
    const { task } = this;
    const { decisions } = this.board.state.parts;
    const choices = decisions.map(({ value, words }) => ({ value, label: words }));
    this.board.sheet.open(
      {
        name: `decide ${task}`,
        title: `Decide on ${this.board.state.nameOf(task)}`,
        about: "A decision of the team stands above the rule, with its reason beside it.",
        fields: [
          {
            name: "decision",
            label: "Decision",
            kind: "choice",
            value: this.kind,
            choices: [{ value: RULE, label: "as the rule says" }, ...choices],
          },
          { name: "reason", label: "Because", kind: "text", value: "" },
        ],
        does: "Decide so",
        act: ({ decision, reason }) => {
          if (!decision || reason) return { action: "decide", task, decision, reason };
          this.board.sheet.refuse("Not saved yet: say in a few words why the team decides otherwise.", "reason");
          return null;
        },
      },
      near,
    );
  }
}
