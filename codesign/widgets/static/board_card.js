// A task as a card: its number, label, evidence, decision, and what is missing, in words.

import { h } from "./shared.js";

/** @import { BoardCard } from "./board_types.js" */

/** @param {BoardCard} card */
const isOnPaper = (card) => card.for + card.qualifies + card.contradicts > 0;

/** What is said of a card as tags: its decision first. @param {BoardCard} card @returns {HTMLElement[]} */
function tags(card) {
  const { decision } = card;
  const decided =
    decision.words &&
    h(
      "span",
      { class: "cw-bd-tag", "data-kind": decision.kind },
      decision.by === "team" ? `${decision.words}: team decided` : decision.words,
    );
  return [
    ...(decided ? [decided] : []),
    ...card.marks.map((mark) => h("span", { class: "cw-bd-tag", "data-kind": "doubt" }, mark)),
  ];
}

/** @param {BoardCard} card @param {string} alike */
function wordsMissing(card, alike) {
  const remarks = card.remarks ? [`${card.remarks === 1 ? "a remark" : `${card.remarks} remarks`} on the wording`] : [];
  const same = alike ? [`nearly the same as ${alike}`] : [];
  return [...card.missing, ...remarks, ...same].join(" · ");
}

/** The inside of a card; `alike` names the tasks it nearly repeats. @param {BoardCard} card @param {string} alike */
export function cardParts(card, alike) {
  const missing = wordsMissing(card, alike);
  const was = card.was ? h("span", { class: "cw-bd-was" }, ` was ${card.was}`) : null;
  const entry = card.entry ? h("span", { class: "cw-bd-was" }, " · first day") : null;
  return [
    h("span", { class: "cw-bd-number" }, card.number, was, entry),
    h("span", { class: "cw-bd-label" }, card.label),
    ...(card.statement ? [h("span", { class: "cw-bd-statement" }, card.statement)] : []),
    h(
      "span",
      { class: "cw-bd-evidence" },
      card.evidence,
      card.rating ? h("span", { class: "cw-bd-rating" }, ` · ${card.rating}`) : null,
    ),
    h("span", { class: "cw-bd-tags" }, tags(card)),
    ...(card.choice ? [h("span", { class: "cw-bd-missing" }, card.choice)] : []),
    ...(missing ? [h("span", { class: "cw-bd-missing" }, missing)] : []),
  ];
}

/** What a card looks like as a whole. @param {HTMLElement} element @param {BoardCard} card */
export function dress(element, card) {
  element.dataset.kind = card.decision.kind;
  element.toggleAttribute("data-paperless", !isOnPaper(card));
}
