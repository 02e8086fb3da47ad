"""The proposal as data: the blocks a document is made of, with no word of how they look.

Text is plain; links name an anchor of the same document or an address. `word` renders blocks, nothing else does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from codesign.figures import Figure as Picture


@dataclass(frozen=True)
class Run:
    """A stretch of text; `anchor` links within the document, `url` to an address."""

    text: str
    bold: bool = False
    italic: bool = False
    anchor: str = ""
    url: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A numbered section heading; level 1 to 3; `anchor` makes it a link target."""

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Runs in one of the styles of the document.

    `style`: body, lead (larger grey line under the title), title, kicker (small line above the title), motion
    (the shaded box), quote, note (small grey), bullet, number, evidence (hanging entry of the register), gap
    (a stated gap, marked in words).
    """

    runs: Runs
    style: str = "body"
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A data table with a header row; every cell is runs; no merged cells.

    `caption` stands above it; `widths` are shares of the page width; `numeric` names columns set flush right;
    `chart` marks the DACUM chart (boxed cells); `summary` is the alternative text.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...] = ()
    numeric: tuple[int, ...] = ()
    anchor: str = ""
    summary: str = ""
    chart: bool = False
    row_anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureBlock:
    """A picture with its caption below and alternative text that says its message."""

    picture: Picture
    caption: str
    anchor: str = ""


@dataclass(frozen=True)
class AuthorBox:
    """A box only a person can write: its key, the prompt, and the text if it has been written."""

    box: str
    prompt: str
    text: str = ""
    author: str = ""
    written_on: str = ""
    word_limit: int = 150


@dataclass(frozen=True)
class Contents:
    """The table of contents, filled from the headings."""

    depth: int = 2


@dataclass(frozen=True)
class PageBreak:
    """A new page."""


@dataclass(frozen=True)
class Landscape:
    """Blocks on landscape pages of their own."""

    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Table | FigureBlock | AuthorBox | Contents | PageBreak | Landscape


@dataclass(frozen=True)
class Document:
    """A whole proposal: scalars for a template's placeholders and blocks by section name, in order.

    `stamp` is what every page carries ("SAMPLE", "DRAFT: 9 boxes not yet written", both, or nothing);
    `fingerprint` the short sha256 of everything it was made from; `data_date` YYYY-MM-DD. `origin` says of which study
    and sector it is, for whoever takes its author boxes back in.
    """

    title: str
    subject: str
    author: str
    language: str
    data_date: str
    fingerprint: str
    stamp: str
    scalars: dict[str, str] = field(default_factory=dict)
    sections: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)


def plain(runs: Runs) -> str:
    """Return the words of runs without their marks."""
    return "".join(run.text for run in runs)


def text(words: str, **marks: bool | str) -> Runs:
    """Return one run of words as runs."""
    return (Run(words, **marks),)  # type: ignore[arg-type]
