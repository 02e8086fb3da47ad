"""From a competency down to somebody's words and back; nobody who did not say yes is ever quoted."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from study_trial import tables_of

from codesign import coding, evidence, figures, parameters, proposal, schemas, voices
from codesign.proposal import Facts
from codesign.workbook.published_tables import tables_for_people

DRAWN = figures.Figure(b"", "a figure", 1, 1)
CONSENTS = ("named", "organisation", "unnamed", "no-quote", "withdrawn", "")
RATED = ("importance", "frequency", "difficulty")
QUESTION = "What is hard?"


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Proposals without their pictures, which take most of their time and hold no quotes."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("employer_bars", "pathway", "flow"):
            patch.setattr(figures, name, lambda *_args, **_named: DRAWN)
        yield


def person(number, consent, **more):
    return {
        "participant_id": f"P-{number}",
        "employer": f"Employer {number}",
        "sector": "hydrogen",
        "consent": consent,
        **more,
    }


def study(*consents, words=None, **more):
    """One interview a consent: a question, then an answer nobody else gave, coded whole for a finding and a task."""
    texts, segments, codings = {}, [], []
    for number, _ in enumerate(consents):
        said = (words or [])[number] if words else f"Secret{number}x is what person {number} said about purging lines."
        name, start = f"T{number}", len(QUESTION) + 1
        texts[name] = f"{QUESTION}\n{said}"
        ends = {"transcript_id": name, "speaker": "", "time": ""}
        asked = {"start": 0, "end": len(QUESTION), "role": "interviewer"}
        segments += [{**ends, "segment_id": f"{name}-1", "position": 1, **asked},
                     {**ends, "segment_id": f"{name}-2", "position": 2, "start": start, "end": start + len(said),
                      "role": "respondent", "participant_id": f"P-{number}"}]  # fmt: skip
        codings.append({"coding_id": f"c{number}", "transcript_id": name, "start": start, "end": start + len(said),
                        "code_id": "purge", "coder": "Kim", "polarity": "supports", **more})  # fmt: skip
    tables = tables_of(
        participants=[person(number, consent) for number, consent in enumerate(consents)],
        transcripts=[{"transcript_id": name, "participant_id": name.replace("T", "P-")} for name in texts],
        segments=segments,
        codes=[{"code_id": "gap", "name": "Gap", "family": "skill-gap"},
               {"code_id": "purge", "name": "Purge", "family": "skill-gap", "parent_id": "gap"}],
        codings=codings,
        findings=[{"finding_id": "F1", "question": "skill gaps", "statement": "Purging is hard."}],
        finding_codes=[{"finding_id": "F1", "code_id": "gap"}],
        duties=[{"duty_id": "A", "title": "Safety"}],
        tasks=[{"task_id": "A1", "duty_id": "A", "label": "Purge"}, {"task_id": "A2", "duty_id": "A", "label": "Log"}],
        task_evidence=[{"task_id": "A1", "coding_id": row["coding_id"]} for row in codings],
        ratings=[{"rater_id": f"R-{n}", "task_id": "A1", **dict.fromkeys(RATED, 5)} for n in range(3)],
        raters=[{"rater_id": f"R-{n}", "sector": "hydrogen"} for n in range(3)],
        competencies=[{"competency_id": "C-01", "title": "Purge"}, {"competency_id": "C-02"}],
        competency_tasks=[{"competency_id": "C-01", "task_id": "A1"}, {"competency_id": "C-01", "task_id": "A2"}],
        performance_criteria=[{"criterion_id": "C-01.1", "competency_id": "C-01", "text": "Purges"}],
        assessments=[{"assessment_id": "AS-1", "title": "Purge a rig"}],
        assessment_criteria=[{"assessment_id": "AS-1", "criterion_id": "C-01.1"}],
    )  # fmt: skip
    return tables, texts


def coded(*spans):
    """Codings of one interview of one person: (start, end, coder, polarity)."""
    tables, texts = study("named", words=["x" * 500])
    rows = [{"coding_id": f"c{number}", "transcript_id": "T0", "code_id": "purge", "coder": one[2], "polarity": one[3],
             "start": one[0], "end": one[1]} for number, one in enumerate(spans)]  # fmt: skip
    return {**tables, "codings": schemas.frame("codings", rows)}, texts


# passages -----------------------------------------------------------------------------------------------


def test_overlapping_codings_of_several_coders_are_one_passage():
    tables, _ = coded((20, 40, "Kim", "supports"), (30, 60, "Ravi", "supports"), (55, 70, "Kim", "supports"))
    (passage,) = schemas.records(evidence.passages(coding.attributed(tables)))
    assert (passage["start"], passage["end"], passage["coders"]) == (20, 70, ("Kim", "Ravi"))
    assert passage["coding_ids"] == ("c0", "c1", "c2")


def test_passages_that_touch_or_differ_in_what_they_say_stay_apart():
    tables, _ = coded((20, 40, "Kim", "supports"), (40, 60, "Kim", "supports"), (20, 40, "Ravi", "contradicts"))
    assert evidence.passages(coding.attributed(tables))["evidence_id"].tolist() == ["E-001", "E-002", "E-003"]


def test_passages_are_numbered_in_the_order_of_interviews_whatever_the_order_of_coding():
    tables, _ = study("named", "named", "named")
    turned = {**tables, "codings": tables["codings"].iloc[::-1].reset_index(drop=True)}
    expected = evidence.passages(coding.attributed(tables))[["evidence_id", "transcript_id"]]
    assert evidence.passages(coding.attributed(turned))[["evidence_id", "transcript_id"]].equals(expected)


# quotes -------------------------------------------------------------------------------------------------


def test_words_are_shown_only_with_consent_and_the_passage_still_counts():
    tables, texts = study(*CONSENTS)
    shown = evidence.quoted(evidence.passages(coding.attributed(tables)), texts)
    assert (shown["quote"] != "").tolist() == [True, True, True, False, False, False]
    assert voices.counts(coding.attributed(tables), "code_id")["employers"].tolist() == [6]


def test_a_quote_is_the_words_of_the_answer_and_nothing_of_the_question():
    tables, texts = study("named")
    wide = tables["codings"].assign(start=0)
    shown = evidence.quoted(evidence.passages(coding.attributed({**tables, "codings": wide})), texts)
    assert shown["quote"].tolist() == ["Secret0x is what person 0 said about purging lines."]


def test_a_quote_has_forty_words_at_most():
    tables, texts = study("named", words=[" ".join(f"w{n}" for n in range(90))])
    (quote,) = evidence.quoted(evidence.passages(coding.attributed(tables)), texts)["quote"]
    assert quote.split() == [*(f"w{n}" for n in range(40)), "…"]


def test_an_employer_is_quoted_twice_at_most_in_a_section():
    tables, texts = coded(*[(20 * n, 20 * n + 10, "Kim", "supports") for n in range(1, 6)])
    table = evidence.passages(coding.attributed(tables))
    assert (evidence.quoted(table, texts)["quote"] != "").sum() == 2
    sections = table.assign(section=["a", "a", "a", "b", "b"])
    assert (evidence.quoted(sections, texts, "section")["quote"] != "").tolist() == [True, True, False, True, True]


def test_two_people_of_one_employer_share_its_two_quotes():
    tables, texts = study("named", "named", "named")
    people = tables["participants"].assign(employer="Employer 1")
    shown = evidence.quoted(evidence.passages(coding.attributed({**tables, "participants": people})), texts)
    assert (shown["quote"] != "").sum() == 2


def test_words_beyond_what_was_said_are_cut_where_another_person_begins():
    tables, texts = study("named", "no-quote")
    texts = {"T0": texts["T0"] + "\n" + texts["T1"]}
    offset = len(texts["T0"]) - len(QUESTION) - 1
    second = tables["segments"].iloc[3].to_dict() | {"transcript_id": "T0", "segment_id": "T0-9", "position": 3}
    second |= {"start": texts["T0"].rindex("Secret1x"), "end": len(texts["T0"])}
    segments = schemas.frame("segments", [*tables["segments"].iloc[:2].to_dict("records"), second])
    codings = tables["codings"].iloc[:1].assign(end=len(texts["T0"]) - 20)
    shown = evidence.quoted(
        evidence.passages(coding.attributed({**tables, "segments": segments, "codings": codings})), texts
    )
    assert offset > 0
    assert "Secret1x" not in "".join(shown["quote"])


def document_text(document):
    """Every word of a document, alternative texts and links included."""
    return re.sub(r"png=b'[^']*'", "", str(document.sections)) + str(document.scalars)


@settings(max_examples=40)
@example(list(CONSENTS), "committee")
@example(list(CONSENTS), "public")
@given(st.lists(st.sampled_from(CONSENTS), min_size=1, max_size=7), st.sampled_from(["committee", "public"]))
def test_nobody_who_did_not_say_yes_is_quoted_anywhere(consents, edition):
    everything, texts = study(*consents)
    tables = coding.in_scope(everything)
    facts = Facts(tables, texts, parameters.checked({"edition": edition}))
    document = proposal.build(facts, fingerprint="x")
    shown = "".join(table.to_csv() for table in tables_for_people(facts).values())
    shown += document_text(document) + evidence.trace(tables, texts).to_csv()
    shown += evidence.quoted(evidence.passages(coding.attributed(tables)), texts).to_csv()
    for number, consent in enumerate(consents):
        if consent not in ("named", "organisation", "unnamed"):
            assert f"Secret{number}x" not in shown
        if consent == "withdrawn":
            assert f"P-{number}," not in shown


def test_somebody_who_said_yes_is_quoted_so_that_the_check_above_can_fail():
    facts = Facts(*study("unnamed", "named"), parameters.checked({}))
    words = document_text(proposal.build(facts, fingerprint="x"))
    assert "Secret0x" in words
    assert "Secret1x" in words


# sectors too small to be named ----------------------------------------------------------------------------


def sector_labels(sectors, small_group=5, sector=""):
    tables, texts = study(*["unnamed"] * len(sectors))
    tables["participants"] = tables["participants"].assign(sector=sectors)
    chosen = parameters.checked({"small_group": small_group, "sector": sector})
    return set(proposal.Facts(tables, texts, chosen).passages["source"])


def test_a_sector_with_few_people_is_not_named_beside_a_quote():
    assert sector_labels(["hydrogen"] * 7 + ["wind"] * 4 + ["retrofit"] * 5) == {"an employer, hydrogen", "an employer"}


def test_the_sector_of_the_run_is_named_since_everybody_is_of_it():
    assert sector_labels(["wind"] * 3, sector="wind") == {"an employer, wind"}


# traces -------------------------------------------------------------------------------------------------


def test_a_trace_leads_from_competency_to_words_and_leaves_out_nothing_for_lack_of_them():
    line = evidence.trace(*study("named", "no-quote"))
    got = line[["competency_id", "task_id", "evidence_id", "participant_id"]].values.tolist()
    assert got == [
        ["C-01", "A1", "E-001", "P-0"],
        ["C-01", "A1", "E-002", "P-1"],
        ["C-01", "A2", "", ""],
        ["C-02", "", "", ""],
    ]
    assert line["quote"].tolist()[0].startswith("Secret0x")
    assert set(line["quote"].tolist()[1:]) == {""}


def test_a_trace_and_its_way_back_meet():
    tables, texts = study("named", "unnamed")
    line = evidence.trace(tables, texts)
    passages = evidence.passages(coding.attributed(tables)).set_index("evidence_id")["coding_ids"]
    for row in schemas.records(line[line["evidence_id"] != ""]):
        for coding_id in passages[row["evidence_id"]]:
            back = evidence.trace_back(tables, coding_id)
            assert {row["task_id"], row["competency_id"], "F1", "AS-1"} == set(back["id"])
            assert back["kind"].tolist() == ["finding", "task", "competency", "assessment"]


def test_nothing_rests_on_a_coding_that_is_used_nowhere():
    tables, _ = study("named")
    tables = {
        **tables,
        "finding_codes": schemas.empty("finding_codes"),
        "task_evidence": schemas.empty("task_evidence"),
    }
    assert evidence.trace_back(tables, "c0").empty
    assert evidence.trace_back(tables, "no such coding").empty


def test_a_passage_is_listed_once_for_each_thing_it_is_used_for():
    tables, _ = study("named")
    used = evidence.used_passages(tables, coding.attributed(tables))
    assert used[["evidence_id", "used_in", "used_id"]].values.tolist() == [
        ["E-001", "finding", "F1"],
        ["E-001", "task", "A1"],
    ]


# confidence ---------------------------------------------------------------------------------------------

CAPS = [
    ("high", "", 0, "low"), ("high", "", 1, "low"), ("high", "", 2, "moderate"), ("high", "", 3, "high"),
    ("high", "all of the trade was asked", 1, "high"), ("low", "", 9, "low"), ("very low", "", 1, "very low"),
    ("moderate", "", 2, "moderate"), ("", "", 9, "not yet judged"),
]  # fmt: skip


@pytest.mark.parametrize(("entered", "reason", "employers", "level"), CAPS)
def test_confidence_is_never_above_what_was_entered_nor_above_what_few_employers_bear(
    entered, reason, employers, level
):
    finding = {"confidence": entered, "reason": reason, "judged_by": "Kim", "sector": ""}
    assert evidence.confidence(finding, employers).level == level


def test_a_reason_for_all_sectors_lifts_no_cap_in_one():
    finding = {"confidence": "high", "reason": "many were asked", "judged_by": "Kim", "sector": ""}
    found = evidence.confidence(finding, 1, sector="hydrogen")
    assert (found.level, found.entered) == ("low", "high")
    assert found.reason == "Entered as high for the whole study; here only 1 employer supports it"


@pytest.mark.parametrize(
    ("of", "run", "written_for"),
    [
        ("", {}, ""),
        ("hydrogen", {"sector": "hydrogen"}, ""),
        ("", {"sector": "hydrogen"}, "all sectors"),
        ("", {"region": "North"}, "all regions"),
        ("hydrogen", {"sector": "hydrogen", "region": "North"}, "all regions"),
        ("", {"sector": "hydrogen", "region": "North"}, "all sectors and regions"),
    ],
)
def test_a_judgement_says_for_what_it_was_written_where_that_is_more_than_the_run(of, run, written_for):
    finding = {"confidence": "high", "reason": "four employers for it", "judged_by": "Kim", "sector": of}
    assert evidence.confidence(finding, 3, **run).written_for == written_for
    assert evidence.confidence({**finding, "confidence": ""}, 3, **run).written_for == written_for
