"""Which quotes stand for a finding and which findings on page one: what people chose, else what the rule proposes.

Nothing here looks at how long a passage is, or at the words of it. What speaks against a finding comes first: where one
such passage may be quoted, one stands there, whoever chose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import pandas as pd

from codesign import discretion, schemas
from codesign.evidence import LEVELS, MOST_QUOTES

PROPOSED: Mapping[str, int] = {"contradicts": 2, "qualifies": 1, "supports": 2}
"""How many quotes of each polarity the rule proposes for a finding, in the order in which it looks for them."""
QUOTE_PLACES = sum(PROPOSED.values())
CLAIM_PLACES = 3
"""So many findings stand on page one, beside the claims on tasks and commitments."""
SPREAD = ("sector", "region", "kind")

Passage = Mapping[str, Any]


class Weighed(Protocol):
    """A finding with what it is weighed by."""

    @property
    def finding_id(self) -> str: ...  # noqa: D102
    @property
    def question(self) -> str: ...  # noqa: D102
    @property
    def employers(self) -> int: ...  # noqa: D102
    @property
    def qualifies(self) -> int: ...  # noqa: D102
    @property
    def contradicts(self) -> int: ...  # noqa: D102
    @property
    def confidence(self) -> Any: ...  # noqa: D102


F = TypeVar("F", bound=Weighed)


# quotes -----------------------------------------------------------------------------------------------


def standing_quotes(used: pd.DataFrame, evidence: pd.DataFrame, chosen: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the passages that stand for each finding, by evidence_id, in their order.

    `used` are the passages behind findings (`evidence.used_passages`), `evidence` the codings of the run with who said
    it, `chosen` the table chosen_quotes.
    """
    weighed = _weighed(used[used["used_in"] == "finding"], evidence)
    behind: dict[str, list[Passage]] = {}
    for row in schemas.records(weighed):
        behind.setdefault(row["used_id"], []).append(row)
    own = chosen_of(chosen)
    return {finding: tuple(standing(rows, own.get(finding, ()))) for finding, rows in behind.items()}


def in_force(chosen: pd.DataFrame, sector: str) -> pd.DataFrame:
    """Return what was chosen for this sector's proposal, finding by finding; else what was chosen for all."""
    own, every = chosen[chosen["sector"] == sector], chosen[chosen["sector"] == ""]
    return pd.concat([own, every[~every["finding_id"].isin(own["finding_id"])]]) if sector else every


def claims_in_force(chosen: pd.DataFrame, sector: str) -> pd.DataFrame:
    """Return what was chosen for page one of this sector's proposal; else what was chosen for all."""
    own = chosen[chosen["sector"] == sector]
    return own if len(own) else chosen[chosen["sector"] == ""]


def chosen_of(chosen: pd.DataFrame) -> dict[str, list[str]]:
    """Return the codings that people chose for each finding, in their order."""
    rows = chosen.sort_values(["position", "coding_id"], kind="stable")
    return {str(finding): list(codings) for finding, codings in rows.groupby("finding_id")["coding_id"]}


def standing(passages: Sequence[Passage], chosen: Sequence[str]) -> list[str]:
    """Return the passages of one finding that stand for it: those chosen, then what the rule puts where one is missing.

    A chosen passage that is not there, or may not be quoted, leaves its place to the rule. The rule also adds a passage
    that speaks against the finding, where one may be quoted and none was chosen.
    """
    quotable = [row for row in passages if discretion.may_quote(str(row["consent"]))]
    places = {coding: row for row in quotable for coding in row["coding_ids"]}
    picked = _within_limit(_once(places[coding] for coding in chosen if coding in places))
    if not picked:
        return _ids(proposed(quotable))
    missing = sum(coding not in places for coding in chosen)
    picked += proposed(quotable, picked)[:missing]
    if not any(map(speaks_against, picked)):
        picked += [row for row in proposed(quotable, picked) if speaks_against(row)][:1]
    return _ids(picked)


def proposed(passages: Sequence[Passage], beside: Sequence[Passage] = ()) -> list[Passage]:
    """Return the passages the rule proposes beside those that stand already: supporting ones first in the result.

    It looks for what speaks against the finding first, and picks one passage after the other: of an employer, and of
    one not yet quoted; then from another sector, region or kind of body; then one that two people coded or that has a
    memo; then in the order of interviews. No one is quoted twice on one side, nor more than twice in all.
    """
    picked: list[Passage] = list(beside)
    for polarity, most in PROPOSED.items():
        for _ in range(most - sum(row["polarity"] == polarity for row in beside)):
            side = [row for row in picked if row["polarity"] == polarity]
            free = [row for row in passages if row["polarity"] == polarity and _is_free(row, side, picked)]
            if not free:
                break
            picked.append(min(free, key=lambda row: _rank(row, side, picked)))
    order = list(schemas.POLARITIES)
    return sorted(picked[len(beside) :], key=lambda row: order.index(row["polarity"]))


