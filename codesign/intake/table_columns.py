"""How a table of another program is read, by columns a person chooses, before anything of it comes in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from codesign import readers, schemas
from codesign.errors import RefusedFile
from codesign.intake import passages_from_tables
from codesign.intake.files import TABLE_FORMATS, is_coded
from codesign.intake.own_tables import table_name
from codesign.intake.passages_from_tables import CODE_NAMES, CODING_NAMES, Cells
from codesign.study.folder import Study


@dataclass(frozen=True)
class TableMapping:
    """As what a table is read, by which of its columns, and what would come in.

    `kind` is codings or codebook, `columns` are the headings of the file, `chosen` has one of them for each of our
    columns, or "". `sentences` tell the first rows as they would come in, or why none would; then `fits` is False.
    """

    kind: str
    columns: tuple[str, ...]
    chosen: Cells
    sentences: tuple[str, ...]
    fits: bool


def table_mapping(study: Study, name: str, content: bytes, given: Cells) -> TableMapping | None:
    """Return how a table would be read, its columns recognised but for those a person chose; nothing is written.

    None where the file is no table of another program: an interview, a project, or a table of the study's own.
    RefusedFile where it cannot be read.
    """
    if Path(name).suffix.lower() not in TABLE_FORMATS:
        return None
    readers.preflight(name, content)
    if table_name(name) in schemas.TABLES and not is_coded(name, content, given):
        return None
    rows = passages_from_tables.table_rows(name, content)
    if not rows:
        raise RefusedFile(f"{name} has no row below its headings. Nothing was changed.")
    columns = tuple(rows[0])
    kind = passages_from_tables.kind(columns, given) or "codings"
    names = CODE_NAMES if kind == "codebook" else CODING_NAMES
    found = passages_from_tables.chosen_columns(columns, given, names)
    chosen = {ours: found.get(ours, "") for ours in names}
    fits, sentences = _preview(study, name, content, chosen, kind)
    return TableMapping(kind, columns, chosen, sentences, fits)


def _preview(study: Study, name: str, content: bytes, chosen: Cells, kind: str) -> tuple[bool, tuple[str, ...]]:
    if kind == "codebook" and not chosen["name"]:
        return False, ("Choose the column with the names of the codes.",)
    if kind == "codings" and not passages_from_tables.are_enough(
        {ours: chosen[ours] for ours in chosen if chosen[ours]}
    ):
        return False, ("Choose the column of the codes, and that of the words or the two of their positions.",)
    try:
        fits, told = True, passages_from_tables.preview_coded(study, name, content, chosen)[1:]
    except RefusedFile as refused:
        fits, told = False, str(refused).splitlines()[1:] or [str(refused)]
    return fits, tuple(re.sub(": --columns .*", ".", line) for line in told)  # here the person chooses above
