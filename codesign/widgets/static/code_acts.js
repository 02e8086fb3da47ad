// The acts that need a question first: a new code, merging, splitting, removing. Each says before what it will touch.

import { placeRead, placeSelect } from "./code_place.js";
import { sheetField } from "./code_sheet_field.js";
import { FamilyChoice } from "./family_choice.js";
import { counted, h } from "./shared.js";
import { Splitting } from "./splitting.js";

/** @import { CodebookScreen } from "./codebook_screen.js" */
/** @import { Act, CodebookMessage, Named, Preview, SheetKind, SheetPart } from "./screen_types.js" */

/** The sheet in the place of the chosen code, while one of these acts is asked about. */
export class CodeSheet {
  /**
   * `screen` answers save(content), cancel() and ask(message), and has codes, byId and families.
   * @param {CodebookScreen} screen @param {string} name
   */
  constructor(screen, name) {
    this.screen = screen;
    this.name = name;
    /** @type {Named | undefined} */
    this.code = undefined;
    /** What is asked about now. @type {SheetPart | undefined} */
    this.part = undefined;
    this.isSent = false;
    this.wrong = h("p", { class: "cw-wrong", role: "alert" });
    this.submit = h("button", { type: "submit", class: "cw-button cw-main" });
    this.element = h("form", {
      class: "cw-cb-sheet",
      novalidate: true,
      hidden: true,
      onsubmit: (event) => {
        event.preventDefault();
        this.#submit();
      },
      onkeydown: (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        this.screen.cancel();
      },
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {SheetKind} kind @param {Named | undefined} code @param {string} [other] */
  open(kind, code, other = "") {
    this.code = code;
    this.isSent = false;
    this.wrong.textContent = "";
    this.submit.disabled = false;
    this.part = this.#part(kind, code, other);
    this.submit.textContent = this.part.does;
    const cancel = h("button", { type: "button", class: "cw-button", onclick: () => this.screen.cancel() }, "Cancel");
    const title = h("h3", { id: `${this.name}-title` }, this.part.title);
    const acts = h("div", { class: "cw-cb-acts" }, this.submit, cancel);
    this.element.setAttribute("aria-labelledby", title.id);
    this.element.replaceChildren(title, ...this.part.body, this.wrong, acts);
    this.element.hidden = false;
    (this.element.querySelector("[data-first]") || this.submit).focus();
  }

  /** @param {SheetKind} kind @param {Named | undefined} code @param {string} other @returns {SheetPart} */
  #part(kind, code, other) {
    if (!code || kind === "new") return new NewCode(this, code);
    if (kind === "merge") return new Merging(this, code, other);
    if (kind === "split") return new Splitting(this, code);
    return kind === "remove" ? new Removing(this, code) : new NewCode(this, code, code);
  }

  /** Let the act be done, or not yet. @param {boolean} can */
  allow(can) {
    this.submit.disabled = !can;
  }

  /** Do what is asked about, as its button does. */
  send() {
    this.element.requestSubmit();
  }

  close() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** @param {string} sentence */
  refused(sentence) {
    this.isSent = false;
    this.wrong.textContent = sentence.replace(/^Not saved: /, "");
  }

  /** @param {CodebookMessage} message */
  receive(message) {
    if (this.isOpen && "code" in message && message.code === this.code?.id) this.part?.receive?.(message);
  }

  #submit() {
    if (this.submit.disabled || this.isSent || !this.part || this.part.asks?.()) return;
    this.isSent = true;
    this.screen.save(this.part.act());
  }
}

/** @implements {SheetPart} */
class NewCode {
  /** @param {CodeSheet} sheet @param {Named | undefined} beside @param {Named} [parent] */
  constructor(sheet, beside, parent) {
    this.named = h("input", { type: "text", autocomplete: "off", "data-first": true });
    this.place = placeSelect(sheet.screen, {});
    this.sheet = sheet;
    // Below a code its family is certain; anywhere else nobody has said it yet.
    if (!parent) this.place.prepend(h("option", { value: "" }, "Choose a family"));
    this.place.value = parent ? `${beside?.group} ${parent.id}` : "";
    this.asked = new FamilyChoice(`${sheet.name}-family`, () => {});
    this.meaning = h("textarea", { rows: 2 });
    this.does = "Make the code";
    this.title = parent ? `New code below “${parent.name}”` : "New code";
    this.body = [
      sheetField(sheet.name, "Name", this.named),
      sheetField(sheet.name, "Family and place", this.place),
      this.asked.element,
      sheetField(sheet.name, "Definition", this.meaning, "May be written later."),
    ];
  }

