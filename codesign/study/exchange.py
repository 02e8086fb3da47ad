"""Work that comes from other programs: REFI-QDA projects and codebooks, joined with what a study has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign import coding, readers, refi, schemas, transcripts
from codesign.errors import CodesignError, SaveError, StudyDataError
from codesign.journal import Change
from codesign.refi import Mark, ReadCoding, ReadProject, ReadSource
from codesign.study.codebooks import Incoming, Joined, count_of, joined
from codesign.study.files import write_once
from codesign.study.folder import Study
from codesign.study.person import slug
from codesign.study.table_imports import coding_id

if TYPE_CHECKING:
    from codesign.study.imports import ImportReport

ENDINGS = (".qdpx", ".qdc")
SHOWN = 5
PLACED = ("transcript_id", "start", "end", "code_id", "coder")
Take = Callable[[Study, str, bytes, str], "ImportReport"]
"""How a study takes one interview in: the file's name, its content, and who was interviewed."""


@dataclass(frozen=True)
class Placed:
    """A coding that found its place in a transcript of the study; `code` is a key of the codes that come with it.

    `text_sha256` says which of the transcript's texts it points into, as in codings; None for the one in use.
    """

    transcript_id: str
    start: int
    end: int
    code: str
    coder: str
    polarity: str = "supports"
    memo: str = ""
    text_sha256: str | None = None


def import_refi(study: Study, name: str, content: bytes, take: Take) -> list[str]:
    """Bring a .qdpx or .qdc file in and return what a person should know; RefusedFile tells why it cannot be."""
    if name.lower().endswith(".qdc"):
        codebook = refi.read_codebook(name, content)
        keep(study, name, content)
        return import_codes(study, incoming(codebook), codebook.told)
    project = refi.read_project(name, content)
    keep(study, name, content)
    users, told = coders(project, study.person)
    placed: list[Placed] = []
    for source in project.sources:
        found, sentences = _source(study, source, users, take)
        placed += found
        told += sentences
    try:
        return [*import_codings(study, incoming(project), placed), *told, *project.told]
    except CodesignError as error:
        after = (
            "Codes and codings did not come in; interviews of the project did. Import it again: nothing comes twice."
        )
        raise SaveError(f"{error}\n{after}") from error


def import_codes(study: Study, codes: Sequence[Incoming], told: Sequence[str]) -> list[str]:
    """Save the codes of a codebook and return what a person should know."""
    together = joined(schemas.records(study.folded().table("codes")), codes)
    study.save(together.changes)
    return [*_summary_first(together), *told]


def import_codings(study: Study, codes: Sequence[Incoming], placed: Sequence[Placed]) -> list[str]:
    """Save codes and codings as one act and return what a person should know."""
    together = joined(schemas.records(study.folded().table("codes")), codes)
    before = set(study.folded().table("codings")["coding_id"])
    changes, kept, unlike = _coding_changes(study, together.ids, placed)
    study.save([*together.changes, *changes])
    ids = {change.row["coding_id"] for change in changes}
    new = len(ids - before)
    told = [f"{count_of(len(ids), 'coding')}: {new} new, {len(ids) - new} that were here."]
    if len(ids) < len(placed):
        told.append(f"Joined with them: {len(placed) - len(ids)} more of the same code on the same words.")
    if unlike:
        told.append(f"{unlike} of them came with more than one polarity; the first other than “supports” stays.")
    if kept:
        told.append(f"{kept} of them {'has' if kept == 1 else 'have'} another memo or polarity here; ours stays.")
    return [*told, *_summary_first(together), *_uncounted(study, ids)]


def incoming(project: ReadProject) -> list[Incoming]:
    """Return the codes of a REFI-QDA file with the parts of their descriptions."""
    return [Incoming(code.guid, code.name, code.parent, refi.code_note(code.description)) for code in project.codes]


def coders(project: ReadProject, person: str) -> tuple[dict[str, str], list[str]]:
    """Return a name for each user; the second of one name gets a number. The user "" is who did work nobody signed."""
    names: dict[str, str] = {}
    told: list[str] = []
    for guid, given in project.users.items():
        name, number = given.strip() or "Unnamed coder", 2
        while name in names.values():
            name, number = f"{given.strip() or 'Unnamed coder'} ({number})", number + 1
        if number > 2:
            told.append(f"Two people are called “{given}”; the second is “{name}” here, and their codings stay apart.")
        names[guid] = name
    return {**names, "": names.get(project.only_user, "") or person}, told


