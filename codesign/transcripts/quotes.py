"""Finding quoted words in a transcript again."""

import hashlib
import unicodedata
from array import array
from difflib import SequenceMatcher
from functools import lru_cache

from codesign.transcripts.layouts import turns

_DASHES = "‐‑‒–—―−"
_SAME = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"'}
    | {"…": "..."}
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u2060\ufeff", "")
)
_QUOTE_MARKS = "\"'“”‘’«»„ \n\t"


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def find_quote(text: str, quote: str) -> list[int]:
    """Every place where exactly these words begin, overlapping ones too."""
    starts: list[int] = []
    place = text.find(quote) if quote else -1
    while place >= 0:
        starts.append(place)
        place = text.find(quote, place + 1)
    return starts


def spoken_words(text: str, start: int, end: int) -> str:
    """Return what is said from start to end on one line, without the names and times of speakers that stand amid it."""
    met = (turn for turn in turns(text) if turn.start < end and start < turn.end)
    parts = [text[max(start, turn.start) : min(end, turn.end)] for turn in met]
    return " ".join(word for part in parts for word in part.split())


def nearest_quote(text: str, quote: str, *, near: int | None = None) -> tuple[int, int, float] | None:
    """Return start, end and likeness (1 is exact) of a quote whose typing differs, or None.

    White space, typographic quotation marks and dashes, letter case, quotation marks around the whole, and names
    and times of speakers amid the words are not held against it. Where the words stand more than once, the place
    nearest to `near` is returned, or the first.
    """
    for words in (quote, quote.strip(_QUOTE_MARKS)):
        exact = [(start, start + len(words)) for start in find_quote(text, words)]
        places = exact or _alike(text, words)
        if places:
            start, end = min(places, key=lambda place: abs(place[0] - near) if near is not None else place[0])
            return start, end, _likeness(quote, text[start:end])
    return None


def _alike(text: str, quote: str) -> list[tuple[int, int]]:
    wanted, _ = _folded(unicodedata.normalize("NFC", quote.strip()))
    if not wanted:
        return []
    return _places(_folded(text), wanted) or _places(_folded(text, without_labels=True), wanted)


def _places(folding: "tuple[str, array[int]]", wanted: str) -> list[tuple[int, int]]:
    folded, places = folding
    return [(places[start], places[start + len(wanted) - 1] + 1) for start in find_quote(folded, wanted)]


def _likeness(quote: str, passage: str) -> float:
    if quote == passage:
        return 1.0
    return round(min(0.999, SequenceMatcher(None, quote, passage, autojunk=False).ratio()), 3)


@lru_cache(maxsize=16)
def _folded(text: str, *, without_labels: bool = False) -> "tuple[str, array[int]]":
    """Return the text with its typing evened out, and for each of its characters the place it comes from."""
    characters: list[str] = []
    places = array("l")
    spoken = _spoken(text) if without_labels else b"\1" * len(text)
    for place, character in enumerate(text):
        even = " " if character.isspace() or not spoken[place] else character.translate(_SAME).lower()
        if even == " " and characters and characters[-1] == " ":
            continue
        characters.extend(even)
        places.extend([place] * len(even))
    return "".join(characters), places


def _spoken(text: str) -> bytearray:
    """Mark with 1 each character that is spoken, with 0 names and times of speakers."""
    marks = bytearray(len(text))
    for turn in turns(text):
        marks[turn.start : turn.end] = b"\1" * (turn.end - turn.start)
    return marks
