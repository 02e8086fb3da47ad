"""Three checks from what employers said makes a short credential worth trusting: scope, authenticity, stack."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from codesign.phrases import count_of
from codesign.program.pathway import leads, pathway_problems
from codesign.program.structure import words

MOST_TASKS = 6
"""Tasks a competency may cover before the scope is called wide: a convention of this workbook, not a finding."""
FIRM = ("in place", "agreed")


@dataclass(frozen=True)
class Check:
    """One check of the program: its name, whether it holds, and what was found."""

    name: str
    holds: bool
    sentence: str


def scope(
    competencies: pd.DataFrame,
    competency_tasks: pd.DataFrame,
    module_competencies: pd.DataFrame,
    *,
    program_hours: float,
) -> Check:
    """Return whether the program is narrow: each competency covers 1 to 6 tasks, and all stated hours are allotted."""
    own = competency_tasks[competency_tasks["competency_id"].isin(competencies["competency_id"])]
    per = own.groupby("competency_id")["task_id"].nunique().reindex(competencies["competency_id"], fill_value=0)
    if per.empty:
        return Check("scope", False, "There are no competencies yet.")
    in_run = module_competencies["competency_id"].isin(competencies["competency_id"])
    allotted = math.fsum(float(value) for value in module_competencies.loc[in_run, "hours"])
    tasks = int(own["task_id"].nunique())
    sentence = (
        f"{count_of(len(per), 'competency covers', 'competencies cover')} {count_of(tasks, 'task')}, "
        f"{_span(int(per.min()), int(per.max()))} each, in {_of_hours(allotted, program_hours)}."
    )
    is_allotted = program_hours > 0 and math.isclose(allotted, program_hours, abs_tol=0.005)
    return Check("scope", bool(per.min() >= 1 and per.max() <= MOST_TASKS and is_allotted), sentence)


def _of_hours(allotted: float, program_hours: float) -> str:
    if not program_hours:
        return f"{words(allotted)} hours; the program's own hours are not recorded"
    return f"{words(allotted)} of {words(program_hours)} hours"


def authenticity(assessments: pd.DataFrame) -> Check:
    """Return whether every assessment looks at evidence from real work."""
    if assessments.empty:
        return Check("authenticity", False, "There are no assessments yet.")
    without = assessments[assessments["workplace_evidence"] == ""]
    bare = [f"{row['assessment_id']} “{row['title']}”" for row in without.to_dict("records")]
    named, of = len(assessments) - len(bare), len(assessments)
    missing = f"; {', '.join(bare)} {'names' if len(bare) == 1 else 'name'} none" if bare else ""
    return Check(
        "authenticity",
        not bare,
        f"{named} of {count_of(of, 'assessment')} name evidence from real work{missing}.",
    )


def stack(pathway_steps: pd.DataFrame) -> Check:
    """Return whether the credential stacks: it leads to a further credential that is in place or agreed.

    A job or a proposed step is no stacking. Where the pathway has several credentials of this program, each must.
    """
    own = pathway_steps[pathway_steps["kind"] == "this credential"]
    if own.empty:
        return Check("stack", False, "The pathway is not filled: no step is this credential.")
    firm = pathway_steps[pathway_steps["status"].isin(FIRM) & (pathway_steps["kind"] == "credential")]
    stacks = [bool(set(leads(str(cell))) & set(firm["step_id"])) for cell in own["leads_to"]]
    onward = {to for cell in own["leads_to"] for to in leads(str(cell))}
    faults = pathway_problems(pathway_steps, other_steps=onward)
    fault_sentences = "".join(f" {fault}" for fault in faults["sentence"])
    sentence = _leads_to(pathway_steps[pathway_steps["step_id"].isin(onward)])
    if any(stacks) and not all(stacks):
        sentence += f" Of the {len(stacks)} credentials of this program, {sum(stacks)} can be stacked so."
    return Check("stack", all(stacks) and faults.empty, sentence + fault_sentences)


def _leads_to(steps: pd.DataFrame) -> str:
    """Return what follows the credential, and how much of it is a credential that is in place or agreed."""
    further = steps[steps["kind"] == "credential"]
    if steps.empty:
        return "The credential leads to no step."
    if further.empty:
        return f"The credential leads to {count_of(len(steps), 'step')}, none of them a further credential."
    firm = int(further["status"].isin(FIRM).sum())
    return (
        f"The credential leads to {count_of(len(further), 'further credential')}, "
        f"{firm or 'none'} in place or agreed{'' if firm else ' yet'}."
    )


def _span(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
