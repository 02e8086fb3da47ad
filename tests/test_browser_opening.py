"""Opening is enough: in JupyterLab as `make lab` starts it, our workbooks run themselves and no other notebook does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_trial import TOKEN, Lab, LabScreen
from playwright.sync_api import Browser, Page, expect
from screen_trial import ANSWER_SECONDS, OPEN, write_notebook

from codesign.runs.copies import workbook_copies

START = "workbooks/00_start_here.ipynb"
SEVEN = f'{OPEN}work.workbooks("00")'
OPENED = """async (path) => {
  const panel = await window.jupyterapp.commands.execute("docmanager:open", { path });
  await panel.revealed;
  await panel.sessionContext.ready;
}"""
RAN = """(path) => {
  const shell = window.jupyterapp?.shell;
  if (!shell) return false;
  const panel = [...shell.widgets("main")].find((one) => one.context?.path === path);
  const cells = panel?.content.widgets.filter(({ model }) => model.type === "code" && model.sharedModel.getSource());
  return Boolean(cells?.length) && cells.every(({ model }) => model.executionCount);
}"""
PANEL = """(path) => {
  const panel = [...window.jupyterapp.shell.widgets("main")].find((one) => one.context?.path === path);
  const { widgets, model } = panel.content;
  return {
    dirty: model.dirty,
    counts: widgets.filter((cell) => cell.model.type === "code").map((cell) => cell.model.executionCount),
    said: panel.node.querySelector(".cw-not-run")?.textContent ?? "",
  };
}"""
SCROLLED = "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"
KERNEL = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"
DOES_ELSE = "open('was_run', 'w')"
CODE = ".jp-CodeCell .cm-editor:visible"


def open_beside(page: Page, path: str) -> None:
    """Open a notebook beside those that are open, as a double click in the list of files does."""
    page.evaluate(OPENED, path)


def ran(page: Page, path: str) -> None:
    """Wait until every cell with code of a notebook has run."""
    page.wait_for_function(RAN, arg=path, timeout=2 * ANSWER_SECONDS * 1000)


def clean(page: Page, path: str) -> None:
    """Wait until a notebook has nothing to be saved."""
    page.wait_for_function(f"(path) => !({PANEL})(path).dirty", arg=path)


@pytest.fixture(scope="module")
def start(browser: Browser, lab: Lab) -> Iterator[LabScreen]:
    """JupyterLab as `workbook open` leads to it, with the sample's first workbook, in which nobody has clicked yet."""
    screen = LabScreen(browser.new_page(viewport={"width": 1440, "height": 900}))
    screen.page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{START}?token={TOKEN}&reset")
    screen.connected()
    yield screen
    screen.page.close()
    lab.stop_kernels()


@pytest.fixture
def nothing_stored(lab: Lab) -> Iterator[None]:
    """A test that stores what a workbook shows leaves the workbook as it was."""
    before = (lab.root / START).read_bytes()
    yield
    (lab.root / START).write_bytes(before)


@pytest.fixture
def changed(lab: Lab) -> str:
    """A copy of the first workbook in which one cell does something else."""
    notebook = json.loads((lab.root / START).read_text("utf-8"))
    next(cell for cell in notebook["cells"] if cell["id"] == "overview")["source"] = [DOES_ELSE]
    path = lab.root / "changed" / Path(START).name
    path.parent.mkdir()
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path.relative_to(lab.root).as_posix()


def test_the_samples_first_screen_is_live_without_a_click_and_no_code_is_seen(start: LabScreen, lab: Lab) -> None:
    stored = (lab.root / START).read_bytes()
    start.ready(".cw-form")
    ran(start.page, START)
    clean(start.page, START)
    assert (lab.root / START).read_bytes() == stored
    expect(start.page.locator(CODE)).to_have_count(0)
    assert start.page.evaluate(SCROLLED) == 0
    assert not start.page.evaluate("document.activeElement.matches('input, textarea, .cm-content')")
    assert (start.page.locator(".cw-not-run").count(), start.dialogs(), start.errors) == (0, 0, [])


def test_the_code_is_shown_when_it_is_asked_for_and_put_away_again(start: LabScreen) -> None:
    button = start.page.get_by_role("button", name="Show the code")
    for is_shown in (True, False):
        button.click()
        expect(button).to_have_attribute("aria-pressed", str(is_shown).lower())
        expect(start.page.locator(CODE).first).to_be_visible(visible=is_shown)


def test_a_page_that_is_loaded_again_has_its_screens_again(start: LabScreen, nothing_stored: None) -> None:
    start.ready(".cw-form")
    ran(start.page, START)
    kernel = start.page.evaluate(KERNEL)
    for is_stored in (False, True):
        if is_stored:
            start.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
            clean(start.page, START)
        before = start.page.evaluate(PANEL, START)["counts"]
        start.page.reload()
        start.connected()
        start.ready(".cw-form")
        ran(start.page, START)
        assert start.page.evaluate(KERNEL) == kernel
        # What was stored with its screens is as it was; what was not is run again.
        assert (start.page.evaluate(PANEL, START)["counts"] == before) is is_stored
    button = start.page.get_by_role("button", name="Save name")
    button.click()
    start.light("Saved")


def test_only_ours_run_and_one_whose_code_was_changed_says_why_it_did_not(
    start: LabScreen, lab: Lab, changed: str
) -> None:
    write_notebook(lab.root, "mine", "1 + 1")
    mine, copied = "workbooks/mine.ipynb", workbook_copies(lab.root / "interview_data" / "browser", lab.root)
    for path in (mine, changed, copied):
        open_beside(start.page, path)
    ran(start.page, copied)
    others = [start.page.evaluate(PANEL, path) for path in (mine, changed)]
    assert [set(other["counts"]) for other in others] == [{None}, {None}]
    assert [other["said"] for other in others] == [
        "",
        "Code under “Where the study stands” was changed, so this workbook was not run by itself. "
        "Look at it, then choose Run, Run All Cells.",
    ]
    assert not (lab.root / "changed" / "was_run").exists()
    open_beside(start.page, changed)
    line = start.page.locator(".cw-not-run")
    expect(line).to_be_visible()
    expect(start.page.locator(CODE)).to_have_text([DOES_ELSE])
    start.run_all()
    line.wait_for(state="detached")
    assert start.errors == []


def test_a_link_to_another_workbook_opens_it_beside_this_one_and_it_runs_itself(start: LabScreen, lab: Lab) -> None:
    write_notebook(lab.root, "seven", SEVEN)
    open_beside(start.page, "workbooks/seven.ipynb")
    start.run_all()
    link = start.page.get_by_role("navigation", name="Workbooks").get_by_role("link", name="02 Labour-market scan")
    link.click()
    ran(start.page, "workbooks/02_labour_market_scan.ipynb")
    assert start.page.url.endswith("/02_labour_market_scan.ipynb")
    assert start.page.locator(".lm-TabBar-tabLabel", has_text="seven.ipynb").count() == 1
