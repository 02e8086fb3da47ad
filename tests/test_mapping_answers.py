"""What an answer means: nothing is guessed, and what cannot be taken says what to do."""

from __future__ import annotations

import pytest

from codesign.intake.mapping import answers


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("4", 4),
        ("4.0", 4),
        ("4,0", 4),
        ("(3)", 3),
        ("5 = critical", 5),
        ("4 – Important", 4),
        ("2. rarely", 2),
        ("", None),
    ],
)
def test_a_whole_number_from_1_to_5_is_taken_whatever_stands_beside_it(cell: str, value: int | None):
    assert answers.rate(cell, {}) == answers.Answer(value)


@pytest.mark.parametrize("cell", ["4-5", "4 to 5", "4.5", "4,5", "0", "6", "44", "3/5", "=A1", "4 or 5", "-4"])
def test_what_is_no_whole_number_from_1_to_5_is_set_aside(cell: str):
    assert answers.rate(cell, {}).value is None
    assert answers.ONE_TO_FIVE in answers.rate(cell, {}).fault


@pytest.mark.parametrize("cell", ["n/a", "N/A", "Don’t know", "s.o.", "Ne sais pas", "-"])
def test_an_answer_that_says_there_is_none_is_no_number(cell: str):
    assert answers.rate(cell, {}).value is None
    assert "no answer" in answers.rate(cell, {}).fault


def test_words_are_a_number_only_once_somebody_said_so():
    assert "say which number" in answers.rate("Very important", {}).fault
    assert answers.rate("Very  important.", {"very important": "5"}).value == 5
    assert "no answer" in answers.rate("Pass", {"pass": ""}).fault


@pytest.mark.parametrize(
    ("part", "given", "numbers"),
    [
        ("importance", ["Not important", "Important", "Very important"], ["1", "4", "5"]),
        ("importance", ["Very important", "Extremely important"], ["4", "5"]),
        ("importance", ["Très important", "Peu important", "Important"], ["5", "2", "4"]),
        ("frequency", ["Never", "Always"], ["1", "5"]),
        ("frequency", ["Daily", "Yearly"], ["4", "1"]),
        ("difficulty", ["Très difficile", "Facile"], ["5", "2"]),
        ("interest", ["Strongly agree", "Neutral"], ["5", "3"]),
        ("importance", ["AO04"], ["4"]),
        ("importance", ["Very important"], [""]),
        ("importance", ["Vital", "Important"], ["", "4"]),
    ],
)
def test_words_have_the_number_of_the_one_scale_that_holds_them_all(part: str, given: list[str], numbers: list[str]):
    assert list(answers.meanings(part, given).values()) == numbers


def test_yes_and_no_are_understood_in_english_and_french():
    assert [answers.yes_or_no(cell).value for cell in ("Yes", "oui", "No", "non", "")] == [
        True,
        True,
        False,
        False,
        None,
    ]
    assert answers.yes_or_no("sometimes").fault == "write yes or no"


def test_a_range_of_hours_is_no_number_of_hours():
    assert answers.hours("7,5").value == 7.5
    assert answers.hours("10 h/semaine").value == 10
    assert answers.hours("5-10").value is None
    assert answers.hours("200").value is None


def test_an_address_of_e_mail_in_a_comment_is_not_kept():
    assert answers.words("Ask ana.b@example.org about it").value == "Ask [e-mail address] about it"


def test_options_are_separated_by_semicolons_where_there_are_any():
    assert answers.options(["Online, live; Evenings;", "Evenings"]) == [["Online, live", "Evenings"], ["Evenings"]]


def test_a_comma_within_an_option_does_not_divide_it():
    cells = ["Online, Evenings", "Evenings", "Databases, scripts and queries", "Online, Databases, scripts and queries"]
    assert answers.options(cells)[2:] == [
        ["Databases, scripts and queries"],
        ["Online", "Databases, scripts and queries"],
    ]
