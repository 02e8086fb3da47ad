"""A received file is opened once, in one place, and knows what it is."""

from __future__ import annotations

import ast
import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from study_trial import empty_study, received

from codesign.cli import main
from codesign.errors import RefusedFile
from codesign.intake import import_files
from codesign.intake.column_choice import receive
from codesign.intake.received import Kind, Received
from codesign.spreadsheets import workbook_bytes
from codesign.study import Study

SAID = "Interviewer: Who purges?\n\nEmployer 01: We purge every line twice.\n"
CHOSEN = {"transcript": "Where", "quote": "What they said", "code": "Theme"}
MARKS = pd.DataFrame([{"Where": "INT-01", "What they said": "every line", "Theme": "Purging", "By": "Bo"}])


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = empty_study(tmp_path)
    import_files(study, [received(tmp_path, "INT-01.txt", SAID)])
    return study


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a spreadsheet is looked into, as an archive and by openpyxl."""
    counts: Counter[str] = Counter()
    archive, load = zipfile.ZipFile.__init__, openpyxl.load_workbook

    def counted_archive(self: zipfile.ZipFile, file: Any, mode: Any = "r", *more: Any, **named: Any) -> None:
        counts["archive"] += mode == "r"
        archive(self, file, mode, *more, **named)

    def counted_load(*given: Any, **named: Any) -> Any:
        counts["openpyxl"] += 1
        return load(*given, **named)

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counted_archive)
    monkeypatch.setattr(openpyxl, "load_workbook", counted_load)
    return counts


ONCE = {"archive": 2, "openpyxl": 1}
"""A spreadsheet is looked over as an archive, and then parsed by openpyxl, which opens it as one too."""
TOLD = {"archive": 3, "openpyxl": 1}
"""Before it is known what it is, it is looked through for the marks of an employer workbook."""


# what it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("INT-01.txt", "Ana: yes", Kind.INTERVIEW),
        ("codes.qdc", "<CodeBook/>", Kind.REFI),
        ("tasks.csv", "a,b\n", Kind.OWN),
        ("job_postings.csv", "quote,code\nx,y\n", Kind.OWN),
        ("codes.csv", "code_id,name\na,A\n", Kind.OWN),
        ("codes.csv", "tag,description\nA,B\n", Kind.CODEBOOK),
        ("codings.csv", "transcript_id,quote,code_id\nINT-01,x,y\n", Kind.OWN),
        ("codings.csv", "transcript,quote,code\nINT-01,x,y\n", Kind.CODINGS),
        ("marks.csv", "document,tag,content\nINT-01,x,y\n", Kind.CODINGS),
        ("marks.csv", "document,tag\nINT-01,x\n", Kind.UNKNOWN),
        ("book.csv", "document,tag,description\nINT-01,x,y\n", Kind.CODEBOOK),
        ("marks.csv", "Wer,Wort\nA,B\n", Kind.UNKNOWN),
    ],
)
def test_a_file_is_known_by_its_name_and_headings(name: str, content: str, kind: Kind) -> None:
    assert Received.opened(name, content.encode()).kind is kind


def test_what_a_person_says_of_its_columns_comes_first() -> None:
    table = Received.opened("tasks.csv", b"Wer,Wort\nA,B\n")
    assert (table.kind, table.kind_by({"name": "Wer"}), table.kind_by({"quote": "Wort"})) == (
        Kind.OWN,
        Kind.CODEBOOK,
        Kind.CODINGS,
    )


def test_a_table_of_no_name_of_ours_without_a_row_is_refused() -> None:
    with pytest.raises(RefusedFile, match=r"marks\.csv has no row below its headings"):
        _ = Received.opened("marks.csv", b"quote,code\n").kind


def test_a_file_that_is_not_safe_is_never_made() -> None:
    with pytest.raises(RefusedFile, match="is empty"):
        Received.opened("a.txt", b"")


# opened once ------------------------------------------------------------------------------------------


def test_a_table_is_opened_once_until_a_person_has_chosen_its_columns(study: Study, opened: Counter[str]) -> None:
    [table] = receive(study, [("marks.xlsx", workbook_bytes({"marks": MARKS}))]).tables
    assert [table.mapping(columns).fits for columns in ({}, {"code": "Theme"}, CHOSEN)] == [False, False, True]
    assert table.take_in({**CHOSEN, "coder": "By"}).is_in
    assert opened == TOLD


def test_a_table_that_cannot_be_read_is_not_opened_again_to_say_so(study: Study, opened: Counter[str]) -> None:
    repeated = workbook_bytes({"marks": pd.DataFrame([["x", "y"]], columns=["Theme", "Theme"])})
    [report] = receive(study, [("marks.xlsx", repeated)]).reports
    assert "The column “Theme” stands there twice" in str(report)
    assert opened == TOLD


@pytest.mark.parametrize("more", [["--preview"], []])
def test_the_command_opens_a_table_once(
    study: Study, opened: Counter[str], monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    received(study.root, "marks.xlsx", workbook_bytes({"marks": MARKS}))
    monkeypatch.chdir(study.root)
    columns = ",".join(f"{ours}={theirs}" for ours, theirs in CHOSEN.items())
    done = CliRunner().invoke(main, ["import", "trial", "marks.xlsx", "--columns", columns, *more])
    assert done.exit_code == 0, done.output
    assert opened == TOLD


def test_what_it_holds_is_parsed_when_it_is_first_asked_for(opened: Counter[str]) -> None:
    table = Received.opened("marks.xlsx", workbook_bytes({"marks": MARKS}))
    assert opened == {"archive": 1}
    assert (table.rows, table.rows) == ((MARKS.loc[0].to_dict(),),) * 2
    assert opened == ONCE


OPENING = {"preflight", "read_rows", "read_checked_rows", "read_document", "read_checked_document", "load_workbook"}
UNCHECKED = {"read_checked_rows", "read_checked_document"}


def openings(source: Path, among: set[str]) -> set[str]:
    """What a module calls or imports to open a file."""
    text = source.read_text("utf-8")
    if not any(name in text for name in among):
        return set()
    nodes = list(ast.walk(ast.parse(text)))
    called = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in nodes
        if isinstance(node, (ast.Attribute, ast.Name))
    }
    imported = {name.name for node in nodes if isinstance(node, ast.ImportFrom) for name in node.names}
    return (called | imported) & among


def other_openings(package: Path) -> dict[str, set[str]]:
    """What opens a file in what takes files in, and what reads without looking it over first anywhere else."""
    takers = [*(package / "intake").glob("*.py"), package / "workbook" / "author_texts.py"]
    readers = [path for name in ("readers", "spreadsheets") for path in (package / name).glob("*.py")]
    others = [path for path in package.rglob("*.py") if path not in (*takers, *readers)]
    modules = {**dict.fromkeys(takers, OPENING), **dict.fromkeys(others, UNCHECKED)}
    opening = {path.relative_to(package).as_posix(): openings(path, among) for path, among in modules.items()}
    return {name: names for name, names in opening.items() if names and name != "intake/received.py"}


def test_no_other_module_that_takes_files_in_opens_one(root: Path) -> None:
    assert openings(root / "codesign" / "intake" / "received.py", OPENING) == {"preflight", *UNCHECKED}
    assert other_openings(root / "codesign") == {}
    made = [
        path.name for path in (root / "codesign").rglob("*.py") if re.search(r"\bReceived\(", path.read_text("utf-8"))
    ]
    assert made == [], "Received.opened and Received.read look a file over; Received(...) would not"


@pytest.mark.parametrize(
    ("module", "line", "name"),
    [
        ("intake/files.py", "rows = spreadsheets.read_rows('a.csv', b'')", "read_rows"),
        ("intake/placed.py", "from codesign.readers import preflight", "preflight"),
        ("study/folder.py", "rows = spreadsheets.read_checked_rows('a.csv', b'')", "read_checked_rows"),
    ],
)
def test_a_second_place_would_be_noticed(root: Path, tmp_path: Path, module: str, line: str, name: str) -> None:
    shutil.copytree(root / "codesign", tmp_path / "codesign", ignore=shutil.ignore_patterns("__pycache__", "static"))
    with (tmp_path / "codesign" / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    assert other_openings(tmp_path / "codesign") == {module: {name}}
