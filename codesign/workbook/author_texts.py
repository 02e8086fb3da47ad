"""Texts that people typed into a proposal in Word, on their way into the study.

For each box there are three texts: the one the proposal was made with, the one in the file, and the one in the study
now. A box that nobody changed in the file changes nothing, however old the file is. One that was changed there alone is
taken in. Where the study's text changed as well, both are kept, and a person chooses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from codesign import coding, schemas
from codesign.errors import RefusedFile, StudyError
from codesign.phrases import listed
from codesign.workbook.origins import written_origin

if TYPE_CHECKING:
    from pathlib import Path

    from codesign.journal import Change
    from codesign.study import Study
    from codesign.word import Origin

ALL = "all"
"""How a person names all sectors, where a sector is asked for."""


@dataclass(frozen=True)
class TakingIn:
    """What a Word file brings for one sector: texts to take in, texts to choose from, and what is said of the others.

    `new` and `choices` are pairs of box and text.
    """

    file: str
    sector: str
    new: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.new or self.choices)

    @property
    def titles(self) -> list[str]:
        """The titles of the boxes with a text that the study does not have."""
        return [title(box) for box in dict.fromkeys(box for box, _ in (*self.new, *self.choices))]

    def changes(self, author: str) -> list[Change]:
        """Return the changes that take the texts in, signed by who wrote them."""
        from codesign.journal import Change

        beside = {"author": author, "written_on": date.today().isoformat()}  # noqa: DTZ011  the day on the wall
        offered = {**beside, "sector": self.sector, "file": self.file}
        return [
            *(
                Change("put", "author_texts", {"box": box, "sector": self.sector, "text": text, **beside})
                for box, text in self.new
            ),
            *(
                Change(
                    "put",
                    "text_choices",
                    {"choice_id": _choice_id(box, self.sector, text), "box": box, "text": text, **offered},
                )
                for box, text in self.choices
            ),
        ]


def origin_of(study: Study, root: Path, docx: bytes) -> Origin:
    """Return what a proposal was made from: by its own word, else by what the run wrote beside it; empty if neither.

    Raises
    ------
    RefusedFile
        where it was made from another study.
    """
    from codesign import word

    own = word.origin(docx)
    fingerprint = own.facts.get("fingerprint") or word.printed_fingerprint(docx)
    beside = written_origin(root / "outputs" / study.name, fingerprint)
    origin = replace(own, layout=beside.layout) if own else beside
    name, first = origin.facts.get("study", ""), origin.facts.get("journal", "")
    if origin and name != study.name and first not in study.folded().by_id:
        raise RefusedFile(
            f"This proposal was made from the study “{name}”, and this is {study.name}. Take it in there. "
            "Nothing was taken in."
        )
    return origin


def sector_of(study: Study, origin: Origin, asked: str) -> str | None:
    """Return the sector the texts of a proposal are for, or None where only a person can say.

    `asked` is the sector somebody gave, `all` for all of them; nothing where none was given.

    Raises
    ------
    StudyError
        where there is no such sector, or the proposal says another one.
    """
    sectors = coding.sectors(study.read())
    own = origin.facts.get("sector") if origin else None
    given = "" if asked == ALL and ALL not in sectors else asked or None
    if given and given not in sectors:
        raise StudyError(
            f"No interview of this study has the sector “{given}”; there are: {listed(sectors)}. Nothing was taken in."
        )
    if own is None:
        return "" if given is None and len(sectors) < 2 else given
    if own and own not in sectors:
        if given is None:
            raise StudyError(
                f"This proposal was made for the sector “{own}”, which this study does not have any more. Say which "
                f"one its texts are for: --sector {listed([*sorted(sectors), ALL], last='or')}. Nothing was taken in."
            )
        return given
    if given not in (None, own):
        raise StudyError(
            f"This proposal was made for {sector_words(own)}, not for {sector_words(given or '')}: leave --sector out. "
            "Nothing was taken in."
        )
    return own


def taking_in(study: Study, name: str, docx: bytes, origin: Origin, sector: str) -> TakingIn:
    """Return what a proposal edited in Word brings into a study, and a sentence on each box that brings nothing.

    Raises
    ------
    RefusedFile
        where the file cannot be read, or has no author box.
    """
    from codesign import word

    boxes = word.box_texts(docx)
    if origin.boxes.keys() - boxes.keys() and origin.layout.places:
        boxes = {**word.texts_by_place(docx, origin.layout), **boxes}
    if not boxes:
        raise RefusedFile(
            "No author box can be told in this file: it is no proposal of ours, or the program that saved it dropped "
            "the marks of the boxes, as Google Docs does. Copy the texts into workbook 06. Nothing was taken in."
        )
    past = _past(study, sector)
    merged = [_merged(box, texts, origin, past) for box, texts in boxes.items()]
    new = tuple(pair for one in merged for pair in one.new)
    choices = tuple(pair for one in merged for pair in one.choices)
    return TakingIn(name, sector, new, choices, tuple(_sentences(merged, origin, boxes)))


def choices(tables: schemas.Tables) -> list[dict[str, Any]]:
    """Return the boxes with two texts: the study's own, and another that came back in a Word file."""
    return [
        {
            "choice": row["choice_id"],
            "box": row["box"],
            "title": title(row["box"]),
            "sector": row["sector"],
            "ours": _signed(_texts_now(tables, row["sector"]).get(row["box"], {})),
            "other": {**_signed(row), "file": row["file"]},
        }
        for row in schemas.records(tables["text_choices"])
    ]


