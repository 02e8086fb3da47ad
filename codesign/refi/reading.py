"""Codebooks and projects of other programs, read as they really are: by element names, whatever the order and case."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import unquote

from lxml import etree

from codesign.errors import RefusedFile
from codesign.phrases import count_of
from codesign.readers import clean, decode, xml_root

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_KEPT_ASIDE: Mapping[str, tuple[str, str]] = {
    "Link": ("link", "links"),
    "Graph": ("graph", "graphs"),
    "Set": ("set", "sets"),
    "Case": ("case", "cases"),
    "VariableValue": ("value of a variable", "values of variables"),
    "PictureSelection": ("selection in a picture", "selections in pictures"),
    "PDFSelection": ("selection on a page of a PDF", "selections on pages of a PDF"),
    "AudioSelection": ("selection in a recording", "selections in recordings"),
    "VideoSelection": ("selection in a recording", "selections in recordings"),
    "Note": ("memo", "memos"),
}
_WORDLESS: Mapping[str, str] = {
    "PictureSource": "a picture without words",
    "PDFSource": "a PDF without its text beside it",
    "AudioSource": "a recording without a transcript",
    "VideoSource": "a recording without a transcript",
}
_SHOWN = 3
_NO_NOTES: Mapping[str, str] = MappingProxyType({})
_ASK = "Export it again from the program it comes from."


@dataclass(frozen=True)
class ReadCode:
    """A code as a file has it; `parent` is the guid of the code above, or empty."""

    guid: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True)
class ReadCoding:
    """A code put on something, by the guid of a user, with the words of its notes."""

    code: str
    user: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReadSelection:
    """A selection in a text; `name` often holds how its words begin."""

    start: int
    end: int
    name: str
    codings: tuple[ReadCoding, ...]


@dataclass(frozen=True)
class ReadSource:
    """A source with words; `content` is its plain text as bytes, or None where the file is not in the project.

    `whole` are the codings of the source as such; `file` is the name its text has in the project.
    """

    name: str
    file: str
    content: bytes | None
    selections: tuple[ReadSelection, ...]
    whole: tuple[ReadCoding, ...]


@dataclass(frozen=True)
class ReadProject:
    """What a file holds, and sentences about what in it is unusual or cannot be used here."""

    codes: tuple[ReadCode, ...]
    users: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[ReadSource, ...] = ()
    sentences: tuple[str, ...] = ()
    name: str = ""
    origin: str = ""
    only_user: str = ""


def read_codebook(name: str, content: bytes) -> ReadProject:
    """Return the codes of a .qdc file; RefusedFile tells why it cannot be read."""
    root = _root(name, content)
    codes, sentences = _codes(root)
    sentences += _left_aside(root)
    if not codes:
        raise RefusedFile(f"{name} has no codes in it. {_ASK}")
    return ReadProject(tuple(codes), sentences=tuple(sentences), origin=root.get("origin", ""))


def read_project(name: str, content: bytes) -> ReadProject:
    """Return codes, users and texts with their selections of a .qdpx file; nothing is unpacked to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {member: archive.read(member) for member in archive.namelist() if not member.endswith("/")}
    except _DAMAGED as error:
        raise RefusedFile(f"{name} is damaged or not complete, so it was not read. {_ASK}") from error
    return _project(_root(name, members[_description(name, members)]), members)


def _project(root: etree._Element, members: Mapping[str, bytes]) -> ReadProject:
    notes = _notes(root, members)
    codes, sentences = _codes(root, notes)
    sources, unusual = _sources(root, members, notes)
    cases = {_guid(case.get("guid")) for case in _all(root, "Case")}
    codes, sources, more = _known_codes(codes, sources, cases)
    users = {_guid(user.get("guid")): user.get("name") or user.get("id") or "" for user in _all(root, "User")}
    return ReadProject(
        tuple(codes),
        users,
        tuple(sources),
        (*sentences, *unusual, *more, *_left_aside(root)),
        root.get("name", ""),
        root.get("origin", ""),
        _guid(root.get("creatingUserGUID")) or (next(iter(users)) if len(users) == 1 else ""),
    )


def _description(name: str, members: Mapping[str, bytes]) -> str:
    """Return the member that describes the project: project.qde in any case, or the one that ends in .qde."""
    described = [member for member in members if member.lower().endswith(".qde")]
    if not described:
        raise RefusedFile(f"{name} holds no description of a project (project.qde). {_ASK}")
    return min(described, key=lambda member: (member.lower() != "project.qde", member.count("/"), member))


# xml --------------------------------------------------------------------------------------------------


def _root(name: str, content: bytes) -> etree._Element:
    plain = content.replace(b"\0", b"").lower()
    if b"<!doctype" in plain or b"<!entity" in plain:
        raise RefusedFile(f"{name} declares a document type, which no such file needs, so it was not read. {_ASK}")
    try:
        root = xml_root(content, elements_only=True)
    except etree.XMLSyntaxError as error:
        raise RefusedFile(f"{name} breaks off or is damaged near line {error.lineno}. {_ASK}") from error
    if _local(root) not in ("CodeBook", "Project"):
        raise RefusedFile(f"{name} is no REFI-QDA file: it begins with “{_local(root)}”. {_ASK}")
    return root


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _all(above: etree._Element, name: str) -> Iterator[etree._Element]:
    return above.iter(f"{{*}}{name}")


