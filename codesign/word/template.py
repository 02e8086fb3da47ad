"""A Word template and its placeholders: read in a sandbox, checked in sentences, filled with plain text."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from codesign.errors import TemplateError
from codesign.parameters import Program
from codesign.proposal.blocks import AuthorBox, Block, Document, Landscape
from codesign.proposal.boxes import BOXES
from codesign.readers import xml_root
from codesign.word.expressions import exact, filters, is_too_deep, wrong
from codesign.word.inspection import MOST_SENTENCES, refusals
from codesign.word.placing import footnotes, misplaced, prepare, stories
from codesign.word.text import cleaned

SECTIONS = (
    "front", "contents", "summary", "purpose", "demand", "consultation", "fit", "occupation", "competencies",
    "assessment", "structure", "pathways", "recognition", "resources", "equity", "quality", "method",
    "appendix_evidence", "appendix_codebook", "appendix_audit", "appendix_crosswalk",
)  # fmt: skip
"""The sections of a proposal in our order; a college's form may place them in its own."""

SCALARS: Mapping[str, str] = {
    **{name: str(field.description) for name, field in Program.model_fields.items() if not name.startswith("sector_")},
    "title": "title of the program, of the sector's own where the run is for one",
    "role": "the job the program prepares for",
    "credential": "what is proposed, such as microcredential",
    "sector": "the sector of the run; empty for all",
    "region": "the region of the run; empty for all",
    "employers": "how many employers were interviewed",
    "interviews": "how many interviews were held",
    "tasks": "how many tasks are in the chart",
    "tasks_in": "how many tasks are taught",
    "competencies": "how many competencies there are",
    "subject": "what kind of document this is",
    "author": "who proposes",
    "stamp": "SAMPLE, DRAFT, both or nothing",
    "fingerprint": "eight signs that stand for everything the document was made from",
    "data_date": "date of the evidence",
}
"""What a template can ask for as words, by name."""

MARKER = "codesign-section"
_OWN = ("title", "subject", "author", "stamp", "fingerprint", "data_date")
_JINJA = re.compile(r"\{\{(?:p|r|tr|tc)?\s.*?\}\}|\{%(?:p|r|tr|tc)?\s.*?%\}", re.DOTALL)
_NAME = re.compile(r"\{\{[-+]?(?:p|r|tr|tc)?\s*([A-Za-z_][\w.]*)")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Names and tests, no functions, no arithmetic on text: a template is a form and never a program."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        raise SecurityError(f"“{operator}” is not allowed in a Word template")


def environment() -> _Sandbox:
    """Return the sandbox templates are filled in: everything escaped, every unknown name an error."""
    sandbox = _Sandbox(autoescape=True, undefined=StrictUndefined)
    sandbox.globals.clear()
    sandbox.filters = filters()
    return sandbox


# reading ----


