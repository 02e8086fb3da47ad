"""How long it takes to say what ratings say, for ever more tasks and raters: `python benchmarks/ratings.py`."""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from codesign import tasks

SIZES = ((150, 300), (300, 1_000), (1_000, 5_000))
GROUPS = ("hydrogen", "wind", "solar")


def study(many_tasks: int, many_raters: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return ratings with a fifth left out, tasks under twelve duties, and raters of three sectors."""
    chance = np.random.default_rng(1)
    names = [f"T{n}" for n in range(many_tasks)]
    people = [f"R-{n}" for n in range(many_raters)]
    level = chance.normal(3, 0.8, many_tasks)[None, :] + chance.normal(0, 0.4, many_raters)[:, None]
    columns = {"rater_id": np.repeat(people, many_tasks), "task_id": np.tile(names, many_raters)}
    ratings = pd.DataFrame(columns).astype(object)
    for scale in tasks.SCALES:
        values = np.clip(np.rint(level + chance.normal(0, 1, level.shape)), 1, 5).astype(int).ravel().astype(object)
        values[chance.random(len(values)) < 0.2] = None
        ratings[scale] = values
    job = pd.DataFrame({"task_id": names, "duty_id": [f"D{n % 12}" for n in range(many_tasks)]})
    raters = pd.DataFrame({"rater_id": people, "sector": [GROUPS[n % 3] for n in range(many_raters)]})
    return ratings, job, raters


def seconds(many_tasks: int, many_raters: int) -> float:
    """Return the processor time of everything that is said of the ratings."""
    ratings, job, raters = study(many_tasks, many_raters)
    start = time.process_time()
    summary = tasks.summary(ratings, job)
    tasks.sentences([tasks.reliability(ratings, scale) for scale in tasks.SCALES])
    tasks.breakdown(ratings, raters, "sector")
    tasks.ranks(summary)
    tasks.duty_weights(summary, job)
    for scale in tasks.SCALES:
        tasks.distribution(ratings, job, scale)
    return time.process_time() - start


def main() -> int:
    print("means, agreement, reliability, groups, places and weights of all ratings, a fifth left out; processor time")
    seconds(20, 20)
    for many_tasks, many_raters in SIZES:
        taken = seconds(many_tasks, many_raters)
        a_million = taken / (many_tasks * many_raters / 1e6)
        print(f"{many_tasks:,} tasks x {many_raters:,} raters: {taken:.2f} s, {a_million:.1f} s a million ratings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
