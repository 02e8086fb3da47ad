// Opening is enough: which notebooks run themselves when they are opened, and what the others say.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { besides, openOnClick } from "../../codesign/lab/extension/links.js";
import { plugin } from "../../codesign/lab/extension/opening.js";
import { valuesOf } from "../../codesign/lab/extension/parameters.js";
import { whyNot, workbookOf } from "../../codesign/lab/extension/workbooks.js";

const NAMES = ["study", "program", "output"];
const PARAMETERS = 'study = "clean-energy"  # its folder\nprogram = {}\noutput = None  # where to';
const PRINT = (text) => createHash("sha256").update(text).digest("hex");
const OURS = { parameters: NAMES, cells: ["parameters", PRINT("work = opened()"), PRINT("work.screen()")] };
const CELLS = [PARAMETERS, "work = opened()", "work.screen()"];
const under = (...sources) => sources.map((source, index) => ({ source, heading: `Part ${index}` }));
const why = async (...sources) => (await whyNot(under(...sources), OURS))?.why;
const given = (...lines) => valuesOf(lines.join("\n"), NAMES);

// parameters -----

test("any plain values may stand in the cell of parameters", () => {
  const program = `{"title": 'Solar "pro"', "hours": 40.5, "list": [1, -2, None,], "deep": {"a": {}}}`;
  assert.deepEqual(
    [...given('study = "wind # \\"energy\\""', `program=${program} # facts`, "", "output = None")],
    [
      ["study", '"wind # \\"energy\\""'],
      ["program", program],
      ["output", "None"],
    ],
  );
});

test("whatever might do something is no value", () => {
  const doing = [
    "__import__('os')",
    "open('x')",
    "other",
    "f'{exit()}'",
    "'a' 'b'",
    "'a' + 'b'",
    "'a'; exit()",
    "!ls",
    "%run x",
    "{exit(): 1}",
    "{**other}",
    "[x for x in other]",
    "{1}",
    "(1, 2)",
    "'''a",
    "1 if exit() else 2",
    "1.real",
    "'a'.upper()",
    "lambda: 1",
    "None or exit()",
    "[1 2]",
    "[",
    "",
    "[".repeat(50) + "]".repeat(50),
  ];
  for (const value of doing) assert.equal(given(`study = ${value}`, "program = {}", "output = None"), null, value);
});

test("no name may be missing, new, doubled or elsewhere, and nothing else may stand there", () => {
  const lines = PARAMETERS.split("\n");
  assert.ok(given(...lines));
  for (const other of [
    lines.slice(1),
    [...lines, "more = 1"],
    [...lines, lines[0]],
    [lines[1], lines[0], lines[2]],
    ["import os", ...lines],
    ["exit()", ...lines],
    [`  ${lines[0]}`, ...lines.slice(1)],
    [`${lines[0]}\rexit()`, ...lines.slice(1)],
    [lines[0].replace("=", "=="), ...lines.slice(1)],
    [lines[0].replace("=", "= x ="), ...lines.slice(1)],
  ])
    assert.equal(given(...other), null, other.join("|"));
});

// ours, changed, or somebody else's -----

test("a workbook of ours is known by its name, in any folder, and as JupyterLab names a copy", () => {
  assert.equal(workbookOf("workbooks/00_start_here.ipynb"), workbookOf("outputs/a/00_start_here-Copy12.ipynb"));
  assert.ok(workbookOf("00_start_here.ipynb"));
  for (const path of ["panel.ipynb", "00_start_here.txt", "toString.ipynb", "00_start_here.ipynb/x.ipynb"])
    assert.equal(workbookOf(path), undefined, path);
});

test("unchanged code runs, with other values and with empty cells too", async () => {
  assert.equal(await why(...CELLS), undefined);
  assert.equal(await why(PARAMETERS.replace("clean", "wind"), ...CELLS.slice(1), "  \n"), undefined);
});

test("changed, added, moved or missing code is not run, and the sentence says under which heading it stands", async () => {
  const changed = (part) =>
    new RegExp(`^Code under “Part ${part}” was changed, so this workbook was not run by itself\\.`);
  assert.match(await why(CELLS[0], CELLS[1], "work.screen() "), changed(2));
  assert.match(await why(CELLS[0], "exit()", ...CELLS.slice(1)), changed(1));
  assert.match(await why(...CELLS, "exit()"), changed(3));
  assert.match(await why(CELLS[0], CELLS[2], CELLS[1]), changed(1));
  assert.match(await why(`${PARAMETERS}\nexit()`, ...CELLS.slice(1)), changed(0));
  assert.match(await why(CELLS[0], CELLS[2]), /^A cell with code was taken away/);
});

