"""The command `workbook`."""

from codesign.cli import analysis, suggesting
from codesign.cli.commands import main

__all__ = ["analysis", "main", "suggesting"]
