"""How much new each interview still brought: several readings side by side, and never one verdict.

After Guest, Namey and Chen 2020. Whether enough people were heard depends on the codes, on the order of interviews
and on where one draws the line, so all three are shown to move. Every function takes evidence, a table with the
columns transcript_id and code_id (such as `coding.attributed` gives), and the order of the interviews.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from codesign import discretion

BASES = (4, 5, 6)
RUNS = (2, 3)
THRESHOLDS = (0.0, 0.05)
REPEATS = 1000
SEED = 20200505
BAND = (0.05, 0.5, 0.95)
LAST = 3
CLOSE = 1e-9
CURVE_COLUMNS = ["position", "transcript_id", "codes", "new_codes", "known_codes", "low", "median", "high"]
GRID_COLUMNS = ["base", "run", "threshold", "base_codes", "before_run", "interviews", "new_in_run", "ratio",
                "later_codes", "orders", "reason"]  # fmt: skip
GROUP_COLUMNS = ["interviews", "codes", "once", "last_new", "reached", "settings"]


def interview_order(evidence: pd.DataFrame) -> list[str]:
    """Return the coded interviews by the day they were held, then by name; those without a day come last.

    Needs the column interviewed_on as well.
    """
    days = evidence["interviewed_on"].replace("", "9999").groupby(evidence["transcript_id"]).min()
    return [str(name) for name in sorted(days.index, key=lambda name: (days[name], name))]


def curve(evidence: pd.DataFrame, order: Sequence[str], *, repeats: int = REPEATS, seed: int = SEED) -> pd.DataFrame:
    """Return what each interview added, in order, and what the same interviews add in other orders.

    Columns: position (from 1), transcript_id, codes (in this interview), new_codes (first heard in it), known_codes
    (heard so far), and low, median, high: the 5th, 50th and 95th percentile of known_codes over orders drawn at
    random.
    """
    heard = _heard(evidence, order)
    new = _new_codes(heard, np.arange(len(order))[None, :])[0]
    orders = np.cumsum(_new_codes(heard, _orders(len(order), repeats, seed)), axis=1)
    low, median, high = np.quantile(orders, BAND, axis=0) if len(order) else np.zeros((3, 0))
    columns = (range(1, len(order) + 1), order, heard.sum(axis=1), new, np.cumsum(new), low, median, high)
    return pd.DataFrame(dict(zip(CURVE_COLUMNS, columns, strict=True)))


def grid(evidence: pd.DataFrame, order: Sequence[str], *, repeats: int = REPEATS, seed: int = SEED) -> pd.DataFrame:
    """Return when new codes fell to a threshold, for each base size, run length and threshold.

    With B the different codes of the first `base` interviews and N those first heard in a run of interviews after
    them, the threshold is met at the first run with N / B at or below it; runs move on by one interview (Guest,
    Namey and Chen 2020). Columns: base, run, threshold, base_codes (B), before_run and interviews (before the run,
    and with it), new_in_run (N), ratio, later_codes (first heard after it), orders (the share of orders drawn at
    random in which it is met), reason (why it is not met here).
    """
    heard = _heard(evidence, order)
    new = _new_codes(heard, np.arange(len(order))[None, :])
    drawn = _new_codes(heard, _orders(len(order), repeats, seed))
    settings = [(base, run, threshold) for base in BASES for run in RUNS for threshold in THRESHOLDS]
    return pd.DataFrame([_reading(new, drawn, *setting) for setting in settings], columns=GRID_COLUMNS, dtype=object)


def tail(evidence: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Return the codes that came late or rarely: in one interview only, or first heard in the last three.

    Columns: code_id, first_heard (position of the interview), interviews (how many it was heard in).
    """
    heard, codes = _heard(evidence, order), _codes(evidence)
    first = np.argmax(heard, axis=0) + 1 if len(order) else np.zeros(0, dtype=int)
    table = pd.DataFrame({"code_id": codes, "first_heard": first, "interviews": heard.sum(axis=0)})
    late = table[(table["interviews"] == 1) | (table["first_heard"] > len(order) - LAST)]
    return late.sort_values(["first_heard", "code_id"], kind="stable").reset_index(drop=True)


