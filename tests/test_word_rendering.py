"""The Word file of a proposal: its text exact, its parts accessible, its bytes the same each time."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import docx as word_files
import proposal_trial
import pytest
from docx.oxml.ns import qn

from codesign import figures, word
from codesign.errors import RefusedFile
from codesign.proposal.blocks import (
    AuthorBox,
    Block,
    Contents,
    Document,
    FigureBlock,
    Heading,
    Landscape,
    PageBreak,
    Paragraph,
    Run,
    Table,
    text,
)
from codesign.word.text import bookmark

HOSTILE = (
    'R&D <lead> said "it\'s" {{ 7*7 }} {% raise %} {_{ }_} =HYPERLINK("x") <img src=x onerror=alert(1)> 😀 שלום ]]>'
)


@pytest.fixture(scope="session")
def template(root: Path) -> bytes:
    return (root / "templates" / "proposal.docx").read_bytes()


@pytest.fixture(scope="session")
def proposal(template: bytes) -> bytes:
    return word.render(proposal_trial.document(), template)


def opened(docx: bytes) -> word_files.document.Document:
    return word_files.Document(io.BytesIO(docx))


def part(docx: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(docx)).read(name).decode()


def told(docx: bytes) -> list[str]:
    """Every paragraph of a document as it reads, in tables and boxes too."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return [
        "".join(signs.get(e.tag, e.text or "") for e in p.iter(qn("w:t"), *signs) if e.getparent().tag != qn("w:tabs"))
        for p in opened(docx).element.body.iter(qn("w:p"))
    ]


def with_blocks(*blocks: Block) -> Document:
    sections = dict.fromkeys(proposal_trial.sections(), ())
    return proposal_trial.document(sections={**sections, "purpose": blocks}, stamp="SAMPLE")


def test_the_proposal_is_clean(proposal: bytes) -> None:
    assert word.problems(proposal) == []


def test_microsofts_validator_accepts_the_proposal(
    proposal: bytes, word_validator: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    (tmp_path / "proposal.docx").write_bytes(proposal)
    assert word_validator(tmp_path / "proposal.docx") == []


@pytest.mark.parametrize(
    "style", ["body", "lead", "title", "kicker", "motion", "quote", "note", "bullet", "number", "evidence", "gap"]
)
def test_hostile_text_appears_exactly_in_every_style(style: str, template: bytes) -> None:
    made = word.render(with_blocks(Paragraph(text(HOSTILE), style)), template)
    assert HOSTILE in told(made)


def test_hostile_text_appears_exactly_in_cells_captions_headings_and_boxes(template: bytes) -> None:
    table = Table(HOSTILE, (HOSTILE, "b"), ((text(HOSTILE), text("2")),), summary=HOSTILE)
    blocks = (Heading(HOSTILE, 1), table, AuthorBox("fit", HOSTILE, HOSTILE, HOSTILE), AuthorBox("gap", HOSTILE))
    made = word.render(with_blocks(*blocks), template)
    words = told(made)
    assert words.count(HOSTILE) == 4
    assert f"Table 1. {HOSTILE}" in words
    assert f"Not yet written. {HOSTILE} At most 150 words." in words
    assert [f for f in word.problems(made) if f.level == "error"] == []


def test_hostile_scalars_appear_exactly_in_the_footer_and_the_properties(template: bytes) -> None:
    made = word.render(proposal_trial.document(title=HOSTILE, stamp=HOSTILE, fingerprint=HOSTILE), template)
    footer = "".join(t.text or "" for t in opened(made).sections[0].footer._element.iter(qn("w:t")))
    assert footer.startswith(f"{HOSTILE} · evidence fingerprint {HOSTILE}")
    assert opened(made).core_properties.title == HOSTILE


def test_control_characters_are_replaced_and_counted(template: bytes) -> None:
    made = word.render(with_blocks(Heading("Need", 1), Paragraph(text("a\x00b\x0bc\x1fd\ud800e\ufffef"))), template)
    assert "a\ufffdb\nc\ufffdd\ufffde\ufffdf" in told(made)
    assert [(f.level, f.sentence[:12]) for f in word.problems(made)] == [("look", "4 characters")]


def test_line_breaks_and_tabs_stay(template: bytes) -> None:
    made = word.render(with_blocks(Paragraph(text("one\r\ntwo\tthree"))), template)
    assert "one\ntwo\tthree" in told(made)


def test_the_properties_are_the_documents_own(proposal: bytes) -> None:
    properties = opened(proposal).core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Hydrogen Systems Safety",
        "School of Energy",
        "en-CA",
    )
    assert properties.created.replace(tzinfo=None) == properties.modified.replace(tzinfo=None) == datetime(2026, 10, 30)  # noqa: DTZ001
    assert "python-docx" not in part(proposal, "docProps/core.xml")
    assert "thumbnail" not in str(zipfile.ZipFile(io.BytesIO(proposal)).namelist())


