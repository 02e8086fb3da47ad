"""Codebooks and projects as REFI-QDA files: valid against the schemas, the same bytes for the same study."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
from lxml import etree

from codesign import schemas
from codesign.errors import StudyError
from codesign.refi.notes import CodeNote, code_description, coding_note

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"
ORIGIN = "Co-design Workbook"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:codesign-workbook:refi-qda")
SHOWN = 100
"""How much of a passage stands in a selection's name, by which any program can check the positions."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")

Rows = Sequence[Mapping[str, Any]]


def guid(kind: str, identity: str) -> str:
    """Return the id of a thing in a REFI-QDA file; the same thing always gets the same one."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}|{identity}")).upper()


def codebook_bytes(codes: pd.DataFrame, mark: str = "") -> bytes:
    """Return the codes as a .qdc file, with hierarchy; StudyError where there are none.

    `mark`, such as SAMPLE, stands beside the program that wrote it.
    """
    if codes.empty:
        raise StudyError("The study has no codes, so there is no codebook to write. Nothing was written.")
    root = _root(CODEBOOK, "CodeBook", {"origin": " ".join(filter(None, (ORIGIN, mark)))})
    _add_codes(root, schemas.records(codes))
    return _xml(root)


def project_bytes(tables: schemas.Tables, texts: Mapping[str, str], name: str) -> bytes:
    """Return codes, codings and transcripts as a .qdpx file: project.qde, and the texts in sources.

    Positions are code points, 0-based, end excluded, as the standard says; line ends are LF. Polarity and memo stand
    in the description of the selection, where ATLAS.ti and MAXQDA write comments and QualCoder looks for them, and so
    who coded it has a selection of their own. Codings of transcripts without a text are left out.
    """
    codings = [row for row in schemas.records(tables["codings"]) if row["transcript_id"] in texts]
    transcript_ids = [
        row["transcript_id"] for row in schemas.records(tables["transcripts"]) if row["transcript_id"] in texts
    ]
    root = _root(PROJECT, "Project", {"name": _plain(name), "origin": ORIGIN})
    _add_users(root, sorted({row["coder"] for row in codings} - {""}))
    if len(tables["codes"]):
        _add_codes(_add(root, "CodeBook"), schemas.records(tables["codes"]))
    if transcript_ids:
        _add_sources(root, transcript_ids, codings, texts)
    return _packed(
        {"project.qde": _xml(root)} | {f"sources/{_file(one)}": texts[one].encode() for one in transcript_ids}
    )


# parts of a project -----------------------------------------------------------------------------------


def _add_users(root: etree._Element, coders: Sequence[str]) -> None:
    if coders:
        users = _add(root, "Users")
        for coder in coders:
            _add(users, "User", guid=guid("user", coder), name=coder)


def _add_codes(above: etree._Element, codes: Rows) -> None:
    """Add the codes as a tree; a circle in the hierarchy is cut at its first code."""
    below: dict[str, list[Mapping[str, Any]]] = {}
    code_ids = {row["code_id"] for row in codes}
    for row in codes:
        below.setdefault(row["parent_id"] if row["parent_id"] in code_ids else "", []).append(row)
    place, written = _add(above, "Codes"), set[str]()
    for row in [*below.get("", []), *codes]:
        _add_code(place, row, below, written)


def _add_code(place: etree._Element, row: Mapping[str, Any], below: Mapping[str, Rows], written: set[str]) -> None:
    if row["code_id"] in written:
        return
    written.add(row["code_id"])
    code = _add(place, "Code", guid=guid("code", row["code_id"]), name=row["name"], isCodable="true")
    note = CodeNote(**{field: row[field] for field in CodeNote.__dataclass_fields__})
    _add(code, "Description").text = _plain(code_description(note))
    for child in below.get(row["code_id"], ()):
        _add_code(code, child, below, written)


def _add_sources(root: etree._Element, transcript_ids: Sequence[str], codings: Rows, texts: Mapping[str, str]) -> None:
    sources = _add(root, "Sources")
    placed = sorted(codings, key=lambda row: (row["transcript_id"], row["start"], row["end"], row["coding_id"]))
    grouped = {one: list(rows) for one, rows in groupby(placed, key=lambda row: row["transcript_id"])}
    for one in transcript_ids:
        path = f"internal://{_file(one)}"
        source = _add(sources, "TextSource", guid=guid("source", one), name=one, plainTextPath=path)
        for rows in _selected(grouped.get(one, [])):
            _add_selection(source, one, rows, texts[one])


def _selected(placed: Rows) -> list[Rows]:
    """Return the codings of a transcript that make one selection: the same words, by one person, with one note."""
    selections: dict[tuple[int, int, str, str], list[Mapping[str, Any]]] = {}
    for row in placed:
        key = (row["start"], row["end"], row["coder"], coding_note(row["polarity"], row["memo"]))
        selections.setdefault(key, []).append(row)
    return list(selections.values())


def _add_selection(source: etree._Element, one: str, rows: Rows, text: str) -> None:
    first = rows[0]
    start, end, coder = first["start"], first["end"], first["coder"]
    who = {"creatingUser": guid("user", coder)} if coder else {}
    selection = _add(
        source,
        "PlainTextSelection",
        guid=guid("selection", f"{one}|{first['coding_id']}"),
        name=" ".join(text[start:end].split())[:SHOWN],
        startPosition=str(start),
        endPosition=str(end),
        **who,
    )
    note = coding_note(first["polarity"], first["memo"])
    if note:
        _add(selection, "Description").text = _plain(note)
    for row in rows:
        coding = _add(selection, "Coding", guid=guid("coding", row["coding_id"]), **who)
        _add(coding, "CodeRef", targetGUID=guid("code", row["code_id"]))


# bytes ------------------------------------------------------------------------------------------------


def _file(transcript_id: str) -> str:
    return f"{guid('file', transcript_id)}.txt"


def _root(namespace: str, element: str, attributes: dict[str, str]) -> etree._Element:
    unprefixed: Any = {None: namespace}
    return etree.Element(f"{{{namespace}}}{element}", attributes, nsmap=unprefixed)


def _add(above: etree._Element, element: str, /, **attributes: str) -> etree._Element:
    plain = {key: _plain(value) for key, value in attributes.items()}
    return etree.SubElement(above, f"{{{etree.QName(above).namespace}}}{element}", plain)


def _plain(words: str) -> str:
    return _NO_XML.sub("\ufffd", words)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _packed(members: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(members).items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
