// The order of the board after a move, which cards are shown, and what waits for its answer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fits, offers, picked } from "../../codesign/widgets/static/board_filter.js";
import { dropSpot, dutyMoved, inOrder, moved, spokenSpot, step } from "../../codesign/widgets/static/board_order.js";
import { BoardState } from "../../codesign/widgets/static/board_state.js";

const duty = (id, tasks, title = `Duty ${id}`) => ({ id, number: id, title, tasks });
const DUTIES = [duty("A", ["a1", "a2", "a3", "a4"], "Make safe"), duty("B", ["b1", "b2"]), duty("C", [])];
const rows = (duties) => duties.map((one) => one.tasks.join(" "));
const card = (id, more = {}) => ({
  id,
  number: id.toUpperCase(),
  label: `Do ${id}`,
  statement: "",
  marks: [],
  missing: [],
  remarks: 0,
  alike: [],
  decision: { kind: "", words: "" },
  ...more,
});

test("tasks go to a place among those that stay, and a duty that stays as it was is the same object", () => {
  const after = moved(DUTIES, ["a1", "a3"], { duty: "B", place: 1 });
  assert.deepEqual(rows(after), ["a2 a4", "b1 a1 a3 b2", ""]);
  assert.equal(after[2], DUTIES[2]);
  assert.deepEqual(rows(moved(DUTIES, ["a1"], { duty: "A", place: 1 })), ["a2 a1 a3 a4", "b1 b2", ""]);
  assert.equal(moved(DUTIES, ["a1"], { duty: "A", place: 0 })[0], DUTIES[0]);
});

test("what is not on the board any more is not put back by a move", () => {
  assert.deepEqual(rows(moved(DUTIES, ["gone", "b2"], { duty: "A", place: 0 })), ["b2 a1 a2 a3 a4", "b1", ""]);
});

test("a step goes past the next task, and no further than the end", () => {
  assert.deepEqual(step(DUTIES, ["a1"], "a1", "right"), { duty: "A", place: 1 });
  assert.deepEqual(step(DUTIES, ["a4"], "a4", "left"), { duty: "A", place: 2 });
  assert.equal(step(DUTIES, ["a1"], "a1", "left"), undefined);
  assert.equal(step(DUTIES, ["a4"], "a4", "right"), undefined);
});

test("a step up or down keeps the place, where the other duty has as many tasks", () => {
  assert.deepEqual(step(DUTIES, ["a2"], "a2", "down"), { duty: "B", place: 1 });
  assert.deepEqual(step(DUTIES, ["a4"], "a4", "down"), { duty: "B", place: 2 });
  assert.deepEqual(step(DUTIES, ["b2"], "b2", "down"), { duty: "C", place: 0 });
  assert.equal(step(DUTIES, ["a2"], "a2", "up"), undefined);
});

test("several tasks go as a block, and a step passes those that are not shown", () => {
  assert.deepEqual(step(DUTIES, ["a1", "a2"], "a1", "right"), { duty: "A", place: 1 });
  const isShown = (task) => task !== "a2";
  assert.deepEqual(step(DUTIES, ["a1"], "a1", "right", isShown), { duty: "A", place: 2 });
  assert.deepEqual(step(DUTIES, ["a3"], "a3", "left", isShown), { duty: "A", place: 0 });
});

test("what is dropped on a task goes before it, on itself stays, and on a duty goes to its end", () => {
  assert.deepEqual(dropSpot(DUTIES, ["b1"], "A", "a2"), { duty: "A", place: 1 });
  assert.deepEqual(dropSpot(DUTIES, ["a1", "a2"], "A", "a2"), { duty: "A", place: 0 });
  assert.deepEqual(dropSpot(DUTIES, ["a1"], "A", ""), { duty: "A", place: 3 });
  assert.equal(dropSpot(DUTIES, ["a1"], "gone", ""), undefined);
});

test("chosen tasks are in the order of the board, and a place is said in words", () => {
  assert.deepEqual(inOrder(DUTIES, ["b1", "a3", "a1"]), ["a1", "a3", "b1"]);
  assert.equal(spokenSpot(DUTIES, "a2"), "second of 4 in Make safe");
  assert.deepEqual(
    dutyMoved(DUTIES, "C", 0).map((one) => one.id),
    ["C", "A", "B"],
  );
});

test("cards are found by words without accents and capitals, and by what is missing or decided", () => {
  const thin = card("a1", { label: "Vérifier le débit", marks: ["thin"], decision: { kind: "train", words: "train" } });
  assert.ok(fits(thin, { words: "debit VERIFIER", show: "" }));
  assert.ok(!fits(thin, { words: "debit purge", show: "" }));
  assert.ok(fits(thin, { words: "", show: "thin" }));
  assert.ok(!fits(thin, { words: "", show: "missing" }));
  assert.ok(fits(thin, { words: "", show: "decision train" }));
  assert.deepEqual(
    offers([thin, card("a2", { missing: ["nobody rated it"] })]).map(({ label }) => label),
    [
      "every card",
      "something missing (1)",
      "thin or in doubt (1)",
      "remarks on wording (0)",
      "nearly alike (0)",
      "train (1)",
    ],
  );
});

test("in a list to pick from the one whose number is typed comes first", () => {
  const picks = ["A1", "A10", "B1"].map((number) => ({
    id: number,
    number,
    words: `about a10 and ${number}`,
    note: "",
  }));
  assert.deepEqual(
    picked(picks, "a10").map(({ id }) => id),
    ["A10", "A1", "B1"],
  );
  assert.equal(picked(picks, "nothing").length, 0);
});

const told = () => ({
  duties: DUTIES,
  order: ["A", "B", "C"],
  cards: Object.fromEntries(["a1", "a2", "a3", "a4", "b1", "b2"].map((id) => [id, card(id)])),
});

test("what waits for its answer is shown, and as it was saved where it is refused", () => {
  const state = new BoardState();
  state.take(told(), true);
  state.show([
    { action: "move", tasks: ["a1"], duty: "B", place: 0 },
    { action: "word", task: "a2", label: "Do it well" },
    { action: "drop", tasks: ["b2"] },
    { action: "link", codings: ["c1", "c2"], task: "a2" },
  ]);
  assert.deepEqual(rows(state.duties), ["a2 a3 a4", "a1 b1", ""]);
  assert.equal(state.card("a2").label, "Do it well");
  assert.ok(state.linked.has("c1"));
  state.show([]);
  assert.deepEqual(rows(state.duties), rows(DUTIES));
  assert.equal(state.card("a2").label, "Do a2");
});

test("news change what they name: duties and cards by id, those gone are out, and the order is the one told", () => {
  const state = new BoardState();
  state.take(told(), true);
  state.take(
    { duties: [duty("B", ["b2"])], order: ["B", "A"], cards: { b2: card("b2", { number: "B1" }) }, gone: ["b1", "C"] },
    false,
  );
  state.show([]);
  assert.deepEqual(rows(state.duties), ["b2", "a1 a2 a3 a4"]);
  assert.equal(state.card("b2").number, "B1");
  assert.equal(state.card("b1"), undefined);
});
