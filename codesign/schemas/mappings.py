"""How tables of survey programs and job boards are read: the part of each column, and what makes pseudonyms."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from codesign.schemas.row import Id, Row, Text

MappedKind = Literal["ratings", "survey", "postings"]


class ColumnMapping(Row):
    """What one column of a table of another program holds, as somebody chose; kept for the next table like it."""

    table = "column_mappings"
    key = ("kind", "headings_sha256", "letter")
    kind: MappedKind = Field(description="what the table was taken in as")
    headings_sha256: Id = Field(description="checksum of all headings, by which the same survey is told next time")
    letter: Id = Field(description="the column as a spreadsheet calls it, such as C")
    heading: Text = Field("", description="its heading, for people")
    part: Text = Field("", description="what it holds, such as importance; empty for not used")
    task_id: Text = Field("", description="task it is about; empty for none")
    answers: Text = Field("", description="what answers in words mean, one a line, such as Very important = 5")


class PseudonymSalt(Row):
    """What makes pseudonyms of respondents in this study unlike those of any other; no name can be read from it."""

    table = "pseudonym_salts"
    key = ("salt",)
    salt: Id = Field(description="random letters and digits, made once")
