// The words of an interview, and how the cursor goes through them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Transcript } from "../../codesign/widgets/static/transcript.js";

/** An interview of these turns, each one sign after the one before, as in a text with line feeds between. */
function interview(...texts) {
  let start = 0;
  const turns = texts.map((text) => {
    const turn = { start, end: start + text.length, text, speaker: "", role: "respondent", time: "" };
    start = turn.end + 1;
    return turn;
  });
  return new Transcript(turns);
}

const words = (transcript, { start, end }) => transcript.slice(start, end);

test("an offset belongs to the last turn that begins at it or before it", () => {
  const transcript = interview("One.", "Two three.", "Four.");
  assert.deepEqual(
    [0, 3, 4, 5, 15, 16, 99].map((offset) => transcript.indexAt(offset)),
    [0, 0, 0, 1, 1, 2, 2],
  );
  assert.equal(transcript.end, 21);
  assert.equal(new Transcript([]).end, 0);
});

test("an offset between two turns is brought into the turn before it", () => {
  const transcript = interview("One.", "Two.");
  assert.deepEqual(
    [2, 4, 5, 99].map((offset) => transcript.clamp(offset)),
    [2, 4, 5, 9],
  );
});

test("words across turns are told with a mark between the turns", () => {
  assert.equal(interview("We purge.", "Twice.").slice(3, 13), "purge. … Twi");
});

test("the cursor goes by characters, and never into the middle of one", () => {
  const transcript = interview("a😀é", "b");
  assert.deepEqual(
    [0, 1, 3, 4].map((offset) => transcript.step(offset, 1, "grapheme")),
    [1, 3, 4, 5],
  );
  assert.deepEqual(
    [5, 4, 3, 1].map((offset) => transcript.step(offset, -1, "grapheme")),
    [4, 3, 1, 0],
  );
});

test("the cursor goes by words: to their ends forward, to their beginnings backward, and stays at both ends", () => {
  const transcript = interview("Purge it, twice.", "Then stop.");
  assert.deepEqual(
    [0, 5, 8, 15, 23].map((offset) => transcript.step(offset, 1, "word")),
    [5, 8, 15, 17, 26],
  );
  assert.deepEqual(
    [26, 17, 10, 6, 0].map((offset) => transcript.step(offset, -1, "word")),
    [22, 16, 6, 0, 0],
  );
  assert.equal(transcript.step(27, 1, "word"), 27);
});

test("a selection takes whole words without the space around them", () => {
  const transcript = interview("They don't purge it.", "Never.");
  assert.equal(words(transcript, transcript.tidy(7, 12)), "don't purge");
  assert.equal(words(transcript, transcript.tidy(12, 7)), "don't purge");
  assert.equal(words(transcript, transcript.tidy(4, 11)), "don't");
  assert.equal(words(transcript, transcript.tidy(17, 23)), "it. … Never");
});

test("a selection of characters is kept as it is, but for space at its ends", () => {
  const transcript = interview("They don't purge it.");
  assert.deepEqual(transcript.tidy(6, 13, { characters: true }), { start: 6, end: 13 });
  assert.deepEqual(transcript.tidy(4, 11, { characters: true }), { start: 5, end: 10 });
});

test("nothing but space is no selection", () => {
  const transcript = interview("One   two.", "   ");
  assert.equal(transcript.tidy(3, 6, { characters: true }), null);
  assert.equal(transcript.tidy(11, 14, { characters: true }), null);
});

test("a selection grows to its sentence, and then to the next one too", () => {
  const transcript = interview("We purge it. Twice! Then we stop.", "Good.");
  const first = transcript.expand(4, 4, "sentence");
  assert.equal(words(transcript, first), "We purge it.");
  const second = transcript.expand(first.start, first.end, "sentence");
  assert.equal(words(transcript, second), "We purge it. Twice!");
  const third = transcript.expand(second.start, second.end, "sentence");
  const beyond = transcript.expand(third.start, third.end, "sentence");
  assert.equal(words(transcript, beyond), "We purge it. Twice! Then we stop. … Good.");
  assert.deepEqual(transcript.expand(beyond.start, beyond.end, "sentence"), beyond);
});

test("a selection grows to its paragraph and to its turn", () => {
  const transcript = interview("First part.\n\nSecond part. More.", "Next.");
  assert.equal(words(transcript, transcript.expand(15, 20, "paragraph")), "Second part. More.");
  const turn = transcript.expand(2, 2, "turn");
  assert.deepEqual(turn, { start: 0, end: 31 });
  assert.deepEqual(transcript.expand(turn.start, turn.end, "turn"), { start: 0, end: 37 });
});

test("from a turn of nothing but space a selection grows to the next words", () => {
  const transcript = interview("   ", "Word. More.");
  assert.equal(words(transcript, transcript.expand(1, 1, "turn")), "Word. More.");
  assert.equal(words(transcript, transcript.expand(1, 1, "sentence")), "Word.");
});
