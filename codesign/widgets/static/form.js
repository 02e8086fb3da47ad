// A form: labelled fields, the sentence beside the field that is wrong, one button to save.

import { Connection, shownBy } from "./connection.js";
import { Frame } from "./frame.js";
import { h, newId } from "./shared.js";

/** @import { Field, FieldGroup, FormMessage, FormStart, Option, SavedForm, Wrong } from "./screen_types.js" */
/** @import { Model } from "./types.js" */

class Form {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.frame = new Frame(el, "form", "Form");
    this.name = `cw-${newId()}`;
    /** @type {Map<string, { input: HTMLInputElement | HTMLSelectElement, wrong: HTMLElement }>} */
    this.fields = new Map();
    /** The fields the person has left. @type {Set<string>} */
    this.touched = new Set();
    this.result = h("p", { class: "cw-result", role: "status" });
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  /** @param {FormMessage} message */
  receive(message) {
    if (message.type === "snapshot") this.#build(message);
    if (message.type === "checked") this.#mark(message.wrong, true);
    if (message.type === "saved") this.#saved(message);
  }

  /** @param {FormStart} message */
  #build(message) {
    this.frame.call(message.title);
    this.touched.clear();
    this.fields.clear();
    const groups = message.groups.map((group, index) => this.#group(group, index));
    this.result.textContent = "";
    this.frame.show(
      h(
        "form",
        {
          novalidate: true,
          class: "cw-fields",
          onsubmit: (event) => {
            event.preventDefault();
            this.#save();
          },
        },
        groups,
        h(
          "div",
          { class: "cw-buttons" },
          h("button", { type: "submit", class: "cw-button cw-main" }, message.button),
          this.result,
        ),
      ),
    );
  }

  /** @param {FieldGroup} group @param {number} index */
  #group(group, index) {
    const fields = h(
      "div",
      { class: "cw-field-list" },
      group.fields.map((field) => this.#field(field)),
    );
    if (!index) return fields;
    return h("details", {}, h("summary", {}, group.title), fields);
  }

  /** @param {Field} field */
  #field(field) {
    const id = `${this.name}-${field.name.replace(/[^\w-]/g, "-")}`;
    const input = field.options
      ? h("select", { id }, this.#options(field.options, field.value))
      : h("input", { id, type: "text", readonly: field.locked, autocomplete: "off" });
    input.value = field.value ?? "";
    const help = h("span", { class: "cw-small", id: `${id}-help` }, field.help);
    const wrong = h("span", { class: "cw-wrong", id: `${id}-wrong` });
    input.setAttribute("aria-describedby", `${id}-help ${id}-wrong`);
    input.addEventListener("change", () => {
      this.touched.add(field.name);
      this.result.textContent = "";
      this.connection.ask({ type: "check", values: this.#values() });
    });
    this.fields.set(field.name, { input, wrong });
    return h(
      "div",
      { class: "cw-field" },
      h("label", { for: id }, field.label),
      h("span", { class: "cw-entry" }, input, wrong, help),
    );
  }

  /** The choices of a field, and what it has where that is none of them. @param {Option[]} given @param {string | null} value */
  #options(given, value) {
    const known = given.some((option) => option.value === value);
    const options = known || !value ? given : [...given, { value, label: value }];
    return options.map((option) => h("option", { value: option.value }, option.label));
  }

  #values() {
    return Object.fromEntries(
      [...this.fields]
        .filter(([, { input }]) => !(input instanceof HTMLInputElement && input.readOnly))
        .map(([name, field]) => [name, field.input.value]),
    );
  }

  #save() {
    this.fields.forEach((_field, name) => this.touched.add(name));
    this.connection.change({ action: "save", values: this.#values() });
  }

  /** @param {Wrong} wrong @param {boolean} onlyTouched */
  #mark(wrong, onlyTouched) {
    for (const [name, field] of this.fields) {
      const sentence = !onlyTouched || this.touched.has(name) ? wrong[name] || "" : "";
      field.wrong.textContent = sentence;
      if (sentence) field.input.setAttribute("aria-invalid", "true");
      else field.input.removeAttribute("aria-invalid");
    }
  }

  /** @param {SavedForm} message */
  #saved(message) {
    this.#mark(message.wrong, false);
    this.result.textContent = message.said;
    const first = [...this.fields.values()].find((field) => field.input.getAttribute("aria-invalid"));
    first?.input.closest("details")?.setAttribute("open", "");
    first?.input.focus();
  }
}

export default shownBy(Form);
