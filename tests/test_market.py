"""Market: words are matched as words, and no small group can be read or worked out."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import schemas
from codesign.market import month_range, posting_counts, posting_matches, stem, survey_findings, terms

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


def postings(*texts):
    return schemas.frame("postings", [{"posting_id": f"J{n}", "text": text} for n, text in enumerate(texts, 1)])


def matched(*texts):
    found = posting_matches(postings(*texts), TASKS, CODES)
    return found[["posting_id", "task_id", "code_id"]].values.tolist()


def survey(**columns):
    size = max(len(values) for values in columns.values())
    rows = [
        {"response_id": f"L{n}", **{name: values[n] for name, values in columns.items() if n < len(values)}}
        for n in range(size)
    ]
    return schemas.frame("survey_responses", rows)


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
def test_any_text_has_terms(text):
    assert all(terms(text))


def test_a_posting_mentions_a_task_in_other_forms_of_its_words():
    found = posting_matches(postings("You will be purging the hydrogen line daily."), TASKS, CODES)
    assert found.to_dict("records") == [
        {"posting_id": "J1", "task_id": "A1", "code_id": "", "terms": "purging, hydrogen, line",
         "passage": "You will be purging the hydrogen line daily."}
    ]  # fmt: skip


def test_words_scattered_over_sentences_are_no_match():
    assert matched("We purge nothing. Hydrogen is our future.\nWe work on line.") == []


def test_two_thirds_of_the_words_are_enough_and_one_is_not():
    assert matched("Experience in purging hydrogen") == [["J1", "A1", ""]]
    assert matched("Experience in purging") == []
    assert matched("Inspecting valves for relief") == [["J1", "A2", ""]]
    assert matched("Inspecting valves") == []


def test_codes_that_describe_work_are_matched_and_others_not():
    assert matched("Uses gas detectors. Good wages.") == [["J1", "", "gas-detector"]]


def test_the_title_counts_too():
    table = schemas.frame("postings", [{"posting_id": "J1", "title": "Hydrogen line purging", "text": ""}])
    assert len(posting_matches(table, TASKS, CODES)) == 1


def test_a_task_is_mentioned_only_where_what_is_done_stands_beside_what_it_is_done_to():
    assert matched("Experience with hydrogen lines") == []
    assert matched("Explain hydrogen lines. Purge the tanks.") == []


def test_a_code_that_only_stands_for_its_family_is_asked_for_by_no_posting():
    heads = [{"code_id": family, "name": name, "family": family} for family, name in schemas.FAMILIES.items()]
    codes = schemas.frame("codes", heads)
    table = postings("Skill gap, job task, tool or equipment, knowledge, standard or regulation.")
    assert posting_matches(table, TASKS, codes).empty
    assert posting_counts(posting_matches(table, TASKS, codes), table, TASKS, codes)["code_id"].tolist() == ["", ""]


def test_postings_are_counted_once_and_noughts_are_shown():
    table = postings("Purge hydrogen lines. Purge hydrogen lines.", "Hydrogen lines purged", "Cook")
    counts = posting_counts(posting_matches(table, TASKS, CODES), table, TASKS, CODES)
    assert counts["sentence"].tolist() == [
        "2 of 3 postings mention “Purge hydrogen lines”",
        "0 of 3 postings mention “Inspect pressure relief valves”",
        "0 of 3 postings mention “Gas detector”",
    ]


def test_markup_and_formulas_in_postings_are_only_words():
    assert matched("<img onerror=alert(1)> {{7*7}} =HYPERLINK(“purge hydrogen lines”)") == [["J1", "A1", ""]]


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
    found = posting_matches(none["postings"], none["tasks"], none["codes"])
    assert found.empty
    assert posting_counts(found, none["postings"], none["tasks"], none["codes"]).empty
    assert survey_findings(none["survey_responses"], small_group=5).empty


def test_tables_are_not_changed():
    tables = [postings("Purge hydrogen lines"), TASKS, CODES, survey(delivery=["a"] * 6)]
    before = [table.copy(deep=True) for table in tables]
    posting_counts(posting_matches(*tables[:3]), *tables[:3])
    survey_findings(tables[3])
    for table, kept in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, kept)


def test_real_bulletins_mention_what_they_are_about(shared_data):
    files = sorted((shared_data / "job_postings" / "la_city_bulletins").glob("*.txt"))
    table = postings(*[file.read_text(encoding="cp1252", errors="replace") for file in files])
    tasks = schemas.frame("tasks", [{"task_id": "A", "label": "Inspect building construction"},
                                    {"task_id": "B", "label": "Calibrate electrolyser stacks"}])  # fmt: skip
    counts = posting_counts(posting_matches(table, tasks, CODES), table, tasks, CODES).set_index("task_id")
    assert 5 <= counts.loc["A", "postings"] <= 60
    assert counts.loc["B", "postings"] == 0
