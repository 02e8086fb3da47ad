"""Makes the two Word templates of this folder: `python templates/make_templates.py`.

The templates can be edited in Word as well; then keep the edited file and delete the test that holds the two equal.
"""

# ruff: noqa: E501 - markup reads better whole

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from codesign.word.package import repacked
from codesign.word.styles import BY_NAME, INK, STYLES, Style, list_xml, style_xml
from codesign.word.template import SECTIONS

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADING_LIST, BULLETS, NUMBERS = 1, 2, 3


def main() -> None:
    """Write both templates beside this script."""
    here = Path(__file__).resolve().parent
    (here / "proposal.docx").write_bytes(proposal())
    (here / "designation_form.docx").write_bytes(designation_form())


def proposal() -> bytes:
    """Return our own template: every section in our order, page one by itself, appendices on new pages."""
    parts = []
    for name in SECTIONS:
        fresh = name in {"contents", "summary", "appendix_evidence"}
        parts.append((page_break() if fresh else "") + paragraph(f"{{{{p section.{name} }}}}"))
    return package("".join(parts), title="Program proposal", numbered=True)


# the form ----

FORM = (
    ("Section A: Program information", (
        ("A1. Program overview", "section.summary"),
        ("A2. Purpose, target learners and target employment", "section.purpose"),
        ("A3. Length, delivery and structure", "section.structure"),
    )),
    ("Section B: Mandate, system fit and demand", (
        ("B1. Fit with the institution’s mandate and business plan; related and similar programs", "section.fit"),
        ("B2. Consultation with employers, institutions and communities", "section.consultation"),
        ("B3. Labour-market and learner demand", "section.demand"),
        ("B4. Learner pathways, transfer and laddering", "section.pathways"),
        ("B5. Recognition", "section.recognition"),
    )),
    ("Section C: Quality", (
        ("C1. Occupation and tasks", "section.occupation"),
        ("C2. Competencies", "section.competencies"),
        ("C3. Assessment", "section.assessment"),
        ("C4. Access and equity", "section.equity"),
        ("C5. Evaluation and review", "section.quality"),
    )),
    ("Section D: Financial viability and risk", (("D1. Resources, budget and risks", "section.resources"),)),
    ("Section E: Method and evidence", (
        ("E1. How the evidence was gathered", "section.method"),
        ("E2. Evidence register", "section.appendix_evidence"),
    )),
)  # fmt: skip
FACTS = (
    ("Name of program", "{{ title }}"),
    ("Institution", "{{ institution }}"),
    ("School or department", "{{ unit }}"),
    ("Contact", "{{ contact }}"),
    ("Credential", "{{ credential }}, {{ credit }}"),
    ("Length", "{{ hours }} hours"),
    ("Proposed start", "{{ start_on }}"),
    ("Date of the evidence", "{{ data_date }}"),
)


def designation_form() -> bytes:
    """Return a short institutional form, in its own order and wording, with our placeholders in it."""
    body = paragraph("Designation eligibility review", "Title")
    body += paragraph("For programs that do not require ministerial approval", "Subtitle")
    body += facts_table()
    for section, questions in FORM:
        body += paragraph(section, "Heading1")
        for question, name in questions:
            body += paragraph(question, "Heading2") + paragraph(f"{{{{p {name} }}}}")
    return package(body, title="Designation eligibility review", numbered=False)


def facts_table() -> str:
    """Return the form's own table of facts; its first column names what stands beside it."""
    rows = "".join(
        f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if not place else ''}</w:trPr>{cell(name, 3000, bold=True)}{cell(value, 6360)}</w:tr>"
        for place, (name, value) in enumerate((("Item", "Answer"), *FACTS))
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ProposalTable"/><w:tblW w:w="9360" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        '<w:tblCaption w:val="Program information"/><w:tblDescription w:val="What the program is called, who offers it and when."/>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="6360"/></w:tblGrid>{rows}</w:tbl>'
    )


def cell(words: str, wide: int, *, bold: bool = False) -> str:
    """Return one cell of the form's table."""
    mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="ProposalCell"/></w:pPr>'
        f"<w:r>{mark}<w:t>{escape(words)}</w:t></w:r></w:p></w:tc>"
    )


# pieces ----


