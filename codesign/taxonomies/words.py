"""Words as a search compares them: without accents and case, cut to their stems."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from codesign.taxonomies.rules import ordinary

_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'"})
_ENDINGS = (("ing", 4), ("ers", 4), ("er", 4), ("ors", 4), ("or", 4), ("ed", 4), ("ion", 5), ("ment", 5))
_WHOLE = {"maintenance": "maintain", "maintaining": "maintain", "maintained": "maintain"}


def folded(text: str) -> str:
    """Return a text in small letters without accents, spaces of any kind as single ones.

    >>> folded("Électriciens/électriciennes  industriels")
    'electriciens/electriciennes industriels'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LIGATURES).replace("\ufeff", ""))
        text = "".join(one for one in text if not unicodedata.combining(one))
    return " ".join(text.lower().split())


@cache
def stem(word: str) -> str:
    """Return a folded word without its ending, so that welds, welder and welding meet.

    >>> [stem(word) for word in ("welders", "welding", "operators", "operation", "batteries", "engine", "engineer")]
    ['weld', 'weld', 'oper', 'oper', 'battery', 'engin', 'engineer']
    """
    if word in _WHOLE:
        return _WHOLE[word]
    word = _singular(word)
    if not word.endswith("eer"):
        for ending, least in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                word = word.removesuffix(ending)
                break
    word = word.removesuffix("e") if len(word) > 4 else word
    word = word.removesuffix("at") if len(word) > 5 else word
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """Return the folded words of a text in order, those left out that tell nothing."""
    left_out = ordinary()
    return [word for word in _WORD.findall(folded(text)) if word not in left_out]


def stems(text: str) -> list[str]:
    """Return the stems of a text's words in order."""
    return [stem(word) for word in words(text)]
