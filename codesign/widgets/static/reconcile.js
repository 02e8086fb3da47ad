// Where coders differ: one passage at a time, what each coder put there, and what the team decides.

import { Connection, shownBy } from "./connection.js";
import { DecisionForm } from "./decision_form.js";
import { headerOf, passageOf, putOf } from "./difference_view.js";
import { Frame } from "./frame.js";
import { ReconcileList } from "./reconcile_list.js";
import { counted, focused, h } from "./shared.js";

/** @import { Act, Code, Difference, NewDifferences, ReconcileMessage, ReconcileStart } from "./screen_types.js" */
/** @import { Choice, WholeDifference } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

const CHANGED = "A team mate changed this passage";

export class Reconcile {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    /** @type {Map<string, Difference>} */
    this.items = new Map();
    /** @type {Code[]} */
    this.codes = [];
    /** The kinds of differences, each with its words. @type {Choice[]} */
    this.kinds = [];
    /** @type {string[]} */
    this.polarities = [];
    /** The passage that is shown, and its form. @type {WholeDifference | undefined} */
    this.item = undefined;
    /** @type {DecisionForm | undefined} */
    this.form = undefined;
    this.moving = false;
    /** The decision that is on its way, and the passage that opens after it. */
    this.awaited = "";
    /** @type {string | undefined} */
    this.next = undefined;
    this.frame = new Frame(el, "reconcile", "Where coders differ");
    this.undo = h("button", { type: "button", class: "cw-button", onclick: () => this.#takeBack("undo") }, "Undo");
    this.frame.offer(this.undo);
    this.list = new ReconcileList(this);
    this.heading = h("h3", { class: "cw-rc-code", tabindex: -1 });
    this.detail = h("div", { class: "cw-rc" });
    this.columns = h("div", { class: "cw-rc-columns" }, this.list.root, this.detail);
    const note = "A decision changes nobody's coding. Agreement is measured on the codings as each person put them.";
    this.frame.explain(h("span", {}, note));
    this.frame.pressed((event) => this.#key(event));
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {string} code */
  codeName(code) {
    return this.codes.find((one) => one.id === code)?.name || code;
  }

  /** @param {string} words */
  say(words) {
    this.frame.say(words);
  }

  /** @param {ReconcileMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#opened(message);
    else if (message.type === "item") this.#shown(message);
    else if (message.type === "items" || message.type === "saved") this.#changed(message);
  }

  /** @param {ReconcileStart} message */
  #opened(message) {
    this.codes = message.codes;
    this.kinds = message.kinds;
    this.polarities = message.polarities;
    this.items = new Map(message.items.map((item) => [item.id, item]));
    this.#about();
    if (message.empty) {
      this.frame.empty(message.empty);
      return;
    }
    this.frame.show(this.columns);
    this.list.show();
    const wanted = this.items.has(this.list.chosen) ? this.list.chosen : this.list.order[0];
    if (wanted) this.choose(wanted, false);
    else this.#nothing("Everything is decided. Choose “Decided” in the list to look again.");
  }

  /** @param {string} sentence */
  #nothing(sentence) {
    this.detail.replaceChildren(h("p", { class: "cw-empty" }, sentence));
  }

  /** @param {NewDifferences} message */
  #changed(message) {
    const { put, removed = [], codes } = message;
    if (!put) return;
    removed.forEach((id) => this.items.delete(id));
    put.forEach((item) => this.items.set(item.id, item));
    if (codes) this.codes = codes;
    this.#about();
    if (!this.detail.isConnected && this.items.size) this.frame.show(this.columns);
    this.list.show();
    if (message.said) this.say(message.said);
    const changed = new Set([...removed, ...put.map((item) => item.id)]);
    if (message.type === "items" && this.#isAtWork()) this.#keep(changed);
    else this.#follow(changed, message.type === "saved" && this.awaited === message.id, codes !== undefined);
  }

  /**
   * After a decision the next passage opens; after anything else this one stays, drawn anew where it changed.
   * @param {Set<string>} changed @param {boolean} isAnswer @param {boolean} hasCodes
   */
  #follow(changed, isAnswer, hasCodes) {
    const { chosen, order } = this.list;
    const next = isAnswer ? this.next : undefined;
    if (next && this.items.has(next)) this.choose(next);
    else if (this.items.has(chosen)) {
      if (isAnswer || hasCodes || changed.has(chosen)) this.choose(chosen, false);
      else this.list.mark(chosen);
    } else if (order.length) this.choose(order[0], false);
    else {
      this.detail.inert = false;
      this.#nothing("Nothing is left here.");
    }
  }

  /** Whether the form has the focus, or holds something that was typed or chosen since it was drawn. */
  #isAtWork() {
    if (!this.form || this.detail.inert || !this.detail.contains(this.form.element)) return false;
    const held = focused();
    return (held && this.detail.contains(held) && held.matches("input, select, textarea")) || this.form.isWritten;
  }

  /**
   * What a team mate did while a decision is being written: names follow, all else waits for the person.
   * @param {Set<string>} changed
   */
  #keep(changed) {
    if (!this.item || !this.form) return;
    const { id, code } = this.item;
    this.heading.textContent = this.codes.find((one) => one.id === code)?.name || this.heading.textContent;
    this.form.rename();
    this.list.mark(id);
    if (changed.has(id)) this.#tellChanged(this.form, id);
  }

  /** @param {DecisionForm} form @param {string} id */
  #tellChanged(form, id) {
    const sentence = this.items.has(id)
      ? `${CHANGED}. What you wrote stays; choose the passage in the list again to see it as it is now.`
      : `${CHANGED}: you no longer differ about it as it stands here. What you wrote stays until you choose another one.`;
    form.tell(sentence);
    this.say(sentence);
  }

  #about() {
    const items = [...this.items.values()];
    const open = items.filter((item) => !item.decision).length;
    const interviews = counted(new Set(items.map((item) => item.transcript)).size, "interview", "interviews");
    this.frame.tell(items.length ? `${open} to decide, ${items.length - open} decided, in ${interviews}` : "");
  }

  /** @param {string} id @param {boolean} [move] */
  choose(id, move = true) {
    this.moving = move;
    this.detail.inert = this.item?.id !== id;
    this.list.mark(id);
    this.connection.ask({ type: "open", item: id });
  }

  /** @param {WholeDifference} item */
  #shown(item) {
    if (item.id !== this.list.chosen) return;
    const known = this.codes.find((one) => one.id === item.code);
    const code = known || { id: item.code, name: item.code };
    const kind = this.kinds.find(([name]) => name === item.kind)?.[1] || "";
    this.item = item;
    this.detail.inert = false;
    this.heading = h("h3", { class: "cw-rc-code", tabindex: -1 }, code.name);
    this.form = new DecisionForm(this, item, code);
    this.detail.replaceChildren(
      headerOf(item, known?.family_name || "", kind, this.heading),
      passageOf(item),
      putOf(item, (one) => this.codeName(one)),
      this.form.definition,
      this.form.element,
    );
    this.detail.scrollTop = 0;
    if (this.moving) this.heading.focus({ preventScroll: true });
  }

  // deciding -----------------------------------------------------------------------------------------

  /** @param {WholeDifference} item @param {Act} act */
  decide(item, act) {
    this.next = this.list.isOpen ? this.list.after(item.id) : undefined;
    this.awaited = this.connection.change(act, item.id);
  }

  /** @param {WholeDifference} item */
  withdraw(item) {
    this.connection.change({ action: "withdraw", item: item.id }, item.id);
  }

  /** @param {"undo" | "redo"} action */
  #takeBack(action) {
    this.connection.change({ action });
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const control = event.ctrlKey || event.metaKey;
    const isTyping = event.target.matches("textarea, input:not([type=radio])");
    if (control && event.key === "Enter" && this.form && this.detail.contains(event.target)) {
      event.preventDefault();
      this.form.decide();
    } else if (control && !isTyping && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      this.#takeBack(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
    }
  }
}

export default shownBy(Reconcile);
