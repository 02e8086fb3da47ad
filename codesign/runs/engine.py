"""A papermill engine that runs each notebook in a child forked from this, warm, process.

It has the methods of a papermill engine without being made from papermill's class, since papermill loads
this module while it is itself being imported.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from codesign.runs.ended import mark_ended, took_too_long

NAME = "codesign-forked"
WAIT = 0.2
"""Seconds between two looks at whether a silent child is still alive."""
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": ".".join(str(part) for part in sys.version_info[:3]),
}
Cell = tuple[int, str, bool]
"""Index in the notebook, source, whether the notebook goes on when it fails."""


def can_fork() -> bool:
    """Return whether notebooks may run in forked children here.

    Windows has no fork; on macOS system libraries break after one; a process with threads of its own
    (such as a Jupyter kernel) could hand on a lock that nobody ever opens.
    """
    return sys.platform == "linux" and threading.active_count() == 1


class ForkedEngine:
    """A papermill engine: isolation of a process for each notebook, start-up time of none."""

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: Any = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **options: Any,
    ) -> Any:
        """Return the notebook executed; a cell that failed, timed out or ended its process is marked as failed."""
        from papermill.engines import NotebookExecutionManager

        if not hasattr(os, "fork"):
            from codesign.runs.kernel import KernelEngine

            return KernelEngine.execute_notebook(
                nb, kernel_name, output_path, progress_bar, log_output, autosave_cell_every, **options
            )
        manager = NotebookExecutionManager(
            nb,
            output_path=output_path,
            progress_bar=progress_bar,
            log_output=log_output,
            autosave_cell_every=autosave_cell_every,
        )
        manager.notebook_start()
        try:
            _Execution(manager, options).run()
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the kernel the notebook names; it is recorded, not started."""
        return name or str(nb.metadata.get("kernelspec", {}).get("name", "python3"))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the language of the notebook."""
        return language or str(nb.metadata.get("language_info", {}).get("name", "python"))


class _Execution:
    """One notebook being run in a child, seen from the parent."""

    def __init__(self, manager: Any, options: Mapping[str, Any]) -> None:
        self.manager, self.options = manager, options
        self.cells = manager.nb.cells
        self.timeout = options.get("execution_timeout") or options.get("timeout") or float("inf")
        self.running = 0
        self.done = False

    def run(self) -> None:
        todo = [
            (index, cell.source, "raises-exception" in cell.metadata.get("tags", []))
            for index, cell in enumerate(self.cells)
            if _runs(cell)
        ]
        child = Child(todo, len(self.cells), self.timeout)
        try:
            for event in child.events():
                self._take(event)
        finally:
            child.end()
        if not self.done:
            mark_ended(self.manager, self.running, child.how_it_ended())
        self.manager.nb.metadata["language_info"] = LANGUAGE

    def _take(self, event: Mapping[str, Any]) -> None:
        if event["event"] == "done":
            self.done = True
        elif event["event"] == "broke":
            raise RuntimeError(event["words"])
        elif event["event"] == "start":
            self.running = event["cell"]
            self.manager.cell_start(self.cells[self.running], self.running)
        else:
            self._ended(event)

    def _ended(self, event: Mapping[str, Any]) -> None:
        from nbformat.notebooknode import from_dict

        cell, as_node = self.cells[event["cell"]], cast(Any, from_dict)
        cell.execution_count = event["count"]
        for index, outputs in event["outputs"].items():
            self.cells[int(index)].outputs = [_counted(as_node(output), cell) for output in outputs]
        if not event["ok"]:
            self.manager.cell_exception(cell, cell_index=event["cell"])
        self.manager.cell_complete(cell, cell_index=event["cell"])
        self._echo(cell)

    def _echo(self, cell: Any) -> None:
        for output in cell.outputs:
            file = self.options.get(f"{output.get('name')}_file")
            if output.output_type == "stream" and file is not None:
                file.write(output.text)
                file.flush()


class Child:
    """A forked process that runs cells and tells what happens, one line of JSON an event."""

    def __init__(self, cells: Sequence[Cell], count: int, timeout: float) -> None:
        self._timeout, self._deadline, self._status = timeout, time.monotonic() + max(timeout, 60), 0
        self._timed_out = self._reaped = False
        self._pipe, write_end = os.pipe()
        self._process = _fork()
        if self._process == 0:
            os.close(self._pipe)
            _be_the_child(cells, count, write_end)
        os.close(write_end)

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield what the child tells, until it is done, ends, or takes too long over one cell."""
        rest = b""
        while chunk := self._read():
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                event = json.loads(line)
                self._deadline = time.monotonic() + self._timeout
                yield event
                if event["event"] == "done":
                    return

    def _read(self) -> bytes:
        """Return the next bytes, or none when the child has ended or its time is over."""
        while not select.select([self._pipe], [], [], WAIT)[0]:
            if time.monotonic() > self._deadline:
                self._timed_out = True
                return b""
            if self._has_ended() and not select.select([self._pipe], [], [], 0)[0]:
                return b""
        return os.read(self._pipe, 1 << 20)

    def _has_ended(self) -> bool:
        if not self._reaped:
            process, status = os.waitpid(self._process, os.WNOHANG)
            self._reaped, self._status = process != 0, status
        return self._reaped

    def end(self) -> None:
        """End the child and every process it started, and close the pipe."""
        if self._pipe < 0:
            return
        self._wait_briefly()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process, signal.SIGKILL)
        if not self._reaped:
            self._status, self._reaped = os.waitpid(self._process, 0)[1], True
        os.close(self._pipe)
        self._pipe = -1

    def _wait_briefly(self) -> None:
        """Give a child that has closed its pipe the moment it needs to end, so that its status is its own."""
        until = time.monotonic() + (0 if self._timed_out else 1)
        while not self._has_ended() and time.monotonic() < until:
            time.sleep(0.001)

    def how_it_ended(self) -> str:
        """Return the sentence for a child that did not finish."""
        if self._timed_out:
            return took_too_long(self._timeout)
        if os.WIFSIGNALED(self._status):
            number = os.WTERMSIG(self._status)
            hint = "; often the computer was short of memory" if number == signal.SIGKILL else ""
            return f"The process that ran this cell was ended by signal {number} ({signal.Signals(number).name}){hint}."
        return f"The process that ran this cell ended itself with code {os.WEXITSTATUS(self._status)}."


def _runs(cell: Any) -> bool:
    skipped = "skip-execution" in cell.metadata.get("tags", [])
    return cell.cell_type == "code" and bool(cell.source.strip()) and not skipped


def _counted(output: Any, cell: Any) -> Any:
    if output.output_type == "execute_result" and output.get("execution_count") is None:
        output.execution_count = cell.execution_count
    return output


def _fork() -> int:
    from codesign.runs import child  # noqa: F401 - warm: imported once, here, not in every child

    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of threads; numpy's own are idle
        return os.fork()


def _be_the_child(cells: Sequence[Cell], count: int, write_end: int) -> None:
    from codesign.runs import child

    try:
        child.run(cells, count, os.fdopen(write_end, "w", encoding="utf-8"))
    finally:
        os._exit(0)
