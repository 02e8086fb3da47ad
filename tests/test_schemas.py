"""Every table has one class: what it allows is told cell by cell, and nothing is lost on the way through a file."""

import typing

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import schemas
from codesign.spreadsheets import csv_bytes, read_rows, workbook_bytes

WRONG = {
    "a column that is not there": ("tasks", {"colour": "red"}, "is not a column of tasks; its columns are task_id"),
    "an empty required cell": ("tasks", {"task_id": ""}, "must be filled in"),
    "a missing required cell": ("codes", {"name": ""}, "must be filled in"),
    "a value that is not offered": ("participants", {"consent": "yes"}, "choose 'named', 'organisation', 'unnamed'"),
    "a date in another order": ("participants", {"interviewed_on": "3/4/2026"}, "is not a date; write YYYY-MM-DD"),
    "a date that never was": ("participants", {"interviewed_on": "2026-02-30"}, "is not a date; write YYYY-MM-DD"),
    "a rating above the scale": ("ratings", {"importance": 6}, "is above 5, the most allowed"),
    "a rating below the scale": ("ratings", {"frequency": "0"}, "is below 1, the least allowed"),
    "a word for a number": ("ratings", {"difficulty": "high"}, "is not a number"),
    "a half for a whole number": ("ratings", {"difficulty": "2.5"}, "is not a whole number"),
    "a name that is too long": ("codes", {"name": "x" * 81}, "is longer than 80 characters"),
    "a word for yes or no": ("tasks", {"entry_level": "perhaps"}, "is not yes or no"),
    "a number where text belongs": ("tasks", {"label": 7}, "is not text"),
}
GOOD = {
    "tasks": {"task_id": "A1", "duty_id": "A", "label": "Purge"},
    "codes": {"code_id": "c", "name": "C", "family": "tool"},
    "participants": {"participant_id": "P-01"},
    "ratings": {"rater_id": "R-1", "task_id": "A1"},
}


@pytest.mark.parametrize(("table", "cell", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_cell_is_one_sentence_with_file_line_column_value_and_what_is_allowed(table, cell, told):
    (column, value), *_ = cell.items()
    (problem,) = schemas.row_problems(table, {**GOOD[table], **cell}, where="team.csv", line=7)
    assert str(problem).startswith("team.csv line 7")
    assert f", {column}:" in str(problem)
    assert (f"“{value}”" in str(problem)) == (value != "")
    assert told in str(problem)


def test_several_problems_are_told_at_once():
    rows = [
        {"rater_id": "R-1", "task_id": "A1", "importance": 9, "frequency": "often"},
        {"rater_id": "R-1", "task_id": "A1"},
    ]
    found = [str(problem) for problem in schemas.table_problems("ratings", rows, where="ratings.csv", first_line=2)]
    assert [words.split(" (")[0] for words in found] == ["ratings.csv line 2"] * 2 + ["ratings.csv line 3"]
    assert "R-1|A1" in found[2]
    assert "stands in more than one row" in found[2]


def test_blank_consent_means_no_quote():
    assert schemas.Participant(participant_id="P-01").consent == "no-quote"
    assert schemas.frame("participants", [{"participant_id": "P-01"}])["consent"].tolist() == ["no-quote"]


def test_leading_zeros_of_a_noc_code_survive_every_spreadsheet():
    table = schemas.frame("alignments", [{"alignment_id": "AL-1", "framework": "NOC 2021", "code": "00012"}])
    for _ in range(2):
        table = schemas.frame("alignments", read_rows("alignments.csv", csv_bytes(table, for_people=False)))
    for _ in range(2):
        table = schemas.frame("alignments", read_rows("alignments.xlsx", workbook_bytes({"alignments": table})))
    assert table["code"].tolist() == ["00012"]


@pytest.mark.parametrize("name", schemas.TABLES)
def test_an_empty_table_has_its_columns_and_text_cells(name):
    assert schemas.empty(name).columns.tolist() == schemas.columns(name)
    assert len(schemas.frame(name, [])) == 0
    assert set(schemas.frame(name, []).dtypes.astype(str)) == {"object"}


@pytest.mark.parametrize("row", schemas.ROWS, ids=schemas.TABLES)
def test_a_row_of_nothing_but_what_it_needs_is_whole(row):
    needed = {name: _example(field) for name, field in row.model_fields.items() if field.is_required()}
    assert schemas.row_problems(row.table, needed) == []
    table = schemas.frame(row.table, [row.model_validate(needed)])
    assert schemas.frame(row.table, schemas.records(table)).to_dict("list") == table.to_dict("list")


def _example(field):
    offered = typing.get_args(field.annotation)
    return offered[0] if offered else 1 if field.annotation is int else "x"


def test_all_tables_are_there_when_some_are_given():
    tasks = schemas.frame("tasks", [GOOD["tasks"]])
    tables = schemas.complete({"tasks": tasks})
    assert list(tables) == list(schemas.TABLES)
    assert tables["tasks"] is tasks


def test_a_cell_without_a_value_is_empty_text_or_no_number():
    table = schemas.frame("codings", [{"coding_id": "c1"}])
    assert table.loc[0, ["transcript_id", "memo", "start"]].tolist() == ["", "", None]


def test_every_reference_names_a_table_by_its_only_key():
    for row in schemas.ROWS:
        assert set(row.references) <= set(row.model_fields)
        assert all(len(schemas.TABLES[target].key) == 1 for target in row.references.values())


def test_a_row_that_names_what_is_not_there_is_told_with_the_file():
    tables = schemas.complete(
        {"transcripts": schemas.frame("transcripts", [{"transcript_id": "T", "participant_id": "P-9"}])}
    )
    (problem,) = schemas.reference_problems(tables)
    assert str(problem) == "transcripts (T), participant_id: “P-9” is not in participants.csv"


@given(st.text(), st.text())
def test_a_row_id_gives_its_key_back_whatever_stands_in_it(transcript, speaker):
    identity = schemas.row_id("speakers", {"transcript_id": transcript, "speaker": speaker})
    assert schemas.key_fields("speakers", identity) == {"transcript_id": transcript, "speaker": speaker}


def test_records_are_the_rows_of_a_table():
    table = pd.DataFrame({"a": ["x", None], "b": [1, 2]}, dtype=object)
    assert schemas.records(table) == table.to_dict("records")
