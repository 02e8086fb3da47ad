"""Tables of survey programs are told by their headings, and rows that are no answers stay out."""

from __future__ import annotations

import pytest

from codesign.errors import RefusedFile
from codesign.intake.mapping.layouts import AnswerTable, answer_table, letter_of

QUALTRICS = (
    "StartDate,EndDate,Status,Finished,ResponseId,Q1_1\n"
    'Start Date,End Date,Response Type,Finished,Response ID,"How important? - A1.\nPurge a line"\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}",'
    '"{""ImportId"":""finished""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1_1""}"\n'
    "2026-03-01,2026-03-01,Survey Preview,True,R_000000000001a,1\n"
    "2026-03-02,2026-03-02,IP Address,False,R_000000000002b,4\n"
)


def read(text: str, name: str = "answers.csv") -> AnswerTable:
    return answer_table(name, text.encode())


@pytest.mark.parametrize(
    ("headings", "program"),
    [
        ("ID,Start time,Completion time,Email,Name,Purge a line", "Microsoft Forms"),
        ("ID;Heure de début;Heure de fin;Adresse de messagerie;Nom;Purge a line", "Microsoft Forms"),
        ("Timestamp,Importance [A1. Purge a line]", "Google Forms"),
        ("Horodateur,Importance [A1. Purge a line]", "Google Forms"),
        ("id,submitdate,lastpage,startlanguage,seed,Q1[A1]", "LimeSurvey"),
        ("Response ID,Date submitted,Last page,Start language,Importance [A1]", "LimeSurvey"),
        ("name,importance", "table"),
    ],
)
def test_a_program_is_recognised_by_its_headings(headings: str, program: str):
    cells = headings.replace(";", ",").count(",") + 1
    separator = ";" if ";" in headings else ","
    assert read(f"{headings}\n{separator.join(['1'] * cells)}\n").program == program


def test_qualtrics_has_its_questions_in_the_second_row_and_its_answers_from_the_fourth():
    table = read(QUALTRICS)
    assert table.program == "Qualtrics"
    assert table.heading("F").words == "How important? - A1. Purge a line"
    assert [(row.number, row["F"]) for row in table.rows] == [(5, "4")]
    assert "Row 4 is a preview of the survey and stays out." in table.remarks
    assert "1 row was answered in part; what is answered comes in." in table.remarks


def test_a_row_without_a_day_of_sending_was_answered_in_part_in_limesurvey():
    table = read("id,submitdate,lastpage,startlanguage,Q1\n1,,2,en,4\n2,2026-03-01,3,en,5\n")
    assert "1 row was answered in part; what is answered comes in." in table.remarks


def test_a_row_is_counted_as_a_spreadsheet_shows_it_whatever_its_cells_hold():
    table = read('Timestamp,Importance [A1],Comment\n1,4,"two\nlines"\n\n2,5,none\n')
    assert [row.number for row in table.rows] == [2, 4]
    assert "1 row is empty." in table.remarks


def test_headings_that_are_alike_are_told_apart_by_their_letters():
    table = read("Timestamp,Comment,Comment\n1,a,b\n")
    assert [heading.letter for heading in table.headings] == ["A", "B", "C"]
    assert "2 columns are called “Comment”: B, C. Each is asked for by its letter." in table.remarks


def test_windows_letters_semicolons_and_a_mark_at_the_start_are_read():
    for content in ("Horodateur;Employé\n1;é\n".encode("cp1252"), "\ufeffHorodateur;Employé\n1;é\n".encode()):
        table = answer_table("a.csv", content)
        assert [heading.words for heading in table.headings] == ["Horodateur", "Employé"]


def test_a_row_that_is_called_a_test_stays_out():
    table = read(
        "ID,Start time,Completion time,Email,Name,Q\n1,a,b,test@college.ca,Kim,4\n2,a,b,kim@college.ca,Kim,5\n"
    )
    assert [row.number for row in table.rows] == [3]
    assert "Row 2 is called a test and stays out." in table.remarks


@pytest.mark.parametrize("text", ["\n\n", "Timestamp,Q\n"])
def test_a_table_without_an_answer_is_refused(text: str):
    with pytest.raises(RefusedFile, match=r"is empty|no row of answers"):
        read(text)


def test_the_same_survey_has_the_same_checksum_however_many_answered():
    assert read("Timestamp,Q\n1,4\n").sha256 == read("Timestamp,Q\n1,4\n2,5\n").sha256
    assert read("Timestamp,Q\n1,4\n").sha256 != read("Timestamp,Other\n1,4\n").sha256


def test_columns_after_z_have_two_letters():
    assert [letter_of(25), letter_of(26), letter_of(701), letter_of(702)] == ["Z", "AA", "ZZ", "AAA"]
