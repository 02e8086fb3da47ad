"""Occupational frameworks such as NOC, OaSIS, O*NET and ESCO: recognised by their headings, searched word by word."""

from codesign.taxonomies.layouts import Recognised, frameworks, looked_for, recognised, why_none
from codesign.taxonomies.library import UNSTATED, Arrived, Library, Names, Occupation, OccupationTask, Trait
from codesign.taxonomies.matches import Finder, Match, Near, nearest
from codesign.taxonomies.reading import FORMAT, Part, part_of, task_identity

__all__ = [
    "FORMAT",
    "UNSTATED",
    "Arrived",
    "Finder",
    "Library",
    "Match",
    "Names",
    "Near",
    "Occupation",
    "OccupationTask",
    "Part",
    "Recognised",
    "Trait",
    "frameworks",
    "looked_for",
    "nearest",
    "part_of",
    "recognised",
    "task_identity",
    "why_none",
]
