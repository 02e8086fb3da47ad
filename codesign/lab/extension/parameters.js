// The cell of parameters: a person may change its values, and then it still does nothing but name values.

const WORD = /None\b|True\b|False\b|[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?![\w.])|"(?:[^"\\\r]|\\.)*"|'(?:[^'\\\r]|\\.)*'/y;
const GAP = /[ \t]*/y;
const NAMED = /([A-Za-z_]\w*)[ \t]*=/y;
const COMMENT = /[ \t]*(?:#.*)?$/y;
const CLOSED_BY = new Map([
  ["{", "}"],
  ["[", "]"],
]);
const DEEPEST = 8;

/** Where what is asked for ends when it begins at a place; -1 where it does not stand there. */
function end(/** @type {RegExp} */ pattern, /** @type {string} */ text, /** @type {number} */ at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

const past = (/** @type {string} */ text, /** @type {number} */ at) => end(GAP, text, at);

/** Where a sign ends that may have gaps around it; -1 where it does not stand there. */
function signEnd(/** @type {string} */ sign, /** @type {string} */ text, /** @type {number} */ at) {
  const place = past(text, at);
  return text[place] === sign ? past(text, place + 1) : -1;
}

/** Where a value ends that begins at a place; -1 where no plain value stands there. */
function valueEnd(/** @type {string} */ text, /** @type {number} */ at, depth = 0) {
  const closing = CLOSED_BY.get(text[at]);
  if (!closing) return end(WORD, text, at);
  let place = past(text, at + 1);
  while (text[place] !== closing) {
    place = itemEnd(text, place, closing === "}", depth + 1);
    if (place < 0) return -1;
    const comma = signEnd(",", text, place);
    place = comma < 0 ? past(text, place) : comma;
    if (comma < 0 && text[place] !== closing) return -1;
  }
  return place + 1;
}

/** Where an item of a list, or a name with its value, ends; -1 where there is none. */
function itemEnd(
  /** @type {string} */ text,
  /** @type {number} */ at,
  /** @type {boolean} */ isNamed,
  /** @type {number} */ depth,
) {
  if (depth > DEEPEST) return -1;
  if (!isNamed) return valueEnd(text, at, depth);
  const name = end(WORD, text, at);
  const colon = name < 0 ? -1 : signEnd(":", text, name);
  return colon < 0 ? -1 : valueEnd(text, colon, depth);
}

/** The name and the value, as they stand there, of a line that gives a plain value a name and does nothing else. */
function named(/** @type {string} */ line) {
  const found = end(NAMED, line, 0);
  if (found < 0) return null;
  const from = past(line, found);
  const to = valueEnd(line, from);
  if (to < 0 || end(COMMENT, line, to) < 0) return null;
  return { name: line.slice(0, found - 1).trim(), value: line.slice(from, to) };
}

/**
 * The values of a cell of parameters by name, as they stand there; null where it holds anything but a line
 * `name = value` with an optional comment for each name, in their order.
 * @param {string} source
 * @param {readonly string[]} names
 */
export function valuesOf(source, names) {
  const lines = source.split("\n").filter((line) => line.trim());
  const all = lines.map(named);
  const isRight = all.length === names.length && all.every((one, index) => one?.name === names[index]);
  return isRight ? new Map(all.map((one) => [one?.name ?? "", one?.value ?? ""])) : null;
}