def test_the_same_input_gives_the_same_bytes_in_any_process(template: bytes, root: Path, proposal: bytes) -> None:
    program = (
        "import sys, hashlib, pathlib, proposal_trial; from codesign import word; "
        "made = word.render(proposal_trial.document(), pathlib.Path('templates/proposal.docx').read_bytes()); "
        "print(hashlib.sha256(made).hexdigest())"
    )
    paths = os.pathsep.join([str(root), str(root / "tests")])
    others = []
    for seed, zone in (("1", "America/Edmonton"), ("2", "Asia/Tokyo")):
        place = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": paths}
        others.append(subprocess.Popen([sys.executable, "-c", program], cwd=root, env=place, stdout=subprocess.PIPE))
    time.sleep(2.1)
    assert word.render(proposal_trial.document(), template) == proposal
    digests = {other.communicate()[0].decode().strip() for other in others}
    assert digests == {hashlib.sha256(proposal).hexdigest()}


def test_a_table_of_two_thousand_rows_is_quick(template: bytes) -> None:
    rows = tuple(tuple(text(f"{n} {column}") for column in range(6)) for n in range(2000))
    start = time.process_time()
    word.render(with_blocks(Table("Long", tuple("abcdef"), rows)), template)
    assert time.process_time() - start < 3


def test_tables_have_a_header_row_a_title_and_a_description(proposal: bytes) -> None:
    for table in opened(proposal).element.body.iter(qn("w:tbl")):
        assert table.xpath("./w:tr[1]/w:trPr/w:tblHeader")
        assert table.xpath("./w:tblPr/w:tblCaption/@w:val")[0]
        assert table.xpath("./w:tblPr/w:tblDescription/@w:val")[0]
        assert not table.xpath(".//w:gridSpan | .//w:vMerge | .//w:shd")


def test_a_row_that_does_not_fit_its_header_is_the_callers_mistake(template: bytes) -> None:
    with pytest.raises(ValueError, match="1 cells under 2 headings"):
        word.render(with_blocks(Table("Odd", ("a", "b"), ((text("1"),),))), template)


def test_an_empty_table_says_that_nothing_is_recorded(template: bytes) -> None:
    made = word.render(with_blocks(Table("Sign-offs", ("Body", "Date"), ())), template)
    words = told(made)
    assert words[words.index("Table 1. Sign-offs") + 1] == "Nothing is recorded here yet."


def test_links_lead_to_bookmarks_that_exist(proposal: bytes) -> None:
    body = opened(proposal).element.body
    names = set(body.xpath(".//w:bookmarkStart/@w:name"))
    assert names >= set(body.xpath(".//w:hyperlink/@w:anchor"))
    assert len(body.xpath(".//w:hyperlink[@w:anchor='a_ev_F1']")) >= 1
    assert max(map(len, names)) <= 40


def test_a_link_to_what_the_template_leaves_out_is_plain_words(template: bytes) -> None:
    made = word.render(with_blocks(Paragraph((Run("see F1", anchor="sec_F1"),))), template)
    assert "see F1" in told(made)
    assert not opened(made).element.body.xpath(".//w:hyperlink[.//w:t='see F1']")


def test_a_link_without_words_reads_as_its_target(proposal: bytes) -> None:
    assert any(
        words.startswith("Every competency is judged at work or at a real skid; see Table 5.")
        for words in told(proposal)
    )


