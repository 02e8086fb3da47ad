"""Coded passages and codebooks as other programs' spreadsheets have them, such as Taguette's highlights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from codesign import refi, schemas, spreadsheets, transcripts
from codesign.errors import RefusedFile
from codesign.intake.headings import CODE_NAMES, CODING_NAMES, Columns, are_enough, chosen_columns
from codesign.intake.joined_codes import Incoming, nested, tag_above
from codesign.intake.placed import SHOWN, Placed, code_names, import_codes, import_codings, keep
from codesign.intake.received import Kind, Received
from codesign.phrases import count_of
from codesign.refi import CodeNote, Mark
from codesign.study.folder import Study

Cells = Mapping[str, str]
_PATH = re.compile(r"\s+[>›]\s+|\\")
_SEVERAL = ("codes", "tags", "codes applied combined")
_DOTTED = ("tag", "path")
LEAST_WORDS = 8
"""How long words have to be to tell in which interview they stand."""
SURE_LEAD = 2
LINES = 20


def import_coded(study: Study, received: Received, given: Columns) -> list[str]:
    """Bring coded passages or a codebook in from a spreadsheet and return what a person should know.

    `given` names columns of the file, such as {"quote": "Content"}, or {"name": "Label"} for a codebook; others are
    recognised. RefusedFile tells why nothing came in.
    """
    read = _read(study, received, given)
    if isinstance(read, _Codebook):
        return [read.read_as, *import_codes(study, read.codes, read.sentences)]
    keep(study, received)
    return [read.read_as, *import_codings(study, list(read.codes.values()), read.placed), *read.sentences]


def preview_coded(study: Study, received: Received, given: Columns) -> list[str]:
    """Return what `import_coded` would bring in, with its first rows; nothing is written."""
    read = _read(study, received, given)
    return [read.read_as, *_first_rows(read), *read.sentences]


def _first_rows(read: _Coded | _Codebook) -> list[str]:
    if isinstance(read, _Codebook):
        shown = [
            f"“{one.name[:60]}”{': ' + one.note.definition[:80] if one.note.definition else ''}"
            for one in read.codes[:SHOWN]
        ]
        return [f"{count_of(len(read.codes), 'code')}, such as:", *shown]
    shown = [_shown(one, read.codes, read.texts) for one in read.placed[:SHOWN]]
    return [f"{count_of(len(read.placed), 'coding')} with {count_of(len(read.codes), 'code')}, such as:", *shown]


def _shown(one: Placed, codes: Mapping[str, Incoming], texts: Mapping[str, str]) -> str:
    words = " ".join(texts[one.transcript_id][one.start : one.end].split())
    return f"{one.transcript_id} {one.start} to {one.end}, {codes[one.code].name}, by {one.coder}: “{words[:60]}”"


def _read(study: Study, received: Received, given: Columns) -> _Coded | _Codebook:
    """Return what a table holds, each row with its place; RefusedFile where that cannot be told, or no row has one."""
    name, columns = received.name, received.headings
    rows = [{heading: _typed(cell) for heading, cell in row.items()} for row in received.rows]
    if received.kind_by(given) is Kind.CODEBOOK:
        chosen = chosen_columns(columns, given, CODE_NAMES)
        if "name" not in chosen:
            raise RefusedFile(f"{name} is not understood: a codebook needs a column of names. Nothing was changed.")
        codes, sentences = _codebook(rows, chosen)
        if chosen["name"].casefold() in _DOTTED:
            codes = nested(codes, code_names(study))
        return _Codebook(_read_as(rows, chosen, "a codebook", "name=Label,definition=Meaning"), codes, sentences)
    chosen = chosen_columns(columns, given, CODING_NAMES)
    if not are_enough(chosen):
        raise RefusedFile(
            f"{name} is not understood: it needs a column of codes, and one of quotes or two of positions. Its columns "
            f"are {', '.join(columns) or 'none'}. Say which is which: --columns quote=Content,code=Tag"
        )
    read_as = _read_as(rows, chosen, "coded passages", "quote=Content,code=Tag")
    coded = _Coded(study, _passages(rows, chosen), read_as, chosen["code"].casefold() in _DOTTED)
    if not coded.placed:
        raise RefusedFile("\n".join([f"No row of {name} came in. {read_as}", *coded.sentences]))
    return coded


# how it was read ----------------------------------------------------------------------------------------


def _read_as(rows: Sequence[Cells], chosen: Columns, things: str, example: str) -> str:
    read = ", ".join(
        ours if ours == theirs.casefold() else f"{ours} from “{theirs}”" for ours, theirs in chosen.items()
    )
    first = "; ".join(f"{ours} “{rows[0].get(theirs, '')[:40]}”" for ours, theirs in chosen.items())
    aside = [column for column in rows[0] if column not in chosen.values()]
    unread = f" Not read: {', '.join(aside)}." if aside else ""
    return f"Read as {things}: {read}.{unread} The first row: {first}. If that is wrong: --columns {example}"


def _typed(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it as a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(spreadsheets.FORMULA) else cell


# codings ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Passage:
    """A row of a file: the line it stands in, and its cells by our names."""

    line: int
    cells: Cells
    has_several: bool = False

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def mark(self) -> Mark | None:
        """Where the row says that it stands, if it does."""
        places = [self[name].removesuffix(".0") for name in ("start", "end")]
        if not all(re.fullmatch(r"-?\d+", at) for at in places):
            return None
        return Mark(int(places[0]), int(places[1]), self.quote)

    @property
    def quote(self) -> str:
        """The words, without the mark of a cell that was cut."""
        return self["quote"].removesuffix(spreadsheets.CONTINUES)


def _passages(rows: Sequence[Cells], chosen: Columns) -> list[_Passage]:
    several = chosen["code"].casefold() in _SEVERAL
    return [
        _Passage(line, {ours: row.get(theirs, "") for ours, theirs in chosen.items()}, several)
        for line, row in enumerate(rows, start=2)
    ]


@dataclass
class _Coded:
    """What becomes of the rows of a file: codings with a place, the codes they name, and what did not come in."""

    study: Study
    rows: Sequence[_Passage]
    read_as: str
    has_dots: bool = False
    placed: list[Placed] = field(default_factory=list)
    codes: dict[str, Incoming] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.texts = self.study.texts()
        self.codebook = schemas.records(self.study.folded().table("codes"))
        self.tags = _tags(self.codebook) | {row["code"]: [] for row in self.rows} if self.has_dots else {}
        for document in dict.fromkeys(row["transcript"] for row in self.rows):
            self._document(document, [row for row in self.rows if row["transcript"] == document])
        self._tell_of_lost()
        self._tell_of_polarities()

    def _tell_of_lost(self) -> None:
        uncoded = [row.line for row in self.rows if not row["code"].strip()]
        if uncoded:
            self.sentences.append(f"{count_of(len(uncoded), 'row')} without a code did not come in: {_lines(uncoded)}.")
        if self.lost:
            more = [f"and {count_of(len(self.lost) - SHOWN, 'more row')}"] if len(self.lost) > SHOWN else []
            self.sentences.append(
                f"{count_of(len(self.lost), 'row')} did not come in: {'; '.join([*self.lost[:SHOWN], *more])}."
            )

    def _tell_of_polarities(self) -> None:
        others = [row for row in self.rows if row["polarity"] and row["polarity"].casefold() not in schemas.POLARITIES]
        if others:
            self.sentences.append(
                f"The polarity is none of {', '.join(schemas.POLARITIES)}, such as “{others[0]['polarity'][:40]}”, in "
                f"{_lines([row.line for row in others])}; these codings are kept as “supports”."
            )

    def _document(self, document: str, rows: Sequence[_Passage]) -> None:
        transcript = self._transcript(document, rows)
        if not transcript:
            self.sentences.append(_no_transcript(document, _lines([row.line for row in rows])))
            return
        for row, place in zip(rows, self._places(transcript, rows), strict=True):
            if not row["code"].strip():
                continue
            if place is None:
                self.lost.append(f"line {row.line} {self._why(transcript, row)}")
                continue
            codes = self._codes(row)
            polarity = row["polarity"].casefold() if row["polarity"].casefold() in schemas.POLARITIES else "supports"
            who = row["coder"] or self.study.person
            self.placed += [Placed(transcript, *place, code, who, polarity, row["memo"]) for code in codes]

    def _transcript(self, document: str, rows: Sequence[_Passage]) -> str:
        """Return the transcript a name means: its id, its file, or the one in which most of the passages stand."""
        names = {one.casefold(): one for one in self.texts}
        for row in schemas.records(self.study.folded().table("transcripts")):
            names.setdefault(row["original"].casefold(), row["transcript_id"])
        named = names.get(document.casefold()) or names.get(Path(document).stem.casefold())
        if named in self.texts:
            return str(named)
        telling = [row.quote for row in rows if len(row.quote) >= LEAST_WORDS]
        standing = Counter(one for one, text in self.texts.items() for quote in telling if quote in text)
        best = standing.most_common(2)
        if not best or best[0][1] * 2 <= len(telling) or [number for _, number in best] == [best[0][1]] * 2:
            return ""
        named = f"“{document}”" if document else "What names no document"
        self.sentences.append(f"{named} is taken as {best[0][0]}: {best[0][1]} of {len(telling)} passages stand there.")
        return best[0][0]

    def _places(self, transcript: str, rows: Sequence[_Passage]) -> list[tuple[int, int] | None]:
        """Return where each row stands: by its positions where they hold the words it has, else by the words."""
        text = self.texts[transcript]
        marks = [row.mark for row in rows]
        counted = refi.settled(text, [mark for mark in marks if mark], lead=SURE_LEAD)
        if counted.with_words and counted.named * 2 < counted.with_words:
            self.sentences.append(f"{transcript}: the positions do not lead to the words beside them; the words count.")
            return [_by_words(text, row.quote) for row in rows]
        if str(counted.convention) != str(refi.Convention()) and counted.places:
            self.sentences.append(f"{transcript}: positions counted as {counted.convention}.")
        places = iter(counted.places)
        return [
            _checked(text, row.quote, next(places) if mark else None) for row, mark in zip(rows, marks, strict=True)
        ]

    def _why(self, transcript: str, row: _Passage) -> str:
        times = len(transcripts.find_quote(self.texts[transcript], row.quote)) if row.quote else 0
        if times > 1:
            return f"(“{row.quote[:40]}”) stands {times} times in {transcript}"
        mark = row.mark
        where = f" {mark.start} to {mark.end}" if mark else f" “{row.quote[:40]}”"
        return f"is no passage of {transcript}:{where}"

    def _codes(self, row: _Passage) -> list[str]:
        """Return the keys of the codes a row names; a path such as “Skills > Welding” names the codes above too."""
        cell = row["code"].strip()
        parts = self._parts(cell) if row.has_several else [cell]
        return [self._code(part) for part in parts if part]

    def _parts(self, cell: str, separators: Sequence[str] = (r"[;|\n]", ",")) -> list[str]:
        """Return the names in a cell; the name of a code stays whole, although it has a comma of its own."""
        if not separators or self._is_a_code(cell):
            return [cell]
        pieces = [piece.strip() for piece in re.split(separators[0], cell)]
        return [part for piece in pieces for part in self._parts(piece, separators[1:])]

    def _is_a_code(self, cell: str) -> bool:
        return any(cell in (code["code_id"], code["name"]) for code in self.codebook)

    def _code(self, cell: str) -> str:
        parts = [cell] if self._is_a_code(cell) else self._path(cell)
        above = ""
        for depth, part in enumerate(parts or [cell]):
            key = " > ".join(parts[: depth + 1]) or cell
            is_id = any(part == code["code_id"] for code in self.codebook)
            note = CodeNote(code_id=part if is_id else "")
            self.codes.setdefault(key, Incoming(key, " ".join(part.split()), above, note))
            above = key
        return above

    def _path(self, cell: str) -> list[str]:
        """Return the names from the top down; a dot in a tag of Taguette divides where what is before it is a tag."""
        if self.tags.get(cell):
            return self.tags[cell]
        above = tag_above(cell, self.tags)
        if above:
            return [*self._path(above), cell[len(above) + 1 :].strip()]
        return [part.strip() for part in _PATH.split(cell) if part.strip()]


def _tags(codes: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Return the names of each code of a study from the top down, by its name as a tag."""
    by_id = {code["code_id"]: code for code in codes}
    tags: dict[str, list[str]] = {}
    for code in codes:
        names, above = [code["name"]], by_id.get(code["parent_id"])
        while above is not None and len(names) <= len(codes):
            names, above = [above["name"], *names], by_id.get(above["parent_id"])
        tags[".".join(names)] = names
    return tags


