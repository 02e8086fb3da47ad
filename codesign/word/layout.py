"""Where blocks go in a Word file: sections in place of their marks, and landscape pages between portrait ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import groupby

from docx.document import Document as WordDocument
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.document import DocumentPart

from codesign.proposal.blocks import AuthorBox, Block, Document, FigureBlock, Heading, Landscape, PageBreak, Table
from codesign.word.blocks import TALLEST_CM, TWIPS_PER_CM, Writer
from codesign.word.outline import Outline
from codesign.word.styles import NAMESPACES
from codesign.word.table_writer import fits
from codesign.word.template import author_boxes, markers
from codesign.word.xml import Element, every

_SMALL = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
WITH_A_PICTURE_CM = 4.5
Spread = tuple[Element, Element, bool]
"""First and last element of what has a section of its own, and whether its pages are turned."""


def placed_blocks(document: Document, docx: WordDocument) -> list[Block]:
    """Return the blocks the filled template asks for, in the order of its marks."""
    boxes = {f"author.{box.box}": box for box in author_boxes(document)}
    return [block for name, _ in markers(docx) for block in _asked(document, boxes, name)]


def _asked(document: Document, boxes: dict[str, AuthorBox], name: str) -> tuple[Block, ...]:
    return (boxes[name],) if name in boxes else document.sections[name.removeprefix("section.")]


def place(document: Document, docx: WordDocument, writer: Writer) -> None:
    """Put the blocks of every section where its mark stands."""
    boxes = {f"author.{box.box}": box for box in author_boxes(document)}
    spreads: list[Spread] = []
    outline = Outline(docx)
    for name, mark in markers(docx):
        blocks = _under_heading(mark, _asked(document, boxes, name), outline, writer)
        spreads += _replaced(mark, blocks, name.split(".")[-1], writer)
    for spread in spreads:
        _turn(spread, writer.part)
    _end_with_paragraphs(docx.element.body, writer)


def _under_heading(mark: Element, blocks: tuple[Block, ...], outline: Outline, writer: Writer) -> tuple[Block, ...]:
    """Return blocks as they fit under a heading the form has: without their own first, the others one level below."""
    above = mark.getprevious()
    level = outline.level(above) if above is not None and above.tag == qn("w:p") else 0
    if not level or not blocks:
        return blocks
    first = blocks[0]
    if isinstance(first, Heading) and first.level == 1:
        writer.mark_paragraph(above, first.anchor)
        blocks = blocks[1:]
    return tuple(_lowered(block, level - 1) for block in blocks)


def _lowered(block: Block, levels: int) -> Block:
    if isinstance(block, Landscape):
        return Landscape(tuple(_lowered(inner, levels) for inner in block.blocks))
    return replace(block, level=min(block.level + levels, 3)) if isinstance(block, Heading) else block


def _replaced(mark: Element, blocks: tuple[Block, ...], section: str, writer: Writer) -> list[Spread]:
    in_cell = any(parent.tag == qn("w:tc") for parent in mark.iterancestors())
    while blocks and (before := mark.getprevious()) is not None and _is_page_break(before):
        _drop(before)
        writer.start_page()
    host = host_section(mark)
    turns = not in_cell and not _has_wide_pages(host)
    column = 0 if in_cell or text_width(host) == page_width(host) else text_width(host)
    spreads: list[Spread] = []
    for kind, group in _groups(blocks, column):
        turned = kind == "wide" and turns
        across = page_width(host, turned=turned)
        width = across if turned or kind == "across" else _text_width(mark)
        elements = writer.elements(group, section, width, _tallest(host, turned=turned))
        for element in elements:
            _put_before(mark, element)
        if (turned or kind == "across") and elements:
            spreads.append((elements[0], elements[-1], turned))
    _drop(mark)
    return spreads


def _put_before(mark: Element, element: Element) -> None:
    """Move an element, child by child: libxml2 takes seconds to move a large table in one piece."""
    children = list(element)
    for child in children:
        element.remove(child)
    mark.addprevious(element)
    element.extend(children)


def _is_page_break(element: Element) -> bool:
    """Return whether a paragraph holds a page break and nothing else: the first block can start the page itself."""
    if element.tag != qn("w:p") or element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        return False
    breaks = any(mark.get(qn("w:type")) == "page" for mark in element.iter(qn("w:br")))
    return breaks and next(element.iter(qn("w:t"), qn("w:drawing")), None) is None


def _drop(mark: Element) -> None:
    parent = mark.getparent()
    if parent is not None:
        parent.remove(mark)


def _groups(blocks: Iterable[Block], column: int) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Yield stretches of blocks and how they lie: "wide" on landscape pages, "across" all columns of text, or "".

    A page break beside a landscape page is not needed.
    """
    stretches = [(kind, tuple(stretch)) for kind, stretch in groupby(blocks, lambda block: _kind(block, column))]
    for place_, (kind, stretch) in enumerate(stretches):
        if kind == "wide":
            yield kind, tuple(inner for block in stretch if isinstance(block, Landscape) for inner in block.blocks)
            continue
        if kind == "across":
            yield kind, stretch
            continue
        first = 1 if place_ and isinstance(stretch[0], PageBreak) else 0
        last = len(stretch) - (1 if place_ + 1 < len(stretches) and isinstance(stretch[-1], PageBreak) else 0)
        if stretch[first:last]:
            yield kind, stretch[first:last]


