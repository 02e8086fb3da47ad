"""What follows from a study, as its workbooks show it: one function a result, from facts to a piece of a page.

A cell asks for one by its name: `work.result("decisions")`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from codesign import (
    coding,
    competencies,
    display,
    figures,
    market,
    parameters,
    program,
    proposal,
    schemas,
    tasks,
    wording,
)
from codesign.display import Html
from codesign.phrases import count_of
from codesign.workbook import analyses, learners, progress, reliability
from codesign.workbook.screens import picture

if TYPE_CHECKING:
    from codesign.proposal import Facts

TO_LOOK_AT = ["level", "sentence"]
SPOKEN = ["employers", "qualifies", "contradicts", "others", "interviews", "codings"]
"""Who stands behind something and who speaks against it; see `voices.counts`."""
RATED = {"task_id": "Task", "label": "Label", "raters": "Raters", "importance_mean": "Importance",
         "frequency_mean": "Frequency", "difficulty_mean": "Difficulty", "importance_rwg": "Agreement on importance",
         "criticality": "Criticality"}  # fmt: skip
DIVIDED = {"sector": "Sector of the raters", "size": "Size of the raters’ employers", "role": "Role of the raters"}
"""The columns of raters by which ratings are divided, where the groups are large enough."""


# every workbook -----------------------------------------------------------------------------------------


def overview(facts: Facts) -> Html:
    """Return what each workbook of the study holds and what is missing."""
    steps = progress.as_table(progress.steps(facts))
    return display.table(steps, caption=f"The study {facts.parameters.study}: what is done and what is missing")


def missing(facts: Facts, number: str) -> Html:
    """Return what one workbook still misses, such as `missing(facts, "03")`."""
    gaps = progress.step(facts, number).missing
    if not gaps:
        return display.sentence("Nothing is missing here.")
    return display.heading(f"Still missing ({len(gaps)})") + display.listing(gaps)


def conflicts(sentences: Sequence[str]) -> Html:
    """Return where two people chose differently without seeing each other's choice."""
    return display.listing(sentences, empty="No two people have chosen differently.")


# 01 Interview coding ------------------------------------------------------------------------------------


def interviews(facts: Facts) -> Html:
    """Return how far each interview is coded."""
    done = coding.progress(facts.tables)
    return display.table(done, caption="Interviews and how far they are coded", empty="No interviews yet.")


def codes(facts: Facts) -> Html:
    """Return the codes with the employers and interviews behind them, those most employers raised first."""
    counts = facts.code_counts[facts.code_counts["codings"] > 0].sort_values("employers", ascending=False)
    shown = counts[["name", "family", *SPOKEN]]
    return display.table(shown, caption="Codes by how many employers raised them", empty="Nothing is coded yet.")


def divided(facts: Facts) -> Html:
    """Return who says what, where, and together with what, each folded away."""
    return (
        display.fold("Employers by sector, region, size and kind", analyses.groups(facts))
        + display.fold("Passages by code and interview", analyses.interviews(facts))
        + display.fold("Which codes meet", analyses.together(facts))
    )


def uncounted(facts: Facts) -> Html:
    """Return the codings that are no evidence."""
    names = facts.tables["codes"].set_index("code_id")["name"]
    aside = coding.uncounted(facts.tables)
    aside = aside.assign(code=aside["code_id"].map(names).fillna(aside["code_id"]))
    return display.table(
        aside[["transcript_id", "code", "coder", "start", "end"]],
        caption="Codings left aside",
        empty="Every coding counts.",
    )


def findings(facts: Facts) -> Html:
    """Return every finding with the employers who say so, and those who qualify or contradict it."""
    tables, own = facts.tables, facts.findings_of_run
    counts = coding.finding_counts(facts.evidence, own, tables["finding_codes"], tables["codes"])
    stated = own[["finding_id", "statement", "confidence"]].merge(counts, on="finding_id")
    stated = stated[["finding_id", "statement", "confidence", *SPOKEN]]
    shown = display.table(stated, caption="Findings and who stands behind them", empty="No findings yet.")
    untold = ", ".join(facts.untold_findings["finding_id"])
    why = "of a sector with too few employers to be told apart; look at them with that sector chosen"
    return shown + display.sentence(f"Not counted here: {untold}, {why}.", note=True) if untold else shown


# 02 Labour-market scan ----------------------------------------------------------------------------------