test("where files are written is for a person to say", async () => {
  const elsewhere = PARAMETERS.replace("output = None", 'output = "/elsewhere"');
  assert.match(await why(elsewhere, ...CELLS.slice(1)), /^The value of output says where files are written/);
});

// in JupyterLab -----

const signal = () => {
  const hearing = new Set();
  return {
    connect: (hear) => hearing.add(hear),
    disconnect: (hear) => hearing.delete(hear),
    emit: (told) => {
      for (const hear of [...hearing]) hear(null, told);
    },
  };
};

class Widget {
  constructor({ node } = {}) {
    this.node = node ?? { addEventListener: () => {} };
    this.classes = new Set();
    this.disposed = signal();
    this.isDisposed = false;
  }
  dispose() {
    this.isDisposed = true;
  }
  hasClass(name) {
    return this.classes.has(name);
  }
  toggleClass(name, force) {
    this.classes[force ? "add" : "delete"](name);
  }
}

const text = readFileSync(new URL("../../workbooks/00_start_here.ipynb", import.meta.url), "utf-8");
const sample = JSON.parse(text).cells.map((cell) => ({ ...cell, source: cell.source.join("") }));

/** A workbook as JupyterLab holds it; `metadata` is the notebook's, `comms` is what lives in its kernel. */
function panelOf({
  language = "python",
  cells = sample,
  metadata = {},
  comms = {},
  path = "00_start_here.ipynb",
} = {}) {
  const panel = new Widget();
  const widgets = cells.map((cell) =>
    Object.assign(new Widget(), {
      inputHidden: true,
      model: {
        id: cell.id,
        type: cell.cell_type,
        executionCount: cell.execution_count,
        outputs: { toJSON: () => cell.outputs },
        sharedModel: { getSource: () => cell.source },
        getMetadata: (name) => cell.metadata[name],
      },
    }),
  );
  const kernel = {
    info: Promise.resolve({ language_info: { name: language } }),
    requestCommInfo: async () => ({ content: { status: "ok", comms } }),
  };
  const model = { dirty: false, getMetadata: (name) => metadata[name] };
  return Object.assign(panel, {
    content: Object.assign(new Widget(), { model, widgets }),
    context: { path, ready: Promise.resolve() },
    revealed: Promise.resolve(),
    sessionContext: { ready: Promise.resolve(), session: language && { kernel } },
    toolbar: { insertBefore: (_at, _name, button) => panel.buttons.push(button) },
    contentHeader: { addWidget: (line) => panel.lines.push(line) },
    buttons: [],
    lines: [],
  });
}

/** What became of a workbook that was opened: how often it ran, what it says, whether its code is out of sight. */
async function opened(panel, meanwhile = () => {}) {
  let runs = 0;
  const scheduled = signal();
  const actions = {
    executionScheduled: scheduled,
    runCells: async (notebook, cells) => {
      runs += 1;
      assert.ok(cells.every(({ model }) => model.type === "code"));
      notebook.model.dirty = true;
      scheduled.emit({ notebook });
    },
  };
  globalThis.document = {
    head: { append: () => {} },
    createElement: () => ({
      setAttribute: () => {},
      append(child) {
        this.textContent = child.textContent;
      },
    }),
  };
  globalThis.ResizeObserver = class {
    observe() {}
  };
  globalThis.IntersectionObserver = class {
    constructor(hear) {
      this.hear = hear;
    }
    observe() {
      this.hear([{ isIntersecting: true }]);
    }
    disconnect() {}
  };
  const tracker = { widgetAdded: signal(), currentChanged: signal(), currentWidget: panel, forEach: () => {} };
  const app = { commands: { addCommand: () => {}, notifyCommandChanged: () => {} } };
  const ToolbarButton = class extends Widget {};
  plugin({ actions, Widget, ToolbarButton }).activate(app, tracker, null);
  tracker.widgetAdded.emit(panel);
  meanwhile(scheduled);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  const said = panel.lines.filter((line) => !line.isDisposed).map((line) => line.node.textContent);
  return { runs, said, isAway: panel.hasClass("cw-code-away"), hasButton: panel.buttons.length === 1 };
}

const NOTHING = { runs: 0, said: [], isAway: false, hasButton: false };
const RUN = { runs: 1, said: [], isAway: true, hasButton: true };

