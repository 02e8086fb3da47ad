"""What a value is in a spreadsheet: nothing, a number, or words that no program may run."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell that may be run begins with; the last four are =, +, - and @ in full width, run where these are typed."""

LONGEST = 32_767
CONTINUES = " (continues; see the .csv)"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
"""Characters that neither XML nor a spreadsheet can hold."""


def plain(value: Any) -> str | float | None:
    """Return a value as words, a number, or None where there is nothing; dates and lists become words."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return words(value)
    if hasattr(value, "item"):
        return plain(value.item())
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def words(value: Any) -> str:
    """Return the value of a cell as a person reads it: whole numbers without a point, days without a time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
