// A table one can edit with keys alone: one tab stop, arrows, F2 or Enter or typing to edit, paste from Excel.
// A screen gives columns, rows and what to do; Python checks every value before it is saved.

import { chosenBy, editedValue, isLocked, led, nearest, pasted, shownValue } from "./cells.js";
import { readBlock } from "./clipboard.js";
import { offers } from "./offering.js";
import { RowWindow } from "./row_window.js";
import { counted, h, putChildren } from "./shared.js";

/** @import { Column, GridOwner, GridRow, RowChange } from "./screen_types.js" */

/** @typedef {{ row: GridRow | null, says: string, index: number, line: HTMLElement, all: HTMLElement[] }} Drawn */

const COLUMNS_OF_A_PAGE = 6;

export class Grid {
  /**
   * `owner` answers: commit(row, values), rowName(row), and may answer key(event, row, column).
   * @param {GridOwner} owner @param {string} label
   */
  constructor(owner, label) {
    this.owner = owner;
    /** @type {Column[]} */
    this.columns = [];
    /** @type {GridRow[]} */
    this.rows = [];
    /** What a cell is being edited in. @type {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | null} */
    this.editor = null;
    /** The letters by which a choice is looked for. */
    this.letters = "";
    this.active = { row: 0, column: 0 };
    /** The row the focus is in: rows above it may come and go. */
    this.activeId = "";
    /** The cell one comes to by Tab. @type {HTMLElement | null} */
    this.stop = null;
    this.window = new RowWindow();
    /** Room for the rows that are not drawn. @type {HTMLElement[]} */
    this.rooms = [];
    /** The lines that are drawn, by row. @type {Map<string, Drawn>} */
    this.drawn = new Map();
    this.body = h("tbody");
    this.head = h("tr", { "aria-rowindex": 1 });
    this.table = h(
      "table",
      {
        class: "cw-grid",
        role: "grid",
        "aria-label": label,
        onkeydown: (event) => this.#key(event),
        onpaste: (event) => this.#paste(event),
        onfocusin: (event) => this.#focused(event),
        onfocusout: (event) => this.#left(event),
        ondblclick: () => this.edit(),
      },
      h("thead", {}, this.head),
      this.body,
    );
    this.scroll = h("div", { class: "cw-grid-scroll", onscroll: () => this.#scrolled() }, this.table);
    this.more = h("p", { class: "cw-grid-more", hidden: true });
    this.element = h("div", { class: "cw-grid-outer" }, this.scroll, this.more);
    this.sizes = new ResizeObserver(() => this.#scrolled());
    this.sizes.observe(this.scroll);
  }

  close() {
    this.sizes.disconnect();
    cancelAnimationFrame(this.due || 0);
  }

  /** Say what the table is of. @param {string} label */
  call(label) {
    this.table.setAttribute("aria-label", label);
  }

  /**
   * `isOwn` where the person did what changed; a row that others took away leaves the focus to no other row, in which
   * the next letter would be written.
   * @param {Column[]} columns @param {GridRow[]} rows @param {boolean} [isOwn]
   */
  show(columns, rows, isOwn = true) {
    const inside = this.table.contains(document.activeElement);
    const before = this.active.row;
    if (this.editor) this.rows = this.#around(rows);
    else {
      if (columns !== this.columns) this.#heads(columns);
      this.rows = rows;
    }
    const at = this.rows.findIndex((row) => row.id === this.activeId);
    this.active.row = at < 0 ? Math.min(this.active.row, Math.max(0, this.rows.length - 1)) : at;
    this.active.column = Math.max(0, Math.min(this.active.column, this.columns.length - 1));
    this.activeId = this.row?.id || "";
    this.table.setAttribute("aria-rowcount", String(this.rows.length + 1));
    this.#draw();
    if (this.editor && before !== this.active.row) this.editor.scrollIntoView({ block: "nearest" });
    if (inside && at < 0 && !isOwn) return;
    if (inside && !this.editor && (document.activeElement !== this.cell() || before !== this.active.row))
      this.focus(before === this.active.row);
  }

  // While a cell is being written its row stays, also where it is gone; rows above and below it come and go at once,
  // and not only when a click elsewhere ends the writing: they would move away under the pointer.
  /** @param {GridRow[]} rows */
  #around(rows) {
    const row = this.row;
    if (rows.some((one) => one.id === row.id)) return rows.map((one) => (one.id === row.id ? row : one));
    return [...rows.slice(0, this.active.row), row, ...rows.slice(this.active.row)];
  }

  /** @param {Column[]} columns */
  #heads(columns) {
    this.columns = columns;
    this.drawn.clear();
    this.table.setAttribute("aria-colcount", String(columns.length));
    this.table.classList.toggle("cw-wide", columns.length > COLUMNS_OF_A_PAGE);
    this.head.replaceChildren(
      ...columns.map((column, at) =>
        h("th", { scope: "col", "aria-colindex": at + 1, title: column.help, class: this.#kind(column) }, column.title),
      ),
    );
  }

  /** @param {Column} column */
  #kind(column) {
    return [column.numeric ? "cw-number" : "", column.long ? "cw-long" : "", column.options ? "cw-choice" : ""]
      .join(" ")
      .trim();
  }

  /** A new row was saved and has an id now: what is in it, and being typed in it, stays in it. @param {string} before @param {string} id */
  became(before, id) {
    if (this.activeId === before) this.activeId = id;
    this.rows = this.rows.map((row) => (row.id === before ? { ...row, id, isNew: false } : row));
    const line = this.drawn.get(before);
    this.drawn.delete(before);
    if (line) this.drawn.set(id, line);
  }

  // drawing -----

  // Only rows near the view are in the page, and of these only what changed is made anew.
  #draw() {
    const ids = this.rows.map((row) => row.id);
    const isWhole = this.window.isWhole(ids.length);
    const held = isWhole ? null : this.#inView(ids);
    const top = held
      ? this.window.above(ids, held.id) - held.top
      : this.scroll.scrollTop - (this.head.offsetHeight || 0);
    const parts = this.window.parts(ids, this.active.row, top, this.scroll.clientHeight);
    /** @type {Map<string, Drawn>} */
    const drawn = new Map();
    const first = parts.findIndex((part) => !part.room);
    const lines = parts.flatMap((part, at) =>
      part.room ? [this.#room(part.room, at < first ? 0 : at - first)] : this.#lines(part, drawn),
    );
    this.drawn = drawn;
    this.#arrange(lines);
    this.#stopAt(this.cell());
    this.scroll.classList.toggle("cw-window", !isWhole);
    if (held) this.#hold(held);
    if (!isWhole)
      for (const [id, { all }] of drawn)
        this.window.measured(
          id,
          all.reduce((sum, line) => sum + line.offsetHeight, 0),
        );
    this.#hint();
  }

  // How high rows are that were never drawn is a guess, and over thousands of rows a better guess would move away
  // what a person looks at: the row with the focus, or else the first in view, stays where it is seen.
  /** @param {string[]} ids @returns {{ id: string, top: number } | null} */
  #inView(ids) {
    const { scrollTop, clientHeight } = this.scroll;
    const there = new Set(ids);
    const lines = [...this.drawn].filter(([id]) => there.has(id));
    const places = lines.map(([id, { line }]) => ({ id, top: line.offsetTop - scrollTop, line }));
    const seen = places.filter(({ top, line }) => top < clientHeight && top + line.offsetHeight > 0);
    const held = seen.find(({ id }) => id === this.activeId) || seen[0];
    return held ? { id: held.id, top: held.top } : null;
  }

  /** @param {{ id: string, top: number }} held */
  #hold({ id, top }) {
    const line = this.drawn.get(id)?.line;
    const moved = line ? line.offsetTop - this.scroll.scrollTop - top : 0;
    if (moved) this.scroll.scrollTop += moved;
  }

