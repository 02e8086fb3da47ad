"""Author boxes in a file whose marks are all gone, told by the paragraphs around them.

Google Docs and others keep words and drop both content controls and bookmarks. What a proposal looked like when it was
made, each paragraph as a checksum, is written beside it; laid beside the file that came back it says where a box was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from docx.oxml.ns import qn

from codesign.word.author_texts import page_of, typed_words, words_mark
from codesign.word.box_places import Page, box_stretches, paragraph_words
from codesign.word.xml import Element

_SHORT = 8


@dataclass(frozen=True)
class Layout:
    """The paragraphs of a proposal as it was made, each as a checksum, and the first and the last one of each box."""

    paragraphs: Sequence[str] = ()
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def layout_of(docx: bytes) -> Layout:
    """Return how the paragraphs of a proposal follow each other; those of tables are left out."""
    page = page_of(docx)
    lines = _lines(page)
    number = {at: count for count, (at, _) in enumerate(lines)}
    inside = {one.box: sorted(number[at] for at in one.at if at in number) for one in box_stretches(page)}
    places = {box: (own[0], own[-1]) for box, own in inside.items() if own}
    return Layout([words_mark(words)[:_SHORT] for _, words in lines], places)


def texts_by_place(docx: bytes, made: Layout) -> dict[str, tuple[str, ...]]:
    """Return what stands where each box was; a box is left out where its neighbours changed too."""
    lines = _lines(page_of(docx))
    now = [words_mark(words)[:_SHORT] for _, words in lines]
    blocks = SequenceMatcher(None, made.paragraphs, now, autojunk=False).get_matching_blocks()
    same = {block.a + step: block.b + step for block in blocks for step in range(block.size)}
    texts: dict[str, tuple[str, ...]] = {}
    for box, (first, last) in made.places.items():
        start = _after(first, same)
        end = _before(last, same, len(made.paragraphs), len(now))
        if start is not None and end is not None and start <= end:
            texts[box] = (typed_words(box, ((words, False) for _, words in lines[start:end])),)
    return texts


def _after(first: int, same: Mapping[int, int]) -> int | None:
    """Return where a box starts: after the paragraph that stood before it, or with its own first one."""
    if first == 0:
        return 0
    return same[first - 1] + 1 if first - 1 in same else same.get(first)


def _before(last: int, same: Mapping[int, int], made: int, now: int) -> int | None:
    """Return where a box has ended: before the paragraph that stood after it, or after its own last one."""
    if last + 1 == made:
        return now
    return same[last + 1] if last + 1 in same else same[last] + 1 if last in same else None


def _lines(page: Page) -> list[tuple[int, str]]:
    """Return the place and the words of each paragraph that has words and stands in no table."""
    every = ((at, paragraph_words(one)) for at, one in enumerate(page.paragraphs) if not _is_in_a_table(one))
    return [(at, words) for at, words in every if words.strip()]


def _is_in_a_table(paragraph: Element) -> bool:
    return next(paragraph.iterancestors(qn("w:tbl")), None) is not None
