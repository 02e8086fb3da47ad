"""A form looked at as a package before anything fills it: what would fetch, run or unfold is named with its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml import etree

from codesign.errors import RefusedFile
from codesign.readers import preflight, xml_root
from codesign.word.fields import HARMLESS, WordField, word_fields
from codesign.word.opened import Opened, words
from codesign.word.xml import Element, every, local

MEGABYTE = 1_000_000
LARGEST_PART = 6 * MEGABYTE
LARGEST_WORDS = 20 * MEGABYTE
LARGEST_FORM = 60 * MEGABYTE
MOST_MARKS = 200_000
MOST_SENTENCES = 12

_AS_PLAIN_TEXT = "Click into it, press Ctrl+Shift+F9 so that its words stay as plain text, and save the form"
_AS_PICTURE = "Cut it and paste it back as a picture (Paste Special), or take it out, and save the form"
_WITHOUT_MACROS = "Save the form as “Word Document (.docx)” without macros"
_UNLINK = "Select it and press Ctrl+Shift+F9, or insert it again as a picture from this computer, and save the form"
_NO_TEMPLATE = "In Word choose Developer, Document Template, empty the name, and save the form"
_TAKE_OUT = "Take it out in Word and save the form"

_INSIDE: Mapping[str, tuple[str, str]] = {
    "oleobject": ("an embedded object", _AS_PICTURE),
    "package": ("an embedded file", _AS_PICTURE),
    "control": ("an ActiveX control", _TAKE_OUT),
    "activexcontrolbinary": ("an ActiveX control", _TAKE_OUT),
    "vbaproject": ("macros", _WITHOUT_MACROS),
    "vbaprojectsignature": ("macros", _WITHOUT_MACROS),
    "wordvbadata": ("macros", _WITHOUT_MACROS),
    "attachedtoolbars": ("toolbars that run macros", _WITHOUT_MACROS),
    "keymapcustomizations": ("keys that run macros", _WITHOUT_MACROS),
    "afchunk": ("a piece of another file that Word takes in on opening", "Open it in Word, save it, and use that file"),
    "subdocument": ("a part that is another document", "Paste the words of that document into the form"),
    "mailmergesource": ("a mail merge", "Choose Mailings, Start Mail Merge, Normal Word Document, and save the form"),
    "mailmergeheadersource": ("a mail merge", "Choose Mailings, Start Mail Merge, Normal Word Document, and save it"),
    "recipientdata": ("a mail merge", "Choose Mailings, Start Mail Merge, Normal Word Document, and save the form"),
    "extensibility": ("buttons of its own in Word's ribbon", _WITHOUT_MACROS),
    "usercustomization": ("buttons of its own in Word's ribbon", _WITHOUT_MACROS),
    "webextension": ("an add-in that is fetched from the web", _TAKE_OUT),
    "webextensiontaskpanes": ("an add-in that is fetched from the web", _TAKE_OUT),
    "video": ("a video or a sound", _TAKE_OUT),
    "audio": ("a video or a sound", _TAKE_OUT),
    "media": ("a video or a sound", _TAKE_OUT),
    "frame": ("a page of another document", _TAKE_OUT),
}
"""Relations inside the package that bring something along which is no text: what it is, what to do."""

_OUTSIDE: Mapping[str, tuple[str, str]] = {
    "attachedtemplate": ("a template that Word fetches on opening", _NO_TEMPLATE),
    "image": ("a picture that is not in the form but fetched", _UNLINK),
    "hyperlink": ("a link to something other than a web page or a mail address", "Remove the link and save the form"),
    "oleobject": ("an object that is fetched", _AS_PICTURE),
}
_FETCHED = ("something that is not in the form but fetched", _TAKE_OUT)

_ELEMENTS: Mapping[str, tuple[str, str]] = {
    "altChunk": _INSIDE["afchunk"],
    "subDoc": _INSIDE["subdocument"],
    "OLEObject": _INSIDE["oleobject"],
    "objectEmbed": _INSIDE["oleobject"],
    "objectLink": _OUTSIDE["oleobject"],
    "control": _INSIDE["control"],
    "mailMerge": _INSIDE["recipientdata"],
    "entryMacro": ("a box that runs a macro", "Empty “Run macro on” in the box's properties, and save the form"),
    "exitMacro": ("a box that runs a macro", "Empty “Run macro on” in the box's properties, and save the form"),
    "webVideoPr": _INSIDE["video"],
    "saveThroughXslt": ("a program that changes it on saving", _TAKE_OUT),
    "scriptAnchor": ("a program of a web page", _TAKE_OUT),
    "frameset": _INSIDE["frame"],
}
_MACRO_TYPES = re.compile(r"(?i)macroenabled|vbaproject|vbadata|vba\+")
_OBJECT_TYPES = re.compile(r"(?i)oleobject|activex|officedocument\.package|spreadsheetml|presentationml")
_STARTS: tuple[tuple[bytes, tuple[str, str]], ...] = (
    (b"PK\x03\x04", _INSIDE["package"]),
    (b"{\\rtf", _INSIDE["afchunk"]),
    (b"%PDF-", _INSIDE["package"]),
    (b"MIME-Version", _INSIDE["afchunk"]),
    (b"MZ", ("a program", _TAKE_OUT)),
    (b"\x7fELF", ("a program", _TAKE_OUT)),
    (b"#!", ("a program", _TAKE_OUT)),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VBA = ("_VBA_PROJECT".encode("utf-16-le"), "VBA\0".encode("utf-16-le"))
_WEB = re.compile(r"(?i)^\s*(https?://[^/\\\s]+|mailto:\S)")
_OWN_COMPUTER = re.compile(r"(?i)^(file:///)?[A-Z](:|%3A)[\\/]")
_LINKS = {"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"}
_VML = re.compile(r"urn:schemas-microsoft-com:(vml|office:\w+)")
_BEFORE_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_OFFICE = re.compile(r"\{[^}]*(openxmlformats\.org|microsoft|purl\.oclc\.org/ooxml)[^}]*\}")
_TYPES = "[Content_Types].xml"
_PLACES = (
    (re.compile(r"/document\d*\.xml$"), "the text"),
    (re.compile(r"/header[^/]*$"), "a header"),
    (re.compile(r"/footer[^/]*$"), "a footer"),
    (re.compile(r"/footnotes[^/]*$"), "a footnote"),
    (re.compile(r"/endnotes[^/]*$"), "an endnote"),
    (re.compile(r"/comments[^/]*$"), "a comment"),
    (re.compile(r"/settings\.xml$"), "the settings of the file"),
    (re.compile(r"/styles[^/]*$"), "the styles"),
)


@lru_cache(maxsize=4)
def refusals(form: bytes) -> tuple[str, ...]:
    """Return why a form is not taken, a sentence each with its place and what to do; nothing wrong gives none.

    A form may hold text, pictures, fonts, fields that show words, and links to web pages and mail addresses. Whatever
    Word or LibreOffice would fetch or run, and whatever unfolds without bound, is refused before it is read further.
    """
    name = "form.docx"
    try:
        preflight(name, form)
        whole = _size(form)
        if whole:
            return (whole,)
        package = _Package.read(form)
    except RefusedFile as error:
        return (f"The Word template {str(error).removeprefix(name).strip()}",)
    sentences = dict.fromkeys(islice(_looked_at(package), 4 * MOST_SENTENCES))
    more = ["There are more of these."] if len(sentences) > MOST_SENTENCES else []
    return (*list(sentences)[:MOST_SENTENCES], *more)


def is_own_computer(target: str) -> bool:
    """Return whether a target names a file by a drive letter: of no use elsewhere, and fetched from nowhere."""
    return _OWN_COMPUTER.match(target.strip()) is not None


def _size(form: bytes) -> str:
    """Return what is wrong with the number and size of the parts, before they are unpacked."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        parts = archive.infolist()
    twice = [name for name, number in Counter(part.filename.lower() for part in parts).items() if number > 1]
    if twice:
        return f"The Word template holds the part {twice[0]} twice. Open it in Word, save it, and use that file."
    sizes = {part.filename: part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels"))}
    large = [name for name, size in sizes.items() if size > LARGEST_PART]
    if large or sum(sizes.values()) > LARGEST_WORDS or sum(part.file_size for part in parts) > LARGEST_FORM:
        where = place(large[0]) if large else "all of it together"
        return (
            f"The Word template is too large: {where} would unpack to more than a form of some hundred pages holds. "
            "Copy what is needed into a new document, and make large pictures smaller (Compress Pictures)."
        )
    return ""


# the package ----


@dataclass
class _Package:
    """The parts of a form, the XML among them parsed whatever the part is called."""

    opened: Opened
    types: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: bytes) -> _Package:
        opened = Opened.read(form)
        if opened.broken:
            part, reason = next(iter(opened.broken.items()))
            raise RefusedFile(f"has a part that cannot be read, {part} ({reason}). Open it in Word and save it again.")
        types = _content_types(opened)
        for name, content in opened.parts.items():
            if name not in opened.trees and content[:64].lstrip(_BEFORE_MARKS).startswith(b"<"):
                _require_few(name, content)
                with suppress(etree.XMLSyntaxError):  # a piece of a web page, say; what it is for is looked at below
                    opened.trees[name] = xml_root(content)
        for name, tree in opened.trees.items():
            _require_few(name, opened.parts[name])
            if tree.getroottree().docinfo.internalDTD is not None:
                raise RefusedFile(
                    f"declares a document type in {name}, which Office never does. Save it again in Word."
                )
        return cls(opened, types)

    def place(self, part: str, element: Element | None = None) -> str:
        """Return where something stands, in words a person can find."""
        near = _near(element) if element is not None else ""
        return f"In {place(part)}{f', near “{near}”' if near else ''}"

    def uses(self, part: str) -> dict[str, list[Element]]:
        """Return the elements of a part that use each of its relations."""
        by_key: dict[str, list[Element]] = {}
        tree = self.opened.trees.get(part)
        for element in () if tree is None else tree.iter(etree.Element):
            for key in _related(element):
                by_key.setdefault(key, []).append(element)
        return by_key


