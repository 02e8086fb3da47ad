"""What follows from a study, as its workbooks show it: one function a result, from facts to a piece of a page.

A cell asks for one by its name: `work.result("decisions")`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from codesign import coding, display, figures, program, proposal, schemas, wording
from codesign.display import Html
from codesign.workbook import analyses, progress, reliability
from codesign.workbook.screens import picture

if TYPE_CHECKING:
    import pandas as pd

    from codesign.proposal import Facts

TO_LOOK_AT = ["level", "sentence"]
RATED = {"task_id": "Task", "label": "Label", "raters": "Raters", "importance_mean": "Importance",
         "frequency_mean": "Frequency", "difficulty_mean": "Difficulty", "importance_rwg": "Agreement on importance",
         "criticality": "Criticality"}  # fmt: skip


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
    shown = counts.drop(columns=["code_id", "parent_id"])
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
    tables = facts.tables
    counts = coding.finding_counts(facts.evidence, tables["findings"], tables["finding_codes"], tables["codes"])
    stated = tables["findings"][["finding_id", "statement", "confidence"]].merge(counts, on="finding_id")
    return display.table(stated, caption="Findings and who stands behind them", empty="No findings yet.")


# 02 Labour-market scan ----------------------------------------------------------------------------------


def postings(facts: Facts) -> Html:
    """Return the job postings of this sector and region."""
    shown = facts.tables["postings"][["posting_id", "title", "employer", "sector", "region", "posted_on"]]
    return display.table(shown, caption="Job postings", empty="No job postings yet.")


def mentions(facts: Facts) -> Html:
    """Return how many postings mention each task and code."""
    mentioned = facts.posting_counts if len(facts.tables["postings"]) else facts.posting_counts.iloc[:0]
    shown = mentioned.sort_values("postings", ascending=False)[["label", "postings", "of", "sentence"]]
    return display.table(shown, caption="Mentions in job postings", empty="No job postings yet.")


def survey(facts: Facts) -> Html:
    """Return what learners answered, small groups left out."""
    return display.table(facts.survey, caption="Learner survey", empty="No learner survey yet.")


# 03 Job task analysis -----------------------------------------------------------------------------------


def task_wording(facts: Facts) -> Html:
    """Return what to look at in the labels and statements of tasks."""
    return _remarks(wording.task_problems(facts.tables["tasks"]), "task")


def ratings(facts: Facts) -> Html:
    """Return what the ratings say of each task: means, how far raters agree, and criticality."""
    summary = facts.summary.merge(facts.tables["tasks"][["task_id", "label"]], on="task_id", how="left")
    caption = "Ratings by task: means from 1 to 5, agreement (rwg) and criticality up to 1"
    return display.table(summary, columns=RATED, caption=caption, empty="No tasks yet.")


def decisions(facts: Facts) -> Html:
    """Return every task with its decision and the reason in words."""
    decided = facts.task_table[["task_id", "label", "decision", "reason", "employers", "raters"]]
    return display.table(decided, caption="Tasks and decisions", empty="No tasks yet.")


# 04 Competency drafting ---------------------------------------------------------------------------------


def trained_tasks(facts: Facts) -> Html:
    """Return the tasks that are trained, those with the highest criticality first."""
    trained = facts.task_table[facts.task_table["is_in"]].sort_values("criticality", ascending=False)
    shown = trained[["task_id", "label", "criticality", "employers"]]
    return display.table(shown, caption="Trained tasks", empty="No trained tasks yet.")


def competency_wording(facts: Facts) -> Html:
    """Return what to look at in competencies and criteria, with the reason."""
    return _remarks(wording.competency_problems(facts.competencies, facts.criteria), "competency")


def competency_evidence(facts: Facts) -> Html:
    """Return every competency with its tasks and how many employers stand behind them."""
    covered = facts.of_competencies("competency_tasks").merge(facts.task_table, on="task_id")
    titles = facts.competencies[["competency_id", "title"]]
    named = covered.merge(titles, on="competency_id", suffixes=("_duty", ""))
    shown = named[["competency_id", "title", "task_id", "label", "decision", "employers"]]
    empty = "No competency covers a task yet."
    return display.table(shown, caption="Competencies, tasks and employers", empty=empty)


# 05 Program design --------------------------------------------------------------------------------------


def assessment_matrix(facts: Facts) -> Html:
    """Return how many criteria of each competency each assessment shows."""
    matrix = program.matrix(facts.competencies, facts.criteria, facts.assessments, facts.assessment_criteria)
    return display.table(matrix, caption="Competencies and assessments", empty="No competencies yet.")


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
    lines = ((claim.text, claim.count, claim.confidence) for claim in proposal.claims(facts))
    return display.listing(" - ".join(part for part in parts if part) for parts in lines)


def unknowns(facts: Facts) -> Html:
    """Return what the proposal admits it does not know."""
    return display.listing(proposal.unknowns(facts), empty="Nothing is known to be missing.")


# ----------------------------------------------------------------------------------------------------------


def _remarks(problems: pd.DataFrame, what: str) -> Html:
    return display.table(problems[[what, *TO_LOOK_AT]], caption="Remarks on wording", empty="Nothing to remark.")


RESULTS: Mapping[str, Callable[[Facts], Html]] = {
    result.__name__: result
    for result in (
        interviews, codes, analyses.strength, divided, reliability.agreement, reliability.saturation, uncounted,
        findings,
        postings, mentions, survey,
        task_wording, ratings, decisions,
        trained_tasks, competency_wording, competency_evidence,
        assessment_matrix, pathway, ladder,
        claims, unknowns,
    )
}  # fmt: skip
"""By the name a cell asks for it with."""
