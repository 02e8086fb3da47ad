"""Which file of which framework a table is, told by its headings alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from codesign.phrases import listed
from codesign.taxonomies.rules import rules
from codesign.taxonomies.words import folded

NOT_NAMED = 12
_EDITION = re.compile(r"\b(?:noc|cnp) (?P<year>\d{4})(?: v(?P<version>[\d.]+))?")


@dataclass(frozen=True)
class Framework:
    """A framework as the data file has it: what an alignment calls it, whose it is, and its licence line."""

    name: str
    called: str
    publisher: str
    licence: str
    version: str = ""


@dataclass(frozen=True)
class Layout:
    """The headings of one kind of file: those it needs, those by which one lacking some is known, what it gives."""

    name: str
    framework: Framework
    columns: Mapping[str, Sequence[str]]
    needs: tuple[str, ...]
    marks: tuple[str, ...]
    gives: str = ""
    year: str = ""


@dataclass(frozen=True)
class Recognised:
    """A table whose layout is certain: which of its headings is which of our columns, and the edition these name."""

    layout: Layout
    columns: Mapping[str, str]
    year: str = ""
    version: str = ""
    language: str = "en"

    @property
    def called(self) -> str:
        """What an alignment calls the framework."""
        return self.layout.framework.called.format(year=self.year).strip()


@cache
def frameworks() -> Mapping[str, Framework]:
    """Return the frameworks that can be recognised, by name."""
    return {name: Framework(name, **{"version": "", **one}) for name, one in rules()["frameworks"].items()}


@cache
def layouts() -> tuple[Layout, ...]:
    """Return the layouts of files in the order of the data file."""
    return tuple(_layout(one) for one in rules()["layouts"])


def _layout(one: Mapping[str, Any]) -> Layout:
    named = {"needs": tuple(one["needs"]), "marks": tuple(one["marks"])}
    return Layout(**{**one, **named, "framework": frameworks()[one["framework"]]})


def recognised(headings: Sequence[str]) -> Recognised | None:
    """Return the layout that has the most of these headings of those that lack none they need; None for no such."""
    complete = [(one, seen) for one in layouts() if (seen := _columns(one, headings)).keys() >= set(one.needs)]
    if not complete:
        return None
    # A file that is more than another one has that one's headings too: the fuller description is meant.
    layout, columns = max(complete, key=lambda pair: (len(pair[1].keys() & set(pair[0].needs)), len(pair[1])))
    return _edition(layout, columns)


def _edition(layout: Layout, columns: Mapping[str, str]) -> Recognised:
    heading = folded(columns.get("code", ""))
    stated = _EDITION.search(heading)
    year = stated["year"] if stated else layout.year
    version = f"{year} v{stated['version']}" if stated and stated["version"] else year if stated else ""
    return Recognised(layout, columns, year, version, "fr" if "cnp" in heading else "en")


def why_none(headings: Sequence[str]) -> str:
    """Return in a sentence what a table lacks of the layout it comes nearest to, or what was looked for."""
    named = listed([f"“{one}”" for one in headings[:NOT_NAMED] if one.strip()]) or "none"
    for layout, columns in _nearest(headings):
        missing = [layout.columns[one][0] for one in layout.needs if one not in columns]
        is_one = len(missing) == 1
        return (
            f"It looks like “{layout.name}”, and {'a column is' if is_one else 'columns are'} missing: "
            f"{listed([f'“{one}”' for one in missing])} (as published). Its columns are "
            f"{named}. Take the file as it is published, and bring that in."
        )
    return (
        f"It is no file of a framework that is known here. Its columns are {named}. Looked for, by their headings: "
        f"{listed(list(looked_for()))}."
    )


def looked_for() -> Mapping[str, Sequence[str]]:
    """Return the frameworks that are looked for, each with the names of its files."""
    files: dict[str, list[str]] = {}
    for layout in layouts():
        files.setdefault(layout.framework.called.format(year="2021"), []).append(layout.name)
    return files


def _nearest(headings: Sequence[str]) -> list[tuple[Layout, Mapping[str, str]]]:
    """Return the layout whose marks are all there, or half of them, that lacks least; none where there is no such."""
    near = []
    for layout in layouts():
        columns = _columns(layout, headings)
        marks = sum(one in columns for one in layout.marks)
        if columns and marks and 2 * marks >= len(layout.marks):
            near.append((layout, columns))
    share = [
        (sum(one in columns for one in layout.needs) / len(layout.needs), layout, columns) for layout, columns in near
    ]
    best = max(share, key=lambda one: (one[0], len(one[1].needs)), default=None)
    return [(best[1], best[2])] if best else []


def _columns(layout: Layout, headings: Sequence[str]) -> dict[str, str]:
    """Return which heading is which of the layout's columns."""
    by_folded = {folded(one): one for one in reversed(headings)}
    return {
        ours: by_folded[heading]
        for ours, patterns in layout.columns.items()
        if (heading := _heading(tuple(patterns), by_folded))
    }


def _heading(patterns: tuple[str, ...], headings: Mapping[str, str]) -> str:
    exact = [one for one in patterns if one in headings]
    if exact:
        return exact[0]
    starred = [_pattern(one) for one in patterns if "*" in one and "o*net" not in one]
    return next((heading for heading in headings for one in starred if one.fullmatch(heading)), "")


@cache
def _pattern(starred: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, starred.split("*"))))
