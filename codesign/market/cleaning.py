"""The words of a posting without mark-up, damaged letters and what every posting says about applying for it."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from codesign.market.words import thing

_BREAKS = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/?ul|/?ol|/?h[1-6]|/?tr|/?table|/?section|/td)\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<\s*(script|style|head)\b[^<>]*>.*?<\s*/\s*\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]*>")
_C1 = re.compile("[\x80-\x9f]")
_MOJIBAKE = re.compile("[ÂÃâ][\u0080-\u00ff\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,2}")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|[\r\n]+|\s[•·▪*]\s|\t+")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[A-Za-z][.)]|[-–•·▪*])\s+")
_WORD = re.compile(r"[^\W\d_]{3}")
_WORDS = re.compile(r"\w+")
_HEADING = re.compile(r"^[^.!?]{2,70}$")


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    r"""Return text without tags, with entities and letters of a wrong code page as they were meant.

    >>> plain("<p>Weld &amp; cut</p>the shop\x92s steel").splitlines()
    ['Weld & cut', 'the shop’s steel']
    """
    if "<" in text:
        text = _TAG.sub(" ", _BREAKS.sub("\n", _UNSEEN.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    text = _C1.sub(lambda damaged: _decoded(damaged.group(0), "latin-1", "cp1252"), text)
    text = _MOJIBAKE.sub(lambda damaged: _decoded(damaged.group(0), "cp1252", "utf-8"), text)
    lines = (" ".join(line.split()) for line in text.replace("\u00a0", " ").replace("\t", "\n").splitlines())
    return "\n".join(line for line in lines if line)


def _decoded(text: str, stored: str, meant: str) -> str:
    try:
        return text.encode(stored).decode(meant)
    except UnicodeError:
        return text


def sentences(text: str, may_matter: Callable[[str], bool] | None = None) -> Iterator[str]:
    """Return the sentences and list lines of a posting that are about the work, numbers of list lines left out.

    `may_matter` says of a text whether it is worth reading; by default all is.
    """
    if may_matter is not None and not may_matter(text):
        return
    is_left_out = False
    for line in plain(text).splitlines():
        if _is_heading(line):
            is_left_out = bool(_parts().fullmatch(line.strip(" :.-–*#")))
        if not is_left_out and (may_matter is None or may_matter(line)):
            yield from _of_line(line, may_matter)


def _of_line(line: str, may_matter: Callable[[str], bool] | None) -> Iterator[str]:
    for part in map(str.strip, _SENTENCE.split(_NUMBERED.sub("", line))):
        if may_matter is not None and not may_matter(part):
            continue
        if _WORD.search(part) and not is_boilerplate(part):
            yield part


def sentence_sha256(sentence: str) -> str:
    """Return the checksum by which a sentence is known again, whatever its capitals, spaces and marks."""
    return hashlib.sha256(" ".join(_WORDS.findall(sentence.casefold())).encode()).hexdigest()


@lru_cache(maxsize=100_000)
def is_boilerplate(sentence: str) -> bool:
    """Whether a sentence is about applying, exams, equal opportunity or pay, and not about the work."""
    return bool(_boilerplate().search(sentence))


def _is_heading(line: str) -> bool:
    """Whether a line is short, ends like no sentence, and has capitals as headings have."""
    if not _HEADING.match(line) or _NUMBERED.match(line):
        return False
    words = [word for word in line.split() if word[0].isalpha()]
    is_high = all(word[0].isupper() or len(word) < 4 for word in words)
    return bool(words) and (line == line.upper() or (len(words) < 7 and (is_high or line.endswith(":"))))


@cache
def of_applying() -> frozenset[str]:
    """Return the stems of things that are about applying, of which no task is drafted."""
    return frozenset(map(thing, str(_rules()["applying"]).split()))


@cache
def _rules() -> dict[str, Any]:
    text = resources.files("codesign").joinpath("rules", "en", "posting_boilerplate.yaml").read_text(encoding="utf-8")
    rules: dict[str, Any] = yaml.safe_load(text)
    return rules


@cache
def _parts() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in _rules()["parts"]), re.IGNORECASE)


@cache
def _boilerplate() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in _rules()["sentences"]), re.IGNORECASE)
