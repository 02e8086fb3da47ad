"""How time grows with the codings of a study, from 5,000 to 500,000: `python benchmarks/analysis.py`.

Seconds are those of the processor, so that other programs on the machine do not count; a save is timed by the clock as
well, since it waits for the disk.
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from codesign import analysis, coding, schemas
from codesign.agreement import by_code
from codesign.intake import exports, import_files
from codesign.journal import Change, Journal, Operation, new_id
from codesign.study import Study

ROOT = Path(__file__).resolve().parent.parent
CODES, TURNS, CODINGS_EACH_INTERVIEW = 50, 150, 250
TABLES = (10_000, 50_000, 500_000)
FOLDERS = (5_000, 50_000, 500_000)
INTERVIEWS_ON_DISK, EXPORTED = 40, 50_000
LINE = "We purge every line twice before we open it, and new people forget the second time on nights."

Seconds = dict[str, float]


def interviews(number: int) -> pd.DataFrame:
    """Return the turns of interviews, every other one a respondent's, about 50,000 characters each."""
    chance = np.random.default_rng(7)
    rows = []
    for name in range(number):
        ends = np.cumsum(chance.integers(60, 600, TURNS)).tolist()
        rows += [
            {"segment_id": f"INT-{name:04}-{place}", "transcript_id": f"INT-{name:04}", "position": place + 1,
             "participant_id": f"P-{name:04}", "role": "respondent" if place % 2 else "interviewer",
             "start": start, "end": end - 10}
            for place, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True))
        ]  # fmt: skip
    return schemas.frame("segments", rows)


def tables(codings: int, interview_count: int) -> dict[str, pd.DataFrame]:
    """Return a study of two coders who each put half of the codings on at random."""
    chance = np.random.default_rng(7)
    turns = interviews(interview_count)
    length = turns.groupby("transcript_id")["end"].max().to_numpy().astype(int)
    place = np.sort(chance.integers(0, interview_count, codings))
    starts = (chance.random(codings) * (length[place] - 300)).astype(int)
    columns = {
        "transcript_id": place,
        "start": starts,
        "end": starts + chance.integers(20, 300, codings),
        "code": chance.integers(0, CODES, codings),
    }
    rows = [
        {"coding_id": f"coding-{number}", "transcript_id": f"INT-{name:04}", "start": start, "end": end,
         "code_id": f"c{code}", "coder": "ana" if number % 2 else "ben"}
        for number, (name, start, end, code) in enumerate(zip(*map(np.ndarray.tolist, columns.values()), strict=True))
    ]  # fmt: skip
    people = [
        {
            "participant_id": f"P-{name:04}",
            "employer": f"Employer {name:04}",
            "kind": "employer",
            "sector": ("hydrogen", "retrofit", "wind")[name % 3],
        }
        for name in range(interview_count)
    ]
    codes = [{"code_id": f"c{number}", "name": f"Code {number}", "family": "tool"} for number in range(CODES)]
    own = {"codings": schemas.frame("codings", rows), "segments": turns, "codes": schemas.frame("codes", codes)}
    names = [{"transcript_id": f"INT-{name:04}"} for name in range(interview_count)]
    own |= {"participants": schemas.frame("participants", people), "transcripts": schemas.frame("transcripts", names)}
    return schemas.complete(own)


def seconds(action: Callable[[], object], times: int = 3, clock: Callable[[], float] = time.process_time) -> float:
    """Return the median of how long something takes."""
    taken = []
    for _ in range(times):
        start = clock()
        action()
        taken.append(clock() - start)
    return statistics.median(taken)


def of_tables(codings: int, interview_count: int) -> Seconds:
    """Return how long the tables of the analysis take, without reading a study."""
    study = tables(codings, interview_count)
    times = 3 if codings <= TABLES[1] else 1
    evidence = coding.attributed(study)
    codes, transcripts = study["codes"], study["transcripts"]
    return {
        "who said each coding": seconds(lambda: coding.attributed(study), times),
        "code by document": seconds(lambda: analysis.code_by_interview(evidence, codes, transcripts), times),
        "co-occurrence of all codes": seconds(lambda: analysis.co_occurrence(evidence, codes), times),
        "agreement on every code, all coefficients": seconds(lambda: by_code(study), times),
    }


# a study on disk --------------------------------------------------------------------------------------


