// A result: what follows from the study, as it stands.

import { Connection, shownBy } from "./connection.js";
import { redraw } from "./elements.js";
import { Frame } from "./frame.js";
import { Later } from "./later.js";
import { h } from "./shared.js";

/** @import { ResultMessage, ShownResult } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

const SAID_AFTER = 250;

class Result {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "result", "Result");
    this.shown = h("div");
    this.words = h("span", { class: "cw-looking", role: "status" });
    this.frame.show(this.words, this.shown);
    // What is there again at once says nothing: a word that comes and goes in a moment is a flicker.
    this.looking = new Later(() => this.#say("Looking again …"));
    this.connection = new Connection(model, this);
  }

  close() {
    this.looking.cancel();
    this.connection.close();
  }

  /** @param {ResultMessage} message */
  receive(message) {
    if (message.type === "looking") this.looking.within(SAID_AFTER);
    if (message.type === "snapshot") this.frame.call(message.title);
    if (message.type === "snapshot" || message.type === "result") this.#show(message);
  }

  // Where it is seen, however long the result is.
  /** @param {string} words */
  #say(words) {
    this.words.style.top = `${Math.max(0, this.frame.seen().top - this.frame.box.top)}px`;
    this.words.textContent = words;
  }

  /** @param {ShownResult} message */
  #show({ elements, failure }) {
    this.looking.cancel();
    this.#say("");
    if (elements) redraw(this.shown, elements);
    if (failure) this.frame.trouble(failure);
    else this.frame.ready();
  }
}

export default shownBy(Result);
