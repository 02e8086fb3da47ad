"""What the journals tell of the computers people work on: a name two people seem to share, a clock that runs ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from codesign.errors import Problem
from codesign.journal import Operation

WITHIN = timedelta(minutes=30)
AHEAD = timedelta(minutes=5)


def problems(operations: Iterable[Operation], now: datetime) -> list[Problem]:
    """Return a problem for each name two people seem to share, and for each clock ahead of `now`.

    `operations` come in their order.
    """
    acts = [(operation.person, operation.device, datetime.fromisoformat(operation.at)) for operation in operations]
    return [*_namesakes(acts), *_clocks(acts, now)]


def _namesakes(acts: list[tuple[str, str, datetime]]) -> list[Problem]:
    """Return the names under which two computers were used by turns: nobody goes to and fro within half an hour."""
    problems = []
    for person in sorted({person for person, _, _ in acts}):
        own = [(at, device) for name, device, at in acts if name == person]
        runs = [list(run) for _, run in groupby(own, key=lambda act: act[1])]
        if any(
            abs(later[0][0] - earlier[-1][0]) <= WITHIN
            for earlier, later in zip(runs, runs[2:], strict=False)
            if earlier[0][1] == later[0][1]
        ):
            problems.append(_shared(person, sorted({device for _, device in own})))
    return problems


def _shared(person: str, devices: list[str]) -> Problem:
    sentence = (
        f"works on {' and '.join(devices)} by turns. If these are two people, one of them takes another name in 00, "
        f"such as “{person} K.”: under one name they count as one coder, and one's Undo takes back the other's work"
    )
    return Problem("journal", "", person, sentence, level="unfinished")


def _clocks(acts: list[tuple[str, str, datetime]], now: datetime) -> list[Problem]:
    latest: dict[tuple[str, str], datetime] = {}
    for person, device, at in acts:
        latest[person, device] = max(at, latest.get((person, device), at))
    return [
        Problem("journal", "", device, _ahead(person, at - now), level="unfinished")
        for (person, device), at in sorted(latest.items())
        if at - now > AHEAD
    ]


def _ahead(person: str, by: timedelta) -> str:
    much = f"{by.days} days" if by.days > 1 else f"{round(by.total_seconds() / 60)} minutes"
    return (
        f"has a clock that runs {much} ahead of this one ({person}). Nothing is lost, and the order of what people do "
        "does not depend on clocks; put the one that is wrong right, as its times stand beside what was done"
    )
