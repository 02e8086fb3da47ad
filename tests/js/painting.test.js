// What is painted on the words, and the labels beside them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stacked, startsOf, together } from "../../codesign/widgets/static/labels.js";
import { layerOf, painted } from "../../codesign/widgets/static/layers.js";
import { cut, firstOf, meeting, wordsOf } from "../../codesign/widgets/static/spans.js";

const span = (start, end) => ({ start, end });
const coding = (id, start, end, more = {}) => ({
  id,
  start,
  end,
  code: "gap",
  coder: "Ana",
  polarity: "supports",
  memo: "",
  ...more,
});
const byId = new Map([
  ["gap", { id: "gap", name: "Skill gap", family: "skill-gap" }],
  ["odd", { id: "odd", name: "Odd", family: "not-a-family" }],
]);

test("a place is cut where spans begin and end in it, and nowhere else", () => {
  assert.deepEqual(cut(span(10, 30), [span(5, 15), span(12, 40), span(30, 50), span(0, 10)]), [
    span(10, 12),
    span(12, 15),
    span(15, 30),
  ]);
  assert.deepEqual(cut(span(10, 30), []), [span(10, 30)]);
  assert.deepEqual(cut(span(10, 10), []), []);
});

test("spans that only touch a place share no words with it", () => {
  assert.deepEqual(meeting([span(0, 10), span(9, 11), span(20, 30), span(19, 20)], span(10, 20)), [
    span(9, 11),
    span(19, 20),
  ]);
});

test("the words of a turn are told from one offset to another of the whole text", () => {
  assert.equal(wordsOf({ ...span(100, 109), text: "We purge." }, span(103, 108)), "purge");
});

test("the first of many is found where something begins to hold", () => {
  for (const first of [0, 1, 6, 7])
    assert.equal(
      firstOf(7, (index) => index >= first),
      first,
    );
  assert.equal(
    firstOf(0, () => true),
    0,
  );
});

test("a coding is painted in its family's layer; a family without a colour has one", () => {
  assert.equal(layerOf(coding("a", 0, 1), byId), "skill-gap");
  assert.equal(layerOf(coding("a", 0, 1, { code: "odd" }), byId), "delivery");
  assert.equal(layerOf(coding("a", 0, 1, { code: "unknown" }), byId), "delivery");
});

test("a coding that waits for its answer is painted as waiting, whether it comes or goes", () => {
  assert.equal(layerOf(coding("a", 0, 1, { pending: true }), byId), "pending");
  assert.equal(layerOf(coding("a", 0, 1, { going: true }), byId), "pending");
});

test("on a stretch its codings are painted, then the one at hand, then what is selected", () => {
  const codings = [coding("a", 0, 5), coding("b", 8, 12), coding("c", 30, 40)];
  const panel = { shown: codings.slice(0, 2), codings, current: "c", range: span(9, 10), byId };
  assert.deepEqual(painted(panel, span(6, 20)), [
    { ...span(8, 12), layer: "skill-gap" },
    { ...span(30, 40), layer: "current" },
    { ...span(9, 10), layer: "selection" },
  ]);
  assert.deepEqual(painted({ ...panel, current: "gone", range: null }, span(13, 20)), []);
});

test("each turn knows where its codings begin in the list", () => {
  const turns = [span(0, 10), span(11, 20), span(21, 30), span(31, 40)];
  const codings = [span(2, 4), span(5, 15), span(12, 13), span(33, 34)];
  assert.deepEqual(startsOf(turns, codings), [0, 2, 3, 3, 4]);
  assert.deepEqual(startsOf([], codings), [4]);
});

test("a coding before the first turn stands beside the first turn", () => {
  assert.deepEqual(startsOf([span(5, 10), span(11, 20)], [span(0, 3), span(12, 13)]), [0, 1, 2]);
});

test("codings that say the same of the same words have one label; others have their own", () => {
  const [ana, bo] = [coding("a", 0, 5), coding("b", 0, 5, { coder: "Bo" })];
  const [against, later, waiting] = [
    coding("c", 0, 5, { polarity: "contradicts" }),
    coding("d", 0, 6),
    coding("e", 0, 5, { pending: true }),
  ];
  assert.deepEqual(together([ana, against, bo, later, waiting]), [[ana, bo], [against], [later], [waiting]]);
});

test("a label stands beside its line, or below the label before it", () => {
  const labels = [
    { wanted: 0, height: 18 },
    { wanted: 4, height: 18 },
    { wanted: 100, height: 30 },
  ];
  assert.deepEqual(stacked(labels), { tops: [2, 23, 102], height: 135 });
  assert.deepEqual(stacked([]), { tops: [], height: 0 });
});
