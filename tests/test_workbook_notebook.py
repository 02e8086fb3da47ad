"""What the cells of a notebook call: screens by their name, and results computed once while nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_trial import filled_study

from codesign import schemas
from codesign.journal import Change
from codesign.study import Study
from codesign.workbook import Workbook
from codesign.workbook.edited_tables import EDITED

DUTY = {"duty_id": "A", "title": "Make safe", "position": 1}


@pytest.fixture
def work(root: Path, tmp_path: Path) -> Workbook:
    """A new study, as a notebook has it open."""
    study = Study.create(
        tmp_path / "interview_data" / "small", root / "templates" / "study", person="Ana", device="test"
    )
    return Workbook(study, {}, tmp_path)


def test_facts_are_computed_once_while_nothing_changes(work: Workbook) -> None:
    assert work.facts is work.facts


def test_facts_are_those_of_the_study_after_an_act(work: Workbook) -> None:
    before = work.facts
    work.save([Change("put", "duties", DUTY)])
    assert before.tables["duties"].empty
    assert work.facts.tables["duties"]["title"].tolist() == ["Make safe"]


def test_facts_are_those_of_the_study_after_somebody_elses_act(work: Workbook) -> None:
    assert work.facts.tables["duties"].empty
    Study.open(work.study.folder, person="Ben", device="other").save([Change("put", "duties", DUTY)])
    assert work.facts.tables["duties"]["title"].tolist() == ["Make safe"]


def test_facts_are_computed_anew_after_a_received_file_changed(work: Workbook) -> None:
    assert work.facts.tables["participants"].empty
    people = work.study.folder / "participants.csv"
    people.write_text(people.read_text("utf-8").splitlines()[0] + "\nP-01\n", "utf-8")
    assert work.facts.tables["participants"]["participant_id"].tolist() == ["P-01"]


@pytest.mark.parametrize("name", EDITED)
def test_a_table_is_shown_under_its_title_and_says_what_to_do_while_it_is_empty(work: Workbook, name: str) -> None:
    shown = work.table(name).static()._repr_html_()
    assert EDITED[name].title in shown
    assert name == "codes" or EDITED[name].empty in shown


def test_only_tables_that_people_decide_are_filled_in() -> None:
    assert {schemas.TABLES[name].origin for name in EDITED} == {"decided"}


def test_a_table_no_workbook_shows_is_refused_with_those_there_are(work: Workbook) -> None:
    with pytest.raises(ValueError, match=r"No workbook shows a table “dutys”. There are: speakers, "):
        work.table("dutys")


def test_every_way_of_saving_is_told_to_the_screens_that_are_seen(work: Workbook) -> None:
    screen = work.table("duties")
    heard: list[str] = []
    screen.send = lambda message: heard.append(message["type"])  # type: ignore[method-assign]
    screen.receive({"type": "hello"})
    for act in (
        lambda: work.save([Change("put", "duties", DUTY)]),
        work.undo,
        work.redo,
        lambda: work.import_files([]),
    ):
        heard.clear()
        act()
        assert heard == ["elsewhere"]


def test_a_table_offers_codings_that_came_after_it_was_opened(tmp_path: Path) -> None:
    study = filled_study(tmp_path)
    table = Workbook(study, {}, tmp_path).table("task_evidence")
    [first, *_] = schemas.records(study.read()["codings"])
    study.save([Change("put", "codings", {**first, "coding_id": "another", "coder": "Lee"})])
    [codings] = [column for column in table.snapshot()["columns"] if column["name"] == "coding_id"]
    assert "another" in [option["value"] for option in codings["options"]]
