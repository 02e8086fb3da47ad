"""The job: its chart, how its tasks were rated, and which of them are taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pandas as pd

from codesign import figures, parameters, tasks, voices
from codesign.phrases import count_of, listed
from codesign.proposal.blocks import Block, FigureBlock, Landscape, Run
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
    shown,
    table,
)
from codesign.schemas.job import SideList

NO_DUTY = "Without a duty"
CHART_TASKS = 6
MATTERS = 4.0
"""Importance from which a task without criticality is called one that matters."""


def occupation(facts: Facts) -> list[Block]:
    """Return the job, its chart, ratings, and tasks in and out: fields 23 to 25."""
    chart = facts.in_chart
    opening: list[Block] = [heading("The job", 1, "sec_occupation")]
    if chart.empty:
        return [*opening, para("No tasks have been analysed for this run yet.", style="gap")]
    role = parameters.role(facts.parameters) or "the job this program prepares for"
    raters = int(facts.tables["ratings"]["rater_id"].nunique())
    summary = (
        f"{role[:1].upper() + role[1:]}: {count_of(chart['duty_id'].nunique(), 'duty', 'duties')} and "
        f"{count_of(len(chart), 'task')} of this run, "
        f"from {count_of(facts.heard['interviews'], 'interview')} and {count_of(raters, 'rater')}."
    )
    return [
        *opening,
        para(summary, " ", link("The chart of duties and tasks.", "sec_dacum")),
        heading("How the tasks were rated", 2, "sec_ratings"),
        *_ratings(facts, chart),
        heading("Tasks in, and tasks out", 2, "sec_decisions"),
        *_in_and_out(facts),
        Landscape((heading("DACUM chart", 2, "sec_dacum"), _chart(facts, chart))),
        *_beside_the_chart(facts),
    ]


def _chart(facts: Facts, chart: pd.DataFrame) -> Block:
    titles = facts.tables["duties"].set_index("duty_id")["title"].to_dict()
    of = facts.heard["employers"]
    across = min(CHART_TASKS, int(chart.groupby("duty_id").size().max()))
    rows: list[list[Words]] = []
    for duty, group in chart.groupby("duty_id", sort=False):
        cells: list[Words] = [_card(facts, row) for row in group.to_dict("records")]
        for first in range(0, len(cells), across):
            letter = str(duty)
            whole = f"{letter}. {titles.get(duty, '')}" if letter else NO_DUTY
            name = whole if first == 0 else f"{letter or NO_DUTY} (cont.)"
            part = cells[first : first + across]
            rows.append([[bold(name)], *part, *[""] * (across - len(part))])
    count = count_of(len(chart), "task")
    caption = (
        f"DACUM chart: {count} under {count_of(chart['duty_id'].nunique(), 'duty', 'duties')}; who raised "
        f"each, of {count_of(of, 'employer')}, and the decision"
    )
    return table(
        caption,
        ("Duty", *(f"Task {place}" for place in range(1, across + 1))),
        rows,
        widths=(0.16, *[0.84 / across] * across),
        anchor="table_dacum",
        chart=True,
        summary=f"One row a duty, up to {across} tasks beside it.",
    )


def _beside_the_chart(facts: Facts) -> list[Block]:
    """Return the lists beside the chart, each line with those who name it; a run on a sector has what is said there."""
    is_part = bool(facts.parameters.sector or facts.parameters.region)
    lists: list[Sequence[str | Run]] = []
    for kind in get_args(SideList):
        own = facts.tables["side_list_items"]
        rows = own[own["kind"] == kind].sort_values(["position", "text"], kind="stable").to_dict("records")
        lines = [_line(facts, row) for row in rows if not is_part or row["item_id"] in facts.list_voices]
        if lines:
            lists.append([bold(f"{kind.capitalize()}: "), f"{'; '.join(lines)}."])
    if not lists:
        return []
    opening = para("What the job takes or meets that is no task, with the employers of this run who name it.")
    return [heading("Beside the chart", 2, "sec_beside_chart"), opening, *bullets(lists)]


def _line(facts: Facts, row: Mapping[Any, Any]) -> str:
    claim = facts.list_voices.get(row["item_id"])
    if claim is None:
        return f"{row['text']} (no passage names it)"
    return f"{row['text']} ({voices.short_words(claim, facts.heard['employers'])})"


def _card(facts: Facts, row: Mapping[Any, Any]) -> Words:
    raised = _raised(facts, row["task_id"]) if row["interviews"] else "no interview yet"
    return [
        link(f"{row['task_id']} ", f"task_{row['task_id']}"),
        bold(row["label"]),
        f"\n{raised} · {tasks.SHORT[row['decision']]}",
    ]


def _ratings(facts: Facts, chart: pd.DataFrame) -> list[Block]:
    rows = [
        (
            link(row["task_id"], f"task_{row['task_id']}"),
            row["label"],
            *(shown(row[f"{scale}_mean"]) for scale in tasks.SCALES),
            shown(_widest(row)),
            str(row["raters"]),
            "yes" if row["entry_level"] else "–" if row["entry_level"] is None else "no",
            shown(row["criticality"], 2),
        )
        for row in chart.to_dict("records")
    ]
    return [
        para(
            "Each rater gave importance, frequency and difficulty from 1 to 5. The table gives means, the widest "
            "standard deviation of the three, and how many rated. Criticality is importance times frequency, each "
            "brought to 0 to 1 first."
        ),
        table(
            "Task ratings",
            ("Task", "Label", "Imp.", "Freq.", "Diff.", "SD", "Raters", "Entry", "Crit."),
            rows,
            widths=(0.08, 0.38, 0.07, 0.07, 0.07, 0.07, 0.09, 0.08, 0.09),
            numeric=(2, 3, 4, 5, 6, 8),
            anchor="table_ratings",
        ),
        para(
            "Reliability says how far other raters like these would rate the tasks alike: 1 wholly, 0 not at all. It "
            "is worked out from every rating, also where some are missing."
        ),
        *bullets([*_nil(chart), *tasks.sentences(facts.reliability)]),
        *_chart_of_ratings(facts),
        *_duty_weights(facts),
    ]


def rated_tasks(facts: Facts) -> tuple[figures.RatedTask, ...]:
    """Return the tasks of the run that were rated for importance and difficulty, in order of the chart."""
    chart = facts.in_chart
    rated = chart[chart["importance_mean"].notna() & chart["difficulty_mean"].notna()]
    rows = zip(rated["task_id"], rated["importance_mean"], rated["difficulty_mean"], rated["decision"], strict=True)
    return tuple(figures.RatedTask(*row) for row in rows)


def rating_chart(rated: Sequence[figures.RatedTask], cut_off: float) -> figures.Figure:
    """Return rated tasks by importance and difficulty; how many are both is the message."""
    least = cut_off - 1e-9
    both = sum(one.importance >= least and one.difficulty >= least for one in rated)
    are = "is" if both == 1 else "are"
    title = f"{both} of {count_of(len(rated), 'rated task')} {are} both important and hard to learn"
    return figures.rated_tasks(title, rated, cut_off)


def _chart_of_ratings(facts: Facts) -> list[Block]:
    rated = rated_tasks(facts)
    if not rated:
        return []
    picture = rating_chart(rated, facts.parameters.cut_off)
    return [FigureBlock(picture, "Rated tasks by importance and difficulty", "figure_ratings")]


def _duty_weights(facts: Facts) -> list[Block]:
    """Return what each duty weighs, and how far the places of tasks hang on the index; nothing where none is rated."""
    weights = facts.duty_weights[facts.duty_weights["weight"].notna()]
    if weights.empty:
        return []
    ranks = tasks.ranks(facts.in_chart)
    moved = int(ranks["moves"].sum())
    rows = [
        (
            row["duty_id"],
            row["title"] if row["duty_id"] else NO_DUTY,
            f"{row['rated']} of {row['tasks']}",
            f"{row['weight']}%",
        )
        for row in weights.to_dict("records")
    ]
    return [
        para(
            "A duty weighs what its tasks have of all criticality, so a duty with more tasks weighs more. By another "
            f"common index, twice the importance plus the frequency, {moved} of {count_of(len(ranks), 'rated task')} "
            "would stand more than a tenth of the list higher or lower."
        ),
        table(
            "What each duty weighs",
            ("Duty", "Title", "Tasks rated", "Weight"),
            rows,
            widths=(0.1, 0.56, 0.18, 0.16),
            numeric=(2, 3),
            anchor="table_duty_weights",
        ),
    ]


def _raised(facts: Facts, task: str) -> str:
    """Return who raised a task, and who qualifies or contradicts that it is one."""
    return voices.short_words(facts.task_voices.get(task, voices.Voices()), facts.heard["employers"])


def _nil(chart: pd.DataFrame) -> list[str]:
    """Return why tasks that matter have no criticality, a sentence a task."""
    reasons = {row["task_id"]: tasks.why_nil(row) for row in chart.to_dict("records")}
    return [
        f"{row['task_id']} has importance {shown(row['importance_mean'])} and criticality 0.00, since "
        f"{reasons[row['task_id']]}: criticality multiplies the two and says nothing of a rare emergency."
        if row["importance_mean"] >= MATTERS
        else f"{row['task_id']} has criticality 0.00, since {reasons[row['task_id']]}."
        for row in chart.to_dict("records")
        if reasons[row["task_id"]]
    ]


def _widest(row: Mapping[Any, Any]) -> float | None:
    spreads = [row[f"{scale}_sd"] for scale in tasks.SCALES if row[f"{scale}_sd"] is not None]
    return max(spreads) if spreads else None


def _in_and_out(facts: Facts) -> list[Block]:
    rule = facts.rule
    cut_off = f"at a cut-off of {facts.parameters.cut_off:g}" if rule.moves else "with cut-offs of its own"
    opening = para(
        f"The rule is “{rule.name}”, version {rule.version} ({rule.source.rstrip('.')}), {cut_off}. "
        f"Where a person decided otherwise, the reason and the name are given. An "
        "employer raised a task who says in one passage at least that it is done. Thin means that fewer than three did."
    )
    table_of = facts.task_table
    elsewhere = table_of["decision"] == "out of scope"
    chosen, left = table_of[table_of["is_in"]], table_of[~table_of["is_in"] & ~elsewhere]
    columns = ("Task", "Label", "Raised by", "Decision and why", "Evidence")
    widths = (0.08, 0.21, 0.16, 0.38, 0.17)
    blocks: list[Block] = [opening]
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
    are = "is" if len(left) == 1 else "are"
    counted = f"{count_of(len(left), 'task')} of the study {are} out of scope here ({reasons}): "
    return [para(bold(counted), f"{named}.", anchor="tasks_elsewhere")]


def _decision_row(facts: Facts, row: Mapping[Any, Any]) -> list[Words]:
    ids = list(dict.fromkeys(facts.behind("task", row["task_id"])["evidence_id"]))
    links: list[str | Run] = evidence_links(ids[:MOST_LINKS])
    if len(ids) > MOST_LINKS:
        links = [*links, ", ", link(f"{len(ids) - MOST_LINKS} more", f"behind_task_{row['task_id']}")]
    return [
        facts.number_in_full("tasks", row["task_id"]),
        row["label"],
        _raised(facts, row["task_id"]),
        _why(row),
        links or "none recorded",
    ]


def _why(row: Mapping[Any, Any]) -> str:
    """Return the decision with its reason, its name where a person decided, and how firm it is."""
    reason = str(row["reason"])
    ruled = reason[:1].upper() + reason[1:]
    decision = f"{tasks.SHORT[row['decision']].capitalize()}: {reason}" if row["override"] else ruled
    if row["decided_by"]:
        decision += f" ({row['decided_by']})"
    notes = [
        words
        for words, holds in (
            ("thin", row["thin"] and row["interviews"]),
            ("raters only, no interview", row["panel_only"]),
            (f"would change at a cut-off of {row['flips_at']}", row["flips_at"] != ""),
        )
        if holds
    ]
    return f"{decision.rstrip('.')}. {listed(notes).capitalize()}." if notes else decision
