"""One workbook executed through papermill, and a failure told in one sentence."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from codesign import errors
from codesign.runs import engine as forked

Engine = Literal["auto", "forked", "kernel"]
WARM = ("pandas", "docx", "docxtpl", "openpyxl", "ipywidgets", "anywidget", "matplotlib.figure",
        "matplotlib.backends.backend_agg", "codesign.study", "codesign.widgets", "codesign.proposal", "codesign.word",
        "codesign.standards", "codesign.spreadsheets", "codesign.display", "codesign.runs.child")  # fmt: skip
"""What every workbook needs, imported once before the children are forked."""


@dataclass(frozen=True)
class Stopped:
    """Where and why a workbook stopped: the heading above the cell, and the sentence for a person."""

    heading: str
    why: str
    is_ours: bool
    details: str


def load_papermill() -> Any:
    """Import papermill quickly and make both engines known to it.

    Beside JupyterLab, papermill's import builds the grammar of a library it never uses here; that alone takes a
    second, and jsonschema does without it when it cannot be imported.
    """
    if "rfc3987_syntax" not in sys.modules:
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    import papermill
    from papermill.engines import papermill_engines

    from codesign.runs.kernel import NAME, KernelEngine

    papermill_engines.register(forked.NAME, forked.ForkedEngine)
    papermill_engines.register(NAME, KernelEngine)
    return papermill


def chosen_engine(engine: Engine) -> Literal["forked", "kernel"]:
    """Return the engine that will run: forked children where that is safe, else a kernel for each workbook."""
    if engine == "auto":
        return "forked" if forked.can_fork() else "kernel"
    if engine == "forked" and not hasattr(os, "fork"):
        raise errors.RunError(
            "This computer cannot run workbooks in forked processes. Leave out --engine. Nothing was run."
        )
    return engine


def warm() -> None:
    """Import what every workbook needs, so that each child starts with it."""
    import importlib

    for name in WARM:
        importlib.import_module(name)


def execute(
    source: Path, target: Path, values: Mapping[str, Any], *, engine: Literal["forked", "kernel"], noise: IO[str]
) -> Any:
    """Execute one workbook into `target` and return the notebook; raises papermill's error when a cell fails."""
    papermill = load_papermill()
    from codesign.runs import kernel

    target.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"engine_name": forked.NAME}
    if engine == "kernel":
        options = {"engine_name": kernel.NAME, "noise": noise}
    with _logged(noise):
        notebook = papermill.execute_notebook(
            _pathname(source),
            _pathname(target),
            parameters=dict(values),
            progress_bar=False,
            kernel_name="python3",
            language="python",
            cwd=str(source.parent),
            autosave_cell_every=0,
            **options,
        )
    _require_every_cell(notebook)
    return notebook


def _pathname(path: Path) -> str:
    # papermill fills in {names} in paths; a brace that belongs to a folder's name must be doubled.
    return str(path.absolute()).replace("{", "{{").replace("}", "}}")


def _require_every_cell(notebook: Any) -> None:
    """Refuse a notebook that stopped early without an error, as `sys.exit(0)` in a cell makes it."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise errors.RunError("A cell ended the workbook before its end; what follows it was not run.")


@contextmanager
def _logged(noise: IO[str]) -> Iterator[None]:
    """Send papermill's own messages to the log of the run."""
    logger = logging.getLogger("papermill")
    handler = logging.StreamHandler(noise)
    # Every parameter is given, also those that the cell of a workbook does not name.
    handler.addFilter(lambda record: not str(record.msg).startswith("Passed unknown parameter"))
    was = logger.propagate, logger.level
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate, logger.level = was[0], was[1]


@contextmanager
def headless(root: Path) -> Iterator[None]:
    """Tell the workbooks that nobody sits at a screen, and where the project is."""
    wanted = {"CODESIGN_HEADLESS": "1", "CODESIGN_ROOT": str(root)}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def stopped(error: Exception, notebook: Any) -> Stopped:
    """Return where and why a workbook stopped, from papermill's error and the notebook that was run."""
    index = getattr(error, "cell_index", None)
    if index is None:
        return Stopped("", str(error), isinstance(error, errors.CodesignError), repr(error))
    kind, words = getattr(error, "ename", ""), str(getattr(error, "evalue", ""))
    ours = issubclass(getattr(errors, kind, type), errors.CodesignError) or kind == "ProcessEnded"
    details = "\n".join(getattr(error, "traceback", []) or [])
    return Stopped(_heading(notebook, index), words if ours else f"{kind}: {words}", ours, details)


def _heading(notebook: Any, index: int) -> str:
    above = [cell.source for cell in notebook.cells[:index] if cell.cell_type == "markdown"]
    lines = [line.strip() for source in reversed(above) for line in source.splitlines() if line.startswith("#")]
    return lines[0].lstrip("# ").strip() if lines else ""


def title(notebook: Path) -> str:
    """Return the first heading of a workbook."""
    import json

    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    first = next((line for cell in cells for line in "".join(cell["source"]).splitlines() if line.startswith("# ")), "")
    return first.lstrip("# ").strip() or notebook.stem


def require_parameters(paths: Sequence[Path]) -> None:
    """Refuse workbooks that have not exactly one cell with parameters, since values would go past them."""
    import json

    for path in paths:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        number = sum("parameters" in cell["metadata"].get("tags", []) for cell in cells)
        if number != 1:
            what = "no cell" if number == 0 else f"{number} cells"
            raise errors.RunError(
                f"{path.name} has {what} marked as “parameters”; exactly one is needed, or values would not reach it. "
                "Put the workbook back as it came, or mark the cell again. Nothing was run."
            )


def workbooks(root: Path) -> list[Path]:
    """Return the workbooks of a project in their order."""
    paths = sorted(path for path in (root / "workbooks").glob("*.ipynb") if re.match(r"\d\d_", path.name))
    if not paths:
        raise errors.RunError(f"There are no workbooks in {root / 'workbooks'}. Nothing was run.")
    return paths
