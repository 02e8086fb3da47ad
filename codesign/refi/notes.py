"""What REFI-QDA has no field for, as words a person can read in any program, and back without loss."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LABELS: Mapping[str, str] = {
    "include": "Include",
    "exclude": "Exclude",
    "example": "Example",
    "family": "Family",
    "code_id": "Workbook code",
}
_BY_LABEL = {label: field for field, label in LABELS.items()}
# A line of a definition that begins like a label gets a backslash, or it would be read back as one.
_LIKE_LABEL = re.compile(rf"(?m)^(?=\\*(?:{'|'.join(LABELS.values())}): )")
_ESCAPED = re.compile(rf"(?m)^\\(?=\\*(?:{'|'.join(LABELS.values())}): )")
_LABEL = re.compile(rf"(?m)^({'|'.join(LABELS.values())}): ")
_POLARITY = re.compile(r"Polarity: (supports|qualifies|contradicts)(?:\n+|\Z)")


@dataclass(frozen=True)
class CodeNote:
    """The parts of a code's description; empty where it does not say."""

    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    family: str = ""
    code_id: str = ""


def code_description(note: CodeNote) -> str:
    """Return a description in paragraphs: the definition, then what to include and exclude, example, family, id."""
    labelled = [(label, getattr(note, field)) for field, label in LABELS.items()]
    parts = [_escaped(note.definition), *(f"{label}: {_escaped(words)}" for label, words in labelled if words)]
    return "\n\n".join(part for part in parts if part)


def code_note(description: str) -> CodeNote:
    """Return the parts of a description; one that another program wrote is all definition."""
    pieces = _LABEL.split(description.replace("\r\n", "\n"))
    sections = {_BY_LABEL[label]: words for label, words in zip(pieces[1::2], pieces[2::2], strict=True)}
    parts = {"definition": pieces[0], **sections}
    return CodeNote(**{field: _ESCAPED.sub("", words).strip() for field, words in parts.items()})


def coding_note(polarity: str, memo: str) -> str:
    """Return the note of a coding: its polarity where it is not the usual one, then the memo."""
    polarity_line = f"Polarity: {polarity}" if polarity != "supports" or _POLARITY.match(memo) else ""
    return "\n\n".join(part for part in (polarity_line, memo) if part)


def coding_text(note: str) -> tuple[str, str]:
    """Return polarity and memo of a coding's note."""
    match = _POLARITY.match(note)
    return (match[1], note[match.end() :].strip()) if match else ("supports", note.strip())


def _escaped(words: str) -> str:
    return _LIKE_LABEL.sub(r"\\", words)
