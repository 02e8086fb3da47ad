"""Saying in the panel who speaks: for one turn, or for every turn of a name, with one undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from study_trial import PEOPLE, empty_study, received

from codesign import widgets
from codesign.intake import import_files
from codesign.intake.corrections import import_correction
from codesign.journal import Change
from codesign.study import Study
from codesign.workbook import Workbook

HEARING = "\n".join(f">> This is what answer number {one} said of the {one * 11} lines." for one in range(1, 7))


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A hearing that marks changes of speaker only."""
    made = empty_study(tmp_path)
    files = [received(tmp_path, "participants.csv", PEOPLE), received(tmp_path, "INT-77.txt", HEARING)]
    assert all(report.is_in for report in import_files(made, files))
    return made


def say(
    study: Study, position: int, role: str = "respondent", participant: str = "", *, turn: bool = True
) -> dict[str, Any]:
    heard: list[dict[str, Any]] = []
    work = Workbook(study, {}, study.root)
    panel = widgets.coding_panel(
        work.everything,
        work.texts,
        person="Kim",
        on_save=work.save,
        refresh=work.reread,
        on_undo=work.undo,
        on_redo=work.redo,
    )
    panel.view.send = heard.append
    for message in ({"type": "hello"}, {"type": "open", "transcript": "INT-77"}):
        panel.receive(message)
    panel.receive({"type": "change", "id": "m", "action": "who", "transcript": "INT-77", "position": position,
                   "turn": turn, "role": role, "participant": participant})  # fmt: skip
    return {**heard[-1], "people": heard[0]["people"]}


def who(study: Study) -> dict[int, tuple[str, str]]:
    turns = study.read()["segments"].to_dict("records")
    return {row["position"]: (row["role"], row["participant_id"]) for row in turns}


def test_a_turn_gets_its_participant_in_one_act(study):
    answer = say(study, 2, participant="P-01")
    assert (answer["type"], answer["said"].startswith("Turn 2 answers: P-01; saved")) == ("saved", True)
    assert who(study)[2] == ("respondent", "P-01")
    assert who(study)[3] == ("respondent", "")
    study.undo()
    assert who(study)[2] == ("respondent", "")


def test_every_turn_of_a_name_gets_it_and_a_turn_of_its_own_comes_first(study):
    say(study, 1, participant="P-02", turn=False)
    say(study, 4, role="interviewer", participant="P-01")
    assert who(study)[1] == who(study)[6] == ("respondent", "P-02")
    assert who(study)[4] == ("interviewer", "")


def test_one_turn_counts_before_a_stretch_of_turns_whichever_was_said_first(study):
    say(study, 3, participant="P-01")
    row = {"transcript_id": "INT-77", "speaker": "turns 2-5", "role": "respondent", "participant_id": "P-04"}
    study.save([Change("put", "speakers", row)])
    assert [who(study)[position][1] for position in (2, 3, 4)] == ["P-04", "P-01", "P-04"]


def test_in_a_corrected_text_the_turns_are_counted_as_they_are_there(study):
    import_correction(
        study, "INT-77", received(study.root, "f.txt", HEARING.replace(">> This", ">> Hello.\n>> This", 1))
    )
    say(study, 3, participant="P-01")
    assert who(study)[3] == ("respondent", "P-01")
    assert not [problem for problem in study.problems() if "rows for turns" in str(problem)]


def test_nobody_who_withdrew_is_offered_and_nobody_unknown_is_taken(study):
    answer = say(study, 2, participant="P-99")
    assert answer["sentence"] == "Not saved: P-99 is no longer in participants.csv."
    assert [person["id"] for person in answer["people"]] == ["P-01", "P-02", "P-03", "P-04"]
    assert "this turn is no longer in the interview" in say(study, 99)["sentence"]


def test_the_page_draws_the_turns_anew_when_it_is_taken_back(study):
    heard: list[dict[str, Any]] = []
    work = Workbook(study, {}, study.root)
    panel = widgets.coding_panel(
        work.everything,
        work.texts,
        person="Kim",
        on_save=work.save,
        refresh=work.reread,
        on_undo=work.undo,
        on_redo=work.redo,
    )
    panel.view.send = heard.append
    panel.receive({"type": "change", "id": "m1", "action": "who", "transcript": "INT-77", "position": 2, "turn": True,
                   "role": "interviewer", "participant": ""})  # fmt: skip
    panel.receive({"type": "change", "id": "m2", "action": "undo", "transcript": "INT-77"})
    answers = [message["type"] for message in heard if message["type"] != "heard"]
    assert answers == ["snapshot", "saved", "snapshot", "saved"]


def test_what_a_team_mate_said_of_a_turn_is_drawn_once(study):
    heard: list[dict[str, Any]] = []
    work = Workbook(study, {}, study.root)
    panel = widgets.coding_panel(work.everything, work.texts, person="Kim", on_save=work.save, refresh=work.reread)
    panel.view.send = heard.append
    row = {"transcript_id": "INT-77", "speaker": "turn 2", "role": "interviewer", "participant_id": ""}
    Study(study.folder, person="Bo", device="other").save([Change("put", "speakers", row)])
    panel.refresh()
    assert [message["type"] for message in heard] == ["snapshot"]
