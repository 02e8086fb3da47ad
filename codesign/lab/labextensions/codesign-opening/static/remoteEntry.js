// Made by `python tests/tools/labextension.py`; not to be changed by hand.

(() => {
// links.js
const $links = (() => {
// A link to another workbook on a screen opens it beside this one, as JupyterLab does for links in ordinary results.

const WORKBOOK = /^[^:?#]+\.ipynb$/;

/** Open the workbooks that links on the screens of this one lead to. */
function openOnClick(/** @type {NotebookPanel} */ panel, /** @type {Application} */ app) {
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
function besides(/** @type {string} */ path, /** @type {string} */ place) {
  return decodeURI(new URL(encodeURI(place), `http://x/${encodeURI(path)}`).pathname).slice(1);
}
return { openOnClick, besides };
})();

// running.js
const $running = (() => {
// A workbook that was opened is run once, unless its screens are there and live.

const VIEW = "application/vnd.jupyter.widget-view+json";
const TARGET = "jupyter.widget";

const isCode = (/** @type {CellWidget} */ { model }) =>
  model.type === "code" && Boolean(model.sharedModel.getSource().trim());

/** The cells with code that say something. */
const codeCells = (/** @type {NotebookPanel} */ { content }) => content.widgets.filter(isCode);

/** Resolves when something of an element is in the window: a workbook behind others is run when it is looked at. */
function seen(/** @type {HTMLElement} */ element) {
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
async function isPython(/** @type {Kernel} */ kernel) {
  const { language_info: language } = await kernel.info;
  return language.name === "python";
}

/** Whether every cell has run and every screen it shows still has its other half. */
async function isLive(/** @type {NotebookPanel} */ panel, /** @type {Kernel} */ kernel) {
  const cells = codeCells(panel).map(({ model }) => model);
  const views = cells.flatMap((model) => model.outputs?.toJSON() ?? []).map((output) => output.data?.[VIEW]);
  const ids = views.filter(Boolean).map((view) => /** @type {{ model_id: string }} */ (view).model_id);
  if (!ids.length || !cells.every((model) => model.executionCount)) return false;
  const { content } = await kernel.requestCommInfo({ target_name: TARGET });
  const living = new Set(Object.keys(content.comms ?? {}));
  return ids.every((id) => living.has(id));
}

/** Run all cells with code. */
const run = (/** @type {NotebookPanel} */ panel, /** @type {NotebookActions} */ actions) =>
  actions.runCells(panel.content, codeCells(panel), panel.sessionContext);

/**
 * A notebook as it was opened. What it shows is made anew each time, so a notebook that nobody changed is not to be saved.
 */
class AsOpened {
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
return { codeCells, seen, isPython, isLive, run, AsOpened };
})();

// showing.js
const $showing = (() => {
// What a person sees of a workbook of ours beside its screens: code out of sight, and why it was not run.

const { codeCells } = $running;

const COMMAND = "codesign:show-code";
const LABEL = "Show the code";
const AWAY = "cw-code-away";
const PARAMETERS = "cw-parameters";
const STYLE = `
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
const isAway = (/** @type {NotebookPanel} */ panel) => panel.hasClass(AWAY);

/** Put all code out of sight, or show it. The cell of parameters keeps a line by which it is opened. */
function putAway(/** @type {NotebookPanel} */ panel, /** @type {boolean} */ isWanted) {
  panel.toggleClass(AWAY, isWanted);
  for (const cell of codeCells(panel)) {
    const tags = cell.model.getMetadata("tags");
    cell.toggleClass(PARAMETERS, Array.isArray(tags) && tags.includes("parameters"));
    cell.inputHidden = isWanted;
  }
}

/** The button of a workbook that shows its code. */
function addButton(
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
function sayWhy(/** @type {NotebookPanel} */ panel, /** @type {Lab} */ lab, /** @type {string} */ why) {
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
return { COMMAND, STYLE, isAway, putAway, addButton, sayWhy };
})();

// fingerprints.js
const $fingerprints = (() => {
// Made by `python tests/tools/labextension.py`; not to be changed by hand.

const WORKBOOKS = {
  "00_start_here": {
    parameters: ["study", "sector", "region", "credential", "edition", "small_group", "program", "output"],
    cells: [
      "parameters",
      "ace14e1776f602df71c23d385d2a568c80d2c0859bf1cdd45561adea3718f2eb",
      "df46b560e36567fcf19aac3e87f9e14bde77cde467e492f68a5a55c9cf093828",
      "a0d8c4dba893ccbb75418f511fb9e1785e645e80e3c79aa41eb142c0613bbf7f",
      "27512339c75eda9f7977d8e9af68fb197dbd3745a66bbd49e0357b451078daa4",
      "7c73541fe86aaeb4e328938f712e64a2123e957f06e2c5922949a5fdf2aaf3ac",
      "da70ae4bead84b15aa676dc4855797759d5cf9a89bbdf739474cc544286de68c",
      "1e9d8e5504bbe6ebdea0aaf52dd4574cc4c7cb2eb171df925db827c3ad0ae8a3",
    ],
  },
  "01_interview_coding": {
    parameters: ["study", "sector", "region", "credential", "edition", "small_group", "program", "output"],
    cells: [
      "parameters",
      "b2122617b55303b5549ee2a61e85b958b6d6ab931b71e02ef6f449eccc36308d",
      "5c49a0a8f927447ecf42e7603e0994b0a55889d692b7708d1a8ec41f8a1582d1",
      "0c59dcfb65f203766558bc78f132a2d0387deadc24ec075da0f687a883277240",
      "26792062b7ecb108da677e4b44b6a1ec5a1b0ea76929eec71f67eebe897dbd1f",
      "20c208928ac35c6ace669655b32941143b4f632254c23854183d8a34da86e82b",
      "f5a70abd1b38fc2730cf3ab56c29960bbc07471047a906370711b08004f17e48",
      "1f6a71e2a7a865199e434daac405c8b79a76dad4aae30043b292a836a731f3c5",
      "7a3003f8227afa0c3880b998cf3df037bd8d0f09ad0d8f1c4b496a966ab1b5b0",
      "9ef550fff83d0857b960313a4494cfe750b2c58b45282fb0e72db2da232be8bd",
      "f5bb141a0b0532fa5b960cee89b2c39a688ceb416aa280c4877ed0f139a38da2",
      "a60bb6833ec5caadd55aba5dbad4e2539a4998f7aeac571358dcc2024a0982ba",
      "c3401024f972e4486b0d99cdc9733f841cba7fbcf18b959b868b364ed0c057f1",
      "a4512e9a6995adaec6eab37995fdb67c8e653e6857ff6cdf4c5605f88e9069b7",
      "9a8509684645aca66da8241e8135577c524118f02bea617df4c169cc4e6d3358",
      "233d4f3b7a0ee99bb10c0d8cf1c725c587a82a6c580750e041de20680ae8d7f2",
      "775e4ef91fb96ba65d8adcc8b5439e80d73ab3d72642f04f7200d5da077b7077",
      "6d8c618af0e787c6b0341ce174ff6eb2795524bb8b8fc305f5880256a8125a41",
      "5feead8ae1c2872365c9278babb25afda81019af8a356ec16322316c084e045c",
      "88b25a88b246ba4e1aa14f314cc8627b0769af7934227dfe72d3bf94a2098629",
    ],
  },
  "02_labour_market_scan": {
    parameters: ["study", "sector", "region", "credential", "edition", "small_group", "program", "output"],
    cells: [
      "parameters",
      "b0f39580dd1324f7a58b31ca224a52bf7cc6a83f248410721a98ebdd71f1cb1e",
      "5c25b8eecee0f73bcbe2d5804845ca666e2ad66b4b94cc098f7f9437e546c067",
      "156ae430d19789b6dde8d679b875ee15397b1e0151ce763ff85c2839a8e037de",
      "e27669bae9ab269609550e17e9dcddc1799a956bf30feca52c9825445fc54d91",
      "61f1ca0da6af18e78ecdf1f4468307429e6d89475d1ae96c88328f18735a0be9",
      "1419635776ec6bdf9b2f80e1854814a6a373d220e9519f8705501527df3affb2",
      "16b07385b20e5aa11bdc9deef1ccff9ccc8bbb716b68d02375c3597ced7d4e24",
      "cee7c50d82308275bfcc28186add2a7c1effac459d309e914aa33bf12a7fa06d",
      "3535b8dbd8a1d6f6e9f094760c17375592eb8796748cc79413988a1e1333c8cd",
      "1f23727f285fc271c595409840b540e8ade5dd483157f8d1ef178ee96fd7f1ba",
    ],
  },
  "03_job_task_analysis": {
    parameters: ["study", "sector", "region", "credential", "edition", "small_group", "program", "output"],
    cells: [
      "parameters",
      "d9473aa590c81c051d1e47deaad1dcdcc68c6353186189ea18eddbc22fc71604",
      "8caa0b2c36fbf158acdea5485978e7d9eb0174947426ff9366d01539fce71c60",
      "7ba508473910ba0136f5ec1519ce4bbb0ecab5f2ab842b5a887a320be2a482fe",
      "fbb068b0110c238ea96c2d49e606355ed7bb2f86387793465b44072110c0fe57",
      "a1bb674c5aaa79d245f41ac06a4268b8c93647fb6c03ff6d1647ad5e4d939cf2",
      "7d92a2daa941b21fe8a2fe5c49828797540da4372efa1dce6fa6f382dec545eb",
      "5562e960e3c1e2659f7c38c8f9da4ee3e9a57d840e422dffbdffdcb15bae011e",
      "46dc546bff8e678a74cee4983f257e19129e8cd2f23732ee0ffe2ba302f15adb",
      "e866fdfdc091a19d29c3054798efdc799a36c5110b6418188e68a6aa0f6df441",
      "91b4218fd442a00b1ca26c3af5f850184f8183a9c01a971d6be7823dcc248984",
      "f47dc29b2a17a5c9480492c69feaec63604f4fab9f7419c74b31162b0892ee66",
      "54062dabcd338f8dc17c0b01af0f5e67bf3640060be27b7cd78c6f1da0a3149b",
      "ee300baddb64288008ecc216a3e2768752f1cd3b4c578bc0a0a9906512c59dfc",
      "38702980507344bfa8a86879123d694d8b24bcedc06ae3255215253fd531f3ad",
      "c2b8ec0bc1fadf59d49ef5058a2dd9bb89d561ab267edaedce263df2ecb36573",
      "25bfef14a97d0e5a1692f74dbcdee70aca74ae19a3faf9858b04066f9ce80753",
      "5c9170ddc6bbf304852c50e4f439654997c970846776727fb597b6b811619d3b",
      "f28f22c2c2b8889b440c040a65756f6f0ef0301394e2dd086c678f1db74bcd1b",
    ],
  },
  "04_competency_drafting": {
    parameters: ["study", "sector", "region", "credential", "edition", "small_group", "program", "output"],
    cells: [
      "parameters",
      "d3abf10c2c74e848d5548f9fd5d122354819b2cfc3d268d38ece3927d8eda9a3",
      "e20f95682e5aaa8eedc59e7a19eae129e35e177a3fc1e9e4be8cf73c67637c60",
      "b3d0a74c7d17f62d7ec913ac48ff901948232caa6fa6f67a319c1bafbc4c1c1f",
      "458e3ba3db4ce18baf63b75fd84289bf1a5db7e545af59e9dc5bf4a8a5c45389",
      "666e1c778104220d4a47d5ef581c56113f65f7d51cd5b4e7086824f40a4b33de",
      "eaaa95bfbcd945ade383b8f1b11c9d4ab037290f3b788aedc670e7cf639e29ca",
      "4bc33a70b53491b67d752c43dd1a807aaf10dd99d2396866346f7752deef7c88",
      "d306e87fc4e1d48ba081ee9861c18b9930870879e79fb12ebaf52eb28788be64",
      "dd5644efe73b51d21635c534cb71d5cc63fb427f659cdbcd1afe804f28d967ea",
      "354a2feb0ec6677b60a6bf23369aa9341ba2b4b238ab533b8b0a9d657fcd643d",
    ],
  },
  "05_program_design": {
    parameters: ["study", "sector", "region", "credential", "edition", "small_group", "program", "output"],
    cells: [
      "parameters",
      "af55a0f4562c801f949f27cd971823c872c307891322fc5c83db1712acdaf72a",
      "d87ab86b35fb7995bb775bef7d52433d5e153e2da30181691e57d9214aa76f7c",
      "73d8d0c4f95c8cc1c1a69748fc7976cc0e94e99585f575e97c2a7876f372c493",
      "ff0d67d00f9d57e02816b2193e9b438f965e7d3abff9fba3f36cfc57fae1ddca",
      "6c8eed85f28b5d3b8f9a071d31415458f59603790e1443d56e3de78921251074",
      "89cc4e65cf3cbb73b72059ff8da1c4e7f9ef4e89e766d043fec54fcc4004ac09",
      "bc33ae3a30c1adf3a3103f9c598ee960e41dba9dd088fb340e30a9b057bce5d3",
      "da4ab090252e508b97d21ebfa26c7479e272fc866af1b6c99ad00e2e90154e20",
      "33087be20bf97dc3c681369be4589e439e1c03cf1326f63e50a7cfe68a6ae680",
      "ff4ef02e7b1a421d890088945bdd25a984cfa7d3d753f891831a282ed128ce24",
      "7978dce9f01a9668a3bf74162ef7e7af267e27c6765c6338f0cf76d8306642bf",
      "9edf97706091a3147bc68f688ceaa3c927765ad450731b6fb4cbfaf3b7dff0a5",
      "bb19761c5180af487839529d5b800a5cfa608efa100d2167130aade68ec75687",
      "26e7ad53c8f7db5345572e3454e622c5f53c19c6118c50466774f9be3a7a69bb",
      "ac050a5eede4ea96e5727a161c5856f7ea23b9b9d05ebcc9f34294f945b28c29",
      "223becc7c16f1178a831d73af42f4664d391d919b2471acccd9df1bad8fb4b2f",
      "63b1b4654368b42f87292c8f19ed935eb4aaa7cf59552d6b4457d73b54e4bfca",
    ],
  },
  "06_program_proposal": {
    parameters: ["study", "sector", "region", "credential", "edition", "small_group", "program", "output"],
    cells: [
      "parameters",
      "6dc5cc88bd24f23886974d19c8fc309793dc2263a26ca0d41dd93758440dd95c",
      "5aa92075cbd57c1a173263bba8bfdb5d910f6f46796c652acfc290ae03689a52",
      "5810156cc53d558051104f7f608510840c2e999b511f67f888b69a5aa5c5701c",
      "28c8ddc47f90c8634203af8c5e15bb75d71b115db9299a5d3c4abf8e16ff79d8",
      "4d9880d1ab69ea728ffbf114e573037bd29b2488bc67306f7bd10c06c07990e5",
      "e05c10c21c4ae4035d9b371e9e105be9fa13111f278718678f309f59e2e45730",
      "076bdf5e67f6784ebdfa1af0e5e13a4ffc86790ffa13caf2635548fad8473c1f",
      "42e314968cc2ac6e542e7397b54c5d05dbd1aa648eaf91d9a0157fba4dd6c60e",
    ],
  },
};
return { WORKBOOKS };
})();

// parameters.js
const $parameters = (() => {
// The cell of parameters: a person may change its values, and then it still does nothing but name values.

const WORD = /None\b|True\b|False\b|[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?![\w.])|"(?:[^"\\\r]|\\.)*"|'(?:[^'\\\r]|\\.)*'/y;
const GAP = /[ \t]*/y;
const NAMED = /([A-Za-z_]\w*)[ \t]*=/y;
const COMMENT = /[ \t]*(?:#.*)?$/y;
const CLOSED_BY = new Map([
  ["{", "}"],
  ["[", "]"],
]);
const DEEPEST = 8;

/** Where what is asked for ends when it begins at a place; -1 where it does not stand there. */
function end(/** @type {RegExp} */ pattern, /** @type {string} */ text, /** @type {number} */ at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

const past = (/** @type {string} */ text, /** @type {number} */ at) => end(GAP, text, at);

/** Where a sign ends that may have gaps around it; -1 where it does not stand there. */
function signEnd(/** @type {string} */ sign, /** @type {string} */ text, /** @type {number} */ at) {
  const place = past(text, at);
  return text[place] === sign ? past(text, place + 1) : -1;
}

/** Where a value ends that begins at a place; -1 where no plain value stands there. */
function valueEnd(/** @type {string} */ text, /** @type {number} */ at, depth = 0) {
  const closing = CLOSED_BY.get(text[at]);
  if (!closing) return end(WORD, text, at);
  let place = past(text, at + 1);
  while (text[place] !== closing) {
    place = itemEnd(text, place, closing === "}", depth + 1);
    if (place < 0) return -1;
    const comma = signEnd(",", text, place);
    place = comma < 0 ? past(text, place) : comma;
    if (comma < 0 && text[place] !== closing) return -1;
  }
  return place + 1;
}

/** Where an item of a list, or a name with its value, ends; -1 where there is none. */
function itemEnd(
  /** @type {string} */ text,
  /** @type {number} */ at,
  /** @type {boolean} */ isNamed,
  /** @type {number} */ depth,
) {
  if (depth > DEEPEST) return -1;
  if (!isNamed) return valueEnd(text, at, depth);
  const name = end(WORD, text, at);
  const colon = name < 0 ? -1 : signEnd(":", text, name);
  return colon < 0 ? -1 : valueEnd(text, colon, depth);
}

/** The name and the value, as they stand there, of a line that gives a plain value a name and does nothing else. */
function named(/** @type {string} */ line) {
  const found = end(NAMED, line, 0);
  if (found < 0) return null;
  const from = past(line, found);
  const to = valueEnd(line, from);
  if (to < 0 || end(COMMENT, line, to) < 0) return null;
  return { name: line.slice(0, found - 1).trim(), value: line.slice(from, to) };
}

/**
 * The values of a cell of parameters by name, as they stand there; null where it holds anything but a line
 * `name = value` with an optional comment for each name, in their order.
 * @param {string} source
 * @param {readonly string[]} names
 */
function valuesOf(source, names) {
  const lines = source.split("\n").filter((line) => line.trim());
  const all = lines.map(named);
  const isRight = all.length === names.length && all.every((one, index) => one?.name === names[index]);
  return isRight ? new Map(all.map((one) => [one?.name ?? "", one?.value ?? ""])) : null;
}
return { valuesOf };
})();

// workbooks.js
const $workbooks = (() => {
// Which notebooks are this project's own workbooks, and whether their code is what we wrote.

const { WORKBOOKS } = $fingerprints;
const { valuesOf } = $parameters;

const NAME = /^(.+?)(?:-Copy\d+)?\.ipynb$/;
const WHERE = "Look at it, then choose Run, Run All Cells.";

/** What stands at the place of the cell of parameters. */
const PARAMETERS = "parameters";

/**
 * The workbook of ours that a file is by its name, or undefined.
 * @param {string} path
 * @returns {Workbook | undefined}
 */
function workbookOf(path) {
  const name = NAME.exec(path.slice(path.lastIndexOf("/") + 1))?.[1] ?? "";
  return Object.hasOwn(WORKBOOKS, name) ? /** @type {Record<string, Workbook>} */ (WORKBOOKS)[name] : undefined;
}

/** The SHA-256 of a text, in hexadecimal digits; empty where the page may not compute one. */
async function fingerprint(/** @type {string} */ text) {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Why a workbook is not run by itself, as a sentence, and the place of the cell to look at; null where all is ours.
 * Cells without a word do nothing and are no change.
 * @template {CodeCell} Cell
 * @param {readonly Cell[]} cells
 * @param {Workbook} ours
 * @returns {Promise<{ why: string, cell: Cell | null } | null>}
 */
async function whyNot(cells, ours) {
  const present = cells.filter((cell) => cell.source.trim());
  const prints = await Promise.all(present.map((cell) => fingerprint(cell.source)));
  if (prints.includes("")) return { why: `This page cannot tell whether the code was changed. ${WHERE}`, cell: null };
  const isOurs = present.map((cell, index) => isSame(cell, prints[index], ours, index));
  const at = isOurs.indexOf(false);
  if (at < 0 && present.length === ours.cells.length) return writesElsewhere(present, ours);
  const isGone = present.length < ours.cells.length;
  return { why: `${isGone ? gone : changed(present[at])} ${WHERE}`, cell: isGone ? null : present[at] };
}

const gone = "A cell with code was taken away, so this workbook was not run by itself.";

const changed = (/** @type {CodeCell} */ { heading }) =>
  `${heading ? `Code under “${heading}”` : "A cell with code"} was changed, so this workbook was not run by itself.`;

function isSame(
  /** @type {CodeCell} */ { source },
  /** @type {string} */ print,
  /** @type {Workbook} */ ours,
  /** @type {number} */ index,
) {
  const wanted = ours.cells[index];
  return wanted === PARAMETERS ? valuesOf(source, ours.parameters) !== null : wanted === print;
}

/**
 * Values are only read, but for one: where files are written is for a person to say, each time.
 * @template {CodeCell} Cell
 * @param {readonly Cell[]} cells
 * @param {Workbook} ours
 */
function writesElsewhere(cells, ours) {
  const cell = cells[ours.cells.indexOf(PARAMETERS)];
  const output = cell && valuesOf(cell.source, ours.parameters)?.get("output");
  if (output === undefined || output === "None") return null;
  return {
    why: `The value of output says where files are written, so this workbook was not run by itself. ${WHERE}`,
    cell,
  };
}
return { workbookOf, fingerprint, whyNot };
})();

// opening.js
const $opening = (() => {
// Opening a workbook is enough: it runs itself and shows its screens, if all its code is ours.

const { openOnClick } = $links;
const { AsOpened, codeCells, isLive, isPython, run, seen } = $running;
const { addButton, COMMAND, isAway, putAway, STYLE, sayWhy } = $showing;
const { whyNot, workbookOf } = $workbooks;

const NO_PYTHON =
  "This workbook needs Python, and Python is not chosen for it, so it was not run by itself. " +
  "Choose Kernel, Change Kernel, then Run, Run All Cells.";

/** The plugin, made with the parts that JupyterLab shares. */
const plugin = (/** @type {Lab} */ lab) => ({
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
return { plugin };
})();

// container.js
const $container = (() => {
// What JupyterLab asks a prebuilt extension for: a container that takes the parts it shares and gives the plugin.

const { plugin } = $opening;

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

const $default = {
  init: (/** @type {ShareScope} */ given) => {
    scope = given;
  },
  get: async () => {
    const made = plugin(await lab());
    return () => ({ __esModule: true, default: made });
  },
};
return { $default };
})();

(globalThis._JUPYTERLAB ??= {})["codesign-opening"] = $container.$default;
})();
