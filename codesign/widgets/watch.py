"""One look at the study for all screens of a workbook, and word to them at once of what was saved here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar
from weakref import WeakSet

LEAST_SECONDS = 0.25
"""Whoever asks, the study is looked at no more often than this, unless something was saved here."""
SHARE_OF_TIME = 10
"""Looking at the study may take one part in this many of the time, so that saving stays quick on a slow drive."""


class Watching(Protocol):
    """What shows the study and wants to know when it changed."""

    watch: Watch | None

    def hear_news(self) -> None:
        """Take notice that something was saved here."""


S = TypeVar("S", bound=Watching)


class Watch:
    """Knows whether a study is what it was, with one look for however many screens ask.

    `state` returns a mark of the study, the same object as long as nothing of it changed.
    """

    def __init__(self, state: Callable[[], object]) -> None:
        self._state = state
        self._latest: object = None
        self._next_look = 0.0
        self._acted_at = float("-inf")
        self._screens: WeakSet[Watching] = WeakSet()
        self.drawing = threading.Lock()
        """Held while a result is worked out beside the person's acts: one at a time."""

    def over(self, screen: S) -> S:
        """Return the screen, which from now on asks here whether it has to read the study again."""
        screen.watch = self
        self._screens.add(screen)
        return screen

    def state(self) -> object:
        """Return the mark of the study as it stands, or as it stood a moment ago."""
        started = time.monotonic()
        if started >= self._next_look:
            try:
                self._latest = self._state()
            finally:
                took = time.monotonic() - started
                self._next_look = time.monotonic() + max(LEAST_SECONDS, SHARE_OF_TIME * took)
        return self._latest

    def news(self) -> None:
        """Take notice that something was saved here, and tell every screen."""
        self._acted_at, self._next_look = time.monotonic(), 0.0
        for screen in list(self._screens):
            screen.hear_news()

    @property
    def quiet_seconds(self) -> float:
        """For how long nothing was saved here."""
        return time.monotonic() - self._acted_at
