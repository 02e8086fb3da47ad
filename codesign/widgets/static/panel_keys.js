// One table of what keys do: the dispatcher reads it, and so do the list of all keys and the line under the panel.

const NUMBERS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const KEY_NAMES = { Delete: "Del", Escape: "Esc" };

/** The key of an event as the table names it: letters small, "Ctrl+" before it for control or command. */
function keyName(event) {
  if (event.altKey) return event.code.replace(/^(Key|Digit)/, "").toLowerCase();
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.ctrlKey && !event.metaKey) return name;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${name}`;
}

const shownKey = (name) => KEY_NAMES[name] || (name.length === 1 ? name.toUpperCase() : name);
const keyParts = (name) => (name === "Ctrl++" ? ["Ctrl", "+"] : name.split(/(?<=.)\+(?=.)/))
  .map(shownKey);

/** What can be done by key: name, keys, the sentence for the list, act(event); `brief` names it under the panel. */
function panelCommands(panel) {
  const { list, cursor, interviewList } = panel;
  const search = (say) => () => panel.openPopover({ search: true, say });
  return [
    { name: "apply", keys: NUMBERS, shown: ["1", "–", "9"], brief: "apply", says: "put the code with this number on the selected words", act: (event) => panel.applyNumber(panel.keys.number(event)) },
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
    { name: "bearing", keys: ["q"], says: "how the passage bears on the code: the arrows choose supports, qualifies or contradicts", act: () => list.bearing() },
    { name: "remove", keys: ["Delete", "Backspace", "u"], brief: "remove", says: "remove the coding at the cursor", act: () => panel.removeHere() },
    { name: "undo", keys: ["Ctrl+z"], brief: "undo", anywhere: true, says: "undo whatever you did last, in any interview", act: () => panel.history("undo") },
    { name: "redo", keys: ["Ctrl+y", "Ctrl+Shift+z"], anywhere: true, says: "do it again", act: () => panel.history("redo") },
    { name: "previous-interview", keys: ["["], says: "previous interview", act: () => interviewList.neighbour(-1) },
    { name: "next-interview", keys: ["]"], says: "next interview", act: () => interviewList.neighbour(1) },
    { shown: ["Esc"], says: "close what is open; then let go of the selection; then show everything again" },
    { name: "keys", keys: ["?"], brief: "all keys", says: "show or close this list", act: () => panel.keys.toggle() },
  ];
}

/** Where a button shows the person's own key for a command; filled whenever the keys are drawn. */
function keyHint(panel, name) {
  const hint = h("span", { "data-command": name });
  (panel.hints ||= []).push(hint);
  return hint;
}

const isSingle = (name) => name.length === 1;

class PanelKeys {
  constructor(panel, commands) {
    this.panel = panel;
    this.commands = commands;
    this.singles = true;
    commands.forEach((command) => { command.usual = command.keys; });
    this.brief = h("span", { class: "cw-brief-keys" });
    this.list = new KeyList(panel, this);
    this.element = this.list.element;
    this.drawn();
    panel.frame.root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Take the person's own keys, by command, and whether single keys work. */
  prefer(keys = {}, singles = true) {
    this.singles = singles !== false;
    this.commands.filter((command) => command.name).forEach((command) => {
      const own = keys?.[command.name];
      command.keys = own?.length ? own : command.usual;
      if (command.name === "apply") command.shown = own?.length ? [own[0], "–", own.at(-1)].map(shownKey) : ["1", "–", "9"];
    });
    this.drawn();
  }

  /** The person's own keys, by command: those that are not the usual ones. */
  get own() {
    const changed = this.commands.filter((command) => command.name && command.keys.join(" ") !== command.usual.join(" "));
    return Object.fromEntries(changed.map((command) => [command.name, command.keys]));
  }

  named(name) {
    return this.commands.find((command) => command.name === name);
  }

  /** The number of the code a key stands for, 0 for none. */
  number(event) {
    return this.named("apply").keys.indexOf(keyName(event)) + 1;
  }

  /** The key of the code with this number, as it is shown. */
  ofNumber(number) {
    return shownKey(this.named("apply").keys[number - 1] || "");
  }

  /** Draw the list of keys, the line under the panel and the keys on buttons, after the table was made or changed. */
  drawn() {
    this.list.draw();
    this.brief.replaceChildren(...this.commands.filter((command) => command.brief).map((command) =>
      h("span", {}, ...this.pieces(this.#first(command)), ` ${command.brief}`)));
    (this.panel.hints || []).forEach((hint) => hint.replaceChildren(...this.pieces(this.#first(this.named(hint.dataset.command)))));
  }

  /** The key of a command as it is shown; of the codes, that of one number. */
  shownFirst(name, number = 0) {
    const { keys } = this.named(name);
    const first = keys[number ? number - 1 : 0];
    return [...(!this.singles && isSingle(first) ? ["Alt"] : []), ...keyParts(first)];
  }

  #first(command) {
    const isHeld = !this.singles && command.keys && isSingle(command.keys[0]);
    return [...(isHeld ? ["Alt"] : []), ...(command.shown || keyParts(command.keys[0]))];
  }

  pieces(names) {
    return names.map((name) => (name === "–" ? "–" : key(name)[0]));
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    if (this.element.hidden) this.panel.cursor.take();
    else this.list.opened();
  }

  // from a key to what it does -----

  /** The command of a key: single keys need Alt where letters are typed, and once the person has switched them off. */
  of(event) {
    const name = keyName(event);
    const found = this.commands.find((one) => one.keys?.includes(name));
    const held = isSingle(name) && !event.ctrlKey && !event.metaKey;
    if (!held) return event.altKey ? undefined : found;
    return event.altKey || this.singles ? found : undefined;
  }

  #key(event) {
    const { panel } = this;
    if (!panel.transcript || event.isComposing) return undefined;
    if (this.list.takes(event)) return undefined;
    const isEmptySearch = event.target === panel.popover.search && !event.target.value;
    const typing = !isEmptySearch && event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    const command = this.of(event);
    if (command?.anywhere && !typing) return this.#done(event, command);
    // What stands behind an open dialog is not what a key is meant for.
    if (event.target.closest(".cw-overlay") && event.key !== "Escape" && command?.name !== "keys") return undefined;
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
    // A key held too long must not remove one coding after another.
    if (event.repeat && command.name === "remove") return;
    command.act(event);
  }

  #searchKey(event) {
    const { popover, cursor } = this.panel;
    const act = event.key === "Escape" ? () => this.panel.escape(event) : popover.keyAct(event);
    if (act) return this.#done(event, { act });
    const command = this.of(event);
    if (event.altKey && command) return this.#done(event, command);
    if (popover.search.value) return undefined;
    // Nothing is typed yet: a selection can still be changed, and a key that would bring one here has done so.
    if (event.shiftKey && cursor.moveBy(event)) return undefined;
    if (["find", "keys"].includes(command?.name)) return this.#done(event, command);
    return undefined;
  }
}
