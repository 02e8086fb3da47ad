// Files on their way to Python: in pieces, since one message of a whole file would be more than the connection takes.

/** @import { Connection } from "./connection.js" */

const PIECE = 1 << 20;

/** A number of bytes in words. @param {number} bytes */
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/**
 * Why these files are more than a browser sends, in a sentence; nothing where they are not.
 * @param {File[]} files @param {{ largest: number, most: number }} limits
 */
export function tooMuch(files, { largest, most }) {
  const large = files.filter((file) => file.size > largest).map((file) => file.name);
  if (large.length)
    return `Larger than ${megabytes(largest)}: ${large.join(", ")}. Nothing was sent. Leave it out, or use the command in a terminal.`;
  const all = files.reduce((sum, file) => sum + file.size, 0);
  return all > most
    ? `Together the files are larger than ${megabytes(most)}. Nothing was sent. Choose fewer at once.`
    : "";
}

/** Send files, each piece by piece; their sizes say when all are there. @param {Connection} connection @param {File[]} files */
export async function sendPieces(connection, files) {
  for (const [number, file] of files.entries()) {
    const content = await file.arrayBuffer();
    for (let at = 0; at === 0 || at < content.byteLength; at += PIECE) {
      connection.ask({ type: "file", name: file.name, number, is_first: at === 0 }, [content.slice(at, at + PIECE)]);
    }
  }
}
