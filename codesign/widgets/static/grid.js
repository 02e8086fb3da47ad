// A table one can edit with keys alone: one tab stop, arrows, F2 or Enter or typing to edit, paste from Excel.
// A screen gives columns, rows and what to do; Python checks every value before it is saved.

class Grid {
  /** `owner` answers: commit(row, values), rowName(row), and may answer key(event, row, column). */
  constructor(owner, label) {
    this.owner = owner;
    this.columns = [];
    this.rows = [];
    this.active = { row: 0, column: 0 };
    this.body = h("tbody");
    this.head = h("tr");
    this.table = h("table", { class: "cw-grid", role: "grid", "aria-label": label, onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event), onfocusin: (event) => this.#focused(event), ondblclick: () => this.edit() },
    h("thead", {}, this.head), this.body);
  }

  show(columns, rows) {
    const inside = this.table.contains(document.activeElement);
    const editing = this.editor;
    if (editing) return;
    this.columns = columns;
    this.rows = rows;
    this.head.replaceChildren(...columns.map((column) => h("th", { scope: "col", title: column.help, class: column.numeric ? "cw-number" : null }, column.title)));
    this.active.row = Math.min(this.active.row, Math.max(0, rows.length - 1));
    this.active.column = Math.min(this.active.column, columns.length - 1);
    this.body.replaceChildren(...rows.flatMap((row, index) => this.#row(row, index)));
    if (inside) this.focus();
  }

  #row(row, index) {
    const before = row.group ? [h("tr", { class: "cw-group" }, h("th", { scope: "rowgroup", colspan: this.columns.length }, row.group))] : [];
    const cells = this.columns.map((column, at) => this.#cell(row, column, index, at));
    return [...before, h("tr", { class: row.isNew ? "cw-new" : null }, cells)];
  }

  #cell(row, column, index, at) {
    const problem = row.problems?.[column.name];
    const locked = this.#locked(row, column);
    const here = index === this.active.row && at === this.active.column;
    const shown = this.shown(column, row.values[column.name]);
    return h("td", {
      role: "gridcell", tabindex: here ? 0 : -1, "data-row": index, "data-column": at, "aria-readonly": String(locked), "aria-invalid": problem ? "true" : null,
      class: [column.numeric ? "cw-number" : "", locked ? "cw-locked" : "", column.long ? "cw-long" : "", row.pending?.has(column.name) ? "cw-unsaved" : ""].join(" ").trim(),
      "aria-label": `${column.title}, ${this.owner.rowName(row)}: ${shown || "empty"}${problem ? `. ${problem}` : ""}`,
    }, h("span", { class: "cw-value" }, shown), problem ? h("span", { class: "cw-wrong" }, problem) : "");
  }

  #locked(row, column) {
    return Boolean(column.locked || (column.key && !row.isNew));
  }

  shown(column, value) {
    if (value === null || value === undefined || value === "") return "";
    const option = column.options?.find((one) => String(one.value) === String(value));
    return option ? option.label : String(value);
  }

  cell(row = this.active.row, column = this.active.column) {
    return this.body.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  }

  focus() {
    this.cell()?.focus();
  }

  get row() {
    return this.rows[this.active.row];
  }

  to(row, column) {
    if (!this.rows.length) return;
    this.cell()?.setAttribute("tabindex", "-1");
    this.active = { row: Math.min(Math.max(row, 0), this.rows.length - 1), column: Math.min(Math.max(column, 0), this.columns.length - 1) };
    const cell = this.cell();
    cell?.setAttribute("tabindex", "0");
    cell?.focus();
    this.owner.moved?.();
  }

