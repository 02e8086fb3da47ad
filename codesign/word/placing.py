"""Where placeholders stand in a form: put together, freed of what would be lost with them, or refused by place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from codesign.readers import xml_root
from codesign.word.opened import words
from codesign.word.xml import Element, every, local

MOST_PLACEHOLDERS = 1_000
MOST_OF_ONE_SECTION = 2
LONGEST = 300

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OPENING = re.compile(r"\{\{|\{%|\{#")
_BLOCK = re.compile(r"\{\{\s*(?:p\s+)?((?:section|author)\.\w+)\s*\}\}")
_BLOCK_NAME = re.compile(r"\{\{[-+]?\s*(?:p\s+)?((?:section|author)\.\w+)")
_PREFIX = re.compile(r"(\{\{|\{%)[-+]?(p|r|tr|tc)\s+(.*?)\s*[-+]?(\}\}|%\})\Z", re.DOTALL)
_NOT_OURS = re.compile(r"\{%\s*(colspan|cellbg|vm|hm|raw)\b")
_PLAIN = re.compile(r"\{\{\s*[A-Za-z_]\w*\s*\}\}")
_DESCRIBES = {"descr", "title", "alt"}
_ONE_KIND = ("w:text", "w:dropDownList", "w:comboBox", "w:date", "w:picture")
_BESIDE = {
    "drawing": "a picture", "pict": "a picture", "object": "an object", "footnoteReference": "a footnote",
    "endnoteReference": "an endnote", "fldChar": "a field", "fldSimple": "a field", "oMath": "a formula",
    "ptab": "a tab", "sym": "a sign",
}  # fmt: skip
_NOT_FILLED = {
    "endnotes": "an endnote", "diagrams": "a SmartArt drawing", "charts": "a chart", "drawings": "a chart",
}  # fmt: skip
_SMALL = (
    f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)


def stories(docx: WordDocument) -> Iterator[tuple[str, Element]]:
    """Yield (place, root) of what is filled: the text, the headers, the footers, the footnotes."""
    yield "the text", docx.element.body
    for place, kind in (("a header", RELATIONSHIP_TYPE.HEADER), ("a footer", RELATIONSHIP_TYPE.FOOTER)):
        for relation in docx.part.rels.values():
            if relation.reltype == kind and not relation.is_external and isinstance(relation.target_part, XmlPart):
                yield place, relation.target_part.element
    yield from (("a footnote", xml_root(part.blob)) for part in footnotes(docx))


def footnotes(docx: WordDocument) -> list[Part]:
    """Return the parts of a document that hold its footnotes."""
    return [part for part in docx.part.package.parts if part.content_type == CONTENT_TYPE.WML_FOOTNOTES]


# getting a form ready ----


def prepare(docx: WordDocument) -> None:
    """Bring placeholders into one piece each, and out of deleted text, bound boxes and section breaks."""
    for place, root in stories(docx):
        _prepare(root, in_text=place == "the text")
        if place == "a footnote":
            for part in footnotes(docx):
                part._blob = etree.tostring(root, encoding="utf-8")


def _prepare(root: Element, *, in_text: bool) -> None:
    _drop_deleted(root)
    for paragraph, texts in list(_asking(root)):
        _put_together(texts)
        _free(paragraph)
        line = "".join(text.text or "" for text in texts)
        if in_text and (match := _BLOCK.fullmatch(line.strip())):
            texts[0].text = "{{p " + match[1] + " }}"
            for text in texts[1:]:
                text.text = ""
            _part_breaks(paragraph, texts[0])


def _asking(root: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Yield every paragraph that holds a brace, and the pieces of its own text."""
    for paragraph in root.iter(qn("w:p")):
        texts = [text for text in paragraph.iter(qn("w:t")) if next(text.iterancestors(qn("w:p"))) is paragraph]
        if any("{" in (text.text or "") for text in texts):
            yield paragraph, texts


