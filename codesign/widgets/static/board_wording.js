// The words of an opened card: its label and its full statement, saved when one leaves them, with remarks as one types.

import { RemarkList } from "./board_remarks.js";
import { h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardCard, CardBody, Remark } from "./board_types.js" */

/** @typedef {"label" | "statement"} Field */

export class WordingPart {
  /** @param {Board} board @param {string} name */
  constructor(board, name) {
    this.board = board;
    this.task = "";
    /** The words as they are saved. @type {Record<Field, string>} */
    this.saved = { label: "", statement: "" };
    /** What was sent, by the id of the act. @type {Map<string, { task: string, field: Field, text: string }>} */
    this.sent = new Map();
    this.label = this.#box("label", `${name}-label`, 1);
    this.statement = this.#box("statement", `${name}-statement`, 2);
    this.wrong = h("p", { class: "cw-wrong", role: "alert", hidden: true });
    this.remarks = new RemarkList(board, `${name}-remarks`);
    this.element = h(
      "div",
      { class: "cw-bd-wording" },
      h("label", { for: `${name}-label` }, "On the card"),
      this.label,
      h("label", { for: `${name}-statement` }, "Full statement"),
      this.statement,
      this.wrong,
      this.remarks.element,
    );
  }

  /** @param {Field} field @param {string} id @param {number} rows */
  #box(field, id, rows) {
    return h("textarea", {
      id,
      rows,
      oninput: (event) => this.#typed(field, event.currentTarget),
      onblur: () => this.#save(field),
      onkeydown: (event) => this.#key(event, field),
    });
  }

  /** @param {string} task @param {Field} field */
  #draftOf(task, field) {
    return `${field} opened ${task}`;
  }

  /** What is typed is not touched by what is told. @param {BoardCard} card @param {CardBody | null} body */
  show(card, body) {
    const isOther = card.id !== this.task;
    this.task = card.id;
    if (isOther) this.#wrong("");
    for (const field of /** @type {const} */ (["label", "statement"])) {
      const box = this[field];
      const isTouched = !isOther && (document.activeElement === box || box.value !== this.saved[field]);
      this.saved[field] = card[field];
      const kept = this.board.drafts.of(this.#draftOf(card.id, field));
      if (!isTouched || isOther) box.value = kept ?? card[field];
      grow(box);
    }
    if (isOther) this.remarks.clear();
    if (this.#isTyped) this.#ask();
    else {
      this.remarks.for(card.id, card.label, card.statement);
      if (body) this.remarks.show(body.remarks);
    }
  }

  get #isTyped() {
    return this.label.value !== this.saved.label || this.statement.value !== this.saved.statement;
  }

  /** What is typed and not saved; empty for nothing. */
  get typed() {
    const fields = /** @type {const} */ (["label", "statement"]);
    return fields
      .filter((field) => this[field].value !== this.saved[field])
      .map((field) => this[field].value)
      .join(" · ");
  }

  #ask() {
    this.remarks.ask(this.task, this.label.value, this.statement.value);
  }

  /** @param {string} number @param {Remark[]} remarks */
  remarked(number, remarks) {
    this.remarks.take(number, remarks);
  }

  /** @param {Field} field @param {HTMLTextAreaElement} box */
  #typed(field, box) {
    this.board.drafts.keep(this.#draftOf(this.task, field), box.value);
    grow(box);
    this.#ask();
  }

  /** @param {Happened<KeyboardEvent>} event @param {Field} field */
  #key(event, field) {
    const box = this[field];
    const saves = event.key === "Enter" && !event.shiftKey;
    if (saves) this.#save(field);
    else if (event.key === "Escape" && box.value !== this.saved[field]) {
      box.value = this.saved[field];
      this.board.drafts.clear(this.#draftOf(this.task, field));
      this.#wrong("");
      grow(box);
      this.#ask();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Save what is typed, where the card is left. */
  leave() {
    if (!this.task) return;
    this.#save("label");
    this.#save("statement");
  }

  /** @param {Field} field */
  #save(field) {
    const { task } = this;
    const text = this[field].value.replace(/\s+/g, " ").trim();
    const isSent = [...this.sent.values()].some((one) => one.task === task && one.field === field && one.text === text);
    if (!task || isSent || text === this.saved[field]) return;
    if (field === "label" && !text) {
      this.#wrong("Not saved: a card has a label. Write one, or press Esc to have it as it was.");
      return;
    }
    this.sent.set(this.board.change({ action: "word", task, [field]: text }), { task, field, text });
  }

  /** @param {string} sentence */
  #wrong(sentence) {
    this.wrong.textContent = sentence;
    this.wrong.hidden = !sentence;
  }

  /** @param {string} id */
  answered(id) {
    const sent = this.sent.get(id);
    this.sent.delete(id);
    if (!sent) return;
    const draft = this.#draftOf(sent.task, sent.field);
    if ((this.board.drafts.of(draft) || "").replace(/\s+/g, " ").trim() === sent.text) this.board.drafts.clear(draft);
    if (sent.task === this.task) this.#wrong("");
  }

  /** What was refused stays where it was typed, with the reason. @param {string} id @param {string} sentence */
  refused(id, sentence) {
    const sent = this.sent.get(id);
    this.sent.delete(id);
    if (!sent) return false;
    this.board.drafts.keep(this.#draftOf(sent.task, sent.field), sent.text);
    if (sent.task !== this.task) return false;
    this[sent.field].value = this[sent.field].value || sent.text;
    this.#wrong(sentence);
    return true;
  }
}

/** A box is as high as its words. @param {HTMLTextAreaElement} box */
function grow(box) {
  box.style.height = "auto";
  if (box.scrollHeight) box.style.height = `${box.scrollHeight + 2}px`;
}
