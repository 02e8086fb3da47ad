"""What the scan of postings found, as the screen in workbook 02 shows it, and what stands on one side only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from codesign import market, numbering, schemas
from codesign.phrases import count_of

if TYPE_CHECKING:
    from codesign.proposal import Facts
    from codesign.widgets import Screen
    from codesign.widgets.scan import Scanned, Sentence, Sought, Unasked
    from codesign.workbook.session import Session

IN_POSTINGS, IN_INTERVIEWS = "postings", "interviews"


def scan(work: Session) -> Screen:
    """Return the screen on which people judge what was found in postings."""
    from codesign import widgets

    return widgets.scan(
        lambda: scanned(work),
        lambda: sides(work),
        person=work.person,
        on_save=work.save,
        study=work.study.name,
        on_undo=work.undo,
        on_redo=work.redo,
        acts=work.acts,
    )


def scanned(work: Session) -> Scanned:
    """Return the tasks and codes of this run with their sentences, by the identities that verdicts name."""
    from codesign.widgets.scan import Scanned

    facts = work.facts
    numbers = numbering.numbers(work.everything)
    rows = market.same_sentence(facts.posting_matches)
    titles = dict(zip(facts.tables["postings"]["posting_id"], facts.tables["postings"]["title"], strict=True))
    by_key: dict[tuple[str, str], list[Sentence]] = {}
    for row in rows:
        by_key.setdefault((row["task_id"], row["code_id"]), []).append(_sentence(row, titles))
    families = dict(zip(facts.tables["codes"]["code_id"], facts.tables["codes"]["family"], strict=True))
    sought = tuple(
        _sought(row, by_key.get((row["task_id"], row["code_id"]), []), numbers, families)
        for row in schemas.records(facts.posting_counts)
    )
    return Scanned(len(facts.tables["postings"]), sought)


def _sentence(row: Mapping[str, Any], titles: Mapping[str, str]) -> Sentence:
    from codesign.widgets.scan import Sentence

    others = f" and {row['in'] - 1} more" if row["in"] > 1 else ""
    title = titles.get(row["posting_id"], "")
    return Sentence(
        sha256=row["sentence_sha256"],
        text=row["passage"],
        marks=row["marks"],
        where=f"{row['posting_id']}, {title}{others}" if title else f"{row['posting_id']}{others}",
        postings=row["in"],
        verdict=row["standing"] if row["standing"] in ("right", "wrong") else "",
        verb=row["verb"],
        thing=row["thing"],
        note=row["why"],
        is_near=bool(row["is_near"]),
    )


def _sought(
    row: Mapping[str, Any], sentences: Sequence[Sentence], numbers: numbering.Numbers, families: Mapping[str, str]
) -> Sought:
    from codesign.widgets.scan import Sought

    is_task = bool(row["task_id"])
    sentence = str(row["sentence"])
    is_told = row["postings"] is not None
    return Sought(
        identity=numbers.identity("tasks", row["task_id"]) if is_task else row["code_id"],
        table="tasks" if is_task else "codes",
        number=row["task_id"] if is_task else "",
        label=row["label"],
        kind="Task" if is_task else schemas.FAMILIES[families[row["code_id"]]],
        share=f"{row['postings']} of {count_of(row['of'], 'posting')}"
        if is_told and any(not one.is_near for one in sentences)
        else "",
        judged=sentence.partition("”; ")[2],
        why="" if is_told else sentence.partition("”: ")[2],
        sentences=tuple(sentences),
    )


# one side only ----------------------------------------------------------------------------------------


def sides(work: Session) -> dict[str, list[Unasked]]:
    """Return what postings ask for and no task says, and what interviews say is done and no posting asks for."""
    facts = work.facts
    waiting = set(facts.tables["task_proposals"]["text"])
    return {IN_POSTINGS: _in_postings(facts, waiting), IN_INTERVIEWS: _in_interviews(facts, waiting)}


def _in_postings(facts: Facts, waiting: set[str]) -> list[Unasked]:
    from codesign.widgets.scan import Unasked

    chart, codes = facts.in_chart[schemas.columns("tasks")], facts.tables["codes"]
    asked = market.asked_on_no_task(facts.tables["postings"], chart, codes)
    return [Unasked(one.draft, "posting", one.named, one.sentence, one.draft in waiting) for one in asked]


def _in_interviews(facts: Facts, waiting: set[str]) -> list[Unasked]:
    """Return the codes of work that employers speak of, that no posting has and no task was made of."""
    from codesign.widgets.scan import Unasked

    found_in = set(market.counted(facts.posting_matches)["code_id"])
    codes = facts.tables["codes"]
    work = codes[(codes["family"] == "job-task") & ~codes["code_id"].isin(found_in)]
    speaking = facts.code_voices
    of = facts.heard["employers"]
    return [
        Unasked(
            row["name"],
            "employer",
            f"{speaking[row['code_id']].employers} of {count_of(of, 'employer')}",
            row["definition"],
            row["name"] in waiting,
        )
        for row in schemas.records(work)
        if row["code_id"] in speaking and row["name"].casefold() != schemas.FAMILIES["job-task"].casefold()
    ]