def _drop_deleted(root: Element) -> None:
    """Take out deleted words with braces: what is deleted asks for nothing."""
    for deletion in list(root.iter(qn("w:del"), qn("w:moveFrom"))):
        for run in list(deletion.iter(qn("w:r"))):
            if re.search(r"[{}]", "".join(map(str, run.itertext()))):
                _remove(run)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _put_together(texts: list[Element]) -> None:
    """Move a placeholder that Word has split into the piece where it begins."""
    whole = "".join(text.text or "" for text in texts)
    owners = [place for place, text in enumerate(texts) for _ in text.text or ""]
    for match in _TAG.finditer(whole):
        owners[match.start() : match.end()] = [owners[match.start()]] * len(match[0])
    pieces: list[list[str]] = [[] for _ in texts]
    for letter, owner in zip(whole, owners, strict=True):
        pieces[owner].append(letter)
    for text, piece in zip(texts, pieces, strict=True):
        joined = "".join(piece)
        if joined != (text.text or ""):
            text.text = joined
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _free(paragraph: Element) -> None:
    """Take a placeholder out of what would put other words in its place: bound boxes, boxes that show a hint."""
    for control in list(every(paragraph, "ancestor::w:sdt | .//w:sdt")):
        properties, content = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
        if properties is None or content is None:
            continue
        for name in ("w:dataBinding", "w:showingPlcHdr"):
            for setting in properties.findall(qn(name)):
                _remove(setting)
        holds_block = content in list(paragraph.iterancestors()) and _BLOCK.search(words(paragraph))
        if holds_block and any(properties.find(qn(name)) is not None for name in _ONE_KIND):
            for child in list(content):
                control.addprevious(child)
            _remove(control)


def _part_breaks(paragraph: Element, placeholder: Element) -> None:
    """Give a section break, a page break or a column break beside a block placeholder a paragraph of its own."""
    section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        small = parse_xml(_SMALL)
        small[0].append(section)
        paragraph.addnext(small)
    is_before = True
    for element in list(paragraph.iter(qn("w:t"), qn("w:br"))):
        if element is placeholder:
            is_before = False
        elif element.tag == qn("w:br") and element.get(qn("w:type")) in {"page", "column"}:
            holder = parse_xml(f"<w:p {nsdecls('w')}><w:r/></w:p>")
            holder[0].append(deepcopy(element))
            _remove(element)
            (paragraph.addprevious if is_before else paragraph.addnext)(holder)


# what is wrong ----


def misplaced(docx: WordDocument) -> list[str]:
    """Return what is wrong with the places of placeholders, a sentence each; look at this before filling anything."""
    sentences: list[str] = []
    count, sections = 0, Counter[str]()
    for place, root in stories(docx):
        sentences += _beside_the_words(place, root)
        for paragraph, texts in _asking(root):
            line = "".join(text.text or "" for text in texts)
            count += len(_OPENING.findall(line))
            sections.update(_BLOCK_NAME.findall(line))
            sentences += _in_paragraph(place, paragraph, line)
    sentences += _not_filled(docx)
    if count > MOST_PLACEHOLDERS:
        sentences.insert(
            0, f"The form has {count:,} placeholders; at most {MOST_PLACEHOLDERS:,} are filled. Take some out."
        )
    sentences += [
        f"“{name}” stands {number} times. Place it once; at most {MOST_OF_ONE_SECTION} times are filled."
        for name, number in sections.items()
        if number > MOST_OF_ONE_SECTION
    ]
    return sentences


def _in_paragraph(place: str, paragraph: Element, line: str) -> Iterator[str]:
    where = f"In {place}, near “{' '.join(line.split())[:120]}”"
    rest = _TAG.sub("", line)
    if "{#" in line:
        yield f"{where}: what stands between “{{#” and “#}}” would be lost. Put a space between the two signs."
    elif _OPENING.search(rest):
        yield f"{where}: something that was opened is not closed in this paragraph. Write it as {{{{ title }}}}."
    for tag in _TAG.findall(line):
        if wrong := _tag(place, tag, line, paragraph):
            yield wrong if wrong.startswith("In ") else f"{where}: {wrong}"
    names = _BLOCK_NAME.findall(line)
    if names and place == "the text":
        yield from (f"{where}: {wrong}" for wrong in _around_block(paragraph, line, names[0]))


