"""Learning suggestions in the background: what was learned is picked up by whoever asks, and never pushed."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from codesign import coding, schemas, suggestions
from codesign.widgets.screen import Row, Texts

if TYPE_CHECKING:
    from collections.abc import Collection

QUIET_SECONDS = 1.0
"""The learning rests until nobody did anything for so long, so that it never stands in the way of saving."""
FROM_CODEBOOK = "Too little is coded to measure suggestions: these come from the codes’ names and definitions alone."
MEASURING = "Learned from your own codings; how often suggestions are right is being measured."


@dataclass(frozen=True)
class Lesson:
    """What was learned, from which codings and which codebook; `measure` says in words how good it is."""

    suggester: suggestions.Suggester
    learned_from: frozenset[str]
    codebook: frozenset[str]
    measure: str = FROM_CODEBOOK

    def passage(self, identity: object) -> tuple[str, str]:
        """Return the interview and the words of a coded passage; empty where there is none."""
        rows = self.suggester.passages[self.suggester.passages["passage_id"] == identity]
        return ("", "") if rows.empty else (str(rows["document"].iloc[0]), str(rows["text"].iloc[0]))


class Learner:
    """Learns in a thread of its own, one lesson at a time, and gives way to whatever the person does.

    A panel that is run again or closed need not end it: the thread ends with its lesson, and with the program.
    """

    def __init__(self) -> None:
        self._hand_over = threading.Lock()
        self._lesson: Lesson | None = None
        self._trouble = ""
        self._thread: threading.Thread | None = None
        self._acted_at = 0.0

    @property
    def lesson(self) -> Lesson | None:
        """What was learned last; None before the first time."""
        with self._hand_over:
            return self._lesson

    @property
    def trouble(self) -> str:
        """Why nothing could be learned, in a sentence; empty where nothing is wrong."""
        with self._hand_over:
            return self._trouble

    @property
    def is_learning(self) -> bool:
        """Whether the thread is at work."""
        return self._thread is not None and self._thread.is_alive()

    def give_way(self) -> None:
        """Rest for a while: the person is doing something."""
        self._acted_at = time.monotonic()

    def start(self, tables: schemas.Tables, codings: Collection[Row], texts: Texts) -> None:
        """Learn from these tables, with these codings in place of their own, unless it is learning already."""
        if not self.is_learning:
            given = (dict(tables), tuple(codings), dict(texts))
            self._thread = threading.Thread(target=self._learn, args=given, name="suggestions", daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until the learning is done, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    # in the thread ------------------------------------------------------------------------------------

    def _learn(self, tables: schemas.Tables, codings: Collection[Row], texts: Texts) -> None:
        try:
            self._pause()
            self._teach({**tables, "codings": schemas.frame("codings", codings)}, texts)
        except Exception as error:  # noqa: BLE001  whatever it was, coding goes on without suggestions
            trouble = f"Suggestions could not be learned ({type(error).__name__}: {error}). Coding works as before."
            with self._hand_over:
                self._trouble = trouble

    def _teach(self, tables: schemas.Tables, texts: Texts) -> None:
        passages = coded_words(tables, texts)
        codes = tables["codes"]
        source = (frozenset(tables["codings"]["coding_id"]), frozenset(codes["code_id"]))
        if not suggestions.is_enough(passages, codes):
            alone = suggestions.learn(passages.iloc[:0], codes, self._pause)
            self._hand(Lesson(alone, *source))
            return
        lesson = Lesson(suggestions.learn(passages, codes, self._pause), *source, self._measured_before())
        self._hand(lesson)
        measured = suggestions.leave_one_out(passages, codes, methods=suggestions.METHODS[:1], pause=self._pause)
        self._hand(replace(lesson, measure=suggestions.hit_sentence(measured)))

    def _measured_before(self) -> str:
        """Return what was measured last, to stand until the new measure is there."""
        before = self.lesson
        return MEASURING if before is None or before.measure == FROM_CODEBOOK else before.measure

    def _hand(self, lesson: Lesson) -> None:
        with self._hand_over:
            self._lesson, self._trouble = lesson, ""

    def _pause(self) -> None:
        while time.monotonic() - self._acted_at < QUIET_SECONDS:
            time.sleep(QUIET_SECONDS / 10)


def coded_words(tables: schemas.Tables, texts: Mapping[str, str]) -> pd.DataFrame:
    """Return the coded passages of respondents, as suggestions are learned from; none of people who have withdrawn."""
    return suggestions.coded_passages(coding.attributed(coding.in_scope(tables)), texts)
