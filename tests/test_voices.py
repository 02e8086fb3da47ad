"""Who stands behind a claim, and who against it: employers in one way everywhere, other bodies always named."""

import pytest
from study_trial import tables_of

from codesign import coding, phrases, voices
from codesign.schemas import TABLES
from codesign.voices import Voices

PEOPLE = [
    ("P-1", "E1", "employer"),
    ("P-2", "E1", "employer"),
    ("P-3", "E2", "employer"),
    ("P-4", "", "employer"),
    ("P-5", "Local 12", "union"),
    ("P-6", "Local 12", "union"),
    ("P-7", "Builders", "association"),
]


def evidence_of(*said):
    """Passages on one claim: who said it, and whether it supports, qualifies or contradicts."""
    names = ("participant_id", "employer", "kind")
    people = [dict(zip(names, person, strict=True)) for person in PEOPLE]
    numbers = {person["participant_id"]: place for place, person in enumerate(people)}
    tables = tables_of(
        participants=[{**person, "consent": "unnamed", "sector": "hydrogen"} for person in people],
        codes=[{"code_id": "gap", "family": "skill-gap"}],
        transcripts=[{"transcript_id": f"T{n}", "participant_id": f"P-{n + 1}"} for n in range(len(people))],
        segments=[
            {"segment_id": f"S{n}", "transcript_id": f"T{n}", "position": 1, "start": 0, "end": 900,
             "speaker": "x", "role": "respondent", "participant_id": f"P-{n + 1}"}
            for n in range(len(people))
        ],
        codings=[
            {"coding_id": f"c{place}", "transcript_id": f"T{numbers[who]}", "start": 9 * place, "end": 9 * place + 5,
             "code_id": "gap", "coder": "Kim", "polarity": polarity}
            for place, (who, polarity) in enumerate(said)
        ],
    )  # fmt: skip
    return coding.attributed(tables)


def in_words(*said, of=3):
    return voices.in_words(voices.of_all(evidence_of(*said)), of)


def test_only_who_supports_stands_behind_a_claim():
    claim = voices.of_all(evidence_of(("P-1", "supports"), ("P-3", "qualifies"), ("P-4", "contradicts")))
    assert claim.employers == 1
    assert claim.speaking == {"employer": 3}


def test_two_people_of_one_body_are_one_voice_and_a_nameless_employer_is_its_own():
    claim = voices.of_all(evidence_of(*((f"P-{n}", "supports") for n in range(1, 8))))
    assert claim.supports == {"employer": 3, "union": 1, "association": 1}


@pytest.mark.parametrize("kind", ["P-1", "P-5", "P-7"])
@pytest.mark.parametrize("polarity", ["qualifies", "contradicts"])
def test_nobody_against_is_said_only_where_nobody_at_all_is(kind, polarity):
    assert voices.NOBODY_AGAINST in in_words(("P-3", "supports"), (kind, "supports"))
    assert voices.NOBODY_AGAINST not in in_words(("P-3", "supports"), (kind, polarity))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([("P-1", "supports"), ("P-5", "contradicts")], "1 of 3 employers; a union contradicts it"),
        ([("P-1", "supports"), ("P-5", "supports")],
         "1 of 3 employers and a union; nobody qualified or contradicted it"),
        ([("P-7", "supports")], "an association and 0 of 3 employers; nobody qualified or contradicted it"),
        ([("P-1", "qualifies"), ("P-3", "contradicts")],
         "0 of 3 employers; 1 employer qualifies it and 1 employer contradicts it"),
        ([("P-1", "qualifies"), ("P-5", "qualifies"), ("P-3", "contradicts")],
         "0 of 3 employers; 1 employer and a union qualify it, and 1 employer contradicts it"),
    ],
)  # fmt: skip
def test_a_claim_says_who_is_for_it_and_who_against(said, words):
    assert in_words(*said) == words


def test_every_kind_of_body_has_its_words():
    kinds = set(TABLES["participants"].model_fields["kind"].annotation.__args__)
    assert {voices.EMPLOYER, *phrases.BODIES} == kinds
    assert voices.bodies_in_words(dict.fromkeys(kinds, 2)) == (
        "2 employers, 2 unions, 2 regulators, 2 associations, 2 Indigenous organisations, 2 community bodies and "
        "2 other bodies"
    )


def test_a_sector_is_named_where_only_its_passages_count():
    assert voices.short_words(Voices({"employer": 1}), 4, sector="hydrogen") == "In hydrogen: 1 of 4 employers"


def test_what_the_table_counts_is_what_the_words_say():
    evidence = evidence_of(
        ("P-1", "supports"), ("P-1", "qualifies"), ("P-3", "contradicts"), ("P-5", "contradicts"), ("P-7", "supports")
    )
    (row,) = voices.counts(evidence, "code_id").to_dict("records")
    shown = ("employers", "supports", "qualifies", "contradicts", "speaking", "interviews", "raised", "others")
    assert [row[name] for name in shown] == [
        1, 1, 1, 1, 2, 4, 2, "an association supports it; a union contradicts it"]  # fmt: skip


def test_thin_is_fewer_than_three_employers_behind_a_claim():
    assert [voices.is_thin(employers) for employers in range(5)] == [True, True, True, False, False]
