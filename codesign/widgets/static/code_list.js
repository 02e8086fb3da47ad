// The codes with their numbers and counts, what the one pointed at means, and the interviews with their progress.

/** Words for a screen reader only. What is shown stays part of the name, so that a voice can ask for it (WCAG 2.5.3). */
const unseen = (words) => h("span", { class: "cw-unseen" }, words);

/** Words of a button that are shown where there is room, and said always. */
const wider = (words) => h("span", { class: "cw-wider" }, words);

class CodeList {
  constructor(panel, name) {
    this.panel = panel;
    this.rows = new Map();
    this.list = h("div", { class: "cw-codes" });
    this.definition = h("div", { class: "cw-definition", id: `${name}-definition`, tabindex: 0, role: "region", "aria-label": "What the code means" });
  }

  draw() {
    const before = this.rows;
    this.rows = new Map();
    putChildren(this.list, this.panel.codes.map((code) => this.#row(code, before.get(code.id))));
  }

  /** A button stays where only its count is another one: it may have the focus, or be pressed just now. */
  #row(code, before) {
    const { counts, of } = this.panel;
    const sign = JSON.stringify([code, code.hot && this.panel.keys.ofNumber(code.hot)]);
    const row = before?.sign === sign ? before : { sign, count: h("span", { class: "cw-count" }) };
    row.button ??= this.#code(code, row.count);
    const count = counts[code.id] || 0;
    row.count.replaceChildren(code.depth ? String(count) : `${count} of ${of}`, unseen(code.depth ? ` of ${of} interviews` : " interviews"));
    this.rows.set(code.id, row);
    return row.button;
  }

  #code(code, count) {
    return h("button", {
      type: "button", class: "cw-code", style: `--cw-family:${colour(code.family)};padding-left:${4 + 18 * code.depth}px`,
      onmousedown: (event) => event.preventDefault(), onclick: () => this.panel.apply(code.id),
      onfocus: () => this.define(code), onmouseenter: () => this.define(code),
    }, h("span", { class: code.hot ? "cw-key" : "cw-nokey", "aria-hidden": "true" }, code.hot ? this.panel.keys.ofNumber(code.hot) : ""),
    h("span", { class: "cw-swatch", "aria-hidden": "true" }), h("span", { class: "cw-name" }, code.name, unseen(", ")), count);
  }

  /** Say what a code means, and what was noted on the codings pointed at. */
  define(code, name = code.name, codings = []) {
    this.definition.replaceChildren(...described(code, name, codings));
  }

  /** Say what to do where no code is pointed at yet. */
  invite() {
    this.definition.textContent = this.panel.codes.length ? "Point at a code to see when to use it."
      : "What a code means will stand here.";
  }
}

class InterviewList {
  constructor(panel) {
    this.panel = panel;
    this.rows = new Map();
    this.whole = h("p", { class: "cw-small" });
    this.element = h("nav", { class: "cw-interviews", "aria-label": "Interviews" });
    this.share = h("span");
  }

  draw() {
    const { interviews } = this.panel;
    const before = this.rows;
    this.rows = new Map();
    this.whole.textContent = this.#whole();
    putChildren(this.element, [this.whole, ...interviews.map((interview) => this.#row(interview, before.get(interview.id))), this.panel.part(Starting).more]);
    this.mark();
  }

  /** In how many interviews nothing is left to read. */
  #whole() {
    const { interviews, done } = this.panel;
    const isWhole = ({ id }) => done[id]?.answers && done[id].coded === done[id].answers;
    return `${interviews.filter(isWhole).length} of ${interviews.length} with every answer coded`;
  }

  #row(interview, before) {
    const done = this.panel.done[interview.id] || { coded: 0, answers: 0 };
    const share = done.answers ? Math.round((100 * done.coded) / done.answers) : 0;
    const sign = JSON.stringify(interview);
    const row = before?.sign === sign ? before : { sign, share: h("span"), told: unseen("") };
    row.button ??= this.#interview(interview, row);
    row.share.style.width = `${share}%`;
    row.told.textContent = `, ${done.coded} of ${done.answers} answers coded`;
    this.rows.set(interview.id, row);
    return row.button;
  }

  #interview(interview, { share, told }) {
    const bar = h("span", { class: "cw-bar", "aria-hidden": "true" }, share);
    return h("button", {
      type: "button", class: "cw-interview",
      onclick: () => { this.panel.unfold(null); this.panel.open(interview.id); },
    }, h("strong", {}, interview.id, unseen(", ")), h("span", { class: "cw-small" }, interview.about), bar, told);
  }

  /** Mark the open interview, and say how much of it is coded. */
  mark() {
    const { interviews, id, done } = this.panel;
    if (id === this.toward) this.toward = null;
    this.element.querySelectorAll(".cw-interview").forEach((button, index) => {
      if (interviews[index].id === id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    const here = done?.[id];
    if (here) this.share.textContent = here.answers ? `${Math.round((100 * here.coded) / here.answers)} % of answers coded${this.#memos()}` : "No answers found";
  }

  #memos() {
    const memos = this.panel.codings.filter((coding) => coding.memo).length;
    return memos ? ` · ${counted(memos, "memo", "memos")}` : "";
  }

  neighbour(way) {
    const { interviews, id } = this.panel;
    const from = this.toward || id;
    const next = interviews[interviews.findIndex((interview) => interview.id === from) + way];
    if (!next) return;
    this.toward = next.id;
    this.panel.open(next.id);
  }
}
