"""Find how a text file was written down: byte order marks first, then what the bytes allow."""

import codecs
import re
from typing import cast

from charset_normalizer import from_bytes

from codesign.phrases import count_of

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
    "cp1250": "Windows-1250 (Central European)", "cp1251": "Windows-1251 (Cyrillic)", "cp1252": "Windows-1252",
    "cp1253": "Windows-1253 (Greek)", "cp1254": "Windows-1254 (Turkish)", "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)", "cp1257": "Windows-1257 (Baltic)", "mac_roman": "Mac Roman",
}  # fmt: skip

_LETTER = r"[^\W\d_]"
# Signs no Western writer puts between two letters of a word: proof of a wrong guess.
_USUAL_SIGN = r"\w\s'’‘\-–—‑./&@+*()\[\]:;,!?\"“”«»…·•=_#%$|\\<>~^`{}\xad\xa0"
_SIGN_IN_WORD = re.compile(f"{_LETTER}(?:[^{_USUAL_SIGN}]|[¹²³¼½¾]){_LETTER}")
_CAPITAL_IN_WORD = re.compile("[a-zß-öø-ÿ][À-ÖØ-ÞŠŒŽŸ][a-zß-öø-ÿ]")
_SAMPLE = 200_000


def decode(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the text, the name of its encoding, and sentences about bytes that did not fit.

    Byte order marks decide; then UTF-16 and UTF-32 by their zero bytes, then UTF-8, then Windows-1252 or
    Mac Roman where the result reads like Western text, then the best guess of charset-normalizer.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    wide = _wide_encoding(content)
    if wide:
        return _decoded(content, wide)
    if _is_utf8(content):
        return _decoded(content, "utf-8")
    return _mended_utf8(content) or _decoded(content, _eight_bit_encoding(content))


def _decoded(content: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    name = _NAMES.get(encoding, encoding)
    note = () if encoding == "utf-8" else (f"Read as {name}.",)
    try:
        return content.decode(encoding), name, note
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
        lost = text.count("\ufffd")
        return text, name, (*note, f"{count_of(lost, 'damaged character')} could not be read; look for “\ufffd”.")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: zero bytes that keep to their places."""
    zeros = content.count(0)
    if zeros < max(2, len(content) // 100):
        return ""
    places = [content[place::4].count(0) for place in range(4)]
    always = len(content) // 4 * 0.9
    if min(places[2:]) > always or min(places[:2]) > always:
        return "utf-32-le" if places[3] > places[0] else "utf-32-be"
    even, odd = places[0] + places[2], places[1] + places[3]
    if min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _mended_utf8(content: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """UTF-8 with a few foreign bytes, as files pasted together have: those are read as Windows-1252."""
    replaced = content.decode("utf-8", errors="replace")
    damaged = replaced.count("\ufffd")
    sound = sum(character > "\x7f" for character in replaced) - damaged
    if sound <= damaged * 3:
        return None
    note = f"{count_of(damaged, 'byte')} that did not fit UTF-8 read as Windows-1252."
    return content.decode("utf-8", errors="codesign-windows-1252"), "UTF-8", (note,)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    problem = cast(UnicodeDecodeError, error)
    piece = problem.object[problem.start : problem.end]
    return piece.decode("cp1252", errors="replace"), problem.end


codecs.register_error("codesign-windows-1252", _as_windows_1252)


def _eight_bit_encoding(content: bytes) -> str:
    sample = content[:_SAMPLE]
    western = _western_encoding(sample) if _is_mostly_ascii(sample) else ""
    return western or _guess(sample)


def _is_mostly_ascii(sample: bytes) -> bool:
    # Accented letters are below a tenth in French and German; Russian, Greek, Hebrew and Arabic are nearly all high.
    high = sum(byte >= 0xC0 for byte in sample)
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in sample)
    return high <= max(3, 0.12 * (letters + high)) and letters >= high


def _western_encoding(sample: bytes) -> str:
    for encoding in ("cp1252", "mac_roman"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _SIGN_IN_WORD.search(text) and not _CAPITAL_IN_WORD.search(text):
            return encoding
    return ""


def _guess(sample: bytes) -> str:
    best = from_bytes(sample).best()
    if best is None or "cp1252" in best.could_be_from_charset:
        return "cp1252"
    return best.encoding
