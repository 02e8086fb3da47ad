"""Who answered, by pseudonym: the same respondent has the same one in every export, and no name or address is kept."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence

from codesign import schemas
from codesign.intake.mapping.layouts import AnswerRow, AnswerTable, plain
from codesign.journal import Change

_LONG = re.compile(r"(?=.*\d)(?=.*[a-z])[\w-]{10,}")
_TIMED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ t]\d{1,2}:\d{2}.*")
_ALL_ALIKE = ("anonymous", "anonyme", "")
"""What Microsoft Forms writes for everybody where it does not ask who answers."""


def salt_of(tables: schemas.Tables) -> tuple[str, list[Change]]:
    """Return what makes pseudonyms of this study unlike those of others, and the change that keeps a new one."""
    rows = sorted(row["salt"] for row in schemas.records(tables["pseudonym_salts"]))
    if rows:
        return str(rows[0]), []
    salt = secrets.token_hex(16)
    return salt, [Change("put", "pseudonym_salts", {"salt": salt})]


def checksum(salt: str, *words: str) -> str:
    """Return 16 letters and digits that are always those of these words, and from which nobody can read them."""
    return hashlib.blake2b("\x1f".join(words).encode(), digest_size=8, key=salt.encode()).hexdigest()


def pseudonym(salt: str, name: str) -> str:
    """Return what an employer who is named in a survey is called: always the same, and never the name.

    >>> pseudonym("salt", "Acme Ltd") == pseudonym("salt", " ACME ltd."), pseudonym("salt", "Acme Ltd")[:9]
    (True, 'Employer ')
    """
    digest = hashlib.blake2b(plain(name).encode(), digest_size=5, key=salt.encode()).digest()
    return f"Employer {base64.b32encode(digest).decode()[:5]}"


def respondents(table: AnswerTable, chosen: Sequence[str], salt: str) -> Iterator[tuple[AnswerRow, str]]:
    """Yield each row with the checksum of its respondent.

    A respondent is told by an address, else by what else a person chose to tell them apart, such as the number a
    program gave, else by when it was sent, else by all that was answered. An address, and a number too long to be given
    twice, is the same person in any survey. A number counts with when the answer was begun, since copies of a form all
    begin at 1. Without a time of day, short numbers are those of one survey, told by its headings.
    `chosen` are the columns that tell who answered.
    """
    mails, sent, began = (
        [one for one in table.of_row("mail") if one in chosen],
        table.of_row("sent"),
        table.of_row("began"),
    )
    seen: Counter[str] = Counter()
    # A name is the last to be asked: two people may have one, and few have two numbers.
    names = table.of_row("name")
    own = sorted((letter for letter in chosen if letter not in mails), key=lambda letter: letter in names)
    for row in table.rows:
        if mail := _first(row, mails):
            yield row, checksum(salt, "mail", mail)
        elif answer := _first(row, own):
            when = _first(row, began)
            survey = () if _LONG.fullmatch(answer) or _TIMED.search(when) else (table.sha256,)
            yield row, checksum(salt, *survey, "id", "" if _LONG.fullmatch(answer) else when, answer)
        else:
            told_by = _first(row, sent) or "\x1f".join(f"{one}={row.cells[one]}" for one in sorted(row.cells))
            seen[told_by] += 1
            survey = () if _TIMED.fullmatch(told_by) else (table.sha256,)
            yield row, checksum(salt, *survey, "row", told_by, str(seen[told_by]))


def _first(row: AnswerRow, letters: Sequence[str]) -> str:
    answers = (plain(row[letter]) for letter in letters)
    return next((answer for answer in answers if answer not in _ALL_ALIKE), "")


def is_told_by_answers(table: AnswerTable, chosen: Sequence[str]) -> bool:
    """Return whether respondents are told apart by nothing but what they answered."""
    return not chosen and not table.of_row("sent")
