"""All tables by name: empty ones, filled ones, and everything that is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from codesign.errors import Problem
from codesign.schemas.employer_workbooks import EmployerWorkbook, ReturnedWorkbook, SetAsideAnswer
from codesign.schemas.interviews import (
    ChosenClaim,
    ChosenQuote,
    Code,
    Coding,
    Finding,
    FindingCode,
    Reconciliation,
    Segment,
    Speaker,
    SuggestionAnswer,
    Transcript,
)
from codesign.schemas.job import (
    Duty,
    Rater,
    Rating,
    SideListEvidence,
    SideListItem,
    Task,
    TaskDecision,
    TaskEvidence,
    TaskProposal,
    WordingOverride,
)
from codesign.schemas.learning import (
    Assessment,
    AssessmentCriterion,
    Competency,
    CompetencyTask,
    KnowledgeItem,
    PerformanceCriterion,
)
from codesign.schemas.mappings import ColumnMapping, PseudonymSalt
from codesign.schemas.numbers import Number
from codesign.schemas.occupations import OccupationAnswer, Taxonomy
from codesign.schemas.program import (
    Alignment,
    Approval,
    AuthorText,
    BudgetLine,
    CitedSource,
    Commitment,
    ConsultationChange,
    Enrolment,
    Module,
    ModuleCompetency,
    PathwayStep,
    RecognitionAction,
    TextChoice,
    UseCase,
)
from codesign.schemas.received import Participant, Posting, SurveyResponse
from codesign.schemas.row import Row
from codesign.schemas.scan import ScanVerdict

ROWS: tuple[type[Row], ...] = (
    Participant,
    Posting,
    SurveyResponse,
    Transcript,
    Speaker,
    Segment,
    Code,
    Coding,
    Reconciliation,
    SuggestionAnswer,
    Finding,
    FindingCode,
    ChosenClaim,
    ChosenQuote,
    Duty,
    Task,
    TaskEvidence,
    Rater,
    Rating,
    TaskDecision,
    SideListItem,
    SideListEvidence,
    TaskProposal,
    WordingOverride,
    ScanVerdict,
    EmployerWorkbook,
    ReturnedWorkbook,
    SetAsideAnswer,
    Taxonomy,
    OccupationAnswer,
    Competency,
    CompetencyTask,
    PerformanceCriterion,
    KnowledgeItem,
    Assessment,
    AssessmentCriterion,
    Module,
    ModuleCompetency,
    PathwayStep,
    UseCase,
    RecognitionAction,
    Commitment,
    ConsultationChange,
    Alignment,
    AuthorText,
    TextChoice,
    Approval,
    CitedSource,
    Enrolment,
    BudgetLine,
    ColumnMapping,
    PseudonymSalt,
    Number,
)
TABLES: Mapping[str, type[Row]] = {row.table: row for row in ROWS}
OF_INTERVIEWS = ("transcripts", *(name for name, row in TABLES.items() if "transcript_id" in row.references))
"""Every table with rows of an interview: what leaves with it."""
OF_CODINGS = tuple(name for name, row in TABLES.items() if "coding_id" in row.references)
"""Every table whose rows name a coding: what follows where two codings become one."""

Tables = Mapping[str, pd.DataFrame]
"""All tables of a study by name; each has the columns of its class, in order."""

KEY_SEPARATOR = "|"


def columns(table: str) -> list[str]:
    """Return the column names of a table, in order."""
    return list(TABLES[table].model_fields)


def row_id(table: str, values: Mapping[Any, Any]) -> str:
    """Return the id of a row: its key columns joined by `|`; a `|` within one is written %7C."""
    return KEY_SEPARATOR.join(key_text(values.get(column, "")) for column in TABLES[table].key)


def key_text(value: object) -> str:
    """Return the value of a key column as it stands in a row id."""
    return str(value).replace("%", "%25").replace(KEY_SEPARATOR, "%7C")


def key_fields(table: str, row: str) -> dict[str, str]:
    """Return the key columns of a row id, the reverse of `row_id`; ValueError when it is none of this table."""
    values = row.split(KEY_SEPARATOR)
    if "%" in row:
        values = [part.replace("%7C", KEY_SEPARATOR).replace("%25", "%") for part in values]
    return dict(zip(TABLES[table].key, values, strict=True))


def empty(table: str) -> pd.DataFrame:
    """Return a table with its columns and no rows."""
    return _empty(table).copy(deep=False)


@cache
def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns(table)})


def frame(table: str, rows: Iterable[Row | Mapping[Any, Any]]) -> pd.DataFrame:
    """Return rows as a table with every column of its class, in order; object columns, None where missing."""
    filled = [row.model_dump() if isinstance(row, Row) else row for row in rows]
    if not filled:
        return empty(table)
    blank = {name: _blank(field) for name, field in TABLES[table].model_fields.items()}
    values = {name: [row.get(name, missing) for row in filled] for name, missing in blank.items()}
    return pd.DataFrame(values, columns=list(blank), dtype=object)


def _blank(field: FieldInfo) -> Any:
    """Return what stands in an empty cell: the default, else nothing, as text or as no number."""
    if not field.is_required():
        return field.get_default()
    return None if field.annotation in (int, float, bool) else ""


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as mappings, in order; ten times as fast as pandas' own for text columns."""
    columns_of = [str(column) for column in table.columns]
    rows = zip(*(table[column].tolist() for column in table.columns), strict=True)
    return [dict(zip(columns_of, row, strict=True)) for row in rows]


