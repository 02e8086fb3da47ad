// The table of keys: which command a key has, which keys a person chose, and which key is shown for a command.

import { isSingle, keyName, keyParts, shownKey } from "./key_names.js";

/** @import { Command, NamedCommand, Pressed } from "./panel_types.js" */

const FIXED_KEYS = ["Escape", "Tab", "Home", "End", "PageUp", "PageDown", " "];
const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
const BROWSER_KEYS = ["a", "c", "f", "l", "n", "p", "q", "r", "s", "t", "v", "w", "x"].map(
  (letter) => `Ctrl+${letter}`,
);
const USUAL_NUMBERS = ["1", "–", "9"];

/** Whether a command has a name, and so a key that can be changed. @type {(command: Command) => command is NamedCommand} */
export const isNamed = (command) => command.name !== undefined;

export class KeyTable {
  /** @param {Command[]} commands */
  constructor(commands) {
    this.commands = commands;
    /** Whether keys without Ctrl work; off, Alt is held with them. */
    this.singles = true;
    this.usual = new Map(this.changeable.map((command) => [command.name, command.keys]));
  }

  /** The commands that have a name, and so a key of their own. */
  get changeable() {
    return this.commands.filter(isNamed);
  }

  /**
   * Take the person's own keys, by command, and whether single keys work.
   * @param {Record<string, string[]> | null} [keys] @param {boolean} [singles]
   */
  prefer(keys, singles = true) {
    this.singles = singles !== false;
    for (const command of this.changeable) {
      const own = keys?.[command.name] || [];
      command.keys = own.length ? own : this.usual.get(command.name) || [];
      if (command.name === "apply")
        command.shown = own.length ? [own[0], "–", own[own.length - 1]].map(shownKey) : USUAL_NUMBERS;
    }
  }

  /** The person's own keys, by command: those that are not the usual ones. */
  get own() {
    const changed = this.changeable.filter(({ name, keys }) => keys.join(" ") !== this.usual.get(name)?.join(" "));
    return Object.fromEntries(changed.map(({ name, keys }) => [name, keys]));
  }

  /** @param {string} name */
  #keysOf(name) {
    return this.commands.find((command) => command.name === name)?.keys || [];
  }

  /** The number of the code a key stands for, 0 for none. @param {Pressed} event */
  number(event) {
    return this.#keysOf("apply").indexOf(keyName(event)) + 1;
  }

  /** The key of the code with this number, as it is shown. @param {number} number */
  ofNumber(number) {
    return shownKey(this.#keysOf("apply")[number - 1] || "");
  }

  /**
   * The key of a command as it is shown; of the codes, that of one number.
   * @param {string} name @param {number} [number]
   */
  shownFirst(name, number = 0) {
    const first = this.#keysOf(name)[number ? number - 1 : 0] || "";
    return [...this.#held(first), ...keyParts(first)];
  }

  /** The keys of a command as they are shown where there is room for one. @param {Command | undefined} command */
  shownBriefly(command) {
    const first = command?.keys?.[0] || "";
    return [...this.#held(first), ...(command?.shown || keyParts(first))];
  }

  /** @param {string} name */
  #held(name) {
    return !this.singles && isSingle(name) ? ["Alt"] : [];
  }

  /**
   * The command of a key: single keys need Alt where letters are typed, and once the person has switched them off.
   * @param {Pressed} event @returns {NamedCommand | undefined}
   */
  of(event) {
    const name = keyName(event);
    const found = this.changeable.find((one) => one.keys.includes(name));
    const held = isSingle(name) && !event.ctrlKey && !event.metaKey;
    if (!held) return event.altKey ? undefined : found;
    return event.altKey || this.singles ? found : undefined;
  }

  /**
   * Why a key cannot be taken for a command, as a sentence; empty where it can. `chosen` are keys taken for it already.
   * @param {Pressed} event @param {Command} command @param {string[]} chosen
   */
  refusal(event, command, chosen) {
    const name = keyName(event);
    const shown = keyParts(name).join(" and ");
    if (event.altKey || [...FIXED_KEYS, ...ARROWS].includes(event.key) || /^F\d+$/.test(event.key))
      return `${shown === " " ? "Space" : shown} stays what it is. Press another key, or Esc.`;
    if (BROWSER_KEYS.includes(name)) return `${shown} belongs to the browser. Press another key, or Esc.`;
    const other = this.commands.find((one) => one !== command && one.keys?.includes(name));
    if (other) return `${shown} is the key to ${other.says}. Change that one first, press another key, or Esc.`;
    return chosen.includes(name) ? `${shown} is chosen already. Press another key, or Esc.` : "";
  }
}
