"""When and where a posting is from, read only where it is certain.

A day written in figures, such as 03/04/2026 or 011218, may be read in several orders. It is read where all days that
came together can be of one order only; else it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from codesign.market.trends import MONTHS

ORDERS = ("mdy", "dmy", "ymd")
_NAMES = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = "|".join(name[:3] + r"[a-z]*\.?" for name in MONTHS)
_IN_WORDS = re.compile(
    rf"\b(?:({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})|(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH}),?\s+(\d{{4}}))\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?=\b|T)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,4})[-/.](\d{1,2})[-/.](\d{2,4})(?!\d)")
_RUN = re.compile(r"(?<!\d)(\d{6}|\d{8})(?!\d)")
_OPENED = r"(?:open(?:ing)? (?:date|period)|date (?:posted|opened)|post(?:ed|ing)(?: (?:date|on))?|published(?: on)?)"
_LABELS = {
    "title": r"(?:job |position |posting )title|position|title",
    "employer": r"agency|employer|company(?: name)?|organi[sz]ation",
    "region": r"(?:job |work |duty |primary )?location(?:\(s\)|s)?|city|place of work",
}
_LONGEST = 90
_FIRST_LINES = 80


def day(text: str, order: str = "") -> str:
    """Return the first day in a text as YYYY-MM-DD, "" where there is none or it may be another; see `order_of`.

    >>> day("Posted March 3, 2026"), day("15/04/2026"), day("03/04/2026"), day("03/04/2026", "dmy")
    ('2026-03-03', '2026-04-15', '', '2026-04-03')
    """
    exact = _in_words(text)
    if exact:
        return exact
    possible = readings(text)
    if order in possible:
        return possible[order]
    days = set(possible.values())
    return days.pop() if len(days) == 1 and not _RUN.fullmatch(text.strip()) else ""


def order_of(texts: Iterable[str]) -> str:
    """Return the one order in which every day in figures that came together can be read; "" where there is not one.

    >>> order_of(["011218", "062218"]), order_of(["011218"])
    ('mdy', '')
    """
    possible = set(ORDERS)
    is_any = False
    for text in texts:
        own = readings(text)
        if own and not _in_words(text):
            possible &= own.keys()
            is_any = True
    return possible.pop() if is_any and len(possible) == 1 else ""


def readings(text: str) -> Mapping[str, str]:
    """Return the days that the first figures in a text can be, by the order of day, month and year."""
    found_at = _FIGURES.search(text)
    parts = found_at.groups() if found_at else _of_run(text)
    return dict(_readings(*parts)) if parts else {}


def _of_run(text: str) -> tuple[str, str, str] | None:
    run = _RUN.search(text)
    if not run:
        return None
    figures = run.group(1)
    if len(figures) == 8:
        return (
            (figures[:4], figures[4:6], figures[6:])
            if figures[:2] in {"19", "20"}
            else (figures[:2], figures[2:4], figures[4:])
        )
    return figures[:2], figures[2:4], figures[4:]


def _readings(first: str, second: str, third: str) -> Iterator[tuple[str, str]]:
    for order, (month, of_month, year) in {
        "mdy": (first, second, third),
        "dmy": (second, first, third),
        "ymd": (second, third, first),
    }.items():
        if (
            len(year) not in (2, 4)
            or (len(year) == 4 and not year.startswith(("19", "20")))
            or len(month) > 2
            or len(of_month) > 2
        ):
            continue
        try:
            yield order, date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(of_month)).isoformat()
        except ValueError:
            continue


def _in_words(text: str) -> str:
    iso = _ISO.search(text)
    words = _IN_WORDS.search(text)
    try:
        if iso:
            return date(*map(int, iso.groups())).isoformat()
        if words:
            month, of_month, year, other_day, other_month, other_year = words.groups()
            number = _NAMES[(month or other_month)[:3].lower()]
            return date(int(year or other_year), number, int(of_month or other_day)).isoformat()
    except ValueError:
        return ""
    return ""


def dated_words(text: str, name: str = "") -> str:
    """Return the words that say when a posting was opened: of its first line that does, else of its file's name."""
    for words in _labelled(text, _OPENED, needs_colon=False):
        if readings(words) or _in_words(words):
            return words
    run = _RUN.search(name)
    return run.group(1) if run and readings(run.group(1)) else ""


def labelled(text: str, column: str) -> str:
    r"""Return the title, employer or region that a labelled line of a posting gives; "" where none does or they differ.

    >>> labelled("Agency\nNational Park Service\nLocation: Banff", "employer"), labelled("City: Banff", "region")
    ('National Park Service', 'Banff')
    """
    values = {" ".join(words.split()).strip(" .") for words in _labelled(text, _LABELS[column], needs_colon=True)}
    return values.pop() if len(values) == 1 else ""


def _labelled(text: str, label: str, *, needs_colon: bool) -> Iterator[str]:
    """Return what stands after a label in its line, or in the next one where the label stands alone."""
    pattern = re.compile(rf"^\W*(?:{label})\s*(?:[:–-]\s*(\S.*)?|(?P<bare>\s\S.*))?$", re.IGNORECASE)
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_FIRST_LINES]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        match = pattern.match(line)
        if match and not (needs_colon and match.group("bare")):
            words = match.group(1) or match.group("bare") or following
            if words and len(words.strip()) <= _LONGEST:
                yield words.strip()
