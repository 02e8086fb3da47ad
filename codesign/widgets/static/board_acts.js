// What a person does with the cards: move, add, name, join, split, take away.

import { inOrder, step } from "./board_order.js";
import { counted, h } from "./shared.js";

/** @import { Board } from "./board.js" */
/** @import { Pick, Spot, Way } from "./board_types.js" */

const WAYS = { left: "earlier", right: "later", up: "above", down: "below" };

export class BoardActs {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
  }

  // moving -----

  /** Send the cards one is at one step. @param {Way} way */
  shift(way) {
    const { chart, state } = this.board;
    if (chart.isAtDuty) return this.#shiftDuty(chart.duty || "", way);
    const tasks = chart.acted;
    if (!tasks.length) return undefined;
    const spot = step(state.duties, tasks, chart.task, way, (task) => chart.isShown(task));
    if (!spot) return this.board.frame.say(`No further: there is nothing ${WAYS[way]}.`);
    return this.move(tasks, spot);
  }

  /** @param {string} duty @param {Way} way */
  #shiftDuty(duty, way) {
    const named = this.board.state.named;
    const at = named.findIndex((one) => one.id === duty);
    const place = at + (way === "up" ? -1 : way === "down" ? 1 : 0);
    if (place === at || at < 0) return;
    if (place < 0 || place >= named.length) this.board.frame.say(`No further: there is nothing ${WAYS[way]}.`);
    else this.moveDuty(duty, place);
  }

  /** @param {string} duty @param {number} place */
  moveDuty(duty, place) {
    this.board.change({ action: "move_duty", duty, place });
    this.board.chart.focus();
  }

  /** @param {string[]} tasks @param {Spot} spot */
  move(tasks, { duty, place }) {
    const { state, chart } = this.board;
    const now = state.duty(duty)?.tasks || [];
    const going = new Set(tasks);
    const rest = now.filter((task) => !going.has(task));
    const after = rest.toSpliced(place, 0, ...tasks);
    if (after.length === now.length && after.every((task, at) => task === now[at])) return;
    this.board.change({ action: "move", tasks, duty, place });
    this.board.frame.say(chart.spoken(tasks[0]));
    chart.focus();
  }

  /** Ask for a duty, and move the cards to its end. @param {HTMLElement | null} near @param {string[]} [tasks] */
  askDuty(near, tasks = this.board.chart.acted) {
    const { state, picker } = this.board;
    if (!tasks.length) return;
    picker.open({
      title: `Move ${this.#called(tasks)} to duty`,
      picks: state.named.map(({ id, number, title, about }) => ({ id, number, words: title, note: about })),
      near,
      act: (duty) => {
        this.move(tasks, { duty, place: this.#endOf(duty, tasks) });
        if (tasks.length > 1) this.#leaveChosen(tasks[0]);
      },
    });
  }

  /** What was chosen for an act is chosen for none that follows. @param {string} task the card one goes on from */
  #leaveChosen(task) {
    const { chart } = this.board;
    chart.clear();
    chart.focus(`task ${task}`);
  }

  /** @param {string} duty @param {string[]} tasks */
  #endOf(duty, tasks) {
    return (this.board.state.duty(duty)?.tasks || []).filter((task) => !tasks.includes(task)).length;
  }

  /** @param {string[]} tasks */
  #called(tasks) {
    return tasks.length === 1 ? this.board.state.nameOf(tasks[0]) : counted(tasks.length, "task", "tasks");
  }

  // adding and naming -----

  /** Write a new task at the end of a duty. @param {string | undefined} duty */
  addTask(duty) {
    const { state, chart, inPlace, frame } = this.board;
    const to = duty || state.named[0]?.id;
    if (!to) return frame.say("Add a duty first: a task stands under a duty.");
    return inPlace.open({
      host: () => chart.stop(`add ${to}`),
      name: `new task ${to}`,
      label: `New task in ${state.duty(to)?.title}`,
      value: "",
      again: true,
      save: (label) => ({
        action: "add_task",
        duty: to,
        label,
        statement: "",
        place: state.duty(to)?.tasks.length || 0,
        codings: [],
      }),
    });
  }

  addDuty() {
    const { chart, inPlace } = this.board;
    inPlace.open({
      host: () => chart.stop("add-duty"),
      name: "new duty",
      label: "New duty",
      value: "",
      again: true,
      save: (title) => ({ action: "add_duty", title, after: "" }),
    });
  }

  /** Name what one is at, where it stands. */
  rename() {
    const { chart } = this.board;
    if (chart.task) this.#renameTask(chart.task);
    else if (chart.isAtDuty) this.#renameDuty(chart.duty || "");
  }

  /** @param {string} task */
  #renameTask(task) {
    const { chart, state, inPlace } = this.board;
    const card = state.card(task);
    if (!card) return;
    inPlace.open({
      host: () => chart.stop(`task ${task}`),
      name: `label ${task}`,
      label: `Label of ${card.number || "the task"}`,
      value: card.label,
      save: (label) => ({ action: "word", task, label }),
    });
  }

  /** @param {string} duty */
  #renameDuty(duty) {
    const { chart, state, inPlace } = this.board;
    const { title = "", number } = state.duty(duty) || {};
    inPlace.open({
      host: () => chart.stop(`duty ${duty}`),
      name: `duty ${duty}`,
      label: `Title of duty ${number}`,
      value: title,
      save: (words) => ({ action: "word_duty", duty, title: words }),
    });
  }

  // joining and taking away -----

  /** Join the cards chosen; where one only is, ask with which. @param {HTMLElement | null} near @param {string[]} [tasks] */
  join(near, tasks = this.board.chart.acted) {
    if (tasks.length > 1) return this.joinInto(tasks, near);
    const [task] = tasks;
    if (!task) return undefined;
    const alike = new Set(this.board.state.card(task)?.alike);
    const picks = this.taskPicks((one) => one !== task).toSorted(
      (one, other) => Number(alike.has(other.id)) - Number(alike.has(one.id)),
    );
    return this.board.picker.open({
      title: `Join ${this.board.state.nameOf(task)} with`,
      picks: picks.map((one) => (alike.has(one.id) ? { ...one, note: `${one.note} · nearly the same` } : one)),
      near,
      act: (other) => this.joinInto([other, task], near),
    });
  }

  /** @param {string[]} tasks @param {HTMLElement | null} near */
  joinInto(tasks, near) {
    const { state, sheet } = this.board;
    const [into] = tasks;
    const card = state.card(into);
    if (!card) return;
    const statement = tasks.map((task) => state.card(task)?.statement).find(Boolean) || "";
    sheet.open(
      {
        name: `join ${tasks.join(" ")}`,
        title: `Join ${inOrder(state.duties, tasks)
          .map((task) => state.card(task)?.number || "a task")
          .join(", ")}`,
        about: `One task remains, at the place of ${state.nameOf(into)}, with the quotes of all. What people rated stays with the task it was given to.`,
        fields: [
          { name: "label", label: "On the card", kind: "line", value: card.label, isNeeded: true, worded: true },
          { name: "statement", label: "Full statement", kind: "text", value: statement, worded: true },
        ],
        more: [
          h(
            "ul",
            { class: "cw-bd-quiet" },
            tasks.map((task) => h("li", {}, state.nameOf(task))),
          ),
        ],
        does: `Join these ${tasks.length}`,
        act: ({ label, statement: words }) => ({ action: "merge", tasks, into, label, statement: words }),
        done: () => this.#leaveChosen(into),
      },
      near,
    );
  }

  /** Ask whether what one is at is to be taken away. @param {HTMLElement | null} near @param {string[]} [tasks] */
  drop(near, tasks = this.board.chart.acted) {
    const { chart, sheet } = this.board;
    if (chart.isAtDuty && !tasks.length) return this.#dropDuty(chart.duty || "", near);
    if (!tasks.length) return undefined;
    return sheet.open(
      {
        name: `drop ${tasks.join(" ")}`,
        title: `Take away ${this.#called(tasks)}?`,
        about:
          "Its quotes go back to the passages on no task; its ratings and decision go with it. Undo brings all of it back.",
        fields: [],
        more: [
          h(
            "ul",
            { class: "cw-bd-quiet" },
            tasks.map((task) => h("li", {}, this.#losses(task))),
          ),
        ],
        does: "Take away",
        act: () => {
          chart.step(tasks);
          return { action: "drop", tasks };
        },
        done: () => chart.focus(),
      },
      near || chart.stop(chart.at),
    );
  }

  /** @param {string} task */
  #losses(task) {
    const card = this.board.state.card(task);
    return [this.board.state.nameOf(task), card?.evidence, card?.rating].filter(Boolean).join(" · ");
  }

  /** @param {string} duty @param {HTMLElement | null} near */
  #dropDuty(duty, near) {
    const { state, sheet, chart } = this.board;
    const { title, number, tasks } = state.duty(duty) || { tasks: [] };
    sheet.open(
      {
        name: `drop duty ${duty}`,
        title: `Take away duty ${number}. ${title}?`,
        about: tasks.length
          ? `Its ${counted(tasks.length, "task stays", "tasks stay")} on the board, without a duty. Undo brings it back.`
          : "It has no task. Undo brings it back.",
        fields: [],
        does: "Take away",
        act: () => ({ action: "drop_duty", duty, keep_tasks: tasks.length > 0 }),
        done: () => chart.focus(),
      },
      near || chart.stop(chart.at),
    );
  }

  // for others -----

  /** The tasks of the board, to pick from. @param {(task: string) => boolean} [fits] @returns {Pick[]} */
  taskPicks(fits = () => true) {
    return this.board.state.duties.flatMap((duty) =>
      duty.tasks
        .filter(fits)
        .flatMap((id) => this.board.state.card(id) || [])
        .map(({ id, number, label }) => ({ id, number, words: label, note: duty.title })),
    );
  }

  /** The lines of the lists beside the chart, to pick from. @returns {Pick[]} */
  linePicks() {
    return this.board.state.lists.flatMap(({ title, items }) =>
      items.map(({ id, text }) => ({ id: `line ${id}`, number: "", words: text, note: title })),
    );
  }
}
