"""What each proposal was made from, written beside it too: some programs drop what a Word file says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codesign.word import Origin
    from codesign.workbook.session import Session

FOLDER = "origins"


def write_origin(work: Session, docx: bytes) -> None:
    """Write what a proposal says it was made from into a file named after the fingerprint on its pages."""
    from codesign import word

    origin = word.origin(docx)
    made = word.layout_of(docx)
    content = {
        "facts": dict(origin.facts),
        "boxes": dict(origin.boxes),
        "paragraphs": " ".join(made.paragraphs),
        "places": dict(made.places),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    work.write_bytes(f"{FOLDER}/{_name(work.fingerprint)}", text.encode())


def written_origin(folder: Path, fingerprint: str) -> Origin:
    """Return what a run below a folder wrote about the proposal with this fingerprint; an empty one for none."""
    from codesign import word

    paths = sorted(folder.glob(f"*/{FOLDER}/{_name(fingerprint)}")) if fingerprint else []
    for path in paths:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            places = {str(box): (int(first), int(last)) for box, (first, last) in content["places"].items()}
            made = word.Layout(content["paragraphs"].split(), places)
            return word.Origin(_texts(content["facts"]), _texts(content["boxes"]), made)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue  # a damaged file says nothing; the proposal is asked about as if it were not there
    return word.Origin()


def _texts(values: dict[str, object]) -> dict[str, str]:
    return {str(name): str(value) for name, value in values.items()}


def _name(fingerprint: str) -> str:
    return f"{''.join(fingerprint.split())}.origin"
