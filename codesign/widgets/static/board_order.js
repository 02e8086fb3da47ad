// Where tasks stand on the board, and where they go: nothing here knows of a page.

/** @import { BoardDuty, Spot, Way } from "./board_types.js" */

/** @param {BoardDuty[]} duties @param {string} task @returns {Spot | undefined} */
export function spotOf(duties, task) {
  for (const duty of duties) {
    const place = duty.tasks.indexOf(task);
    if (place >= 0) return { duty: duty.id, place };
  }
  return undefined;
}

/** Tasks in the order of the board, each once. @param {BoardDuty[]} duties @param {Iterable<string>} tasks */
export function inOrder(duties, tasks) {
  const wanted = new Set(tasks);
  return duties.flatMap((duty) => duty.tasks.filter((task) => wanted.has(task)));
}

/**
 * The duties after some tasks went to a place of one of them; a duty that stays as it was stays the same object.
 * @param {BoardDuty[]} duties @param {string[]} tasks @param {Spot} to
 */
export function moved(duties, tasks, { duty, place }) {
  const going = new Set(tasks);
  const all = new Set(duties.flatMap((one) => one.tasks));
  const there = tasks.filter((task) => all.has(task));
  return duties.map((one) => {
    const rest = one.tasks.filter((task) => !going.has(task));
    const now = one.id === duty ? rest.toSpliced(place, 0, ...there) : rest;
    return now.length === one.tasks.length && now.every((task, at) => task === one.tasks[at])
      ? one
      : { ...one, tasks: now };
  });
}

/** The duties without some tasks. @param {BoardDuty[]} duties @param {string[]} tasks */
export const without = (duties, tasks) => moved(duties, tasks, { duty: " ", place: 0 });

/** The duties after one of them went to another place. @param {BoardDuty[]} duties @param {string} duty @param {number} place */
export function dutyMoved(duties, duty, place) {
  const going = duties.find((one) => one.id === duty);
  return going ? duties.filter((one) => one !== going).toSpliced(place, 0, going) : duties;
}

/**
 * Where tasks go that are sent one step; undefined where there is no way. Among the tasks of a duty a step goes past the
 * next one that is shown; up and down keep the place.
 * @param {BoardDuty[]} duties @param {string[]} tasks @param {string} lead @param {Way} way
 * @param {(task: string) => boolean} [isShown]
 * @returns {Spot | undefined}
 */
export function step(duties, tasks, lead, way, isShown = () => true) {
  const at = duties.findIndex((duty) => duty.tasks.includes(lead));
  if (at < 0) return undefined;
  if (way === "up" || way === "down") return across(duties, at, lead, way);
  const { id, tasks: own } = duties[at];
  const going = new Set(tasks);
  const rest = own.filter((task) => !going.has(task));
  const mine = own.filter((task) => going.has(task));
  const edge = way === "left" ? mine[0] : mine[mine.length - 1];
  const before = own.slice(0, own.indexOf(edge)).filter((task) => !going.has(task)).length;
  const place = way === "left" ? rest.slice(0, before).findLastIndex(isShown) : pastNext(rest, before, isShown);
  return place < 0 ? undefined : { duty: id, place };
}

/** @param {string[]} rest @param {number} before @param {(task: string) => boolean} isShown */
function pastNext(rest, before, isShown) {
  const next = rest.findIndex((task, at) => at >= before && isShown(task));
  return next < 0 ? -1 : next + 1;
}

/** @param {BoardDuty[]} duties @param {number} at @param {string} lead @param {"up" | "down"} way @returns {Spot | undefined} */
function across(duties, at, lead, way) {
  const next = duties[at + (way === "up" ? -1 : 1)];
  if (!next) return undefined;
  return { duty: next.id, place: Math.min(duties[at].tasks.indexOf(lead), next.tasks.length) };
}

/**
 * Where dropped tasks go: before a task, or at the end of a duty. What is dropped on itself stays.
 * @param {BoardDuty[]} duties @param {string[]} tasks @param {string} duty @param {string} before
 * @returns {Spot | undefined}
 */
export function dropSpot(duties, tasks, duty, before) {
  const target = duties.find((one) => one.id === duty);
  if (!target) return undefined;
  const going = new Set(tasks);
  const next = before ? target.tasks.slice(target.tasks.indexOf(before)).find((task) => !going.has(task)) : undefined;
  const rest = target.tasks.filter((task) => !going.has(task));
  return { duty, place: next ? rest.indexOf(next) : rest.length };
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** Where a task stands, in words. @param {BoardDuty[]} duties @param {string} task */
export function spokenSpot(duties, task) {
  const spot = spotOf(duties, task);
  const duty = spot && duties.find((one) => one.id === spot.duty);
  if (!spot || !duty) return "";
  return `${ORDINALS[spot.place] || `number ${spot.place + 1}`} of ${duty.tasks.length} in ${duty.title}`;
}
