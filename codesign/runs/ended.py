"""How a notebook that did not come to its end is told: in the notebook itself, as a cell that failed."""

from __future__ import annotations

from typing import Any, cast


def mark_ended(manager: Any, index: int, sentence: str) -> None:
    """Write into a papermill run that the process ended in this cell: error output, and failed, not completed."""
    from nbformat import v4

    cell, new_output = manager.nb.cells[index], cast(Any, v4.new_output)
    cell.outputs.append(new_output("error", ename="ProcessEnded", evalue=sentence, traceback=[sentence]))
    manager.cell_exception(cell, cell_index=index)
    manager.cell_complete(cell, cell_index=index)


def took_too_long(seconds: float) -> str:
    """Return the sentence for a cell that was stopped."""
    return f"This cell took longer than {seconds:g} seconds and was stopped."
