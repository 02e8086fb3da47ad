// The list of codings, or of answers without any, with the details of the one at hand; and walking through them.

class CodingList {
  constructor(panel) {
    this.panel = panel;
    this.title = h("h3", {}, "Codings in this interview");
    this.list = h("ol", { class: "cw-codings" });
  }

  draw() {
    const { filter, shown, codings } = this.panel;
    const within = this.list.contains(document.activeElement);
    const { isOn, isUncoded } = filter;
    const number = isOn && !isUncoded ? `${shown.length} of ${codings.length}` : codings.length;
    this.title.replaceChildren(isUncoded ? `Uncoded answers · ${filter.uncoded().length}` : `Codings in this interview · ${number}`);
    const items = isUncoded ? filter.uncoded().map((turn) => this.#answerItem(turn)) : shown.map((coding, index) => this.#codingItem(coding, index));
    const nothing = h("li", { class: "cw-small cw-nothing" }, this.#nothing(isOn, isUncoded));
    this.list.replaceChildren(...(items.length ? items : [nothing]));
    if (within) (this.#currentButton() || this.list.querySelector("button"))?.focus();
  }

  #nothing(isOn, isUncoded) {
    if (isUncoded) return "No answer is left.";
    return isOn ? "No coding matches. Esc shows everything again." : "Nothing coded yet. Select words in the interview and press a number.";
  }

  #answerItem(turn) {
    const words = shortened(oneLine(turn.text), 140);
    return h("li", {}, h("button", { type: "button", class: "cw-coding cw-answer", "aria-label": `Uncoded answer: ${words}`,
      onclick: () => this.#goToAnswer(turn) }, h("span", { class: "cw-quote" }, words),
    h("span", { class: "cw-small" }, [turn.speaker, turn.time].filter(Boolean).join(" · "))));
  }

  #codingItem(coding, index) {
    const { panel } = this;
    const code = panel.byId.get(coding.code);
    const name = code ? code.name : coding.code;
    const quote = shortened(panel.transcript.slice(coding.start, coding.end), 140);
    const who = coding.mine ? "you" : coding.coder || "someone";
    const state = coding.pending ? "not saved yet" : coding.going ? "being removed" : coding.polarity;
    const is = coding.id === panel.current;
    const define = () => panel.codeList.define(code, name, [coding]);
    const button = h("button", {
      type: "button", class: "cw-coding", "data-coding": coding.id, "aria-current": is ? "true" : null,
      "aria-label": `${panel.id}, ${index + 1} of ${panel.shown.length}: ${name}; “${quote}”; ${who}; ${state}${coding.memo ? "; memo" : ""}`,
      "aria-describedby": panel.codeList.definition.id, onclick: () => this.goTo(coding, { stay: true }), onfocus: define, onmouseenter: define,
    }, h("span", { class: "cw-quote" }, `“${quote}”`),
    h("span", { class: "cw-small" }, h("span", { class: "cw-swatch", "aria-hidden": "true" }), `${name} · ${who} · ${state}${coding.memo ? " · memo" : ""}`));
    const item = h("li", { class: is ? "cw-is" : null, style: `--cw-family:${colour(code?.family)}` }, button);
    if (is) item.append(this.#details(coding, name));
    return item;
  }

  #details(coding, name) {
    if (!coding.mine) {
      return h("div", { class: "cw-details cw-small" }, coding.memo ? `Memo: ${coding.memo}` : `Only ${coding.coder || "its coder"} can change this coding.`);
    }
    if (coding.pending) return h("div", { class: "cw-details cw-small" }, "Not saved yet.");
    const { panel } = this;
    const choose = h("select", { "aria-label": `How this passage bears on ${name}`, onchange: (event) => panel.edit(coding, { polarity: event.target.value }) },
      POLARITIES.map((polarity) => h("option", { value: polarity, selected: polarity === coding.polarity }, polarity)));
    const memo = h("textarea", {
      rows: 2, class: "cw-memo", "aria-label": `Memo on ${name}`, placeholder: "Memo", value: coding.memo,
      onchange: (event) => panel.edit(coding, { memo: event.target.value }),
    });
    return h("div", { class: "cw-details" }, choose, h("button", { type: "button", class: "cw-link", onclick: () => panel.remove(coding) }, "Remove coding"), memo);
  }

  #currentButton() {
    return this.list.querySelector(`[data-coding="${CSS.escape(this.panel.current || "")}"]`);
  }

  // walking -----

  goTo(coding, { stay = false } = {}) {
    const { panel } = this;
    panel.current = coding.id;
    panel.cursor.range = null;
    panel.popover.close();
    panel.cursor.put(coding.start);
    panel.redraw();
    panel.cursor.reveal(coding.start);
    const code = panel.byId.get(coding.code);
    panel.codeList.define(code, code ? code.name : coding.code, [coding]);
    const button = this.#currentButton();
    button?.scrollIntoView({ block: "nearest" });
    if (!stay) {
      panel.cursor.take();
      panel.frame.say(button?.getAttribute("aria-label") || code?.name || coding.code);
    }
  }

  step(way) {
    const { shown, filter, frame, current, cursor } = this.panel;
    if (!shown.length) return frame.say(filter.isOn ? "No coding matches the filter." : "Nothing coded yet.");
    const at = shown.findIndex((coding) => coding.id === current);
    const after = shown.findIndex((coding) => coding.start > cursor.focus);
    const from = at >= 0 ? at + way : way > 0 ? (after < 0 ? 0 : after) : (after < 0 ? shown.length : after) - 1;
    return this.goTo(shown[(from + shown.length) % shown.length]);
  }

  nextUncoded() {
    const { panel } = this;
    const open = without(panel.answers(), panel.codings);
    const next = open.find((turn) => turn.start > panel.cursor.focus) || open[0];
    return next ? this.#goToAnswer(next) : panel.frame.say("Every answer of this interview has a coding.");
  }

  #goToAnswer(turn) {
    const { panel } = this;
    panel.cursor.range = null;
    panel.current = null;
    panel.cursor.put(turn.start);
    panel.redraw();
    panel.cursor.reveal(turn.start);
    panel.cursor.take();
    panel.frame.say(`Uncoded: ${shortened(turn.text, 80)}`);
  }

  memo() {
    const { panel } = this;
    if (!panel.current) {
      const here = panel.codingsAt(panel.cursor.focus);
      if (!here.length) return panel.frame.say("Go to a coding first, with J or K.");
      this.goTo(here[0], { stay: true });
    }
    panel.unfold("side", true);
    return this.list.querySelector(".cw-memo")?.focus();
  }
}
