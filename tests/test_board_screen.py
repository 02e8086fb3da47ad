"""The screen of the task board: what travels, what is saved, what is taken back, and what team mates did."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from board_trial import page, some_act, study_in, work
from store_trial import Browser
from study_trial import SAID, coded, empty_study, filled_study, puts

from codesign.board import TABLES
from codesign.errors import StudyDataError
from codesign.journal import Change
from codesign.study import Study
from codesign.workbook.notebook import Workbook

DUTY_B = {"duty_id": "B", "title": "Prove it", "position": 20}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Five people, two duties, three tasks, evidence, ratings."""
    study = study_in(tmp_path)
    tasks = [
        {"task_id": f"A{one}", "duty_id": "A", "label": f"Look at gauge {one}", "position": 10 * one} for one in (2, 3)
    ]
    study.save(puts({"duties": [DUTY_B], "tasks": tasks}))
    return study


def rows(study: Study, table: str = "tasks") -> dict[str, dict[str, Any]]:
    found = Study.open(study.folder, person="Look", device="look").read()[table]
    return {row[found.columns[0]]: row for row in found.to_dict("records")}


def refreshed(browser: Browser) -> dict[str, Any] | None:
    """What the page hears when it asks what is new; None for nothing."""
    number = len(browser.heard)
    browser.screen._next_look = 0.0
    browser.say({"type": "refresh"})
    return browser.heard[-1] if len(browser.heard) > number else None


def test_the_board_of_an_empty_study_can_be_filled(tmp_path: Path) -> None:
    study = empty_study(tmp_path)
    browser = page(study)
    shown = browser.last("snapshot")
    assert (shown["duties"], shown["cards"], shown["about"]) == ([], {}, "0 duties, 0 tasks")
    browser.change("m1", action="add_duty", title="Make it safe")
    duty = browser.last("saved")["duties"][0]
    assert (duty["number"], duty["title"]) == ("A", "Make it safe")
    answer = browser.change("m2", action="add_task", duty=duty["id"], label="Lock out skid", statement="")
    card = next(iter(answer["cards"].values()))
    assert (card["number"], card["evidence"]) == ("A1", "no interview yet")
    assert answer["made"] == [card["id"]]
    assert browser.change("m3", action="undo")["said"] == "Undone: new task “Lock out skid”."
    assert browser.change("m4", action="undo")["said"] == "Undone: new duty “Make it safe”."
    assert browser.change("m5", action="undo")["said"] == "There is nothing to undo."
    assert rows(study) == {}


def test_only_what_changed_travels_with_an_answer(study: Study) -> None:
    browser = page(study)
    answer = browser.change(action="move", tasks=["A3"], duty="A", place=0)
    assert [duty["id"] for duty in answer["duties"]] == ["A"]
    assert answer["duties"][0]["tasks"][0] == "A3"
    assert not {"cards", "lists", "order", "raters", "waiting"} & answer.keys()
    assert len(json.dumps(answer)) < 600


def test_an_answer_that_was_missed_is_given_again_and_saved_once(study: Study) -> None:
    browser = page(study)
    first = browser.change("m1", action="add_task", duty="B", label="Prove a line")
    assert browser.change("m1", action="add_task", duty="B", label="Prove a line") == first
    assert len(rows(study)) == 4


def test_what_is_refused_says_why_and_changes_nothing(study: Study) -> None:
    browser = page(study)
    answer = browser.change(action="drop_duty", duty="A")
    assert (answer["type"], answer["keep"]) == ("refused", False)
    assert answer["sentence"].startswith("Not saved: Keep lines safe has 3 tasks.")
    assert browser.change("m2", action="fly", tasks=[])["type"] == "refused"
    assert len(rows(study)) == 3


def test_a_large_board_is_drawn_before_all_its_wordings_were_looked_at(study: Study, monkeypatch: Any) -> None:
    monkeypatch.setattr("codesign.widgets.board.screen.LARGE", 2)
    study.save([Change("put", "tasks", {"task_id": "A3", "label": "Effectively look"})])
    browser = page(study)
    kinds = [message["type"] for message in browser.heard]
    assert kinds == ["snapshot", "rows"]
    assert all(card["remarks"] == 0 for card in browser.heard[0]["cards"].values())
    assert browser.heard[1]["cards"]["A3"]["remarks"] > 0


