"""The occupation, the competencies drafted from it, how they are assessed, and how the program is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import competencies, parameters, program, tasks
from codesign.proposal.blocks import Block, Landscape, Paragraph, Run
from codesign.proposal.boxes import author_box
from codesign.proposal.claims import number
from codesign.proposal.facts import Facts
from codesign.proposal.layout import Words, bold, bullets, evidence_links, heading, link, listed, para, shown, table

CHART_TASKS = 6
SHORT = {"train": "train", "overtrain": "train and refresh", "no train": "no training", "not rated": "not rated"}
MOST_LINKS = 6


def occupation(facts: Facts) -> list[Block]:
    """Return the job, its chart, ratings, and tasks in and out: fields 23 to 25."""
    chart = facts.in_chart
    opening: list[Block] = [heading("The job", 1, "sec_occupation")]
    if chart.empty:
        return [*opening, para("No tasks have been analysed for this run yet.", style="gap")]
    role = parameters.role(facts.parameters) or "the job this program prepares for"
    raters = int(facts.tables["ratings"]["rater_id"].nunique())
    told = (
        f"{role[:1].upper() + role[1:]}: {number(chart['duty_id'].nunique(), 'duty', 'duties')} and "
        f"{number(len(chart), 'task')} of this run, "
        f"from {number(facts.heard['interviews'], 'interview')} and {number(raters, 'rater')}."
    )
    return [
        Landscape((*opening, para(told), heading("DACUM chart", 2, "sec_dacum"), _chart(facts, chart))),
        heading("How the tasks were rated", 2, "sec_ratings"),
        *_ratings(facts, chart),
        heading("Tasks in, and tasks out", 2, "sec_decisions"),
        *_in_and_out(facts),
    ]


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
    said = link("What employers said of delivery.", "sec_delivery")
    return [
        heading("Structure and delivery", 1, "sec_structure"),
        heading("Modules and hours", 2, "sec_modules"),
        *_modules(facts),
        heading("Delivery", 2, "sec_delivery_plan"),
        para(bold("Proposed: "), f"{delivery}. ", said)
        if delivery
        else para("The delivery is not recorded. ", said, style="gap"),
        author_box("delivery_rationale", facts.tables["author_texts"]),
    ]


def _chart(facts: Facts, chart: pd.DataFrame) -> Block:
    titles = facts.tables["duties"].set_index("duty_id")["title"].to_dict()
    of = facts.heard["employers"]
    rows: list[list[Words]] = []
    for duty, group in chart.groupby("duty_id", sort=False):
        cells: list[Words] = [_card(row, of) for row in group.to_dict("records")]
        for first in range(0, len(cells), CHART_TASKS):
            name = f"{duty}. {titles.get(duty, '')}" if first == 0 else f"{duty} (cont.)"
            part = cells[first : first + CHART_TASKS]
            rows.append([[bold(name)], *part, *[""] * (CHART_TASKS - len(part))])
    count = number(len(chart), "task")
    caption = (
        f"DACUM chart: {count} under {number(chart['duty_id'].nunique(), 'duty', 'duties')}; employers of "
        f"{of} who raised each, and the decision"
    )
    return table(
        caption,
        ("Duty", *(f"Task {place}" for place in range(1, CHART_TASKS + 1))),
        rows,
        widths=(0.16, *[0.14] * CHART_TASKS),
        anchor="table_dacum",
        chart=True,
        summary=f"One row a duty, up to {CHART_TASKS} tasks beside it.",
    )


def _card(row: Mapping[Any, Any], of: int) -> Words:
    raised = f"{row['employers']} of {of} employers" if row["employers"] else "no interview yet"
    return [
        link(f"{row['task_id']} ", f"task_{row['task_id']}"),
        bold(row["label"]),
        f"\n{raised} · {SHORT[row['decision']]}",
    ]


def _ratings(facts: Facts, chart: pd.DataFrame) -> list[Block]:
    rows = [
        (
            link(row["task_id"], f"task_{row['task_id']}"),
            row["label"],
            *(shown(row[f"{scale}_mean"]) for scale in ("importance", "frequency", "difficulty")),
            shown(_widest(row)),
            str(row["raters"]),
            "yes" if row["entry_level"] else "–" if row["entry_level"] is None else "no",
            shown(row["criticality"], 2),
        )
        for row in chart.to_dict("records")
    ]
    told = [
        tasks.reliability(facts.tables["ratings"], scale).sentence
        for scale in ("importance", "frequency", "difficulty")
    ]
    return [
        para(
            "Each rater gave importance, frequency and difficulty from 1 to 5. The table gives means, the widest "
            "standard deviation of the three, "
            "and how many rated. Criticality is importance times frequency, each brought to 0 to 1 first."
        ),
        table(
            "Task ratings",
            ("Task", "Label", "Imp.", "Freq.", "Diff.", "SD", "Raters", "Entry", "Crit."),
            rows,
            widths=(0.08, 0.38, 0.07, 0.07, 0.07, 0.07, 0.09, 0.08, 0.09),
            numeric=(2, 3, 4, 5, 6, 8),
            anchor="table_ratings",
        ),
        *bullets(told),
    ]


def _widest(row: Mapping[Any, Any]) -> float | None:
    spreads = [
        row[f"{scale}_sd"] for scale in ("importance", "frequency", "difficulty") if row[f"{scale}_sd"] is not None
    ]
    return max(spreads) if spreads else None


def _in_and_out(facts: Facts) -> list[Block]:
    rule = tasks.dif_tree()
    told = para(
        f"The rule is “{rule.name}”, version {rule.version} ({rule.source.rstrip('.')}), at a cut-off of "
        f"{facts.parameters.cut_off:g}. Where a "
        "person decided otherwise, the reason and the name are given. Thin means that fewer than three employers "
        "raised the task."
    )
    table_of = facts.task_table
    elsewhere = table_of["decision"] == "out of scope"
    chosen, left = table_of[table_of["is_in"]], table_of[~table_of["is_in"] & ~elsewhere]
    columns = ("Task", "Label", "Employers", "Decision and why", "Evidence")
    widths = (0.08, 0.22, 0.12, 0.4, 0.18)
    blocks: list[Block] = [told]
    for caption, rows, anchor in (
        (f"Tasks in: {len(chosen)}", chosen, "table_decisions"),
        (f"Tasks out: {len(left)}", left, "table_out"),
    ):
        cells = [_decision_row(facts, row) for row in rows.to_dict("records")]
        blocks.append(
            table(
                caption,
                columns,
                cells,
                widths=widths,
                anchor=anchor,
                row_anchors=[f"task_{task}" for task in rows["task_id"]],
            )
            if cells
            else para(f"{caption}.", anchor=anchor)
        )
    return [*blocks, *_elsewhere(table_of[elsewhere])]


def _elsewhere(left: pd.DataFrame) -> list[Block]:
    if left.empty:
        return []
    named = "; ".join(f"{row['task_id']} {row['label']}" for row in left.to_dict("records"))
    reasons = listed(sorted(set(left["reason"])))
    told = (
        f"{number(len(left), 'task')} of the study {'is' if len(left) == 1 else 'are'} out of scope here ({reasons}): "
    )
    return [para(bold(told), f"{named}.", anchor="tasks_elsewhere")]


def _decision_row(facts: Facts, row: Mapping[Any, Any]) -> list[Words]:
    decision = SHORT[row["decision"]].capitalize()
    notes = [
        word
        for word, holds in (
            ("thin", row["thin"] and row["employers"]),
            ("panel only", row["panel_only"]),
            (f"flips at {row['flips_at']}", row["flips_at"] != ""),
        )
        if holds
    ]
    why = (
        f"{decision}: {row['reason']}"
        + (f" ({row['decided_by']})" if row["decided_by"] else "")
        + (f" [{', '.join(notes)}]" if notes else "")
    )
    ids = list(dict.fromkeys(facts.behind("task", row["task_id"])["evidence_id"]))
    links: list[str | Run] = evidence_links(ids[:MOST_LINKS])
    if len(ids) > MOST_LINKS:
        links = [*links, ", ", link(f"{len(ids) - MOST_LINKS} more", f"behind_task_{row['task_id']}")]
    return [
        row["task_id"],
        row["label"],
        f"{row['employers']} of {facts.heard['employers']}",
        why,
        links or "none recorded",
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
    blocks += bullets(f"{item['criterion_id']} {item['text']}" for item in criteria.to_dict("records"))
    items = facts.of_competencies("knowledge_items")
    for kind in ("knowledge", "skill", "attitude"):
        own = items[(items["competency_id"] == identity) & (items["kind"] == kind)]
        if len(own):
            blocks.append(para(bold(f"{kind.capitalize()}. "), f"{'; '.join(own['text'])}."))
    return [*blocks, _rests_on(facts, row)]


def _rests_on(facts: Facts, row: Mapping[Any, Any]) -> Paragraph:
    links = facts.of_competencies("competency_tasks")
    named = list(links.loc[links["competency_id"] == row["competency_id"], "task_id"])
    shown_in = facts.behind_tasks(named)
    employers = shown_in[(shown_in["kind"] == "employer") & (shown_in["polarity"] != "contradicts")]
    count = employers["employer"].nunique()
    parts: list[str | Run] = [bold("Rests on. ")]
    for place, task in enumerate(named):
        parts += [", " if place else "tasks ", link(task, facts.anchor("task", task))]
    said = (
        f"; raised by {count} of {facts.heard['employers']} employers."
        if count
        else "; no interview shows these tasks."
    )
    decided = (
        f" Decided by {row['decided_by']}."
        if row["decided_by"]
        else ""
        if count
        else " No person is named as having decided it: this is a gap."
    )
    return para(*parts, said + decided, style="note")


def _gaps(facts: Facts) -> list[Block]:
    told = competencies.gaps(facts.coverage, facts.trace_problems, facts.wording)
    return [
        heading("What the competencies do not cover", 2, "sec_coverage"),
        *(bullets(told) if told else [para("Every chosen task has a competency, and every competency a chosen task.")]),
    ]


def _alignment(facts: Facts) -> list[Block]:
    table_of = facts.tables["alignments"]
    known = {"program", *facts.competencies["competency_id"], *facts.in_chart["task_id"]}
    rows = [
        (row["aligned"], row["framework"], row["code"], row["title"] or "–", row["version"] or "not recorded")
        for row in table_of[table_of["aligned"].isin(known)].to_dict("records")
    ]
    if not rows:
        return [para("No alignment is recorded yet.", style="gap")]
    return [
        table(
            "Alignment to frameworks",
            ("What", "Framework", "Code", "Title", "Version"),
            rows,
            widths=(0.12, 0.2, 0.16, 0.36, 0.16),
            anchor="table_alignment",
        )
    ]


def _trace(facts: Facts) -> list[Block]:
    links = facts.of_competencies("competency_tasks")
    by_assessment = facts.assessment_criteria.merge(
        facts.criteria[["criterion_id", "competency_id"]], on="criterion_id"
    )
    rows: list[list[Words]] = []
    for identity in facts.competencies["competency_id"]:
        named = list(links.loc[links["competency_id"] == identity, "task_id"])
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
