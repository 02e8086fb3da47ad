// The acts that need a question first: a new code, merging, splitting, removing. Each says before what it will touch.

const AT_ONCE = 200;

class CodeSheet {
  /** `screen` answers save(content), cancel() and ask(message), and has codes, byId and families. */
  constructor(screen, name) {
    this.screen = screen;
    this.name = name;
    this.wrong = h("p", { class: "cw-wrong", role: "alert" });
    this.element = h("form", { class: "cw-cb-sheet", novalidate: true, hidden: true, onsubmit: (event) => { event.preventDefault(); this.#submit(); } });
    this.element.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); this.screen.cancel(); } });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open(kind, code, other = "") {
    this.kind = kind;
    this.code = code;
    this.isSent = false;
    this.wrong.textContent = "";
    this.submit = h("button", { type: "submit", class: "cw-button cw-main" });
    const parts = { new: () => this.#new(""), below: () => this.#new(code.id), merge: () => this.#merge(other), split: () => this.#split(), remove: () => this.#remove() }[kind]();
    const cancel = h("button", { type: "button", class: "cw-button", onclick: () => this.screen.cancel() }, "Cancel");
    const title = h("h3", { id: `${this.name}-title` }, parts.title);
    this.element.setAttribute("aria-labelledby", title.id);
    this.element.replaceChildren(title, ...parts.body, this.wrong, h("div", { class: "cw-cb-acts" }, this.submit, cancel));
    this.element.hidden = false;
    (this.element.querySelector("[data-first]") || this.submit).focus();
  }

  close() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  refused(sentence) {
    this.isSent = false;
    this.wrong.textContent = sentence.replace(/^Not saved: /, "");
  }

  receive(message) {
    if (!this.isOpen || message.code !== this.code?.id) return;
    if (message.type === "passages" && this.kind === "split") this.#passages(message.rows);
    if (message.type === "preview" && this.kind === "merge" && (message.into ?? this.into.value) === this.into.value) {
      this.#touched(message);
      this.submit.disabled = !message.into;
    }
    if (message.type === "preview" && this.kind === "remove") this.#touched(message);
  }

  #field(label, input, help = "") {
    input.id = `${this.name}-${label.replace(/\W+/g, "-")}`;
    return h("div", { class: "cw-cb-field" }, h("label", { for: input.id }, label), h("span", { class: "cw-cb-entry" }, input, help ? h("span", { class: "cw-cb-help" }, help) : ""));
  }

  // a new code -----

  #new(parent) {
    this.named = h("input", { type: "text", autocomplete: "off", "data-first": true });
    this.place = placeSelect(this.screen, {});
    const chosen = this.code;
    this.place.value = parent ? `${chosen.group} ${parent}` : chosen ? `${chosen.group} ` : `${this.screen.families[0].id} `;
    this.meaning = h("textarea", { rows: 2 });
    this.submit.textContent = "Make the code";
    return { title: parent ? `New code below “${chosen.name}”` : "New code",
      body: [this.#field("Name", this.named), this.#field("Family and place", this.place), this.#field("Definition", this.meaning, "May be written later.")] };
  }

  // merging -----

  #merge(other) {
    const { screen, code } = this;
    const groups = screen.families.map((family) => [family, screen.codes.filter((one) => one.group === family.id && one.id !== code.id)]).filter(([, own]) => own.length);
    this.into = h("select", { "data-first": true }, h("option", { value: "" }, "Choose a code"), groups.map(([family, own]) => h("optgroup", { label: family.name },
      own.map((one) => h("option", { value: one.id }, `${"\u2003".repeat(one.depth)}${one.name}`)))));
    this.into.value = other;
    this.told = h("div", { class: "cw-cb-told", role: "status" });
    this.into.addEventListener("change", () => this.#preview());
    this.submit.textContent = "Merge";
    this.#preview();
    return { title: `Merge “${code.name}” into another code`, body: [this.#field("Merge into", this.into, "All that has this code gets the other one. This code leaves the codebook."), this.told] };
  }

  #preview() {
    this.submit.disabled = true;  // Until it is told what the merge touches, and which words may go along.
    this.told.replaceChildren();
    this.texts = [];
    if (this.into.value) this.screen.ask({ type: "preview", code: this.code.id, into: this.into.value });
  }

  #touched(message) {
    this.texts = message.texts.map((text) => ({ ...text, box: h("input", { type: "checkbox", checked: true }) }));
    const texts = this.texts.length ? [h("fieldset", {}, h("legend", {}, "Add its words to the other code's"),
      this.texts.map(({ title, words, box }) => h("label", { class: "cw-cb-choice" }, box, h("span", {}, h("strong", {}, `${title}: `), words))))] : [];
    const codings = this.kind === "remove" && message.codings ? [h("label", { class: "cw-cb-choice" }, this.also, h("span", {}, `Remove its ${counted(message.codings, "coding", "codings")} too; Undo brings all of it back`))] : [];
    if (this.kind === "remove") this.submit.disabled = Boolean(message.codings) && !this.also.checked;
    this.told.replaceChildren(h("ul", {}, message.sentences.map((sentence) => h("li", {}, sentence))), ...texts, ...codings);
  }

  // removing -----

  #remove() {
    this.told = h("div", { class: "cw-cb-told", role: "status" });
    this.also = h("input", { type: "checkbox", onchange: () => { this.submit.disabled = !this.also.checked; } });
    this.submit.textContent = "Remove";
    this.submit.disabled = true;
    this.screen.ask({ type: "preview", code: this.code.id });
    return { title: `Remove “${this.code.name}”`, body: [this.told] };
  }