def _tag(place: str, tag: str, line: str, paragraph: Element) -> str:
    """Return what is wrong with one placeholder by its signs alone."""
    block = _BLOCK_NAME.match(tag)
    if len(tag) > LONGEST:
        return f"a placeholder of {len(tag):,} letters is too long to be one. Write it as {{{{ title }}}}."
    if block and place != "the text":
        return f"In {place}: “{block[1]}” can only stand in the text, in a paragraph of its own."
    if re.match(r"\{[{%](p|r|tr|tc)?[-+]|.*[-+][%}]\}\Z", tag, re.DOTALL):
        return "“-” or “+” at the edge of a placeholder would take words around it away. Take the sign out."
    if match := _NOT_OURS.match(tag):
        return f"“{match[1]}” cannot stand in a form. Take it out."
    return "" if block else _prefixed(tag, line, paragraph)


def _prefixed(tag: str, line: str, paragraph: Element) -> str:
    match = _PREFIX.match(tag)
    if match is None:
        return ""
    opening, prefix, inner, closing = match.groups()
    plain = f"{opening} {inner} {closing}"
    if opening == "{{" or prefix in {"r", "tc"}:
        return f"“{prefix}” would take what stands around it away. Write {plain}."
    around = line
    if prefix == "tr":
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        around = line if row is None else "".join(text.text or "" for text in row.iter(qn("w:t")))
    if around.strip() != tag:
        whole = "paragraph" if prefix == "p" else "row"
        lost = f"{tag} shares its {whole} with other words, which would be lost."
        return f"{lost} Write {plain}, or give it its own {whole}."
    return ""


def _around_block(paragraph: Element, line: str, name: str) -> Iterator[str]:
    """Yield what stands in the way of a whole section: words and pictures beside it, or a box around it."""
    alone = f"Put {{{{p {name} }}}} alone in a paragraph of its own."
    beside = {_BESIDE[local(one)] for one in paragraph.iter(etree.Element) if local(one) in _BESIDE}
    if len(_TAG.findall(line)) > 1 or _TAG.sub("", line).strip():
        yield f"“{name}” shares its paragraph with other words. {alone}"
    elif beside:
        yield f"“{name}” shares its paragraph with {' and '.join(sorted(beside))}. {alone}"
    if any(local(holder) == "txbxContent" for holder in paragraph.iterancestors()):
        yield f"“{name}” cannot stand in a text box, where it could not be seen whole. {alone}"


def _beside_the_words(place: str, root: Element) -> Iterator[str]:
    """Yield placeholders in instructions of fields and in settings, where only plain names of facts are filled."""
    for element in root.iter(etree.Element):
        line = "" if len(element) or local(element) in {"t", "p", "r"} else element.text or ""
        if _OPENING.search(line) and not _is_plain(line, local(element)):
            yield _among_words(place, line)
        for name, value in element.attrib.items():
            key = str(name).rpartition("}")[2]
            if _OPENING.search(str(value)) and not (key in _DESCRIBES and _is_plain(str(value), key)):
                yield _among_words(place, str(value))


def _is_plain(value: str, name: str) -> bool:
    return name not in {"instrText", "delInstrText", "delText"} and not _OPENING.search(_PLAIN.sub("", value))


def _among_words(place: str, value: str) -> str:
    return (
        f"In {place}: the placeholder “{value[:80]}” stands in a field or a setting and not among the words. Type it "
        "among the words."
    )


def _not_filled(docx: WordDocument) -> Iterator[str]:
    for part in docx.part.package.parts:
        kind = next((shown for name, shown in _NOT_FILLED.items() if name in str(part.partname)), "")
        if (
            kind
            and str(part.partname).endswith(".xml")
            and _TAG.search("".join(map(str, xml_root(part.blob).itertext())))
        ):
            yield f"In {kind}: placeholders are not filled there. Move it into the text."
