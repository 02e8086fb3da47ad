// The passages of the tray as groups, with one stop for Tab; what says the same keeps its element.

import { colour } from "./families.js";
import { focused, h, putChildren, unseen } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardTray } from "./board_tray.js" */
/** @import { TrayGroup, TrayPassage } from "./board_types.js" */

/** @typedef {{ element: HTMLElement, title: HTMLElement, all: HTMLButtonElement, list: HTMLElement }} DrawnGroup */

export class TrayGroups {
  /** @param {Board} board @param {BoardTray} tray */
  constructor(board, tray) {
    this.board = board;
    this.tray = tray;
    /** @type {TrayGroup[]} */
    this.groups = [];
    /** @type {Map<string, TrayPassage>} */
    this.byId = new Map();
    /** @type {Map<string, { told: string, element: HTMLElement }>} */
    this.drawn = new Map();
    /** @type {Map<string, DrawnGroup>} */
    this.rows = new Map();
    this.at = "";
    /** The passage chosen last. */
    this.last = "";
    this.element = h("div", { class: "cw-bd-groups", onkeydown: (event) => this.#key(event) });
  }

  /** @param {TrayGroup[]} groups @param {boolean} isFurther */
  take(groups, isFurther) {
    this.groups = isFurther ? [...this.groups, ...groups] : groups;
    this.byId = new Map(this.groups.flatMap((group) => group.passages.map((one) => [one.id, one])));
  }

  /** The number of passages read. */
  get size() {
    return this.byId.size;
  }

  /** @param {string} id */
  passage(id) {
    return this.byId.get(id);
  }

  /** Those shown: what was just put on a task is on its way. @param {TrayGroup} group */
  #shown(group) {
    const { linked } = this.board.state;
    return group.passages.filter((one) => !one.codings.some((coding) => linked.has(coding)));
  }

  draw() {
    const groups = this.groups
      .map((group) => ({ group, passages: this.#shown(group) }))
      .filter((one) => one.passages.length);
    const held = focused()?.dataset.passage;
    putChildren(
      this.element,
      groups.map(({ group, passages }, index) => this.#group(group, passages, index)),
    );
    const shown = new Set(groups.flatMap(({ passages }) => passages.map((one) => one.id)));
    for (const id of this.drawn.keys()) if (!shown.has(id)) this.drawn.delete(id);
    if (!shown.has(this.at)) this.at = [...shown][0] || "";
    for (const [id, { element }] of this.drawn) element.tabIndex = id === this.at ? 0 : -1;
    if (held && held !== focused()?.dataset.passage) this.#focus(shown.has(held) ? held : this.at);
  }

  /** @param {TrayGroup} group @param {TrayPassage[]} passages @param {number} index */
  #group(group, passages, index) {
    const name = group.id || `${group.title} ${index}`;
    const row = this.rows.get(name) || this.#row();
    this.rows.set(name, row);
    const ids = passages.map((one) => one.id);
    const areAll = ids.every((id) => this.tray.chosen.has(id));
    row.title.textContent = group.title;
    row.all.replaceChildren(areAll ? "none of these" : "all of these", unseen(`: ${group.title}`));
    row.all.onclick = () => this.tray.choose(ids, !areAll);
    row.all.hidden = ids.length < 2;
    row.list.setAttribute("aria-label", group.title);
    putChildren(
      row.list,
      passages.map((passage) => this.#passage(passage)),
    );
    return row.element;
  }

  /** @returns {DrawnGroup} */
  #row() {
    const title = h("h4", {});
    const all = h("button", { type: "button", class: "cw-link" });
    const list = h("div", { role: "group" });
    const element = h("section", {}, h("div", { class: "cw-bd-group-head" }, title, all), list);
    return { element, title, all, list };
  }

  /** @param {TrayPassage} passage */
  #passage(passage) {
    const told = JSON.stringify(passage);
    const before = this.drawn.get(passage.id);
    const element = before?.told === told ? before.element : this.#made(passage);
    if (element !== before?.element) this.drawn.set(passage.id, { told, element });
    const isChosen = String(this.tray.chosen.has(passage.id));
    if (element.getAttribute("aria-checked") !== isChosen) element.setAttribute("aria-checked", isChosen);
    return element;
  }

  /** @param {TrayPassage} passage */
  #made({ id, words, who, code, family, polarity, on }) {
    const tag = polarity !== "supports" ? [" ", h("span", { class: "cw-bd-tag", "data-kind": "doubt" }, polarity)] : [];
    return h(
      "div",
      {
        class: "cw-bd-passage",
        role: "checkbox",
        tabindex: -1,
        "aria-checked": "false",
        "data-passage": id,
        "data-drag": `passage ${id}`,
        style: `--cw-family:${colour(family)}`,
        onclick: (event) => (event.shiftKey ? this.#chooseTo(id) : this.#turn(id)),
        onfocus: () => this.#entered(id),
      },
      h("span", { class: "cw-bd-box", "aria-hidden": "true" }),
      h(
        "span",
        { class: "cw-bd-said" },
        h("span", { class: "cw-bd-words" }, `“${words}”`, ...tag),
        h(
          "span",
          { class: "cw-bd-quiet" },
          [who, code, on.length ? `on ${on.join(", ")}` : ""].filter(Boolean).join(" · "),
        ),
      ),
    );
  }

  // where one is -----

  /** @param {string} id */
  #entered(id) {
    const before = this.drawn.get(this.at)?.element;
    if (before) before.tabIndex = -1;
    this.at = id;
    const here = this.drawn.get(id)?.element;
    if (here) here.tabIndex = 0;
  }

  /** @param {string} id */
  #turn(id) {
    this.#entered(id);
    this.last = id;
    this.tray.choose([id], !this.tray.chosen.has(id));
  }

  /** Choose all from where one was to this one. @param {string} id */
  #chooseTo(id) {
    const { ids } = this;
    const [from, to] = [ids.indexOf(this.last), ids.indexOf(id)].toSorted((one, other) => one - other);
    this.#entered(id);
    this.tray.choose(ids.slice(Math.max(0, from), to + 1), true);
  }

