// Which rows of a long table are drawn: those in view, some above and below, and the one the focus is in.

/** So many rows are drawn whole, and found by the browser's own search. */
const WHOLE = 150;
const GUESS = 36;
const AT_FIRST = 60;

/**
 * @typedef {object} Part Rows that are drawn, or room for rows that are not.
 * @property {number} from @property {number} to @property {number} room
 */

export class RowWindow {
  constructor() {
    /** How high each row was when it was last drawn. @type {Map<string, number>} */
    this.heights = new Map();
    this.sum = 0;
  }

  /** @param {number} number */
  isWhole(number) {
    return number <= WHOLE;
  }

  get #usual() {
    return this.heights.size ? this.sum / this.heights.size : GUESS;
  }

  /** @param {string} id @param {number} height */
  measured(id, height) {
    this.sum += height - (this.heights.get(id) || 0);
    this.heights.set(id, height);
  }

  /** How high all rows above one are, as far as is known. @param {string[]} ids @param {string} id */
  above(ids, id) {
    const usual = this.#usual;
    let sum = 0;
    for (const one of ids) {
      if (one === id) break;
      sum += this.heights.get(one) || usual;
    }
    return sum;
  }

  /**
   * The parts of a table from its first row to its last, for a view of so many pixels, scrolled down so many.
   * @param {string[]} ids @param {number} active @param {number} top @param {number} view @returns {Part[]}
   */
  parts(ids, active, top, view) {
    if (this.isWhole(ids.length)) return [{ from: 0, to: ids.length, room: 0 }];
    const usual = this.#usual;
    const height = (/** @type {string} */ id) => this.heights.get(id) || usual;
    let [from, to] = [ids.length, ids.length];
    let at = 0;
    for (let index = 0; index < ids.length; index += 1) {
      const end = at + height(ids[index]);
      if (from === ids.length && end > top - view) from = index;
      if (view && at > top + 2 * view) {
        to = index;
        break;
      }
      at = end;
    }
    if (!view) [from, to] = [0, AT_FIRST];
    from = Math.min(from, Math.max(0, ids.length - 1));
    const drawn = [{ from, to }];
    if (active >= 0 && active < from) drawn.unshift({ from: active, to: active + 1 });
    if (active >= to && active < ids.length) drawn.push({ from: active, to: active + 1 });
    return this.#withRoom(drawn, ids, height);
  }

  /** @param {{ from: number, to: number }[]} drawn @param {string[]} ids @param {(id: string) => number} height */
  #withRoom(drawn, ids, height) {
    /** @type {Part[]} */
    const parts = [];
    let next = 0;
    for (const part of [...drawn, { from: ids.length, to: ids.length }]) {
      let room = 0;
      for (; next < part.from; next += 1) room += height(ids[next]);
      if (room) parts.push({ from: next, to: next, room });
      if (part.to > part.from) parts.push({ ...part, room: 0 });
      next = Math.max(next, part.to);
    }
    return parts;
  }
}
