"""The proposal as a Word file: rendered through a template, checked, read back, and turned into a PDF."""

from codesign.word.author_texts import author_texts, box_mark, box_texts
from codesign.word.checking import problems
from codesign.word.lost_boxes import Layout, layout_of, texts_by_place
from codesign.word.office import page_numbers, to_pdf
from codesign.word.opened import Finding
from codesign.word.origin import Origin, origin, printed_fingerprint
from codesign.word.rendering import render
from codesign.word.template import check_template, placed_boxes, placeholders, require_fillable

__all__ = [
    "Finding",
    "Layout",
    "Origin",
    "author_texts",
    "box_mark",
    "box_texts",
    "check_template",
    "layout_of",
    "origin",
    "page_numbers",
    "placed_boxes",
    "placeholders",
    "printed_fingerprint",
    "problems",
    "render",
    "require_fillable",
    "texts_by_place",
    "to_pdf",
]