  #focused(event) {
    const cell = event.target.closest("td[data-row]");
    if (!cell || event.target !== cell) return;
    this.cell()?.setAttribute("tabindex", "-1");
    this.active = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
    cell.setAttribute("tabindex", "0");
    this.owner.moved?.();
  }

  // keys -----

  #key(event) {
    if (this.editor) return this.#editKey(event);
    if (this.owner.key?.(event, this.row, this.columns[this.active.column])) return event.preventDefault();
    const { row, column } = this.active;
    const far = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [far ? 0 : row, 0], End: [far ? this.rows.length - 1 : row, this.columns.length - 1],
      PageUp: [row - 10, column], PageDown: [row + 10, column],
    };
    if (moves[event.key]) {
      event.preventDefault();
      return this.to(...moves[event.key]);
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

  edit(typed = null) {
    const [row, column, cell] = [this.row, this.columns[this.active.column], this.cell()];
    if (!row || this.editor) return;
    if (this.#locked(row, column)) {
      this.owner.say(column.key ? "An id stays as it is, because other rows name it." : "This cell cannot be changed here.");
      return;
    }
    const value = row.values[column.name] ?? "";
    this.editor = this.#editor(column, typed ?? String(value), `${column.title}, ${this.owner.rowName(row)}`);
    if (typed !== null && column.options) this.#preselect(typed);
    cell.replaceChildren(this.editor);
    this.editor.focus();
    if (typed === null) this.editor.select?.();
    this.editor.addEventListener("blur", (event) => this.#leaveFor(event.relatedTarget));
  }

  /** Saving draws the cells anew, also the one that a click goes to: so the focus is given to what stands there then. */
  #leaveFor(next) {
    if (!this.editor) return;
    const cell = this.body.contains(next) ? next.closest("td[data-row]") : null;
    this.#leave(true);
    if (cell) this.to(Number(cell.dataset.row), Number(cell.dataset.column));
  }

  #editor(column, value, label) {
    if (column.options) {
      const options = column.options.map((one) => h("option", { value: one.value, selected: String(one.value) === value }, one.label || "(none)"));
      if (!column.options.some((one) => String(one.value) === value) && value.length > 1) options.unshift(h("option", { value, selected: true }, value));
      return h("select", { "aria-label": label }, options);
    }
    const editor = column.long
      ? h("textarea", { rows: Math.min(8, Math.max(3, Math.ceil(value.length / 45))), "aria-label": label })
      : h("input", { type: "text", "aria-label": label, inputmode: column.numeric ? "decimal" : null, autocomplete: "off" });
    editor.value = value;
    return editor;
  }

  #preselect(typed) {
    const found = Array.from(this.editor.options).find((option) => option.textContent.toLowerCase().startsWith(typed.toLowerCase()));
    if (found) this.editor.value = found.value;
  }

  #leave(keep) {
    const editor = this.editor;
    if (!editor) return;
    this.editor = null;
    const [row, column] = [this.row, this.columns[this.active.column]];
    const changed = String(row.values[column.name] ?? "") !== editor.value;
    if (keep && changed) this.#commit(row, { [column.name]: editor.value });
    else this.owner.redraw();
  }

  #set(value) {
    const [row, column] = [this.row, this.columns[this.active.column]];
    if (!row || this.#locked(row, column)) return;
    if (String(row.values[column.name] ?? "") !== value) this.#commit(row, { [column.name]: value });
  }

  #commit(row, values) {
    this.owner.commit([[row, values]]);
  }

  // paste -----

  #paste(event) {
    if (this.editor) return;
    const block = readBlock(event.clipboardData.getData("text/plain"));
    if (!block.length) return;
    event.preventDefault();
    const changes = block.map((line, down) => {
      const row = this.rows[this.active.row + down] || this.owner.blank?.();
      if (!row) return null;
      const cells = line.map((value, right) => [this.columns[this.active.column + right], value])
        .filter(([column]) => column && !this.#locked(row, column));
      return [row, Object.fromEntries(cells.map(([column, value]) => [column.name, this.#fromLabel(column, value)]))];
    }).filter((change) => change && Object.keys(change[1]).length);
    this.owner.commit(changes);
    this.owner.say(`Pasted ${counted(changes.length, "row", "rows")}.`);
  }

  #fromLabel(column, value) {
    const wanted = value.trim().toLowerCase();
    const option = column.options?.find((one) => String(one.value).toLowerCase() === wanted || one.label.toLowerCase() === wanted);
    return option ? option.value : value.trim();
  }
}

/** Rows and cells of what Excel puts on the clipboard: tabs between cells, quotes around cells with line breaks. */
function readBlock(text) {
  const rows = [[""]];
  let quoted = false;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < clean.length; at += 1) {
    const cells = rows.at(-1);
    const character = clean[at];
    if (quoted) {
      if (character === '"' && clean[at + 1] === '"') { cells[cells.length - 1] += '"'; at += 1; }
      else if (character === '"') quoted = false;
      else cells[cells.length - 1] += character;
    } else if (character === '"' && cells.at(-1) === "") quoted = true;
    else if (character === "\t") cells.push("");
    else if (character === "\n") rows.push([""]);
    else cells[cells.length - 1] += character;
  }
  return clean ? rows : [];
}
