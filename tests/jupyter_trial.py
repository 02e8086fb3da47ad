"""A JupyterLab with a small study, and a browser on it: for what only a real notebook can show."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from screen_trial import ANSWER_SECONDS, Project, Screen, make_project, prefer

from codesign import schemas
from codesign.journal import Change
from codesign.lab import lab_command, lab_environment
from codesign.study import Study

TOKEN = "only-for-this-test"
CELLS = """Array.from(document.querySelectorAll(".jp-Notebook .jp-Cell"),
  (cell) => cell.className.replace(/jp-mod-\\S+/g, "").trim())"""
SETTLED = """() => {
  const notebook = window.jupyterapp.shell.currentWidget;
  const cells = notebook.content.widgets.filter((cell) => cell.model.type === "code");
  const opening = Array.from(document.querySelectorAll(".cw-light"), (light) => light.textContent);
  return notebook.sessionContext.session?.kernel?.status === "idle" && cells.every((cell) => cell.model.executionCount)
    && opening.every((words) => !words.startsWith("Opening"));
}"""
THEMED = """(name) => document.body.dataset.jpThemeName === name
  && !document.querySelector("#jupyterlab-splash, .jp-SplashContainer")"""
WITH_CELLS = """(sources) => {
  const { sharedModel } = window.jupyterapp.shell.currentWidget.content.model;
  sharedModel.transact(() => {
    sharedModel.deleteCellRange(0, sharedModel.cells.length);
    sharedModel.insertCells(0, sources.map((source) => ({ cell_type: "code", metadata: {}, source })));
  });
}"""
ALIVE = """async () => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  const { sessions } = window.jupyterapp.serviceManager;
  await sessions.refreshRunning();
  const isRunning = [...sessions.running()].some((one) => one.id === sessionContext.session?.id);
  if (!isRunning) await sessionContext.changeKernel({ name: "python3" });
}"""
IDLE = "window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"


@dataclass
class Lab(Project):
    """A running JupyterLab on a project folder of its own."""

    port: int
    start: dict[tuple[str, str], dict[str, Any]]

    def ask(self, method: str, path: str) -> object:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/{path}", method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def stop_kernels(self) -> None:
        for session in self.ask("GET", "sessions"):
            self.ask("DELETE", f"sessions/{session['id']}")

    def clear(self) -> None:
        """Bring the study back to how it was made, and Ana to the usual keys: tests do not see each other's work."""
        prefer(self)
        now = self.study.folded()
        made = [
            Change("delete", table, schemas.key_fields(table, row))
            for (table, row), state in now.rows.items()
            if not state.is_deleted and (table, row) not in self.start
        ]
        kept = [Change("put", table, fields) for (table, _), fields in self.start.items()]
        self.study.save([*reversed(made), *kept])


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
    names = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "CODESIGN_HOME",
        "IPYTHONDIR",
    )
    own = {name: str(folder / name.lower()) for name in names}
    environment = {**os.environ, **own, "CODESIGN_PERSON": "Ana", "PYTHONPATH": str(root)}
    environment.pop("CODESIGN_HEADLESS", None)
    port = free_port()
    command = [
        *lab_command(folder / "project", "workbooks/panel.ipynb"),
        "--no-browser",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
    ]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=lab_environment(root, environment), stdout=log, stderr=log)
        running = Lab(folder / "project", Path(own["CODESIGN_HOME"]), port, rows_of(folder / "project"))
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
class LabScreen(Screen):
    """A notebook that is open in JupyterLab."""

    def run_all(self) -> None:
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def run(self, *sources: str) -> None:
        """Have these cells instead of those that are there, and run them."""
        self.page.evaluate(ALIVE)
        self.page.evaluate(WITH_CELLS, list(sources))
        self.run_all()

    def cells(self) -> list[str]:
        return self.page.evaluate(CELLS)

    def dialogs(self) -> int:
        return self.page.locator(".jp-Dialog").count()

    def connected(self) -> None:
        """Wait until the notebook is there and its kernel takes cells."""
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
        self.page.wait_for_function(
            "window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext?.isReady", timeout=60_000
        )
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.ready")

    def settled(self) -> None:
        """Wait until every cell has run and every screen is open."""
        self.page.wait_for_function(SETTLED, timeout=4 * ANSWER_SECONDS * 1000)

    def theme(self, name: str) -> None:
        """Change the colours of JupyterLab, as in its settings."""
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_function(THEMED, arg=name)


def open_notebook(browser: Browser, lab: Lab, name: str, *, width: int = 1440) -> LabScreen:
    """Open a notebook in a browser that has no other, and run all its cells."""
    screen = LabScreen(browser.new_page(viewport={"width": width, "height": 900}))
    screen.page.goto(f"http://127.0.0.1:{lab.port}/doc/tree/workbooks/{name}.ipynb?token={TOKEN}&reset")
    screen.connected()
    screen.run_all()
    return screen
