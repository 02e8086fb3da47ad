// What only a person can write: a prompt, a text area, the words used of those allowed, and who wrote it.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { h, newId } from "./shared.js";

/** @import { AuthorMessage, Box, BoxPart, Boxes, Change, OfferedText, Refused, SavedBox, TextChoice } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

class AuthorEditor {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "author", "What only a person can write");
    this.frame.hasSave = true;
    this.name = `cw-${newId()}`;
    /** @type {Map<string, BoxPart>} */
    this.parts = new Map();
    this.choices = h("div", { class: "cw-choices" });
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
    this.#offer(message.choices);
    this.frame.show(this.choices, ...message.boxes.map((box) => this.#box(box)));
    this.#progress();
  }

  /** Show each box with two texts, until somebody chose. @param {TextChoice[]} choices */
  #offer(choices) {
    this.choices.replaceChildren(...choices.map((choice) => this.#choice(choice)));
  }

  /** @param {TextChoice} choice */
  #choice(choice) {
    const of = choice.sector ? `${choice.title}, for ${choice.sector}` : choice.title;
    /** @param {"ours" | "other" | "both"} which @param {string} words */
    const button = (which, words) =>
      h(
        "button",
        {
          type: "button",
          class: "cw-button",
          "aria-label": `${words}: ${of}`,
          onclick: () => this.connection.change({ action: "choose", choice: choice.choice, which }),
        },
        words,
      );
    return h(
      "section",
      { class: "cw-box", "aria-label": `Two texts: ${of}` },
      h("strong", {}, `Two texts: ${of}`),
      h(
        "p",
        { class: "cw-small" },
        "The study has one, and a Word file brought another. Choose; what you do not choose stays in the study's history.",
      ),
      h(
        "div",
        { class: "cw-two-texts" },
        this.#text("The study's text", choice.ours),
        this.#text(`The text out of ${choice.other.file || "the Word file"}`, choice.other),
      ),
      h(
        "div",
        { class: "cw-box-line" },
        button("ours", "Keep the study's text"),
        button("other", "Use the other text"),
        button("both", "Keep both, one after the other"),
      ),
    );
  }

  /** @param {string} title @param {OfferedText} offered */
  #text(title, offered) {
    const signed = [offered.author, offered.written_on].filter(Boolean).join(", ");
    return h(
      "div",
      {},
      h("p", { class: "cw-small" }, signed ? `${title}, by ${signed}` : title),
      h("p", { class: "cw-offered-text" }, offered.text || "Nothing."),
    );
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
    if (message.choices) this.#chosen(message);
    else this.#written(message);
  }

  /** Show what was chosen, unless somebody is typing in that box. @param {SavedBox} message */
  #chosen(message) {
    this.#offer(message.choices ?? []);
    const part = message.box && this.parts.get(message.box.box);
    if (part && message.box && !part.sent && part.text.value === part.saved.text) {
      part.saved = { text: message.box.text, author: message.box.author };
      part.text.value = message.box.text;
      part.author.value = message.box.author;
      this.#count(message.box.box);
    }
    this.frame.say(message.said);
    this.#progress();
  }

  /** @param {SavedBox} message */
  #written(message) {
    const part = message.box && this.parts.get(message.box.box);
    if (!part || !message.box) return;
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
