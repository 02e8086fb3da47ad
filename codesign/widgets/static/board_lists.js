// The lists beside the chart: knowledge and skills, tools, worker behaviours, trends. Each line is written where it stands.

import { arrange } from "./board_arrange.js";
import { h, unseen } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { ListItem, SideList } from "./board_types.js" */

/** @typedef {{ element: HTMLElement, list: HTMLElement, input: HTMLInputElement, told: string }} DrawnList */

export class BoardLists {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    /** @type {Map<string, DrawnList>} */
    this.drawn = new Map();
    /** What was added, by the id of the act. @type {Map<string, { kind: string, text: string }>} */
    this.sent = new Map();
    this.element = h("div", { class: "cw-bd-lists", role: "group", "aria-label": "Lists beside the chart" });
  }

  draw() {
    const at = this.#held();
    arrange(
      this.element,
      this.board.state.lists.map((list) => this.#list(list)),
    );
    if (at && !this.element.contains(document.activeElement)) this.#focus(at);
  }

  #held() {
    const here = document.activeElement;
    return here instanceof HTMLElement && this.element.contains(here) ? here.dataset.item : undefined;
  }

  /** @param {string} item */
  #focus(item) {
    this.element.querySelector(`[data-item="${CSS.escape(item)}"]`)?.focus();
  }

  /** @param {SideList} side */
  #list(side) {
    const drawn = this.drawn.get(side.kind) || this.#made(side);
    this.drawn.set(side.kind, drawn);
    const told = JSON.stringify(side.items);
    if (told !== drawn.told) drawn.list.replaceChildren(...side.items.map((item) => this.#item(side, item)));
    drawn.told = told;
    return drawn.element;
  }

  /** @param {SideList} side @returns {DrawnList} */
  #made({ kind, title }) {
    const name = `new item ${kind}`;
    const input = h("input", {
      type: "text",
      "aria-label": `Add to ${title}`,
      placeholder: "Add a line",
      value: this.board.drafts.of(name) || "",
      oninput: (event) => this.board.drafts.keep(name, event.currentTarget.value),
      onkeydown: (event) => {
        if (event.key === "Enter") this.#add(kind, event.currentTarget);
      },
      onblur: (event) => this.#add(kind, event.currentTarget),
    });
    const list = h("ul", {});
    return { element: h("section", {}, h("h4", {}, title), list, input), list, input, told: "" };
  }

  /** @param {string} kind @param {HTMLInputElement} input */
  #add(kind, input) {
    const text = input.value.replace(/\s+/g, " ").trim();
    if (!text) return;
    const place = this.board.state.lists.find((one) => one.kind === kind)?.items.length || 0;
    input.value = "";
    this.sent.set(this.board.change({ action: "list_add", kind, text, place, codings: [] }), { kind, text });
  }

  /** @param {string} id */
  saved(id) {
    const sent = this.sent.get(id);
    this.sent.delete(id);
    const name = `new item ${sent?.kind}`;
    if (sent && this.board.drafts.of(name) === sent.text) this.board.drafts.clear(name);
  }

  /** What was refused stands in its line again. @param {string} id */
  refused(id) {
    const sent = this.sent.get(id);
    this.sent.delete(id);
    const input = sent && this.drawn.get(sent.kind)?.input;
    if (!sent || !input) return;
    input.value = [sent.text, input.value].filter(Boolean).join(" ");
    this.board.drafts.keep(`new item ${sent.kind}`, input.value);
  }

  /** @param {SideList} side @param {ListItem} item */
  #item(side, item) {
    const text = h(
      "span",
      {
        class: "cw-bd-list-item",
        role: "button",
        tabindex: 0,
        "data-item": item.id,
        "data-drop": `item ${item.id}`,
        "aria-keyshortcuts": "F2 Control+ArrowUp Control+ArrowDown Delete",
        onkeydown: (event) => this.#key(event, side, item),
        onclick: () => this.#rename(item),
      },
      item.text,
      item.evidence ? h("span", { class: "cw-bd-quiet" }, ` ${item.evidence}`) : null,
      unseen(", change"),
    );
    const away = h(
      "button",
      { type: "button", class: "cw-link", onclick: () => this.#drop(item) },
      "Take away",
      unseen(` ${item.text}`),
    );
    return h("li", {}, text, away);
  }

  /** @param {ListItem} item */
  #drop(item) {
    this.board.change({ action: "list_drop", item: item.id });
  }

  /** @param {ListItem} item */
  #rename({ id, text }) {
    this.board.inPlace.open({
      host: () => this.element.querySelector(`[data-item="${CSS.escape(id)}"]`),
      name: `item ${id}`,
      label: "The words of this line",
      value: text,
      save: (words) => ({ action: "list_word", item: id, text: words }),
    });
  }

  /** @param {Happened<KeyboardEvent>} event @param {SideList} side @param {ListItem} item */
  #key(event, side, item) {
    const place = side.items.indexOf(item);
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    const next = side.items[place + step];
    if (step && (event.ctrlKey || event.metaKey)) {
      if (next) this.board.change({ action: "list_move", item: item.id, place: place + step });
    } else if (step) this.#focus(next?.id || item.id);
    else if (event.key === "Delete") this.#drop(item);
    else if (event.key === "Enter" || event.key === " " || event.key === "F2") this.#rename(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
