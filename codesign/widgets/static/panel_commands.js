// One table of what keys do: the dispatcher reads it, and so do the list of all keys and the line under the panel.

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { Command } from "./panel_types.js" */

const NUMBERS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * What can be done by key: name, keys, the sentence for the list, act(event); `brief` names it under the panel.
 * @param {CodingPanel} panel @returns {Command[]}
 */
export function panelCommands(panel) {
  const { walk, cursor, interviewList } = panel;
  /** @param {string} say */
  const search = (say) => () => panel.openPopover({ search: true, say });
  return [
    {
      name: "apply",
      keys: NUMBERS,
      shown: ["1", "–", "9"],
      brief: "apply",
      says: "put the code with this number on the selected words",
      act: (event) => panel.acts.applyNumber(panel.keys.number(event)),
    },
    {
      name: "find",
      keys: ["/", "0", "Enter"],
      brief: "find a code",
      says: "find a code by name; Enter puts the first one on the selected words",
      act: search(""),
    },
    {
      name: "new",
      keys: ["n"],
      says: "name a new code; Enter, then the number of its family, makes it and puts it on the selected words",
      act: search("Type a name for the new code, then Enter and the number of its family."),
    },
    {
      name: "in-vivo",
      keys: ["v"],
      says: "in vivo: make a code of the selected words, then the number of its family",
      act: () => panel.acts.inVivo(),
    },
    { shown: ["Arrows"], says: "move the text cursor; with Shift they select" },
    { shown: ["Ctrl", "Arrows"], says: "move by word; with Shift they select by word" },
    {
      shown: ["Home", "End", "Page Up", "Page Down"],
      says: "move by line and page; with Ctrl to the beginning and the end",
    },
    {
      name: "sentence",
      keys: ["s"],
      says: "select the sentence; again to select the next one too",
      act: () => cursor.expand("sentence"),
    },
    {
      name: "paragraph",
      keys: ["p"],
      says: "select the paragraph; again to select the next one too",
      act: () => cursor.expand("paragraph"),
    },
    {
      name: "turn",
      keys: ["t"],
      says: "select the speaker's turn; again to select the next one too",
      act: () => cursor.expand("turn"),
    },
    {
      shown: ["Alt"],
      says: "held while selecting with the mouse: keep single characters; without it a selection takes whole words",
    },
    { name: "next", keys: ["j"], brief: "next", says: "next coding", act: () => walk.step(1) },
    { name: "previous", keys: ["k"], brief: "previous", says: "previous coding", act: () => walk.step(-1) },
    { name: "uncoded", keys: ["g"], says: "next answer without a coding", act: () => walk.nextUncoded() },
    {
      name: "filter",
      keys: ["f"],
      says: "filter the codings by code, coder, uncoded answers, or where coders differ",
      act: () => panel.toFilter(),
    },
    { name: "memo", keys: ["m"], brief: "memo", says: "write a memo on the coding", act: () => walk.memo() },
    {
      name: "bearing",
      keys: ["q"],
      says: "how the passage bears on the code: the arrows choose supports, qualifies or contradicts",
      act: () => walk.bearing(),
    },
    {
      name: "remove",
      keys: ["Delete", "Backspace", "u"],
      brief: "remove",
      says: "remove the coding at the cursor",
      act: () => panel.acts.removeHere(),
    },
    {
      name: "undo",
      keys: ["Ctrl+z"],
      brief: "undo",
      anywhere: true,
      says: "undo whatever you did last, in any interview",
      act: () => panel.acts.history("undo"),
    },
    {
      name: "redo",
      keys: ["Ctrl+y", "Ctrl+Shift+z"],
      anywhere: true,
      says: "do it again",
      act: () => panel.acts.history("redo"),
    },
    { name: "previous-interview", keys: ["["], says: "previous interview", act: () => interviewList.neighbour(-1) },
    { name: "next-interview", keys: ["]"], says: "next interview", act: () => interviewList.neighbour(1) },
    { shown: ["Esc"], says: "close what is open; then let go of the selection; then show everything again" },
    { name: "keys", keys: ["?"], brief: "all keys", says: "show or close this list", act: () => panel.keys.toggle() },
  ];
}
