// No part of a screen reaches into another's insides two levels deep.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { reaches, STATIC } from "./reach.js";

const SCREENS = readdirSync(STATIC)
  .filter((file) => file.endsWith(".js"))
  .map((file) => ({ file: path.join(STATIC, file), text: readFileSync(path.join(STATIC, file), "utf8") }))
  .flatMap(({ file, text }) =>
    [...text.matchAll(/^export default shownBy\((\w+)\);/gm)].map(([, hub]) => ({ file, hub })),
  );

test("no part of a screen reaches into another's insides", () => {
  assert.equal(SCREENS.length, 17);
  const [files, hubs] = [SCREENS.map(({ file }) => file), SCREENS.map(({ hub }) => hub)];
  assert.deepEqual(reaches(files, hubs), []);
});

const SAMPLE = `
import { Frame } from "./frame.js";

export class Sample {
  /** @param {HTMLElement} el */
  constructor(el) {
    this.frame = new Frame(el, "sample", "Sample");
    this.own = document.createElement("p");
  }

  shows() {
    this.frame.root.focus();
    const { body } = this.frame;
    body.hidden = true;
    const voice = this.frame.voice;
    voice.remove();
    this.own.textContent = this.frame.box.top.toFixed();
    this.frame.say("Fine.");
  }
}
`;

test("reaching into another's insides is found, by another name too, and what a part gives is not", () => {
  const file = path.join(STATIC, "sample_of_the_test.js");
  const found = reaches([file], ["CodingPanel"], new Map([[file, SAMPLE]]));
  assert.deepEqual(
    found.map((place) => place.split(": ")[1]),
    ["this.frame.root.focus", "body.hidden", "voice.remove"],
  );
});