  // splitting -----

  #split() {
    this.named = h("input", { type: "text", autocomplete: "off", "data-first": true });
    this.meaning = h("textarea", { rows: 2 });
    this.chosen = new Set();
    this.rows = [];
    this.list = h("ul", { class: "cw-cb-passages", "aria-label": "Passages" });
    this.more = h("button", { type: "button", class: "cw-link", hidden: true, onclick: () => this.#further() });
    this.filters = h("div", { class: "cw-cb-filters" });
    this.number = h("p", { role: "status" });
    this.submit.textContent = "Split";
    this.screen.ask({ type: "passages", code: this.code.id });
    return { title: `Split “${this.code.name}”`, body: [this.#field("Name of the new code", this.named), this.#field("Definition", this.meaning),
      h("p", { class: "cw-cb-help" }, "Choose the passages that get the new code. Findings stay with the old one."), this.filters, this.list, this.more, this.number] };
  }

  #passages(rows) {
    this.rows = rows;
    const choice = (label, name) => {
      const values = [...new Set(rows.map((row) => row[name]))].sort();
      const select = h("select", { onchange: () => this.#filtered() }, h("option", { value: "" }, `all ${label}s`), values.map((value) => h("option", { value: `=${value}` }, value)));
      return [select, h("label", {}, `${label[0].toUpperCase()}${label.slice(1)} `, select)];
    };
    const [interview, byInterview] = choice("interview", "transcript");
    const [coder, byCoder] = choice("coder", "coder");
    this.by = { transcript: interview, coder };
    const all = h("button", { type: "button", class: "cw-link", onclick: () => { this.#shown().forEach((row) => this.chosen.add(row.id)); this.#list(); } }, "Choose all shown");
    const none = h("button", { type: "button", class: "cw-link", onclick: () => { this.chosen.clear(); this.#list(); } }, "Choose none");
    this.filters.replaceChildren(byInterview, byCoder, all, none);
    this.#filtered();
  }

  #filtered() {
    this.most = AT_ONCE;
    this.#list();
  }

  #further() {
    const first = this.most;
    this.most += AT_ONCE;
    this.#list();
    this.list.children[first].querySelector("input").focus();
  }

  #shown() {
    return this.#fitting().slice(0, this.most);
  }

  #fitting() {
    return this.rows.filter((row) => Object.entries(this.by).every(([name, select]) => !select.value || select.value === `=${row[name]}`));
  }

  #list() {
    this.list.replaceChildren(...this.#shown().map((row) => {
      const box = h("input", { type: "checkbox", checked: this.chosen.has(row.id), onchange: () => { this.chosen[box.checked ? "add" : "delete"](row.id); this.#count(); } });
      const who = [row.transcript, row.coder, row.polarity === "supports" ? "" : row.polarity].filter(Boolean).join(" · ");
      return h("li", {}, h("label", { class: "cw-cb-choice" }, box, h("span", {}, h("span", { class: "cw-cb-quiet" }, who), h("span", { class: "cw-cb-words" }, row.words))));
    }));
    const left = this.#fitting().length - this.list.children.length;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, AT_ONCE)} more`;
    this.#count();
  }

  #count() {
    this.number.textContent = this.rows.length ? `${this.chosen.size} of ${counted(this.rows.length, "passage", "passages")} chosen.` : "This code has no passages yet, so there is nothing to split.";
    this.submit.disabled = !this.chosen.size;
  }

  // doing it -----

  #submit() {
    if (this.submit.disabled || this.isSent) return;
    this.isSent = true;
    const code = this.code?.id || "";
    const name = this.named?.value || "";
    const definition = this.meaning?.value || "";
    const acts = {
      new: () => ({ action: "add", name, definition, ...placeRead(this.place.value) }),
      below: () => ({ action: "add", name, definition, ...placeRead(this.place.value) }),
      merge: () => ({ action: "merge", code, into: this.into.value, texts: this.texts.filter(({ box }) => box.checked).map((text) => text.name) }),
      split: () => ({ action: "split", code, name, definition, codings: [...this.chosen] }),
      remove: () => ({ action: "remove", code, withCodings: this.also.checked }),
    };
    this.screen.save(acts[this.kind]());
  }
}
