"""Every check is run, and the line at the end names what did not pass."""

from __future__ import annotations

import re
import sys

import checks
import pytest

GOOD = (sys.executable, "-c", "print('a word of its own')")
BAD = (sys.executable, "-c", "import sys; sys.exit('something is wrong')")


def test_all_checks_run_and_those_that_do_not_pass_are_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert sorted(checks.not_passed({"bad": BAD, "good": GOOD}, {"tests": GOOD, "more tests": BAD})) == [
        "bad",
        "more tests",
    ]
    told = capfd.readouterr().out
    assert told.count("a word of its own") == 2
    assert re.search(r"== bad, \d+ s\nsomething is wrong", told)


def test_the_words_given_go_to_the_tests_and_the_last_line_names_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "READING", {"style": BAD})
    monkeypatch.setattr(checks, "TESTS", {"tests": (sys.executable, "-c", "import sys; sys.exit(len(sys.argv) - 3)")})
    assert checks.main(["one", "two"]) == "Not passed: style."
    assert checks.main([]) == "Not passed: style, tests."


def test_nothing_is_named_where_everything_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "READING", {"style": GOOD})
    monkeypatch.setattr(checks, "TESTS", {})
    assert checks.main([]) is None
