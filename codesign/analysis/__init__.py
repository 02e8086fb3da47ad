"""What a team asks of its codings: which codes stand where, together, with whom, and how strongly.

Every function takes evidence, the table of `coding.attributed`: words of respondents only, with who said them.
"""

from codesign.analysis.groups import ATTRIBUTES, code_by_attribute
from codesign.analysis.meeting import co_occurrence
from codesign.analysis.retrieval import Filters, found_in_words, retrieved
from codesign.analysis.sheets import (
    NOT_TOLD,
    by_attribute_sheet,
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
    "by_attribute_sheet",
    "co_occurrence",
    "code_by_attribute",
    "code_by_interview",
    "found_in_words",
    "in_words",
    "pairs_sheet",
    "retrieved",
    "sheets",
    "strength",
    "strength_sheet",
    "stretches",
    "used_only",
]
