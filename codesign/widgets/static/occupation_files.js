// Files of frameworks that a person chooses in the browser, sent in pieces, and what became of each.

import { counted, h } from "./shared.js";

/** @import { OccupationsMessage } from "./screen_types.js" */
/** @import { Question } from "./types.js" */

/** @typedef {Extract<OccupationsMessage, { type: "imported" }>["reports"]} Reports */
/**
 * What the files need of the screen they are on.
 * @typedef {{ connection: { ask(question: Question, buffers?: ArrayBuffer[]): unknown }, frame: { say(words: string): void } }} Host
 */

/** More in one message is more than the connection takes. */
const PIECE = 4_000_000;

export class OccupationFiles {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.chooser = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      accept: ".csv,.xlsx,.txt,.tsv",
      "aria-label": "Files of frameworks",
      onchange: (event) => this.#chosen([...(event.currentTarget.files || [])]),
    });
    this.add = h("button", { type: "button", class: "cw-button", onclick: () => this.chooser.click() }, "Add files…");
    this.words = h("p", { class: "cw-oc-note" });
    this.reports = h("div", {
      class: "cw-oc-reports",
      role: "region",
      "aria-label": "What became of the files",
      tabindex: 0,
      hidden: true,
    });
    this.element = h("div", { class: "cw-oc-files" }, h("p", {}, this.add, this.chooser), this.words, this.reports);
  }

  /** @param {boolean} isOffered @param {boolean} hasSome */
  offer(isOffered, hasSome) {
    this.element.hidden = !isOffered;
    this.words.textContent = hasSome
      ? "Further files of NOC, OaSIS, O*NET or ESCO, as they are published."
      : "Files as they are published (.csv, .xlsx, .txt). They are kept as they are, with their version and licence.";
  }

  /** @param {File[]} files */
  async #chosen(files) {
    this.chooser.value = "";
    if (!files.length) return;
    this.#busy(`Reading ${counted(files.length, "file", "files")} …`);
    try {
      for (const [number, file] of files.entries()) await this.#send(file, number);
      this.host.connection.ask({ type: "import", sizes: files.map((file) => file.size) });
    } catch {
      this.tell([], "A file cannot be read any more; nothing was changed. Choose the files again.");
    }
  }

  /** @param {File} file @param {number} number */
  async #send(file, number) {
    const content = await file.arrayBuffer();
    for (let at = 0; at === 0 || at < content.byteLength; at += PIECE)
      this.host.connection.ask({ type: "file", name: file.name, number, is_first: at === 0 }, [
        content.slice(at, at + PIECE),
      ]);
  }

  /** @param {string} words */
  #busy(words) {
    this.add.disabled = true;
    this.reports.hidden = false;
    this.reports.replaceChildren(h("p", {}, words));
    this.host.frame.say(words);
  }

  /** @param {Reports} reports @param {string} failed */
  tell(reports, failed) {
    const came = reports.filter((report) => report.is_in).length;
    const sentence = failed || `${came} of ${counted(reports.length, "file", "files")} came in.`;
    this.add.disabled = false;
    this.reports.hidden = false;
    this.reports.replaceChildren(
      h("p", {}, h("strong", {}, sentence)),
      ...reports.map((report) => {
        const title = h("strong", {}, `${report.name}: ${report.is_in ? "came in" : "was refused"}`);
        return h("div", {}, title, h("ul", {}, ...report.sentences.map((words) => h("li", {}, words))));
      }),
    );
    this.host.frame.say(sentence);
  }
}
