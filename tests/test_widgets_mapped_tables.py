"""The screen of tables from other programs: what the page is told, what it may choose, and what never comes to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from study_trial import filled_study, puts

from codesign.widgets import Screen
from codesign.widgets.mapped_tables import GONE
from codesign.workbook import Workbook

FORMS = b"Timestamp,Email Address,Importance [A1],Test a sensor\nt1,ana@one.ca,5,3\nt2,bo@two.ca,Often,2\n"


class Page:
    """A screen as a page talks with it."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.heard: list[dict[str, Any]] = []
        screen.send = self.heard.append  # type: ignore[method-assign]

    def say(self, **message: Any) -> dict[str, Any]:
        self.screen.receive(message)
        return self.heard[-1]

    def choose(self, *files: tuple[str, bytes], kind: str = "") -> dict[str, Any]:
        for number, (name, content) in enumerate(files):
            self.screen.receive(
                {"type": "file", "name": name, "number": number, "is_first": True, "buffers": [content]}
            )
        return self.say(type="import", sizes=[len(content) for _name, content in files], kind=kind)


@pytest.fixture
def work(tmp_path: Path) -> Workbook:
    """A workbook on a study with two tasks."""
    study = filled_study(tmp_path)
    study.save(puts({"tasks": [{"task_id": "A2", "duty_id": "A", "label": "Test a sensor"}]}))
    return Workbook(study, {}, tmp_path)


def test_a_file_becomes_a_card_with_its_columns_and_tasks(work: Workbook):
    (card,) = Page(work.tables_in("03")).choose(("forms.csv", FORMS))["tables"]
    assert (card["name"], card["kind"], card["fits"]) == ("forms.csv", "ratings", True)
    assert card["tasks"] == [["A1", "Purge a line"], ["A2", "Test a sensor"]]
    assert [column["decided"] for column in card["columns"]] == [True, True, True, False]
    assert "ana@one" not in str(card)


def test_what_is_chosen_changes_the_preview_and_is_taken_in(work: Workbook):
    page = Page(work.tables_in("03"))
    card = page.choose(("forms.csv", FORMS))["tables"][0]
    chosen = {"columns": {"D": "difficulty A2"}, "words": {"importance": {"Often": "4"}}}
    assert "4 answers of 2 raters would come in." in page.say(type="map", table=card["table"], **chosen)["sentences"]
    answer = page.say(type="change", id="1", action="take_in", table=card["table"], **chosen)
    assert (answer["type"], answer["name"]) == ("saved", "forms.csv")
    assert page.say(type="hello")["tables"] == []
    assert work.everything["ratings"]["difficulty"].dropna().tolist()[-2:] == [3, 2]


def test_a_card_that_waits_is_there_when_the_page_opens_again(work: Workbook):
    page = Page(work.tables_in("03"))
    page.choose(("forms.csv", FORMS))
    assert [card["name"] for card in page.say(type="hello")["tables"]] == ["forms.csv"]


def test_a_table_may_be_read_as_another_kind(work: Workbook):
    page = Page(work.tables_in("02"))
    (card,) = page.choose(("jobs.csv", b"Title,Company\nWelder,Acme\n"))["tables"]
    assert card["kind"] == "survey"
    assert page.say(type="map", table=card["table"], kind="postings")["sentences"][-1] == "1 posting would come in."


def test_a_file_that_cannot_be_read_is_told_and_the_others_wait(work: Workbook):
    answer = Page(work.tables_in("03")).choose(("a.docx", b"x"), ("b.csv", b"Timestamp\n"), ("forms.csv", FORMS))
    assert [card["name"] for card in answer["tables"]] == ["forms.csv"]
    assert [line.split(":")[0] for line in answer["failed"]] == ["a.docx", "b.csv"]


def test_a_table_of_a_workbook_that_was_started_again_is_refused_with_what_to_do(work: Workbook):
    page = Page(work.tables_in("03"))
    answer = page.say(type="change", id="1", action="take_in", table="table-0", columns={})
    assert (answer["type"], answer["sentence"]) == ("refused", f"Not saved: {GONE}")
    assert page.say(type="map", table="table-0", columns={})["sentences"] == [GONE]


def test_a_page_without_a_browser_says_what_to_type(work: Workbook):
    html = str(work.tables_in("02").static())
    assert "workbook import trial FILE --as survey or workbook import trial FILE --as postings" in html


def test_other_workbooks_take_no_tables(work: Workbook):
    with pytest.raises(ValueError, match="These do: 02, 03"):
        work.tables_in("05")
