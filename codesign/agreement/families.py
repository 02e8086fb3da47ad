"""How far coders agree on where passages lie and which code of a family they have, on what respondents said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from codesign import schemas
from codesign.agreement import unitizing
from codesign.agreement.codes import USED, Speech, laid_out
from codesign.agreement.intervals import MOSTLY_UNDEFINED, REPEATS, SEED, draws, quantiles, too_few
from codesign.agreement.unitizing import Lengths, unitizing_alpha

ALPHAS = {"u_alpha": unitizing.u, "binary_alpha": unitizing.binary, "cu_alpha": unitizing.cu}
FAMILY_COLUMNS = ["family", *ALPHAS, *(f"{name}_{end}" for name in ALPHAS for end in ("low", "high")), "characters",
                  "coders", "interviews", "reason", "interval_reason"]  # fmt: skip
CODE_COLUMNS = ["family", "code_id", "kcu_alpha", "coverage", "characters", "reason"]
TWO_AT_ONCE = "a coder put two codes of the family on one place, and values must exclude each other"


def by_family(tables: schemas.Tables, *, repeats: int = REPEATS, seed: int = SEED) -> pd.DataFrame:
    """Return the unitizing alphas of each family of codes: where passages lie, and which code they have.

    Columns: family, u_alpha, binary_alpha, cu_alpha and their 95 % bounds `_low` and `_high` (bootstrap over
    interviews), characters, coders, interviews, reason (why an alpha is missing), interval_reason (why bounds are).
    Only interviews that all coders coded are compared. Undefined where a coder put two codes of the family on one
    place, since the values must exclude each other.
    """
    speech, families = _compared(tables)
    times = draws(len(speech.interviews), repeats=repeats, seed=seed)
    rows = [_family_row(family, own, speech, times) for family, own, _ in families]
    return pd.DataFrame(rows, columns=FAMILY_COLUMNS)


def by_code_of_family(tables: schemas.Tables) -> pd.DataFrame:
    """Return the (k)cu alpha and the coverage of each code among the codes of its family.

    Columns: family, code_id, kcu_alpha, coverage (the part of its length that other coders coded too, with any code
    of the family), characters (put by a coder, mean over pairs of coders), reason. As `by_family` otherwise.
    """
    speech, families = _compared(tables)
    rows = [row for family, own, codes in families for row in _code_rows(family, own, codes, speech)]
    return pd.DataFrame(rows, columns=CODE_COLUMNS)


def _compared(tables: schemas.Tables) -> tuple[Speech, list[tuple[str, pd.DataFrame, list[str]]]]:
    """Return the speech all coders coded, and each family in use with its sections there and its codes in use."""
    whole = laid_out(tables)
    speech = _coded_by_all(whole)
    inside = dict(_families(speech, tables["codes"]))
    return speech, [
        (family, inside.get(family, own.iloc[:0]), sorted(set(own["value"])))
        for family, own in _families(whole, tables["codes"])
    ]


def _why_none(sections: pd.DataFrame, speech: Speech) -> str:
    """Return why sections cannot be compared, or nothing."""
    if sections.empty:
        return f"it is in no interview that all {len(speech.coders)} coders coded"
    return TWO_AT_ONCE if _overlaps(sections) else ""


def _families(speech: Speech, codes: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the sections of each family in the order of families, those of one coder and code that overlap as one."""
    family_of = dict(zip(codes["code_id"], codes["family"], strict=True))
    sections = speech.sections.assign(family=speech.sections["code_id"].map(family_of))
    merged = {
        str(family): _merged(own).rename(columns={"code_id": "value"})
        for family, own in sections.groupby("family", sort=False)
    }
    places = {family: place for place, family in enumerate(schemas.FAMILIES)}
    return sorted(merged.items(), key=lambda one: places.get(one[0], len(places)))


def _code_rows(family: str, sections: pd.DataFrame, codes: list[str], speech: Speech) -> Iterator[dict[str, Any]]:
    if reason := _why_none(sections, speech):
        for code in codes:
            yield {"family": family, "code_id": code, "kcu_alpha": math.nan, "coverage": math.nan,
                   "characters": math.nan, "reason": reason}  # fmt: skip
        return
    unitized = unitizing_alpha(sections, int(speech.edges[-1]), coders=speech.coders)
    for row in unitized.values.to_dict("records"):
        yield {"family": family, "code_id": row["value"], "kcu_alpha": row["alpha"], "coverage": row["coverage"],
               "characters": row["length"], "reason": row["reason"]}  # fmt: skip


