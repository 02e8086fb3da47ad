"""The button that runs everything: progress while it runs, a sentence and links when it is done."""

from __future__ import annotations

import threading
from collections.abc import Callable

from codesign import display
from codesign.display import Html
from codesign.errors import CodesignError
from codesign.widgets.screen import Message, Screen

Progress = Callable[[float, str], None]
WHAT = "Runs all workbooks with the parameters above and writes the proposal into the folder outputs."


class RunButton(Screen):
    """Starts the work in a thread of its own, so that the page stays alive."""

    name = "run_button"

    def __init__(self, start: Callable[[Progress], str], *, label: str, what: str) -> None:
        super().__init__()
        self._start, self.label, self.what = start, label, what
        self._state: Message = {"running": False, "part": 0.0, "words": "", "result": "", "ok": True}
        self._lock = threading.Lock()

    def snapshot(self) -> Message:
        """Return what the button says and how far a run is."""
        return {"label": self.label, "what": self.what, **self._state}

    def ask(self, message: Message) -> None:
        """Start a run, unless one is under way."""
        if message.get("type") == "run":
            with self._lock:
                if self._state["running"]:
                    return
                self._tell(running=True, part=0.0, words="Starting", result="")
            threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self._tell(running=False, ok=True, part=1.0, words="Done", result=self._start(self._progress))
        except CodesignError as error:
            self._tell(running=False, ok=False, words="Stopped", result=str(error))
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            what = f"The run stopped: {type(error).__name__}: {error}. Nothing of your work is lost; run it again."
            self._tell(running=False, ok=False, words="Stopped", result=what)

    def _progress(self, part: float, words: str) -> None:
        self._tell(part=min(max(float(part), 0.0), 1.0), words=words)

    def _tell(self, **state: object) -> None:
        self._state = {**self._state, **state}
        self.send({"type": "state", **self._state})

    def static(self) -> Html:
        """Return what the button would do; nothing is started without a person."""
        return display.sentence(f"{self.label}: {self.what[:1].lower()}{self.what[1:]}", note=True)


def run_button(start: Callable[[Progress], str], *, label: str = "Run everything", what: str = WHAT) -> RunButton:
    """Return the button. `start` gets a function to tell its progress with (0 to 1, and words) and returns the result.

    Paths under outputs in the result become links.
    """
    return RunButton(start, label=label, what=what)