  /** Ask for the family where nobody said it; whether it is asked for. */
  asks() {
    if (this.place.value || !this.named.value.trim()) return false;
    const families = this.sheet.screen.families.map(
      (family) => /** @type {[string, string]} */ ([family.id, family.name]),
    );
    this.asked.ask(this.named.value.trim(), families, (family) => {
      this.place.value = `${family} `;
      this.asked.close();
      this.sheet.send();
    });
    this.asked.focus(() => this.named.focus());
    return true;
  }

  /** @returns {Act} */
  act() {
    return {
      action: "add",
      name: this.named.value,
      definition: this.meaning.value,
      ...placeRead(this.place.value),
    };
  }
}

/** @param {string[]} sentences */
const sentenceList = (sentences) =>
  h(
    "ul",
    {},
    sentences.map((sentence) => h("li", {}, sentence)),
  );

/** @implements {SheetPart} */
class Merging {
  /** @param {CodeSheet} sheet @param {Named} code @param {string} other */
  constructor(sheet, code, other) {
    const { families, codes } = sheet.screen;
    this.sheet = sheet;
    this.code = code;
    /** The words that may go along, each with its box. @type {{ name: string, box: HTMLInputElement }[]} */
    this.texts = [];
    this.into = h(
      "select",
      { "data-first": true, onchange: () => this.#preview() },
      h("option", { value: "" }, "Choose a code"),
      families
        .map((family) => ({ family, own: codes.filter((one) => one.group === family.id && one.id !== code.id) }))
        .filter(({ own }) => own.length)
        .map(({ family, own }) =>
          h(
            "optgroup",
            { label: family.name },
            own.map((one) => h("option", { value: one.id }, `${"\u2003".repeat(one.depth)}${one.name}`)),
          ),
        ),
    );
    this.into.value = other;
    this.told = h("div", { class: "cw-cb-told", role: "status" });
    this.does = "Merge";
    this.title = `Merge “${code.name}” into another code`;
    const help = "All that has this code gets the other one. This code leaves the codebook.";
    this.body = [sheetField(sheet.name, "Merge into", this.into, help), this.told];
    this.#preview();
  }

  #preview() {
    this.sheet.allow(false); // Until it is told what the merge touches, and which words may go along.
    this.told.replaceChildren();
    this.texts = [];
    const into = this.into.value;
    if (into) this.sheet.screen.ask({ type: "preview", code: this.code.id, into });
  }

  /** @param {CodebookMessage} message */
  receive(message) {
    if (message.type !== "preview" || (message.into ?? this.into.value) !== this.into.value) return;
    this.#touched(message);
    this.sheet.allow(Boolean(message.into));
  }

  /** @param {Preview} message */
  #touched({ sentences, texts }) {
    const choices = texts.map((text) => ({ ...text, box: h("input", { type: "checkbox", checked: true }) }));
    this.texts = choices;
    const labels = choices.map(({ title, words, box }) =>
      h("label", { class: "cw-cb-choice" }, box, h("span", {}, h("strong", {}, `${title}: `), words)),
    );
    const along = h("fieldset", {}, h("legend", {}, "Add its words to the other code's"), labels);
    this.told.replaceChildren(sentenceList(sentences), ...(labels.length ? [along] : []));
  }

  /** @returns {Act} */
  act() {
    const texts = this.texts.filter(({ box }) => box.checked).map((text) => text.name);
    return { action: "merge", code: this.code.id, into: this.into.value, texts };
  }
}

/** @implements {SheetPart} */
class Removing {
  /** @param {CodeSheet} sheet @param {Named} code */
  constructor(sheet, code) {
    this.sheet = sheet;
    this.code = code;
    this.told = h("div", { class: "cw-cb-told", role: "status" });
    this.also = h("input", { type: "checkbox", onchange: (event) => sheet.allow(event.currentTarget.checked) });
    this.does = "Remove";
    this.title = `Remove “${code.name}”`;
    this.body = [this.told];
    sheet.allow(false);
    sheet.screen.ask({ type: "preview", code: code.id });
  }

  /** @param {CodebookMessage} message */
  receive(message) {
    if (message.type !== "preview") return;
    const { sentences, codings = 0 } = message;
    const words = `Remove its ${counted(codings, "coding", "codings")} too; Undo brings all of it back`;
    const also = h("label", { class: "cw-cb-choice" }, this.also, h("span", {}, words));
    this.sheet.allow(!codings || this.also.checked);
    this.told.replaceChildren(sentenceList(sentences), ...(codings ? [also] : []));
  }

  /** @returns {Act} */
  act() {
    return { action: "remove", code: this.code.id, withCodings: this.also.checked };
  }
}
