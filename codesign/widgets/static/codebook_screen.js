// The codebook: the tree of codes at the left, the chosen one at the right; every change is one act with one undo.

import { CodeSheet } from "./code_acts.js";
import { CodeForm } from "./code_form.js";
import { CodeTree } from "./code_tree.js";
import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { counted, h, key, newId } from "./shared.js";

/** @import { Act, Book, Codebook, CodebookMessage, CountedCode, Family, Named } from "./screen_types.js" */
/** @import { Question, Refused, RemovedCode, SavedCode, SheetKind } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

/**
 * A name as two people would call it the same: capitals, spaces, hyphens and underscores do not count.
 * @param {string} name
 */
const plainName = (name) =>
  name
    .normalize("NFKC")
    .toLocaleLowerCase()
    .replace(/[-_\u2010-\u2015]/g, " ")
    .trim()
    .replace(/\s+/g, " ");

export class CodebookScreen {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "codebook", "Codebook");
    const name = `cw-${newId()}`;
    /** @type {CountedCode[]} */
    this.codes = [];
    /** @type {Map<string, CountedCode>} */
    this.byId = new Map();
    /** @type {Family[]} */
    this.families = [];
    /** How many employers were heard. */
    this.of = 0;
    this.chosen = "";
    /** What is said where there is no code. */
    this.empty = "";
    this.tree = new CodeTree(this, `${name}-tree`);
    this.form = new CodeForm(this, `${name}-form`);
    this.acts = new CodeSheet(this, `${name}-act`);
    this.notes = h("div", { class: "cw-cb-notes" });
    this.back = h(
      "button",
      { type: "button", class: "cw-link cw-cb-back", onclick: () => this.#toTree() },
      "Back to the codes",
    );
    this.body = h(
      "div",
      { class: "cw-cb" },
      this.tree.element,
      h("div", { class: "cw-cb-main" }, this.back, this.acts.element, this.form.element),
    );
    this.frame.add(this.notes, this.body);
    /** @param {string} label @param {() => void} act */
    const tool = (label, act) => h("button", { type: "button", class: "cw-button", onclick: act }, label);
    this.undo = tool("Undo", () => this.save({ action: "undo" }));
    this.redo = tool("Redo", () => this.save({ action: "redo" }));
    this.frame.offer(
      tool("New code", () => this.sheet("new")),
      this.undo,
      this.redo,
    );
    this.frame.explain(
      h("span", {}, ...key("↑", "↓"), " walk"),
      h("span", {}, ...key("Enter"), " change the code"),
      h("span", {}, ...key("Ctrl", "←", "→"), " move out or in"),
      h("span", {}, ...key("Ctrl", "↑", "↓"), " move to what is above or below"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
      h("span", {}, ...key("Ctrl", "Y"), " redo"),
    );
    this.frame.pressed((event) => this.#key(event));
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {CodebookMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#open(message);
    if (message.type === "state") this.#draw(message);
    if (message.type === "saved") this.#saved(message);
    if (message.type === "refused") this.#refused(message);
    if (message.type === "history") this.form.history(message);
    this.acts.receive(message);
  }

  /** @param {Question} message */
  ask(message) {
    this.connection.ask(message);
  }

  /** @param {Act} content */
  save(content) {
    return this.connection.change(content, ("code" in content && content.code) || "");
  }

  /** @param {Codebook} message */
  #open(message) {
    this.families = message.families;
    this.empty = message.empty;
    this.undo.hidden = !message.can.undo;
    this.redo.hidden = !message.can.redo;
    this.#draw(message);
  }

  /** @param {Book} message */
  #draw(message) {
    this.codes = message.codes;
    this.of = message.of;
    this.byId = new Map(this.codes.map((code) => [code.id, code]));
    if (!this.byId.has(this.chosen)) this.chosen = "";
    const families = new Set(this.codes.map((code) => code.group)).size;
    this.frame.tell(`${counted(this.codes.length, "code", "codes")} in ${counted(families, "family", "families")}`);
    this.#way(this.undo, "Undo", message.undo);
    this.#way(this.redo, "Redo", message.redo);
    this.#note(message);
    this.tree.draw();
    this.form.show(this.byId.get(this.chosen));
  }

  /** @param {HTMLButtonElement} button @param {string} name @param {string} act */
  #way(button, name, act) {
    button.title = act ? `${name}: ${act}` : "";
    button.setAttribute("aria-label", button.title || name);
    button.disabled = !act;
  }

  // what needs a person -----

  /** @param {Book} given */
  #note({ gone, problems }) {
    const named = gone.filter((one) => one.named);
    const others = gone.filter((one) => !one.named);
    /** @type {HTMLElement[]} */
    const parts = [...named.map((one) => this.#goneNote(one)), ...problems.map((problem) => this.#problem(problem))];
    if (others.length) {
      parts.push(
        h(
          "details",
          { class: "cw-cb-others" },
          h(
            "summary",
            {},
            `${counted(others.length, "code was removed", "codes were removed")} and nothing names ${others.length === 1 ? "it" : "them"}`,
          ),
          h(
            "ul",
            {},
            others.map((one) => h("li", {}, `“${one.name}”, by ${one.person}, ${one.at} `, this.#bring(one))),
          ),
        ),
      );
    }
    this.notes.replaceChildren(...parts);
    this.notes.hidden = !parts.length;
  }

  /** @param {RemovedCode} one */
  #bring(one) {
    return h(
      "button",
      {
        type: "button",
        class: "cw-link",
        "aria-label": `Bring back “${one.name}”`,
        onclick: () => this.save({ action: "restore", code: one.id }),
      },
      "Bring back",
    );
  }

  /** @param {RemovedCode} one */
  #goneNote(one) {
    const left = one.words.startsWith("Left out");
    const what = left
      ? `Code “${one.name}” is left out (${one.words.replace("Left out: ", "")}).`
      : `Code “${one.name}” was removed by ${one.person}, ${one.at}.`;
    const still = one.codings
      ? ` ${counted(one.codings, "coding", "codings")} of ${counted(one.coders, "coder", "coders")} still ${one.codings === 1 ? "has it and counts" : "have it and count"} nowhere.`
      : " It is still named elsewhere.";
    return h(
      "div",
      { class: "cw-cb-note" },
      h("span", {}, what + still),
      h(
        "span",
        { class: "cw-cb-note-acts" },
        this.#bring(one),
        h(
          "button",
          {
            type: "button",
            class: "cw-link",
            "aria-label": `Merge into… for “${one.name}”`,
            onclick: () => this.sheet("merge", "", one),
          },
          "Merge into…",
        ),
      ),
    );
  }

  /** @param {{ sentence: string, codes: string[] }} problem */
  #problem(problem) {
    const codes = problem.codes.flatMap((id) => this.byId.get(id) || []);
    /** @param {CountedCode} code */
    const family = (code) => this.families.find((one) => one.id === code.group)?.name || "";
    const buttons = codes.map((code) =>
      h(
        "button",
        { type: "button", class: "cw-link", onclick: () => this.choose(code.id, true) },
        `Go to “${code.name}” in ${family(code)}`,
      ),
    );
    return h(
      "div",
      { class: "cw-cb-note" },
      h("span", {}, problem.sentence),
      h("span", { class: "cw-cb-note-acts" }, buttons),
    );
  }

  // choosing and changing -----

  /** @param {string} id @param {boolean} [enter] */
  choose(id, enter = false) {
    if (this.acts.isOpen) this.#closeSheet();
    this.chosen = id;
    this.tree.reveal(id);
    this.form.show(this.byId.get(id));
    this.body.dataset.shows = "code";
    if (enter) this.form.focus();
  }

  /** Show a code that is walked past in the tree, and stay there. @param {string} id */
  look(id) {
    if (this.acts.isOpen) this.#closeSheet();
    this.chosen = id;
    this.form.show(this.byId.get(id));
  }

  #toTree() {
    delete this.body.dataset.shows;
    this.tree.focus();
  }

  /**
   * Open what asks before an act; a code that is gone may be given in place of the chosen one.
   * @param {SheetKind} kind @param {string} [other] @param {Named | undefined} [code]
   */
  sheet(kind, other = "", code = this.byId.get(this.chosen)) {
    this.form.hide(true);
    this.body.dataset.shows = "code";
    this.calm();
    this.acts.open(kind, code, other);
  }

  #closeSheet() {
    this.acts.close();
    this.form.hide(false);
  }

  cancel() {
    this.#closeSheet();
    this.calm();
    if (this.form.code) this.form.focus();
    else this.#toTree();
  }

  /** What was refused is given up: nothing waits any more. */
  calm() {
    if (!this.connection.unanswered.length) this.frame.ready();
  }

  /** @param {string} id @param {string} way */
  shift(id, way) {
    this.save({ action: "shift", code: id, way });
  }

  /** The code that has this name already, however it is written. @param {string} name @param {string} but */
  named(name, but) {
    return this.codes.find((code) => code.id !== but && plainName(code.name) === plainName(name));
  }

  // answers -----

  /** @param {SavedCode} message */
  #saved(message) {
    const action = message.change?.action || "";
    const wasSheet = ["add", "merge", "split", "remove"].includes(action) && this.acts.isOpen;
    if (wasSheet) this.#closeSheet();
    if (["add", "merge", "split", "restore"].includes(action)) this.chosen = message.code;
    this.form.saved(message.change);
    this.#draw(message);
    if (message.code && this.byId.has(message.code) && action !== "describe" && action !== "rename")
      this.tree.reveal(message.code);
    if (wasSheet) this.#after(action);
    if (message.said) this.frame.say(message.said);
  }

  /** @param {string} action */
  #after(action) {
    if (action === "add" && this.form.code) this.form.focus("definition");
    else if (this.form.code) this.form.focus();
    else this.#toTree();
  }

  /** @param {Refused} message */
  #refused(message) {
    if (!message.change) return;
    if (this.acts.isOpen && ["add", "merge", "split", "remove"].includes(message.change.action))
      this.acts.refused(message.sentence);
    this.form.refused(message.change, message.sentence);
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const letter = event.key.toLowerCase();
    // In a field that holds words not yet saved, Ctrl and Z takes back typing, as everywhere.
    const typing = event.target.matches("textarea, input:not([type=checkbox])") && this.form.isUnsaved(event.target);
    if (typing || !["z", "y"].includes(letter)) return;
    event.preventDefault();
    this.save({ action: letter === "y" || event.shiftKey ? "redo" : "undo" });
  }
}

export default shownBy(CodebookScreen);
