"""What is learned: competencies, how they are shown, and how the program is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codesign import competencies as competency_rules
from codesign import parameters, program, voices
from codesign.phrases import listed
from codesign.proposal.blocks import Block, Paragraph, Run
from codesign.proposal.boxes import author_box
from codesign.proposal.facts import Facts
from codesign.proposal.layout import (
    MOST_LINKS,
    Words,
    bold,
    bullets,
    evidence_links,
    heading,
    link,
    para,
    table,
)


def competency_section(facts: Facts) -> list[Block]:
    """Return competencies with criteria and knowledge, alignments and the trace: fields 26 to 29."""
    blocks: list[Block] = [heading("Competencies", 1, "sec_competencies")]
    if facts.competencies.empty:
        return [*blocks, para("No competency covers a chosen task of this run yet.", style="gap")]
    blocks.append(heading("What a graduate can do", 2, "sec_statements"))
    for row in facts.competencies.to_dict("records"):
        blocks += _competency(facts, row)
    return [
        *blocks,
        *_gaps(facts),
        heading("Alignment to frameworks", 2, "sec_alignment"),
        *_alignment(facts),
        heading("From evidence to assessment", 2, "sec_trace"),
        *_trace(facts),
    ]


def assessment(facts: Facts) -> list[Block]:
    """Return assessments and the matrix: fields 30 to 32."""
    blocks: list[Block] = [heading("Assessment", 1, "sec_assessment")]
    if facts.assessments.empty:
        blocks.append(para("No assessment has been drafted for these competencies yet.", style="gap"))
    else:
        rows = [_assessment_row(row) for row in facts.assessments.to_dict("records")]
        blocks.append(
            table(
                "The assessments",
                ("Id", "What the candidate does", "Method and setting", "Evidence from work", "Assessed by"),
                rows,
                widths=(0.09, 0.25, 0.22, 0.24, 0.2),
                anchor="table_assessments",
                row_anchors=[f"assessment_{identity}" for identity in facts.assessments["assessment_id"]],
            )
        )
    blocks += [heading("Every competency, and how it is shown", 2, "sec_matrix"), *_matrix(facts)]
    blocks += [
        heading("Assessment arrangements", 2, "sec_assessment_policy"),
        *_arrangements(facts),
        author_box("assessment_policy", facts.tables["author_texts"]),
    ]
    rule = facts.parameters.program.award_rule
    return [
        *blocks,
        heading("Award rule", 2, "sec_award"),
        para(rule) if rule else para("The award rule is not recorded.", style="gap"),
    ]


def structure(facts: Facts) -> list[Block]:
    """Return modules, hours and delivery: fields 33 and 34."""
    own = facts.parameters.program
    delivery = " · ".join(part for part in (own.delivery, own.location) if part)
    heard = link("What employers said of delivery.", "sec_delivery")
    return [
        heading("Structure and delivery", 1, "sec_structure"),
        heading("Modules and hours", 2, "sec_modules"),
        *_modules(facts),
        heading("Delivery", 2, "sec_delivery_plan"),
        para(bold("Proposed: "), f"{delivery}. ", heard)
        if delivery
        else para("The delivery is not recorded. ", heard, style="gap"),
        author_box("delivery_rationale", facts.tables["author_texts"]),
    ]


def _competency(facts: Facts, row: Mapping[Any, Any]) -> list[Block]:
    identity = row["competency_id"]
    blocks: list[Block] = [
        heading(f"{identity} {row['title']}", 3, f"competency_{identity}"),
        para(bold("Statement. "), row["statement"]),
    ]
    given = [
        (name, row[column]) for name, column in (("Conditions", "conditions"), ("Standard", "standard")) if row[column]
    ]
    blocks += [para(bold(f"{name}. "), words) for name, words in given]
    criteria = facts.criteria[facts.criteria["competency_id"] == identity]
    blocks.append(para(bold("Performance criteria. "), "" if len(criteria) else "Not written yet."))
    blocks += bullets(
        f"{facts.number_in_full('performance_criteria', item['criterion_id'])} {item['text']}"
        for item in criteria.to_dict("records")
    )
    items = facts.of_competencies("knowledge_items")
    for kind in ("knowledge", "skill", "attitude"):
        own = items[(items["competency_id"] == identity) & (items["kind"] == kind)]
        if len(own):
            blocks.append(para(bold(f"{kind.capitalize()}. "), f"{'; '.join(own['text'])}."))
    return [*blocks, _rests_on(facts, row)]


def _rests_on(facts: Facts, row: Mapping[Any, Any]) -> Paragraph:
    named = _taught(facts, row["competency_id"])
    claim = voices.of_all(facts.behind_tasks(named))
    is_shown = bool(claim.supports or claim.qualifies)
    parts: list[str | Run] = [bold("Rests on. ")]
    for place, task in enumerate(named):
        parts += [", " if place else "tasks " if len(named) > 1 else "task ", link(task, facts.anchor("task", task))]
    raised = f"; {_raised(facts, claim, named)}." + _not_trained(facts, row["competency_id"])
    decided = (
        f" Decided by {row['decided_by']}."
        if row["decided_by"]
        else ""
        if is_shown
        else " No person is named as having decided it: this is a gap."
    )
    return para(*parts, raised + decided, style="note")


def _taught(facts: Facts, competency: str) -> list[str]:
    """Return the tasks a competency covers that are trained in this run."""
    return list(facts.taught.loc[facts.taught["competency_id"] == competency, "task_id"])


def _raised(facts: Facts, claim: voices.Voices, named: list[str]) -> str:
    if not named:
        return "no task of this run is named"
    if not claim.speaking:
        return f"no interview shows {'this task' if len(named) == 1 else 'these tasks'}"
    support = f"raised by {voices.support_in_words(claim, facts.heard['employers'])}"
    objections = voices.objections_in_words(claim, "it" if len(named) == 1 else "some of it")
    return f"{support}; {objections}" if objections else support


def _not_trained(facts: Facts, competency: str) -> str:
    """Say which tasks of this run's job the competency names though they are not trained."""
    links = facts.of_competencies("competency_tasks")
    own = set(links.loc[links["competency_id"] == competency, "task_id"]) - set(facts.tasks_in)
    left = [task for task in facts.in_chart["task_id"] if task in own]
    return f" It names {listed(left)} too, which {'is' if len(left) == 1 else 'are'} not trained." if left else ""


