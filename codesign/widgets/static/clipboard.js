// What a spreadsheet puts on the clipboard.

/**
 * Rows and cells of what Excel puts on the clipboard: tabs between cells, quotes around cells with line breaks.
 * @param {string} text
 */
export function readBlock(text) {
  const rows = [[""]];
  let quoted = false;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < clean.length; at += 1) {
    const cells = rows[rows.length - 1];
    const character = clean[at];
    if (quoted) {
      if (character === '"' && clean[at + 1] === '"') {
        cells[cells.length - 1] += '"';
        at += 1;
      } else if (character === '"') quoted = false;
      else cells[cells.length - 1] += character;
    } else if (character === '"' && cells.at(-1) === "") quoted = true;
    else if (character === "\t") cells.push("");
    else if (character === "\n") rows.push([""]);
    else cells[cells.length - 1] += character;
  }
  return clean ? rows : [];
}
