// Occupations: searched in the frameworks of the study, linked, and the tasks of one held beside those of the board.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { OccupationFiles } from "./occupation_files.js";
import { OccupationTasks } from "./occupation_tasks.js";
import { counted, focused, h, key, newId, putChildren, unseen } from "./shared.js";

/** @import { LinkedOccupation, OccupationResult, OccupationsMessage, OfferedOccupations } from "./screen_types.js" */
/** @import { Act, Model } from "./types.js" */

class Occupations {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "occupations", "Occupations");
    this.name = `cw-${newId()}`;
    this.number = 0;
    /** What fits what was typed; null while nothing is typed. @type {OccupationResult[] | null} */
    this.results = null;
    /** @type {OccupationResult[]} */
    this.suggested = [];
    /** @type {LinkedOccupation[]} */
    this.linked = [];
    this.open = "";
    /** The link that the list was scrolled to last. */
    this.shown = "";
    this.field = h("input", {
      type: "search",
      id: `${this.name}-field`,
      "data-at": "field",
      autocomplete: "off",
      placeholder: "such as: gas fitter, 72302",
      oninput: () => this.#search(),
    });
    this.framework = h("select", { id: `${this.name}-framework`, onchange: () => this.#search() });
    this.heading = h("h4", { id: `${this.name}-results` });
    this.list = h("ol", { "aria-labelledby": `${this.name}-results` });
    this.links = h("ul", { "aria-label": "Linked occupations" });
    this.none = h("p", { class: "cw-oc-note" }, "No occupation is linked yet. Search one, and choose “Link”.");
    /** @type {OccupationTasks} */
    this.tasks = new OccupationTasks(this);
    this.files = new OccupationFiles(this);
    /** @type {HTMLElement} */
    this.page = h("div", { class: "cw-oc" }, this.#searching(), this.#beside(), this.tasks.element);
    this.frame.pressed((event) => this.#key(event));
    this.frame.explain(
      h("span", {}, ...key("↑"), ...key("↓"), " go on"),
      h("span", {}, ...key("Enter"), " link, open, decide"),
      h("span", {}, ...key("Ctrl", "Z"), " undo"),
      h("span", {}, ...key("Ctrl", "Y"), " redo"),
    );
    this.connection = new Connection(model, this);
    // What the study looks like is worked out when somebody sees the screen, and not whenever a workbook opens.
    this.seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting) && this.page.isConnected) this.#look();
    });
  }

  close() {
    this.seen.disconnect();
    this.connection.close();
  }

  #searching() {
    return h(
      "section",
      { class: "cw-oc-search", "aria-label": "Search" },
      h(
        "div",
        { class: "cw-oc-fields" },
        h("label", { for: this.field.id }, "Occupation or code"),
        this.field,
        h("label", { for: this.framework.id, class: "cw-unseen" }, "Framework"),
        this.framework,
      ),
      this.heading,
      this.list,
    );
  }

  /** @returns {HTMLElement} */
  #beside() {
    const heading = h("h4", {}, "Linked to the program");
    return h("section", { class: "cw-oc-linked", "aria-label": "Linked" }, heading, this.none, this.links);
  }

  /** @param {OccupationsMessage} message */
  receive(message) {
    if (message.type === "snapshot" || message.type === "rows" || message.type === "saved") this.#take(message);
    if (message.type === "saved" && message.said) this.frame.say(message.said);
    if (message.type === "suggested") this.suggested = message.suggested;
    if (message.type === "results" && message.number === this.number) {
      this.results = message.results;
      this.frame.say(`${counted(this.results.length, "occupation", "occupations")} found.`);
    }
    if (message.type === "imported") this.files.tell(message.reports, message.failed);
    if (message.type === "snapshot" && !message.empty) this.seen.observe(this.page);
    if (message.type !== "trouble") this.#draw();
  }

  #look() {
    this.seen.disconnect();
    this.connection.ask({ type: "look" });
  }

  /** @param {OfferedOccupations} offered */
  #take(offered) {
    this.files.offer(offered.imports, !offered.empty);
    if (offered.empty) {
      this.frame.empty(offered.empty, this.files.element);
      return;
    }
    if (!this.page.isConnected) {
      this.frame.show(this.page, this.files.element);
      this.seen.observe(this.page);
    }
    this.linked = offered.linked;
    this.open = offered.open;
    this.#offerFrameworks(offered.frameworks);
    this.tasks.take(offered.tasks);
    this.frame.tell(offered.about);
  }

  /** @param {OfferedOccupations["frameworks"]} frameworks */
  #offerFrameworks(frameworks) {
    const before = this.framework.value;
    const options = [{ value: "", label: "All frameworks" }, ...frameworks];
    this.framework.replaceChildren(...options.map((one) => h("option", { value: one.value }, one.label)));
    this.framework.value = options.some((one) => one.value === before) ? before : "";
  }

  // searching ----------------------------------------------------------------------------------------

  #search() {
    const words = this.field.value;
    this.number += 1;
    if (words.trim()) {
      this.connection.ask({ type: "search", number: this.number, words, framework: this.framework.value });
      return;
    }
    this.results = null;
    this.#draw();
  }

  // what is drawn ------------------------------------------------------------------------------------

  #draw() {
    const at = focused()?.dataset.at;
    const results = this.results || this.suggested;
    this.heading.textContent = this.#titled(results.length);
    this.list.replaceChildren(...results.map((one) => this.#result(one)));
    this.none.hidden = this.linked.length > 0;
    putChildren(
      this.links,
      this.linked.map((one) => this.#link(one)),
    );
    this.tasks.draw();
    this.#showOpen();
    if (at && focused()?.dataset.at !== at) this.at(at)?.focus({ preventScroll: true });
  }

  /** Scroll the list of links, and not the page, to the one whose tasks are shown, once it is another. */
  #showOpen() {
    const row = this.links.querySelector(".cw-oc-open");
    const place = this.links.parentElement;
    if (!row || !place || this.shown === this.open) return;
    this.shown = this.open;
    const [inner, outer] = [row.getBoundingClientRect(), place.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) place.scrollTop += inner.top - outer.top - 40;
  }

  /** @param {number} number */
  #titled(number) {
    if (this.results) return number ? "Fits best" : "Nothing fits. Try another word, or a part of one.";
    return number ? "By its titles, duties and tasks this study looks like" : "";
  }

  /** @param {OccupationResult} one */
  #result(one) {
    const linked = this.linked.find((row) => row.framework === one.framework && row.code === one.code);
    const about = [`${one.framework} ${one.code}`, one.level].filter(Boolean).join(" · ");
    return h(
      "li",
      { class: "cw-oc-result" },
      h(
        "div",
        {},
        h("p", {}, h("strong", {}, one.title)),
        h("p", { class: "cw-oc-note" }, about),
        one.line && h("p", { class: "cw-oc-line" }, one.line),
        one.why && h("p", { class: "cw-oc-note" }, one.why),
      ),
      linked
        ? this.#button("Linked", `unlink ${linked.id}`, one.title, () =>
            this.change({ action: "unlink", item: linked.id }),
          )
        : this.#button("Link", `link ${one.framework} ${one.code}`, one.title, () =>
            this.change({ action: "link", framework: one.framework, code: one.code }),
          ),
    );
  }

  /** @param {string} words @param {string} at @param {string} title @param {() => void} act */
  #button(words, at, title, act) {
    const isLinked = words === "Linked";
    const shown = isLinked ? "Unlink" : words;
    return h("button", { type: "button", class: "cw-button", "data-at": at, onclick: act }, shown, unseen(` ${title}`));
  }

  /** @param {LinkedOccupation} one */
  #link(one) {
    const isOpen = one.id === this.open;
    const about = [`${one.framework}, ${one.version || "version not stated"}`, one.sector].filter(Boolean).join(" · ");
    const show = h(
      "button",
      {
        type: "button",
        class: "cw-link",
        "data-at": `open ${one.id}`,
        "aria-pressed": String(isOpen),
        onclick: () => this.connection.ask({ type: "open", item: one.id }),
      },
      isOpen ? "Its tasks are below" : "Show its tasks",
      unseen(`: ${one.title}`),
    );
    return h(
      "li",
      { class: isOpen ? "cw-oc-open" : "" },
      h("div", {}, h("p", {}, h("strong", {}, `${one.code} ${one.title}`)), h("p", { class: "cw-oc-note" }, about)),
      one.there ? show : h("span", { class: "cw-oc-note" }, "not in the files here"),
      h(
        "button",
        {
          type: "button",
          class: "cw-button",
          "data-at": `gone ${one.id}`,
          onclick: () => this.change({ action: "unlink", item: one.id }),
        },
        "Unlink",
        unseen(` ${one.title}`),
      ),
    );
  }

  // what a person does -------------------------------------------------------------------------------

  /** @param {Act} act */
  change(act) {
    this.connection.change(act);
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const letter = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
    const isTyped = event.target instanceof HTMLInputElement && event.target.value !== "";
    if ((letter === "z" || letter === "y") && !isTyped) {
      event.preventDefault();
      this.connection.change({ action: letter === "y" || event.shiftKey ? "redo" : "undo" });
      return;
    }
    if (letter || event.altKey || event.shiftKey) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && !(event.target instanceof HTMLSelectElement)) this.#step(event, step);
  }

  /** Go to the next field or button. @param {Happened<KeyboardEvent>} event @param {number} step */
  #step(event, step) {
    const stops = [...this.page.querySelectorAll("[data-at]")];
    const next = stops[stops.indexOf(event.target) + step];
    event.preventDefault();
    if (next instanceof HTMLElement) next.focus();
  }

  /** What has this name on the page. @param {string} at @returns {HTMLElement | null} */
  at(at) {
    return this.page.querySelector(`[data-at="${CSS.escape(at)}"]`);
  }
}

export default shownBy(Occupations);
