"""What a proposal was made from, kept in its Word file: the study and the sector, and a checksum of each author box.

It stands in the file's own properties, which Word and LibreOffice keep through every save, and where a person can see
it: File, Info, Properties. The boxes are kept as checksums and not as words, so that a text somebody took out of a
proposal is not still in the file that is sent out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from codesign.proposal.blocks import AuthorBox, Block, Document, Landscape
from codesign.readers import xml_root
from codesign.word.author_texts import box_mark
from codesign.word.lost_boxes import Layout
from codesign.word.text import attribute

PREFIX = "codesign."
OF_BOX = "box."
_PLACE = "docProps/custom.xml"
_OF_A_FILE = re.compile(r"(?i)/docProps/custom[^/]*\.xml")
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OWN = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PRINTED = re.compile(r"fingerprint ([0-9a-f]{4}[ \u00a0][0-9a-f]{4})(?![0-9a-f])")
_LARGEST = 4_000_000


@dataclass(frozen=True)
class Origin:
    """What a proposal says it was made from: `facts` by name, such as study and sector, and the mark of each box.

    `layout` is how it looked when it was made, where the run that made it wrote that down.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    boxes: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)

    def __bool__(self) -> bool:
        return "sector" in self.facts


def mark_origin(docx: WordDocument, document: Document) -> None:
    """Write what a document was made from into the properties of its Word file, beside those the form has."""
    if not document.origin:
        return
    ours = {**document.origin, "fingerprint": document.fingerprint}
    placed = {str(tag.get(qn("w:val"))) for tag in docx.element.body.iter(qn("w:tag"))}
    boxes = [box for box in _boxes(document) if f"author.{box.box}" in placed]
    ours |= {f"{OF_BOX}{box.box}": box_mark(box.box, box.text) for box in boxes}
    package = docx.part.package
    inner = (one for one in package.rels.values() if not one.is_external)
    relation = next((one for one in inner if _OF_A_FILE.fullmatch(one.target_part.partname)), None)
    earlier = relation.target_part.blob if relation is not None else b""
    content = _with_properties(earlier, {f"{PREFIX}{name}": value for name, value in sorted(ours.items())})
    if relation is not None:
        relation.target_part._blob = content  # the library keeps parts it does not know as they came
    else:
        part = Part(PackURI(f"/{_PLACE}"), _TYPE, content, package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def origin(docx: bytes) -> Origin:
    """Return what a Word file says it was made from; an empty one where it says nothing that can be read."""
    values = dict(_properties(docx))
    facts = {name: value for name, value in values.items() if not name.startswith(OF_BOX)}
    return Origin(facts, {name.removeprefix(OF_BOX): mark for name, mark in values.items() if name not in facts})


def printed_fingerprint(docx: bytes) -> str:
    """Return the fingerprint a proposal prints on its pages, which survives where properties do not; else nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            names = sorted(name for name in archive.namelist() if re.fullmatch(r"word/(document|footer\d*)\.xml", name))
            texts = [re.sub(r"<[^>]*>", "", archive.read(name).decode("utf-8", "replace")) for name in names]
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return ""
    prints = {match[1] for text in texts for match in _PRINTED.finditer(text)}
    return prints.pop() if len(prints) == 1 else ""


def _properties(docx: bytes) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            place = next(name for name in archive.namelist() if _OF_A_FILE.fullmatch(f"/{name}"))
            if archive.getinfo(place).file_size > _LARGEST:
                return
            root = xml_root(archive.read(place))
    except (zipfile.BadZipFile, StopIteration, etree.XMLSyntaxError, NotImplementedError, OSError):
        return
    for entry in root:
        name = str(entry.get("name", ""))
        if name.startswith(PREFIX):
            yield name.removeprefix(PREFIX), "".join(str(words) for words in entry.itertext()).strip()


def _with_properties(earlier: bytes, ours: Mapping[str, str]) -> bytes:
    empty = f'<Properties xmlns="{_OWN}" xmlns:vt="{_VALUES}"/>'.encode()
    root = xml_root(earlier or empty)
    for entry in list(root):
        if str(entry.get("name", "")).startswith(PREFIX):
            root.remove(entry)
    numbers = [int(entry.get("pid", "1")) for entry in root if re.fullmatch(r"\d+", entry.get("pid", "1"))]
    for number, (name, value) in enumerate(ours.items(), max([1, *numbers]) + 1):
        xml = (
            f'<property xmlns="{_OWN}" xmlns:vt="{_VALUES}" fmtid="{_FORMAT}" pid="{number}" name="{attribute(name)}">'
            f"<vt:lpwstr>{attribute(value)}</vt:lpwstr></property>"
        )
        root.append(xml_root(xml.encode()))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _boxes(document: Document) -> Iterator[AuthorBox]:
    for section in document.sections.values():
        for block in section:
            inner: tuple[Block, ...] = block.blocks if isinstance(block, Landscape) else (block,)
            yield from (one for one in inner if isinstance(one, AuthorBox))
