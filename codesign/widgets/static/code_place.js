// Where a code stands in the codebook, as one can choose it.

import { h } from "./shared.js";

/** @import { CodebookScreen } from "./codebook_screen.js" */
/** @import { CountedCode } from "./screen_types.js" */

/**
 * The places a code can have: the top of each family, and below each code; what stands below `moving` is left out.
 * @param {CodebookScreen} screen @param {{ id?: string }} attributes @param {string} [moving]
 */
export function placeSelect(screen, attributes, moving = "") {
  const under = new Set([moving]);
  if (moving)
    screen.codes.forEach((code) => {
      if (under.has(code.parent)) under.add(code.id);
    });
  return h(
    "select",
    attributes,
    screen.families.map((family) =>
      h(
        "optgroup",
        { label: family.name },
        h("option", { value: `${family.id} ` }, `${family.name}: at the top`),
        screen.codes
          .filter((code) => code.group === family.id && !under.has(code.id))
          .map((code) =>
            h("option", { value: `${family.id} ${code.id}` }, `${"\u2003".repeat(code.depth + 1)}below ${code.name}`),
          ),
      ),
    ),
  );
}

/** The place of a code, as it stands in the choice. @param {CodebookScreen} screen @param {CountedCode} code */
export const placeOf = (screen, code) =>
  screen.byId.has(code.parent) && code.parent !== code.id ? `${code.group} ${code.parent}` : `${code.family} `;
/** What a choice of a place means. @param {string} value */
export const placeRead = (value) => ({ family: value.split(" ")[0], parent: value.slice(value.indexOf(" ") + 1) });
