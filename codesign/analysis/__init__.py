"""What a team asks of its codings: which codes stand where, together, with whom, and how strongly.

Every function takes evidence, the table of `coding.attributed`: words of respondents only, with who said them.
"""

from codesign.analysis.groups import (
    ATTRIBUTES,
    attribute_groups,
    broken_down,
    code_by_attribute,
    employers_in_all,
    in_order,
    interviewed,
    may_be_told,
)
from codesign.analysis.meeting import co_occurrence
from codesign.analysis.retrieval import Filters, found_in_words, retrieved
from codesign.analysis.sheets import (
    NOT_TOLD,
    by_attribute_sheet,
    is_too_small,
    may_leave_the_team,
    pairs_sheet,
    sheets,
    strength_sheet,
    used_only,
)
from codesign.analysis.strength import QUESTIONS, in_words, strength
from codesign.analysis.stretches import code_by_interview, stretches

__all__ = [
    "ATTRIBUTES",
    "NOT_TOLD",
    "QUESTIONS",
    "Filters",
    "attribute_groups",
    "broken_down",
    "by_attribute_sheet",
    "co_occurrence",
    "code_by_attribute",
    "code_by_interview",
    "employers_in_all",
    "found_in_words",
    "in_order",
    "in_words",
    "interviewed",
    "is_too_small",
    "may_be_told",
    "may_leave_the_team",
    "pairs_sheet",
    "retrieved",
    "sheets",
    "strength",
    "strength_sheet",
    "stretches",
    "used_only",
]
