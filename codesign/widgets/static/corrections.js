// Codings whose words changed when a text was corrected: old words beside the words proposed, each decided by a person.

const MOVES = [["start", -1, "Begin a word earlier"], ["start", 1, "Begin a word later"], ["end", -1, "End a word earlier"], ["end", 1, "End a word later"]];

/** The words of an excerpt that one chooses a passage in; offsets count from the start of the whole text. */
class Choosing {
  constructor(screen, item) {
    this.screen = screen;
    this.item = item;
    this.place = item;
    this.words = h("p", { class: "cw-co-words", tabindex: 0, role: "group", "aria-label": "Words of the corrected text; the passage is marked" });
    this.words.addEventListener("pointerup", () => this.#fromSelection());
    this.search = h("input", { type: "search", "aria-label": "Find words in the interview", placeholder: "Find words" });
    this.search.addEventListener("keydown", (event) => { if (event.key === "Enter") this.#find(); });
    this.take = h("button", { type: "button", class: "cw-button cw-main", onclick: () => screen.take([{ ...item, ...this.place, text: this.text }]) }, "Take these words");
    const moves = MOVES.map(([edge, step, words]) => h("button", { type: "button", class: "cw-button", onclick: () => this.#move(edge, step) }, words));
    this.element = h("div", { class: "cw-co-choosing" }, this.words,
      h("div", { class: "cw-co-do" }, this.take, moves, h("label", { class: "cw-co-find" }, this.search)));
    this.ask("look", this.place);
  }

  ask(type, more) {
    this.screen.connection.ask({ type, coding: this.item.id, start: more.start, end: more.end, words: more.words });
  }

  #find() {
    this.ask("find", { ...this.place, words: this.search.value });
  }

  /** Take an excerpt from Python; none where the words were not found. */
  show(message) {
    if (message.words === null) {
      this.screen.frame.say("These words do not stand in the interview.");
      return;
    }
    [this.excerpt, this.from, this.text] = [message.words, message.from, message.text];
    this.#to(message.start, message.end, false);
  }

  #to(start, end, tells = true) {
    this.place = { start, end };
    const [first, last] = [start - this.from, end - this.from];
    const chosen = this.excerpt.slice(first, last);
    this.words.replaceChildren(this.excerpt.slice(0, first), h("mark", {}, chosen || "▏"), this.excerpt.slice(last));
    this.take.disabled = !chosen.trim();
    if (tells) this.screen.frame.say(chosen ? `Now: ${chosen.slice(0, 200)}` : "No words are chosen.");
  }

  #move(edge, step) {
    const bounds = [...this.excerpt.matchAll(/\S+/g)].map((word) => word.index + (edge === "end" ? word[0].length : 0));
    const at = this.place[edge] - this.from;
    const next = step > 0 ? bounds.find((bound) => bound > at) : bounds.findLast((bound) => bound < at);
    const moved = { ...this.place, [edge]: (next ?? at) + this.from };
    if (moved.start <= moved.end) this.#to(moved.start, moved.end);
  }

  #fromSelection() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!this.words.contains(range.startContainer) || !this.words.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(this.words);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    if (words.trim()) this.#to(this.from + start + lead, this.from + start + lead + words.trim().length);
  }
}

class CorrectionReview {
  constructor(model, el) {
    this.frame = new Frame(el, "corrections", "Corrected interviews");
    this.same = h("button", { type: "button", class: "cw-button", hidden: true, onclick: () => this.connection.change({ action: "take_same" }) });
    this.shown = h("button", { type: "button", class: "cw-button", hidden: true, onclick: () => this.take(this.items.filter((item) => item.kind === "changed")) });
    this.more = h("button", { type: "button", class: "cw-button", hidden: true, onclick: () => this.connection.ask({ type: "more" }) }, "Show more");
    const history = ["undo", "redo"].map((action) => h("button", { type: "button", class: "cw-button", onclick: () => this.connection.change({ action }) }, action === "undo" ? "Undo" : "Redo"));
    this.frame.tools.append(this.same, this.shown, ...history);
    this.list = h("ol", { class: "cw-co-list", "aria-label": "Codings that wait" });
    this.turns = h("ul", { class: "cw-co-list", "aria-label": "Rows for turns that wait" });
    this.nothing = h("p", { class: "cw-empty", hidden: true });
    this.page = h("div", { class: "cw-co" }, this.nothing, this.turns, this.list, this.more);
    this.frame.footer.append(h("span", {}, ...key("J"), " ", ...key("K"), " next and previous"), h("span", {}, ...key("T"), " take"), h("span", {}, ...key("C"), " choose"),
      h("span", {}, ...key("Del"), " remove"), h("span", {}, ...key("Ctrl", "Z"), " undo"), h("span", {}, "What waits counts nowhere."));
    this.frame.root.addEventListener("keydown", (event) => this.#key(event));
    this.items = [];
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  receive(message) {
    if (message.type === "snapshot") this.#opened(message);
    if (message.items) this.#draw(message);
    if (message.type === "excerpt" && this.choosing?.item.id === message.id) this.choosing.show(message);
    if (message.said) this.frame.say(message.said);
  }

  #opened(message) {
    this.nothing.textContent = message.nothing;
    if (!this.page.isConnected) this.frame.body.replaceChildren(this.page);
  }

  // what waits -----

  #draw(message) {
    const was = this.#place();
    const waits = message.total + message.turns.length;
    this.items = message.items;
    this.list.replaceChildren(...message.items.map((item) => this.#item(item)));
    this.#chooseOn();
    putChildren(this.turns, message.turns.map((row) => this.#turnOf(row)));
    this.nothing.hidden = waits > 0;
    const parts = [message.total && counted(message.total, "coding", "codings"), message.turns.length && counted(message.turns.length, "row for turns", "rows for turns")];
    this.frame.about.textContent = waits ? `${parts.filter(Boolean).join(" and ")} ${waits === 1 ? "waits" : "wait"} for you` : "";
    const proposed = message.items.filter((item) => item.kind === "changed").length;
    this.#offer(this.same, message.same, `Take the ${counted(message.same, "coding", "codings")} whose words are the same`);
    this.#offer(this.shown, proposed > 1 ? proposed : 0, `Take the ${proposed} proposals shown`);
    this.more.hidden = message.total <= message.items.length;
    this.#backTo(was);
  }

  /** Words being chosen stay while their coding waits and its text is the same. */
  #chooseOn() {
    const at = this.items.findIndex((item) => item.id === this.choosing?.item.id && item.text === this.choosing.item.text);
    if (at < 0) this.choosing = null;
    else this.list.children[at].append(this.choosing.element);
  }

  /** Where the focus is in the list: the coding, which of them it is, and what in it. */
  #place() {
    const held = document.activeElement;
    return this.list.contains(held) && { held, at: this.#index(), coding: held.closest("[data-coding]")?.dataset.coding };
  }

  // Letters typed on go to the field or nowhere: on a button each of them would decide.
  #backTo(was) {
    if (!was) return;
    const again = this.items.findIndex((item) => item.id === was.coding);
    if (was.held.isConnected) was.held.focus();
    else if (was.held.tagName === "INPUT") this.frame.root.focus();
    else this.#to(again < 0 ? was.at : again);
  }

  #offer(button, number, words) {
    button.hidden = !number;
    button.textContent = words;
  }

  #item(item) {
    const name = `${item.interview}, ${item.code}, ${item.coder || "someone"}`;
    const button = (words, act, main = "") => h("button", { type: "button", class: `cw-button ${main}`, "aria-label": `${words}: ${name}`, onclick: act }, words);
    const take = item.new.length ? button("Take", () => this.take([item]), "cw-main") : "";
    const choose = button("Choose other words", () => this.#choose(item, element));
    const remove = button("Remove the coding", () => this.#remove(item));
    const element = h("li", { "data-coding": item.id },
      h("p", { class: "cw-co-who" }, h("strong", {}, item.interview), ` ${item.code} · ${item.coder || "someone"} · `, h("em", {}, item.why)),
      h("div", { class: "cw-co-both" },
        h("div", {}, h("h4", {}, "Was coded"), h("blockquote", {}, ...this.#pieces(item.old, "del", "gone: "))),
        h("div", {}, h("h4", {}, "In the corrected text"), this.#proposed(item))),
      item.memo && h("p", { class: "cw-co-who" }, `Memo: ${item.memo}`),
      h("div", { class: "cw-co-do" }, take, choose, remove));
    return element;
  }

  #proposed(item) {
    const words = item.new.length ? this.#pieces(item.new, "ins", "new: ") : [h("strong", {}, "Nothing. It stood here: ▏")];
    return h("blockquote", {}, h("span", { class: "cw-co-around" }, `… ${item.before}`), h("span", { class: "cw-co-place" }, ...words), h("span", { class: "cw-co-around" }, `${item.after} …`));
  }

  /** Words that stand in one text only are struck through or underlined, and said so to a screen reader. */
  #pieces(pieces, tag, said) {
    return pieces.flatMap(([words, isSame]) => {
      if (isSame) return [words];
      const lead = words.slice(0, words.length - words.trimStart().length);
      const tail = words.slice(words.trimEnd().length);
      return [lead, h(tag, {}, h("span", { class: "cw-unseen" }, said), words.trim()), tail];
    });
  }

  /** A row that says the same keeps its element, and with it what is being typed there. */
  #turnOf(row) {
    const says = JSON.stringify(row);
    return [...this.turns.children].find((element) => element.says === says) || Object.assign(this.#turn(row), { says });
  }

  #turn(row) {
    const input = h("input", { value: row.speaker, "aria-label": `Turns of the corrected text for ${row.who}, as turn 12 or turns 12-15` });
    const name = () => this.connection.change({ action: "turns", row: row.id, speaker: input.value });
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") name(); });
    return h("li", { "data-row": row.id },
      h("p", { class: "cw-co-who" }, h("strong", {}, row.interview), ` ${row.speaker} said by ${row.who}: these are other turns now`),
      h("blockquote", {}, row.old),
      h("div", { class: "cw-co-do" }, input, h("button", { type: "button", class: "cw-button cw-main", onclick: name }, "These turns"),
        h("button", { type: "button", class: "cw-button", onclick: () => this.connection.change({ action: "remove_turns", row: row.id }) }, "Remove the row")));
  }

  // deciding -----

  take(places) {
    const wanted = places.map(({ id, start, end, text }) => ({ coding: id, start, end, text }));
    this.connection.change({ action: "take", places: wanted });
  }

  #choose(item, element) {
    const isOpen = this.choosing?.item.id === item.id;
    this.choosing?.element.remove();
    this.choosing = isOpen ? null : new Choosing(this, item);
    if (!this.choosing) return;
    element.append(this.choosing.element);
    this.choosing.words.focus();
  }

  #remove(item) {
    this.connection.change({ action: "remove", coding: item.id });
  }

  // keys -----

  #index() {
    const card = document.activeElement?.closest?.("[data-coding]");
    return card ? this.items.findIndex((item) => item.id === card.dataset.coding) : -1;
  }

  #to(index) {
    const card = this.list.children[Math.max(0, Math.min(index, this.list.children.length - 1))];
    (card?.querySelector("button") || this.frame.root).focus();
  }

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

export default {
  render({ model, el }) {
    const screen = new CorrectionReview(model, el);
    return () => screen.close();
  },
};
