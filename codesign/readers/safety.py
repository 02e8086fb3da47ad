"""Refuse files that cannot be read safely, before any reader touches them; nothing is unpacked to disk."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping

from codesign.errors import RefusedFile
from codesign.readers.encodings import decode

MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE
LARGEST_TEXT = 20 * MEGABYTE
MOST_PARTS = 2_000
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_RATIO = 200

TEXTS = (".txt", ".md", ".vtt", ".srt", ".csv", ".qdc")
ARCHIVES: Mapping[str, str] = {
    ".docx": "Word document",
    ".xlsx": "Excel workbook",
    ".odt": "OpenDocument text",
    ".qdpx": "REFI-QDA project",
}
ACCEPTED = (*ARCHIVES, ".rtf", ".pdf", *TEXTS)
TABLE_FORMATS = (".csv", ".xlsx")
"""Endings of the files that can be read as tables."""
PROJECT_FORMATS = (".qdpx", ".qdc")
"""Endings of interviews with their codings, and of codebooks, as other programs give them away (REFI-QDA)."""

_ADVICE = {
    ".doc": "Open it in Word and save it as .docx.",
    ".xls": "Open it in Excel and save it as .xlsx.",
    ".xlsb": "Open it in Excel and save it as .xlsx.",
    ".ods": "Open it in LibreOffice and save it as .xlsx (File, Save As, Excel 2007-365).",
    ".numbers": "Open it in Numbers and export it to Excel (.xlsx).",
    ".docm": "It may hold macros, which are never run here. Save it as .docx.",
    ".dotm": "It may hold macros, which are never run here. Save it as .docx.",
    ".xlsm": "It may hold macros, which are never run here. Save it as .xlsx.",
    ".xltm": "It may hold macros, which are never run here. Save it as .xlsx.",
    ".tsv": "Open it in a spreadsheet and save it as .csv.",
    ".sbv": "Download the captions again as .vtt or .srt.",
    ".html": "Open it in a browser, copy the text into Word and save it as .docx.",
    ".pages": "Open it in Pages and export it to Word.",
    ".mp3": "Only text can be coded. Have the recording transcribed first.",
    ".m4a": "Only text can be coded. Have the recording transcribed first.",
    ".mp4": "Only text can be coded. Have the recording transcribed first.",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_DRIVE = re.compile(r"^[A-Za-z]:")
_ROOT_ELEMENT = re.compile(rb"<[A-Za-z_]")
_PROLOGUE = 65_536
_SAVE_NEW = "Open it where it was made and save a new copy."
_MISMATCHES = {
    ".zip": "is an archive by its content. Unpack it and add the files in it.",
    "binary": "holds no text that can be read. Check that it is the right file.",
}
_UNLOCK = "Open it, remove the password (File, Info, Protect), and save it again."


def preflight(name: str, content: bytes) -> None:
    """Raise RefusedFile, with the reason and what to do, unless the file is safe to hand to a reader.

    Refused: kinds of files not read here, empty and very large files, contents that are not what the name
    says, password protection, macros, damaged archives, archives that unpack to far more than they weigh,
    member names that leave the archive, and document type declarations in XML.
    """
    ending = ending_of(name)
    if ending not in ACCEPTED:
        _refuse(name, f"is not a kind of file that can be read here. {_advice(ending)}")
    if not content.strip(b"\0 \t\r\n"):
        _refuse(name, "is empty. If it comes from a shared or synced folder, open it once there and add it again.")
    _check_size(name, ending, content)
    _check_protection(name, ending, content)
    _check_kind(name, ending, content)
    if ending in ARCHIVES:
        _check_archive(name, ending, content)


def ending_of(name: str) -> str:
    """Return the part of a file name from its last dot, in small letters; empty where there is none."""
    base = re.split(r"[/\\]", name)[-1]
    return "." + base.rpartition(".")[2].lower() if "." in base else ""


def _refuse(name: str, reason: str) -> None:
    raise RefusedFile(f"{name} {reason}")


def _advice(ending: str) -> str:
    return _ADVICE.get(ending, f"Files that can be: {', '.join(ACCEPTED)}.")


def _check_size(name: str, ending: str, content: bytes) -> None:
    largest = LARGEST_TEXT if ending in TEXTS and ending not in TABLE_FORMATS else LARGEST_FILE
    if len(content) > largest:
        size = f"is {len(content) // MEGABYTE} MB; at most {largest // MEGABYTE} MB can be read."
        _refuse(name, f"{size} Take out pictures and recordings, or split it, and add the parts.")


def _check_protection(name: str, ending: str, content: bytes) -> None:
    if not content.startswith(_OLE):
        return
    if _ENCRYPTED in content:
        _refuse(name, f"is protected by a password. {_UNLOCK}")
    newer = ending if ending in ARCHIVES else ".docx"
    _refuse(name, f"is in an old Office format by its content. Open it in Office and save it as a new {newer} file.")


# what the content says -------------------------------------------------------------------------------


def _check_kind(name: str, ending: str, content: bytes) -> None:
    kind = _kind(content)
    if kind == ("archive" if ending in ARCHIVES else ending if ending in (".rtf", ".pdf") else "text"):
        return
    if kind == "archive":
        kind = _archive_kind(content)
    if kind in (".rtf", ".pdf", *ARCHIVES):
        _refuse(name, f"is a {kind} file by its content. Rename it to end in {kind} and add it again.")
    _refuse(name, _MISMATCHES.get(kind, f"is not a {ending} file inside, or is damaged. {_SAVE_NEW}"))


def _kind(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "archive"
    if b"%PDF-" in content[:1024]:
        return ".pdf"
    return ".rtf" if content.lstrip().startswith(b"{\\rtf") else _text_or_not(content)


def _text_or_not(content: bytes) -> str:
    text, _, _ = decode(content[:4_000])
    strange = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return "text" if strange * 20 <= len(text) else "binary"


def _archive_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return next((ending for ending in ARCHIVES if _is_kind(ending, archive)), ".zip")
    except DAMAGED:
        return ".zip"


# archives --------------------------------------------------------------------------------------------


def _check_archive(name: str, ending: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_members(name, archive.infolist())
            _check_macros(name, archive)
            if not _is_kind(ending, archive):
                _refuse(name, f"is not {_named_kind(ending)} inside. {_SAVE_NEW}")
            for part in archive.infolist():
                _check_prologue(name, part.filename, _head(archive, part))
    except DAMAGED as problem:
        raise RefusedFile(
            f"{name} is damaged or not complete, so it was not read. Ask for it again. {_SAVE_NEW}"
        ) from problem


def _named_kind(ending: str) -> str:
    kind = ARCHIVES[ending]
    return f"an {kind}" if kind[0] in "EO" else f"a {kind}"


def _check_members(name: str, parts: list[zipfile.ZipInfo]) -> None:
    ask = "Ask the sender for a plain copy."
    if len(parts) > MOST_PARTS:
        _refuse(name, f"holds {len(parts):,} parts; at most {MOST_PARTS:,} are read. {ask}")
    total = sum(part.file_size for part in parts)
    if total > LARGEST_UNPACKED:
        most = LARGEST_UNPACKED // MEGABYTE
        _refuse(name, f"would unpack to {total // MEGABYTE:,} MB; at most {most} MB are read. {ask}")
    for part in parts:
        _check_member(name, part, ask)


def _check_member(name: str, part: zipfile.ZipInfo, ask: str) -> None:
    if part.file_size > MEGABYTE and part.file_size > LARGEST_RATIO * max(1, part.compress_size):
        _refuse(name, f"holds a part that grows more than {LARGEST_RATIO} times when unpacked ({part.filename}). {ask}")
    if _leaves(part.filename) or _leaves(part.orig_filename):
        _refuse(name, f"holds a part whose name leads out of the file ({part.filename}). {ask}")
    if part.flag_bits & 1:
        _refuse(name, "is protected by a password. Save it again without the password.")


def _leaves(member: str) -> bool:
    steps = member.replace("\\", "/").split("/")
    return steps[0] == "" or ".." in steps or bool(_DRIVE.match(member)) or "\0" in member


def _check_macros(name: str, archive: zipfile.ZipFile) -> None:
    hidden = any(part.lower().endswith("vbaproject.bin") for part in archive.namelist())
    if hidden or b"macroenabled" in _content_types(archive).lower():
        _refuse(name, "holds macros (small programs), which are never run here. Save it without them and add it again.")


def _content_types(archive: zipfile.ZipFile) -> bytes:
    return archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""


def _has_main(kind: bytes) -> Callable[[zipfile.ZipFile], bool]:
    return lambda archive: re.search(kind + rb"\.(?:\w+\.)?main\+xml", _content_types(archive)) is not None


_IS_KIND: Mapping[str, Callable[[zipfile.ZipFile], bool]] = {
    ".docx": _has_main(rb"wordprocessingml"),
    ".xlsx": _has_main(rb"spreadsheetml"),
    ".odt": lambda archive: _odt_type(archive) and "content.xml" in archive.namelist(),
    ".qdpx": lambda archive: any(part.lower().endswith(".qde") for part in archive.namelist()),
}


def _odt_type(archive: zipfile.ZipFile) -> bool:
    if "mimetype" not in archive.namelist():
        return False
    return archive.read("mimetype").strip().startswith(b"application/vnd.oasis.opendocument.text")


def _is_kind(ending: str, archive: zipfile.ZipFile) -> bool:
    return _IS_KIND[ending](archive)


def _head(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as opened:
        return opened.read(_PROLOGUE)


def _check_prologue(name: str, member: str, head: bytes) -> None:
    """Refuse a document type declaration: it stands before the root element, so the head of a part is enough."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    is_xml = plain.startswith(b"<") or member.lower().endswith((".xml", ".rels", ".qde", ".vml"))
    if not is_xml:
        return
    root = _ROOT_ELEMENT.search(plain)
    prologue = plain[: root.start()] if root else plain
    if b"<!doctype" in prologue.lower() or b"<!entity" in prologue.lower():
        _refuse(name, f"declares a document type in {member}, which Office never does, so it was not read. {_SAVE_NEW}")
    if root is None and len(plain) >= _PROLOGUE // 2:
        _refuse(name, f"has a part that does not begin as it should ({member}), so it was not read. {_SAVE_NEW}")
