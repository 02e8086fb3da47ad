"""A failing test says why in a few lines, in CI too, where pytest itself cuts nothing short."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

WIDEST = 240
REASONS = 12
"""Lines of the reason at most, below each place the test went through."""
LAST = 15
"""Lines at most of what a test printed or logged: the last ones."""


def shortened(report: pytest.TestReport) -> pytest.TestReport:
    """Return the report of a test with few lines of its reasons and of what it printed."""
    for trace, *_ in getattr(report.longrepr, "chain", ()):
        for entry in trace.reprentries:
            entry.lines = _few_reasons(entry.lines)
    if report.failed:
        report.sections = [(title, _last_lines(words)) for title, words in report.sections]
    return report


def _few_reasons(lines: Sequence[str]) -> list[str]:
    """Return the lines without most of those that pytest marks with an E: they tell one reason, line by line."""
    reasons = [line for line in lines if line.startswith("E")]
    others = [line for line in lines if not line.startswith("E")]
    more = [f"E   … {len(reasons) - REASONS} more lines"] if len(reasons) > REASONS else []
    return [_narrow(line) for line in [*others, *reasons[:REASONS], *more]]


def _last_lines(words: str) -> str:
    lines = words.strip().splitlines()
    left = [f"… {len(lines) - LAST} lines before these"] if len(lines) > LAST else []
    return "\n".join([*left, *map(_narrow, lines[-LAST:])])


def _narrow(line: str) -> str:
    return line if len(line) <= WIDEST else f"{line[:WIDEST]} … {len(line) - WIDEST} more signs"
