"""Work that comes from other programs: REFI-QDA projects and codebooks, joined with what a study has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign import coding, readers, refi, schemas, transcripts
from codesign.errors import CodesignError, RefusedFile, SaveError, StudyDataError
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.refi import Mark, ReadCoding, ReadProject, ReadSelection, ReadSource
from codesign.study.codebooks import Incoming, Joined, joined, nested
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
        codes = incoming(codebook)
        is_tags = codebook.origin.startswith("Taguette")
        return import_codes(study, nested(codes, code_names(study)) if is_tags else codes, codebook.told)
    project = refi.read_project(name, content)
    if not project.codes and not project.sources:
        raise RefusedFile(f"{name} holds neither codes nor texts, so nothing came in. Export it again with both.")
    keep(study, name, content)
    users, told = coders(project, study.person)
    known = {_letters(text): one for one, text in study.texts().items()}
    taken = [_taken(study, source, take, known) for source in project.sources]
    ways = refi.settled_together([(one.raw, _marks(one.source)) for one in taken])
    placed: list[Placed] = []
    told += _counting([(one.transcript_id, way) for one, way in zip(taken, ways, strict=True)
                       if one.transcript_id and way.places])  # fmt: skip
    for one, way in zip(taken, ways, strict=True):
        found, sentences = _placed(study, one, way, users) if one.transcript_id else ([], [])
        placed += found
        told += [*one.told, *sentences]
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


def code_names(study: Study) -> set[str]:
    """Return the names of the codes a study has."""
    return set(study.folded().table("codes")["name"])


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


@dataclass(frozen=True)
class _Taken:
    """A source that is in the study: as which transcript, by which of its texts, and what its import told.

    `raw` is the text with its own line ends, `spaced` as it would be kept where the transcript has it with other white
    space. Where the source did not come in there is no transcript, and `told` says why.
    """

    source: ReadSource
    told: tuple[str, ...] = ()
    transcript_id: str = ""
    mark: str = ""
    raw: str = ""
    spaced: str = ""


def _taken(study: Study, source: ReadSource, take: Take, known: Mapping[str, str]) -> _Taken:
    passages = count_of(len(source.selections) + len(source.whole), "coded passage")
    if source.content is None:
        missing = f"“{source.name}”: its text is missing from the project, so {passages} did not come in. "
        return _Taken(source, (f"{missing}Export the project again with its sources.",))
    try:
        return _transcript(study, source, source.content, take, known)
    except CodesignError as error:
        return _Taken(source, (f"“{source.name}” did not come in, nor did {passages}: {error}",))


def _marks(source: ReadSource) -> list[Mark]:
    return [Mark(one.start, one.end, one.name) for one in source.selections]


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


def _letters(text: str) -> str:
    return "".join(text.split())


def _transcript(study: Study, source: ReadSource, content: bytes, take: Take, known: Mapping[str, str]) -> _Taken:
    """Return which transcript a source is; `known` are those of the study by their text without white space."""
    ending = Path(source.file).suffix.lower() or ".txt"
    stem = re.sub(r"\.(txt|docx|md|rtf|odt|pdf|vtt|srt)$", "", re.sub(r"[/\\]", "-", source.name), flags=re.IGNORECASE)
    reading = readers.read_document(f"{stem}{ending}", content)
    raw = readers.decode(content)[0] if ending == ".txt" else reading.text
    same = study.transcript_with(transcripts.sha256_of(reading.text))
    if same:
        told = f"“{source.name}” is {same[0]}, which has the same text."
        return _Taken(source, () if same[0] == source.name else (told,), *same, raw)
    alike = known.get(_letters(reading.text), "")
    if alike:
        told = f"“{source.name}” is {alike}, which has the same words with other line breaks or spaces; its text stays."
        return _Taken(source, (told,), alike, study.versions().marks.get(alike, ""), raw, reading.text)
    report = take(study, f"{stem}{ending}", content, "")
    sentences = [f"“{source.name}”: {sentence}" for sentence in report.sentences]
    if stem in known.values() and report.transcript_id != stem:
        sentences.append(
            f"“{source.name}”: {stem} is here with other words, so {report.transcript_id} is another interview. If "
            "they are one, its passages count twice: Undo in 01 takes the codings back."
        )
    return _Taken(source, tuple(sentences), report.transcript_id, "", raw)


def _placed(study: Study, taken: _Taken, found: refi.Settled, users: dict[str, str]) -> tuple[list[Placed], list[str]]:
    """Return the codings of a source where they stand in the text in use, and what a person should know."""
    transcript, source = taken.transcript_id, taken.source
    text = study.versions().text(transcript, taken.mark) or ""
    places = refi.kept_places(refi.line_feeds(taken.raw), found.places, lambda piece: readers.clean(piece)[0])
    if taken.spaced:
        places = refi.moved_places(taken.spaced, text, places)
    placed: list[Placed] = []
    lost: list[str] = []
    for one, place in zip(source.selections, places, strict=True):
        if place is None or not 0 <= place[0] < place[1] <= len(text):
            lost.append(_without_place(one))
            continue
        placed += [_coding(transcript, place, coding, users) for coding in one.codings]
    placed += [_coding(transcript, (0, len(text)), coding, users) for coding in source.whole]
    told = [*_lost(transcript, lost), *_whole(transcript, source)]
    if taken.mark == study.versions().marks.get(transcript, ""):
        return placed, told
    placed, sentence = _in_corrected(study.texts().get(transcript, ""), text, placed, taken.mark)
    return placed, [*told, f"{transcript}: {sentence}"]


def _without_place(selection: ReadSelection) -> str:
    """Return where a selection says it stands, and why that is no place in a text."""
    start, end = selection.start, selection.end
    why = "no length" if start == end else "outside the text" if start < end else "ends before it begins"
    named = f", “{selection.name[:40]}”" if selection.name else ""
    return f"{start} to {end} ({why}{named})"


def _coding(transcript: str, place: tuple[int, int], read: ReadCoding, users: dict[str, str]) -> Placed:
    polarity, memo = refi.coding_text(read.note)
    return Placed(transcript, *place, read.code, users.get(read.user) or users[""], polarity, memo)


def _counting(ways: Sequence[tuple[str, refi.Settled]]) -> list[str]:
    """Say how positions were counted and how well that fits: many interviews that are counted alike in one sentence."""
    alike: dict[refi.Convention, list[tuple[str, refi.Settled]]] = {}
    for transcript, found in ways:
        alike.setdefault(found.convention, []).append((transcript, found))
    told: list[str] = []
    for convention, group in alike.items():
        fitting = [one for one in group if not _is_poor(one[1])] if len(group) > SHOWN else []
        if fitting:
            fits = _fits([found for _, found in fitting])
            names = ", ".join(dict.fromkeys(transcript for transcript, _ in fitting))
            told.append(f"{len(fitting)} interviews: positions counted as {convention}; {fits}: {names}.")
        told += [_counted(*one) for one in group if one not in fitting]
    return told


def _counted(transcript: str, found: refi.Settled) -> str:
    look = " Look at some of its passages in 01 before you trust the others." if _is_poor(found) else ""
    return f"{transcript}: positions counted as {found.convention}; {_fits([found])}.{look}"


def _fits(found: Sequence[refi.Settled]) -> str:
    bounds, possible = sum(one.bounds for one in found), sum(one.possible for one in found)
    named, with_words = sum(one.named for one in found), sum(one.with_words for one in found)
    names = f", {named} of {with_words} passages hold the words they should" if named else ""
    return f"{bounds} of {possible} starts and ends fall on words{names}"


def _is_poor(found: refi.Settled) -> bool:
    return found.bounds * 4 < found.possible * 3


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
    counts = "counts" if number == 1 else "count"
    told = f"{number} of them {counts} nowhere: words of an interviewer, or of nobody who is a participant."
    return [told] if number else []


def _summary_first(together: Joined) -> list[str]:
    return sorted(together.told, key=lambda sentence: not re.match(r"\d+ codes: ", sentence))
