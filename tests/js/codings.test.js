// Where coders differ, what is not coded yet, which codes fit what is typed, and words as they are shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting } from "../../codesign/widgets/static/code_search.js";
import { differing, nextOf, without } from "../../codesign/widgets/static/differences.js";
import { ends, pairsOf } from "../../codesign/widgets/static/disagreements.js";
import { grouped } from "../../codesign/widgets/static/shared.js";
import { Waiting } from "../../codesign/widgets/static/waiting.js";
import { oneLine, sameName, shortened, spokenName } from "../../codesign/widgets/static/wording.js";

const coding = (id, coder, start, end, more = {}) => ({
  id,
  coder,
  start,
  end,
  code: "gap",
  polarity: "supports",
  ...more,
});

test("a coding is shared where every coder has the same code on words it touches, borne the same way", () => {
  const codings = [
    coding("a", "Ana", 0, 10),
    coding("b", "Bo", 8, 20),
    coding("c", "Ana", 30, 40),
    coding("d", "Bo", 40, 50),
    coding("e", "Ana", 60, 70),
    coding("f", "Bo", 60, 70, { polarity: "contradicts" }),
  ];
  assert.deepEqual([...differing(codings)].sort(), ["c", "d", "e", "f"]);
});

test("a long coding is found by a later one, though shorter ones begin between them", () => {
  const codings = [coding("a", "Ana", 0, 100), coding("b", "Ana", 5, 6), coding("c", "Bo", 50, 60)];
  assert.deepEqual([...differing(codings)], ["b"]);
});

test("a coder alone differs from nobody", () => {
  assert.equal(differing([coding("a", "Ana", 0, 5), coding("b", "Ana", 9, 12)]).size, 0);
});

test("an answer is not coded where no coding touches it, however long those before it are", () => {
  const turns = [0, 10, 20, 30].map((start) => ({ start, end: start + 9 }));
  const open = without(turns, [coding("a", "Ana", 2, 15), coding("b", "Ana", 3, 4), coding("c", "Ana", 29, 30)]);
  assert.deepEqual(
    open.map((turn) => turn.start),
    [20, 30],
  );
});

test("the next coding follows the one at hand, else the cursor, and the list goes round", () => {
  const codings = [coding("a", "Ana", 0, 5), coding("b", "Ana", 10, 15), coding("c", "Ana", 20, 25)];
  const next = (current, offset, way) => nextOf(codings, current, offset, way).id;
  assert.deepEqual([next("a", 99, 1), next("c", 0, 1), next("a", 99, -1)], ["b", "a", "c"]);
  assert.deepEqual([next(null, 12, 1), next(null, 12, -1)], ["c", "b"]);
  assert.deepEqual([next(null, 99, 1), next(null, 99, -1), next(null, -1, -1)], ["a", "c", "c"]);
});

test("codes that begin as typed come before those that hold it, in a word or anywhere, and before what they mean", () => {
  const code = (name, definition = "", hot = 0) => ({ id: name, name, definition, family_name: "Skill gap", hot });
  const codes = [
    code("Misread drawings", "", 2),
    code("Safety", "reads the sheet"),
    code("Must read"),
    code("Reading drawings", "", 1),
    code("read"),
    code("Tools"),
  ];
  const names = (typed) => fitting(codes, typed).map(({ name }) => name);
  assert.deepEqual(names(" READ "), ["read", "Reading drawings", "Must read", "Misread drawings", "Safety"]);
  assert.deepEqual(names(""), ["Reading drawings", "Misread drawings"]);
  assert.deepEqual(names("skill gap").length, 6);
  assert.deepEqual(names("nothing of it"), []);
});

test("no more than nine codes are offered", () => {
  const codes = Array.from({ length: 20 }, (_, at) => ({
    name: `Code ${at}`,
    definition: "",
    family_name: "",
    hot: 0,
  }));
  assert.equal(fitting(codes, "code").length, 9);
});

test("words are shortened at their end, and an emoji is not cut in half", () => {
  assert.equal(shortened("We purge twice", 20), "We purge twice");
  assert.equal(shortened("We purge twice", 10), "We purge…");
  assert.equal(shortened("ab😀cd", 4), "ab…");
});

test("the said words become a name: one line, without marks at its ends, cut between words", () => {
  assert.equal(spokenName("  “Reading\n the drawing.” "), "Reading the drawing");
  assert.equal(spokenName("… — !"), "");
  const long = spokenName(`${"word ".repeat(20)}end`);
  assert.equal(long, `${"word ".repeat(10)}word…`);
});

test("names are the same whatever their capitals and spaces", () => {
  assert.equal(oneLine("  a \n b "), "a b");
  assert.ok(sameName("Skill  Gap", " skill gap"));
  assert.ok(!sameName("Skill gap", "Skill-gap"));
});

test("of a difference the pairs of coders are named, each in one order", () => {
  assert.deepEqual(pairsOf({ coders: ["Cy", "Bo"], others: ["Ana"] }), ["Ana and Cy", "Ana and Bo"]);
  assert.deepEqual(pairsOf({ coders: ["Cy", "Ana", "Bo"], others: [] }), ["Ana and Cy", "Bo and Cy", "Ana and Bo"]);
});

test("only the words near a passage are shown, cut between words", () => {
  assert.equal(ends("short", "front"), "short");
  const words = `${"word ".repeat(100)}last`;
  assert.ok(ends(words, "front").startsWith("… word ") && ends(words, "front").endsWith("last"));
  assert.ok(ends(words, "back").startsWith("word ") && ends(words, "back").endsWith("word …"));
  assert.ok(ends(words, "back").length <= 322);
});

test("things are grouped in the order in which each group came first", () => {
  assert.deepEqual(
    [...grouped(["b1", "a1", "b2"], (one) => one[0])],
    [
      ["b", ["b1", "b2"]],
      ["a", ["a1"]],
    ],
  );
});

test("changes wait in the order in which they were made, until they are answered, also without storage", () => {
  const waiting = new Waiting();
  waiting.open("study");
  waiting.add({ id: "1", within: "INT-01", order: 1 });
  waiting.add({ id: "2", within: "INT-01", order: 2 });
  assert.deepEqual(
    waiting.all.map(({ id }) => id),
    ["1", "2"],
  );
  assert.equal(waiting.remove("1")?.order, 1);
  assert.equal(waiting.remove("1"), undefined);
  assert.deepEqual([waiting.size, waiting.of("2")?.id], [1, "2"]);
});
