// The list of all keys: what each does, how to change it, and the switch for keys without Ctrl.

import { FirstSteps } from "./first_steps.js";
import { keyName, keyParts } from "./key_names.js";
import { isNamed } from "./key_table.js";
import { Preferences } from "./preferences.js";
import { h } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { PanelKeys } from "./panel_keys.js" */
/** @import { Command, KeyPress, NamedCommand } from "./panel_types.js" */

const HELD_KEYS = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"];

/** @typedef {{ command: NamedCommand, keys: string[], number: number }} Waited So many keys are waited for. */

export class KeyList {
  /** @param {CodingPanel} panel @param {PanelKeys} keys */
  constructor(panel, keys) {
    this.panel = panel;
    this.keys = keys;
    /** The command that waits for a key. @type {Waited | null} */
    this.waiting = null;
    this.rows = h("tbody");
    this.said = h("p", { class: "cw-key-said", role: "status" });
    this.singles = h("input", { type: "checkbox", onchange: () => this.#switch() });
    /** @param {string} label @param {() => void} onclick */
    const button = (label, onclick) => h("button", { type: "button", class: "cw-button", onclick }, label);
    this.close = button("Close", () => this.keys.toggle());
    this.again = button("Show the first steps again", () => this.#firstSteps());
    this.usual = button("Back to the usual keys", () => this.#backToUsual());
    this.element = h(
      "div",
      { class: "cw-help cw-overlay", role: "dialog", "aria-label": "All keys", hidden: true },
      h("h3", {}, "All keys"),
      h("p", { class: "cw-small" }, "They work while the panel has the focus."),
      h("label", { class: "cw-single-keys" }, this.singles, " Keys without Ctrl work. Off: hold Alt with them."),
      h("p", { class: "cw-small" }, "Where you type, as in the box that finds a code, hold Alt with them too."),
      this.said,
      h("table", {}, this.rows),
      h("div", { class: "cw-key-tools" }, this.close, this.usual, this.again),
    );
  }

  draw() {
    this.singles.checked = this.keys.singles;
    this.rows.replaceChildren(...this.keys.commands.map((command) => this.#row(command)));
  }

  /** @param {Command} command */
  #row(command) {
    const change = isNamed(command)
      ? h(
          "button",
          { type: "button", class: "cw-link", "data-change": command.name, onclick: () => this.#listen(command) },
          "Change",
          h("span", { class: "cw-unseen" }, ` the key to ${command.says}`),
        )
      : "";
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, ...this.#shown(command)),
      h("td", {}, command.says),
      h("td", {}, change),
    );
  }

  /** @param {Command} command */
  #shown(command) {
    if (command.shown) return this.keys.pieces(command.shown);
    return (command.keys || []).flatMap((name, index) => [index ? " or " : "", ...this.keys.pieces(keyParts(name))]);
  }

  opened() {
    this.waiting = null;
    this.said.textContent = "";
    this.close.focus();
  }

  // changing -----

  #switch() {
    this.keys.singles = this.singles.checked;
    this.panel.part(Preferences).set("single_keys", this.singles.checked);
    this.keys.drawn();
  }

  #backToUsual() {
    this.#keep({});
    this.said.textContent = "All keys are the usual ones again.";
  }

  /** @param {Record<string, string[]>} own */
  #keep(own) {
    this.panel.part(Preferences).set("keys", own);
    this.keys.prefer(own, this.keys.singles);
    this.panel.codeList.draw();
  }

  #firstSteps() {
    this.keys.toggle();
    this.panel.part(FirstSteps).show();
  }

  /** Wait for as many keys as the command has numbers: one, or nine for the codes. @param {NamedCommand} command */
  #listen(command) {
    this.waiting = { command, keys: [], number: command.name === "apply" ? 9 : 1 };
    this.#ask(this.waiting);
  }

  /** @param {Waited} waited */
  #ask({ command, keys, number }) {
    const which = number > 1 ? ` for code ${keys.length + 1}` : "";
    this.said.textContent = `Press the new key${which} to ${command.says}. Esc leaves it as it is.`;
  }

  /** Take a key while one is waited for; false when none is. @param {KeyPress} event */
  takes(event) {
    if (!this.waiting || this.element.hidden) return false;
    if (HELD_KEYS.includes(event.key)) return true;
    event.preventDefault();
    if (event.key === "Escape") this.#done(this.waiting, "Nothing was changed.");
    else this.#take(this.waiting, event);
    return true;
  }

  /** @param {Waited} waited @param {KeyPress} event */
  #take(waited, event) {
    const { command, keys, number } = waited;
    const refused = this.keys.refusal(event, command, keys);
    if (refused) {
      this.said.textContent = refused;
      return;
    }
    keys.push(keyName(event));
    if (keys.length < number) this.#ask(waited);
    else this.#changed(waited);
  }

  /** @param {Waited} waited */
  #changed(waited) {
    const { command, keys } = waited;
    const own = { ...this.keys.own, [command.name]: keys };
    this.#keep(own);
    this.#done(waited, `${keys.map((name) => keyParts(name).join(" and ")).join(", ")} now: ${command.says}.`);
  }

  /** @param {Waited} waited @param {string} sentence */
  #done({ command }, sentence) {
    this.waiting = null;
    this.said.textContent = sentence;
    this.element.querySelector(`[data-change="${command.name}"]`)?.focus();
  }
}
