// Opening a workbook is enough: it runs itself and shows its screens, if all its code is ours.

import { openOnClick } from "./links.js";
import { AsOpened, codeCells, isLive, isPython, run, seen } from "./running.js";
import { addButton, COMMAND, isAway, putAway, STYLE, sayWhy } from "./showing.js";
import { whyNot, workbookOf } from "./workbooks.js";

const NO_PYTHON =
  "This workbook needs Python, and Python is not chosen for it, so it was not run by itself. " +
  "Choose Kernel, Change Kernel, then Run, Run All Cells.";

/** The plugin, made with the parts that JupyterLab shares. */
export const plugin = (/** @type {Lab} */ lab) => ({
  id: "codesign-opening:plugin",
  description: "Runs the project's own workbooks when they are opened.",
  autoStart: true,
  requires: [lab.tracker],
  optional: [lab.palette],
  activate: (
    /** @type {Application} */ app,
    /** @type {NotebookTracker} */ tracker,
    /** @type {Palette | null} */ palette,
  ) => new Opening(lab, app, tracker).begin(palette),
});

class Opening {
  /**
   * @param {Lab} lab
   * @param {Application} app
   * @param {NotebookTracker} tracker
   */
  constructor(lab, app, tracker) {
    this.lab = lab;
    this.app = app;
    this.tracker = tracker;
    /** @type {Map<NotebookPanel, ToolbarButton>} */
    this.buttons = new Map();
    /** Notebooks in which somebody has run a cell. @type {WeakSet<NotebookWidget>} */
    this.begun = new WeakSet();
  }

  begin(/** @type {Palette | null} */ palette) {
    const style = document.createElement("style");
    style.textContent = STYLE;
    document.head.append(style);
    this.app.commands.addCommand(COMMAND, {
      label: "Show the Code of the Workbook",
      isEnabled: () => this.current() !== null,
      isToggled: () => this.isShown(),
      execute: () => this.turn(this.current()),
    });
    palette?.addItem({ command: COMMAND, category: "Co-design Workbook" });
    this.lab.actions.executionScheduled.connect((_from, { notebook }) => this.begun.add(notebook));
    this.tracker.widgetAdded.connect((_from, panel) => void this.opened(panel));
    this.tracker.currentChanged.connect(() => this.app.commands.notifyCommandChanged(COMMAND));
    this.tracker.forEach((panel) => void this.opened(panel));
  }

  /** The workbook of ours that is in use. */
  current() {
    const panel = this.tracker.currentWidget;
    return panel && this.buttons.has(panel) ? panel : null;
  }

  isShown() {
    const panel = this.current();
    return panel !== null && !isAway(panel);
  }

  /** Show the code of a workbook, or put it out of sight again. */
  turn(/** @type {NotebookPanel | null} */ panel) {
    if (panel) this.show(panel, isAway(panel));
  }

  show(/** @type {NotebookPanel} */ panel, /** @type {boolean} */ isWanted) {
    putAway(panel, !isWanted);
    const button = this.buttons.get(panel);
    if (button) button.pressed = isWanted;
    this.app.commands.notifyCommandChanged(COMMAND);
  }

  async opened(/** @type {NotebookPanel} */ panel) {
    await panel.context.ready;
    const before = new AsOpened(panel.content);
    await panel.revealed;
    const ours = workbookOf(panel.context.path);
    if (panel.isDisposed) return;
    openOnClick(panel, this.app);
    if (!ours || isRecord(panel)) return;
    this.buttons.set(
      panel,
      addButton(panel, this.lab, () => this.turn(panel)),
    );
    panel.disposed.connect(() => this.buttons.delete(panel));
    if (await this.refuses(panel, ours)) return;
    this.show(panel, false);
    await seen(panel.node);
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session?.kernel;
    if (!this.mayRun(panel)) return;
    if (!kernel || !(await isPython(kernel))) sayWhy(panel, this.lab, NO_PYTHON);
    else if (!(await isLive(panel, kernel))) await this.runOnce(panel, ours);
    before.restore();
  }

  /** Run a workbook that may have waited long behind others, if it is still ours. */
  async runOnce(/** @type {NotebookPanel} */ panel, /** @type {Workbook} */ ours) {
    if (!(await this.refuses(panel, ours)) && this.mayRun(panel)) await run(panel, this.lab.actions);
  }

  /** Whether nobody has run anything in a workbook since it was opened. */
  mayRun(/** @type {NotebookPanel} */ panel) {
    return !panel.isDisposed && !this.begun.has(panel.content);
  }

  /** Whether a workbook is not what we wrote; then it says so, and shows the code to look at. */
  async refuses(/** @type {NotebookPanel} */ panel, /** @type {Workbook} */ ours) {
    const refused = await whyNot(withHeadings(panel), ours);
    if (!refused) return false;
    this.show(panel, false);
    if (refused.cell) refused.cell.widget.inputHidden = false;
    sayWhy(panel, this.lab, refused.why);
    return true;
  }
}

/** Whether a notebook is the record of a run, which stays as the run left it. */
function isRecord(/** @type {NotebookPanel} */ panel) {
  const tags = codeCells(panel).flatMap(({ model }) => model.getMetadata("tags") ?? []);
  return panel.content.model?.getMetadata("papermill") !== undefined || tags.includes("injected-parameters");
}

/** The cells with code, each with the heading above it. */
function withHeadings(/** @type {NotebookPanel} */ panel) {
  let heading = "";
  return panel.content.widgets.flatMap((widget) => {
    const source = widget.model.sharedModel.getSource();
    if (widget.model.type === "code") return [{ source, heading, widget }];
    heading = /^#+ +(.+)$/m.exec(source)?.[1].trim() ?? heading;
    return [];
  });
}