def paragraph(words: str, style: str = "") -> str:
    """Return a paragraph of one run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def page_break() -> str:
    """Return a paragraph one point high that starts a new page."""
    return '<w:p><w:pPr><w:pStyle w:val="ProposalBreak"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


def field(instruction: str) -> str:
    """Return a field with a cached result; Word fills page numbers in headers and footers by itself."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def header() -> str:
    """Return the header: the stamp at the right, and nothing when there is none."""
    return (
        f'<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="ProposalStamp"/></w:rPr><w:t xml:space="preserve">{% if stamp %}&#160;{{ stamp }}&#160;{% endif %}</w:t></w:r>'
        "</w:p></w:hdr>"
    )


def footer() -> str:
    """Return the footer: title and fingerprint at the left, page of pages at the right edge of any page."""
    return (
        f'<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        '<w:tabs><w:tab w:val="right" w:pos="9360"/></w:tabs></w:pPr>'
        '<w:r><w:t xml:space="preserve">{{ title }} · evidence fingerprint {{ fingerprint }}</w:t></w:r>'
        f'<w:r><w:tab/></w:r>{field("PAGE")}<w:r><w:t xml:space="preserve"> of </w:t></w:r>{field("NUMPAGES")}</w:p></w:ftr>'
    )


def document(body: str) -> str:
    """Return the text of the document on US Letter pages."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="12240" w:h="15840"/>'
        '<w:pgMar w:top="1340" w:right="1440" w:bottom="1240" w:left="1440" w:header="620" w:footer="560" w:gutter="0"/></w:sectPr>'
    )
    return f"<w:document {W} {R}><w:body>{body}{section}</w:body></w:document>"


def styles(*, numbered: bool) -> str:
    """Return all styles of a proposal; with `numbered`, headings 1 and 2 count themselves."""
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-CA" w:eastAsia="en-CA" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    base = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl/><w:spacing w:before="0" w:after="130" w:line="274" w:lineRule="auto"/></w:pPr>'
        f'<w:rPr><w:color w:val="{INK}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
    )
    written = "".join(one_style(style, numbered=numbered) for style in STYLES)
    return f"<w:styles {W}>{defaults}{base}{written.replace(' ' + W, '')}</w:styles>"


def one_style(style: Style, *, numbered: bool) -> str:
    """Return one style with the ids this package uses."""
    ids = {"Normal": "Normal", "Default Paragraph Font": "DefaultParagraphFont", "Normal Table": "TableNormal"}
    parent = ids.get(style.based_on) or BY_NAME[style.based_on.lower()].style_id
    following = BY_NAME[style.following.lower()].style_id if style.following.lower() in BY_NAME else style.following
    level = int(style.name[-1]) if style.name.startswith("heading") else 9
    extra = ""
    if numbered and level <= 2:
        extra = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{HEADING_LIST}"/></w:numPr>'
    return style_xml(style, parent, following, (BULLETS, NUMBERS), extra)


def numbering() -> str:
    """Return the heading numbers, the bullets and the number list."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="576" w:hanging="576"/></w:pPr></w:lvl>'
        for level, words in enumerate(("%1", "%1.%2"))
    )
    headings = f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    lists = (list_xml(BULLETS, bullets=True) + list_xml(NUMBERS, bullets=False)).replace(" " + W, "")
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (HEADING_LIST, BULLETS, NUMBERS)
    )
    return f"<w:numbering {W}>{headings}{lists}{nums}</w:numbering>"


def settings() -> str:
    """Return the settings: the layout rules of current Word, and nothing to update on opening."""
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-CA"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def core(title: str) -> str:
    """Return the properties of the template itself; a proposal's own replace them."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>'
        "<dc:creator>Co-design Workbook</dc:creator><dc:language>en-CA</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


CONTENT = {
    "word/document.xml": "document.main",
    "word/styles.xml": "styles",
    "word/numbering.xml": "numbering",
    "word/settings.xml": "settings",
    "word/header1.xml": "header",
    "word/footer1.xml": "footer",
}


def package(body: str, *, title: str, numbered: bool) -> bytes:
    """Return a whole .docx."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in CONTENT.items()
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core(title),
        "word/_rels/document.xml.rels": relations(
            *((f"{OFFICE}/{kind}", f"{kind}{'1' if kind in {'header', 'footer'} else ''}.xml")
              for kind in ("styles", "numbering", "header", "footer", "settings"))
        ),
        "word/document.xml": document(body),
        "word/styles.xml": styles(numbered=numbered),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/header1.xml": header(),
        "word/footer1.xml": footer(),
    }  # fmt: skip
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, HEAD + xml)
    return repacked(written.getvalue())


def relations(*targets: tuple[str, str]) -> str:
    """Return a relationships part, numbered from rId1."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


if __name__ == "__main__":
    main()
