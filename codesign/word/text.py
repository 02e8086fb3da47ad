"""Text as Word can hold it: escaped, control characters replaced, line breaks and tabs kept."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from urllib.parse import quote
from xml.sax.saxutils import escape

from codesign.proposal.blocks import Block, Document, FigureBlock, Heading, Landscape, Paragraph, Table

REPLACEMENT = "\ufffd"
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PIECES = re.compile("([\n\t])")


def cleaned(words: str) -> tuple[str, int]:
    """Return words without characters Word cannot hold, and how many were replaced by a replacement sign."""
    return _UNWRITABLE.subn(REPLACEMENT, _BREAKS.sub("\n", str(words)))


def attribute(words: str, most: int = 4000) -> str:
    """Return words for an XML attribute, on one line, cut after `most` characters."""
    line = " ".join(cleaned(words)[0].split())
    return escape(line if len(line) <= most else line[: most - 1] + "…", {'"': "&quot;"})


def run_content(words: str) -> str:
    """Return words as the content of a run: text, line breaks and tabs."""
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    pieces = (piece for piece in _PIECES.split(cleaned(words)[0]) if piece)
    return "".join(signs.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in pieces)


def address(url: str) -> str:
    """Return a web or mail address as a link may hold it, or nothing where it is neither."""
    plain = cleaned(url)[0].strip()
    if not re.match(r"(?i)(https?://[^/?#\s]|mailto:\S)", plain) or len(plain) > 2000:
        return ""
    safe = quote(plain, safe="%/:=&?~#+!$,;'@()*-._")
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", safe)


# bookmarks ----


def anchors(blocks: Iterable[Block]) -> list[str]:
    """Return the anchors that blocks define, in order."""
    defined: list[str] = []
    for block in blocks:
        if isinstance(block, Landscape):
            defined += anchors(block.blocks)
        elif isinstance(block, Heading | Paragraph | Table | FigureBlock) and block.anchor:
            defined.append(block.anchor)
        if isinstance(block, Table):
            defined += [anchor for anchor in block.row_anchors if anchor]
    return defined


def bookmark(anchor: str, start: str = "a_") -> str:
    """Return a bookmark name Word accepts: a letter first, letters, digits and _, at most 40 characters."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", anchor)
    if plain == anchor and len(start + plain) <= 40:
        return start + plain
    mark = f"_{zlib.crc32(anchor.encode('utf-8', 'replace')):08x}"
    return start + plain[: 40 - len(start) - len(mark)] + mark


def bookmarks(document: Document) -> dict[str, str]:
    """Return anchor to bookmark name; names that differ only in case are kept apart, as Word does not."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for anchor in anchors(block for blocks in document.sections.values() for block in blocks):
        name = bookmark(anchor)
        if anchor not in names and name.lower() in taken:
            name = bookmark(anchor + " ")
        names.setdefault(anchor, name)
        taken.add(name.lower())
    return names
