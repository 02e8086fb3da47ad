// Which codes fit what is typed, the best first.

import { oneLine } from "./wording.js";

/** @import { Code } from "./panel_types.js" */

const SHOWN_MATCHES = 9;

/** How well a code fits; the less the better, and not at all from 9. @param {Code} code @param {string} wanted */
function rank(code, wanted) {
  const name = code.name.toLowerCase();
  if (name === wanted) return -1;
  if (name.startsWith(wanted)) return 0;
  if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
  if (name.includes(wanted)) return 2;
  return code.definition.toLowerCase().includes(wanted) || code.family_name.toLowerCase().includes(wanted) ? 3 : 9;
}

/** The codes that fit what is typed; those with a number, in its order, while nothing is. @param {Code[]} codes @param {string} typed */
export function fitting(codes, typed) {
  const wanted = oneLine(typed).toLowerCase();
  if (!wanted) return codes.filter((code) => code.hot).sort((a, b) => a.hot - b.hot);
  return codes
    .map((code) => ({ code, place: rank(code, wanted) }))
    .filter(({ place }) => place < 9)
    .sort((a, b) => a.place - b.place)
    .slice(0, SHOWN_MATCHES)
    .map(({ code }) => code);
}
