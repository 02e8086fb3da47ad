"""Hours by module and competency, held against the hours of the program."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

MODULE_COLUMNS = ["module_id", "title", "competencies", "hours"]
COMPETENCY_COLUMNS = ["competency_id", "title", "modules", "hours"]


def hours(modules: pd.DataFrame, module_competencies: pd.DataFrame) -> pd.DataFrame:
    """Return each module's hours and the competencies they go to: module_id, title, competencies, hours.

    `competencies` are ids separated by commas; a module without any stands there with 0 hours.
    """
    return _summed(modules, module_competencies, "module_id", "competency_id", MODULE_COLUMNS)


def competency_hours(competencies: pd.DataFrame, module_competencies: pd.DataFrame) -> pd.DataFrame:
    """Return each competency's hours and the modules that give them: competency_id, title, modules, hours."""
    return _summed(competencies, module_competencies, "competency_id", "module_id", COMPETENCY_COLUMNS)


def modules_in_scope(
    modules: pd.DataFrame, module_competencies: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Return the modules that give hours to one of these competencies, and those tied to no competency at all."""
    here = module_competencies["competency_id"].isin(competencies["competency_id"])
    elsewhere = set(module_competencies["module_id"]) - set(module_competencies.loc[here, "module_id"])
    return modules[~modules["module_id"].isin(elsewhere)].reset_index(drop=True)


def hours_gaps(
    modules: pd.DataFrame, module_competencies: pd.DataFrame, competencies: pd.DataFrame, *, program_hours: float
) -> list[str]:
    """Return what does not add up, as sentences: modules or competencies without hours, and a total that differs.

    Hours for competencies outside `competencies` do not count.
    """
    own = module_competencies[module_competencies["competency_id"].isin(competencies["competency_id"])]
    by_module, by_competency = hours(modules, own), competency_hours(competencies, own)
    sentences = [
        f"{kind} {row[key]} “{row['title']}” has no hours."
        for kind, key, table in (("Module", "module_id", by_module), ("Competency", "competency_id", by_competency))
        for row in table[table["hours"] == 0].to_dict("records")
    ]
    return sentences + _total_gap(math.fsum(by_module["hours"]), program_hours)


def words(number: float) -> str:
    """Return a number as it is written: 45, not 45.0; at most two decimals.

    >>> words(45.0), words(7.5)
    ('45', '7.5')
    """
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def _total_gap(allotted: float, program_hours: float) -> list[str]:
    if not program_hours:
        return ["The hours of the program are not stated."]
    if math.isclose(allotted, program_hours, abs_tol=0.005):
        return []
    return [f"The modules add up to {words(allotted)} hours; the program states {words(program_hours)}."]


def _summed(rows: pd.DataFrame, links: pd.DataFrame, key: str, other: str, columns: list[str]) -> pd.DataFrame:
    groups = {str(name): group for name, group in links.groupby(key, sort=False)}
    table: list[dict[str, Any]] = []
    for row in rows.to_dict("records"):
        group = groups.get(str(row[key]), links.iloc[:0])
        table.append(
            {
                key: row[key],
                "title": row["title"],
                columns[2]: ", ".join(map(str, group[other])),
                "hours": math.fsum(float(value) for value in group["hours"]),
            }
        )
    return pd.DataFrame(table, columns=columns, dtype=object)
