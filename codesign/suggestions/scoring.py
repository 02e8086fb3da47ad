"""Scores of codes: as shares of one, what each feature added to them, and how often the first ones hit."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from codesign.suggestions.examples import Flags

Floats: TypeAlias = npt.NDArray[np.float64]


def hits(scores: Floats, has: Flags) -> list[float]:
    """Return hit@1, hit@3, hit@5 and macro-F1; equal scores keep the codebook's order."""
    order = np.argsort(-scores, axis=1, kind="stable")
    hit = np.take_along_axis(has, order, axis=1)
    first = np.zeros_like(has)
    first[np.arange(len(has)), order[:, 0]] = True
    f1 = 2 * (first & has).sum(axis=0) / np.maximum(first.sum(axis=0) + has.sum(axis=0), 1)
    return [*(float(hit[:, :most].any(axis=1).mean()) for most in (1, 3, 5)), float(f1.mean())]


def contributions(values: Floats) -> Floats:
    """Return what each feature added, as shares of all that spoke for it, so that two parts can be blended."""
    total = float(values[values > 0].sum())
    return np.divide(values, total) if total > 0 else np.zeros_like(values)


def shares(scores: Floats) -> Floats:
    """Return the scores of each row as shares of their sum; noughts where it is nought."""
    totals = scores.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(scores, totals, out=np.zeros_like(scores), where=totals > 0), dtype=float)
