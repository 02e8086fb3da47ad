"""The seven workbooks: thin, safe to run, and the same whichever way they are run."""

import ast
import itertools
import json
import re
from inspect import get_annotations, isfunction
from pathlib import Path
from typing import Any

import pytest

from codesign.workbook import Workbook
from codesign.workbook.edited_tables import EDITED
from codesign.workbook.results import RESULTS

ROOT = Path(__file__).resolve().parent.parent
WORKBOOKS = sorted((ROOT / "workbooks").glob("*.ipynb"))
NAMES = [path.stem for path in WORKBOOKS]
PARAMETERS = """\
study = "clean-energy"  # name of the study's folder in interview_data
sector = None  # only evidence of this sector; None: as in study.yaml
region = None  # only evidence of this region; None: as in study.yaml
credential = None  # what is proposed, such as microcredential; None: as in study.yaml
edition = None  # committee or public; None: as in study.yaml
small_group = None  # groups smaller than this are not broken down; None: as in study.yaml
program = {}  # facts about the program that differ from study.yaml, by name
output = None  # folder for what is made; None: outputs/<study>/<run>"""
SCREENS = {
    f"work.{name}"
    for name, method in vars(Workbook).items()
    if isfunction(method) and get_annotations(method).get("return") == "Screen"
}
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.For, ast.If, ast.Try, ast.While, ast.With, ast.Lambda)

every_workbook = pytest.mark.parametrize("path", WORKBOOKS, ids=NAMES)


def cells(path: Path) -> list[dict[str, Any]]:
    return [{**cell, "source": "".join(cell["source"])} for cell in json.loads(path.read_text("utf-8"))["cells"]]


def code(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


def is_parameters(cell: dict[str, Any]) -> bool:
    return "parameters" in cell["metadata"]["tags"]


def test_there_are_seven_in_the_order_of_the_method() -> None:
    assert NAMES == [
        "00_start_here",
        "01_interview_coding",
        "02_labour_market_scan",
        "03_job_task_analysis",
        "04_competency_drafting",
        "05_program_design",
        "06_program_proposal",
    ]


@every_workbook
def test_nothing_is_stored_in_a_workbook(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code(path))


@every_workbook
def test_cells_have_stable_ids(path: Path) -> None:
    ids = [cell["id"] for cell in cells(path)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{2,40}", name) for name in ids)


@every_workbook
def test_one_cell_holds_the_parameters_and_the_next_code_opens_the_study_and_shows_all_seven(path: Path) -> None:
    first, second, *rest = code(path)
    assert first["source"] == PARAMETERS
    assert is_parameters(first)
    assert not any(is_parameters(cell) for cell in [second, *rest])
    opening = "from codesign.workbook import open_workbook\n\nwork = open_workbook(globals())\nwork.workbooks"
    assert second["source"] == f'{opening}("{path.name[:2]}")'


@every_workbook
def test_cells_are_thin(path: Path) -> None:
    for cell in code(path):
        assert len(cell["source"].splitlines()) <= 8, cell["id"]
        assert not [node for node in ast.walk(ast.parse(cell["source"])) if isinstance(node, FORBIDDEN)], cell["id"]


@every_workbook
def test_a_heading_and_a_sentence_stand_above_every_code_cell(path: Path) -> None:
    found = cells(path)
    for above, cell in itertools.pairwise(found):
        if cell["cell_type"] == "code":
            assert above["cell_type"] == "markdown"
            assert re.match(r"##? \S.+\n\n.*[.!?]", above["source"], re.DOTALL), cell["id"]


@every_workbook
def test_code_is_hidden_and_only_the_parameters_can_be_changed(path: Path) -> None:
    for cell in cells(path):
        assert cell["metadata"]["deletable"] is False
        assert cell["metadata"].get("editable", True) is (cell["cell_type"] == "code" and is_parameters(cell))
    for cell in code(path):
        assert cell["metadata"]["jupyter"] == {"source_hidden": True}
        assert "hide-input" in cell["metadata"]["tags"]


@every_workbook
def test_a_workbook_begins_with_what_to_do_and_ends_with_where_to_go(path: Path) -> None:
    first, last = cells(path)[0]["source"], cells(path)[-1]["source"]
    assert all(words in first for words in ("What you will do", "Time", "What you need", "Run All Cells"))
    link = re.search(r"\]\((\d\d_\w+\.ipynb)\)", last)
    assert link
    assert (path.parent / link.group(1)).exists()


@every_workbook
def test_words_are_plain(path: Path) -> None:
    words = " ".join(cell["source"] for cell in cells(path) if cell["cell_type"] == "markdown")
    assert not re.search(r"\b(kernel|dataframe|json|parse|parsed|widget|traceback)s?\b", words, re.IGNORECASE)
    assert "!" not in words


def called(path: Path) -> list[ast.Call]:
    """Every call in the cells below the one that opens the study."""
    trees = [ast.parse(cell["source"]) for cell in code(path)[2:]]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


@every_workbook
def test_after_a_screen_the_study_is_read_again_and_never_the_screen(path: Path) -> None:
    assert {"work.coding_panel", "work.table", "work.rating_grid"} <= SCREENS
    for cell in code(path)[2:]:
        for node in ast.walk(ast.parse(cell["source"])):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                assert ast.unparse(node.value.func) not in SCREENS, cell["id"]


@every_workbook
def test_a_screen_is_asked_for_in_one_short_line(path: Path) -> None:
    asked = [call for call in called(path) if ast.unparse(call.func) in SCREENS]
    assert not [ast.unparse(call) for call in asked if call.keywords or len(call.args) > 1]
    assert not [call for call in called(path) if ast.unparse(call.func).endswith("Facts")]


@every_workbook
def test_a_cell_asks_for_one_thing_and_holds_no_code_of_its_own(path: Path) -> None:
    sources = [cell["source"] for cell in code(path)[2:]]
    assert not [source for source in sources if not re.fullmatch(r'work\.[a-z_]+\(("[a-z_0-9]+")?\)', source)]


def named(method: str) -> list[str]:
    """What is asked for by its name on all workbooks, such as each table of `work.table`."""
    calls = [call for path in WORKBOOKS for call in called(path) if ast.unparse(call.func) == f"work.{method}"]
    return sorted(ast.literal_eval(call.args[0]) for call in calls)


def test_each_table_that_people_fill_in_is_on_one_workbook() -> None:
    assert named("table") == sorted(EDITED)


def test_each_result_is_on_one_workbook() -> None:
    assert named("result") == sorted(RESULTS)
