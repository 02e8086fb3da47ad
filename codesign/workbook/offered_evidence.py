"""What can be chosen for page one and for each finding, as the screen in workbook 06 offers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codesign import discretion, numbering, schemas, transcripts
from codesign.evidence import MOST_QUOTES, shortened
from codesign.phrases import count_of
from codesign.proposal import choice, need

if TYPE_CHECKING:
    import pandas as pd

    from codesign.proposal import Facts, Finding
    from codesign.widgets import Screen
    from codesign.widgets.evidence_choice import Offered, OfferedFinding, OfferedPassage
    from codesign.workbook.session import Session


def evidence_choice(work: Session) -> Screen:
    """Return the screen on which a team chooses what stands on page one and for each finding."""
    from codesign import widgets

    return widgets.evidence_choice(
        lambda: offered(work),
        on_save=work.save,
        study=work.study.name,
        on_undo=work.undo,
        on_redo=work.redo,
        acts=work.acts,
    )


def offered(work: Session) -> Offered:
    """Return the findings and passages of this run, each finding by the identity under which a choice is saved."""
    from codesign.widgets.evidence_choice import Offered

    facts, everything = work.facts, work.everything
    numbers, sector = numbering.numbers(everything), work.parameters.sector
    claims = facts.tables["chosen_claims"]
    in_force = choice.claims_in_force(claims, sector)

    def identity(number: str) -> str:
        return numbers.identity("findings", number)

    return Offered(
        findings=tuple(_finding(facts, one, identity(one.finding_id), everything) for one in facts.findings),
        page_one=tuple(identity(one.finding_id) for one in facts.on_page_one if not isinstance(one, str)),
        is_chosen=bool(len(in_force)),
        chosen=tuple(identity(one) for one in claims.loc[claims["sector"] == sector, "finding_id"]),
        sector=sector,
        claim_places=choice.CLAIM_PLACES,
        quote_places=choice.QUOTE_PLACES,
        of_one_body=MOST_QUOTES,
    )


def _finding(facts: Facts, finding: Finding, identity: str, everything: schemas.Tables) -> OfferedFinding:
    from codesign.widgets.evidence_choice import OfferedFinding

    behind = facts.behind("finding", finding.finding_id).drop_duplicates("evidence_id")
    rows = schemas.records(behind)
    quotable = [row for row in rows if discretion.may_quote(str(row["consent"]))]
    in_force = facts.chosen_quotes[facts.chosen_quotes["finding_id"] == finding.finding_id]
    memos = dict(zip(facts.evidence["coding_id"], facts.evidence["memo"], strict=True)) if quotable else {}
    first = {row["evidence_id"]: row["coding_ids"][0] for row in quotable}
    own = in_force[in_force["sector"] == facts.parameters.sector]
    return OfferedFinding(
        finding_id=identity,
        number=finding.finding_id,
        question=need.TITLES[finding.question],
        statement=finding.statement,
        count=finding.short_words,
        passages=tuple(_passage(facts, row, memos) for row in quotable),
        stands=tuple(first[one] for one in facts.standing.get(finding.finding_id, ())),
        is_chosen=bool(len(in_force)),
        chosen=tuple(own["coding_id"]),
        unquoted=len(rows) - len(quotable),
        lost=_lost(in_force["coding_id"], quotable, facts, everything),
    )


def _passage(facts: Facts, row: Mapping[str, Any], memos: Mapping[str, str]) -> OfferedPassage:
    from codesign.widgets.evidence_choice import OfferedPassage

    words = transcripts.spoken_words(facts.texts.get(row["transcript_id"], ""), row["start"], row["end"])
    coders = row["coders"]
    notes = [
        row["evidence_id"],
        row["transcript_id"],
        f"coded by {count_of(len(coders), 'person', 'people')}" if len(coders) > 1 else "",
        *(f"memo: {memos[one]}" for one in row["coding_ids"] if memos.get(one)),
    ]
    return OfferedPassage(
        number=row["evidence_id"],
        coding_ids=row["coding_ids"],
        words=shortened(words),
        who=discretion.named(row, facts.parameters),
        body=choice.body(row),
        polarity=row["polarity"],
        note=" · ".join(filter(None, notes)),
    )


def _lost(chosen: pd.Series[Any], quotable: list[dict[str, Any]], facts: Facts, everything: schemas.Tables) -> int:
    """Return how many chosen passages may not be printed, those left out that belong to another sector's run."""
    there = {coding for row in quotable for coding in row["coding_ids"]}
    codings = everything["codings"]
    own = set(facts.tables["transcripts"]["transcript_id"])
    elsewhere = set(codings.loc[~codings["transcript_id"].isin(own), "coding_id"])
    scoped = bool(facts.parameters.sector or facts.parameters.region)
    return sum(one not in there and not (scoped and one in elsewhere) for one in chosen)
