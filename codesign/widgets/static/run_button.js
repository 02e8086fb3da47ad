// The button that runs everything, with its progress and result.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { linked } from "./output_links.js";
import { h } from "./shared.js";

/** @import { RunMessage, RunState } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

class RunButton {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "run", "Run");
    this.button = h("button", { type: "button", class: "cw-button cw-main", onclick: () => this.#run() });
    this.done = h("span");
    this.bar = h(
      "div",
      {
        class: "cw-progress",
        role: "progressbar",
        "aria-label": "Progress",
        "aria-valuemin": 0,
        "aria-valuemax": 100,
        hidden: true,
      },
      this.done,
    );
    this.words = h("span", { class: "cw-words-of", role: "status" });
    this.result = h("div", { class: "cw-outcome", role: "status" });
    this.what = h("p", { class: "cw-small" });
    this.frame.add(
      h(
        "div",
        { class: "cw-runs" },
        this.what,
        h("div", { class: "cw-run-line" }, this.button, this.bar, this.words),
        this.result,
      ),
    );
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {RunMessage} message */
  receive(message) {
    if (message.type === "snapshot") {
      this.button.textContent = message.label;
      this.frame.call(message.label);
      this.what.textContent = message.what;
    }
    if (message.type === "snapshot" || message.type === "state") this.#state(message);
  }

  #run() {
    this.connection.ask({ type: "run" });
  }

  /** @param {RunState} message */
  #state(message) {
    const percent = Math.round(100 * message.part);
    this.button.disabled = message.running;
    this.bar.hidden = !message.running;
    this.done.style.width = `${percent}%`;
    this.bar.setAttribute("aria-valuenow", String(percent));
    this.words.textContent = message.running ? `${percent} % · ${message.words}` : "";
    const words = message.running ? "Running …" : message.result ? message.words : "Ready";
    const ended = message.ok ? "saved" : "trouble";
    this.frame.shine(words, message.running ? "saving" : message.result ? ended : "ready");
    this.result.replaceChildren(
      ...message.result
        .split("\n")
        .filter(Boolean)
        .map((line) => h("p", { class: message.ok ? "" : "cw-stopped" }, linked(line))),
    );
  }
}

export default shownBy(RunButton);