# taking back -----------------------------------------------------------------------------------------------


def test_everything_is_taken_back_across_restarts_newest_first(study: Study) -> None:
    before = {name: rows(study, name) for name in ("duties", "tasks", "ratings")}
    browser = page(study)
    browser.change("m1", action="move", tasks=["A2"], duty="B", place=0)
    browser.change("m2", action="drop", tasks=["A1"])
    browser.change("m3", action="word", task="A3", label="Read the gauge")
    said = []
    for number in range(4):
        browser = page(study)  # the notebook is opened anew each time
        said.append(browser.change(f"u{number}", action="undo")["said"])
    assert said[:3] == ["Undone: wording of A3.", "Undone: taking away of A1.", "Undone: move of B1."]
    assert rows(study, "ratings") == before["ratings"]
    assert said[3] == "Undone: 2 new tasks."  # what the study was made with was Kim's too
    assert list(rows(study)) == ["A1"]
    browser = page(study)
    assert browser.last("snapshot")["undo"]["redo"]


def test_redo_brings_back_what_was_taken_back_and_a_new_act_ends_it(study: Study) -> None:
    browser = page(study)
    browser.change("m1", action="move", tasks=["A2"], duty="B", place=0)
    browser.change("m2", action="undo")
    assert browser.last("saved")["undo"]["redo"] == "move of B1"
    answer = browser.change("m3", action="redo")
    assert answer["said"] == "Done again: move of B1."
    assert rows(study)["A2"]["duty_id"] == "B"
    browser.change("m4", action="undo")
    browser.change("m5", action="entry", task="A3", value=True)
    assert browser.change("m6", action="redo")["said"] == "There is nothing to redo."


def test_a_coding_made_in_01_is_not_taken_back_on_the_board(study: Study) -> None:
    browser = page(study)
    browser.change("m1", action="entry", task="A3", value=True)
    work(study).save([coded(1, "purge every line twice", "tool")])
    assert browser.change("m2", action="undo")["said"] == "Undone: first day of A3."
    assert "c1-tool-Kim" in rows(study, "codings")


def test_what_is_done_to_competencies_in_04_is_not_taken_back_on_the_board(study: Study) -> None:
    browser = page(study)
    browser.change("m1", action="drop", tasks=["A1"])
    work(study).save([Change("put", "competency_tasks", {"competency_id": "C-01", "task_id": "A2"})])
    assert browser.change("m2", action="undo")["said"] == "Undone: taking away of A1."
    assert len(Study.open(study.folder, person="Look", device="look").read()["competency_tasks"]) == 2


def test_a_mates_acts_are_not_mine_to_take_back(study: Study) -> None:
    browser = page(study)
    browser.change("m1", action="entry", task="A3", value=True)
    page(study, "Ravi").change("m1", action="entry", task="A2", value=True)
    browser.change("m2", action="undo")
    assert rows(study)["A2"]["entry_level"] is True
    assert rows(study)["A3"]["entry_level"] is not True


def test_what_a_mate_changed_since_is_not_taken_back_and_says_so(study: Study) -> None:
    browser = page(study)
    browser.change("m1", action="word", task="A3", label="Read the gauge")
    page(study, "Ravi").change("m1", action="word", task="A3", label="Read and log the gauge")
    answer = browser.change("m2", action="undo")
    assert answer["type"] == "refused"
    assert answer["sentence"] == "Not undone: wording of A3. Ravi changed A3 since. Nothing was changed."
    assert rows(study)["A3"]["label"] == "Read and log the gauge"


def test_a_duty_that_a_mate_put_a_task_under_is_not_taken_back(study: Study) -> None:
    browser = page(study)
    duty = browser.change("m1", action="add_duty", title="Look after it")["duties"][0]["id"]
    page(study, "Ravi").change("m1", action="move", tasks=["A3"], duty=duty, place=0)
    answer = browser.change("m2", action="undo")
    assert answer["type"] == "refused"
    assert answer["sentence"] == "Not undone: new duty “Look after it”. A3 rests on it by now. Nothing was changed."
    assert duty in rows(study, "duties")


