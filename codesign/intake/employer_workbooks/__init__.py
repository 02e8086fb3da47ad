"""Workbooks that employers fill in without ever opening ours: made, taken in again, and what became of each."""

from codesign.intake.employer_workbooks.making import Made, make_workbooks
from codesign.intake.employer_workbooks.taking_in import import_returned, preview_returned

__all__ = ["Made", "import_returned", "make_workbooks", "preview_returned"]
