"""Tables of the study that come in: words found exactly, wrong rows told with their line, nothing erased."""

import pandas as pd
import pytest
from study_trial import SAID, empty_study, filled_study, received

from codesign import schemas
from codesign.intake import import_files
from codesign.spreadsheets import csv_bytes, workbook_bytes


@pytest.fixture
def study(tmp_path):
    return empty_study(tmp_path / "project")


def bring_in(study, name, content):
    return import_files(study, [received(study.root, name, content)])[0]


def rows(table, *records):
    return csv_bytes(pd.DataFrame(records, dtype=object).fillna(""), for_people=False)


# codings and evidence by their words --------------------------------------------------------------------


@pytest.fixture
def filled(tmp_path):
    return filled_study(tmp_path / "project")


def codings(*quotes, transcript_id="INT-01"):
    return rows(
        "codings",
        *({"transcript_id": transcript_id, "quote": words, "code_id": "tool", "coder": "Mo"} for words in quotes),
    )


def coded_words(study, code="tool"):
    tables, texts = study.read(), study.texts()
    own = tables["codings"][tables["codings"]["code_id"] == code].to_dict("records")
    return [texts[row["transcript_id"]][row["start"] : row["end"]] for row in own]


def test_words_are_found_exactly(filled):
    assert bring_in(filled, "codings.csv", codings("new people forget")).is_in
    assert coded_words(filled) == ["new people forget"]


def test_words_are_found_although_they_were_typed_otherwise(filled):
    assert bring_in(filled, "codings.csv", codings("“We  Purge every line twice”")).is_in
    assert coded_words(filled) == ["We purge every line twice"]


def test_words_that_are_not_there_or_stand_twice_are_told_with_their_line_and_nothing_comes_in(filled):
    report = bring_in(filled, "codings.csv", codings("new people forget", "we never purge", "e"))
    assert not report.is_in
    assert report.sentences[0].startswith("codings.csv line 3 (INT-01), quote: “we never purge” does not stand in")
    assert "line 4 (INT-01), quote: “e” stands" in report.sentences[1]
    assert coded_words(filled) == []


def test_words_that_stand_twice_in_other_letters_are_told_too(study):
    bring_in(study, "INT-01.txt", "Interviewer: How?\n\nEmployer 01: Purge it. Later we purge  it.\n")
    assert "stands more than once" in str(bring_in(study, "codings.csv", codings("PURGE IT")))


def test_an_interview_that_is_not_there_is_told(filled):
    report = bring_in(filled, "codings.csv", codings("x", transcript_id="INT-99"))
    assert "is of a transcript that is not in the study: INT-99" in str(report)


def test_codings_again_change_nothing_and_a_panels_coding_is_the_same_one(filled):
    again = rows("codings", {"transcript_id": "INT-01", "quote": SAID[1], "code_id": "job-task", "coder": "Kim"})
    assert "0 new or changed, 1 as before" in str(bring_in(filled, "codings.csv", again))
    bring_in(filled, "codings.csv", codings("new people forget"))
    assert "0 new or changed, 1 as before" in str(bring_in(filled, "codings.csv", codings("new people forget")))


def test_evidence_of_a_task_is_given_by_its_words(filled):
    filled_rows = {"transcript_id": "INT-04", "quote": SAID[4], "code_id": "skill-gap", "coder": "Kim", "task_id": "A1"}
    assert bring_in(filled, "task_evidence.csv", rows("task_evidence", filled_rows)).is_in
    assert ["A1", "c4-skill-gap-Kim"] in filled.read()["task_evidence"].values.tolist()


def test_codings_of_interviewers_are_counted_nowhere_and_that_is_told(filled):
    report = bring_in(filled, "codings.csv", codings("How do people purge a line?"))
    assert "1 of them counts nowhere" in str(report)


# other tables -------------------------------------------------------------------------------------------


def test_a_table_again_changes_nothing(filled):
    table = csv_bytes(filled.read()["ratings"], for_people=False)
    before = filled.inputs()
    assert "3 rows of ratings: 0 new or changed, 3 as before" in str(bring_in(filled, "ratings.csv", table))
    assert filled.inputs() == before


@pytest.mark.parametrize("name", ["tasks", "competencies", "codes", "codings", "speakers", "findings"])
def test_what_is_written_for_people_comes_in_again_unchanged(filled, name):
    table = filled.read()[name]
    for file, content in (
        (f"{name}.csv", csv_bytes(table, for_people=False)),
        (f"{name}.xlsx", workbook_bytes({name: table})),
    ):
        assert f"{len(table)} as before" in str(bring_in(filled, file, content))


def test_an_empty_cell_never_erases(filled):
    bring_in(filled, "tasks.csv", rows("tasks", {"task_id": "A1", "duty_id": "", "label": "Purge it", "statement": ""}))
    task = filled.read()["tasks"].iloc[0]
    assert (task["duty_id"], task["label"], task["statement"]) == ("A", "Purge it", "Purge a line twice")


def test_a_column_of_a_table_is_enough(filled):
    assert bring_in(filled, "tasks.csv", rows("tasks", {"task_id": "A1", "entry_level": "yes"})).is_in
    assert filled.read()["tasks"]["entry_level"].tolist() == [True]


def test_everything_wrong_in_a_table_is_told_with_file_and_line(filled):
    wrong = rows(
        "ratings",
        {"rater_id": "R-0", "task_id": "A1", "importance": "9"},
        {"rater_id": "R-9", "task_id": "A1", "importance": "4"},
        {"rater_id": "R-0", "task_id": "A1", "importance": "3"},
    )
    report = bring_in(filled, "ratings.csv", wrong)
    assert [sentence.split(":")[0] for sentence in report.sentences] == [
        "ratings.csv line 2 (R-0|A1), importance",
        "ratings.csv line 4, rater_id, task_id",
    ]
    assert "stands in line 2 too" in report.sentences[1]


def test_a_row_that_names_what_is_not_there_is_told_with_its_line(filled):
    report = bring_in(
        filled,
        "ratings.csv",
        rows("ratings", {"rater_id": "R-0", "task_id": "A1"}, {"rater_id": "R-9", "task_id": "A1"}),
    )
    assert report.sentences == ("ratings.csv line 3 (R-9|A1), rater_id: “R-9” is not in raters",)


def test_a_file_named_after_no_table_is_refused_with_the_names_there_are(filled):
    for name in ("results.csv", "segments.csv"):
        report = bring_in(filled, name, "a,b\n1,2\n")
        assert not report.is_in
        assert "name the file after a table: participants, postings" in str(report)


def test_received_tables_are_kept_as_received_and_never_changed(study):
    words = "posting_id,title,sector\nJ-1,Technician,hydrogen\n"
    assert bring_in(study, "job_postings.csv", words).is_in
    assert (study.folder / "sources" / "job_postings.csv").read_text() == words
    report = bring_in(study, "job_postings.csv", words + "J-2,Installer,hydrogen\n")
    assert "received files are never changed" in str(report)
    assert (study.folder / "sources" / "job_postings.csv").read_text() == words


def test_received_tables_come_in_from_excel_too(study):
    postings = schemas.frame("postings", [{"posting_id": "0012", "title": "=1+1"}])
    assert bring_in(study, "postings.xlsx", workbook_bytes({"postings": postings})).is_in
    assert study.read()["postings"][["posting_id", "title"]].values.tolist() == [["0012", "=1+1"]]
