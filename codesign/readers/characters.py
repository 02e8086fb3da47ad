"""Characters a transcript may hold: which stay, which become line breaks, which are replaced."""

import re
import unicodedata

from codesign.phrases import count_of

REPLACEMENT = "\ufffd"

_CARRIAGE_RETURNS = re.compile("\r\n?")
# Word's soft return is a vertical tab; U+0085, U+2028 and U+2029 are line ends of other systems.
_OTHER_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SPLIT_CHARACTER = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MARK = re.compile("\ufeff")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text as it will be kept, and a sentence for each kind of change a reader should know of.

    Line ends become LF, byte order marks go, characters that Word and Excel files cannot hold become
    U+FFFD, and letters are composed (NFC). Cleaning a clean text changes nothing.
    """
    text = _OTHER_BREAKS.sub("\n", _CARRIAGE_RETURNS.sub("\n", _MARK.sub("", text)))
    text = _SPLIT_CHARACTER.sub(_whole, text)
    text, replaced = _FORBIDDEN.subn(REPLACEMENT, text)
    composed = unicodedata.normalize("NFC", text)
    return composed, tuple(_notes(composed, replaced=replaced, was_composed=composed == text))


def _whole(halves: re.Match[str]) -> str:
    """Return the one character that two UTF-16 halves stand for, as rich text files write an emoji."""
    return halves[0].encode("utf-16-le", errors="surrogatepass").decode("utf-16-le")


def _notes(text: str, *, replaced: int, was_composed: bool) -> list[str]:
    notes = []
    if replaced:
        were = "was" if replaced == 1 else "were"
        notes.append(f"{count_of(replaced, 'control character')} {were} replaced by “{REPLACEMENT}”.")
    if not was_composed:
        notes.append("Letters and their accents were joined into single characters.")
    if _DIRECTION.search(text):
        notes.append("Bi-directional control characters found: the text may look different from what it says.")
    return notes
