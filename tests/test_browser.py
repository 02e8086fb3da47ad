"""The screens in a real JupyterLab and a real browser: the mouse, the keys, a restart, a stopped workbook."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page

from codesign.journal import Change
from codesign.lab import lab_command, lab_environment
from codesign.study import Study, import_files

TOKEN = "only-for-this-test"
ANSWER_SECONDS = 30
CANARY = "<img src=x onerror=window.pwned=1> </script>"
INTERVIEW = f"""Interviewer: What can new people not do?

Ana: Honestly? They don't know how to purge a line. They mean well. You purge with nitrogen 😀 and check the oxygen.

Interviewer: Would a credential change how you hire?

Ana: A badge, no. {CANARY} If somebody showed me they did it three times, that I would read.
"""
PANEL = """from codesign.study import open_workbook
from codesign.widgets import coding_panel, rating_grid, table_editor
work = open_workbook({"study": "browser"})
coding_panel(work.everything, work.texts, person=work.person, on_save=work.save, refresh=work.reread,
             on_undo=work.undo, on_redo=work.redo, study="browser")"""
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


@dataclass
class Lab:
    """A running JupyterLab on a project folder of its own."""

    root: Path
    port: int

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
    """Make a project with one small study, and a notebook with the screens."""
    for name in ("workbooks", "interview_data"):
        (root / name).mkdir(parents=True)
    shutil.copytree(project / "templates", root / "templates")
    study = Study.create(root / "interview_data" / "browser", root / "templates" / "study", person="Ana", device="test")
    (root / "INT-01.txt").write_text(INTERVIEW, encoding="utf-8")
    assert all(report.is_in for report in import_files(study, [root / "INT-01.txt"]))
    study.save([Change("put", "duties", {"duty_id": "A", "title": "Make safe", "position": 1}),
                Change("put", "tasks", {"task_id": "A1", "duty_id": "A", "label": "Purge line", "position": 1}),
                Change("put", "raters", {"rater_id": "R-01", "employer": "Employer 01"})])  # fmt: skip
    for name, sources in {"panel": [PANEL], "tables": [PANEL, TABLES, RATINGS]}.items():
        cells = [nbformat.v4.new_markdown_cell(f"# {name}"), *map(nbformat.v4.new_code_cell, sources)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), root / "workbooks" / f"{name}.ipynb")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
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
        running = Lab(folder / "project", port)
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

    def dialogs(self) -> int:
        return self.page.locator(".jp-Dialog").count()


def open_notebook(browser: Browser, lab: Lab, name: str, *, init: str = "", width: int = 1440) -> Screen:
    page = browser.new_page(viewport={"width": width, "height": 900})
    if init:
        page.add_init_script(init)
    screen = Screen(page, [])
    page.on("pageerror", lambda error: screen.errors.append(str(error)))
    page.goto(f"http://127.0.0.1:{lab.port}/doc/tree/workbooks/{name}.ipynb?token={TOKEN}&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    page.wait_for_function(
        "window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext?.isReady", timeout=60_000
    )
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.ready")
    screen.run_all()
    return screen


@pytest.fixture
def panel(browser: Browser, lab: Lab) -> Iterator[Screen]:
    screen = open_notebook(browser, lab, "panel")
    screen.ready()
    yield screen
    screen.page.close()
    clear(lab)


def clear(lab: Lab) -> None:
    """Remove every coding, so that tests do not see each other's."""
    rows = lab.study.read()["codings"]["coding_id"]
    if len(rows):
        lab.study.save([Change("delete", "codings", {"coding_id": row}) for row in rows])


# with the mouse -------------------------------------------------------------------------------------


def test_words_selected_with_the_mouse_and_a_number_are_a_coding_that_survives_a_restart(
    panel: Screen, lab: Lab
) -> None:
    panel.drag("don't know", "purge a line")
    panel.page.locator(".cw-popover").wait_for()
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]
    panel.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    panel.run_all()
    panel.light("Ready")
    button = panel.page.locator("button.cw-coding")
    button.wait_for()
    assert "don't know how to purge a line" in button.inner_text()
    assert panel.errors == []


