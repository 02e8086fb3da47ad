"""Counts are of employers and interviews: who said it, and for whom."""

import pytest
from study_trial import tables_of

from codesign import coding, schemas, voices

PEOPLE = [
    {"participant_id": "P-01", "employer": "E1", "sector": "hydrogen", "region": "North", "consent": "named"},
    {"participant_id": "P-02", "employer": "E1", "sector": "hydrogen", "region": "South", "consent": "unnamed"},
    {"participant_id": "P-03", "employer": "E2", "sector": "retrofit", "region": "North", "consent": "no-quote"},
    {"participant_id": "P-04", "employer": "Local 12", "sector": "retrofit", "kind": "union", "consent": "unnamed"},
    {"participant_id": "P-05", "employer": "E5", "sector": "hydrogen", "consent": "withdrawn"},
]
CODES = [
    {"code_id": "gap", "name": "Gap", "family": "skill-gap"},
    {"code_id": "purge", "name": "Purge", "family": "skill-gap", "parent_id": "gap"},
    {"code_id": "tool", "name": "Tool", "family": "tool"},
]


def turn(number, person, start, role="respondent", **more):
    place = {"transcript_id": f"T{number}", "position": start // 100 + 1, "start": start, "end": start + 100}
    who = {"speaker": person or "Asker", "role": role, "participant_id": person}
    return {"segment_id": f"T{number}-{start}", **place, **who, **more}


def study(*codings, people=PEOPLE, **more):
    """Five interviews: a question to 100, an answer to 200; codings as (number, start, end, code, coder, polarity)."""
    names = ("transcript_id", "start", "end", "code_id", "coder", "polarity")
    rows = [dict(zip(names, (f"T{one[0]}", *one[1:]), strict=False)) for one in codings]
    segments = [turn(n, "", 0, "interviewer") for n in range(1, 6)] + [turn(n, f"P-0{n}", 100) for n in range(1, 6)]
    return tables_of(
        **{
            "participants": people,
            "codes": CODES,
            "transcripts": [{"transcript_id": f"T{n}", "participant_id": f"P-0{n}"} for n in range(1, 6)],
            "segments": segments,
            "codings": [
                {"coding_id": f"c{n}", "coder": "Kim", "polarity": "supports", **row} for n, row in enumerate(rows)
            ],
            **more,
        }
    )


def counted(tables, by="code_id"):
    return voices.counts(coding.attributed(tables), by).set_index(by).to_dict("index")


# counting -----------------------------------------------------------------------------------------------


def test_employers_and_interviews_are_counted_and_never_highlights():
    found = counted(study(*[(1, 100 + n, 105 + n, "tool") for n in range(0, 90, 10)], (2, 110, 120, "tool")))["tool"]
    assert (found["employers"], found["interviews"], found["codings"]) == (1, 2, 10)


def test_two_coders_on_one_passage_count_once():
    found = counted(study((1, 110, 140, "tool", "Kim"), (1, 110, 140, "tool", "Ravi"), (1, 130, 160, "tool", "Mo")))
    assert found["tool"]["codings"] == 1


def test_passages_that_only_touch_are_two():
    assert counted(study((1, 110, 140, "tool"), (1, 140, 160, "tool")))["tool"]["codings"] == 2


def test_supporting_qualifying_and_contradicting_employers_are_kept_apart():
    kinds = [
        (1, 110, 120, "tool", "Kim", "supports"),
        (3, 110, 120, "tool", "Kim", "contradicts"),
        (1, 130, 140, "tool", "Kim", "qualifies"),
        (2, 110, 120, "tool", "Kim", "supports"),
    ]
    found = counted(study(*kinds))["tool"]
    assert [found[name] for name in coding.POLARITIES] == [1, 1, 1]
    assert (found["employers"], found["speaking"]) == (1, 2)


def test_an_interviewers_words_never_count():
    tables = study((1, 0, 90, "tool"), (1, 20, 130, "tool"), (1, 90, 200, "gap"))
    assert coding.attributed(tables)["coding_id"].tolist() == ["c1", "c2"]
    assert coding.uncounted(tables)["coding_id"].tolist() == ["c0"]


def test_a_coding_across_turns_goes_no_further_than_the_person_speaks():
    row = coding.attributed(study((1, 20, 230, "tool"))).iloc[0]
    assert (row["start"], row["end"]) == (100, 200)


def test_a_coding_across_two_turns_of_one_person_is_whole_unless_somebody_speaks_between():
    whole = [turn(1, "P-01", 100), turn(1, "P-01", 200)]
    row = coding.attributed(study((1, 150, 250, "tool"), segments=whole)).iloc[0]
    assert (row["start"], row["end"]) == (150, 250)
    broken = [turn(1, "P-01", 100), turn(1, "P-03", 200), turn(1, "P-01", 300)]
    row = coding.attributed(study((1, 250, 390, "tool"), segments=broken)).iloc[0]
    assert (row["start"], row["end"]) == (300, 390)


def test_words_of_somebody_who_left_do_not_join_those_before_and_after():
    people = [dict(person) for person in PEOPLE]
    people[2]["consent"] = "withdrawn"
    segments = [turn(1, "P-01", 100), turn(1, "P-03", 200), turn(1, "P-01", 300)]
    tables = coding.in_scope(study((1, 110, 390, "tool"), segments=segments, people=people))
    row = coding.attributed(tables).iloc[0]
    assert (row["start"], row["end"]) in {(110, 200), (300, 390)}


def test_a_union_counts_as_an_interview_and_not_as_an_employer_and_is_named():
    found = counted(study((4, 110, 120, "tool", "Kim", "contradicts")))["tool"]
    assert (found["employers"], found["interviews"], found["others"]) == (0, 1, "a union contradicts it")
    assert coding.heard(study())["employers"] == 3
    assert coding.heard(study())["interviews"] == 5


def test_people_whose_employer_is_not_recorded_are_employers_of_their_own():
    people = [{"participant_id": f"P-0{n}", "employer": ""} for n in range(1, 6)]
    tables = study((1, 110, 120, "tool"), (2, 110, 120, "tool"), people=people)
    assert counted(tables)["tool"]["employers"] == 2
    assert coding.heard(tables)["employers"] == 5


def test_a_speaker_who_is_no_participant_counts_nowhere():
    assert coding.attributed(study((1, 110, 120, "tool"), people=PEOPLE[1:])).empty


def test_a_code_counts_what_stands_under_the_codes_below_it():
    found = study((1, 110, 120, "purge"), (3, 110, 120, "gap"))
    table = coding.code_counts(coding.attributed(found), found["codes"]).set_index("code_id")
    assert table["employers"].to_dict() == {"gap": 2, "purge": 1, "tool": 0}


def test_a_circle_of_codes_ends_where_it_closes():
    codes = schemas.frame("codes", [{"code_id": "a", "parent_id": "b"}, {"code_id": "b", "parent_id": "a"}])
    assert coding.ancestors("a", codes) == ["a", "b"]
    evidence = coding.attributed(study((1, 110, 120, "a")))
    assert coding.with_ancestors(evidence, codes)["counted_as"].tolist() == ["a", "b"]


def test_nothing_coded_counts_nought():
    tables = study(tasks=[{"task_id": "A1"}])
    evidence = coding.attributed(tables)
    assert coding.task_counts(evidence, tables["task_evidence"], tables["tasks"])["employers"].tolist() == [0]
    assert coding.code_counts(evidence, tables["codes"])["codings"].tolist() == [0, 0, 0]


def test_a_finding_on_one_sector_counts_only_what_people_of_that_sector_said():
    tables = study(
        (1, 110, 120, "gap"), (3, 110, 120, "purge"), (4, 110, 120, "gap", "Kim", "contradicts"),
        findings=[{"finding_id": name, "sector": of} for name, of in (("F1", "hydrogen"), ("F2", ""), ("F3", "wind"))],
        finding_codes=[{"finding_id": name, "code_id": "gap"} for name in ("F1", "F2", "F3")],
    )  # fmt: skip
    four = (coding.attributed(tables), *(tables[name] for name in ("findings", "finding_codes", "codes")))
    table = coding.finding_counts(*four).set_index("finding_id")
    assert table["employers"].to_dict() == {"F1": 1, "F2": 2, "F3": 0}
    assert table["others"].to_dict() == {"F1": "", "F2": "a union contradicts it", "F3": ""}
    assert coding.finding_evidence(*four).groupby("finding_id").size().to_dict() == {"F1": 1, "F2": 3}


# scope --------------------------------------------------------------------------------------------------


def test_withdrawn_people_leave_with_all_their_words():
    place = {"answer_id": "s1", "transcript_id": "T5", "start": 110, "end": 120, "code_id": "gap", "answer": "refused"}
    tables = coding.in_scope(
        study(
            (5, 110, 120, "tool"), (1, 110, 120, "tool"), speakers=[{"transcript_id": "T5"}], suggestion_answers=[place]
        )
    )
    for name in ("transcripts", "segments", "speakers", "codings", "suggestion_answers"):
        assert "T5" not in set(tables[name]["transcript_id"])
    assert "P-05" not in set(tables["participants"]["participant_id"])
    assert len(tables["codings"]) == 1


@pytest.mark.parametrize(
    ("sector", "region", "kept"),
    [("hydrogen", "", ["P-01", "P-02"]), ("", "North", ["P-01", "P-03"]), ("hydrogen", "North", ["P-01"])],
)
def test_a_sector_or_region_keeps_its_own_evidence_only(sector, region, kept):
    tables = coding.in_scope(study(*[(n, 110, 120, "tool") for n in range(1, 6)]), sector, region)
    assert tables["participants"]["participant_id"].tolist() == kept
    assert coding.attributed(tables)["participant_id"].tolist() == kept


def test_raters_postings_and_answers_follow_the_sector():
    tables = study(
        raters=[{"rater_id": "R-1", "sector": "hydrogen; retrofit"}, {"rater_id": "R-2", "sector": "retrofit"}],
        ratings=[{"rater_id": "R-1", "task_id": "A1"}, {"rater_id": "R-2", "task_id": "A1"}],
        postings=[{"posting_id": "1", "sector": "hydrogen"}, {"posting_id": "2", "sector": "retrofit"}],
        survey_responses=[
            {"response_id": "1", "sector": "hydrogen"},
            {"response_id": "2", "sector": ""},
            {"response_id": "3", "sector": "retrofit; hydrogen"},
        ],
    )
    tables = coding.in_scope(tables, "hydrogen")
    assert [len(tables[name]) for name in ("raters", "ratings", "postings", "survey_responses")] == [1, 1, 1, 2]


def test_a_text_for_the_sector_goes_before_the_general_one():
    texts = [
        {"box": "case", "text": "all"},
        {"box": "case", "sector": "hydrogen", "text": "own"},
        {"box": "risks", "text": "all"},
        {"box": "risks", "sector": "retrofit", "text": "other"},
    ]
    tables = study(author_texts=texts)
    assert coding.in_scope(tables, "hydrogen")["author_texts"]["text"].tolist() == ["own", "all"]
    assert coding.in_scope(tables)["author_texts"]["text"].tolist() == ["all", "all"]


def test_a_decision_for_the_sector_goes_before_the_general_one():
    decisions = [
        {"task_id": "A1", "override": "train"},
        {"task_id": "A1", "sector": "hydrogen", "override": "no train"},
    ]
    tables = study(task_decisions=decisions)
    assert coding.in_scope(tables, "hydrogen")["task_decisions"]["override"].tolist() == ["no train"]
    assert coding.in_scope(tables, "retrofit")["task_decisions"]["override"].tolist() == ["train"]
    assert coding.in_scope(tables)["task_decisions"]["override"].tolist() == ["train"]


def test_a_pathway_leads_to_no_step_of_another_sector_and_keeps_its_mistakes():
    steps = [
        {"step_id": "a", "leads_to": "b; c; typo"},
        {"step_id": "b", "sector": "hydrogen"},
        {"step_id": "c", "sector": "retrofit"},
    ]
    found = coding.in_scope(study(pathway_steps=steps), "hydrogen")["pathway_steps"]
    assert found.set_index("step_id")["leads_to"].to_dict() == {"a": "b; typo", "b": ""}


def test_a_step_typed_by_its_title_is_the_step_and_by_a_title_of_two_it_is_none():
    steps = [
        {"step_id": "a", "title": "Ticket", "leads_to": "Badge; Job; c"},
        {"step_id": "b", "title": "Badge"},
        {"step_id": "c", "title": "Job"},
        {"step_id": "d", "title": "Job"},
    ]
    found = coding.in_scope(study(pathway_steps=steps))["pathway_steps"]
    assert found["leads_to"].tolist() == ["b; Job; c", "", "", ""]


def test_scope_changes_no_table_it_was_given():
    tables = study((1, 110, 120, "tool"))
    before = {name: table.copy() for name, table in tables.items()}
    coding.in_scope(tables, "hydrogen")
    coding.attributed(tables)
    assert all(tables[name].equals(table) for name, table in before.items())


# coders -------------------------------------------------------------------------------------------------


def test_progress_counts_answers_and_those_with_a_coding():
    table = coding.progress(study((1, 110, 120, "gap", "Kim"), (1, 0, 10, "gap", "Ravi"))).set_index("transcript_id")
    assert table.loc["T1", ["answers", "coded", "codings", "coders"]].tolist() == [1, 1, 2, 2]
    assert table.loc["T2", ["answers", "coded", "codings", "coders"]].tolist() == [1, 0, 0, 0]


def test_the_sectors_of_a_study_are_those_its_people_speak_for():
    people = [
        {"participant_id": f"P-{one}", "sector": sector} for one, sector in enumerate(("wind", "", "gas", "wind"))
    ]
    assert coding.sectors({"participants": schemas.frame("participants", people)}) == ["gas", "wind"]
