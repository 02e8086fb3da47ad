"""Codes suggested for selected words: an offer with its reasons, and an answer that is kept; never put on unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set

from codesign import transcripts
from codesign.journal import Change, new_id
from codesign.widgets.interviews.learner import Learner, Lesson
from codesign.widgets.interviews.parts import Panel, Part
from codesign.widgets.screen import Message, Refused, Row, rows_of

MOST = 3
ENOUGH_NEW = 5
SHARE_NEW = 0.05
"""Codings that must have come or gone before it is learned again: five, or one in twenty."""
SAME_WORDS = 0.5
"""Two passages are the same for an answer where they share more than half of all the words of both."""
SHORT = 70
LEARNING = "Suggestions are being learned from your codings."
ONLY_RESPONDENTS = "Only what respondents say gets suggestions."
NOTHING = "Nothing is suggested for these words."


class Suggesting(Part):
    """Suggests codes for a passage, and keeps what the person says to them."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self.learner = Learner()
        self._shown: set[tuple[str, int, int, str]] = set()
        self._answers: set[str] = set()

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """The acts: accept puts the code on and keeps the answer, in one; refuse keeps the answer."""
        return {"accept": self._accept, "refuse": self._refuse}

    @property
    def asks(self) -> Mapping[str, Callable[[Message], None]]:
        """The questions: suggest, for some words; learn, while the person pauses."""
        return {"suggest": self._suggest, "learn": self._learn_if_due}

    def acting(self) -> None:
        """Let the learning rest while something is saved."""
        self.learner.give_way()

    def _learn_if_due(self, message: Message) -> None:
        lesson, others = self.learner.lesson, self._others_in(str(message.get("transcript") or ""))
        if lesson is None or self._is_due(lesson, others):
            codings = [row for identity, row in self.panel.codings.items() if identity not in others]
            self.learner.start(self.panel.tables, codings, self.panel.texts)

    def _is_due(self, lesson: Lesson, others: Set[str]) -> bool:
        changed = len(lesson.learned_from ^ (self.panel.codings.keys() - others))
        is_new_book = set(self.panel.tables["codes"]["code_id"]) != lesson.codebook
        many = changed >= max(ENOUGH_NEW, SHARE_NEW * len(lesson.learned_from))
        return is_new_book or many or _leads(lesson, others)

    def _others_in(self, transcript: str) -> Set[str]:
        """Return the codings that other people put on an interview: learned from, they would lead a second coder."""
        return {
            identity
            for identity, row in self.panel.codings.items()
            if row["transcript_id"] == transcript and row["coder"] != self.panel.person
        }

    # suggesting ---------------------------------------------------------------------------------------

    def _suggest(self, message: Message) -> None:
        lesson = self._lesson_for(str(message["transcript"]))
        if lesson is None and not self.learner.trouble:
            self._learn_if_due(message)
        self.panel.send({"type": "suggestions", "name": message.get("name"), **self._offer(message)})

    def _lesson_for(self, transcript: str) -> Lesson | None:
        """Return what was learned, unless it would lead this person to what others coded in this interview."""
        lesson = self.learner.lesson
        return None if lesson is None or _leads(lesson, self._others_in(transcript)) else lesson

    def _offer(self, message: Message) -> Message:
        transcript = str(message["transcript"])
        lesson, trouble = self._lesson_for(transcript), self.learner.trouble
        if lesson is None:
            return {"rows": [], "waits": not trouble, "said": trouble or LEARNING}
        try:
            start, end = self.panel.passage(transcript, message["start"], message["end"])
        except Refused as refused:
            return {"rows": [], "waits": False, "said": str(refused)}
        if not self._is_answer(transcript, start, end):
            return {"rows": [], "waits": False, "said": ONLY_RESPONDENTS}
        rows = self._rows(lesson, transcript, start, end)
        self._shown |= {(transcript, start, end, str(row["code"])) for row in rows}
        return {
            "rows": rows,
            "waits": False,
            "said": " ".join(filter(None, ("" if rows else NOTHING, lesson.measure, self._tally()))),
        }

    def _rows(self, lesson: Lesson, transcript: str, start: int, end: int) -> list[Row]:
        """Return the codes to offer: not those the person put on or refused here, nor any that is gone."""
        without = self._settled(transcript, start, end)
        codebook = set(self.panel.tables["codes"]["code_id"])
        offered = lesson.suggester.suggest(self.panel.texts[transcript][start:end], MOST + len(without))
        fitting = [row for row in rows_of(offered) if row["code"] in codebook - without][:MOST]
        return [
            {"code": row["code"], "why": _why(row, lesson), "position": place, "score": round(row["score"], 4)}
            for place, row in enumerate(fitting, start=1)
        ]

    def _is_answer(self, transcript: str, start: int, end: int) -> bool:
        met = self.panel.turns_met(transcript, start, end)
        return met.empty or bool((met["role"] == "respondent").any())

    def _settled(self, transcript: str, start: int, end: int) -> set[str]:
        """Return the codes this person has on these words already, or refused for them."""
        coded = (row for row in self.panel.codings.values() if row["coder"] == self.panel.person)
        places: Iterable[Row] = [*coded, *(row for row in self._answered("refused") if self._still_stands(row))]
        return {
            str(row["code_id"]) for row in places if row["transcript_id"] == transcript and _is_same(row, start, end)
        }

    def _answered(self, answer: str) -> list[Row]:
        table = self.panel.tables["suggestion_answers"]
        return rows_of(table[(table["person"] == self.panel.person) & (table["answer"] == answer)])

    def _still_stands(self, row: Row) -> bool:
        words = self.panel.texts.get(row["transcript_id"], "")[row["start"] : row["end"]]
        return bool(row["quote_sha256"] == transcripts.sha256_of(words))

    def _tally(self) -> str:
        """Return how many of the suggestions shown were accepted, and of all that were ever answered."""
        table = self.panel.tables["suggestion_answers"]
        accepted = table[table["answer"] == "accepted"]
        here = int(accepted["answer_id"].isin(self._answers).sum())
        own = f"You accepted {here} of {len(self._shown)} shown here" if self._shown else ""
        ever = f"{len(accepted)} of {len(table)} answered so far by the team were accepted" if len(table) else ""
        return "; ".join(filter(None, (own, ever))) + "." if own or ever else ""

    # answers ------------------------------------------------------------------------------------------

    def _accept(self, message: Message) -> Message:
        answer = self._answer(message, "accepted")
        row = self.panel.new_coding(
            answer["transcript_id"],
            answer["start"],
            answer["end"],
            answer["code_id"],
            str(message.get("polarity") or "supports"),
        )
        name = self.panel.code_name(row["code_id"])
        if any(_is_there(row, other) for other in self.panel.codings.values()):
            return self.panel.answer("", "This passage already has this code.")
        saved = self.panel.save(Change("put", "codings", row), Change("put", "suggestion_answers", answer))
        self._answers.add(answer["answer_id"])
        return self.panel.answer(saved.at, f"{name} put on, as suggested; saved {saved.at}")

    def _refuse(self, message: Message) -> Message:
        answer = self._answer(message, "refused")
        saved = self.panel.save(Change("put", "suggestion_answers", answer))
        self._answers.add(answer["answer_id"])
        name = self.panel.code_name(answer["code_id"])
        return self.panel.answer(saved.at, f"{name} is not suggested for these words again; Ctrl and Z takes that back")

    def _answer(self, message: Message, answer: str) -> Row:
        code = str(message["code"])
        if code not in set(self.panel.tables["codes"]["code_id"]):
            raise Refused(f"Not saved: the code “{code}” is no longer in the codebook. Choose another one.")
        transcript = str(message["transcript"])
        start, end = self.panel.passage(transcript, message["start"], message["end"])
        place = self.panel.new_coding(transcript, start, end, code)
        where = ("transcript_id", "start", "end", "code_id", "quote_sha256", "text_sha256")
        return {
            "answer_id": new_id("answer"),
            "answer": answer,
            "person": self.panel.person,
            "position": message.get("position"),
            "score": message.get("score"),
            **{name: place[name] for name in where if name in place},
        }


def _leads(lesson: Lesson, others: Set[str]) -> bool:
    return not lesson.learned_from.isdisjoint(others)


def _is_there(row: Row, other: Row) -> bool:
    return all(row[name] == other[name] for name in ("transcript_id", "start", "end", "code_id", "coder"))


def _is_same(row: Row, start: int, end: int) -> bool:
    shared = min(row["end"], end) - max(row["start"], start)
    return bool(shared > SAME_WORDS * (max(row["end"], end) - min(row["start"], start)))


def _why(row: Row, lesson: Lesson) -> str:
    """Return what spoke for a suggestion in one line: terms of the passage, and the nearest coded passage."""
    terms = ", ".join(row["terms"])
    interview, words = lesson.passage(row["nearest"])
    if not interview:
        return f"{terms} · near the code’s name and definition"
    line = " ".join(words.split())
    short = line if len(line) <= SHORT else line[:SHORT].rsplit(" ", 1)[0] + " …"
    return f"{terms} · as in {interview} “{short}”"
