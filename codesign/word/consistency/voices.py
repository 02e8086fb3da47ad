"""Who was heard and what they said of the codes: bodies, coders, and the employers of each code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from codesign.word.consistency.counts import state
from codesign.word.consistency.reading import Pages, Passage
from codesign.word.consistency.statements import Statement, quoted

_NOT_HEARD = re.compile(r"\bNo ([\w, ]+?) (?:was|were|has been|have been) interviewed")
_BESIDE = re.compile(r"Beside employers: ([^.]+)\.")
_BODY = re.compile(r"\d+ (\w+) interviews?")
_ONLY_EMPLOYERS = re.compile(r"Only employers were interviewed: no ([\w, ]+) body")
_INTERVIEWED = re.compile(r"[^.;:]*\binterviewed\b[^.;:]*")
_DENIES = re.compile(r"(?i)\b(?:no|not|never|nobody|none|neither|without)\b")
_BODIES = {
    "union": "union",
    "regulator": "regulator",
    "association": "association",
    "indigenous": "Indigenous organisation",
    "community": "community body",
}
_BY = re.compile(r"codings? with \d+ codes?, by (.+)$")
_ALPHA = re.compile(r"alpha\b[^.]*? is \d\.\d\d|All codes together reach \d\.\d\d")
_NO_ALPHA = re.compile(r"How far two coders agree is not known|Agreement between coders: no figure")
_CODE_COUNT = re.compile(r"([^;:.()]+?)(?:: | \()(\d+) of (\d+)(?:; (\d+) disagrees?|\))?")


def voices(pages: Pages) -> Iterator[Statement]:
    """Yield who is said to have been heard or not, who coded and how far they agree, and the counts of each code."""
    for passage in pages.passages:
        yield from _bodies(passage)
        yield from _coders(passage)
    yield from _codes(pages)


def _heard(body: str, passage: Passage, says: str, *, is_heard: bool) -> Statement:
    value = "yes" if is_heard else "no"
    return Statement(f"whether any {_BODIES[body]} was interviewed", value, says, passage.place, passage.is_written)


def _bodies(passage: Passage) -> Iterator[Statement]:
    for pattern, is_heard in ((_NOT_HEARD, False), (_ONLY_EMPLOYERS, False), (_BESIDE, True)):
        for match in pattern.finditer(passage.words):
            named = _BODY.findall(match.group(1)) if is_heard else re.findall(r"\w+", match.group(1))
            for body in _BODIES:
                if body in {name.lower() for name in named}:
                    yield _heard(body, passage, quoted(match.group()), is_heard=is_heard)
    for sentence in _INTERVIEWED.findall(passage.words) if passage.is_written else ():
        spoken = {word.lower() for word in re.findall(r"\w+", sentence)}
        if not _DENIES.search(sentence):
            yield from (_heard(body, passage, quoted(sentence), is_heard=True) for body in _BODIES if body in spoken)


def _coders(passage: Passage) -> Iterator[Statement]:
    by = _BY.search(passage.words)
    if by and by.group(1) != "nobody yet":
        names = re.split(r", | and ", by.group(1))
        yield state("coders", len(names), quoted(f"by {by.group(1)}"), passage.place)
    for pattern, value in ((_ALPHA, "yes"), (_NO_ALPHA, "no")):
        match = pattern.search(passage.words)
        if match and not passage.is_written:
            about = "whether it is known how far the coders agree"
            yield Statement(about, value, quoted(match.group()), passage.place)


def _codes(pages: Pages) -> Iterator[Statement]:
    books = pages.grids_with("Code", "Contradict")
    names = Counter(name for grid in books for name in grid.cells("Code"))
    for grid in books:
        for row in grid.records():
            support = row.get("Support") or row.get("Employers", "")
            counted = re.search(r"\b(\d+) of \d+", support)
            if counted and names[row["Code"]] == 1:
                says = quoted(f"{row['Code']}: {support}")
                yield _employers(row["Code"], counted.group(1), says, grid.place)
    for passage in pages.passages:
        is_picture = passage.place.startswith("in the words for a picture")
        if is_picture or passage.words.startswith("Employers named who moves into this work: "):
            yield from _counted(passage, names)


def _counted(passage: Passage, names: Counter[str]) -> Iterator[Statement]:
    for match in _CODE_COUNT.finditer(passage.words):
        name = re.sub(r"^(?:, |and )", "", match.group(1).strip())
        if names[name] == 1:
            says = quoted(match.group()[match.group().index(name) :])
            yield _employers(name, match.group(2), says, passage.place)


def _employers(code: str, value: str, says: str, place: str) -> Statement:
    return Statement(f"the employers of the code “{code}”", value, says, place)
