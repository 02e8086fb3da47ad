// What was found in job postings: each match a sentence, said right or wrong, and what stands on one side only.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { focused, h, key, newId, putChildren, unseen } from "./shared.js";

/** @import { FoundSentence, ScanMessage, Scanned, ScanSide, SoughtGroup } from "./screen_types.js" */
/** @import { Act, Model } from "./types.js" */

const VERDICTS = new Map([
  ["y", "right"],
  ["n", "wrong"],
]);
const ENDED = "You have judged every sentence here.";

class Scan {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "scan", "What postings say of tasks and codes");
    this.name = `cw-${newId()}`;
    this.page = h("div", { class: "cw-sc" });
    this.lists = h("div", { class: "cw-sc-groups" });
    this.silent = h("div", {});
    this.sides = h("div", { class: "cw-sc-sides" });
    putChildren(this.page, [this.lists, this.silent, this.sides]);
    /** @type {Scanned | undefined} */
    this.scanned = undefined;
    /** @type {Record<string, FoundSentence[]>} */
    this.sentences = {};
    /** The tasks and codes whose sentences are shown. @type {Set<string>} */
    this.open = new Set();
    this.isFirst = true;
    this.frame.pressed((event) => this.#key(event));
    this.frame.explain(
      h("span", {}, ...key("↑"), ...key("↓"), " sentence to sentence"),
      h("span", {}, ...key("Y"), " right"),
      h("span", {}, ...key("N"), " wrong"),
      h("span", {}, ...key("→"), ...key("←"), " show or hide a task’s sentences"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
    );
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {ScanMessage} message */
  receive(message) {
    if (message.type === "snapshot" || message.type === "rows" || message.type === "saved") this.#take(message);
    if (message.type === "saved") this.frame.say(message.said);
    if (message.type === "snapshot") this.#askAgain();
    if (message.type !== "trouble") this.#draw();
  }

  // A workbook that was run again does not know what is open.
  #askAgain() {
    for (const group of this.open) if (!this.sentences[group]) this.connection.ask({ type: "open", group });
  }

  /** @param {Scanned} scanned */
  #take(scanned) {
    if (scanned.empty) {
      this.scanned = undefined;
      this.frame.empty(scanned.empty);
      return;
    }
    if (!this.page.isConnected) this.frame.show(this.page);
    this.scanned = scanned;
    this.sentences = scanned.sentences;
    const first = scanned.groups.find((group) => group.unread && scanned.sentences[group.id]);
    if (this.isFirst && first) this.open.add(first.id);
    this.isFirst = false;
    this.frame.tell(scanned.about);
  }

  // what is drawn ------------------------------------------------------------------------------------

  #draw() {
    if (!this.scanned) return;
    const at = focused()?.dataset.at;
    const { groups, silent, sides } = this.scanned;
    const none = "No sentence of a posting has the words of a task or code.";
    const whole = groups.filter((group) => !group.near);
    const near = groups.filter((group) => group.near);
    putChildren(
      this.lists,
      whole.length ? whole.map((group) => this.#group(group)) : [h("p", { class: "cw-sc-note" }, none)],
    );
    putChildren(
      this.silent,
      [near.length ? this.#near(near) : null, silent.length ? this.#silent(silent) : null].filter(
        (one) => one !== null,
      ),
    );
    putChildren(this.sides, sides ? this.#sides(sides) : [this.#compare()]);
    if (at && focused()?.dataset.at !== at) this.#at(at)?.focus({ preventScroll: true });
  }

  /** @param {SoughtGroup} group */
  #group(group) {
    const isOpen = this.open.has(group.id);
    const toggle = h(
      "button",
      {
        type: "button",
        class: "cw-sc-head",
        "data-at": `group ${group.id}`,
        "aria-expanded": String(isOpen),
        onclick: () => this.#show(group.id, !isOpen),
      },
      h("span", { class: "cw-sc-name" }, group.number ? h("strong", {}, `${group.number} `) : null, group.label),
      h(
        "span",
        { class: "cw-sc-share", "data-told": String(Boolean(group.share)) },
        group.share || (group.near ? "" : "no share told"),
      ),
      h("span", { class: "cw-sc-judged" }, group.judged),
      h("span", { class: "cw-sc-kind" }, `${group.kind} · ${group.found}`),
    );
    return h(
      "section",
      { class: "cw-sc-group", "data-group": group.id },
      h("h4", {}, toggle),
      isOpen ? this.#list(group) : null,
    );
  }

  /** @param {SoughtGroup} group */
  #list(group) {
    const sentences = this.sentences[group.id];
    if (!sentences) return h("p", { class: "cw-sc-note" }, "Reading the sentences …");
    const near = sentences.filter((one) => one.near);
    const draw = (/** @type {FoundSentence} */ one) => this.#sentence(group, one);
    const aside =
      "Only the verb is another. These do not count; if one means it, say so, and the words count from then on.";
    return h(
      "div",
      {},
      h("ol", {}, sentences.filter((one) => !one.near).map(draw)),
      near.length ? h("p", { class: "cw-sc-note" }, aside) : null,
      near.length ? h("ol", { class: "cw-sc-near" }, near.map(draw)) : null,
    );
  }

  /** @param {SoughtGroup} group @param {FoundSentence} one */
  #sentence(group, one) {
    const verdict = this.#waiting(group.id, one.id) ?? one.verdict;
    const id = `${this.name}-${group.id.replace(/\W/g, "-")}-${one.id.slice(0, 12)}`;
    return h(
      "li",
      {
        class: "cw-sc-sentence",
        "data-verdict": verdict || (one.note ? "left" : ""),
        "data-group-of": group.id,
        "data-sentence": one.id,
      },
      h(
        "div",
        { class: "cw-sc-words", id },
        one.parts.map(([words, marked]) => (marked ? h("mark", {}, words) : words)),
        h("span", { class: "cw-sc-where" }, ` ${one.where}`),
        one.note && h("span", { class: "cw-sc-where" }, ` · ${one.note}`),
      ),
      h(
        "div",
        { class: "cw-sc-verdicts", role: "group", "aria-labelledby": id },
        this.#button(group, one, "right", "Right", verdict),
        this.#button(group, one, "wrong", "Wrong", verdict),
      ),
    );
  }

  /** @param {SoughtGroup} group @param {FoundSentence} one @param {string} meant @param {string} words @param {string} verdict */
  #button(group, one, meant, words, verdict) {
    const isOn = verdict === meant;
    return h(
      "button",
      {
        type: "button",
        class: "cw-button cw-sc-verdict",
        "data-at": `${meant} ${group.id} ${one.id}`,
        "aria-pressed": String(isOn),
        onclick: () => this.#judge(group.id, one.id, isOn ? "" : meant),
      },
      words,
    );
  }

  /** The verdict that was given and is not answered yet. @param {string} group @param {string} sentence */
  #waiting(group, sentence) {
    const given = (this.connection?.unanswered || []).findLast(
      (change) => change.action === "judge" && change.group === group && change.sentence === sentence,
    );
    return given?.action === "judge" ? given.verdict : undefined;
  }

  /** Tasks and codes of which only the thing was found. @param {SoughtGroup[]} near */
  #near(near) {
    const before = this.silent.querySelector(".cw-sc-others");
    const one = near.length === 1;
    return h(
      "details",
      { class: "cw-sc-fold cw-sc-others", open: before?.hasAttribute("open") || false },
      h("summary", {}, `Only with another verb: ${near.length} ${one ? "task or code" : "tasks and codes"}`),
      near.map((group) => this.#group(group)),
    );
  }

  /** @param {Scanned["silent"]} silent */
  #silent(silent) {
    const before = this.silent.querySelector(".cw-sc-none");
    return h(
      "details",
      { class: "cw-sc-fold cw-sc-none", open: before?.hasAttribute("open") || false },
      h(
        "summary",
        {},
        `Nothing found for ${silent.length} ${silent.length === 1 ? "task or code" : "tasks and codes"}`,
      ),
      h(
        "ul",
        {},
        silent.map((one) =>
          h("li", {}, `${one.number} ${one.label}`.trim(), h("span", { class: "cw-sc-where" }, ` ${one.why}`)),
        ),
      ),
    );
  }

  #compare() {
    return h(
      "button",
      {
        type: "button",
        class: "cw-button",
        "data-at": "compare",
        onclick: () => this.connection.ask({ type: "sides" }),
      },
      "Compare with the interviews",
    );
  }

  /** @param {NonNullable<Scanned["sides"]>} sides */
  #sides(sides) {
    return [
      this.#side(
        "Postings ask for it, and no task says it",
        sides.postings || [],
        "Nothing that two postings ask for is missing.",
      ),
      this.#side(
        "Interviews speak of it, and no posting asks for it",
        sides.interviews || [],
        "Every code of work is in a posting, or no interview speaks of it.",
      ),
    ];
  }

  /** @param {string} title @param {ScanSide[]} rows @param {string} none */
  #side(title, rows, none) {
    const name = `${this.name}-${title.slice(0, 6)}`;
    return h(
      "section",
      { "aria-labelledby": name, class: "cw-sc-side" },
      h("h4", { id: name }, title),
      rows.length ? null : h("p", { class: "cw-sc-note" }, none),
      h(
        "ul",
        {},
        rows.map((row) => this.#draft(row)),
      ),
    );
  }

  /** @param {ScanSide} row */
  #draft(row) {
    const make = h(
      "button",
      {
        type: "button",
        class: "cw-button",
        "data-at": `make ${row.draft}`,
        onclick: () => this.#change({ action: "propose", draft: row.draft }),
      },
      "Make a task",
      unseen(` of ${row.draft}`),
    );
    return h(
      "li",
      {},
      h(
        "div",
        {},
        h("span", { class: "cw-sc-draft" }, row.draft),
        h("span", { class: "cw-sc-where" }, ` ${row.named}`),
        row.sentence && h("p", { class: "cw-sc-note" }, row.sentence),
      ),
      row.made ? h("span", { class: "cw-sc-where" }, "waits on the board") : make,
    );
  }

  // what a person does -------------------------------------------------------------------------------

  /** @param {string} group @param {boolean} isOpen */
  #show(group, isOpen) {
    if (isOpen) this.open.add(group);
    else this.open.delete(group);
    if (isOpen && !this.sentences[group]) this.connection.ask({ type: "open", group });
    this.#draw();
    this.#at(`group ${group}`)?.focus({ preventScroll: true });
  }

  /** @param {string} group @param {string} sentence @param {string} verdict */
  #judge(group, sentence, verdict) {
    this.#change({ action: "judge", group, sentence, verdict });
  }

  /** @param {Act} act */
  #change(act) {
    this.connection.change(act);
    this.#draw();
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const letter = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
    if (letter === "z" || letter === "y") {
      event.preventDefault();
      this.connection.change({ action: letter === "y" || event.shiftKey ? "redo" : "undo" });
      return;
    }
    if (letter || event.altKey) return;
    const verdict = VERDICTS.get(event.key.toLowerCase());
    if (verdict) this.#press(event, verdict);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#step(event, event.key === "ArrowDown" ? 1 : -1);
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") this.#turn(event);
  }

  /** Judge the sentence one is at, and go to the next that nobody judged. @param {Happened<KeyboardEvent>} event @param {string} verdict */
  #press(event, verdict) {
    const item = /** @type {HTMLElement | null} */ (event.target.closest("[data-sentence]"));
    if (!item) return;
    event.preventDefault();
    this.#judge(item.dataset.groupOf || "", item.dataset.sentence || "", verdict);
    this.#goOn(item.dataset.groupOf || "", item.dataset.sentence || "");
  }

  /** @param {string} group @param {string} sentence */
  #goOn(group, sentence) {
    const items = [.../** @type {NodeListOf<HTMLElement>} */ (this.page.querySelectorAll("[data-sentence]"))];
    const at = items.findIndex((one) => one.dataset.groupOf === group && one.dataset.sentence === sentence);
    const next = items.slice(at + 1).find((one) => !one.dataset.verdict);
    if (next?.dataset.groupOf === group || (next && !this.#nextGroup(group))) {
      this.#enter(next);
      return;
    }
    const after = this.#nextGroup(group);
    if (after) this.#show(after.id, true);
    else this.frame.say(ENDED);
    const first = after && this.page.querySelector(`[data-group="${CSS.escape(after.id)}"] [data-sentence] button`);
    if (first instanceof HTMLElement) this.#enter(first);
  }

  /** The next task or code after this one that has sentences to judge. @param {string} group */
  #nextGroup(group) {
    const groups = this.scanned?.groups || [];
    return groups.slice(groups.findIndex((one) => one.id === group) + 1).find((one) => one.unread);
  }

  /** @param {HTMLElement} place */
  #enter(place) {
    const button = place instanceof HTMLButtonElement ? place : place.querySelector("button");
    button?.focus({ preventScroll: true });
    button?.closest("li")?.scrollIntoView({ block: "nearest" });
  }

  /** Go to the next task or sentence. @param {Happened<KeyboardEvent>} event @param {number} step */
  #step(event, step) {
    const stops = [
      .../** @type {NodeListOf<HTMLElement>} */ (
        this.page.querySelectorAll(".cw-sc-head, [data-sentence], .cw-sc-side li, [data-at='compare']")
      ),
    ];
    const here = event.target.closest(".cw-sc-head, [data-sentence], .cw-sc-side li, [data-at='compare']");
    const next = stops[stops.indexOf(/** @type {HTMLElement} */ (here)) + step];
    event.preventDefault();
    if (next) this.#enter(next);
  }

  /** Show or hide the sentences of the task one is at. @param {Happened<KeyboardEvent>} event */
  #turn(event) {
    const group = event.target.closest("[data-group]")?.getAttribute("data-group");
    if (!group) return;
    event.preventDefault();
    this.#show(group, event.key === "ArrowRight");
  }

  /** What has this name on the page. @param {string} at */
  #at(at) {
    return /** @type {HTMLElement | null} */ (this.page.querySelector(`[data-at="${CSS.escape(at)}"]`));
  }
}

export default shownBy(Scan);
