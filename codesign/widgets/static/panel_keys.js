// From a key to what it does, the list of all keys, and the line of keys under the panel.

import { KeyList } from "./key_list.js";
import { KeyTable } from "./key_table.js";
import { h, key } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Command, KeyPress, NamedCommand } from "./panel_types.js" */

export class PanelKeys extends KeyTable {
  /** @param {CodingPanel} panel @param {Command[]} commands */
  constructor(panel, commands) {
    super(commands);
    this.panel = panel;
    this.brief = h("span", { class: "cw-brief-keys" });
    this.list = new KeyList(panel, this);
    this.element = this.list.element;
    this.drawn();
    panel.frame.pressed((event) => this.#key(event));
  }

  /**
   * @override
   * @param {Record<string, string[]> | null} [keys] @param {boolean} [singles]
   */
  prefer(keys, singles) {
    super.prefer(keys, singles);
    this.drawn();
  }

  /** Draw the list of keys, the line under the panel and the keys on buttons, after the table was made or changed. */
  drawn() {
    this.list.draw();
    this.brief.replaceChildren(
      ...this.commands
        .filter((command) => command.brief)
        .map((command) => h("span", {}, ...this.pieces(this.shownBriefly(command)), ` ${command.brief}`)),
    );
    for (const hint of this.panel.hints) {
      const command = this.commands.find(({ name }) => name === hint.dataset.command);
      hint.replaceChildren(...this.pieces(this.shownBriefly(command)));
    }
  }

  /** @param {string[]} names */
  pieces(names) {
    return names.map((name) => (name === "–" ? "–" : key(name)[0]));
  }

  /** Whether the list of all keys is open. */
  get isOpen() {
    return !this.element.hidden;
  }

  /** Show or hide the line of keys under the panel. @param {boolean} isShown */
  showBrief(isShown) {
    this.brief.hidden = !isShown;
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    if (this.element.hidden) this.panel.cursor.take();
    else this.list.opened();
  }

  // from a key to what it does -----

  /** @param {KeyPress} event */
  #key(event) {
    const { panel } = this;
    if (!panel.isOpen || event.isComposing) return undefined;
    if (this.list.takes(event)) return undefined;
    const isEmptySearch = panel.popover.isSearch(event.target) && !panel.popover.typed;
    const typing =
      !isEmptySearch && event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    const command = this.of(event);
    if (command?.anywhere && !typing) return this.#done(event, command);
    // What stands behind an open dialog is not what a key is meant for.
    if (event.target.closest(".cw-overlay") && event.key !== "Escape" && command?.name !== "keys") return undefined;
    if (panel.popover.isSearch(event.target)) return this.#searchKey(event);
    if (event.key === "Escape") return this.#done(event, { act: () => this.#escape(event) });
    if (typing) return undefined;
    if (this.#inWords(event) && panel.cursor.moveBy(event)) return undefined;
    if (event.key === "Enter" && event.target !== panel.cursor.text) return undefined;
    return command && this.#done(event, command);
  }

  /**
   * Close what is open, one thing at a time; then let go of the selection; then show everything again.
   * @param {KeyPress} event
   */
  #escape(event) {
    const { panel } = this;
    if (this.isOpen) this.toggle();
    else if (panel.popover.isOpen) panel.popover.close();
    else if (panel.card.isOpen) panel.card.close();
    else if (!panel.parts.some((part) => part.escape?.(event))) this.#letGo(event);
    panel.columns.unfold(null);
    panel.focusText();
  }

  /** @param {KeyPress} event */
  #letGo(event) {
    const { filter, range, cursor } = this.panel;
    if (filter.isOn && (!range || filter.has(event.target))) this.panel.showEverything();
    else if (event.target === cursor.text) cursor.release();
  }

  /** @param {KeyPress} event */
  #inWords(event) {
    return event.target === this.panel.cursor.text || this.panel.frame.is(event.target);
  }

  /** @param {KeyPress} event @param {Pick<NamedCommand, "act"> & { name?: string }} command */
  #done(event, command) {
    event.preventDefault();
    // A key held too long must not remove one coding after another.
    if (event.repeat && command.name === "remove") return;
    command.act(event);
  }

  /** @param {KeyPress} event */
  #searchKey(event) {
    const { popover, cursor } = this.panel;
    const act = popover.keyAct(event) || (event.key === "Escape" && (() => this.#escape(event)));
    if (act) return this.#done(event, { act });
    const command = this.of(event);
    if (event.altKey && command) return this.#done(event, command);
    if (popover.typed) return undefined;
    // Nothing is typed yet: a selection can still be changed, and a key that would bring one here has done so.
    if (event.shiftKey && cursor.moveBy(event)) return undefined;
    if (command && ["find", "keys"].includes(command.name)) return this.#done(event, command);
    return undefined;
  }
}
