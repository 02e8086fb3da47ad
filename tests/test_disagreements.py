"""Where coders differ: what is listed, what a decision settles, and what it never touches."""

import pandas as pd
import pytest
from study_trial import tables_of

from codesign import agreement, coding, schemas, voices

CODES = [
    {"code_id": code, "name": code, "family": family}
    for code, family in {"gap": "skill-gap", "rare": "skill-gap", "tool": "tool"}.items()
]
TURNS = [("interviewer", 0, 100), ("respondent", 100, 200), ("interviewer", 200, 220), ("respondent", 220, 400)]


def study(*rows, decided=(), consent="unnamed"):
    """Codings as (coder, start, end, code) or with a polarity; one interview with answers at 100-200 and 220-400."""
    codings = [{"coding_id": f"c{place}", "transcript_id": "I1", "coder": coder, "start": start, "end": end,
                "code_id": code, "polarity": "".join(polarity) or "supports"}
               for place, (coder, start, end, code, *polarity) in enumerate(rows)]  # fmt: skip
    turns = [{"segment_id": f"I1-{place}", "transcript_id": "I1", "position": place, "role": role, "start": start,
              "end": end, "participant_id": "P1" if role == "respondent" else ""}
             for place, (role, start, end) in enumerate(TURNS, start=1)]  # fmt: skip
    people = [{"participant_id": "P1", "employer": "Employer 1", "sector": "wind", "consent": consent}]
    return tables_of(
        codings=codings,
        segments=turns,
        participants=people,
        codes=CODES,
        transcripts=[{"transcript_id": "I1", "participant_id": "P1"}],
        reconciliations=list(decided),
    )


def decision(start, end, code, kind, identity="r1", **more):
    return {"reconciliation_id": identity, "transcript_id": "I1", "start": start, "end": end, "code_id": code,
            "decision": kind, **more}  # fmt: skip


def listed(*rows, **more):
    found = agreement.disagreements(study(*rows, **more))
    return [tuple(row) for row in found[["start", "end", "code_id", "kind"]].to_numpy().tolist()]


def counted(tables):
    return [tuple(row) for row in coding.attributed(tables)[["start", "end", "code_id", "coder"]].to_numpy().tolist()]


def state(tables):
    found = agreement.with_decisions(agreement.disagreements(tables), tables["reconciliations"])
    return dict(zip(found["code_id"], found["decision"], strict=True))


def test_a_code_only_one_put_is_listed_with_what_the_other_put_there():
    found = agreement.disagreements(study(("ana", 110, 150, "gap"), ("ben", 120, 160, "tool")))
    gap, tool = schemas.records(found)
    assert (gap["kind"], gap["coders"], gap["others"], gap["instead"]) == (
        "missing",
        ("ana",),
        ("ben",),
        (("ben", "tool"),),
    )
    assert (tool["coders"], tool["instead"], tool["characters"]) == (("ben",), (("ana", "gap"),), 40)


def test_two_codes_of_one_family_are_a_kind_of_their_own():
    assert listed(("ana", 110, 150, "gap"), ("ben", 140, 180, "rare")) == [
        (110, 150, "gap", "another"), (140, 180, "rare", "another"),
    ]  # fmt: skip


def test_overlapping_codings_of_one_code_differ_in_their_boundaries_only():
    (row,) = schemas.records(agreement.disagreements(study(("ana", 110, 150, "gap"), ("ben", 130, 160, "gap"))))
    assert (row["start"], row["end"], row["kind"], row["others"], row["characters"]) == (110, 160, "boundaries", (), 30)


def test_the_same_code_on_the_same_words_borne_in_another_way_is_a_disagreement():
    rows = [("ana", 110, 150, "gap"), ("ben", 110, 150, "gap", "contradicts")]
    (row,) = schemas.records(agreement.disagreements(study(*rows)))
    assert (row["kind"], row["coders"], row["others"], row["characters"]) == ("polarity", ("ana", "ben"), (), 40)
    assert listed(*rows, ("ana", 120, 130, "gap", "contradicts"), ("ben", 130, 140, "gap")) == []


@pytest.mark.parametrize("kind", ["keep", "boundaries", "other code", "differ"])
def test_an_agreed_polarity_counts_wherever_it_is_decided_that_the_words_do(kind):
    more = {"other_code_id": "rare"} | ({"agreed_start": 110, "agreed_end": 140} if kind == "boundaries" else {})
    decided = decision(110, 150, "gap", kind, agreed_polarity="qualifies", **more)
    tables = study(("ana", 110, 150, "gap"), ("ben", 110, 150, "gap", "contradicts"), decided=[decided])
    counts = coding.attributed(tables)["polarity"].tolist()
    assert counts == (["supports", "contradicts"] if kind == "differ" else ["qualifies", "qualifies"])
    assert tables["codings"]["polarity"].tolist() == ["supports", "contradicts"]


