// The names of keys: as the table of commands has them, and as they are shown.

/** @import { Pressed } from "./panel_types.js" */

/** @type {Record<string, string>} */
const KEY_NAMES = { Delete: "Del", Escape: "Esc" };

/**
 * The key of an event as the table names it: letters small, "Ctrl+" before it for control or command.
 * @param {Pressed} event
 */
export function keyName(event) {
  if (event.altKey) return event.code.replace(/^(Key|Digit)/, "").toLowerCase();
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.ctrlKey && !event.metaKey) return name;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${name}`;
}

/** A key as it is shown. @param {string} name */
export const shownKey = (name) => KEY_NAMES[name] || (name.length === 1 ? name.toUpperCase() : name);
/** What is pressed together, as it is shown. @param {string} name */
export const keyParts = (name) => (name === "Ctrl++" ? ["Ctrl", "+"] : name.split(/(?<=.)\+(?=.)/)).map(shownKey);
/** Whether a key types a sign. @param {string} name */
export const isSingle = (name) => name.length === 1;
