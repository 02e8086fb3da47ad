// What a code means, and who said so of a passage.

import { h } from "./shared.js";

/** @import { Coding, KnownCode } from "./panel_types.js" */

/** Who put a coding on. @param {string} coder */
export const coderName = (coder) => coder || "someone";

/**
 * What a code means and what was said about the passages it stands on, as elements.
 * @param {KnownCode | null | undefined} code @param {string} name @param {Coding[]} [codings]
 */
export function described(code, name, codings = []) {
  /** @param {string} label @param {string | undefined} text */
  const part = (label, text) => (text ? h("p", {}, h("em", {}, `${label}: `), text) : null);
  const of = codings.map((coding) =>
    h(
      "p",
      {},
      h("em", {}, "Coded by "),
      coding.mine ? "you" : coderName(coding.coder),
      ", ",
      coding.pending ? "not saved yet" : coding.polarity,
      coding.memo ? `. Memo: ${coding.memo}` : "",
    ),
  );
  const parts = [
    h("strong", {}, name),
    ...of,
    code?.definition ? h("p", {}, code.definition) : null,
    part("Use", code?.include),
    part("Not", code?.exclude),
    part("Such as", code?.example),
  ];
  return parts.filter((one) => one !== null);
}
