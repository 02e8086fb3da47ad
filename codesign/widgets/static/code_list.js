// The codes with their numbers and counts, what the one pointed at means, and the interviews with their progress.

/** Words for a screen reader only. What is shown stays part of the name, so that a voice can ask for it (WCAG 2.5.3). */
const unseen = (words) => h("span", { class: "cw-unseen" }, words);

class CodeList {
  constructor(panel, name) {
    this.panel = panel;
    this.list = h("div", { class: "cw-codes" });
    this.definition = h("div", { class: "cw-definition", id: `${name}-definition`, tabindex: 0, role: "region", "aria-label": "What the code means" });
  }

  draw() {
    this.list.replaceChildren(...this.panel.codes.map((code) => this.#code(code)));
  }

  #code(code) {
    const { counts, of } = this.panel;
    const count = counts[code.id] || 0;
    return h("button", {
      type: "button", class: "cw-code", style: `--cw-family:${colour(code.family)};padding-left:${4 + 18 * code.depth}px`,
      onmousedown: (event) => event.preventDefault(), onclick: () => this.panel.apply(code.id),
      onfocus: () => this.define(code), onmouseenter: () => this.define(code),
    }, h("span", { class: code.hot ? "cw-key" : "cw-nokey", "aria-hidden": "true" }, code.hot ? this.panel.keys.ofNumber(code.hot) : ""),
    h("span", { class: "cw-swatch", "aria-hidden": "true" }), h("span", { class: "cw-name" }, code.name, unseen(", ")),
    h("span", { class: "cw-count" }, code.depth ? String(count) : `${count} of ${of}`, unseen(code.depth ? ` of ${of} interviews` : " interviews")));
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
    this.element = h("nav", { class: "cw-interviews", "aria-label": "Interviews" });
    this.share = h("span");
  }

  draw() {
    const { interviews } = this.panel;
    this.element.replaceChildren(h("p", { class: "cw-small" }, this.#whole()), ...interviews.map((interview) => this.#interview(interview)),
      this.panel.part(Starting).more);
    this.mark();
  }

  /** In how many interviews nothing is left to read. */
  #whole() {
    const { interviews, done } = this.panel;
    const isWhole = ({ id }) => done[id]?.answers && done[id].coded === done[id].answers;
    return `${interviews.filter(isWhole).length} of ${interviews.length} with every answer coded`;
  }

  #interview(interview) {
    const done = this.panel.done[interview.id] || { coded: 0, answers: 0 };
    const share = done.answers ? Math.round((100 * done.coded) / done.answers) : 0;
    const bar = h("span", { class: "cw-bar", "aria-hidden": "true" }, h("span", { style: `width:${share}%` }));
    return h("button", {
      type: "button", class: "cw-interview",
      onclick: () => { this.panel.unfold(null); this.panel.open(interview.id); },
    }, h("strong", {}, interview.id, unseen(", ")), h("span", { class: "cw-small" }, interview.about), bar,
    unseen(`, ${done.coded} of ${done.answers} answers coded`));
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
    if (here) this.share.textContent = here.answers ? `${Math.round((100 * here.coded) / here.answers)} % of answers coded` : "No answers found";
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
