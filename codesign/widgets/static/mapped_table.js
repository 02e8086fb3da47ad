// One table that waits: what would come in, what its answers in words mean, and what each of its columns holds.

import { counted, h, putChildren, unseen } from "./shared.js";

/** @import { AnswersInWords, ColumnAsRead, TableAsRead, TablesScreen } from "./screen_types.js" */

const UNDECIDED = "?";
const AS_BEFORE = "<";

export class MappedTable {
  /** `screen` takes map(card), take(card) and leave(card). @param {TablesScreen} screen @param {TableAsRead} table */
  constructor(screen, table) {
    this.screen = screen;
    this.id = table.table;
    this.name = table.name;
    this.kind = table.kind;
    /** What a person chose, by the letter of the column. @type {Map<string, string>} */
    this.chosen = new Map();
    /** What a person says that answers in words mean, by part. @type {Map<string, Record<string, string>>} */
    this.meant = new Map();
    /** @type {Map<string, ColumnRow>} */
    this.rows = new Map();
    this.sentences = h("ul", {});
    this.meanings = h("div", {});
    this.bulk = h("p", { class: "cw-mt-tools" });
    this.columnLists = h("div", {});
    this.aside = h("div", {});
    this.take = h(
      "button",
      { type: "button", class: "cw-button cw-main", onclick: () => screen.take(this) },
      "Take in",
      unseen(` ${table.name}`),
    );
    const leave = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => screen.leave(this) },
      "Set aside",
      unseen(` ${table.name}`),
    );
    this.element = h(
      "section",
      { class: "cw-mt-card", tabindex: -1, "aria-label": `How ${table.name} is read` },
      h("p", { class: "cw-mt-title" }, h("strong", {}, table.name), this.#kindChoice()),
      h("div", { class: "cw-mt-sentences", role: "status" }, this.sentences),
      this.meanings,
      this.bulk,
      this.columnLists,
      this.aside,
      h("p", { class: "cw-mt-tools" }, this.take, leave),
    );
    this.show(table);
  }

  focus() {
    this.element.focus();
  }

  /** What would come in, in a sentence. */
  get summary() {
    return [...this.sentences.children].map((line) => line.textContent).join(" ");
  }

  get columns() {
    return Object.fromEntries(this.chosen);
  }

  get words() {
    return Object.fromEntries(this.meant);
  }

  /** It is being taken in, which happens once. @param {boolean} isBusy */
  wait(isBusy) {
    this.take.disabled = isBusy;
  }

  /** @param {Partial<TableAsRead> & Pick<TableAsRead, "sentences" | "fits">} read */
  show(read) {
    const { columns, sentences, fits, words = [], asides = [], more = 0 } = read;
    this.sentences.replaceChildren(...sentences.map((line) => h("li", {}, line)));
    this.take.disabled = !fits;
    if (!columns) return;
    if (!this.rows.size) this.#build(/** @type {TableAsRead} */ (read));
    columns.forEach((column) => this.rows.get(column.letter)?.show(column));
    this.#showWords(words);
    this.#showAside(asides, more);
  }

  // what the file holds ------------------------------------------------------------------------------

  #kindChoice() {
    if (this.screen.kinds.length < 2) return null;
    const select = h(
      "select",
      { "aria-label": `What ${this.name} holds`, onchange: (event) => this.#another(event.currentTarget.value) },
      this.screen.kinds.map(([value, words]) => h("option", { value }, words.toLowerCase())),
    );
    select.value = this.kind;
    return h("span", {}, " holds ", select);
  }

  /** @param {string} kind */
  #another(kind) {
    this.kind = kind;
    this.chosen.clear();
    this.meant.clear();
    this.rows.clear();
    this.screen.map(this);
  }

  // columns ------------------------------------------------------------------------------------------

  /** @param {TableAsRead} table */
  #build({ columns, parts, tasks }) {
    columns.forEach((column) => this.rows.set(column.letter, new ColumnRow(this, column, parts, tasks)));
    const asked = columns.filter((column) => !column.decided && column.why);
    const read = columns.filter((column) => column.decided && column.part);
    const rest = columns.filter((column) => !asked.includes(column) && !read.includes(column));
    const isUnknown = !asked.length && read.every((column) => column.part === "who");
    putChildren(
      this.columnLists,
      [
        this.#list(asked, `To decide: ${counted(asked.length, "column", "columns")}`, true),
        this.#list(read, `Recognised: ${counted(read.length, "column", "columns")}`, !asked.length),
        this.#list(rest, `Not used: ${counted(rest.length, "column", "columns")}`, isUnknown),
      ].flatMap((list) => (list ? [list] : [])),
    );
    this.#offerScale(asked, parts);
  }

  /** @param {ColumnAsRead[]} columns @param {string} title @param {boolean} isOpen */
  #list(columns, title, isOpen) {
    if (!columns.length) return null;
    const rows = columns.flatMap((column) => this.rows.get(column.letter)?.element || []);
    return h("details", { open: isOpen }, h("summary", {}, title), h("ol", { class: "cw-mt-columns" }, rows));
  }

  // Forms that ask one thing of every task rarely say so in each column; where a task comes again, the next thing is asked.
  /** @param {ColumnAsRead[]} asked @param {TableAsRead["parts"]} parts */
  #offerScale(asked, parts) {
    const without = asked.filter((column) => column.task && !column.part);
    /** @type {ColumnAsRead[][]} */
    const runs = [];
    for (const column of without) {
      const run = runs.at(-1);
      if (!run || run.some((one) => one.task === column.task)) runs.push([column]);
      else run.push(column);
    }
    const long = runs.filter((run) => run.length > 1);
    this.bulk.hidden = !long.length;
    putChildren(
      this.bulk,
      long.map((run) => this.#scaleOf(run, parts)),
    );
  }

  /** @param {ColumnAsRead[]} run @param {TableAsRead["parts"]} parts */
  #scaleOf(run, parts) {
    const options = parts.filter(([, , ofTask]) => ofTask).map(([name, title]) => h("option", { value: name }, title));
    const scale = h(
      "select",
      { onchange: (event) => this.#chooseScale(run, event.currentTarget.value) },
      h("option", { value: "" }, "– say –"),
      options,
    );
    const [first, last] = [run[0].letter, run[run.length - 1].letter];
    return h(
      "label",
      {},
      `${first} to ${last}: ${run.length} columns name a task and no scale. They are about `,
      scale,
    );
  }

  /** @param {ColumnAsRead[]} run @param {string} scale */
  #chooseScale(run, scale) {
    run.forEach(({ letter, task }) => this.chosen.set(letter, scale ? `${scale} ${task}` : UNDECIDED));
    this.screen.map(this);
  }

  /** What a person chose for a column, nothing where they chose nothing. @param {string} letter */
  chosenFor(letter) {
    return this.chosen.get(letter);
  }

  /** @param {string} letter @param {string} choice */
  choose(letter, choice) {
    if (choice === UNDECIDED) this.chosen.set(letter, UNDECIDED);
    else if (choice.startsWith(AS_BEFORE)) this.#asBefore(letter);
    else this.chosen.set(letter, choice);
    this.screen.map(this);
  }

  /** @param {string} letter */
  #asBefore(letter) {
    const letters = [...this.rows.keys()];
    const above = this.rows.get(letters[letters.indexOf(letter) - 1]);
    if (above) this.chosen.set(letter, above.choice);
  }

  // answers in words ---------------------------------------------------------------------------------

  /** @param {AnswersInWords[]} words */
  #showWords(words) {
    const shown = JSON.stringify(words.map(({ part, answers }) => [part, answers.map(([answer]) => answer)]));
    if (this.meanings.dataset.shown === shown) {
      for (const { part, confirmed } of words) this.#confirmed(part, confirmed);
      return;
    }
    this.meanings.dataset.shown = shown;
    putChildren(
      this.meanings,
      words.map((one) => this.#meaning(one)),
    );
    for (const { part, confirmed } of words) this.#confirmed(part, confirmed);
  }

  /** @param {string} part @param {boolean} isConfirmed */
  #confirmed(part, isConfirmed) {
    const box = this.meanings.querySelector(`[data-part="${part}"]`);
    box?.classList.toggle("cw-mt-asked", !isConfirmed);
    const state = box?.querySelector(".cw-mt-note");
    if (state)
      state.textContent = isConfirmed ? "These come in with the numbers above." : "They stay out until you confirm.";
  }

  /** @param {AnswersInWords} words */
  #meaning({ part, title, answers }) {
    const choices = answers.map(([answer, count, number]) => {
      const select = h(
        "select",
        { "data-answer": answer },
        [
          ["?", "– say –"],
          ["1", "1"],
          ["2", "2"],
          ["3", "3"],
          ["4", "4"],
          ["5", "5"],
          ["", "no answer"],
        ].map(([value, shown]) => h("option", { value }, shown)),
      );
      select.value = number || "?";
      return h("label", {}, `“${answer}” (${count}) is `, select);
    });
    return h(
      "fieldset",
      { class: "cw-mt-words", "data-part": part },
      h("legend", {}, `${title}: what do these words mean, from 1 to 5?`),
      h("div", { class: "cw-mt-meanings" }, choices),
      h(
        "p",
        { class: "cw-mt-tools" },
        h(
          "button",
          { type: "button", class: "cw-button", onclick: () => this.#confirm(part) },
          "These numbers are right",
          unseen(` for ${title}`),
        ),
        h("span", { class: "cw-mt-note" }),
      ),
    );
  }

  /** @param {string} part */
  #confirm(part) {
    /** @type {NodeListOf<HTMLSelectElement>} */
    const selects = this.meanings.querySelectorAll(`[data-part="${part}"] select`);
    const meant = [...selects].filter((select) => select.value !== "?").map((one) => [one.dataset.answer, one.value]);
    this.meant.set(part, Object.fromEntries(meant));
    this.screen.map(this);
  }

  // cells set aside ----------------------------------------------------------------------------------

  /** @param {string[]} asides @param {number} more */
  #showAside(asides, more) {
    const wasOpen = this.aside.querySelector("details")?.open;
    const number = asides.length + more;
    const lines = asides.map((line) => h("li", {}, line));
    this.aside.replaceChildren(
      ...(number
        ? [
            h(
              "details",
              { open: wasOpen ?? number < 6 },
              h("summary", {}, `${counted(number, "cell is", "cells are")} set aside and would not come in`),
              h("ul", {}, lines, more ? h("li", {}, `And ${more} more.`) : null),
            ),
          ]
        : []),
    );
  }
}

