// The board as it is saved, and as it is shown: what was done and is not answered yet is shown at once.

import { dutyMoved, moved, without } from "./board_order.js";

/** @import { BoardAct, BoardCard, BoardDuty, BoardParts, Proposal, SideList } from "./board_types.js" */

/** @type {BoardParts} */
const NOTHING = {
  empty: "",
  title: "Tasks of the job",
  about: "",
  duties: [],
  order: [],
  cards: {},
  gone: [],
  lists: [],
  proposals: [],
  waiting: 0,
  undo: { undo: "", redo: "" },
  raters: [],
  scales: [],
  decisions: [],
  can_make_all: 0,
  can_number: false,
};

export class BoardState {
  constructor() {
    /** As it is saved. */
    this.parts = { ...NOTHING };
    /** @type {Map<string, BoardCard>} */
    this.cards = new Map();
    /** As they are saved, by id. @type {Map<string, BoardDuty>} */
    this.saved = new Map();
    /** As it is shown. @type {BoardDuty[]} */
    this.duties = [];
    /** The cards that differ from what is saved. @type {Map<string, BoardCard>} */
    this.changed = new Map();
    /** The passages that were put on a task or taken off, and are not answered yet. @type {Set<string>} */
    this.linked = new Set();
  }

  /** Take what Python tells: a whole board, or the parts that changed. @param {Partial<BoardParts>} told @param {boolean} isWhole */
  take(told, isWhole) {
    const { cards, gone, duties, ...parts } = told;
    if (isWhole) for (const all of [this.cards, this.saved]) all.clear();
    for (const id of gone || []) for (const all of [this.cards, this.saved]) all.delete(id);
    for (const duty of duties || []) this.saved.set(duty.id, duty);
    for (const [id, card] of Object.entries(cards || {})) this.cards.set(id, card);
    const before = isWhole ? NOTHING : this.parts;
    const changed = Object.entries(parts).filter(([name, value]) => name in NOTHING && value !== undefined);
    this.parts = { ...before, ...Object.fromEntries(changed) };
    this.parts.duties = this.parts.order.flatMap((id) => this.saved.get(id) || []);
  }

  /** Show what was done and waits for its answer. @param {BoardAct[]} acts */
  show(acts) {
    this.duties = this.parts.duties;
    this.changed = new Map();
    this.linked = new Set();
    for (const act of acts) this.#apply(act);
  }

  /** @param {BoardAct} act */
  #apply(act) {
    if (act.action === "move") this.duties = moved(this.duties, act.tasks, act);
    if (act.action === "drop") this.duties = without(this.duties, act.tasks);
    if (act.action === "merge")
      this.duties = without(
        this.duties,
        act.tasks.filter((task) => task !== act.into),
      );
    if (act.action === "move_duty") this.duties = dutyMoved(this.duties, act.duty, act.place);
    if (act.action === "drop_duty")
      this.duties = this.duties.filter((duty) => duty.id !== act.duty || duty.tasks.length);
    if (act.action === "word_duty") this.#change(act.duty, { title: act.title });
    if (act.action === "word") this.#word(act.task, act);
    if ((act.action === "link" || act.action === "add_task") && act.codings)
      for (const coding of act.codings) this.linked.add(coding);
  }

  /** @param {string} id @param {Partial<BoardDuty>} parts */
  #change(id, parts) {
    this.duties = this.duties.map((duty) => (duty.id === id ? { ...duty, ...parts } : duty));
  }

  /** @param {string} task @param {{ label?: string, statement?: string }} words */
  #word(task, { label, statement }) {
    const card = this.card(task);
    if (card) this.changed.set(task, { ...card, label: label ?? card.label, statement: statement ?? card.statement });
  }

  /** A task as it is shown. @param {string} id */
  card(id) {
    return this.changed.get(id) || this.cards.get(id);
  }

  /** The cards that are shown, in the order of the board. */
  get all() {
    return this.duties.flatMap((duty) => duty.tasks).flatMap((id) => this.card(id) || []);
  }

  /** @param {string} id */
  duty(id) {
    return this.duties.find((duty) => duty.id === id);
  }

  /** The duty of a task. @param {string} task */
  dutyOf(task) {
    return this.duties.find((duty) => duty.tasks.includes(task));
  }

  /** The duties one may add to: all but “Without a duty”. */
  get named() {
    return this.duties.filter((duty) => duty.id);
  }

  /** @returns {SideList[]} */
  get lists() {
    return this.parts.lists;
  }

  /** @returns {Proposal[]} */
  get proposals() {
    return this.parts.proposals;
  }

  /** Whether a passage goes to a task and is on its way. @param {string} coding */
  isLinked(coding) {
    return this.linked.has(coding);
  }

  get numberLinked() {
    return this.linked.size;
  }

  /** The numbers of tasks, in words. @param {string[]} ids */
  numbersOf(ids) {
    return ids.flatMap((id) => this.card(id)?.number || []).join(", ");
  }

  /** How a task is called, for a sentence. @param {string} id */
  nameOf(id) {
    const card = this.card(id);
    return card ? `${card.number ? `${card.number} ` : ""}${card.label}` : "the task";
  }
}
