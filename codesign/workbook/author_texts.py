"""Texts that people typed into a proposal in Word, on their way into the study."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from codesign.journal import Change
    from codesign.study import Study


def new_author_texts(docx: bytes, author_texts: pd.DataFrame) -> dict[str, str]:
    """Return what people typed into the author boxes of a proposal and no row of author_texts has, by box."""
    from codesign import word

    in_study = {(box, _words(text)) for box, text in zip(author_texts["box"], author_texts["text"], strict=True)}
    written: dict[str, str] = word.author_texts(docx)
    return {box: text for box, text in written.items() if text.strip() and (box, _words(text)) not in in_study}


def author_text_changes(study: Study, path: Path, sector: str) -> list[Change]:
    """Return the changes that take the texts typed into a proposal in Word into the study."""
    from codesign.intake.received import Received
    from codesign.journal import Change

    typed = new_author_texts(Received.read(path).content, study.read()["author_texts"])
    beside: dict[str, Any] = {"sector": sector, "author": study.person, "written_on": date.today().isoformat()}  # noqa: DTZ011
    return [Change("put", "author_texts", {"box": box, "text": text, **beside}) for box, text in typed.items()]


def _words(text: str) -> str:
    return " ".join(text.split())
