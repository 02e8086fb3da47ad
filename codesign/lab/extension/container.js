// What JupyterLab asks a prebuilt extension for: a container that takes the parts it shares and gives the plugin.

import { plugin } from "./opening.js";

/** @type {ShareScope} */
let scope = {};

/** A part of JupyterLab, the very one that it uses itself. */
async function shared(/** @type {string} */ name) {
  const versions = Object.values(scope[name] ?? {});
  const version = versions.find((one) => one.loaded) ?? versions[0];
  if (!version) throw new Error(`This JupyterLab does not share ${name}.`);
  return /** @type {any} */ ((await version.get())());
}

/** @returns {Promise<Lab>} */
async function lab() {
  const names = ["notebook", "apputils", "ui-components"].map((name) => shared(`@jupyterlab/${name}`));
  const [notebook, apputils, components, widgets] = await Promise.all([...names, shared("@lumino/widgets")]);
  return {
    actions: notebook.NotebookActions,
    tracker: notebook.INotebookTracker,
    palette: apputils.ICommandPalette,
    Widget: widgets.Widget,
    ToolbarButton: components.ToolbarButton,
  };
}

export default {
  init: (/** @type {ShareScope} */ given) => {
    scope = given;
  },
  get: async () => {
    const made = plugin(await lab());
    return () => ({ __esModule: true, default: made });
  },
};
