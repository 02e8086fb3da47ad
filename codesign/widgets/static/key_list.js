// The list of all keys: what each does, how to change it, and the switch for keys without Ctrl.

const FIXED_KEYS = ["Escape", "Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", " "];
const HELD_KEYS = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"];
const BROWSER_KEYS = ["a", "c", "f", "l", "n", "p", "q", "r", "s", "t", "v", "w", "x"].map((letter) => `Ctrl+${letter}`);

class KeyList {
  constructor(panel, keys) {
    this.panel = panel;
    this.keys = keys;
    this.rows = h("tbody");
    this.said = h("p", { class: "cw-key-said", role: "status" });
    this.singles = h("input", { type: "checkbox", onchange: () => this.#switch() });
    const button = (label, onclick) => h("button", { type: "button", class: "cw-button", onclick }, label);
    this.close = button("Close", () => this.keys.toggle());
    this.again = button("Show the first steps again", () => this.#firstSteps());
    this.usual = button("Back to the usual keys", () => this.#backToUsual());
    this.element = h("div", { class: "cw-help cw-overlay", role: "dialog", "aria-label": "All keys", hidden: true },
      h("h3", {}, "All keys"), h("p", { class: "cw-small" }, "They work while the panel has the focus."),
      h("label", { class: "cw-single-keys" }, this.singles, " Keys without Ctrl work. Off: hold Alt with them."), h("p", { class: "cw-small" }, "Where you type, as in the box that finds a code, hold Alt with them too."),
      this.said, h("table", {}, this.rows), h("div", { class: "cw-key-tools" }, this.close, this.usual, this.again));
  }

  draw() {
    this.singles.checked = this.keys.singles;
    this.rows.replaceChildren(...this.keys.commands.map((command) => this.#row(command)));
  }

  #row(command) {
    const change = command.name ? h("button", { type: "button", class: "cw-link", "data-change": command.name, onclick: () => this.#listen(command) },
      "Change", h("span", { class: "cw-unseen" }, ` the key to ${command.says}`)) : "";
    return h("tr", {}, h("th", { scope: "row" }, ...this.#shown(command)), h("td", {}, command.says), h("td", {}, change));
  }

  #shown(command) {
    if (command.shown) return this.keys.pieces(command.shown);
    return command.keys.flatMap((name, index) => [index ? " or " : "", ...this.keys.pieces(keyParts(name))]);
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

  #keep(own) {
    this.panel.part(Preferences).set("keys", own);
    this.keys.prefer(own, this.keys.singles);
    this.panel.codeList.draw();
  }

  #firstSteps() {
    this.keys.toggle();
    this.panel.part(FirstSteps).show();
  }

  /** Wait for as many keys as the command has numbers: one, or nine for the codes. */
  #listen(command) {
    this.waiting = { command, keys: [], number: command.name === "apply" ? 9 : 1 };
    this.#ask();
  }

  #ask() {
    const { command, keys, number } = this.waiting;
    const which = number > 1 ? ` for code ${keys.length + 1}` : "";
    this.said.textContent = `Press the new key${which} to ${command.says}. Esc leaves it as it is.`;
  }

  /** Take a key while one is waited for; false when none is. */
  takes(event) {
    if (!this.waiting || this.element.hidden) return false;
    if (HELD_KEYS.includes(event.key)) return true;
    event.preventDefault();
    const name = keyName(event);
    if (event.key === "Escape") this.#done("Nothing was changed.");
    else this.#take(name, event);
    return true;
  }

  #take(name, event) {
    const { command, keys, number } = this.waiting;
    const refused = this.#refusal(name, event, command, keys);
    if (refused) {
      this.said.textContent = refused;
      return;
    }
    keys.push(name);
    if (keys.length < number) this.#ask();
    else this.#changed(command, keys);
  }

  #refusal(name, event, command, keys) {
    const shown = keyParts(name).join(" and ");
    if (event.altKey || FIXED_KEYS.includes(event.key) || /^F\d+$/.test(event.key)) return `${shown === " " ? "Space" : shown} stays what it is. Press another key, or Esc.`;
    if (BROWSER_KEYS.includes(name)) return `${shown} belongs to the browser. Press another key, or Esc.`;
    const other = this.keys.commands.find((one) => one !== command && one.keys?.includes(name));
    if (other) return `${shown} is the key to ${other.says}. Change that one first, press another key, or Esc.`;
    return keys.includes(name) ? `${shown} is chosen already. Press another key, or Esc.` : "";
  }

  #changed(command, keys) {
    const own = { ...this.keys.own, [command.name]: keys };
    this.#keep(own);
    this.#done(`${keys.map((name) => keyParts(name).join(" and ")).join(", ")} now: ${command.says}.`);
  }

  #done(sentence) {
    const { name } = this.waiting.command;
    this.waiting = null;
    this.said.textContent = sentence;
    this.element.querySelector(`[data-change="${name}"]`)?.focus();
  }
}
