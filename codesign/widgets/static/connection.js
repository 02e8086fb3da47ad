// The talk of a screen with Python.

import { counted, newId } from "./shared.js";
import { Waiting } from "./waiting.js";

/** @import { Act, Change, Question, Refused } from "./types.js" */
/** @import { Model, Saved, Screen, ScreenClass, Snapshot, Told } from "./types.js" */

const ANSWER_WITHIN = 2000;
/** So long may an act take of which Python has said that it heard it, where nothing else tells whether it lives. */
const AT_WORK_FOR = 60_000;
const OPEN_WITHIN = 8000;
const RUN_AGAIN = "In the menu Run choose “Run All Cells”";

/**
 * The talk with Python: hello, then a snapshot; every change is a message that must be answered. A change is called
 * saved only when Python says so; until then it waits here and in the browser's own storage.
 */
export class Connection {
  /** @param {Model} model @param {Screen} screen */
  constructor(model, screen) {
    this.model = model;
    this.screen = screen;
    this.waiting = new Waiting();
    /** @type {Map<string, number>} */
    this.timers = new Map();
    /** When each change was sent that Python has heard. @type {Map<string, number>} */
    this.heard = new Map();
    /** @param {Told} message */
    this.listener = (message) => this.#receive(message);
    model.on("msg:custom", this.listener);
    this.opening = setTimeout(
      () =>
        screen.frame.waits(
          `This screen opens when the workbook has run its cells. If nothing is running: ${RUN_AGAIN.replace("In", "in")}. ` +
            "What you saved is safe.",
        ),
      OPEN_WITHIN,
    );
    this.#post({ type: "hello" });
  }

  close() {
    this.model.off("msg:custom", this.listener);
    clearTimeout(this.opening);
    clearInterval(this.polling);
    this.timers.forEach(clearTimeout);
    this.screen.frame.close();
  }

  /** @param {number} seconds */
  poll(seconds) {
    if (this.polling) return;
    this.polling = setInterval(() => this.#look(), seconds * 1000);
    this.screen.frame.entered(() => this.#look());
  }

  // Only a screen that can be seen asks what others did: a workbook has many.
  #look() {
    if (this.screen.frame.isSeen && !this.waiting.size) this.ask({ type: "refresh" });
  }

  /**
   * Ask for something that need not wait in the browser: another interview, what team mates did; bytes go beside it.
   * @param {Question} message @param {ArrayBuffer[]} [buffers]
   */
  ask(message, buffers) {
    return this.#post(message, buffers);
  }

  /** Send a change and return its id; it waits until it is answered. @param {Act} content @param {string} [within] */
  change(content, within = "") {
    const change = /** @type {Change} */ ({ ...content, type: "change", id: newId(), within, order: Date.now() });
    this.waiting.add(change);
    this.screen.frame.saving();
    this.#send(change);
    return change.id;
  }

  /** The acts that wait for an answer, in the order in which they were made. */
  get unanswered() {
    return this.waiting.all;
  }

  /** An act that waits for its answer. @param {string} id */
  sent(id) {
    return this.waiting.of(id);
  }

  /** Give up a change that was refused: it is not sent again. @param {string} id */
  drop(id) {
    this.waiting.remove(id);
  }

  sendAgain() {
    this.screen.frame.saving();
    this.waiting.all.forEach((change) => this.#send(change));
  }

  /** @param {Change} change */
  #send(change) {
    this.heard.delete(change.id);
    if (this.#post(change)) this.#expect(change.id, 0);
  }

  // A workbook that is at work is not dead, however long it takes; one that does nothing twice has lost what was sent.
  /** @param {string} id @param {number} idle */
  #expect(id, idle) {
    clearTimeout(this.timers.get(id));
    const look = () => {
      if (!this.waiting.of(id)) return;
      const state = this.#kernel();
      if (!this.#isAtWork(id, state) && (state !== "idle" || idle)) return this.#unanswered();
      this.screen.frame.stillSaving();
      this.#expect(id, state === "idle" ? idle + 1 : 0);
    };
    this.timers.set(id, setTimeout(look, ANSWER_WITHIN));
  }

  /** @param {string} id @param {string} state */
  #isAtWork(id, state) {
    const since = this.heard.get(id);
    return state === "busy" || (state === "" && since !== undefined && Date.now() - since < AT_WORK_FOR);
  }

  /** What the workbook's kernel does: busy, idle or gone; empty where the page is not told. */
  #kernel() {
    const kernel = this.model.widget_manager?.kernel;
    if (!kernel?.status) return "";
    if (kernel.connectionStatus && kernel.connectionStatus !== "connected") return "gone";
    return kernel.status === "busy" || kernel.status === "idle" ? kernel.status : "gone";
  }

  /** @param {Change | Question} message @param {ArrayBuffer[]} [buffers] */
  #post(message, buffers) {
    try {
      this.model.send(message, undefined, buffers);
      return true;
    } catch {
      this.#unanswered();
      return false;
    }
  }

  #unanswered() {
    const number = this.waiting.size;
    const what = number
      ? `Not saved: ${counted(number, "change waits", "changes wait")} in this browser because the workbook does not answer.`
      : "Not connected: the workbook was restarted or has stopped.";
    this.screen.frame.trouble(
      `${what} ${RUN_AGAIN}; ${number ? "they are then saved" : "this screen then opens again"}.`,
      number ? () => this.sendAgain() : null,
    );
  }

  /** @param {Told} message */
  #receive(message) {
    if (message.type === "elsewhere") this.#look();
    if (message.type === "heard") {
      this.heard.set(message.id, Date.now());
      return;
    }
    if (message.type === "snapshot") this.#opened(message);
    if (message.type === "saved" || message.type === "refused") this.#answered(message);
    if (message.type === "trouble") this.#failed(message.sentence);
    this.screen.receive(message);
    if (message.type === "snapshot") this.#replay();
  }

  // A question that failed: nothing of what was saved or waits is touched by it.
  /** @param {string} sentence */
  #failed(sentence) {
    clearTimeout(this.opening);
    this.screen.frame.trouble(sentence);
  }

  /** @param {Snapshot} message */
  #opened(message) {
    clearTimeout(this.opening);
    this.screen.frame.ready();
    if (message.key) this.waiting.open(message.key);
    if (message.poll) this.poll(message.poll);
  }

  #replay() {
    if (!this.waiting.size) return;
    this.screen.replayed?.(this.waiting.all);
    this.sendAgain();
  }

  // What is kept need not be done again: the sentence says how many changes wait, and where.
  /** @param {string} sentence */
  #kept(sentence) {
    const waits = counted(this.waiting.size, "change waits", "changes wait");
    return `${sentence.replace(" Put it right and do it again.", " Put it right, then choose “Try again”.")} ${waits} in this browser.`;
  }

  /** @param {Saved | Refused} message */
  #answered(message) {
    clearTimeout(this.timers.get(message.id));
    this.timers.delete(message.id);
    this.heard.delete(message.id);
    if (message.type === "saved" || !message.keep) message.change = this.waiting.remove(message.id);
    if (message.type === "refused") {
      const again = message.keep ? () => this.sendAgain() : null;
      this.screen.frame.trouble(message.keep ? this.#kept(message.sentence) : message.sentence, again, {
        stays: !message.keep,
      });
    } else if (!this.waiting.size) this.screen.frame.saved(message.at);
  }
}

/** What anywidget wants of the file of a screen. @param {ScreenClass} Screen */
export const shownBy = (Screen) => ({
  /** @param {{ model: Model, el: HTMLElement }} given */
  render({ model, el }) {
    const screen = new Screen(model, el);
    return () => screen.close();
  },
});
