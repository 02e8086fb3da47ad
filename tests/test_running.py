"""The button that runs the workbooks: its progress, and how a run ended."""

from __future__ import annotations

import threading
from typing import Any

from store_trial import Browser

from codesign import widgets
from codesign.errors import SaveError


def run(start: Any) -> dict[str, Any]:
    browser = Browser(widgets.run_button(start))
    browser.say({"type": "run"})
    for thread in [thread for thread in threading.enumerate() if "_run" in thread.name]:
        thread.join(5)
    return browser.last("state")


def test_a_run_tells_its_progress_and_its_result() -> None:
    told: list[float] = []

    def start(progress: Any) -> str:
        progress(0.5, "coding")
        told.append(0.5)
        return "The proposal is at outputs/s/run/proposal.docx."

    last = run(start)
    assert told == [0.5]
    assert (last["running"], last["ok"], last["result"]) == (
        False,
        True,
        "The proposal is at outputs/s/run/proposal.docx.",
    )


def test_a_run_that_fails_ends_in_a_sentence() -> None:
    def start(progress: Any) -> str:
        raise SaveError("The folder outputs is full.")

    assert (run(start)["ok"], run(start)["result"]) == (False, "The folder outputs is full.")
