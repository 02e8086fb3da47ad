"""Plain arithmetic of the program's plan: enrolment, budget, and what employers committed to."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from codesign import discretion, voices
from codesign.phrases import listed
from codesign.schemas import RUNGS

ENROLMENT_COLUMNS = ["year", "sector", "intakes", "seats", "learners", "completers", "assumption"]
NOC = "NOC"
"""How the framework of occupations begins, whatever its version."""
LADDER_COLUMNS = ["rung", "employers", "of", "others", "beyond", "outdated", "sentence"]
CHECKED = RUNGS[1]
BALANCE = "Balance (revenue less cost)"
TOTALS: Mapping[str, str] = {
    "revenue": "Total revenue",
    "cost": "Total cost",
    "contribution": "Total contributions in kind",
}


def enrolment_table(enrolments: pd.DataFrame, *, sector: str = "") -> pd.DataFrame:
    """Return planned learners and completers by year, with a last row Total.

    Columns: year, sector, intakes, seats (an intake), learners (intakes times seats), completers (learners times the
    share expected to complete, rounded; None where the share is not given), assumption. The rows are those of the
    sector, or of all sectors where it has none of that year. The total adds the rounded numbers as they stand.
    """
    rows = [_enrolment_row(row) for row in _for_sector(enrolments, sector)]
    if rows:
        rows.append(_enrolment_total(rows))
    return pd.DataFrame(rows, columns=ENROLMENT_COLUMNS, dtype=object)


def budget_table(budget_lines: pd.DataFrame) -> pd.DataFrame:
    """Return the budget with one column a year, totals by kind, and the balance.

    Columns: kind (revenue, cost, contribution, total), item, one for each year in order (lines without a year under
    “no year”), total. Contributions in kind are totalled and kept out of the balance, which is money only.
    """
    years = sorted({str(year) for year in budget_lines["year"]} - {""})
    years += ["no year"] if (budget_lines["year"] == "").any() else []
    rows = [row for kind in TOTALS for row in _budget_rows(budget_lines, kind, years)]
    totals = {row["item"]: row for row in rows if row["kind"] == "total"}
    if rows:
        nothing = dict.fromkeys([*years, "total"], 0.0)
        revenue, cost = totals.get(TOTALS["revenue"], nothing), totals.get(TOTALS["cost"], nothing)
        rows.append({"kind": "total", "item": BALANCE, **{c: round(revenue[c] - cost[c], 2) for c in nothing}})
    return pd.DataFrame(rows, columns=["kind", "item", *years, "total"], dtype=object)


def ladder(
    commitments: pd.DataFrame, participants: pd.DataFrame, outdated: Collection[str] = frozenset()
) -> pd.DataFrame:
    """Return on each rung of the commitment ladder how many of the interviewed employers stand.

    Columns: rung, employers, of (employers interviewed, withdrawn ones left out), others (bodies on the rung that are
    no employers, in words), beyond (bodies on the rung that were not interviewed in this run; counted in neither),
    outdated (those employers on the rung of checked tasks who rated a wording that changed since: `outdated` names
    them), sentence. A rung is counted as recorded; standing on a higher one does not fill the lower.
    """
    bodies = voices.bodies(discretion.taking_part(participants))
    on_rung, of = committed(commitments, participants), voices.bodies_heard(bodies).get(voices.EMPLOYER, 0)
    rows = []
    for rung in RUNGS:
        named = set(commitments.loc[commitments["rung"] == rung, "employer"])
        employers = on_rung[rung].get(voices.EMPLOYER, 0)
        older = _employers_among(bodies, named & set(outdated)) if rung == CHECKED else 0
        rows.append(
            {
                "rung": rung,
                "employers": employers,
                "of": of,
                "others": listed(voices.other_bodies(on_rung[rung]), ""),
                "beyond": len(named - set(bodies["employer"])),
                "outdated": older,
                "sentence": _rung_sentence(rung, employers, of, older),
            }
        )
    return pd.DataFrame(rows, columns=LADDER_COLUMNS, dtype=object)


def committed(commitments: pd.DataFrame, participants: pd.DataFrame) -> dict[str, voices.Bodies]:
    """Return how many of the interviewed bodies of each kind stand on each rung, by rung."""
    bodies = voices.bodies(discretion.taking_part(participants))
    named = commitments.groupby("rung")["employer"].agg(set).to_dict() | {RUNGS[0]: set(bodies["employer"])}
    return {rung: voices.bodies_heard(bodies[bodies["employer"].isin(named.get(rung, set()))]) for rung in RUNGS}


def aligned(alignments: pd.DataFrame, sector: str) -> pd.DataFrame:
    """Return what the program as a whole is aligned to in a run on this sector, or on all where it is empty.

    Occupations of the sector go before those of the whole program; none of one sector stands for a run on all.
    """
    whole = alignments[(alignments["aligned"] == "program") & (alignments["framework"] != "")]
    of_run = whole[whole["sector"].isin(["", sector])]
    is_noc = of_run["framework"].str.startswith(NOC)
    own = is_noc & (of_run["sector"] == sector)
    return of_run[~is_noc | own] if own.any() else of_run


def _employers_among(bodies: pd.DataFrame, named: Collection[str]) -> int:
    return voices.bodies_heard(bodies[bodies["employer"].isin(named)]).get(voices.EMPLOYER, 0)


def _rung_sentence(rung: str, count: int, of: int, older: int) -> str:
    if rung == "interviewed":
        return f"{count} {'employer was' if count == 1 else 'employers were'} interviewed"
    sentence = f"{count} of {of} interviewed employers {rung}"
    return f"{sentence}; {before_a_change(older)}" if older else sentence


def before_a_change(older: int) -> str:
    """Return that so many of those who checked tasks did so before the wording of one changed: their sign-off is stale.

    >>> before_a_change(1), before_a_change(3)
    ('1 of them before a task they checked was reworded', '3 of them before a task they checked was reworded')
    """
    return f"{older} of them before a task they checked was reworded"


def _for_sector(table: pd.DataFrame, sector: str) -> list[dict[Any, Any]]:
    """Return the rows of the sector, or of all sectors where it has none of that year; likewise the other way round."""
    rows: list[dict[Any, Any]] = []
    for _, group in table.groupby("year", sort=True):
        own, general = group[group["sector"] == sector], group[group["sector"] == ""]
        chosen = own if len(own) else group if not sector else general
        rows += chosen.to_dict("records")
    return rows


def _enrolment_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    learners = int(row["intakes"]) * int(row["seats"])
    share = row["completion_share"]
    completers = None if pd.isna(share) else math.floor(learners * float(share) + 0.5)
    cells = {name: row[name] for name in ("year", "sector", "intakes", "seats", "assumption")}
    return {**cells, "learners": learners, "completers": completers}


def _enrolment_total(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    completers = [row["completers"] for row in rows]
    return {"year": "Total", "sector": "", "intakes": sum(row["intakes"] for row in rows), "seats": None,
            "learners": sum(row["learners"] for row in rows), "assumption": "",
            "completers": None if None in completers else sum(completers)}  # fmt: skip


def _budget_rows(lines: pd.DataFrame, kind: str, years: Sequence[str]) -> list[dict[str, Any]]:
    own = lines[lines["kind"] == kind]
    if own.empty:
        return []
    items = [_amounts(kind, str(item), group, years) for item, group in own.groupby("item", sort=False)]
    return [*items, _amounts("total", TOTALS[kind], own, years)]


def _amounts(kind: str, item: str, lines: pd.DataFrame, years: Sequence[str]) -> dict[str, Any]:
    year = lines["year"].where(lines["year"] != "", "no year")
    by_year = {
        name: round(math.fsum(float(amount) for amount in lines.loc[year == name, "amount"]), 2) for name in years
    }
    return {"kind": kind, "item": item, **by_year, "total": round(math.fsum(by_year.values()), 2)}
