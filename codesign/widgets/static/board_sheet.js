// A sheet that asks for words before something is done: a new task, a reason, a second statement. What was typed stays
// until it is saved, also where it is refused.

import { RemarkList } from "./board_remarks.js";
import { focused, h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { Remark, Sheet, SheetField } from "./board_types.js" */
/** @import { Input } from "./screen_types.js" */

export class BoardSheet {
  /** @param {Board} board @param {string} name */
  constructor(board, name) {
    this.board = board;
    this.name = name;
    /** @type {Sheet | null} */
    this.sheet = null;
    /** @type {Map<string, Input>} */
    this.inputs = new Map();
    /** The act that waits for its answer. */
    this.sent = "";
    this.title = h("h4", { id: `${name}-title` });
    this.about = h("p", { class: "cw-bd-quiet" });
    this.wrong = h("p", { class: "cw-wrong", role: "alert", hidden: true });
    this.fields = h("div", { class: "cw-bd-fields" });
    this.remarks = new RemarkList(board, `${name}-remarks`);
    this.more = h("div");
    this.does = h("button", { type: "submit", class: "cw-button cw-main" });
    this.cancel = h("button", { type: "button", class: "cw-button", onclick: () => this.close() }, "Cancel");
    this.element = h(
      "form",
      {
        class: "cw-bd-sheet",
        role: "dialog",
        "aria-labelledby": `${name}-title`,
        hidden: true,
        onsubmit: (event) => this.#submit(event),
        onkeydown: (event) => this.#key(event),
      },
      this.title,
      this.about,
      this.fields,
      this.remarks.element,
      this.more,
      this.wrong,
      h("div", { class: "cw-bd-line" }, this.does, this.cancel),
    );
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {Sheet} sheet @param {HTMLElement | null} near */
  open(sheet, near) {
    if (!this.isOpen) this.back = focused();
    this.sheet = sheet;
    this.sent = "";
    this.title.textContent = sheet.title;
    this.tell(sheet.about || "");
    this.inputs.clear();
    this.fields.replaceChildren(...sheet.fields.map((field) => this.#field(field)));
    this.remarks.clear();
    this.more.replaceChildren(...(sheet.more || []));
    this.does.textContent = sheet.does;
    this.does.disabled = false;
    this.wrong.hidden = true;
    this.element.hidden = false;
    this.board.place(this.element, near);
    const first = this.inputs.values().next().value;
    (first || this.does).focus({ preventScroll: true });
    if (first && !(first instanceof HTMLSelectElement)) first.select();
    this.#worded();
  }

  /** Take what was asked of the wording. @param {string} number @param {Remark[]} remarks */
  remarked(number, remarks) {
    this.remarks.take(number, remarks);
  }

  /** @param {string} words */
  tell(words) {
    this.about.textContent = words;
    this.about.hidden = !words;
  }

  /** @param {SheetField} field */
  #field(field) {
    const kept = this.board.drafts.of(this.#draftOf(field.name));
    const id = `${this.name}-${field.name}`;
    const attributes = {
      id,
      "aria-required": field.isNeeded ? "true" : null,
      oninput: () => this.#typed(field),
    };
    const input =
      field.kind === "choice"
        ? h(
            "select",
            attributes,
            (field.choices || []).map(({ value, label }) => h("option", { value }, label)),
          )
        : field.kind === "text"
          ? h("textarea", { ...attributes, rows: 2 })
          : h("input", { ...attributes, type: "text", autocomplete: "off" });
    input.value = kept ?? field.value;
    this.inputs.set(field.name, input);
    const hint = field.hint ? h("span", { class: "cw-bd-quiet" }, ` ${field.hint}`) : null;
    return h("p", {}, h("label", { for: id }, field.label, hint), input);
  }

  /** @param {string} name */
  #draftOf(name) {
    return `sheet ${this.sheet?.name} ${name}`;
  }

  /** @param {SheetField} field */
  #typed(field) {
    this.board.drafts.keep(this.#draftOf(field.name), this.value(field.name));
    if (field.voids) this.#empty(field.voids);
    if (field.worded) this.#worded();
  }

  /** Take proposed words away that belonged to others; what was typed stays. @param {string} name */
  #empty(name) {
    const input = this.inputs.get(name);
    if (input && this.board.drafts.of(this.#draftOf(name)) === undefined) input.value = "";
  }

  #worded() {
    if (!this.sheet?.fields.some((field) => field.worded)) return;
    this.remarks.ask(this.sheet.task || "", this.value("label"), this.value("statement"));
  }

  /** What stands in a field. @param {string} name */
  value(name) {
    return this.inputs.get(name)?.value.trim() || "";
  }

  /** Put words into a field in which nothing was typed. @param {string} sheet @param {string} name @param {string} words */
  fill(sheet, name, words) {
    const input = this.inputs.get(name);
    if (this.sheet?.name !== sheet || !input || this.board.drafts.of(this.#draftOf(name)) !== undefined) return;
    input.value = words;
    this.#worded();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (!this.sheet || this.sent) return;
    const missing = this.sheet.fields.find((field) => field.isNeeded && !this.value(field.name));
    if (missing) {
      this.refuse(`Not saved yet: “${missing.label}” is empty.`, missing.name);
      return;
    }
    const values = Object.fromEntries([...this.inputs.keys()].map((name) => [name, this.value(name)]));
    const act = this.sheet.act(values);
    if (!act) return;
    this.wrong.hidden = true;
    this.does.disabled = true;
    this.sent = this.board.change(act);
  }

  /** Whether it is open for this. @param {string} name */
  isAbout(name) {
    return this.isOpen && this.sheet?.name === name;
  }

  /** Say what is still missing, and where. @param {string} sentence @param {string} field */
  refuse(sentence, field) {
    this.#tellWrong(sentence);
    this.inputs.get(field)?.focus();
  }

  /** @param {string} sentence */
  #tellWrong(sentence) {
    this.wrong.textContent = sentence;
    this.wrong.hidden = false;
  }

  /** An act was saved: if it was this sheet's, it closes. @param {string} id */
  saved(id) {
    if (!this.sent || id !== this.sent) return;
    const { sheet } = this;
    for (const name of this.inputs.keys()) this.board.drafts.clear(this.#draftOf(name));
    this.close();
    sheet?.done?.();
  }

  /** An act was refused: what was typed stays, with the reason. @param {string} id @param {string} sentence */
  refused(id, sentence) {
    if (id !== this.sent) return false;
    this.sent = "";
    this.does.disabled = false;
    this.#tellWrong(sentence);
    return true;
  }

  close() {
    if (!this.isOpen) return;
    this.sent = "";
    this.sheet = null;
    this.element.hidden = true;
    if (this.back?.isConnected) this.back.focus({ preventScroll: true });
    else this.board.focusCards();
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.element.requestSubmit();
    else if (event.key === "Tab") this.#turn(event);
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  }

  // Within a sheet Tab goes round.
  /** @param {Happened<KeyboardEvent>} event */
  #turn(event) {
    const stops = [...this.element.querySelectorAll("input, textarea, select, button, [tabindex='0']")].filter(
      (one) => !one.hasAttribute("disabled") && one.offsetParent,
    );
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const next =
      event.shiftKey && event.target === first ? last : !event.shiftKey && event.target === last ? first : null;
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
