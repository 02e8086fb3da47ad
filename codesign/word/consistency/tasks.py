"""What is stated of each task: its employers, ratings, decision and passages, in every table that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codesign.word.consistency.counts import state
from codesign.word.consistency.reading import Grid, Pages, Passage
from codesign.word.consistency.statements import Statement, quoted

_OF = re.compile(r"\b(\d+) of \d+\b")
_SCORE = re.compile(r"(?i)\b(important|frequent|difficult) \((\d\.\d)\)")
_SCALES = {"important": "Imp.", "frequent": "Freq.", "difficult": "Diff."}
_NAMES = {"important": "importance", "frequent": "frequency", "difficult": "difficulty"}
_RATERS = re.compile(r"(?<!to )\b(\d+) raters?\b")
_THIN = re.compile(r"\. Thin(?= and |, |\.)")
_ALONE = re.compile(r"(?i)\braters only, no interview")
_NEAR = re.compile(r"(?i)\bwould change at a cut-off")
_MORE = re.compile(r"(\d+) more$")
_IN_ALL = re.compile(r"\((\d+)\)")
_SHARE = re.compile(r"\d+ tasks? (?:carry|carries) (\d+)% of the criticality")
_ELSEWHERE = re.compile(r"(\d+) tasks? of the study (?:is|are) out of scope here \(.*?\): (.*)")
_NUMBERED = re.compile(r"[A-Z]+\d+ ")
_FEW = 3
_NO_INTERVIEW = "no interview yet"


def tasks(pages: Pages) -> Iterator[Statement]:
    """Yield what is stated of each task, and what follows for the job as a whole from the rows of its tables."""
    decided = pages.grids_with("Task", "Decision and why")
    for grid in decided:
        yield from _decided(grid)
    if len(decided) == 2:
        yield from _of_both(decided)
    for grid in pages.grids_with("Task", "Imp.", "Freq.", "Diff."):
        yield from _rated(grid)
    for grid in pages.grids_with("Duty", "Task 1"):
        yield from _chart(grid)
    yield from _shares(pages, decided)
    for passage in pages.passages:
        if passage.marks("behind_task"):
            yield from _register(passage)
        if _ELSEWHERE.match(passage.words):
            yield from _elsewhere(passage)


def identity(cell: str) -> str:
    """Return the number of a row as other places name it: B4 for “B4 (was A2)”."""
    return cell.split(" (was ")[0].strip()


def _raised(task: str, value: str, says: str, place: str) -> Statement:
    return Statement(f"the employers who raised task {task}", value, says, place)


def _taught(task: str, *, is_in: bool, says: str, place: str) -> Statement:
    return Statement(f"whether task {task} is chosen", "yes" if is_in else "no", says, place)


def _heard(task: str, *, is_there: bool, says: str, place: str) -> Statement:
    return Statement(f"whether an interview shows task {task}", "yes" if is_there else "no", says, place)


def _labelled(task: str, label: str, place: str) -> Statement:
    return Statement(f"what task {task} is called", " ".join(label.split()), quoted(label), place)


# in and out ----


def _is_in(grid: Grid) -> bool:
    return "Tasks in:" in grid.caption


def _decided(grid: Grid) -> Iterator[Statement]:
    is_in, number = _is_in(grid), len(grid.rows)
    if not is_in and "Tasks out:" not in grid.caption:
        return
    yield state("chosen" if is_in else "left", number, f"{number} rows", grid.place)
    for row in grid.records():
        task, why, evidence = identity(row["Task"]), row["Decision and why"], row.get("Evidence", "")
        counted = row.get("Raised by") or row.get("Employers", "")
        raised = _OF.search(counted)
        yield _taught(task, is_in=is_in, says=quoted(f"{task} {row.get('Label', '')}"), place=grid.place)
        yield _labelled(task, row.get("Label", ""), grid.place)
        if raised:
            yield _raised(task, raised.group(1), quoted(counted), grid.place)
            yield from _thin(task, int(raised.group(1)), why, counted, grid.place)
        if "E-" in evidence:
            yield _heard(task, is_there=True, says=quoted(evidence), place=grid.place)
            yield _passages(task, _number_of(evidence), quoted(evidence), grid.place)
        if _ALONE.search(why):
            yield _heard(task, is_there=False, says="“raters only, no interview”", place=grid.place)
        yield from _scores(task, why, grid.place)


def _thin(task: str, raised: int, why: str, counted: str, place: str) -> Iterator[Statement]:
    """Yield both sides of “thin”, which this document explains as fewer than three employers."""
    if _THIN.search(why):
        about = f"whether fewer than three employers raised task {task}"
        yield Statement(about, "yes", "“Thin”", place)
        yield Statement(about, "yes" if raised < _FEW else "no", quoted(counted), place)


def _scores(task: str, why: str, place: str) -> Iterator[Statement]:
    for scale, value in _SCORE.findall(why):
        about = f"the mean {_NAMES[scale.lower()]} of task {task}"
        yield Statement(about, value, quoted(f"{scale} ({value})"), place)
    raters = _RATERS.search(why)
    if raters:
        yield Statement(f"the raters of task {task}", raters.group(1), quoted(raters.group()), place)


def _of_both(decided: list[Grid]) -> Iterator[Statement]:
    """Yield what the tables of tasks in and of tasks out say together."""
    chosen, left = sorted(decided, key=_is_in, reverse=True)
    if not _is_in(chosen) or _is_in(left):
        return
    place = f"{chosen.place} and the one after it"
    both = len(chosen.rows) + len(left.rows)
    yield state("tasks", both, f"{both} rows", place)
    whys = [*chosen.cells("Decision and why"), *left.cells("Decision and why")]
    near = sum(_NEAR.search(why) is not None for why in whys)
    yield state("near", near, f"“would change at a cut-off” in {near} rows", place)
    alone = sum(_ALONE.search(why) is not None for why in chosen.cells("Decision and why"))
    if alone:
        yield state("alone", alone, f"“raters only, no interview” in {alone} rows", place)


# ratings and the chart ----


def _rated(grid: Grid) -> Iterator[Statement]:
    for row in grid.records():
        task = identity(row["Task"])
        yield _labelled(task, row.get("Label", ""), grid.place)
        for scale, head in _SCALES.items():
            if re.fullmatch(r"\d\.\d", row.get(head, "")):
                about = f"the mean {_NAMES[scale]} of task {task}"
                yield Statement(about, row[head], quoted(f"{head} {row[head]}"), grid.place)
        if row.get("Raters", "").isdigit():
            yield Statement(f"the raters of task {task}", row["Raters"], quoted(f"Raters {row['Raters']}"), grid.place)


def _chart(grid: Grid) -> Iterator[Statement]:
    cards = [cell for row in grid.rows for cell in row[1:] if "\n" in cell]
    chosen = 0
    for card in cards:
        name, _, below = card.rpartition("\n")
        task, _, label = name.partition(" ")
        raised, _, decision = below.rpartition(" · ")
        is_in = decision.startswith("train")
        chosen += is_in
        says = quoted(f"{task}: {below}")
        yield _labelled(task, label, grid.place)
        yield _taught(task, is_in=is_in, says=says, place=grid.place)
        employers = _OF.search(raised)
        if employers:
            yield _raised(task, employers.group(1), says, grid.place)
        if raised == _NO_INTERVIEW:
            yield _heard(task, is_there=False, says=says, place=grid.place)
    if cards:
        duties = sum(bool(row[0]) and "(cont.)" not in row[0] for row in grid.rows)
        yield state("tasks", len(cards), f"{len(cards)} cards", grid.place)
        yield state("chosen", chosen, f"{chosen} cards of tasks to train", grid.place)
        yield state("duties", duties, f"{duties} rows", grid.place)


def _shares(pages: Pages, decided: list[Grid]) -> Iterator[Statement]:
    """Yield the share of criticality that the chosen tasks carry, as stated and as the column of criticality gives."""
    stated = [(passage, match) for passage in pages.passages for match in _SHARE.finditer(passage.words)]
    rated = pages.grids_with("Task", "Crit.")
    chosen = {identity(task) for grid in decided if _is_in(grid) for task in grid.cells("Task")}
    if not stated or not rated or not chosen:
        return
    weights = {
        identity(row["Task"]): float(row["Crit."])
        for row in rated[0].records()
        if re.fullmatch(r"\d\.\d\d", row["Crit."])
    }
    total = sum(weights.values())
    # Each weight is printed to two places, so the share from them may differ from the printed one by a little.
    slack = 100 * 0.005 * len(weights) / total + 0.5 if total else 100
    share = 100 * sum(weight for task, weight in weights.items() if task in chosen) / (total or 1)
    for passage, match in stated:
        agrees = abs(float(match.group(1)) - share) <= slack
        value = match.group(1) if agrees else f"{share:.0f}"
        about = "the share of criticality that the chosen tasks carry"
        yield Statement(about, match.group(1), quoted(match.group()), passage.place)
        yield Statement(about, value, f"{share:.0f}% from the column “Crit.”", rated[0].place)


# passages ----


def _passages(task: str, number: int, says: str, place: str) -> Statement:
    return Statement(f"the passages behind task {task}", str(number), says, place)


def _number_of(evidence: str) -> int:
    more = _MORE.search(evidence)
    return len(re.findall(r"\bE-\d+", evidence)) + (int(more.group(1)) if more else 0)


def _register(passage: Passage) -> Iterator[Statement]:
    task, number = passage.words.split()[0].rstrip(":"), sum(map(int, _IN_ALL.findall(passage.words)))
    says = f"{number} passages in {quoted(passage.words)}"
    if number:
        yield _heard(task, is_there=True, says=quoted(passage.words), place=passage.place)
        yield _passages(task, number, says, passage.place)


def elsewhere(pages: Pages) -> dict[str, Passage]:
    """Return the tasks that the document leaves out as no part of this run, each with the paragraph that says so."""
    named: dict[str, Passage] = {}
    for passage in pages.passages:
        match = _ELSEWHERE.match(passage.words)
        if match:
            named.update({part.split(" ")[0]: passage for part in match.group(2).split("; ")})
    return named


def _elsewhere(passage: Passage) -> Iterator[Statement]:
    match = _ELSEWHERE.match(passage.words)
    if match is None:
        return
    named = [part for part in match.group(2).rstrip(".").split("; ") if _NUMBERED.match(part)]
    about = "the tasks out of scope here"
    yield Statement(about, match.group(1), quoted(match.group()), passage.place)
    if named:
        yield Statement(about, str(len(named)), f"{len(named)} tasks named after it", passage.place)
