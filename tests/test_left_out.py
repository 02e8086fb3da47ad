"""A run without real interviews says how many tests it left out."""

from __future__ import annotations

import pytest
from left_out import NO_REAL_DATA, is_announced, left_out


def skipped(reason: str) -> pytest.TestReport:
    """A skipped test as pytest tells it."""
    place = ("test_x.py", 1, f"Skipped: {reason}")
    return pytest.TestReport("test_x.py::test_y", ("test_x.py", 1, None), {}, "skipped", place, "setup")


def test_the_tests_of_real_interviews_are_counted_in_one_line() -> None:
    reports = [skipped(NO_REAL_DATA), skipped("needs chromium"), skipped(NO_REAL_DATA)]
    assert list(left_out(reports)) == ["2 tests of real interviews were left out: ../shared/data is not here."]
    assert list(left_out(reports[:2])) == ["1 test of real interviews was left out: ../shared/data is not here."]


def test_nothing_is_said_where_they_all_ran() -> None:
    assert list(left_out([skipped("needs chromium")])) == []


def test_in_ci_only_a_machine_that_says_so_may_be_without_them() -> None:
    absent = {"SHARED_DATA": "absent"}
    assert is_announced(f"Skipped: {NO_REAL_DATA}", absent)
    assert not is_announced(f"Skipped: {NO_REAL_DATA}", {})
    assert not is_announced("Skipped: needs chromium", absent)
