"""Files brought in: each told by what it is, taken in by the module for it, and reported on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from codesign import readers, schemas, spreadsheets
from codesign.errors import CodesignError, RefusedFile
from codesign.intake import passages_from_tables, refi_projects
from codesign.intake.interviews import import_interview
from codesign.intake.own_tables import import_table, table_name
from codesign.intake.report import ImportReport
from codesign.study.folder import Study

TABLE_FORMATS = (".csv", ".xlsx")
WOULD = ("would come in", "would be refused")


def import_files(
    study: Study,
    paths: Iterable[Path],
    *,
    participant_id: str = "",
    columns: Mapping[str, str] | None = None,
    tell: Callable[[ImportReport], None] = lambda _report: None,
) -> list[ImportReport]:
    """Import interviews and tables, one report a file; a file that is refused stops none of the others.

    Tables come in the order in which they refer to each other. `participant_id` says who was interviewed when
    one interview is imported; `columns` which column of a table of coded passages is which, where it is not plain.
    `tell` is given each report as soon as it is there.
    """
    reports = []
    for path in sorted(paths, key=_order):
        reports.append(_reported(path, partial(_import, study, path, participant_id, columns or {})))
        tell(reports[-1])
    return reports


def preview_files(
    study: Study, paths: Iterable[Path], *, columns: Mapping[str, str] | None = None
) -> list[ImportReport]:
    """Report how tables of coded passages and codebooks would be understood; nothing is written."""
    found = [_reported(path, partial(_preview, study, path, columns or {})) for path in sorted(paths, key=_order)]
    plain = ImportReport.verdicts
    return [replace(one, verdicts=WOULD) if one.verdicts == plain else one for one in found]


def _reported(path: Path, act: Callable[[], ImportReport]) -> ImportReport:
    try:
        return act()
    except (CodesignError, OSError) as error:
        return ImportReport.refused(path.name, error)


def _preview(study: Study, path: Path, columns: Mapping[str, str]) -> ImportReport:
    content = path.read_bytes()
    readers.preflight(path.name, content)
    if path.suffix.lower() not in TABLE_FORMATS or not is_coded(path.name, content, columns):
        told = (
            "Only tables of coded passages and codebooks (.csv, .xlsx) of other programs have one. The report on any "
            "other import says what came in, and one Undo in 01 takes codes and codings back."
        )
        return ImportReport(path.name, is_in=False, sentences=(told,), verdicts=("", "has no preview"))
    return ImportReport(
        path.name, is_in=True, sentences=tuple(passages_from_tables.preview_coded(study, path.name, content, columns))
    )


def _import(study: Study, path: Path, participant_id: str, columns: Mapping[str, str]) -> ImportReport:
    content = path.read_bytes()
    readers.preflight(path.name, content)
    if path.suffix.lower() in refi_projects.ENDINGS:
        told = refi_projects.import_refi(study, path.name, content, import_interview)
        return ImportReport(path.name, is_in=True, sentences=tuple(told))
    if path.suffix.lower() in TABLE_FORMATS:
        sentences = (
            passages_from_tables.import_coded(study, path.name, content, columns)
            if is_coded(path.name, content, columns)
            else import_table(study, path.name, content)
        )
        return ImportReport(path.name, is_in=True, sentences=tuple(sentences))
    return import_interview(study, path.name, content, participant_id)


def is_coded(name: str, content: bytes, columns: Mapping[str, str]) -> bool:
    """Tell a table of coded passages or a codebook of another program from one of our own tables."""
    table = table_name(name)
    if not columns and table in schemas.TABLES and table not in ("codes", "codings"):
        return False
    rows = spreadsheets.read_rows(name, content)
    if not rows and table not in schemas.TABLES:
        raise RefusedFile(f"{name} has no row below its headings. Nothing was changed.")
    headings = list(rows[0]) if rows else []
    own = {"codes": "code_id", "codings": "transcript_id"}.get(table, "")
    return bool(columns) or (own not in headings and bool(passages_from_tables.kind(headings, columns)))


def _order(path: Path) -> tuple[int, str]:
    """Put people before their interviews, and both before what is said of them."""
    names = ["participants", "", *schemas.TABLES]
    table = table_name(path.name)
    return (names.index(table if table in names else ""), path.name)