def _no_transcript(document: str, lines: str) -> str:
    if not document:
        return (
            f"Nothing says which interview {lines} {'are' if ' ' in lines[5:] else 'is'} of, so nothing of that came "
            "in. Say which column does: --columns transcript=File"
        )
    return (
        f"“{document}” is no transcript of the study, so {lines} did not come in. Import the interview first, then "
        "this file again. If it is here under another name, write its id into the file, such as INT-01."
    )


def _lines(numbers: Sequence[int]) -> str:
    """Return the lines of a file in words, such as "line 4" or "lines 4, 5, 6 and 9 more"."""
    more = f" and {len(numbers) - LINES} more" if len(numbers) > LINES else ""
    return f"line{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers[:LINES]))}{more}"


def _by_words(text: str, quote: str) -> tuple[int, int] | None:
    """Return the one place where words stand; None where there is none, or more than one."""
    first, last = (transcripts.nearest_quote(text, quote, near=near) for near in (0, len(text)))
    return first[:2] if quote and first and last and first[:2] == last[:2] else None


def _checked(text: str, quote: str, place: tuple[int, int] | None) -> tuple[int, int] | None:
    if place is not None and (not quote or refi.holds(text, place, quote)):
        return place
    return _by_words(text, quote)


@dataclass(frozen=True)
class _Codebook:
    """The codes of a file, and what a person should know of them."""

    read_as: str
    codes: Sequence[Incoming]
    sentences: Sequence[str]


# codebooks --------------------------------------------------------------------------------------------


def _codebook(rows: Sequence[Cells], chosen: Columns) -> tuple[list[Incoming], list[str]]:
    codes: dict[str, Incoming] = {}
    sentences: list[str] = []
    cells = [{ours: row.get(theirs, "") for ours, theirs in chosen.items()} for row in rows]
    keys = {
        row[name]: f"line {line}"
        for name in ("name", "code_id")
        if name in chosen
        for line, row in reversed(list(enumerate(cells, start=2)))
        if row[name]
    }
    for line, row in enumerate(cells, start=2):
        name, parent = row["name"] or row.get("code_id", ""), row.get("parent", "")
        if not name:
            sentences.append(f"Line {line} has no name and did not come in.")
            continue
        if parent and parent not in keys:
            codes[parent] = Incoming(parent, parent, "", CodeNote(code_id=parent if "code_id" in chosen else ""))
        note = CodeNote(**{part: row.get(part, "") for part in CodeNote.__dataclass_fields__})
        codes[f"line {line}"] = Incoming(f"line {line}", " ".join(name.split()), keys.get(parent, parent), note)
    return list(codes.values()), sentences
