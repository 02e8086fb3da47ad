"""The hidden marks by which a returned workbook is known again, wherever its rows, columns and sheets went."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from codesign import readers

MARK = "codesign-workbook:"
"""What every hidden mark begins with."""
TASK, WORDING, WORKBOOK = f"{MARK}task", f"{MARK}wording", f"{MARK}workbook"
NUMBER, STATEMENT = f"{MARK}number", f"{MARK}statement"
FILLED_IN_BY, QUOTES = f"{MARK}filled_in_by", f"{MARK}quotes"
NEW = "new:"
"""What stands in the column of tasks beside room for a missing task, with the duty after it."""
OURS = "ours:"
"""What stands in the column of tasks on lines that are no task: headings, duties."""
HEADINGS = f"{OURS}headings"
META = "_meta"


def column_mark(asked: str) -> str:
    """Return the mark of the column in which something is asked, such as importance."""
    return f"{MARK}{asked}"


CONSENTS: Mapping[str, str] = MappingProxyType(
    {
        "unnamed": "Yes – without naming us",
        "organisation": "Yes – with the name of our organization",
        "no-quote": "No",
    }
)
"""How comments may be quoted, and the answer that says so; without commas, which part the answers of a list."""
UNSAID = "no-quote"
"""What holds where nobody chose, or nobody can tell what was chosen."""
YES, NO = "yes", "no"


def made_id(kind: str, *parts: str) -> str:
    """Return an id that follows from its parts, so that the same workbook, made twice, is the same."""
    mark = "|".join(part.replace("|", "%7C") for part in parts)
    return f"{kind}-{hashlib.blake2s(mark.encode(), digest_size=8).hexdigest()}"


def is_returned(name: str, content: bytes) -> bool:
    """Return whether a file that passed `readers.preflight` is an employer workbook, or a .csv saved from one."""
    if name.lower().endswith(".csv"):
        return TASK in readers.decode(content)[0]
    return name.lower().endswith(".xlsx") and any(MARK.encode() in part for part in _texts(content))


def _texts(content: bytes) -> Iterator[bytes]:
    """Yield the parts of an .xlsx in which words of cells may stand."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.lower().startswith(("xl/sharedstrings", "xl/worksheets/")) and part.lower().endswith(".xml"):
                yield archive.read(part)
