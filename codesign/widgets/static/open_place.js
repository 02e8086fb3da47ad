// Opens the panel at a place another screen of the same workbook asks for; whoever takes the event, answers it.

/** @import { CodingPanel } from "./coding_panel.js" */

export class OpenPlace {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @param {DocumentEventMap["codesign-open-place"]} event */
    this.listener = (event) => this.#open(event);
    document.addEventListener("codesign-open-place", this.listener);
  }

  close() {
    document.removeEventListener("codesign-open-place", this.listener);
  }

  /** @param {DocumentEventMap["codesign-open-place"]} event */
  #open(event) {
    const { frame } = this.panel;
    const { from, transcript, start, end } = event.detail;
    const isKnown = this.panel.interviews.some((interview) => interview.id === transcript);
    if (event.defaultPrevented || !frame.isBeside(from) || !isKnown) return;
    event.preventDefault();
    frame.bringIntoView();
    this.panel.openAt(transcript, start, end);
  }
}
