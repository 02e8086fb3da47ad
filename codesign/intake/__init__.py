"""What comes into a study from elsewhere and what it gives to other programs; nothing is decided here."""

from codesign.intake.files import import_files, preview_files
from codesign.intake.report import ImportReport

__all__ = ["ImportReport", "import_files", "preview_files"]
