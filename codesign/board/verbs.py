"""Verbs in spoken words: which word is one, and its plain form."""

from __future__ import annotations

from functools import lru_cache

from codesign import wording
from codesign.board.lexicon import words

_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip


@lru_cache(maxsize=50_000)
def plain_verb(word: str) -> str:
    """Return the known verb that a word is a form of, empty where it is none.

    >>> plain_verb("purging"), plain_verb("shutting"), plain_verb("verified"), plain_verb("valve")
    ('purge', 'shut', 'verify', '')
    """
    verbs = wording.lexicon().verbs
    if word in verbs:
        return word
    for ending, instead in _ENDINGS:
        base = word.removesuffix(ending) + instead
        if word.endswith(ending) and base in verbs:
            return base
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if word.endswith(ending) and len(base) > 2 and base[-1] == base[-2] and base[:-1] in verbs:
            return base[:-1]
    return ""


def is_telling(verb: str) -> bool:
    """Return whether a verb says what is done when it stands alone."""
    return bool(verb) and verb not in words()["empty_verbs"]
