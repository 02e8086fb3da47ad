"""Proposals in Word as people and programs give them back: edited, moved about, saved by something else than Word."""

from __future__ import annotations

import copy
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx as word_files
from docx.oxml.ns import qn

from codesign import proposal, word
from codesign.journal import Change
from codesign.proposal.blocks import Document, Heading, Paragraph, Table, text
from codesign.study import Study
from codesign.workbook import Workbook
from codesign.workbook.document import with_origin

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "proposal.docx"
OTHERS = (
    *(
        "front",
        "contents",
        "summary",
        "demand",
        "consultation",
        "occupation",
        "competencies",
        "assessment",
        "structure",
    ),
    *("pathways", "recognition", "resources", "equity", "quality", "method", "appendix_evidence", "appendix_codebook"),
    *("appendix_audit", "appendix_crosswalk"),
)
PURPOSE = "The first paragraph.\n\nThe second, with a line\nbroken in it.\n\nThe third and last."
RISKS = "Too few places.\n\nToo few teachers."


def written(study: Study, box: str, words: str, *, sector: str = "", author: str = "Kim") -> None:
    """Write a box in the study."""
    row = {"box": box, "sector": sector, "text": words, "author": author, "written_on": "2026-03-01"}
    study.save([Change("put", "author_texts", row)])


def proposal_of(study: Study, sector: str = "", *, template: bytes = b"") -> bytes:
    """The proposal of a study for a sector: its author boxes, some right below a table, with other words after them."""
    work = Workbook(study, {"sector": sector}, study.root)
    boxes = proposal.author_boxes(work.tables["author_texts"])
    table = Table("A table", ("Word",), ((text("cell"),),))
    below = [part for box in boxes for part in ((table, box) if box.box in ("risks", "case") else (box,))]
    own = Document(
        title="Hydrogen",
        subject="Proposal",
        author="Unit",
        language="en-CA",
        data_date="2026-03-01",
        fingerprint="7f3a 91c2",
        stamp="",
        sections={
            **dict.fromkeys(OTHERS, ()),
            "purpose": (Heading("Purpose", 1, "sec_purpose"), *below, Paragraph(text("Words of no box."), "body")),
            "fit": (Heading("Fit", 1, "sec_fit"), Paragraph(text("More words of no box."), "body")),
        },
        origin={"study": study.name, "sector": sector},
    )
    return word.render(with_origin(own, work), template or TEMPLATE.read_bytes())


def rows(study: Study, table: str = "author_texts") -> dict[tuple[str, str], str]:
    """The texts of a table by box and sector."""
    return {(row.box, row.sector): row.text for row in study.read()[table].itertuples()}


# what a person does in Word -------------------------------------------------------------------------------


