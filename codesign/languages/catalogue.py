"""A language with its words: English stands in the code, every other language in a catalogue of GNU gettext.

Catalogues are the .po files beside this module. They are compiled when they are first asked for, which takes a few
milliseconds, so nobody has to compile anything. Dates and numbers follow the Unicode CLDR, by Babel.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from types import MappingProxyType

LANGUAGES: Mapping[str, str] = MappingProxyType({"en-CA": "English", "fr-CA": "français"})
"""The languages by their tags (BCP 47), each as it calls itself."""
SOURCE = "en-CA"


@dataclass(frozen=True)
class Language:
    """A language: its tag, such as fr-CA, and the words of its catalogue."""

    tag: str
    _words: NullTranslations

    def gettext(self, words: str) -> str:
        """Return a sentence in this language; the English one where the catalogue lacks it."""
        return self._words.gettext(words) if words else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the sentence for a number of things, with the number in place of {number}."""
        return self._words.ngettext(one, many, number).format(number=self.number(number))

    def number(self, number: float) -> str:
        """Return a number as this language writes it.

        >>> language("fr-CA").number(4.5)
        '4,5'
        """
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self._locale)

    def date(self, day: str) -> str:
        """Return a day, YYYY-MM-DD, in words; nothing where there is none.

        >>> language("fr-CA").date("2026-11-28"), language("en-CA").date("2026-11-28")
        ('28 novembre 2026', 'November 28, 2026')
        """
        from babel.dates import format_date

        return format_date(date.fromisoformat(day), format="long", locale=self._locale) if day else ""

    @property
    def _locale(self) -> str:
        return self.tag.replace("-", "_")


@cache
def language(tag: str) -> Language:
    """Return the language with a tag; ValueError names those there are."""
    if tag not in LANGUAGES:
        raise ValueError(f"“{tag}” is none of {', '.join(LANGUAGES)}")
    return Language(tag, NullTranslations() if tag == SOURCE else _compiled(tag))


def _compiled(tag: str) -> GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    text = resources.files("codesign.languages").joinpath(f"{tag}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text)))
    return GNUTranslations(io.BytesIO(compiled.getvalue()))
