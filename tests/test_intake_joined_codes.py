"""Codes that come from elsewhere, joined with those a study has."""

from __future__ import annotations

from codesign.intake.joined_codes import Incoming, joined
from codesign.refi import CodeNote


def test_a_circle_of_parents_is_cut_and_told() -> None:
    result = joined([], [Incoming("1", "X", "2"), Incoming("2", "Y", "1")])
    assert {change.row["name"]: change.row["parent_id"] for change in result.changes} == {"Y": "", "X": "y"}
    assert "in a circle" in result.sentences[0]


def test_families_come_from_the_name_then_the_parent_then_are_told() -> None:
    codes = [Incoming("1", "Job tasks"), Incoming("2", "Lockout", "1"), Incoming("3", "Weather")]
    result = joined([], codes)
    assert [change.row["family"] for change in result.changes] == ["job-task", "job-task", "knowledge"]
    assert any("“Weather” is none of our families" in sentence for sentence in result.sentences)


def test_a_long_name_keeps_all_of_its_words() -> None:
    [change] = joined([], [Incoming("1", "very " * 30)]).changes
    assert len(change.row["name"]) <= 80
    assert "very " * 29 in change.row["definition"]


def test_a_definition_of_ours_is_never_replaced() -> None:
    gap = {"code_id": "gap", "name": "Skill gap", "family": "skill-gap", "parent_id": ""}
    here = [{**gap, "definition": "What people lack.", "include": "", "exclude": "", "example": ""}]
    result = joined(here, [Incoming("1", "skill gap", "", CodeNote(definition="Other.", example="Yes."))])
    assert [change.row for change in result.changes] == [{"code_id": "gap", "example": "Yes."}]
    assert "another definition; ours stays" in result.sentences[0]
