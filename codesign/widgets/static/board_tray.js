// The passages beside the board: those on no task first, by likeness or by code; many are chosen and put on a card at once.

import { TrayGroups } from "./board_tray_groups.js";
import { Later } from "./later.js";
import { counted, focused, h, newId } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { DraftAnswer, TrayAnswer } from "./board_types.js" */

const PAUSE = 250;
/** What tells a line of a list from a task, where one of both is picked. */
const LINE = "line ";

export class BoardTray {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.name = `cw-${newId()}`;
    /** The passages that are chosen, by their id. @type {Map<string, string[]>} */
    this.chosen = new Map();
    this.by = "likeness";
    this.isAll = false;
    this.finding = new Later(() => this.ask());
    this.title = h("h3", { id: this.name });
    this.find = h("input", {
      type: "search",
      placeholder: "Find words…",
      "aria-label": "Find words in the passages",
      oninput: () => {
        this.finding.cancel();
        this.finding.within(PAUSE);
      },
    });
    this.order = h(
      "select",
      {
        "aria-label": "How the passages are grouped",
        onchange: () => {
          this.by = this.order.value;
          this.ask();
        },
      },
      h("option", { value: "likeness" }, "by likeness"),
      h("option", { value: "code" }, "by code"),
    );
    this.all = h("input", {
      type: "checkbox",
      onchange: () => {
        this.isAll = this.all.checked;
        this.ask();
      },
    });
    this.make = this.#button("Make a task", () => this.makeTask(this.allChosen, ""), true);
    this.putting = this.#button("Put on a card…", (near) => this.put(near));
    this.none = this.#button("Choose none", () => this.clear());
    this.acts = h("div", { class: "cw-bd-tray-acts" }, this.make, this.putting, this.none);
    this.groups = new TrayGroups(board, this);
    this.nothing = h("p", { class: "cw-bd-quiet cw-bd-none", hidden: true });
    this.more = this.#button("Show more", () => this.#askMore());
    this.list = h("div", { class: "cw-bd-tray-list" }, this.groups.element, this.nothing, this.more);
    this.element = h(
      "aside",
      { class: "cw-bd-tray", "aria-labelledby": this.name },
      h(
        "div",
        { class: "cw-bd-tray-head" },
        this.title,
        h("div", { class: "cw-bd-line" }, this.find, this.order),
        h("label", { class: "cw-bd-check" }, this.all, " those on a task too"),
      ),
      this.list,
      this.acts,
    );
    this.#tell();
  }

  /** @param {string} words @param {(near: HTMLElement) => void} act @param {boolean} [isMain] */
  #button(words, act, isMain = false) {
    return h(
      "button",
      { type: "button", class: `cw-button${isMain ? " cw-main" : ""}`, onclick: (event) => act(event.currentTarget) },
      words,
    );
  }

  // what there is -----

  ask() {
    this.finding.cancel();
    this.#ask(0);
  }

  /** @param {number} from */
  #ask(from) {
    const [by, find, all] = [this.by, this.find.value.trim(), this.isAll];
    this.from = from;
    this.board.ask({ type: "tray", by, find, all, from });
  }

  #askMore() {
    this.#ask(this.groups.size);
  }

  /** @param {TrayAnswer} message */
  take(message) {
    if (message.by !== this.by || message.find !== this.find.value.trim()) return;
    this.groups.take(message.groups, Boolean(this.from));
    this.from = 0;
    for (const id of this.chosen.keys()) if (!this.groups.passage(id)) this.chosen.delete(id);
    this.more.hidden = !message.more;
    this.more.textContent = `Show more (${message.more})`;
    this.nothing.hidden = message.groups.length > 0;
    this.nothing.textContent = message.find
      ? "No passage has these words."
      : "Every passage coded as a task, a tool or knowledge is on a task.";
    this.draw();
  }

  draw() {
    this.groups.draw();
    this.#tell();
  }

  #tell() {
    const { waiting } = this.board.state.parts;
    const left = Math.max(0, waiting - this.board.state.numberLinked);
    this.title.textContent = `Passages on no task yet · ${left}`;
    const number = this.chosen.size;
    this.acts.hidden = !number;
    this.make.textContent = number === 1 ? "Make a task of this" : `Make a task of these ${number}`;
    this.board.tools.tellWaiting(left);
  }

  // what is chosen -----

  /** @param {string} id */
  isChosen(id) {
    return this.chosen.has(id);
  }

  get allChosen() {
    return [...this.chosen.keys()];
  }

  /** @param {string[]} ids @param {boolean} isChosen */
  choose(ids, isChosen) {
    for (const id of ids) {
      const passage = this.groups.passage(id);
      if (isChosen && passage) this.chosen.set(id, passage.codings);
      else this.chosen.delete(id);
    }
    this.draw();
    this.board.frame.say(`${counted(this.chosen.size, "passage", "passages")} chosen.`);
  }

  clear() {
    if (!this.chosen.size) return false;
    this.choose(this.allChosen, false);
    if (!this.groups.has(focused())) this.groups.focus();
    return true;
  }

  /** What is dragged where one passage is taken hold of. @param {string} id */
  dragged(id) {
    return this.chosen.has(id) ? this.allChosen : [id];
  }

  focus() {
    this.board.tools.showTray(true);
    this.groups.focus();
  }

  /** The codings of passages. @param {string[]} ids */
  #codings(ids) {
    return ids.flatMap((id) => this.groups.passage(id)?.codings || this.chosen.get(id) || []);
  }

  // what is done with them -----

  /** Ask for a card, and put the passages chosen on it, or one. @param {HTMLElement} near @param {string} [id] */
  put(near, id) {
    const { picker, acts } = this.board;
    const ids = this.chosen.size || !id ? this.allChosen : [id];
    picker.open({
      title: `Put ${counted(ids.length, "passage", "passages")} on a card`,
      picks: [...acts.taskPicks(), ...acts.linePicks()],
      near,
      act: (to) => (to.startsWith(LINE) ? this.linkToLine(ids, to.slice(LINE.length)) : this.link(ids, to)),
    });
  }

  /** Put passages on a card. @param {string[]} ids @param {string} task */
  link(ids, task) {
    const codings = this.#codings(ids);
    const at = this.groups.placeOf(ids[0]);
    this.board.change({ action: "link", codings, task });
    this.#done(ids, at, this.element.contains(focused()) || focused() === document.body);
  }

  /** Put passages on a line of a list beside the chart. @param {string[]} ids @param {string} item */
  linkToLine(ids, item) {
    this.board.change({ action: "list_link", item, codings: this.#codings(ids) });
    this.choose(ids, false);
  }

  /** @param {string[]} ids @param {number} at @param {boolean} isHere */
  #done(ids, at, isHere) {
    for (const id of ids) this.chosen.delete(id);
    this.draw();
    if (isHere) this.groups.focusAt(at);
  }

  /** Make a task of passages, with words one may change. @param {string[]} ids @param {string} duty */
  makeTask(ids, duty) {
    const { state, sheet, chart } = this.board;
    const codings = this.#codings(ids);
    const to = duty || chart.duty || state.named[0]?.id || "";
    const choices = [...state.named.map(({ id, number, title }) => ({ value: id, label: `${number}. ${title}` }))];
    this.drafting = `make ${ids.join(" ")}`;
    const [at, isHere] = [this.groups.placeOf(ids[0]), this.element.contains(focused())];
    sheet.open(
      {
        name: this.drafting,
        title: `A task of ${counted(ids.length, "passage", "passages")}`,
        about: "Reading the words …",
        fields: [
          {
            name: "label",
            label: "On the card",
            kind: "line",
            value: "",
            worded: true,
            isNeeded: true,
            voids: "statement",
          },
          { name: "statement", label: "Full statement", kind: "text", value: "", worded: true },
          {
            name: "duty",
            label: "Duty",
            kind: "choice",
            value: to,
            choices: [...choices, { value: "", label: "Without a duty" }],
          },
        ],
        does: "Make the task",
        act: (values) => ({
          action: "add_task",
          duty: values.duty,
          label: values.label,
          statement: values.statement,
          place: state.duty(values.duty)?.tasks.length || 0,
          codings,
        }),
        done: () => this.#done(ids, at, isHere),
      },
      this.acts.hidden ? this.list : this.acts,
    );
    this.board.ask({ type: "draft", for: this.drafting, codings: ids });
  }

  /** @param {DraftAnswer} message */
  drafted(message) {
    if (message.for !== this.drafting) return;
    const { sheet } = this.board;
    sheet.fill(message.for, "label", message.label);
    sheet.fill(message.for, "statement", message.statement);
    const alike = message.alike.map(({ number, label }) => `${number} ${label}`.trim());
    const near = alike.length ? ` Nearly the same as ${alike.join("; ")}.` : "";
    if (sheet.isAbout(message.for)) sheet.tell(`${message.words}${near}`);
  }
}
