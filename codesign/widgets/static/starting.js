// What an empty panel offers: interviews by a file chooser, with a report on each, and the codebook to begin with.
// Further interviews come in by the same chooser, below the list of those that are there.

import { megabytes, sendPieces, tooMuch } from "./file_pieces.js";
import { counted, h } from "./shared.js";
import { TableCard } from "./table_card.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Imported, Offer, OfferedTable, PanelMessage, Report } from "./panel_types.js" */

export class Starting {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {Offer} */
    this.offer = { files: [], largest: 0, most: 0, command: "", looks: false, codes: false };
    this.reports = h("div", {
      class: "cw-reports",
      role: "region",
      "aria-label": "What became of the files",
      tabindex: -1,
      hidden: true,
    });
    this.chooser = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      "aria-label": "Files with interviews",
      onchange: (event) => this.#chosen([...(event.currentTarget.files || [])]),
    });
    this.add = h(
      "button",
      { type: "button", class: "cw-button cw-main", onclick: () => this.chooser.click() },
      "Add interviews…",
    );
    this.more = h(
      "button",
      { type: "button", class: "cw-button cw-more", onclick: () => this.chooser.click() },
      "Add interviews…",
    );
    this.again = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.panel.connection.ask({ type: "look" }) },
      "Look again",
    );
    this.looked = h("span", { class: "cw-small", role: "status" });
    this.command = h("code");
    this.limit = h("p", { class: "cw-small" });
    this.beside = h("p", { class: "cw-small" }, "Or in a terminal: ", this.command);
    this.element = h(
      "div",
      { class: "cw-starting" },
      h("p", { class: "cw-starting-tools" }, this.add, this.again, this.looked),
      this.limit,
      this.beside,
    );
    /** @type {Map<string, TableCard>} */
    this.cards = new Map();
    this.tables = h("div");
    panel.frame.note(this.reports, this.tables, this.chooser);
    this.noCodes = h(
      "div",
      { class: "cw-starting cw-no-code", hidden: true },
      h("p", { class: "cw-small" }, "No codes yet."),
    );
    this.first = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.#firstCode() },
      "Make the first code",
    );
    this.starter = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => panel.connection.change({ action: "starter" }, "") },
      "Bring in the starter codebook",
    );
    this.noCodes.append(this.first, this.starter);
  }

  /** @param {PanelMessage} message */
  receive(message) {
    if (message.starting) this.#take(message.starting);
    if (message.type === "looked") this.looked.textContent = message.said;
    if (message.type === "imported") this.#imported(message);
    if (message.type === "mapped") this.cards.get(message.table)?.show(message);
    return ["looked", "imported", "mapped"].includes(message.type);
  }

  changed() {
    const { codes, codeList } = this.panel;
    codeList.note(this.noCodes);
    const hadFocus = this.noCodes.contains(document.activeElement);
    this.noCodes.hidden = codes.length > 0;
    this.starter.hidden = !this.offer.codes;
    if (hadFocus && codes.length) codeList.focusFirst();
  }

  /** @param {Offer} offer */
  #take(offer) {
    this.offer = offer;
    this.chooser.accept = offer.files.join(",");
    this.more.hidden = !offer.files.length;
    [this.add.hidden, this.limit.hidden, this.again.hidden] = [!offer.files.length, !offer.files.length, !offer.looks];
    this.limit.textContent = `Files that end in ${offer.files.join(", ")}; up to ${megabytes(offer.largest)} each, ${megabytes(offer.most)} together. The original is kept as it is.`;
    this.command.textContent = offer.command;
  }

  // interviews -----

  /** @param {File[]} files */
  async #chosen(files) {
    this.chooser.value = "";
    const refused = tooMuch(files, this.offer);
    if (refused) this.#tell([], refused);
    else if (files.length) {
      this.#busy(`Reading ${counted(files.length, "file", "files")} …`);
      try {
        await sendPieces(this.panel.connection, files);
        this.panel.connection.ask({ type: "import", sizes: files.map((file) => file.size) });
      } catch {
        this.#tell([], "A file cannot be read any more; nothing was changed. Choose the files again.");
      }
    }
  }

  /** @param {string} words */
  #busy(words) {
    this.#disable(true);
    this.reports.replaceChildren(h("p", {}, words));
    this.reports.hidden = false;
    this.panel.frame.say(words);
  }

  /** @param {boolean} isBusy */
  #disable(isBusy) {
    [this.add, this.more].forEach((button) => {
      button.disabled = isBusy;
    });
  }

  /** @param {Imported} given */
  #imported({ reports, failed, tables, taken }) {
    const card = this.cards.get(taken || "");
    if (card && (failed || !reports.every((report) => report.is_in)))
      return this.#refused(card, failed ? [failed] : reports.flatMap((report) => report.sentences));
    if (card) this.#away(card);
    const came = reports.filter((report) => report.is_in).length;
    const refused = reports.length - came;
    this.#tell(reports, failed || `${counted(came, "file", "files")} came in${refused ? `, ${refused} refused` : ""}.`);
    if (tables.length) this.#offer(tables, reports.length > 0);
  }

  /** @param {Report[]} reports @param {string} sentence */
  #tell(reports, sentence) {
    this.#disable(false);
    const close = h("button", { type: "button", class: "cw-link", onclick: () => this.#close() }, "Close this report");
    this.reports.replaceChildren(
      h("p", {}, h("strong", {}, sentence), " ", close),
      ...reports.map((report) =>
        h(
          "div",
          {},
          h("strong", {}, `${report.name}: ${report.is_in ? "came in" : "was refused"}`),
          h(
            "ul",
            {},
            report.sentences.map((line) => h("li", {}, line)),
          ),
        ),
      ),
    );
    this.reports.hidden = false;
    this.reports.focus();
    this.panel.frame.say(sentence);
  }

  // tables of other programs -----

  /** @param {OfferedTable[]} tables @param {boolean} hasReports */
  #offer(tables, hasReports) {
    const cards = tables.map((table) => new TableCard(this, table));
    cards.forEach((card) => {
      this.cards.set(card.id, card);
      this.tables.append(card.element);
    });
    this.reports.hidden = !hasReports;
    cards[0].focus();
    this.panel.frame.say(`${cards[0].name} is a table: say which of its columns is which.`);
  }

  /** Ask how the table is read by these columns. @param {TableCard} card @param {Record<string, string>} [columns] */
  map(card, columns = card.columns) {
    this.panel.connection.ask({ type: "map", table: card.id, columns });
  }

  /** @param {TableCard} card */
  take(card) {
    this.#busy(`Bringing in ${card.name} …`);
    card.wait();
    this.panel.connection.ask({ type: "take", table: card.id, columns: card.columns });
  }

  // The card keeps what was chosen, so that it can be put right.
  /** @param {TableCard} card @param {string[]} sentences */
  #refused(card, sentences) {
    this.#disable(false);
    this.reports.hidden = true;
    card.show({ sentences, fits: true });
    card.focus();
    this.panel.frame.say(sentences.join(" "));
  }

  /** @param {TableCard} card */
  leave(card) {
    this.panel.connection.ask({ type: "leave", table: card.id });
    this.#away(card);
    this.#close();
    this.panel.frame.say(`${card.name} was left out; nothing was changed.`);
  }

  /** @param {TableCard} card */
  #away(card) {
    this.cards.delete(card.id);
    card.remove();
  }

  #close() {
    this.reports.hidden = true;
    if (this.element.isConnected) this.add.focus();
    else this.panel.focusText();
  }

  // codes -----

  /** Ask for the name of the first code, for the words selected or else for the sentence at the cursor. */
  #firstCode() {
    const { panel } = this;
    if (!panel.transcript.turns.length) return panel.frame.say("Open an interview with words first.");
    panel.columns.unfold(null);
    if (!panel.range) panel.cursor.expand("sentence");
    return panel.openPopover({
      search: true,
      say: "Type a name for the first code; Enter makes it and puts it on the selected words.",
    });
  }
}