def _signed(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(row.get(name, "")) for name in ("text", "author", "written_on")}


def _texts_now(tables: schemas.Tables, sector: str) -> dict[str, Mapping[str, Any]]:
    """Return the rows of the texts a run for a sector shows, by box: its own before those for all."""
    texts = schemas.records(tables["author_texts"].sort_values("sector", kind="stable"))
    return {row["box"]: row for row in texts if row["sector"] in ("", sector)}


def title(box: str) -> str:
    """Return what people call a box."""
    from codesign.proposal import ASKED

    return ASKED[box].title if box in ASKED else box


def sector_words(sector: str) -> str:
    """Return a sector as a sentence names it."""
    return sector or "all sectors"


# the three texts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Past:
    """The texts of a study for one sector: those of now by box, and the marks of all there ever were, by box."""

    sector: str
    now: Mapping[str, str]
    ever: Mapping[str, Collection[str]]
    offered: Collection[str]


@dataclass(frozen=True)
class _Merged:
    """What becomes of one box: `state` is new, both, unsure, earlier, emptied or same."""

    box: str
    state: str
    new: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


def _past(study: Study, sector: str) -> _Past:
    from codesign import word

    now = {box: str(row["text"]) for box, row in _texts_now(study.read(), sector).items()}
    ever: dict[str, set[str]] = {box: {word.box_mark(box, text)} for box, text in now.items()}
    offered: set[str] = set()
    folded = study.folded()
    for one in folded.operations:
        if one.op != "put" or one.group in folded.undone:
            continue
        if one.table == "author_texts" and "text" in one.fields:
            key = schemas.key_fields(one.table, one.row)
            if key["sector"] in ("", sector):
                ever.setdefault(key["box"], set()).add(word.box_mark(key["box"], one.fields["text"]))
        elif one.table == "text_choices":
            offered.add(one.row)  # a choice that was made stays made, although its row is gone
    return _Past(sector, now, ever, offered)


def _merged(box: str, texts: Sequence[str], origin: Origin, past: _Past) -> _Merged:
    from codesign import word

    now, ever = past.now.get(box, ""), past.ever.get(box, set())
    mark, base = word.box_mark(box, now), origin.boxes.get(box)
    marks = {text: word.box_mark(box, text) for text in texts if text}
    changed = [text for text, one in marks.items() if one != base and (base is not None or one not in ever)]
    fresh = [text for text in changed if marks[text] != mark]
    if not marks and now and base not in (None, word.box_mark(box, "")):
        return _Merged(box, "emptied")
    if not fresh:
        return _Merged(box, "same")
    if not now or mark == base:
        first, *others = fresh
        return _Merged(box, "both" if others else "new", ((box, first),), tuple((box, text) for text in others))
    waiting = [
        text for text in fresh if marks[text] not in ever and _choice_id(box, past.sector, text) not in past.offered
    ]
    if not waiting:
        return _Merged(box, "earlier")
    return _Merged(box, "both" if base is not None else "unsure", (), tuple((box, text) for text in waiting))


def _choice_id(box: str, sector: str, text: str) -> str:
    """Return the id of a choice: the same text offered twice, or on two computers, is one choice."""
    from codesign import word

    of = json.dumps([box, sector, word.box_mark(box, text)])
    return f"choice-{hashlib.sha256(of.encode()).hexdigest()[:16]}"


# sentences ------------------------------------------------------------------------------------------------

_SENTENCES = {
    "new": "Taken in: {}.",
    "both": "Written in this file and, since it was made, in the study too: {}. Both texts are there: "
    "choose in workbook 06.",
    "unsure": "The file does not say with which texts it was made, so it cannot be told whether the study's own was "
    "written before or after: {}. Both texts are there: choose in workbook 06.",
    "earlier": "Taken in before, and changed or decided in the study since: {}. Nothing changes there.",
    "emptied": "Empty in this file: {}. The study keeps its text; empty it in workbook 06 if it should go.",
}
_MISSING = "Not in this file any more: {}. The study keeps its text."


def _sentences(merged: Sequence[_Merged], origin: Origin, boxes: Collection[str]) -> Iterable[str]:
    for state, sentence in _SENTENCES.items():
        titles = [title(one.box) for one in merged if one.state == state]
        if titles:
            yield sentence.format("; ".join(titles))
    missing = [title(box) for box in origin.boxes if box not in boxes]
    if missing:
        yield _MISSING.format("; ".join(missing))
    if all(one.state == "same" for one in merged):
        yield "No box of this file was changed: nothing to take in."