class _Form(DocxTemplate):  # type: ignore[misc]
    """A form as docxtpl fills it, without its repairs, which lose what they cannot read."""

    def fix_tables(self, xml: str) -> Any:
        """Return the filled text; raise etree.XMLSyntaxError where it is not whole."""
        return xml_root(xml.encode("utf-8"))

    def render_footnotes(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Fill the footnotes once: twice would read what a study holds as a placeholder."""
        for part in footnotes(self.docx):
            xml = self.render_xml_part(self.patch_xml(part.blob.decode("utf-8")), part, context, jinja_env)
            part._blob = etree.tostring(self.fix_tables(xml), encoding="utf-8")


def opened(template: bytes) -> DocxTemplate:
    """Return the template ready to fill; raise TemplateError where it is not a Word document, or not a safe one."""
    if unsafe := refusals(template):
        raise TemplateError("\n".join(unsafe))
    try:
        result = _Form(io.BytesIO(template))
        prepare(result.get_docx())
    except (zipfile.BadZipFile, KeyError, PackageNotFoundError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateError(
            "The Word template is not a .docx file that can be opened: it is damaged, protected by a password or of "
            "another kind. Open it in Word, save it as “Word Document (.docx)” without a password, then try again."
        ) from error
    return result


def _parts(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Yield (place, XML as Jinja reads it) of all that is filled, a paragraph on each line."""
    for place, root in stories(template.get_docx()):
        yield place, _on_lines(template, template.xml_to_string(root))
    yield "the properties of the file (File, Info)", "\n".join(_properties(template.get_docx()))


def _properties(docx: WordDocument) -> list[str]:
    """Return the properties that docxtpl fills."""
    names = ("author", "comments", "identifier", "language", "subject", "title")
    return [str(escape(getattr(docx.core_properties, name))) for name in names]


def _on_lines(template: DocxTemplate, xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(xml))


def placeholders(template: bytes) -> list[str]:
    """Return the placeholders a template uses, such as `title`, `section.demand` and `author.duplication`, sorted."""
    return sorted({name for _, xml in _parts(opened(template)) for name in _used(xml)})


def _used(xml: str) -> set[str]:
    tree = environment().parse(xml)
    dotted = {(item.node.name, item.attr) for item in tree.find_all(nodes.Getattr) if isinstance(item.node, nodes.Name)}
    parents = {parent for parent, _ in dotted}
    made_here = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    plain = {name.name for name in tree.find_all(nodes.Name)} - parents
    return {name for name in plain | {f"{a}.{b}" for a, b in dotted} if name.split(".")[0] not in made_here}


# checking ----


def check_template(template: bytes, document: Document | None = None) -> list[str]:
    """Return what is wrong or missing in a template, a sentence each; nothing to say is an empty list.

    With a document, its own placeholders are the known ones; without, those every proposal has.
    """
    problems = faults(template, document)
    if problems:
        return problems
    used = set(placeholders(template))
    missing = [name for name in _sections(document) if f"section.{name}" not in used]
    if not missing:
        return []
    example = f"{{{{p section.{missing[0]} }}}}"
    return [f"Not placed in this template, so not in the document: {', '.join(missing)}. To place one, type {example}."]


def faults(template: bytes, document: Document | None = None) -> list[str]:
    """Return what keeps a template from being filled."""
    opened_template = opened(template)
    # Before docxtpl reads the form: what is wrong with its places is what docxtpl would lose, or be long about.
    sentences = misplaced(opened_template.get_docx())
    if sentences:
        return list(dict.fromkeys(sentences))[:MOST_SENTENCES]
    names = _filled_names(document)
    for place, xml in _parts(opened_template):
        sentences += _syntax(place, xml) or _unknown(place, xml, names)
    return list(dict.fromkeys(sentences))[:MOST_SENTENCES]


def require_fillable(template: bytes, document: Document | None = None) -> None:
    """Raise TemplateError with every reason where a template cannot be filled."""
    try:
        problems = faults(template, document)
    except TemplateError as error:
        problems = str(error).splitlines()
    if problems:
        raise TemplateError("The Word template cannot be filled; nothing was written.\n" + "\n".join(problems))


def _syntax(place: str, xml: str) -> list[str]:
    if is_too_deep(xml):
        return [f"In {place}: too many conditions stand within conditions. Write them one after the other."]
    try:
        tree = environment().parse(xml)
    except TemplateSyntaxError as error:
        return [f"In {place}, near “{_words_at(xml, error.lineno)}”: {_explained(error)}."]
    except RecursionError:
        return [f"In {place}: a placeholder has brackets within brackets. Write it as {{{{ title }}}}."]
    return [f"In {place}, near “{_words_at(xml, line)}”: {sentence}." for sentence, line in wrong(tree)]


def _explained(error: TemplateSyntaxError) -> str:
    message = str(error.message or "")
    if "end of template" in message or "endif" in message or "endfor" in message:
        return f"something that was opened is not closed ({message.rstrip('.')})"
    return f"this placeholder cannot be read ({message.rstrip('.')}); write it as {{{{ title }}}}"


def _words_at(xml: str, line: int) -> str:
    """Return the words of the paragraph on a line, or of the nearest paragraph before it that has words."""
    lines = xml.splitlines()[:line]
    return next((words for words in map(_words, reversed(lines)) if words), "")[:120]


def _words(xml: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", xml).split())


def _unknown(place: str, xml: str, names: set[str]) -> list[str]:
    sentences = []
    for name in sorted(_used(xml) - names):
        near = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.6)
        hint = f" Did you mean “{near[0]}”?" if near else " Use one of the names in the list of placeholders."
        paragraph = next((_words(line) for line in xml.splitlines() if name in _names_in(line)), "")[:120]
        sentences.append(f"In {place}, “{paragraph}”: the placeholder “{name}” is not known.{hint}")
    return sentences


def _names_in(line: str) -> list[str]:
    return [match[1] for match in _NAME.finditer(line)] + re.findall(r"[A-Za-z_][\w.]*", " ".join(_JINJA.findall(line)))


def _sections(document: Document | None) -> tuple[str, ...]:
    return tuple(document.sections) if document else SECTIONS


def _filled_names(document: Document | None) -> set[str]:
    if document is None:
        boxes = {f"author.{ask.box}" for ask in BOXES}
        return {*SCALARS, *(f"section.{name}" for name in SECTIONS)} | boxes
    boxes = {f"author.{box.box}" for box in author_boxes(document)}
    return {*_OWN, *document.scalars, *(f"section.{name}" for name in document.sections)} | boxes


# filling ----


def placed_boxes(template: bytes, document: Document) -> frozenset[str]:
    """Return the author boxes of a document that a template has, in its sections or by themselves."""
    used = set(placeholders(template))
    placed = {name: blocks for name, blocks in document.sections.items() if f"section.{name}" in used}
    within = author_boxes(replace(document, sections=placed))
    alone = [box for box in author_boxes(document) if f"author.{box.box}" in used]
    return frozenset(box.box for box in (*within, *alone))


def author_boxes(document: Document) -> list[AuthorBox]:
    """Return the author boxes of a document in its order."""
    return [block for blocks in document.sections.values() for block in _flat(blocks) if isinstance(block, AuthorBox)]


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Landscape):
            yield from _flat(block.blocks)
        else:
            yield block


