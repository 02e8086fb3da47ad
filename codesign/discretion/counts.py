"""Which counts may be told: none of a small group, and none from which one could be worked out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

NOT_RECORDED = "not recorded"


def count_told(count: int, small_group: int) -> int | None:
    """Return a count that may be told; None where it is of so few that they are not told of."""
    return count if count >= small_group else None


def could_be_two_groups(count: int, small_group: int) -> bool:
    """Return whether so many could be told of in two groups."""
    return count >= 2 * small_group


def withheld(counts: Sequence[int], small_group: int) -> list[bool]:
    """Return which counts are left out so that no group smaller than `small_group` can be read or worked out.

    First those from 1 to below `small_group`; then the next smallest, with all of the same size, until nobody who
    knows the total and this rule can tell one of the small ones: their sum reaches `small_group`, and is neither the
    least nor the most that so many small groups can have. Nought is shown.

    >>> withheld([20, 9, 3, 0], 5)
    [False, True, True, False]
    """
    order = sorted((place for place, count in enumerate(counts) if count > 0), key=lambda place: counts[place])
    hidden = [place for place in order if counts[place] < small_group]
    for place in order[len(hidden) :]:
        is_last_size = not hidden or counts[place] != counts[hidden[-1]]
        if is_last_size and not _tells([counts[one] for one in hidden], small_group):
            break
        hidden.append(place)
    return [place in hidden for place in range(len(counts))]


def total_told(counts: Sequence[int], small_group: int) -> int | None:
    """Return the total of counts whose small ones alone are left out; None where it would give one of them away.

    So a group that is large enough is always shown: what gives way is the total.

    >>> total_told([12, 5, 2], 4), total_told([12, 5, 3, 2], 4)
    (None, 22)
    """
    small = [count for count in counts if 0 < count < small_group]
    return None if _tells(sorted(small), small_group) else sum(counts)


def _tells(hidden: Sequence[int], small_group: int) -> bool:
    """Whether the sum of what is hidden gives away a small group in it."""
    if not hidden:
        return False
    total, many, are_all_small = sum(hidden), len(hidden), hidden[-1] < small_group
    return total < small_group or (are_all_small and total in (many, many * (small_group - 1)))


def by_group(participants: pd.DataFrame, column: str, small_group: int) -> pd.DataFrame:
    """Return how many were interviewed in each group of an attribute, with small groups hidden.

    Columns: `column`, interviewed (number or None). Groups below `small_group` are hidden, and as many more as
    it takes that the total gives none of them back (complementary suppression).
    """
    sizes = participants.assign(**{column: participants[column].replace("", NOT_RECORDED)}).groupby(column).size()
    table = sizes.sort_values(ascending=False, kind="stable").rename("interviewed").reset_index().astype(object)
    hidden = withheld(table["interviewed"].tolist(), small_group)
    shown = table["interviewed"].mask(pd.Series(hidden, index=table.index))
    return table.assign(interviewed=shown.where(shown.notna(), None))


def shown_groups(participants: pd.DataFrame, column: str, small_group: int) -> set[str]:
    """Return the values of an attribute whose groups `by_group` shows: only those may be named beside a person."""
    table = by_group(participants, column, small_group)
    return {str(value) for value in table.loc[table["interviewed"].notna(), column]} - {NOT_RECORDED}