def keep(study: Study, name: str, content: bytes) -> None:
    """Keep the file as it was received, so that whatever the workbook has no place for is not lost."""
    mark = hashlib.sha256(content).hexdigest()[:8]
    stem = slug(Path(name).stem) or "received"
    write_once(study.folder / "sources" / f"{stem}-{mark}{Path(name).suffix.lower()}", content)


# sources ----------------------------------------------------------------------------------------------


def _source(study: Study, source: ReadSource, users: dict[str, str], take: Take) -> tuple[list[Placed], list[str]]:
    coded = len(source.selections) + len(source.whole)
    if source.content is None:
        passages = count_of(coded, "coded passage")
        missing = f"“{source.name}”: its text is missing from the project, so {passages} did not come in. "
        return [], [f"{missing}Export the project again with its sources."]
    try:
        transcript, mark, raw, told = _transcript(study, source, take)
    except CodesignError as error:
        return [], [f"“{source.name}” did not come in, nor did {count_of(coded, 'coded passage')}: {error}"]
    text = study.versions().text(transcript, mark) or ""
    placed, sentences = _placed(text, transcript, raw, source, users)
    if mark == study.versions().marks.get(transcript, ""):
        return placed, [*told, *sentences]
    placed, sentence = _in_corrected(study.texts().get(transcript, ""), text, placed, mark)
    return placed, [*told, *sentences, f"{transcript}: {sentence}"]


def _in_corrected(new: str, old: str, placed: Sequence[Placed], mark: str) -> tuple[list[Placed], str]:
    """Return codings of an earlier text where their words stand in the one in use; the others wait in their own."""
    found = transcripts.anchors(old, new, [(one.start, one.end) for one in placed])
    there = [
        replace(one, start=at.start, end=at.end) if at.is_certain else replace(one, text_sha256=mark)
        for one, at in zip(placed, found, strict=True)
    ]
    stand = sum(at.is_certain for at in found)
    waiting = len(found) - stand
    after = f"; {waiting} {'waits' if waiting == 1 else 'wait'} in 01, under “Corrected interviews”" if waiting else ""
    told = (
        f"coded on a text that was corrected since; {stand} of {count_of(len(found), 'coding')} found on the same words"
    )
    return there, f"{told}{after}."


def _transcript(study: Study, source: ReadSource, take: Take) -> tuple[str, str, str, list[str]]:
    """Return the transcript a source is, which of its texts, that with its own line ends, and what its import told."""
    content = source.content or b""
    ending = Path(source.file).suffix.lower() or ".txt"
    stem = re.sub(r"\.(txt|docx|md|rtf|odt|pdf|vtt|srt)$", "", re.sub(r"[/\\]", "-", source.name), flags=re.IGNORECASE)
    reading = readers.read_document(f"{stem}{ending}", content)
    raw = readers.decode(content)[0] if ending == ".txt" else reading.text
    same = study.transcript_with(transcripts.sha256_of(reading.text))
    if same:
        return *same, raw, []
    report = take(study, f"{stem}{ending}", content, "")
    return report.transcript_id, "", raw, [f"“{source.name}”: {sentence}" for sentence in report.sentences]


def _placed(
    text: str, transcript: str, raw: str, source: ReadSource, users: dict[str, str]
) -> tuple[list[Placed], list[str]]:
    marks = [Mark(one.start, one.end, one.name) for one in source.selections]
    found = refi.settled(raw, marks)
    places = refi.kept_places(refi.line_feeds(raw), found.places, lambda piece: readers.clean(piece)[0])
    placed: list[Placed] = []
    lost: list[str] = []
    for one, place in zip(source.selections, places, strict=True):
        if place is None or not 0 <= place[0] < place[1] <= len(text):
            why = "no length" if one.start == one.end else "outside the text"
            lost.append(f"{one.start} to {one.end} ({why}{f', “{one.name[:40]}”' if one.name else ''})")
            continue
        placed += [_coding(transcript, place, coding, users) for coding in one.codings]
    placed += [_coding(transcript, (0, len(text)), coding, users) for coding in source.whole]
    return placed, [*_counting(transcript, found), *_lost(transcript, lost), *_whole(transcript, source)]


