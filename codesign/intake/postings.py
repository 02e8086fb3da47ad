"""Job postings that come in, as tables or as texts, as often as one likes: each once, none lost, nothing guessed."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from codesign import market, readers, schemas, spreadsheets
from codesign.errors import CodesignError, RefusedFile
from codesign.intake.received import Received
from codesign.intake.report import ImportReport
from codesign.phrases import count_of
from codesign.readers import TABLE_FORMATS
from codesign.study.files import write_once
from codesign.study.folder import Study

POSTING_NAMES: Mapping[str, tuple[str, ...]] = {
    "posting_id": ("posting_id", "job_id", "id", "job id", "posting id", "reference"),
    "title": ("title", "job_title", "job title", "position", "position title", "positiontitle", "role", "jobtitle"),
    "employer": ("employer", "company", "company name", "company_name", "organization", "organisation", "agency"),
    "sector": ("sector", "industry"),
    "region": ("region", "location", "place", "city", "job location", "joblocation", "address"),
    "posted_on": ("posted_on", "date posted", "date_posted", "posted", "posting date", "posted date", "post_date",
                  "date", "published", "open date", "opening date", "listed_date"),
    "text": ("text", "description", "job description", "job_description", "posting", "posting text", "full description",
             "details", "body", "duties", "jobdescription"),
    "url": ("url", "link", "job url", "job_url", "address of the page", "apply link", "source url", "job_posting_url"),
}  # fmt: skip
"""Our columns with the headings by which other tables call them, small letters."""
FOLDER = "sources/job_postings"
_NUMBERED = re.compile(r"JP-(\d+)")
_MOST_NAMED = 5
_LONGEST_ID = 60


@dataclass
class _Arrived:
    """What became of the rows of one import."""

    new: list[dict[str, str]] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    nearly: list[str] = field(default_factory=list)
    empty: int = 0
    undated: int = 0
    unread: int = 0


def import_postings(
    study: Study,
    paths: Sequence[Path],
    *,
    columns: Mapping[str, str] | None = None,
    tell: Callable[[ImportReport], None] = lambda _report: None,
) -> list[ImportReport]:
    """Take postings in: a table has one a row, any other file is one; one report a table, one for all texts together.

    What came is kept as it came; rows that are new are added beside those that are there. Nothing of a file that cannot
    be read comes in, and it stops none of the others.
    """
    tables = [path for path in paths if path.suffix.lower() in TABLE_FORMATS]
    texts = [path for path in paths if path not in tables]
    reports = [_reported(path.name, lambda path=path: _take_table(study, path, columns or {})) for path in tables]  # type: ignore[misc]
    if texts:
        reports += _take_texts(study, texts)
    for report in reports:
        tell(report)
    return reports


def _reported(name: str, act: Callable[[], ImportReport]) -> ImportReport:
    try:
        return act()
    except (CodesignError, OSError) as error:
        return ImportReport.refused(name, error)


def _take_table(study: Study, path: Path, columns: Mapping[str, str]) -> ImportReport:
    received = Received.read(path)
    rows, unread = rows_of_table(received, columns)
    sentences = add_postings(study, [received], rows, empty=empty_rows(received))
    if unread:
        sentences.append(f"Not read: {', '.join(unread[:8])}{' and more' if len(unread) > 8 else ''}.")
    return ImportReport(path.name, is_in=True, sentences=tuple(sentences))


def add_postings(
    study: Study, files: Sequence[Received], rows: Iterable[Mapping[str, str]], *, empty: int = 0
) -> list[str]:
    """Add the rows that are new beside those there, keep the files they came from, and say what became of all.

    A row has our columns; `said` is what stood for its day, so that a day nobody could read is told. `empty` are rows
    of the files that held nothing.
    """
    arrived = _sorted_out(study, rows)
    arrived.empty += empty
    _keep(study, files, arrived.new)
    return _sentences(arrived)


def _take_texts(study: Study, paths: Sequence[Path]) -> list[ImportReport]:
    opened: list[Received] = []
    refused: list[ImportReport] = []
    for path in paths:
        try:
            received = Received.read(path)
            _ = _posting_text(received)
            opened.append(received)
        except (CodesignError, OSError) as error:
            refused.append(ImportReport.refused(path.name, error))
    if not opened:
        return refused
    sentences = add_postings(study, opened, rows_of_texts(opened))
    name = opened[0].name if len(opened) == 1 else f"{len(opened)} files"
    return [*refused, ImportReport(name, is_in=True, sentences=tuple(sentences))]


# rows -------------------------------------------------------------------------------------------------


def rows_of_table(received: Received, columns: Mapping[str, str]) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of a table under our columns, and the headings that are not read; RefusedFile for no text."""
    chosen = recognised_columns(received.headings, columns)
    if not chosen.get("text") and not chosen.get("title"):
        raise RefusedFile(
            f"No column of {received.name} is known as the text of a posting. Its columns are "
            f"{', '.join(received.headings) or 'none'}. Say which one it is: --columns text=HEADING,title=HEADING. "
            "Nothing was changed."
        )
    order = market.order_of(row.get(chosen.get("posted_on", ""), "") for row in received.rows)
    rows = [{ours: row.get(theirs, "") for ours, theirs in chosen.items()} for row in received.rows]
    dated = [
        {**row, "posted_on": market.day(row.get("posted_on", ""), order), "said": row.get("posted_on", "")}
        for row in rows
    ]
    return dated, [name for name in received.headings if name not in chosen.values()]


