"""Tables of survey programs and job boards, taken in or looked at by a command."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from codesign.cli.assignments import chosen_columns
from codesign.errors import StudyError
from codesign.intake.files import WOULD, reported
from codesign.intake.mapping import AnswersInWords, ColumnRead, MappedTable, TableReading, set_aside
from codesign.intake.mapping.rows import RATED
from codesign.intake.received import Received
from codesign.intake.report import ImportReport
from codesign.study import Study


def take_tables(
    study: Study, paths: Sequence[Path], kind: str, *, columns: str, words: str, preview: bool
) -> list[ImportReport]:
    """Take tables in as one kind, or tell how they would be read, and return a report on each."""
    meanings = _meanings(words)
    take = partial(_looked_at if preview else _taken, study, kind, chosen_columns(columns), meanings)
    return [reported(path.name, partial(take, path)) for path in paths]


def _meanings(words: str) -> dict[str, dict[str, str]]:
    """Return what answers in words mean, for each scale alike: the command has no scale to name."""
    pairs = chosen_columns(words)
    wrong = [number for number in pairs.values() if number not in ("", "1", "2", "3", "4", "5")]
    if wrong:
        raise StudyError(f"“{wrong[0]}” is no whole number from 1 to 5. Nothing was imported.")
    return dict.fromkeys(RATED, pairs) if pairs else {}


def _taken(
    study: Study, kind: str, columns: dict[str, str], words: dict[str, dict[str, str]], path: Path
) -> ImportReport:
    table = MappedTable(study, Received.read(path), kind)
    return table.take_in(table.choices_named(columns), words)


def _looked_at(
    study: Study, kind: str, columns: dict[str, str], words: dict[str, dict[str, str]], path: Path
) -> ImportReport:
    table = MappedTable(study, Received.read(path), kind)
    seen = table.mapping(table.choices_named(columns), words)
    sentences = [*seen.sentences, *_columns(seen, table), *_words(seen), *set_aside(seen.asides)]
    return ImportReport(path.name, is_in=seen.fits, sentences=tuple(sentences), verdicts=WOULD)


def _columns(seen: TableReading, table: MappedTable) -> list[str]:
    """Return each column with what it holds, or what it seems to hold and is asked."""
    return [_column(one, table) for one in seen.columns if (one.part if one.is_decided else one.why)]


def _column(one: ColumnRead, table: MappedTable) -> str:
    title = table.parts[one.part].title.partition(" (")[0].lower() if one.part else ""
    held = " of ".join(filter(None, (title, one.task)))
    why = f" ({one.why})" if one.why else ""
    if one.is_decided:
        return f"{one.letter} “{one.heading[:60]}”: {held}{why}."
    of_task = not one.part or table.parts[one.part].of_task
    ours = f"{one.part or 'importance'} {one.task or 'TASK'}" if of_task else one.part
    perhaps = f"perhaps {held}" if held else "not decided"
    return f'{one.letter} “{one.heading[:60]}”: {perhaps}{why}. Say: --columns "{ours}={one.letter}"'


def _words(seen: TableReading) -> list[str]:
    lines = []
    for one in seen.words:
        meant = ", ".join(f"{answer}={number or '?'}" for answer, _count, number in one.answers)
        asked = "" if one.is_confirmed else f' Say which number each is: --words "{_example(one)}"'
        lines.append(f"{one.title} in words: {meant}.{asked}")
    return lines


def _example(words: AnswersInWords) -> str:
    return ",".join(f"{answer}={number or 'NUMBER'}" for answer, _count, number in words.answers)
