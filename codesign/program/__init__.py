"""The program around the competencies: assessments, hours, pathway, enrolment, budget, commitments, three checks."""

from codesign.program.assessments import assessment_gaps, assessments_in_scope, matrix
from codesign.program.checks import Check, authenticity, scope, stack
from codesign.program.pathway import circles, leads, pathway_problems, routes_apart
from codesign.program.plan import NOC, aligned, before_a_change, budget_table, committed, enrolment_table, ladder
from codesign.program.structure import competency_hours, hours, hours_gaps, modules_in_scope, words

__all__ = [
    "NOC",
    "Check",
    "aligned",
    "assessment_gaps",
    "assessments_in_scope",
    "authenticity",
    "before_a_change",
    "budget_table",
    "circles",
    "committed",
    "competency_hours",
    "enrolment_table",
    "hours",
    "hours_gaps",
    "ladder",
    "leads",
    "matrix",
    "modules_in_scope",
    "pathway_problems",
    "routes_apart",
    "scope",
    "stack",
    "words",
]
