"""The proposal as data: sections of blocks, claims with their evidence, and what is missing."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from codesign import parameters as run_parameters
from codesign.phrases import count_of
from codesign.proposal import appendix, job, learning, need, opening, plan
from codesign.proposal.agreed import agreement_words, weakest_words
from codesign.proposal.blocks import AuthorBox, Block, Document
from codesign.proposal.boxes import ASKED, BOXES, author_boxes, unwritten
from codesign.proposal.claims import Claim, claims, unknowns
from codesign.proposal.facts import Facts
from codesign.proposal.fields import FIELDS
from codesign.proposal.finding import Finding
from codesign.proposal.job import rated_tasks, rating_chart
from codesign.proposal.layout import para

__all__ = [
    "ASKED",
    "BOXES",
    "FIELDS",
    "Claim",
    "Document",
    "Facts",
    "Finding",
    "agreement_words",
    "author_boxes",
    "build",
    "claims",
    "in_form",
    "rated_tasks",
    "rating_chart",
    "stamp",
    "unknowns",
    "unwritten",
    "weakest_words",
]

ORIGIN = ("study", "sector", "region", "credential", "edition", "small_group", "template")
"""Parameters by which a proposal says of which run it is."""


def build(facts: Facts, *, fingerprint: str) -> Document:
    """Return the whole proposal of a run.

    The same facts give the same document; nothing here looks at a clock or a folder.
    """
    parameters = facts.parameters
    own = parameters.program
    document = Document(
        title=run_parameters.title(parameters),
        subject=f"Program proposal: {parameters.credential}",
        author=own.unit or own.institution or "Program team",
        language=parameters.language,
        data_date=parameters.data_date,
        fingerprint=fingerprint,
        stamp=stamp(facts),
        scalars=_scalars(facts),
        sections={
            "front": tuple(opening.front(facts)),
            "contents": tuple(opening.contents(facts)),
            "summary": tuple(opening.summary(facts)),
            "purpose": tuple(opening.purpose(facts)),
            "demand": tuple(need.demand(facts)),
            "consultation": tuple(need.consultation(facts)),
            "fit": tuple(need.fit(facts)),
            "occupation": tuple(job.occupation(facts)),
            "competencies": tuple(learning.competency_section(facts)),
            "assessment": tuple(learning.assessment(facts)),
            "structure": tuple(learning.structure(facts)),
            "pathways": tuple(plan.pathways(facts)),
            "recognition": tuple(plan.recognition(facts)),
            "resources": tuple(plan.resources(facts)),
            "equity": tuple(plan.equity(facts)),
            "quality": tuple(plan.quality(facts)),
            "method": tuple(plan.method(facts)),
            "appendix_evidence": tuple(appendix.appendix_evidence(facts)),
            "appendix_codebook": tuple(appendix.appendix_codebook(facts)),
            "appendix_audit": tuple(appendix.appendix_audit(facts, fingerprint)),
            "appendix_crosswalk": tuple(appendix.appendix_crosswalk(facts)),
        },
        origin={name: str(getattr(parameters, name)) for name in ORIGIN},
    )
    return replace(document, sections={name: _scoped(facts, section) for name, section in document.sections.items()})


def _scoped(facts: Facts, section: Iterable[Block]) -> tuple[Block, ...]:
    """Return a section in which each text that was written for more than this run says so below it."""
    return tuple(part for block in section for part in (block, *_scope_note(facts, block)))


def _scope_note(facts: Facts, block: Block) -> list[Block]:
    if not isinstance(block, AuthorBox) or not block.text:
        return []
    own, texts = facts.parameters, facts.tables["author_texts"]
    sectors = texts.loc[(texts["box"] == block.box) & (texts["text"] != ""), "sector"]
    wider = run_parameters.written_for(max(sectors, default=""), own.sector, own.region)
    return [para(f"Written for {wider} of the study.", style="note")] if wider else []


def in_form(document: Document, facts: Facts, boxes: Collection[str]) -> Document:
    """Return a proposal whose stamp and page one count only the boxes that its form has."""
    if set(boxes) >= set(ASKED):
        return document
    front = _scoped(facts, opening.front(facts, boxes))
    return replace(document, stamp=stamp(facts, boxes), sections={**document.sections, "front": front})


def stamp(facts: Facts, boxes: Collection[str] | None = None) -> str:
    """Return what every page carries: SAMPLE for a sample study, DRAFT while a box is unwritten; else nothing."""
    missing = len(unwritten(facts.tables["author_texts"], boxes))
    marks = ["SAMPLE"] if facts.parameters.sample else []
    marks += [f"DRAFT: {count_of(missing, 'box', 'boxes')} not yet written"] if missing else []
    return " · ".join(marks)


def _scalars(facts: Facts) -> dict[str, str]:
    own, program = facts.parameters, facts.parameters.program
    carried = {
        name: _plain(getattr(program, name)) for name in type(program).model_fields if not name.startswith("sector_")
    }
    return {
        **carried,
        "title": run_parameters.title(own),
        "role": run_parameters.role(own),
        "hours": _plain(run_parameters.hours(own)),
        "short_title": run_parameters.short_title(own),
        "noc": ", ".join(facts.noc),
        "credential": own.credential,
        "sector": own.sector,
        "region": own.region,
        "employers": str(facts.heard["employers"]),
        "interviews": str(facts.heard["interviews"]),
        "tasks": str(len(facts.in_chart)),
        "tasks_in": str(len(facts.tasks_in)),
        "competencies": str(len(facts.competencies)),
    }


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