def _children(above: etree._Element, name: str) -> list[etree._Element]:
    return above.findall(f"{{*}}{name}")


def _words(above: etree._Element, name: str) -> str:
    return "\n\n".join(child.text.strip() for child in _children(above, name) if child.text and child.text.strip())


def _guid(value: str | None) -> str:
    return (value or "").strip().strip("{}").upper()


# codes ------------------------------------------------------------------------------------------------


def _codes(root: etree._Element, notes: Mapping[str, str] = _NO_NOTES) -> tuple[list[ReadCode], list[str]]:
    codes: dict[str, ReadCode] = {}
    sentences: list[str] = []
    for top in _all(root, "Codes"):
        for element in _children(top, "Code"):
            _collect(element, (), codes, sentences, notes)
    return list(codes.values()), sentences


def _collect(
    element: etree._Element,
    above: tuple[str, ...],
    codes: dict[str, ReadCode],
    sentences: list[str],
    notes: Mapping[str, str],
) -> None:
    guid = _guid(element.get("guid")) or f"NONE-{len(codes) + 1}"
    name = " ".join((element.get("name") or "").split())
    if guid in above:
        sentences.append(
            f"The code “{name or codes[guid].name}” stands below itself; it is kept once, at its first place."
        )
        return
    if guid in codes:
        sentences.append(f"The code “{name or codes[guid].name}” stands there twice under one id; the first is kept.")
        return
    if not name:
        name = f"Code without a name {1 + sum(code.name.startswith('Code without a name') for code in codes.values())}"
        sentences.append(f"A code has no name; it is called “{name}” here. Rename it in 01.")
    pieces = (_words(element, "Description"), _noted(element, notes))
    codes[guid] = ReadCode(guid, name, above[-1] if above else "", "\n\n".join(words for words in pieces if words))
    for child in _children(element, "Code"):
        _collect(child, (*above, guid), codes, sentences, notes)


def _known_codes(
    codes: Sequence[ReadCode], sources: Sequence[ReadSource], cases: set[str]
) -> tuple[list[ReadCode], list[ReadSource], list[str]]:
    """Leave out codings with cases, and give codings with codes that are missing a code of their own."""
    every = [coding for source in sources for coding in _codings(source)]
    code_ids = {code.guid for code in codes}
    by_case = sum(coding.code in cases for coding in every)
    missing = sorted({coding.code for coding in every} - code_ids - cases)
    added = [ReadCode(guid, f"Missing code {guid[:8]}".strip()) for guid in missing]
    sentences = [f"Codings that name a case instead of a code, and so are none here: {by_case}."] if by_case else []
    sentences += [f"Codings name a code that the project does not have; it is “{code.name}” here." for code in added]
    return [*codes, *added], [_without(source, cases) for source in sources], sentences


def _codings(source: ReadSource) -> list[ReadCoding]:
    return [*source.whole, *(coding for selection in source.selections for coding in selection.codings)]


def _without(source: ReadSource, cases: set[str]) -> ReadSource:
    def of_codes(codings: Sequence[ReadCoding]) -> tuple[ReadCoding, ...]:
        return tuple(coding for coding in codings if coding.code not in cases)

    selections = tuple(replace(one, codings=of_codes(one.codings)) for one in source.selections)
    return replace(source, selections=selections, whole=of_codes(source.whole))


# sources ----------------------------------------------------------------------------------------------


