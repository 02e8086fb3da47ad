// What keys do on the board.

/** @import { Board } from "./board.js" */
/** @import { Way } from "./board_types.js" */

/** @type {Record<string, Way>} */
const WAYS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** What keys do among the cards, by name. @type {Record<string, (board: Board, near: HTMLElement) => unknown>} */
const CARDS = {
  d: (board, near) => board.acts.askDuty(near),
  j: (board, near) => board.acts.join(near),
  s: (board, near) => board.chart.task && board.opened.split(board.chart.task, near),
  F2: (board) => board.acts.rename(),
  Delete: (board, near) => board.acts.drop(near),
  Home: (board) => board.chart.end(-1),
  End: (board) => board.chart.end(1),
};

/** What keys do wherever nothing is typed. @type {Record<string, (board: Board) => unknown>} */
const ANYWHERE = {
  n: (board) => board.acts.addTask(board.chart.duty),
  p: (board) => board.tray.focus(),
  f: (board) => board.tools.focusFind(),
  "+": (board) => board.tools.zoom(1),
  "=": (board) => board.tools.zoom(1),
  "-": (board) => board.tools.zoom(-1),
};

const TYPED = "input:not([type='checkbox'], [type='radio']), textarea, select";

/** @param {HTMLElement} target */
const isTyping = (target) => Boolean(target.closest(TYPED));

/** @param {Board} board @param {Happened<KeyboardEvent>} event */
export function pressed(board, event) {
  const done = act(board, event);
  if (!done) return;
  event.preventDefault();
  done();
}

/** @param {Board} board @param {Happened<KeyboardEvent>} event @returns {(() => unknown) | undefined} */
function act(board, event) {
  const { target } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.defaultPrevented) return undefined;
  if (event.key === "Escape") return () => board.escape(target);
  if (event.key === "Enter" && board.tools.isFind(target)) return () => board.chart.focusFirst();
  if (isTyping(target)) return undefined;
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isCommand && (letter === "z" || letter === "y"))
    return () => board.change({ action: letter === "y" || event.shiftKey ? "redo" : "undo" });
  const atStop = target.dataset.stop !== undefined;
  if (atStop) {
    const done = onStop(board, event, letter, isCommand);
    if (done) return done;
  }
  if (isCommand || event.altKey || !ANYWHERE[letter]) return undefined;
  return () => ANYWHERE[letter](board);
}

/** @param {Board} board @param {Happened<KeyboardEvent>} event @param {string} letter @param {boolean} isCommand */
function onStop(board, event, letter, isCommand) {
  const way = WAYS[event.key];
  if (way && isCommand) return () => board.acts.shift(way);
  if (way && event.shiftKey) return () => extend(board, way);
  if (way) return () => board.chart.go(way);
  if (isCommand || event.altKey) return undefined;
  if (event.key === "Enter" || event.key === " ") return () => enter(board, event.key, event.target);
  return CARDS[letter] && (() => CARDS[letter](board, event.target));
}

/** @param {Board} board @param {Way} way */
function extend(board, way) {
  const { chart } = board;
  if (chart.task) chart.choose(chart.task, true);
  chart.go(way);
  if (chart.task) chart.choose(chart.task, true);
}

/** @param {Board} board @param {string} key @param {HTMLElement} target */
function enter(board, key, target) {
  const { chart, acts, opened } = board;
  const stop = target.dataset.stop || "";
  if (stop === "add-duty") acts.addDuty();
  else if (stop.startsWith("add ")) acts.addTask(chart.duty);
  else if (chart.isAtDuty) acts.rename();
  else if (key === " ") chart.choose(chart.task);
  else opened.turn(chart.task);
}