def filled(template: bytes, document: Document) -> WordDocument:
    """Return the template with its text filled in, and a marked paragraph where each section goes."""
    require_fillable(template, document)
    result = opened(template)
    try:
        result.render(_context(document), environment())
    except (JinjaError, TypeError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateError(f"The Word template cannot be filled; nothing was written. {error}") from error
    word_document: WordDocument = result.docx
    return word_document


class _Author(dict[str, Markup]):
    """Who proposes, where a form asks for `author`; and its boxes, where it asks for `author.case`."""

    def __init__(self, boxes: Mapping[str, Markup], *, words: str) -> None:
        super().__init__(boxes)
        self.words = words

    def __str__(self) -> str:
        return str(self.words)

    def __html__(self) -> str:
        return str(escape(self.words))


def _context(document: Document) -> dict[str, Any]:
    own = {name: str(getattr(document, name)) for name in _OWN}
    context: dict[str, Any] = {}
    for name, value in {**document.scalars, **own}.items():
        _put(context, name.split("."), exact(cleaned(value)[0]))
    context["section"] = {name: _marker(f"section.{name}") for name in document.sections}
    markers_of_boxes = {box.box: _marker(f"author.{box.box}") for box in author_boxes(document)}
    context["author"] = _Author(markers_of_boxes, words=exact(cleaned(document.author)[0]))
    return context


def _put(context: dict[str, Any], names: list[str], value: str) -> None:
    for name in names[:-1]:
        context = context.setdefault(name, {})
    context[names[-1]] = value


def _marker(name: str) -> Markup:
    return Markup(  # noqa: S704 - escaped just below
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{MARKER}"/></w:pPr><w:r><w:t>{escape(name)}</w:t></w:r></w:p>'
    )


def markers(docx: WordDocument) -> list[tuple[str, Any]]:
    """Return (name, paragraph) of every place where a section or author box goes, in the order of the document."""
    paragraphs = docx.element.body.xpath(f'.//w:p[w:pPr/w:pStyle/@w:val="{MARKER}"]')
    return [("".join(text.text or "" for text in paragraph.iter(qn("w:t"))), paragraph) for paragraph in paragraphs]