def test_a_selection_takes_whole_words(panel: Screen, lab: Lab) -> None:
    panel.drag("nitro", "the oxy")
    panel.page.keyboard.press("2")
    panel.light("Saved")
    assert lab.codings() == [("can-move", "nitrogen 😀 and check the oxygen")]


def test_a_code_is_found_by_name_and_polarity_chosen(panel: Screen, lab: Lab) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.get_by_label("contradicts").check()
    panel.page.locator(".cw-search").click()
    panel.page.keyboard.type("credent")
    panel.page.keyboard.press("Enter")
    panel.light("Saved")
    assert lab.study.read()["codings"][["code_id", "polarity"]].values.tolist() == [
        ["credential-signal", "contradicts"]
    ]


def test_a_code_is_made_from_the_typed_words_and_one_undo_takes_it_back_with_its_coding(
    panel: Screen, lab: Lab
) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("n")
    panel.page.get_by_label("New codes go into").select_option("tool")
    panel.page.locator(".cw-search").click()
    panel.page.keyboard.type("Badge doubts")
    assert "Create code “Badge doubts”" in panel.page.locator(".cw-match[aria-selected=true]").inner_text()
    panel.page.keyboard.press("Enter")
    panel.light("Saved")
    assert lab.codings() == [("badge-doubts", "A badge, no")]
    assert lab.study.read()["codes"].set_index("code_id").loc["badge-doubts", "family"] == "tool"
    panel.page.get_by_role("button", name="Badge doubts, ").first.wait_for()
    panel.page.keyboard.press("Control+z")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 0")
    assert "badge-doubts" not in set(lab.study.read()["codes"]["code_id"])
    assert panel.errors == []


def test_in_vivo_says_why_words_without_consent_do_not_name_a_code(panel: Screen, lab: Lab) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("v")
    panel.page.locator(".cw-banner").filter(has_text="no consent to quote INT-01").wait_for()
    assert lab.codings() == []


@pytest.fixture
def coded(panel: Screen, lab: Lab) -> Screen:
    """The panel with two codings of Bo's, one of which Ana has too."""
    text = lab.study.texts()["INT-01"]
    other = Study.open(lab.root / "interview_data" / "browser", person="Bo", device="other")
    for number, (coder, code, words) in enumerate([("Bo", "skill-gap", "purge a line"), ("Bo", "tool", "nitrogen"),
                                                   ("Ana", "skill-gap", "how to purge a line")]):  # fmt: skip
        start = text.index(words)
        other.save([Change("put", "codings", {
            "coding_id": f"c{number}", "transcript_id": "INT-01", "start": start, "end": start + len(words),
            "code_id": code, "coder": coder, "polarity": "supports", "memo": f"Note {number}"})])  # fmt: skip
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 3")
    return panel


def test_the_list_is_filtered_in_words_and_escape_shows_everything(coded: Screen) -> None:
    page, listed, state = coded.page, coded.page.locator("button.cw-coding"), coded.page.locator(".cw-shown")
    page.locator(".cw-text").focus()
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Show the codings with this code"
    page.get_by_label("Show the codings with this code").select_option("skill-gap")
    assert state.inner_text() == "Showing 2 of 3 codings: code Skill gap."
    page.get_by_label("Show the codings of this coder").select_option("=Bo")
    assert (listed.count(), page.locator(".cw-label").count()) == (1, 1)
    page.keyboard.press("Escape")
    assert (listed.count(), state.is_visible()) == (3, False)
    page.get_by_label("Show", exact=True).select_option("differ")
    assert state.inner_text() == "Showing 1 of 3 codings: only where coders differ."
    assert "nitrogen" in listed.inner_text()
    page.get_by_label("Show", exact=True).select_option("uncoded")
    assert state.inner_text() == "Showing 1 of 2 answers: without any coding."
    listed.click()
    page.keyboard.press("s")
    page.keyboard.press("1")
    coded.light("Saved")
    page.locator(".cw-shown").filter(has_text="Showing 0 of 2 answers").wait_for()
    assert coded.errors == []


