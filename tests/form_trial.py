"""Forms as colleges and attackers make them, for the tests: a plain form of Word with one thing added."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx as word_files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT, TYPES_PART = "word/document.xml", "[Content_Types].xml"


def form(*paragraphs: str, header: str = "") -> bytes:
    """A form as a college would type it in Word: the plainest there is."""
    document = word_files.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = header
    return saved(document)


def saved(document: word_files.document.Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes | str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return written.getvalue()


def with_body(xml: str, *, before: bytes | None = None) -> bytes:
    """A form with a piece of XML after its first paragraph."""
    content = parts(before or form("Approval of a new program", "{{ title }}"))
    return packed({**content, DOCUMENT: content[DOCUMENT].replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)})


def paragraph(xml: str) -> str:
    return f"<w:p>{xml}</w:p>"


def field(instruction: str, *, runs: int = 1, shown: str = "1") -> str:
    """A field whose instruction Word has split over some runs."""
    size = -(-len(instruction) // runs)
    pieces = [instruction[start : start + size] for start in range(0, len(instruction), size)]
    code = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def with_field(instruction: str, runs: int = 1) -> bytes:
    return with_body(paragraph(field(instruction, runs=runs)))


def with_relation(
    kind: str,
    target: str,
    *,
    used: str = "",
    part: str = DOCUMENT,
    outside: bool = True,
    more: Mapping[str, bytes] = {},
    docx: bytes | None = None,
) -> bytes:
    """A form one of whose parts has one more relation, and perhaps more parts."""
    content = {**parts(with_body(used, before=docx)), **more}
    rels = part.replace("word/", "word/_rels/") + ".rels"
    kind = kind if "/" in kind else f"{OFFICE}/{kind}"
    mode = ' TargetMode="External"' if outside else ""
    row = f'<Relationship Id="rId900" Type="{kind}" Target="{target}"{mode}/>'.encode()
    old = content.get(
        rels,
        b'<?xml version="1.0" encoding="UTF-8"?>'
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
    )
    return packed({**content, rels: old.replace(b"</Relationships>", row + b"</Relationships>")})


def tracked(deleted: str, inserted: str = "{{ title }}") -> bytes:
    """A form in which some words were deleted and others inserted while changes were tracked."""
    who = 'w:author="A" w:date="2026-01-01T00:00:00Z"'
    return with_body(
        paragraph(
            f'<w:del w:id="901" {who}><w:r><w:delText>{deleted}</w:delText></w:r></w:del>'
            f'<w:ins w:id="902" {who}><w:r><w:t>{inserted}</w:t></w:r></w:ins>'
        )
    )


def with_part(name: str, content: bytes, kind: str, docx: bytes | None = None, related: str = "") -> bytes:
    """A form with one more part, what the package says about its kind, and perhaps a relation of the text to it."""
    if related:
        docx = with_relation(related, f"/{name}", outside=False, docx=docx)
    old = parts(docx or form("{{ title }}"))
    row = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    return packed({**old, name: content, TYPES_PART: old[TYPES_PART].replace(b"</Types>", row)})


def ole(*words: str) -> bytes:
    """The start of an object of old Office, with names of its streams."""
    streams = b"".join(word.encode("utf-16-le") + b"\0\0" for word in words)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + streams