def test_only_web_and_mail_addresses_become_links(template: bytes) -> None:
    addresses = ("https://example.org/a b?q=é&x=%zz", "javascript:alert(1)", "file:///etc/passwd")
    made = word.render(with_blocks(*(Paragraph((Run("go", url=url),)) for url in addresses)), template)
    relations = part(made, "word/_rels/document.xml.rels")
    assert 'Target="https://example.org/a%20b?q=%C3%A9&amp;x=%25zz"' in relations
    assert "javascript" not in relations
    assert "passwd" not in relations


@pytest.mark.parametrize("anchor", ["F1", "ev-F1", "a b", "é", "x" * 90, "1", "{{ 7 }}"])
def test_any_anchor_becomes_a_name_word_accepts(anchor: str) -> None:
    name = bookmark(anchor)
    assert len(name) <= 40
    assert name[0].isalpha()
    assert name.replace("_", "").isalnum()
    assert name.isascii()
    assert bookmark("f-1") != bookmark("f_1")


def test_anchors_that_differ_only_in_case_stay_apart(template: bytes) -> None:
    blocks = (Paragraph(text("upper"), anchor="F1"), Paragraph(text("lower"), anchor="f1"))
    names = [
        str(n).lower()
        for n in opened(word.render(with_blocks(*blocks), template)).element.body.xpath(".//w:bookmarkStart/@w:name")
    ]
    assert len(names) == len(set(names)) == 2


def test_captions_count_with_fields_and_cached_numbers(proposal: bytes) -> None:
    captions = [words for words in told(proposal) if words.startswith(("Table ", "Figure "))]
    assert captions[0] == "Table 1. The program in facts"
    assert [words.split(".")[0] for words in captions if words.startswith("Figure")] == [
        "Figure 1",
        "Figure 2",
        "Figure 3",
    ]
    assert part(proposal, "word/document.xml").count(" SEQ ") == len(captions)


def test_the_contents_list_the_numbered_headings_with_links(proposal: bytes) -> None:
    words = told(proposal)
    first = words.index("Contents")
    assert words[first + 1 : first + 4] == [
        "1\tIdentity and summary",
        "1.1\tThe case in short",
        "2\tPurpose and learners",
    ]
    assert "updateFields" not in part(proposal, "word/settings.xml")
    assert "dirty" not in part(proposal, "word/document.xml")


def test_page_numbers_are_written_into_the_contents(template: bytes) -> None:
    made = word.render(proposal_trial.document(), template, page_numbers=lambda _: {"a_sec_summary": 31})
    assert "1\tIdentity and summary\t31" in told(made)


def test_pictures_say_their_message(proposal: bytes) -> None:
    told_by = opened(proposal).element.body.xpath(".//wp:docPr/@descr")
    assert len(told_by) == 3
    assert told_by[0].startswith("Eleven of twelve employers say new hires cannot make a system safe. ")


def test_a_picture_taller_than_a_page_is_made_smaller_and_keeps_its_shape(template: bytes) -> None:
    drawn = figures.flow([("interviews", 14)], title="From 14 interviews")
    tall = FigureBlock(figures.Figure(drawn.png, drawn.alt, width_cm=16.0, height_cm=40.0), "Tall", "figure_tall")
    size = opened(word.render(with_blocks(tall), template)).element.body.xpath(".//wp:extent")[0]
    wide, high = (int(size.get(name)) / 360_000 for name in ("cx", "cy"))
    assert high == pytest.approx(18.0, abs=0.01)
    assert wide == pytest.approx(high * 16 / 40, abs=0.01)


def test_a_landscape_page_keeps_the_headers_and_the_pages_around_it_upright(proposal: bytes) -> None:
    sections = opened(proposal).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]
    assert all("SAMPLE" in "".join(p.text for p in section.header.paragraphs) for section in sections)
    assert sections[1].footer._element.xpath(".//w:pPr/w:tabs/w:tab/@w:pos") == ["12960"]
    assert sections[0].footer._element.xpath(".//w:pPr/w:tabs/w:tab/@w:pos") == ["9360"]


