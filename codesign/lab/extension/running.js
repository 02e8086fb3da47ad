// A workbook that was opened is run once, unless its screens are there and live.

const VIEW = "application/vnd.jupyter.widget-view+json";
const TARGET = "jupyter.widget";

const isCode = (/** @type {CellWidget} */ { model }) =>
  model.type === "code" && Boolean(model.sharedModel.getSource().trim());

/** The cells with code that say something. */
export const codeCells = (/** @type {NotebookPanel} */ { content }) => content.widgets.filter(isCode);

/** Resolves when something of an element is in the window: a workbook behind others is run when it is looked at. */
export function seen(/** @type {HTMLElement} */ element) {
  return new Promise((resolve) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      resolve(undefined);
    });
    watch.observe(element);
  });
}

/** Whether what runs a notebook understands Python. */
export async function isPython(/** @type {Kernel} */ kernel) {
  const { language_info: language } = await kernel.info;
  return language.name === "python";
}

/** Whether every cell has run and every screen it shows still has its other half. */
export async function isLive(/** @type {NotebookPanel} */ panel, /** @type {Kernel} */ kernel) {
  const cells = codeCells(panel).map(({ model }) => model);
  const views = cells.flatMap((model) => model.outputs?.toJSON() ?? []).map((output) => output.data?.[VIEW]);
  const ids = views.filter(Boolean).map((view) => /** @type {{ model_id: string }} */ (view).model_id);
  if (!ids.length || !cells.every((model) => model.executionCount)) return false;
  const { content } = await kernel.requestCommInfo({ target_name: TARGET });
  const living = new Set(Object.keys(content.comms ?? {}));
  return ids.every((id) => living.has(id));
}

/** Run all cells with code. */
export const run = (/** @type {NotebookPanel} */ panel, /** @type {NotebookActions} */ actions) =>
  actions.runCells(panel.content, codeCells(panel), panel.sessionContext);

/**
 * A notebook as it was opened. What it shows is made anew each time, so a notebook that nobody changed is not to be saved.
 */
export class AsOpened {
  constructor(/** @type {NotebookWidget} */ notebook) {
    this.notebook = notebook;
    this.isClean = notebook.model !== null && !notebook.model.dirty;
    this.written = written(notebook);
  }

  /** Leave the notebook as nobody had touched it, unless somebody did. */
  restore() {
    const { model, isDisposed } = this.notebook;
    if (this.isClean && !isDisposed && model && written(this.notebook) === this.written) model.dirty = false;
  }
}

/** What people write in a notebook, as against what running it puts there. */
const written = (/** @type {NotebookWidget} */ { widgets }) =>
  JSON.stringify(widgets.map(({ model }) => [model.id, model.type, model.sharedModel.getSource()]));