def _kind(block: Block, column: int) -> str:
    """Return how a block lies; `column` is the width of a column of text in twips, 0 where there is but one."""
    if isinstance(block, Landscape):
        return "wide"
    if not column:
        return ""
    if isinstance(block, FigureBlock):
        return "across" if column < block.picture.width_cm * TWIPS_PER_CM * 0.7 else ""
    return "across" if isinstance(block, Table) and not fits(block, column) else ""


def text_width(section: Element) -> int:
    """Return the width of the text of a section in twips: of its narrowest column where it has several."""
    across, columns = page_width(section), section.find(qn("w:cols"))
    if columns is None:
        return across
    own = [_twips(column, "w:w", across) for column in columns.iter(qn("w:col"))]
    if len(own) > 1 and columns.get(qn("w:equalWidth")) in {"0", "false", "off"}:
        return max(min(own), 1440)
    number = max(_twips(columns, "w:num", 1), 1)
    return max((across - (number - 1) * _twips(columns, "w:space", 720)) // number, 1440)


def page_width(section: Element, *, turned: bool = False) -> int:
    """Return the width between the margins of a section in twips; turned is that of its landscape pages."""
    margins = section.find(qn("w:pgMar"))
    wide, high = _page(section)
    beside = sum(
        _twips(margins, f"w:{name}", other) for name, other in (("left", 1440), ("right", 1440), ("gutter", 0))
    )
    return max((max(wide, high) if turned else wide) - beside, 1440)


def _page(section: Element) -> tuple[int, int]:
    size = section.find(qn("w:pgSz"))
    return _twips(size, "w:w", 12240), _twips(size, "w:h", 15840)


def _has_wide_pages(section: Element) -> bool:
    """Return whether the pages of a section are landscape already, with the text across the whole of them."""
    wide, high = _page(section)
    return wide > high and text_width(section) == page_width(section)


def _twips(element: Element | None, name: str, otherwise: int) -> int:
    value = None if element is None else element.get(qn(name))
    try:
        return int(float(value)) if value else otherwise
    except ValueError:  # Word allows 2.5cm, too; nobody writes it
        return otherwise


def _text_width(mark: Element) -> int:
    cell = next((parent for parent in mark.iterancestors() if parent.tag == qn("w:tc")), None)
    if cell is not None:
        return max(_cell_width(cell) - 220, 1440)
    return text_width(host_section(mark))


def _cell_width(cell: Element) -> int:
    """Return the width of a cell: as it states it in twips, or as the grid of its table has it."""
    stated = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    if stated is not None and stated.get(qn("w:type"), "dxa") == "dxa" and (own := _twips(stated, "w:w", 0)):
        return own
    before = sum(_span(other) for other in cell.itersiblings(qn("w:tc"), preceding=True))
    grid = [_twips(column, "w:w", 0) for column in every(cell, "ancestor::w:tbl[1]/w:tblGrid/w:gridCol")]
    return sum(grid[before : before + _span(cell)]) or 4680


def _span(cell: Element) -> int:
    return _twips(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), "w:val", 1)


def _tallest(section: Element, *, turned: bool) -> float:
    """Return how high a picture may be, in centimetres, so that it stands on a page with its heading and caption."""
    wide, high = _page(section)
    margins = section.find(qn("w:pgMar"))
    text = (min(wide, high) if turned else high) - _twips(margins, "w:top", 1440) - _twips(margins, "w:bottom", 1440)
    return min(max(text / TWIPS_PER_CM - WITH_A_PICTURE_CM, 4.0), TALLEST_CM)


def host_section(element: Element) -> Element:
    """Return the section properties that govern an element of the body: the next ones after it."""
    sections: list[Element] = every(element, "(./self::w:p/w:pPr/w:sectPr | ./following::w:sectPr)[1]")
    if sections:
        return sections[0]
    body = next(parent for parent in element.iterancestors() if parent.tag == qn("w:body"))
    made = parse_xml(f'<w:sectPr {NAMESPACES}><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>')
    body.append(made)
    return made


# landscape ----


