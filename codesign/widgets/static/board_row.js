// A duty and its tasks as one row of the board. Only what changed is drawn anew.

import { arrange } from "./board_arrange.js";
import { cardParts, dress } from "./board_card.js";
import { h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardCard, BoardDuty } from "./board_types.js" */

/** What is drawn of a card, and where. @typedef {{ item: HTMLElement, element: HTMLElement, card: BoardCard | null, told: string }} Drawn */

export class BoardRow {
  /** @param {Board} board @param {string} id */
  constructor(board, id) {
    this.board = board;
    this.id = id;
    this.told = "";
    this.head = h("div", {
      class: "cw-bd-duty",
      "data-stop": `duty ${id}`,
      "data-drop": `end ${id}`,
      "data-drag": id ? `duty ${id}` : null,
      role: id ? "button" : "group",
      tabindex: -1,
      "aria-keyshortcuts": id ? "F2 Control+ArrowUp Control+ArrowDown Delete" : null,
    });
    this.add = h(
      "div",
      { class: "cw-bd-add", "data-stop": `add ${id}`, "data-drop": `add ${id}`, role: "button", tabindex: -1 },
      h("span", {}, "+ Add a task"),
      h("span", { class: "cw-bd-quiet cw-bd-wide" }, "or drop passages here"),
    );
    this.last = h("li", { class: "cw-bd-item" }, this.add);
    this.list = h("ol", { class: "cw-bd-cards", "data-drop": `end ${id}` });
    this.element = h("section", { class: "cw-bd-row", "data-duty": id }, this.head, this.list);
  }

  /** @param {BoardDuty} duty @param {string[]} shown @param {HTMLElement | null} under what stands below a card */
  draw(duty, shown, under) {
    const told = JSON.stringify([duty.number, duty.title, duty.weight, duty.about, duty.remark]);
    if (told !== this.told) this.#drawHead(duty);
    this.told = told;
    const items = shown.map((task) => this.board.chart.item(task));
    const { opened } = this.board;
    if (under && duty.tasks.includes(opened.task)) {
      const at = shown.indexOf(opened.task);
      items.splice(at + 1, 0, under);
    }
    arrange(this.list, duty.id ? [...items, this.last] : items);
  }

  /** @param {BoardDuty} duty */
  #drawHead(duty) {
    const name = duty.number ? `${duty.number}. ${duty.title}` : duty.title;
    const about = [duty.about, duty.weight && `weight ${duty.weight}`].filter(Boolean).join(" · ");
    this.element.setAttribute("aria-label", name);
    this.head.replaceChildren(
      h("span", { class: "cw-bd-duty-title" }, name),
      h("span", { class: "cw-bd-quiet cw-bd-about" }, about),
      ...(duty.remark ? [h("span", { class: "cw-bd-missing" }, duty.remark)] : []),
    );
    this.add.setAttribute("aria-label", `Add a task to ${duty.title}`);
  }
}

/** A card of the board. @param {string} task @returns {Drawn} */
export function newCard(task) {
  const element = h("div", {
    class: "cw-bd-card",
    role: "button",
    tabindex: -1,
    "data-stop": `task ${task}`,
    "data-drop": `task ${task}`,
    "data-drag": `task ${task}`,
    "aria-pressed": "false",
    "aria-expanded": "false",
  });
  return { item: h("li", { class: "cw-bd-item" }, element), element, card: null, told: "" };
}

/** Draw a card if it says something else than before. @param {Drawn} drawn @param {BoardCard} card @param {string} alike */
export function drawCard(drawn, card, alike) {
  if (drawn.card === card && !alike) return;
  const told = JSON.stringify([card, alike]);
  if (drawn.told !== told) {
    drawn.element.replaceChildren(...cardParts(card, alike));
    dress(drawn.element, card);
  }
  drawn.card = card;
  drawn.told = told;
}
