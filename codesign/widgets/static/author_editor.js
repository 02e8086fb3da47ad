// What only a person can write: a prompt, a text area, the words used of those allowed, and who wrote it.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { h, newId } from "./shared.js";

/** @import { AuthorMessage, Box, BoxPart, Boxes, Change, Refused, SavedBox } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

class AuthorEditor {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "author", "What only a person can write");
    this.frame.hasSave = true;
    this.name = `cw-${newId()}`;
    /** @type {Map<string, BoxPart>} */
    this.parts = new Map();
    this.lastAuthor = "";
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {AuthorMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#build(message);
    if (message.type === "saved") this.#saved(message);
    if (message.type === "refused") this.#refused(message);
  }

  /** @param {Boxes} message */
  #build(message) {
    if (message.empty) {
      this.frame.empty(message.empty);
      return;
    }
    this.parts.clear();
    this.frame.show(...message.boxes.map((box) => this.#box(box)));
    this.#progress();
  }

  /** @param {Box} box */
  #box(box) {
    const id = `${this.name}-${box.box}`;
    const [title, ...rest] = box.prompt.split(": ");
    const text = h("textarea", { id, rows: box.text ? 5 : 3, "aria-describedby": `${id}-prompt ${id}-count` });
    text.value = box.text;
    const author = h("input", {
      type: "text",
      "aria-label": `Who wrote “${title}”`,
      placeholder: "name",
      autocomplete: "name",
    });
    author.value = box.author || this.lastAuthor || "";
    const count = h("span", { class: "cw-small", id: `${id}-count` });
    const state = h("span", { class: "cw-small" });
    const save = () => this.#save(box.box);
    const button = h(
      "button",
      { type: "button", class: "cw-button", "aria-label": `Save “${title}”`, onclick: save },
      "Save",
    );
    text.addEventListener("input", () => this.#count(box.box));
    text.addEventListener("change", save);
    author.addEventListener("change", () => {
      this.lastAuthor = author.value;
      if (text.value.trim()) save();
    });
    this.parts.set(box.box, {
      text,
      author,
      count,
      state,
      limit: box.limit,
      saved: { text: box.text, author: box.author },
    });
    queueMicrotask(() => this.#count(box.box));
    return h(
      "div",
      { class: "cw-box" },
      h("label", { for: id }, title),
      h("p", { class: "cw-small", id: `${id}-prompt` }, rest.join(": ")),
      text,
      h("div", { class: "cw-box-line" }, h("span", {}, "Written by ", author), count, button, state),
    );
  }

  /** @param {string} box */
  #count(box) {
    const part = this.parts.get(box);
    if (!part) return;
    const used = part.text.value.split(/\s+/).filter(Boolean).length;
    part.count.textContent = used
      ? `${used} of ${part.limit} words${used > part.limit ? `, ${used - part.limit} too many` : ""}`
      : `Not yet written, at most ${part.limit} words`;
    part.count.classList.toggle("cw-wrong", used > part.limit);
  }

  /** @param {string} box */
  #save(box) {
    const part = this.parts.get(box);
    if (!part) return;
    const now = { text: part.text.value.trim(), author: part.author.value.trim() };
    const before = part.sent || part.saved;
    part.state.textContent = part.sent ? "Saving …" : "Nothing has changed.";
    if (now.text === before.text && now.author === before.author) return;
    if (part.refused) this.connection.drop(part.refused); // What was refused must not be sent again over what is written now.
    part.state.textContent = "Saving …";
    part.sent = { ...now, id: this.connection.change({ action: "write", box, ...now }, box) };
  }

  /** @param {Refused} message */
  #refused(message) {
    const part = [...this.parts.values()].find((one) => one.sent?.id === message.id);
    if (!part) return;
    part.sent = null;
    part.refused = message.id;
    part.state.textContent = "Not saved: see above.";
  }

  /** @param {SavedBox} message */
  #saved(message) {
    const part = this.parts.get(message.box.box);
    if (!part) return;
    part.saved = { text: message.box.text, author: message.box.author };
    if (part.sent?.id === message.id) part.sent = null;
    part.state.textContent = part.sent ? "Saving …" : `Saved ${message.at}`;
    this.frame.say(message.said);
    this.#progress();
  }

  #progress() {
    const written = [...this.parts.values()].filter((part) => part.saved.text).length;
    this.frame.tell(`${written} of ${this.parts.size} written`);
  }

  /** @param {Change[]} changes */
  replayed(changes) {
    for (const change of changes) {
      const part = change.action === "write" ? this.parts.get(change.box) : undefined;
      if (!part || change.action !== "write") continue;
      part.text.value = change.text;
      part.author.value = change.author;
      part.sent = { text: change.text, author: change.author, id: change.id };
      this.#count(change.box);
    }
  }
}

export default shownBy(AuthorEditor);