test("a workbook of ours runs once, with its code out of sight, and is not to be saved for that", async () => {
  const panel = panelOf();
  assert.deepEqual(await opened(panel), RUN);
  assert.equal(panel.content.model.dirty, false);
});

test("what somebody writes while it runs is still to be saved", async () => {
  const panel = panelOf();
  await opened(panel, () => {
    setTimeout(() => {
      panel.content.widgets[0].model.sharedModel.getSource = () => "# My own words";
    });
  });
  assert.equal(panel.content.model.dirty, true);
});

test("somebody else's notebook and the record of a run are left alone", async () => {
  assert.deepEqual(await opened(panelOf({ path: "mine.ipynb" })), NOTHING);
  assert.deepEqual(await opened(panelOf({ metadata: { papermill: {} } })), NOTHING);
  const injected = { ...sample.find(({ id }) => id === "parameters"), metadata: { tags: ["injected-parameters"] } };
  assert.deepEqual(await opened(panelOf({ cells: [...sample, injected] })), NOTHING);
});

test("a workbook that was changed says so, shows that cell, and says nothing more once it runs", async () => {
  const cells = sample.map((cell) => (cell.id === "overview" ? { ...cell, source: "exit()" } : cell));
  const panel = panelOf({ cells });
  const { runs, said } = await opened(panel);
  assert.equal(runs, 0);
  assert.match(said.join(), /^Code under “Where the study stands” was changed/);
  const shown = panel.content.widgets.filter(({ model, inputHidden }) => model.type === "code" && !inputHidden);
  assert.deepEqual(
    shown.map(({ model }) => model.id),
    ["overview"],
  );
  const again = panelOf({ cells });
  const later = (scheduled) => setTimeout(() => scheduled.emit({ notebook: again.content }), 10);
  assert.deepEqual((await opened(again, later)).said, []);
});

test("a workbook for which another language is chosen, or none, is not run, and says so", async () => {
  for (const language of ["R", null]) {
    const { runs, said } = await opened(panelOf({ language }));
    assert.equal(runs, 0);
    assert.match(said.join(), /needs Python/);
  }
});

test("what somebody runs meanwhile is not run a second time", async () => {
  const panel = panelOf();
  const { runs } = await opened(panel, (scheduled) => scheduled.emit({ notebook: panel.content }));
  assert.equal(runs, 0);
});

test("screens that are live stay; those whose other half is gone are made again", async () => {
  const view = { data: { "application/vnd.jupyter.widget-view+json": { model_id: "m1" } } };
  const cells = sample.map((cell, index) =>
    cell.cell_type === "code" ? { ...cell, execution_count: index + 1, outputs: [view] } : cell,
  );
  assert.equal((await opened(panelOf({ cells, comms: { m1: {} } }))).runs, 0);
  assert.equal((await opened(panelOf({ cells, comms: { other: {} } }))).runs, 1);
  assert.equal((await opened(panelOf({ comms: { m1: {} } }))).runs, 1);
});

test("a link on a screen opens a workbook in JupyterLab; one that leads elsewhere is left to the browser", () => {
  globalThis.Element = class {};
  const clicked = (href, more = {}) => {
    const opened = [];
    const panel = panelOf({ path: "workbooks/00_start_here.ipynb" });
    panel.node = { addEventListener: (_name, hear) => Object.assign(panel, { hear }) };
    openOnClick(panel, { commands: { execute: (_id, { path }) => opened.push(path) } });
    const link = { getAttribute: () => href, hasAttribute: () => false };
    const words = Object.assign(new Element(), { closest: () => link });
    panel.hear({ composedPath: () => [words], preventDefault: () => opened.push("kept here"), ...more });
    return opened;
  };
  assert.deepEqual(clicked("01_interview_coding.ipynb"), ["kept here", "workbooks/01_interview_coding.ipynb"]);
  for (const href of ["https://example.org/a.ipynb", "a.docx", "#top", "a.ipynb?x"])
    assert.deepEqual(clicked(href), []);
  assert.deepEqual(clicked("01_interview_coding.ipynb", { ctrlKey: true }), []);
});

test("a link is named from the folder of the workbook it stands in", () => {
  assert.equal(besides("workbooks/00 a.ipynb", "01_b.ipynb"), "workbooks/01_b.ipynb");
  assert.equal(besides("a/b/c.ipynb", "../d é.ipynb"), "a/d é.ipynb");
});
