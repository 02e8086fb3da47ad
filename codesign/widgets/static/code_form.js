// The chosen code: its name, place and meaning, each saved on leaving the field; how often it is said; its history.

const CODE_TEXTS = [
  ["definition", "Definition", "What the code means, in a sentence or two."],
  ["include", "When to use it", "What else belongs here; what counts as contradicting it."],
  ["exclude", "When not", "What looks like it and goes elsewhere, with the code it goes to."],
  ["example", "Example", "A typical passage, in words that may be quoted."],
];

/** The places a code can have: the top of each family, and below each code; what stands below `moving` is left out. */
function placeSelect(screen, attributes, moving = "") {
  const under = new Set([moving]);
  if (moving) screen.codes.forEach((code) => { if (under.has(code.parent)) under.add(code.id); });
  return h("select", attributes, screen.families.map((family) => h("optgroup", { label: family.name },
    h("option", { value: `${family.id} ` }, `${family.name}: at the top`),
    screen.codes.filter((code) => code.group === family.id && !under.has(code.id))
      .map((code) => h("option", { value: `${family.id} ${code.id}` }, `${"\u2003".repeat(code.depth + 1)}below ${code.name}`)))));
}

const placeOf = (screen, code) => (screen.byId.has(code.parent) && code.parent !== code.id ? `${code.group} ${code.parent}` : `${code.family} `);
const placeRead = (value) => ({ family: value.split(" ")[0], parent: value.slice(value.indexOf(" ") + 1) });
const fieldOf = (change) => ({ rename: "name", move: "place", describe: change.field }[change.action]);

class CodeForm {
  /** `screen` answers save(content), sheet(kind), calm() and ask(message), and has codes, byId and families. */
  constructor(screen, name) {
    this.screen = screen;
    this.name = name;
    this.element = h("div", { class: "cw-cb-form" });
  }

  /** Draw the code; what is being typed stays. */
  show(code) {
    const typing = Boolean(this.code) && this.code.id === code?.id && this.#typing();
    this.code = code;
    if (!code) {
      this.element.replaceChildren(h("p", { class: "cw-cb-quiet" }, this.screen.codes.length ? "Choose a code to read and change it." : this.screen.empty));
      return;
    }
    if (typing !== false && (typing !== undefined || this.#hasRefused())) this.#update(typing);
    else this.#build();
    this.screen.ask({ type: "history", code: code.id });
  }

  /** The field that has the cursor and words not yet saved; empty where it has none, undefined without a cursor. */
  #typing() {
    const column = this.element.contains(document.activeElement) ? document.activeElement.dataset.field : undefined;
    if (!column) return undefined;
    return this.fields.get(column).input.value === this.#value(column) ? "" : column;
  }

  #isRefused(column) {
    return column !== "place" && this.fields.get(column).input.hasAttribute("aria-invalid");
  }

  #hasRefused() {
    return [...this.fields.keys()].some((column) => this.#isRefused(column));
  }

  #build() {
    const { code } = this;
    const id = (part) => `${this.name}-${part}`;
    this.fields = new Map();
    this.said = h("p", { class: "cw-cb-said" });
    this.events = h("ol", { class: "cw-cb-events" });
    const name = this.#field("name", h("input", { id: id("name"), type: "text", autocomplete: "off", maxlength: 400 }), "Name");
    const place = this.#field("place", placeSelect(this.screen, { id: id("place") }, code.id), "Family and place", "Move to another family, or below another code. Codes below it move along.");
    const texts = CODE_TEXTS.map(([column, label, help]) => this.#field(column, h("textarea", { id: id(column), rows: 2 }), label, help));
    const button = (kind, label) => h("button", { type: "button", class: "cw-button", onclick: () => this.screen.sheet(kind) }, label);
    const acts = h("div", { class: "cw-cb-acts", role: "group", "aria-label": "What to do with this code" },
      button("below", "New code below"), button("merge", "Merge into…"), button("split", "Split…"), button("remove", "Remove…"));
    const history = h("details", { class: "cw-cb-history", open: this.historyOpen }, h("summary", {}, "What became of this code"), this.events);
    history.addEventListener("toggle", () => { this.historyOpen = history.open; });
    this.element.replaceChildren(this.said, name, place, ...texts, acts, history);
    this.#update();
  }

