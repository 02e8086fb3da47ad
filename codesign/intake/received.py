"""A received file, opened once: whatever takes it into a study asks it, and nothing opens it again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path

from codesign import readers, schemas, spreadsheets
from codesign.errors import RefusedFile
from codesign.intake.employer_marks import is_returned
from codesign.intake.headings import CODE_NAMES, CODING_NAMES, Columns, are_enough, recognised
from codesign.readers import PROJECT_FORMATS, TABLE_FORMATS

_OWN_KEYS = {"codes": "code_id", "codings": "transcript_id"}
"""The column by which one of our tables is told from another program's where both may have its name."""


class Kind(Enum):
    """What a received file is to a study."""

    INTERVIEW = "interview"
    REFI = "REFI-QDA project or codebook"
    OWN = "table of the study"
    EMPLOYER = "employer workbook"
    CODINGS = "coded passages"
    CODEBOOK = "codebook"
    UNKNOWN = "table whose columns say nothing"

    @property
    def is_of_others(self) -> bool:
        """Whether it is a table of another program, or may be one."""
        return self in (Kind.CODINGS, Kind.CODEBOOK, Kind.UNKNOWN)


@dataclass(frozen=True)
class Received:
    """A file as somebody gave it to us: its name and bytes, and what they hold, parsed when it is first asked for.

    Made by `opened` or `read`, which refuse what is not safe to hand to a reader.
    """

    name: str
    content: bytes = field(repr=False)

    @classmethod
    def opened(cls, name: str, content: bytes) -> Received:
        """Return a file by its name and bytes; RefusedFile where it is not safe to read."""
        readers.preflight(name, content)
        return cls(name, content)

    @classmethod
    def read(cls, path: Path) -> Received:
        """Return the file at a path; RefusedFile where it is not safe to read."""
        return cls.opened(path.name, path.read_bytes())

    @property
    def ending(self) -> str:
        """The end of its name from the last dot, in small letters."""
        return Path(self.name).suffix.lower()

    @cached_property
    def sha256(self) -> str:
        """The checksum of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def reading(self) -> readers.Reading:
        """The text of an interview; RefusedFile where there is none to be had."""
        return readers.read_checked_document(self.name, self.content)

    # tables -------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Sequence[Mapping[str, str]]:
        """The rows of a table by its headings, every cell as text; RefusedFile where it is no table."""
        return tuple(spreadsheets.read_checked_rows(self.name, self.content))

    @property
    def headings(self) -> Sequence[str]:
        """The headings of a table; none where it has no row."""
        return tuple(self.rows[0]) if self.rows else ()

    @property
    def table(self) -> str:
        """The table it is named after, whether there is one of that name or not."""
        return table_name(self.name)

    @cached_property
    def is_employer_workbook(self) -> bool:
        """Whether it has the hidden marks of a workbook that was made for an employer to fill in."""
        return is_returned(self.name, self.content)

    @cached_property
    def kind(self) -> Kind:
        """What it is by its name and headings alone."""
        return self.kind_by({})

    def kind_by(self, columns: Columns) -> Kind:
        """Return what it is where a person said which of its columns is which; RefusedFile for a table without rows.

        Our own tables are known by their names alone, and so may be empty.
        """
        if self.ending in PROJECT_FORMATS:
            return Kind.REFI
        if self.ending not in TABLE_FORMATS:
            return Kind.INTERVIEW
        if self.is_employer_workbook:
            return Kind.EMPLOYER
        is_named = self.table in schemas.TABLES
        if is_named and not columns and self.table not in _OWN_KEYS:
            return Kind.OWN
        if not is_named and not self.rows:
            raise RefusedFile(f"{self.name} has no row below its headings. Nothing was changed.")
        if not columns and _OWN_KEYS.get(self.table) in self.headings:
            return Kind.OWN
        kind = _kind_of_others(self.headings, columns)
        return Kind.OWN if is_named and kind is Kind.UNKNOWN else kind


def table_name(name: str) -> str:
    """Return the table a file is named after, such as postings for job_postings.csv."""
    stem = Path(name).stem.lower().strip()
    by_source = {Path(row.source).stem: row.table for row in schemas.ROWS if row.source}
    return by_source.get(stem, stem)


def _kind_of_others(headings: Sequence[str], given: Columns) -> Kind:
    passages, described = recognised(headings, CODING_NAMES), recognised(headings, CODE_NAMES)
    if "name" in given:
        return Kind.CODEBOOK
    if given or are_enough(passages):
        return Kind.CODINGS
    # A column of documents or positions beside codes nobody describes: passages whose words are under a name unknown.
    says_where = bool(passages.keys() & {"transcript", "quote", "start", "end"})
    is_described = not described.keys() <= {"name", "family"}
    return Kind.CODEBOOK if "name" in described and (is_described or not says_where) else Kind.UNKNOWN