  get ids() {
    return [...this.element.querySelectorAll("[data-passage]")].map((one) => one.dataset.passage || "");
  }

  /** @param {string} id */
  placeOf(id) {
    return Math.max(0, this.ids.indexOf(id));
  }

  /** @param {number} place */
  focusAt(place) {
    const { ids } = this;
    this.#focus(ids[Math.min(place, ids.length - 1)] || "");
  }

  focus() {
    if (this.at) this.#focus(this.at);
    else this.board.frame.say("No passage is shown.");
  }

  /** @param {string} id */
  #focus(id) {
    const element = this.drawn.get(id)?.element;
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Element | null} element */
  has(element) {
    return this.element.contains(element);
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const id = event.target.dataset.passage;
    if (!id || event.altKey) return;
    const { ids } = this;
    const at = ids.indexOf(id);
    const steps = new Map([
      ["ArrowDown", at + 1],
      ["ArrowUp", at - 1],
      ["Home", 0],
      ["End", ids.length - 1],
    ]);
    const next = steps.get(event.key);
    const isCommand = event.ctrlKey || event.metaKey;
    if (next !== undefined && !isCommand) {
      if (event.shiftKey) this.tray.choose([id, ids[next] || id], true);
      this.#focus(ids[next] || id);
    } else if (event.key === " ") this.#turn(id);
    else if (event.key.toLowerCase() === "a" && isCommand) this.#chooseGroup(id);
    else if (event.key === "Enter") this.#make(id);
    else if (event.key === "c" && !isCommand) this.tray.put(event.target, id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} id */
  #chooseGroup(id) {
    const group = this.groups.find((one) => one.passages.some((passage) => passage.id === id));
    if (group)
      this.tray.choose(
        this.#shown(group).map((one) => one.id),
        true,
      );
  }

  /** @param {string} id */
  #make(id) {
    const chosen = [...this.tray.chosen.keys()];
    this.tray.makeTask(chosen.length ? chosen : [id], "");
  }
}