def _notes(root: etree._Element, members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the words of every note by guid: they stand in it, or in a file of their own, as NVivo writes them."""
    return {
        _guid(note.get("guid")): _words(note, "PlainTextContent")
        or _words(note, "Description")
        or _in_file(note.get("plainTextPath") or "", members)
        for note in _all(root, "Note")
    }


def _in_file(path: str, members: Mapping[str, bytes]) -> str:
    member = _member(path, members)
    return clean(decode(members[member])[0])[0].strip() if member else ""


def _sources(
    root: etree._Element, members: Mapping[str, bytes], notes: Mapping[str, str]
) -> tuple[list[ReadSource], list[str]]:
    sources: list[ReadSource] = []
    sentences: list[str] = []
    for element in (source for top in _all(root, "Sources") for source in top):
        texts = _texts(element)
        if not texts:
            sentences.append(_wordless(element))
        for text in texts:
            # Codings of a PDF or a recording as such are of its words, once.
            of_all = [] if element is text or text is not texts[0] else [*_read_codings(element, notes, "")]
            sources.append(_source(element, text, members, notes, sentences, of_all))
    return sources, sentences


def _wordless(element: etree._Element) -> str:
    kind = _WORDLESS.get(_local(element), "no text")
    coded = sum(1 for _ in _all(element, "Coding"))
    beside = f", and so {'does' if coded == 1 else 'do'} its {count_of(coded, 'coding')}" if coded else ""
    return f"“{_named(element)}” is {kind}; it stays in the file that was kept{beside}."


def _texts(element: etree._Element) -> list[etree._Element]:
    """Return what holds the words of a source: itself, the text of a PDF, or the transcripts of a recording."""
    if _local(element) == "TextSource":
        return [element]
    inside = [*_children(element, "Representation"), *_children(element, "Transcript")]
    return inside + _children(element, "TextDescription")


def _named(element: etree._Element) -> str:
    return element.get("name") or _guid(element.get("guid")) or "a source without a name"


def _source(
    element: etree._Element,
    text: etree._Element,
    members: Mapping[str, bytes],
    notes: Mapping[str, str],
    sentences: list[str],
    of_all: Sequence[ReadCoding],
) -> ReadSource:
    content = next((child.text for child in _children(text, "PlainTextContent") if child.text), None)
    # Positions count in the plain text; where only the formatted one is there, its words are nearly always the same.
    paths = (text.get("plainTextPath") or "", text.get("richTextPath") or "")
    member = next(filter(None, (_member(path, members) for path in paths)), "")
    data = content.encode() if content is not None else members[member] if member else None
    file = member.rpartition("/")[2] if member and content is None else "text.txt"
    selections = tuple(_selections(text, notes, sentences, _named(element)))
    return ReadSource(_named(element), file, data, selections, (*of_all, *_read_codings(text, notes, "")))


def _member(path: str, members: Mapping[str, bytes]) -> str:
    """Return the member a path such as internal://x.txt or relative:///x.txt means, however its name is written."""
    wanted = {_base(path), _base(unquote(path))} - {""}
    same = [member for member in members if _base(member) in wanted]
    return min(same, key=lambda member: (not member.lower().startswith("sources/"), member), default="")


def _base(path: str) -> str:
    """Return the last part of a path in small letters, and an id in it without braces."""
    return re.sub(r"[{}]", "", re.split(r"[/\\]", path)[-1]).lower()


def _selections(
    text: etree._Element, notes: Mapping[str, str], sentences: list[str], source: str
) -> Iterator[ReadSelection]:
    comments: list[str] = []
    points = {_guid(point.get("guid")): point.get("position") or "" for point in _children(text, "SyncPoint")}
    for element in [*_children(text, "PlainTextSelection"), *_children(text, "TranscriptSelection")]:
        start = element.get("startPosition") or points.get(_guid(element.get("fromSyncPoint")), "")
        end = element.get("endPosition") or points.get(_guid(element.get("toSyncPoint")), "")
        note = "\n\n".join(part for part in (_words(element, "Description"), _noted(element, notes)) if part)
        codings = tuple(_read_codings(element, notes, note, element.get("creatingUser")))
        name = element.get("name") or ""
        if not codings:
            comments.append((note or name)[:60])
        elif re.fullmatch(r"\s*-?\d+\s*", start) and re.fullmatch(r"\s*-?\d+\s*", end):
            yield ReadSelection(int(start), int(end), name, codings)
        else:
            sentences.append(
                f"“{source}”: a coded passage has no position and stays in the file that was kept: “{name[:60]}”."
            )
    if comments:
        sentences.append(f"“{source}”: {_comments(comments)}")


def _comments(comments: Sequence[str]) -> str:
    shown = ", ".join(f"“{words}”" for words in comments[:_SHOWN])
    more = f" and {len(comments) - _SHOWN} more" if len(comments) > _SHOWN else ""
    those = "a comment without a code stays" if len(comments) == 1 else f"{len(comments)} comments without a code stay"
    return f"{those} in the file that was kept: {shown}{more}."


def _read_codings(
    above: etree._Element, notes: Mapping[str, str], note: str, user: str | None = None
) -> Iterator[ReadCoding]:
    for coding in _children(above, "Coding"):
        own = "\n\n".join(part for part in (_noted(coding, notes), note) if part)
        for reference in _children(coding, "CodeRef"):
            yield ReadCoding(_guid(reference.get("targetGUID")), _guid(coding.get("creatingUser") or user), own)


def _noted(element: etree._Element, notes: Mapping[str, str]) -> str:
    memos = [notes.get(_guid(reference.get("targetGUID")), "") for reference in _children(element, "NoteRef")]
    return "\n\n".join(words for words in memos if words)


def _left_aside(root: etree._Element) -> list[str]:
    """Say how much of what the workbook has no place for a file holds; a memo on a code or a coding has one."""
    taken = {
        _guid(reference.get("targetGUID"))
        for above in ("Code", "Coding", "PlainTextSelection", "TranscriptSelection")
        for element in _all(root, above)
        for reference in _children(element, "NoteRef")
    } - {""}
    counted: Counter[tuple[str, str]] = Counter()
    for element, things in _KEPT_ASIDE.items():
        counted[things] += sum(_guid(node.get("guid")) not in taken for node in _all(root, element))
    amounts = ", ".join(f"{number} {things[number > 1]}" for things, number in counted.items() if number)
    return [
        f"Not taken in, as the workbook has no place for them: {amounts}. They stay in the file that was kept."
    ] * bool(amounts)
