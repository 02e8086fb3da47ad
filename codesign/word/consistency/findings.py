"""What is stated of each finding: on page one, where it stands, in the summary and in the register."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codesign.word.consistency.reading import Grid, Pages, Passage
from codesign.word.consistency.statements import Statement, quoted

_SUPPORT = re.compile(r"\b(\d+) of (\d+)\b")
_EMPLOYERS = r"(\d+) (?:employers?\b(?:(?!employer|qualif|contradict)[^;])*? )?"
_OBJECT = {
    "contradicts": re.compile(_EMPLOYERS + r"(?:contradicts?|disagrees?|against)\b"),
    "qualifies": re.compile(_EMPLOYERS + r"qualif(?:y|ies)\b"),
}
_SCOPE = re.compile(r"In ([^:;]+): ")
_HERE_ONLY = re.compile(r"\bhere only (\d+) employers? supports? it\b")
_NOBODY = re.compile(r"(?i)\b(?:nobody|no one|no employer)\b[^.;]*")
_CLAIM = re.compile(r".*\b\d+ of \d+ .*\((\S+)\)$")
_NUMBER = re.compile(r"(\S+?)\. ")
_CONFIDENCE = re.compile(r"(High|Moderate|Low|Very low|Not yet judged) confidence\b")
_THINNEST = re.compile(r"The thinnest finding, (\S+), rests on (\d+) employers?\b")
_LISTED = re.compile(r"(supports|qualifies|contradicts) \((\d+)\)")
_FOR = re.compile(r"(?i)\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten) employers? for\b")
_OBJECTIONS = {"But: ": "qualifies", "Against it: ": "contradicts"}
_WORDS = {"qualifies": "qualif", "contradicts": "contradict"}
_VERBS = {"qualifies": "qualify", "contradicts": "contradict"}
_SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHOLE_STUDY = re.compile(r"(?i)whole study|all (?:sectors|regions)")


def findings(pages: Pages) -> Iterator[Statement]:
    """Yield the counts, the dissent and the confidence of each finding, wherever they are stated."""
    yield from _where_they_stand(pages.passages)
    for grid in pages.grids:
        if grid.has("Claim", "Evidence"):
            yield from _claims(grid)
        if grid.has("Finding", "Confidence"):
            yield from _summary(grid)


def _supporting(identity: str, value: str, says: str, place: str, *, is_written: bool = False) -> Statement:
    return Statement(f"the employers for finding {identity}", value, says, place, is_written)


def _objecting(kind: str, identity: str, value: str, says: str, place: str) -> Statement:
    return Statement(f"the employers who {_VERBS[kind]} finding {identity}", value, says, place)


def _dissent(identity: str, kind: str, *, is_there: bool, says: str, place: str) -> Statement:
    return Statement(f"whether anybody {kind} finding {identity}", "yes" if is_there else "no", says, place)


def _trust(identity: str, level: str, says: str, place: str) -> Statement:
    return Statement(f"the confidence in finding {identity}", level.split(",")[0].lower(), says, place)


def _claims(grid: Grid) -> Iterator[Statement]:
    for row in grid.records():
        evidence = row["Evidence"]
        claim = _CLAIM.match(evidence)
        if not claim:
            continue
        identity, says = claim.group(1), quoted(evidence)
        yield from _counted(identity, evidence, says, grid.place)
        yield _dissent(identity, "contradicts", is_there=_says("contradicts", evidence), says=says, place=grid.place)
        if row.get("Confidence"):
            yield _trust(identity, row["Confidence"], quoted(row["Confidence"]), grid.place)


def _summary(grid: Grid) -> Iterator[Statement]:
    for row in grid.records():
        identity, counted = row["Finding"], row.get("For and against") or row.get("Employers", "")
        yield from _counted(identity, counted, quoted(counted), grid.place)
        for kind in _WORDS if grid.has("For and against") else ():
            is_there = _says(kind, counted)
            yield _dissent(identity, kind, is_there=is_there, says=quoted(counted), place=grid.place)
        if row["Confidence"]:
            yield _trust(identity, row["Confidence"], quoted(row["Confidence"]), grid.place)
        yield from _in_own_words(identity, row.get("Why", ""), grid.place)


def _counted(identity: str, words: str, says: str, place: str) -> Iterator[Statement]:
    scope = _SCOPE.match(words)
    support = _SUPPORT.search(words.partition(";")[0])
    if support:
        yield _supporting(identity, support.group(1), says, place)
    if support and scope:
        yield Statement(f"the employers interviewed in {scope.group(1)}", support.group(2), says, place)
    for kind, pattern in _OBJECT.items():
        objecting = pattern.search(words)
        if objecting:
            yield _objecting(kind, identity, objecting.group(1), says, place)
        elif _denies(kind, words):
            yield _objecting(kind, identity, "0", says, place)


def _in_own_words(identity: str, reason: str, place: str) -> Iterator[Statement]:
    """Yield the count that a reason begins with ("Four employers for, one against"); people wrote it."""
    here = _HERE_ONLY.search(reason)
    if here:
        yield _supporting(identity, here.group(1), quoted(here.group()), place)
    stated = _FOR.search(reason)
    if stated and not _WHOLE_STUDY.search(reason):
        words = stated.group(1).lower()
        value = str(_SMALL.index(words)) if words in _SMALL else words
        yield _supporting(identity, value, quoted(stated.group()), place, is_written=True)


def _says(kind: str, words: str) -> bool:
    """Return whether dissent of a kind is stated: that somebody has it, and not that nobody has."""
    left = _NOBODY.sub("", words)
    others = ("disagree", "against") if kind == "contradicts" else ()
    return any(word in left for word in (_WORDS[kind], *others)) and not re.search(r"\b0 (?:against|contradict)", left)


def _denies(kind: str, words: str) -> bool:
    return any(_WORDS[kind] in denied for denied in _NOBODY.findall(words))


def _where_they_stand(passages: list[Passage]) -> Iterator[Statement]:
    identity = ""
    for passage in passages:
        number = _NUMBER.match(passage.words)
        if passage.level:
            identity = ""
        elif passage.marks("finding") and number:
            identity = number.group(1)
            yield from _finding(identity, passage)
        elif passage.marks("behind_finding"):
            yield from _register(passage)
        elif identity:
            yield from _below(identity, passage)
        thinnest = _THINNEST.search(passage.words)
        if thinnest:
            yield _supporting(thinnest.group(1), thinnest.group(2), quoted(thinnest.group()), passage.place)


def _finding(identity: str, passage: Passage) -> Iterator[Statement]:
    says, place = quoted(passage.own), passage.place
    yield from _counted(identity, passage.own, says, place)
    for kind in _WORDS:
        yield _dissent(identity, kind, is_there=_says(kind, passage.own), says=says, place=place)


def _below(identity: str, passage: Passage) -> Iterator[Statement]:
    """Yield what the quotes and the note below a finding say of it."""
    for lead, kind in _OBJECTIONS.items():
        if passage.words.startswith(lead):
            yield _dissent(identity, kind, is_there=True, says=quoted(passage.words), place=passage.place)
    confidence = _CONFIDENCE.match(passage.words)
    if confidence:
        yield _trust(identity, confidence.group(1), quoted(confidence.group()), passage.place)
        yield from _in_own_words(identity, passage.words, passage.place)


def _register(passage: Passage) -> Iterator[Statement]:
    identity = passage.words.split()[0].rstrip(":")
    listed = {kind: int(number) for kind, number in _LISTED.findall(passage.words)}
    for kind in _WORDS:
        says = quoted(f"{kind} ({listed[kind]})") if listed.get(kind) else f"no passage that {kind} it"
        yield _dissent(identity, kind, is_there=bool(listed.get(kind)), says=says, place=passage.place)
