"""The base of every screen: one object that is a live widget in JupyterLab and an escaped table everywhere else."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import anywidget
import pandas as pd

from codesign import schemas, transcripts
from codesign.display import Html
from codesign.errors import CodesignError, SaveError
from codesign.widgets.bundle import script, styles
from codesign.widgets.watch import Watch

HEADLESS = "CODESIGN_HEADLESS"
POLL_SECONDS = 1.0
"""A screen that is seen asks so often what others did, so that it shows it within two seconds."""
SEEN_SECONDS = 4 * POLL_SECONDS
"""A screen that asked nothing for so long is not seen by anybody, and hears of no news."""
BUFFERS = "buffers"
"""Where a message holds the bytes that came beside it."""
SHARE_OF_TIME = 10
"""Reading the study again may take each screen one part in this many of the time, so that saving stays quick."""
QUIET_SECONDS = 0.5
NOTICED_SECONDS = 0.1
"""A screen that takes longer than this to read the study again waits until it was quiet for QUIET_SECONDS."""

Texts = Mapping[str, str]
Message = dict[str, Any]
Row = dict[str, Any]
Refresh = Callable[[], "schemas.Tables | tuple[schemas.Tables, Texts]"]


class View(anywidget.AnyWidget):
    """The live half of a screen. It has no synced state of ours: everything travels in messages."""

    def __init__(self, name: str, answer: Callable[[Message], None]) -> None:
        self._esm = script(name)
        self._css = styles(name)
        super().__init__()
        self.on_msg(lambda _view, content, buffers: answer({**content, BUFFERS: buffers} if buffers else content))


@cache
def _view_class(name: str) -> type[View]:
    # anywidget keeps one style sheet a class: screens of one class on a page would all wear the first one's.
    return type(f"{name}_view", (View,), {})


class Refused(Exception):
    """A change that is not taken, with the sentence for the person; `keep` leaves it waiting in the browser."""

    def __init__(self, sentence: str, *, keep: bool = False) -> None:
        super().__init__(sentence)
        self.keep = keep


class Screen:
    """What a workbook cell shows: a live screen in JupyterLab, the same content as a static table elsewhere.

    A subclass names its script, draws itself as `static`, and answers `snapshot` and `change`.
    """

    name = ""
    watch: Watch | None = None
    """What says whether the study changed; without it every look reads the study again."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._answered: OrderedDict[str, Message] = OrderedDict()
        self._next_look = 0.0
        self._asked_at = float("-inf")
        self._looked_at: object = None
        self._took = 0.0

    @property
    def view(self) -> View:
        """The live widget, made when it is first asked for."""
        if self._view is None:
            self._view = _view_class(self.name)(self.name, self.receive)
        return self._view

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        static = {"text/plain": "", "text/html": self.static()._repr_html_()}
        if os.environ.get(HEADLESS) == "1":
            return static
        bundle = self.view._repr_mimebundle_()
        live = bundle[0] if isinstance(bundle, tuple) else bundle
        return {**(live or {}), **static}

    def static(self) -> Html:
        """Return the content for pages without a live workbook; no words of a transcript."""
        raise NotImplementedError

    def snapshot(self) -> Message:
        """Return everything the browser needs to draw the screen."""
        raise NotImplementedError

    def change(self, message: Message) -> Message:
        """Save what the person did and return the answer; raise Refused with a sentence where it cannot be."""
        raise NotImplementedError

    def ask(self, message: Message) -> None:
        """Answer a message that changes nothing."""

    def refresh(self) -> None:
        """Read the study again and send what others changed."""

    def send(self, message: Message) -> None:
        """Send a message to the browser."""
        self.view.send(message)

    def receive(self, message: Message) -> None:
        """Take a message from the browser; a change is always answered, and what fails is told in a sentence."""
        self._asked_at = time.monotonic()
        if message.get("type") == "change":
            # Said at once, however long the saving takes: so a page can tell slow from dead.
            self.send({"type": "heard", "id": str(message.get("id", ""))})
            self.send(self._answer(message))
            return
        try:
            self._hear(message)
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            self.send({"type": "trouble", "sentence": f"Not shown: {why(error, 'read')}"})

    def _hear(self, message: Message) -> None:
        kind = message.get("type")
        if kind == "hello":
            self.send({"type": "snapshot", **self.snapshot()})
        elif kind == "refresh":
            self._look()
        else:
            self.ask(message)

    def _answer(self, message: Message) -> Message:
        identity = str(message.get("id", ""))
        # A browser that missed an answer asks again; what was saved once is not saved twice.
        if identity not in self._answered:
            answer = {**self._tried(message), "id": identity}
            if answer["type"] != "saved":
                return answer
            self._answered[identity] = answer
            while len(self._answered) > 500:
                self._answered.popitem(last=False)
        return self._answered[identity]

    def _tried(self, message: Message) -> Message:
        try:
            return {"type": "saved", **self.change(message)}
        except Refused as refused:
            return {"type": "refused", "sentence": str(refused), "keep": refused.keep}
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            keep = isinstance(error, SaveError) or not isinstance(error, CodesignError)
            return {"type": "refused", "sentence": not_saved(why(error)), "keep": keep}

    def hear_news(self) -> None:
        """Have the browser ask at once what changed, where the screen is seen."""
        if time.monotonic() - self._asked_at < SEEN_SECONDS:
            self.send({"type": "elsewhere"})

    def _look(self) -> None:
        started = time.monotonic()
        if started < self._next_look or self._gives_way():
            return
        try:
            state = self.watch.state() if self.watch else object()
            if state is self._looked_at:
                return
            self._looked_at = state
            self.refresh()
            self._took = time.monotonic() - started
        except (CodesignError, OSError):
            # The next look may find it readable again; saving says loudly what is wrong.
            self._looked_at = None
        finally:
            self._next_look = time.monotonic() + SHARE_OF_TIME * (time.monotonic() - started)

    # Reading what takes a while again would keep the answer to the next act waiting.
    def _gives_way(self) -> bool:
        return self._took > NOTICED_SECONDS and self.watch is not None and self.watch.quiet_seconds < QUIET_SECONDS


