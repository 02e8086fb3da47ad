// One passage coders differ about, as it is shown: what was said, and what each coder put there.

import { ends } from "./disagreements.js";
import { counted, h } from "./shared.js";

/** @import { PutBy, PutCoding, WholeDifference } from "./screen_types.js" */

/** @param {WholeDifference} item @param {string} family @param {string} kind @param {HTMLElement} heading */
export function headerOf(item, family, kind, heading) {
  const characters = `${kind}, ${counted(item.characters, "character", "characters")}`;
  return h(
    "header",
    {},
    heading,
    h("p", { class: "cw-rc-quiet" }, [family, characters].filter(Boolean).join(" · ")),
    h("p", { class: "cw-rc-quiet" }, [item.transcript, item.time, item.about].filter(Boolean).join(" · ")),
  );
}

/** What was said around the passage and in it. @param {WholeDifference} item */
export function passageOf(item) {
  return h(
    "div",
    { class: "cw-rc-passage", role: "group", "aria-label": "What was said" },
    item.turns.map(({ role, speaker, parts: [before, words, after] }) =>
      h(
        "p",
        { class: role === "respondent" ? "" : "cw-rc-aside" },
        speaker && h("span", { class: "cw-rc-speaker" }, speaker),
        ends(before, "front"),
        words && h("mark", {}, words),
        ends(after, "back"),
      ),
    ),
  );
}

/**
 * What each coder put on the passage: the code it is about, and others.
 * @param {WholeDifference} item @param {(code: string) => string} nameOf
 */
export function putOf(item, nameOf) {
  /** @param {PutCoding} coding */
  const put = (coding) => {
    const isUsual = coding.polarity === "supports" && item.kind !== "polarity";
    const notes = [!isUsual && coding.polarity, coding.memo && `memo: ${coding.memo}`].filter(Boolean).join(" · ");
    return h("p", {}, h("q", {}, coding.words), notes && h("span", { class: "cw-rc-quiet" }, ` ${notes}`));
  };
  /** @param {PutBy} one */
  const own = (one) => {
    const here = one.codings.filter((coding) => coding.code === item.code);
    const other = one.codings.filter((coding) => coding.code !== item.code);
    const told = here.length ? here.map(put) : [h("p", {}, `did not put ${nameOf(item.code)}`)];
    const beside = other.map((coding) => {
      const words = `${here.length ? "also" : "put"} ${nameOf(coding.code)}: `;
      return h("p", { class: "cw-rc-beside" }, words, h("q", {}, coding.words));
    });
    return [h("dt", {}, one.coder), h("dd", {}, told, beside)];
  };
  return h("dl", { class: "cw-rc-put" }, item.put.flatMap(own));
}