def on_disk(folder: Path, codings: int) -> Study:
    """Return a study of 40 interviews whose journal holds so many codings, each an act of its own."""
    (folder / "workbooks").mkdir(parents=True)
    study = Study.create(folder / "interview_data" / "trial", ROOT / "templates" / "study", person="Kim", device="desk")
    for number in range(1, INTERVIEWS_ON_DISK + 1):
        turns = [f"{'Employer' if place % 2 else 'Interviewer'}: {number}. {LINE * 3}" for place in range(TURNS)]
        (folder / f"INT-{number:02}.txt").write_text("\n\n".join(turns) + "\n", encoding="utf-8")
    if not all(report.is_in for report in import_files(study, sorted(folder.glob("INT-*.txt")))):
        raise SystemExit("The invented interviews were not imported, so nothing here was measured.")
    length = len(study.texts()["INT-01"])
    chance = np.random.default_rng(7)
    codes = study.read()["codes"]["code_id"].tolist()
    journal = Journal(study.folder / "journal" / "ana.desk.jsonl", "Ana", "desk")
    for first in range(0, codings, 10_000):
        drafts = [_draft(place, chance, length, codes) for place in range(first, min(first + 10_000, codings))]
        journal.append(drafts, 1_000)
    return study


def _draft(place: int, chance: np.random.Generator, length: int, codes: Sequence[str]) -> Operation:
    start = int(chance.integers(0, length - 300))
    fields = {"transcript_id": f"INT-{place % INTERVIEWS_ON_DISK + 1:02}", "start": start,
              "end": start + int(chance.integers(20, 300)), "code_id": codes[int(chance.integers(len(codes)))],
              "coder": "Ana", "polarity": "supports"}  # fmt: skip
    return Operation("", "", 0, 0, "", "", "", "put", "codings", f"coding-{place}", fields)


def of_a_folder(codings: int) -> Seconds:
    """Return how long opening, saving, reading again and exporting take with so many codings there."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made = on_disk(folder, codings)
        study = Study.open(made.folder, person="Kim", device="desk")
        found = {"open a study and read it": seconds(study.read, 1)}
        found["save one more coding"] = seconds(lambda: _save(study), 21)
        found["the same by the clock, with the disk"] = seconds(lambda: _save(study), 21, time.perf_counter)
        found["read again after a save"] = seconds(lambda: (_save(study), study.read()), 3)
        if codings <= EXPORTED:
            for ending in (".csv", ".xlsx"):
                found[f"export all as {ending}"] = seconds(
                    lambda e=ending: exports.export_codings(study, folder / f"x{e}")
                )
        found["undo"] = seconds(lambda: (study.undo(), study.folded()), 3)
        return found


def _save(study: Study) -> None:
    start = time.perf_counter_ns() % 10_000
    row = {"coding_id": new_id("coding"), "transcript_id": "INT-01", "start": start, "end": start + 90}
    study.save([Change("put", "codings", {**row, "code_id": "job-task", "coder": "Kim"})])


# telling ----------------------------------------------------------------------------------------------


def told(title: str, found: Mapping[int, Seconds]) -> str:
    """Return a table of seconds, with the power of the number of codings that time grew with at the end."""
    sizes = list(found)
    lines = [f"{title:<44}" + "".join(f"{size:>12,}" for size in sizes) + f"{'grows with':>14}"]
    for name in found[sizes[0]]:
        own = {size: found[size][name] for size in sizes if name in found[size]}
        shown = "".join(f"{own[size]:>10.3f} s" if size in own else f"{'':>12}" for size in sizes)
        lines.append(f"{name:<44}{shown}{_power(own):>14}")
    return "\n".join(lines)


def _power(own: Mapping[int, float]) -> str:
    (few, quick), (many, slow) = list(own.items())[-2:]
    return f"n^{math.log(slow / quick) / math.log(many / few):.2f}"


def main() -> int:
    each = {size: of_tables(size, size // CODINGS_EACH_INTERVIEW) for size in TABLES}
    print(told(f"two coders, {CODINGS_EACH_INTERVIEW} codings an interview", each), end="\n\n", flush=True)
    dense = {size: of_tables(size, 40) for size in TABLES}
    print(told("two coders, always 40 interviews", dense), end="\n\n", flush=True)
    print(told(f"a study on disk, {INTERVIEWS_ON_DISK} interviews", {size: of_a_folder(size) for size in FOLDERS}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
