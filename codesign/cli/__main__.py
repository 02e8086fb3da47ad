"""The command without its script: `python -m codesign.cli`."""

from codesign.cli import main

main(prog_name="workbook")
