// The labels beside the lines: which code stands on which words, whose it is, and what it says when pointed at.

const LABEL_HEIGHT = 18;
// With more labels on one turn than these, each has one line: its whole name is said when it is pointed at.
const MANY_LABELS = 6;

class Margin {
  constructor(panel) {
    this.panel = panel;
    this.card = new CodingCard(panel);
    this.forget();
  }

  /** Forget what was drawn: the words on the page are others now. */
  forget() {
    this.signs = [];
    this.numbers = [];
    this.labelled = new Set();
  }

  /** Have every label placed again: the lines are others now. */
  stale() {
    this.signs = [];
    this.numbers = [];
  }

  /** Find where in the list of codings each turn begins, and leave room beside turns out of view. */
  reckon() {
    const { transcript: { turns }, shown, cursor } = this.panel;
    this.starts = [];
    let at = 0;
    turns.forEach((turn, index) => {
      while (at < shown.length && shown[at].start < turn.start) at += 1;
      this.starts[index] = at;
    });
    this.starts.push(shown.length);
    if (turns.length) this.starts[0] = 0;
    turns.forEach((_turn, index) => {
      const number = this.starts[index + 1] - this.starts[index];
      if (this.labelled.has(index) || number === this.numbers[index]) return;
      this.numbers[index] = number;
      this.signs[index] = undefined;
      cursor.margins[index].style.minHeight = `${number * LABEL_HEIGHT}px`;
    });
  }

  /** Put the labels of these turns beside the line where each begins; labels that would overlap move down. */
  draw(first, last) {
    const { margins } = this.panel.cursor;
    for (const index of this.labelled) if (index < first || index > last) this.#clear(index);
    const changed = [];
    for (let index = first; index <= last; index += 1) {
      const passages = this.#passages(index);
      const sign = passages.map((same) => this.#sign(same)).join("\n");
      if (this.labelled.has(index) && sign === this.signs[index]) continue;
      this.signs[index] = sign;
      this.numbers[index] = this.starts[index + 1] - this.starts[index];
      this.labelled.add(index);
      const labels = passages.map((same) => this.#label(same));
      margins[index].replaceChildren(...labels);
      margins[index].classList.toggle("cw-many", labels.length > MANY_LABELS);
      changed.push([index, passages.map(([coding], place) => [coding, labels[place]])]);
    }
    this.#place(changed);
  }

  // The room stays as it was measured, so that nothing jumps when the turn comes back into view.
  #clear(index) {
    this.panel.cursor.margins[index].replaceChildren();
    this.labelled.delete(index);
  }

  // First everything is measured, then everything is moved: the page is laid out once.
  #place(changed) {
    const { transcript, cursor: { paragraphs, margins } } = this.panel;
    const places = changed.map(([index, list]) => {
      const { top } = paragraphs[index].getBoundingClientRect();
      return [index, list.map(([coding, label]) => [label, this.#topOf(coding, index, transcript) - top || 0, label.offsetHeight])];
    });
    for (const [index, list] of places) {
      let free = 0;
      for (const [label, wanted, height] of list) {
        const top = Math.max(free, wanted + 2);
        label.style.top = `${top}px`;
        free = top + height + 3;
      }
      margins[index].style.minHeight = `${free}px`;
    }
  }

  #topOf(coding, index, transcript) {
    const range = document.createRange();
    const { start, end } = transcript.turns[index];
    const from = Math.min(Math.max(coding.start, start), end) - start;
    range.setStart(...place(this.panel.cursor.paragraphs[index], from));
    range.setEnd(...place(this.panel.cursor.paragraphs[index], Math.min(from + 1, end - start)));
    return range.getClientRects()[0]?.top;
  }

  /** Codings that say the same of the same words, by whomever, together: the margin names them once. */
  #passages(index) {
    const groups = new Map();
    for (let at = this.starts[index]; at < this.starts[index + 1]; at += 1) {
      const coding = this.panel.shown[at];
      const same = [coding.start, coding.end, coding.code, coding.polarity, Boolean(coding.pending)].join("|");
      if (!groups.has(same)) groups.set(same, []);
      groups.get(same).push(coding);
    }
    return [...groups.values()];
  }

  /** Everything a label shows, or says when pointed at. */
  #sign(same) {
    const { current, byId } = this.panel;
    const code = byId.get(same[0].code);
    return JSON.stringify([code ? [code.name, code.family, code.definition, code.include, code.exclude, code.example] : same[0].code,
      same.map((one) => [one.id, one.start, one.end, one.polarity, one.coder, one.memo, Boolean(one.pending), one.id === current])]);
  }

  #label(same) {
    const { current, byId } = this.panel;
    const coding = same.find((one) => one.id === current) || same[0];
    const code = byId.get(coding.code);
    const prefix = coding.polarity === "supports" ? "" : `${coding.polarity}: `;
    const others = same.filter((one) => !one.mine).map((one) => one.coder);
    const who = others.length ? ` (${[same.length > others.length ? "you" : "", ...others].filter(Boolean).join(", ")})` : "";
    return h("span", {
      class: `cw-label${coding.id === current ? " cw-is" : ""}${coding.pending ? " cw-waits" : ""}`,
      style: `--cw-family:${colour(code?.family)}`, onclick: (event) => this.#clicked(event, coding, same),
      onmouseenter: (event) => this.card.explain(event.currentTarget.getBoundingClientRect(), same),
      onmouseleave: () => this.card.leave(),
    }, `${prefix}${code ? code.name : coding.code}${who}`);
  }

  #clicked(event, coding, same) {
    const line = event.currentTarget.getBoundingClientRect();
    this.panel.list.goTo(coding, { stay: true });
    this.card.keep(line, [coding, ...same.filter((one) => one !== coding)]);
  }
}
