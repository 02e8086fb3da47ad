"""What a person prefers is kept for them on this computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from codesign.study.person import remember_preference, remembered_preferences


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path / "home"))


def test_each_person_has_their_own_and_none_forgets_one(tmp_path: Path) -> None:
    remember_preference("Ana Lund", "single_keys", False)
    remember_preference("Ana Lund", "first_steps", True)
    remember_preference("Ana Lund", "single_keys", None)
    assert remembered_preferences("Ana Lund") == {"first_steps": True}
    assert remembered_preferences("Bo") == {}


def test_a_damaged_file_of_preferences_costs_the_preferences_only(tmp_path: Path) -> None:
    remember_preference("Ana", "first_steps", True)
    (tmp_path / "home" / "preferences-ana.json").write_text('{"first_steps": tr')
    assert remembered_preferences("Ana") == {}
