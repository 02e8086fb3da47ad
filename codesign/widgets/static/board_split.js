// How a task becomes two: a label and a statement for each, and which quotes go with the second.

import { h, newId } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { Quote, Sheet } from "./board_types.js" */

/** @param {Board} board @param {string} task @param {Quote[]} quotes @returns {Sheet} */
export function splitSheet(board, task, quotes) {
  const card = board.state.card(task);
  const name = `cw-${newId()}`;
  /** @type {Map<string, { box: HTMLInputElement, quote: Quote }>} */
  const boxes = new Map();
  for (const quote of quotes)
    boxes.set(quote.codings[0], { box: h("input", { type: "checkbox", id: `${name}-${boxes.size}` }), quote });
  const rows = [...boxes.values()].map(({ box, quote }) =>
    h(
      "li",
      {},
      box,
      h("label", { for: box.id }, `“${quote.words}”`, h("span", { class: "cw-bd-quiet" }, ` ${quote.who}`)),
    ),
  );
  const choice = rows.length
    ? [h("fieldset", { class: "cw-bd-split" }, h("legend", {}, "Quotes that go with the second"), h("ul", {}, rows))]
    : [];
  return {
    name: `split ${task}`,
    title: `Split ${board.state.nameOf(task)}`,
    about: "The first stays where it is, with what was rated; the second stands after it.",
    task,
    fields: [
      { name: "label", label: "The first, on the card", kind: "line", value: card?.label || "", isNeeded: true },
      { name: "statement", label: "Its full statement", kind: "text", value: card?.statement || "" },
      { name: "other", label: "The second, on the card", kind: "line", value: "", isNeeded: true },
      { name: "other_statement", label: "Its full statement", kind: "text", value: "" },
    ],
    more: choice,
    does: "Split",
    act: ({ label, statement, other, other_statement: words }) => {
      const going = [...boxes.values()].filter(({ box }) => box.checked).flatMap(({ quote }) => quote.codings);
      const stays = [...boxes.values()].filter(({ box }) => !box.checked).flatMap(({ quote }) => quote.codings);
      return {
        action: "split",
        task,
        parts: [
          { label, statement, codings: stays },
          { label: other, statement: words, codings: going },
        ],
      };
    },
  };
}
