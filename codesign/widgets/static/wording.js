// Words as they are shown and compared.

export const LONGEST_IN_VIVO = 60;

/** No more than so many signs of a text; an emoji is not cut in half. @param {string} text @param {number} most */
export const shortened = (text, most) =>
  text.length > most
    ? `${text
        .slice(0, most - 1)
        .replace(/[\uD800-\uDBFF]$/, "")
        .trimEnd()}…`
    : text;

/** @param {string} text */
export const oneLine = (text) => text.trim().replace(/\s+/g, " ");
/** @param {string} one @param {string} other */
export const sameName = (one, other) => oneLine(one).toLowerCase() === oneLine(other).toLowerCase();

/**
 * The said words as the name of a code: one line, without marks at its ends, cut between words.
 * @param {string} text
 */
export function spokenName(text) {
  const line = oneLine(text).replace(/^[\p{P}\p{Z}]+|[\p{P}\p{Z}]+$/gu, "");
  if (line.length <= LONGEST_IN_VIVO) return line;
  const cut = line.slice(0, LONGEST_IN_VIVO - 1).replace(/[\uD800-\uDBFF]$/, "");
  const space = cut.lastIndexOf(" ");
  return `${(space > 0 ? cut.slice(0, space) : cut).replace(/[\p{P}\p{Z}]+$/gu, "")}…`;
}
