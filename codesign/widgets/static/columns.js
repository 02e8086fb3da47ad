// The three columns of the panel and its bars: interviews, words, codes and codings; buttons above, keys below.

import { keyHint } from "./key_hint.js";
import { h, wider } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */

/** The columns beside the words, which a narrow panel opens one at a time. */
export class Columns {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    const { codeList, filter, interviewList, list } = panel;
    const codes = h("h3", {}, "Codes ", h("span", { class: "cw-plain" }, "interviews that say it"));
    const codings = h("div", { class: "cw-side-part cw-side-codings" }, list.title, filter.element, list.list);
    this.side = h(
      "aside",
      { class: "cw-side", "aria-label": "Codes and codings" },
      h("div", { class: "cw-side-part" }, codes, codeList.list),
      codeList.definition,
      codings,
    );
    list.within(codings);
    this.interviews = interviewList.element;
    this.fold = [["Interviews"], ["Codes ", wider("and codings")]].map((name, index) =>
      h(
        "button",
        {
          type: "button",
          class: "cw-button cw-fold",
          "aria-expanded": "false",
          onclick: () => this.unfold(index ? "side" : "interviews"),
        },
        ...name,
      ),
    );
    const next = h(
      "button",
      { type: "button", class: "cw-button", onclick: () => panel.walk.nextUncoded() },
      "Next uncoded ",
      wider("answer "),
      keyHint(panel, "uncoded"),
    );
    const tools = panel.parts.flatMap((part) => part.tools?.() || []);
    panel.frame.offer(this.fold[0], interviewList.share, next, ...tools, this.fold[1]);
  }

  /** In a narrow panel, open one of the outer columns, or none. @param {"interviews" | "side" | null} which */
  unfold(which, only = false) {
    const columns = { interviews: this.interviews, side: this.side };
    Object.entries(columns).forEach(([name, column], index) => {
      const open = name === which && (only || !column.classList.contains("cw-open"));
      column.classList.toggle("cw-open", open);
      this.fold[index].setAttribute("aria-expanded", String(open));
    });
  }
}
