"""A corrected text of an interview: kept beside the earlier one, codings taken over where their words stand there.

What stands on the very same words is moved in the same act, so that one undo takes all of it back. The rest keeps
pointing into the earlier text, counts nowhere, and waits in workbook 01 for a person to decide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from codesign import parameters, schemas, transcripts
from codesign.errors import CodesignError, RefusedFile
from codesign.intake.received import Received
from codesign.intake.report import ImportReport
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.readers import PROJECT_FORMATS, TABLE_FORMATS
from codesign.study import texts as text_files
from codesign.study.files import write_once
from codesign.study.folder import Study

LEAST_SAME = 0.5
"""A text that shares less than this with the one before it is another interview, or nearly."""
WHERE = "in 01, under “Corrected interviews”"
_KINDS = {"changed": "other words stand", "unclear": "the place is not certain", "lost": "the words are gone"}
_PLACES = {
    "codings": (("start", "end"),),
    "suggestion_answers": (("start", "end"),),
    "reconciliations": (("start", "end"), ("agreed_start", "agreed_end")),
}


def import_correction(study: Study, transcript_id: str, path: Path, *, is_another: bool = False) -> ImportReport:
    """Take a file as the corrected text of a transcript and return what became of it and of its codings.

    A text that shares less than half of its words with the one before it is refused, unless `is_another` says that
    this is meant. Nothing that came in earlier is written over; SaveError tells when nothing was saved.
    """
    try:
        sentences = _corrected(study, transcript_id, path, is_another=is_another)
    except (CodesignError, OSError) as error:
        return ImportReport.refused(path.name, error)
    return ImportReport(path.name, is_in=True, sentences=tuple(sentences), transcript_id=transcript_id)


def _corrected(study: Study, transcript_id: str, path: Path, *, is_another: bool) -> list[str]:
    content = path.read_bytes()
    before, old = _before(study, transcript_id)
    received = _interview(path.name, content)
    reading = received.reading
    sha256 = transcripts.sha256_of(reading.text)
    if sha256 == before["sha256"]:
        return [f"The text is the same as {transcript_id} has now; nothing was changed."]
    _refuse_another(study, transcript_id, old, reading.text, is_another=is_another)
    correction = _Correction(study, before, old, reading.text, sha256)
    record = correction.record(_keep_original(study, transcript_id, received), received.sha256)
    if record["text_file"]:
        place = text_files.file_name(transcript_id, record["text_file"])
        write_once(study.folder / text_files.FOLDER / place, reading.text.encode())
    study.save([Change("put", "transcripts", record), *correction.changes()])
    return [*correction.sentences(), *reading.notes]


def _before(study: Study, transcript_id: str) -> tuple[dict[str, Any], str]:
    """Return the row of the transcript and its text in use; RefusedFile where either is missing or changed."""
    rows = {row["transcript_id"]: row for row in study.folded().table_rows("transcripts")}
    if transcript_id not in rows:
        near = parameters.nearest(transcript_id, rows)
        raise RefusedFile(f"There is no transcript “{transcript_id}” to correct.{near} Nothing was changed.")
    text = study.texts().get(transcript_id)
    if text is None or transcripts.sha256_of(text) != rows[transcript_id].get("sha256"):
        raise RefusedFile(
            f"The text of {transcript_id} is missing or was changed after it was imported, so its codings could not "
            "be found again. Bring it back first: workbook check tells which file. Nothing was changed."
        )
    return {"text_file": "", "original": "", **rows[transcript_id]}, text


def _interview(name: str, content: bytes) -> Received:
    if Path(name).suffix.lower() in (*TABLE_FORMATS, *PROJECT_FORMATS):
        raise RefusedFile("A corrected text is an interview: .docx .odt .rtf .pdf .txt .md .vtt .srt.")
    received = Received.opened(name, content)
    if not received.reading.text.strip():
        raise RefusedFile("It holds no words, so nothing was corrected.")
    return received


def _refuse_another(study: Study, transcript_id: str, old: str, new: str, *, is_another: bool) -> None:
    others = {one for one, text in study.texts().items() if text == new and one != transcript_id}
    if others:
        raise RefusedFile(f"This is the text of {', '.join(sorted(others))}. Nothing was changed.")
    share = transcripts.same_share(old, new)
    if share < LEAST_SAME and not is_another:
        raise RefusedFile(
            f"This looks like another interview: {round(100 * share)} % of the words are the same as in "
            f"{transcript_id}. Nothing was changed. If it is meant, say so: --another-text."
        )


def _keep_original(study: Study, transcript_id: str, received: Received) -> str:
    """Keep the file as it came and return its name under originals/."""
    name = f"{transcript_id}{received.ending}"
    first = study.folder / "originals" / name
    if not first.is_file() or first.read_bytes() != received.content:
        name = f"{transcript_id}.{received.sha256[:8]}{received.ending}"
        write_once(study.folder / "originals" / name, received.content)
    return name


# codings and speakers -----------------------------------------------------------------------------------


@dataclass
class _Correction:
    """One interview from its text in use to a corrected one: what moves, what waits, and who speaks."""

    study: Study
    before: Mapping[str, Any]
    old: str
    new: str
    sha256: str
    kinds: Counter[str] = field(default_factory=Counter)
    other_speakers: int = 0
    stale: int = 0
    about_speakers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.identity = str(self.before["transcript_id"])
        self.texts = self.study.versions()
        self.mark = self.texts.mark(self.identity, self.sha256)

    def record(self, original: str, original_sha256: str) -> dict[str, Any]:
        """Return the row of the transcript as it will be."""
        return {
            "transcript_id": self.identity,
            "original": original,
            "original_sha256": original_sha256,
            "sha256": self.sha256,
            "layout": transcripts.layout(self.new),
            "text_file": text_files.corrected_name(self.identity, self.sha256) if self.mark else "",
        }

    def changes(self) -> list[Change]:
        """Return what moves with the text: everything that stands on the very same words, and the speakers."""
        moved = [change for table in _PLACES for change in self._moved(table)]
        return [*moved, *self._speakers()]

    def _moved(self, table: str) -> Iterator[Change]:
        # Of a coding somebody changed while its coder took it back only the change is left: it stands nowhere.
        every = self.study.folded().table_rows(table)
        rows = [row for row in every if row.get("transcript_id") == self.identity and row.keys() >= {"start", "end"}]
        marks = [str(row.get("text_sha256") or "") for row in rows]
        for mark in dict.fromkeys(marks):
            own = [row for row, its in zip(rows, marks, strict=True) if its == mark]
            text = self.texts.text(self.identity, mark)
            if mark == self.mark:
                self.kinds["exact"] += len(own) if table == "codings" else 0
            elif text is not None:
                yield from self._from(table, text, own)

    def _from(self, table: str, text: str, rows: Sequence[dict[str, Any]]) -> Iterator[Change]:
        pairs = _PLACES[table]
        anchors = [transcripts.anchors(text, self.new, [_place(row, pair) for row in rows]) for pair in pairs]
        speakers = (_Speakers(text), _Speakers(self.new))
        for row, places in zip(rows, zip(*anchors, strict=True), strict=True):
            needed = [place for place, (start, _) in zip(places, pairs, strict=True) if row.get(start) is not None]
            if not all(place.is_certain for place in needed):
                self._waits(table, needed[0].kind)
                continue
            if table == "codings":
                self.kinds[needed[0].kind] += 1
                self.other_speakers += speakers[0].at(row["start"]) != speakers[1].at(needed[0].start)
            yield self._put(table, row, dict(zip(pairs, needed, strict=False)))

    def _waits(self, table: str, kind: str) -> None:
        if table == "codings":
            self.kinds[kind] += 1
        self.stale += table == "reconciliations"

    def _put(self, table: str, row: dict[str, Any], places: Mapping[tuple[str, str], transcripts.Anchor]) -> Change:
        key = schemas.TABLES[table].key[0]
        moved = {name: at for pair, place in places.items() for name, at in zip(pair, _span(place), strict=True)}
        words = transcripts.sha256_of(self.new[moved["start"] : moved["end"]])
        checked = {"quote_sha256": words} if "quote_sha256" in schemas.TABLES[table].model_fields else {}
        return Change("put", table, {key: row[key], **moved, **checked, "text_sha256": self.sha256})

    def _speakers(self) -> Iterator[Change]:
        rows = [row for row in self.study.folded().table_rows("speakers") if row["transcript_id"] == self.identity]
        of_turns = [row for row in rows if transcripts.turns_named(row["speaker"])]
        named = {row["speaker"]: row for row in rows if row not in of_turns}
        yield from self._names(named)
        yield from self._turns([row for row in of_turns if str(row.get("text_sha256") or "") != self.mark])

    def _names(self, named: Mapping[str, dict[str, Any]]) -> Iterator[Change]:
        """Return a row for each name that is new: as before where one name took the place of one, else nobody yet."""
        now = list(dict.fromkeys(transcripts.speaker_turns(self.new)["speaker"]))
        earlier = set(transcripts.speaker_turns(self.old)["speaker"])
        new, gone = [name for name in now if name not in named], [name for name in earlier if name not in now]
        was = named.get(gone[0]) if len(gone) == len(new) == 1 and self._took_over(gone[0], new[0]) else None
        for name in new:
            who: dict[str, Any] = (
                {part: was[part] for part in ("role", "participant_id") if part in was} if was else {"role": "other"}
            )
            yield Change("put", "speakers", {"transcript_id": self.identity, "speaker": name, **who})
        if was:
            self.about_speakers.append(f"The speaker “{gone[0]}” is called “{new[0]}” now, and is who it was.")
        elif new:
            names = ", ".join(f"“{name or 'no name'}”" for name in new)
            self.about_speakers.append(
                f"New among the speakers: {names}. Say in 01, under “Who speaks”, who that is; until then it does not "
                "count."
            )

    def _took_over(self, gone: str, new: str) -> bool:
        """Whether one name stands wherever the other stood: the turns are the same."""
        one, other = (transcripts.speaker_turns(text)["speaker"].tolist() for text in (self.old, self.new))
        pairs = transcripts.same_turns(self.old, self.new).items()
        met = {(one[a - 1], other[b - 1]) for a, b in pairs if one[a - 1] == gone or other[b - 1] == new}
        return met == {(gone, new)}

    def _turns(self, rows: Sequence[dict[str, Any]]) -> Iterator[Change]:
        """Return the rows for turns that are the same ones, under the numbers they have now."""
        names = without_collisions({row["speaker"]: self._renumbered(row) for row in rows})
        moved = [row for row in rows if names[row["speaker"]]]
        for row in moved:
            if row["speaker"] not in names.values():
                yield Change("delete", "speakers", {name: row[name] for name in ("transcript_id", "speaker")})
        for row in moved:
            yield Change("put", "speakers", {**row, "speaker": names[row["speaker"]], "text_sha256": self.sha256})
        if rows:
            waiting = len(rows) - len(moved)
            after = f"; {waiting} {_wait(waiting)} {WHERE}" if waiting else ""
            counted = f"{len(moved)} of {count_of(len(rows), 'row')}"
            self.about_speakers.append(f"{counted} for turns name the same turns{after}.")

    def _renumbered(self, row: Mapping[str, Any]) -> str:
        text = self.texts.text(self.identity, str(row.get("text_sha256") or ""))
        return renumbered(row["speaker"], transcripts.same_turns(text, self.new)) if text is not None else ""

    def sentences(self) -> list[str]:
        """Return what a person should know, counts first."""
        same = _same(self.old, self.new)
        return [
            f"{self.identity} has a corrected text; {same}. The earlier one is kept.",
            *self._about_codings(),
            *self.about_speakers,
            *self._about_decisions(),
            "Ctrl+Z in 01 takes all of it back at once, as your last act.",
        ]

    def _about_codings(self) -> list[str]:
        total, stand = sum(self.kinds.values()), self.kinds["exact"] + self.kinds["moved"]
        if not total:
            return ["Nothing in it was coded."]
        counted = f"{stand} of {count_of(total, 'coding')} {'stands' if stand == 1 else 'stand'} on the same words"
        reasons = [f"{words} for {self.kinds[kind]}" for kind, words in _KINDS.items() if self.kinds[kind]]
        waiting = total - stand
        after = f"; {waiting} {_wait(waiting)} for you {WHERE}." if waiting else "."
        why = [f"Of those that wait, {', '.join(reasons)}. Until then nothing of them counts."] if waiting else []
        others = f"{count_of(self.other_speakers, 'coding')} of the same words stand in another speaker's turn now."
        return [counted + after, *why, *([others] if self.other_speakers else [])]

    def _about_decisions(self) -> list[str]:
        number = count_of(self.stale, "decision")
        return [f"{number} about differences no longer fit; 01 lists those differences again."] if self.stale else []


class _Speakers:
    """Who speaks at each place of a text."""

    def __init__(self, text: str) -> None:
        turns = transcripts.speaker_turns(text)
        self.starts, self.names = turns["start"].tolist(), turns["speaker"].tolist()

    def at(self, place: int) -> str:
        turn = bisect_right(self.starts, place) - 1
        return self.names[turn] if turn >= 0 else ""


def renumbered(speaker: str, turns: Mapping[int, int]) -> str:
    """Return the name of a row for turns under their new numbers; "" where they are not the same turns in a row.

    >>> renumbered("turns 12-13", {12: 14, 13: 15})
    'turns 14-15'
    """
    numbers = [turns.get(position, 0) for position in transcripts.turns_named(speaker)]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))) or not numbers[0]:
        return ""
    return f"turn {numbers[0]}" if len(numbers) == 1 else f"turns {numbers[0]}-{numbers[-1]}"


def _place(row: Mapping[str, Any], pair: tuple[str, str]) -> tuple[int, int]:
    start, end = (row.get(name) for name in pair)
    return (0, 0) if start is None or end is None or pd.isna(start) or pd.isna(end) else (int(start), int(end))


def _span(anchor: transcripts.Anchor) -> tuple[int, int]:
    return anchor.start, anchor.end


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"


def without_collisions(names: Mapping[str, str]) -> dict[str, str]:
    """Return the new names by the old ones, empty where one would take the place of a row that stays.

    >>> without_collisions({"turn 4": "turn 5", "turn 5": ""})
    {'turn 4': '', 'turn 5': ''}
    """
    wanting = defaultdict[str, list[str]](list)
    for old, new in names.items():
        wanting[new].append(old)
    staying = list(wanting[""])
    for old in staying:  # It grows on the way: a row that stays keeps its place from the one that would come there.
        staying += wanting.get(old, [])
    stays = set(staying)
    return {old: "" if old in stays else new for old, new in names.items()}


def _same(old: str, new: str) -> str:
    """Return in words how much is the same; never 100 % where a word differs."""
    share = transcripts.same_share(old, new)
    if "".join(old.split()) == "".join(new.split()):
        return "only its spaces and line breaks differ"
    if share == 1:
        return "its words are the same, some of its signs differ"
    return f"{min(99, round(100 * share))} % of its words are the same"