def _require_few(name: str, content: bytes) -> None:
    if len(content) > LARGEST_PART or content.count(b"<") > MOST_MARKS:
        raise RefusedFile(
            f"is too large: {place(name)} holds more words and marks than a form of some hundred pages. Copy what is "
            "needed into a new document."
        )


def _content_types(opened: Opened) -> dict[str, str]:
    tree = opened.trees.get(_TYPES)
    rows = [] if tree is None else list(tree)
    by_part = {str(row.get("PartName", "")).lstrip("/").lower(): str(row.get("ContentType")) for row in rows}
    by_ending = {str(row.get("Extension", "")).lower(): str(row.get("ContentType")) for row in rows}
    return {
        name: by_part.get(name.lower()) or by_ending.get(name.rpartition(".")[2].lower(), "") for name in opened.parts
    }


def place(part: str) -> str:
    """Return what a person calls a part of a Word file."""
    if not part:
        return "the file"
    named = next((words_ for pattern, words_ in _PLACES if pattern.search(f"/{part}")), f"the part {part}")
    return f"{named} of a building block" if "glossary/" in part and not named.startswith("the part") else named


def _near(element: Element) -> str:
    """Return the words of the paragraph an element stands in, or of the nearest before it."""
    holder = element if local(element) == "p" else next((p for p in element.iterancestors() if local(p) == "p"), None)
    for _ in range(20):
        if holder is None:
            return ""
        if len(line := words(holder)) > 3:  # not the number alone that a field shows
            return line[:60]
        holder = next(iter(every(holder, "preceding::*[local-name()='p'][1]")), None)
    return ""


