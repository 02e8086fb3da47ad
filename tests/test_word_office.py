"""What LibreOffice adds where it is installed: a tagged PDF and page numbers."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import proposal_trial
import pytest
from pypdf import PdfReader

from codesign import word
from codesign.word import office


@pytest.fixture(scope="module")
def template(root: Path) -> bytes:
    return (root / "templates" / "proposal.docx").read_bytes()


@pytest.fixture(scope="module")
def numbered(soffice: Path, template: bytes) -> bytes:
    return word.render(proposal_trial.document(), template, page_numbers=word.page_numbers)


@pytest.fixture(scope="module")
def converted(numbered: bytes) -> bytes:
    made = word.to_pdf(numbered)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def pdf(converted: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(converted))


def structure(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every element of a PDF's structure tree."""
    waiting = [node]
    while waiting:
        found = waiting.pop().get_object()
        if isinstance(found, dict):
            if "/S" in found:
                yield found
            inner = found.get("/K", [])
            waiting += [part for part in (inner if isinstance(inner, list) else [inner]) if hasattr(part, "get_object")]


def test_the_pdf_is_tagged_titled_and_has_bookmarks(pdf: PdfReader) -> None:
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-CA"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Hydrogen Systems Safety"
    assert any(getattr(entry, "title", "").endswith("Demand") for entry in pdf.outline)


def test_pictures_keep_their_words_and_tables_their_headers_in_the_pdf(pdf: PdfReader) -> None:
    nodes = list(structure(pdf.trailer["/Root"]["/StructTreeRoot"]))
    kinds = Counter(node["/S"] for node in nodes)
    told = [node["/Alt"] for node in nodes if node["/S"] == "/Figure" and node.get("/Alt")]
    assert kinds["/TH"] > 5
    assert kinds["/Figure"] == len(told) == 3


def test_the_contents_show_the_pages_things_are_on(
    numbered: bytes, converted: bytes, pdf: PdfReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "to_pdf", lambda _docx: converted)  # one conversion is enough to read pages from
    pages = word.page_numbers(numbered)
    listed = pdf.pages[1].extract_text()
    for anchor, words in (("a_sec_summary", "Identity and summary"), ("a_sec_evidence", "Appendix A: Evidence")):
        assert words in pdf.pages[pages[anchor] - 1].extract_text()
        line = next(line for line in listed.splitlines() if words in line)
        assert line.rstrip().endswith(str(pages[anchor]))


def test_page_one_is_one_page(pdf: PdfReader) -> None:
    assert "What changed because employers read it" in pdf.pages[0].extract_text()
    assert "Contents" in pdf.pages[1].extract_text()


def test_without_libreoffice_there_is_no_pdf_and_the_contents_are_links(
    template: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "office", lambda: None)
    made = word.render(proposal_trial.document(), template, page_numbers=word.page_numbers)
    assert made == word.render(proposal_trial.document(), template)
    assert word.to_pdf(made) is None


def test_a_conversion_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "office", lambda: str(program))
    monkeypatch.setattr(office, "PATIENCE_SECONDS", 0.3)
    assert word.to_pdf(b"anything") is None
