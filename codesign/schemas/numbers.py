"""The numbers by which people call rows that were made on a screen."""

from __future__ import annotations

from pydantic import Field

from codesign.schemas.row import Id, Row, Text


class Number(Row):
    """The number of a row that was made on a screen, kept after the row is gone so that it is not given again."""

    table = "numbers"
    key = ("numbered", "row")
    numbered: Id = Field(description="name of the row's table")
    row: Id = Field(description="identity of the row, which nobody needs to see")
    number: Id = Field(description="what people call the row, such as A1")
    was: Text = Field("", description="its number before it was moved")
