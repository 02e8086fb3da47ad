"""The tables of the analysis as files: one .xlsx with a sheet a table, or a folder with a .csv each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from codesign.errors import StudyError

if TYPE_CHECKING:
    from codesign.study import Workbook


def write_analysis(work: Workbook, path: Path) -> list[str]:
    """Write the tables of `analysis.sheets` and return what a person should know; StudyError where they cannot lie.

    The tables of a sample study say SAMPLE, and so do the names of the .csv files.
    """
    from codesign import analysis, spreadsheets
    from codesign.study.files import write_whole

    _refuse(work, path)
    tables = analysis.sheets(work.tables, work.parameters)
    if path.suffix.lower() == ".xlsx":
        write_whole(path, spreadsheets.workbook_bytes(tables))
        return [f"{len(tables)} tables, a sheet each: {', '.join(tables)}."]
    mark = " SAMPLE" if work.parameters.sample else ""
    for name, table in tables.items():
        write_whole(path / f"{name}{mark}.csv", spreadsheets.csv_bytes(table, for_people=True))
    return [f"{len(tables)} tables, a .csv each: {', '.join(tables)}."]


def _refuse(work: Workbook, path: Path) -> None:
    kept = (work.root / "interview_data", work.study.folder)
    if any(path.resolve().is_relative_to(folder.resolve()) for folder in kept):
        raise StudyError(
            f"Nothing that is made may lie in the folder of a study: {path} is in one. Nothing was written."
        )
    if path.suffix.lower() != ".xlsx" and (path.suffix or path.is_file()):
        raise StudyError(f"{path.name} must end in .xlsx, or be a folder for .csv files. Nothing was written.")
