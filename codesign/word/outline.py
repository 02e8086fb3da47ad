"""Which paragraphs of a Word file are headings, read from their styles and what those are based on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.document import Document as WordDocument

from codesign.word.xml import Element, qn, val

_HEADING = re.compile(r"(?i)heading [1-9]$")


class Outline:
    """Which paragraphs are headings, read from styles and what those are based on."""

    def __init__(self, docx: WordDocument) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in docx.styles.element.iter(qn("w:style"))}
        self._headings = {key for key, style in self._styles.items() if _HEADING.match(_name(style))}

    def level(self, paragraph: Element) -> int:
        """Return 1 to 9 for a heading, 0 for other paragraphs."""
        stated = self._property(paragraph, "w:outlineLvl")
        return int(stated) + 1 if stated is not None and int(stated) < 9 else 0

    def is_listed(self, paragraph: Element) -> bool:
        """Return whether a contents list of Word's own would list it: headings of page one are left out."""
        return any(style in self._headings for style in self._style_ids(paragraph))

    def is_numbered(self, paragraph: Element, level: int) -> bool:
        """Return whether Word counts this heading; our template counts the first two levels."""
        numbered = self._property(paragraph, "w:numPr/w:numId")
        return level <= 2 and numbered is not None and numbered != "0"

    def _property(self, paragraph: Element, path: str) -> str | None:
        for properties in self._chain(paragraph):
            setting = properties.find("/".join(qn(step) for step in path.split("/")))
            if setting is not None:
                return val(setting)
        return None

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is not None:
            yield properties
        for style_id in self._style_ids(paragraph):
            inner = self._styles[style_id].find(qn("w:pPr"))
            if inner is not None:
                yield inner

    def _style_ids(self, paragraph: Element) -> Iterator[str]:
        """Yield the style of a paragraph and those it is based on."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        for _ in range(12):
            if named is None or named.get(qn("w:val")) not in self._styles:
                return
            yield str(named.get(qn("w:val")))
            named = self._styles[named.get(qn("w:val"))].find(qn("w:basedOn"))


def _name(style: Element) -> str:
    named = style.find(qn("w:name"))
    return "" if named is None else str(named.get(qn("w:val")))