def _gaps(facts: Facts) -> list[Block]:
    sentences = competency_rules.gaps(facts.coverage, facts.trace_problems, facts.wording)
    return [
        heading("What the competencies do not cover", 2, "sec_coverage"),
        *(
            bullets(sentences)
            if sentences
            else [para("Every chosen task has a competency, and every competency a chosen task.")]
        ),
        *_set_aside(facts),
    ]


def _set_aside(facts: Facts) -> list[Block]:
    rows = facts.wording_set_aside.to_dict("records")
    sentences = [
        f"{row['competency']}: {row['sentence']} {row['decided_by'] or 'The team'} set this aside: {row['reason']}"
        for row in rows
    ]
    return [para("What the rules for wording remark on and the team set aside:"), *bullets(sentences)] if rows else []


def _alignment(facts: Facts) -> list[Block]:
    table_of = facts.tables["alignments"]
    aligned_ids = {"program", *facts.competencies["competency_id"], *facts.in_chart["task_id"]}
    sectors: dict[tuple[str, ...], list[str]] = {}
    if facts.parameters.sector:
        own = program.aligned(table_of, facts.parameters.sector)["alignment_id"]
        table_of = table_of[(table_of["aligned"] != "program") | table_of["alignment_id"].isin(own)]
    for row in table_of[table_of["aligned"].isin(aligned_ids)].to_dict("records"):
        cells = (row["framework"], row["code"], row["title"] or "–", row["version"] or "not recorded")
        sectors.setdefault((row["aligned"], *cells), []).append(row["sector"])
    rows = [(_of_sectors(facts, aligned, sectors[aligned, *cells]), *cells) for aligned, *cells in sectors]
    if not rows:
        return [para("No alignment is recorded yet.", style="gap")]
    return [
        table(
            "Alignment to frameworks",
            ("What", "Framework", "Code", "Title", "Version"),
            rows,
            widths=(0.22, 0.19, 0.12, 0.33, 0.14),
            anchor="table_alignment",
        )
    ]


def _of_sectors(facts: Facts, aligned: str, sectors: list[str]) -> str:
    """Return what is aligned: of the program, for which of the sectors, where it is not for all of this run."""
    if aligned != "program" or facts.parameters.sector or "" in sectors:
        return aligned
    return f"{aligned}, for {listed(list(dict.fromkeys(sectors)))}"


