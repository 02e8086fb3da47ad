"""Which quotes stand for a finding, and which findings stand on page one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from codesign import evidence, schemas
from codesign.proposal import choice


def passage(number: int, polarity: str = "supports", **cells: Any) -> dict[str, Any]:
    person = {"participant_id": f"P-{number}", "employer": f"Employer {number}", "kind": "employer"}
    place = {"sector": "hydrogen", "region": "Edmonton", "consent": "unnamed"}
    marks = {"coders": ("Maya",), "coding_ids": (f"coding-{number}",), "has_memo": False}
    return {"evidence_id": f"E-{number}", "polarity": polarity, **person, **place, **marks, **cells}


def proposed(*rows: dict[str, Any]) -> list[str]:
    return choice.standing(rows, ())


def test_a_quote_of_another_employer_comes_before_a_second_one_of_the_same() -> None:
    again = passage(2, employer="Employer 1", coders=("Devon", "Maya"), has_memo=True)
    assert proposed(passage(1, has_memo=True), again, passage(3)) == ["E-2", "E-3"]


@pytest.mark.parametrize("name", choice.SPREAD)
def test_quotes_are_spread_before_it_is_asked_who_coded_them(name: str) -> None:
    twice = passage(2, coders=("Devon", "Maya"), has_memo=True)
    assert (
        proposed(passage(1, has_memo=True, coders=("Devon", "Maya")), twice, passage(3, **{name: "union"}))[1] == "E-3"
    )


def test_what_two_coded_or_a_memo_notes_comes_before_the_rest() -> None:
    assert proposed(passage(1), passage(2, coders=("Devon", "Maya")), passage(3, has_memo=True)) == ["E-2", "E-3"]


def test_the_first_quote_on_each_side_is_an_employers_where_one_may_be_quoted() -> None:
    union = {"kind": "union", "coders": ("Devon", "Maya"), "has_memo": True}
    assert proposed(passage(1, **union), passage(2), passage(3, "contradicts", **union), passage(4, "contradicts")) == [
        "E-2",
        "E-1",
        "E-4",
        "E-3",
    ]


@pytest.mark.parametrize("lengths", [(900, 20, 300), (20, 900, 300), (300, 20, 900)])
def test_how_long_a_passage_is_decides_nothing(lengths: tuple[int, ...]) -> None:
    spans = [{"start": 0, "end": length, "quote": "word " * length} for length in lengths]
    rows = [passage(number, has_memo=number == 2, **span) for number, span in enumerate(spans, 1)]
    assert proposed(*rows) == ["E-2", "E-1"]


def test_words_that_may_not_be_quoted_never_stand_for_a_finding() -> None:
    rows = [passage(1, consent="no-quote"), passage(2, consent=""), passage(3)]
    assert proposed(*rows) == choice.standing(rows, ["coding-1", "coding-2"]) == ["E-3"]


def test_nobody_is_quoted_more_than_twice_whoever_chose() -> None:
    rows = [passage(number, employer="Employer 1") for number in (1, 2, 3)]
    assert choice.standing(rows, ["coding-3", "coding-1", "coding-2"]) == ["E-3", "E-1"]


def test_what_people_chose_stands_in_their_order_and_nothing_beside_it() -> None:
    rows = [passage(number) for number in (1, 2, 3, 4)]
    assert choice.standing(rows, ["coding-4", "coding-2"]) == ["E-4", "E-2"]


@pytest.mark.parametrize("polarity", ["qualifies", "contradicts"])
def test_what_speaks_against_a_finding_stands_there_whoever_chose(polarity: str) -> None:
    rows = [passage(1), passage(2), passage(3), passage(4, polarity)]
    assert "E-4" in proposed(*rows)
    assert choice.standing(rows, ["coding-3"]) == ["E-3", "E-4"]


def test_a_chosen_passage_that_is_gone_leaves_its_place_to_the_rule() -> None:
    rows = [passage(1), passage(2), passage(3)]
    assert choice.standing(rows, ["coding-3", "coding-gone"]) == ["E-3", "E-1"]


def test_a_passage_is_the_same_whichever_of_its_codings_was_chosen() -> None:
    rows = [passage(1), passage(2, coding_ids=("coding-a", "coding-b"))]
    assert choice.standing(rows, ["coding-a"]) == choice.standing(rows, ["coding-b"]) == ["E-2"]


@dataclass(frozen=True)
class Stated:
    """A finding as page one weighs it."""

    finding_id: str
    question: str = "skill gaps"
    employers: int = 3
    contradicts: int = 0
    qualifies: int = 0
    confidence: evidence.Confidence = field(default=evidence.Confidence("moderate", "", "", ""))


def on_page_one(findings: list[Stated], *chosen: str) -> list[str]:
    rows = [{"finding_id": one, "position": at} for at, one in enumerate(chosen)]
    places = choice.page_one(findings, schemas.frame("chosen_claims", rows), ["skill gaps", "credential"])
    return [one if isinstance(one, str) else one.finding_id for one in places]


def test_each_question_has_its_own_place_on_page_one() -> None:
    findings = [Stated("F1", employers=9), Stated("F2", employers=8), Stated("F3", "credential", 2)]
    assert on_page_one(findings) == ["F1", "F3"]


def test_a_finding_is_as_strong_as_the_employers_for_it_without_those_against() -> None:
    assert on_page_one([Stated("F1", employers=6, contradicts=4), Stated("F2", employers=4)])[0] == "F2"


def test_of_two_as_strong_the_one_with_fewer_reserves_stands_and_then_the_surer_one() -> None:
    sure = evidence.Confidence("high", "", "", "")
    assert on_page_one([Stated("F1", qualifies=1), Stated("F2")])[0] == "F2"
    assert on_page_one([Stated("F1"), Stated("F2", confidence=sure)])[0] == "F2"


def test_a_question_without_a_finding_says_so_on_page_one() -> None:
    assert on_page_one([Stated("F1")]) == ["F1", "credential"]


def test_chosen_findings_stand_on_page_one_in_the_order_in_which_they_were_chosen() -> None:
    findings = [Stated("F1"), Stated("F2"), Stated("F3", "credential")]
    assert on_page_one(findings, "F2", "F1") == ["F2", "F1"]


def test_a_finding_of_another_sector_leaves_its_place_to_a_question_not_answered_yet() -> None:
    findings = [Stated("F1"), Stated("F3", "credential")]
    assert on_page_one(findings, "F1", "F-of-retrofit") == ["F1", "F3"]


def test_page_one_has_no_more_places_however_many_were_chosen() -> None:
    findings = [Stated(f"F{number}") for number in range(9)]
    assert len(on_page_one(findings, *(one.finding_id for one in findings))) == choice.CLAIM_PLACES


def test_a_table_that_is_not_in_the_study_chooses_nothing() -> None:
    empty = schemas.empty("chosen_quotes")
    assert choice.chosen_of(empty) == {}
    assert choice.first_in_line(pd.DataFrame(columns=["used_in", "used_id", "evidence_id"]), {}).empty
