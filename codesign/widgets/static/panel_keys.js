// One table of what keys do: the dispatcher reads it, and so do the list of all keys and the line under the panel.

const NUMBERS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const KEY_NAMES = { Delete: "Del", Escape: "Esc" };

/** The key of an event as the table names it: letters small, "Ctrl+" before it for control or command. */
function keyName(event) {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.ctrlKey && !event.metaKey) return name;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${name}`;
}

const keyParts = (name) => (name === "Ctrl++" ? ["Ctrl", "+"] : name.split(/(?<=.)\+(?=.)/))
  .map((part) => KEY_NAMES[part] || (part.length === 1 ? part.toUpperCase() : part));

/** What can be done by key: name, keys, the sentence for the list, act(event); `brief` names it under the panel. */
function panelCommands(panel) {
  const { list, cursor, interviewList } = panel;
  const search = (say) => () => panel.openPopover({ search: true, say });
  return [
    { name: "apply", keys: NUMBERS, shown: ["1", "–", "9"], brief: "apply", says: "put the code with this number on the selected words", act: (event) => panel.applyNumber(Number(event.key)) },
    { name: "find", keys: ["/", "0", "Enter"], brief: "find a code", says: "find a code by name; Enter puts the first one on the selected words", act: search("") },
    { name: "new", keys: ["n"], says: "name a new code; Enter makes it and puts it on the selected words", act: search("Type a name for the new code; Enter makes it.") },
    { name: "in-vivo", keys: ["v"], says: "in vivo: make a code of the selected words", act: () => panel.inVivo() },
    { shown: ["Arrows"], says: "move the text cursor; with Shift they select" },
    { shown: ["Ctrl", "Arrows"], says: "move by word; with Shift they select by word" },
    { shown: ["Home", "End", "Page Up", "Page Down"], says: "move by line and page; with Ctrl to the beginning and the end" },
    { name: "sentence", keys: ["s"], says: "select the sentence; again to select the next one too", act: () => cursor.expand("sentence") },
    { name: "paragraph", keys: ["p"], says: "select the paragraph; again to select the next one too", act: () => cursor.expand("paragraph") },
    { name: "turn", keys: ["t"], says: "select the speaker's turn; again to select the next one too", act: () => cursor.expand("turn") },
    { shown: ["Alt"], says: "held while selecting with the mouse: keep single characters; without it a selection takes whole words" },
    { name: "next", keys: ["j"], brief: "next", says: "next coding", act: () => list.step(1) },
    { name: "previous", keys: ["k"], brief: "previous", says: "previous coding", act: () => list.step(-1) },
    { name: "uncoded", keys: ["g"], says: "next answer without a coding", act: () => list.nextUncoded() },
    { name: "filter", keys: ["f"], says: "filter the codings by code, coder, uncoded answers, or where coders differ", act: () => panel.toFilter() },
    { name: "memo", keys: ["m"], brief: "memo", says: "write a memo on the coding", act: () => list.memo() },
    { name: "remove", keys: ["Delete", "Backspace", "u"], brief: "remove", says: "remove the coding at the cursor", act: () => panel.removeHere() },
    { name: "undo", keys: ["Ctrl+z"], brief: "undo", anywhere: true, says: "undo whatever you did last, in any interview", act: () => panel.history("undo") },
    { name: "redo", keys: ["Ctrl+y", "Ctrl+Shift+z"], anywhere: true, says: "do it again", act: () => panel.history("redo") },
    { name: "previous-interview", keys: ["["], says: "previous interview", act: () => interviewList.neighbour(-1) },
    { name: "next-interview", keys: ["]"], says: "next interview", act: () => interviewList.neighbour(1) },
    { shown: ["Esc"], says: "close what is open; then let go of the selection; then show everything again" },
    { name: "keys", keys: ["?"], brief: "all keys", says: "show or close this list", act: () => panel.keys.toggle() },
  ];
}

class PanelKeys {
  constructor(panel, commands) {
    this.panel = panel;
    this.commands = commands;
    this.rows = h("tbody");
    this.brief = h("span", { class: "cw-brief-keys" });
    const close = h("button", { type: "button", class: "cw-button", onclick: () => this.toggle() }, "Close");
    this.element = h("div", { class: "cw-help cw-overlay", role: "dialog", "aria-label": "All keys", hidden: true },
      h("table", {}, h("caption", {}, "All keys. They work while the panel has the focus."), this.rows), close);
    this.drawn();
    panel.frame.root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Draw the list of keys and the line under the panel, after the table was made or changed. */
  drawn() {
    this.rows.replaceChildren(...this.commands.map((command) =>
      h("tr", {}, h("th", { scope: "row" }, this.#shown(command)), h("td", {}, command.says))));
    this.brief.replaceChildren(...this.commands.filter((command) => command.brief).map((command) =>
      h("span", {}, ...this.#pieces(command.shown || keyParts(command.keys[0])), ` ${command.brief}`)));
  }

  #pieces(names) {
    return names.map((name) => (name === "–" ? "–" : key(name)[0]));
  }

  #shown(command) {
    if (command.shown) return this.#pieces(command.shown);
    return command.keys.flatMap((name, index) => [index ? " or " : "", ...key(...keyParts(name))]);
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    if (this.element.hidden) this.panel.cursor.take();
    else this.element.querySelector("button").focus();
  }

  // from a key to what it does -----

  #key(event) {
    const { panel } = this;
    if (!panel.transcript || event.isComposing) return undefined;
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    const command = event.altKey ? undefined : this.commands.find((one) => one.keys?.includes(keyName(event)));
    if (command?.anywhere && !typing) return this.#done(event, command);
    if (event.target === panel.popover.search) return this.#searchKey(event);
    if (event.key === "Escape") return this.#done(event, { act: () => panel.escape(event) });
    if (typing) return undefined;
    if (this.#inWords(event) && panel.cursor.moveBy(event)) return undefined;
    if (event.key === "Enter" && event.target !== panel.cursor.text) return undefined;
    return command && this.#done(event, command);
  }

  #inWords(event) {
    return event.target === this.panel.cursor.text || event.target === this.panel.frame.root;
  }

  #done(event, command) {
    event.preventDefault();
    command.act(event);
  }

  #searchKey(event) {
    const act = event.key === "Escape" ? () => this.panel.escape(event) : this.panel.popover.keyAct(event);
    if (act) this.#done(event, { act });
  }
}
