"""The check every proposal goes through before it is handed out."""

from __future__ import annotations

import zipfile

from codesign.word.accessibility import accessibility
from codesign.word.consistency import consistency
from codesign.word.opened import Finding, Opened
from codesign.word.structure import structure


def problems(docx: bytes) -> list[Finding]:
    """Return what is wrong with a Word file, errors first: what Word refuses, shuts readers out, or disagrees."""
    try:
        opened = Opened.read(docx)
    except zipfile.BadZipFile:
        return [Finding("error", "part-broken", "The file is not a Word document: it cannot be opened as one.")]
    findings = [*structure(opened), *accessibility(opened), *consistency(opened)]
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.level)