def test_what_is_gone_is_called_by_the_number_it_had_also_after_a_restart(study: Study) -> None:
    browser = page(study)
    duty = browser.change("m1", action="add_duty", title="Look after it")["made"][0]
    task = browser.change("m2", action="add_task", duty=duty, label="Grease a valve")["made"][0]
    browser.change("m3", action="drop", tasks=[task])
    browser.change("m4", action="drop_duty", duty=duty)
    said = [page(study).change(f"u{number}", action="undo")["said"] for number in range(2)]
    assert said == ["Undone: taking away of duty C.", "Undone: taking away of C1."]
    browser = page(study)
    browser.change("m5", action="word", task=task, label="Grease valves")
    page(study, "Ravi").change("m1", action="drop", tasks=[task])
    answer = page(study).change("m6", action="undo")
    assert answer["sentence"] == "Not undone: wording of C1. Ravi changed C1 since. Nothing was changed."


def test_no_identity_made_by_the_tool_is_shown_in_a_sentence(study: Study) -> None:
    browser = page(study)
    for number, (action, asked) in enumerate([
        ("add_duty", {"title": "Look after it"}),
        ("add_task", {"duty": "B", "label": "Prove a line"}),
        ("make_all", {}),
        ("undo", {}),
    ]):  # fmt: skip
        answer = browser.change(f"m{number}", action=action, **asked)
        assert "-" not in answer.get("said", answer.get("sentence", "")).replace("non-", "")


# team mates ------------------------------------------------------------------------------------------------


def test_a_mates_move_appears_and_only_what_changed_is_sent(study: Study) -> None:
    browser = page(study)
    assert refreshed(browser) is None
    page(study, "Ravi").change("m1", action="move", tasks=["A3"], duty="B", place=0)
    news = refreshed(browser)
    assert news is not None
    assert (news["type"], [duty["id"] for duty in news["duties"]]) == ("rows", ["A", "B"])
    assert set(news.get("cards", {})) <= {"A3"}
    assert refreshed(browser) is None


def test_what_a_mate_took_away_goes(study: Study) -> None:
    browser = page(study)
    page(study, "Ravi").change("m1", action="drop", tasks=["A3"])
    news = refreshed(browser)
    assert news is not None
    assert news["gone"] == ["A3"]
    assert browser.change("m1", action="move", tasks=["A3"], duty="B")["type"] == "refused"


def test_an_act_on_what_a_mate_took_away_a_moment_ago_says_so(study: Study) -> None:
    browser = page(study)
    page(study, "Ravi").change("m1", action="drop", tasks=["A3"])
    answer = browser.change("m1", action="move", tasks=["A3"], duty="B", place=0)
    assert answer["sentence"] == "Not saved: This task was taken away meanwhile. Nothing was changed."
    page(study, "Ravi").change("m2", action="drop_duty", duty="B")
    answer = browser.change("m2", action="add_task", duty="B", label="Prove a line")
    assert answer["sentence"] == "Not saved: This duty was taken away meanwhile. Nothing was changed."
    assert browser.change("m3", action="add_task", duty="A", label="Prove a line")["type"] == "saved"


def test_two_who_move_one_card_at_once_see_one_place_and_what_the_other_chose(tmp_path: Path) -> None:
    study = filled_study(tmp_path)
    study.save(puts({"duties": [DUTY_B, {"duty_id": "C", "title": "Hand it over", "position": 30}]}))
    journals = study.folder / "journal"
    page(study).change("m1", action="move", tasks=["A1"], duty="B", place=0)
    own = {path: path.read_bytes() for path in journals.glob("kim.kim.jsonl")}
    for path in own:
        path.unlink()  # Ravi works on a copy that has not had Kim's journal yet
    page(study, "Ravi").change("m1", action="move", tasks=["A1"], duty="C", place=0)
    for path, content in own.items():
        path.write_bytes(content)
    browser = page(study)
    card = browser.last("snapshot")["cards"]["A1"]
    places = [duty["id"] for duty in browser.last("snapshot")["duties"] if "A1" in duty["tasks"]]
    assert len(places) == 1
    assert card["choice"] == "Kim put it in Prove it at the same time. Move it again to decide."
    browser.change("m1", action="move", tasks=["A1"], duty=places[0], place=0)
    answer = browser.change("m2", action="move", tasks=["A1"], duty="B", place=0)
    assert answer["cards"]["A1"]["choice"] == ""


