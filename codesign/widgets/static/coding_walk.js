// Walking through the codings and the answers without any, and to what can be said of the one at hand.

import { nextOf, without } from "./differences.js";
import { shortened } from "./wording.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Coding, Turn } from "./panel_types.js" */

export class CodingWalk {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  /** @param {Coding} coding @param {{ stay?: boolean }} [how] */
  goTo(coding, { stay = false } = {}) {
    const { panel } = this;
    panel.current = coding.id;
    panel.cursor.range = null;
    panel.popover.close();
    panel.cursor.put(coding.start);
    panel.redraw();
    panel.cursor.reveal(coding.start);
    const code = panel.byId.get(coding.code);
    panel.codeList.define(code, code ? code.name : coding.code, [coding]);
    const words = panel.list.showCurrent();
    if (!stay) {
      panel.cursor.take();
      panel.frame.say(words || code?.name || coding.code);
    }
  }

  /** @param {number} way */
  step(way) {
    const { shown, filter, frame, current, cursor } = this.panel;
    if (!shown.length) return frame.say(filter.isOn ? "No coding matches the filter." : "Nothing coded yet.");
    return this.goTo(nextOf(shown, current, cursor.focus, way));
  }

  nextUncoded() {
    const { panel } = this;
    const open = without(panel.answers(), panel.codings);
    const next = open.find((turn) => turn.start > panel.cursor.focus) || open[0];
    return next ? this.goToAnswer(next) : panel.frame.say("Every answer of this interview has a coding.");
  }

  /** @param {Turn} turn */
  goToAnswer(turn) {
    const { panel } = this;
    panel.cursor.range = null;
    panel.current = null;
    panel.cursor.put(turn.start);
    panel.redraw();
    panel.cursor.reveal(turn.start);
    panel.cursor.take();
    panel.frame.say(`Uncoded: ${shortened(turn.text, 80)}`);
  }

  memo() {
    this.#toDetail(".cw-memo");
  }

  /** To the choice of how a passage bears on its code: of the coding at hand, or of the words selected for one. */
  bearing() {
    const { panel } = this;
    if (!panel.range) return this.#toDetail("select");
    if (!panel.popover.isOpen) panel.openPopover();
    return panel.popover.focusPolarity();
  }

  /** @param {string} selector */
  #toDetail(selector) {
    const { panel } = this;
    if (!panel.current) {
      const here = panel.codingsAt(panel.cursor.focus);
      if (!here.length) return panel.frame.say("Go to a coding first, with J or K.");
      this.goTo(here[0], { stay: true });
    }
    panel.columns.unfold("side", true);
    panel.redraw();
    if (!panel.list.focusDetail(selector)) panel.frame.say("This coding is not saved yet, or somebody else’s.");
    return undefined;
  }
}
