"""A JupyterLab with a small study, and a browser on it: what all tests of the screens share."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, Page

from codesign import schemas
from codesign.intake import import_files
from codesign.journal import Change
from codesign.lab import lab_command, lab_environment
from codesign.study import Study

TOKEN = "only-for-this-test"
ANSWER_SECONDS = 30
CANARY = "<img src=x onerror=window.pwned=1> </script>"
INTERVIEW = f"""Interviewer: What can new people not do?

Ana: Honestly? They don't know how to purge a line. They mean well. You purge with nitrogen 😀 and check the oxygen.

Interviewer: Would a credential change how you hire?

Ana: A badge, no. {CANARY} If somebody showed me they did it three times, that I would read.
"""
PANEL = """from codesign.workbook import open_workbook
from codesign.widgets import coding_panel, rating_grid, table_editor
work = open_workbook({"study": "browser"})
coding_panel(work.everything, work.texts, person=work.person, on_save=work.save, refresh=work.reread,
             on_undo=work.undo, on_redo=work.redo, study="browser",
             preferences=work.preferences, on_preference=work.save_preference)"""
TABLES = """table_editor("tasks", work.everything, on_save=work.save, refresh=work.reread,
             columns=["task_id", "duty_id", "label", "statement"], title="Tasks")"""
RATINGS = "rating_grid(work.everything, person=work.person, on_save=work.save, refresh=work.reread)"
PLACE_OF = """([words, atEnd]) => {
  for (const paragraph of document.querySelectorAll(".cw-words")) {
    const at = paragraph.textContent.indexOf(words);
    if (at < 0) continue;
    paragraph.scrollIntoView({ block: "nearest" });
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    let offset = atEnd ? at + words.length : at;
    while (node && offset > node.length) { offset -= node.length; node = walker.nextNode(); }
    const range = document.createRange();
    range.setStart(node, offset);
    range.collapse(true);
    const box = range.getClientRects()[0];
    return [box.left, box.top + box.height / 2];
  }
  return null;
}"""
CELLS = """Array.from(document.querySelectorAll(".jp-Notebook .jp-Cell"),
  (cell) => cell.className.replace(/jp-mod-\\S+/g, "").trim())"""

SETTLED = """() => {
  const notebook = window.jupyterapp.shell.currentWidget;
  const cells = notebook.content.widgets.filter((cell) => cell.model.type === "code");
  const opening = Array.from(document.querySelectorAll(".cw-light"), (light) => light.textContent);
  return notebook.sessionContext.session?.kernel?.status === "idle" && cells.every((cell) => cell.model.executionCount)
    && opening.every((words) => !words.startsWith("Opening"));
}"""
SHOWN = """body { min-height: 100vh }
  body, .jp-LabShell, .jp-LabShell .lm-Widget, .jp-WindowedPanel-outer {
    overflow: visible !important; contain: none !important }
  .jp-Cell { content-visibility: visible !important }
  .jp-OutputArea-output { background: var(--jp-layout-color0) }"""
THEMED = """(name) => document.body.dataset.jpThemeName === name
  && !document.querySelector("#jupyterlab-splash, .jp-SplashContainer")"""
AXE = """async (within) => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run({ include: [[within]] }, { runOnly, resultTypes: ["violations", "incomplete"] });
  const isFailure = (node) => node.none.some((check) => check.id === "error-occurred");
  const failed = found.incomplete.filter((rule) => rule.nodes.some(isFailure));
  return [...found.violations, ...failed].flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id} ${node.target.join(" ")}: ${node.failureSummary} ${node.html.slice(0, 160)}`.replace(/\\s+/g, " ")));
}"""


@dataclass
class Lab:
    """A running JupyterLab on a project folder of its own."""

    root: Path
    port: int
    start: dict[tuple[str, str], dict[str, Any]]
    home: Path

    @property
    def study(self) -> Study:
        return Study.open(self.root / "interview_data" / "browser", person="Ana", device="test")

    def codings(self) -> list[tuple[str, str]]:
        """Return the codings on disk as code and words."""
        text = self.study.texts()["INT-01"]
        rows = self.study.read()["codings"].sort_values(["start", "code_id"])
        return [(row["code_id"], text[row["start"] : row["end"]]) for _, row in rows.iterrows()]

    def ask(self, method: str, path: str) -> object:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/{path}", method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def stop_kernels(self) -> None:
        for session in self.ask("GET", "sessions"):
            self.ask("DELETE", f"sessions/{session['id']}")


def make_project(root: Path, project: Path) -> None:
    """Make a project with the workbooks and the sample, one small study, and a notebook with its screens."""
    shutil.copytree(project / "workbooks", root / "workbooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(project / "interview_data" / "clean-energy", root / "interview_data" / "clean-energy")
    shutil.copytree(project / "templates", root / "templates")
    study = Study.create(root / "interview_data" / "browser", root / "templates" / "study", person="Ana", device="test")
    (root / "INT-01.txt").write_text(INTERVIEW, encoding="utf-8")
    assert all(report.is_in for report in import_files(study, [root / "INT-01.txt"]))
    study.save([Change("put", "duties", {"duty_id": "A", "title": "Make safe", "position": 1}),
                Change("put", "tasks", {"task_id": "A1", "duty_id": "A", "label": "Purge line", "position": 1}),
                Change("put", "raters", {"rater_id": "R-01", "employer": "Employer 01"})])  # fmt: skip
    write_notebook(root, "panel", PANEL)
    write_notebook(root, "tables", PANEL, TABLES, RATINGS)


def write_notebook(root: Path, name: str, *sources: str) -> None:
    """Write a notebook of a heading and these cells, for `open_notebook`."""
    cells = [nbformat.v4.new_markdown_cell(f"# {name}"), *map(nbformat.v4.new_code_cell, sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), root / "workbooks" / f"{name}.ipynb")


def rows_of(root: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Every decided row of the study as it was made."""
    folded = Study.open(root / "interview_data" / "browser", person="Ana", device="test").folded()
    return {place: folded.row(*place) for place, state in folded.rows.items() if not state.is_deleted}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def lab(root: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Path) -> Iterator[Lab]:
    """JupyterLab as `make lab` starts it, on a project of its own, with nobody's settings."""
    folder = tmp_path_factory.mktemp("lab")
    make_project(folder / "project", root)
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR",
             "CODESIGN_HOME", "IPYTHONDIR")  # fmt: skip
    own = {name: str(folder / name.lower()) for name in names}
    environment = {**os.environ, **own, "CODESIGN_PERSON": "Ana", "PYTHONPATH": str(root)}
    environment.pop("CODESIGN_HEADLESS", None)
    port = free_port()
    command = [*lab_command(folder / "project", "workbooks/panel.ipynb"), "--no-browser", f"--ServerApp.port={port}",
               f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=lab_environment(root, environment), stdout=log, stderr=log)
        running = Lab(folder / "project", port, rows_of(folder / "project"), Path(own["CODESIGN_HOME"]))
        prefer(running)
        try:
            _wait_until_ready(running, server, folder / "lab.log")
            yield running
            running.stop_kernels()
        finally:
            server.terminate()
            server.wait(20)


def _wait_until_ready(running: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            running.ask("GET", "status")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab did not start: {log.read_text()[-2000:]}")


@dataclass
class Screen:
    """A page with a notebook, and what went wrong in it."""

    page: Page
    errors: list[str]

    def run_all(self) -> None:
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def ready(self, selector: str = ".cw-words") -> None:
        self.page.locator(selector).first.wait_for(state="attached", timeout=ANSWER_SECONDS * 1000)
        self.page.locator(".cw-light").first.filter(has_text="Ready").wait_for(state="attached")

    def light(self, words: str, which: str = ".cw") -> None:
        self.page.locator(f"{which} .cw-light").filter(has_text=words).wait_for(timeout=ANSWER_SECONDS * 1000)

    def drag(self, first: str, last: str) -> None:
        """Select with the mouse from the start of `first` to the end of `last`."""
        self.page.evaluate(PLACE_OF, [first, False])
        (x, y), (end_x, end_y) = (
            self.page.evaluate(PLACE_OF, [first, False]),
            self.page.evaluate(PLACE_OF, [last, True]),
        )
        self.page.mouse.move(x + 1, y)
        self.page.mouse.down()
        self.page.mouse.move((x + end_x) / 2, (y + end_y) / 2, steps=4)
        self.page.mouse.move(end_x - 1, end_y, steps=4)
        self.page.mouse.up()

    def cells(self) -> list[str]:
        return self.page.evaluate(CELLS)

    def connected(self) -> None:
        """Wait until the notebook is there and its kernel takes cells."""
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
        self.page.wait_for_function(
            "window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext?.isReady", timeout=60_000
        )
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.ready")

    def settled(self) -> None:
        """Wait until every cell has run and every screen is open."""
        self.page.wait_for_function(SETTLED, timeout=ANSWER_SECONDS * 1000)

    def theme(self, name: str) -> None:
        """Change the colours of JupyterLab, as in its settings."""
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_function(THEMED, arg=name)

    def violations(self, axe: str, within: str = ".jp-OutputArea-output") -> list[str]:
        """What axe-core finds wrong within outputs by the WCAG's levels A and AA, each rule with the places.

        axe-core skips the colours of what it takes for hidden: what stands in JupyterLab's body, which has no height,
        in cells that are drawn when they come near, and below the window. So all is shown first.
        """
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(axe)
            self.page.add_style_tag(content=SHOWN)
        return self.page.evaluate(AXE, within)

    def dialogs(self) -> int:
        return self.page.locator(".jp-Dialog").count()


def open_notebook(browser: Browser, lab: Lab, name: str, *, init: str = "", width: int = 1440) -> Screen:
    page = browser.new_page(viewport={"width": width, "height": 900})
    if init:
        page.add_init_script(init)
    screen = Screen(page, [])
    page.on("pageerror", lambda error: screen.errors.append(str(error)))
    page.goto(f"http://127.0.0.1:{lab.port}/doc/tree/workbooks/{name}.ipynb?token={TOKEN}&reset")
    screen.connected()
    screen.run_all()
    return screen


def until(found: Callable[[], object], is_right: Callable[[Any], bool]) -> Any:
    """Return what is found as soon as it is right, else what is there in the end: for what is saved a moment later."""
    give_up = time.monotonic() + ANSWER_SECONDS
    while not is_right(now := found()) and time.monotonic() < give_up:
        time.sleep(0.05)
    return now


def prefer(lab: Lab, **preferences: Any) -> None:
    """Let Ana have these preferences and no others; she has taken the first steps."""
    lab.home.mkdir(parents=True, exist_ok=True)
    (lab.home / "preferences-ana.json").write_text(json.dumps({"first_steps": True, **preferences}), encoding="utf-8")


def clear(lab: Lab) -> None:
    """Bring the study back to how it was made, and Ana to the usual keys: tests do not see each other's work."""
    prefer(lab)
    now = lab.study.folded()
    made = [
        Change("delete", table, schemas.key_fields(table, row))
        for (table, row), state in now.rows.items()
        if not state.is_deleted and (table, row) not in lab.start
    ]
    kept = [Change("put", table, fields) for (table, _), fields in lab.start.items()]
    lab.study.save([*reversed(made), *kept])


@pytest.fixture
def panel(browser: Browser, lab: Lab) -> Iterator[Screen]:
    screen = open_notebook(browser, lab, "panel")
    screen.ready()
    yield screen
    screen.page.close()
    clear(lab)


@pytest.fixture
def tables(browser: Browser, lab: Lab) -> Iterator[Screen]:
    screen = open_notebook(browser, lab, "tables")
    screen.ready(".cw-rating td")
    yield screen
    screen.page.close()
    clear(lab)
