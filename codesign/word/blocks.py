"""Blocks written as Word XML: paragraphs, tables, pictures and author boxes, each block in one string."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.document import DocumentPart

from codesign.proposal.blocks import (
    AuthorBox,
    Block,
    Contents,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Table,
)
from codesign.word.styles import Styles, restarted_list
from codesign.word.table_writer import TableWriter
from codesign.word.text import address, attribute, bookmark, run_content
from codesign.word.xml import Element

EMU_PER_CM = 360000
TWIPS_PER_CM = 567
TALLEST_CM = 18.0
"""A picture must stand on one page of Letter or A4 together with its heading and its caption."""
CONTENTS_MARK = "codesign-contents"
UNWRITTEN = "Not yet written."
LONGEST_TITLE = 60
"""Letters of the prompt that a content control has as its title: Word takes no more than 64."""
_PARTS = nsdecls("w", "r", "wp", "a", "pic")
_LISTS = {"bullet", "number"}
_KEPT_WITH = {"body": {"quote", "bullet", "number", "figure"}, "quote": {"note"}}
"""Which paragraphs do not stand at the foot of a page without what follows them."""
_UNNUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'


def _style(block: Block | None) -> str:
    if isinstance(block, FigureBlock):
        return "figure"
    return block.style if isinstance(block, Paragraph) else ""


def _hanging(runs: Runs) -> Runs:
    """Return an entry of the register with a tab between its id and its words."""
    if len(runs) < 2 or not runs[1].text.startswith(" "):
        return runs
    return (runs[0], replace(runs[1], text="\t" + runs[1].text[1:]), *runs[2:])


def contents_mark(depth: int) -> str:
    """Return the paragraph that stands where the table of contents will be."""
    return f'<w:p><w:pPr><w:pStyle w:val="{CONTENTS_MARK}"/><w:outlineLvl w:val="{depth}"/></w:pPr></w:p>'


@dataclass
class Writer:
    """Writes blocks for one Word file; keeps its counters, so that captions and bookmarks count on across sections.

    `names` is anchor to bookmark; `placed` the anchors this document really has: a link to anything else becomes
    plain words. `labels` are what a link without words reads as.
    """

    part: DocumentPart
    styles: Styles
    names: Mapping[str, str]
    placed: set[str]
    labels: Mapping[str, str]
    bookmark_ids: Iterator[int]
    captions: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})
    _marked: set[str] = field(default_factory=set)
    _controls: Iterator[int] = field(default_factory=lambda: count(1))
    _list: int = 0
    _new_page: bool = False
    _below_table: bool = False
    _following: str = ""
    _tallest: float = TALLEST_CM

    def elements(self, blocks: Iterable[Block], section: str, width: int, tallest: float = TALLEST_CM) -> list[Element]:
        """Return blocks as elements of a body; `width` is that of the text in twips, `tallest` a picture's in cm."""
        self._below_table, self._tallest = False, tallest
        xml = "".join(self._written(blocks, section, width))
        return list(parse_xml(f"<w:body {_PARTS}>{xml}</w:body>"))

    def _written(self, blocks: Iterable[Block], section: str, width: int) -> Iterator[str]:
        listed = list(blocks)
        for block, following in zip(listed, [*listed[1:], None], strict=True):
            self._list = self._list if _style(block) == "number" else 0
            self._following = _style(following)
            yield self._block(block, section, width)
        if self._new_page:
            yield self._break()

    def _block(self, block: Block, section: str, width: int) -> str:
        match block:
            case Heading():
                return self._heading(block, section)
            case Paragraph():
                return self._paragraph(block)
            case Table():
                return self._table(block, width)
            case FigureBlock():
                return self._figure(block, width)
            case AuthorBox():
                return self._author_box(block)
            case Contents():
                return contents_mark(block.depth)
            case PageBreak():
                self._new_page = True
                return ""
        raise ValueError(f"cannot write {type(block).__name__} here")

    # paragraphs ----

    def _properties(
        self, style: str, numbering: str = "", *, indent: str = "", keep: bool = False, after: str = ""
    ) -> str:
        parts = [
            "<w:keepNext/>" if keep else "",
            "<w:pageBreakBefore/>" if self._new_page else "",
            numbering,
            self._space(after),
            indent,
        ]
        self._new_page = self._below_table = False
        return f'<w:pPr><w:pStyle w:val="{style}"/>{"".join(parts)}</w:pPr>'

    def _space(self, after: str) -> str:
        """Return the space where the style's own is wrong: none above at the top of a page, some below a table."""
        before = ' w:before="0"' if self._new_page else ' w:before="200"' if self._below_table else ""
        below = f' w:after="{after}"' if after else ""
        return f"<w:spacing{before}{below}/>" if before or below else ""

    def start_page(self) -> None:
        """Let the next block start a new page."""
        self._new_page = True

    def _break(self) -> str:
        self._new_page = False
        style = self.styles["Proposal Break"]
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'

    def _heading(self, block: Heading, section: str) -> str:
        style, numbering, indent = self.styles[f"heading {min(max(block.level, 1), 3)}"], "", ""
        self._below_table = False
        if section in {"front", "contents"}:
            is_contents = section == "contents" and block.level == 1
            style = self.styles["TOC Heading" if is_contents else "Proposal Front Heading"]
        elif section.startswith("appendix"):
            numbering, indent = _UNNUMBERED, '<w:ind w:left="0" w:firstLine="0"/>'
        words = self.runs((Run(block.text),))
        return f"<w:p>{self._properties(style, numbering, indent=indent)}{self.marked(block.anchor, words)}</w:p>"

    def _paragraph(self, block: Paragraph) -> str:
        if not block.anchor and not any(run.text or run.anchor for run in block.runs):
            return ""
        numbering = ""
        if block.style == "number":
            self._list = self._list or restarted_list(self.part, self.styles)
            numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self._list}"/></w:numPr>'
        keep = self._following in _KEPT_WITH.get(block.style, ())
        after = "140" if block.style in _LISTS and self._following not in _LISTS else ""
        properties = self._properties(self.styles.of(block.style), numbering, keep=keep, after=after)
        runs = _hanging(block.runs) if block.style == "evidence" else block.runs
        return f"<w:p>{properties}{self.marked(block.anchor, self.runs(runs))}</w:p>"

    def marked(self, anchor: str, content: str) -> str:
        """Return content inside its bookmark; an anchor that stands twice keeps its first place."""
        if not anchor or anchor in self._marked:
            return content
        self._marked.add(anchor)
        return self._bookmarked(self.names[anchor], content)

    def mark_paragraph(self, paragraph: Element | None, anchor: str) -> None:
        """Make a paragraph of the form the target of an anchor."""
        if paragraph is None or not anchor or anchor in self._marked:
            return
        start, end = parse_xml(f"<w:p {_PARTS}>{self.marked(anchor, '')}</w:p>")
        has_properties = len(paragraph) > 0 and paragraph[0].tag == qn("w:pPr")
        paragraph.insert(1 if has_properties else 0, start)
        paragraph.append(end)

    def _bookmarked(self, name: str, content: str) -> str:
        number = next(self.bookmark_ids)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'

    # runs ----

    def runs(self, runs: Runs) -> str:
        """Return runs as XML, links leading where they can."""
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        words = run.text or self.labels.get(run.anchor, "")
        if run.anchor in self.placed and words:
            where, letters = self.names[run.anchor], self._letters(run, words, link=True)
            return f'<w:hyperlink w:anchor="{where}" w:history="1">{letters}</w:hyperlink>'
        target = address(run.url)
        if target and words:
            relation = self.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            return f'<w:hyperlink r:id="{relation}" w:history="1">{self._letters(run, words, link=True)}</w:hyperlink>'
        return self._letters(run, words, link=False) if words else ""

    def _letters(self, run: Run, words: str, *, link: bool) -> str:
        marks = [
            f'<w:rStyle w:val="{self.styles["Hyperlink"]}"/>' if link else "",
            "<w:b/><w:bCs/>" if run.bold else "",
            "<w:i/><w:iCs/>" if run.italic else "",
        ]
        properties = f"<w:rPr>{''.join(marks)}</w:rPr>" if any(marks) else ""
        return f"<w:r>{properties}{run_content(words)}</w:r>"

    # captions ----

    def _caption(self, kind: str, words: str, anchor: str, *, above: bool) -> str:
        self.captions[kind] += 1
        self._below_table = False
        number = (
            f'<w:r><w:t xml:space="preserve">{kind} </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> SEQ {kind} \\* ARABIC </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{self.captions[kind]}</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        marked = self.marked(anchor, number)
        properties = self._properties(self.styles["caption"], keep=above, after="" if above else "240")
        return f"<w:p>{properties}{marked}<w:r>{run_content('. ' + words)}</w:r></w:p>"

    # tables ----

    def _table(self, block: Table, width: int) -> str:
        caption = self._caption("Table", block.caption, block.anchor, above=True) if block.caption else ""
        if not block.rows:
            nothing = Paragraph((Run("Nothing is recorded here yet."),), "note")
            return caption + self._paragraph(nothing)
        apart = self._break() if self._new_page else self._apart() if self._below_table else ""
        table = TableWriter(block, width, self.styles, self.runs, self.marked).xml()
        self._below_table = True
        return caption + apart + table

    def _apart(self, *, space: bool = False) -> str:
        """Return a paragraph one point high: Word joins two tables that follow each other."""
        self._below_table = False
        properties = self._properties(self.styles["Proposal Break"])
        self._below_table = space
        return f"<w:p>{properties}</w:p>"

    # pictures ----

    def _figure(self, block: FigureBlock, width: int) -> str:
        relation, _ = self.part.get_or_add_image(io.BytesIO(block.picture.png))
        shrink = min(1.0, width / TWIPS_PER_CM / block.picture.width_cm, self._tallest / block.picture.height_cm)
        wide = int(block.picture.width_cm * shrink * EMU_PER_CM)
        high = int(block.picture.height_cm * shrink * EMU_PER_CM)
        number = self.captions["Figure"] + 1
        drawing = _DRAWING.format(
            wide=wide, high=high, number=number, alt=attribute(block.picture.alt), relation=relation
        )
        picture = f"<w:p>{self._properties(self.styles['Proposal Figure'])}<w:r>{drawing}</w:r></w:p>"
        return picture + self._caption("Figure", block.caption, block.anchor, above=False)

    # author boxes ----

    def _author_box(self, block: AuthorBox) -> str:
        # LibreOffice drops the bookmark of a box right below a table.
        above = self._apart(space=True) if self._below_table and not self._new_page else ""
        tag = f"author.{block.box}"
        prompt = self._prompt(block) if not block.text.strip() else ""
        name = bookmark(block.box, "author_")
        is_first = f"box {name}" not in self._marked
        self._marked.add(f"box {name}")
        content = prompt or "".join(self._written_text(block.text))
        control = (
            f'<w:sdt><w:sdtPr><w:alias w:val="{attribute(block.prompt, LONGEST_TITLE)}"/>'
            f'<w:tag w:val="{attribute(tag, 64)}"/>'
            f'<w:id w:val="{self._control_id(tag)}"/>{"<w:showingPlcHdr/>" if prompt else ""}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
        signed = "" if prompt else self._signature(block)
        return above + (self._bookmarked(name, control) if is_first else control) + signed

    def _prompt(self, block: AuthorBox) -> str:
        style = f'<w:rPr><w:rStyle w:val="{self.styles["Placeholder Text"]}"/>'
        limit = f" At most {block.word_limit} words." if block.word_limit else ""
        return (
            f"<w:p>{self._properties(self.styles['Proposal Unwritten'])}"
            f"<w:r>{style}<w:b/><w:bCs/></w:rPr>{run_content(UNWRITTEN)}</w:r>"
            f"<w:r>{style}</w:rPr>{run_content(' ' + block.prompt + limit)}</w:r></w:p>"
        )

    def _written_text(self, words: str) -> Iterator[str]:
        style = self.styles.of("body")
        for stretch in words.replace("\r\n", "\n").split("\n\n"):
            if stretch.strip():
                yield f"<w:p>{self._properties(style)}<w:r>{run_content(stretch.strip(chr(10)))}</w:r></w:p>"

    def _signature(self, block: AuthorBox) -> str:
        by = ", ".join(filter(None, (block.author, block.written_on)))
        properties = self._properties(self.styles["Proposal Signature"])
        return f"<w:p>{properties}<w:r>{run_content('Written by ' + by)}</w:r></w:p>" if by else ""

    def _control_id(self, tag: str) -> int:
        taken = zlib.crc32(tag.encode("utf-8", "replace")) % 2_000_000_000 + 1
        while f"control {taken}" in self._marked:
            taken += next(self._controls)
        self._marked.add(f"control {taken}")
        return taken


_DRAWING = (
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:docPr id="{number}" name="Figure {number}" descr="{alt}"/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="{number}" name="Figure {number}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing>"
)


def labels(blocks: Iterable[Block], captions: dict[str, int] | None = None) -> dict[str, str]:
    """Return what a link without words reads as: “Table 4”, “Figure 2” or the heading's words, by anchor."""
    counted = captions if captions is not None else {"Table": 0, "Figure": 0}
    by_anchor: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Heading):
            by_anchor.setdefault(block.anchor, block.text)
        elif isinstance(block, Table | FigureBlock) and block.caption:
            kind = "Table" if isinstance(block, Table) else "Figure"
            counted[kind] += 1
            by_anchor.setdefault(block.anchor, f"{kind} {counted[kind]}")
        elif hasattr(block, "blocks"):
            for anchor, words in labels(block.blocks, counted).items():
                by_anchor.setdefault(anchor, words)
    by_anchor.pop("", None)
    return by_anchor
