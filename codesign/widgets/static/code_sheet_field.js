// A labelled field of the sheet that asks before an act.

import { h } from "./shared.js";

/** @import { Input } from "./screen_types.js" */

/** @param {string} name @param {string} label @param {Input} input @param {string} [help] */
export function sheetField(name, label, input, help = "") {
  input.id = `${name}-${label.replace(/\W+/g, "-")}`;
  return h(
    "div",
    { class: "cw-cb-field" },
    h("label", { for: input.id }, label),
    h("span", { class: "cw-cb-entry" }, input, help ? h("span", { class: "cw-cb-help" }, help) : ""),
  );
}
