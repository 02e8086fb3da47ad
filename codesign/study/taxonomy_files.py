"""Files of occupational frameworks in a study: kept as received, and what they say kept ready on this computer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from codesign import readers, spreadsheets
from codesign.errors import Problem, RefusedFile
from codesign.study.files import write_once
from codesign.study.person import ready_text, remember_ready_text

if TYPE_CHECKING:
    from codesign.taxonomies import Finder, Part

FOLDER = "sources/taxonomies"
TABBED = (".tsv", ".txt")
TABLES = (".csv", ".xlsx", *TABBED)


def rows_of(name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of a framework's file; RefusedFile where it is not safe, cut off, or no table."""
    place = PurePosixPath(name)
    if place.suffix.lower() not in TABLES:
        raise RefusedFile(
            f"{name} is no table. Files of a framework are .csv or .xlsx, or .txt with tabs, as they are published."
        )
    if place.suffix.lower() in TABBED:
        readers.preflight(f"{place.stem}.txt", content)
        return _tabbed(name, content)
    rows = spreadsheets.read_rows(name, content)
    if place.suffix.lower() == ".csv":
        _refuse_cut_off(name, content, rows)
    return rows


def _tabbed(name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of a table with tabs; a quotation mark in it is only that."""
    lines = readers.decode(content)[0].lstrip("\ufeff").splitlines()
    columns = [cell.strip() for cell in lines[0].split("\t")] if lines else []
    if len(columns) < 2:
        raise RefusedFile(f"{name} is no table: its first line has no tabs. Take the file as it is published.")
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines[1:] if line.strip()]
    rows = [dict(zip(columns, one, strict=False)) for one in cells]
    _refuse_cut_off(name, content, rows if not cells or len(cells[-1]) == len(columns) else [*rows[:-1], {}])
    return [{column: row.get(column, "") for column in columns} for row in rows]


def _refuse_cut_off(name: str, content: bytes, rows: Sequence[Mapping[str, str]]) -> None:
    """Refuse a file whose last line ends in the middle: a published file ends with a whole one."""
    ends = content.rstrip(b"\0")[-1:] in (b"\n", b"\r")
    last = list(rows[-1].values()) if rows else ["whole"]
    before = list(rows[-2].values()) if len(rows) > 1 else last
    if not ends and (not last or (not last[-1] and before[-1])):
        raise RefusedFile(
            f"{name} is cut off: its last line ends in the middle. Download it again and bring in the whole file. "
            "Nothing was changed."
        )


def keep(folder: Path, name: str, content: bytes) -> str:
    """Keep a file as it was received and return its name there; another file of this name gets a name beside it."""
    place = folder / FOLDER / name
    if place.exists() and place.read_bytes() != content:
        place = place.with_name(f"{place.stem} {hashlib.sha256(content).hexdigest()[:8]}{place.suffix}")
    write_once(place, content)
    return place.name


def read_part(name: str, content: bytes, version: str = "") -> Part:
    """Return what a framework's file says; RefusedFile, with what was looked for, where it is none of them."""
    from codesign import taxonomies

    sha256 = hashlib.sha256(content).hexdigest()
    ready = _ready(sha256)
    if ready is not None:
        return ready
    rows = rows_of(name, content)
    headings = list(rows[0]) if rows else []
    seen = taxonomies.recognised(headings)
    if seen is None:
        raise RefusedFile(f"{taxonomies.why_none(headings)} Nothing was changed." if rows else f"{name} has no rows.")
    part = taxonomies.part_of(seen, rows, version)
    remember_ready_text(_place(sha256), "\n".join(part.as_lines()))
    return part


def _place(sha256: str) -> str:
    from codesign.taxonomies import FORMAT

    return f"taxonomies/{sha256}-{FORMAT}.jsonl"


def _ready(sha256: str) -> Part | None:
    """Return what was read of a file before on this computer, None where it was not."""
    from codesign.taxonomies import Part

    try:
        return Part.of_lines(ready_text(_place(sha256)).split("\n"))
    except (ValueError, TypeError, KeyError):
        return None


def finder(folder: Path, rows: Sequence[Mapping[str, Any]]) -> Finder:
    """Return the search through the files that the table of taxonomies names; one that is not there is left out."""
    from codesign import taxonomies

    arrived = []
    for row in rows:
        part = _kept_part(folder, row)
        if part is not None:
            arrived.append(taxonomies.Arrived(part, str(row["version"]), str(row["imported_on"])))
    return taxonomies.Finder(taxonomies.Library(arrived))


def _kept_part(folder: Path, row: Mapping[str, Any]) -> Part | None:
    ready = _ready(str(row["sha256"]))
    if ready is not None:
        return ready
    try:
        content = (folder / FOLDER / str(row["file"])).read_bytes()
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            return None
        return read_part(str(row["file"]), content)
    except (OSError, RefusedFile):
        return None


def missing(folder: Path, rows: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return the files of frameworks that are not there any more."""
    wrong = []
    for row in rows:
        place = folder / FOLDER / str(row["file"])
        if not place.is_file():
            sentence = f"is missing, so {row['framework']} may not be searched whole. Bring it back, or import it again"
            wrong.append(Problem(f"{FOLDER}/{row['file']}", "", "", sentence, level="unfinished"))
    return wrong


def unknown_codes(
    alignments: Sequence[Mapping[str, Any]], noc: Sequence[str], unknown: Callable[[str, str, str], str]
) -> list[Problem]:
    """Return the codes that a framework of the study does not have: those of alignments, and the program's own."""
    named = [("alignments", row["alignment_id"], row["framework"], row["code"], row["title"]) for row in alignments]
    named += [("study.yaml", "", "NOC 2021", code, "") for code in noc]
    return [
        Problem(where, "code", code, sentence, row, level="unfinished")
        for where, row, framework, code, title in named
        if (sentence := unknown(framework, code, title))
    ]
