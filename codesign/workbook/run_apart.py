"""A run started from a screen: in a process of its own, so that the person's session is left alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from codesign.errors import RunError

if TYPE_CHECKING:
    from codesign.widgets import Screen
    from codesign.workbook.session import Session

Progress = Callable[[float, str], None]


def run_everything(work: Session) -> Screen:
    """Return the button that runs all workbooks, with the parameters this workbook was opened with."""
    from codesign import widgets

    return widgets.run_button(lambda progress: run_apart(work, progress))


def run_apart(work: Session, progress: Progress) -> str:
    """Run all workbooks in a process of their own and return what to tell: the person's session is left alone."""
    request = {"study": str(work.study.folder.absolute()), "root": str(work.root.absolute()), "changes": _changes(work)}
    environment = {**os.environ, "CODESIGN_HEADLESS": "1"}
    command = [sys.executable, "-m", "codesign.runs", json.dumps(request)]
    result: dict[str, Any] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as noise:
        options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": noise, "encoding": "utf-8"}
        with subprocess.Popen(command, env=environment, **options) as process:
            for line in process.stdout or ():
                result = _heard(json.loads(line), progress) or result
        noise.seek(0)
        last = noise.read().strip().splitlines()[-1:]
    if not result:
        raise RunError(" ".join(["The run stopped before its end.", *last]))
    return "\n".join(result["sentences"])


def _heard(message: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Pass progress on, or return the result."""
    if "part" in message:
        progress(message["part"], message["words"])
        return {}
    return message


def _changes(work: Session) -> dict[str, Any]:
    """Return the parameters of this workbook that differ from study.yaml."""
    own, chosen = work.study.parameters.model_dump(), work.parameters.model_dump()
    return {name: value for name, value in chosen.items() if value != own[name] and name != "study"}