def _related(element: Element) -> list[str]:
    return [str(value) for name, value in element.attrib.items() if "/relationships}" in str(name)]


# what is looked at ----


def _looked_at(package: _Package) -> Iterator[str]:
    for part in package.opened.parts:
        yield from _content(package, part)
    for part in package.opened.trees:
        source = re.sub(r"_rels/([^/]*)\.rels$", r"\1", part)
        if source != part:
            yield from _relations(package, part, source)
    marks = {
        str(next(iter(every(element, "@*[local-name()='name']")), "")).upper()
        for tree in package.opened.trees.values()
        for element in tree.iter("{*}bookmarkStart")
    }
    for part, tree in package.opened.trees.items():
        yield from _elements(package, part, tree)
        yield from (s for one in word_fields(tree) if (s := _field(package, part, one, marks)))


def _sentence(where: str, what: tuple[str, str], shown: str = "") -> str:
    return f"{where}: {what[0]}{f' ({_short(shown)})' if shown else ''}. {what[1]}."


def _short(shown: str) -> str:
    line = " ".join(shown.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _content(package: _Package, part: str) -> Iterator[str]:
    """Look at a part for what it is by its content and its stated kind, whatever it is called."""
    kind, content = package.types[part], package.opened.parts[part]
    if content.startswith(_OLE):
        holds_macros = any(sign in content for sign in _VBA)
        yield _sentence("In the file", _INSIDE["vbaproject" if holds_macros else "oleobject"], part)
        return
    if _MACRO_TYPES.search(kind):
        yield _sentence("In the file", _INSIDE["vbaproject"], part)
    elif _OBJECT_TYPES.search(kind):
        yield _sentence("In the file", _INSIDE["package"], part)
    start = b"" if "font" in kind.lower() else content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    yield from (_sentence("In the file", what, part) for sign, what in _STARTS if start.startswith(sign))


def _relations(package: _Package, part: str, source: str) -> Iterator[str]:
    by_key = package.uses(source)
    for row in package.opened.trees[part].iter("{*}Relationship"):
        kind = str(row.get("Type", "")).rpartition("/")[2].lower()
        target, key = str(row.get("Target", "")), str(row.get("Id", ""))
        outside = str(row.get("TargetMode", "")).lower() == "external" or _leads_out(target)
        what = _outside(kind, target) if outside else _INSIDE.get(kind)
        uses = by_key.get(key, [])
        if what is None and outside and any(local(element) not in _LINKS for element in uses):
            what = _FETCHED
        if what:
            yield _sentence(package.place(source, uses[0] if uses else None), what, target)


def _leads_out(target: str) -> bool:
    return re.match(r"(?i)^\s*([a-z][a-z0-9+.-]*:|\\\\|//)", target) is not None


def _outside(kind: str, target: str) -> tuple[str, str] | None:
    """Return what is wrong with a relation that leads out of the file; nothing for links to the web and to mail."""
    if kind == "hyperlink" and is_link(target):
        return None
    if kind == "attachedtemplate" and is_own_computer(target):
        return None  # of the maker's computer: it is taken out when the form is filled
    return _OUTSIDE.get(kind, _FETCHED)


def is_link(target: str) -> bool:
    """Return whether a link leads to a web page, to a mail address or to a place in the document."""
    return not target.strip() or target.startswith("#") or _WEB.match(target) is not None


def _elements(package: _Package, part: str, tree: Element) -> Iterator[str]:
    is_picture = local(tree) == "svg"
    for element in tree.iter(etree.Element):
        name = local(element)
        if name in _ELEMENTS and _OFFICE.match(str(element.tag)) and not _is_empty_macro(name, element):
            yield _sentence(package.place(part, element), _ELEMENTS[name])
        elif is_picture and _fetches(name, element):
            yield _sentence(f"In the picture {part}", ("a drawing that fetches or runs something", _UNLINK))
        elif _VML.search(str(element.tag)):
            yield from _drawing(package, part, element)
        action = element.get("action", "")
        if name in _LINKS and re.match(r"(?i)\s*(macro:|ppaction://(program|ole|macro))", action):
            yield _sentence(package.place(part, element), ("a link that runs a program", _TAKE_OUT), action)


def _is_empty_macro(name: str, element: Element) -> bool:
    return name.endswith("Macro") and not any(str(value).strip() for value in element.attrib.values())


def _drawing(package: _Package, part: str, element: Element) -> Iterator[str]:
    """Look at an old drawing of Word, whose pictures may be named by an address instead of a relation."""
    for name, value in element.attrib.items():
        key, target = str(name).rpartition("}")[2], str(value)
        is_relation = "/relationships}" in str(name)
        if key in {"src", "href", "althref"} and not is_relation and target.strip():
            shown_as_link = key == "href" and local(element) not in {"imagedata", "fill", "stroke"}
            if not (is_link(target) if shown_as_link else target.startswith(("#", "cid:", "data:"))):
                kind = "hyperlink" if shown_as_link else "image"
                yield _sentence(package.place(part, element), _OUTSIDE[kind], target)


def _fetches(name: str, element: Element) -> bool:
    if name in {"script", "foreignObject"} or any(str(key).lower().startswith("on") for key in element.attrib):
        return True
    addresses = [str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] in {"href", "src"}]
    styled = " ".join([element.text or "" if name == "style" else "", *(str(v) for v in element.attrib.values())])
    return any(not address.strip().startswith(("#", "data:image/")) for address in addresses if name != "a") or (
        re.search(r"(?i)url\(\s*['\"]?(?!#|data:)[^)\s]|@import", styled) is not None
    )


def _field(package: _Package, part: str, one: WordField, marks: Iterable[str]) -> str:
    instruction = one.instruction.strip()
    if not instruction:
        return ""
    where = package.place(part, one.element)
    if one.name == "HYPERLINK" and not is_link(one.target):
        return _sentence(where, _OUTSIDE["hyperlink"], one.target)
    if one.name in HARMLESS or one.name.startswith("=") or one.name in marks:
        return ""
    return _sentence(where, ("a field that can fetch or run something", _AS_PLAIN_TEXT), f"{{ {one.shown} }}")
