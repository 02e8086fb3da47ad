"""What several tests share: the study's neighbours on this machine, and no skipped test where CI says so."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest
from few_lines import shortened
from hypothesis import settings
from jupyter_trial import lab
from left_out import NO_REAL_DATA, is_announced, left_out
from page_trial import desk, own_project, panel, tables
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from screen_trial import ANSWER_SECONDS
from sharing_out import FileByFile, needs_browser
from store_trial import store
from whole_runs import kernel_run, sample_run
from xdist.remote import Producer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "tools"))

from programs import PROGRAMS  # noqa: E402

__all__ = [
    "desk",
    "kernel_run",
    "lab",
    "own_project",
    "panel",
    "sample_run",
    "store",
    "tables",
]

LONGEST_LINE = 160
TOLD = """() => {
  const told = (element) => element.innerText.replace(/\\s+/g, " ").trim();
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).map(told);
  const focus = document.activeElement;
  return [`Focus: ${focus.tagName} ${focus.className} ${focus.textContent.slice(0, 60)}`,
    `Lights: ${seen(".cw-light").join(" | ")}`, `Banners: ${seen(".cw-banner").join(" | ")}`,
    `Dialogs: ${seen(".jp-Dialog, [role=dialog]").join(" | ")}`];
}"""
"""What a person would look at first: where the focus is, what the screens say of saving, and what lies over them."""

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

settings.register_profile("workbook", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("workbook")
expect.set_options(timeout=ANSWER_SECONDS * 1000)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    """Let `pytest -n` share the tests out file by file."""
    return FileByFile(config, log)


def pytest_collection_finish() -> None:
    """Let Python not look again and again for garbage in what was imported; a tenth of the time goes into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure in CI, unless the test holds on some systems only."""
    report = yield
    if report.when == "call" and report.failed and "browser" in item.funcargs:
        report.sections.append(("what the pages showed", _what_pages_show(item.funcargs["browser"])))
    is_expected = hasattr(report, "wasxfail") or item.get_closest_marker("platform_specific")
    return shortened(report if is_expected else _without_skip(report))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests could not be run for lack of real interviews."""
    for sentence in left_out(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(sentence)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole module into a failure in CI."""
    return _without_skip((yield))


def _what_pages_show(browser: Browser) -> str:
    """A few lines on each open page, so that a failure on another machine can be understood from its report."""
    pages = [page for context in browser.contexts for page in context.pages]
    return "\n".join(line for page in pages for line in _lines_on(page))


def _lines_on(page: Page) -> list[str]:
    try:
        return [page.url, *(str(line)[:LONGEST_LINE] for line in page.evaluate(TOLD))]
    except Error as error:
        return [page.url, f"The page does not answer: {str(error).splitlines()[0]}"]


def _without_skip(report: Report) -> Report:
    reason = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
    if report.skipped and os.environ.get("CI") == "true" and not is_announced(reason, os.environ):
        report.outcome, report.longrepr = "failed", f"CI=true allows no skipped test. {reason}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real interviews and other public data, which is kept beside the project and not in it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(NO_REAL_DATA)
    return folder


def _program(name: str) -> Path:
    program = next(program for program in PROGRAMS if program.name == name)
    place = program.find()
    if place is None:
        pytest.skip(f"needs {name}; tests/tools/set_up.py says how to get it")
    return place


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser."""
    return _program("chromium")


@pytest.fixture(scope="session")
def browser_flags() -> list[str]:
    """The flags a browser needs to run without a screen, as root, and without asking the network for anything."""
    return [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]


class SharedBrowser:
    """One browser from file to file: to start one for each takes a minute of every run. Pages share nothing in it.

    It is stopped before any other test: while it runs, nothing else can use asyncio in this process, as kernels do.
    """

    def __init__(self) -> None:
        self._running = ExitStack()
        self._browser: Browser | None = None

    def start(self, program: Path, flags: list[str]) -> Browser:
        """Return the browser that runs, or a new one."""
        if self._browser is None or not self._browser.is_connected():
            self.stop()
            playwright = self._running.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=program, args=flags)
            self._running.callback(self._browser.close)
        return self._browser

    def stop(self) -> None:
        """Stop the browser, if one runs."""
        self._running.close()
        self._browser = None


SHARED_BROWSER = SharedBrowser()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Stop the browser where the next test is none in a browser."""
    try:
        yield
    finally:
        if nextitem is None or not needs_browser(nextitem.nodeid):
            SHARED_BROWSER.stop()


@pytest.fixture(scope="module")
def browser(chromium: Path, browser_flags: list[str]) -> Browser:
    """A running browser."""
    return SHARED_BROWSER.start(chromium, browser_flags)


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice's command."""
    return _program("soffice")


@pytest.fixture(scope="session")
def pdftoppm() -> Path:
    """The command that makes pictures of PDF pages."""
    return _program("pdftoppm")


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which checks the accessibility of a page it is put into."""
    return _program("axe").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def word_validator() -> Callable[[Path], list[str]]:
    """What Microsoft's Open XML SDK finds wrong with a document, as sentences; none for a valid one."""
    command = _program("word_validator")

    def problems(document: Path) -> list[str]:
        answer = subprocess.run([command, document], capture_output=True, text=True, timeout=120, check=True)
        return [
            f"{error['path']} {error['xPath']}: {error['description']}" for error in json.loads(answer.stdout)["errors"]
        ]

    return problems
