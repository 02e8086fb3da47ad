"""Agreement on where passages begin and end, and on what they are: Krippendorff's alphas for unitizing.

The family of Krippendorff, Mathet, Bouvry and Widlöcher 2016, as in Krippendorff 2019, 12.6. It is not the alpha of
1995 and 2004, which squared the differences of lengths.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from codesign.agreement.coefficients import Coefficient

SECTION_COLUMNS = ["coder", "start", "end", "value"]
VALUE_COLUMNS = ["value", "alpha", "coverage", "length", "reason"]
UNCODED = 0
TINY = 1e-12
NOTHING_VARIES = "everything, or nothing, was marked by all coders"
ONE_VALUE = "fewer than two values stand where coders overlap"


class Unitizing(NamedTuple):
    """The alphas of a continuum marked by several coders.

    `u` compares where sections lie and what they are; `binary` only whether a place is marked; `cu` only the values
    where coders overlap. `values` has a row a value: value, alpha ((k)cu), coverage (the share of its length that
    other coders marked too), length (all that was marked with it, mean of the pairs of coders), reason.
    """

    u: Coefficient
    binary: Coefficient
    cu: Coefficient
    values: pd.DataFrame


def unitizing_alpha(
    sections: pd.DataFrame | Sequence[Mapping[str, Any]], length: int, *, coders: Collection[str] | None = None
) -> Unitizing:
    """Return the unitizing alphas of marked sections of a continuum.

    `sections` has the columns coder, start, end (0-based, end exclusive) and value; sections of one coder must not
    overlap. `coders` names all of them, where some marked nothing. With l the lengths two coders' values share and
    S the sum of squared lengths of sections (of lengths, for what is unmarked): alpha = 1 - D(l) / D(e), where
    e(c, k) = (l(c) l(k) - [c = k] S(c)) l / (l² - S). For `cu` and the values a section's length is the part of it
    that other coders marked too, averaged over them. ValueError names sections that cannot be.
    """
    marked = _checked(sections, length)
    names = sorted(set(marked["coder"]) | set(coders or ()), key=str)
    numbers, kinds = pd.factorize(marked["value"].to_numpy(dtype=object))
    if len(names) < 2:
        return _of_one(len(names), length, kinds)
    marked = marked.assign(coder=marked["coder"].map({name: place for place, name in enumerate(names)}))
    marked = marked.assign(value=numbers + 1).astype(int)
    lengths = shared_lengths(marked, len(names), len(kinds), length)
    whole, inner = (lengths.shared[0], lengths.squares[0]), (lengths.shared[0, 1:, 1:], lengths.both[0, 1:])
    about = (length, len(names))
    return Unitizing(
        _coefficient(u(lengths)[0], *about, NOTHING_VARIES),
        _coefficient(binary(lengths)[0], *about, NOTHING_VARIES),
        _coefficient(cu(lengths)[0], *about, ONE_VALUE),
        _by_value(kinds, *inner, whole[0][:, 1:].sum(axis=0)),
    )


@dataclass(frozen=True)
class Lengths:
    """The lengths the alphas rest on, by stretch of the continuum (first axis), such as an interview.

    `shared` is l: the length on which one coder's value (row, 0 unmarked) meets another's; `squares` is S, and `both`
    the same for `cu`, of the parts that other coders marked too. Lengths of stretches add up.
    """

    shared: np.ndarray
    squares: np.ndarray
    both: np.ndarray

    def drawn(self, times: np.ndarray) -> Lengths:
        """Return the lengths of stretches drawn that many times: one row of `times` a draw, one column a stretch."""
        return Lengths(*(np.tensordot(times, part, axes=1) for part in (self.shared, self.squares, self.both)))


def shared_lengths(marked: pd.DataFrame, coders: int, kinds: int, length: int) -> Lengths:
    """Return the lengths of one stretch; `marked` has coder (from 0), start, end and value (from 1) as numbers."""
    sizes = (marked["end"] - marked["start"]).to_numpy(dtype=float)
    squares = np.bincount(marked["value"], weights=sizes**2, minlength=kinds + 1)
    squares[UNCODED] = coders * length - sizes.sum()
    both = np.bincount(marked["value"], weights=_overlapped(marked, coders) ** 2, minlength=kinds + 1)
    return Lengths(_shared(marked, coders, kinds + 1, length)[None], squares[None], both[None])


def u(lengths: Lengths) -> np.ndarray:
    """Return the alpha of where sections lie and what they are, for each stretch."""
    return _alpha(lengths.shared, lengths.squares)


def binary(lengths: Lengths) -> np.ndarray:
    """Return the alpha of what is marked at all, for each stretch."""
    mark = np.eye(lengths.squares.shape[-1], 2)
    mark[1:] = [0, 1]
    return _alpha(mark.T @ lengths.shared @ mark, lengths.squares @ mark)


def cu(lengths: Lengths) -> np.ndarray:
    """Return the alpha of the values where coders overlap, for each stretch."""
    return _alpha(lengths.shared[:, 1:, 1:], lengths.both[:, 1:])


def _checked(sections: pd.DataFrame | Sequence[Mapping[str, Any]], length: int) -> pd.DataFrame:
    """Return the columns of sections, positions as whole numbers; ValueError where they cannot be."""
    given = pd.DataFrame(sections)
    missing = [name for name in SECTION_COLUMNS if name not in given]
    if missing:
        raise ValueError(f"Sections need the columns {', '.join(SECTION_COLUMNS)}; {', '.join(missing)} is missing.")
    table = given[SECTION_COLUMNS].astype(object).reset_index(drop=True)
    start, end = (pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float) for name in ("start", "end"))
    is_whole = (start == np.round(start)) & (end == np.round(end))
    could_be = is_whole & (start >= 0) & (start < end) & (end <= length) & table.notna().all(axis=1).to_numpy()
    if not could_be.all():
        row = table[~could_be].iloc[0]
        raise ValueError(
            f"The section {row['start']} to {row['end']} of {row['coder']} is empty, not in whole "
            f"characters, without a coder or value, or outside 0 to {length}."
        )
    whole = table.assign(start=start.astype(int), end=end.astype(int))
    ordered = whole.sort_values("start", kind="stable")
    overlapping = ordered[ordered["start"] < ordered.groupby("coder")["end"].shift()]
    if len(overlapping):
        row = overlapping.iloc[0]
        raise ValueError(f"The section {row['start']} to {row['end']} of {row['coder']} overlaps another of theirs.")
    return whole


def _of_one(coders: int, length: int, kinds: np.ndarray) -> Unitizing:
    missing = Coefficient(math.nan, units=length, coders=coders, reason="fewer than two coders")
    rows = [(kind, math.nan, math.nan, math.nan, missing.reason) for kind in sorted(kinds, key=str)]
    return Unitizing(missing, missing, missing, pd.DataFrame(rows, columns=VALUE_COLUMNS))


def _shared(marked: pd.DataFrame, coders: int, kinds: int, length: int) -> np.ndarray:
    """Return l: the length on which one coder's value meets another's, over ordered pairs, divided by coders - 1."""
    edges = np.unique(np.concatenate([[0, length], marked["start"], marked["end"]]))
    sizes = np.diff(edges).astype(float)
    counts = np.zeros((len(sizes), kinds))
    for _, own in marked.groupby("coder"):
        value = _values_between(edges, own)
        counts[np.arange(len(sizes)), value] += 1
    counts[:, UNCODED] += coders - marked["coder"].nunique()
    weighted = counts * (sizes / (coders - 1))[:, None]
    return np.asarray(weighted.T @ counts - np.diag(weighted.sum(axis=0)))


def _values_between(edges: np.ndarray, own: pd.DataFrame) -> np.ndarray:
    """Return the value of one coder between each edge and the next."""
    ordered = own.sort_values("start")
    last = np.searchsorted(ordered["start"], edges[:-1], side="right") - 1
    is_inside = (last >= 0) & (edges[:-1] < ordered["end"].to_numpy()[last])
    return np.where(is_inside, ordered["value"].to_numpy()[last], UNCODED)


def _overlapped(marked: pd.DataFrame, coders: int) -> np.ndarray:
    """Return, for each section, the length of it that another coder marked too, averaged over the others."""
    lengths = np.zeros(len(marked))
    for coder, own in marked.groupby("coder"):
        ordered = own.sort_values("start")
        starts, ends = ordered["start"].to_numpy(), ordered["end"].to_numpy()
        met = _marked_until(marked["end"], starts, ends) - _marked_until(marked["start"], starts, ends)
        lengths += np.where(marked["coder"] == coder, 0, met)
    return lengths / (coders - 1)


def _marked_until(places: pd.Series[int], starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return how much of the text before each place lies in the sections."""
    at = places.to_numpy()
    before = np.concatenate([[0], np.cumsum(ends - starts)])
    last = np.searchsorted(starts, at, side="right")
    beyond = np.where(last > 0, np.maximum(ends[last - 1] - at, 0), 0)
    return np.asarray(before[last] - beyond)


