// The chosen code: its name, place and meaning, each saved on leaving the field; how often it is said; its history.

import { placeOf, placeRead, placeSelect } from "./code_place.js";
import { counted, focused, h } from "./shared.js";

/** @import { CodebookScreen } from "./codebook_screen.js" */
/** @import { Change, CodeEntry, CodeField, CodeHistory, CodeText, CountedCode, Input, SheetKind } from "./screen_types.js" */

/** @type {[CodeText, label: string, help: string][]} */
const CODE_TEXTS = [
  ["definition", "Definition", "What the code means, in a sentence or two."],
  ["include", "When to use it", "What else belongs here; what counts as contradicting it."],
  ["exclude", "When not", "What looks like it and goes elsewhere, with the code it goes to."],
  ["example", "Example", "A typical passage, in words that may be quoted."],
];

/** The field of a code that a change is of, if it is of one. @param {Change} change @returns {CodeField | undefined} */
function fieldOf(change) {
  if (change.action === "describe") return /** @type {CodeField} */ (change.field);
  return change.action === "rename" ? "name" : change.action === "move" ? "place" : undefined;
}

/** The code a change is of. @param {Change} change */
const codeOf = (change) => ("code" in change ? change.code : undefined);

export class CodeForm {
  /**
   * `screen` answers save(content), sheet(kind), calm() and ask(message), and has codes, byId and families.
   * @param {CodebookScreen} screen @param {string} name
   */
  constructor(screen, name) {
    this.screen = screen;
    this.name = name;
    /** @type {CountedCode | undefined} */
    this.code = undefined;
    /** @type {Map<CodeField, CodeEntry>} */
    this.fields = new Map();
    /** What was sent last, so that leaving a field twice sends it once. */
    this.sent = "";
    /** What was refused last: leaving the field with the same words does not ask again, Enter does. */
    this.declined = "";
    this.pointed = false;
    this.historyOpen = false;
    this.said = h("p", { class: "cw-cb-said" });
    this.events = h("ol", { class: "cw-cb-events" });
    this.element = h("div", { class: "cw-cb-form" });
  }

  /** Make room for what asks before an act, or come back. @param {boolean} isHidden */
  hide(isHidden) {
    this.element.hidden = isHidden;
  }

  /** Draw the code; what is being typed stays. @param {CountedCode | undefined} code */
  show(code) {
    const typing = this.code !== undefined && this.code.id === code?.id && this.#typing(this.code);
    this.code = code;
    if (!code) {
      this.element.replaceChildren(
        h(
          "p",
          { class: "cw-cb-quiet" },
          this.screen.codes.length ? "Choose a code to read and change it." : this.screen.empty,
        ),
      );
      return;
    }
    if (typing !== false && (typing !== undefined || this.#hasRefused())) this.#update(code, typing);
    else this.#build(code);
    this.screen.ask({ type: "history", code: code.id });
  }

  /**
   * The field that has the cursor and words not yet saved; empty where it has none, undefined without a cursor.
   * @param {CountedCode} code
   */
  #typing(code) {
    const held = focused();
    const at = [...this.fields].find(([, { input }]) => input === held);
    return at && (at[1].input.value === this.#value(code, at[0]) ? "" : at[0]);
  }

  /** @param {CodeField} column */
  #entry(column) {
    return /** @type {CodeEntry} */ (this.fields.get(column));
  }

  /** @param {CodeField} column */
  #isRefused(column) {
    return column !== "place" && this.#entry(column).input.hasAttribute("aria-invalid");
  }

  #hasRefused() {
    return [...this.fields.keys()].some((column) => this.#isRefused(column));
  }

