"""Blocks take the width of the section of the form they stand in, whichever way its pages lie."""

from __future__ import annotations

import io

import docx as word_files
import proposal_trial
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Twips
from form_trial import W, saved

from codesign import figures, word
from codesign.proposal.blocks import Block, FigureBlock, Heading, Landscape, Paragraph, Table, text

CHART = Table("Chart", ("Duty", "Task"), ((text("Make safe"), text("Isolate and lock out")),), (0.3, 0.7), chart=True)
PLAIN = Table("Plain", ("a", "b"), ((text("1"), text("2")),))
PORTRAIT, LANDSCAPE = (12240, 15840), (15840, 12240)


def form(page: tuple[int, int], columns: str = "", *, gutter: int = 0) -> word_files.document.Document:
    """A form whose only section has a size, and columns as Word writes them."""
    document = word_files.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Twips(page[0]), Twips(page[1])
    section.left_margin = section.right_margin = Twips(1440)
    section.gutter = Twips(gutter)
    section.orientation = WD_ORIENT.LANDSCAPE if page[0] > page[1] else WD_ORIENT.PORTRAIT
    for old in section._sectPr.findall(qn("w:cols")):
        new = parse_xml(f"<w:cols {W} {columns}" if columns.endswith(">") else f"<w:cols {W} {columns}/>")
        section._sectPr.replace(old, new)
    return document


def made(document: word_files.document.Document, *blocks: Block) -> word_files.document.Document:
    document.add_paragraph("{{p section.purpose }}")
    template = saved(document)
    content = word.render(proposal_trial.document(sections={"purpose": blocks}), template)
    assert [f for f in word.problems(content) if f.rule in {"property-order", "wrong-child", "part-broken"}] == []
    return word_files.Document(io.BytesIO(content))


def widths(document: word_files.document.Document) -> list[int]:
    """The width of each table."""
    return [
        sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol")))
        for table in document.tables
    ]


@pytest.mark.parametrize(
    ("page", "columns", "gutter", "width"),
    [
        (PORTRAIT, "", 0, 9360),
        (LANDSCAPE, "", 0, 12960),
        (PORTRAIT, "", 720, 8640),
        (PORTRAIT, 'w:num="2" w:space="720"', 0, 4320),
        (LANDSCAPE, 'w:num="3" w:space="360"', 0, 4080),
        (PORTRAIT, 'w:num="2" w:equalWidth="0"><w:col w:w="6000" w:space="360"/><w:col w:w="3000"/></w:cols>', 0, 3000),
    ],
)
def test_a_table_is_as_wide_as_the_text_of_its_section(
    page: tuple[int, int], columns: str, gutter: int, width: int
) -> None:
    assert widths(made(form(page, columns, gutter=gutter), PLAIN)) == [pytest.approx(width, abs=4)]


def test_a_chart_in_a_landscape_section_of_the_form_is_laid_out_for_it_and_turns_nothing() -> None:
    document = made(form(LANDSCAPE), Paragraph(text("Before.")), Landscape((Heading("Chart", 2), CHART)), PLAIN)
    assert widths(document) == [pytest.approx(12960, abs=4)] * 2
    assert [(s.page_width > s.page_height) for s in document.sections] == [True]


@pytest.mark.parametrize("page", [PORTRAIT, LANDSCAPE])
def test_a_chart_in_a_section_with_columns_has_pages_of_its_own_over_the_whole_width(page: tuple[int, int]) -> None:
    columns = 'w:num="2" w:space="720"'
    document = made(form(page, columns), Paragraph(text("Before.")), Landscape((CHART,)), Paragraph(text("After.")))
    assert widths(document) == [pytest.approx(12960, abs=4)]
    assert [s.page_width > s.page_height for s in document.sections] == [page == LANDSCAPE, True, page == LANDSCAPE]
    assert [len(s._sectPr.xpath("./w:cols[@w:num=2]")) for s in document.sections] == [1, 0, 1]


def test_what_a_column_of_text_is_too_narrow_for_stands_across_all_of_them_on_the_same_page() -> None:
    names = ("Competency", "Assessment", "Importance", "Frequency", "Decision")
    wide = Table("Wide", names, (tuple(text(name) for name in names),))
    columns = 'w:num="2" w:space="720"'
    document = made(form(PORTRAIT, columns), PLAIN, Paragraph(text("Before.")), wide, Paragraph(text("After.")))
    assert widths(document) == [pytest.approx(4320, abs=4), pytest.approx(9360, abs=4)]
    assert [len(s._sectPr.xpath("./w:cols[@w:num=2]")) for s in document.sections] == [1, 0, 1]
    assert [s._sectPr.xpath("./w:type/@w:val") for s in document.sections][1:] == [["continuous"], ["continuous"]]


def test_the_second_section_of_a_form_has_its_own_width() -> None:
    document = form(PORTRAIT)
    document.add_paragraph("Our words.")
    section = document.add_section()
    section.page_width, section.page_height = Twips(LANDSCAPE[0]), Twips(LANDSCAPE[1])
    assert widths(made(document, Landscape((CHART,)))) == [pytest.approx(12960, abs=4)]


def test_a_picture_on_a_landscape_page_is_no_higher_than_the_page_has_room() -> None:
    drawn = figures.flow([("interviews", 14)], title="From 14 interviews")
    tall = FigureBlock(figures.Figure(drawn.png, drawn.alt, width_cm=16.0, height_cm=40.0), "Tall", "figure_tall")
    size = made(form(LANDSCAPE), tall).element.body.xpath(".//wp:extent")[0]
    assert int(size.get("cy")) / 360_000 == pytest.approx(16.5 - 4.5, abs=0.1)


@pytest.mark.parametrize("stated", ['w:w="2500" w:type="pct"', 'w:w="0" w:type="auto"', 'w:w="6000" w:type="dxa"'])
def test_a_table_in_a_cell_is_as_wide_as_the_cell_however_its_width_is_stated(stated: str) -> None:
    document = form(PORTRAIT)
    cell = document.add_table(1, 2).rows[0].cells[1]
    grid = document.tables[0]._tbl.tblGrid.findall(qn("w:gridCol"))
    grid[0].set(qn("w:w"), "3000")
    grid[1].set(qn("w:w"), "6000")
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:tcW")):
        properties.replace(old, parse_xml(f"<w:tcW {W} {stated}/>"))
    cell.paragraphs[0].text = "{{p section.purpose }}"
    content = word.render(proposal_trial.document(sections={"purpose": (PLAIN,)}), saved(document))
    inner = word_files.Document(io.BytesIO(content)).tables[0].rows[0].cells[1].tables[0]
    grid = inner._tbl.tblGrid.findall(qn("w:gridCol"))
    assert sum(int(column.get(qn("w:w"))) for column in grid) == pytest.approx(5780, abs=4)
