"""Ours beside Taguette 1.5.2 on one transcript and the same highlights: `python benchmarks/taguette.py [highlights]`.

Taguette is installed from PyPI into an environment of its own, started for one user on 127.0.0.1 with a new SQLite
file, and asked the way its own pages ask it. It is free software (BSD-3-Clause); nothing of it becomes part of ours.
"""

from __future__ import annotations

import csv
import io
import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from taguette_door import CannotRun, OurDoor, Taguette, command

from codesign.intake import exports, import_files
from codesign.journal import Change, new_id
from codesign.study import Study

ROOT = Path(__file__).resolve().parent.parent
HIGHLIGHTS, ROUNDS, ONE_BY_ONE = 5_000, 5, 100
WORDS, MANY_WORDS, CODES = 15_000, 170_000, 30


@dataclass(frozen=True)
class Highlight:
    """Some words of one paragraph, with the number of a code."""

    paragraph: int
    start: int
    end: int
    code: int


def paragraphs(words: int) -> list[str]:
    """Return an invented interview: turns of 100 made-up words."""
    chance = random.Random(7)
    known = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(3_000)]
    said = (" ".join(chance.choices(known, k=100)) for _ in range(words // 100))
    return [f"{'Employer' if number % 2 else 'Interviewer'}: {words}" for number, words in enumerate(said)]


def highlights(turns: Sequence[str], number: int) -> list[Highlight]:
    """Return highlights of 20 to 300 characters at random, no two the same."""
    chance = random.Random(11)
    found: dict[Highlight, None] = {}
    while len(found) < number:
        paragraph = chance.randrange(len(turns))
        start = chance.randrange(15, len(turns[paragraph]) - 320)
        words = turns[paragraph][start : start + chance.randint(20, 300)]
        start += len(words) - len(words.lstrip())
        found[Highlight(paragraph, start, start + len(words.strip()), chance.randrange(CODES))] = None
    return list(found)


def offsets(turns: Sequence[str], gap: int) -> list[int]:
    """Return where each paragraph starts when `gap` characters stand between two."""
    return [0, *itertools.accumulate(len(turn) + gap for turn in turns)]


def seconds(action: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def both(
    times: int, theirs: Callable[[], object], ours: Callable[[], object], before: Callable[[], object] = int
) -> tuple[float, float]:
    """Return the medians of both, measured in turns: what slows the machine for a while slows both."""
    taken = []
    for _ in range(times):
        before()
        taken.append((seconds(theirs), seconds(ours)))
    return medians(taken)


def medians(taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(one for one, _ in taken), statistics.median(one for _, one in taken)


# our side ---------------------------------------------------------------------------------------------


def project(folder: Path, name: str) -> Study:
    """Return an empty study in a project of its own, with as many codes as Taguette gets tags."""
    (folder / "workbooks").mkdir(parents=True, exist_ok=True)
    study = Study.create(folder / "interview_data" / name, ROOT / "templates" / "study", person="Kim", device="desk")
    codes = [{"code_id": f"code-{number}", "name": f"code {number}", "family": "tool"} for number in range(CODES)]
    study.save([Change("put", "codes", code) for code in codes])
    return study


def received(folder: Path, turns: Sequence[str]) -> Path:
    """Return the transcript as a text file."""
    path = folder / "INT-01.txt"
    path.write_text("\n\n".join(turns) + "\n", encoding="utf-8")
    return path


def coding(highlight: Highlight, starts: Sequence[int]) -> Change:
    """Return what the panel saves for a highlight."""
    start = starts[highlight.paragraph]
    row = {
        "coding_id": new_id("coding"),
        "transcript_id": "INT-01",
        "code_id": f"code-{highlight.code}",
        "coder": "Kim",
    }
    return Change("put", "codings", {**row, "start": start + highlight.start, "end": start + highlight.end})


def listed(study: Study) -> int:
    """Return how many codings are read, each with its words."""
    tables, texts = study.read(), study.texts()
    return len(exports.coding_table(tables, texts))


# the comparison ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One row of the printed table, in seconds."""

    what: str
    theirs: float
    ours: float

    def __str__(self) -> str:
        return f"{self.what:<58}{_shown(self.theirs):>12}{_shown(self.ours):>12}{self.theirs / self.ours:>8.1f}"


def _shown(taken: float) -> str:
    return f"{taken:.2f} s" if taken >= 1 else f"{taken * 1000:.1f} ms"


class Trial:
    """One interview in both programs, and the same highlights on it."""

    def __init__(self, folder: Path, taguette: Taguette, words: int) -> None:
        self.folder, self.taguette, self.turns = folder, taguette, paragraphs(words)
        self.source = received(folder, self.turns)
        self.projects = [taguette.project(f"trial {number}") for number in range(3)]
        self.studies = [project(folder, f"trial-{words}-{number}") for number in range(3)]
        self.study = self.studies[-1]
        self.theirs, self.ours = offsets(self.turns, 0), offsets(self.turns, 2)
        self.document = 0
        self.tags: list[int] = []
        self.exports: dict[str, bytes] = {}

    def imported(self) -> Line:
        """Bring the transcript in, three times into an empty project; the last one stays."""
        taken = []
        for there, study in zip(self.projects, self.studies, strict=True):
            theirs = seconds(lambda there=there: self._send(there))
            taken.append((theirs, seconds(lambda study=study: import_files(study, [self.source]))))
        self.tags = [self.taguette.tag(self.projects[-1], f"code {number}") for number in range(CODES)]
        words = sum(turn.count(" ") + 1 for turn in self.turns)
        return Line(f"import a transcript of {words:,} words", *medians(taken))

    def _send(self, there: int) -> None:
        self.document = self.taguette.document(there, self.turns)

    def add_theirs(self, highlight: Highlight) -> float:
        """Add a highlight to Taguette, as its page does, and return how long that took."""
        start = self.theirs[highlight.paragraph]
        place = (start + highlight.start, start + highlight.end)
        return seconds(
            lambda: self.taguette.highlight(self.projects[-1], self.document, place, self.tags[highlight.code])
        )

    def add_ours(self, highlight: Highlight) -> float:
        """Save a coding of the same words, and return how long that took."""
        change = coding(highlight, self.ours)
        return seconds(lambda: self.study.save([change]))

    def added(self, chosen: Sequence[Highlight]) -> Iterator[Line]:
        """Add highlights to both in turns, and tell the first and the last hundred."""
        taken = [(self.add_theirs(one), self.add_ours(one)) for one in chosen]
        yield Line(f"add one, the first {min(ONE_BY_ONE, len(chosen))}", *medians(taken[:ONE_BY_ONE]))
        if len(chosen) >= 2 * ONE_BY_ONE:
            yield Line(f"add one, with {len(chosen) - ONE_BY_ONE:,} there", *medians(taken[-ONE_BY_ONE:]))

    def added_through_a_door(self, chosen: Sequence[Highlight], there: int) -> Line:
        """The same with ours behind a small server on the loopback address, so that both pay for a round trip."""
        with OurDoor(self.study.folder) as door:
            taken = [
                (self.add_theirs(one), seconds(lambda one=one: door.save(coding(one, self.ours)))) for one in chosen
            ]
        return Line(f"add one, with {there:,} there, ours over HTTP too", *medians(taken))

    def listed(self, number: int) -> Iterator[Line]:
        """List every highlight with its words: Taguette by its pages of 50, ours as one table."""
        there, pages = self.projects[-1], -(-number // 50)
        theirs = "list all with their words, Taguette page by page"
        yield Line(theirs, *both(3, lambda: self.taguette.pages(there, pages), self._list, self._touch))
        theirs = "list all, Taguette without their words"
        yield Line(theirs, *both(ROUNDS, lambda: self.taguette.listed(there, self.document), self._list, self._touch))

    def _list(self) -> None:
        listed(self.study)

    def _touch(self) -> None:
        """Change a memo, so that nothing is told from what was kept of the last time."""
        row = self.study.read()["codings"].iloc[0]
        self.study.save([Change("put", "codings", {"coding_id": row["coding_id"], "memo": new_id("memo")})])

    def exported(self, ending: str) -> Iterator[Line]:
        """Export everything: ours as a workbook does it with its study open, and as a command with its start."""
        path, there = self.folder / f"ours{ending}", self.projects[-1]

        def theirs() -> None:
            self.exports[ending] = self.taguette.export(there, ending)

        own = lambda: exports.export_codings(self.study, path)  # noqa: E731
        yield Line(f"export all as {ending}", *both(ROUNDS, theirs, own, self._touch))
        run = command("export", str(self.study.folder), "--codings", str(path), root=ROOT)
        yield Line(f"export all as {ending}, ours with starting Python", *both(3, theirs, run))

    def is_the_same(self) -> bool:
        """Tell whether both exported the same words with the same codes, in both formats."""
        theirs = csv.DictReader(io.StringIO(self.exports[".csv"].decode("utf-8"), newline=""))
        ours = csv.DictReader(io.StringIO((self.folder / "ours.csv").read_text("utf-8-sig"), newline=""))
        in_csv = sorted((row["content"], row["tag"]) for row in theirs)
        own = sorted((row["quote"], row["code"]) for row in ours)
        sizes = {_rows(self.exports[".xlsx"]), _rows((self.folder / "ours.xlsx").read_bytes()), len(own)}
        return in_csv == own and len(sizes) == 1


def _rows(workbook: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows()) - 1


@contextmanager
def trials(number: int) -> Iterator[Iterator[Line]]:
    """Give the lines of the table, made one after the other while both programs run."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        taguette = stack.enter_context(Taguette(folder / "taguette.sqlite3"))
        yield lines(folder, taguette, number)


def lines(folder: Path, taguette: Taguette, number: int) -> Iterator[Line]:
    trial = Trial(folder, taguette, WORDS)
    chosen = highlights(trial.turns, number + ONE_BY_ONE)
    yield trial.imported()
    yield from trial.added(chosen[:number])
    yield trial.added_through_a_door(chosen[number:], number)
    yield from trial.listed(len(chosen))
    for ending in (".csv", ".xlsx"):
        yield from trial.exported(ending)
    if not trial.is_the_same():
        raise CannotRun("The two exports do not hold the same words and codes, so nothing here may be compared.")
    long = Trial(folder, taguette, MANY_WORDS)
    yield long.imported()
    yield from long.added(highlights(long.turns, 20))


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else HIGHLIGHTS
    try:
        with trials(number) as told:
            print(f"{WORDS:,} invented words, {number:,} highlights with {CODES} codes; medians, measured in turns")
            print(f"{'':<58}{'Taguette':>12}{'ours':>12}{'times':>8}", flush=True)
            for line in told:
                print(line, flush=True)
    except (CannotRun, subprocess.SubprocessError) as error:
        print(error)
        return 1
    print(
        "\nBoth exports hold the same words with the same codes. Taguette answers over HTTP on the loopback address and"
    )
    print("lets SQLite reach the disk; ours returns after fsync, where not told otherwise without a round trip.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
