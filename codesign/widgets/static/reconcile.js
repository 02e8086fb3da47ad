// Where coders differ: one passage at a time, what each coder put there, and what the team decides.

const DECISIONS = [
  ["keep", "It counts here: everybody should have put it"],
  ["remove", "It does not count here"],
  ["other code", "It counts as another code"],
  ["boundaries", "It counts, and begins and ends elsewhere"],
  ["differ", "We agree to differ: it counts as it was put"],
];
const AMENDED = [["definition", "Definition"], ["include", "Put it when"], ["exclude", "Not when"], ["example", "Example"]];
const BEARING = { supports: "support", qualifies: "qualify", contradicts: "contradict" };
const COUNTING = ["keep", "boundaries", "other code"];

class Reconcile {
  constructor(model, el) {
    this.items = new Map();
    this.codes = [];
    this.kinds = [];
    this.frame = new Frame(el, "reconcile", "Where coders differ");
    this.undo = h("button", { type: "button", class: "cw-button", onclick: () => this.#takeBack("undo") }, "Undo");
    this.frame.tools.append(this.undo);
    this.list = new ReconcileList(this);
    this.detail = h("div", { class: "cw-rc" });
    this.frame.footer.append(h("span", {}, "A decision changes nobody's coding. Agreement is measured on the codings as each person put them."));
    this.frame.root.addEventListener("keydown", (event) => this.#key(event));
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  codeName(code) {
    return this.codes.find((one) => one.id === code)?.name || code;
  }

  receive(message) {
    if (message.type === "snapshot") this.#opened(message);
    else if (message.type === "item") this.#shown(message);
    else if (message.type === "items" || message.type === "saved") this.#changed(message);
  }

  #opened(message) {
    this.codes = message.codes;
    this.kinds = message.kinds;
    this.polarities = message.polarities;
    this.items = new Map(message.items.map((item) => [item.id, item]));
    this.#about();
    if (message.empty) {
      this.frame.empty(message.empty);
      return;
    }
    this.frame.body.replaceChildren(h("div", { class: "cw-rc-columns" }, this.list.root, this.detail));
    this.list.show();
    const wanted = this.items.has(this.list.chosen) ? this.list.chosen : this.list.order[0];
    if (wanted) this.choose(wanted, false);
    else this.detail.replaceChildren(h("p", { class: "cw-empty" }, "Everything is decided. Choose “Decided” in the list to look again."));
  }

  #changed(message) {
    if (!message.put) return;
    message.removed.forEach((id) => this.items.delete(id));
    message.put.forEach((item) => this.items.set(item.id, item));
    if (message.codes) this.codes = message.codes;
    this.answered = message.type === "saved" && this.awaited === message.id;
    const next = this.answered ? this.next : null;
    this.#about();
    if (!this.detail.isConnected && this.items.size) this.frame.body.replaceChildren(h("div", { class: "cw-rc-columns" }, this.list.root, this.detail));
    this.list.show();
    if (message.said) this.frame.say(message.said);
    this.#follow(message, next);
  }

  /** After a decision the next passage opens; after anything else this one stays, drawn anew where it changed. */
  #follow(message, next) {
    const { chosen } = this.list;
    if (message.type === "items" && this.#isAtWork()) this.#keep(message);
    else if (next && this.items.has(next)) this.choose(next);
    else if (!this.items.has(chosen)) this.list.order.length ? this.choose(this.list.order[0], false) : this.#allDone();
    else if (this.answered || message.put.some((item) => item.id === chosen) || message.codes) this.choose(chosen, false);
    else this.list.mark(chosen);
  }

  /** Whether the form has the focus, or holds something that was typed or chosen since it was drawn. */
  #isAtWork() {
    const has = this.detail.contains(this.reason) && !this.detail.inert;
    return has && (this.detail.contains(document.activeElement) && document.activeElement.matches("input, select, textarea") || this.#written() !== this.drawn);
  }

  #written() {
    const amended = Object.values(this.fields).map((field) => field.value);
    return JSON.stringify([this.#decision(), this.other.value, this.span.value, this.polarity.value, this.reason.value, amended]);
  }

  /** What a team mate did while a decision is being written: names follow, all else waits for the person. */
  #keep(message) {
    const { id, code } = this.item;
    this.heading.textContent = this.codes.find((one) => one.id === code)?.name || this.code.name;
    const chosen = this.other.value;
    this.other.replaceChildren(...this.#otherOptions(this.item));
    this.other.value = chosen;
    this.list.mark(id);
    if (message.removed.includes(id) || message.put.some((item) => item.id === id)) this.#tellChanged();
  }

  #tellChanged() {
    const gone = !this.items.has(this.item.id);
    this.changed.textContent = gone
      ? "A team mate changed this passage: you no longer differ about it as it stands here. What you wrote stays until you choose another one."
      : "A team mate changed this passage. What you wrote stays; choose the passage in the list again to see it as it is now.";
    this.frame.say(this.changed.textContent);
  }

  #allDone() {
    this.detail.inert = false;
    this.detail.replaceChildren(h("p", { class: "cw-empty" }, "Nothing is left here."));
  }

  #about() {
    const items = [...this.items.values()];
    const open = items.filter((item) => !item.decision).length;
    const interviews = new Set(items.map((item) => item.transcript)).size;
    this.frame.about.textContent = items.length
      ? `${open} to decide, ${items.length - open} decided, in ${counted(interviews, "interview", "interviews")}` : "";
  }

