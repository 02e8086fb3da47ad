"""The command `workbook`."""

from codesign.cli import analysis
from codesign.cli.commands import main

__all__ = ["analysis", "main"]
