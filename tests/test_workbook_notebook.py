"""What the cells of a notebook call: screens by their name, and results computed once while nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

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
