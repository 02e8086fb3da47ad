"""Phrases that sentences are made of: a number with its noun, several things in a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_READ_IN_QUOTES = re.compile(r'["“”„$`!%\\]|[\x00-\x1f]')
"""Signs that bash, PowerShell or cmd read within double quotes: variables, escapes, history, quotes of any shape."""

BODIES: Mapping[str, tuple[str, str]] = {
    "union": ("a union", "unions"),
    "regulator": ("a regulator", "regulators"),
    "association": ("an association", "associations"),
    "indigenous": ("an Indigenous organisation", "Indigenous organisations"),
    "community": ("a community body", "community bodies"),
    "other": ("another body", "other bodies"),
}
"""Bodies that are no employers in the order they are named, each in words: one, and the plural."""


def count_of(number: int, thing: str, things: str = "") -> str:
    """Return a number with its noun; `things` where more than one is not made with an s.

    >>> count_of(1, "comment"), count_of(3, "comment"), count_of(0, "duty", "duties")
    ('1 comment', '3 comments', '0 duties')
    """
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def command(*words: str) -> str:
    """Return a command of ours as it can be pasted into bash, PowerShell and cmd: straight quotes where one is needed.

    Nothing where no quotes would do for all three: each of them reads other signs within quotes.

    >>> command("import", "wind", "outputs/wind/proposal kept 1.docx")
    'workbook import wind "outputs/wind/proposal kept 1.docx"'
    >>> command("import", "wind", "outputs/100%/proposal.docx")
    ''
    """
    if any(_READ_IN_QUOTES.search(word) for word in words):
        return ""
    quoted = (word if re.fullmatch(r"[\w./:=-]+", word, re.ASCII) else f'"{word}"' for word in words)
    return " ".join(("workbook", *quoted))


def listed(items: Sequence[str], empty: str = "none", *, last: str = "and") -> str:
    """Return the items in a row, with a word before the last one, or `empty` where there are none.

    >>> listed(["rating", "coding", "writing"]), listed(["rating"]), listed(["rating", "coding"], last="or")
    ('rating, coding and writing', 'rating', 'rating or coding')
    """
    words = list(items)
    if len(words) < 2:
        return words[0] if words else empty
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
