"""Files brought in: each told by what it is, taken in by the module for it, and reported on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from codesign import schemas
from codesign.errors import CodesignError
from codesign.intake.coded_passages import import_coded, preview_coded
from codesign.intake.employer_workbooks import import_returned, preview_returned
from codesign.intake.interviews import import_interview
from codesign.intake.received import Kind, Received, table_name
from codesign.intake.refi_projects import import_refi
from codesign.intake.report import ImportReport
from codesign.intake.study_tables import import_table
from codesign.intake.taxonomies import refuse_framework
from codesign.study.folder import Study

WOULD = ("would come in", "would be refused")
_CODED = (Kind.CODINGS, Kind.CODEBOOK)


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
    for path in _sorted(paths):
        act = partial(_import_path, study, path, participant_id, columns or {})
        reports.append(reported(path.name, act))
        tell(reports[-1])
    return reports


def preview_files(
    study: Study, paths: Iterable[Path], *, columns: Mapping[str, str] | None = None
) -> list[ImportReport]:
    """Report how tables of coded passages and codebooks would be understood; nothing is written."""
    reports = [reported(path.name, partial(_preview, study, path, columns or {})) for path in _sorted(paths)]
    usual = ImportReport.verdicts
    return [replace(one, verdicts=WOULD) if one.verdicts == usual else one for one in reports]


def reported(name: str, act: Callable[[], ImportReport]) -> ImportReport:
    """Return the report of what is done with a file, or the one on its refusal."""
    try:
        return act()
    except (CodesignError, OSError) as error:
        return ImportReport.refused(name, error)


def _preview(study: Study, path: Path, columns: Mapping[str, str]) -> ImportReport:
    received = Received.read(path)
    if received.kind_by(columns) is Kind.EMPLOYER:
        return preview_returned(study, received)
    if received.kind_by(columns) not in _CODED:
        why_not = (
            "Only employer workbooks, and tables of coded passages and codebooks of other programs, have one. The "
            "report on any other import says what came in, and one Undo in 01 takes codes and codings back."
        )
        return ImportReport(path.name, is_in=False, sentences=(why_not,), verdicts=("", "has no preview"))
    return ImportReport(path.name, is_in=True, sentences=tuple(preview_coded(study, received, columns)))


def _import_path(study: Study, path: Path, participant_id: str, columns: Mapping[str, str]) -> ImportReport:
    return import_received(study, Received.read(path), participant_id=participant_id, columns=columns)


def import_received(
    study: Study, received: Received, *, participant_id: str = "", columns: Mapping[str, str] | None = None
) -> ImportReport:
    """Take one file in and report on it; RefusedFile, SaveError or StudyDataError tell why it did not come in."""
    kind = received.kind_by(columns or {})
    if kind.is_of_others and not columns:
        refuse_framework(received)
    if kind is Kind.INTERVIEW:
        return import_interview(study, received, participant_id)
    if kind is Kind.EMPLOYER:
        return import_returned(study, received)
    if kind is Kind.REFI:
        sentences = import_refi(study, received)
    elif kind in _CODED:
        sentences = import_coded(study, received, columns or {})
    else:
        sentences = import_table(study, received)
    return ImportReport(received.name, is_in=True, sentences=tuple(sentences))


def _sorted(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: place_in_order(path.name))


def place_in_order(name: str) -> tuple[int, str]:
    """Return where a file stands among others: people before their interviews, both before what is said of them."""
    names = ["participants", "", *schemas.TABLES]
    table = table_name(name)
    return (names.index(table if table in names else ""), name)
