"""Codes and codings of other programs, once each coding has its place in a transcript of the study."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codesign import coding, schemas
from codesign.errors import StudyDataError
from codesign.intake.joined_codes import Incoming, Joined, joined
from codesign.intake.received import Received
from codesign.intake.study_tables import coding_id
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.study.files import write_once
from codesign.study.folder import Study
from codesign.study.person import slug

SHOWN = 5
PLACED = ("transcript_id", "start", "end", "code_id", "coder")


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


def import_codes(study: Study, codes: Sequence[Incoming], more: Sequence[str]) -> list[str]:
    """Save the codes of a codebook and return what a person should know, `more` at the end."""
    together = joined(schemas.records(study.folded().table("codes")), codes)
    study.save(together.changes)
    return [*_summary_first(together), *more]


def code_names(study: Study) -> set[str]:
    """Return the names of the codes a study has."""
    return set(study.folded().table("codes")["name"])


def import_codings(study: Study, codes: Sequence[Incoming], placed: Sequence[Placed]) -> list[str]:
    """Save codes and codings as one act and return what a person should know."""
    together = joined(schemas.records(study.folded().table("codes")), codes)
    before = set(study.folded().table("codings")["coding_id"])
    changes, differing, unlike = _coding_changes(study, together.ids, placed)
    study.save([*together.changes, *changes])
    ids = {change.row["coding_id"] for change in changes}
    new = len(ids - before)
    sentences = [f"{count_of(len(ids), 'coding')}: {new} new, {len(ids) - new} that were here."]
    if len(ids) < len(placed):
        sentences.append(f"Joined with them: {len(placed) - len(ids)} more of the same code on the same words.")
    if unlike:
        sentences.append(f"{unlike} of them came with more than one polarity; the first other than “supports” stays.")
    if differing:
        sentences.append(
            f"{differing} of them {'has' if differing == 1 else 'have'} another memo or polarity here; ours stays."
        )
    return [*sentences, *_summary_first(together), *_uncounted(study, ids)]


def keep(study: Study, received: Received) -> None:
    """Keep the file as it was received, so that whatever the workbook has no place for is not lost."""
    stem = slug(Path(received.name).stem) or "received"
    name = f"{stem}-{received.sha256[:8]}{received.ending}"
    write_once(study.folder / "sources" / name, received.content)


def _coding_changes(study: Study, ids: dict[str, str], placed: Sequence[Placed]) -> tuple[list[Change], int, int]:
    """Return one change for each place, code and coder, and how many differ from what is here, and among each other."""
    codings = schemas.records(study.folded().table("codings"))
    there, named = {_key(row): row for row in codings}, {row["coding_id"]: row for row in codings}
    marks = study.versions().marks
    rows: dict[str, dict[str, Any]] = {}
    unlike: set[str] = set()
    differing = 0
    for one in placed:
        mark = marks.get(one.transcript_id, "") if one.text_sha256 is None else one.text_sha256
        key = (one.transcript_id, one.start, one.end, ids[one.code], one.coder, mark)
        here = there.get(key)
        stated = {"polarity": one.polarity, "memo": one.memo}
        if here is not None:
            differing += any(value not in ("", "supports", here[name]) for name, value in stated.items())
            stated = {name: value for name, value in stated.items() if here[name] in ("", value)}
        identity = str(here["coding_id"]) if here else coding_id(*key)
        if here is None and identity in named:  # It came in before, and moved since with a corrected text.
            rows.setdefault(identity, {"coding_id": identity})
            continue
        row = dict(zip((*PLACED, "text_sha256"), key, strict=True))
        earlier = rows.get(identity, {})
        if here is None and earlier.get("polarity", one.polarity) != one.polarity:
            unlike.add(identity)
        rows[identity] = {"coding_id": identity, **row, **earlier, **stated, **_both(earlier, stated)}
    return [Change("put", "codings", row) for row in rows.values()], differing, len(unlike)


def _both(earlier: dict[str, Any], stated: dict[str, str]) -> dict[str, str]:
    """Return what two rows say of one coding: both memos, and the first polarity that is more than the default."""
    memos = dict.fromkeys(part for part in (earlier.get("memo", ""), stated.get("memo", "")) if part)
    polarities = [earlier.get("polarity", ""), stated.get("polarity", "")]
    polarity = next((one for one in polarities if one not in ("", "supports")), "supports")
    both = {"memo": "\n\n".join(memos), "polarity": polarity}
    return {name: value for name, value in both.items() if name in stated}


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
    sentence = f"{number} of them {counts} nowhere: words of an interviewer, or of nobody who is a participant."
    return [sentence] if number else []


def _summary_first(together: Joined) -> list[str]:
    return sorted(together.sentences, key=lambda sentence: not re.match(r"\d+ codes: ", sentence))
