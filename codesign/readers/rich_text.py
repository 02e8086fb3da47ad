"""Rich text (.rtf) as text, by striprtf."""

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from codesign.errors import RefusedFile

_TOKEN = re.compile(r"\\([a-z]+)(-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\[^a-z]|[{}]|[^\\{}]+", re.DOTALL)
_SIGNS = {"par", "line", "tab", "u", "emdash", "endash", "lquote", "rquote", "ldblquote", "rdblquote", "bullet"}
# Deleted and hidden words; bullets of picture fonts; and field instructions, which striprtf takes for words.
_HIDDEN_WORDS = {"deleted", "v"}
_HIDDEN_GROUPS = {"listtext", "pntext", "fldinst"}
# striprtf makes one line end of \line and \par alike; U+2028 tells them apart until the text is cleaned.
_SOFT_RETURN = r"{\uc1\u8232?}"
_SHOWN, _WORDS_HIDDEN, _GROUP_HIDDEN = range(3)
_PARAGRAPH = re.compile(r"\n+")


def rich_text(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of an .rtf file, and a sentence if deleted or hidden words were left out of it."""
    source = content.decode("cp1252", errors="replace")
    shown = "".join(_shown(source))
    try:
        text = str(rtf_to_text(shown, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, AttributeError, TypeError) as problem:
        raise RefusedFile(f"{name} is damaged, so it was not read. Open it in Word and save it as .docx.") from problem
    hides = re.search(r"\\(?:deleted|v)(?![a-z0-9])", source) is not None
    notes = ("Deleted or hidden passages were left out.",) if hides else ()
    return _PARAGRAPH.sub("\n\n", text).strip("\n"), notes


def _shown(source: str) -> Iterator[str]:
    """Return the file in pieces, without words nobody sees in Word, which striprtf would keep."""
    hidden = [_SHOWN]
    for token in _TOKEN.finditer(source):
        word, piece = token[1], token[0]
        if piece == "{":
            hidden.append(hidden[-1])
        elif piece == "}":
            hidden = hidden[:-1] or [_SHOWN]
        else:
            hidden[-1] = _state(hidden[-1], word, token[2])
        is_sign = word in _SIGNS or (word is None and piece not in "{}")
        if hidden[-1] == _SHOWN or not is_sign:
            yield _SOFT_RETURN if word == "line" else piece


def _state(state: int, word: str | None, number: str | None) -> int:
    if word in _HIDDEN_GROUPS or state == _GROUP_HIDDEN:
        return _GROUP_HIDDEN
    if word in _HIDDEN_WORDS:
        return _SHOWN if number == "0" else _WORDS_HIDDEN
    return _SHOWN if word == "plain" else state
