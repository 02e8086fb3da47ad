"""Every number of the sample's four proposals, as a committee reads them, beside a second reckoning from the journal."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree
from recomputed import Reckoning, Told, alpha, replayed, told

from codesign import proposal, word
from codesign.figures import canvas
from codesign.study import Study
from codesign.workbook import Workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "interview_data" / "clean-energy"
SCOPES = ("", "hydrogen", "energy efficiency", "building retrofit")
Line = tuple[str, str]
"""The heading a line of the document stands under, and the line."""

NOT_COMPUTED = (
    r"“9 of 12 employers”",
    r"^INT-\d\d \|.*\| [0-9a-f]{12}$",
    r"^(Table|Figure) \d+\. ",
    r"\| Table 1( \||$)",
    r"^(CICan|eCampusOntario|EU) [^|]*\|",
    r"^\d+ \| ",
    r"( \| Task \d)+$",
    r"\b(E-\d{3,}|C-\d\d(\.\d+)?|AS-\d+|INT-\d\d|[FMTE]\d+|[A-G]\d)\b",
    r"\b\d{4}-\d\d(-\d\d)?\b",
    r"\b(August|September|October)( to (September|October))? 2026\b",
    r"At most \d+ words\.",
    r"\b[Vv]ersion 1\b",
    r"^(NOC|CIP) [^|]*\| [\d., ]+$",
    r"\| (NOC 2021|Skills for Success) \| \d* \| ",
    r"\| 2021( v1\.0)?$",
    r"fingerprint [0-9a-f]{4} [0-9a-f]{4}$",
    r"Krippendorff's alpha, (.* )?is 1 where coders always agree and 0 where they agree no more than chance alone",
    r"a code under 0\.667 is too weak",
    r"Reliability says .*: 1 wholly, 0 not at all\.",
    r"importance, frequency and difficulty from 1 to 5\.",
    r"each brought to 0 to 1 first\.",
)
"""What has digits and is no result: ids, dates, versions, codes of frameworks, checksums, scales."""


@cache
def lines(sector: str) -> tuple[Line, ...]:
    """The visible lines of the finished proposal of a scope; a row of a table is one line, a figure its description."""
    changes = {"sector": sector} if sector else {}
    work = Workbook(Study.open(SAMPLE, person="Reader", device="test"), changes, ROOT)
    made = proposal.build(work.facts, fingerprint=work.fingerprint)
    return tuple(read(word.render(made, work.template)))


def read(content: bytes) -> Iterator[Line]:
    """Read the body with zip and XML alone, as fast as a test has to be."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body, styles = etree.fromstring(package.read("word/document.xml"))[0], package.read("word/styles.xml")
    names = {one.get(W + "styleId"): one.find(W + "name").get(W + "val") for one in etree.fromstring(styles).iter(W + "style")}
    heading = ""
    for element in body.iter(W + "p", W + "tr"):
        if element.tag == W + "tr":
            cells = [" / ".join(words(one) for one in cell.iter(W + "p")) for cell in element.iter(W + "tc")]
            yield heading, " | ".join(cells)
        elif next(element.iterancestors(W + "tc"), None) is None:
            style = names.get(next((one.get(W + "val") for one in element.iter(W + "pStyle")), ""), "").lower()
            heading = words(element) if re.match(r"heading \d|proposal front heading", style) else heading
            if words(element) and not style.startswith("toc"):
                yield heading, words(element)
            yield from ((heading, shown.get("descr", "")) for shown in element.iter("{*}docPr"))


def words(paragraph: Any) -> str:
    """The words of a paragraph."""
    parts = [one.text or "" if one.tag == W + "t" else " / " if one.tag == W + "br" else " " for one in paragraph.iter(W + "t", W + "tab", W + "br")]
    return " ".join("".join(parts).split())


@cache
def expected(sector: str) -> tuple[Told, ...]:
    return tuple(told(Reckoning(SAMPLE, sector)))


def pattern(one: Told) -> re.Pattern[str]:
    """Where a line says it: the words in this order, whole numbers only."""
    return re.compile(r"(?<![\d.])" + ".*?".join(map(re.escape, one.parts)) + r"(?!\d)")


def says(line: Line, one: Told) -> bool:
    return line[0] == one.heading and bool(pattern(one).search(line[1]))


@cache
def typed() -> tuple[str, ...]:
    """What people typed that has a digit, the longest first: no result of the workbook."""
    words = set(strings(yaml.safe_load((SAMPLE / "study.yaml").read_text("utf-8"))))
    for rows in replayed(SAMPLE / "journal").values():
        words |= set(strings(rows))
    pieces = {" ".join(piece.split()).rstrip(".") for one in words for piece in one.split("\n\n")}
    return tuple(sorted((one for one in pieces if re.search(r"\d", one) and re.search(r"[a-z]{3}", one)), key=len, reverse=True))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def left_over(line: Line, covered: list[Told]) -> str:
    """What is left of a line that has a number when everything known is taken from it."""
    rest = line[1]
    for one in covered:
        if one.heading == line[0]:
            for part in one.parts if pattern(one).search(line[1]) else ():
                rest = rest.replace(part, " ", 1)
    for known in (*map(re.compile, NOT_COMPUTED), re.compile("“[^”]*”")):
        rest = known.sub(" ", rest)
    for one in typed():
        rest = rest.replace(one, " ")
    return rest if re.search(r"\d", rest) else ""


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the figures here; drawing them takes most of the time."""
    monkeypatch.setattr(canvas, "DPI", 10)


@pytest.mark.parametrize("sector", SCOPES)
def test_what_was_worked_out_again_stands_in_the_proposal(sector: str) -> None:
    found = lines(sector)
    missing = [one for one in expected(sector) if not one.offered and not any(says(line, one) for line in found)]
    assert missing == []


@pytest.mark.parametrize("sector", SCOPES)
def test_no_number_of_the_proposal_is_left_that_was_not_worked_out_again(sector: str) -> None:
    known = list(expected(sector))
    left = [(heading, words) for heading, words in lines(sector) if left_over((heading, words), known)]
    assert [(one[0], one[1], left_over(one, known).split()) for one in left] == []
