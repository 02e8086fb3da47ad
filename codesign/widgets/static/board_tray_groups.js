// The passages of the tray as groups, with one stop for Tab; what says the same keeps its element.

import { arrange } from "./board_arrange.js";
import { colour } from "./families.js";
import { focused, h, unseen } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardTray } from "./board_tray.js" */
/** @import { TrayGroup, TrayPassage } from "./board_types.js" */

/** @typedef {TrayPassage & { key: string }} Keyed */
/** @typedef {Omit<TrayGroup, "passages"> & { passages: Keyed[] }} KeyedGroup */
/** @typedef {{ element: HTMLElement, title: HTMLElement, all: HTMLButtonElement, list: HTMLElement }} DrawnGroup */

/** A passage may stand under several codes: its places are told apart. @param {TrayGroup[]} groups @returns {KeyedGroup[]} */
function keyed(groups) {
  /** @type {Map<string, number>} */
  const times = new Map();
  /** @param {TrayPassage} passage */
  const named = (passage) => {
    const before = times.get(passage.id) || 0;
    times.set(passage.id, before + 1);
    return { ...passage, key: before ? `${passage.id} ${before}` : passage.id };
  };
  return groups.map((group) => ({ ...group, passages: group.passages.map(named) }));
}

export class TrayGroups {
  /** @param {Board} board @param {BoardTray} tray */
  constructor(board, tray) {
    this.board = board;
    this.tray = tray;
    /** @type {KeyedGroup[]} */
    this.groups = [];
    /** The passages by what tells one place in the list from another. @type {Map<string, string>} */
    this.ids = new Map();
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
    this.groups = keyed(isFurther ? [...this.groups, ...groups] : groups);
    const passages = this.groups.flatMap((group) => group.passages);
    this.byId = new Map(passages.map((one) => [one.id, one]));
    this.ids = new Map(passages.map((one) => [one.key, one.id]));
  }

  /** The number of passages read. */
  get size() {
    return this.byId.size;
  }

  /** @param {string} id */
  passage(id) {
    return this.byId.get(id);
  }

  /** Those shown: what was just put on a task is on its way. @param {KeyedGroup} group */
  #shown(group) {
    const { state } = this.board;
    return group.passages.filter((one) => !one.codings.some((coding) => state.isLinked(coding)));
  }

  draw() {
    const groups = this.groups
      .map((group) => ({ group, passages: this.#shown(group) }))
      .filter((one) => one.passages.length);
    const held = focused()?.dataset.passage;
    arrange(
      this.element,
      groups.map(({ group, passages }, index) => this.#group(group, passages, index)),
    );
    const shown = new Set(groups.flatMap(({ passages }) => passages.map((one) => one.key)));
    for (const id of this.drawn.keys()) if (!shown.has(id)) this.drawn.delete(id);
    if (!shown.has(this.at)) this.at = [...shown][0] || "";
    for (const [id, { element }] of this.drawn) element.tabIndex = id === this.at ? 0 : -1;
    if (held && held !== focused()?.dataset.passage) this.#focus(shown.has(held) ? held : this.at);
  }

  /** @param {KeyedGroup} group @param {Keyed[]} passages @param {number} index */
  #group(group, passages, index) {
    const name = group.id || `${group.title} ${index}`;
    const row = this.rows.get(name) || this.#row();
    this.rows.set(name, row);
    const ids = passages.map((one) => one.id);
    const areAll = ids.every((id) => this.tray.isChosen(id));
    row.title.textContent = group.title;
    row.all.replaceChildren(areAll ? "none of these" : "all of these", unseen(` ${group.title}`));
    row.all.onclick = () => this.tray.choose(ids, !areAll);
    row.all.hidden = ids.length < 2;
    row.list.setAttribute("aria-label", group.title);
    arrange(
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

  /** @param {Keyed} passage */
  #passage(passage) {
    const told = JSON.stringify(passage);
    const before = this.drawn.get(passage.key);
    const element = before?.told === told ? before.element : this.#made(passage);
    if (element !== before?.element) this.drawn.set(passage.key, { told, element });
    const isChosen = String(this.tray.isChosen(passage.id));
    if (element.getAttribute("aria-checked") !== isChosen) element.setAttribute("aria-checked", isChosen);
    return element;
  }

  /** @param {Keyed} passage */
  #made({ id, key, words, who, code, family, polarity, on }) {
    const tag = polarity !== "supports" ? [" ", h("span", { class: "cw-bd-tag", "data-kind": "doubt" }, polarity)] : [];
    return h(
      "div",
      {
        class: "cw-bd-passage",
        role: "checkbox",
        tabindex: -1,
        "aria-checked": "false",
        "data-passage": key,
        "data-drag": `passage ${id}`,
        style: `--cw-family:${colour(family)}`,
        onclick: (event) => (event.shiftKey ? this.#chooseTo(key) : this.#turn(key)),
        onfocus: () => this.#entered(key),
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

  /** @param {string} key */
  #turn(key) {
    const id = this.#idOf(key);
    this.#entered(key);
    this.last = key;
    this.tray.choose([id], !this.tray.isChosen(id));
  }

  /** Choose all from where one was to this one. @param {string} key */
  #chooseTo(key) {
    const { keys } = this;
    const [from, to] = [keys.indexOf(this.last), keys.indexOf(key)].toSorted((one, other) => one - other);
    this.#entered(key);
    this.tray.choose(
      keys.slice(Math.max(0, from), to + 1).map((one) => this.#idOf(one)),
      true,
    );
  }

  /** @param {string} key */
  #idOf(key) {
    return this.ids.get(key) || key;
  }

  get keys() {
    return [...this.element.querySelectorAll("[data-passage]")].map((one) => one.dataset.passage || "");
  }

  /** @param {string} id */
  placeOf(id) {
    return Math.max(0, this.keys.indexOf(id));
  }

  /** @param {number} place */
  focusAt(place) {
    const { keys } = this;
    this.#focus(keys[Math.min(place, keys.length - 1)] || "");
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
    const here = event.target.dataset.passage;
    if (!here || event.altKey) return;
    const { keys } = this;
    const id = this.#idOf(here);
    const at = keys.indexOf(here);
    const steps = new Map([
      ["ArrowDown", at + 1],
      ["ArrowUp", at - 1],
      ["Home", 0],
      ["End", keys.length - 1],
    ]);
    const next = steps.get(event.key);
    const isCommand = event.ctrlKey || event.metaKey;
    if (next !== undefined && !isCommand) {
      if (event.shiftKey) this.tray.choose([id, this.#idOf(keys[next] || here)], true);
      this.#focus(keys[next] || here);
    } else if (event.key === " ") this.#turn(here);
    else if (event.key.toLowerCase() === "a" && isCommand) this.#chooseGroup(here);
    else if (event.key === "Enter") this.#make(id);
    else if (event.key === "c" && !isCommand) this.tray.put(event.target, id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} key */
  #chooseGroup(key) {
    const group = this.groups.find((one) => one.passages.some((passage) => passage.key === key));
    if (group)
      this.tray.choose(
        this.#shown(group).map((one) => one.id),
        true,
      );
  }

  /** @param {string} id */
  #make(id) {
    const chosen = this.tray.allChosen;
    this.tray.makeTask(chosen.length ? chosen : [id], "");
  }
}