def by_group(evidence: pd.DataFrame, order: Sequence[str], column: str, shown: Collection[str]) -> pd.DataFrame:
    """Return the same for each group of an attribute; groups not in `shown` are held back, with None throughout.

    Columns: `column`, interviews, codes, once (codes heard in one interview of the group), last_new (codes first
    heard in its last three), reached (how many settings of the grid are met), settings (how many there are).
    """
    groups = evidence.assign(**{column: evidence[column].replace("", discretion.NOT_RECORDED)}).groupby(column)
    rows = [{column: name, **(_of_group(own, order) if name in shown else {})} for name, own in groups]
    table = pd.DataFrame(rows, columns=[column, *GROUP_COLUMNS], dtype=object)
    return table.where(table.notna(), None)


def _of_group(evidence: pd.DataFrame, order: Sequence[str]) -> dict[str, int]:
    own = [name for name in order if name in set(evidence["transcript_id"])]
    heard = _heard(evidence, own)
    new = _new_codes(heard, np.arange(len(own))[None, :])
    readings = grid(evidence, own, repeats=1)
    return {
        "interviews": len(own),
        "codes": heard.shape[1],
        "once": int((heard.sum(axis=0) == 1).sum()),
        "last_new": int(new[0, -LAST:].sum()),
        "reached": int((readings["reason"] == "").sum()),
        "settings": len(readings),
    }


def _reading(new: np.ndarray, drawn: np.ndarray, base: int, run: int, threshold: float) -> dict[str, Any]:
    """Return one row of the grid."""
    row: dict[str, Any] = {**dict.fromkeys(GRID_COLUMNS), "base": base, "run": run, "threshold": threshold}
    if new.shape[1] < base + run:
        return row | {"reason": f"needs {base + run} coded interviews; there are {new.shape[1]}"}
    codes, end = int(new[0, :base].sum()), int(_met_at(new, base, run, threshold)[0])
    row |= {"base_codes": codes, "orders": float((_met_at(drawn, base, run, threshold) > 0).mean())}
    if not end:
        return row | {"reason": f"no run of {run} interviews brought so little"}
    added = int(new[0, end - run : end].sum())
    return row | {"before_run": end - run, "interviews": end, "new_in_run": added, "ratio": added / codes,
                  "later_codes": int(new[0, end:].sum()), "reason": ""}  # fmt: skip


def _met_at(new: np.ndarray, base: int, run: int, threshold: float) -> np.ndarray:
    """Return the interview that ends the first run at or below the threshold, for each order; 0 where none does."""
    heard = np.cumsum(np.pad(new, ((0, 0), (1, 0))), axis=1)
    added = heard[:, base + run :] - heard[:, base:-run]
    is_met = added <= threshold * heard[:, [base]] + CLOSE
    is_met &= heard[:, [base]] > 0
    return np.where(is_met.any(axis=1), is_met.argmax(axis=1) + base + run, 0)


def _codes(evidence: pd.DataFrame) -> list[str]:
    return sorted(set(evidence["code_id"]))


def _heard(evidence: pd.DataFrame, order: Sequence[str]) -> np.ndarray:
    """Return which interview (row) has which code (column)."""
    places = {name: place for place, name in enumerate(order)}
    unknown = sorted(set(evidence["transcript_id"]) - set(places))
    if unknown:
        raise ValueError(f"The order of interviews misses {', '.join(unknown)}.")
    codes = {code: place for place, code in enumerate(_codes(evidence))}
    heard = np.zeros((len(order), len(codes)), dtype=bool)
    heard[evidence["transcript_id"].map(places).astype(int), evidence["code_id"].map(codes).astype(int)] = True
    return heard


def _orders(interviews: int, repeats: int, seed: int) -> np.ndarray:
    """Return orders of the interviews drawn at random, one a row."""
    return np.random.default_rng(seed).permuted(np.tile(np.arange(interviews), (repeats, 1)), axis=1)


def _new_codes(heard: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """Return, for each order (row), how many codes are first heard in each of its interviews."""
    position = np.argsort(orders, axis=1)
    new = np.zeros(orders.shape, dtype=int)
    every = np.arange(len(orders))
    for code in range(heard.shape[1]):
        np.add.at(new, (every, position[:, heard[:, code]].min(axis=1)), 1)
    return new
