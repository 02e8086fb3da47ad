// A link to another workbook on a screen opens it beside this one, as JupyterLab does for links in ordinary results.

const WORKBOOK = /^[^:?#]+\.ipynb$/;

/** Open the workbooks that links on the screens of this one lead to. */
export function openOnClick(/** @type {NotebookPanel} */ panel, /** @type {Application} */ app) {
  panel.node.addEventListener("click", (event) => {
    const [first] = event.composedPath();
    const link = first instanceof Element ? first.closest("a[href]") : null;
    const place = link && !link.hasAttribute("data-commandlinker-command") ? link.getAttribute("href") : null;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!place || !WORKBOOK.test(place)) return;
    event.preventDefault();
    void app.commands.execute("docmanager:open", { path: besides(panel.context.path, decodeURI(place)) });
  });
}

/** The path of a file that is named from the folder of another. */
export function besides(/** @type {string} */ path, /** @type {string} */ place) {
  return decodeURI(new URL(encodeURI(place), `http://x/${encodeURI(path)}`).pathname).slice(1);
}