def _trace(facts: Facts) -> list[Block]:
    by_assessment = facts.assessment_criteria.merge(
        facts.criteria[["criterion_id", "competency_id"]], on="criterion_id"
    )
    rows: list[list[Words]] = []
    for identity in facts.competencies["competency_id"]:
        named = _taught(facts, identity)
        passages = list(dict.fromkeys(facts.behind_tasks(named)["evidence_id"]))
        shown_in = sorted(set(by_assessment.loc[by_assessment["competency_id"] == identity, "assessment_id"]))
        rows.append(
            [
                link(identity, f"competency_{identity}"),
                _linked(facts, named, "task"),
                [*evidence_links(passages[:MOST_LINKS]), f" ({len(passages)} in all)"] if passages else "no evidence",
                _linked(facts, shown_in, "assessment") if shown_in else "not yet assessed",
            ]
        )
    return [
        table(
            "From evidence to task, competency and assessment",
            ("Competency", "Tasks", "Passages", "Assessed in"),
            rows,
            widths=(0.16, 0.26, 0.36, 0.22),
            anchor="table_trace",
        )
    ]


def _linked(facts: Facts, ids: list[str], kind: str) -> Words:
    parts: list[str | Run] = []
    for identity in ids:
        parts += [", "] if parts else []
        parts.append(link(identity, facts.anchor(kind, identity)))
    return parts or "none"


def _assessment_row(row: Mapping[Any, Any]) -> list[Words]:
    where = f"{row['method'].capitalize()}; {row['setting']}" if row["setting"] else row["method"].capitalize()
    return [
        row["assessment_id"],
        row["title"],
        where,
        row["workplace_evidence"] or "none from real work: a gap",
        row["assessor"] or "not decided",
    ]


def _matrix(facts: Facts) -> list[Block]:
    matrix = program.matrix(facts.competencies, facts.criteria, facts.assessments, facts.assessment_criteria)
    if matrix.empty:
        return [para("There is nothing to match yet.", style="gap")]
    names = list(facts.assessments["assessment_id"])
    rows: list[list[Words]] = [
        [
            [link(row["competency_id"], f"competency_{row['competency_id']}"), f" {row['title']}"],
            *(str(row[name]) if row[name] else "–" for name in names),
            f"{row['assessed']} of {row['criteria']}",
        ]
        for row in matrix.to_dict("records")
    ]
    share = 0.56 / max(len(names), 1)
    gaps = list(facts.assessment_gaps["sentence"])
    return [
        table(
            "Performance criteria of each competency shown in each assessment",
            ("Competency", *names, "Assessed"),
            rows,
            widths=(0.32, *[share] * len(names), 0.12),
            numeric=tuple(range(1, len(names) + 2)),
            anchor="table_matrix",
        ),
        *(
            bullets(gaps)
            if gaps
            else [para("Every performance criterion is assessed, and every assessment shows at least one.")]
        ),
    ]


def _arrangements(facts: Facts) -> list[Block]:
    columns = (
        ("supervision", "supervision and identity check"),
        ("moderation", "moderation"),
        ("retry", "retry"),
        ("prior_learning", "prior learning"),
    )
    rows = [
        (
            link(row["assessment_id"], f"assessment_{row['assessment_id']}"),
            *(row[name] or "not decided" for name, _ in columns),
        )
        for row in facts.assessments.to_dict("records")
    ]
    if not rows:
        return []
    return [
        table(
            "Arrangements for each assessment",
            ("Id", "Supervision, identity", "Moderation", "Retry", "Prior learning"),
            rows,
            widths=(0.09, 0.25, 0.22, 0.2, 0.24),
            anchor="table_arrangements",
        )
    ]


def _modules(facts: Facts) -> list[Block]:
    if facts.modules.empty:
        return [para("No modules are recorded yet.", style="gap")]
    rows = [
        (
            row["module_id"],
            row["title"],
            _competency_hours(facts, row["module_id"]),
            row["delivery"] or "–",
            f"{row['hours']:g}",
        )
        for row in facts.modules.merge(
            program.hours(facts.modules, facts.module_competencies)[["module_id", "hours"]], on="module_id"
        ).to_dict("records")
    ]
    planned = parameters.hours(facts.parameters)
    gaps = program.hours_gaps(facts.modules, facts.module_competencies, facts.competencies, program_hours=planned)
    return [
        table(
            "Modules, competencies and hours",
            ("Id", "Module", "Competencies", "Delivery", "Hours"),
            rows,
            widths=(0.08, 0.28, 0.34, 0.18, 0.12),
            numeric=(4,),
            anchor="table_modules",
        ),
        *(
            bullets(gaps)
            if gaps
            else [para(f"The hours of the modules add up to the {planned:g} hours of the program.")]
        ),
    ]


def _competency_hours(facts: Facts, module: str) -> str:
    own = facts.module_competencies[facts.module_competencies["module_id"] == module]
    return listed(
        [f"{row['competency_id']} ({row['hours']:g} h)" for row in own.to_dict("records")], "none of this run"
    )
