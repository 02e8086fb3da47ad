// The labels beside the lines: which code stands on which words, whose it is, and what it says when pointed at.

class Margin {
  constructor(panel) {
    this.panel = panel;
    this.card = new PassageCard();
  }

  /** Put each coding's label beside the line where it begins; labels that would overlap move down. */
  layout() {
    const { transcript, cursor } = this.panel;
    if (!transcript) return;
    const labels = new Map();
    cursor.margins.forEach((margin) => margin.replaceChildren());
    for (const same of this.#samePassages()) {
      const [coding] = same;
      const index = transcript.indexAt(coding.start);
      const [range] = ranges({ start: coding.start, end: Math.max(coding.end, coding.start + 1) }, transcript, cursor.paragraphs);
      if (!range) continue;
      const label = this.#label(same);
      cursor.margins[index].append(label);
      if (!labels.has(index)) labels.set(index, []);
      labels.get(index).push([label, range]);
    }
    this.#place(labels);
    cursor.paintCaret();
  }

  #place(labels) {
    const { paragraphs, margins } = this.panel.cursor;
    const places = [...labels].map(([index, list]) => {
      const top = paragraphs[index].getBoundingClientRect().top;
      return [index, list.map(([label, range]) => [label, range.getClientRects()[0]?.top - top || 0, label.offsetHeight])];
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

  /** Codings that say the same of the same words, by whomever, together: the margin names them once. */
  #samePassages() {
    const groups = new Map();
    for (const coding of this.panel.shown) {
      const same = [coding.start, coding.end, coding.code, coding.polarity, Boolean(coding.pending)].join("|");
      if (!groups.has(same)) groups.set(same, []);
      groups.get(same).push(coding);
    }
    return groups.values();
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
      style: `--cw-family:${colour(code?.family)}`, onclick: () => this.panel.list.goTo(coding, { stay: true }),
      onmouseenter: (event) => this.card.show(event.currentTarget, described(code, code ? code.name : coding.code, same)),
      onmouseleave: () => this.card.leave(),
    }, `${prefix}${code ? code.name : coding.code}${who}`);
  }
}
