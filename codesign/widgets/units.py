"""Offsets as the browser counts them: UTF-16 units, where Python counts code points."""

from __future__ import annotations

from bisect import bisect_right


class Units:
    """Offsets of one text as the browser counts them; the pairs of UTF-16 halves are found once."""

    def __init__(self, text: str) -> None:
        self.text, self.length = text, len(text)
        self._wide = [] if text.isascii() else [at for at, character in enumerate(text) if character > "\uffff"]

    def out(self, offset: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return offset + bisect_right(self._wide, offset - 1)
