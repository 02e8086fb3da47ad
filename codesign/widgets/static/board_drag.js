// Dragging with the mouse: cards to another place, duties up and down, passages onto cards.

import { dropSpot } from "./board_order.js";
import { counted, h } from "./shared.js";

/** @import { Board } from "./board.js" */

/** @typedef {{ kind: "tasks" | "duty" | "passages", ids: string[], words: string }} Load */
/** @typedef {{ element: HTMLElement, mark: "before" | "after" | "into", act: () => void }} Target */

const BEGINS_AFTER = 6;
const EDGE = 48;

export class BoardDrag {
  /** @param {Board} board @param {HTMLElement} area Where dragging begins. @param {HTMLElement} scrolled */
  constructor(board, area, scrolled) {
    this.board = board;
    this.area = area;
    this.scrolled = scrolled;
    this.ghost = h("div", { class: "cw-bd-ghost", "aria-hidden": "true", hidden: true });
    /** @type {Load | null} */
    this.load = null;
    /** @type {Target | null} */
    this.target = null;
    this.wasDragged = false;
    area.append(this.ghost);
    area.addEventListener("pointerdown", (event) => this.#press(event));
    area.addEventListener("click", (event) => this.#swallow(event), { capture: true });
  }

  // The click that ends a drag is none.
  /** @param {Event} event */
  #swallow(event) {
    if (!this.wasDragged) return;
    this.wasDragged = false;
    event.stopPropagation();
    event.preventDefault();
  }

  /** @param {Happened<PointerEvent>} event */
  #press(event) {
    this.wasDragged = false;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const held = event.target.closest("[data-drag]");
    if (!held || event.target.closest("button, a, textarea, input:not([type='checkbox'])")) return;
    const [x, y] = [event.clientX, event.clientY];
    const going = new AbortController();
    const { signal } = going;
    /** @param {PointerEvent} now */
    const go = (now) => {
      if (!this.load && Math.hypot(now.clientX - x, now.clientY - y) < BEGINS_AFTER) return;
      if (!this.load) this.#begin(held.dataset.drag || "");
      now.preventDefault();
      this.#over(now.clientX, now.clientY);
    };
    /** @param {boolean} isDropped */
    const end = (isDropped) => {
      going.abort();
      this.#end(isDropped);
    };
    document.addEventListener("pointermove", go, { signal });
    document.addEventListener("pointerup", () => end(true), { signal });
    document.addEventListener("pointercancel", () => end(false), { signal });
    document.addEventListener(
      "keydown",
      (key) => {
        if (key.key !== "Escape" || !this.load) return;
        key.stopPropagation();
        key.preventDefault();
        end(false);
      },
      { signal, capture: true },
    );
  }

