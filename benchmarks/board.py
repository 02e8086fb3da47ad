"""What a large task board costs in Python: `python benchmarks/board.py [DUTIESxTASKS]`.

Seconds are those of the processor from a message of the page to the answer as it travels, saving included: opening,
moves within and between duties, on a chart without room between its positions too, wording, linking, deciding, rating,
taking back, opening a card, passages by likeness, and a look at what a team mate did. Kilobytes are the answer's.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from codesign.intake import import_files
from codesign.journal import Change, new_id
from codesign.numbering import of_act
from codesign.study import Study
from codesign.workbook.session import Session
from codesign.workbook.task_board import task_board

ROOT = Path(__file__).resolve().parent.parent
SIZE = (12, 150)
RATERS, INTERVIEWS, TURNS = 8, 12, 150
TIMES = 5
WORDS = 2_500
VERBS = [
    "Purge",
    "Verify",
    "Lock",
    "Install",
    "Commission",
    "Test",
    "Seal",
    "Measure",
    "Record",
    "Adjust",
    "Calibrate",
    "Inspect",
    "Replace",
    "Drain",
]
Message = dict[str, Any]


def words(number: int, dice: random.Random) -> str:
    """Return words that are no English; some are often said, most seldom."""
    return " ".join(_word(int(WORDS ** dice.random())) for _ in range(number))


def _word(number: int) -> str:
    letters = "bdfgklmnprstvz"
    rest, first = divmod(number, len(letters))
    second, third = divmod(rest, len(letters))
    return f"{letters[first]}a{letters[second % len(letters)]}o{letters[third]}u"


def study_with(duties: int, tasks: int, folder: Path) -> Study:
    """Return a study with interviews, a chart of that size, evidence and ratings."""
    dice = random.Random(11)
    study = Study.create(folder / "interview_data" / "large", ROOT / "templates" / "study", person="Ana", device="desk")
    import_files(study, [_interview(number, folder, dice) for number in range(1, INTERVIEWS + 1)])
    codings = list(_codings(study, dice))
    study.save(codings)
    study.save(list(_chart(duties, tasks, [one.row["coding_id"] for one in codings], study, dice)))
    return study


def _interview(number: int, folder: Path, dice: random.Random) -> Path:
    path = folder / f"INT-{number:02d}.txt"
    turns = (f"Interviewer: {words(6, dice)}?\n\nEmployer {number:02d}: {words(25, dice)}." for _ in range(TURNS))
    path.write_text("\n\n".join(turns), encoding="utf-8")
    return path


def _codings(study: Study, dice: random.Random) -> Iterable[Change]:
    turns = study.read()["segments"]
    for row in turns[turns["role"] == "respondent"].to_dict("records"):
        for family in ("job-task", dice.choice(("tool", "knowledge", "standard"))):
            place = {"transcript_id": row["transcript_id"], "start": row["start"], "end": row["end"]}
            yield Change("put", "codings", {"coding_id": new_id("coding"), **place, "code_id": family})


def _chart(duties: int, tasks: int, codings: list[str], study: Study, dice: random.Random) -> Iterable[Change]:
    rows = [{"duty_id": new_id("duty"), "title": f"Duty {one}", "position": one} for one in range(1, duties + 1)]
    raters = [{"rater_id": f"R-{one:02d}", "employer": f"Employer {one:02d}"} for one in range(1, RATERS + 1)]
    chart = [Change("put", "duties", row) for row in rows]
    for row in rows:
        chart += [Change("put", "tasks", _task(row["duty_id"], one, dice)) for one in range(1, tasks + 1)]
    yield from (Change("put", "numbers", row) for row in of_act(chart, study.read()))
    yield from chart
    yield from (Change("put", "raters", row) for row in raters)
    for task in (one.row["task_id"] for one in chart if one.table == "tasks"):
        for coding in dice.sample(codings, 2):
            yield Change("put", "task_evidence", {"task_id": task, "coding_id": coding})
        for rater in raters:
            rated = {scale: dice.randint(1, 5) for scale in ("importance", "frequency", "difficulty")}
            yield Change("put", "ratings", {"task_id": task, "rater_id": rater["rater_id"], **rated})


def _task(duty: str, place: int, dice: random.Random) -> Message:
    verb, said = dice.choice(VERBS), words(9, dice)
    label = f"{verb} {' '.join(said.split()[:3])}"
    return {
        "task_id": new_id("task"),
        "duty_id": duty,
        "label": label,
        "statement": f"{verb} {said}.",
        "position": place,
    }


class Page:
    """Stands for the page: says what a person does, and keeps what is said to it, as it travels."""

    def __init__(self, study: Study) -> None:
        self.heard: list[str] = []
        self.heard_at = 0.0
        work = Session(
            Study.open(study.folder, person="Ana", device="desk"), {"study": "large"}, study.folder.parent.parent
        )
        assert len(work.everything["tasks"])
        self.screen = task_board(work)
        self.screen._view = SimpleNamespace(send=self.hear)  # type: ignore[assignment]
        self.number = 0

    def hear(self, content: Message) -> None:
        self.heard.append(json.dumps(content))
        self.heard_at = self.heard_at or time.process_time()

    def opened(self) -> Message:
        """Return the board as it is drawn first; what wordings have to be remarked on comes after it."""
        self.say("hello")
        return json.loads(self.heard[0])

    def say(self, kind: str, **content: Any) -> Message:
        self.number += 1
        self.heard.clear()
        self.heard_at = 0.0
        self.screen.receive({"type": kind, "id": f"m{self.number}", **content})
        return json.loads(self.heard[-1]) if self.heard else {}

    def act(self, action: str, **content: Any) -> Message:
        answer = self.say("change", action=action, **content)
        if answer["type"] != "saved":
            raise SystemExit(f"{action} is not saved: {json.dumps(answer)[:400]}")
        return answer


def measure(name: str, done: Callable[[int], object], times: int = TIMES) -> None:
    """Print the median of what something costs, the worst of it, and how long the last answer is."""
    costs, answer = [], None
    for one in range(times):
        started = time.process_time()
        answer = done(one)
        costs.append((time.process_time() - started) * 1000)
    size = len(json.dumps(answer)) / 1000 if isinstance(answer, dict) else 0
    print(f"  {name:<44} {statistics.median(costs):7.0f} ms  worst {max(costs):5.0f} ms  {size:7.1f} kB", flush=True)


def main(duties: int, tasks: int) -> None:
    """Print what a chart of that size costs."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "workbooks").mkdir()
        study = study_with(duties, tasks, folder)
        mate = Study.open(study.folder, person="Ravi", device="laptop")
        mate.folded()
        print(f"{duties} duties x {tasks} tasks, {RATERS} raters, {len(study.read()['codings'])} codings")
        page = Page(study)
        started = time.process_time()
        rows = {one["id"]: one["tasks"] for one in page.opened()["duties"]}
        drawn, looked = ((at - started) * 1000 for at in (page.heard_at, time.process_time()))
        size = len(page.heard[0]) / 1000
        print(f"  opened and drawn {drawn:.0f} ms, {size:,.0f} kB; all wordings looked at {looked:.0f} ms")
        measure("open once more", lambda _: page.opened())
        first, second = list(rows)[:2]
        last, middle = rows[first][-1], tasks // 2
        measure(
            "move the last into the middle (no room)",
            lambda _: page.act("move", tasks=[last], duty=first, place=middle),
            1,
        )
        measure("take that back", lambda _: page.act("undo"), 1)
        measure(
            "move within the duty", lambda at: page.act("move", tasks=[rows[first][at]], duty=first, place=middle + at)
        )
        measure("move to another duty", lambda at: page.act("move", tasks=[rows[first][at]], duty=second, place=3 * at))
        measure("move ten at once", lambda _: page.act("move", tasks=rows[second][:10], duty=first, place=None), 1)
        measure("take back", lambda _: page.act("undo"))
        measure("do again", lambda _: page.act("redo"))
        task = rows[first][20]
        measure(
            "word",
            lambda at: page.act("word", task=task, label=f"Purge line {at}", statement=f"Purge the line {at} twice."),
        )
        measure(
            "add a task", lambda at: page.act("add_task", duty=first, label=f"Drain line {at}", statement="", place=at)
        )
        tray = page.say("tray", by="code", all=True)
        codings = [one["id"] for group in tray["groups"] for one in group["passages"]]
        measure("link three passages", lambda at: page.act("link", task=task, codings=codings[at * 3 : at * 3 + 3]))
        measure(
            "decide", lambda at: page.act("decide", task=rows[first][at], decision="train", reason="It is asked for.")
        )
        measure("rate", lambda at: page.act("rate", task=rows[first][at], rater="R-01", values={"importance": "4"}))
        measure("open a card", lambda at: page.say("open", task=rows[first][30 + at]))
        measure("passages by likeness", lambda _: page.say("tray", by="likeness", all=True))
        measure("passages by code", lambda _: page.say("tray", by="code", all=True))

        def seen(at: int) -> Message:
            mate.save([Change("put", "tasks", {"task_id": rows[first][40 + at], "label": f"Mate's label {at}"})])
            page.screen._next_look = 0.0
            return page.say("refresh")

        measure("a mate's act, seen", seen)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    chosen = sys.argv[1].split("x") if len(sys.argv) > 1 else SIZE
    main(int(chosen[0]), int(chosen[1]))