  choose(id, move = true) {
    this.moving = move;
    this.detail.inert = this.item?.id !== id;
    this.list.mark(id);
    this.connection.ask({ type: "open", item: id });
  }

  // one passage --------------------------------------------------------------------------------------

  #shown(item) {
    if (item.id !== this.list.chosen) return;
    this.item = item;
    this.detail.inert = false;
    this.code = this.codes.find((one) => one.id === item.code) || { id: item.code, name: item.code };
    const kind = this.kinds.find(([name]) => name === item.kind)?.[1] || "";
    this.heading = h("h3", { class: "cw-rc-code", tabindex: -1 }, this.code.name);
    this.detail.replaceChildren(
      h("header", {}, this.heading, h("p", { class: "cw-rc-quiet" }, [this.code.family_name, `${kind}, ${counted(item.characters, "character", "characters")}`].filter(Boolean).join(" · ")),
        h("p", { class: "cw-rc-quiet" }, [item.transcript, item.time, item.about].filter(Boolean).join(" · "))),
      this.#passage(item), this.#put(item), this.#definition(), this.#form(item));
    this.detail.scrollTop = 0;
    if (this.moving) this.heading.focus({ preventScroll: true });
  }

  #passage(item) {
    return h("div", { class: "cw-rc-passage", role: "group", "aria-label": "What was said" }, item.turns.map((turn) => h("p", { class: turn.role === "respondent" ? "" : "cw-rc-aside" },
      turn.speaker && h("span", { class: "cw-rc-speaker" }, turn.speaker),
      ends(turn.parts[0], "front"), turn.parts[1] && h("mark", {}, turn.parts[1]), ends(turn.parts[2], "back"))));
  }

  #put(item) {
    const own = (one) => {
      const here = one.codings.filter((coding) => coding.code === item.code);
      const other = one.codings.filter((coding) => coding.code !== item.code);
      const told = here.length ? here.map((coding) => this.#coding(coding)) : [h("p", {}, `did not put ${this.code.name}`)];
      const beside = other.map((coding) => h("p", { class: "cw-rc-beside" }, `${here.length ? "also" : "put"} ${this.codeName(coding.code)}: `, h("q", {}, coding.words)));
      return [h("dt", {}, one.coder), h("dd", {}, told, beside)];
    };
    return h("dl", { class: "cw-rc-put" }, item.put.flatMap(own));
  }

  #coding(coding) {
    const isUsual = coding.polarity === "supports" && this.item.kind !== "polarity";
    const notes = [!isUsual && coding.polarity, coding.memo && `memo: ${coding.memo}`].filter(Boolean).join(" · ");
    return h("p", {}, h("q", {}, coding.words), notes && h("span", { class: "cw-rc-quiet" }, ` ${notes}`));
  }

  #definition() {
    const told = AMENDED.filter(([name]) => this.code[name]).flatMap(([name, label]) => [h("dt", {}, label), h("dd", {}, this.code[name])]);
    this.fields = Object.fromEntries(AMENDED.map(([name]) => [name, h("textarea", { rows: name === "definition" ? 3 : 2, value: this.code[name] || "" })]));
    this.amend = h("details", { class: "cw-rc-amend" }, h("summary", {}, "Amend it in the codebook"),
      h("p", { class: "cw-rc-quiet" }, "Saved together with the decision, with one undo. Everybody can read the codebook: no words of somebody who may not be quoted."),
      AMENDED.map(([name, label]) => h("label", {}, label, this.fields[name])));
    return h("section", { class: "cw-rc-definition", "aria-label": `What the codebook says of ${this.code.name}` },
      told.length ? h("dl", {}, told) : h("p", { class: "cw-rc-quiet" }, "The codebook does not say yet what this code means."), this.amend);
  }

  #form(item) {
    const decided = item.decided;
    const name = `cw-rc-${newId()}`;
    const own = decided && decided.code_id === item.code ? decided : null;
    this.other = h("select", { "aria-label": "The other code", onchange: () => this.#choice("other code") },
      this.#otherOptions(item));
    this.span = h("select", { "aria-label": "Where it begins and ends", onchange: () => this.#spanChosen() },
      item.spans.map((span, at) => h("option", { value: String(at) }, span.label)));
    this.spanWords = h("q", { class: "cw-rc-span" });
    const beside = { "other code": [this.other], boundaries: [this.span, this.spanWords] };
    this.choices = new Map(DECISIONS.map(([value, words]) => {
      const radio = h("input", { type: "radio", name, value, checked: own?.decision === value, onchange: () => this.#state() });
      return [value, { radio, row: h("div", { class: "cw-rc-choice" }, h("label", {}, radio, words), beside[value] || null) }];
    }));
    this.polarity = h("select", {}, [["", item.kind === "polarity" ? "Choose" : "as each coder put it"], ...this.polarities.map((one) => [one, `${one} it`])]
      .map(([value, words]) => h("option", { value, selected: value === (own?.agreed_polarity || "") }, words)));
    this.bearing = h("label", { class: "cw-rc-bearing" }, "How it bears on the code", this.polarity);
    this.reason = h("textarea", { rows: 2, value: own?.reason || "" });
    this.decide = h("button", { type: "button", class: "cw-button cw-main", onclick: () => this.#decide() }, own ? "Change the decision" : "Decide");
    const back = own && h("button", { type: "button", class: "cw-button", onclick: () => this.#withdraw() }, "Take the decision back");
    if (own?.other_code_id) this.other.value = own.other_code_id;
    if (own && own.span >= 0) this.span.value = String(own.span);
    this.#spanWordsShown();
    this.#state();
    this.drawn = this.#written();
    this.changed = h("p", { class: "cw-rc-changed cw-wrong" });
    return h("div", { class: "cw-rc-form" }, decided && h("p", { class: "cw-rc-decided" }, this.#told(decided, item)),
      h("fieldset", {}, h("legend", {}, "What does the team decide?"), [...this.choices.values()].map((choice) => choice.row), this.bearing),
      h("label", { class: "cw-rc-reason" }, "Reason", this.reason), h("div", { class: "cw-rc-buttons" }, this.decide, back), this.changed);
  }

  #otherOptions(item) {
    return [["", "Choose a code"], ...this.#otherCodes(item).map((code) => [code, this.codeName(code)])].map(([value, words]) => h("option", { value }, words));
  }

  /** Codes others put on the passage first, then the codebook in its order. */
  #otherCodes(item) {
    const near = item.put.flatMap((one) => one.codings.map((coding) => coding.code));
    return [...new Set([...near, ...this.codes.map((code) => code.id)])].filter((code) => code !== item.code);
  }

  #told(decided, item) {
    const how = { "other code": `counts as ${this.codeName(decided.other_code_id)}` }[decided.decision] || DECIDED[decided.decision];
    const of = decided.code_id === item.code ? "" : `${this.codeName(decided.code_id)} `;
    const bearing = decided.agreed_polarity ? `; the words ${BEARING[decided.agreed_polarity]} the code` : "";
    return [`Decided${decided.decided_by ? ` by ${decided.decided_by}` : ""}: ${of}${how}${bearing}.`, decided.reason].filter(Boolean).join(" ");
  }

  #choice(value) {
    this.choices.get(value).radio.checked = true;
    this.#state();
  }

  #spanChosen() {
    this.#choice("boundaries");
    this.#spanWordsShown();
  }

  #spanWordsShown() {
    this.spanWords.textContent = this.item.spans[Number(this.span.value)]?.words || "";
  }

  #state() {
    const chosen = this.#decision();
    this.choices.get("boundaries").row.classList.toggle("cw-rc-open", chosen === "boundaries");
    this.choices.get("other code").row.classList.toggle("cw-rc-open", chosen === "other code");
    this.bearing.hidden = !COUNTING.includes(chosen);
  }

  #decision() {
    return [...this.choices].find(([, choice]) => choice.radio.checked)?.[0] || "";
  }

  // deciding -----------------------------------------------------------------------------------------

  #decide() {
    const decision = this.#decision();
    if (!decision) return this.#ask("Choose what the team decides first.", this.choices.get("keep").radio);
    if (decision === "other code" && !this.other.value) return this.#ask("Choose the other code first.", this.other);
    if (decision === "keep" && this.item.kind === "polarity" && !this.polarity.value) return this.#ask("Choose how the words bear on the code first.", this.polarity);
    const amended = Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.value]).filter(([name, value]) => value.trim() !== (this.code[name] || "")));
    this.next = this.list.state.value === "open" ? this.list.after(this.item.id) : null;
    this.awaited = this.connection.change({ action: "decide", item: this.item.id, decision, other: this.other.value, span: Number(this.span.value),
      polarity: this.polarity.value, reason: this.reason.value, amended }, this.item.id);
    return null;
  }

  #ask(sentence, field) {
    this.frame.say(sentence);
    field.focus();
    this.decide.parentNode.querySelector(".cw-wrong")?.remove();
    this.decide.parentNode.append(h("span", { class: "cw-wrong" }, sentence));
    return null;
  }

  #withdraw() {
    this.connection.change({ action: "withdraw", item: this.item.id }, this.item.id);
  }

  #takeBack(action) {
    this.connection.change({ action });
  }

  #key(event) {
    const control = event.ctrlKey || event.metaKey;
    const isTyping = event.target.matches("textarea, input:not([type=radio])");
    if (control && event.key === "Enter" && this.item && this.detail.contains(event.target)) {
      event.preventDefault();
      this.#decide();
    } else if (control && !isTyping && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      this.#takeBack(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
    }
  }
}

const CONTEXT = 320;

/** The words before or after the passage, no more than a few lines of them. */
function ends(words, side) {
  if (words.length <= CONTEXT) return words;
  return side === "front" ? `… ${words.slice(-CONTEXT).replace(/^\S*\s/, "")}` : `${words.slice(0, CONTEXT).replace(/\s\S*$/, "")} …`;
}

export default {
  render({ model, el }) {
    const screen = new Reconcile(model, el);
    return () => screen.close();
  },
};
