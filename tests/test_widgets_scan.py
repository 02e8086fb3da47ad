"""The screen of the scan: a verdict is saved and teaches, a draft waits on the board, and both are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_trial import Browser
from study_trial import filled_study

from codesign.journal import Change
from codesign.study import Study
from codesign.workbook import Workbook

POSTINGS = """posting_id,title,posted_on,text
J-1,Technician,2026-03-04,You calibrate gas detectors every week. Weld brackets on skids.
J-2,Technician,2026-04-04,Calibration of gas detectors and meters. Weld brackets for pipe.
J-3,Operator,2026-05-04,You calibrate gas detectors at night.
"""
GROUP = "tasks T1"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = filled_study(tmp_path)
    (study.folder / "sources").mkdir(exist_ok=True)
    (study.folder / "sources" / "job_postings.csv").write_text(POSTINGS, encoding="utf-8")
    study.save(
        [
            Change("put", "duties", {"duty_id": "D", "title": "Keep instruments right"}),
            Change(
                "put", "tasks", {"task_id": "T1", "duty_id": "D", "label": "Calibrate gas detectors", "position": 1}
            ),
        ]
    )
    return study


@pytest.fixture
def work(study: Study) -> Workbook:
    own = Study.open(study.folder, person="Kim", device="Kim")
    return Workbook(own, {"study": "trial"}, study.folder.parent.parent)


@pytest.fixture
def page(work: Workbook) -> Browser:
    return Browser(work.scan())


def group(page: Browser) -> dict[str, object]:
    rows = page.last("snapshot", "saved", "rows")["groups"]
    return next(row for row in rows if row["id"] == GROUP)


def sentences(page: Browser) -> list[dict[str, object]]:
    return page.last("snapshot", "saved", "rows")["sentences"][GROUP]


def act(page: Browser, **content: str) -> dict[str, object]:
    return page.change(f"m{len(page.heard)}", **content)


def judge(page: Browser, place: int, verdict: str) -> dict[str, object]:
    return act(page, action="judge", group=GROUP, sentence=sentences(page)[place]["id"], verdict=verdict)


def test_sentences_stand_under_their_task_with_the_words_marked(page: Browser) -> None:
    assert group(page)["judged"] == "not yet judged (3 sentences to read)"
    marked = [words for words, mark in sentences(page)[0]["parts"] if mark]
    assert marked == ["calibrate", "gas", "detectors"]
    assert sentences(page)[0]["where"] == "J-1, Technician"


def test_a_verdict_is_saved_with_who_gave_it_and_the_share_follows(page: Browser, study: Study) -> None:
    for place in range(3):
        judge(page, place, "right")
    assert (group(page)["share"], group(page)["judged"]) == (
        "3 of 3 postings",
        "3 of 3 judged right, 1.00 (.44 to 1.00)",
    )
    saved = study.read()["scan_verdicts"]
    assert (
        saved[["verdict", "verb", "thing", "judged_by"]].values.tolist()
        == [["right", "calibr", "gas detector", "Kim"]] * 3
    )


def test_words_refused_twice_are_left_out_elsewhere_and_it_says_so(page: Browser) -> None:
    judge(page, 0, "wrong")
    answer = judge(page, 1, "wrong")
    assert "1 other sentence with the same words left out." in answer["said"]
    assert sentences(page)[2]["note"].startswith("Left out: of 2 sentences")


def test_a_verdict_is_taken_back_and_given_again(page: Browser, study: Study) -> None:
    judge(page, 0, "wrong")
    assert act(page, action="undo")["said"] == "Undone: a verdict."
    assert study.read()["scan_verdicts"].empty
    act(page, action="redo")
    assert study.read()["scan_verdicts"]["verdict"].tolist() == ["wrong"]


def test_what_stands_on_one_side_only_becomes_a_task_that_waits_on_the_board(page: Browser, study: Study) -> None:
    page.screen.receive({"type": "sides"})
    sides = page.last("rows")["sides"]
    assert [row["draft"] for row in sides["postings"]] == ["Weld brackets"]
    act(page, action="propose", draft="Weld brackets")
    row = study.read()["task_proposals"].iloc[0]
    assert (row["text"], row["came_from"], row["named"], row["outcome"]) == (
        "Weld brackets", "posting", "2 of 3 postings", "",
    )  # fmt: skip
    assert "waits on the board already" in act(page, action="propose", draft="Weld brackets")["sentence"]


def test_the_static_table_tells_no_share_that_is_not_known(work: Workbook) -> None:
    shown = str(work.scan().static())
    assert "not yet judged (3 sentences to read)" in shown
    assert "of 3 postings" not in shown


def test_a_task_that_is_judged_can_leave_the_board_and_its_verdicts_go_along(page: Browser, study: Study) -> None:
    judge(page, 0, "right")
    board = Browser(
        Workbook(Study.open(study.folder, person="Kim"), {"study": "trial"}, study.folder.parent.parent).task_board()
    )
    answer = board.change("m1", action="drop", tasks=["T1"])
    assert "with 1 judged sentence of postings" in answer["said"]
    assert study.read()["scan_verdicts"].empty
    assert [one for one in study.problems() if one.level == "error"] == []
