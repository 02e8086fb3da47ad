"""The words that are to be translated, from the code and its data; run alone it brings every catalogue up to date.

What is new stands in the .po file without a translation, and a test fails until a person has written one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from codesign.intake.employer_workbooks import questions
from codesign.languages import LANGUAGES
from codesign.languages.catalogue import SOURCE

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "codesign" / "languages"
SPOKEN = (ROOT / "codesign" / "intake" / "employer_workbooks",)
"""Where the code speaks to people outside the team."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def sentences() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield every sentence to translate with the file it stands in; a pair where it has a plural."""
    for folder in SPOKEN:
        for name, _line, words, _comments, _context in extract_from_dir(folder, keywords=KEYWORDS):
            yield name, words if isinstance(words, str) else tuple(words)
    for words in questions.words():
        yield "rating_scales.yaml", words


def catalogue(tag: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    path = CATALOGUES / f"{tag}.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=tag.replace("-", "_"))


def updated(tag: str) -> Catalog:
    """Return the catalogue with every sentence that is to be translated and no other."""
    path = CATALOGUES / f"{tag}.po"
    before = catalogue(tag) if path.exists() else Catalog(tag.replace("-", "_"))
    after = Catalog(tag.replace("-", "_"), project="Co-design Workbook", fuzzy=False)
    for name, words in sentences():
        identity = words if isinstance(words, str) else words[0]
        there = before.get(identity)
        after.add(words, string=there.string if there else None, locations=[(name, 0)])
    return after


def text(tag: str) -> bytes:
    """Return the .po file as it should be, without days and lines, which change with every edit."""
    written = io.BytesIO()
    write_po(written, updated(tag), omit_header=False, include_lineno=False, sort_output=False, width=110)
    lines = written.getvalue().decode().splitlines(keepends=True)
    changing = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Language-Team', '"Generated-By',
                '"Report-Msgid-Bugs-To')  # fmt: skip
    return "".join(line for line in lines if not line.startswith(changing)).encode()


if __name__ == "__main__":
    for tag in LANGUAGES:
        if tag != SOURCE:
            (CATALOGUES / f"{tag}.po").write_bytes(text(tag))
