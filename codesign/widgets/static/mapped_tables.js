// Tables of survey programs and job boards: files are chosen or dropped, and each waits on a card until it is taken in.

import { Connection, shownBy } from "./connection.js";
import { megabytes, sendPieces, tooMuch } from "./file_pieces.js";
import { Frame } from "./frame.js";
import { MappedTable } from "./mapped_table.js";
import { counted, h, key, putChildren } from "./shared.js";

/** @import { MappedTablesMessage, TableAsRead, TablesOffered } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

class MappedTables {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "tables", "Tables from other programs");
    this.limits = { largest: 0, most: 0 };
    /** The kinds a file may be, each with its words. @type {[string, string][]} */
    this.kinds = [];
    /** The tables that wait, by id. @type {Map<string, MappedTable>} */
    this.cards = new Map();
    this.chooser = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      accept: ".csv,.xlsx",
      "aria-label": "Files with answers",
      onchange: (event) => this.#chosen([...(event.currentTarget.files || [])]),
    });
    this.kind = h("select", { "aria-label": "What the files hold" });
    this.asked = h("label", { class: "cw-mt-kind" }, "They hold ", this.kind);
    this.add = h(
      "button",
      { type: "button", class: "cw-button cw-main", onclick: () => this.chooser.click() },
      "Choose files…",
    );
    this.limit = h("p", { class: "cw-mt-note" });
    this.introduced = h("p", {});
    this.reports = h("div", {
      class: "cw-mt-reports",
      role: "region",
      "aria-label": "What became of the files",
      tabindex: -1,
    });
    this.reports.hidden = true;
    this.tables = h("div", {});
    this.page = h(
      "div",
      { class: "cw-mt" },
      this.introduced,
      h("p", { class: "cw-mt-tools" }, this.add, this.asked, h("span", { class: "cw-mt-note" }, "or drop them here")),
      this.limit,
      this.reports,
      this.tables,
      this.chooser,
    );
    this.#takeDrops();
    this.frame.explain(
      h("span", {}, ...key("Tab"), " next column"),
      h("span", {}, ...key("↑"), ...key("↓"), " choose what it holds"),
    );
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {MappedTablesMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#take(message);
    if (message.type === "opened") this.#opened(message.tables, message.failed);
    if (message.type === "mapped") this.cards.get(message.table)?.show(message);
    if (message.type === "saved") this.#taken(message.table, message.name, message.sentences);
    if (message.type === "refused") this.cards.forEach((card) => card.wait(false));
  }

  /** @param {TablesOffered} offered */
  #take({ kinds, largest, most, introduced, tables }) {
    this.kinds = kinds;
    this.limits = { largest, most };
    this.introduced.textContent = introduced;
    this.limit.textContent = `Files that end in .csv or .xlsx; up to ${megabytes(largest)} each. No name or address of a respondent is kept.`;
    const before = this.kind.value;
    this.kind.replaceChildren(...kinds.map(([value, words]) => h("option", { value }, words.toLowerCase())));
    if (before) this.kind.value = before;
    this.asked.hidden = kinds.length < 2;
    if (!this.page.isConnected) this.frame.show(this.page);
    this.cards.clear();
    this.#add(tables);
  }

  // files --------------------------------------------------------------------------------------------

  #takeDrops() {
    this.page.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.page.classList.add("cw-mt-over");
    });
    this.page.addEventListener("dragleave", () => this.page.classList.remove("cw-mt-over"));
    this.page.addEventListener("drop", (event) => {
      event.preventDefault();
      this.page.classList.remove("cw-mt-over");
      this.#chosen([...(event.dataTransfer?.files || [])]);
    });
  }

  /** @param {File[]} files */
  async #chosen(files) {
    this.chooser.value = "";
    const refused = tooMuch(files, this.limits);
    if (refused) return this.#tell([refused]);
    if (!files.length) return undefined;
    this.#busy(`Reading ${counted(files.length, "file", "files")} …`);
    try {
      await sendPieces(this.connection, files);
    } catch {
      return this.#tell(["A file cannot be read any more; nothing was changed. Choose the files again."]);
    }
    return this.connection.ask({ type: "import", sizes: files.map((file) => file.size), kind: this.kind.value });
  }

  /** @param {TableAsRead[]} tables @param {string[]} failed */
  #opened(tables, failed) {
    this.#tell(failed);
    this.#add(tables);
    const first = tables[0] && this.cards.get(tables[0].table);
    if (first) {
      first.focus();
      this.frame.say(`${first.name}: ${first.summary}`);
    } else this.reports.focus();
  }

  /** @param {TableAsRead[]} tables */
  #add(tables) {
    for (const table of tables) this.cards.set(table.table, new MappedTable(this, table));
    this.#draw();
  }

  #draw() {
    putChildren(
      this.tables,
      [...this.cards.values()].map((card) => card.element),
    );
    this.frame.tell(this.cards.size ? `${counted(this.cards.size, "table waits", "tables wait")}` : "");
  }

  // what a card asks ---------------------------------------------------------------------------------

  /** Ask how a table is read by what is chosen now. @param {MappedTable} card */
  map(card) {
    this.connection.ask({ type: "map", table: card.id, kind: card.kind, columns: card.columns, words: card.words });
  }

  /** @param {MappedTable} card */
  take(card) {
    card.wait(true);
    this.connection.change({ action: "take_in", table: card.id, columns: card.columns, words: card.words });
  }

  /** @param {MappedTable} card */
  leave(card) {
    this.connection.ask({ type: "leave", table: card.id });
    this.cards.delete(card.id);
    this.#draw();
    this.#tell([`${card.name} was set aside; nothing was changed.`]);
    this.add.focus();
  }

  /** @param {string} id @param {string} name @param {string[]} sentences */
  #taken(id, name, sentences) {
    this.cards.delete(id);
    this.#draw();
    this.#tell(sentences, `${name} came in.`);
    this.reports.focus();
  }

  // what is told -------------------------------------------------------------------------------------

  /** @param {string} words */
  #busy(words) {
    this.#tell([words]);
    this.add.disabled = true;
  }

  /** @param {string[]} sentences @param {string} [first] */
  #tell(sentences, first = "") {
    this.add.disabled = false;
    const lines = sentences.map((line) => h("li", {}, line));
    this.reports.replaceChildren(first ? h("strong", {}, first) : "", h("ul", {}, lines));
    this.reports.hidden = !sentences.length && !first;
    this.frame.say([first, ...sentences].join(" ").slice(0, 300));
  }
}

export default shownBy(MappedTables);
