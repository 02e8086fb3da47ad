"""What the agreement on single codes comes to: pooled, mean, and the weakest by name; families hide no code."""

from __future__ import annotations

import math

import pytest
from study_trial import tables_of

from codesign import agreement, parameters, proposal
from codesign.proposal import Facts

CODES = {"gas": "Gas rules", "weld": "Welding", "leak": "Leak tests", "cold": "Cold work"}


def tables(*codings, answers=10):
    """One interview of so many answers, with codings (answer, code, coder); all codes are of one family."""
    turns = [
        {
            "segment_id": f"T1-{place}",
            "transcript_id": "T1",
            "position": place,
            "start": 20 * place,
            "end": 20 * place + 19,
            "role": "respondent",
            "participant_id": "P1",
        }
        for place in range(answers)
    ]
    rows = [{"coding_id": f"k{place}", "transcript_id": "T1", "start": 20 * answer, "end": 20 * answer + 19,
             "code_id": code, "coder": coder} for place, (answer, code, coder) in enumerate(codings)]  # fmt: skip
    return tables_of(
        segments=turns,
        codings=rows,
        codes=[{"code_id": code, "name": name, "family": "tool"} for code, name in CODES.items()],
        participants=[{"participant_id": "P1", "employer": "E1", "consent": "unnamed"}],
        transcripts=[{"transcript_id": "T1", "participant_id": "P1"}],
    )


def both(answer, code):
    return [(answer, code, "ana"), (answer, code, "ben")]


MIXED = tables(
    *both(0, "gas"), *both(1, "gas"), (2, "gas", "ana"), *both(3, "weld"), (4, "leak", "ana"), *both(5, "cold")
)
SWAPPED = tables(*[row for place in range(5) for row in ((place, "gas", "ana"), (place, "weld", "ben"))])


def method(found: Facts) -> str:
    return str(proposal.build(found, fingerprint="x").sections["method"])


def facts(of) -> Facts:
    return Facts(of, {}, parameters.Parameters(study="s"))


def test_two_codes_of_one_family_that_coders_never_share_are_no_agreement():
    # A family would count both as tools in the same answers: alpha 1.00.
    whole = agreement.overall(agreement.by_code(SWAPPED))
    assert whole.pooled < 0
    assert [code.alpha < 0 for code in whole.codes] == [True, True]
    assert "All codes together reach -0.30" in method(facts(SWAPPED))


def test_the_figures_are_those_of_single_codes():
    table = agreement.by_code(MIXED)
    turns = table[table["level"] == "turns"].set_index("code_id")["krippendorff_alpha"]
    whole = agreement.overall(table)
    assert whole.pooled == turns[""]
    assert whole.mean == pytest.approx(turns.drop("").mean())
    assert whole.weak == (turns.drop("") < agreement.WEAK).sum() == 1
    assert [code.code_id for code in whole.codes] == ["leak", "gas", "weld", "cold"]


def test_n_is_the_answers_to_which_anybody_gave_the_code_of_those_compared():
    of = {code.code_id: (code.used, code.of) for code in agreement.overall(agreement.by_code(MIXED)).codes}
    assert of == {"gas": (3, 10), "weld": (1, 10), "leak": (1, 10), "cold": (1, 10)}


def test_the_proposal_names_the_three_weakest_codes_with_value_and_n_and_no_family():
    found = facts(MIXED)
    words = method(found)
    for part in ("Leak tests", "0.00", "1 of 10", "Gas rules", "3 of 10", "1 of 4 codes is under 0.667"):
        assert part in words
    assert "family" not in words
    assert "Cold work" not in words
    assert proposal.weakest_words(found.agreement, found.code_names).count(" answers)") == 3


def test_the_workbook_says_what_the_proposal_says():
    from codesign.workbook import reliability

    shown = reliability.of_the_proposal(facts(MIXED))
    assert all(words in shown for words in proposal.agreement_words(facts(MIXED).agreement))


def test_without_two_coders_there_is_no_figure_and_a_reason():
    alone = tables((0, "gas", "ana"))
    whole = agreement.overall(agreement.by_code(alone))
    assert (math.isnan(whole.pooled), math.isnan(whole.mean), whole.codes) == (True, True, ())
    assert "no figure, since no interview was coded by two people." in method(facts(alone))


def test_codes_all_give_to_everything_have_no_figure_and_a_reason():
    everywhere = tables(*[row for place in range(3) for row in both(place, "gas")], answers=3)
    assert "no figure, since " in method(facts(everywhere))


def test_no_figure_is_minus_nought():
    almost = agreement.Overall(-0.001, 0.9, 10, 1, (), "")
    assert "-0.00" not in " ".join(proposal.agreement_words(almost))
