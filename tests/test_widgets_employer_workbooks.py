"""The screen of employer workbooks: what it offers, what it says, and what a kept page shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from codesign.errors import StudyDataError
from codesign.journal import Change, Saved
from codesign.widgets.employer_workbooks import (
    EmployerWorkbooks,
    Overview,
    SentWorkbook,
    WaitingCell,
    Ways,
    employer_workbooks,
)

SENT = SentWorkbook("Employer 01", "2026-11-20", "2026-11-28", "site supervisor", "5 of 6", "1 task", "2 cells")
CELLS = (
    WaitingCell("aside-1", "employer-01.xlsx: C4", "A1, importance", "importance", "4-5", "holds two numbers", "Ask."),
    WaitingCell("aside-2", "employer-01.xlsx: H4", "A1, comment", "comment", "Sam said so", "stands alone", "Ask."),
)


@dataclass(frozen=True)
class Said:
    name: str
    is_in: bool = True
    sentences: tuple[str, ...] = ("5 answers.",)
    verdicts: tuple[str, str] = ("came in", "was refused")


class Study:
    """A study that keeps in memory what a screen did."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.overview = Overview((SENT,), CELLS, ("wind",), {"en-CA": "English", "fr-CA": "français"})

    def ways(self) -> Ways:
        return Ways(
            read=lambda: self.overview,
            make=lambda *asked: self.done.append(asked) or ["1 workbook made."],
            preview=lambda files: [Said(name) for name, _ in files],
            take_in=lambda files: self.done.append(files) or [Said(name) for name, _ in files],
            on_save=self.save,
            on_undo=self.undo,
        )

    def save(self, changes: list[Change]) -> Saved:
        self.done += changes
        return Saved("g", "10:00:00", len(changes))

    def undo(self, _table: str) -> Saved | None:
        raise StudyDataError([])


@pytest.fixture
def study() -> Study:
    return Study()


@pytest.fixture
def screen(study: Study) -> tuple[EmployerWorkbooks, list[dict[str, Any]]]:
    shown = employer_workbooks(study.ways(), study="trial")
    sent: list[dict[str, Any]] = []
    shown.send = sent.append  # type: ignore[method-assign]
    return shown, sent


def uploaded(screen: EmployerWorkbooks, *names: str) -> None:
    for number, name in enumerate(names):
        for first, piece in ((True, b"ab"), (False, b"c")):
            screen.receive({"type": "file", "name": name, "number": number, "is_first": first, "buffers": [piece]})
    screen.receive({"type": "look_over", "sizes": [3] * len(names)})


def answered(screen: EmployerWorkbooks, **message: Any) -> dict[str, Any]:
    return screen._tried(message)


def test_files_that_came_in_pieces_are_looked_over_and_then_taken_in(screen: Any, study: Study):
    shown, sent = screen
    uploaded(shown, "a.xlsx", "b.xlsx")
    assert [report["name"] for report in sent[-1]["reports"]] == ["a.xlsx", "b.xlsx"]
    assert study.done == []
    answer = answered(shown, action="take_in")
    assert answer["said"] == "2 files came in."
    assert study.done == [[("a.xlsx", b"abc"), ("b.xlsx", b"abc")]]
    assert "no longer here" in answered(shown, action="take_in")["sentence"]


def test_files_of_which_a_piece_is_missing_are_not_read(screen: Any):
    shown, sent = screen
    shown.receive({"type": "file", "name": "a.xlsx", "number": 0, "is_first": True, "buffers": [b"ab"]})
    shown.receive({"type": "look_over", "sizes": [3]})
    assert "Not all of the files arrived" in sent[-1]["failure"]


def test_making_is_told_and_what_fails_is_told_in_words(screen: Any, study: Study):
    shown, sent = screen
    shown.receive({"type": "make", "sector": "wind", "language": "fr-CA"})
    assert study.done == [("wind", "fr-CA")]
    assert sent[-1]["sentences"] == ["1 workbook made."]


def test_a_cell_is_settled_once(screen: Any, study: Study):
    shown, _ = screen
    assert answered(shown, action="settle", cell="aside-1", outcome="settled")["said"] == "Settled."
    (change,) = study.done
    assert (change.table, change.row) == ("set_aside_answers", {"aside_id": "aside-1", "outcome": "settled"})
    assert "meanwhile" in answered(shown, action="settle", cell="aside-9", outcome="settled")["sentence"]


def test_a_file_on_which_others_rest_is_not_taken_back(screen: Any):
    shown, _ = screen
    assert "changed or used meanwhile" in answered(shown, action="undo")["sentence"]


def test_a_page_that_is_kept_shows_no_sentence_of_an_employer(screen: Any):
    shown, _ = screen
    html = shown.static()._repr_html_()
    assert "4-5" in html
    assert "Sam said so" not in html
    assert "aside-" not in html
    assert shown.snapshot()["about"] == "1 of 1 workbook came back · 2 cells set aside"
