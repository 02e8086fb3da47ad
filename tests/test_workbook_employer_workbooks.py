"""Employer workbooks as workbook 03 has them: rounds in folders of their own, and what came back in words."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from study_trial import filled_study

from codesign.journal import Change
from codesign.workbook import Workbook
from codesign.workbook.employer_workbooks import make, overview, preview, take_in


@pytest.fixture
def work(tmp_path: Path) -> Workbook:
    study = filled_study(tmp_path)
    return Workbook(study, {}, tmp_path)


def returned(work: Workbook) -> tuple[str, bytes]:
    """The first workbook that was made, with one answer and one that is none."""
    path = min((work.root / "outputs").rglob("employer-01.xlsx"))
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["C4"], book.worksheets[1]["D4"] = 4, "4-5"
    book.save(path)
    return path.name, path.read_bytes()


def test_a_round_that_was_filled_in_keeps_its_folder_and_the_next_gets_another(work: Workbook):
    first = make(work, "", "en-CA")
    assert first[0].startswith("6 workbooks made, each asking about 1 task, in outputs/trial/employer-workbooks/")
    returned(work)
    assert make(work, "", "en-CA")[0].endswith("all-sectors-en-CA-2.")
    assert "fr-CA" in make(work, "", "fr-CA")[0]


def test_what_came_back_is_told_in_words_and_what_waits_by_numbers(work: Workbook):
    make(work, "", "en-CA")
    file = returned(work)
    assert [report.verdicts[0] for report in preview(work, [file])] == ["would come in"]
    assert not overview(work.everything).workbooks[0].came_back
    assert take_in(work, [file])[0].is_in
    shown = overview(work.everything)
    assert shown.about == "1 of 6 workbooks came back · 1 cell set aside"
    assert (shown.workbooks[0].employer, shown.workbooks[0].tasks, shown.workbooks[0].waits) == (
        "Employer 01",
        "1 of 1",
        "1 cell",
    )
    (cell,) = shown.waiting
    assert (cell.place, cell.about, cell.value) == ("employer-01.xlsx: “Tasks” D4", "A1, frequency", "4-5")


def test_a_task_that_is_reworded_makes_the_sign_off_stale_wherever_it_is_counted(work: Workbook):
    make(work, "", "en-CA")
    take_in(work, [returned(work)])
    assert work.facts.outdated_checks == frozenset()
    work.save([Change("put", "tasks", {"task_id": "A1", "statement": "Purge a line three times"})])
    assert overview(work.everything).workbooks[0].reworded == "1 task"
    checked = work.facts.ladder.set_index("rung").loc["checked tasks"]
    assert checked["outdated"] == 1
    assert checked["sentence"].endswith("; 1 of them before a task they checked was reworded")
    assert "1 of them before a task they checked was reworded" in str(proposal_ladder(work))


def proposal_ladder(work: Workbook) -> list[object]:
    from codesign.proposal import need

    return list(need._ladder(work.facts))


def test_who_filled_in_what_stays_with_the_team(work: Workbook):
    from codesign.workbook.published_tables import tables_for_people

    make(work, "", "en-CA")
    take_in(work, [returned(work)])
    names = set(tables_for_people(work.facts))
    assert names & {"employer_workbooks", "returned_workbooks", "set_aside_answers"} == set()
    assert "commitment_ladder" in names


def test_a_file_that_is_none_of_ours_is_refused(work: Workbook):
    report = preview(work, [("a.csv", b"a,b\n1,2\n")])[0]
    assert not report.is_in
    assert "It is no workbook that was made here for an employer." in report.sentences[0]


def test_what_waits_is_missing_until_it_is_settled(work: Workbook):
    from codesign.workbook import progress

    make(work, "", "en-CA")
    take_in(work, [returned(work)])
    sentence = "1 cell of returned workbooks set aside: settle under “Employer workbooks”."
    assert sentence in progress.step(work.facts, "03").missing
    (cell,) = overview(work.everything).waiting
    work.save([Change("put", "set_aside_answers", {"aside_id": cell.aside_id, "outcome": "settled"})])
    assert sentence not in progress.step(work.facts, "03").missing
    assert overview(work.everything).waiting == []