def _family_row(family: str, sections: pd.DataFrame, speech: Speech, times: np.ndarray) -> dict[str, Any]:
    about = {
        "family": family,
        "characters": int(speech.edges[-1]),
        "coders": len(speech.coders),
        "interviews": len(speech.interviews),
    }
    row: dict[str, Any] = {**dict.fromkeys(FAMILY_COLUMNS, math.nan), **about}
    if reason := _why_none(sections, speech):
        return row | {"reason": reason, "interval_reason": ""}
    unitized = unitizing_alpha(sections, int(speech.edges[-1]), coders=speech.coders)
    alphas = {"u_alpha": unitized.u, "binary_alpha": unitized.binary, "cu_alpha": unitized.cu}
    reasons = dict.fromkeys(alpha.reason for alpha in alphas.values() if alpha.reason)
    marked = len(set(np.searchsorted(speech.starts, sections["start"], side="right").tolist()))
    no_interval = too_few(len(speech.interviews), marked, USED)
    bounds = {} if no_interval else _bounds(sections, speech, times)
    is_undrawn = any(math.isnan(bounds[f"{name}_low"]) > math.isnan(alphas[name]) for name in alphas if bounds)
    why = {"reason": "; ".join(reasons), "interval_reason": no_interval or (MOSTLY_UNDEFINED if is_undrawn else "")}
    return row | {name: float(alpha) for name, alpha in alphas.items()} | bounds | why


def _bounds(sections: pd.DataFrame, speech: Speech, times: np.ndarray) -> dict[str, float]:
    drawn = _by_interview(sections, speech).drawn(times)
    bounds = {name: quantiles(alpha(drawn)) for name, alpha in ALPHAS.items()}
    return {
        f"{name}_{end}": bound
        for name, both in bounds.items()
        for end, bound in zip(("low", "high"), both, strict=True)
    }


def _by_interview(sections: pd.DataFrame, speech: Speech) -> Lengths:
    kinds = {value: number for number, value in enumerate(sorted(set(sections["value"])), start=1)}
    places = {coder: place for place, coder in enumerate(speech.coders)}
    numbered = pd.DataFrame(
        {
            "coder": sections["coder"].map(places),
            "start": sections["start"],
            "end": sections["end"],
            "value": sections["value"].map(kinds),
        }
    ).astype(int)
    interview = np.searchsorted(speech.starts, numbered["start"], side="right") - 1
    lengths = np.diff(np.append(speech.starts, speech.edges[-1]))
    each = [
        _of_interview(numbered[interview == at], int(start), len(places), len(kinds), int(length))
        for at, (start, length) in enumerate(zip(speech.starts, lengths, strict=True))
    ]
    return Lengths(*(np.concatenate(parts) for parts in zip(*(vars(one).values() for one in each), strict=True)))


def _of_interview(own: pd.DataFrame, start: int, coders: int, kinds: int, length: int) -> Lengths:
    moved = own.assign(start=own["start"] - start, end=own["end"] - start)
    return unitizing.shared_lengths(moved, coders, kinds, length)


def _coded_by_all(speech: Speech) -> Speech:
    """Return the speech of the interviews that every coder coded, moved together."""
    keep = np.asarray(speech.coded.all(axis=1))
    ends = np.append(speech.starts[1:], speech.edges[-1])
    lengths = np.where(keep, ends - speech.starts, 0)
    moved = np.cumsum(lengths) - lengths
    place = np.searchsorted(speech.starts, speech.sections["start"], side="right") - 1
    by = (moved - speech.starts)[place]
    sections = speech.sections.assign(start=speech.sections["start"] + by, end=speech.sections["end"] + by)[keep[place]]
    names = [name for name, is_kept in zip(speech.interviews, keep, strict=True) if is_kept]
    return Speech(np.array([0, lengths.sum()]), names, moved[keep], speech.coders, speech.coded[keep], sections)


def _merged(own: pd.DataFrame) -> pd.DataFrame:
    """Return the sections with those of one coder and code that overlap made one."""
    ordered = own.sort_values(["coder", "code_id", "start", "end"], kind="stable")
    reached = ordered.groupby(["coder", "code_id"])["end"].cummax()
    before = reached.groupby([ordered["coder"], ordered["code_id"]]).shift()
    run = (before.isna() | (ordered["start"] >= before)).cumsum().rename("run")
    parts = ordered.groupby([run, "coder", "code_id"], sort=False).agg(start=("start", "min"), end=("end", "max"))
    return parts.reset_index()[["coder", "code_id", "start", "end"]]


def _overlaps(sections: pd.DataFrame) -> bool:
    ordered = sections.sort_values(["coder", "start"], kind="stable")
    return bool((ordered["start"] < ordered.groupby("coder")["end"].shift()).any())
