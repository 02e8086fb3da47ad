"""The proposal as a Word file: rendered through a template, checked, read back, and turned into a PDF."""

from codesign.word.author_texts import author_texts
from codesign.word.checking import problems
from codesign.word.office import page_numbers, to_pdf
from codesign.word.opened import Finding
from codesign.word.rendering import render
from codesign.word.template import check_template, placeholders

__all__ = ["Finding", "author_texts", "check_template", "page_numbers", "placeholders", "problems", "render", "to_pdf"]
