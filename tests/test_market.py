"""Market: a sentence says that a task is done, people judge it, and no share is told that is not known to be right."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import schemas
from codesign.market import (
    asked_on_no_task,
    counted,
    demand,
    month_range,
    periods,
    plain,
    posting_counts,
    posting_matches,
    precision,
    sentence_sha256,
    sentences,
    stem,
    survey_findings,
    terms,
    wilson_interval,
)

TASKS = schemas.frame(
    "tasks",
    [
        {"task_id": "A1", "label": "Purge hydrogen lines", "statement": "Purge hydrogen lines with nitrogen"},
        {"task_id": "A2", "label": "Inspect pressure relief valves"},
    ],
)
CODES = schemas.frame(
    "codes",
    [
        {"code_id": "gas-detector", "name": "Gas detector", "family": "tool"},
        {"code_id": "wages", "name": "Wages", "family": "hiring-challenge"},
    ],
)
NONE = schemas.empty("codes")


def postings(*texts):
    return schemas.frame("postings", [{"posting_id": f"J{n}", "text": text} for n, text in enumerate(texts, 1)])


def matched(*texts, tasks=TASKS, codes=CODES):
    whole = counted(posting_matches(postings(*texts), tasks, codes))
    return whole[["posting_id", "task_id", "code_id"]].values.tolist()


def says(label, text):
    """Whether a text is a match of a task with this label."""
    return bool(matched(text, tasks=schemas.frame("tasks", [{"task_id": "T", "label": label}]), codes=NONE))


def verdict(text, word, task="A1", verb="purg", thing="hydrogen lin"):
    return {"sentence_sha256": sentence_sha256(text), "task_id": task, "verdict": word, "verb": verb, "thing": thing}


def judged(*rows):
    return schemas.frame("scan_verdicts", rows)


def survey(**columns):
    size = max(len(values) for values in columns.values())
    rows = [
        {"response_id": f"L{n}", **{name: values[n] for name, values in columns.items() if n < len(values)}}
        for n in range(size)
    ]
    return schemas.frame("survey_responses", rows)


# words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "family",
    [
        "inspect inspects inspected inspecting inspection",
        "calibrate calibrated calibrating calibration",
        "install installs installed installation",
        "fit fits fitted fitting",
        "supply supplies supplied supplying",
        "valve valves",
        "analyse analyze analysing analyzing",
        "electrolyser electrolyzers",
        "weld welds welding",
    ],
)
def test_forms_of_a_word_meet(family):
    assert len({stem(word) for word in family.split()}) == 1, {word: stem(word) for word in family.split()}


@pytest.mark.parametrize("pair", [("gas", "gap"), ("valve", "value"), ("press", "presence"), ("weld", "well")])
def test_different_words_stay_apart(pair):
    assert stem(pair[0]) != stem(pair[1])


@given(st.text(max_size=80))
def test_any_text_has_terms_and_sentences(text):
    assert all(terms(text))
    assert all(sentences(text))


# the words of a posting -------------------------------------------------------------------------------


def test_tags_entities_and_letters_of_a_wrong_code_page_are_read_as_they_were_meant():
    assert plain("<ul><li>Weld &amp; cut</li><li>the shop\x92s steel</li></ul><script>x()</script>") == (
        "Weld & cut\nthe shop’s steel"
    )
    assert plain("employer â€™s 5 Â°C") == "employer ’s 5 °C"
    assert matched("<img onerror=alert(1)> {{7*7}} =HYPERLINK(“purge hydrogen lines”)") == [["J1", "A1", ""]]


@pytest.mark.parametrize(
    "line",
    [
        "We are an equal opportunity employer and do not discriminate on the basis of age.",
        "Applicants must attach a copy of the certificate and purge hydrogen lines.",
        "HOW TO APPLY\nPurge hydrogen lines by email.",
        "Please send your resume and purge hydrogen lines.",
        "The multiple-choice test will be proctored on purging hydrogen lines.",
    ],
)
def test_what_is_said_of_applying_exams_and_equal_opportunity_is_no_work(line):
    assert matched(line) == []


def test_what_stands_after_the_next_heading_is_read_again():
    assert matched("WHERE TO APPLY\nOnline only.\nDUTIES\nPurge hydrogen lines.") == [["J1", "A1", ""]]


# a task is mentioned ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "You will be purging the hydrogen line daily.",
        "Purging of hydrogen lines.",
        "A Technician purges hydrogen lines and signs the log.",
        "Hydrogen lines are purged before work.",
        "Experience in hydrogen line purging.",
        "Cut, thread and purge hydrogen lines.",
        "the testing, purging, and repair of hydrogen lines;",
    ],
)
def test_a_task_is_found_in_other_forms_of_its_words(text):
    assert matched(text) == [["J1", "A1", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "We purge nothing. Hydrogen is our future.\nWe work on line.",
        "Experience with hydrogen lines",
        "Explain hydrogen lines, purge the tanks.",
        "Purge tanks beside hydrogen lines.",
        "Purge hydrogen line drawings.",
        "Tools used in purging hydrogen lines.",
    ],
)
def test_the_verb_and_what_it_is_done_to_stand_together(text):
    assert matched(text) == []


@pytest.mark.parametrize(
    ("label", "text", "is_match"),
    [
        ("Test welding skills", "Pass a written test of welding skills.", False),
        ("Test drivers", "Driving test for drivers required", False),
        ("Explain water quality", "Good water quality in the river.", False),
        ("Explain water quality", "You explain water quality to owners.", True),
        ("Repair wiring", "Fixes electrical cable and wiring", True),
        ("Read blueprints", "Able to interpret drawings and sketches.", True),
        ("Estimate costs of vehicle repair", "Automobile repair certificate", False),
        ("Maintain equipment", "Maintain equipment", False),
        ("Respond to a hydrogen release alarm", "Respond to hydrogen release alarms at night.", True),
        ("Monitor the work area for gas", "lockout, gas monitoring, sampling", True),
        ("Calculate room-by-room heat loads", "Heat load calculation is an asset.", True),
        ("Complete a field-level hazard assessment", "Duties include field level hazard assessments.", True),
    ],
)
def test_a_match_means_the_work(label, text, is_match):
    assert says(label, text) is is_match


def test_codes_that_name_a_thing_are_found_by_its_name_and_others_not():
    assert matched("Uses gas detectors. Good wages.") == [["J1", "", "gas-detector"]]


def test_the_title_counts_too():
    table = schemas.frame("postings", [{"posting_id": "J1", "title": "Hydrogen line purging", "text": ""}])
    assert len(counted(posting_matches(table, TASKS, CODES))) == 1


def test_a_match_says_which_words_of_its_sentence_it_rests_on():
    row = posting_matches(postings("Work. You purge the hydrogen lines."), TASKS, NONE).iloc[0]
    assert row["terms"] == "purge, hydrogen, lines"
    assert [row["passage"][start:end] for start, end in row["marks"]] == ["purge", "hydrogen", "lines"]


def test_a_code_that_only_stands_for_its_family_is_asked_for_by_no_posting():
    heads = [{"code_id": family, "name": name, "family": family} for family, name in schemas.FAMILIES.items()]
    codes = schemas.frame("codes", heads)
    table = postings("Skill gap, job task, tool or equipment, knowledge, standard or regulation.")
    assert posting_matches(table, TASKS, codes).empty
    assert posting_counts(posting_matches(table, TASKS, codes), table, TASKS, codes)["code_id"].tolist() == ["", ""]


# judged -----------------------------------------------------------------------------------------------


def counts_of(table, verdicts, tasks=TASKS):
    return posting_counts(posting_matches(table, tasks, NONE, verdicts), table, tasks, NONE).set_index("task_id")


def test_no_share_is_told_before_somebody_judged():
    row = counts_of(postings("Purge hydrogen lines.", "Cook"), judged()).loc["A1"]
    assert row["postings"] is None
    assert row["sentence"] == "“Purge hydrogen lines”: not yet judged (1 sentence to read)"


def test_a_share_stands_beside_how_often_the_words_are_right():
    table = postings("Purge hydrogen lines. Purge hydrogen lines.", "Hydrogen lines are purged", "Cook")
    rows = [verdict(text, "right") for text in ("Purge hydrogen lines.", "Hydrogen lines are purged")]
    row = counts_of(table, judged(*rows)).loc["A1"]
    assert row["sentence"] == "2 of 3 postings mention “Purge hydrogen lines”; 2 of 2 judged right, 1.00 (.34 to 1.00)"
    assert counts_of(table, judged(*rows)).loc["A2", "sentence"] == (
        "0 of 3 postings mention “Inspect pressure relief valves”"
    )


def test_words_that_are_right_too_seldom_give_no_share():
    texts = [f"You purge hydrogen lines of type {number}." for number in range(12)]
    rows = [verdict(text, "right" if number < 7 else "wrong", verb=f"v{number}") for number, text in enumerate(texts)]
    row = counts_of(postings(*texts), judged(*rows)).loc["A1"]
    assert row["postings"] is None
    assert row["sentence"].endswith("the words do not find it reliably (7 of 12 judged right)")


def test_five_are_read_or_all_before_anything_is_said_of_their_precision():
    assert precision([("a", "right"), ("b", "unread")]).share is None
    assert precision([(str(number), "right" if number < 5 else "unread") for number in range(20)]).share == 1
    assert precision([("a", "right")]).share == 1


@pytest.mark.parametrize(
    ("right", "judged_", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_newcombe_1998_table_1_method_3(right, judged_, low, high):
    assert wilson_interval(right, judged_) == pytest.approx((low, high), abs=0.00006)


def test_a_sentence_that_was_refused_is_refused_wherever_it_stands():
    table = postings("Purge hydrogen lines.", "purge HYDROGEN lines", "Hydrogen lines are purged")
    matches = posting_matches(table, TASKS, NONE, judged(verdict("Purge hydrogen lines.", "wrong")))
    assert matches["standing"].tolist() == ["wrong", "wrong", "unread"]
    assert counted(matches)["posting_id"].tolist() == ["J3"]


def test_words_that_were_refused_twice_are_left_out_and_say_why_until_somebody_confirms_them():
    texts = [f"You purge hydrogen lines on {day}." for day in ("Monday", "Friday", "Sunday")]
    refused = [verdict(text, "wrong") for text in texts[:2]]
    row = posting_matches(postings(*texts), TASKS, NONE, judged(*refused)).iloc[2]
    assert row["standing"] == "left out"
    assert row["why"] == "Left out: of 2 sentences that rest on the same words, 2 were judged wrong for this."
    confirmed = judged(*refused, verdict(texts[2], "right"))
    assert posting_matches(postings(*texts), TASKS, NONE, confirmed)["standing"].tolist() == ["wrong", "wrong", "right"]


def test_what_differs_in_the_verb_alone_counts_once_it_was_confirmed():
    texts = ["You isolate hydrogen lines.", "Isolate the hydrogen lines."]
    near = posting_matches(postings(*texts), TASKS, NONE)
    assert near["is_near"].tolist() == [True, True]
    assert counted(near).empty
    rows = judged(verdict(texts[0], "right", verb=near["verb"][0], thing=near["thing"][0]))
    assert counted(posting_matches(postings(*texts), TASKS, NONE, rows))["posting_id"].tolist() == ["J1", "J2"]


# beside the interviews --------------------------------------------------------------------------------


def test_work_that_two_postings_ask_for_and_no_task_says_is_a_draft():
    table = postings("You weld brackets. Purge hydrogen lines.", "Welds brackets on skids", "Bake bread")
    (asked,) = asked_on_no_task(table, TASKS, NONE)
    assert (asked.draft, asked.named, asked.postings) == ("Weld brackets", "2 of 3 postings", ("J1", "J2"))


def test_demand_is_told_by_month_with_how_many_postings_there_were():
    table = postings("Purge hydrogen lines.", "Cook", "Cook").assign(posted_on=["2026-03-04", "2026-03-09", ""])
    matches = posting_matches(table, TASKS, NONE, judged(verdict("Purge hydrogen lines.", "right")))
    rows = demand(matches, table, posting_counts(matches, table, TASKS, NONE))
    assert rows.values.tolist() == [["Purge hydrogen lines", "March 2026", 1, 2]]


def test_over_a_longer_time_quarters_and_years_are_shown():
    assert list(periods(["2024-01-01", "2025-06-01"]).values()) == ["2024, first quarter", "2025, second quarter"]
    assert list(periods(["2014-01-01", "2025-06-01"]).values()) == ["2014", "2025"]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ([], ""),
        (["", "soon"], ""),
        (["2026-05-01"], "May 2026"),
        (["2026-06-30", "2026-03-09", ""], "March to June 2026"),
        (["2026-02-01", "2025-11-30"], "November 2025 to February 2026"),
    ],
)
def test_months_are_told_in_words(dates, words):
    assert month_range(dates) == words


# survey -----------------------------------------------------------------------------------------------
def test_answers_are_counted_with_their_n():
    found = survey_findings(survey(delivery=["hybrid"] * 6 + ["online"] * 9 + [""]), small_group=5)
    assert found[["answer", "count", "n"]].values.tolist() == [["online", 9, 15], ["hybrid", 6, 15]]
    assert found["share"].tolist() == [0.6, 0.4]


@pytest.mark.parametrize("sizes", [[20, 5, 2], [9, 5, 1, 1], [5, 4, 4], [30, 6, 4, 3, 2]])
def test_only_groups_below_the_limit_are_left_out(sizes):
    answers = [name for name, size in zip("abcde", sizes, strict=False) for _ in range(size)]
    found = survey_findings(survey(delivery=answers), small_group=5).set_index("answer")["count"].dropna()
    assert found.to_dict() == {name: size for name, size in zip("abcde", sizes, strict=False) if size >= 5}


def test_where_the_total_would_give_a_small_group_away_it_is_the_total_that_is_not_told():
    found = survey_findings(survey(delivery=["a"] * 20 + ["b"] * 9 + ["c"] * 2), small_group=5)
    assert found["n"].tolist() == found["share"].tolist() == [None] * 3
    assert found["answer"].tolist() == ["a", "b", "another answer, or none"]
    assert found["note"].tolist() == ["", "", "left out: small group"]


@pytest.mark.parametrize("rest", [[3, 0, 0], [1, 2, 0], [1, 1, 1], [0, 0, 0]])
def test_without_the_total_nothing_tells_a_rare_answer_from_none(rest):
    rare = [scale for scale, size in zip((1, 2, 3), rest, strict=True) for _ in range(size)]
    learners = survey(interest=[5] * 9 + [4] * 8 + rare + [None] * (3 - sum(rest)))
    alone = survey(interest=[5] * 9 + [4] * 8 + [1, 1, 1])
    shown = survey_findings(learners, small_group=5)
    assert sum(rest) == 0 or shown.equals(survey_findings(alone, small_group=5))


def test_a_total_that_gives_nobody_away_stands_beside_the_counts():
    found = survey_findings(survey(delivery=["a"] * 20 + ["b"] * 4 + ["c"] * 3), small_group=5)
    assert found["n"].tolist() == [27] * 3
    assert found["count"].tolist() == [20, None, None]


def test_a_question_few_answered_is_not_shown_at_all():
    found = survey_findings(survey(pays=["me"] * 4), small_group=5)
    assert found[["count", "n", "note"]].values.tolist() == [[None, None, "fewer than 5 answered"]]


def test_left_out_answers_are_not_ranked_by_size():
    found = survey_findings(survey(barrier=["z"] * 4 + ["a"] * 2 + ["m"] * 9), small_group=5)
    assert found["answer"].tolist() == ["m", "a", "z"]


def test_scales_keep_their_order_and_their_noughts():
    found = survey_findings(survey(interest=[5] * 6 + [4] * 5, hours_per_week=[3] * 6 + [9] * 5 + [15] * 5 + [30] * 7))
    assert found[found["question"] == "Interest in the program"]["count"].tolist() == [0, 0, 0, 5, 6]
    hours = found[found["question"] == "Hours a week available"]["answer"].tolist()
    assert hours == ["up to 5", "more than 5, up to 10", "more than 10, up to 20", "more than 20"]


def test_empty_tables_give_empty_findings():
    none = {name: schemas.empty(name) for name in schemas.TABLES}
    matches = posting_matches(none["postings"], none["tasks"], none["codes"], none["scan_verdicts"])
    counts = posting_counts(matches, none["postings"], none["tasks"], none["codes"])
    assert matches.empty
    assert counts.empty
    assert demand(matches, none["postings"], counts).empty
    assert survey_findings(none["survey_responses"], small_group=5).empty


def test_tables_are_not_changed():
    tables = [postings("Purge hydrogen lines"), TASKS, CODES, survey(delivery=["a"] * 6)]
    before = [table.copy(deep=True) for table in tables]
    posting_counts(posting_matches(*tables[:3]), *tables[:3])
    survey_findings(tables[3])
    for table, kept in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, kept)