def postings(facts: Facts) -> Html:
    """Return the job postings of this sector and region."""
    shown = facts.tables["postings"][["posting_id", "title", "employer", "sector", "region", "posted_on"]]
    return display.table(shown, caption="Job postings", empty="No job postings yet.")


def mentions(facts: Facts) -> Html:
    """Return how many postings mention each task and code, as far as it is known how often the words are right."""
    mentioned = facts.posting_counts if len(facts.tables["postings"]) else facts.posting_counts.iloc[:0]
    most = mentioned["postings"].map(lambda number: -1 if number is None else number)
    shown = mentioned.assign(most=most, right_words=[_judged(row) for row in schemas.records(mentioned)])
    shown = shown.sort_values(["most", "judged"], ascending=False, kind="stable")
    columns = {
        "label": "Task or code",
        "postings": "Postings",
        "of": "Of",
        "right_words": "How often the words are right",
    }
    return display.table(shown, columns=columns, caption="Mentions in job postings", empty="No job postings yet.")


def _judged(count: Mapping[str, Any]) -> str:
    sentence = str(count["sentence"])
    if count["postings"] is None:
        return sentence.rpartition("”: ")[2]
    return sentence.rpartition("”; ")[2] if count["judged"] else "in no posting in such words"


def demand(facts: Facts) -> Html:
    """Return in how many postings of each month, quarter or year stands what may be told of."""
    asked = market.demand(facts.posting_matches, facts.tables["postings"], facts.posting_counts)
    rows = [
        {"label": label, "when": "; ".join(_in_period(row) for row in schemas.records(own) if row["postings"])}
        for label, own in asked.groupby("label", sort=False)
    ]
    caption = "Demand over time: postings that ask for it, of all of that time; a few more or less are chance"
    empty = "Nothing to show over time: it takes postings with dates, and matches that were judged right."
    shown = pd.DataFrame(rows, columns=["label", "when"], dtype=object)
    return display.table(
        shown, columns={"label": "Task or code", "when": "When"}, caption=caption, empty=empty
    ) + display.listing(_dated(asked, facts.tables["postings"]))


def _in_period(row: Mapping[str, Any]) -> str:
    return f"{row['period']}: {row['postings']} of {row['of']}"


def _dated(asked: pd.DataFrame, postings_read: pd.DataFrame) -> list[str]:
    """Return how many postings there are of each period, and how many have no date."""
    every = dict(zip(asked["period"], asked["of"], strict=True))
    dated = [f"Postings read: {', '.join(f'{period} {of}' for period, of in every.items())}."] if every else []
    undated = int((postings_read["posted_on"] == "").sum())
    verb = "is" if undated == 1 else "are"
    return [*dated, f"{count_of(undated, 'posting')} without a certain date {verb} in no period."] if undated else dated


def survey(facts: Facts) -> Html:
    """Return what learners answered, small groups left out."""
    return learners.answers(facts)


def learners_beside_employers(facts: Facts) -> Html:
    """Return what learners answered beside what employers said of the same."""
    return learners.beside_employers(facts)


# 03 Job task analysis -----------------------------------------------------------------------------------


def task_wording(facts: Facts) -> Html:
    """Return what to look at in the labels and statements of tasks."""
    return _remarks(facts, facts.task_remarks, "task")


def ratings(facts: Facts) -> Html:
    """Return what the ratings say of each task, how far raters agree, and what would change the order of tasks."""
    caption = "Ratings by task: means from 1 to 5, agreement (rwg) and criticality up to 1"
    return (
        display.table(facts.in_chart, columns=RATED, caption=caption, empty="No tasks yet.")
        + display.listing([*_nil(facts), *tasks.sentences(facts.reliability)])
        + display.fold("How many gave which rating", _distribution(facts))
        + display.fold("Tasks whose place hangs on how importance and frequency are joined", _by_other_index(facts))
        + sum((_by_raters(facts, column, name) for column, name in DIVIDED.items()), Html(""))
    )


def _nil(facts: Facts) -> list[str]:
    reasons = {row["task_id"]: tasks.why_nil(row) for row in schemas.records(facts.in_chart)}
    return [f"{task} has criticality 0.00, since {reason}." for task, reason in reasons.items() if reason]


