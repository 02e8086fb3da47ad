"""Tables of survey programs and job boards, whose columns are matched to ours once and remembered."""

from codesign.intake.mapping.mapped import (
    AnswersInWords,
    ColumnRead,
    MappedTable,
    TableReading,
    mapped_rows,
    set_aside,
)
from codesign.intake.mapping.parts import KINDS

__all__ = ["KINDS", "AnswersInWords", "ColumnRead", "MappedTable", "TableReading", "mapped_rows", "set_aside"]
