"""How far coders agree on each code of a study, on what respondents said and nothing else.

The respondents' turns are laid end to end, so that interviewers' words and time stamps have no length. On this line
a coder's use of a code is a set of runs; nothing is ever counted character by character.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from codesign import schemas
from codesign.agreement import sums
from codesign.agreement.coefficients import NO_VARIATION
from codesign.agreement.intervals import FORMULAS, MOSTLY_UNDEFINED, REPEATS, SEED, draws, interval_of, why_none
from codesign.agreement.sums import Sums

COEFFICIENTS = tuple(FORMULAS)
LEVELS = ("characters", "turns")
OF_TWO = ("cohen_kappa", "scott_pi")
BOUNDS = tuple(f"{name}_{end}" for name in COEFFICIENTS for end in ("low", "high"))
CODE_COLUMNS = ["code_id", "level", *COEFFICIENTS, *BOUNDS, "units", "used", "coders", "interviews",
                "reason", "interval_reason"]  # fmt: skip
POOLED = ""
USED = "have a use of it"


@dataclass(frozen=True)
class Speech:
    """Respondents' words of the interviews with two coders or more, laid end to end.

    `edges` are the places where turns begin and end, `interviews` their names and `starts` where each begins;
    `sections` has code_id, coder, start, end on this line; `coded` says which coder (column) coded which interview.
    """

    edges: np.ndarray
    interviews: list[str]
    starts: np.ndarray
    coders: list[str]
    coded: np.ndarray
    sections: pd.DataFrame


def by_code(tables: schemas.Tables, *, repeats: int = REPEATS, seed: int = SEED) -> pd.DataFrame:
    """Return the coefficients of each code, by characters and by turns, with bootstrap intervals over interviews.

    Columns: code_id (empty: all codes pooled), level (characters or turns), one a coefficient and its 95 %
    bounds `_low` and `_high`, units (compared by two coders or more), used (those of them to which somebody put the
    code), coders, interviews, reason (why a coefficient is missing), interval_reason (why bounds are). A unit is
    coded or not coded. Only interviews two people coded count; a coder who put no code on an interview has no value
    there. Codes nobody used in them are left out.
    """
    speech = laid_out(tables)
    times = draws(len(speech.interviews), repeats=repeats, seed=seed)
    rows: list[dict[str, Any]] = []
    pooled: dict[str, list[tuple[Sums, float]]] = {level: [] for level in LEVELS}
    for code, own in speech.sections.groupby("code_id", sort=False):
        for level, counted in zip(LEVELS, (_by_characters(speech, own), _by_turns(speech, own)), strict=True):
            rows.append(_row(str(code), level, *counted, speech, times))
            pooled[level].append(counted)
    order = {code: place for place, code in enumerate(tables["codes"]["code_id"])}
    rows.sort(key=lambda row: (row["code_id"] not in order, order.get(row["code_id"], 0), row["code_id"]))
    whole = [_row(POOLED, level, *_added(pooled[level]), speech, times) for level in LEVELS if pooled[level]]
    return pd.DataFrame([*whole, *rows], columns=CODE_COLUMNS)


def laid_out(tables: schemas.Tables) -> Speech:
    """Return the respondents' words of the interviews two people coded, and the codings on them."""
    turns = tables["segments"]
    turns = turns[(turns["role"] == "respondent") & (turns["end"] > turns["start"])]
    codings = _on_speech(tables["codings"], turns)
    coders_of = {str(name): set(own["coder"]) for name, own in codings.groupby("transcript_id")}
    turns = turns[turns["transcript_id"].map(lambda name: len(coders_of.get(name, ())) > 1).astype(bool)]
    interviews = sorted(turns["transcript_id"].unique())
    coders = sorted({coder for interview in interviews for coder in coders_of[interview]})
    coded = np.array([[coder in coders_of[one] for coder in coders] for one in interviews], dtype=bool)
    room = 1 + int(max(turns["end"].max(), codings["end"].max())) if interviews else 1
    base = {interview: room * place for place, interview in enumerate(interviews)}
    own = codings[codings["transcript_id"].isin(base)]
    begins, ends = _on_line(turns, "start", base), _on_line(turns, "end", base)
    order = np.argsort(begins, kind="stable")
    edges = np.concatenate([[0], np.cumsum((ends - begins)[order])])
    firsts = np.searchsorted(begins[order], [base[interview] for interview in interviews])
    sections = own[["code_id", "coder"]].assign(
        start=_moved(_on_line(own, "start", base), begins[order], edges),
        end=_moved(_on_line(own, "end", base), begins[order], edges),
    )
    filled = sections[sections["start"] < sections["end"]]
    return Speech(edges, interviews, edges[firsts], coders, coded.reshape(len(interviews), len(coders)), filled)


