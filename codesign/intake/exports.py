"""What a study gives to other programs: codings as a table, the codebook, a REFI-QDA project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from codesign import discretion, refi, schemas, spreadsheets
from codesign.errors import StudyError
from codesign.phrases import count_of
from codesign.readers import TABLE_FORMATS
from codesign.study.files import outside_studies, write_whole
from codesign.study.folder import Study

CODING_COLUMNS = ["transcript", "start", "end", "quote", "code", "coder", "polarity", "memo"]
SAMPLE = "SAMPLE: everything in it is fictional."


@dataclass(frozen=True)
class Given:
    """The part of a study that leaves it: without the interviews of people who withdrew."""

    tables: dict[str, pd.DataFrame]
    texts: dict[str, str]
    withdrawn: tuple[str, ...]


def given(study: Study) -> Given:
    """Return the tables and texts without transcripts in which somebody speaks who has withdrawn."""
    every = study.read()
    tables = discretion.without_withdrawn(every)
    staying = set(tables["transcripts"]["transcript_id"])
    away = set(every["transcripts"]["transcript_id"]) - staying
    texts = {one: text for one, text in study.texts().items() if one in staying}
    return Given(tables, texts, tuple(sorted(away)))


def sample_sheet(is_sample: bool) -> dict[str, pd.DataFrame]:
    """Return the sheet that marks the tables of a sample study; none for any other study."""
    return {"SAMPLE": pd.DataFrame({"SAMPLE": [SAMPLE]})} if is_sample else {}


def coding_table(tables: schemas.Tables, texts: dict[str, str]) -> pd.DataFrame:
    """Return the codings with their words, as they stand in the interviews.

    The columns are transcript, start, end, quote, code (its name), coder, polarity and memo.
    """
    by_place = tables["codings"].sort_values(["transcript_id", "start", "end", "code_id", "coder"], kind="stable")
    named = by_place.rename(columns={"transcript_id": "transcript", "code_id": "code"}).reset_index(drop=True)
    named = named.assign(code=named["code"].map(_called(tables["codes"])).fillna(named["code"]))
    places = zip(named["transcript"], named["start"], named["end"], strict=True)
    quotes = [texts.get(one, "")[start:end] for one, start, end in places]
    return named.assign(quote=pd.Series(quotes, index=named.index, dtype=object))[CODING_COLUMNS]


def _called(codes: pd.DataFrame) -> dict[str, str]:
    """Return the name by which each code is found again: its own, or its id where the name means another code too."""
    names = Counter([*codes["name"].str.casefold(), *codes["code_id"].str.casefold()])
    pairs = zip(codes["code_id"], codes["name"], strict=True)
    return {
        one: name if names[name.casefold()] - (name.casefold() == one.casefold()) == 1 else one for one, name in pairs
    }


def export_codings(study: Study, path: Path) -> list[str]:
    """Write all codings with their words as .csv or .xlsx and return what a person should know."""
    _refuse(study, path, TABLE_FORMATS)
    chosen = given(study)
    table = coding_table(chosen.tables, chosen.texts)
    write_whole(path, _table_bytes(path, "codings", table, study))
    counted = f"{count_of(len(table), 'coding')}, {count_of(table['transcript'].nunique(), 'interview')}."
    return [counted, *_waiting(study, chosen), *_words_of_others(chosen), *_marked(study)]


def export_codebook(study: Study, path: Path) -> list[str]:
    """Write the codebook as .qdc for another program, or as .csv or .xlsx."""
    _refuse(study, path, (".qdc", *TABLE_FORMATS))
    codes = study.read()["codes"]
    is_refi = path.suffix.lower() == ".qdc"
    mark = "SAMPLE" if study.parameters.sample else ""
    described = codes if is_refi else codebook_table(codes)
    write_whole(path, refi.codebook_bytes(codes, mark) if is_refi else _table_bytes(path, "codes", described, study))
    return [f"{count_of(len(codes), 'code')}.", *_marked(study)]


def codebook_table(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codes with all that is said of each in one column more, the only one that Taguette reads."""
    parts = ("definition", "include", "exclude", "example")
    notes = [refi.CodeNote(**{part: row[part] for part in parts}) for row in schemas.records(codes)]
    described = pd.Series([refi.code_description(note) for note in notes], index=codes.index, dtype=object)
    return codes.assign(description=described)


def export_project(study: Study, path: Path) -> list[str]:
    """Write transcripts, codebook and codings as a REFI-QDA project."""
    _refuse(study, path, (".qdpx",))
    chosen = given(study)
    name = f"{study.name} (SAMPLE)" if study.parameters.sample else study.name
    write_whole(path, refi.project_bytes(chosen.tables, chosen.texts, name))
    counted = (count_of(len(chosen.tables[f"{name}s"]), name) for name in ("transcript", "code", "coding"))
    return [
        ", ".join(counted) + ".",
        *_waiting(study, chosen),
        *_words_of_others(chosen),
        *_marked(study),
    ]


def _table_bytes(path: Path, name: str, table: pd.DataFrame, study: Study) -> bytes:
    if path.suffix.lower() == ".xlsx":
        return spreadsheets.workbook_bytes({name: table, **sample_sheet(study.parameters.sample)})
    return spreadsheets.csv_bytes(table, for_people=True)


def _refuse(study: Study, path: Path, endings: Sequence[str]) -> None:
    outside_studies(path, study.root, study.folder)
    if path.suffix.lower() not in endings:
        raise StudyError(f"{path.name} must end in {' or '.join(endings)}. Nothing was written.")


def _marked(study: Study) -> list[str]:
    return [SAMPLE] if study.parameters.sample else []


def _waiting(study: Study, chosen: Given) -> list[str]:
    """Say how many codings wait since a text was corrected: their words stand in no text that is written."""
    waiting = study.waiting().codings
    number = int(waiting["transcript_id"].isin(chosen.texts).sum())
    where = "Decide in 01, under “Corrected interviews”, and export again"
    why = "Left out, as their words changed when an interview was corrected"
    return [f"{why}: {count_of(number, 'coding')}. {where}."] if number else []


def _words_of_others(chosen: Given) -> list[str]:
    sentences = ["It holds the words of interviews, whatever may be quoted of them: keep it within the team."]
    if chosen.withdrawn:
        sentences.append(f"Left out, as somebody in them has withdrawn: {', '.join(chosen.withdrawn)}.")
    return sentences