def why(error: Exception, done: str = "written") -> str:
    """Return why something failed, for people: no traceback, and no path but in a sentence of ours."""
    if isinstance(error, CodesignError):
        return str(error)
    if isinstance(error, OSError):
        return f"the folder cannot be {done} ({error.strerror or error}). Check that it is there and not full."
    what = f"something unexpected happened ({type(error).__name__}: {error})."
    return f"{what} What was saved before is safe. Run this workbook again."


def not_saved(reason: str) -> str:
    """Return the sentence for a change that was not saved."""
    return reason if reason.startswith("Not saved") else f"Not saved: {reason}"


def rows_of(df: pd.DataFrame) -> list[Row]:
    """Return the rows of a table as plain values by column name."""
    return schemas.records(df)


def tables_of(read: Any) -> dict[str, pd.DataFrame]:
    """Return the tables of what `refresh` gave: tables alone, or tables and texts."""
    return schemas.complete(read[0] if isinstance(read, tuple) else read)


def texts_of(read: Any, before: Texts) -> dict[str, str]:
    """Return the texts of what `refresh` gave, or those known before where it gave none."""
    return dict(read[1]) if isinstance(read, tuple) else dict(before)


def marks_of(tables: schemas.Tables) -> dict[str, str]:
    """Return the mark of the text in use by transcript: empty for the first text, its checksum for a corrected one."""
    rows = rows_of(tables["transcripts"])
    return {row["transcript_id"]: row["sha256"] if row["text_file"] else "" for row in rows}


def study_key(tables: schemas.Tables, study: str) -> str:
    """Return a name for the study in the browser's storage; empty where nothing tells it from another study."""
    texts = tables["transcripts"]
    marks = sorted(texts["transcript_id"] + " " + texts["sha256"]) if len(texts) else []
    return study or (transcripts.sha256_of("\n".join(marks))[:16] if marks else "")


def now() -> str:
    """Return the time for the save light."""
    return datetime.now().astimezone().strftime("%H:%M:%S")
