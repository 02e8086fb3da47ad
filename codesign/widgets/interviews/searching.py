"""Search across all interviews, and one code put on everything found, in one act with one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

import pandas as pd

from codesign import transcripts
from codesign.journal import Change
from codesign.widgets.interviews.parts import Part
from codesign.widgets.screen import Message, Refused, Row, rows_of

MOST = 300
"""Places that are shown and can be coded at once; more than anybody would read through."""
PLACE = ("transcript_id", "start", "end", "code_id", "coder")
TOO_SHORT = "Write at least two letters to look for parts of words."
NOTHING = "No interview has these words. Accents count; * at the end of a word stands for any ending."


class Searching(Part):
    """Finds words in every interview, and puts a code on the passages a person chose among what was found."""

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """The act: code_all."""
        return {"code_all": self._code_all}

    @property
    def asks(self) -> Mapping[str, Callable[[Message], None]]:
        """The question: search."""
        return {"search": self._search}

    def _search(self, message: Message) -> None:
        self.panel.send({"type": "found", "number": message.get("number"), **self._passages(message)})

    def _passages(self, message: Message) -> Message:
        words, whole = " ".join(str(message.get("words", "")).split()), not message.get("parts")
        if not whole and 0 < len(words) < 2:
            return {"passages": [], "total": 0, "said": TOO_SHORT}
        hits = transcripts.find_words(
            self.panel.texts,
            self.panel.tables["segments"],
            words,
            whole_words=whole,
            in_one_sentence=bool(message.get("sentence")),
            interviewers=bool(message.get("interviewers")),
        )
        reach = str(message.get("reach"))
        passages = transcripts.passages_around(hits.head(MOST), self.panel.texts, _reach(reach))
        rows = rows_of(passages)
        own = self._own({row["transcript_id"] for row in rows})
        return {
            "passages": [self._shown(row, own.get(row["transcript_id"], [])) for row in rows],
            "total": len(hits),
            "said": _sentence(hits, len(rows)) if words else "",
        }

    def _own(self, interviews: Iterable[str]) -> dict[str, list[Row]]:
        own = dict[str, list[Row]]()
        for row in self.panel.codings.values():
            if row["coder"] == self.panel.person and row["transcript_id"] in interviews:
                own.setdefault(row["transcript_id"], []).append(row)
        return own

    def _shown(self, row: Row, own: Iterable[Row]) -> Row:
        """Return a passage as the page has it: its place, its words with the hits marked, the codes it has."""
        name, text = row["transcript_id"], self.panel.texts[row["transcript_id"]]
        units, marks = self.panel.units(name), row["marks"]
        first, last = marks[0][0], max(end for _, end in marks)
        pieces, hidden = transcripts.excerpt(text, (row["sentence_start"], row["sentence_end"]), marks)
        codes = sorted({one["code_id"] for one in own if one["start"] <= first and last <= one["end"]})
        return {"transcript": name, "start": units.out(row["start"]), "end": units.out(row["end"]), "pieces": pieces,
                "hidden": hidden, "codes": codes, "check": _check(text[row["start"] : row["end"]])}  # fmt: skip

    # coding all ---------------------------------------------------------------------------------------

    def _code_all(self, message: Message) -> Message:
        """Put one code on many passages, as one act; those that have it already stay as they are."""
        code = str(message["code"])
        if code not in set(self.panel.tables["codes"]["code_id"]):
            raise Refused(f"Not saved: the code “{code}” is no longer in the codebook. Choose another one.")
        wanted = [
            self._coding(passage, code, str(message.get("polarity") or "supports")) for passage in message["passages"]
        ]
        there = {tuple(row[name] for name in PLACE) for row in self.panel.codings.values()}
        new = [row for row in wanted if tuple(row[name] for name in PLACE) not in there]
        name = self.panel.code_name(code)
        if not new:
            return self.panel.answer("", f"All of these passages already have {name}.")
        saved = self.panel.save(*(Change("put", "codings", row) for row in new))
        return self.panel.answer(saved.at, _coded(len(new), len(wanted) - len(new), name, saved.at))

    def _coding(self, passage: Any, code: str, polarity: str) -> Row:
        name = str(passage["transcript"])
        if name not in set(self.panel.tables["transcripts"]["transcript_id"]):
            raise Refused(f"Not saved: the interview {name} is no longer in the study.")
        start, end = self.panel.passage(name, passage["start"], passage["end"])
        if _check(self.panel.texts[name][start:end]) != passage["check"]:
            raise Refused(f"Not saved: the words of {name} have changed. Search again; nothing was coded.")
        return self.panel.new_coding(name, start, end, code, polarity)


def _reach(asked: str) -> transcripts.Reach:
    allowed: tuple[transcripts.Reach, ...] = get_args(transcripts.Reach)
    return next((reach for reach in allowed if reach == asked), "sentence")


def _check(words: str) -> str:
    """Return a few letters that tell whether a passage still has the same words."""
    return transcripts.sha256_of(words)[:12]


def _sentence(hits: pd.DataFrame, passages: int) -> str:
    if hits.empty:
        return NOTHING
    interviews = hits["transcript_id"].nunique()
    where = f"in {interviews} interview{'' if interviews == 1 else 's'}"
    if len(hits) > MOST:
        return (
            f"Found in {len(hits):,} places {where}. The first {MOST} are shown and can be coded, in {passages} "
            "passages; search for more words to find fewer."
        )
    return f"{passages} passage{'' if passages == 1 else 's'} {where}."


def _coded(new: int, skipped: int, name: str, at: str) -> str:
    had = f" {skipped} had it already." if skipped else ""
    return f"{new} passage{'' if new == 1 else 's'} coded {name}; saved {at}.{had} Ctrl and Z takes them all back."