def _on_speech(codings: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that touch a respondent's words: who coded none of these did not code the interview."""
    spoken = {name: own.sort_values("start") for name, own in turns.groupby("transcript_id")}
    touched = pd.Series(False, index=codings.index)
    for name, own in codings.groupby("transcript_id"):
        if name in spoken:
            starts, ends = (spoken[name][column].to_numpy(dtype=int) for column in ("start", "end"))
            # The first turn that ends after a coding begins is the one to meet, if any.
            first = np.searchsorted(ends, own["start"].to_numpy(dtype=int), side="right")
            begins = np.append(starts, np.iinfo(int).max)[first]
            touched.loc[own.index] = begins < own["end"].to_numpy(dtype=int)
    return codings[touched]


def _on_line(table: pd.DataFrame, column: str, base: Mapping[str, int]) -> np.ndarray:
    return np.asarray(table["transcript_id"].map(base).to_numpy(dtype=int) + table[column].to_numpy(dtype=int))


def _moved(places: np.ndarray, begins: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return how much respondent speech lies before each place."""
    if not len(begins):
        return np.zeros(len(places), dtype=int)
    turn = np.searchsorted(begins, places, side="right") - 1
    within = np.minimum(places - begins[turn], np.diff(edges)[turn])
    return np.where(turn < 0, 0, edges[turn] + within)


# by code ------------------------------------------------------------------------------------------------


def _by_characters(speech: Speech, own: pd.DataFrame) -> tuple[Sums, float]:
    """Return the sums of one code over runs of characters that every coder treats alike."""
    edges = np.unique(np.concatenate([speech.starts, [speech.edges[-1]], own["start"], own["end"]]))
    return _of_stretches(speech, own, edges, np.diff(edges).astype(float))


def _by_turns(speech: Speech, own: pd.DataFrame) -> tuple[Sums, float]:
    """Return the sums of one code over turns; a turn is coded where any of it is."""
    return _of_stretches(speech, own, speech.edges, np.ones(len(speech.edges) - 1))


def _of_stretches(speech: Speech, own: pd.DataFrame, edges: np.ndarray, weights: np.ndarray) -> tuple[Sums, float]:
    """Return the sums of stretches of speech, and how much of it has the code by anybody.

    Stretches of one interview that coders treat alike count as one.
    """
    coder, start, end = (own[name].to_numpy() for name in ("coder", "start", "end"))
    each = [coder == name for name in speech.coders]
    touched = np.column_stack([_touched(start[is_own], end[is_own], edges) for is_own in each])
    interview = np.searchsorted(speech.starts, edges[:-1], side="right") - 1
    alike, first = _alike(touched, interview)
    places = np.where(speech.coded[interview[first]], touched[first], -1)
    starts = np.searchsorted(interview[first], np.arange(1, len(speech.interviews)))
    counted = sums.summed(places, 2, np.bincount(alike, weights=weights), starts.tolist())
    return counted, float(weights[touched.any(axis=1)].sum())


def _alike(touched: np.ndarray, interview: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each stretch, the same for those treated alike, and the first stretch of each number."""
    key = interview.astype(np.int64)
    for column in touched.T:
        # numbered afresh after each coder, so that many coders do not run out of digits
        key = np.unique(2 * key + column, return_inverse=True)[1]
    _, first, alike = np.unique(key, return_index=True, return_inverse=True)
    return alike, first


def _touched(start: np.ndarray, end: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return which stretches between edges meet a section: more begin before their end than end by their start."""
    begun = np.searchsorted(np.sort(start), edges[1:], side="left")
    ended = np.searchsorted(np.sort(end), edges[:-1], side="right")
    return np.asarray(begun > ended)


def _added(of_codes: Sequence[tuple[Sums, float]]) -> tuple[Sums, float]:
    """Return the sums of all codes together, by interview, and how much has any of them, each counted."""
    summed, used = zip(*of_codes, strict=True)
    return Sums(*(sum(parts) for parts in zip(*(vars(one).values() for one in summed), strict=True))), sum(used)


def _row(code: str, level: str, summed: Sums, used: float, speech: Speech, times: np.ndarray) -> dict[str, Any]:
    total, drawn, no_interval = summed.total(), summed.drawn(times), why_none(summed, USED)
    values = {name: float(formula(total)[0]) for name, formula in FORMULAS.items()}
    reasons = [reason for name, value in values.items() for reason in _reason(name, value, len(speech.coders))]
    bounds: dict[str, float] = {}
    for name, formula in FORMULAS.items():
        low, high = (math.nan, math.nan) if no_interval else interval_of(drawn, formula)
        bounds |= {f"{name}_low": low, f"{name}_high": high}
    is_undrawn = any(math.isnan(bounds[f"{name}_low"]) > math.isnan(value) for name, value in values.items())
    return {
        "code_id": code,
        "level": level,
        **values,
        **bounds,
        "units": round(float(total.paired[0])),
        "used": round(used),
        "coders": len(speech.coders),
        "interviews": len(speech.interviews),
        "reason": "; ".join(dict.fromkeys(reasons)),
        "interval_reason": no_interval or (MOSTLY_UNDEFINED if is_undrawn else ""),
    }


def _reason(name: str, value: float, coders: int) -> Iterator[str]:
    if not math.isnan(value):
        return
    if name in OF_TWO and coders > 2:
        yield f"kappa and pi compare two coders, and there are {coders}"
    else:
        yield NO_VARIATION
