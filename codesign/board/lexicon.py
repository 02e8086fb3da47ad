"""The words that the board knows, from `rules/board.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def words() -> Mapping[str, frozenset[str]]:
    """Return the lists of words by name."""
    text = resources.files("codesign").joinpath("rules", "board.yaml").read_text(encoding="utf-8")
    lists = yaml.safe_load(text)
    return {name: frozenset(part.split()) for name, part in lists.items() if isinstance(part, str)}


def little_words() -> frozenset[str]:
    """Return the words that stand in every interview and tell nothing of what it is about."""
    return words()["little"]
