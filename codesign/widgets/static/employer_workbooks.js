// Workbooks for employers: made for a sector and a language, looked over and taken in when they come back, and the cells
// that were set aside.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { linked } from "./output_links.js";
import { counted, focused, h, key, newId, unseen } from "./shared.js";

/** @import { EmployerMessage, Employers, FileReport, WaitingCell } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

const PIECE = 1 << 20;
const ALL = "all sectors";

class EmployerWorkbooks {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "employers", "Employer workbooks");
    this.name = `cw-${newId()}`;
    this.most = 0;
    this.sector = h("select", { id: `${this.name}-sector` });
    this.language = h("select", { id: `${this.name}-language` });
    this.make = h(
      "button",
      { type: "button", class: "cw-button cw-main", onclick: () => this.#make() },
      "Make workbooks",
    );
    this.chooser = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      accept: ".xlsx,.csv",
      "aria-label": "Workbooks that came back",
      onchange: (event) => this.#chosen([...(event.currentTarget.files || [])]),
    });
    this.choose = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.chooser.click() },
      "Take in what came back…",
    );
    this.back = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => this.connection.change({ action: "undo" }) },
      "Take the last file back",
    );
    this.reports = h("div", {
      class: "cw-em-reports",
      role: "region",
      "aria-label": "Report",
      tabindex: -1,
      hidden: true,
    });
    this.table = h("div", { class: "cw-em-table" });
    this.waiting = h("div", {});
    this.frame.show(
      h(
        "div",
        { class: "cw-em" },
        h(
          "p",
          { class: "cw-em-line" },
          h("label", { for: `${this.name}-sector` }, "Tasks of"),
          this.sector,
          h("label", { for: `${this.name}-language` }, "in"),
          this.language,
          this.make,
          this.choose,
          this.back,
          this.chooser,
        ),
        this.reports,
        this.table,
        this.waiting,
      ),
    );
    this.frame.pressed((event) => this.#key(event));
    this.frame.explain(h("span", {}, ...key("Ctrl", "Z"), " take the last file back"));
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {EmployerMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.most = message.most;
    if (["snapshot", "rows", "made", "saved"].includes(message.type)) this.#take(/** @type {Employers} */ (message));
    if (message.type === "made") this.#made(message.sentences, message.ok);
    if (message.type === "looked_over") this.#lookedOver(message.reports, message.fits, message.failure);
    if (message.type === "saved") {
      this.frame.say(message.said);
      if (message.reports.length) this.#tell(message.said, message.reports);
    }
  }

  /** @param {Employers} given */
  #take(given) {
    this.frame.tell(given.about);
    this.back.hidden = !given.workbooks.some((row) => row[2]);
    offer(this.sector, [["", ALL], ...given.sectors.map((one) => /** @type {[string, string]} */ ([one, one]))]);
    offer(this.language, given.languages);
    this.table.replaceChildren(
      given.empty
        ? h("p", { class: "cw-em-note" }, given.empty)
        : table("What came back", given.headings, given.workbooks),
    );
    this.#drawWaiting(given.waiting);
  }

  // cells that were set aside ------------------------------------------------------------------------

  /** @param {WaitingCell[]} waiting */
  #drawWaiting(waiting) {
    const at = focused()?.dataset.at;
    const stops = [...this.waiting.querySelectorAll("[data-at]")].map((one) => one.getAttribute("data-at"));
    const list = waiting.length
      ? h(
          "ul",
          {},
          waiting.map((cell) => this.#cell(cell)),
        )
      : null;
    const title = `Set aside, and waiting for you: ${counted(waiting.length, "cell", "cells")}`;
    this.waiting.replaceChildren(...(list ? [h("h4", {}, title), list] : []));
    if (at) this.#focusNear(at, stops);
  }

  // What had the focus and is settled gives it to the next one.
  /** @param {string} at @param {(string | null)[]} stops */
  #focusNear(at, stops) {
    const rest = [at, ...stops.slice(stops.indexOf(at) + 1), ...stops.slice(0, stops.indexOf(at)).reverse()];
    const next = rest.map((one) => this.waiting.querySelector(`[data-at="${CSS.escape(one || "")}"]`)).find(Boolean);
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  /** @param {WaitingCell} cell */
  #cell(cell) {
    /** @param {string} words @param {"settled" | "left out"} outcome */
    const button = (words, outcome) =>
      h(
        "button",
        {
          type: "button",
          class: "cw-button",
          "data-at": `${outcome} ${cell.aside_id}`,
          onclick: () => this.connection.change({ action: "settle", cell: cell.aside_id, outcome }),
        },
        words,
        unseen(` ${cell.place}`),
      );
    return h(
      "li",
      {},
      h(
        "div",
        {},
        h("p", {}, h("strong", {}, cell.about || "Beside the tasks"), ` · ${cell.place}`),
        h("p", {}, `“${cell.value}” ${cell.why}.`),
        h("p", { class: "cw-em-note" }, cell.what_to_do),
      ),
      h("p", { class: "cw-em-acts" }, button("Settled", "settled"), button("Leave it out", "left out")),
    );
  }

  // made ---------------------------------------------------------------------------------------------

  #make() {
    this.make.disabled = true;
    this.#say("Making the workbooks …");
    this.connection.ask({ type: "make", sector: this.sector.value, language: this.language.value });
  }

  /** @param {string[]} sentences @param {boolean} ok */
  #made(sentences, ok) {
    this.make.disabled = false;
    const files = sentences.filter((line) => /^outputs\/.*\.xlsx$/.test(line));
    const others = sentences.filter((line) => !files.includes(line));
    this.reports.replaceChildren(
      h("p", {}, h("strong", { class: ok ? "" : "cw-em-bad" }, others[0]), " ", this.#closing()),
      ...others.slice(1).map((line) => h("p", { class: "cw-em-look" }, line)),
      h(
        "ul",
        { class: "cw-em-files" },
        files.map((line) => h("li", {}, ...linked(line, (path) => path.slice(path.lastIndexOf("/") + 1)))),
      ),
    );
    this.#opened(others[0]);
  }

  // taken in -----------------------------------------------------------------------------------------

  /** @param {File[]} files */
  async #chosen(files) {
    this.chooser.value = "";
    if (!files.length) return;
    if (files.reduce((sum, file) => sum + file.size, 0) > this.most) {
      this.#lookedOver([], false, "Together the files are too large. Nothing was sent. Choose fewer at once.");
      return;
    }
    this.#say(`Reading ${counted(files.length, "file", "files")} …`);
    try {
      for (const [number, file] of files.entries()) await this.#send(file, number);
      this.connection.ask({ type: "look_over", sizes: files.map((file) => file.size) });
    } catch {
      this.#lookedOver([], false, "A file cannot be read any more; nothing was changed. Choose the files again.");
    }
  }

  // In pieces: one message of a whole file would be more than the connection takes.
  /** @param {File} file @param {number} number */
  async #send(file, number) {
    const content = await file.arrayBuffer();
    for (let at = 0; at === 0 || at < content.byteLength; at += PIECE)
      this.connection.ask({ type: "file", name: file.name, number, is_first: at === 0 }, [
        content.slice(at, at + PIECE),
      ]);
  }

  /** @param {FileReport[]} reports @param {boolean} fits @param {string} failure */
  #lookedOver(reports, fits, failure) {
    const sentence = failure || "We read it so. Nothing is changed yet.";
    const take = h(
      "button",
      { type: "button", class: "cw-button cw-main", onclick: () => this.#takeIn() },
      "Take them in",
    );
    const leave = h("button", { type: "button", class: "cw-button", onclick: () => this.#forget() }, "Leave them");
    const acts = h("p", { class: "cw-em-line" }, fits ? take : null, leave);
    this.reports.replaceChildren(
      h(
        "p",
        {},
        h("strong", { class: failure ? "cw-em-bad" : "" }, sentence),
        failure ? " " : "",
        failure ? this.#closing() : "",
      ),
      ...reports.map(report),
      failure ? "" : acts,
    );
    this.#opened(sentence);
  }

  #takeIn() {
    this.#say("Taking the files in …");
    this.connection.change({ action: "take_in" });
  }

  #forget() {
    this.connection.ask({ type: "forget" });
    this.#close();
    this.frame.say("Nothing was taken in.");
  }

  // reports ------------------------------------------------------------------------------------------

  /** @param {string} sentence @param {FileReport[]} reports */
  #tell(sentence, reports) {
    this.reports.replaceChildren(h("p", {}, h("strong", {}, sentence), " ", this.#closing()), ...reports.map(report));
    this.#opened(sentence);
  }

  /** @param {string} words */
  #say(words) {
    this.reports.replaceChildren(h("p", {}, words));
    this.reports.hidden = false;
    this.frame.say(words);
  }

  /** @param {string} sentence */
  #opened(sentence) {
    this.reports.hidden = false;
    this.reports.focus({ preventScroll: true });
    this.frame.say(sentence);
  }

  #closing() {
    return h("button", { type: "button", class: "cw-link", onclick: () => this.#close() }, "Close this report");
  }

  #close() {
    this.reports.hidden = true;
    this.choose.focus();
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    this.connection.change({ action: "undo" });
  }
}

/** Offer choices, and keep what was chosen. @param {HTMLSelectElement} select @param {[string, string][]} choices */
function offer(select, choices) {
  const { value } = select;
  select.replaceChildren(...choices.map(([name, words]) => h("option", { value: name }, words)));
  if (choices.some(([name]) => name === value)) select.value = value;
}

/** @param {string} caption @param {string[]} headings @param {string[][]} rows */
function table(caption, headings, rows) {
  return h(
    "table",
    {},
    h("caption", {}, caption),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        headings.map((words) => h("th", { scope: "col" }, words)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          row.map((words) => h("td", {}, words)),
        ),
      ),
    ),
  );
}

/** What became, or would become, of a file. @param {FileReport} given */
function report({ name, fits, verdict, sentences }) {
  return h(
    "div",
    { class: fits ? "" : "cw-em-refused" },
    h("strong", {}, `${name}: ${verdict}`),
    h(
      "ul",
      {},
      sentences.map((line) => h("li", { class: line.startsWith("  ") ? "cw-em-inner" : "" }, line.trim())),
    ),
  );
}

export default shownBy(EmployerWorkbooks);
