"""Dates and places of postings are read where they are certain, and left open where they are not."""

from __future__ import annotations

import pytest

from codesign.market import dated_words, day, labelled, order_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Posted March 3, 2026", "2026-03-03"),
        ("3 March 2026", "2026-03-03"),
        ("2026-03-03T08:00:00Z", "2026-03-03"),
        ("Tuesday, June 24, 2025 to Tuesday, September 30, 2025", "2025-06-24"),
        ("31/12/2025", "2025-12-31"),
        ("03/04/2026", ""),
        ("February 31, 2026", ""),
        ("soon", ""),
    ],
)
def test_a_day_is_read_where_it_can_be_only_one(text, date):
    assert day(text) == date


def test_days_that_came_together_tell_each_other_s_order():
    assert order_of(["011218", "062218"]) == "mdy"
    assert day("011218", "mdy") == "2018-01-12"
    assert order_of(["03/04/2026", "15/04/2026"]) == "dmy"
    assert order_of(["03/04/2026", "05/06/2026"]) == ""
    assert order_of(["13/04/2026", "04/13/2026"]) == ""


def test_the_line_that_says_when_goes_before_the_name_of_the_file():
    assert dated_words("CARPENTER\nOpen Date: 01-12-18\n", "CARPENTER 3344 020218.txt") == "01-12-18"
    assert dated_words("Open Period\nJune 24, 2025 to July 1, 2025") == "June 24, 2025 to July 1, 2025"
    assert dated_words("CARPENTER", "CARPENTER 3344 020218 REV 030318.txt") == "020218"
    assert dated_words("CARPENTER", "CARPENTER 3344.txt") == ""


def test_a_labelled_line_names_employer_and_place_unless_two_differ():
    assert labelled("Agency\nNational Park Service", "employer") == "National Park Service"
    assert labelled("Location: Banff, Alberta", "region") == "Banff, Alberta"
    assert labelled("Location: Banff\nLocation: Jasper", "region") == ""
    assert labelled("You work at the location of the client.", "region") == ""
