"""What may be told of people: as far as they agreed, to whom, and never of so few that one could be known.

Every rule of consent, of editions and of small groups stands here once; whoever shows or writes something asks. What
concerns a whole run takes its Parameters, what concerns one table takes the number `small_group`.
"""

from codesign.discretion.codes import codes_told
from codesign.discretion.consent import (
    CONSENT_IN_WORDS,
    may_quote,
    source_label,
    taking_part,
    unquotable,
    without_withdrawn,
)
from codesign.discretion.counts import (
    NOT_RECORDED,
    by_group,
    could_be_two_groups,
    count_told,
    shown_groups,
    total_told,
    withheld,
)
from codesign.discretion.editions import cleared, edition_note, named, quotes_anywhere, tells_by_interview
from codesign.discretion.groups import (
    attribute_groups,
    bodies_of,
    groups_told,
    in_order,
    interviewed,
    may_be_divided,
    may_be_told,
    not_told_apart,
    too_few_in_common,
)
from codesign.discretion.runs import is_too_small, may_leave_the_team, without_small_sectors

__all__ = [
    "CONSENT_IN_WORDS",
    "NOT_RECORDED",
    "attribute_groups",
    "bodies_of",
    "by_group",
    "cleared",
    "codes_told",
    "could_be_two_groups",
    "count_told",
    "edition_note",
    "groups_told",
    "in_order",
    "interviewed",
    "is_too_small",
    "may_be_divided",
    "may_be_told",
    "may_leave_the_team",
    "may_quote",
    "named",
    "not_told_apart",
    "quotes_anywhere",
    "shown_groups",
    "source_label",
    "taking_part",
    "tells_by_interview",
    "too_few_in_common",
    "total_told",
    "unquotable",
    "withheld",
    "without_small_sectors",
    "without_withdrawn",
]
