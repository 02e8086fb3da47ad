"""Writes docs/tables.md to the screen: `python -m codesign.schemas > docs/tables.md`."""

import sys

from codesign.schemas import tables_page

sys.stdout.write(tables_page())