def test_a_label_and_a_listed_coding_tell_their_code_coder_polarity_and_memo(coded: Screen) -> None:
    page, card = coded.page, coded.page.locator(".cw-card")
    page.locator(".cw-label").filter(has_text="Tool or equipment").hover()
    for words in ("Tool or equipment", "Not: ", "Coded by Bo, supports. Memo: Note 1"):
        assert words in card.inner_text()
    card.hover()
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")
    page.locator("button.cw-coding").first.focus()
    assert "Coded by you, supports. Memo: Note 2" in page.locator(".cw-definition").inner_text()


def test_what_an_employer_said_never_becomes_markup(panel: Screen) -> None:
    panel.drag(CANARY, "If somebody")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert panel.page.evaluate("window.pwned === undefined")
    assert panel.page.locator(".cw img").count() == 0
    assert CANARY in panel.page.locator(".cw-text").inner_text()


# with the keys --------------------------------------------------------------------------------------


def test_an_interview_is_coded_with_keys_alone(panel: Screen, lab: Lab) -> None:
    keys = panel.page.keyboard
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        keys.press(key)
    panel.light("Saved")
    for key in ("Control+End", "Control+Shift+ArrowLeft", "Control+Shift+ArrowLeft", "3"):
        keys.press(key)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "Honestly?"), ("hiring-challenge", "would read.")]
    keys.press("k")
    keys.press("Delete")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 1")
    panel.light("Saved")
    assert len(lab.codings()) == 1
    keys.press("Control+z")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    assert len(lab.codings()) == 2


def test_expanding_goes_from_sentence_to_turn_and_never_into_the_question(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "s", "1", "t", "2"):
        panel.page.keyboard.press(key)
        panel.page.wait_for_timeout(50)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    found = dict(lab.codings())
    assert found["skill-gap"] == "Honestly? They don't know how to purge a line."
    assert found["can-move"].startswith("Honestly?")
    assert found["can-move"].endswith("check the oxygen.")


def test_no_key_pressed_in_the_panel_changes_the_notebook(panel: Screen) -> None:
    before = panel.cells()
    for key in [*"abcdefghijklmnopqrstuvwxyz0123456789", "Escape", "Escape", "d", "d", "Control+z", "Control+s",
                "Space", "Shift+Enter", "Escape", "ArrowDown", "Delete"]:  # fmt: skip
        panel.page.locator(".cw-text").focus()
        panel.page.keyboard.press(key)
    panel.page.locator(".cw").first.focus()
    for key in [*"abxzm", "Control+z"]:
        panel.page.keyboard.press(key)
    panel.page.wait_for_timeout(300)
    assert panel.cells() == before
    assert panel.dialogs() == 0
    assert panel.errors == []


def test_a_memo_is_written_and_kept(panel: Screen, lab: Lab) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    panel.page.keyboard.press("m")
    panel.page.keyboard.type("Ask again: 1 / x")
    panel.page.keyboard.press("Escape")
    panel.page.wait_for_function("document.querySelector('.cw-coding').innerText.includes('memo')")
    assert lab.study.read()["codings"]["memo"].tolist() == ["Ask again: 1 / x"]


# when the workbook stops ----------------------------------------------------------------------------


