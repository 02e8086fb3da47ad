// Which cards are shown: by words, by what is missing, by what is thin, and by the decision.

/** @import { BoardCard, Filter, Offer, Pick } from "./board_types.js" */

/** Words as they are compared: without accents and capitals. @param {string} words */
export const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** @type {Record<string, (card: BoardCard) => boolean>} */
const SHOWN = {
  "": () => true,
  missing: (card) => card.missing.length > 0,
  thin: (card) => card.marks.length > 0,
  wording: (card) => card.remarks > 0,
  alike: (card) => card.alike.length > 0,
};

const DECISION = "decision ";

/** Whether each of the words typed stands somewhere in a text. @param {string} text @param {string} typed */
export function hasWords(text, typed) {
  const within = plain(text);
  return plain(typed)
    .split(/\s+/)
    .every((word) => within.includes(word));
}

/** @param {BoardCard} card @param {Filter} filter */
export function fits(card, { words, show }) {
  const isShown = show.startsWith(DECISION)
    ? card.decision.kind === show.slice(DECISION.length)
    : (SHOWN[show] || SHOWN[""])(card);
  return isShown && (!words.trim() || hasWords(`${card.number} ${card.label} ${card.statement}`, words));
}

/** What one may ask for, with the number of cards each. @param {BoardCard[]} cards @returns {Offer[]} */
export function offers(cards) {
  /** @param {string} value @param {string} words */
  const offer = (value, words) => ({
    value,
    label: `${words} (${cards.filter((card) => fits(card, { words: "", show: value })).length})`,
  });
  const kinds = new Map(cards.map((card) => [card.decision.kind, card.decision.words]));
  return [
    { value: "", label: "every card" },
    offer("missing", "something missing"),
    offer("thin", "thin or in doubt"),
    offer("wording", "remarks on wording"),
    offer("alike", "nearly alike"),
    ...[...kinds].filter(([kind]) => kind).map(([kind, words]) => offer(DECISION + kind, words)),
  ];
}

/** What of a list fits the words typed: those whose number is typed come first. @param {Pick[]} picks @param {string} typed */
export function picked(picks, typed) {
  const fitting = typed.trim() ? picks.filter((one) => hasWords(`${one.number} ${one.words}`, typed)) : picks;
  const wanted = plain(typed.trim());
  return fitting.toSorted((one, other) => Number(isCalled(other, wanted)) - Number(isCalled(one, wanted)));
}

/** @param {Pick} one @param {string} wanted */
const isCalled = (one, wanted) => Boolean(wanted) && plain(one.number) === wanted;
