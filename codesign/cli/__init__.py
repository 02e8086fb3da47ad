"""The command `workbook`."""

from codesign.cli.commands import main

__all__ = ["main"]
