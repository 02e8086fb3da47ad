// A table that is edited with keys: where they lead, what can be changed, and what comes from a spreadsheet.

import assert from "node:assert/strict";
import { test } from "node:test";
import { editedValue, isLocked, led, meant, nearest, pasted, shownValue } from "../../codesign/widgets/static/cells.js";
import { readBlock } from "../../codesign/widgets/static/clipboard.js";
import { offeredFor } from "../../codesign/widgets/static/offering.js";

const plain = { name: "label", title: "Label", key: false, locked: false };
const id = { ...plain, name: "task_id", key: true };
const choice = {
  ...plain,
  name: "scale",
  options: [
    { value: "", label: "" },
    { value: 1, label: "Low" },
    { value: 2, label: "High" },
  ],
};
const row = (more = {}) => ({ id: "T1", values: {}, ...more });

test("keys lead from cell to cell; Ctrl leads to the ends of the table", () => {
  const from = (name, far = false) => led(name, { row: 4, column: 2 }, 20, 5, far);
  assert.deepEqual(from("ArrowUp"), { row: 3, column: 2 });
  assert.deepEqual(from("ArrowRight"), { row: 4, column: 3 });
  assert.deepEqual(
    [from("Home"), from("Home", true)],
    [
      { row: 4, column: 0 },
      { row: 0, column: 0 },
    ],
  );
  assert.deepEqual(
    [from("End"), from("End", true)],
    [
      { row: 4, column: 4 },
      { row: 19, column: 4 },
    ],
  );
  assert.deepEqual(
    [from("PageUp"), from("PageDown")],
    [
      { row: -6, column: 2 },
      { row: 14, column: 2 },
    ],
  );
  assert.equal(from("Tab"), undefined);
  assert.equal(from("x"), undefined);
});

test("a place outside the table is brought to its edge", () => {
  assert.deepEqual(nearest({ row: -6, column: 9 }, 20, 5), { row: 0, column: 4 });
  assert.deepEqual(nearest({ row: 25, column: -1 }, 20, 5), { row: 19, column: 0 });
});

test("an id can be written in a new row only", () => {
  assert.deepEqual([isLocked(row(), id), isLocked(row({ isNew: true }), id)], [true, false]);
  assert.deepEqual([isLocked(row(), plain), isLocked(row({ isNew: true }), { ...plain, locked: true })], [false, true]);
});

test("a choice is shown by its words, and typed words mean their choice", () => {
  assert.deepEqual([shownValue(choice, 2), shownValue(choice, "1"), shownValue(choice, 7)], ["High", "Low", "7"]);
  assert.deepEqual([shownValue(plain, null), shownValue(plain, undefined), shownValue(plain, 0)], ["", "", "0"]);
  assert.deepEqual([meant(choice, " high "), meant(choice, "2"), meant(choice, "other ")], [2, 2, "other"]);
});

test("a pasted line changes the columns from the active one on, but for what cannot be changed and what is beyond", () => {
  const columns = [id, plain, choice];
  assert.deepEqual(pasted(["T9", " Purge ", "low", "beyond"], row(), columns, 0), { label: "Purge", scale: 1 });
  assert.deepEqual(pasted(["T9"], row({ isNew: true }), columns, 0), { task_id: "T9" });
  assert.deepEqual(pasted(["x"], row(), columns, 3), {});
});

test("what a spreadsheet puts on the clipboard is read by cells and lines", () => {
  assert.deepEqual(readBlock("a\tb\r\nc\t\r\n"), [
    ["a", "b"],
    ["c", ""],
  ]);
  assert.deepEqual(readBlock(""), []);
  assert.deepEqual(readBlock("\n"), []);
});

test("quotes hold line breaks, tabs and quotes together; a quote inside a cell is a quote", () => {
  assert.deepEqual(readBlock('"two\nlines"\t"say ""so"""\nan "odd" one\t"a\tb"'), [
    ["two\nlines", 'say "so"'],
    ['an "odd" one', "a\tb"],
  ]);
});

const several = {
  ...plain,
  suggested: ["Badge", "Job"],
  several: [
    { value: "s1", label: "Badge" },
    { value: "s2", label: "Job" },
  ],
};

test("a cell that names several rows shows and edits their names, and what is none as it stands", () => {
  assert.equal(shownValue(several, "s1;s2; typo"), "Badge; Job; typo");
  assert.equal(editedValue(several, "s2"), "Job");
  assert.equal(editedValue(choice, 2), "2");
  assert.equal(meant(several, " Job; Badge "), "Job; Badge");
});

test("names are offered one behind the other, each once", () => {
  assert.deepEqual(offeredFor(several, "ba"), ["Badge", "Job"]);
  assert.deepEqual(offeredFor(several, "badge; J"), ["badge; Job"]);
  assert.deepEqual(offeredFor({ ...plain, suggested: ["hydrogen"] }, ""), ["hydrogen"]);
  assert.deepEqual(offeredFor(plain, ""), []);
});
