"""The panel opens as a person left it: what they prefer stays on this computer, and never in a study."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from study_trial import ASKED, empty_study, filled_study, received

from codesign.intake import import_files
from codesign.widgets import coding_panel
from codesign.workbook import Workbook


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path / "home"))


def test_the_place_is_remembered_for_each_study_and_outside_it(tmp_path: Path) -> None:
    one, other = (Workbook(empty_study(tmp_path / name), {}, tmp_path / name) for name in ("one", "other"))
    before = one.study.inputs()
    one.save_preference("place", {"transcript": "INT-01"})
    one.save_preference("first_steps", True)
    assert one.preferences["place"] == {"transcript": "INT-01"}
    assert other.preferences["place"] == {}
    assert other.preferences["first_steps"] is True
    assert one.study.inputs() == before


def panel(tmp_path: Path, **more: Any) -> Any:
    study = empty_study(tmp_path)
    files = [
        received(tmp_path, f"INT-0{number}.txt", f"Interviewer: {ASKED}\n\nKim: Twice, {number}.\n")
        for number in (1, 2)
    ]
    assert all(report.is_in for report in import_files(study, files))
    return coding_panel(study.read(), study.texts(), person="Kim", on_save=study.save, **more)


def test_the_panel_opens_the_interview_that_was_left_and_no_other(tmp_path: Path) -> None:
    left = {"transcript": "INT-02", "anchor": 3, "focus": 3, "top": 0}
    start = panel(tmp_path, preferences={"place": left, "keys": "nonsense"}).snapshot()
    assert (start["open"], start["preferences"]) == ("INT-02", {"place": left})
    gone = panel(tmp_path / "gone", preferences={"place": {**left, "transcript": "INT-09"}}).snapshot()
    assert gone["open"] == "INT-01"


def test_the_interview_that_was_left_is_not_opened_after_its_person_withdrew(tmp_path: Path) -> None:
    study = filled_study(tmp_path)
    left = {"transcript": "INT-05", "anchor": 3, "focus": 3, "top": 0}
    screen = coding_panel(study.read(), study.texts(), person="Kim", on_save=study.save, preferences={"place": left})
    heard: list[dict[str, Any]] = []
    screen.view.send = heard.append
    assert screen.snapshot()["open"] == "INT-01"
    for name in ("INT-05", "INT-01"):
        screen.receive({"type": "open", "transcript": name})
    assert [(message["type"], message["id"]) for message in heard] == [("interview", "INT-01")]


def test_only_preferences_of_the_right_shape_are_taken(tmp_path: Path) -> None:
    kept: list[tuple[str, object]] = []
    screen = panel(tmp_path, on_preference=lambda name, value: kept.append((name, value)))
    for name, value in (
        ("keys", {"uncoded": ["x"]}),
        ("keys", {"uncoded": ["x" * 50]}),
        ("words", "Twice."),
        ("place", {"transcript": 5}),
    ):
        screen.receive({"type": "preference", "name": name, "value": value})
    assert kept == [("keys", {"uncoded": ["x"]}), ("keys", None), ("place", None)]