def _distribution(facts: Facts) -> Html:
    chart = facts.in_chart
    counts = {scale: tasks.distribution(facts.tables["ratings"], chart, scale) for scale in tasks.SCALES}
    shown = chart[["task_id", "label"]].assign(
        **{scale: [" · ".join(map(str, row)) for row in own.tolist()] for scale, own in counts.items()}
    )
    columns = {"task_id": "Task", "label": "Label", **{scale: scale.capitalize() for scale in tasks.SCALES}}
    caption = "How many raters gave 1 · 2 · 3 · 4 · 5"
    return display.table(shown, columns=columns, caption=caption, empty="No tasks yet.")


def _by_other_index(facts: Facts) -> Html:
    ranks = tasks.ranks(facts.in_chart)
    moved = facts.in_chart[["task_id", "label"]].merge(ranks[ranks["moves"]], on="task_id")
    caption = (
        "By criticality, and by 2 × importance + frequency: places that differ by more than a tenth of the rated tasks"
    )
    columns = {"task_id": "Task", "label": "Label", "rank": "Place", "rank_additive": "By the other index"}
    return display.table(moved, columns=columns, caption=caption, empty="No task moves far.")


def _by_raters(facts: Facts, column: str, name: str) -> Html:
    raters, limit = facts.tables["raters"], facts.parameters.small_group
    if not (raters[column] != "").any():
        return Html("")
    parts = tasks.breakdown(facts.tables["ratings"], raters, column, small_group=limit)
    large_enough = parts[parts["task_id"].isin(parts.loc[parts["n"].notna(), "task_id"])]
    shown = facts.in_chart[["task_id", "label"]].merge(large_enough, on="task_id")
    shown = shown.assign(n=shown["n"].where(shown["n"].notna(), shown["note"]))
    columns = {"task_id": "Task", "label": "Label", "group": name, "n": "Raters",
               **{scale: scale.capitalize() for scale in tasks.SCALES}}  # fmt: skip
    caption = f"Means by {name.lower()}; fewer than {limit} are not told apart"
    empty = f"No task was rated by enough people of one {column} to tell them apart: it takes {limit}."
    table = display.table(shown, columns=columns, caption=caption, empty=empty)
    return display.fold(f"By {name[:1].lower()}{name[1:]}", table)


def rating_chart(facts: Facts) -> Html:
    """Return the rated tasks by importance and difficulty as a picture, with what it says in words."""
    rated = proposal.rated_tasks(facts)
    return (
        _rating_chart(rated, facts.parameters.cut_off)
        if rated
        else display.sentence("No task is rated yet.", note=True)
    )


@lru_cache(maxsize=1)
def _rating_chart(rated: tuple[figures.RatedTask, ...], cut_off: float) -> Html:
    return picture(proposal.rating_chart(rated, cut_off))


def apart(facts: Facts) -> Html:
    """Return the tasks on which those who rate and those who were interviewed differ."""
    differing = tasks.apart(
        facts.in_chart, facts.task_counts, facts.heard["employers"], cut_off=facts.parameters.cut_off
    )
    columns = {"task_id": "Task", "label": "Label", "sentence": "What differs"}
    empty = "Raters and interviews do not contradict each other."
    return display.table(differing, columns=columns, caption="Where raters and interviews differ", empty=empty)


def duty_weights(facts: Facts) -> Html:
    """Return what each duty weighs: its share of all criticality."""
    columns = {"duty_id": "Duty", "title": "Title", "tasks": "Tasks", "rated": "Rated", "weight": "Weight in %"}
    caption = "What each duty weighs: its tasks' share of the criticality of all"
    return display.table(facts.duty_weights, columns=columns, caption=caption, empty="No tasks yet.")


def decisions(facts: Facts) -> Html:
    """Return every task with its decision and the reason in words."""
    decided = facts.task_table[["task_id", "label", "decision", "reason", "employers", "raters"]]
    decided = decided.assign(decision=decided["decision"].map(tasks.SHORT))
    return display.table(decided, caption="Tasks and decisions", empty="No tasks yet.")


# 04 Competency drafting ---------------------------------------------------------------------------------


def trained_tasks(facts: Facts) -> Html:
    """Return the tasks that are trained, those with the highest criticality first."""
    trained = facts.task_table[facts.task_table["is_in"]].sort_values("criticality", ascending=False)
    shown = trained[["task_id", "label", "criticality", "employers"]]
    return display.table(shown, caption="Trained tasks", empty="No trained tasks yet.")


