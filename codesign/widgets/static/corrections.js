// Codings whose words changed when a text was corrected: old words beside the words proposed, each decided by a person.

import { Choosing } from "./choosing.js";
import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { counted, focused, h, key, putChildren } from "./shared.js";

/** @import { CorrectionsMessage, Question, Span, WaitingCoding, WaitingRows, WaitingTurns, Words } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

export class CorrectionReview {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "corrections", "Corrected interviews");
    this.same = h("button", {
      type: "button",
      class: "cw-button",
      hidden: true,
      onclick: () => this.connection.change({ action: "take_same" }),
    });
    this.shown = h("button", {
      type: "button",
      class: "cw-button",
      hidden: true,
      onclick: () => this.take(this.items.filter((item) => item.kind === "changed")),
    });
    this.more = h(
      "button",
      { type: "button", class: "cw-button", hidden: true, onclick: () => this.connection.ask({ type: "more" }) },
      "Show more",
    );
    /** @param {"undo" | "redo"} action @param {string} words */
    const history = (action, words) =>
      h("button", { type: "button", class: "cw-button", onclick: () => this.connection.change({ action }) }, words);
    this.frame.offer(this.same, this.shown, history("undo", "Undo"), history("redo", "Redo"));
    this.list = h("ol", { class: "cw-co-list", "aria-label": "Codings that wait" });
    this.turns = h("ul", { class: "cw-co-list", "aria-label": "Rows for turns that wait" });
    this.nothing = h("p", { class: "cw-empty", hidden: true });
    this.page = h("div", { class: "cw-co" }, this.nothing, this.turns, this.list, this.more);
    this.frame.explain(
      h("span", {}, ...key("J"), " ", ...key("K"), " next and previous"),
      h("span", {}, ...key("T"), " take"),
      h("span", {}, ...key("C"), " choose"),
      h("span", {}, ...key("Del"), " remove"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
      h("span", {}, "What waits counts nowhere."),
    );
    this.frame.pressed((event) => this.#key(event));
    /** @type {WaitingCoding[]} */
    this.items = [];
    /** The rows for turns, by what they say. @type {Map<string, HTMLElement>} */
    this.said = new Map();
    /** Where words are being chosen just now. @type {Choosing | null} */
    this.choosing = null;
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {CorrectionsMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#opened(message);
    if ("items" in message) this.#draw(message);
    if (message.type === "excerpt" && this.choosing?.item.id === message.id) this.choosing.show(message);
    if ("said" in message && message.said) this.say(message.said);
  }

  /** @param {Question} question */
  ask(question) {
    this.connection.ask(question);
  }

  /** @param {string} words */
  say(words) {
    this.frame.say(words);
  }

  /** @param {{ nothing: string }} message */
  #opened(message) {
    this.nothing.textContent = message.nothing;
    if (!this.page.isConnected) this.frame.show(this.page);
  }

  // what waits -----

  /** @param {WaitingRows} message */
  #draw(message) {
    const was = this.#place();
    const waits = message.total + message.turns.length;
    this.items = message.items;
    this.list.replaceChildren(...message.items.map((item) => this.#item(item)));
    this.#chooseOn();
    this.said = new Map(message.turns.map((row) => [JSON.stringify(row), this.#turnOf(row)]));
    putChildren(this.turns, [...this.said.values()]);
    this.nothing.hidden = waits > 0;
    const parts = [
      message.total && counted(message.total, "coding", "codings"),
      message.turns.length && counted(message.turns.length, "row for turns", "rows for turns"),
    ];
    this.frame.tell(waits ? `${parts.filter(Boolean).join(" and ")} ${waits === 1 ? "waits" : "wait"} for you` : "");
    const proposed = message.items.filter((item) => item.kind === "changed").length;
    this.#offer(
      this.same,
      message.same,
      `Take the ${counted(message.same, "coding", "codings")} whose words are the same`,
    );
    this.#offer(this.shown, proposed > 1 ? proposed : 0, `Take the ${proposed} proposals shown`);
    this.more.hidden = message.total <= message.items.length;
    this.#backTo(was);
  }

  /** Words being chosen stay while their coding waits and its text is the same. */
  #chooseOn() {
    const at = this.items.findIndex(
      (item) => item.id === this.choosing?.item.id && item.text === this.choosing.item.text,
    );
    if (at < 0) this.choosing = null;
    else if (this.choosing) this.list.children[at].append(this.choosing.element);
  }

  /** Where the focus is in the list: the coding, which of them it is, and what in it. */
  #place() {
    const held = focused();
    if (!held || !this.list.contains(held)) return null;
    return { held, at: this.#index(), coding: held.closest("[data-coding]")?.dataset.coding };
  }

  // Letters typed on go to the field or nowhere: on a button each of them would decide.
  /** @param {{ held: HTMLElement, at: number, coding: string | undefined } | null} was */
  #backTo(was) {
    if (!was) return;
    const again = this.items.findIndex((item) => item.id === was.coding);
    if (was.held.isConnected) was.held.focus();
    else if (was.held.tagName === "INPUT") this.frame.focus();
    else this.#to(again < 0 ? was.at : again);
  }

  /** @param {HTMLButtonElement} button @param {number} number @param {string} words */
  #offer(button, number, words) {
    button.hidden = !number;
    button.textContent = words;
  }

  /** @param {WaitingCoding} item */
  #item(item) {
    const name = `${item.interview}, ${item.code}, ${item.coder || "someone"}`;
    /** @param {string} words @param {() => void} act @param {string} [main] */
    const button = (words, act, main = "") =>
      h(
        "button",
        { type: "button", class: `cw-button ${main}`, "aria-label": `${words}: ${name}`, onclick: act },
        words,
      );
    const take = item.new.length ? button("Take", () => this.take([item]), "cw-main") : "";
    const choose = button("Choose other words", () => this.#choose(item, element));
    const remove = button("Remove the coding", () => this.#remove(item));
    const element = h(
      "li",
      { "data-coding": item.id },
      h(
        "p",
        { class: "cw-co-who" },
        h("strong", {}, item.interview),
        ` ${item.code} · ${item.coder || "someone"} · `,
        h("em", {}, item.why),
      ),
      h(
        "div",
        { class: "cw-co-both" },
        h("div", {}, h("h4", {}, "Was coded"), h("blockquote", {}, ...this.#pieces(item.old, "del", "gone: "))),
        h("div", {}, h("h4", {}, "In the corrected text"), this.#proposed(item)),
      ),
      item.memo && h("p", { class: "cw-co-who" }, `Memo: ${item.memo}`),
      h("div", { class: "cw-co-do" }, take, choose, remove),
    );
    return element;
  }

  /** @param {WaitingCoding} item */
  #proposed(item) {
    const words = item.new.length
      ? this.#pieces(item.new, "ins", "new: ")
      : [h("strong", {}, "Nothing. It stood here: ▏")];
    return h(
      "blockquote",
      {},
      h("span", { class: "cw-co-around" }, `… ${item.before}`),
      h("span", { class: "cw-co-place" }, ...words),
      h("span", { class: "cw-co-around" }, `${item.after} …`),
    );
  }

  /**
   * Words that stand in one text only are struck through or underlined, and said so to a screen reader.
   * @param {Words[]} pieces @param {"ins" | "del"} tag @param {string} said
   */
  #pieces(pieces, tag, said) {
    return pieces.flatMap(([words, isSame]) => {
      if (isSame) return [words];
      const lead = words.slice(0, words.length - words.trimStart().length);
      const tail = words.slice(words.trimEnd().length);
      return [lead, h(tag, {}, h("span", { class: "cw-unseen" }, said), words.trim()), tail];
    });
  }

  /** A row that says the same keeps its element, and with it what is being typed there. @param {WaitingTurns} row */
  #turnOf(row) {
    return this.said.get(JSON.stringify(row)) || this.#turn(row);
  }

  /** @param {WaitingTurns} row */
  #turn(row) {
    const input = h("input", {
      value: row.speaker,
      "aria-label": `Turns of the corrected text for ${row.who}, as turn 12 or turns 12-15`,
    });
    const name = () => this.connection.change({ action: "turns", row: row.id, speaker: input.value });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") name();
    });
    return h(
      "li",
      { "data-row": row.id },
      h(
        "p",
        { class: "cw-co-who" },
        h("strong", {}, row.interview),
        ` ${row.speaker} said by ${row.who}: these are other turns now`,
      ),
      h("blockquote", {}, row.old),
      h(
        "div",
        { class: "cw-co-do" },
        input,
        h("button", { type: "button", class: "cw-button cw-main", onclick: name }, "These turns"),
        h(
          "button",
          {
            type: "button",
            class: "cw-button",
            onclick: () => this.connection.change({ action: "remove_turns", row: row.id }),
          },
          "Remove the row",
        ),
      ),
    );
  }

  // deciding -----

  /** @param {(Span & { id: string, text: string | undefined })[]} places */
  take(places) {
    const wanted = places.map(({ id, start, end, text }) => ({ coding: id, start, end, text }));
    this.connection.change({ action: "take", places: wanted });
  }

  /** @param {WaitingCoding} item @param {Element | null} element */
  #choose(item, element) {
    const isOpen = this.choosing?.item.id === item.id;
    this.choosing?.remove();
    this.choosing = isOpen ? null : new Choosing(this, item);
    if (!this.choosing) return;
    element?.append(this.choosing.element);
    this.choosing.focus();
  }

  /** @param {WaitingCoding} item */
  #remove(item) {
    this.connection.change({ action: "remove", coding: item.id });
  }

  // keys -----

  #index() {
    const card = focused()?.closest("[data-coding]");
    return card ? this.items.findIndex((item) => item.id === card.dataset.coding) : -1;
  }

  /** @param {number} index */
  #to(index) {
    const card = this.list.children[Math.max(0, Math.min(index, this.list.children.length - 1))];
    const button = card?.querySelector("button");
    if (button) button.focus();
    else this.frame.focus();
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const name = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (name === "z" || name === "y")) {
      if (event.target.tagName === "INPUT") return;
      event.preventDefault();
      this.connection.change({ action: name === "y" || event.shiftKey ? "redo" : "undo" });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
    this.#letter(name, event);
  }

  /** @param {string} name @param {KeyboardEvent} event */
  #letter(name, event) {
    const index = this.#index();
    const item = this.items[index];
    if (name === "j" || name === "k") this.#to(index + (name === "j" ? 1 : -1));
    else if (name === "t" && item?.new.length) this.take([item]);
    else if (name === "c" && item) this.#choose(item, this.list.children[index]);
    else if ((name === "delete" || name === "backspace") && item) this.#remove(item);
    else if (name === "escape" && this.choosing) this.#choose(this.choosing.item, null);
    else return;
    event.preventDefault();
  }
}

export default shownBy(CorrectionReview);
