"""The styles of a proposal: what our own template is made with, and what a college's form is given if it lacks one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.document import DocumentPart
from lxml import etree

from codesign.word.xml import Element, every, val

ACCENT, INK, GREY, LINK, WARNING = "0A5C73", "1C2733", "5A6675", "0B4F8A", "8B1A1A"
HAIRLINE, TINT, UNDERLINE = "BCC6CE", "EEF5F7", "9DB7CC"
NAMESPACES = nsdecls("w")

PARAGRAPH_STYLES = {
    "body": "Normal",
    "title": "Title",
    "kicker": "Proposal Kicker",
    "lead": "Subtitle",
    "motion": "Proposal Motion",
    "quote": "Quote",
    "note": "Proposal Note",
    "bullet": "List Bullet",
    "number": "List Number",
    "evidence": "Proposal Evidence",
    "gap": "Proposal Gap",
}
"""The Word style of each `Paragraph.style`."""


@dataclass(frozen=True)
class Style:
    """A style as Word writes it: its kind, its parent, paragraph and run properties."""

    name: str
    kind: str = "paragraph"
    based_on: str = "Normal"
    following: str = ""
    paragraph: str = ""
    run: str = ""
    table: str = ""
    listed: bool = True

    @property
    def style_id(self) -> str:
        """Return the name without spaces, by which paragraphs refer to the style."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


def _space(before: int = 0, after: int = 0, line: int = 0) -> str:
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def _indent(left: int = 0, right: int = 0, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}" w:right="{right}" w:hanging="{hanging}"/>'


def _font(size: float = 0, colour: str = "", *, bold: bool = False) -> str:
    parts = [
        "<w:b/><w:bCs/>" if bold else "",
        f'<w:color w:val="{colour}"/>' if colour else "",
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
    ]
    return "".join(parts)


