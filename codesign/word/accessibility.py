"""What shuts readers out: checks of a Word file for those who listen to it, enlarge it or print it in grey."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from codesign.word.opened import Finding, Opened, words
from codesign.word.text import REPLACEMENT
from codesign.word.xml import Element, every, qn, val

LEAST_CONTRAST = 4.5
_FILE_NAME = re.compile(r"(?i)^\S*\.(png|jpe?g|gif|svg|emf|wmf|bmp|tiff?)$|^(picture|image|figure|chart)\s*\d*$")
_EMPTY_LINK = {"here", "click here", "link", "this link", "read more", "more", "this"}
_PLACEHOLDER = re.compile(r"\{\{[prtc]*\s*[a-z_][\w.]*\s*(\||\}\})|\{%[prtc]*\s*(if|for|else|endif|endfor)\b")
_NOTHING = {"None", "nan", "NaN", "NaT", "<NA>", "null", "undefined"}
_TYPED_MARK = re.compile(r"^(?:[-•*–]|\d{1,2}[.)])\s")
_DC = "{http://purl.org/dc/elements/1.1/}"


def accessibility(opened: Opened) -> Iterator[Finding]:
    """Yield what a reader, or a screen reader, would stumble over."""
    for check in _CHECKS:
        yield from check(opened)


def _described(opened: Opened) -> Iterator[Finding]:
    core = opened.trees.get("docProps/core.xml")
    title = None if core is None else core.find(f"{_DC}title")
    if title is None or not (title.text or "").strip():
        yield Finding("error", "title", "The document has no title in its properties.")
    styles = opened.trees.get("word/styles.xml")
    spoken = [] if styles is None else every(styles, "./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")
    if not spoken or not spoken[0]:
        yield Finding("error", "language", "The document does not say which language it is in.")


def _pictures(opened: Opened) -> Iterator[Finding]:
    for drawing in opened.body.iter(qn("wp:docPr")):
        alternative = str(drawing.get("descr") or drawing.get("title") or "").strip()
        if not alternative:
            yield Finding("error", "alt-text", "A picture has no alternative text.", opened.place(drawing))
        elif _FILE_NAME.match(alternative):
            sentence = f"The alternative text “{alternative}” is a file name and says nothing."
            yield Finding("error", "alt-text", sentence, opened.place(drawing))
    for floating in opened.body.iter(qn("wp:anchor")):
        sentence = "A picture floats beside the text; screen readers lose it."
        yield Finding("look", "floating", sentence, opened.place(floating))


def _tables(opened: Opened) -> Iterator[Finding]:
    for table in opened.body.iter(qn("w:tbl")):
        place = opened.place(table)
        if not every(table, "./w:tr[1]/w:trPr/w:tblHeader"):
            yield Finding("error", "header-row", "A table has no header row that repeats.", place)
        if every(table, "./w:tr/w:tc/w:tcPr/w:gridSpan[@w:val>1] | ./w:tr/w:tc/w:tcPr/w:vMerge"):
            yield Finding("look", "merged-cells", "A table has merged cells.", place)
        if any(parent.tag == qn("w:tc") for parent in table.iterancestors()):
            yield Finding("look", "nested-table", "A table stands inside another table.", place)
        if not every(table, "./w:tblPr/w:tblCaption | ./w:tblPr/w:tblDescription"):
            yield Finding("look", "table-title", "A table has neither a title nor a description.", place)


def _headings(opened: Opened) -> Iterator[Finding]:
    before = 0
    for paragraph in opened.body.iter(qn("w:p")):
        level = opened.level(paragraph)
        if not level:
            continue
        if not words(paragraph):
            yield Finding("error", "heading-empty", "A heading has no words.", opened.place(paragraph))
            continue
        if level > before + 1:
            sentence = f"A heading of level {level} follows one of level {before}; a level is left out."
            yield Finding("error", "heading-order", sentence, opened.place(paragraph))
        before = level
    if not before:
        yield Finding("error", "headings", "The document has no headings.")


def _links(opened: Opened) -> Iterator[Finding]:
    for link in opened.body.iter(qn("w:hyperlink")):
        wording = words(link)
        if not wording:
            yield Finding("error", "link-empty", "A link has no words.", opened.place(link))
        elif re.match(r"(?i)(https?://|www\.)", wording) or wording.lower() in _EMPTY_LINK:
            sentence = f"The link “{wording[:60]}” does not say where it leads."
            yield Finding("look", "link-words", sentence, opened.place(link))


def _blanks(opened: Opened) -> Iterator[Finding]:
    for paragraph in opened.body.iter(qn("w:p")):
        if _is_spacing(paragraph):
            yield Finding("look", "empty-paragraph", "An empty paragraph is used as space.", opened.place(paragraph))
        typed = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        if re.search(r"\S[ \u00a0]{4,}\S", typed):
            yield Finding("look", "blanks", "Words are kept apart by repeated blanks.", opened.place(paragraph))
        if _TYPED_MARK.match(typed) and not _is_listed(opened, paragraph) and not opened.level(paragraph):
            yield Finding("look", "typed-list", "A list is typed by hand; use a list style.", opened.place(paragraph))


_KEPT_APART = {qn("w:tbl"), qn("w:sectPr"), qn("w:bookmarkStart"), qn("w:sdt")}
"""What Word joins to a table right above it, or LibreOffice reads wrongly there."""


def _is_spacing(paragraph: Element) -> bool:
    """Return whether a paragraph holds nothing and keeps nothing apart: a table from what may not touch it."""
    if (
        words(paragraph)
        or next(paragraph.iter(*map(qn, ("w:drawing", "w:br", "w:sectPr", "w:fldChar"))), None) is not None
    ):
        return False
    before, after, parent = paragraph.getprevious(), paragraph.getnext(), paragraph.getparent()
    if parent is not None and parent.tag == qn("w:tc"):
        return before is not None and before.tag == qn("w:p")
    between = before is not None and before.tag == qn("w:tbl")
    return not (between and (after is None or after.tag in _KEPT_APART))


def _is_listed(opened: Opened, paragraph: Element) -> bool:
    holders = [paragraph, *opened.chain(paragraph)]
    return any(holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None for holder in holders)


def _text(opened: Opened) -> Iterator[Finding]:
    replaced = 0
    for part, tree in opened.texts():
        for paragraph in tree.iter(qn("w:p")):
            typed = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
            replaced += typed.count(REPLACEMENT)
            yield from _unfilled(opened, paragraph, typed, part)
    if replaced:
        sentence = (
            f"{replaced} characters could not be written and show as {REPLACEMENT}; look for them in the sources."
        )
        yield Finding("look", "replaced", sentence)


def _unfilled(opened: Opened, paragraph: Element, typed: str, part: str) -> Iterator[Finding]:
    if _PLACEHOLDER.search(typed):
        yield Finding("error", "placeholder", f"A placeholder was not filled in ({part}).", opened.place(paragraph))
    elif "{{" in typed or "{%" in typed:
        yield Finding(
            "look", "braces", "The text holds double braces; see that they were said.", opened.place(paragraph)
        )
    if typed.strip() in _NOTHING:
        sentence = f"“{typed.strip()}” stands where a value should."
        yield Finding("error", "no-value", sentence, opened.place(paragraph))
    elif re.search(r"\b(nan|NaN|NaT)\b", typed):
        yield Finding("look", "no-value", "The word “nan” may be a missing number.", opened.place(paragraph))


# contrast ----


def _contrast(opened: Opened) -> Iterator[Finding]:
    for style in opened.styles.values():
        colour = val(style.find(f"{qn('w:rPr')}/{qn('w:color')}"))
        behind = _shade(style.find(f"{qn('w:pPr')}/{qn('w:shd')}"))
        if _is_faint(colour, behind):
            name = val(style.find(qn("w:name")))
            sentence = f"The style “{name}” writes {colour} on {behind}: contrast {contrast(colour, behind):.1f} to 1."
            yield Finding("error", "contrast", sentence)
    for run in opened.body.iter(qn("w:r")):
        colour = val(run.find(f"{qn('w:rPr')}/{qn('w:color')}"))
        if _is_faint(colour, "FFFFFF") and words(run):
            sentence = f"Words are written in {colour} on white: contrast {contrast(colour, 'FFFFFF'):.1f} to 1."
            yield Finding("error", "contrast", sentence, opened.place(run))


def _shade(shading: Element | None) -> str:
    filled = "" if shading is None else shading.get(qn("w:fill"), "")
    return filled if re.fullmatch(r"[0-9A-Fa-f]{6}", filled) else "FFFFFF"


def _is_faint(colour: str, behind: str) -> bool:
    return bool(re.fullmatch(r"[0-9A-Fa-f]{6}", colour)) and contrast(colour, behind) < LEAST_CONTRAST


def contrast(colour: str, behind: str) -> float:
    """Return the contrast of two colours in hexadecimal, 1 to 21, as WCAG 2 defines it.

    >>> round(contrast("767676", "FFFFFF"), 2)
    4.54
    """
    light, dark = sorted((_luminance(colour), _luminance(behind)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_CHECKS: tuple[Callable[[Opened], Iterator[Finding]], ...] = (
    _described, _pictures, _tables, _headings, _links, _blanks, _text, _contrast,
)  # fmt: skip
