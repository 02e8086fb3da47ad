// The tasks of a linked occupation: which the board has, which may be missing, and what is decided about each.

import { h, newId, unseen } from "./shared.js";

/** @import { OccupationTask, OfferedOccupations } from "./screen_types.js" */
/** @import { Act } from "./types.js" */

/** What the list needs of the screen it is on. @typedef {{ change(act: Act): void, at(name: string): HTMLElement | null }} Host */

/** @type {Record<OccupationTask["state"], string>} */
const STATES = {
  missing: "May be missing",
  alike: "May be covered",
  covered: "Covered",
  proposed: "Proposed",
  left: "Not part of this job",
};

export class OccupationTasks {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.name = `cw-${newId()}`;
    /** @type {OfferedOccupations["tasks"]} */
    this.tasks = null;
    /** The task for which a reason is being typed, and what is typed. */
    this.asking = "";
    this.typed = "";
    this.heading = h("h4", { id: this.name });
    this.about = h("p", { class: "cw-oc-note" });
    this.only = h("select", { "aria-label": "Which tasks are shown", onchange: () => this.draw() });
    this.only.append(h("option", { value: "" }, "All its tasks"));
    for (const [value, words] of Object.entries(STATES)) this.only.append(h("option", { value }, words));
    this.list = h("ol", { "aria-labelledby": this.name });
    const head = h("div", { class: "cw-oc-head" }, this.heading, this.only);
    this.element = h("section", { class: "cw-oc-tasks", "aria-label": "Its tasks", hidden: true });
    this.element.append(head, this.about, this.list);
  }

  /** @param {OfferedOccupations["tasks"]} tasks */
  take(tasks) {
    this.tasks = tasks;
  }

  draw() {
    this.element.hidden = !this.tasks;
    if (!this.tasks) return;
    const { title, about, rows } = this.tasks;
    this.heading.textContent = `Tasks of ${title}`;
    this.about.textContent = about;
    this.only.hidden = !rows.length;
    const shown = rows.filter((row) => !this.only.value || row.state === this.only.value);
    this.list.replaceChildren(...shown.map((row) => this.#row(row)));
  }

  /** @param {OccupationTask} row */
  #row(row) {
    return h(
      "li",
      { class: "cw-oc-task", "data-state": row.state, "data-task": row.id },
      h("p", { class: "cw-oc-words" }, row.text),
      row.kind && h("p", { class: "cw-oc-note" }, row.kind),
      h("p", { class: "cw-oc-status" }, row.status),
      this.asking === row.id ? this.#reason(row) : this.#acts(row),
    );
  }

  /** @param {OccupationTask} row */
  #acts(row) {
    const acts = row.answered ? [this.#act(row, "take_back", "Take back")] : this.#open(row);
    return h("p", { class: "cw-oc-acts" }, ...acts);
  }

  /** @param {OccupationTask} row */
  #open(row) {
    const cover = row.nearest && this.#act(row, "cover", `${row.nearest.split(" ")[0]} covers it`);
    const propose = this.#act(row, "propose", "Propose to the board");
    const leave = this.#button(row, "leave", "Not part of this job…", () => this.#ask(row.id));
    return row.state === "alike" ? [cover, propose, leave] : [propose, cover, leave];
  }

  /** @param {OccupationTask} row @param {"propose" | "cover" | "take_back"} action @param {string} words */
  #act(row, action, words) {
    return this.#button(row, action, words, () => this.host.change({ action, task: row.id }));
  }

  /** @param {OccupationTask} row @param {string} at @param {string} words @param {() => void} act */
  #button(row, at, words, act) {
    return h(
      "button",
      { type: "button", class: "cw-button", "data-at": `${at} ${row.id}`, onclick: act },
      words,
      unseen(`: ${row.text}`),
    );
  }

  /** @param {string} task */
  #ask(task) {
    this.asking = task;
    this.typed = "";
    this.draw();
    this.host.at(`reason ${task}`)?.focus();
  }

  /** @param {OccupationTask} row */
  #reason(row) {
    const id = `${this.name}-${row.id}`;
    const field = h("input", {
      id,
      type: "text",
      "data-at": `reason ${row.id}`,
      value: this.typed,
      oninput: (event) => {
        this.typed = event.currentTarget.value;
      },
      onkeydown: (event) => {
        if (event.key === "Escape") this.#stop(row.id);
      },
    });
    return h(
      "form",
      {
        class: "cw-oc-reason",
        onsubmit: (event) => {
          event.preventDefault();
          this.#leaveOut(row.id);
        },
      },
      h("label", { for: id }, "Why is it not part of this job?"),
      field,
      h("button", { type: "submit", class: "cw-button cw-main" }, "Save"),
      h("button", { type: "button", class: "cw-link", onclick: () => this.#stop(row.id) }, "Cancel"),
    );
  }

  /** @param {string} task */
  #leaveOut(task) {
    const reason = this.typed.trim();
    if (!reason) return;
    this.host.change({ action: "leave_out", task, reason });
    this.#stop(task);
  }

  /** @param {string} task */
  #stop(task) {
    this.asking = "";
    this.draw();
    (this.host.at(`leave ${task}`) || this.host.at(`take_back ${task}`))?.focus();
  }
}
