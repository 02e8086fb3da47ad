"""Work that comes from other programs: REFI-QDA projects and codebooks, joined with what a study has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from codesign import readers, refi, transcripts
from codesign.errors import CodesignError, RefusedFile, SaveError
from codesign.intake.interviews import import_interview
from codesign.intake.joined_codes import Incoming, nested
from codesign.intake.placed import SHOWN, Placed, code_names, import_codes, import_codings, keep
from codesign.intake.received import Received
from codesign.phrases import count_of
from codesign.refi import Mark, ReadCoding, ReadProject, ReadSelection, ReadSource
from codesign.study.folder import Study


def import_refi(study: Study, received: Received) -> list[str]:
    """Bring a .qdpx or .qdc file in and return what a person should know; RefusedFile tells why it cannot be."""
    if received.ending == ".qdc":
        codebook = refi.read_codebook(received.name, received.content)
        keep(study, received)
        codes = incoming(codebook)
        is_tags = codebook.origin.startswith("Taguette")
        return import_codes(study, nested(codes, code_names(study)) if is_tags else codes, codebook.sentences)
    project = refi.read_project(received.name, received.content)
    if not project.codes and not project.sources:
        raise RefusedFile(
            f"{received.name} holds neither codes nor texts, so nothing came in. Export it again with both."
        )
    keep(study, received)
    users, sentences = coders(project, study.person)
    by_letters = {_letters(text): one for one, text in study.texts().items()}
    taken = [_taken(study, source, by_letters) for source in project.sources]
    ways = refi.settled_together([(one.raw, _marks(one.source)) for one in taken])
    placed: list[Placed] = []
    sentences += _counting(
        [(one.transcript_id, way) for one, way in zip(taken, ways, strict=True) if one.transcript_id and way.places]
    )
    for one, way in zip(taken, ways, strict=True):
        codings, about = _placed(study, one, way, users) if one.transcript_id else ([], [])
        placed += codings
        sentences += [*one.sentences, *about]
    try:
        return [*import_codings(study, incoming(project), placed), *sentences, *project.sentences]
    except CodesignError as error:
        after = (
            "Codes and codings did not come in; interviews of the project did. Import it again: nothing comes twice."
        )
        raise SaveError(f"{error}\n{after}") from error


def incoming(project: ReadProject) -> list[Incoming]:
    """Return the codes of a REFI-QDA file with the parts of their descriptions."""
    return [Incoming(code.guid, code.name, code.parent, refi.code_note(code.description)) for code in project.codes]


def coders(project: ReadProject, person: str) -> tuple[dict[str, str], list[str]]:
    """Return a name for each user; the second of one name gets a number. The user "" is who did work nobody signed."""
    names: dict[str, str] = {}
    sentences: list[str] = []
    for guid, given in project.users.items():
        name, number = given.strip() or "Unnamed coder", 2
        while name in names.values():
            name, number = f"{given.strip() or 'Unnamed coder'} ({number})", number + 1
        if number > 2:
            sentences.append(
                f"Two people are called “{given}”; the second is “{name}” here, and their codings stay apart."
            )
        names[guid] = name
    return {**names, "": names.get(project.only_user, "") or person}, sentences


# sources ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Taken:
    """A source that is in the study: as which transcript, by which of its texts, and what its import told.

    `raw` is the text with its own line ends, `spaced` as it would be kept where the transcript has it with other white
    space. Where the source did not come in there is no transcript, and `sentences` say why.
    """

    source: ReadSource
    sentences: tuple[str, ...] = ()
    transcript_id: str = ""
    mark: str = ""
    raw: str = ""
    spaced: str = ""


def _taken(study: Study, source: ReadSource, by_letters: Mapping[str, str]) -> _Taken:
    passages = count_of(len(source.selections) + len(source.whole), "coded passage")
    if source.content is None:
        missing = f"“{source.name}”: its text is missing from the project, so {passages} did not come in. "
        return _Taken(source, (f"{missing}Export the project again with its sources.",))
    try:
        return _transcript(study, source, source.content, by_letters)
    except CodesignError as error:
        return _Taken(source, (f"“{source.name}” did not come in, nor did {passages}: {error}",))


def _marks(source: ReadSource) -> list[Mark]:
    return [Mark(one.start, one.end, one.name) for one in source.selections]


def _in_corrected(new: str, old: str, placed: Sequence[Placed], mark: str) -> tuple[list[Placed], str]:
    """Return codings of an earlier text where their words stand in the one in use; the others wait in their own."""
    anchors = transcripts.anchors(old, new, [(one.start, one.end) for one in placed])
    moved = [
        replace(one, start=at.start, end=at.end) if at.is_certain else replace(one, text_sha256=mark)
        for one, at in zip(placed, anchors, strict=True)
    ]
    stand = sum(at.is_certain for at in anchors)
    waiting = len(anchors) - stand
    after = f"; {waiting} {'waits' if waiting == 1 else 'wait'} in 01, under “Corrected interviews”" if waiting else ""
    total = count_of(len(anchors), "coding")
    return moved, f"coded on a text that was corrected since; {stand} of {total} found on the same words{after}."


def _letters(text: str) -> str:
    return "".join(text.split())


def _transcript(study: Study, source: ReadSource, content: bytes, by_letters: Mapping[str, str]) -> _Taken:
    """Return which transcript a source is; `by_letters` are those of the study by their text without white space."""
    ending = Path(source.file).suffix.lower() or ".txt"
    stem = re.sub(r"\.(txt|docx|md|rtf|odt|pdf|vtt|srt)$", "", re.sub(r"[/\\]", "-", source.name), flags=re.IGNORECASE)
    received = Received.opened(f"{stem}{ending}", content)
    reading = received.reading
    raw = readers.decode(content)[0] if ending == ".txt" else reading.text
    same = study.transcript_with(transcripts.sha256_of(reading.text))
    if same:
        which = f"“{source.name}” is {same[0]}, which has the same text."
        return _Taken(source, () if same[0] == source.name else (which,), *same, raw)
    alike = by_letters.get(_letters(reading.text), "")
    if alike:
        which = (
            f"“{source.name}” is {alike}, which has the same words with other line breaks or spaces; its text stays."
        )
        return _Taken(source, (which,), alike, study.versions().marks.get(alike, ""), raw, reading.text)
    report = import_interview(study, received, "")
    sentences = [f"“{source.name}”: {sentence}" for sentence in report.sentences]
    if stem in by_letters.values() and report.transcript_id != stem:
        sentences.append(
            f"“{source.name}”: {stem} is here with other words, so {report.transcript_id} is another interview. If "
            "they are one, its passages count twice: Undo in 01 takes the codings back."
        )
    return _Taken(source, tuple(sentences), report.transcript_id, "", raw)


def _placed(study: Study, taken: _Taken, way: refi.Settled, users: dict[str, str]) -> tuple[list[Placed], list[str]]:
    """Return the codings of a source where they stand in the text in use, and what a person should know."""
    transcript, source = taken.transcript_id, taken.source
    text = study.versions().text(transcript, taken.mark) or ""
    places = refi.kept_places(refi.line_feeds(taken.raw), way.places, lambda piece: readers.clean(piece)[0])
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
    sentences = [*_lost(transcript, lost), *_whole(transcript, source)]
    if taken.mark == study.versions().marks.get(transcript, ""):
        return placed, sentences
    placed, moved = _in_corrected(study.texts().get(transcript, ""), text, placed, taken.mark)
    return placed, [*sentences, f"{transcript}: {moved}"]


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
    for transcript, way in ways:
        alike.setdefault(way.convention, []).append((transcript, way))
    sentences: list[str] = []
    for convention, group in alike.items():
        fitting = [one for one in group if not _is_poor(one[1])] if len(group) > SHOWN else []
        if fitting:
            fits = _fits([way for _, way in fitting])
            names = ", ".join(dict.fromkeys(transcript for transcript, _ in fitting))
            sentences.append(f"{len(fitting)} interviews: positions counted as {convention}; {fits}: {names}.")
        sentences += [_counted(*one) for one in group if one not in fitting]
    return sentences


def _counted(transcript: str, way: refi.Settled) -> str:
    look = " Look at some of its passages in 01 before you trust the others." if _is_poor(way) else ""
    return f"{transcript}: positions counted as {way.convention}; {_fits([way])}.{look}"


def _fits(ways: Sequence[refi.Settled]) -> str:
    bounds, possible = sum(one.bounds for one in ways), sum(one.possible for one in ways)
    named, with_words = sum(one.named for one in ways), sum(one.with_words for one in ways)
    names = f", {named} of {with_words} passages hold the words they should" if named else ""
    return f"{bounds} of {possible} starts and ends fall on words{names}"


def _is_poor(way: refi.Settled) -> bool:
    return way.bounds * 4 < way.possible * 3


def _lost(transcript: str, lost: Sequence[str]) -> list[str]:
    more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    passages = count_of(len(lost), "coded passage")
    shown = f"{transcript}: {passages} without a place in the text, still in the file that was kept: "
    return [f"{shown}{'; '.join(lost[:SHOWN])}{more}."] if lost else []


def _whole(transcript: str, source: ReadSource) -> list[str]:
    codings = count_of(len(source.whole), "coding")
    return [f"{transcript}: {codings} of the whole interview; all of its text is marked."] if source.whole else []


# codings ----------------------------------------------------------------------------------------------
