"""Pathways, recognition, resources, equity, quality, and how the evidence was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import figures, parameters, program
from codesign.evidence import Confidence
from codesign.phrases import count_of, listed
from codesign.proposal.agreed import WEAKEST, agreement_words
from codesign.proposal.blocks import Block, FigureBlock
from codesign.proposal.boxes import author_box
from codesign.proposal.claims import claims, unknowns
from codesign.proposal.facts import Facts
from codesign.proposal.layout import bold, bullets, heading, link, money, para, table

THREE_FEATURES = {
    "scope": "Specific and focused in scope",
    "authenticity": "Tied to authentic workplace assessment",
    "stack": "Stackable",
}
"""What employers trust in a short credential (NAIT, SAIT, Bow Valley with Future Skills Centre 2023)."""


def pathways(facts: Facts) -> list[Block]:
    """Return the pathway figure and what is agreed: field 35."""
    steps = facts.tables["pathway_steps"]
    blocks: list[Block] = [heading("Pathways", 1, "sec_pathways")]
    if steps.empty:
        blocks.append(para("No pathway is recorded yet.", style="gap"))
    else:
        firm = int((steps["status"] != "proposed").sum())
        rows = [
            (
                row["title"],
                row["kind"],
                _titles(row["leads_to"], steps.set_index("step_id")["title"].to_dict()),
                row["status"],
                row["credit"] or "–",
            )
            for row in steps.to_dict("records")
        ]
        blocks += [
            *_pathway_figures(facts, steps),
            para(f"{firm} of {count_of(len(steps), 'step')} are in place or agreed."),
            table(
                "The pathway in words",
                ("Step", "Kind", "Leads to", "Status", "Credit"),
                rows,
                widths=(0.28, 0.16, 0.28, 0.12, 0.16),
                anchor="table_pathway",
            ),
            *bullets(program.pathway_problems(steps)["sentence"]),
        ]
    return [
        *blocks,
        heading("Stacking, laddering and credit", 2, "sec_stacking"),
        author_box("pathways_note", facts.tables["author_texts"]),
    ]


def _pathway_figures(facts: Facts, steps: pd.DataFrame) -> list[Block]:
    """Return a figure for each part of the pathway that shares no route with the others: each stays on one page."""
    parts = program.routes_apart(steps)
    whole = parameters.title(facts.parameters)
    blocks: list[Block] = []
    for place, part in enumerate(parts, start=1):
        own = part.loc[part["kind"] == "this credential", "title"]
        named = listed(own.tolist()) if len(parts) > 1 and len(own) else whole
        picture = figures.pathway(part, title="Solid lines are in place or agreed; dashed lines are proposed")
        anchor = "figure_pathway" if place == 1 else f"figure_pathway_{place}"
        blocks.append(FigureBlock(picture, f"Pathway into and out of {named}", anchor))
    return blocks


def recognition(facts: Facts) -> list[Block]:
    """Return the metadata page and the plan for recognition: fields 36 and 37."""
    own, hours = facts.parameters.program, parameters.hours(facts.parameters)
    rows = [
        ("What it proves", "; ".join(facts.competencies["title"]) or "not yet drafted"),
        ("How it was proved", listed(sorted(set(facts.assessments["method"])), "not yet drafted")),
        ("Who awards it", own.awarding_body or own.institution or "not recorded"),
        ("Level", own.level or "not recorded"),
        ("Workload", f"{hours:g} hours" if hours else "not recorded"),
        ("Award rule", own.award_rule or "not recorded"),
        ("Badge and verification", own.badge or "not recorded"),
        ("Expiry", own.expiry or "not recorded"),
        (
            "Quality assurance",
            f"reviewed after {count_of(own.review_years, 'year')}" if own.review_years else "not recorded",
        ),
        ("Learner and date", "recorded at issue"),
    ]
    actions = [
        (
            row["body"] + facts.of_sector(row),
            row["action"],
            row["owner"] or "nobody named",
            row["due_on"] or "no date",
            row["status"],
        )
        for row in facts.tables["recognition_actions"].to_dict("records")
    ]
    planned: list[Block] = (
        [
            table(
                "What will be done so that it is recognised",
                ("Body", "Action", "Owner", "By", "Status"),
                actions,
                widths=(0.2, 0.36, 0.18, 0.13, 0.13),
                anchor="table_recognition",
            )
        ]
        if actions
        else [para("No action is recorded yet.", style="gap")]
    )
    return [
        heading("Recognition", 1, "sec_recognition"),
        heading("What the credential says", 2, "sec_metadata"),
        table(
            "What an employer can read in the credential",
            ("Element", "Value"),
            rows,
            widths=(0.28, 0.72),
            anchor="table_metadata",
        ),
        heading("Plan for recognition", 2, "sec_recognition_plan"),
        *planned,
        author_box("recognition_plan", facts.tables["author_texts"]),
    ]


def resources(facts: Facts) -> list[Block]:
    """Return resources, budget and risks: fields 38 to 40."""
    texts = facts.tables["author_texts"]
    return [
        heading("Resources and risks", 1, "sec_resources"),
        heading("Staff, facilities, equipment and placements", 2, "sec_staff"),
        author_box("resources", texts),
        heading("Budget and affordability", 2, "sec_budget"),
        *_budget(facts),
        author_box("budget_note", texts),
        heading("Risks and mitigation", 2, "sec_risks"),
        para(bold("Risks the evidence itself shows:")),
        *bullets(unknowns(facts) or ["The checks of this document found no such risk."]),
        author_box("risks", texts),
    ]


def equity(facts: Facts) -> list[Block]:
    """Return access and accommodation: field 41."""
    return [heading("Access and equity", 1, "sec_equity"), author_box("equity", facts.tables["author_texts"])]


def quality(facts: Facts) -> list[Block]:
    """Return quality assurance and the three features employers trust: field 42."""
    years = facts.parameters.program.review_years
    checks = (
        program.scope(
            facts.competencies,
            facts.taught,
            facts.module_competencies,
            program_hours=parameters.hours(facts.parameters),
        ),
        program.authenticity(facts.assessments),
        program.stack(facts.tables["pathway_steps"]),
    )
    rows = [(THREE_FEATURES[check.name], check.sentence, "yes" if check.holds else "not yet") for check in checks]
    return [
        heading("Quality and review", 1, "sec_quality"),
        heading("Three features employers trust", 2, "sec_three"),
        table(
            "Focus, authentic assessment, stacking",
            ("Feature", "What this proposal has", "Met"),
            rows,
            widths=(0.24, 0.62, 0.14),
            anchor="table_three",
        ),
        heading("Quality assurance and review", 2, "sec_review"),
        para(f"First review after {count_of(years, 'year')}.")
        if years
        else para("The review period is not recorded.", style="gap"),
        author_box("quality_review", facts.tables["author_texts"]),
    ]


def method(facts: Facts) -> list[Block]:
    """Return how the evidence was made and how sure each finding is: fields 43 and 44."""
    return [
        heading("Method and confidence", 1, "sec_method"),
        heading("How the evidence was made", 2, "sec_how"),
        *_flow(facts),
        *_agreement(facts),
        *_consent(facts),
        author_box("method_limits", facts.tables["author_texts"]),
        heading("Confidence in each finding, and why", 2, "sec_confidence"),
        *_confidence(facts),
        heading("Known gaps", 2, "sec_gaps"),
        *bullets(known_gaps(facts) or ["The checks of this document found no gap."]),
    ]


def known_gaps(facts: Facts) -> list[str]:
    """Return every claim without evidence and every unknown, as sentences."""
    bare = [f"Claim without evidence: {claim.text}" for claim in claims(facts) if not claim.has_evidence]
    return [*bare, *unknowns(facts)]


def _titles(leads_to: str, titles: Mapping[Any, Any]) -> str:
    return listed([str(titles.get(step, step)) for step in program.leads(leads_to)], "–")


def _budget(facts: Facts) -> list[Block]:
    lines = program.budget_table(facts.tables["budget_lines"])
    if lines.empty:
        return [para("No budget is recorded.", style="gap")]
    years = [str(name) for name in lines.columns[2:]]
    rows = [(row["kind"], row["item"], *(_amount(row[name]) for name in years)) for row in lines.to_dict("records")]
    tuition = facts.parameters.program.tuition
    each: list[Block] = [para(f"Tuition: {money(tuition)} for one learner.")] if tuition else []
    return [
        table(
            "Budget, Canadian dollars",
            ("Kind", "Item", *(name.capitalize() for name in years)),
            rows,
            widths=(0.16, 0.36, *[0.48 / len(years)] * len(years)),
            numeric=tuple(range(2, len(years) + 2)),
            anchor="table_budget",
        ),
        *each,
    ]


def _amount(value: float | None) -> str:
    return "–" if value is None else money(float(value))


def _flow(facts: Facts) -> list[Block]:
    steps = [
        ("interviews", facts.heard["interviews"]),
        ("passages coded", len(facts.passages)),
        ("tasks found", len(facts.in_chart)),
        ("tasks chosen", len(facts.tasks_in)),
        ("competencies", len(facts.competencies)),
        ("assessments", len(facts.assessments)),
    ]
    picture = figures.flow(
        steps,
        title=f"From {count_of(steps[0][1], 'interview')} to {count_of(steps[4][1], 'competency', 'competencies')}",
    )
    return [FigureBlock(picture, "What became of the evidence", "figure_flow")]


def _agreement(facts: Facts) -> list[Block]:
    coders = sorted(set(facts.evidence["coder"])) if len(facts.evidence) else []
    words = para(" ".join([f"{count_of(len(coders), 'person', 'people')} coded.", *agreement_words(facts.agreement)]))
    return [words] if facts.agreement.reason else [words, *_weakest(facts), *_decided_together(facts)]


def _weakest(facts: Facts) -> list[Block]:
    weakest, others = facts.agreement.codes[:WEAKEST], facts.agreement.codes[WEAKEST:]
    alphas = [f"{code.alpha:z.2f}".replace("-", "−") for code in weakest]
    rows = [
        (facts.code_names.get(code.code_id, code.code_id), alpha, f"{code.used} of {code.of}")
        for code, alpha in zip(weakest, alphas, strict=True)
    ]
    alike = sum(round(code.alpha, 2) == round(weakest[-1].alpha, 2) for code in others)
    more = f" {count_of(alike, 'more code')} {'has' if alike == 1 else 'have'} the alpha of the last." if alike else ""
    return [
        table(
            f"The {count_of(len(weakest), 'code')} that coders agree on least, of {len(facts.agreement.codes)}",
            ("Code", "Alpha", "Answers to which somebody gave it"),
            rows,
            widths=(0.56, 0.14, 0.3),
            numeric=(1, 2),
            anchor="table_agreement",
        ),
        para(f"Where a code was given to few answers, a single one of them moves its alpha far.{more}", style="note"),
    ]


def _decided_together(facts: Facts) -> list[Block]:
    """Return what became of passages that coders treated differently; agreement is of the codings before that."""
    decided = facts.tables["reconciliations"]["decision"]
    if decided.empty:
        return []
    left_out, differing = int((decided == "remove").sum()), int((decided == "differ").sum())
    return [
        para(
            f"After that the coders talked over {count_of(len(decided), 'passage')} they had treated differently: "
            f"{left_out} left out, {differing} on which they agreed to differ. Counts follow these decisions; the "
            "agreement above is of the codings before them."
        )
    ]


def _consent(facts: Facts) -> list[Block]:
    k = facts.parameters.small_group
    ethics = facts.parameters.program.ethics
    retention = facts.parameters.program.retention_until
    return [
        para(
            "Words are quoted only where the person agreed; without an answer they are counted and not quoted. At most "
            f"two quotes an employer stand under one finding, of at most forty words. Groups of fewer than {k} are not "
            "broken down. Names are pseudonyms while a key exists, so the interviews are coded, not anonymous."
            + (f" Ethics route: {ethics}." if ethics else " The ethics route is not recorded.")
            + (f" Interviews are destroyed by {retention}." if retention else "")
        )
    ]


def _confidence(facts: Facts) -> list[Block]:
    if not facts.findings:
        return [para("No finding has been written yet.", style="gap")]
    table_of = facts.tables["findings"].set_index("finding_id").to_dict("index")
    parts = ("methodological", "coherence", "adequacy", "relevance")
    rows = []
    for finding in facts.findings:
        concerns = [f"{name}: {table_of[finding.finding_id][name] or 'not judged'}" for name in parts]
        rows.append(
            (
                link(finding.finding_id, f"finding_{finding.finding_id}"),
                finding.short_words,
                finding.confidence.level,
                "; ".join(concerns),
                _why(finding.confidence),
            )
        )
    return [
        para(
            "After GRADE-CERQual, adapted: interviews in place of studies. A named person enters each judgement; "
            "the tool only caps it where fewer than three employers support a finding."
        ),
        table(
            "Summary of findings",
            ("Finding", "For and against", "Confidence", "Concerns", "Why"),
            rows,
            widths=(0.1, 0.2, 0.13, 0.28, 0.29),
            anchor="table_confidence",
        ),
    ]


def _why(sure: Confidence) -> str:
    reason = sure.reason or "no reason given"
    return f"Judged and written for {sure.written_for}: {reason}" if sure.written_for else reason
