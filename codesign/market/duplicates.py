"""The same posting twice: by its address, by its words, or by nearly all of them."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from codesign.market.cleaning import plain, sentence_sha256

SHINGLE = 5
"""Words in a row that are compared."""
NEARLY = 0.9
"""Postings that share this much of their shingles (Jaccard) are nearly the same."""
_SAMPLED = 8
_MOST_SHARED = 60
"""A run of words in more postings than this tells none from another (the same paragraph about the employer)."""
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return zlib.crc32(word.encode())


def shingles(text: str) -> frozenset[int]:
    """Return the checksums of every five words in a row of a text, so that texts can be compared."""
    numbers = [_number(word) for word in _WORD.findall(text.casefold())]
    if len(numbers) <= SHINGLE:
        return frozenset({hash(tuple(numbers))}) if numbers else frozenset()
    rows = zip(*(numbers[start:] for start in range(SHINGLE)), strict=False)
    return frozenset(map(hash, rows))  # of whole numbers, so the same in every run


@dataclass
class Postings:
    """Postings that are there, to tell whether one that comes is among them; each is compared with few."""

    _by_url: dict[str, str] = field(default_factory=dict)
    _by_words: dict[str, str] = field(default_factory=dict)
    _by_sample: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _kept_shingles: dict[str, frozenset[int]] = field(default_factory=dict)
    _rows: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def same(self, row: Mapping[str, str]) -> tuple[str, str]:
        """Return the posting that is the same and how ("address", "words", "nearly"); "" twice where none is."""
        url = address(row.get("url", ""))
        if url and url in self._by_url:
            return self._by_url[url], "address"
        words = sentence_sha256(_words(row))
        if words in self._by_words:
            return self._by_words[words], "words"
        near = self._near(row)
        return (near, "nearly") if near else ("", "")

    def add(self, identity: str, row: Mapping[str, str]) -> None:
        """Put a posting among those that are there."""
        url = address(row.get("url", ""))
        if url:
            self._by_url.setdefault(url, identity)
        self._by_words.setdefault(sentence_sha256(_words(row)), identity)
        own = shingles(plain(row.get("text", "")))
        self._kept_shingles[identity], self._rows[identity] = own, row
        for one in own:
            if one % _SAMPLED == 0 and len(self._by_sample[one]) < _MOST_SHARED:
                self._by_sample[one].append(identity)

    def is_free(self, identity: str) -> bool:
        """Whether no posting is called so."""
        return identity not in self._rows

    def _near(self, row: Mapping[str, str]) -> str:
        own = shingles(plain(row.get("text", "")))
        sample = [one for one in own if one % _SAMPLED == 0]
        shared = Counter(other for one in sample for other in self._by_sample.get(one, ()))
        for other, number in shared.most_common(3):
            theirs = self._kept_shingles[other]
            alike = len(own & theirs) / max(1, len(own | theirs))
            if number * 2 >= len(sample) and alike >= NEARLY and not _are_apart(row, self._rows[other]):
                return other
        return ""


def _words(row: Mapping[str, str]) -> str:
    return f"{row.get('title', '')}\n{row.get('employer', '')}\n{row.get('region', '')}\n{plain(row.get('text', ''))}"


def _are_apart(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two postings that read alike are for other jobs: another title, employer or place."""
    return any(
        one.get(column) and other.get(column) and one[column].casefold().split() != other[column].casefold().split()
        for column in ("title", "employer", "region")
    )


def address(url: str) -> str:
    """Return a web address as it is compared, "" where it is none; what only says how one came there is left out."""
    url = url.strip()
    if not re.match(r"(?i)(?:https?://|www\.)\S+$", url):
        return ""
    url = re.sub(r"(?i)^https?://(?:www\.)?", "", url).rstrip("/")
    return re.sub(r"(?i)[?&](?:utm_\w+|ref|source|src)=[^&#]*", "", url)


def postings_there(rows: Sequence[Mapping[str, str]]) -> Postings:
    """Return the postings of a table, to be compared with."""
    there = Postings()
    for row in rows:
        there.add(str(row["posting_id"]), row)
    return there