def complete(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with an empty one for each that is not there."""
    return {name: tables[name] if name in tables else empty(name) for name in TABLES}


def row_problems(table: str, values: Mapping[str, Any], *, where: str = "", line: int = 0) -> list[Problem]:
    """Return what is wrong with one row, one problem a cell; an empty list when it is right."""
    try:
        TABLES[table].model_validate(dict(values))
    except ValidationError as error:
        return [_problem(table, values, detail, where or table, line) for detail in error.errors()]
    return []


def table_problems(
    table: str, rows: Sequence[Mapping[str, Any]], *, where: str = "", first_line: int = 0
) -> list[Problem]:
    """Return what is wrong with the rows of a table, repeated keys included."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, values in enumerate(rows):
        line = first_line + number if first_line else 0
        problems += row_problems(table, values, where=where, line=line)
        identity = row_id(table, values)
        if identity in seen:
            problems.append(
                Problem(
                    where or table,
                    ", ".join(TABLES[table].key),
                    identity,
                    "stands in more than one row; each row needs its own",
                    identity,
                    line,
                )
            )
        seen[identity] = line
    return problems


def reference_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return every cell that names a row of another table which is not there."""
    problems: list[Problem] = []
    for name, table in tables.items():
        for column, target in TABLES[name].references.items():
            problems += _missing_targets(name, table, column, target, tables)
    return problems


def _missing_targets(
    name: str, table: pd.DataFrame, column: str, target: str, tables: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    if table.empty:
        return []
    keys = set(tables[target][TABLES[target].key[0]].tolist()) if target in tables else set()
    missing = [at for at, named in enumerate(table[column].tolist()) if named != "" and named not in keys]
    return [
        Problem(
            TABLES[name].source or name,
            column,
            str(row[column]),
            f"is not in {TABLES[target].source or target}",
            row_id(name, row),
        )
        for row in (records(table.iloc[missing]) if missing else ())
    ]


def _problem(table: str, values: Mapping[str, Any], detail: Any, where: str, line: int) -> Problem:
    column = str(detail["loc"][0]) if detail["loc"] else ""
    value = "" if values.get(column) is None else str(values.get(column))
    return Problem(where, column, value, _allowed(table, detail), row_id(table, values), line)


def _is_number(value: Any) -> bool:
    try:
        return bool(float(value) == float(value))
    except (TypeError, ValueError):
        return False


def _allowed(table: str, detail: Any) -> str:
    kind, context = str(detail["type"]), detail.get("ctx", {})
    if kind == "literal_error" and detail["input"] == "":
        kind = "missing"
    if kind == "int_parsing" and _is_number(detail["input"]):
        kind = "int_from_float"
    sentences = {
        "extra_forbidden": f"is not a column of {table}; its columns are {', '.join(columns(table))}",
        "literal_error": f"is not allowed; choose {context.get('expected')}",
        "greater_than_equal": f"is below {context.get('ge')}, the least allowed",
        "less_than_equal": f"is above {context.get('le')}, the most allowed",
        "string_too_long": f"is longer than {context.get('max_length')} characters",
        **_SENTENCES,
    }
    return sentences.get(kind) or "is not allowed here: " + str(detail["msg"]).lower()


_SENTENCES = {
    "missing": "must be filled in",
    "string_too_short": "must be filled in",
    "string_type": "is not text",
    "string_pattern_mismatch": "is not a date; write YYYY-MM-DD",
    "date_impossible": "is not a date; write YYYY-MM-DD",
    "int_from_float": "is not a whole number",
    **dict.fromkeys(("int_parsing", "int_type", "float_parsing", "float_type", "finite_number"), "is not a number"),
    **dict.fromkeys(("bool_parsing", "bool_type"), "is not yes or no"),
}
