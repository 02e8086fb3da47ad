// A line that is written where it stands: the label of a card, the title of a duty, a new task at the end of its row.

import { h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardAct } from "./board_types.js" */

/**
 * `host` is what it is written in place of; `again` asks for the next one when one was saved.
 * @typedef {{ host(): HTMLElement | null, name: string, label: string, value: string, again?: boolean,
 *   save(text: string): BoardAct }} Line
 */

export class InPlace {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    /** @type {Line | null} */
    this.line = null;
    /** What was sent, by the id of the act. @type {Map<string, { line: Line, text: string }>} */
    this.sent = new Map();
    this.input = h("textarea", {
      class: "cw-bd-line-input",
      rows: 1,
      spellcheck: "true",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#leave(),
    });
    this.wrong = h("p", { class: "cw-wrong", hidden: true });
    this.hint = h("p", { class: "cw-bd-quiet" });
    this.element = h("div", { class: "cw-bd-in-place" }, this.input, this.wrong, this.hint);
  }

  /** @param {Line} line @param {{ text?: string, wrong?: string }} [with_] */
  open(line, { text, wrong = "" } = {}) {
    this.#finish();
    const host = line.host();
    if (!host) return;
    this.line = line;
    this.host = host;
    this.input.setAttribute("aria-label", line.label);
    this.input.value = text ?? this.board.drafts.of(line.name) ?? line.value;
    this.hint.textContent = line.again
      ? "Enter saves it and asks for the next one, Esc leaves"
      : "Enter saves it, Esc leaves it";
    this.wrong.textContent = wrong;
    this.wrong.hidden = !wrong;
    host.hidden = true;
    host.after(this.element);
    this.#grow();
    this.input.focus();
    this.input.select();
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }

  #typed() {
    if (this.line) this.board.drafts.keep(this.line.name, this.input.value);
    this.#grow();
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.#giveUp();
    else if (event.key === "Enter") this.#enter();
    else return;
    event.preventDefault();
  }

  #giveUp() {
    if (this.line) this.board.drafts.clear(this.line.name);
    this.input.value = this.line?.value || "";
    this.#close();
  }

  #enter() {
    const { line } = this;
    const text = this.#send();
    if (!line?.again || !text) return this.#close();
    this.wrong.hidden = true;
    this.input.value = "";
    return this.#grow();
  }

  /** Save what is typed, and return it; nothing where it is as it was. */
  #send() {
    const { line } = this;
    const text = this.input.value.replace(/\s+/g, " ").trim();
    if (!line || !text || text === line.value) {
      if (line) this.board.drafts.clear(line.name);
      return "";
    }
    this.board.drafts.keep(line.name, text);
    this.sent.set(this.board.change(line.save(text)), { line, text });
    return text;
  }

  #leave() {
    if (!this.line || !this.element.isConnected) return;
    this.#send();
    this.#finish();
  }

  #close() {
    const { host } = this;
    this.#finish();
    host?.focus();
  }

  #finish() {
    this.line = null;
    if (this.host) this.host.hidden = false;
    this.element.remove();
  }

  /** @param {string} id */
  saved(id) {
    const sent = this.sent.get(id);
    this.sent.delete(id);
    if (sent && this.board.drafts.of(sent.line.name) === sent.text) this.board.drafts.clear(sent.line.name);
  }

  /** What was refused stands where it was typed, with the reason. @param {string} id @param {string} sentence */
  refused(id, sentence) {
    const sent = this.sent.get(id);
    this.sent.delete(id);
    if (!sent) return false;
    const typed = this.line && this.input.value;
    if (!sent.line.host()) this.board.tellTyped(sentence, sent.text);
    else if (!typed || this.line?.name === sent.line.name)
      this.open(sent.line, { text: [sent.text, typed].filter(Boolean).join(" "), wrong: sentence });
    return true;
  }
}
