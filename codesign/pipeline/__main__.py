"""Runs a study for a workbook that asked for it: `python -m codesign.pipeline REQUEST`."""

import sys

from codesign.pipeline.screens import main

sys.exit(main(sys.argv[1]))
