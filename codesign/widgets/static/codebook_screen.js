// The codebook: the tree of codes at the left, the chosen one at the right; every change is one act with one undo.

/** A name as two people would call it the same: capitals, spaces, hyphens and underscores do not count. */
const plainName = (name) => name.normalize("NFKC").toLocaleLowerCase().replace(/[-_\u2010-\u2015]/g, " ").trim().replace(/\s+/g, " ");

class CodebookScreen {
  constructor(model, el) {
    this.frame = new Frame(el, "codebook", "Codebook");
    const name = `cw-${newId()}`;
    [this.codes, this.byId, this.families, this.chosen, this.gone] = [[], new Map(), [], "", []];
    this.tree = new CodeTree(this, `${name}-tree`);
    this.form = new CodeForm(this, `${name}-form`);
    this.acts = new CodeSheet(this, `${name}-act`);
    this.notes = h("div", { class: "cw-cb-notes" });
    this.back = h("button", { type: "button", class: "cw-link cw-cb-back", onclick: () => this.#toTree() }, "Back to the codes");
    this.body = h("div", { class: "cw-cb" }, this.tree.element, h("div", { class: "cw-cb-main" }, this.back, this.acts.element, this.form.element));
    this.frame.body.append(this.notes, this.body);
    const tool = (label, act) => h("button", { type: "button", class: "cw-button", onclick: act }, label);
    this.undo = tool("Undo", () => this.save({ action: "undo" }));
    this.redo = tool("Redo", () => this.save({ action: "redo" }));
    this.frame.tools.append(tool("New code", () => this.sheet("new")), this.undo, this.redo);
    this.frame.footer.append(h("span", {}, ...key("↑", "↓"), " walk"), h("span", {}, ...key("Enter"), " change the code"), h("span", {}, ...key("Ctrl", "←", "→"), " move out or in"),
      h("span", {}, ...key("Ctrl", "↑", "↓"), " move to what is above or below"), h("span", {}, ...key("Ctrl", "Z"), " undo"), h("span", {}, ...key("Ctrl", "Y"), " redo"));
    this.frame.root.addEventListener("keydown", (event) => this.#key(event));
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  receive(message) {
    if (message.type === "snapshot") this.#open(message);
    if (message.type === "state") this.#draw(message);
    if (message.type === "saved") this.#saved(message);
    if (message.type === "refused") this.#refused(message);
    if (message.type === "history") this.form.history(message);
    this.acts.receive(message);
  }

  ask(message) {
    this.connection.ask(message);
  }

  save(content) {
    return this.connection.change(content, content.code || "");
  }

  #open(message) {
    Object.assign(this, { families: message.families, empty: message.empty });
    this.undo.hidden = !message.can.undo;
    this.redo.hidden = !message.can.redo;
    this.#draw(message);
  }

  #draw(message) {
    Object.assign(this, { codes: message.codes, of: message.of, gone: message.gone });
    this.byId = new Map(this.codes.map((code) => [code.id, code]));
    if (!this.byId.has(this.chosen)) this.chosen = "";
    const families = new Set(this.codes.map((code) => code.group)).size;
    this.frame.about.textContent = `${counted(this.codes.length, "code", "codes")} in ${counted(families, "family", "families")}`;
    for (const way of ["undo", "redo"]) {
      this[way].title = message[way] ? `${way === "undo" ? "Undo" : "Redo"}: ${message[way]}` : "";
      this[way].setAttribute("aria-label", this[way].title || (way === "undo" ? "Undo" : "Redo"));
      this[way].disabled = !message[way];
    }
    this.#note(message);
    this.tree.draw();
    this.form.show(this.byId.get(this.chosen));
  }

  // what needs a person -----

  #note({ gone, problems }) {
    const named = gone.filter((one) => one.named);
    const others = gone.filter((one) => !one.named);
    const parts = [...named.map((one) => this.#goneNote(one)), ...problems.map((problem) => this.#problem(problem))];
    if (others.length) {
      parts.push(h("details", { class: "cw-cb-others" }, h("summary", {}, `${counted(others.length, "code was removed", "codes were removed")} and nothing names ${others.length === 1 ? "it" : "them"}`),
        h("ul", {}, others.map((one) => h("li", {}, `“${one.name}”, by ${one.person}, ${one.at} `, this.#bring(one))))));
    }
    this.notes.replaceChildren(...parts);
    this.notes.hidden = !parts.length;
  }

  #bring(one) {
    return h("button", { type: "button", class: "cw-link", "aria-label": `Bring back “${one.name}”`, onclick: () => this.save({ action: "restore", code: one.id }) }, "Bring back");
  }

  #goneNote(one) {
    const left = one.words.startsWith("Left out");
    const what = left ? `Code “${one.name}” is left out (${one.words.replace("Left out: ", "")}).` : `Code “${one.name}” was removed by ${one.person}, ${one.at}.`;
    const still = one.codings ? ` ${counted(one.codings, "coding", "codings")} of ${counted(one.coders, "coder", "coders")} still ${one.codings === 1 ? "has it and counts" : "have it and count"} nowhere.` : " It is still named elsewhere.";
    return h("div", { class: "cw-cb-note" }, h("span", {}, what + still), h("span", { class: "cw-cb-note-acts" }, this.#bring(one),
      h("button", { type: "button", class: "cw-link", "aria-label": `Merge into… for “${one.name}”`, onclick: () => this.sheet("merge", "", one) }, "Merge into…")));
  }

  #problem(problem) {
    const codes = problem.codes.map((id) => this.byId.get(id)).filter(Boolean);
    const family = (code) => this.families.find((one) => one.id === code.group)?.name || "";
    const buttons = codes.map((code) => h("button", { type: "button", class: "cw-link", onclick: () => this.choose(code.id, true) }, `Go to “${code.name}” in ${family(code)}`));
    return h("div", { class: "cw-cb-note" }, h("span", {}, problem.sentence), h("span", { class: "cw-cb-note-acts" }, buttons));
  }

  // choosing and changing -----

  choose(id, enter = false) {
    if (this.acts.isOpen) this.#closeSheet();
    this.chosen = id;
    this.tree.reveal(id);
    this.form.show(this.byId.get(id));
    this.body.dataset.shows = "code";
    if (enter) this.form.focus();
  }

  /** Show a code that is walked past in the tree, and stay there. */
  look(id) {
    if (this.acts.isOpen) this.#closeSheet();
    this.chosen = id;
    this.form.show(this.byId.get(id));
  }

  #toTree() {
    delete this.body.dataset.shows;
    this.tree.focus();
  }

  /** Open what asks before an act; a code that is gone may be given in place of the chosen one. */
  sheet(kind, other = "", code = this.byId.get(this.chosen)) {
    this.form.element.hidden = true;
    this.body.dataset.shows = "code";
    this.calm();
    this.acts.open(kind, code, other);
  }

  #closeSheet() {
    this.acts.close();
    this.form.element.hidden = false;
  }

  cancel() {
    this.#closeSheet();
    this.calm();
    if (this.form.code) this.form.focus();
    else this.#toTree();
  }

  /** What was refused is given up: nothing waits any more. */
  calm() {
    if (!this.connection.waiting.size) this.frame.ready();
  }

  shift(id, way) {
    this.save({ action: "shift", code: id, way });
  }

  /** The code that has this name already, however it is written. */
  named(name, but) {
    return this.codes.find((code) => code.id !== but && plainName(code.name) === plainName(name));
  }

  // answers -----

  #saved(message) {
    const { action } = message.change || {};
    const wasSheet = ["add", "merge", "split", "remove"].includes(action) && this.acts.isOpen;
    if (wasSheet) this.#closeSheet();
    if (["add", "merge", "split", "restore"].includes(action)) this.chosen = message.code;
    this.form.saved(message.change);
    this.#draw(message);
    if (message.code && this.byId.has(message.code) && action !== "describe" && action !== "rename") this.tree.reveal(message.code);
    if (wasSheet) this.#after(action);
    if (message.said) this.frame.say(message.said);
  }

  #after(action) {
    if (action === "add" && this.form.code) this.form.fields.get("definition").input.focus();
    else if (this.form.code) this.form.focus();
    else this.#toTree();
  }

  #refused(message) {
    if (!message.change) return;
    if (this.acts.isOpen && ["add", "merge", "split", "remove"].includes(message.change.action)) this.acts.refused(message.sentence);
    this.form.refused(message.change, message.sentence);
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const letter = event.key.toLowerCase();
    const typing = event.target.matches("textarea, input:not([type=checkbox])") && this.#isUnsaved(event.target);
    if (typing || !["z", "y"].includes(letter)) return;
    event.preventDefault();
    this.save({ action: letter === "y" || event.shiftKey ? "redo" : "undo" });
  }

  // In a field that holds words not yet saved, Ctrl and Z takes back typing, as everywhere.
  #isUnsaved(field) {
    const own = this.form.code?.[field.dataset.field];
    return own === undefined || field.value !== own;
  }
}

export default {
  render({ model, el }) {
    const screen = new CodebookScreen(model, el);
    return () => screen.close();
  },
};