def test_what_could_not_be_saved_is_said_kept_and_saved_after_run_all(panel: Screen, lab: Lab) -> None:
    lab.stop_kernels()
    panel.page.wait_for_timeout(500)
    panel.drag("don't know", "purge a line")
    panel.page.keyboard.press("1")
    banner = panel.page.locator(".cw-banner").filter(has_text="Not saved: 1 change waits")
    banner.wait_for(timeout=10_000)
    assert panel.page.locator(".cw-light").inner_text() == "Not saved"
    assert "not saved yet" in panel.page.locator("button.cw-coding").inner_text()
    assert lab.codings() == []
    restarted = open_notebook(panel.page.context.browser, lab, "panel")
    restarted.page.close()
    panel.page.reload()
    panel.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    panel.page.wait_for_timeout(1000)
    panel.run_all()
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]


def test_without_the_highlight_api_codings_are_marked(browser: Browser, lab: Lab) -> None:
    screen = open_notebook(browser, lab, "panel", init="Object.defineProperty(CSS, 'highlights', {value: undefined})")
    screen.ready()
    screen.drag("don't know", "purge a line")
    screen.page.keyboard.press("1")
    screen.light("Saved")
    screen.drag("know how", "nitrogen")
    screen.page.keyboard.press("2")
    screen.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    screen.light("Saved")
    assert [words for _, words in lab.codings()] == [
        "don't know how to purge a line",
        "know how to purge a line. They mean well. You purge with nitrogen",
    ]
    assert screen.page.locator("mark").count() >= 2
    screen.page.close()
    clear(lab)


def test_highlights_are_taken_away_with_the_panel(panel: Screen) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert panel.page.evaluate("CSS.highlights.size") > 0
    panel.page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    panel.page.wait_for_function("CSS.highlights.size === 0")


# tables and ratings ---------------------------------------------------------------------------------


@pytest.fixture
def tables(browser: Browser, lab: Lab) -> Iterator[Screen]:
    screen = open_notebook(browser, lab, "tables")
    screen.ready(".cw-rating td")
    yield screen
    screen.page.close()


def test_a_table_is_filled_in_with_keys_and_a_wrong_cell_has_its_sentence(tables: Screen, lab: Lab) -> None:
    page = tables.page
    before = tables.cells()
    page.get_by_role("button", name="Add row").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("Find leak")
    page.keyboard.press("Enter")
    page.locator(".cw-table .cw-wrong").filter(has_text="Must be filled in.").wait_for()
    assert len(lab.study.read()["tasks"]) == 1
    page.locator(".cw-table td[data-row='1'][data-column='1']").click()
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    tables.light("Saved", ".cw-table")
    assert lab.study.read()["tasks"][["task_id", "duty_id", "label"]].values.tolist()[1] == ["A2", "A", "Find leak"]
    assert tables.cells() == before
    page.get_by_role("button", name="Delete A2 Find leak").click()
    page.locator(".cw-table td[data-row='1']").first.wait_for(state="detached")
    page.get_by_role("button", name="Undo: delete A2 Find leak").click()
    page.locator(".cw-table td[data-row='1']").first.wait_for()
    assert len(lab.study.read()["tasks"]) == 2


def test_rows_are_pasted_from_a_spreadsheet(tables: Screen, lab: Lab) -> None:
    page = tables.page
    page.locator(".cw-table td[data-row='0'][data-column='2']").click()
    page.evaluate("""() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", 'Purge and verify\\t"Purge the line,\\nthen verify"\\r\\n');
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }""")
    tables.light("Saved", ".cw-table")
    row = lab.study.read()["tasks"].iloc[0]
    assert (row["label"], row["statement"]) == ("Purge and verify", "Purge the line,\nthen verify")


def test_ratings_are_typed_one_number_after_the_other(tables: Screen, lab: Lab) -> None:
    tables.page.locator(".cw-rating td[data-row='0'][data-column='2']").click()
    tables.page.keyboard.type("543")
    tables.light("Saved", ".cw-rating")
    tables.page.wait_for_timeout(300)
    ratings = lab.study.read()["ratings"]
    assert ratings[["rater_id", "importance", "frequency", "difficulty"]].values.tolist() == [["R-01", 5, 4, 3]]
