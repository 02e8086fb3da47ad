"""Which text of an interview is in use: the first one or a corrected one; the earlier ones are still there.

A correction never writes over a text. It adds a file in transcripts/corrected, named after its checksum, so that two
people who correct one interview at once write two files; the row in `transcripts` says which is in use. A coding says
which text it points into, as does a row of `speakers` that counts turns. What points into another text than the one in
use waits for a person and counts nowhere until then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from codesign import schemas, transcripts
from codesign.errors import Problem

FOLDER = "transcripts"
CORRECTED = "corrected"
Read = Callable[[Path], str]
_sha256 = lru_cache(maxsize=64)(transcripts.sha256_of)
"""Whole texts are looked at for every coding that is saved."""


@dataclass(frozen=True)
class Texts:
    """The texts in use by transcript_id, the mark of each, and the way to an earlier one.

    A mark is empty for the first text of an interview and the sha256 of a corrected one.
    """

    in_use: Mapping[str, str]
    marks: Mapping[str, str] = field(default_factory=dict)
    version: Callable[[str, str], str | None] = field(default=lambda _transcript, _mark: None)

    def mark(self, transcript_id: str, sha256: str) -> str:
        """Return the mark of a text given by its checksum: empty for the first one."""
        first = self.text(transcript_id, "") if sha256 else None
        return "" if first is not None and _sha256(first) == sha256 else sha256

    def text(self, transcript_id: str, mark: str) -> str | None:
        """Return the text with this mark, or None where the study does not have it."""
        if self.marks.get(transcript_id, "") == mark:
            return self.in_use.get(transcript_id)
        return self.version(transcript_id, mark)


def paths(folder: Path, transcript_table: pd.DataFrame) -> dict[str, Path]:
    """Return the file of the text in use of every transcript, by transcript_id, in order; it may be missing."""
    files = {path.stem: path for path in (folder / FOLDER).glob("*.txt")}
    for transcript_id, text_file in zip(transcript_table["transcript_id"], transcript_table["text_file"], strict=True):
        if text_file:
            files[transcript_id] = folder / FOLDER / file_name(transcript_id, text_file)
    return dict(sorted(files.items()))


def file_name(transcript_id: str, text_file: str) -> str:
    """Return where the text of a transcript is within the folder of transcripts."""
    return f"{CORRECTED}/{Path(text_file).name}" if text_file else f"{transcript_id}.txt"


def marks(transcript_table: pd.DataFrame) -> dict[str, str]:
    """Return the mark of the text in use by transcript_id."""
    rows = zip(
        transcript_table["transcript_id"], transcript_table["text_file"], transcript_table["sha256"], strict=True
    )
    return {transcript_id: sha256 if text_file else "" for transcript_id, text_file, sha256 in rows}


def version(folder: Path, read: Read, transcript_id: str, mark: str) -> str | None:
    """Return one text of a transcript, whether in use or not; None where its file is missing or another one."""
    path = folder / FOLDER / (f"{CORRECTED}/{corrected_name(transcript_id, mark)}" if mark else f"{transcript_id}.txt")
    if path.parent.parent not in (folder, folder / FOLDER) or not path.is_file():
        return None
    text = read(path)
    return text if not mark or _sha256(text) == mark else None


def transcript_of(folder: Path, read: Read, transcript_table: pd.DataFrame, sha256: str) -> tuple[str, str] | None:
    """Return the transcript with this text, in use or earlier, and the mark of the text; None where none has it."""
    for row in schemas.records(transcript_table):
        identity = row["transcript_id"]
        if row["sha256"] == sha256:
            return identity, sha256 if row["text_file"] else ""
        if version(folder, read, identity, sha256) is not None:
            return identity, sha256
        first = version(folder, read, identity, "") if row["text_file"] else None
        if first is not None and _sha256(first) == sha256:
            return identity, ""
    return None


def corrected_name(transcript_id: str, sha256: str) -> str:
    """Return the name of the file of a corrected text."""
    return f"{transcript_id}.{sha256[:8]}.txt"


# what points into another text --------------------------------------------------------------------------


def standing(codings: pd.DataFrame, texts: Texts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the codings that point into the text in use, and those that wait.

    In a corrected text the words are looked at too: two people who move one coding at once would else leave the
    start of one and the text of the other.
    """
    used = codings["transcript_id"].map(texts.marks).fillna("")
    is_standing = codings["text_sha256"] == used
    for at in codings.index[is_standing & (used != "")]:
        row = codings.loc[at]
        words = texts.in_use.get(row["transcript_id"], "")[row["start"] : row["end"]]
        is_standing[at] = row.get("quote_sha256", "") in ("", transcripts.sha256_of(words))
    if is_standing.all():
        return codings, codings.iloc[:0]
    return codings[is_standing].reset_index(drop=True), codings[~is_standing].reset_index(drop=True)


def of_other_turns(speakers: pd.DataFrame, marks_in_use: Mapping[str, str]) -> pd.Series[Any]:
    """Return which rows of speakers count turns of a text that is not in use."""
    used = speakers["transcript_id"].map(marks_in_use).fillna("")
    counts_turns = [bool(transcripts.turns_named(name)) for name in speakers["speaker"]]
    return (speakers["text_sha256"] != used) & pd.Series(counts_turns, index=speakers.index, dtype=bool)


def waiting(tables: schemas.Tables, texts: Texts) -> transcripts.Waiting:
    """Return the codings, and the rows for turns, that point into another text than the one in use, with that text."""
    codings = standing(tables["codings"], texts)[1]
    turns = tables["speakers"][of_other_turns(tables["speakers"], texts.marks)]
    places = {
        (row["transcript_id"], row["text_sha256"]) for table in (codings, turns) for row in schemas.records(table)
    }
    by_place = {place: texts.text(*place) for place in sorted(places)}
    earlier = {place: text for place, text in by_place.items() if text is not None}
    return transcripts.Waiting(codings.copy(), turns.reset_index(drop=True), earlier)


def waiting_problems(tables: schemas.Tables, texts: Texts) -> list[Problem]:
    """Return a problem for each transcript with codings, or rows for turns, that wait since its text was corrected."""
    unplaced = waiting(tables, texts)
    codings, turns = (table["transcript_id"].value_counts() for table in (unplaced.codings, unplaced.turns))
    return [
        _problem(one, int(codings.get(one, 0)), int(turns.get(one, 0)))
        for one in sorted({*codings.index, *turns.index})
    ]


def _problem(transcript_id: str, codings: int, speakers: int) -> Problem:
    what = " and ".join(filter(None, (_counted(codings, "coding"), _counted(speakers, "row for turns"))))
    verb = "waits" if codings + speakers == 1 else "wait"
    sentence = (
        f"{what} {verb} since its text was corrected: decide in 01, under “Corrected interviews”; until then "
        "nothing of it counts"
    )
    return Problem("transcripts", "", "", sentence, transcript_id, level="unfinished")


def _counted(number: int, thing: str) -> str:
    first, _, rest = thing.partition(" ")
    return f"{number} {first}{'s' if number > 1 else ''}{' ' + rest if rest else ''}" if number else ""
