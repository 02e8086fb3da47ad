"""The check of a Word file: what Word would refuse and what shuts readers out is found, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import proposal_trial
import pytest

from codesign import word
from codesign.proposal.blocks import Document, Heading, Paragraph, text
from codesign.word.accessibility import contrast

DOCUMENT = "word/document.xml"
NOTE = '<w:p><w:r><w:{kind}Reference w:id="7"/></w:r></w:p>'


@pytest.fixture(scope="session")
def proposal(root: Path) -> bytes:
    return word.render(proposal_trial.document(), (root / "templates" / "proposal.docx").read_bytes())


def changed(docx: bytes, part: str, change: Callable[[str], str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            after = change(content.decode()).encode() if name == part else content
            assert name != part or after != content, "the mutation changes nothing"
            new.writestr(name, after)
    return written.getvalue()


def once(pattern: str, replacement: str) -> Callable[[str], str]:
    return lambda xml: re.sub(pattern, replacement, xml, count=1, flags=re.DOTALL)


def second_bookmark(attribute: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        values = re.findall(rf'<w:bookmarkStart[^>]* {attribute}="([^"]+)"', xml)
        return re.sub(rf'(<w:bookmarkStart[^>]* {attribute}=")({re.escape(values[1])})"', rf'\g<1>{values[0]}"', xml)

    return change


def rules(docx: bytes) -> set[str]:
    return {finding.rule for finding in word.problems(docx)}


FAULTS = {
    "duplicate bookmark id": (second_bookmark("w:id"), "bookmark-id"),
    "duplicate bookmark name": (second_bookmark("w:name"), "bookmark-name"),
    "picture relationship missing": (once(r'r:embed="[^"]+"', 'r:embed="rId999"'), "relation-missing"),
    "wrong child element": (once(r"<w:tr>", "<w:r/><w:tr>"), "wrong-child"),
    "cell without paragraph": (once(r"(</w:tcPr>)<w:p>.*?</w:p>(</w:tc>)", r"\1\2"), "cell-without-paragraph"),
    "pPr after run": (once(r"<w:p>(<w:pPr>.*?</w:pPr>)(<w:r>.*?</w:r>)", r"<w:p>\2\1"), "property-place"),
    "link to missing bookmark": (once(r'w:anchor="a_sec_F1"', 'w:anchor="gone"'), "link-nowhere"),
    "duplicate drawing id": (once(r'<wp:docPr id="2"', '<wp:docPr id="1"'), "drawing-id"),
    "comment missing": (once("</w:body>", NOTE.format(kind="comment") + "</w:body>"), "note-missing"),
    "footnote missing": (once("</w:body>", NOTE.format(kind="footnote") + "</w:body>"), "note-missing"),
    "undefined style": (once(r'w:pStyle w:val="Quote"', 'w:pStyle w:val="Ghost"'), "style-missing"),
    "unclosed field": (once(r'<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""), "field-open"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_deliberate_fault_is_caught(fault: str, proposal: bytes) -> None:
    change, rule = FAULTS[fault]
    broken = changed(proposal, DOCUMENT, change)
    assert rule in rules(broken)
    assert all(f.level == "error" for f in word.problems(broken) if f.rule == rule)


@pytest.mark.parametrize(
    ("part", "pattern", "replacement", "rule"),
    [
        (DOCUMENT, r' descr="Eleven[^"]*"', ' descr=""', "alt-text"),
        (DOCUMENT, r' descr="Eleven[^"]*"', ' descr="image1.png"', "alt-text"),
        (DOCUMENT, r"<w:tblHeader/>", "", "header-row"),
        (DOCUMENT, r'w:val="Heading2"', 'w:val="Heading3"', "heading-order"),
        (DOCUMENT, r"(>)the institution's page(<)", r"\1https://example.org\2", "link-words"),
        (DOCUMENT, r"(<w:p><w:pPr><w:pStyle w:val=\"Quote\")", r"<w:p/>\1", "empty-paragraph"),
        (DOCUMENT, r">Moderate<", ">None<", "no-value"),
        (DOCUMENT, r">Moderate<", ">nan<", "no-value"),
        (DOCUMENT, r">Moderate<", ">{{ confidence }}<", "placeholder"),
        (DOCUMENT, r">Moderate<", ">a      b<", "blanks"),
        (DOCUMENT, r"<w:tcW", '<w:gridSpan w:val="2"/><w:tcW', "merged-cells"),
        (DOCUMENT, r'<w:numId w:val="[1-9]"/>', '<w:numId w:val="88"/>', "list-missing"),
        (DOCUMENT, r'w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="true"', "asks-on-opening"),
        ("docProps/core.xml", r"<dc:title>.*?</dc:title>", "<dc:title/>", "title"),
        ("word/styles.xml", r"<w:lang [^>]*>", "", "language"),
        ("word/styles.xml", r'<w:color w:val="0A5C73"/>', '<w:color w:val="4F81BD"/>', "contrast"),
        ("word/settings.xml", r"(<w:zoom)", r"<w:updateFields/>\1", "asks-on-opening"),
        ("word/_rels/document.xml.rels", r'Target="styles.xml"', 'Target="gone.xml"', "part-missing"),
        ("[Content_Types].xml", r'<Default [^>]*Extension="png"[^>]*/>', "", "content-type"),
    ],
)
def test_what_shuts_readers_out_is_found(part: str, pattern: str, replacement: str, rule: str, proposal: bytes) -> None:
    assert rule in rules(changed(proposal, part, once(pattern, replacement)))


def test_a_finding_says_where(proposal: bytes) -> None:
    broken = changed(proposal, DOCUMENT, once(r' descr="Eleven[^"]*"', ""))
    (finding,) = word.problems(broken)
    assert str(finding) == "A picture has no alternative text. In “Demand”."


def test_errors_come_before_what_a_person_should_look_at(proposal: bytes) -> None:
    broken = changed(proposal, DOCUMENT, once(r">Moderate<", "><"))
    broken = changed(broken, DOCUMENT, once(r"<w:tblHeader/>", ""))
    broken = changed(broken, DOCUMENT, once(r"(<w:p><w:pPr><w:pStyle w:val=\"Quote\")", r"<w:p/>\1"))
    assert [finding.level for finding in word.problems(broken)] == ["error", "look"]


def test_braces_that_were_said_are_no_error(root: Path) -> None:
    quoted = Document(
        "t", "s", "a", "en-CA", "", "", "", {}, {"purpose": (Heading("P", 1), Paragraph(text("{{ 7*7 }}")))}
    )
    template = (root / "templates" / "designation_form.docx").read_bytes()
    for name in ("institution", "unit", "contact", "credential", "credit", "hours", "start_on"):
        quoted.scalars[name] = "x"
    sections = dict.fromkeys(proposal_trial.sections(), ())
    made = word.render(Document(**{**quoted.__dict__, "sections": {**sections, **quoted.sections}}), template)
    assert [(f.level, f.rule) for f in word.problems(made)] == [("look", "braces")]


def test_what_is_not_a_document_is_one_error() -> None:
    assert [(f.level, f.rule) for f in word.problems(b"nothing")] == [("error", "part-broken")]


def test_a_part_that_cannot_be_read_is_named(proposal: bytes) -> None:
    assert "part-broken" in rules(changed(proposal, "word/styles.xml", lambda xml: xml[:500]))


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert round(contrast("767676", "FFFFFF"), 2) == 4.54
    assert contrast("4F81BD", "FFFFFF") < 4.5
