"""Word's own fields, such as a page number: their instructions put together, and which of them only show words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from codesign.word.xml import Element, local

HARMLESS = frozenset({
    "=", "ADDIN", "ADDRESSBLOCK", "ADVANCE", "ASK", "AUTHOR", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BARCODE",
    "BIBLIOGRAPHY", "BIDIOUTLINE", "CITATION", "COMMENTS", "COMPARE", "CREATEDATE", "DATE", "DISPLAYBARCODE",
    "DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "EQ", "FILENAME", "FILESIZE", "FILLIN", "FORMCHECKBOX",
    "FORMDROPDOWN", "FORMTEXT", "GREETINGLINE", "HYPERLINK", "IF", "INDEX", "INFO", "KEYWORDS", "LASTSAVEDBY",
    "LISTNUM", "MERGEFIELD", "MERGEREC", "MERGESEQ", "NEXT", "NEXTIF", "NOTEREF", "NUMCHARS", "NUMPAGES",
    "NUMWORDS", "PAGE", "PAGEREF", "PRINTDATE", "PRIVATE", "QUOTE", "REF", "REVNUM", "SAVEDATE", "SECTION",
    "SECTIONPAGES", "SEQ", "SET", "SHAPE", "SKIPIF", "STYLEREF", "SUBJECT", "SYMBOL", "TA", "TC", "TEMPLATE",
    "TIME", "TITLE", "TOA", "TOC", "USERADDRESS", "USERINITIALS", "USERNAME", "XE",
})  # fmt: skip
"""Fields that show words of the document, of the clock or of the person, and fetch and run nothing."""

_STORIES = {"body", "hdr", "ftr", "footnote", "endnote", "comment", "docPartBody", "txbxContent"}
_LETTERS = {"instrText", "delInstrText", "t", "delText"}
_OTHER_FIELD = "\0"
_NAME = re.compile(r"=|[^\s\\\"]+")
_ARGUMENT = re.compile(r'"((?:[^"\\]|\\.)*)"?|(\\[A-Za-z*#@!])|([^\s"]+)')
_WITH_VALUE = {"\\l", "\\o", "\\t", "\\*"}


@dataclass(frozen=True)
class WordField:
    """A field: where it begins and its instruction, with a mark for each field inside it."""

    element: Element
    instruction: str

    @property
    def name(self) -> str:
        """What kind it is, in capitals; empty where another field makes the name."""
        match = _NAME.match(self.instruction.strip())
        return "" if match is None or _OTHER_FIELD in match[0] else match[0].upper()

    @property
    def shown(self) -> str:
        """The instruction as a person sees it in Word with Alt+F9."""
        words = " ".join(self.instruction.replace(_OTHER_FIELD, " {…} ").split())
        return words if len(words) <= 60 else f"{words[:59]}…"

    @property
    def target(self) -> str:
        """What a HYPERLINK leads to outside the document; empty for a place inside."""
        pieces = iter(_ARGUMENT.findall(self.instruction.strip()[len(self.name) :]))
        for quoted, switch, plain in pieces:
            if switch:
                if switch.lower() in _WITH_VALUE:
                    next(pieces, None)
                continue
            return str(quoted or plain).replace("\\\\", "\\")
        return ""


@dataclass
class _Open:
    element: Element
    pieces: list[str] = field(default_factory=list)
    in_code: bool = True


def word_fields(root: Element) -> Iterator[WordField]:
    """Yield every field of a part, deleted ones too, each with its runs and the fields inside it put together."""
    stories: list[list[_Open]] = [[]]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element)
        if name in _STORIES and event == "start":
            stories.append([])
        elif name in _STORIES:
            yield from (_whole(one) for one in stories.pop() if one.in_code)
        elif event == "start":
            yield from _step(stories[-1], name, element)
    yield from (_whole(one) for story in stories for one in story if one.in_code)


def _step(fields: list[_Open], name: str, element: Element) -> Iterator[WordField]:
    if name == "fldSimple":
        _mark(fields)
        yield WordField(element, _attribute(element, "instr"))
    elif name == "fldChar":
        yield from _turned(fields, _attribute(element, "fldCharType"), element)
    elif name in _LETTERS and fields and fields[-1].in_code:
        fields[-1].pieces.append(element.text or "")


def _turned(fields: list[_Open], kind: str, element: Element) -> Iterator[WordField]:
    if kind == "begin":
        _mark(fields)
        fields.append(_Open(element))
    elif fields and kind in {"separate", "end"}:
        if fields[-1].in_code:
            yield _whole(fields[-1])
        fields[-1].in_code = False
        if kind == "end":
            fields.pop()


def _mark(fields: list[_Open]) -> None:
    if fields and fields[-1].in_code:
        fields[-1].pieces.append(_OTHER_FIELD)


def _whole(one: _Open) -> WordField:
    return WordField(one.element, "".join(one.pieces))


def _attribute(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
