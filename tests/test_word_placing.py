"""Where placeholders may stand in a form: no word of the form is lost with them, or the form is refused."""

from __future__ import annotations

import io

import docx as word_files
import proposal_trial
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from form_trial import field, form, paragraph, parts, saved, tracked, with_body, with_part

from codesign import word
from codesign.errors import TemplateError

TEXT_BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></w:r></w:p>"
)


def typed(words: str) -> str:
    return paragraph(f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>')


def filled(template: bytes) -> word_files.document.Document:
    return word_files.Document(io.BytesIO(word.render(proposal_trial.document(), template)))


def words(document: word_files.document.Document) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))


def refused(template: bytes) -> str:
    with pytest.raises(TemplateError) as error:
        word.require_fillable(template)
    return str(error.value)


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("Our words {{p section.demand }}", "section.demand"),
        ("{{p section.demand }} and our words", "section.demand"),
        ("Demand: {{ section.demand }}", "section.demand"),
        ("{{p author.case }}{{p author.risks }}", "author.case"),
        ("Our words {%p if stamp %}", "{%p if stamp %}"),
        ("{{p title }}", "“p” would take what stands around it away. Write {{ title }}"),
        ("Our words {{r title }}", "Write {{ title }}"),
        ("Our words {%- if stamp %}x{% endif %}", "would take words around it away"),
        ("Our words {# a remark #} stay", "would be lost"),
        ("Our words {{ title", "is not closed in this paragraph"),
        ("{% colspan 2 %}", "“colspan” cannot stand in a form"),
    ],
)
def test_words_beside_what_takes_a_whole_paragraph_are_never_lost(line: str, lost: str) -> None:
    sentences = refused(form("Before.", line, "After."))
    assert f"In the text, near “{line[:9]}" in sentences
    assert lost in sentences


@pytest.mark.parametrize(
    ("inside", "beside"),
    [(field(" PAGE "), "a field"), ('<w:r><w:footnoteReference w:id="1"/></w:r>', "a footnote"),
     ("<w:r><w:drawing/></w:r>", "a picture")],
)  # fmt: skip
def test_what_is_no_word_is_not_lost_beside_a_section_either(inside: str, beside: str) -> None:
    line = f"<w:p><w:r><w:t>{{{{p section.quality }}}}</w:t></w:r>{inside.replace('<w:t>1</w:t>', '')}</w:p>"
    assert f"shares its paragraph with {beside}" in refused(with_body(line))


def test_a_section_break_and_a_page_break_beside_a_section_stay() -> None:
    document = word_files.Document()
    document.add_paragraph("{{p section.quality }}").add_run().add_break(word_files.enum.text.WD_BREAK.PAGE)
    document.add_section(WD_SECTION.NEW_PAGE)
    made = filled(saved(document))
    assert len(made.sections) == 2
    line = document.paragraphs[0]
    line._p.get_or_add_pPr().append(document.paragraphs[-1]._p.xpath("./w:pPr/w:sectPr")[0])
    made = filled(saved(document))
    assert len(made.sections) == 2
    assert made.element.body.xpath(".//w:br[@w:type='page'] | .//w:pageBreakBefore")


def test_a_section_cannot_stand_in_a_text_box() -> None:
    assert "cannot stand in a text box" in refused(with_body(TEXT_BOX.format(typed("{{p section.demand }}"))))


def test_a_fact_in_a_text_box_is_filled() -> None:
    assert "for Prairie Polytechnic" in words(filled(with_body(TEXT_BOX.format(typed("for {{ institution }}")))))


def test_a_section_takes_the_place_of_a_box_for_plain_text() -> None:
    control = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    made = word.render(proposal_trial.document(), with_body(control.format(typed("{{p section.demand }}"))))
    assert b"<w:text/>" not in parts(made)["word/document.xml"]
    assert [f for f in word.problems(made) if f.rule == "wrong-child"] == []


def test_a_placeholder_in_a_footnote_is_checked_and_filled_once() -> None:
    def with_note(line: str) -> bytes:
        w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        content = f'<w:footnotes {w}><w:footnote w:id="1">{typed(line)}</w:footnote></w:footnotes>'
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        return with_part("word/footnotes.xml", content.encode(), kind, related="footnotes", docx=two_sections())

    assert (
        "In a footnote, “by {{ institutoin }}”: the placeholder “institutoin” is not known. Did you mean “instit"
        in (refused(with_note("by {{ institutoin }}")))
    )
    odd = proposal_trial.document(scalars={"institution": "{{ title }} & Sons"})
    made = parts(word.render(odd, with_note("by {{ institution }}")))["word/footnotes.xml"].decode()
    assert "by {{ title }} &amp; Sons" in made


def two_sections() -> bytes:
    document = word_files.Document()
    document.add_paragraph("{{ title }}")
    document.add_section()
    return saved(document)


def test_a_placeholder_where_nothing_is_filled_is_told() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = f'<w:endnotes {w}><w:endnote w:id="1">{typed("{{ title }}")}</w:endnote></w:endnotes>'.encode()
    assert "In an endnote: placeholders are not filled there" in refused(
        with_part("word/endnotes.xml", content, kind, related="endnotes")
    )


@pytest.mark.parametrize(
    "place", ['<w:p w:rsidR="{{ title }}"/>', paragraph(field(" HYPERLINK &quot;{{ contact }}&quot; "))]
)
def test_no_word_of_a_study_becomes_a_setting_or_an_instruction(place: str) -> None:
    assert "{{" in refused(with_body(place))


def test_a_placeholder_that_tracked_changes_have_split_is_filled() -> None:
    split = (
        '<w:p><w:r><w:t xml:space="preserve">By {{ insti</w:t></w:r><w:del w:id="1" w:author="A"><w:r><w:delText>tout'
        '</w:delText></w:r></w:del><w:ins w:id="2" w:author="A"><w:r><w:t>tution }}</w:t></w:r></w:ins></w:p>'
    )
    made = word.render(proposal_trial.document(), with_body(split))
    assert "By Prairie Polytechnic" in words(word_files.Document(io.BytesIO(made)))
    assert [f for f in word.problems(made) if f.rule == "part-broken"] == []


@pytest.mark.parametrize("deleted", ["{{ titel }}", "{{p section.nowhere }}", "{% if", "{{ title|safe }}", "{{"])
def test_a_fault_in_deleted_words_does_not_block_a_form(deleted: str) -> None:
    assert "Hydrogen Systems Safety" in words(filled(tracked(deleted)))


def test_placeholders_without_end_are_refused() -> None:
    assert "at most 1,000 are filled" in refused(form(*["{{ title }} " * 10] * 101))
    assert "“section.demand” stands 3 times" in refused(form(*["{{p section.demand }}"] * 3))
    assert "too long to be one" in refused(form("{{ title " + " " * 400 + "}}"))
