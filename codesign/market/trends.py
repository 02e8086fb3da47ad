"""When postings ask for what: months and quarters, with how many postings there were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.market.counting import counted

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
DEMAND_COLUMNS = ["label", "period", "postings", "of"]
MOST_MONTHS = 12
MOST_QUARTERS = 36
"""Over more months than these quarters are shown, and years."""
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d{2}")


def month_range(dates: Iterable[str]) -> str:
    """Return the months that dates such as 2026-03-09 span, in words; "" where there is no date.

    >>> month_range(["2026-03-09", "", "2026-06-30"])
    'March to June 2026'
    """
    days = sorted(str(date) for date in dates if _DAY.fullmatch(str(date)))
    if not days:
        return ""
    first, last = ((MONTHS[int(date[5:7]) - 1], date[:4]) for date in (days[0], days[-1]))
    if first == last:
        return " ".join(first)
    return f"{first[0]} to {' '.join(last)}" if first[1] == last[1] else f"{' '.join(first)} to {' '.join(last)}"


def periods(dates: Iterable[str]) -> dict[str, str]:
    """Return each date with its month in words, with its quarter where they span more than a year, or with its year.

    >>> periods(["2026-03-09", "2024-11-30"])
    {'2026-03-09': '2026, first quarter', '2024-11-30': '2024, fourth quarter'}
    """
    days = [date for date in dict.fromkeys(map(str, dates)) if _DAY.fullmatch(date)]
    months = [int(day[:4]) * 12 + int(day[5:7]) for day in days]
    span = max(months, default=0) - min(months, default=0)
    in_words = _month if span < MOST_MONTHS else _quarter if span < MOST_QUARTERS else _year
    return {day: in_words(day) for day in days}


def _month(day: str) -> str:
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def _quarter(day: str) -> str:
    return f"{day[:4]}, {('first', 'second', 'third', 'fourth')[(int(day[5:7]) - 1) // 3]} quarter"


def _year(day: str) -> str:
    return day[:4]


def demand(matches: pd.DataFrame, postings: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return in how many postings of each period stands what may be told of; those without a date are left out.

    Columns: label, period, postings, of (all postings of that period); in the order of time.
    """
    when = periods(postings["posted_on"])
    dated = postings[postings["posted_on"].isin(when)]
    by_posting: Mapping[str, str] = dict(zip(dated["posting_id"], dated["posted_on"].map(when), strict=True))
    order = list(dict.fromkeys(when[day] for day in sorted(when)))
    of = dated["posted_on"].map(when).value_counts().to_dict()
    own = counted(matches)
    places = own.assign(period=own["posting_id"].map(by_posting))
    numbers = places.groupby(["task_id", "code_id", "period"])["posting_id"].nunique().to_dict()
    rows: list[dict[str, Any]] = [
        {"label": row["label"], "period": period, "of": of[period],
         "postings": int(numbers.get((row["task_id"], row["code_id"], period), 0))}
        for row in schemas.records(counts[counts["postings"].map(bool).astype(bool)])
        for period in order
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=DEMAND_COLUMNS, dtype=object)
