"""The file around a document: its properties, its language, and the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from codesign.proposal.blocks import Document
from codesign.word.styles import NAMESPACES
from codesign.word.text import cleaned
from codesign.word.xml import Element

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")


def describe(docx: WordDocument, document: Document) -> None:
    """Write title, author, subject, language and dates: from the document, never from the clock or the template."""
    properties = docx.core_properties
    for name in ("title", "subject", "author"):
        setattr(properties, name, _short(getattr(document, name)))
    properties.language = document.language
    properties.last_modified_by = _short(document.author)
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1
    properties.created = properties.modified = _date(document.data_date)
    for name in ("cp:lastPrinted", "cp:contentStatus", "cp:version"):
        _remove(properties, name)


def _short(words: str) -> str:
    return " ".join(cleaned(words)[0].split())[:255]


def _date(data_date: str) -> datetime:
    match = re.fullmatch(r"\d{4}-\d{2}-\d{2}", data_date)
    return datetime.fromisoformat(data_date if match else "2000-01-01")


def _remove(properties: object, name: str) -> None:
    element: Element = properties._element  # type: ignore[attr-defined]
    for entry in element.findall(
        f"{{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}}{name[3:]}"
    ):
        element.remove(entry)


def speak(docx: WordDocument, language: str) -> None:
    """Set the language of the text, where a screen reader and the spelling check look for it."""
    root = docx.styles.element
    defaults = _child(_child(_child(root, "w:docDefaults", first=True), "w:rPrDefault", first=True), "w:rPr")
    for earlier in defaults.findall(qn("w:lang")):
        defaults.remove(earlier)
    defaults.append(parse_xml(f'<w:lang {NAMESPACES} w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'))
    for earlier in root.iterfind(f"{qn('w:style')}/{qn('w:rPr')}/{qn('w:lang')}"):
        earlier.getparent().remove(earlier)


def _child(parent: Element, name: str, *, first: bool = False) -> Element:
    child = parent.find(qn(name))
    if child is None:
        child = parse_xml(f"<{name} {NAMESPACES}/>")
        parent.insert(0, child) if first else parent.append(child)
    return child


def tidy(docx: WordDocument) -> None:
    """Take out what belongs to the form's maker: thumbnail, signatures, questions on opening, revision marks."""
    relations = docx.part.package.rels
    own = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.ORIGIN}
    for key in [key for key, relation in relations.items() if relation.reltype in own]:
        del relations[key]
    for name in ("w:updateFields", "w:rsids", "w:attachedTemplate"):
        for setting in docx.settings.element.findall(qn(name)):
            docx.settings.element.remove(setting)
    for part in docx.part.package.parts:
        for key in [key for key, one in part.rels.items() if one.reltype.endswith("/attachedTemplate")]:
            del part.rels[key]


def saved(docx: WordDocument) -> bytes:
    """Return the file's bytes."""
    written = io.BytesIO()
    docx.save(written)
    return repacked(written.getvalue())


def repacked(content: bytes) -> bytes:
    """Return a zip file with its parts in a fixed order and without dates: the same parts are the same bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        names = [*_FIRST, *sorted(set(old.namelist()) - set(_FIRST))]
        for name in (name for name in names if name in old.namelist() and not name.endswith("/")):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            entry.external_attr = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED, 6)
    return result.getvalue()
