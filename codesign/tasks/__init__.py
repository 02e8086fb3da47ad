"""From ratings to decisions: which tasks of the job are trained, by which rule, and how firmly."""

from codesign.tasks.ratings import (
    SCALES,
    agreement_within,
    breakdown,
    criticality,
    duty_weights,
    largest_remainder,
    ranks,
    summary,
    why_nil,
)
from codesign.tasks.reliability import Reliability, intraclass, raters_needed, reliability, sentences
from codesign.tasks.selection import Tree, decisions, dif_tree, tasks_shown
from codesign.tasks.variance import Variance, variance_parts
from codesign.tasks.wordings import of_older_wordings, statement_sha256, worded, wording_marks

__all__ = [
    "SCALES",
    "Reliability",
    "Tree",
    "Variance",
    "agreement_within",
    "breakdown",
    "criticality",
    "decisions",
    "dif_tree",
    "duty_weights",
    "intraclass",
    "largest_remainder",
    "of_older_wordings",
    "ranks",
    "raters_needed",
    "reliability",
    "sentences",
    "statement_sha256",
    "summary",
    "tasks_shown",
    "variance_parts",
    "why_nil",
    "worded",
    "wording_marks",
]
