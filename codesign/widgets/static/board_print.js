// The chart alone, on landscape pages: what a panel takes home.

import { h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { BoardCard, BoardDuty } from "./board_types.js" */

const SHEET = `
  @page { size: landscape; margin: 12mm; }
  * { box-sizing: border-box; }
  body { margin: 0; overflow-wrap: break-word; font: 9.5pt/1.35 Calibri, Carlito, system-ui, sans-serif; color: #111; }
  h1 { margin: 0; font-size: 15pt; } header p { margin: 1mm 0 4mm; color: #444; }
  section { display: grid; grid-template-columns: 40mm minmax(0, 1fr); gap: 3mm; padding: 2.5mm 0; border-top: 0.3mm solid #777; }
  h2 { margin: 0; font-size: 11pt; break-after: avoid; } h2 + p { margin: 0.5mm 0; color: #444; }
  ol { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 2mm; margin: 0; padding: 0; list-style: none; }
  li { padding: 1.5mm 2mm; border: 0.25mm solid #999; border-radius: 1mm; break-inside: avoid; }
  b { display: block; font-size: 10pt; } small { display: block; font-size: 8pt; color: #444; }
  .lists { display: grid; grid-template-columns: repeat(4, 1fr); break-inside: avoid; }
  .lists ul { margin: 0; padding-left: 4mm; } .lists li { padding: 0; border: 0; } .lists h2 { font-size: 10pt; }`;

/** @param {BoardCard} card */
function printedCard(card) {
  const by = card.decision.by === "team" ? ": the team decided" : "";
  const decided = [`${card.decision.words}${by}`, ...card.marks].filter(Boolean).join(", ");
  return h(
    "li",
    {},
    h("small", {}, card.number),
    h("b", {}, card.label),
    card.statement && card.statement !== card.label ? h("small", {}, card.statement) : null,
    h("small", {}, [card.evidence, decided].filter(Boolean).join(" · ")),
  );
}

/** @param {Board} board @param {BoardDuty} duty */
function printedDuty(board, duty) {
  const about = [duty.about, duty.weight && `weight ${duty.weight}`].filter(Boolean).join(" · ");
  const cards = duty.tasks.flatMap((id) => board.state.card(id) || []);
  return h(
    "section",
    {},
    h("div", {}, h("h2", {}, duty.number ? `${duty.number}. ${duty.title}` : duty.title), h("p", {}, about)),
    h("ol", {}, cards.map(printedCard)),
  );
}

/** What is printed. @param {Board} board */
export function printed(board) {
  const { parts, duties, lists } = board.state;
  const filled = lists.filter((list) => list.items.length);
  const beside = h(
    "section",
    { class: "lists" },
    filled.map(({ title, items }) =>
      h(
        "div",
        {},
        h("h2", {}, title),
        h(
          "ul",
          {},
          items.map(({ text }) => h("li", {}, text)),
        ),
      ),
    ),
  );
  return h(
    "main",
    {},
    h("header", {}, h("h1", {}, parts.title), h("p", {}, `${parts.about} · ${new Date().toLocaleDateString()}`)),
    duties.map((duty) => printedDuty(board, duty)),
    filled.length ? beside : null,
  );
}

/** Print the chart from a page of its own. @param {Board} board */
export function printChart(board) {
  const page = h("iframe", {
    class: "cw-unseen",
    "aria-hidden": "true",
    tabindex: -1,
    title: "The chart as it is printed",
  });
  board.frame.add(page);
  const inside = page.contentDocument;
  if (!inside || !page.contentWindow) return;
  inside.title = board.state.parts.title;
  inside.head.append(h("style", {}, SHEET));
  inside.body.append(printed(board));
  page.contentWindow.addEventListener("afterprint", () => page.remove());
  page.contentWindow.print();
}
