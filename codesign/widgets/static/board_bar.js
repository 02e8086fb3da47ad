// What can be done with the cards that are chosen, or with the duty one is at, as buttons: for the mouse.

import { counted, h } from "./shared.js";

/** @import { Board } from "./board.js" */

export class BoardBar {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.shown = "";
    this.words = h("span", {});
    this.tools = h("span", { class: "cw-bd-line" });
    this.element = h(
      "div",
      { class: "cw-bd-bar", role: "group", "aria-label": "What can be done with what is chosen", hidden: true },
      this.words,
      this.tools,
    );
  }

  draw() {
    const { chart, state } = this.board;
    const number = chart.numberChosen;
    const duty = number || !chart.isAtDuty ? undefined : state.duty(chart.duty || "");
    const shown = number ? "cards" : duty ? "duty" : "";
    this.element.hidden = !shown;
    this.words.textContent = number ? `${counted(number, "card", "cards")} chosen` : duty ? `Duty ${duty.number}` : "";
    if (shown === this.shown) return;
    this.shown = shown;
    this.tools.replaceChildren(...(number ? this.#forCards() : duty ? this.#forDuty() : []));
  }

  /** @param {string} words @param {(near: HTMLElement) => unknown} act */
  #button(words, act) {
    return h("button", { type: "button", class: "cw-button", onclick: (event) => act(event.currentTarget) }, words);
  }

  #forCards() {
    const { acts, chart } = this.board;
    return [
      this.#button("Move to duty…", (near) => acts.askDuty(near, chart.allChosen)),
      this.#button("Join…", (near) => acts.join(near, chart.allChosen)),
      this.#button("Take away…", (near) => acts.drop(near, chart.allChosen)),
      this.#button("Choose none", () => {
        chart.clear();
        chart.focus();
      }),
    ];
  }

  #forDuty() {
    const { acts } = this.board;
    return [
      this.#button("Rename", () => acts.rename()),
      this.#button("Earlier", () => acts.shift("up")),
      this.#button("Later", () => acts.shift("down")),
      this.#button("Take away…", (near) => acts.drop(near)),
    ];
  }
}
