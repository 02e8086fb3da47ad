// The codes as a tree by family: one tab stop, arrows to walk, Ctrl and arrows to move a code.

import { counted, h } from "./shared.js";

/** @import { CodebookScreen } from "./codebook_screen.js" */
/** @import { CountedCode, Family, TreeItem } from "./screen_types.js" */

/** Which way a code goes with each arrow. */
const WAYS = new Map([
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
  ["ArrowLeft", "out"],
  ["ArrowRight", "in"],
]);

export class CodeTree {
  /**
   * `screen` has families, codes and of, and answers choose(id), look(id) and shift(id, way).
   * @param {CodebookScreen} screen @param {string} name
   */
  constructor(screen, name) {
    this.screen = screen;
    this.name = name;
    /** What keeps its codes to itself, by id. @type {Set<string>} */
    this.closed = new Set();
    /** @type {TreeItem[]} */
    this.items = [];
    this.at = "";
    this.find = h("input", {
      type: "search",
      class: "cw-cb-find",
      placeholder: "Find a code",
      "aria-label": "Find a code",
      oninput: () => this.draw(),
    });
    this.list = h("div", {
      class: "cw-cb-tree",
      role: "tree",
      "aria-label": "Codes",
      onkeydown: (event) => this.#key(event),
    });
    this.nothing = h("p", { class: "cw-cb-quiet", hidden: true });
    this.legend = h("p", { class: "cw-cb-legend", "aria-hidden": "true" }, "employers who say it");
    this.element = h("div", { class: "cw-cb-side" }, this.find, this.legend, this.list, this.nothing);
  }

  draw() {
    const inside = this.list.contains(document.activeElement);
    this.items = this.#shown();
    if (!this.items.some((item) => item.id === this.at))
      this.at = (this.items.find((item) => item.id === this.screen.chosen) || this.items[0])?.id || "";
    this.list.replaceChildren(...this.items.map((item) => this.#item(item)));
    this.list.hidden = !this.items.length;
    this.legend.hidden = !this.items.length;
    const wanted = this.find.value.trim();
    this.nothing.hidden = Boolean(this.items.length);
    this.nothing.textContent = wanted ? `No code is called “${wanted}”.` : this.screen.empty;
    if (inside) this.focus();
  }

  /** Families that have codes, with their codes; a branch that is closed keeps its codes to itself. @returns {TreeItem[]} */
  #shown() {
    const wanted = this.find.value.trim().toLocaleLowerCase();
    const { families, codes } = this.screen;
    const matching = wanted ? codes.filter((code) => code.name.toLocaleLowerCase().includes(wanted)) : codes;
    return families.flatMap((family) => {
      const own = matching.filter((code) => code.group === family.id);
      if (!own.length) return [];
      const head = {
        id: `family ${family.id}`,
        family,
        level: 1,
        name: family.name,
        number: own.length,
        parents: true,
      };
      return [head, ...(this.closed.has(head.id) && !wanted ? [] : this.#branch(own, family, !wanted))];
    });
  }

  /** @param {CountedCode[]} own @param {Family} family @param {boolean} folds */
  #branch(own, family, folds) {
    /** @type {TreeItem[]} */
    const items = [];
    let hiddenBelow = Infinity;
    for (const code of own) {
      if (code.depth > hiddenBelow) continue;
      hiddenBelow = Infinity;
      const parents = this.screen.codes.some((other) => other.parent === code.id && other.id !== code.id);
      items.push({ id: code.id, code, family, level: folds ? code.depth + 2 : 2, name: code.name, parents });
      if (folds && this.closed.has(code.id)) hiddenBelow = code.depth;
    }
    return items;
  }

  /** @param {TreeItem} item */
  #item(item) {
    const { code, family, level } = item;
    const open = item.parents ? String(!this.closed.has(item.id)) : null;
    const count = code ? `${code.employers} of ${this.screen.of}` : counted(item.number || 0, "code", "codes");
    const spoken = code
      ? `${code.name}, ${code.employers} of ${counted(this.screen.of, "employer", "employers")}, ${counted(code.codings, "coding", "codings")}`
      : `${family.name}, ${counted(item.number || 0, "code", "codes")}`;
    return h(
      "div",
      {
        class: code ? "cw-cb-item" : "cw-cb-item cw-cb-family",
        role: "treeitem",
        id: this.#id(item.id),
        "data-item": item.id,
        "aria-level": level,
        "aria-expanded": open,
        "aria-selected": code ? String(item.id === this.screen.chosen) : null,
        "aria-label": spoken,
        tabindex: item.id === this.at ? 0 : -1,
        style: `--cw-family:${family.hue};--cw-level:${level - 1}`,
        onclick: (event) => this.#click(event, item),
      },
      h("span", { class: "cw-cb-twist", "aria-hidden": "true" }, item.parents ? (open === "true" ? "▾" : "▸") : ""),
      h("span", { class: "cw-cb-swatch", "aria-hidden": "true" }),
      h("span", { class: "cw-cb-name", "aria-hidden": "true" }, `${item.name} `),
      h("span", { class: "cw-cb-count", "aria-hidden": "true", title: code ? `${spoken}` : null }, count),
    );
  }

  /** @param {string} id */
  #id(id) {
    return `${this.name}-${id.replace(/[^\w-]/g, "_")}`;
  }

