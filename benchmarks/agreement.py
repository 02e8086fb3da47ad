"""How long agreement on every code takes, for two coders and ever more codings: `python benchmarks/agreement.py`."""

from __future__ import annotations

import sys
import time

import numpy as np

from codesign import schemas
from codesign.agreement import by_code

INTERVIEWS, TURNS, CODES = 40, 150, 50
CODINGS_EACH = (5_000, 50_000, 250_000)


def study(codings_each: int) -> dict[str, object]:
    """Return interviews of 150 turns, every other one a respondent's, and codings of two coders put at random."""
    chance = np.random.default_rng(7)
    segments, codings = [], []
    for number in range(INTERVIEWS):
        name = f"INT-{number:02}"
        ends = np.cumsum(chance.integers(60, 600, TURNS))
        for place, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            role = "respondent" if place % 2 else "interviewer"
            segments.append({"segment_id": f"{name}-{place}", "transcript_id": name, "position": place + 1,
                             "start": int(start), "end": int(end) - 10, "role": role})  # fmt: skip
        many = 2 * codings_each // INTERVIEWS
        starts, sizes = chance.integers(0, ends[-1] - 300, many), chance.integers(20, 300, many)
        for place, (start, size, code) in enumerate(zip(starts, sizes, chance.integers(0, CODES, many), strict=True)):
            coder = "ana" if place % 2 else "ben"
            codings.append({"coding_id": f"{name}-{place}", "transcript_id": name, "start": int(start),
                            "end": int(start + size), "code_id": f"c{code}", "coder": coder})  # fmt: skip
    codes = [{"code_id": f"c{number}", "name": f"Code {number}", "family": "tool"} for number in range(CODES)]
    rows = {"segments": segments, "codings": codings, "codes": codes}
    return schemas.complete({name: schemas.frame(name, own) for name, own in rows.items()})


def seconds(codings_each: int) -> float:
    """Return how long all coefficients of all codes take, at both levels and with intervals; the best of three."""
    tables = study(codings_each)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        by_code(tables)
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> int:
    print(f"six coefficients of {CODES} codes, by characters and turns, with 1,000 draws of {INTERVIEWS} interviews")
    for codings_each in CODINGS_EACH:
        print(f"2 coders x {codings_each:,} codings: {seconds(codings_each):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