@pytest.mark.parametrize(
    "rows",
    [
        [("ana", 110, 150, "gap"), ("ben", 110, 150, "gap")],
        [("ana", 110, 150, "gap", "qualifies"), ("ben", 110, 150, "gap", "qualifies")],
        [("ana", 110, 150, "gap"), ("ben", 110, 130, "gap"), ("ben", 130, 150, "gap")],
        [("ana", 150, 230, "gap"), ("ben", 150, 200, "gap"), ("ben", 220, 230, "gap")],
        [("ana", 110, 150, "gap"), ("ana", 230, 240, "tool")],
        [("ana", 20, 60, "gap"), ("ben", 30, 90, "tool")],
    ],
    ids=["the same", "borne alike", "in two parts", "across a question", "one coder", "the interviewer"],
)
def test_what_is_no_disagreement_is_not_listed(rows):
    assert listed(*rows) == []


def test_only_those_who_coded_the_interview_are_asked():
    tables = study(("ana", 110, 150, "gap"), ("ben", 110, 150, "gap"), ("cy", 300, 310, "tool"))
    gap, tool = schemas.records(agreement.disagreements(tables))
    assert (gap["coders"], gap["others"]) == (("ana", "ben"), ("cy",))
    assert (tool["coders"], tool["others"]) == (("cy",), ("ana", "ben"))


def test_words_of_somebody_who_withdrew_are_not_listed():
    tables = coding.in_scope(
        study(
            ("ana", 110, 150, "gap"),
            ("ben", 300, 310, "tool"),
            consent="withdrawn",
            decided=[decision(110, 150, "gap", "remove")],
        )
    )
    assert agreement.disagreements(tables).empty
    assert tables["reconciliations"].empty


DIFFERED = [("ana", 110, 150, "gap"), ("ben", 130, 160, "gap"), ("ben", 300, 320, "tool")]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("keep", {}, [(110, 150, "gap", "ana"), (130, 160, "gap", "ben")]),
        ("differ", {}, [(110, 150, "gap", "ana"), (130, 160, "gap", "ben")]),
        ("remove", {}, []),
        ("other code", {"other_code_id": "rare"}, [(110, 150, "rare", "ana"), (130, 160, "rare", "ben")]),
        ("boundaries", {"agreed_start": 120, "agreed_end": 155}, [(120, 155, "gap", "ana"), (120, 155, "gap", "ben")]),
    ],
)
def test_what_counts_is_the_decision(kind, more, expected):
    tables = study(*DIFFERED, decided=[decision(110, 160, "gap", kind, **more)])
    assert counted(tables) == [*expected, (300, 320, "tool", "ben")]


@pytest.mark.parametrize("kind", ["keep", "remove", "other code", "boundaries", "differ"])
def test_agreement_is_measured_on_what_each_coder_put_before_the_team_talked(kind):
    more = {"other_code_id": "tool", "agreed_start": 110, "agreed_end": 120}
    before, after = study(*DIFFERED), study(*DIFFERED, decided=[decision(110, 160, "gap", kind, **more)])
    for measure in (agreement.by_code, agreement.by_family, agreement.disagreements):
        pd.testing.assert_frame_equal(measure(before), measure(after))
    pd.testing.assert_frame_equal(before["codings"], after["codings"])


def test_a_decision_holds_for_its_words_only():
    tables = study(*DIFFERED, ("ana", 300, 330, "gap"), decided=[decision(110, 160, "gap", "remove")])
    assert counted(tables) == [(300, 320, "tool", "ben"), (300, 330, "gap", "ana")]


def test_a_disagreement_is_open_again_when_somebody_codes_beyond_what_was_decided():
    decided = [decision(110, 160, "gap", "keep")]
    assert state(study(*DIFFERED, decided=decided))["gap"] == "keep"
    assert state(study(*DIFFERED, ("ana", 150, 190, "gap"), decided=decided))["gap"] == ""


def test_of_two_decisions_the_one_on_the_longer_passage_holds():
    decided = [decision(110, 160, "gap", "remove", "r1"), decision(100, 170, "gap", "keep", "r2")]
    tables = study(*DIFFERED, decided=decided)
    assert state(tables)["gap"] == "keep"
    assert len(counted(tables)) == 3


def test_deciding_for_the_other_code_settles_both():
    rows = [("ana", 110, 150, "gap"), ("ben", 140, 180, "rare")]
    tables = study(*rows, decided=[decision(110, 150, "gap", "other code", other_code_id="rare")])
    assert state(tables) == {"gap": "other code", "rare": "other code"}
    assert voices.counts(coding.attributed(tables), "code_id")["codings"].tolist() == [1]


@pytest.mark.parametrize("other", ["", "gap"])
def test_a_decision_for_another_code_that_is_gone_settles_nothing(other):
    decided = [decision(110, 160, "gap", "other code", other_code_id=other)]
    assert state(study(*DIFFERED, decided=decided))["gap"] == ""


def test_what_the_team_removed_is_not_told_as_words_of_an_interviewer():
    tables = study(*DIFFERED, decided=[decision(110, 160, "gap", "remove")])
    assert coding.uncounted(tables).empty


def test_no_interview_of_two_coders_gives_an_empty_list():
    empty = tables_of()
    assert agreement.disagreements(empty).empty
    assert agreement.with_decisions(agreement.disagreements(empty), empty["reconciliations"]).empty
