// Who speaks here: a participant for this turn, or for every turn of the name above it.

import { h } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Choice, PanelMessage } from "./panel_types.js" */

export class WhoSpeaks {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {{ id: string, about: string }[]} */
    this.people = [];
    /** @type {Choice[]} */
    this.roles = [];
    /** The turn that is asked about. */
    this.index = 0;
    this.title = h("h3", {});
    this.person = h("select", {});
    this.role = h("select", { onchange: () => this.#role() });
    this.scope = h("select", {});
    this.whose = h("label", { class: "cw-who-field" }, "Participant", this.person);
    const save = h("button", { type: "button", class: "cw-button cw-main", onclick: () => this.#save() }, "Save");
    const cancel = h("button", { type: "button", class: "cw-button", onclick: () => this.#close() }, "Cancel");
    this.element = panel.overlay(
      h(
        "div",
        { class: "cw-overlay cw-who", role: "dialog", "aria-label": "Who speaks here", hidden: true },
        this.title,
        h("label", { class: "cw-who-field" }, "This voice", this.role),
        this.whose,
        h("label", { class: "cw-who-field" }, "Where", this.scope),
        h("p", { class: "cw-who-do" }, save, cancel),
      ),
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLSelectElement) this.#save();
    });
    panel.cursor.on("dblclick", (event) => this.#onName(event));
  }

  commands() {
    return [
      {
        name: "who",
        keys: ["w"],
        says: "say who speaks in this turn, or double-click the name above it",
        act: () => this.open(this.panel.cursor.focus),
      },
    ];
  }

  /** @param {PanelMessage} message */
  receive(message) {
    if (message.type === "snapshot" && message.people) {
      this.people = message.people;
      this.roles = message.roles || [];
    }
    return false;
  }

  /** @param {Happened<MouseEvent>} event */
  #onName(event) {
    const turn = event.target.closest(".cw-speaker")?.closest(".cw-turn");
    if (!turn?.parentElement) return;
    const index = Array.from(turn.parentElement.querySelectorAll(".cw-turn")).indexOf(turn);
    this.open(this.panel.transcript.turns[index].start);
  }

  /** Ask who speaks in the turn at an offset. @param {number} offset */
  open(offset) {
    if (!this.panel.transcript.turns.length) return;
    this.index = this.panel.transcript.indexAt(offset);
    const turn = this.panel.transcript.turns[this.index];
    this.title.textContent = `Who says turn ${this.index + 1}?`;
    this.role.replaceChildren(
      ...this.roles.map(([value, words]) => h("option", { value, selected: value === turn.role }, words)),
    );
    this.person.replaceChildren(
      h("option", { value: "" }, "the interview's own participant"),
      ...this.people.map(({ id, about }) => h("option", { value: id }, about)),
    );
    this.scope.replaceChildren(
      h("option", { value: "turn" }, "in this turn only"),
      h(
        "option",
        { value: "name" },
        turn.speaker ? `wherever the text says “${turn.speaker}”` : "wherever the text names nobody",
      ),
    );
    this.#role();
    this.element.hidden = false;
    this.role.focus();
  }

  #role() {
    this.whose.hidden = this.role.value !== "respondent";
  }

  #save() {
    this.panel.connection.change(
      {
        action: "who",
        transcript: this.panel.id,
        position: this.index + 1,
        turn: this.scope.value === "turn",
        role: this.role.value,
        participant: this.person.value,
      },
      this.panel.id,
    );
    this.#close();
  }

  escape() {
    if (this.element.hidden) return false;
    this.#close();
    return true;
  }

  #close() {
    this.element.hidden = true;
    this.panel.focusText();
  }
}
