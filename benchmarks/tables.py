"""What a long table costs in Python, by its rows: `python benchmarks/tables.py`.

Seconds are those of the processor from a message of the page to the answer as it travels, saving included: one cell
changed, rows pasted, that act taken back, a new row, one deleted, and a look at what a team mate did. Sizes may be
given: `100/100 5000/500` (rows/pasted).
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from codesign.journal import Change
from codesign.study import Study
from codesign.workbook.edited_tables import edited_table
from codesign.workbook.session import Session

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((100, 100), (1_000, 500), (5_000, 500))
TIMES = 3
DUTIES = 20

Message = dict[str, Any]


class Page:
    """Stands for the page: says what a person does, and keeps what is said to it, as it travels."""

    def __init__(self, work: Session) -> None:
        self.screen = edited_table(work, "tasks")
        self.screen.view.send = lambda content: self.heard.append(json.dumps(content))
        self.heard: list[str] = []
        self.number = 0

    def say(self, kind: str, **content: Any) -> Message:
        self.number += 1
        self.heard.clear()
        self.screen.receive({"type": kind, "id": f"m{self.number}", **content})
        return json.loads(self.heard[-1]) if self.heard else {}

    def act(self, **content: Any) -> Message:
        answer = self.say("change", **content)
        if answer["type"] != "saved" or answer.get("wrong"):
            raise SystemExit(f"Not saved: {json.dumps(answer)[:400]}")
        return answer


def study_with(rows: int, folder: Path) -> Study:
    """Return a study with so many tasks under their duties."""
    study = Study.create(folder / f"tasks-{rows}", ROOT / "templates" / "study", person="Ana", device="benchmark")
    duties = [{"duty_id": f"D{one}", "title": f"Duty {one}", "position": one} for one in range(1, DUTIES + 1)]
    tasks = [
        {"task_id": f"D{one % DUTIES + 1}-{one}", "duty_id": f"D{one % DUTIES + 1}", "label": f"Task {one}",
         "statement": f"Do what task {one} asks, look at it, and write down what was done.", "position": one}
        for one in range(1, rows + 1)
    ]  # fmt: skip
    study.save([Change("put", "duties", row) for row in duties] + [Change("put", "tasks", row) for row in tasks])
    return study


def new_rows(number: int) -> list[Message]:
    """Return so many rows as they are pasted, each with an id that it has on the page alone."""
    return [
        {
            "row": f"new-{uuid.uuid4().hex}",
            "isNew": True,
            "values": {"duty_id": f"D{one % DUTIES + 1}", "label": f"Pasted {one}"},
        }
        for one in range(number)
    ]


def seconds(act: Callable[[], object]) -> float:
    """Return the seconds of the processor that an act takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def measured(rows: int, pasted: int, folder: Path) -> dict[str, float]:
    """Return the median seconds of each act in a table of so many rows."""
    study = study_with(rows, folder)
    mate = Study.open(study.folder, person="Bo", device="other")
    page = Page(Session(study, {}, ROOT))
    taken: dict[str, list[float]] = {}

    def take(name: str, act: Callable[[], object]) -> None:
        taken.setdefault(name, []).append(seconds(act))
        taken.setdefault(f"{name}: kB told", []).append(sum(map(len, page.heard)) / 1000)

    take("opened", lambda: page.say("hello"))
    for number in range(TIMES):
        cell = [{"row": f"D2-{1 + number * DUTIES}", "isNew": False, "values": {"label": f"Changed {number}"}}]
        take("one cell changed", partial(page.act, action="put", rows=cell))
        take("that taken back", lambda: page.act(action="undo"))
        take("rows pasted", lambda: page.act(action="put", rows=new_rows(pasted)))
        take("rows pasted, taken back", lambda: page.act(action="undo"))
        take("one row added", lambda: page.act(action="put", rows=new_rows(1)))
        take("one row deleted", partial(page.act, action="delete", row=f"D3-{2 + number * DUTIES}"))
        mate.save([Change("put", "tasks", {"task_id": f"D4-{3 + number * DUTIES}", "label": f"By Bo {number}"})])
        page.screen._next_look = 0.0
        take("a look at a mate's act", lambda: page.say("refresh"))
    return {name: statistics.median(values) for name, values in taken.items()}


def table(results: dict[str, dict[str, float]]) -> str:
    """Return the medians as a table: one line a measure, one column a size."""
    lines = [f"{'seconds of the processor':32}" + "".join(f"{size:>16}" for size in results)]
    measures = next(iter(results.values()))
    lines += [f"{one:32}" + "".join(f"{own[one]:16.3f}" for own in results.values()) for one in measures]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    sizes = [tuple(int(part) for part in one.split("/")) for one in given] or SIZES
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        results = {}
        for rows, pasted in sizes:
            results[f"{rows:,}/{pasted:,}"] = measured(rows, pasted, Path(temporary))
            print(f"measured: {rows:,} rows, {pasted:,} pasted", file=sys.stderr)
        print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
