"""Makes the proposal and everything beside it, from what the study holds at this moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from codesign import phrases
from codesign.errors import CodesignError, ProposalError, SaveError
from codesign.workbook import author_texts
from codesign.workbook.made import CHECKSUM, PROPOSAL, Made
from codesign.workbook.origins import write_origin
from codesign.workbook.published_tables import write_tables

if TYPE_CHECKING:
    from codesign.proposal import Document, Facts
    from codesign.proposal.blocks import Block
    from codesign.word import Finding
    from codesign.workbook.session import Session

REFUSED = "proposal refused.docx"
MOST_TOLD = 5


def make_proposal(work: Session) -> Made:
    """Write the Word proposal, its tables and its standards files into the output folder, and say what was made.

    The same study and parameters give the same bytes. A proposal that somebody has edited in Word is kept
    beside the new one; one that is open in Word is left alone and the new one gets another name.

    Raises
    ------
    ProposalError
        where two statements of the finished document cannot both be true; an older proposal stays as it is.
    """
    from codesign import proposal, word
    from codesign.word.consistency import RULE

    work.require_template()
    facts = work.facts
    document = with_origin(proposal.build(facts, fingerprint=work.fingerprint), work)
    boxes = word.placed_boxes(work.template, document)
    document = proposal.in_form(document, facts, boxes)
    content = word.render(document, work.template, page_numbers=word.page_numbers)
    problems = word.problems(content)
    _refuse_contradictions(work, content, [one for one in problems if one.rule == RULE])
    edited = _keep_edited(work, content)
    target = _write_proposal(work, content)
    write_origin(work, content)
    files = [target.name, *_tables(work, facts), *_write_standards(work, facts)]
    sentences = [
        f"The proposal is {_place(work)}/{target.name}.",
        _contents(_placed(document, work.template)),
        *edited,
        *_beside(target),
    ]
    findings = tuple(str(problem) for problem in problems)
    return Made(target, _place(work), tuple(files), tuple(sentences), findings, _gaps(document, facts, boxes))


def _placed(document: Document, template: bytes) -> Document:
    """Return a document with those sections alone that its template places."""
    from codesign import word

    used = set(word.placeholders(template))
    sections = {name: blocks for name, blocks in document.sections.items() if f"section.{name}" in used}
    return replace(document, sections=sections)


def with_origin(document: Document, work: Session) -> Document:
    """Return a proposal that names its study for good: by the first line of its journal, as a folder may be renamed."""
    first = next(iter(work.study.folded().by_id), "")
    return replace(document, origin={**document.origin, "journal": first, "study": work.study.name})


def _refuse_contradictions(work: Session, content: bytes, disagreeing: list[Finding]) -> None:
    """Stop before anything is handed out where what is printed says two things of the same; keep it to be looked at."""
    printed = [problem.sentence for problem in disagreeing if problem.level == "error"]
    if not printed:
        with suppress(OSError):
            (work.output / REFUSED).unlink(missing_ok=True)
        return
    with suppress(SaveError):
        work.write_bytes(REFUSED, content)
    more = f" There are {len(printed) - MOST_TOLD} more like these." if len(printed) > MOST_TOLD else ""
    raise ProposalError(
        f"The proposal says two different things of the same, so it is not handed out. {' '.join(printed[:MOST_TOLD])}"
        f"{more} Look at both places in {_place(work)}/{REFUSED}: where a form or a text of yours says one of them, "
        "put it right there; where neither is yours, it is a fault of this program, so please report it"
    )


def _contents(document: Document) -> str:
    """Return the sentence that says what is in the proposal."""
    from codesign.proposal import blocks

    headings = [block.text for block in _blocks(document) if isinstance(block, blocks.Heading) and block.level == 1]
    stamp = f" It is marked {document.stamp}." if document.stamp else ""
    return f"In it: {', '.join(headings)}.{stamp}"


def _place(work: Session) -> str:
    folder, root = work.output.absolute(), work.root.absolute()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


# the Word file ------------------------------------------------------------------------------------------


def _keep_edited(work: Session, content: bytes) -> list[str]:
    """Keep a proposal that somebody changed since it was made, and return the sentences that say so."""
    old = _edited(work.output, content)
    if old is None:
        return []
    name = _free_name(work.output, "proposal kept {}.docx")
    work.write_bytes(name, old)
    sentence = f"Somebody had changed proposal.docx in Word; that file is kept as {name}."
    boxes = _boxes_typed_in(work, old)
    if not boxes:
        return [sentence]
    command = phrases.command("import", work.study.name, f"{_place(work)}/{name}", "--author-texts")
    way = f"Take them in with: {command}" if command else _BY_HAND
    return [f"{sentence} It holds texts the study does not have ({'; '.join(boxes)}). {way}"]


_BY_HAND = (
    "Take them in with workbook import and --author-texts. The names of its folders have signs that a terminal reads "
    "as something else: put them in quotes as yours asks for."
)


def _edited(folder: Path, content: bytes) -> bytes | None:
    path, record = folder / PROPOSAL, folder / CHECKSUM
    if not path.is_file():
        return None
    old = path.read_bytes()
    made = record.read_text(encoding="ascii").split()[0] if record.is_file() else ""
    return None if old == content or hashlib.sha256(old).hexdigest() == made else old


def _boxes_typed_in(work: Session, docx: bytes) -> list[str]:
    """Return the titles of the boxes that a kept proposal has other texts in than the study."""
    try:
        origin = author_texts.origin_of(work.study, work.root, docx)
        sector = origin.facts.get("sector", work.parameters.sector)
        return author_texts.taking_in(work.study, PROPOSAL, docx, origin, sector).titles
    except CodesignError:
        return []  # not a document any more; it is kept all the same


def _free_name(folder: Path, pattern: str) -> str:
    number = 1
    while (folder / pattern.format(number)).exists():
        number += 1
    return pattern.format(number)


def _write_proposal(work: Session, content: bytes) -> Path:
    """Write the proposal, or beside it when Word or LibreOffice has it open."""
    if not _is_open(work.output):
        try:
            path = work.write_bytes(PROPOSAL, content)
            work.write_bytes(CHECKSUM, f"{hashlib.sha256(content).hexdigest()}  {PROPOSAL}\n".encode())
            return path
        except SaveError as error:
            if not isinstance(error.__cause__, PermissionError):
                raise
    return work.write_bytes(f"proposal ({datetime.now():%H.%M}).docx", content)  # noqa: DTZ005 - local time, for people


def _is_open(folder: Path) -> bool:
    # Word names its owner file ~$ and drops two letters of a name of eight or more; LibreOffice names its own.
    return any((folder / name).exists() for name in ("~$oposal.docx", "~$proposal.docx", ".~lock.proposal.docx#"))


def _beside(target: Path) -> list[str]:
    if target.name == PROPOSAL:
        return []
    return [
        f"proposal.docx is open in Word or cannot be replaced, so the new proposal is “{target.name}”. "
        "Close proposal.docx and run this again to have it under its own name."
    ]


# what lies beside it ------------------------------------------------------------------------------------


def _tables(work: Session, facts: Facts) -> list[str]:
    return ["tables.xlsx", f"tables: {len(write_tables(work, facts))} files for a spreadsheet or for another program"]


def _write_standards(work: Session, facts: Facts) -> list[str]:
    from codesign import standards

    files = standards.files(
        facts.competencies, facts.criteria, facts.assessments, facts.tables["alignments"], work.parameters
    )
    for name, content in files.items():
        words = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        work.write_bytes(f"standards/{name}", words.encode())
    return [f"standards/{name}" for name in files]


def _gaps(document: Document, facts: Facts, boxes: Collection[str]) -> tuple[str, ...]:
    """Return everything the proposal says it lacks: stated gaps, what is not known, texts not yet written."""
    from codesign import proposal
    from codesign.proposal import blocks

    stated = [
        blocks.plain(block.runs)
        for block in _blocks(document)
        if isinstance(block, blocks.Paragraph) and block.style == "gap"
    ]
    unwritten = [f"Not yet written: {title}." for title in proposal.unwritten(facts.tables["author_texts"], boxes)]
    return tuple(dict.fromkeys([*stated, *proposal.unknowns(facts), *unwritten]))


def _blocks(document: Document) -> Iterator[Block]:
    """Yield every block of a document, those on landscape pages too."""
    from codesign.proposal import blocks

    for section in document.sections.values():
        for block in section:
            yield from block.blocks if isinstance(block, blocks.Landscape) else (block,)
