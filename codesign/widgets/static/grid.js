// A table one can edit with keys alone: one tab stop, arrows, F2 or Enter or typing to edit, paste from Excel.
// A screen gives columns, rows and what to do; Python checks every value before it is saved.

import { editedValue, isLocked, led, nearest, pasted, shownValue } from "./cells.js";
import { readBlock } from "./clipboard.js";
import { offers } from "./offering.js";
import { counted, h } from "./shared.js";

/** @import { Column, GridOwner, GridRow, RowChange } from "./screen_types.js" */

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
    this.active = { row: 0, column: 0 };
    /** The row the focus is in: rows above it may come and go. */
    this.activeId = "";
    this.body = h("tbody");
    this.head = h("tr");
    this.table = h(
      "table",
      {
        class: "cw-grid",
        role: "grid",
        "aria-label": label,
        onkeydown: (event) => this.#key(event),
        onpaste: (event) => this.#paste(event),
        onfocusin: (event) => this.#focused(event),
        ondblclick: () => this.edit(),
      },
      h("thead", {}, this.head),
      this.body,
    );
  }

  /** Say what the table is of. @param {string} label */
  call(label) {
    this.table.setAttribute("aria-label", label);
  }

  /** @param {Column[]} columns @param {GridRow[]} rows */
  show(columns, rows) {
    const inside = this.table.contains(document.activeElement);
    const editing = this.editor;
    if (editing) return;
    this.columns = columns;
    this.rows = rows;
    this.head.replaceChildren(
      ...columns.map((column) =>
        h("th", { scope: "col", title: column.help, class: column.numeric ? "cw-number" : null }, column.title),
      ),
    );
    const at = rows.findIndex((row) => row.id === this.activeId);
    this.active.row = at < 0 ? Math.min(this.active.row, Math.max(0, rows.length - 1)) : at;
    this.active.column = Math.min(this.active.column, columns.length - 1);
    this.activeId = this.row?.id || "";
    this.body.replaceChildren(...rows.flatMap((row, index) => this.#row(row, index)));
    if (inside) this.focus();
  }

  /** A new row was saved and has an id now: what is in it, and being typed in it, stays in it. @param {string} before @param {string} id */
  became(before, id) {
    if (this.activeId === before) this.activeId = id;
    this.rows = this.rows.map((row) => (row.id === before ? { ...row, id, isNew: false } : row));
  }

  /** @param {GridRow} row @param {number} index */
  #row(row, index) {
    const before = row.group
      ? [h("tr", { class: "cw-group" }, h("th", { scope: "rowgroup", colspan: this.columns.length }, row.group))]
      : [];
    const cells = this.columns.map((column, at) => this.#cell(row, column, index, at));
    return [...before, h("tr", { class: row.isNew ? "cw-new" : null }, cells)];
  }

  /** @param {GridRow} row @param {Column} column @param {number} index @param {number} at */
  #cell(row, column, index, at) {
    const problem = row.problems?.[column.name];
    const locked = isLocked(row, column);
    const here = index === this.active.row && at === this.active.column;
    const shown = shownValue(column, row.values[column.name]);
    return h(
      "td",
      {
        role: "gridcell",
        tabindex: here ? 0 : -1,
        "data-row": index,
        "data-column": at,
        "aria-readonly": String(locked),
        "aria-invalid": problem ? "true" : null,
        class: [
          column.numeric ? "cw-number" : "",
          locked ? "cw-locked" : "",
          column.long ? "cw-long" : "",
          row.pending?.has(column.name) ? "cw-unsaved" : "",
        ]
          .join(" ")
          .trim(),
        "aria-label": `${column.title}, ${this.owner.rowName(row)}: ${shown || "empty"}${problem ? `. ${problem}` : ""}`,
      },
      h("span", { class: "cw-value" }, shown),
      problem ? h("span", { class: "cw-wrong" }, problem) : "",
    );
  }

  /** @param {number} [row] @param {number} [column] */
  cell(row = this.active.row, column = this.active.column) {
    return this.body.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  }

  focus() {
    this.cell()?.focus();
  }

  get row() {
    return this.rows[this.active.row];
  }

  /** @param {number} row @param {number} column */
  to(row, column) {
    if (!this.rows.length) return;
    this.cell()?.setAttribute("tabindex", "-1");
    this.active = nearest({ row, column }, this.rows.length, this.columns.length);
    this.activeId = this.row.id;
    const cell = this.cell();
    cell?.setAttribute("tabindex", "0");
    cell?.focus();
    this.owner.moved?.();
  }

  /** @param {Happened<FocusEvent>} event */
  #focused(event) {
    const cell = event.target.closest("td[data-row]");
    if (!cell || event.target !== cell) return;
    this.cell()?.setAttribute("tabindex", "-1");
    this.active = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
    this.activeId = this.row?.id || "";
    cell.setAttribute("tabindex", "0");
    this.owner.moved?.();
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
      this.#leave(false);
      this.focus();
    } else if (event.key === "Enter" && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      this.#leave(true);
      this.to(this.active.row + 1, column);
    } else if (event.key === "Tab") {
      event.preventDefault();
      this.#leave(true);
      this.to(this.active.row, column + (event.shiftKey ? -1 : 1));
    }
  }

  // editing -----

  /** @param {string | null} [typed] */
  edit(typed = null) {
    const [row, column, cell] = [this.row, this.columns[this.active.column], this.cell()];
    if (!row || this.editor) return;
    if (isLocked(row, column)) {
      this.owner.say(
        column.key ? "An id stays as it is, because other rows name it." : "This cell cannot be changed here.",
      );
      return;
    }
    const value = column.options || typed === null ? editedValue(column, row.values[column.name]) : typed;
    const editor = this.#editor(column, value, `${column.title}, ${this.owner.rowName(row)}`);
    this.editor = editor;
    if (typed !== null && editor instanceof HTMLSelectElement) this.#preselect(editor, typed);
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
    this.#leave(true);
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

  /** @param {HTMLSelectElement} editor @param {string} typed */
  #preselect(editor, typed) {
    const found = Array.from(editor.options).find((option) =>
      option.text.toLowerCase().startsWith(typed.toLowerCase()),
    );
    if (found) editor.value = found.value;
  }

  /** @param {boolean} keep */
  #leave(keep) {
    const editor = this.editor;
    if (!editor) return;
    this.editor = null;
    const [row, column] = [this.row, this.columns[this.active.column]];
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
    this.owner.commit(changes);
    this.owner.say(`Pasted ${counted(changes.length, "row", "rows")}.`);
  }
}
