"""The codebook as a tree that people change: what each change does to every table, and what is wrong."""

from codesign.codebooks.edits import (
    Edit,
    added,
    described,
    edited,
    moved,
    removed,
    renamed,
    restored,
    shifted,
)
from codesign.codebooks.merging import Preview, both_memos, merge_preview, merged, removal_preview, split
from codesign.codebooks.past import CodeHistory
from codesign.codebooks.problems import circles, problems, twins
from codesign.codebooks.tree import (
    LONGEST_NAME,
    TEXTS,
    above_below,
    below,
    free_id,
    named,
    plain_name,
    short_name,
    taken_ids,
    tree,
)

__all__ = [
    "LONGEST_NAME",
    "TEXTS",
    "CodeHistory",
    "Edit",
    "Preview",
    "above_below",
    "added",
    "below",
    "both_memos",
    "circles",
    "described",
    "edited",
    "free_id",
    "merge_preview",
    "merged",
    "moved",
    "named",
    "plain_name",
    "problems",
    "removal_preview",
    "removed",
    "renamed",
    "restored",
    "shifted",
    "short_name",
    "split",
    "taken_ids",
    "tree",
    "twins",
]
