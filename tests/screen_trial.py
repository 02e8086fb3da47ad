"""A small study, the notebooks with its screens, and what tests do on a page that shows them, whoever shows it."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Page

from codesign.intake import import_files
from codesign.journal import Change
from codesign.study import Study

ANSWER_SECONDS = 30
CANARY = "<img src=x onerror=window.pwned=1> </script>"
INTERVIEW = f"""Interviewer: What can new people not do?

Ana: Honestly? They don't know how to purge a line. They mean well. You purge with nitrogen 😀 and check the oxygen.

Interviewer: Would a credential change how you hire?

Ana: A badge, no. {CANARY} If somebody showed me they did it three times, that I would read.
"""
OPEN = """from codesign.workbook import open_workbook
work = open_workbook({"study": "browser"})
"""
PANEL = f"{OPEN}work.coding_panel()"
CODEBOOK = f"{OPEN}work.codebook_screen()"
TABLES = """from codesign.widgets import table_editor
table_editor("tasks", work.everything, on_save=work.save, refresh=work.reread,
             on_undo=work.undo, on_redo=work.redo, acts=work.acts,
             columns=["task_id", "duty_id", "label", "statement"], title="Tasks")"""
RATINGS = "work.rating_grid()"
FOUND_PANEL = PANEL.replace("browser", "trial")
FOUND_PASSAGES = "work.passages()"
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
SHOWN = """body { min-height: 100vh }
  body, .jp-LabShell, .jp-LabShell .lm-Widget, .jp-WindowedPanel-outer {
    overflow: visible !important; contain: none !important }
  .jp-Cell { content-visibility: visible !important }
  .jp-OutputArea-output { background: var(--jp-layout-color0) }"""
AXE = """async ([within, runOnly]) => {
  const found = await axe.run({ include: [[within]] }, { runOnly, resultTypes: ["violations", "incomplete"] });
  const isFailure = (node) => node.none.some((check) => check.id === "error-occurred");
  const failed = found.incomplete.filter((rule) => rule.nodes.some(isFailure));
  return [...found.violations, ...failed].flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id} ${node.target.join(" ")}: ${node.failureSummary} ${node.html.slice(0, 160)}`.replace(/\\s+/g, " ")));
}"""
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")
LARGEST_WORKBOOK = "01_interview_coding"
"""This one is looked at in JupyterLab itself: a bare page has its colours and nothing else of it."""
NOTHING_WRONG = {theme: [] for theme in THEMES}


@dataclass
class Project:
    """A project folder with the workbooks, the sample and one small study, and where Ana's preferences are kept."""

    root: Path
    home: Path

    @property
    def study(self) -> Study:
        """The small study as Ana has it."""
        return self.study_of("Ana", "test")

    def study_of(self, person: str, device: str = "other", name: str = "browser") -> Study:
        """A study as somebody has it on a computer of their own."""
        return Study.open(self.root / "interview_data" / name, person=person, device=device)

    def codings(self) -> list[tuple[str, str]]:
        """Return the codings on disk as code and words."""
        text = self.study.texts()["INT-01"]
        rows = self.study.read()["codings"].sort_values(["start", "code_id"])
        return [(row["code_id"], text[row["start"] : row["end"]]) for _, row in rows.iterrows()]


def make_project(root: Path, project: Path) -> None:
    """Make a project with the workbooks and the sample, one small study, and notebooks with its screens."""
    shutil.copytree(project / "workbooks", root / "workbooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(project / "interview_data" / "clean-energy", root / "interview_data" / "clean-energy")
    shutil.copytree(project / "templates", root / "templates")
    study = Study.create(root / "interview_data" / "browser", root / "templates" / "study", person="Ana", device="test")
    (root / "INT-01.txt").write_text(INTERVIEW, encoding="utf-8")
    assert all(report.is_in for report in import_files(study, [root / "INT-01.txt"]))
    study.save(
        [
            Change("put", "duties", {"duty_id": "A", "title": "Make safe", "position": 1}),
            Change("put", "tasks", {"task_id": "A1", "duty_id": "A", "label": "Purge line", "position": 1}),
            Change("put", "raters", {"rater_id": "R-01", "employer": "Employer 01"}),
        ]
    )
    write_notebook(root, "panel", PANEL)
    write_notebook(root, "tables", PANEL, TABLES, RATINGS)


def write_notebook(root: Path, name: str, *sources: str) -> None:
    """Write a notebook of a heading and these cells, for `open_notebook`."""
    cells = [nbformat.v4.new_markdown_cell(f"# {name}"), *map(nbformat.v4.new_code_cell, sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), root / "workbooks" / f"{name}.ipynb")


def sources_of(project: Project, name: str) -> list[str]:
    """The cells of code of a notebook."""
    cells = nbformat.read(project.root / "workbooks" / f"{name}.ipynb", as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def prefer(project: Project, **preferences: Any) -> None:
    """Let Ana have these preferences and no others; she has taken the first steps."""
    project.home.mkdir(parents=True, exist_ok=True)
    kept = json.dumps({"first_steps": True, **preferences})
    (project.home / "preferences-ana.json").write_text(kept, encoding="utf-8")


def until(found: Callable[[], object], is_right: Callable[[Any], bool]) -> Any:
    """Return what is found as soon as it is right, else what is there in the end: for what is saved a moment later."""
    give_up = time.monotonic() + ANSWER_SECONDS
    while not is_right(now := found()) and time.monotonic() < give_up:
        time.sleep(0.05)
    return now


@dataclass
class Screen:
    """A page with a notebook, and what went wrong in it."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def ready(self, selector: str = ".cw-words") -> None:
        self.page.locator(selector).first.wait_for(state="attached", timeout=ANSWER_SECONDS * 1000)
        self.page.locator(".cw-light").first.filter(has_text="Ready").wait_for(state="attached")

    def light(self, words: str, which: str = ".cw") -> None:
        """Wait until a light begins with these words: “Not saved” is not “Saved”."""
        said = re.compile(rf"^\s*{re.escape(words)}")
        self.page.locator(f"{which} .cw-light").filter(has_text=said).wait_for(timeout=ANSWER_SECONDS * 1000)

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

    def theme(self, name: str) -> None:
        """Change the colours."""
        raise NotImplementedError

    def violations(self, axe: str, within: str = ".jp-OutputArea-output") -> list[str]:
        """What axe-core finds wrong within outputs by the WCAG's levels A and AA, each rule with the places.

        axe-core skips the colours of what it takes for hidden: what stands in JupyterLab's body, which has no height,
        in cells that are drawn when they come near, and below the window. So all is shown first.
        """
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(axe)
            self.page.add_style_tag(content=SHOWN)
        return self.page.evaluate(AXE, [within, RULES])

    def violations_by_theme(self, axe: str) -> dict[str, list[str]]:
        """What is wrong in each theme; `NOTHING_WRONG` where nothing is."""
        violations = {}
        for theme in THEMES:
            self.theme(theme)
            violations[theme] = self.violations(axe)
        return violations