@pytest.mark.parametrize("seed", range(3))
def test_two_who_work_apart_and_come_together_see_one_board_with_every_task_once(tmp_path: Path, seed: int) -> None:
    study, dice = filled_study(tmp_path / "kim"), random.Random(seed)
    study.save(puts({"duties": [DUTY_B]}))
    shutil.copytree(tmp_path / "kim", tmp_path / "ravi")
    folders = [tmp_path / name / "interview_data" / "trial" for name in ("kim", "ravi")]
    pages = [page(Study.open(one), name) for one, name in zip(folders, ("Kim", "Ravi"), strict=True)]
    for number in range(16):
        browser = pages[number % 2]
        action, asked = some_act(browser.screen.board, dice)
        assert browser.change(f"m{number}", action=action, **asked)["type"] == "saved", (action, asked)
    for one, other in (folders, folders[::-1]):
        for path in (one / "journal").glob("*.jsonl"):
            shutil.copyfile(path, other / "journal" / path.name)
    shown = [page(Study.open(one), "Look").last("snapshot") for one in folders]
    assert shown[0] == shown[1]
    placed = [task for duty in shown[0]["duties"] for task in duty["tasks"]]
    assert sorted(placed) == sorted(shown[0]["cards"])
    numbers = [card["number"] for card in shown[0]["cards"].values()]
    assert len(numbers) == len(set(numbers))


# asked -----------------------------------------------------------------------------------------------------


def test_an_opened_card_has_the_words_and_the_snapshot_has_none(study: Study) -> None:
    browser = page(study)
    assert not any(words in json.dumps(browser.heard) for words in SAID.values())
    browser.say({"type": "open", "task": "A1"})
    body = browser.last("opened")["body"]
    assert [quote["words"] for quote in body["quotes"]] == [SAID[number] for number in (1, 2, 3, 4)]
    assert SAID[5] not in json.dumps(browser.heard)


def test_an_opened_card_follows_what_is_done_until_it_is_closed(study: Study) -> None:
    browser = page(study)
    browser.say({"type": "open", "task": "A1"})
    answer = browser.change("m1", action="unlink", codings=["c1-job-task-Kim"], task="A1")
    assert len(answer["bodies"]["A1"]["quotes"]) == 3
    browser.say({"type": "close", "task": "A1"})
    assert "bodies" not in browser.change("m2", action="undo")


def test_the_passages_beside_the_board_are_those_on_no_task_first(study: Study) -> None:
    browser = page(study)
    browser.say({"type": "tray", "by": "likeness", "find": "", "all": False, "from": 0})
    assert (browser.last("tray")["groups"], browser.last("snapshot")["waiting"]) == ([], 0)
    answer = browser.change("m1", action="unlink", codings=["c1-job-task-Kim"], task="A1")
    browser.say({"type": "tray", "by": "likeness", "find": "", "all": False, "from": 0})
    tray = browser.last("tray")
    assert tray["groups"][0]["passages"][0]["code"] == "Job task, Skill gap"
    assert tray["of"] == answer["waiting"] == 1
    browser.say({"type": "tray", "by": "code", "find": "nights purging", "all": True})
    found = [passage for group in browser.last("tray")["groups"] for passage in group["passages"]]
    assert {passage["words"] for passage in found} == {SAID[2]}
    assert {passage["note"] for passage in found} == {"may not be quoted"}


def test_remarks_and_a_draft_are_answered_and_save_nothing(study: Study) -> None:
    browser = page(study)
    browser.say({"type": "remarks", "for": "typed", "task": "", "label": "Effectively purge", "statement": ""})
    remarks = browser.last("remarks")
    assert remarks["for"] == "typed"
    assert any("effectively" in one["sentence"].lower() for one in remarks["remarks"])
    browser.say({"type": "draft", "for": "d", "codings": ["c1-skill-gap-Kim", "c4-skill-gap-Kim"]})
    draft = browser.last("draft")
    assert draft["label"].lower().startswith("purge")
    assert [task["number"] for task in draft["alike"]] == ["A1"]
    assert len(rows(study)) == 3


# the workbook ----------------------------------------------------------------------------------------------