def _coding(transcript: str, place: tuple[int, int], read: ReadCoding, users: dict[str, str]) -> Placed:
    polarity, memo = refi.coding_text(read.note)
    return Placed(transcript, *place, read.code, users.get(read.user) or users[""], polarity, memo)


def _counting(transcript: str, found: refi.Settled) -> list[str]:
    if not found.places:
        return []
    fits = f"{found.bounds} of {found.possible} starts and ends fall on words"
    names = f", {found.named} of {found.with_words} passages hold the words they should" if found.named else ""
    return [f"{transcript}: positions counted as {found.convention}; {fits}{names}."]


def _lost(transcript: str, lost: Sequence[str]) -> list[str]:
    more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    passages = count_of(len(lost), "coded passage")
    shown = f"{transcript}: {passages} without a place in the text, still in the file that was kept: "
    return [f"{shown}{'; '.join(lost[:SHOWN])}{more}."] if lost else []


def _whole(transcript: str, source: ReadSource) -> list[str]:
    said = f"{transcript}: {count_of(len(source.whole), 'coding')} of the whole interview; all of its text is marked."
    return [said] if source.whole else []


# codings ----------------------------------------------------------------------------------------------


def _coding_changes(study: Study, ids: dict[str, str], placed: Sequence[Placed]) -> tuple[list[Change], int, int]:
    """Return one change for each place, code and coder, and how many differ from what is here, and among each other."""
    codings = schemas.records(study.folded().table("codings"))
    there, named = {_key(row): row for row in codings}, {row["coding_id"]: row for row in codings}
    marks = study.versions().marks
    rows: dict[str, dict[str, Any]] = {}
    unlike: set[str] = set()
    kept = 0
    for one in placed:
        mark = marks.get(one.transcript_id, "") if one.text_sha256 is None else one.text_sha256
        key = (one.transcript_id, one.start, one.end, ids[one.code], one.coder, mark)
        here = there.get(key)
        said = {"polarity": one.polarity, "memo": one.memo}
        if here is not None:
            kept += any(value not in ("", "supports", here[name]) for name, value in said.items())
            said = {name: value for name, value in said.items() if here[name] in ("", value)}
        identity = str(here["coding_id"]) if here else coding_id(*key)
        if here is None and identity in named:  # It came in before, and moved since with a corrected text.
            rows.setdefault(identity, {"coding_id": identity})
            continue
        row = dict(zip((*PLACED, "text_sha256"), key, strict=True))
        earlier = rows.get(identity, {})
        if here is None and earlier.get("polarity", one.polarity) != one.polarity:
            unlike.add(identity)
        rows[identity] = {"coding_id": identity, **row, **earlier, **said, **_both(earlier, said)}
    return [Change("put", "codings", row) for row in rows.values()], kept, len(unlike)


def _both(earlier: dict[str, Any], said: dict[str, str]) -> dict[str, str]:
    """Return what two rows say of one coding: both memos, and the first polarity that is more than the default."""
    memos = dict.fromkeys(part for part in (earlier.get("memo", ""), said.get("memo", "")) if part)
    polarities = [earlier.get("polarity", ""), said.get("polarity", "")]
    stated = next((one for one in polarities if one not in ("", "supports")), "supports")
    both = {"memo": "\n\n".join(memos), "polarity": stated}
    return {name: value for name, value in both.items() if name in said}


def _key(row: dict[str, Any]) -> tuple[str, int, int, str, str, str]:
    return (row["transcript_id"], row["start"], row["end"], row["code_id"], row["coder"], row["text_sha256"])


def _uncounted(study: Study, ids: set[str]) -> list[str]:
    """Say how many of the codings that came in are of words that count nowhere."""
    try:
        aside = coding.uncounted(study.read()) if ids else schemas.empty("codings")
    except StudyDataError:
        return []  # What is wrong elsewhere in the study is for `workbook check`; these codings are saved.
    number = int(aside["coding_id"].isin(ids).sum())
    told = f"{number} of them count nowhere: words of an interviewer, or of nobody who is a participant."
    return [told] if number else []


def _summary_first(together: Joined) -> list[str]:
    return sorted(together.told, key=lambda sentence: not re.match(r"\d+ codes: ", sentence))
