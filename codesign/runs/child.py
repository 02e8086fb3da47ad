"""What happens inside the process that runs one notebook: cells in order, everything they show sent to the parent.

It runs in a child forked from a warm parent and uses the shell a Jupyter kernel uses, with a recorder where
the kernel has its sockets, so that a notebook shows the same either way.
"""

from __future__ import annotations

import builtins
import ctypes
import gc
import io
import json
import logging
import os
import random
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Sequence
from typing import IO, Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from nbformat.v4 import output_from_msg
from traitlets import Type

Output = dict[str, Any]
_AS_OUTPUT: Any = output_from_msg


class Stream(io.TextIOBase):
    """Standard output or error of a cell: what is written to it, and to its file descriptor below Python."""

    encoding = "UTF-8"

    def __init__(self, name: str, descriptor: int, recorder: Recorder) -> None:
        self.name, self._descriptor, self._recorder = name, descriptor, recorder
        self._raw: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._words: list[str] = []
        self._read = 0
        os.dup2(self._raw.fileno(), descriptor)

    def writable(self) -> bool:
        """Return True: a stream of a cell can be written to."""
        return True

    def isatty(self) -> bool:
        """Return False: nobody sits at a terminal."""
        return False

    def fileno(self) -> int:
        """Return the file descriptor, for programs that a cell starts."""
        return self._descriptor

    def write(self, words: str) -> int:
        """Keep the words until the next flush."""
        if not isinstance(words, str):
            raise TypeError(f"write() argument must be str, not {type(words)}")
        self._words.append(words)
        return len(words)

    def flush(self) -> None:
        """Send what was written since the last flush, Python's words first."""
        words = "".join(self._words) + self._below()
        self._words.clear()
        if words:
            self._recorder.record("stream", {"name": self.name, "text": words})

    def _below(self) -> str:
        size = os.fstat(self._raw.fileno()).st_size
        raw = os.pread(self._raw.fileno(), size - self._read, self._read)
        self._read = size
        return raw.decode("utf-8", "replace")


class Recorder(Session):
    """Takes the messages a kernel would send and keeps them as the outputs of the cell that runs."""

    def __init__(self, count: int) -> None:
        super().__init__(key=b"")
        self.cells: list[list[Output]] = [[] for _ in range(count)]
        self.shown: dict[str, list[tuple[int, Output]]] = {}
        self.current, self.clear_next, self.touched = 0, False, set[int]()

    def send(self, _stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Keep one message, given whole or as its type and content."""
        if isinstance(msg_or_type, str):
            self.record(msg_or_type, content)
        else:
            self.record(msg_or_type["header"]["msg_type"], msg_or_type["content"])

    def record(self, kind: str, content: dict[str, Any]) -> None:
        """Add, replace or clear outputs as the message asks."""
        self.touched.add(self.current)
        if kind == "clear_output":
            self._clear(later=content["wait"])
        elif kind == "update_display_data":
            self._update(content)
        else:
            self._add(kind, content)

    def _add(self, kind: str, content: dict[str, Any]) -> None:
        if self.clear_next:
            self._clear(later=False)
        outputs = self.cells[self.current]
        output = dict(_AS_OUTPUT({"header": {"msg_type": kind}, "content": content}))
        if kind == "stream" and outputs and outputs[-1].get("name") == content["name"]:
            outputs[-1]["text"] += content["text"]
            return
        outputs.append(output)
        if display_id := (content.get("transient") or {}).get("display_id"):
            self._update(content)
            self.shown.setdefault(display_id, []).append((self.current, output))

    def _update(self, content: dict[str, Any]) -> None:
        for cell, output in self.shown.get(content["transient"]["display_id"], []):
            output.update(data=content["data"], metadata=content["metadata"])
            self.touched.add(cell)

    def _clear(self, *, later: bool) -> None:
        self.clear_next = later
        if not later:
            self.cells[self.current].clear()
            for display_id, places in self.shown.items():
                self.shown[display_id] = [place for place in places if place[0] != self.current]


class Shell(ZMQInteractiveShell):
    """The shell of a Jupyter kernel, without the kernel."""

    compiler_class = Type(XCachingCompiler)

    def init_history(self) -> None:
        """Keep no history file."""
        self.config.HistoryManager.enabled = False
        super().init_history()  # type: ignore[no-untyped-call]


def run(cells: Sequence[tuple[int, str, bool]], count: int, events: IO[str]) -> None:
    """Run the cells (index, source, may fail) and write one line of JSON an event; stop at the first error.

    Events: start (cell), end (cell, count, ok, outputs by cell index), done; broke (words) when no cell could run.
    """
    try:
        recorder = Recorder(count)
        _clean_process(recorder)
        shell = _shell(recorder)
    except BaseException:
        _tell(events, event="broke", words=traceback.format_exc())
        raise
    for index, source, may_fail in cells:
        recorder.current = index
        _tell(events, event="start", cell=index)
        ok = _run_cell(shell, source)
        outputs = {str(cell): recorder.cells[cell] for cell in sorted(recorder.touched)}
        recorder.touched.clear()
        _tell(events, event="end", cell=index, count=shell.execution_count - 1, ok=ok, outputs=outputs)
        if not ok and not may_fail:
            break
    _tell(events, event="done")


def _tell(events: IO[str], **event: Any) -> None:
    events.write(json.dumps(event, default=repr) + "\n")
    events.flush()


def _run_cell(shell: Any, source: str) -> bool:
    result = shell.run_cell(source, store_history=True, silent=False)
    sys.stdout.flush()
    sys.stderr.flush()
    in_display = getattr(shell, "_last_traceback_during_displayhook", False)
    return bool(result.success) and not in_display


def _shell(recorder: Recorder) -> Any:
    shell: Any = Shell.instance()
    shell.display_pub.session = recorder
    shell.displayhook.session = recorder
    shell.displayhook.topic = b"execute_result"
    builtins.input = _no_input
    return shell


def _no_input(_prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _clean_process(recorder: Recorder) -> None:
    """Make the child like a process that has just started: nothing of the parent's habits shows in a notebook."""
    os.setsid()
    _end_with_parent()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdout, sys.stderr = Stream("stdout", 1, recorder), Stream("stderr", 2, recorder)
    _default_warnings()
    logging.root.handlers.clear()
    logging.getLogger("papermill").handlers.clear()
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    if "" not in sys.path:
        sys.path.insert(0, "")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    _fresh_chance()
    gc.unfreeze()


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _fresh_chance() -> None:
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def _default_warnings() -> None:
    warnings.resetwarnings()
    for category in (ResourceWarning, ImportWarning, PendingDeprecationWarning, DeprecationWarning):
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
