"""What the document names and where that stands: passages of the register, findings, competencies, assessments, tables.

A link to nothing becomes plain words when a document is written, so a name without its place would look like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codesign.word.consistency.counts import state
from codesign.word.consistency.reading import Grid, Pages, Passage
from codesign.word.consistency.statements import Statement, quoted
from codesign.word.consistency.tasks import elsewhere, identity

_EVIDENCE = re.compile(r"\bE-\d{3,}\b")
_ENTRY = re.compile(r"(E-\d+) .*?, (supports|qualifies|contradicts)\. ")
_USED_IN = re.compile(r"Used in: (.+)\.$")
_LISTED = re.compile(r"(supports|qualifies|contradicts) \((\d+)\): ((?:E-\d+(?:, )?)+)")
_CLAIMED = re.compile(r".*\b\d+ of \d+ .*\((\S+)\)$")
_THINNEST = re.compile(r"The thinnest finding, (\S+), rests on")
_NUMBERED = re.compile(r"(Table|Figure) (\d+)")
_COMPETENCY_HOURS = re.compile(r"([^\s,(]+) \([\d.,]+ h\)")


def register(pages: Pages) -> Iterator[Statement]:
    """Yield where everything that is named stands, and what the entries of the register say of themselves."""
    marked = {passage.words.split()[0]: passage for passage in pages.passages if passage.marks("ev")}
    entries = {name: passage for name, passage in marked.items() if _EVIDENCE.fullmatch(name)}
    if entries:
        yield from _entries(pages, entries)
        yield from _named(pages, entries)
    yield from _findings(pages)
    yield from _learning(pages)
    yield from _tables(pages)


def _is_there(thing: str, *, is_there: bool, says: str, place: str, is_written: bool = False) -> Statement:
    return Statement(f"whether there is {thing}", "yes" if is_there else "no", says, place, is_written)


def _missing(
    kind: str, named: Iterable[tuple[str, str]], there: set[str], where: str, *, is_written: bool = False
) -> Iterator[Statement]:
    """Yield both sides for each name, with its place, that is not among those that stand where such things stand."""
    for name, place in named:
        if name not in there:
            yield _is_there(f"{kind} {name}", is_there=True, says=quoted(name), place=place, is_written=is_written)
            yield _is_there(f"{kind} {name}", is_there=False, says="nothing of that number", place=where)


# passages ----


def _entries(pages: Pages, entries: dict[str, Passage]) -> Iterator[Statement]:
    is_unused, used, unused = False, 0, 0
    for passage in pages.passages:
        is_unused = is_unused or "a_sec_not_used" in passage.anchors
        if passage.marks("ev"):
            used, unused = used + (not is_unused), unused + is_unused
    yield state("used", used, f"{used} entries", "in the evidence register")
    yield state("unused", unused, f"{unused} entries", "at the end of the evidence register")
    yield state("coded", len(entries), f"{len(entries)} entries", "in the evidence register")
    yield from _uses(pages, entries)


def _uses(pages: Pages, entries: dict[str, Passage]) -> Iterator[Statement]:
    """Yield what each passage is used in: as its entry says, and as the lists behind findings and tasks say."""
    lists = [one for one in pages.passages if one.marks("behind_finding") or one.marks("behind_task")]
    uses: dict[str, list[str]] = {name: [] for name in entries}
    listed_for = {_name(passage) for passage in lists}
    for passage in lists:
        for polarity, number, names in _LISTED.findall(passage.words):
            ids = _EVIDENCE.findall(names)
            about = f"how many passages {_verb(polarity)} {_kind(passage)} {_name(passage)}"
            yield Statement(about, number, quoted(f"{polarity} ({number})"), passage.place)
            yield Statement(about, str(len(ids)), f"{len(ids)} passages after it", passage.place)
            for name in ids:
                uses.setdefault(name, []).append(_name(passage))
                about, says = f"what {name} does for what it is used in", quoted(f"{_name(passage)}: {polarity} {name}")
                yield Statement(about, polarity, says, passage.place)
    for name, entry in entries.items():
        stated, polarity = _USED_IN.search(entry.words), _ENTRY.match(entry.words)
        named = [use for use in (stated.group(1).split(", ") if stated else []) if use in listed_for]
        says = quoted(stated.group() if stated else entry.words)
        about = f"what {name} is used in"
        yield Statement(about, ", ".join(sorted(named)), says, entry.place)
        behind = ", ".join(sorted(uses[name]))
        yield Statement(about, behind, f"a list behind {behind or 'nothing'}", "in the evidence register")
        if polarity and named:
            about = f"what {name} does for what it is used in"
            yield Statement(about, polarity.group(2), quoted(polarity.group()), entry.place)


def _name(passage: Passage) -> str:
    return passage.words.split()[0].rstrip(":")


def _kind(passage: Passage) -> str:
    return "finding" if passage.marks("behind_finding") else "task"


def _verb(polarity: str) -> str:
    return {"supports": "support", "qualifies": "qualify", "contradicts": "contradict"}[polarity]


def _named(pages: Pages, entries: dict[str, Passage]) -> Iterator[Statement]:
    lengths = set(map(len, entries))  # a form may name a policy E-12; ours have three digits or more
    for passage in pages.passages:
        for name in _EVIDENCE.findall(passage.words):
            if name not in entries and len(name) in lengths:
                about = f"an entry {name} in the evidence register"
                says, where = quoted(passage.words), passage.place
                yield _is_there(about, is_there=True, says=says, place=where, is_written=passage.is_written)
                yield _is_there(about, is_there=False, says="none of that number", place="in the register itself")


# findings, competencies, assessments ----


def _findings(pages: Pages) -> Iterator[Statement]:
    stand = {one.words.split(". ")[0] for one in pages.passages if one.marks("finding")}
    lists = {_name(passage) for passage in pages.passages if passage.marks("behind_finding")}
    if stand:
        yield state("findings", len(stand), f"{len(stand)} findings", "in the sections on the questions")
    if lists:
        yield state("findings", len(lists), f"{len(lists)} lists of passages", "in “Behind each finding”")
    if not stand:
        return
    named = [
        (claim.group(1), grid.place)
        for grid in pages.grids_with("Claim", "Evidence")
        for claim in map(_CLAIMED.match, grid.cells("Evidence"))
        if claim
    ]
    summaries = pages.grids_with("Finding", "Confidence")
    named += [(name, grid.place) for grid in summaries for name in grid.cells("Finding")]
    named += [(one.group(1), passage.place) for passage in pages.passages if (one := _THINNEST.search(passage.words))]
    yield from _missing("a finding", named, stand, "in the sections on the questions")
    for grid in summaries:
        yield state("findings", len(grid.rows), f"{len(grid.rows)} rows", grid.place)


def _learning(pages: Pages) -> Iterator[Statement]:
    trace = pages.grids_with("Competency", "Tasks", "Passages")
    yield from _competencies(pages, trace)
    for table in pages.grids_with("Id", "What the candidate does"):
        shown = [(cell, grid.place) for grid in trace for cell in grid.cells("Assessed in")]
        named = [(name, place) for cell, place in shown if cell != "not yet assessed" for name in cell.split(", ")]
        yield from _missing("an assessment", named, set(table.cells("Id")), table.place)
    yield from _tasks(pages, trace)


def _competencies(pages: Pages, trace: list[Grid]) -> Iterator[Statement]:
    headed = {one.words.split()[0] for one in pages.passages if one.level and one.marks("competency")}
    if not headed:
        return
    named = [(name, grid.place) for grid in trace for name in grid.cells("Competency")]
    for grid in pages.grids_with("Module", "Competencies"):
        cells = grid.cells("Competencies")
        named += [(name, grid.place) for cell in cells for name in _COMPETENCY_HOURS.findall(cell)]
    yield from _missing("a competency", named, headed, "in “What a graduate can do”")


def _tasks(pages: Pages, trace: list[Grid]) -> Iterator[Statement]:
    """Yield the tasks that a competency or a posting names and neither table of tasks, nor the list after them, has."""
    decided = pages.grids_with("Task", "Decision and why")
    if len(decided) != 2:
        return
    there = {identity(name) for grid in decided for name in grid.cells("Task")} | set(elsewhere(pages))
    cells = [(cell, grid.place) for grid in trace for cell in grid.cells("Tasks") if cell not in {"", "none"}]
    named = [(identity(name), place) for cell, place in cells for name in cell.split(", ")]
    named += [(name, grid.place) for grid in pages.grids_with("Task", "Postings") for name in grid.cells("Task")]
    yield from _missing("a task", named, there, "in the tables of tasks in and out")


def _tables(pages: Pages) -> Iterator[Statement]:
    """Yield the tables and figures that a cell leads to and the document does not have; a form may number its own."""
    captions = {
        number.group() for one in pages.passages if (number := re.match(r"(Table|Figure) \d+(?=\. )", one.words))
    }
    named = [(one.words, one.place) for one in pages.passages if _NUMBERED.fullmatch(one.words)]
    where = "above the tables and below the figures"
    yield from _missing("a caption", named, captions, where, is_written=True)