def recognised_columns(headings: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return our columns with the heading of each; what a person says goes before what is recognised.

    RefusedFile where they name a column that neither side has.
    """
    wrong = [ours for ours in given if ours not in POSTING_NAMES] + [
        name for name in given.values() if name not in headings
    ]
    if wrong:
        raise RefusedFile(
            f"There is no column {', '.join(wrong)}. Ours are {', '.join(POSTING_NAMES)}; those of the file are "
            f"{', '.join(headings)}. Nothing was changed."
        )
    by_name = {heading.strip().casefold(): heading for heading in reversed(headings)}
    plain = {
        ours: next((by_name[name] for name in names if name in by_name), "") for ours, names in POSTING_NAMES.items()
    }
    return {ours: theirs for ours, theirs in {**plain, **given}.items() if theirs}


def rows_of_texts(files: Sequence[Received]) -> list[dict[str, str]]:
    """Return each file as one posting: its first line as the title, its date and place where they are certain."""
    texts = [(received, _posting_text(received)) for received in files]
    words = [market.dated_words(text, received.name) for received, text in texts]
    order = market.order_of(words)
    return [
        {"title": _title(text, received.name), "employer": market.labelled(text, "employer"), "text": text,
         "region": market.labelled(text, "region"), "url": received.name,
         "posted_on": market.day(when, order), "said": when}
        for (received, text), when in zip(texts, words, strict=True)
    ]  # fmt: skip


def _posting_text(received: Received) -> str:
    return received.reading.text.strip()


def _title(text: str, name: str) -> str:
    labelled = market.labelled(text, "title")
    if labelled:
        return labelled
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if 2 < len(first) <= 90 and not first.endswith((".", ":")) else Path(name).stem


def empty_rows(received: Received) -> int:
    """Return how many rows of a .csv hold nothing; those of a workbook are not counted."""
    if received.ending == ".xlsx":
        return 0
    text = readers.decode(received.content)[0]
    separator = max(",;\t|", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return sum(1 for cells in reader if not any(cell.strip() for cell in cells))


# what is new ------------------------------------------------------------------------------------------


def _sorted_out(study: Study, rows: Iterable[Mapping[str, str]]) -> _Arrived:
    earlier = schemas.records(study.read()["postings"])
    there = market.postings_there(earlier)
    ids = {str(row["posting_id"]) for row in earlier}
    number = max((int(match.group(1)) for match in map(_NUMBERED.fullmatch, ids) if match), default=0)
    arrived = _Arrived()
    for row in rows:
        if not (row.get("text") or row.get("title")):
            arrived.empty += 1
            continue
        same, how = there.same(row)
        if same:
            where = arrived.nearly if how == "nearly" else arrived.again if same in ids else arrived.twice
            where.append(same)
            continue
        number += 1
        given = row.get("posting_id", "").strip()
        is_free = given and len(given) <= _LONGEST_ID and there.is_free(given)
        identity = given if is_free else f"JP-{number:02}"
        there.add(identity, row)
        values = {name: row.get(name, "") for name in schemas.columns("postings")}
        arrived.new.append({**values, "posting_id": identity})
        arrived.undated += not row.get("posted_on")
        arrived.unread += bool(row.get("said")) and not row.get("posted_on")
    return arrived


def _sentences(arrived: _Arrived) -> list[str]:
    twice = len(arrived.twice) + len(arrived.nearly)
    first = (
        f"{count_of(len(arrived.new), 'new posting')}, {len(arrived.again)} here already, "
        f"{twice} twice, {count_of(arrived.empty, 'empty row')}."
    )
    said_of = [first]
    if arrived.nearly:
        named = ", ".join(name for name, _ in Counter(arrived.nearly).most_common(_MOST_NAMED))
        verb = "is" if len(arrived.nearly) == 1 else "are"
        said_of.append(
            f"{len(arrived.nearly)} of those twice {verb} nearly the same as one that is here (such as {named}): same "
            "title, employer and place, nine tenths of the words. Only the first counts."
        )
    if arrived.undated:
        why = f", {arrived.unread} of them since day and month may be either way round" if arrived.unread else ""
        said_of.append(f"{arrived.undated} have no date that is certain{why}; they count, but in no month.")
    return said_of


# keeping ----------------------------------------------------------------------------------------------


def _keep(study: Study, files: Sequence[Received], rows: Sequence[Mapping[str, str]]) -> None:
    """Keep files as they came, and new rows in a file of their own that is named after its content."""
    for received in files:
        write_once(study.folder / "originals" / "postings" / _kept_name(received), received.content)
    if rows:
        content = spreadsheets.csv_bytes(pd.DataFrame(list(rows), dtype=object), for_people=False)
        name = f"{min(row['posting_id'] for row in rows)}-{hashlib.sha256(content).hexdigest()[:8]}.csv"
        write_once(study.folder / FOLDER / re.sub(r"[^\w.-]+", "_", name), content)


def _kept_name(received: Received) -> str:
    return f"{Path(received.name).stem[:80]} {received.sha256[:8]}{received.ending}"