  /** @param {CountedCode} code */
  #build(code) {
    /** @param {string} part */
    const id = (part) => `${this.name}-${part}`;
    this.fields.clear();
    this.events.replaceChildren();
    const name = this.#field(
      "name",
      h("input", { id: id("name"), type: "text", autocomplete: "off", maxlength: 400 }),
      "Name",
    );
    const place = this.#field(
      "place",
      placeSelect(this.screen, { id: id("place") }, code.id),
      "Family and place",
      "Move to another family, or below another code. Codes below it move along.",
    );
    const texts = CODE_TEXTS.map(([column, label, help]) =>
      this.#field(column, h("textarea", { id: id(column), rows: 2 }), label, help),
    );
    /** @param {SheetKind} kind @param {string} label */
    const button = (kind, label) =>
      h("button", { type: "button", class: "cw-button", onclick: () => this.screen.sheet(kind) }, label);
    const acts = h(
      "div",
      { class: "cw-cb-acts", role: "group", "aria-label": "What to do with this code" },
      button("below", "New code below"),
      button("merge", "Merge into…"),
      button("split", "Split…"),
      button("remove", "Remove…"),
    );
    const history = h(
      "details",
      { class: "cw-cb-history", open: this.historyOpen },
      h("summary", {}, "What became of this code"),
      this.events,
    );
    history.addEventListener("toggle", () => {
      this.historyOpen = history.open;
    });
    this.element.replaceChildren(this.said, name, place, ...texts, acts, history);
    this.#update(code);
  }

  /** @param {CodeField} column @param {Input} input @param {string} label @param {string} [help] */
  #field(column, input, label, help = "") {
    input.dataset.field = column;
    const wrong = h("span", { class: "cw-wrong", id: `${input.id}-wrong` });
    const note = help ? h("span", { class: "cw-cb-help", id: `${input.id}-help` }, help) : "";
    input.setAttribute("aria-describedby", [help ? `${input.id}-help` : "", `${input.id}-wrong`].join(" ").trim());
    // A field that is taken away loses the cursor too, and its words are not those of the code that comes next.
    input.addEventListener("blur", () => {
      if (this.code && this.fields.get(column)?.input === input) this.#leave(column);
    });
    input.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event), column));
    if (column === "place") {
      // A pointer chooses once; arrow keys pass by other places, so for them leaving the field decides.
      input.addEventListener("pointerdown", () => {
        this.pointed = true;
      });
      input.addEventListener("keydown", () => {
        this.pointed = false;
      });
      input.addEventListener("change", () => {
        if (this.pointed) this.#leave(column);
      });
    }
    if (input.tagName === "TEXTAREA") input.addEventListener("input", () => this.#grow(input));
    this.fields.set(column, { input, wrong });
    return h(
      "div",
      { class: "cw-cb-field" },
      h("label", { for: input.id }, label),
      h("span", { class: "cw-cb-entry" }, input, wrong, note),
    );
  }

  /** @param {KeyboardEvent} event @param {CodeField} column */
  #key(event, column) {
    const { input } = this.#entry(column);
    if (event.key === "Escape" && this.code) {
      input.value = this.#value(this.code, column);
      this.wrong(column, "");
      this.screen.calm();
    } else if (event.key === "Enter" && input.tagName !== "TEXTAREA") {
      event.preventDefault();
      this.declined = "";
      this.#leave(column);
    }
  }

  /** @param {HTMLElement} input */
  #grow(input) {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight + 2, 260)}px`;
  }

  /** What is saved of a code in a field. @param {CountedCode} code @param {CodeField} column */
  #value(code, column) {
    return column === "place" ? placeOf(this.screen, code) : code[column];
  }

  /** @param {CountedCode} code @param {CodeField | ""} [typing] */
  #update(code, typing = "") {
    const { screen } = this;
    for (const [column, { input }] of this.fields) {
      if (column !== typing && !this.#isRefused(column)) input.value = this.#value(code, column);
      if (input.tagName === "TEXTAREA") requestAnimationFrame(() => this.#grow(input));
    }
    const below = screen.codes.some((other) => other.parent === code.id && other.id !== code.id);
    const parts = [
      `Said by ${code.employers} of ${counted(screen.of, "employer", "employers")} in ${counted(code.interviews, "interview", "interviews")}${below ? ", codes below counted too" : ""}.`,
      code.codings
        ? `${counted(code.codings, "coding", "codings")} by ${counted(code.coders, "coder", "coders")}${below ? ", of this code itself" : ""}.`
        : "No coding yet.",
    ];
    this.said.textContent = parts.join(" ");
  }

  /** @param {CodeField} column */
  #leave(column) {
    if (!this.code) return undefined;
    const { value } = this.#entry(column).input;
    if (value.trim() === this.#value(this.code, column).trim()) return this.wrong(column, "");
    const key = `${this.code.id} ${column} ${value}`;
    if ([this.sent, this.declined].includes(key)) return undefined;
    this.sent = key;
    const code = this.code.id;
    if (column === "name") return this.screen.save({ action: "rename", code, name: value });
    if (column === "place") return this.screen.save({ action: "move", code, ...placeRead(value) });
    return this.screen.save({ action: "describe", code, field: column, words: value });
  }

  /**
   * Say beside the field why it was not saved; what was typed stays there.
   * @param {Change} change @param {string} sentence
   */
  refused(change, sentence) {
    this.declined = this.sent;
    this.sent = "";
    const column = fieldOf(change);
    if (!this.code || codeOf(change) !== this.code.id || !column || !this.fields.has(column)) return;
    this.wrong(column, sentence);
    if (column === "place") this.#entry("place").input.value = this.#value(this.code, "place");
    const twin = change.action === "rename" ? this.screen.named(change.name, this.code.id) : undefined;
    if (twin) {
      this.#entry("name").wrong.append(
        " ",
        h(
          "button",
          { type: "button", class: "cw-link", onclick: () => this.screen.sheet("merge", twin.id) },
          `Merge into “${twin.name}”…`,
        ),
      );
    }
  }

  /** What was saved is right now; what else was refused stays so. @param {Change} [change] */
  saved(change) {
    this.declined = "";
    this.sent = "";
    const own = change && codeOf(change) === this.code?.id ? fieldOf(change) : undefined;
    this.fields.forEach((_field, column) => {
      if (column === own || column === "place") this.wrong(column, "");
    });
  }

  /** @param {CodeField} column @param {string} sentence */
  wrong(column, sentence) {
    const { input, wrong } = this.#entry(column);
    wrong.textContent = sentence.replace(/^Not saved: /, "");
    if (sentence) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  /** @param {CodeField} [column] */
  focus(column = "name") {
    this.fields.get(column)?.input.focus();
  }

  /** Whether something holds words that are not saved: a field that says something else, or none of these. @param {HTMLElement} field */
  isUnsaved(field) {
    const at = [...this.fields].find(([, { input }]) => input === field);
    return !at || !this.code || at[1].input.value !== this.#value(this.code, at[0]);
  }

  /** @param {CodeHistory} message */
  history(message) {
    if (message.code !== this.code?.id) return;
    const rows = message.rows.map((row) =>
      h("li", {}, h("span", {}, row.words), h("span", { class: "cw-cb-quiet" }, ` ${row.person}, ${row.at}`)),
    );
    this.events.replaceChildren(
      ...(rows.length ? rows : [h("li", { class: "cw-cb-quiet" }, "Nothing is recorded yet.")]),
    );
  }
}
