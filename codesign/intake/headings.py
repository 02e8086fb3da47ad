"""Which column of a table of another program is which of ours: by its heading, or as a person said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codesign import parameters
from codesign.errors import RefusedFile

CODING_NAMES: Mapping[str, tuple[str, ...]] = {
    "transcript": ("transcript", "document", "document name", "document title", "file", "filename", "file name",
                   "source", "interview", "media title"),
    "start": ("start", "start position", "start offset", "beginning", "begin", "from", "pos0"),
    "end": ("end", "end position", "end offset", "to", "pos1"),
    "quote": ("quote", "quotation", "quotation content", "content", "text content", "segment", "coded text", "passage",
              "highlight", "seltext", "coded segment", "excerpt", "text"),
    "code": ("code", "codes", "tag", "tags", "code name", "codename", "codes applied combined", "label"),
    "coder": ("coder", "coded by", "created by", "author", "user", "owner", "annotator", "excerpt creator"),
    "polarity": ("polarity",),
    "memo": ("memo", "comment", "comments", "note"),
}  # fmt: skip
"""The columns of coded passages, each with the headings other programs give it."""
CODE_NAMES: Mapping[str, tuple[str, ...]] = {
    "code_id": ("code_id",),
    "name": ("name", "code", "tag", "path", "code name", "title"),
    "parent": ("parent_id", "parent", "parent code"),
    "definition": ("definition", "description", "meaning"),
    "include": ("include", "inclusion"),
    "exclude": ("exclude", "exclusion"),
    "example": ("example", "examples"),
    "family": ("family",),
}
"""The columns of a codebook, each with the headings other programs give it."""

Columns = Mapping[str, str]
"""For each of our columns the heading it has in a file."""


def recognised(headings: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return which heading of a file is which of our columns, where that is plain."""
    plain = {" ".join(heading.replace("_", " ").casefold().split()): heading for heading in headings}
    plain |= {heading.casefold(): heading for heading in headings}
    fitting = {ours: [plain[name] for name in theirs if name in plain] for ours, theirs in names.items()}
    return {ours: first[0] for ours, first in fitting.items() if first}


def chosen_columns(headings: Sequence[str], given: Columns, names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return which heading is which of our columns: as a person said, "" for none, and else where that is plain.

    RefusedFile where there is no such column.
    """
    for ours, theirs in given.items():
        if ours not in names:
            raise RefusedFile(f"“{ours}” is not one of {', '.join(names)}.{parameters.nearest(ours, names)}")
        if theirs and theirs not in headings:
            raise RefusedFile(f"There is no column “{theirs}”. The columns are {', '.join(headings)}.")
    return {ours: theirs for ours, theirs in {**recognised(headings, names), **given}.items() if theirs}


def are_enough(chosen: Columns) -> bool:
    """Whether coded passages can be read from these columns."""
    return "code" in chosen and ("quote" in chosen or {"start", "end"} <= chosen.keys())
