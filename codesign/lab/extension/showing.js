// What a person sees of a workbook of ours beside its screens: code out of sight, and why it was not run.

import { codeCells } from "./running.js";

export const COMMAND = "codesign:show-code";
const LABEL = "Show the code";
const AWAY = "cw-code-away";
const PARAMETERS = "cw-parameters";
export const STYLE = `
.${AWAY} .jp-CodeCell:not(.${PARAMETERS}) > .jp-Cell-inputWrapper:has(> .jp-InputPlaceholder) { display: none; }
.${AWAY} .jp-OutputPrompt { visibility: hidden; }
.${AWAY} .${PARAMETERS} .jp-InputPlaceholder .jp-Placeholder-content { font-size: 0; }
.${AWAY} .${PARAMETERS} .jp-InputPlaceholder .jp-Placeholder-content > * { display: none; }
.${AWAY} .${PARAMETERS} .jp-InputPlaceholder .jp-Placeholder-content::before {
  content: "Change what this workbook looks at"; font: 13px/1.5 var(--jp-ui-font-family); color: var(--jp-ui-font-color2);
}
.cw-not-run { overflow: hidden; background: var(--jp-layout-color2, #eee); border-left: 4px solid #b35900; }
.cw-not-run p { margin: 0; padding: .6em 1em; font: 14px/1.5 var(--jp-ui-font-family); color: var(--jp-ui-font-color1, #1c2733); }
`;

/** Whether the code of a workbook is out of sight. */
export const isAway = (/** @type {NotebookPanel} */ panel) => panel.hasClass(AWAY);

/** Put all code out of sight, or show it. The cell of parameters keeps a line by which it is opened. */
export function putAway(/** @type {NotebookPanel} */ panel, /** @type {boolean} */ isWanted) {
  panel.toggleClass(AWAY, isWanted);
  for (const cell of codeCells(panel)) {
    const tags = cell.model.getMetadata("tags");
    cell.toggleClass(PARAMETERS, Array.isArray(tags) && tags.includes("parameters"));
    cell.inputHidden = isWanted;
  }
}

/** The button of a workbook that shows its code. */
export function addButton(
  /** @type {NotebookPanel} */ panel,
  /** @type {Lab} */ lab,
  /** @type {() => void} */ onClick,
) {
  const tooltip = "Show the code of this workbook";
  const words = { label: LABEL, tooltip, pressedTooltip: "Put the code out of sight" };
  const button = new lab.ToolbarButton({ ...words, pressed: !isAway(panel), onClick });
  panel.toolbar.insertBefore("kernelName", "codesign-code", button);
  return button;
}

/** Say at the top of a workbook why it was not run, until it is run. */
export function sayWhy(/** @type {NotebookPanel} */ panel, /** @type {Lab} */ lab, /** @type {string} */ why) {
  const node = document.createElement("div");
  node.className = "cw-not-run";
  node.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = why;
  node.append(words);
  const line = new lab.Widget({ node });
  panel.contentHeader.addWidget(line);
  // JupyterLab gives the line the height it asks for, and so it asks again where the words need more lines.
  new ResizeObserver(() => {
    node.style.minHeight = `${words.offsetHeight}px`;
    if (!line.isDisposed) panel.contentHeader.fit();
  }).observe(words);
  const away = (/** @type {unknown} */ _from, /** @type {Executed} */ { notebook }) => {
    if (notebook !== panel.content) return;
    lab.actions.executionScheduled.disconnect(away);
    line.dispose();
  };
  lab.actions.executionScheduled.connect(away);
  panel.disposed.connect(() => lab.actions.executionScheduled.disconnect(away));
}