def _turn(spread: Spread, part: DocumentPart) -> None:
    """Give a spread a section of its own, with the headers and footers of the one it stands in and a single column."""
    first, last, is_turned = spread
    host = host_section(last)
    if not _starts_section(first):
        _end_section(first.getprevious(), deepcopy(host))
        _only_first(host)
    turned = _turned(host) if is_turned else _single(host)
    _widen_footers(turned, part, page_width(host), page_width(turned))
    if last.getnext() is host:
        host.addprevious(turned)
        _drop(host)
        return
    _end_section(last, turned)
    _only_first(host)
    _set_type(host, "nextPage" if is_turned else "continuous")


def _starts_section(element: Element) -> bool:
    previous = element.getprevious()
    return previous is None or bool(every(previous, "./self::w:p/w:pPr/w:sectPr"))


def _end_section(element: Element | None, section: Element) -> None:
    """End a section after an element; only a paragraph can carry the end, so a table gets a very small one."""
    if element is None:
        return
    if isinstance(element, CT_P) and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        element.get_or_add_pPr().append(section)
        return
    properties = parse_xml(f"<w:pPr {NAMESPACES}>{_SMALL}</w:pPr>")
    properties.append(section)
    small = parse_xml(f"<w:p {NAMESPACES}/>")
    small.append(properties)
    element.addnext(small)


def _only_first(section: Element) -> None:
    """Take from a later stretch of a section what belongs to its first page only."""
    for name in ("w:titlePg", "w:pgNumType"):
        for setting in section.findall(qn(name)):
            if name == "w:titlePg" or setting.get(qn("w:start")) is not None:
                section.remove(setting)


def _set_type(section: Element, kind: str) -> None:
    for setting in section.findall(qn("w:type")):
        section.remove(setting)
    made = parse_xml(f'<w:type {NAMESPACES} w:val="{kind}"/>')
    before = [child for child in section if child.tag in {qn("w:headerReference"), qn("w:footerReference")}]
    section.insert(len(before), made)


def _single(host: Element) -> Element:
    """Return a section like another that begins on the same page and has no columns."""
    section = deepcopy(host)
    for columns in section.findall(qn("w:cols")):
        section.remove(columns)
    _only_first(section)
    _set_type(section, "continuous")
    return section


def _turned(host: Element) -> Element:
    section = _single(host)
    size = section.find(qn("w:pgSz"))
    if size is None:
        size = parse_xml(f'<w:pgSz {NAMESPACES} w:w="12240" w:h="15840"/>')
        section.append(size)
    wide, high = _twips(size, "w:w", 12240), _twips(size, "w:h", 15840)
    size.set(qn("w:w"), str(max(wide, high)))
    size.set(qn("w:h"), str(min(wide, high)))
    size.set(qn("w:orient"), "landscape")
    _set_type(section, "nextPage")
    return section


def _widen_footers(turned: Element, part: DocumentPart, narrow: int, wide: int) -> None:
    """Give landscape pages headers and footers of their own where a tab stops at the right margin: it still does."""
    for reference in turned.iter(qn("w:headerReference"), qn("w:footerReference")):
        relation = part.rels[reference.get(qn("r:id"))]
        copied = parse_xml(relation.target_part.blob)
        stops = [tab for tab in copied.iter(qn("w:tab")) if _twips(tab, "w:pos", 0) in range(narrow - 60, narrow + 61)]
        if stops:
            for stop in stops:
                stop.set(qn("w:pos"), str(wide))
            reference.set(qn("r:id"), part.relate_to(_like(relation.target_part, copied, part), relation.reltype))


def _like(original: Part, content: BaseOxmlElement, part: DocumentPart) -> Part:
    """Return a part like another, with its pictures and links, and other content."""
    kind = re.sub(r"\d*\.xml$", "", str(original.partname).rsplit("/", 1)[-1])
    made = XmlPart(part.package.next_partname(f"/word/{kind}%d.xml"), original.content_type, content, part.package)
    for key, relation in original.rels.items():
        made.load_rel(relation.reltype, relation._target, key, relation.is_external)
    return made


# what Word insists on ----


def _end_with_paragraphs(body: Element, writer: Writer) -> None:
    """Give each cell and the body a last paragraph: without one Word says the file cannot be read."""
    style = writer.styles["Proposal Break"]
    small = f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'
    for cell in body.iter(qn("w:tc")):
        if len(cell) == 0 or cell[-1].tag != qn("w:p"):
            cell.append(parse_xml(small))
    last = [child for child in body if child.tag != qn("w:sectPr")][-1:]
    if not last or last[0].tag != qn("w:p"):
        body.insert(len([child for child in body if child.tag != qn("w:sectPr")]), parse_xml(small))
