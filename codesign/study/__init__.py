"""The study folder: the only place that reads and writes what a team received and decided."""

from codesign.study.folder import Study, find_root, find_study, study_names
from codesign.study.imports import ImportReport, import_files, preview_files
from codesign.study.person import remember_person, remembered_person
from codesign.study.session import Workbook, open_workbook

__all__ = [
    "ImportReport",
    "Study",
    "Workbook",
    "find_root",
    "find_study",
    "import_files",
    "open_workbook",
    "preview_files",
    "remember_person",
    "remembered_person",
    "study_names",
]
