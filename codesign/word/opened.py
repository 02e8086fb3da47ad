"""A .docx taken apart for checking: its parts, its relations, and where in the text something stands."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lxml import etree

from codesign.readers import xml_root
from codesign.word.xml import Element, every, qn, val

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True)
class Finding:
    """Something about a Word file: "error" breaks it or shuts a reader out, "look" is for a person to judge.

    `rule` names the check, `sentence` says what is the matter, `place` where in the document.
    """

    level: Literal["error", "look"]
    rule: str
    sentence: str
    place: str = ""

    def __str__(self) -> str:
        place = f"{self.place[:1].upper()}{self.place[1:]}."
        return f"{self.sentence} {place}" if self.place else self.sentence


@dataclass
class Opened:
    """The parts of a Word file; parts that are not XML or cannot be read are in `broken`."""

    parts: dict[str, bytes]
    trees: dict[str, Element] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, docx: bytes) -> Opened:
        """Take a file apart; raises zipfile.BadZipFile where it is not one."""
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            opened = cls({name: archive.read(name) for name in archive.namelist()})
        for name, content in opened.parts.items():
            if name.endswith((".xml", ".rels")):
                try:
                    opened.trees[name] = xml_root(content)
                except etree.XMLSyntaxError as error:
                    opened.broken[name] = str(error)
        return opened

    @cached_property
    def body(self) -> Element:
        """The text of the document."""
        document = self.trees.get("word/document.xml")
        body = None if document is None else document.find(qn("w:body"))
        return etree.Element(qn("w:body")) if body is None else body

    def texts(self) -> Iterator[tuple[str, Element]]:
        """Yield (part, root) of everything that holds text: body, headers, footers, notes."""
        for name, tree in sorted(self.trees.items()):
            if name.startswith("word/") and "/_rels/" not in name and tree.find(f".//{qn('w:p')}") is not None:
                yield name, tree

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return relation id to (type, target, whether it leads out of the file) of a part."""
        folder, name = posixpath.split(part)
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        if tree is None:
            return {}
        return {
            str(row.get("Id")): (
                str(row.get("Type")).rsplit("/", 1)[-1],
                _target(folder, str(row.get("Target"))),
                row.get("TargetMode") == "External",
            )
            for row in tree.iter(f"{RELATIONS}Relationship")
        }

    # styles ----

    @cached_property
    def styles(self) -> dict[str, Element]:
        """The styles by id."""
        root = self.trees.get("word/styles.xml")
        return {} if root is None else {str(style.get(qn("w:styleId"))): style for style in root.iter(qn("w:style"))}

    def chain(self, paragraph: Element) -> Iterator[Element]:
        """Yield the style of a paragraph and those it is based on."""
        named = val(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._default
        for _ in range(12):
            style = self.styles.get(named)
            if style is None:
                return
            yield style
            named = val(style.find(qn("w:basedOn")))

    @cached_property
    def _default(self) -> str:
        defaults = [key for key, style in self.styles.items() if style.get(qn("w:default")) in {"1", "true"}]
        return next((key for key in defaults if self.styles[key].get(qn("w:type")) == "paragraph"), "")

    def level(self, paragraph: Element) -> int:
        """Return 1 to 9 for a heading, 0 for other paragraphs."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        levels = [own, *(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") for style in self.chain(paragraph))]
        stated = next((val(level) for level in levels if level is not None), "9")
        return int(stated) + 1 if stated.isdigit() and int(stated) < 9 else 0

    # places ----

    def place(self, element: Element) -> str:
        """Return where an element stands, in words a person can find: the section and its first words."""
        nearby = _own_words(element)
        section = self._section(element)
        named = f"in “{section}”" if section else ""
        return ", ".join(part for part in (named, f"near “{nearby}”" if nearby and nearby != section else "") if part)

    def _section(self, element: Element) -> str:
        before = every(element, "./ancestor-or-self::w:p | ./preceding::w:p")
        return next((words(paragraph)[:60] for paragraph in reversed(before) if self.level(paragraph)), "")


def _target(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _own_words(element: Element) -> str:
    holder: Element | None = element
    while holder is not None and not words(holder):
        holder = holder.getparent()
    return "" if holder is None or holder.tag == qn("w:body") else words(holder)[:60]


def words(element: Element) -> str:
    """Return the words of an element on one line."""
    return " ".join("".join(text.text or "" for text in element.iter(qn("w:t"))).split())