  /** @param {string} name */
  #begin(name) {
    const { chart, tray, state } = this.board;
    const at = name.indexOf(" ");
    const [kind, id] = [name.slice(0, at), name.slice(at + 1)];
    if (kind === "task") {
      const ids = chart.actedWith(id);
      this.load = {
        kind: "tasks",
        ids,
        words: ids.length > 1 ? counted(ids.length, "task", "tasks") : state.nameOf(id),
      };
    } else if (kind === "duty") this.load = { kind: "duty", ids: [id], words: state.duty(id)?.title || "" };
    else {
      const ids = tray.dragged(id);
      this.load = { kind: "passages", ids, words: counted(ids.length, "passage", "passages") };
    }
    this.ghost.textContent = this.load.words;
    this.ghost.hidden = false;
    this.area.toggleAttribute("data-dragging", true);
    document.getSelection()?.removeAllRanges();
    this.#scroll();
  }

  /** @param {number} x @param {number} y */
  #over(x, y) {
    this.point = { x, y };
    const box = this.area.getBoundingClientRect();
    const left = Math.min(x - box.left + 12, box.width - this.ghost.offsetWidth - 4);
    this.ghost.style.translate = `${left}px ${y - box.top + 10}px`;
    const under = document.elementFromPoint(x, y)?.closest("[data-drop]");
    const target = under && this.area.contains(under) ? this.#targetAt(/** @type {HTMLElement} */ (under), x, y) : null;
    this.#mark(target);
  }

  /** @param {Target | null} target */
  #mark(target) {
    if (this.target && this.target.element !== target?.element) delete this.target.element.dataset.mark;
    this.target = target;
    if (target) target.element.dataset.mark = target.mark;
  }

  /** @param {HTMLElement} under @param {number} x @param {number} y @returns {Target | null} */
  #targetAt(under, x, y) {
    const name = under.dataset.drop || "";
    const at = name.indexOf(" ");
    const [kind, id] = [name.slice(0, at), name.slice(at + 1)];
    const box = under.getBoundingClientRect();
    if (this.load?.kind === "passages") return this.#passagesTo(under, kind, id);
    if (this.load?.kind === "duty") return this.#dutyTo(under, y);
    const isAfter = x > box.left + box.width / 2;
    return kind === "task" ? this.#besideTask(under, id, isAfter) : this.#toEnd(under, id);
  }

  /** @param {HTMLElement} element @param {string} task @param {boolean} isAfter @returns {Target | null} */
  #besideTask(element, task, isAfter) {
    const { state, acts } = this.board;
    const { ids } = this.load || { ids: [] };
    const duty = state.dutyOf(task);
    if (!duty) return null;
    const before = isAfter ? duty.tasks[duty.tasks.indexOf(task) + 1] || "" : task;
    const spot = dropSpot(state.duties, ids, duty.id, before);
    return spot ? { element, mark: isAfter ? "after" : "before", act: () => acts.move(ids, spot) } : null;
  }

  /** @param {HTMLElement} element @param {string} duty @returns {Target | null} */
  #toEnd(element, duty) {
    const { state, acts } = this.board;
    const { ids } = this.load || { ids: [] };
    const spot = dropSpot(state.duties, ids, duty, "");
    return spot ? { element, mark: "into", act: () => acts.move(ids, spot) } : null;
  }

  /** @param {HTMLElement} element @param {string} kind @param {string} id @returns {Target} */
  #passagesTo(element, kind, id) {
    const { tray } = this.board;
    const { ids } = this.load || { ids: [] };
    const acts = { task: () => tray.link(ids, id), item: () => tray.linkToLine(ids, id) };
    const act = kind === "task" || kind === "item" ? acts[kind] : () => tray.makeTask(ids, id);
    return { element, mark: "into", act };
  }

  /** @param {HTMLElement} under @param {number} y @returns {Target | null} */
  #dutyTo(under, y) {
    const { state, acts } = this.board;
    const row = under.closest("[data-duty]");
    const [id] = this.load?.ids || [];
    const rest = state.named.map((duty) => duty.id).filter((one) => one !== id);
    const at = rest.indexOf(row?.dataset.duty || "");
    if (!row || at < 0) return null;
    const box = row.getBoundingClientRect();
    const isAfter = y > box.top + box.height / 2;
    return {
      element: row,
      mark: isAfter ? "after" : "before",
      act: () => acts.moveDuty(id, at + (isAfter ? 1 : 0)),
    };
  }

  // Near the upper and lower edge the board goes on by itself.
  #scroll() {
    if (!this.load) return;
    if (this.point) {
      const { top, bottom } = this.scrolled.getBoundingClientRect();
      const { y } = this.point;
      const by = y < top + EDGE ? y - top - EDGE : y > bottom - EDGE ? y - bottom + EDGE : 0;
      if (by) this.scrolled.scrollBy(0, Math.max(-18, Math.min(18, by / 2)));
    }
    requestAnimationFrame(() => this.#scroll());
  }

  /** @param {boolean} isDropped */
  #end(isDropped) {
    const { load, target } = this;
    this.load = null;
    this.point = undefined;
    this.ghost.hidden = true;
    this.area.toggleAttribute("data-dragging", false);
    this.#mark(null);
    this.wasDragged = Boolean(load);
    if (!load) return;
    setTimeout(() => {
      this.wasDragged = false;
    });
    if (isDropped && target) target.act();
  }
}
