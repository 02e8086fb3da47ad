// The table of keys: which command a key has, and which keys a person may choose.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isSingle, keyName, keyParts, shownKey } from "../../codesign/widgets/static/key_names.js";
import { KeyTable } from "../../codesign/widgets/static/key_table.js";
import { panelCommands } from "../../codesign/widgets/static/panel_commands.js";

const press = (key, more = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});
const table = () => new KeyTable(panelCommands({}));
const named = (keys, name) => keys.commands.find((command) => command.name === name);

test("a key is named the same with a large letter, and Ctrl is control or command", () => {
  assert.equal(keyName(press("J", { shiftKey: true })), "j");
  assert.equal(keyName(press("z", { ctrlKey: true })), "Ctrl+z");
  assert.equal(keyName(press("Z", { metaKey: true, shiftKey: true })), "Ctrl+Shift+z");
  assert.equal(keyName(press("Delete")), "Delete");
});

test("with Alt a key is named by where it is, since its letter may be another", () => {
  assert.equal(keyName({ ...press("µ", { altKey: true }), code: "KeyM" }), "m");
  assert.equal(keyName({ ...press("¡", { altKey: true }), code: "Digit1" }), "1");
});

test("keys are shown as they are printed on them", () => {
  assert.deepEqual(["Delete", "Escape", "j", "Enter"].map(shownKey), ["Del", "Esc", "J", "Enter"]);
  assert.deepEqual(keyParts("Ctrl+Shift+z"), ["Ctrl", "Shift", "Z"]);
  assert.deepEqual(keyParts("Ctrl++"), ["Ctrl", "+"]);
  assert.deepEqual(keyParts("+"), ["+"]);
  assert.deepEqual([isSingle("j"), isSingle("Enter"), isSingle("Ctrl+z")], [true, false, false]);
});

test("no key has two commands, and each command that has a name can be done", () => {
  const { commands } = table();
  const keys = commands.flatMap((command) => command.keys || []);
  assert.ok(keys.length > 30);
  assert.deepEqual([...new Set(keys)], keys);
  for (const { name, act, says } of commands) assert.equal(Boolean(name), typeof act === "function", says);
});

test("a key leads to its command, and a number to its code", () => {
  const keys = table();
  assert.equal(keys.of(press("j"))?.name, "next");
  assert.equal(keys.of(press("z", { ctrlKey: true }))?.name, "undo");
  assert.equal(keys.of(press("Z", { ctrlKey: true, shiftKey: true }))?.name, "redo");
  assert.equal(keys.of(press("é")), undefined);
  assert.deepEqual([keys.number(press("3")), keys.number(press("j"))], [3, 0]);
});

test("once single keys are switched off they need Alt; keys with Ctrl and long ones do not", () => {
  const keys = table();
  keys.prefer({}, false);
  assert.equal(keys.of(press("j")), undefined);
  assert.equal(keys.of(press("j", { altKey: true }))?.name, "next");
  assert.equal(keys.of(press("z", { ctrlKey: true }))?.name, "undo");
  assert.equal(keys.of(press("Delete"))?.name, "remove");
  assert.equal(keys.of(press("Delete", { altKey: true })), undefined);
  assert.deepEqual(keys.shownFirst("next"), ["Alt", "J"]);
  assert.deepEqual(keys.shownFirst("undo"), ["Ctrl", "Z"]);
  assert.deepEqual(keys.shownBriefly(named(keys, "apply")), ["Alt", "1", "–", "9"]);
});

test("a person's own keys take the place of the usual ones, and can be given back", () => {
  const keys = table();
  const letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
  keys.prefer({ next: ["é"], apply: letters });
  assert.equal(keys.of(press("é"))?.name, "next");
  assert.deepEqual(keys.own, { apply: letters, next: ["é"] });
  assert.deepEqual([keys.ofNumber(2), keys.number(press("i"))], ["B", 9]);
  assert.deepEqual(named(keys, "apply")?.shown, ["A", "–", "I"]);
  keys.prefer({});
  assert.deepEqual(keys.own, {});
  assert.equal(keys.of(press("j"))?.name, "next");
  assert.deepEqual(named(keys, "apply")?.shown, ["1", "–", "9"]);
});

test("what the workbook does not remember is as usual", () => {
  const keys = table();
  keys.prefer(undefined, undefined);
  assert.deepEqual([keys.singles, keys.own], [true, {}]);
});

test("a key that belongs to something else cannot be chosen, and the sentence says to what", () => {
  const keys = table();
  const next = named(keys, "next");
  const refusal = (event, chosen = []) => keys.refusal(event, next, chosen);
  assert.equal(refusal(press("é")), "");
  assert.equal(refusal(press("j")), "");
  assert.match(refusal(press("ArrowDown")), /^ArrowDown stays what it is/);
  assert.match(refusal(press(" ")), /^Space stays what it is/);
  assert.match(refusal(press("F5")), /stays what it is/);
  assert.match(refusal(press("é", { altKey: true })), /stays what it is/);
  assert.match(refusal(press("t", { ctrlKey: true })), /^Ctrl and T belongs to the browser/);
  assert.match(refusal(press("k")), /^K is the key to previous coding/);
  assert.match(refusal(press("é"), ["é"]), /^É is chosen already/);
});
