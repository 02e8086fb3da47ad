"""Who gets an employer workbook: every rater of the study, and one of each interviewed employer without any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from codesign import discretion, numbering, schemas, voices
from codesign.intake.employer_marks import made_id
from codesign.study.person import slug


@dataclass(frozen=True)
class Asked:
    """One who is asked: a rater of the study, or an interviewed employer from whom nobody rated yet."""

    rater_id: str
    employer: str
    number: str
    stem: str = ""
    """The name of the file without its ending, made of the pseudonym."""

    @property
    def name(self) -> str:
        """What the rater is called in the file: the employer's pseudonym, else the rater's number."""
        return self.employer or self.number


def asked(tables: schemas.Tables, sector: str) -> list[Asked]:
    """Return who is asked about the tasks of a sector, or about all, in the order of the raters, then employers."""
    numbers = numbering.numbers(tables)
    raters = [row for row in schemas.records(tables["raters"]) if _speaks_for(row["sector"], sector)]
    rated_for = {row["employer"] for row in schemas.records(tables["raters"])}
    gone = _withdrawn(tables)
    ours = [
        Asked(row["rater_id"], row["employer"], numbers.of("raters", row["rater_id"]))
        for row in raters
        if row["employer"] not in gone
    ]
    others = [Asked(made_id("rater", name), name, "") for name in _employers(tables, sector) if name not in rated_for]
    return _with_stems([*ours, *others])


def new_rater(participants: pd.DataFrame, rater_id: str, employer: str, sector: str) -> dict[str, Any]:
    """Return the row of a rater who was none yet, with what is recorded of all participants of the employer alike."""
    people = discretion.taking_part(participants)
    own = schemas.records(people[voices.bodies(people)["employer"] == employer])
    shared = {column: own[0][column] for column in ("region", "size", "role") if len({row[column] for row in own}) == 1}
    spoken = sorted({row["sector"] for row in own} - {""})
    return {"rater_id": rater_id, "employer": employer, "sector": "; ".join(spoken) or sector, **shared}


def _speaks_for(sectors: str, sector: str) -> bool:
    return not sector or not sectors or sector in {one.strip() for one in sectors.split(";")}


def _employers(tables: schemas.Tables, sector: str) -> list[str]:
    people = voices.bodies(discretion.taking_part(tables["participants"]))
    rows = schemas.records(people[people["kind"] == voices.EMPLOYER])
    return list(dict.fromkeys(row["employer"] for row in rows if _speaks_for(row["sector"], sector)))


def _withdrawn(tables: schemas.Tables) -> set[str]:
    """Return the employers of whom nobody takes part any more."""
    people = voices.bodies(tables["participants"])
    return set(people["employer"]) - set(discretion.taking_part(people)["employer"])


def _with_stems(those: Iterable[Asked]) -> list[Asked]:
    """Give each a file name of its own: the pseudonym, with the rater's number where an employer has several."""
    named = [(one, slug(one.name) or slug(one.number) or one.rater_id) for one in those]
    several = Counter(stem for _, stem in named)
    taken: Counter[str] = Counter()
    result = []
    for one, stem in named:
        full = f"{stem}-{slug(one.number)}" if several[stem] > 1 and one.number else stem
        taken[full] += 1
        result.append(replace(one, stem=full if taken[full] == 1 else f"{full}-{taken[full]}"))
    return result