  #field(column, input, label, help = "") {
    input.dataset.field = column;
    const wrong = h("span", { class: "cw-wrong", id: `${input.id}-wrong`, });
    const note = help ? h("span", { class: "cw-cb-help", id: `${input.id}-help` }, help) : "";
    input.setAttribute("aria-describedby", [help ? `${input.id}-help` : "", `${input.id}-wrong`].join(" ").trim());
    // A field that is taken away loses the cursor too, and its words are not those of the code that comes next.
    input.addEventListener("blur", () => { if (this.code && this.fields.get(column)?.input === input) this.#leave(column); });
    input.addEventListener("keydown", (event) => this.#key(event, column));
    if (column === "place") {
      // A pointer chooses once; arrow keys pass by other places, so for them leaving the field decides.
      input.addEventListener("pointerdown", () => { this.pointed = true; });
      input.addEventListener("keydown", () => { this.pointed = false; });
      input.addEventListener("change", () => { if (this.pointed) this.#leave(column); });
    }
    if (input.tagName === "TEXTAREA") input.addEventListener("input", () => this.#grow(input));
    this.fields.set(column, { input, wrong, label });
    return h("div", { class: "cw-cb-field" }, h("label", { for: input.id }, label), h("span", { class: "cw-cb-entry" }, input, wrong, note));
  }

  #key(event, column) {
    const { input } = this.fields.get(column);
    if (event.key === "Escape") {
      input.value = this.#value(column);
      this.wrong(column, "");
      this.screen.calm();
    } else if (event.key === "Enter" && input.tagName !== "TEXTAREA") {
      event.preventDefault();
      this.#leave(column);
    }
  }

  #grow(input) {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight + 2, 260)}px`;
  }

  #value(column) {
    return column === "place" ? placeOf(this.screen, this.code) : this.code[column];
  }

  #update(typing = "") {
    const { code, screen } = this;
    for (const [column, { input }] of this.fields) {
      if (column !== typing && !this.#isRefused(column)) input.value = this.#value(column);
      if (input.tagName === "TEXTAREA") requestAnimationFrame(() => this.#grow(input));
    }
    const below = screen.codes.some((other) => other.parent === code.id && other.id !== code.id);
    const parts = [`Said by ${code.employers} of ${counted(screen.of, "employer", "employers")} in ${counted(code.interviews, "interview", "interviews")}${below ? ", codes below counted too" : ""}.`,
      code.codings ? `${counted(code.codings, "coding", "codings")} by ${counted(code.coders, "coder", "coders")}${below ? ", of this code itself" : ""}.` : "No coding yet."];
    this.said.textContent = parts.join(" ");
  }

  #leave(column) {
    const { input } = this.fields.get(column);
    const value = input.value;
    if (value.trim() === this.#value(column).trim()) return this.wrong(column, "");
    const key = `${this.code.id} ${column} ${value}`;
    if (this.sent === key) return undefined;
    this.sent = key;
    const code = this.code.id;
    if (column === "name") return this.screen.save({ action: "rename", code, name: value });
    if (column === "place") return this.screen.save({ action: "move", code, ...placeRead(value) });
    return this.screen.save({ action: "describe", code, field: column, words: value });
  }

  /** Say beside the field why it was not saved; what was typed stays there. */
  refused(change, sentence) {
    this.sent = "";
    if (change.code !== this.code?.id) return;
    const column = fieldOf(change);
    if (!this.fields?.has(column)) return;
    this.wrong(column, sentence);
    if (column === "place") this.fields.get("place").input.value = this.#value("place");
    const twin = column === "name" && this.screen.named(change.name, this.code.id);
    if (twin) {
      this.fields.get("name").wrong.append(" ", h("button", { type: "button", class: "cw-link", onclick: () => this.screen.sheet("merge", twin.id) }, `Merge into “${twin.name}”…`));
    }
  }

  /** What was saved is right now; what else was refused stays so. */
  saved(change = {}) {
    this.sent = "";
    const own = change.code === this.code?.id ? fieldOf(change) : "";
    this.fields?.forEach((_field, column) => { if (column === own || column === "place") this.wrong(column, ""); });
  }

  wrong(column, sentence) {
    const { input, wrong } = this.fields.get(column);
    wrong.textContent = sentence.replace(/^Not saved: /, "");
    if (sentence) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  focus() {
    this.fields?.get("name").input.focus();
  }

  history(message) {
    if (message.code !== this.code?.id || !this.events) return;
    const rows = message.rows.map((row) => h("li", {}, h("span", {}, row.words), h("span", { class: "cw-cb-quiet" }, ` ${row.person}, ${row.at}`)));
    this.events.replaceChildren(...(rows.length ? rows : [h("li", { class: "cw-cb-quiet" }, "Nothing is recorded yet.")]));
  }
}