def _bar(colour: str, size: int, space: int = 8) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def _frame(colour: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="dashed" w:sz="6" w:space="6" w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return f"<w:pBdr>{sides}</w:pBdr>"


def _heading(level: int, size: float, colour: str, before: int, after: int) -> Style:
    properties = f'<w:keepNext/><w:keepLines/>{_space(before, after, 252)}<w:outlineLvl w:val="{level - 1}"/>'
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>'
    return Style(
        f"heading {level}", following="Normal", paragraph=properties, run=font + _font(size, colour, bold=True)
    )


def _rules(*sides: str, size: int = 4, colour: str = HAIRLINE) -> str:
    return "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>' for side in sides)


def _table(borders: str, side: int, above: int) -> str:
    margins = (
        f'<w:tblCellMar><w:top w:w="{above}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{above}" w:type="dxa"/><w:right w:w="{side or 140}" w:type="dxa"/></w:tblCellMar>'
    )
    return f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>{margins}</w:tblPr>'


STYLES: tuple[Style, ...] = (
    _heading(1, 16, ACCENT, 400, 120),
    _heading(2, 12.5, ACCENT, 280, 80),
    _heading(3, 11, INK, 220, 60),
    Style("Title", following="Subtitle", paragraph=f"<w:keepNext/>{_space(0, 40, 240)}", run=_font(25, INK, bold=True)),
    Style("Subtitle", following="Normal", paragraph=_space(0, 200, 264), run=_font(12, GREY)),
    Style("Proposal Kicker", following="Title", paragraph=f"<w:keepNext/>{_space(60, 20)}", run=_font(10, ACCENT)),
    Style(
        "Proposal Motion",
        paragraph=f'<w:keepLines/>{_bar(ACCENT, 36, 9)}<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
        + _space(120, 160, 288)
        + _indent(220, 120),
        run=_font(11.5),
    ),
    Style(
        "Proposal Front Heading",
        following="Normal",
        paragraph=f'<w:keepNext/><w:keepLines/>{_space(260, 80, 252)}<w:outlineLvl w:val="0"/>',
        run=_font(13, ACCENT, bold=True),
    ),
    Style(
        "TOC Heading",
        following="Normal",
        paragraph=f'<w:keepNext/>{_space(0, 160)}<w:outlineLvl w:val="0"/>',
        run=_font(16, ACCENT, bold=True),
    ),
    Style(
        "toc 1", following="Normal", paragraph=_space(90, 10) + _indent(480, 0, 480), run=_font(10.5, INK, bold=True)
    ),
    Style("toc 2", following="Normal", paragraph=_space(0, 10) + _indent(1060, 0, 580), run=_font(10, INK)),
    Style("toc 3", following="Normal", paragraph=_space(0, 20) + _indent(1300, 0, 240), run=_font(10, INK)),
    Style("Quote", paragraph=f"{_bar(HAIRLINE, 18, 10)}{_space(60, 80, 264)}{_indent(340, 280)}", run=_font(10.5, INK)),
    Style("Proposal Note", paragraph=_space(40, 180, 252), run=_font(9.5, GREY)),
    Style("Proposal Gap", paragraph=f"{_bar(WARNING, 18, 10)}{_space(80, 140, 264)}{_indent(340)}", run=_font(10.5)),
    Style("List Bullet", paragraph="{bullet}" + _space(0, 60, 269) + '<w:contextualSpacing w:val="0"/>'),
    Style("List Number", paragraph="{number}" + _space(0, 60, 269)),
    Style(
        "Proposal Evidence",
        paragraph=f'<w:tabs><w:tab w:val="left" w:pos="800"/></w:tabs>{_space(0, 100, 257)}{_indent(800, 0, 800)}',
        run=_font(10),
    ),
    Style(
        "caption", following="Normal", paragraph=f"<w:keepLines/>{_space(180, 80, 252)}", run=_font(10, INK, bold=True)
    ),
    Style("Proposal Figure", following="caption", paragraph=f"<w:keepNext/>{_space(160, 40, 240)}"),
    Style("Proposal Cell", paragraph=_space(0, 0, 252), run=_font(10)),
    Style("Proposal Cell Heading", paragraph=f"<w:keepNext/>{_space(0, 0, 240)}", run=_font(9.5, GREY, bold=True)),
    Style("Proposal Chart Cell", paragraph=_space(0, 0, 250), run=_font(10)),
    Style("Proposal Chart Small", paragraph=_space(0, 0, 240), run=_font(8.5)),
    Style("Proposal Chart Heading", paragraph=f"<w:keepNext/>{_space(0, 0, 240)}", run=_font(8.5, GREY, bold=True)),
    Style(
        "Proposal Unwritten",
        paragraph=f"<w:keepLines/>{_frame(GREY)}{_space(140, 200, 264)}{_indent(150, 150)}",
        run=_font(10.5, GREY),
    ),
    Style("Proposal Signature", paragraph=_space(0, 160), run=_font(9.5, GREY)),
    Style(
        "Proposal Break",
        paragraph='<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
        run=_font(1),
        listed=False,
    ),
    Style("header", paragraph='<w:jc w:val="right"/>', run=_font(9, GREY)),
    Style(
        "footer",
        paragraph=f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{HAIRLINE}"/></w:pBdr>',
        run=_font(9, GREY),
    ),
    Style(
        "Hyperlink",
        "character",
        "Default Paragraph Font",
        run=f'<w:color w:val="{LINK}"/><w:u w:val="single" w:color="{UNDERLINE}"/>',
    ),
    Style("Placeholder Text", "character", "Default Paragraph Font", run=f'<w:color w:val="{GREY}"/>'),
    Style(
        "Proposal Stamp",
        "character",
        "Default Paragraph Font",
        run=f'<w:color w:val="{WARNING}"/><w:spacing w:val="8"/><w:sz w:val="18"/><w:szCs w:val="18"/>'
        f'<w:bdr w:val="single" w:sz="6" w:space="1" w:color="{WARNING}"/>',
    ),
    Style("Proposal Table", "table", "Normal Table", table=_table(_rules("bottom", "insideH"), 0, 60)),
    Style("Proposal Chart", "table", "Normal Table", table=_table(_rules(), 90, 70)),
)
"""Every style a proposal uses, beyond Normal."""

BY_NAME = {style.name.lower(): style for style in STYLES}


def style_xml(
    style: Style, parent_id: str, following_id: str = "", lists: tuple[int, int] = (0, 0), extra: str = ""
) -> str:
    """Return a style as XML; `lists` are the ids of the bullet and number lists, `extra` more paragraph properties."""
    paragraph = style.paragraph
    for mark, number in zip(("{bullet}", "{number}"), lists, strict=True):
        paragraph = paragraph.replace(mark, f'<w:numPr><w:numId w:val="{number}"/></w:numPr>')
    built_in = not style.name.startswith("Proposal ")
    parts = [
        f'<w:style {NAMESPACES} w:type="{style.kind}"{"" if built_in else " w:customStyle=" + chr(34) + "1" + chr(34)}'
        f' w:styleId="{style.style_id}"><w:name w:val="{style.name}"/><w:basedOn w:val="{parent_id}"/>',
        f'<w:next w:val="{following_id}"/>' if following_id else "",
        '<w:uiPriority w:val="99"/>' if not style.listed else "",
        "<w:qFormat/>" if style.kind == "paragraph" and style.listed else "",
        f"<w:pPr>{_ordered(paragraph + extra)}</w:pPr>" if paragraph + extra else "",
        f"<w:rPr>{style.run}</w:rPr>" if style.run else "",
        style.table,
        "</w:style>",
    ]
    return "".join(parts)


_ORDER = (
    "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing", "ind",
    "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip


def _ordered(properties: str) -> str:
    """Return paragraph properties in the order Word's schema asks for."""
    parsed = parse_xml(f"<w:pPr {NAMESPACES}>{properties}</w:pPr>")
    children = sorted(parsed, key=lambda child: _ORDER.index(child.tag.split("}")[1]))
    return "".join(_bare(child) for child in children)


def _bare(element: Element) -> str:
    return etree.tostring(element, encoding="unicode").replace(f" {NAMESPACES}", "")


# what a form lacks is added ----


class Styles:
    """The styles of one Word file by name; a style the file lacks is added when it is first asked for."""

    def __init__(self, part: DocumentPart) -> None:
        self._part = part
        self._root = part.styles.element
        self._ids = dict(_names(self._root))

    def __getitem__(self, name: str) -> str:
        """Return the id of the style of this name."""
        if name.lower() not in self._ids:
            self._add(BY_NAME[name.lower()])
        return self._ids[name.lower()]

    def of(self, paragraph_style: str) -> str:
        """Return the id of the Word style for a `Paragraph.style`."""
        return self[PARAGRAPH_STYLES[paragraph_style]]

    def _add(self, style: Style) -> None:
        style_id = self._free(style.style_id)
        self._ids[style.name.lower()] = style_id
        parent = self._parent(style)
        lists = self._lists(style)
        added = parse_xml(style_xml(style, parent, lists=lists))
        added.set(qn("w:styleId"), style_id)
        self._root.append(added)

    def _parent(self, style: Style) -> str:
        if style.based_on.lower() in self._ids or style.based_on.lower() in BY_NAME:
            return self[style.based_on]
        return self._add_base(style)

    def _add_base(self, style: Style) -> str:
        """Add Normal, Default Paragraph Font or Normal Table, which a bare file may lack."""
        style_id = self._free(style.based_on.replace(" ", ""))
        opening = f'<w:style {NAMESPACES} w:type="{style.kind}" w:default="1" w:styleId="{style_id}">'
        self._root.append(parse_xml(f'{opening}<w:name w:val="{style.based_on}"/></w:style>'))
        self._ids[style.based_on.lower()] = style_id
        return style_id

    def _free(self, wanted: str) -> str:
        taken = set(self._ids.values())
        return next(name for name in (wanted, *(f"{wanted}{n}" for n in range(2, 999))) if name not in taken)

    def _lists(self, style: Style) -> tuple[int, int]:
        if style.name not in {"List Bullet", "List Number"}:
            return (0, 0)
        made = new_list(self._part, bullets=style.name == "List Bullet")
        return (made, made)


def _names(root: Element) -> Iterator[tuple[str, str]]:
    for style in root.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            yield str(name.get(qn("w:val"))).lower(), str(style.get(qn("w:styleId")))


# lists ----

_MARKS = ("•", "–", "•")


def list_xml(number: int, *, bullets: bool) -> str:
    """Return the definition of a bullet or number list of three levels."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{"bullet" if bullets else "decimal"}"/>'
        f'<w:lvlText w:val="{_MARKS[level] if bullets else f"%{level + 1}."}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{340 * (level + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
        for level in range(3)
    )
    kind = '<w:multiLevelType w:val="hybridMultilevel"/>'
    return f'<w:abstractNum {NAMESPACES} w:abstractNumId="{number}">{kind}{levels}</w:abstractNum>'


def new_list(part: DocumentPart, *, bullets: bool) -> int:
    """Add a list of its own to a Word file and return its id."""
    root = _numbering(part)
    definition = _next(root, "w:abstractNum", "w:abstractNumId")
    first = root.find(qn("w:num"))
    parsed = parse_xml(list_xml(definition, bullets=bullets))
    if first is None:
        root.append(parsed)
    else:
        first.addprevious(parsed)
    return _num(root, definition)


def restarted_list(part: DocumentPart, styles: Styles) -> int:
    """Return the id of a number list that starts again at 1, in the form's own numbering where it has one."""
    root = _numbering(part)
    own = [style for style in part.styles.element if style.get(qn("w:styleId")) == styles["List Number"]]
    used = {number for style in own for number in every(style, "./w:pPr/w:numPr/w:numId/@w:val")}
    definitions = [num for num in root.findall(qn("w:num")) if num.get(qn("w:numId")) in used]
    if not definitions:
        return new_list(part, bullets=False)
    return _num(root, int(val(definitions[0].find(qn("w:abstractNumId")))), restart=True)


def _num(root: Element, definition: int, *, restart: bool = False) -> int:
    number = _next(root, "w:num", "w:numId")
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    added = parse_xml(f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{again}</w:num>')
    last = root.findall(qn("w:num"))
    if last:
        last[-1].addnext(added)
    else:
        root.append(added)
    return number


def _next(root: Element, tag: str, attribute: str) -> int:
    return max((int(element.get(qn(attribute), "0")) for element in root.findall(qn(tag))), default=0) + 1


def _numbering(part: DocumentPart) -> Element:
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            numbering: Element = relation.target_part.element
            return numbering
    element = parse_xml(f"<w:numbering {NAMESPACES}/>")
    made = XmlPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element, part.package)
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return element
