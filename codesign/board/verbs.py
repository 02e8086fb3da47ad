"""Verbs in spoken words: which word is one, and its plain form."""

from __future__ import annotations

from functools import lru_cache

from codesign.board.lexicon import words
from codesign.wording.lexicon import lexicon


@lru_cache(maxsize=50_000)
def plain_verb(word: str) -> str:
    """Return the known verb that a word is a form of, empty where it is none.

    >>> plain_verb("purging"), plain_verb("shutting"), plain_verb("verified"), plain_verb("valve")
    ('purge', 'shut', 'verify', '')
    """
    verbs = lexicon()
    return word if verbs.is_verb(word) else verbs.plain_form(word)


def is_telling(verb: str) -> bool:
    """Return whether a verb says what is done when it stands alone."""
    return bool(verb) and verb not in words()["empty_verbs"]
