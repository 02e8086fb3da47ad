"""A result on a page: worked out from the study, and worked out again, beside the person's acts, when that changed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any

from codesign import display
from codesign.display import Html
from codesign.errors import CodesignError
from codesign.widgets.elements import Elements, elements
from codesign.widgets.screen import HEADLESS, POLL_SECONDS, Message, Screen, why
from codesign.widgets.watch import Watch

QUIET_SECONDS = 1.0
"""A result that takes long waits until nothing was saved here for so long; a quicker one for as long as it takes."""
TRY_AGAIN_SECONDS = 4.0
"""After so long a result that failed is tried again, though nothing changed."""


class Result(Screen):
    """What follows from the study, as it stands.

    `given` returns what it follows from and is called between the person's acts; `drawn` makes the result of that in
    a thread of its own, and so must read nothing else. Without a browser the result is drawn once, and what fails
    stops the notebook; with one it becomes a sentence, until it succeeds again.
    """

    name = "result"

    def __init__(self, title: str, given: Callable[[], Any], drawn: Callable[[Any], Html], *, watch: Watch) -> None:
        super().__init__()
        self.title = title
        self._given, self._drawn, self._study = given, drawn, watch
        self._html, self._failure = Html(""), ""
        self._is_kept = is_kept()
        self._elements: Elements = []
        self._drawing_took = 0.0
        self._turn = threading.Lock()
        self._due: list[Any] = []
        self._thread: threading.Thread | None = None
        watch.over(self)
        self._draw_first()

    def _draw_first(self) -> None:
        try:
            self._looked_at = self._study.state()
            self._draw(self._given())
        except Exception as error:
            if self._is_kept:
                raise
            self._fail(error)

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return the title and the result."""
        return {"title": self.title, "poll": POLL_SECONDS, **self._shown()}

    def _shown(self) -> Message:
        return {"elements": self._elements, "failure": self._failure}

    def static(self) -> Html:
        """Return the result, or the sentence that says why there is none."""
        return self._html if self._html.body else display.sentence(self._failure)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        static = {"text/plain": repr(self.static()), "text/html": self.static()._repr_html_()}
        return static if self._is_kept else {**super()._repr_mimebundle_(**options), **static}

    # looking again ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take what the result now follows from, and have it drawn when nobody acts; what was due before is not."""
        if not self._failure:
            self.send({"type": "looking"})
        before = (self._html, self._failure)
        try:
            given = self._given()
        except Exception as error:  # noqa: BLE001  whatever it was, the person is told
            self._fail(error)
            self._tell(before)
            return
        with self._turn:
            self._due = [given]
            if self._thread is None:
                self._thread = threading.Thread(target=self._draw_due, name=f"result {self.title}", daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until the result is drawn, at most so long."""
        if (thread := self._thread) is not None:
            thread.join(seconds)

    def _tell(self, before: tuple[Html, str]) -> None:
        """Tell the page what is other than before; of a new failure after an old one only what is new."""
        html, failure = before
        if self._html != html:
            self.send({"type": "result", **self._shown()})
        elif not failure or failure != self._failure:
            self.send({"type": "result", "failure": self._failure})

    def _fail(self, error: Exception) -> None:
        self._failure = not_shown(error)
        self._looked_at, self._next_look = None, time.monotonic() + TRY_AGAIN_SECONDS

    def _draw(self, given: Any) -> None:
        started = time.monotonic()
        html = self._drawn(given)
        self._elements = [] if self._is_kept else elements(html)
        self._html, self._failure = html, ""
        self._drawing_took = time.monotonic() - started

    # in the thread ------------------------------------------------------------------------------------

    def _draw_due(self) -> None:
        while (given := self._taken()) is not None:
            before = (self._html, self._failure)
            with self._study.drawing:
                self._try(given[0])
            self._tell(before)

    def _taken(self) -> list[Any] | None:
        """Return what is due, when it is quiet; None ends the thread."""
        while (left := min(self._drawing_took, QUIET_SECONDS) - self._study.quiet_seconds) > 0:
            time.sleep(min(left, QUIET_SECONDS / 10))
        with self._turn:
            due, self._due = self._due, []
            if not due:
                self._thread = None
            return due or None

    def _try(self, given: Any) -> None:
        try:
            self._draw(given)
        except Exception as error:  # noqa: BLE001  whatever it was, the person is told
            self._fail(error)


def is_kept() -> bool:
    """Return whether a cell is run for the notebook that is kept of it, and by nobody who looks at it.

    papermill and nbconvert say that nobody can be asked anything. The page that nbconvert makes shows a widget and
    leaves out what stands beside it, so it gets none.
    """
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    return os.environ.get(HEADLESS) == "1" or not getattr(kernel, "_allow_stdin", True)


def not_shown(error: Exception) -> str:
    """Return why a result is not shown, for people."""
    if isinstance(error, CodesignError | OSError):
        reason = why(error, "read")
    else:
        reason = f"something unexpected happened ({type(error).__name__}: {error})."
    return f"Not shown as it stands: {reason} It is tried again by itself; nothing of your work is lost."
