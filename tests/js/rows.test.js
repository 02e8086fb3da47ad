// The rows of a long table: which are drawn, what is new of them, and the choice that letters lead to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenBy, renewed } from "../../codesign/widgets/static/cells.js";
import { RowWindow } from "../../codesign/widgets/static/row_window.js";

const ids = (number) => Array.from({ length: number }, (_, one) => `row-${one}`);
const drawn = (parts) => parts.filter((part) => !part.room).map(({ from, to }) => [from, to]);
const row = (id, value = 1) => ({ id, values: { value } });

test("a table of few rows is drawn whole", () => {
  assert.deepEqual(new RowWindow().parts(ids(40), 0, 0, 500), [{ from: 0, to: 40, room: 0 }]);
});

test("of a long table the rows near the view are drawn, and the one the focus is in", () => {
  const rows = new RowWindow();
  const number = (top) => drawn(rows.parts(ids(5000), 0, top, 720)).reduce((sum, [from, to]) => sum + to - from, 0);
  assert.ok(number(0) < 90 && number(90_000) < 90 && number(180_000) < 90);
  assert.deepEqual(drawn(rows.parts(ids(5000), 4999, 0, 720)).at(-1), [4999, 5000]);
  assert.deepEqual(drawn(rows.parts(ids(5000), 2, 90_000, 720))[0], [2, 3]);
});

test("what is drawn and the room between are as high as all rows, wherever one looks", () => {
  const rows = new RowWindow();
  const all = ids(2000);
  all.forEach((id, at) => void rows.measured(id, 30 + (at % 7)));
  const whole = all.reduce((sum, _, at) => sum + 30 + (at % 7), 0);
  for (const [active, top] of [
    [0, 0],
    [1999, 0],
    [700, 30_000],
    [3, 66_000],
  ]) {
    const parts = rows.parts(all, active, top, 700);
    const high = (from, to) => all.slice(from, to).reduce((sum, _, at) => sum + 30 + ((from + at) % 7), 0);
    assert.equal(
      parts.reduce((sum, part) => sum + part.room + high(part.from, part.to), 0),
      whole,
    );
  }
});

test("a table that is not in view yet is drawn from its beginning", () => {
  assert.deepEqual(drawn(new RowWindow().parts(ids(500), 0, 0, 0)), [[0, 60]]);
});

test("rows that are new stand where they belong, those gone are out, and the others stay the same objects", () => {
  const before = ["a", "b", "c"].map((id) => row(id));
  const after = renewed(before, { changed: [row("b", 2), row("x"), row("y")], gone: ["a"], after: { x: "b", y: "x" } });
  assert.deepEqual(
    after.map((one) => one.id),
    ["b", "x", "y", "c"],
  );
  assert.equal(after[0].values.value, 2);
  assert.equal(after[3], before[2]);
});

test("a row that moved stands elsewhere, also first, and many in the order that is told", () => {
  const before = ["a", "b", "c"].map((id) => row(id));
  const moved = renewed(before, { changed: [row("c", 2)], gone: [], after: { c: "" } });
  assert.deepEqual(
    moved.map((one) => one.id),
    ["c", "a", "b"],
  );
  assert.deepEqual(
    renewed(before, { order: ["c", "b", "a"] }).map((one) => one.id),
    ["c", "b", "a"],
  );
});

test("letters lead to the choice that is meant by them, else to the first that begins with them", () => {
  const options = ["A", "A1 Purge", "A2 Lock out", "AB"].map((label) => ({ value: label.split(" ")[0], label }));
  assert.equal(chosenBy(options, "a")?.value, "A");
  assert.equal(chosenBy(options, "a2")?.value, "A2");
  assert.equal(chosenBy(options, "a1 p")?.value, "A1");
  assert.equal(chosenBy(options, "q"), undefined);
});

test("how far down a row stands follows from the rows above it, measured or not", () => {
  const rows = new RowWindow();
  rows.measured("0", 50);
  rows.measured("2", 30);
  assert.equal(rows.above(["0", "1", "2", "3"], "3"), 50 + 40 + 30);
  assert.equal(rows.above(["0", "1"], "0"), 0);
});
