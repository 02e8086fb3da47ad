"""What LibreOffice does for us where it is installed: a tagged PDF, and the page each bookmark falls on."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.errors import PyPdfError

PATIENCE_SECONDS = 240
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_TAGGED = {
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportBookmarksToPDFDestination": True,
    "ExportFormFields": False,
    "DisplayPDFDocumentTitle": True,
    "ExportNotes": False,
    "Quality": 90,
}


def office() -> str | None:
    """Return the LibreOffice program of this computer, or nothing."""
    named = os.environ.get("CODESIGN_SOFFICE")
    places = [named] if named else [shutil.which("soffice"), shutil.which("libreoffice"), *_PLACES]
    return next((place for place in places if place and Path(place).is_file()), None)


def to_pdf(docx: bytes) -> bytes | None:
    """Return a tagged PDF with bookmarks, or nothing where LibreOffice is not installed or does not finish in time."""
    program = office()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="codesign-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        _convert(program, source)
        made = source.with_suffix(".pdf")
        return made.read_bytes() if made.is_file() and made.stat().st_size else None


def _convert(program: str, source: Path) -> None:
    """Run one conversion with a profile of its own, so an open LibreOffice is not in the way."""
    profile = (source.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo", "--nolockcheck"]
    command += ["--convert-to", f"pdf:writer_pdf_Export:{_options()}", "--outdir", str(source.parent), str(source)]
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=os.name == "posix", **quiet)
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: `soffice` is a wrapper around the process that does the work."""
    if os.name == "posix":
        os.killpg(process.pid, 9)
    else:
        process.kill()
    process.wait()


def _options() -> str:
    kinds = {bool: "boolean", int: "long"}
    return json.dumps({name: {"type": kinds[type(v)], "value": str(v).lower()} for name, v in _TAGGED.items()})


def page_numbers(docx: bytes) -> dict[str, int]:
    """Return bookmark to page, counted from 1, from a PDF of the document; empty where LibreOffice is not installed."""
    pdf = to_pdf(docx)
    if pdf is None:
        return {}
    try:
        pages = dict(_destinations(pdf))
    except (PyPdfError, KeyError, ValueError, TypeError):
        return {}
    by_bookmark = {name: pages.get(name) or pages.get(_in_pdf(name)) for name in _bookmarks(docx)}
    return {name: page for name, page in by_bookmark.items() if page}


def _destinations(pdf: bytes) -> Iterator[tuple[str, int]]:
    reader = PdfReader(io.BytesIO(pdf))
    for name, place in reader.named_destinations.items():
        number = reader.get_destination_page_number(place)
        if number is not None and number >= 0:
            yield str(name).removeprefix("/"), number + 1


def _in_pdf(name: str) -> str:
    """Return a bookmark's name as LibreOffice 7 writes it: what is not a letter or digit in hexadecimal."""
    return re.sub(r"[^A-Za-z0-9]", lambda sign: f"{ord(sign[0]):02X}", name)


def _bookmarks(docx: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = parse_xml(archive.read("word/document.xml"))
    return [str(start.get(qn("w:name"))) for start in root.iter(qn("w:bookmarkStart"))]
