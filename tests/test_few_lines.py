"""A failing test prints a few lines, whatever it compared and however much was printed."""

from __future__ import annotations

import pytest
from few_lines import LAST, REASONS, WIDEST, shortened


def failed(reason: str, printed: str) -> pytest.TestReport:
    """The report of a test that failed for this reason after this was printed."""
    try:
        raise AssertionError(reason)
    except AssertionError:
        told = pytest.ExceptionInfo.from_current().getrepr(style="short")
    sections = [("Captured stdout call", printed)]
    return pytest.TestReport("test_x.py::test_y", ("test_x.py", 1, None), {}, "failed", told, "call", sections)


def test_a_long_reason_is_cut_and_the_place_it_happened_stays() -> None:
    told = str(shortened(failed("\n".join(["first", "w" * 9_000, *map(str, range(500))]), "")).longrepr)
    lines = told.splitlines()
    assert len(lines) < REASONS + 6
    assert max(map(len, lines)) < WIDEST + 40
    assert "test_few_lines.py" in told
    assert "raise AssertionError(reason)" in told
    assert "first" in told
    assert f"… {502 - REASONS} more lines" in told


def test_the_last_lines_of_what_was_printed_are_kept() -> None:
    ((_, words),) = shortened(failed("no", "\n".join(map(str, range(500))))).sections
    assert words.splitlines() == [f"… {500 - LAST} lines before these", *map(str, range(500 - LAST, 500))]


def test_what_is_short_is_told_as_it_is() -> None:
    report = failed("one\ntwo", "printed")
    before = str(report.longrepr)
    assert (str(shortened(report).longrepr), report.sections) == (before, [("Captured stdout call", "printed")])