  // The line that is being written in is not moved, since what is moved loses the focus: the others are put around it.
  /** @param {HTMLElement[]} lines */
  #arrange(lines) {
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    if (at < 0) return putChildren(this.body, lines);
    const kept = new Set(lines);
    for (const line of [...this.body.children]) if (!kept.has(/** @type {HTMLElement} */ (line))) line.remove();
    for (let one = at - 1; one >= 0; one -= 1)
      if (lines[one + 1].previousElementSibling !== lines[one]) lines[one + 1].before(lines[one]);
    for (let one = at + 1; one < lines.length; one += 1)
      if (lines[one - 1].nextElementSibling !== lines[one]) lines[one - 1].after(lines[one]);
    return undefined;
  }

  // The same room is made higher or lower: one that is taken out even for a moment would let the view jump.
  /** @param {number} height @param {number} which */
  #room(height, which) {
    this.rooms[which] ||= h("tr", { class: "cw-room", "aria-hidden": "true" }, h("td", {}));
    const cell = /** @type {HTMLElement} */ (this.rooms[which].firstElementChild);
    cell.setAttribute("colspan", String(this.columns.length));
    cell.style.height = `${height}px`;
    return this.rooms[which];
  }

  /** @param {{ from: number, to: number }} part @param {Map<string, Drawn>} drawn */
  #lines({ from, to }, drawn) {
    const lines = [];
    for (let index = from; index < Math.min(to, this.rows.length); index += 1) {
      const row = this.rows[index];
      const line = this.#line(row, index);
      drawn.set(row.id, line);
      lines.push(...line.all);
    }
    return lines;
  }

  /** @param {GridRow} row @param {number} index @returns {Drawn} */
  #line(row, index) {
    const before = this.drawn.get(row.id);
    if (before && this.editor && row.id === this.activeId) {
      if (before.index !== index) this.#number(before, index);
      return before;
    }
    const says = before?.row === row ? before.says : JSON.stringify([{ ...row, pending: [...(row.pending || [])] }]);
    if (before?.says === says) {
      before.row = row;
      if (before.index !== index) this.#number(before, index);
      return before;
    }
    const line = h(
      "tr",
      { class: row.isNew ? "cw-new" : null },
      this.columns.map((column, at) => this.#cell(row, column, at)),
    );
    const group = row.group
      ? [h("tr", { class: "cw-group" }, h("th", { scope: "rowgroup", colspan: this.columns.length }, row.group))]
      : [];
    const drawn = { row, says, index, line, all: [...group, line] };
    this.#number(drawn, index);
    return drawn;
  }

  /** @param {Drawn} drawn @param {number} index */
  #number(drawn, index) {
    drawn.index = index;
    drawn.line.setAttribute("aria-rowindex", String(index + 2));
    for (const cell of /** @type {Iterable<HTMLElement>} */ (drawn.line.children)) cell.dataset.row = String(index);
  }

  /** @param {GridRow} row @param {Column} column @param {number} at */
  #cell(row, column, at) {
    const problem = row.problems?.[column.name];
    const locked = isLocked(row, column);
    const shown = shownValue(column, row.values[column.name]);
    return h(
      "td",
      {
        role: "gridcell",
        tabindex: -1,
        "data-column": at,
        "aria-colindex": at + 1,
        "aria-readonly": String(locked),
        "aria-invalid": problem ? "true" : null,
        class: [this.#kind(column), locked ? "cw-locked" : "", row.pending?.has(column.name) ? "cw-unsaved" : ""]
          .join(" ")
          .trim(),
        "aria-label": `${column.title}, ${this.owner.rowName(row)}: ${shown || "empty"}${problem ? `. ${problem}` : ""}`,
      },
      h("span", { class: "cw-value" }, shown),
      problem ? h("span", { class: "cw-wrong" }, problem) : "",
    );
  }

  /** @param {HTMLElement | null} cell */
  #stopAt(cell) {
    if (this.stop !== cell) this.stop?.setAttribute("tabindex", "-1");
    this.stop = cell;
    cell?.setAttribute("tabindex", "0");
  }

  #scrolled() {
    this.#hint();
    if (this.due || this.window.isWhole(this.rows.length)) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.#draw();
    });
  }

  // What does not fit beside the rest is said, since many screens show no bar to scroll by.
  #hint() {
    const { scrollLeft, scrollWidth, clientWidth } = this.scroll;
    const hidden = [...this.head.children].filter(
      (one) => /** @type {HTMLElement} */ (one).offsetLeft + 24 > scrollLeft + clientWidth,
    );
    this.element.classList.toggle("cw-more-left", scrollLeft > 0);
    this.element.classList.toggle("cw-more-right", scrollLeft + clientWidth < scrollWidth - 1);
    this.more.hidden = !hidden.length;
    this.more.textContent = hidden.length
      ? `More to the right: ${hidden.map((one) => one.textContent).join(", ")}`
      : "";
  }

  /** @param {number} [row] @param {number} [column] */
  cell(row = this.active.row, column = this.active.column) {
    return this.body.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  }

  focus(isInPlace = false) {
    this.cell()?.focus({ preventScroll: isInPlace });
  }

  get row() {
    return this.rows[this.active.row];
  }

  /** @param {number} row @param {number} column */
  to(row, column) {
    if (!this.rows.length) return;
    this.active = nearest({ row, column }, this.rows.length, this.columns.length);
    this.activeId = this.row.id;
    if (!this.cell()) this.#draw();
    this.#stopAt(this.cell());
    this.focus();
    this.owner.moved?.();
  }

  /** @param {Happened<FocusEvent>} event */
  #focused(event) {
    const cell = event.target.closest("td[data-row]");
    if (!cell || event.target !== cell) return;
    this.active = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
    this.activeId = this.row?.id || "";
    this.#stopAt(cell);
    this.owner.moved?.();
  }

  /** @param {FocusEvent} event */
  #left(event) {
    if (this.editor || (event.relatedTarget instanceof Node && this.table.contains(event.relatedTarget))) return;
    setTimeout(() => {
      if (!this.table.contains(document.activeElement)) this.owner.moved?.();
    });
  }

  /** Whether the person is in a row. @param {string} id */
  isIn(id) {
    return this.activeId === id && this.table.contains(document.activeElement);
  }

  // keys -----

  /** @param {Happened<KeyboardEvent>} event */
  #key(event) {
    if (this.editor) return this.#editKey(event);
    if (this.owner.key?.(event, this.row, this.columns[this.active.column])) return event.preventDefault();
    const far = event.ctrlKey || event.metaKey;
    const next = led(event.key, this.active, this.rows.length, this.columns.length, far);
    if (next) {
      event.preventDefault();
      return this.to(next.row, next.column);
    }
    if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      return this.edit();
    }
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      return this.#set("");
    }
    if (event.key.length === 1 && !far && !event.altKey && event.key !== " ") {
      event.preventDefault();
      return this.edit(event.key);
    }
    return undefined;
  }

  /** @param {KeyboardEvent} event */
  #editKey(event) {
    const { column } = this.active;
    if (event.key === "Escape") {
      event.preventDefault();
      this.leave(false);
      this.focus();
    } else if (event.key === "Enter" && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      this.leave(true);
      this.to(this.active.row + 1, column);
    } else if (event.key === "Tab") {
      event.preventDefault();
      this.leave(true);
      this.to(this.active.row, column + (event.shiftKey ? -1 : 1));
    } else if (this.editor instanceof HTMLSelectElement) this.#choose(event);
  }

  // A browser begins anew after a pause and knows nothing of the letter that opened the choice: so we look ourselves.
  /** @param {KeyboardEvent} event */
  #choose(event) {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isLetter && event.key !== "Backspace") {
      this.letters = "";
      return;
    }
    event.preventDefault();
    this.#look(isLetter ? this.letters + event.key : this.letters.slice(0, -1));
  }

  /** @param {string} letters */
  #look(letters) {
    const options = this.columns[this.active.column].options || [];
    const found = chosenBy(options, letters);
    this.letters = letters;
    const editor = this.editor;
    editor?.querySelector("option[data-typed]")?.remove();
    if (found && editor) editor.value = String(found.value);
    else if (letters && editor) {
      // What is typed stays, though it is no choice yet: a team mate's row may be on its way, and Python knows.
      editor.prepend(h("option", { value: letters, "data-typed": true }, letters));
      editor.value = letters;
      this.owner.say(`No choice begins with “${letters}” yet.`);
    }
  }

  // editing -----

  /** @param {string | null} [typed] */
  edit(typed = null) {
    const [row, column, cell] = [this.row, this.columns[this.active.column], this.cell()];
    if (!row || this.editor) return;
    if (isLocked(row, column)) {
      this.owner.say(
        column.key
          ? "A number stays as it is, because other rows and documents name it."
          : "This cell cannot be changed here.",
      );
      return;
    }
    const value = column.options || typed === null ? editedValue(column, row.values[column.name]) : typed;
    const editor = this.#editor(column, value, `${column.title}, ${this.owner.rowName(row)}`);
    this.editor = editor;
    this.letters = "";
    if (typed !== null && editor instanceof HTMLSelectElement) this.#look(typed);
    cell?.replaceChildren(editor, ...offers(column, editor));
    editor.focus();
    if (typed === null && !(editor instanceof HTMLSelectElement)) editor.select();
    editor.addEventListener("blur", (event) => this.#leaveFor(/** @type {FocusEvent} */ (event).relatedTarget));
  }

  /**
   * Saving draws the cells anew, also the one that a click goes to: so the focus is given to what stands there then.
   * @param {EventTarget | null} next
   */
  #leaveFor(next) {
    if (!this.editor) return;
    const cell = next instanceof HTMLElement && this.body.contains(next) ? next.closest("td[data-row]") : null;
    const there = this.rows[Number(cell?.dataset.row)]?.id;
    this.leave(true);
    if (!cell) return;
    const row = this.rows.findIndex((one) => one.id === there);
    this.to(row < 0 ? Number(cell.dataset.row) : row, Number(cell.dataset.column));
  }

  /** @param {Column} column @param {string} value @param {string} label */
  #editor(column, value, label) {
    if (column.options) {
      const options = column.options.map((one) =>
        h("option", { value: one.value, selected: String(one.value) === value }, one.label || "(none)"),
      );
      // Nothing is chosen for a person: what was empty stays empty until they choose.
      if (!column.options.some((one) => String(one.value) === value))
        options.unshift(h("option", { value, selected: true }, value || "(choose)"));
      return h("select", { "aria-label": label }, options);
    }
    const editor = column.long
      ? h("textarea", { rows: Math.min(8, Math.max(3, Math.ceil(value.length / 45))), "aria-label": label })
      : h("input", {
          type: "text",
          "aria-label": label,
          inputmode: column.numeric ? "decimal" : null,
          autocomplete: "off",
        });
    editor.value = value;
    return editor;
  }

  /** Stop editing, and let what was typed be saved or not. @param {boolean} keep */
  leave(keep) {
    const editor = this.editor;
    if (!editor) return;
    this.editor = null;
    const [row, column] = [this.row, this.columns[this.active.column]];
    const line = this.drawn.get(row.id);
    if (line) Object.assign(line, { row: null, says: "" });
    const changed = editedValue(column, row.values[column.name]) !== editor.value;
    if (keep && changed) this.#commit(row, { [column.name]: editor.value });
    else this.owner.redraw();
  }

  /** @param {string} value */
  #set(value) {
    const [row, column] = [this.row, this.columns[this.active.column]];
    if (!row || isLocked(row, column)) return;
    if (String(row.values[column.name] ?? "") !== value) this.#commit(row, { [column.name]: value });
  }

  /** @param {GridRow} row @param {Record<string, string>} values */
  #commit(row, values) {
    this.owner.commit([[row, values]]);
  }

  // paste -----

  /** @param {ClipboardEvent} event */
  #paste(event) {
    if (this.editor) return;
    const block = readBlock(event.clipboardData?.getData("text/plain") || "");
    if (!block.length) return;
    event.preventDefault();
    const { row: top, column: first } = this.active;
    /** @type {RowChange[]} */
    const changes = block.flatMap((line, down) => {
      const row = this.rows[top + down] || this.owner.blank?.();
      const values = row ? pasted(line, row, this.columns, first) : {};
      return row && Object.keys(values).length ? [[row, values]] : [];
    });
    this.owner.commit(changes, true);
    this.owner.say(`Pasted ${counted(changes.length, "row", "rows")}.`);
  }
}
