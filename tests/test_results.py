"""What follows from a study, as its workbooks show it: the same on a live page as in a notebook's output."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_trial import empty_study

from codesign.journal import Change
from codesign.study import Study
from codesign.widgets.result import Result
from codesign.workbook import Workbook, results
from codesign.workbook.results import RESULTS

NUMBERS = ("01", "02", "03", "04", "05", "06")
STEPS = {"step_id": "P-1", "title": "This credential", "kind": "this credential"}


@pytest.fixture(scope="module")
def sample(root: Path) -> Workbook:
    """The sample study, which nothing here is saved in."""
    return Workbook(Study.open(root / "interview_data" / "clean-energy", person="Ana", device="test"), {}, root)


def results_of(work: Workbook) -> dict[str, Result]:
    """Every result of a workbook by the line that asks for it."""
    shown = {name: work.result(name) for name in RESULTS} | {number: work.missing(number) for number in NUMBERS}
    named = {"overview": work.overview(), "wrong": work.what_is_wrong(), "chosen": work.chosen_differently()}
    return {name: result for name, result in {**shown, **named}.items() if isinstance(result, Result)}


def test_every_result_of_the_sample_can_be_made_of_elements(sample: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CODESIGN_HEADLESS", raising=False)
    snapshots = {name: result.snapshot() for name, result in results_of(sample).items()}
    assert len(snapshots) == len(RESULTS) + len(NUMBERS) + 3
    assert {name: one["failure"] for name, one in snapshots.items() if one["failure"]} == {}
    assert [name for name, one in snapshots.items() if not one["elements"]] == []


def test_every_result_has_something_to_say_of_a_study_that_begins(tmp_path: Path) -> None:
    work = Workbook(empty_study(tmp_path), {}, tmp_path)
    assert [name for name, result in results_of(work).items() if not result.static().body] == []


def test_a_result_nobody_shows_is_refused_with_those_there_are(sample: Workbook) -> None:
    with pytest.raises(ValueError, match=r"There is no result “decision”. There are: interviews, "):
        sample.result("decision")


def test_results_share_what_is_computed_of_one_state_of_the_study(sample: Workbook) -> None:
    facts = {id(sample.facts) for _ in results_of(sample)}
    assert len(facts) == 1


def test_the_picture_of_the_pathway_is_drawn_again_only_when_a_step_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    results._pathway.cache_clear()
    monkeypatch.setattr("codesign.workbook.results.picture", lambda figure: drawn.append(1) or figure.alt)
    work = Workbook(empty_study(tmp_path), {}, tmp_path)
    draw = RESULTS["pathway"]
    draw(work.facts)
    work.save([Change("put", "duties", {"duty_id": "A", "title": "Make safe", "position": 1})])
    draw(work.facts)
    assert len(drawn) == 1
    work.save([Change("put", "pathway_steps", STEPS)])
    draw(work.facts)
    assert len(drawn) == 2
    results._pathway.cache_clear()


def test_where_no_posting_came_in_none_is_counted(tmp_path: Path, root: Path) -> None:
    study = empty_study(tmp_path)
    study.save([Change("put", "duties", {"duty_id": "A", "title": "Install"})])
    study.save([Change("put", "tasks", {"task_id": "A1", "duty_id": "A", "label": "Purge lines"})])
    assert "No job postings yet." in str(results.mentions(Workbook(study, {}, root).facts))
    assert "0 of 0" not in str(results.mentions(Workbook(study, {}, root).facts))
