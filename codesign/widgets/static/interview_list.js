// The interviews with their progress.

import { counted, h, putChildren, unseen } from "./shared.js";
import { Starting } from "./starting.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Interview, InterviewRow } from "./panel_types.js" */

export class InterviewList {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {Map<string, InterviewRow>} */
    this.rows = new Map();
    /** The interview that is on its way. @type {string | null} */
    this.toward = null;
    this.whole = h("p", { class: "cw-small" });
    this.element = h("nav", { class: "cw-interviews", "aria-label": "Interviews" });
    this.share = h("span");
  }

  draw() {
    const { interviews } = this.panel;
    const before = this.rows;
    /** @type {Map<string, InterviewRow>} */
    this.rows = new Map();
    /** The interview that is on its way. @type {string | null} */
    this.toward = null;
    this.whole.textContent = this.#whole();
    putChildren(this.element, [
      this.whole,
      ...interviews.map((interview) => this.#row(interview, before.get(interview.id))),
      this.panel.part(Starting).more,
    ]);
    this.mark();
  }

  /** In how many interviews nothing is left to read. */
  #whole() {
    const { interviews, done } = this.panel;
    /** @param {Interview} given */
    const isWhole = ({ id }) => done[id]?.answers && done[id].coded === done[id].answers;
    return `${interviews.filter(isWhole).length} of ${interviews.length} with every answer coded`;
  }

  /** @param {Interview} interview @param {InterviewRow | undefined} before */
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

  /** @param {Interview} interview @param {InterviewRow} given */
  #interview(interview, { share, told }) {
    const bar = h("span", { class: "cw-bar", "aria-hidden": "true" }, share);
    return h(
      "button",
      {
        type: "button",
        class: "cw-interview",
        onclick: () => {
          this.panel.columns.unfold(null);
          this.panel.open(interview.id);
        },
      },
      h("strong", {}, interview.id, unseen(", ")),
      h("span", { class: "cw-small" }, interview.about),
      bar,
      told,
    );
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
    if (here)
      this.share.textContent = here.answers
        ? `${Math.round((100 * here.coded) / here.answers)} % of answers coded${this.#memos()}`
        : "No answers found";
  }

  #memos() {
    const memos = this.panel.codings.filter((coding) => coding.memo).length;
    return memos ? ` · ${counted(memos, "memo", "memos")}` : "";
  }

  /** @param {number} way */
  neighbour(way) {
    const { interviews, id } = this.panel;
    const from = this.toward || id;
    const next = interviews[interviews.findIndex((interview) => interview.id === from) + way];
    if (!next) return;
    this.toward = next.id;
    this.panel.open(next.id);
  }
}
