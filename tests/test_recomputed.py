"""Every number of the sample's four proposals, as a committee reads them, beside a second reckoning."""

from __future__ import annotations

import ast
import base64
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree
from matplotlib.figure import Figure
from recomputed import Reckoning, alpha, replayed
from recomputed_words import Told, told

from codesign import proposal, word
from codesign.study import Study
from codesign.workbook import Workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "interview_data" / "clean-energy"
SCOPES = ("", "hydrogen", "energy efficiency", "building retrofit")
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
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
    r"fingerprint [0-9a-f]{4} [0-9a-f]{4}( \d+ of \d+)?$",
    r"Krippendorff's alpha, (.* )?is 1 where coders always agree and 0 where they agree no more than chance alone",
    r"a code under 0\.667 is too weak",
    r"Reliability says .*: 1 wholly, 0 not at all\.",
    r"importance, frequency and difficulty from 1 to 5\.",
    r"each brought to 0 to 1 first\.",
)
"""What has digits and is no result: ids, dates, versions, codes of frameworks, checksums, scales."""


@cache
def sample() -> Study:
    return Study.open(SAMPLE, person="Reader", device="test")


@cache
def lines(sector: str) -> tuple[Line, ...]:
    """The visible lines of the finished proposal of a scope; a row of a table is one line, a figure its description."""
    changes = {"sector": sector} if sector else {}
    work = Workbook(sample(), changes, ROOT)
    made = proposal.build(work.facts, fingerprint=work.fingerprint)
    return tuple(read(word.render(made, work.template)))


def read(content: bytes) -> Iterator[Line]:
    """Read the body with zip and XML alone, as fast as a test has to be."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body, styles = etree.fromstring(package.read("word/document.xml"))[0], package.read("word/styles.xml")
        edges = [name for name in package.namelist() if re.match(r"word/(header|footer)\d*\.xml", name)]
        for part in edges:
            yield from (("", words(one)) for one in etree.fromstring(package.read(part)).iter(W + "p"))
    names = {
        one.get(W + "styleId"): one.find(W + "name").get(W + "val")
        for one in etree.fromstring(styles).iter(W + "style")
    }
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
    parts = [
        one.text or "" if one.tag == W + "t" else " / " if one.tag == W + "br" else " "
        for one in paragraph.iter(W + "t", W + "tab", W + "br")
    ]
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
    return tuple(
        sorted((one for one in pieces if re.search(r"\d", one) and re.search(r"[a-z]{3}", one)), key=len, reverse=True)
    )


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def left_over(line: Line, covered: Iterable[Told]) -> str:
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
def one_picture_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the figures here, and drawing them takes long; what they say stands in their descriptions."""
    monkeypatch.setattr(Figure, "savefig", lambda _self, file, **_options: file.write(PICTURE))


@pytest.mark.parametrize("sector", SCOPES)
def test_the_proposal_says_what_was_worked_out_again_and_no_other_number(sector: str) -> None:
    found, known = lines(sector), expected(sector)
    assert [one for one in known if not one.offered and not any(says(line, one) for line in found)] == []
    assert [line for line in found if left_over(line, known)] == []


def test_another_number_in_any_place_is_noticed() -> None:
    found, known = lines("hydrogen"), expected("hydrogen")
    for one in (one for one in known if not one.offered):
        heading, words = next(line for line in found if says(line, one))
        number = re.search(r"\d+(?=\D*$)", re.sub(r"\b[A-Z]+-?\d+", "", one.parts[-1]))
        if number and (place := words.rfind(number.group(), 0, pattern(one).search(words).end())) >= 0:  # type: ignore[union-attr]
            changed = f"{words[:place]}{int(number.group()) + 1}{words[place + len(number.group()) :]}"
            assert not says((heading, changed), one) or left_over((heading, changed), known), changed


def test_the_second_reckoning_shares_no_code_with_the_package() -> None:
    trees = [ast.parse((ROOT / "tests" / name).read_text("utf-8")) for name in ("recomputed.py", "recomputed_words.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    names += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "numpy", "yaml", "recomputed"}


def test_its_alpha_is_that_of_krippendorffs_example_of_a_yes_or_no() -> None:
    first, second = "0100000010", "1110010000"
    counts = Counter((int(one) + int(two), 2) for one, two in zip(first, second, strict=True))
    assert alpha(counts) == pytest.approx(0.095, abs=0.001)
