"""Word's fields are read as Word reads them: over runs, within each other, each story by itself."""

from __future__ import annotations

import pytest
from form_trial import W, field, paragraph
from lxml import etree

from codesign.word.fields import word_fields

BEGIN, END = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def names(xml: str) -> list[str]:
    return [one.name for one in word_fields(etree.fromstring(f"<w:document {W}><w:body>{xml}</w:body></w:document>"))]


def code(words: str) -> str:
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


@pytest.mark.parametrize("runs", [1, 2, 5, 12])
def test_an_instruction_split_over_runs_is_one(runs: int) -> None:
    assert names(paragraph(field(" includeText x ", runs=runs))) == ["INCLUDETEXT"]


def test_an_instruction_goes_on_in_the_next_paragraph_and_needs_no_end() -> None:
    assert names(paragraph(BEGIN + code(" DDE")) + paragraph(code("AUTO x"))) == ["DDEAUTO"]


def test_a_field_within_a_field_hides_neither() -> None:
    outer = BEGIN + code(" IF ") + field(" DDE x ") + code(" = 1 ") + END
    assert names(paragraph(outer)) == ["DDE", "IF"]


def test_a_name_that_another_field_makes_is_no_name() -> None:
    assert names(paragraph(BEGIN + code("D") + field(" QUOTE 68 ") + code("E x") + END)) == ["QUOTE", ""]


def test_plain_words_among_the_instructions_belong_to_it() -> None:
    assert names(paragraph(BEGIN + code(" DD") + "<w:r><w:t>E x</w:t></w:r>" + END)) == ["DDE"]


def test_what_a_field_shows_is_no_instruction() -> None:
    assert names(paragraph(field(" REF x ", shown="DDE y"))) == ["REF"]


@pytest.mark.parametrize(
    ("instruction", "target"),
    [
        (' HYPERLINK "https://college.example/a b" \\o "a tip" ', "https://college.example/a b"),
        (' HYPERLINK \\l "_Toc1" ', ""),
        (' HYPERLINK \\t "_blank" file:///x ', "file:///x"),
        (' HYPERLINK "\\\\\\\\server\\\\share\\\\x" ', "\\\\server\\share\\x"),
    ],
)
def test_a_link_by_a_field_has_the_target_that_word_follows(instruction: str, target: str) -> None:
    body = paragraph(field(instruction.replace('"', "&quot;")))
    (one,) = word_fields(etree.fromstring(f"<w:document {W}><w:body>{body}</w:body></w:document>"))
    assert one.target == target