def competency_wording(facts: Facts) -> Html:
    """Return what to look at in competencies and criteria, with the reason."""
    return _remarks(facts, facts.competency_remarks, "competency")


def competency_evidence(facts: Facts) -> Html:
    """Return every competency with its tasks and how many employers stand behind them."""
    covered = facts.of_competencies("competency_tasks").merge(facts.task_table, on="task_id")
    titles = facts.competencies[["competency_id", "title"]]
    named = covered.merge(titles, on="competency_id", suffixes=("_duty", ""))
    shown = named[["competency_id", "title", "task_id", "label", "decision", "employers"]]
    empty = "No competency covers a task yet."
    table = display.table(shown, caption="Competencies, tasks and employers", empty=empty)
    out = competencies.dropped(facts.tables["competencies"], facts.tables["competency_tasks"], facts.decisions)
    return table + display.table(out, caption="Not in this run") if len(out) else table


# 05 Program design --------------------------------------------------------------------------------------


def assessment_matrix(facts: Facts) -> Html:
    """Return how many criteria of each competency each assessment shows."""
    matrix = program.matrix(facts.competencies, facts.criteria, facts.assessments, facts.assessment_criteria)
    return display.table(matrix, caption="Competencies and assessments", empty="No competencies yet.")


def competency_hours(facts: Facts) -> Html:
    """Return the hours of each competency with the modules that give them, and what does not add up."""
    planned = parameters.hours(facts.parameters)
    by_competency = program.competency_hours(facts.competencies, facts.module_competencies)
    gaps = program.hours_gaps(facts.modules, facts.module_competencies, facts.competencies, program_hours=planned)
    caption = "Hours of each competency, and the modules that give them"
    return display.table(by_competency, caption=caption, empty="No competencies yet.") + display.listing(
        gaps, empty=f"The hours add up to the {program.words(planned)} hours of the program."
    )


def pathway(facts: Facts) -> Html:
    """Return the pathway as a picture."""
    return _pathway(tuple(tuple(row.items()) for row in schemas.records(facts.tables["pathway_steps"])))


# Drawing takes a second, and most of what is saved changes no step.
@lru_cache(maxsize=1)
def _pathway(steps: tuple[tuple[tuple[str, Any], ...], ...]) -> Html:
    table = schemas.frame("pathway_steps", [dict(row) for row in steps])
    return picture(figures.pathway(table, title="Where this credential leads"))


def ladder(facts: Facts) -> Html:
    """Return how many employers stand on each rung of commitment."""
    return display.table(facts.ladder, caption="The commitment ladder", empty="No commitments yet.")


# 06 Program proposal ------------------------------------------------------------------------------------


def claims(facts: Facts) -> Html:
    """Return what page one claims, each with its count and how sure it is."""
    rows = [(claim.text, claim.count, claim.confidence) for claim in proposal.claims(facts)]
    return display.table(pd.DataFrame(rows, columns=["claim", "evidence", "confidence"]))


def unknowns(facts: Facts) -> Html:
    """Return what the proposal admits it does not know."""
    return display.listing(proposal.unknowns(facts), empty="Nothing is known to be missing.")


# ----------------------------------------------------------------------------------------------------------


def _remarks(facts: Facts, problems: pd.DataFrame, what: str) -> Html:
    overrides = facts.tables["wording_overrides"]
    left = wording.open_remarks(problems, overrides)[[what, *TO_LOOK_AT]]
    aside = wording.remarks_set_aside(problems, overrides)[[what, "sentence", "reason", "decided_by", "decided_on"]]
    remarks = display.table(left, caption="Remarks on wording", empty="Nothing to remark.")
    return remarks + display.table(aside, caption="Remarks set aside with a reason") if len(aside) else remarks


RESULTS: Mapping[str, Callable[[Facts], Html]] = {
    result.__name__: result
    for result in (
        interviews, codes, analyses.strength, divided, reliability.agreement, reliability.saturation, uncounted,
        findings,
        postings, mentions, demand, survey, learners_beside_employers,
        task_wording, ratings, rating_chart, duty_weights, apart, decisions,
        trained_tasks, competency_wording, competency_evidence,
        assessment_matrix, competency_hours, pathway, ladder,
        claims, unknowns,
    )
}  # fmt: skip
"""By the name a cell asks for it with."""
