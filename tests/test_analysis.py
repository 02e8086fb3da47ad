"""What a team asks of its codings, on tables typed in, against counting by hand and by brute force."""

import numpy as np
import pandas as pd
import pytest
from study_trial import tables_of

from codesign import analysis, coding, schemas

CODES = schemas.frame("codes", [
    {"code_id": "skills", "name": "Skill gap", "family": "skill-gap"},
    {"code_id": "purge", "name": "Purging", "family": "skill-gap", "parent_id": "skills"},
    {"code_id": "wages", "name": "Outbid on wages", "family": "hiring-challenge"},
    {"code_id": "trades", "name": "Pipe trades", "family": "can-move"},
])  # fmt: skip
PERSON = {"kind": "employer", "consent": "unnamed"}


def evidence_of(*rows):
    """Evidence as `coding.attributed` gives it: transcript number, start, end, code, and what else differs."""
    filled = [
        {
            "coding_id": f"c{place}", "transcript_id": f"INT-{number}", "segment_id": f"INT-{number}-{start // 100}",
            "start": start, "end": end, "code_id": code, "coder": "Kim", "polarity": "supports", "memo": "",
            "participant_id": f"P-{number}", "speaker": f"Employer {number}", "time": "", "employer": f"E{number}",
            "sector": "", "region": "", "size": "", "role": "", "interviewed_on": "", **PERSON, **more,
        }
        for place, (number, start, end, code, more) in enumerate((*row, {})[:5] for row in rows)
    ]  # fmt: skip
    columns = [*schemas.columns("codings"), "segment_id", "speaker", "time", *coding.PERSON_COLUMNS]
    return pd.DataFrame(filled, columns=list(dict.fromkeys(columns)))


def transcripts(*numbers):
    return schemas.frame("transcripts", [{"transcript_id": f"INT-{number}"} for number in numbers])


# codes by interview ---------------------------------------------------------------------------------------


def test_a_passage_two_coders_mark_is_one_in_the_table_by_interview():
    said = evidence_of((1, 0, 40, "wages"), (1, 20, 60, "wages", {"coder": "Ravi"}), (1, 60, 70, "wages"),
                       (2, 0, 40, "wages"))  # fmt: skip
    table = analysis.code_by_interview(said, CODES, transcripts(1, 2, 3)).set_index("code_id")
    assert table.loc["wages", ["INT-1", "INT-2", "INT-3", "passages"]].tolist() == [2, 1, 0, 3]
    assert table.loc["skills", "passages"] == 0


def test_a_code_counts_what_stands_below_it_unless_asked_not_to():
    said = evidence_of((1, 0, 40, "purge"), (1, 10, 20, "skills"), (1, 50, 60, "purge"))
    with_below = analysis.code_by_interview(said, CODES, transcripts(1)).set_index("code_id")
    alone = analysis.code_by_interview(said, CODES, transcripts(1), with_below=False).set_index("code_id")
    assert with_below.loc[["skills", "purge"], "INT-1"].tolist() == [2, 2]
    assert alone.loc[["skills", "purge"], "INT-1"].tolist() == [1, 2]


def test_places_in_two_interviews_never_join():
    said = evidence_of((1, 0, 90, "wages"), (2, 10, 20, "wages"), (3, 0, 90, "wages"))
    assert analysis.stretches(said, ["code_id", "transcript_id"])["start"].tolist() == [0, 10, 0]


def test_a_study_without_codings_has_a_table_of_noughts():
    table = analysis.code_by_interview(evidence_of(), CODES, transcripts(1, 2))
    assert table[["INT-1", "INT-2", "passages"]].to_numpy().tolist() == [[0, 0, 0]] * 4


# codes together -------------------------------------------------------------------------------------------


def test_two_codes_meet_on_the_same_words_in_the_same_answer_and_in_the_same_interview():
    said = evidence_of((1, 0, 40, "skills"), (1, 30, 50, "wages"), (1, 60, 70, "wages"), (1, 110, 120, "skills"),
                       (2, 0, 10, "skills"), (2, 110, 120, "wages"), (3, 0, 10, "skills"))  # fmt: skip
    (row,) = schemas.records(analysis.co_occurrence(said, CODES))
    assert (row["code_id"], row["other_id"]) == ("skills", "wages")
    assert [row["overlaps"], row["answers"], row["interviews"]] == [1, 1, 2]
    # 10 characters of 70 and 40, 1 answer of 4 and 2, 2 interviews of 3 and 2
    assert [row[f"{name}_jaccard"] for name in ("overlap", "answer", "interview")] == [10 / 100, 1 / 5, 2 / 3]


def test_codes_of_two_coders_on_the_same_words_meet_once():
    said = evidence_of((1, 0, 40, "skills"), (1, 5, 40, "skills", {"coder": "Ravi"}), (1, 0, 40, "wages"))
    (row,) = schemas.records(analysis.co_occurrence(said, CODES))
    assert [row["overlaps"], row["overlap_jaccard"]] == [1, 1.0]


def test_codes_that_only_touch_do_not_overlap():
    (row,) = schemas.records(analysis.co_occurrence(evidence_of((1, 0, 40, "skills"), (1, 40, 80, "wages")), CODES))
    assert [row["overlaps"], row["answers"]] == [0, 1]


def test_codes_that_share_no_interview_have_no_row():
    assert analysis.co_occurrence(evidence_of((1, 0, 40, "skills"), (2, 0, 40, "wages")), CODES).empty
    assert analysis.co_occurrence(evidence_of(), CODES).columns.tolist() == analysis.meeting.PAIR_COLUMNS


def marks(said):
    """For each interview and code the characters under it, one by one, and the answers, as sets."""
    characters, answers, interviews = {}, {}, {}
    for row in schemas.records(said):
        places = {(row["transcript_id"], place) for place in range(row["start"], row["end"])}
        characters.setdefault(row["code_id"], set()).update(places)
        answers.setdefault(row["code_id"], set()).add(row["segment_id"])
        interviews.setdefault(row["code_id"], set()).add(row["transcript_id"])
    return characters, answers, interviews


@pytest.mark.parametrize("seed", range(5))
def test_meetings_are_what_counting_character_by_character_gives(seed, monkeypatch):
    monkeypatch.setattr(analysis.meeting, "AT_ONCE", 7)
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, [3, 300, 60, 4], (80, 4))
    said = evidence_of(*((n, start, start + 1 + size, CODES["code_id"][code]) for n, start, size, code in drawn))
    for row in schemas.records(analysis.co_occurrence(said, CODES)):
        for name, found in zip(("overlap", "answer", "interview"), marks(said), strict=True):
            one, other = found[row["code_id"]], found[row["other_id"]]
            assert row[f"{name}_jaccard"] == len(one & other) / len(one | other)
        passages = analysis.stretches(said, ["code_id", "transcript_id"])
        both = passages.merge(passages, on="transcript_id").query(f"code_id_x == '{row['code_id']}'")
        both = both[(both["code_id_y"] == row["other_id"])]
        assert row["overlaps"] == ((both["start_x"] < both["end_y"]) & (both["start_y"] < both["end_x"])).sum()


def test_the_tables_of_the_study_give_evidence_to_analyse():
    tables = tables_of(codes=[{"code_id": "skills", "name": "Skill gap", "family": "skill-gap"}])
    said = coding.attributed(tables)
    assert analysis.co_occurrence(said, tables["codes"]).empty
    assert analysis.code_by_interview(said, tables["codes"], tables["transcripts"])["passages"].tolist() == [0]