def test_a_document_may_begin_and_end_in_landscape(template: bytes) -> None:
    wide = Landscape((Heading("Chart", 1), Table("Chart", ("a",), ((text("1"),),), chart=True)))
    made = word.render(with_blocks(PageBreak(), wide, wide, PageBreak()), template)
    assert any(section.page_width > section.page_height for section in opened(made).sections)
    assert [f for f in word.problems(made) if f.level == "error"] == []


def test_a_number_list_starts_again_after_other_words(template: bytes) -> None:
    items = [Paragraph(text(words), "number") for words in "abc"]
    made = word.render(with_blocks(items[0], items[1], Paragraph(text("between")), items[2]), template)
    numbers = opened(made).element.body.xpath(".//w:p/w:pPr/w:numPr/w:numId/@w:val")
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_page_break_adds_no_empty_paragraph(template: bytes) -> None:
    made = word.render(with_blocks(Paragraph(text("one")), PageBreak(), Paragraph(text("two"))), template)
    broken = [p.text for p in opened(made).paragraphs if p._p.xpath("./w:pPr/w:pageBreakBefore")]
    assert broken == ["one", "two"], "the template starts a page before the first of them"
    assert [f.rule for f in word.problems(made) if f.rule == "empty-paragraph"] == []


def test_a_stamp_that_is_empty_leaves_no_box(template: bytes) -> None:
    made = word.render(proposal_trial.document(stamp=""), template)
    assert opened(made).sections[0].header.paragraphs[0].text == ""


def test_the_language_is_set_where_readers_look(template: bytes) -> None:
    made = word.render(proposal_trial.document(language="fr-CA"), template)
    assert '<w:lang w:val="fr-CA"' in part(made, "word/styles.xml")


# author boxes ----


def test_what_was_written_in_a_box_is_read_back(proposal: bytes) -> None:
    assert word.author_texts(proposal) == {
        "equity": "Night sections were asked for by three employers.\n\nBursaries cover travel from the north."
    }


def test_what_people_type_into_an_unwritten_box_is_read_back(proposal: bytes) -> None:
    document = opened(proposal)
    control = document.element.body.xpath(".//w:sdt[w:sdtPr/w:tag/@w:val='author.duplication']")[0]
    properties = control.find(qn("w:sdtPr"))
    properties.remove(properties.find(qn("w:showingPlcHdr")))
    runs = list(control.iter(qn("w:t")))
    runs[0].text, runs[1].text = "Nobody else does this.", ""
    saved = io.BytesIO()
    document.save(saved)
    assert word.author_texts(saved.getvalue())["duplication"] == "Nobody else does this."


def test_a_box_is_read_by_its_bookmark_where_the_control_was_dropped(proposal: bytes) -> None:
    document = opened(proposal)
    for control in list(document.element.body.iter(qn("w:sdt"))):
        for paragraph in control.find(qn("w:sdtContent")):
            control.addprevious(paragraph)
        control.getparent().remove(control)
    saved = io.BytesIO()
    document.save(saved)
    assert list(word.author_texts(saved.getvalue())) == ["equity"]


def test_a_written_text_comes_back_as_it_was(template: bytes) -> None:
    written = "First line\nsame paragraph\n\nSecond & <last> 😀 {{ 7*7 }}"
    made = word.render(with_blocks(AuthorBox("fit", "Why?", written)), template)
    assert word.author_texts(made) == {"fit": written}


def test_words_typed_after_the_prompt_are_kept(template: bytes) -> None:
    document = opened(word.render(with_blocks(AuthorBox("fit", "Why?")), template))
    paragraph = next(p for p in document.element.body.iter(qn("w:p")) if p.xpath(".//w:t[starts-with(.,'Not yet')]"))
    list(paragraph.iter(qn("w:t")))[-1].text += " Because."
    control = document.element.body.xpath(".//w:sdtPr")[0]
    control.remove(control.find(qn("w:showingPlcHdr")))
    saved = io.BytesIO()
    document.save(saved)
    assert word.author_texts(saved.getvalue()) == {"fit": "Because."}


def test_a_file_that_is_not_word_is_refused_in_a_sentence() -> None:
    with pytest.raises(RefusedFile, match="cannot be opened"):
        word.author_texts(b"PK not a zip")


def test_the_contents_may_be_empty(template: bytes) -> None:
    assert word.render(with_blocks(Contents(2)), template)
