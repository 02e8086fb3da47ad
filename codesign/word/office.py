"""What LibreOffice does for us where it is installed: a tagged PDF, and the page each bookmark falls on."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

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
    found = [named] if named else [shutil.which("soffice"), shutil.which("libreoffice"), *_PLACES]
    return next((place for place in found if place and Path(place).is_file()), None)


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
    """Run one conversion with a profile of its own, so that an open LibreOffice window is neither needed nor in the way."""
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
        reader = PdfReader(io.BytesIO(pdf))
        numbers = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    except (PyPdfError, KeyError, ValueError, TypeError):
        return {}
    return {str(name): number + 1 for name, number in sorted(numbers.items()) if number is not None and number >= 0}
