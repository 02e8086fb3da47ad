"""What makes Word refuse or repair a file: checks of its structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from codesign.word.opened import Finding, Opened
from codesign.word.xml import Element, every, local, qn, val

_BLOCKS = {"p", "tbl", "sdt", "customXml", "altChunk", "oMathPara"}
_MARKS = {
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr", "permStart", "permEnd",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "ins", "del", "moveFrom", "moveTo",
}  # fmt: skip
_INLINE = {"r", "hyperlink", "fldSimple", "sdt", "smartTag", "customXml", "dir", "bdo", "subDoc", "oMath", "oMathPara"}
_CHILDREN: dict[str, tuple[str, set[str]]] = {
    "body": ("", {*_BLOCKS, *_MARKS, "sectPr"}),
    "p": ("pPr", {*_INLINE, *_MARKS}),
    "r": (
        "rPr",
        {"t", "br", "tab", "cr", "sym", "drawing", "pict", "object", "fldChar", "instrText", "delText", "delInstrText",
         "footnoteReference", "endnoteReference", "commentReference", "footnoteRef", "endnoteRef", "annotationRef",
         "separator", "continuationSeparator", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak", "ptab", "pgNum",
         "ruby", "dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong", "AlternateContent"},
    ),
    "hyperlink": ("", {*_INLINE, *_MARKS}),
    "tbl": ("", {"tblPr", "tblGrid", "tr", "sdt", "customXml", *_MARKS}),
    "tr": ("", {"tblPrEx", "trPr", "tc", "sdt", "customXml", *_MARKS}),
    "tc": ("tcPr", {*_BLOCKS, *_MARKS}),
    "sdtContent": ("", {*_BLOCKS, *_INLINE, *_MARKS, "tr", "tc"}),
}  # fmt: skip
_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark "
    "headers cellIns cellDel cellMerge tcPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings "
    "sectPrChange",
}
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "commentReference": "comments"}


def structure(opened: Opened) -> Iterator[Finding]:
    """Yield what Word would refuse, repair, or ask about."""
    for check in _CHECKS:
        yield from check(opened)


def _parts(opened: Opened) -> Iterator[Finding]:
    for name, reason in opened.broken.items():
        yield Finding("error", "part-broken", f"A part of the file, {name}, cannot be read: {reason}.")
    if "word/document.xml" not in opened.parts:
        yield Finding("error", "part-missing", "The file has no text part, word/document.xml.")
    content_types = opened.trees.get("[Content_Types].xml")
    listed = (
        ""
        if content_types is None
        else " ".join(str(row.get("PartName") or row.get("Extension")) for row in content_types)
    )
    for name in opened.parts:
        ending = name.rsplit(".", 1)[-1]
        if name != "[Content_Types].xml" and f"/{name}" not in listed.split() and ending not in listed.split():
            yield Finding("error", "content-type", f"The kind of the part {name} is not stated.")


def _relations(opened: Opened) -> Iterator[Finding]:
    for part, tree in opened.texts():
        relations = opened.relations(part)
        for element in tree.iter():
            for attribute, key in ((str(a), str(k)) for a, k in element.attrib.items()):
                if attribute.startswith(f"{{{_RELATED}}}") and key not in relations:
                    sentence = f"Something refers to “{key}”, which the file does not have."
                    yield Finding("error", "relation-missing", sentence, opened.place(element))
    for part in list(opened.trees):
        for key, (kind, target, outside) in opened.relations(part).items():
            if not outside and target not in opened.parts:
                yield Finding("error", "part-missing", f"The {kind} “{key}” of {part} is missing: {target}.")


def _children(opened: Opened) -> Iterator[Finding]:
    for _, tree in opened.texts():
        for element in tree.iter():
            name = local(element)
            if name in _CHILDREN:
                yield from _allowed(opened, element, *_CHILDREN[name])
            elif name in _ORDERS and not _is_ordered(element, _ORDERS[name].split()):
                sentence = f"The properties “{name}” are not in the order Word expects."
                yield Finding("error", "property-order", sentence, opened.place(element))


def _allowed(opened: Opened, element: Element, first: str, allowed: set[str]) -> Iterator[Finding]:
    for place, child in enumerate(element):
        name = local(child)
        if name == first and place:
            sentence = f"“{name}” comes after what it describes; Word cannot read that."
            yield Finding("error", "property-place", sentence, opened.place(element))
        elif name and name != first and name not in allowed:
            sentence = f"“{name}” cannot stand inside “{local(element)}”."
            yield Finding("error", "wrong-child", sentence, opened.place(element))


def _is_ordered(element: Element, order: list[str]) -> bool:
    places = [order.index(name) if (name := local(child)) in order else len(order) for child in element]
    return places == sorted(places)


def _tables(opened: Opened) -> Iterator[Finding]:
    for cell in opened.body.iter(qn("w:tc")):
        content = [child for child in cell if local(child) in _BLOCKS]
        if not content or local(content[-1]) not in {"p", "sdt"}:
            sentence = "A table cell does not end in a paragraph; Word calls such a file unreadable."
            yield Finding("error", "cell-without-paragraph", sentence, opened.place(cell))
    for table in opened.body.iter(qn("w:tbl")):
        columns = len(every(table, "./w:tblGrid/w:gridCol"))
        if any(_width(row) > columns for row in every(table, "./w:tr")):
            sentence = f"A row has more cells than the {columns} columns of its table."
            yield Finding("error", "row-too-long", sentence, opened.place(table))


def _width(row: Element) -> int:
    return sum(int(val(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")) or 1) for cell in every(row, "./w:tc"))


def _bookmarks(opened: Opened) -> Iterator[Finding]:
    starts = list(opened.body.iter(qn("w:bookmarkStart")))
    ends = Counter(str(end.get(qn("w:id"))) for end in opened.body.iter(qn("w:bookmarkEnd")))
    ids = Counter(str(start.get(qn("w:id"))) for start in starts)
    names = Counter(str(start.get(qn("w:name"))).lower() for start in starts)
    for start in starts:
        name, number = str(start.get(qn("w:name"))), str(start.get(qn("w:id")))
        faults = {
            "bookmark-id": (ids[number] > 1, f"Two bookmarks have the number {number}."),
            "bookmark-name": (names[name.lower()] > 1, f"Two bookmarks are called “{name}”."),
            "bookmark-open": (ends[number] != 1, f"The bookmark “{name}” does not end once."),
            "bookmark-word": (not _is_bookmark(name), f"Word does not accept the bookmark name “{name}”."),
        }
        for rule, (is_fault, sentence) in faults.items():
            if is_fault:
                yield Finding("error", rule, sentence, opened.place(start))


def _is_bookmark(name: str) -> bool:
    return 0 < len(name) <= 40 and (name[0].isalpha() or name[0] == "_") and name.replace("_", "a").isalnum()


def _links(opened: Opened) -> Iterator[Finding]:
    names = {str(start.get(qn("w:name"))) for start in opened.body.iter(qn("w:bookmarkStart"))}
    for part, tree in opened.texts():
        asked = [(link, link.get(qn("w:anchor"), "")) for link in tree.iter(qn("w:hyperlink"))]
        asked += [(text, _target_of(text.text or "")) for text in tree.iter(qn("w:instrText"))]
        for element, name in asked:
            if name and name not in names:
                sentence = f"A link leads to “{name}”, which is not in the document ({part})."
                yield Finding("error", "link-nowhere", sentence, opened.place(element))


def _target_of(instruction: str) -> str:
    words = instruction.split()
    return words[1] if len(words) > 1 and words[0].upper() in {"REF", "PAGEREF"} else ""


def _notes(opened: Opened) -> Iterator[Finding]:
    for reference, part in _NOTES.items():
        tree = opened.trees.get(f"word/{part}.xml")
        note_ids = set() if tree is None else {str(note.get(qn("w:id"))) for note in tree}
        for element in opened.body.iter(qn(f"w:{reference}")):
            if str(element.get(qn("w:id"))) not in note_ids:
                sentence = f"A mark refers to one of the {part}, which is missing."
                yield Finding("error", "note-missing", sentence, opened.place(element))


def _styles(opened: Opened) -> Iterator[Finding]:
    missing: dict[str, Element] = {}
    for _, tree in opened.texts():
        for element in tree.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle")):
            if val(element) not in opened.styles:
                missing.setdefault(val(element), element)
    for name, element in missing.items():
        yield Finding("error", "style-missing", f"The style “{name}” is used and not defined.", opened.place(element))


def _lists(opened: Opened) -> Iterator[Finding]:
    numbering = opened.trees.get("word/numbering.xml")
    numberings = {"0", *([] if numbering is None else [str(n.get(qn("w:numId"))) for n in numbering.iter(qn("w:num"))])}
    for number in every(opened.body, ".//w:numPr/w:numId"):
        if val(number) not in numberings:
            sentence = f"A list refers to numbering {val(number)}, which is not defined."
            yield Finding("error", "list-missing", sentence, opened.place(number))


def _fields(opened: Opened) -> Iterator[Finding]:
    for part, tree in opened.texts():
        depth = 0
        for mark in tree.iter(qn("w:fldChar")):
            kind = mark.get(qn("w:fldCharType"))
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
            if depth < 0:
                yield Finding("error", "field-open", f"A field ends that never began ({part}).", opened.place(mark))
                depth = 0
            if mark.get(qn("w:dirty")) in {"1", "true"}:
                yield Finding("error", "asks-on-opening", "A field makes Word ask a question.", opened.place(mark))
        if depth:
            yield Finding("error", "field-open", f"A field is not closed ({part}).")
    settings = opened.trees.get("word/settings.xml")
    if settings is not None and settings.find(qn("w:updateFields")) is not None:
        sentence = "Word will ask whether to update fields when the file is opened; readers take that for a warning."
        yield Finding("error", "asks-on-opening", sentence)


def _ids(opened: Opened) -> Iterator[Finding]:
    drawings = list(opened.body.iter(qn("wp:docPr")))
    controls = every(opened.body, ".//w:sdt/w:sdtPr/w:id")
    for rule, marks, keys in (
        ("drawing-id", drawings, [str(mark.get("id")) for mark in drawings]),
        ("control-id", controls, [val(mark) for mark in controls]),
    ):
        counted = Counter(keys)
        for mark, key in zip(marks, keys, strict=True):
            if counted[key] > 1:
                yield Finding("error", rule, f"Two pictures or boxes have the number {key}.", opened.place(mark))


_CHECKS: tuple[Callable[[Opened], Iterator[Finding]], ...] = (
    _parts, _relations, _children, _tables, _bookmarks, _links, _notes, _styles, _lists, _fields, _ids,
)  # fmt: skip