  /** @param {Happened<MouseEvent>} event @param {TreeItem} item */
  #click(event, item) {
    if (!item.code || event.target.closest(".cw-cb-twist")) this.#fold(item);
    this.#to(item);
    if (item.code && !event.target.closest(".cw-cb-twist")) this.screen.choose(item.id);
  }

  /** @param {TreeItem} item @param {boolean} [close] */
  #fold(item, close = !this.closed.has(item.id)) {
    if (!item.parents) return;
    if (close) this.closed.add(item.id);
    else this.closed.delete(item.id);
    this.draw();
  }

  focus() {
    this.list.querySelector('[tabindex="0"]')?.focus();
  }

  /** Show a code in the tree, whatever is closed or filtered. @param {string} id */
  reveal(id) {
    const code = this.screen.byId.get(id);
    if (!code) return;
    if (this.find.value && !code.name.toLocaleLowerCase().includes(this.find.value.trim().toLocaleLowerCase()))
      this.find.value = "";
    this.closed.delete(`family ${code.group}`);
    let above = this.screen.byId.get(code.parent);
    // Codes that stand below each other in a circle have no top.
    for (let left = this.screen.codes.length; above && left > 1; left -= 1) {
      if (above !== code) this.closed.delete(above.id);
      above = this.screen.byId.get(above.parent);
    }
    this.at = id;
    this.draw();
    this.list.querySelector('[tabindex="0"]')?.scrollIntoView({ block: "nearest" });
  }

  /** @param {TreeItem | undefined} item */
  #to(item) {
    if (!item) return;
    this.at = item.id;
    this.list.querySelectorAll('[tabindex="0"]').forEach((one) => one.setAttribute("tabindex", "-1"));
    const node = this.list.querySelector(`[data-item="${CSS.escape(item.id)}"]`);
    node?.setAttribute("tabindex", "0");
    node?.focus();
    if (!item.code || item.id === this.screen.chosen) return;
    this.screen.look(item.id);
    this.list
      .querySelectorAll("[aria-selected]")
      .forEach((one) => one.setAttribute("aria-selected", String(one === node)));
  }

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    const index = this.items.findIndex((item) => item.id === this.at);
    const item = this.items[index];
    if (!item) return;
    if ((event.ctrlKey || event.metaKey) && /^Arrow/.test(event.key)) {
      event.preventDefault();
      if (item.code) this.screen.shift(item.id, WAYS.get(event.key) || "");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const walks = new Map([
      ["ArrowDown", this.items[index + 1]],
      ["ArrowUp", this.items[index - 1]],
      ["Home", this.items[0]],
      ["End", this.items[this.items.length - 1]],
    ]);
    if (walks.has(event.key)) this.#to(walks.get(event.key));
    else if (event.key === "ArrowRight") this.#inward(item, index);
    else if (event.key === "ArrowLeft") this.#outward(item, index);
    else if (event.key === "Enter" || event.key === " ") {
      if (item.code) this.screen.choose(item.id, true);
      else this.#fold(item);
    } else if (event.key.length === 1) this.#type(event.key, index);
    else return;
    event.preventDefault();
  }

  /** @param {TreeItem} item @param {number} index */
  #inward(item, index) {
    if (item.parents && this.closed.has(item.id)) this.#fold(item, false);
    else if (item.parents) this.#to(this.items[index + 1]);
  }

  /** @param {TreeItem} item @param {number} index */
  #outward(item, index) {
    if (item.parents && !this.closed.has(item.id)) this.#fold(item, true);
    else this.#to(this.items.slice(0, index).findLast((other) => other.level < item.level));
  }

  /** @param {string} letter @param {number} index */
  #type(letter, index) {
    const after = [...this.items.slice(index + 1), ...this.items.slice(0, index + 1)];
    this.#to(after.find((item) => item.name.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase())));
  }
}
