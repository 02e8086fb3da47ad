"""From ratings to decisions: which tasks of the job are trained, by which rule, and how firmly."""

from codesign.tasks.disagreement import apart
from codesign.tasks.ratings import (
    SCALES,
    agreement_within,
    breakdown,
    criticality,
    distribution,
    duty_weights,
    largest_remainder,
    ranks,
    summary,
    why_nil,
)
from codesign.tasks.reliability import Reliability, intraclass, raters_needed, reliability, sentences
from codesign.tasks.returned import waiting_answers
from codesign.tasks.rules import SHORT, Rule, dif_tree, own_rules, read_rule, rule_named
from codesign.tasks.selection import decisions, tasks_shown
from codesign.tasks.variance import Variance, variance_parts
from codesign.tasks.wordings import of_older_wordings, statement_sha256, worded, wording_marks

__all__ = [
    "SCALES",
    "SHORT",
    "Reliability",
    "Rule",
    "Variance",
    "agreement_within",
    "apart",
    "breakdown",
    "criticality",
    "decisions",
    "dif_tree",
    "distribution",
    "duty_weights",
    "intraclass",
    "largest_remainder",
    "of_older_wordings",
    "own_rules",
    "ranks",
    "raters_needed",
    "read_rule",
    "reliability",
    "rule_named",
    "sentences",
    "statement_sha256",
    "summary",
    "tasks_shown",
    "variance_parts",
    "waiting_answers",
    "why_nil",
    "worded",
    "wording_marks",
]
