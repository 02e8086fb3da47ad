"""Files that come in while a person looks on: a table of another program waits until they chose its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from codesign.errors import CodesignError, RefusedFile
from codesign.intake.coded_passages import preview_coded
from codesign.intake.files import import_received, place_in_order, reported
from codesign.intake.headings import CODE_NAMES, CODING_NAMES, Columns, are_enough, chosen_columns
from codesign.intake.received import Kind, Received
from codesign.intake.report import ImportReport
from codesign.intake.taxonomies import refuse_framework
from codesign.study.folder import Study


@dataclass(frozen=True)
class TableMapping:
    """As what a table is read, by which of its columns, and what would come in.

    `kind` is codings or codebook, `columns` are the headings of the file, `chosen` has one of them for each of our
    columns, or "". `sentences` tell the first rows as they would come in, or why none would; then `fits` is False.
    """

    kind: str
    columns: tuple[str, ...]
    chosen: Columns
    sentences: tuple[str, ...]
    fits: bool


@dataclass(frozen=True)
class WaitingTable:
    """A table of another program, opened, on which a person has not decided yet."""

    study: Study
    received: Received

    @property
    def name(self) -> str:
        """The file's name."""
        return self.received.name

    def mapping(self, given: Columns) -> TableMapping:
        """Return how it would be read, its columns recognised but for those a person chose; nothing is written.

        RefusedFile where it has no such column.
        """
        headings = tuple(self.received.headings)
        is_codebook = self.received.kind_by(given) is Kind.CODEBOOK
        names = CODE_NAMES if is_codebook else CODING_NAMES
        plain = chosen_columns(headings, given, names)
        chosen = {ours: plain.get(ours, "") for ours in names}
        fits, sentences = self._preview(chosen, is_codebook=is_codebook)
        return TableMapping("codebook" if is_codebook else "codings", headings, chosen, sentences, fits)

    def _preview(self, chosen: Columns, *, is_codebook: bool) -> tuple[bool, tuple[str, ...]]:
        if is_codebook and not chosen["name"]:
            return False, ("Choose the column with the names of the codes.",)
        if not is_codebook and not are_enough({ours: chosen[ours] for ours in chosen if chosen[ours]}):
            return False, ("Choose the column of the codes, and that of the words or the two of their positions.",)
        try:
            fits, sentences = True, preview_coded(self.study, self.received, chosen)[1:]
        except RefusedFile as refused:
            fits, sentences = False, str(refused).splitlines()[1:] or [str(refused)]
        # Here the person chooses above, and types no option.
        return fits, tuple(re.sub(": --columns .*", ".", sentence) for sentence in sentences)

    def take_in(self, columns: Columns) -> ImportReport:
        """Import it by the columns a person chose, and report on it."""
        return reported(self.name, partial(import_received, self.study, self.received, columns=columns))


@dataclass(frozen=True)
class Arrived:
    """What became of files that came together: a report on each that was decided, and the tables that wait."""

    reports: Sequence[ImportReport]
    tables: Sequence[WaitingTable]


def receive(study: Study, files: Sequence[tuple[str, bytes]]) -> Arrived:
    """Import files given by name and bytes, but let tables of other programs wait for a choice of their columns."""
    arrivals = [_opened(name, content) for name, content in files]
    waiting = [one for one in arrivals if isinstance(one, Received) and one.kind.is_of_others]
    others = sorted((one for one in arrivals if one not in waiting), key=lambda one: place_in_order(one.name))
    reports = [
        one if isinstance(one, ImportReport) else reported(one.name, partial(import_received, study, one))
        for one in others
    ]
    return Arrived(reports, [WaitingTable(study, one) for one in waiting])


def _opened(name: str, content: bytes) -> Received | ImportReport:
    """Return the file with its kind known, or the report on one that cannot be opened."""
    try:
        received = Received.opened(name, content)
        if received.kind.is_of_others:
            refuse_framework(received)
    except CodesignError as error:
        return ImportReport.refused(name, error)
    return received
