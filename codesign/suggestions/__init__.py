"""Codes suggested for a passage, learned on this computer from the team's own codings; nothing is ever applied.

Passages are a table of `document`, `text` and `codes` (a list each), and `passage_id` where they have ids. Codes are
a table of `code` (or `code_id`), `name`, `definition` and, where there are any, `include` and `example`. Two things
are blended: a linear model of the words of what the team has coded, and how much a passage resembles what the
codebook says of a code. The second alone works from the first interview on.
"""

from codesign.suggestions.examples import coded_passages
from codesign.suggestions.learning import SUGGESTION_COLUMNS, Suggester, learn
from codesign.suggestions.measuring import (
    LEAST_USES,
    MEASURES,
    METHODS,
    hit_sentence,
    is_enough,
    is_measured,
    leave_one_out,
)

__all__ = [
    "LEAST_USES",
    "MEASURES",
    "METHODS",
    "SUGGESTION_COLUMNS",
    "Suggester",
    "coded_passages",
    "hit_sentence",
    "is_enough",
    "is_measured",
    "learn",
    "leave_one_out",
]
