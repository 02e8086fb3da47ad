"""What is stated of competencies, criteria, assessments and hours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codesign.word.consistency.counts import number, state
from codesign.word.consistency.reading import Grid, Pages, Passage
from codesign.word.consistency.statements import Statement, quoted
from codesign.word.consistency.tasks import elsewhere, identity

_CRITERIA = "Performance criteria."
_PART = re.compile(r"(?:Statement|Conditions|Standard|Performance criteria|Knowledge|Skill|Attitude|Rests on)\.")
_OF = re.compile(r"(\d+) of (\d+)$")
_RESTS = re.compile(r"Rests on\. tasks? (.+?); (?:raised by|no interview)")
_HOURS = re.compile(r"\((\d[\d,]*(?:\.\d+)?) h\)")
_IN_ALL = re.compile(r"\((\d+) in all\)")
_UNCOVERED = re.compile(r"Task (\S+) .*is trained, and no competency covers it")
_UNASSESSED = re.compile(r"Criterion (\S+) .*is not assessed anywhere")
_NONE_UNCOVERED = re.compile(r"^Every chosen task has a competency")
_NONE_UNASSESSED = re.compile(r"^Every performance criterion is assessed")
_ALL_TAUGHT = re.compile(r"\d+ tasks? .*?; ((?:all are|it is) taught and assessed)")
_ADD_UP = re.compile(r"The hours of the modules add up to the (\d[\d,]*(?:\.\d+)?) hours")
_ABOUT_ALL_COVERED = "whether every chosen task is covered"
_ABOUT_ALL_ASSESSED = "whether every performance criterion is assessed"


def learning(pages: Pages) -> Iterator[Statement]:
    """Yield what is stated of each competency and of the program built from them."""
    yield from _competencies(pages.passages)
    for grid in pages.grids_with("Competency", "Tasks", "Passages"):
        yield from _trace(grid)
    for grid in pages.grids_with("Competency", "Assessed"):
        yield from _matrix(grid)
    for grid in pages.grids_with("Module", "Competencies", "Hours"):
        yield from _modules(grid)
    yield from _covered(pages)
    for passage in pages.passages:
        yield from _gaps(passage)


def _criteria(competency: str, value: str, says: str, place: str) -> Statement:
    return Statement(f"the performance criteria of {competency}", value, says, place)


def _rests_on(competency: str, named: str, place: str) -> Statement:
    ids = sorted(identity(part) for part in named.split(", "))
    return Statement(f"the tasks that {competency} rests on", ", ".join(ids), quoted(named), place)


def _competencies(passages: list[Passage]) -> Iterator[Statement]:
    """Yield the number of competencies, and of each its criteria and the tasks it rests on."""
    headed: dict[str, Passage] = {}
    listed: dict[str, int] = {}
    current, is_criterion = "", False
    for passage in passages:
        if passage.level:
            current, is_criterion = passage.words.split()[0] if passage.marks("competency") else "", False
        if passage.level and current:
            headed[current], listed[current] = passage, 0
        elif current and _PART.match(passage.words):
            is_criterion = passage.words.startswith(_CRITERIA)
            if rests := _RESTS.match(passage.words):
                yield _rests_on(current, rests.group(1), passage.place)
        elif current and is_criterion:
            listed[current] += 1
    for competency, passage in headed.items():
        title = " ".join(passage.words.removeprefix(competency).split())
        yield Statement(f"what competency {competency} is called", title, quoted(title), "in its heading")
        if listed[competency]:
            says = f"{listed[competency]} criteria"
            yield _criteria(competency, str(listed[competency]), says, passage.place)
    if headed:
        place = "in “What a graduate can do”"
        yield state("competencies", len(headed), f"{len(headed)} headings of competencies", place)


def _trace(grid: Grid) -> Iterator[Statement]:
    covered: set[str] = set()
    for row in grid.records():
        if row["Tasks"] not in {"", "none"}:
            yield _rests_on(row["Competency"], row["Tasks"], grid.place)
            covered.update(identity(part) for part in row["Tasks"].split(", "))
        assessed = row.get("Assessed in", "")
        if assessed:
            yield _assessed_in(row["Competency"], assessed.split(", "), quoted(assessed), grid.place)
    if covered:
        yield state("covered", len(covered), f"{len(covered)} tasks in the column “Tasks”", grid.place)


def _assessed_in(competency: str, named: list[str], says: str, place: str) -> Statement:
    ids = sorted(set(named) - {"not yet assessed"})
    return Statement(f"where {competency} is assessed", ", ".join(ids), says, place)


def _matrix(grid: Grid) -> Iterator[Statement]:
    methods = [head for head in grid.heads if head not in {"Competency", "Assessed"}]
    yield state("assessments", len(methods), f"{len(methods)} columns", grid.place)
    all_assessed = True
    for row in grid.records():
        competency, _, title = row["Competency"].partition(" ")
        counted = _OF.match(row["Assessed"])
        title = " ".join(title.split())
        yield Statement(f"what competency {competency} is called", title, quoted(title), grid.place)
        marked = [name for name in methods if row.get(name, "").isdigit()]
        yield _assessed_in(competency, marked, f"a number under {', '.join(marked) or 'none'}", grid.place)
        if counted:
            assessed, of = map(int, counted.groups())
            all_assessed = all_assessed and assessed == of
            yield _criteria(competency, str(of), quoted(row["Assessed"]), grid.place)
            yield from _shown(competency, assessed, of, [int(row[name]) for name in marked], grid.place)
    says = "every row in full" if all_assessed else "a row in which not all are assessed"
    yield Statement(_ABOUT_ALL_ASSESSED, "yes" if all_assessed else "no", says, grid.place)


def _shown(competency: str, assessed: int, of: int, marked: list[int], place: str) -> Iterator[Statement]:
    """Yield both sides where a row cannot be: one criterion may be shown in two assessments, none in less than one."""
    least, most = max(marked, default=0), min(sum(marked), of)
    about = f"the criteria of {competency} that are assessed"
    possible = assessed if least <= assessed <= most else most
    yield Statement(about, str(assessed), quoted(f"{assessed} of {of}"), place)
    yield Statement(about, str(possible), f"{' and '.join(map(str, marked)) or 'nothing'} in the row", place)


def _modules(grid: Grid) -> Iterator[Statement]:
    total = 0.0
    for row in grid.records():
        hours = number(row["Hours"])
        parts = [float(number(part)) for part in _HOURS.findall(row["Competencies"])]
        named = row.get("Id") or row["Module"]
        total += float(hours) if _is_number(hours) else 0
        if parts and _is_number(hours):
            about = f"the hours of module {named}"
            yield Statement(about, _hours(float(hours)), quoted(f"{row['Hours']} hours"), grid.place)
            yield Statement(about, _hours(sum(parts)), quoted(row["Competencies"]), grid.place)
    if grid.rows:
        yield state("allotted", _hours(total), f"{_hours(total)} hours in the column “Hours”", grid.place)


def _is_number(words: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", words) is not None


def _hours(value: float) -> str:
    """Return hours as they are compared: thirds of an hour are printed cut off."""
    return f"{round(value, 2):g}"


def _covered(pages: Pages) -> Iterator[Statement]:
    """Yield both sides where a competency rests on a task that the document leaves to others as out of scope."""
    left = elsewhere(pages)
    for grid in pages.grids_with("Competency", "Tasks", "Passages"):
        for row in grid.records():
            for task in map(identity, row["Tasks"].split(", ")):
                if task in left:
                    about = f"whether task {task} belongs to this run"
                    yield Statement(about, "yes", quoted(f"{row['Competency']} rests on {row['Tasks']}"), grid.place)
                    yield Statement(about, "no", quoted(f"out of scope here: {task}"), left[task].place)


def _gaps(passage: Passage) -> Iterator[Statement]:
    words = passage.words
    if taught := _ALL_TAUGHT.search(words):
        yield Statement(_ABOUT_ALL_COVERED, "yes", quoted(taught.group(1)), passage.place)
    elif _NONE_UNCOVERED.match(words):
        yield Statement(_ABOUT_ALL_COVERED, "yes", quoted(words), passage.place)
    elif _UNCOVERED.match(words):
        yield Statement(_ABOUT_ALL_COVERED, "no", quoted(words), passage.place)
    if _NONE_UNASSESSED.match(words):
        yield Statement(_ABOUT_ALL_ASSESSED, "yes", quoted(words), passage.place)
    elif _UNASSESSED.match(words):
        yield Statement(_ABOUT_ALL_ASSESSED, "no", quoted(words), passage.place)
    if added := _ADD_UP.match(words):
        yield state("allotted", _hours(float(number(added.group(1)))), quoted(added.group()), passage.place)
