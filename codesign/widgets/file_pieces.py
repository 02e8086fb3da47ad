"""Files that come from a page piece by piece, since one message of a whole file is more than a connection takes."""

from __future__ import annotations

from collections.abc import Sequence

from codesign.widgets.screen import BUFFERS, Message

LARGEST_FILE = 50_000_000
"""Bytes of one file: a browser is no place for larger ones, and the command takes them."""
MOST_BYTES = 200_000_000
"""Bytes of all files chosen at once: they wait in memory for the last piece."""


class FilePieces:
    """The files that are coming, until all of them are there."""

    def __init__(self) -> None:
        self._files: dict[int, tuple[str, bytearray]] = {}

    def take(self, message: Message) -> None:
        """Add a piece of a file; the first piece of the first file begins anew."""
        number = int(message.get("number", 0))
        if number == 0 and message.get("is_first"):
            self._files.clear()
        content = self._files.setdefault(number, (str(message.get("name")), bytearray()))[1]
        for piece in message.get(BUFFERS, ()):
            content += piece
        if sum(len(one) for _name, one in self._files.values()) > MOST_BYTES:
            self._files.clear()

    def whole(self, sizes: Sequence[int]) -> list[tuple[str, bytes]]:
        """Return the files by name and bytes, and forget them; none where not all of these sizes arrived."""
        files = [(name, bytes(content)) for name, content in self._files.values()]
        self._files.clear()
        return files if [len(content) for _name, content in files] == list(sizes) else []