/** A column of the card: its heading and first answers, and what it holds. */
class ColumnRow {
  /** @param {MappedTable} card @param {ColumnAsRead} column @param {TableAsRead["parts"]} parts @param {TableAsRead["tasks"]} tasks */
  constructor(card, column, parts, tasks) {
    this.card = card;
    this.letter = column.letter;
    this.ofTask = new Set(parts.filter(([, , ofTask]) => ofTask).map(([name]) => name));
    this.part = h(
      "select",
      { "aria-label": `What column ${column.letter} holds`, onchange: () => this.#chosen() },
      h("option", { value: UNDECIDED }, "– say –"),
      h("option", { value: "" }, "not used"),
      h("option", { value: AS_BEFORE }, "the same as the column before"),
      parts.map(([name, title]) => h("option", { value: name }, title)),
    );
    this.task = h(
      "select",
      { "aria-label": `Task of column ${column.letter}`, onchange: () => this.#chosen() },
      h("option", { value: "" }, "– which task –"),
      tasks.map(([number, label]) => h("option", { value: number }, `${number} ${label}`)),
    );
    this.why = h("span", { class: "cw-mt-note" });
    this.accept = h("button", { type: "button", class: "cw-button", onclick: () => this.#accept() });
    this.element = h(
      "li",
      { class: "cw-mt-column" },
      h("span", { class: "cw-mt-letter", "aria-hidden": "true" }, column.letter),
      h(
        "div",
        { class: "cw-mt-heading" },
        h("span", {}, column.heading),
        column.example && h("span", { class: "cw-mt-note" }, column.example),
      ),
      h("div", { class: "cw-mt-holds" }, this.part, this.task, this.accept, this.why),
    );
  }

  /** What it holds now, as it is sent. */
  get choice() {
    const part = this.part.value;
    return this.ofTask.has(part) && this.task.value ? `${part} ${this.task.value}` : part;
  }

  /** @param {ColumnAsRead} column */
  show(column) {
    const chosen = this.card.chosenFor(this.letter);
    this.proposal = [column.part, column.task].filter(Boolean).join(" ");
    this.part.value = column.decided ? column.part : (chosen?.split(" ")[0] ?? UNDECIDED);
    if (column.task) this.task.value = column.task;
    this.task.hidden = !this.ofTask.has(this.part.value) && !column.task;
    const isWhole = column.part && (!this.ofTask.has(column.part) || column.task);
    this.accept.hidden = column.decided || !isWhole;
    const title = [...this.part.options].find((option) => option.value === column.part)?.textContent;
    this.accept.textContent = `Yes: ${[title, column.task].filter(Boolean).join(" of ")}`;
    this.why.textContent = this.accept.hidden ? column.why : `Perhaps, ${column.why}.`;
    this.element.classList.toggle("cw-mt-asked", !column.decided && Boolean(column.why));
  }

  #accept() {
    this.part.focus();
    this.card.choose(this.letter, this.proposal || "");
  }

  #chosen() {
    this.task.hidden = !this.ofTask.has(this.part.value);
    this.card.choose(this.letter, this.choice);
  }
}
