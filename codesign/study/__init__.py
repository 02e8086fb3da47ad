"""The study folder: the only place that reads and writes what a team received and decided."""

from codesign.study.folder import Study, find_root, find_study, study_names
from codesign.study.person import remember_person, remembered_person

__all__ = ["Study", "find_root", "find_study", "remember_person", "remembered_person", "study_names"]