def edited(docx: bytes, changes: Mapping[str, str]) -> bytes:
    """A copy in which the paragraph that holds each old words reads as the new ones do."""
    document = word_files.Document(io.BytesIO(docx))
    for old, new in changes.items():
        paragraph = next(p for p in document.element.body.iter(qn("w:p")) if old in _words(p))
        first, *others = new.split("\n\n")
        for words in reversed(others):
            added = copy.deepcopy(paragraph)
            _retyped(added, words)
            for mark in list(added.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
                mark.getparent().remove(mark)
            paragraph.addnext(added)
        _retyped(paragraph, first)
        for control in paragraph.iterancestors(qn("w:sdt")):
            for mark in list(control.iter(qn("w:showingPlcHdr"))):
                mark.getparent().remove(mark)
    return _saved(document)


def without(docx: bytes, box: str) -> bytes:
    """A copy from which somebody deleted a whole box."""
    document = word_files.Document(io.BytesIO(docx))
    for control in document.element.body.xpath(f".//w:sdt[w:sdtPr/w:tag/@w:val='author.{box}']"):
        control.getparent().remove(control)
    for start in document.element.body.xpath(f".//w:bookmarkStart[@w:name='author_{box}']"):
        start.getparent().remove(start)
    return _saved(document)


def without_properties(docx: bytes) -> bytes:
    """A copy as earlier versions made it, or a program that drops what a file says of itself."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                content = re.sub(rb"<(?:Relationship|Override) [^>]*custom[^>]*/>", b"", content)
            if name != "docProps/custom.xml":
                new.writestr(name, content)
    return result.getvalue()


def with_properties(docx: bytes, properties: Mapping[str, str]) -> bytes:
    """A form with properties of its own."""
    place, of = "docProps/custom.xml", "http://schemas.openxmlformats.org/officeDocument/2006/"
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    more = {
        "[Content_Types].xml": f'<Override PartName="/{place}" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationship Id="own" Type="{of}relationships/custom-properties" '
        f'Target="{place}"/></Relationships>',
    }
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8") if name in more else old.read(name)
            new.writestr(
                name, re.sub(r"</(Types|Relationships)>\s*$", more[name], content) if name in more else content
            )
        values = f'xmlns="{of}custom-properties" xmlns:vt="{of}docPropsVTypes"'
        new.writestr(place, f"<Properties {values}>{entries}</Properties>")
    return result.getvalue()


# what programs do -----------------------------------------------------------------------------------------


def _words(paragraph: object) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))  # type: ignore[attr-defined]


def _retyped(paragraph: object, words: str) -> None:
    first, *rest = paragraph.iter(qn("w:t"))  # type: ignore[attr-defined]
    first.text = words
    for one in rest:
        one.text = ""


def _saved(document: object) -> bytes:
    saved = io.BytesIO()
    document.save(saved)  # type: ignore[attr-defined]
    return saved.getvalue()


def _as_it_was(_body: object) -> None:
    """Word itself."""


def _controls_dropped(body: object) -> None:
    for control in list(body.iter(qn("w:sdt"))):  # type: ignore[attr-defined]
        for paragraph in list(control.find(qn("w:sdtContent"))):
            control.addprevious(paragraph)
        control.getparent().remove(control)


def _bookmarks_dropped(body: object) -> None:
    for mark in list(body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):  # type: ignore[attr-defined]
        mark.getparent().remove(mark)


def _control_cut_to_its_first_paragraph(body: object) -> None:
    for control in list(body.iter(qn("w:sdt"))):  # type: ignore[attr-defined]
        for paragraph in reversed(list(control.find(qn("w:sdtContent")))[1:]):
            control.addnext(paragraph)


def _control_left_with_its_title(body: object) -> None:
    """As LibreOffice leaves a box that stood right below a table."""
    _bookmarks_dropped(body)
    _control_cut_to_its_first_paragraph(body)
    for tag in list(body.iter(qn("w:tag"))):  # type: ignore[attr-defined]
        tag.getparent().remove(tag)


def _bookmarks_doubled(body: object) -> None:
    """As LibreOffice does: a start without an end before the first paragraph, one with an end in the last."""
    _controls_dropped(body)
    for start in _boxes(body):
        end = body.xpath(f".//w:bookmarkEnd[@w:id='{start.get(qn('w:id'))}']")[0]  # type: ignore[attr-defined]
        between = _until(start, end)
        first, last = between[0], between[-1]
        if first is last:
            continue
        second = copy.deepcopy(start)
        second.set(qn("w:id"), f"9{start.get(qn('w:id'))}")
        end.set(qn("w:id"), second.get(qn("w:id")))
        first.insert(1, start)
        last.insert(1, second)
        last.append(end)


def _bookmarks_renamed(body: object) -> None:
    _controls_dropped(body)
    for start in _boxes(body):
        start.set(qn("w:name"), f"{start.get(qn('w:name'))}_Copy_1")


def _bookmarks_split(body: object) -> None:
    """Each paragraph of a box in a bookmark of its own."""
    _controls_dropped(body)
    for start in _boxes(body):
        number = start.get(qn("w:id"))
        end = body.xpath(f".//w:bookmarkEnd[@w:id='{number}']")[0]  # type: ignore[attr-defined]
        for at, paragraph in enumerate(_until(start, end)):
            own, its_end = copy.deepcopy(start), copy.deepcopy(end)
            for mark in (own, its_end):
                mark.set(qn("w:id"), f"8{number}{at}")
            own.set(qn("w:name"), f"{start.get(qn('w:name'))}{at or ''}")
            paragraph.insert(1, own)
            paragraph.append(its_end)
        start.getparent().remove(start)
        end.getparent().remove(end)


def _ends_in_the_next_paragraph(body: object) -> None:
    """As Word does where a person types at the edge: the bookmark ends before the first word that follows."""
    _controls_dropped(body)
    for start in _boxes(body):
        end = body.xpath(f".//w:bookmarkEnd[@w:id='{start.get(qn('w:id'))}']")[0]  # type: ignore[attr-defined]
        following = next((one for one in end.itersiblings() if one.tag == qn("w:p")), None)
        if following is not None:
            following.insert(1, end)


def _ends_lost(body: object) -> None:
    _controls_dropped(body)
    for end in list(body.iter(qn("w:bookmarkEnd"))):  # type: ignore[attr-defined]
        end.getparent().remove(end)


def _moved_to_the_end(body: object) -> None:
    """Somebody cuts every box and pastes it at the end, the last one first; the bookmarks stay behind."""
    _bookmarks_dropped(body)
    last = list(body)[-1]  # type: ignore[call-overload]
    for control in list(body.iter(qn("w:sdt"))):  # type: ignore[attr-defined]
        last.addprevious(control)


def _every_mark_dropped(body: object) -> None:
    """As Google Docs does."""
    _controls_dropped(body)
    _bookmarks_dropped(body)


def _boxes(body: object) -> list:  # type: ignore[type-arg]
    return body.xpath(".//w:bookmarkStart[starts-with(@w:name, 'author_')]")  # type: ignore[attr-defined, no-any-return]


def _until(start: object, end: object) -> list:  # type: ignore[type-arg]
    between = []
    for one in start.itersiblings():  # type: ignore[attr-defined]
        if one is end:
            break
        between.append(one)
    return between


def _program(act: Callable[[object], None]) -> Callable[[bytes], bytes]:
    def through(docx: bytes) -> bytes:
        document = word_files.Document(io.BytesIO(docx))
        act(document.element.body)
        return _saved(document)

    return through


PROGRAMS: Mapping[str, Callable[[bytes], bytes]] = {
    act.__name__.strip("_").replace("_", " "): _program(act)
    for act in (
        _as_it_was,
        _controls_dropped,
        _bookmarks_dropped,
        _control_cut_to_its_first_paragraph,
        _control_left_with_its_title,
        _bookmarks_doubled,
        _bookmarks_renamed,
        _bookmarks_split,
        _ends_in_the_next_paragraph,
        _ends_lost,
        _moved_to_the_end,
    )
}


def through_google_docs(docx: bytes) -> bytes:
    """A copy without any of our marks, in the text or in the properties of the file."""
    return without_properties(_program(_every_mark_dropped)(docx))


def converted(soffice: Path, folder: Path, docx: Mapping[str, bytes], *steps: str) -> dict[str, bytes]:
    """Files as LibreOffice saves them, through one format after the other, all at once."""
    names = {name: f"copy{number}" for number, name in enumerate(docx)}
    for name, content in docx.items():
        (folder / f"{names[name]}.docx").write_bytes(content)
    ending, place = "docx", folder
    for step, new in enumerate(steps):
        sources = [str(place / f"{one}.{ending}") for one in names.values()]
        place, ending = folder / f"step{step}", new
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(soffice), profile, "--headless", "--norestore", "--convert-to", new, "--outdir", str(place)]
        subprocess.run([*command, *sources], check=True, capture_output=True, timeout=120)
    return {name: (place / f"{one}.docx").read_bytes() for name, one in names.items()}
