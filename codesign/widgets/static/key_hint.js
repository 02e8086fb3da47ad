// The person's own key for a command, on a button.

import { h } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */

/**
 * Where a button shows the person's own key for a command; filled whenever the keys are drawn.
 * @param {CodingPanel} panel @param {string} name
 */
export function keyHint(panel, name) {
  const hint = h("span", { "data-command": name });
  panel.hints.push(hint);
  return hint;
}
