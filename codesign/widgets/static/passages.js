// Passages found again: filters, how much fits in words, the passages, each in its answer, and a button that writes them out.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { focused, h, newId } from "./shared.js";

/** @import { Around, Choice, Filter, Found, FoundPassage, Input, PassagesMessage, PassagesStart, Said } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

const FIELDS = ["code", "also", "but_not"];
/** @type {Record<string, string>} */
const BEARS = { qualifies: "Qualifies", contradicts: "Contradicts" };
const PLACE = "codesign-open-place";

class Passages {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "passages", "Passages");
    /** The choices, by what they are of. @type {Map<string, HTMLSelectElement>} */
    this.selects = new Map();
    this.filter = h("div", { class: "cw-pa-filter", role: "group", "aria-label": "Filter the passages" });
    this.below = h("input", { type: "checkbox", checked: true, onchange: () => this.find() });
    this.memo = h("input", { type: "search", oninput: () => this.#soon() });
    this.all = h("button", { type: "button", class: "cw-link", onclick: () => this.#clear() }, "Show everything");
    this.said = h("p", { class: "cw-pa-said" });
    this.list = h("ol", { class: "cw-pa-list" });
    this.more = h("button", { type: "button", class: "cw-button", onclick: () => this.#further() }, "Show more");
    /** The passages shown, and what each says. @type {Map<string, { told: string, element: HTMLElement }>} */
    this.items = new Map();
    this.quotable = h("input", { type: "checkbox" });
    this.written = h("p", { class: "cw-pa-written", hidden: true });
    /** @param {string} ending */
    const save = (ending) =>
      h("button", { type: "button", class: "cw-button", onclick: () => this.#export(ending) }, `Save as ${ending}`);
    this.frame.offer(
      h("label", { class: "cw-pa-check" }, this.quotable, "only what may be quoted, for others"),
      save(".xlsx"),
      save(".csv"),
    );
    this.page = h(
      "div",
      { class: "cw-pa" },
      this.filter,
      h("div", { class: "cw-pa-top" }, this.said, this.all),
      this.written,
      this.list,
      this.more,
    );
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
    clearTimeout(this.typing);
  }

  /** @param {PassagesMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#opened(message);
    if (message.type === "found") this.#found(message);
    if (message.type === "around") this.#around(message);
    if (message.type === "saved") this.#wrote(message.said);
  }

  // filters ------------------------------------------------------------------------------------------

  /** @param {PassagesStart} message */
  #opened(message) {
    if (message.empty) {
      this.frame.empty(message.empty);
      return;
    }
    /** @type {Choice[]} */
    const codes = message.codes.map((code) => [code.id, `${"\u2003".repeat(code.depth)}${code.name}`]);
    const choices = message.choices.filter((choice) => choice.values.length > 1);
    if (!this.#isDrawn([codes, message.families, choices])) this.#draw(codes, message.families, choices);
    if (!this.page.isConnected) this.frame.show(this.page);
    this.find(0, this.list.children.length);
  }

  /**
   * Whether the filters are those drawn already: a list that a person has open must not close.
   * @param {unknown[]} filters
   */
  #isDrawn(filters) {
    const before = this.drawn;
    this.drawn = JSON.stringify(filters);
    return this.drawn === before;
  }

  /** @param {Choice[]} codes @param {Choice[]} families @param {Filter[]} choices */
  #draw(codes, families, choices) {
    const held = focused();
    const name = [...this.selects].find(([, select]) => select === held)?.[0];
    const had = held !== null && this.filter.contains(held);
    this.filter.replaceChildren(
      this.#field("code", "Code", codes, "Every code"),
      h("label", { class: "cw-pa-check" }, this.below, "with codes below"),
      this.#field("also", "And also coded", codes, "–"),
      this.#field("but_not", "But not coded", codes, "–"),
      this.#field("family", "Family", families, "Every family"),
      ...choices.map(({ name, label, values }) =>
        this.#field(
          name,
          label,
          values.map((value) => /** @type {Choice} */ ([value, value])),
          "All",
        ),
      ),
      this.#labelled("Memo contains", this.memo),
    );
    if (had) (this.selects.get(name || "") || held)?.focus();
  }

  /**
   * A choice that keeps what was chosen when the study was read again.
   * @param {string} name @param {string} label @param {Choice[]} values @param {string} every
   */
  #field(name, label, values, every) {
    const before = this.selects.get(name)?.value || "";
    const select = h(
      "select",
      { onchange: () => this.find() },
      h("option", { value: "" }, every),
      values.map(([value, words]) => h("option", { value, selected: value === before }, words)),
    );
    this.selects.set(name, select);
    return this.#labelled(label, select, FIELDS.includes(name));
  }

  /** @param {string} label @param {Input} input @param {boolean} [isWide] */
  #labelled(label, input, isWide = false) {
    input.id = `cw-pa-${newId()}`;
    return h(
      "div",
      { class: `cw-pa-field${isWide ? " cw-pa-wide" : ""}` },
      h("label", { for: input.id }, label),
      input,
    );
  }

  get filters() {
    const chosen = Object.fromEntries([...this.selects].map(([name, select]) => [name, select.value]));
    return { ...chosen, memo: this.memo.value, with_below: this.below.checked };
  }

  #clear() {
    this.selects.forEach((select) => {
      select.value = "";
    });
    this.memo.value = "";
    this.below.checked = true;
    this.find();
  }

  #soon() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.find(), 250);
  }

  find(first = 0, number = 0) {
    this.connection.ask({ type: "find", filters: this.filters, first, number });
  }

  #further() {
    this.more.disabled = true;
    this.find(this.list.children.length);
  }

  // passages -----------------------------------------------------------------------------------------

  /** @param {Found} message */
  #found(message) {
    this.more.disabled = false;
    if (message.first && message.first !== this.list.children.length) return;
    const items = message.rows.map((row) => this.#known(row));
    if (message.first) this.list.append(...items);
    else this.#show(items);
    const left = message.total - this.list.children.length;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, 50)} more`;
    this.all.hidden = !Object.values({ ...this.filters, with_below: "" }).some(Boolean);
    this.said.textContent = message.said;
    this.frame.say(message.first ? `${items.length} more.` : message.said);
    if (message.first && items.length) items[0].querySelector("button")?.focus();
  }

  /** @param {HTMLElement[]} items */
  #show(items) {
    const held = focused();
    const inside = held && this.list.contains(held) ? held : null;
    this.list.replaceChildren(...items);
    if (inside?.isConnected) inside.focus({ preventScroll: true });
  }

  /**
   * A passage that is as it was keeps its element, and with it the answer that was opened.
   * @param {FoundPassage} row
   */
  #known(row) {
    const told = JSON.stringify(row);
    const before = this.items.get(row.id);
    if (before?.told === told) return before.element;
    const element = this.#item(row);
    this.items.set(row.id, { told, element });
    return element;
  }

  /** @param {FoundPassage} row */
  #item(row) {
    const notes = [row.coders, BEARS[row.polarity], row.consent].filter(Boolean).join(" · ");
    const show = h(
      "button",
      {
        type: "button",
        class: "cw-link",
        "aria-expanded": "false",
        onclick: (event) => this.#toggle(row, event.currentTarget),
      },
      "Show the answer",
    );
    const name = `${row.interview}, ${row.code}`;
    const open = h(
      "button",
      {
        type: "button",
        class: "cw-link",
        "aria-label": `Open in the coding panel: ${name}`,
        onclick: () => this.#openPlace(row),
      },
      "Open in the coding panel",
    );
    show.setAttribute("aria-label", `Show the answer: ${name}`);
    return h(
      "li",
      { style: `--cw-family:${row.hue}`, "data-coding": row.id },
      h(
        "p",
        { class: "cw-pa-who" },
        h("strong", {}, row.interview),
        row.who && ` ${row.who}`,
        row.time && ` · ${row.time}`,
      ),
      h("blockquote", {}, row.words),
      h(
        "p",
        { class: "cw-pa-code" },
        h("span", { class: "cw-pa-swatch", "aria-hidden": "true" }),
        h("strong", {}, row.code),
        ` · ${notes}`,
      ),
      row.memos.map((memo) => h("p", { class: "cw-pa-memo" }, `Memo of ${memo}`)),
      h("p", { class: "cw-pa-do" }, show, open),
      h("div", { class: "cw-pa-around", hidden: true }),
    );
  }

  /** @param {FoundPassage} row @param {HTMLElement} button */
  #toggle(row, button) {
    const around = button.closest("li")?.querySelector(".cw-pa-around");
    if (!around) return;
    const opens = around.hidden;
    around.hidden = !opens;
    button.setAttribute("aria-expanded", String(opens));
    const name = opens ? "Hide the answer" : "Show the answer";
    button.textContent = name;
    button.setAttribute("aria-label", `${name}: ${row.interview}, ${row.code}`);
    if (opens && !around.children.length) this.connection.ask({ type: "around", coding: row.id });
  }

  /** @param {Around} message */
  #around(message) {
    /** @param {Said} given */
    const turn = ({ speaker, role, parts: [before, words, after] }) =>
      h(
        "p",
        { class: role === "respondent" ? "" : "cw-pa-asked" },
        speaker && h("strong", {}, `${speaker}: `),
        before,
        words && h("mark", {}, words),
        after,
      );
    const item = this.list.querySelector(`[data-coding="${CSS.escape(message.id)}"] .cw-pa-around`);
    item?.replaceChildren(...message.turns.map(turn));
  }

  /** Ask the coding panel of this page to open the place; it answers by taking the event. @param {FoundPassage} row */
  #openPlace(row) {
    const detail = { from: this.frame.root, transcript: row.interview, start: row.start, end: row.end };
    const isTaken = !document.dispatchEvent(new CustomEvent(PLACE, { detail, cancelable: true }));
    if (!isTaken) this.frame.trouble("No coding panel is open in this workbook. Run all cells, then try again.");
  }

  // writing out --------------------------------------------------------------------------------------

  /** @param {string} ending */
  #export(ending) {
    this.written.hidden = true;
    this.connection.change({ action: "export", ending, quotable: this.quotable.checked, filters: this.filters });
  }

  /** @param {string} sentence */
  #wrote(sentence) {
    this.written.textContent = sentence;
    this.written.hidden = false;
    this.frame.say(sentence);
  }
}

export default shownBy(Passages);