def _expected(shared: np.ndarray, squares: np.ndarray) -> np.ndarray:
    totals, whole = shared.sum(axis=-2), shared.sum(axis=(-2, -1))
    room = whole**2 - squares.sum(axis=-1)
    pairs = totals[..., :, None] * totals[..., None, :] - squares[..., None] * np.eye(squares.shape[-1])
    share = np.divide(whole, room, out=np.zeros_like(whole), where=room > TINY * whole**2)
    return np.asarray(pairs * share[..., None, None])


def _alpha(shared: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Return alpha for each stretch; NaN where nothing varies."""
    expected = _expected(shared, squares)
    disagreed, by_chance = _beside_diagonal(shared), _beside_diagonal(expected)
    is_defined = by_chance > TINY * np.maximum(shared.sum(axis=(-2, -1)), 1)
    return np.asarray(1 - np.divide(disagreed, by_chance, out=np.full_like(by_chance, np.nan), where=is_defined))


def _beside_diagonal(table: np.ndarray) -> np.ndarray:
    return np.asarray(table.sum(axis=(-2, -1)) - np.trace(table, axis1=-2, axis2=-1))


def _coefficient(value: float, length: int, coders: int, reason: str) -> Coefficient:
    return Coefficient(float(value), units=length, coders=coders, reason=reason if math.isnan(value) else "")


def _by_value(kinds: np.ndarray, shared: np.ndarray, squares: np.ndarray, lengths: np.ndarray) -> pd.DataFrame:
    """Return (k)cu = 1 - (e(k) / l(k)) (l(k) - l(k, k)) / (e(k) - e(k, k)) and the coverage of each value, in order."""
    expected, met = _expected(shared, squares), shared.sum(axis=0)
    rows = []
    for place, kind in sorted(enumerate(kinds), key=lambda one: str(one[1])):
        chance = expected[:, place].sum() - expected[place, place]
        disagreed = met[place] - shared[place, place]
        is_defined = met[place] > 0 and chance > TINY * met[place]
        alpha = 1 - expected[:, place].sum() / met[place] * disagreed / chance if is_defined else math.nan
        reason = "" if is_defined else ONE_VALUE if met[place] else "no other coder marked any of it"
        rows.append((kind, float(alpha), met[place] / lengths[place], lengths[place], reason))
    return pd.DataFrame(rows, columns=VALUE_COLUMNS)