def test_without_a_page_the_chart_is_a_table_without_words_of_interviews(study: Study) -> None:
    html = str(page(study).screen.static())
    assert "Purge a line" in html
    assert not any(words[:20] in html for words in SAID.values())


def test_the_board_of_one_sector_counts_that_sector_only_and_decides_for_it(study: Study) -> None:
    browser = page(study, sector="hydrogen")
    assert browser.last("snapshot")["cards"]["A1"]["evidence"] == "2 of 2 for"
    browser.change("m1", action="decide", task="A1", decision="no train", reason="Taught at work.")
    assert [row["sector"] for row in rows(study, "task_decisions").values()] == ["hydrogen"]
    everywhere = page(study).last("snapshot")["cards"]["A1"]["decision"]
    assert everywhere["by"] == "rule"


def test_a_workbook_shows_the_board_and_tells_other_screens_of_its_acts(study: Study) -> None:
    own = Study.open(study.folder, person="Kim", device="desk2")
    book = Workbook(own, {"study": "trial"}, study.folder.parent.parent)
    first, second = Browser(book.task_board()), Browser(book.task_board())
    second.say({"type": "refresh"})
    first.change("m1", action="entry", task="A3", value=True)
    assert second.heard[-1] == {"type": "elsewhere"}
    first.change("m2", action="undo")
    first.change("m3", action="redo")
    assert rows(study)["A3"]["entry_level"] is True


def test_acts_within_some_tables_are_guarded_in_the_study_itself(study: Study) -> None:
    kim, ravi = (Study.open(study.folder, person=name, device=name) for name in ("Kim", "Ravi"))
    kim.save([Change("put", "tasks", {"task_id": "A3", "label": "Read it"})])
    ravi.save([Change("put", "tasks", {"task_id": "A3", "label": "Log it"})])
    with pytest.raises(StudyDataError, match="changed it since"):
        kim.undo_within(TABLES)
    ravi.undo_within(TABLES)
    assert kim.undo_within(TABLES) is not None
    assert kim.redo_within(TABLES) is not None
    assert kim.redo_within(TABLES) is None


def test_tasks_that_were_moved_about_are_numbered_in_order_in_one_act_that_is_taken_back(tmp_path: Path) -> None:
    study = empty_study(tmp_path)
    browser = page(study)
    browser.change("m1", action="add_duty", title="Make it safe")
    duty = browser.last("saved")["duties"][0]["id"]
    for at, label in enumerate(("Lock out skid", "Purge line", "Prove it dead")):
        browser.change(f"m{at + 2}", action="add_task", duty=duty, label=label, statement="")
    third = browser.last("saved")["made"][0]
    assert "can_number" not in browser.last("saved")
    answer = browser.change("m6", action="move", tasks=[third], duty=duty, place=0)
    assert answer["can_number"] is True
    answer = browser.change("m7", action="number_anew")
    assert answer["said"] == "Numbered in order: 3 numbers are other ones now."
    cards = {card["label"]: (card["number"], card["was"]) for card in answer["cards"].values()}
    assert cards == {"Prove it dead": ("A1", ""), "Lock out skid": ("A2", ""), "Purge line": ("A3", "")}
    again = page(Study.open(study.folder, person="Ana", device="test"))
    assert again.change("m8", action="undo")["said"] == "Undone: numbers in order."
    assert {card["label"]: card["number"] for card in again.last("saved")["cards"].values()}["Prove it dead"] == "A3"


def test_numbers_that_people_typed_or_that_stand_in_a_document_stay(study: Study, tmp_path: Path) -> None:
    browser = page(study)
    browser.change("m1", action="move", tasks=["A3"], duty="A", place=0)
    assert browser.last("snapshot")["can_number"] is False
    assert browser.change("m2", action="number_anew")["sentence"].endswith("Nothing was changed.")
    own = empty_study(tmp_path / "own")
    other = page(own)
    other.change("m1", action="add_duty", title="Make it safe")
    other.change("m2", action="add_duty", title="Run it")
    second = other.last("saved")["made"][0]
    own.save(puts({"approvals": [{"approval_id": "AP-1", "body": "Senate", "outcome": "asked"}]}))
    refreshed(other)
    assert "can_number" not in other.change("m3", action="move_duty", duty=second, place=0)