def speaks_against(passage: Passage) -> bool:
    """Return whether a passage qualifies or contradicts."""
    return bool(passage["polarity"] != "supports")


def body(passage: Passage) -> str:
    """Return who a passage is of, as the limit on quotes counts: the employer, else the person."""
    return str(passage["employer"] or passage["participant_id"])


def first_in_line(used: pd.DataFrame, stand: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the uses of passages with those that stand for their finding before the others, rows keeping their names.

    So no other passage of the same employer takes the place of one that was chosen.
    """
    place = {(finding, one): at for finding, ids in stand.items() for at, one in enumerate(ids)}
    rank = [
        place.get((finding, one), len(used)) if kind == "finding" else len(used)
        for kind, finding, one in zip(used["used_in"], used["used_id"], used["evidence_id"], strict=True)
    ]
    return used.assign(_rank=rank).sort_values("_rank", kind="stable").drop(columns="_rank")


def _weighed(used: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Add what passages are weighed by: the region of who speaks, and whether a coder left a memo."""
    regions = dict(zip(evidence["participant_id"], evidence["region"], strict=True))
    noted = set(evidence.loc[evidence["memo"] != "", "coding_id"])
    return used.assign(
        region=used["participant_id"].map(regions),
        has_memo=[not noted.isdisjoint(codings) for codings in used["coding_ids"]],
    )


def _is_free(row: Passage, side: Sequence[Passage], picked: Sequence[Passage]) -> bool:
    return (
        all(row is not other for other in picked)
        and all(body(row) != body(other) for other in side)
        and sum(body(row) == body(other) for other in picked) < MOST_QUOTES
    )


def _rank(row: Passage, side: Sequence[Passage], picked: Sequence[Passage]) -> tuple[Any, ...]:
    lacks_employer = not any(other["kind"] == "employer" for other in side)
    new = sum(bool(row[name]) and all(row[name] != other[name] for other in picked) for name in SPREAD)
    return (
        lacks_employer and row["kind"] != "employer",
        sum(body(row) == body(other) for other in picked),
        -new,
        -(int(len(row["coders"]) > 1) + int(row["has_memo"])),
    )


def _once(rows: Iterable[Passage]) -> list[Passage]:
    return list({row["evidence_id"]: row for row in rows}.values())


def _within_limit(rows: Sequence[Passage]) -> list[Passage]:
    """Return at most as many passages as have a place, and of each employer as many as may be quoted."""
    count: Counter[str] = Counter()
    allowed: list[Passage] = []
    for row in rows:
        count[body(row)] += 1
        if count[body(row)] <= MOST_QUOTES:
            allowed.append(row)
    return allowed[:QUOTE_PLACES]


def _ids(rows: Iterable[Passage]) -> list[str]:
    return [str(row["evidence_id"]) for row in rows]


# claims -----------------------------------------------------------------------------------------------


def page_one(findings: Sequence[F], chosen: pd.DataFrame, questions: Sequence[str]) -> list[F | str]:
    """Return what stands in the places of page one: a finding, or a question that no finding answers yet.

    Without a choice each question has its strongest finding. With one, the chosen findings of this run stand in their
    order; the place of one that is not of this run goes to the strongest finding of a question not yet answered.
    """
    if chosen.empty:
        return [strongest(findings, question) or question for question in questions]
    by_id = {finding.finding_id: finding for finding in findings}
    named = list(chosen.sort_values(["position", "finding_id"], kind="stable")["finding_id"])
    picked = [by_id[one] for one in named if one in by_id][:CLAIM_PLACES]
    answered = {finding.question for finding in picked}
    rest = [strongest(findings, question) or question for question in questions if question not in answered]
    return [*picked, *rest[: min(len(named), CLAIM_PLACES) - len(picked)]]


def strongest(findings: Sequence[F], question: str) -> F | None:
    """Return the finding on a question with most employers for it, those against taken off; None where there is none.

    Where two are alike, the one that fewer qualify, then the one people are surer of, then the first.
    """
    asked = [finding for finding in findings if finding.question == question]
    return max(asked, key=_weight) if asked else None


def _weight(finding: Weighed) -> tuple[int, int, int]:
    level = finding.confidence.level
    sure = LEVELS.index(level) if level in LEVELS else -1
    return finding.employers - finding.contradicts, -finding.qualifies, sure
