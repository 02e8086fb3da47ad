// What stands on page one, and which passages stand for each finding: a mark for each, saved as it is made.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { focused, grouped, h, key, newId, putChildren, unseen } from "./shared.js";

/** @import { EvidenceMessage, OfferedEvidence, OfferedFinding, OfferedPassage } from "./screen_types.js" */
/** @import { Act, Model } from "./types.js" */

/** @type {Record<string, string>} */
const BEARS = { supports: "Supports", qualifies: "Qualifies", contradicts: "Contradicts" };

class EvidenceChoice {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "choice", "What stands on page one and for each finding");
    this.name = `cw-${newId()}`;
    this.again = h(
      "button",
      { type: "button", class: "cw-button", hidden: true, onclick: () => this.#propose("") },
      "Propose page one again",
    );
    this.frame.offer(this.again);
    this.page = h("div", { class: "cw-ch" });
    /** @type {OfferedFinding[]} */
    this.findings = [];
    /** @type {OfferedEvidence["passages"]} */
    this.passages = {};
    /** The findings whose passages are shown. @type {Set<string>} */
    this.open = new Set();
    /** What is drawn of each finding, and what it says. @type {Map<string, { told: string, element: HTMLElement }>} */
    this.drawn = new Map();
    this.frame.pressed((event) => this.#key(event));
    this.frame.explain(
      h("span", {}, ...key("Tab"), " or ", ...key("↑"), ...key("↓"), " go on"),
      h("span", {}, ...key("Space"), " choose or take away"),
      h("span", {}, ...key("→"), ...key("←"), " show or hide passages"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
      h("span", {}, ...key("Ctrl", "Y"), " redo"),
    );
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {EvidenceMessage} message */
  receive(message) {
    if (message.type === "snapshot" || message.type === "rows" || message.type === "saved") this.#take(message);
    if (message.type === "passages") Object.assign(this.passages, message.passages);
    if (message.type === "saved") this.frame.say(message.said);
    if (message.type === "snapshot") this.#askAgain();
    if (message.type !== "trouble") this.#draw();
  }

  // A workbook that was run again does not know what is open.
  #askAgain() {
    for (const finding of this.open) this.connection.ask({ type: "open", finding });
  }

  /** @param {OfferedEvidence} offered */
  #take(offered) {
    if (offered.empty) {
      this.findings = [];
      this.frame.empty(offered.empty);
      return;
    }
    if (!this.page.isConnected) this.frame.show(this.page);
    this.findings = offered.findings;
    Object.assign(this.passages, offered.passages);
    this.again.hidden = !offered.own;
    this.frame.tell(offered.about);
  }

  // what is drawn ------------------------------------------------------------------------------------

  #draw() {
    const at = focused()?.dataset.at;
    const groups = [...grouped(this.findings, (finding) => finding.question)];
    const sections = groups.map(([question, findings], index) => {
      const name = `${this.name}-${index}`;
      const section =
        this.page.querySelector(`[data-question="${CSS.escape(question)}"]`) ||
        h("section", { "data-question": question, "aria-labelledby": name }, h("h4", { id: name }, question), h("ol"));
      const list = /** @type {HTMLElement} */ (section.querySelector("ol"));
      putChildren(
        list,
        findings.map((finding) => this.#known(finding)),
      );
      return section;
    });
    putChildren(this.page, sections);
    if (at && focused()?.dataset.at !== at) this.#at(at)?.focus({ preventScroll: true });
  }

  /** A finding that says the same keeps its element. @param {OfferedFinding} finding */
  #known(finding) {
    const waits = this.#waiting(finding.id);
    const told = JSON.stringify([finding, this.open.has(finding.id), this.passages[finding.id], waits]);
    const before = this.drawn.get(finding.id);
    if (before?.told === told) return before.element;
    const element = this.#finding(finding, waits);
    this.drawn.set(finding.id, { told, element });
    return element;
  }

  /** The marks that were made and are not answered yet: by passage, and for page one under "". @param {string} finding */
  #waiting(finding) {
    /** @type {Record<string, boolean>} */
    const marks = {};
    for (const change of this.connection?.unanswered || []) {
      if (change.action === "page" && change.finding === finding) marks[""] = change.stands;
      if (change.action === "stand" && change.finding === finding) marks[change.passage] = change.stands;
    }
    return marks;
  }

  /** @param {OfferedFinding} finding @param {Record<string, boolean>} waits */
  #finding(finding, waits) {
    const isOpen = this.open.has(finding.id);
    const page = h("input", {
      type: "checkbox",
      "data-at": `page ${finding.id}`,
      checked: waits[""] ?? finding.page,
      onchange: (event) => this.#change({ action: "page", finding: finding.id, stands: event.currentTarget.checked }),
    });
    const show = h(
      "button",
      {
        type: "button",
        class: "cw-link",
        "data-at": `show ${finding.id}`,
        "aria-expanded": String(isOpen),
        onclick: () => this.#show(finding.id, !this.open.has(finding.id)),
      },
      isOpen ? "Hide passages" : "Choose passages",
      unseen(` of ${finding.number}`),
    );
    const label = h("label", { class: "cw-ch-page" }, page, "On page one", unseen(`: ${finding.number}`));
    return h(
      "li",
      { class: `cw-ch-finding${page.checked ? " cw-ch-first" : ""}`, "data-finding": finding.id },
      h("p", { class: "cw-ch-statement" }, h("strong", {}, `${finding.number}. `), finding.statement),
      h("p", { class: "cw-ch-line" }, label, h("span", {}, finding.count), h("span", {}, finding.quotes), show),
      finding.lost && h("p", { class: "cw-ch-note cw-ch-lost" }, finding.lost),
      isOpen ? this.#choices(finding, waits) : null,
    );
  }

  /** @param {OfferedFinding} finding @param {Record<string, boolean>} waits */
  #choices(finding, waits) {
    const passages = this.passages[finding.id];
    if (!passages) return h("p", { class: "cw-ch-note" }, "Reading the passages …");
    const choices = passages.map((passage) => this.#passage(finding, passage, waits));
    const again = h(
      "button",
      {
        type: "button",
        class: "cw-button",
        "data-at": `again ${finding.id}`,
        onclick: () => this.#propose(finding.id),
      },
      "Propose again",
      unseen(` for ${finding.number}`),
    );
    return h(
      "fieldset",
      { class: "cw-ch-passages" },
      h("legend", {}, `Passages that stand for ${finding.number}`),
      passages.length ? null : h("p", { class: "cw-ch-note" }, "No passage of this finding may be quoted."),
      h("ol", {}, choices),
      finding.unquoted && h("p", { class: "cw-ch-note" }, finding.unquoted),
      finding.own ? again : null,
    );
  }

  /** @param {OfferedFinding} finding @param {OfferedPassage} passage @param {Record<string, boolean>} waits */
  #passage(finding, passage, waits) {
    const id = `${this.name}-${finding.id}-${passage.id}`;
    const box = h("input", {
      type: "checkbox",
      id,
      "data-at": `stand ${finding.id} ${passage.id}`,
      "aria-describedby": `${id}-about`,
      checked: waits[passage.id] ?? passage.stands,
      onchange: (event) =>
        this.#change({
          action: "stand",
          finding: finding.id,
          passage: passage.id,
          stands: event.currentTarget.checked,
        }),
    });
    return h(
      "li",
      { class: box.checked ? "cw-ch-stands" : "", "data-bears": passage.polarity },
      box,
      h(
        "div",
        {},
        h("label", { for: id }, `“${passage.words}”`),
        h(
          "p",
          { class: "cw-ch-about", id: `${id}-about` },
          h("strong", { class: "cw-ch-bears" }, BEARS[passage.polarity]),
          ` · ${passage.who} · ${passage.note}`,
        ),
      ),
    );
  }

  // what a person does -------------------------------------------------------------------------------

  /** @param {string} finding @param {boolean} isOpen */
  #show(finding, isOpen) {
    if (isOpen) this.open.add(finding);
    else this.open.delete(finding);
    if (isOpen && !this.passages[finding]) this.connection.ask({ type: "open", finding });
    this.#draw();
    this.#at(`show ${finding}`)?.focus({ preventScroll: true });
  }

  /** @param {Act} act */
  #change(act) {
    this.connection.change(act);
    this.#draw();
  }

  /** @param {string} finding */
  #propose(finding) {
    this.#change({ action: "propose", finding });
    if (finding) this.#at(`show ${finding}`)?.focus();
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const letter = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
    if (letter === "z" || letter === "y") {
      event.preventDefault();
      this.connection.change({ action: letter === "y" || event.shiftKey ? "redo" : "undo" });
      return;
    }
    if (letter || event.altKey || event.shiftKey) return;
    const steps = new Map([
      ["ArrowDown", 1],
      ["ArrowUp", -1],
    ]);
    const step = steps.get(event.key);
    if (step !== undefined) this.#step(event, step);
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") this.#turn(event);
  }

  /** Go to the next mark or button. @param {Happened<KeyboardEvent>} event @param {number} step */
  #step(event, step) {
    const stops = [...this.page.querySelectorAll("[data-at]")];
    const next = stops[stops.indexOf(event.target) + step];
    event.preventDefault();
    if (next instanceof HTMLElement) next.focus();
  }

  /** Show or hide the passages of the finding one is in. @param {Happened<KeyboardEvent>} event */
  #turn(event) {
    const finding = event.target.closest("li[data-finding]")?.getAttribute("data-finding");
    if (!finding) return;
    event.preventDefault();
    this.#show(finding, event.key === "ArrowRight");
  }

  /** What has this name on the page. @param {string} at */
  #at(at) {
    return /** @type {HTMLElement | null} */ (this.page.querySelector(`[data-at="${CSS.escape(at)}"]`));
  }
}

export default shownBy(EvidenceChoice);
