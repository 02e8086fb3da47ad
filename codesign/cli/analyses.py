"""`workbook export --analysis`: the tables of the analysis as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codesign.study import Workbook


def export_analysis(work: Workbook, path: Path) -> list[str]:
    """Write the tables of the analysis and return what to tell."""
    from codesign.pipeline.analyses import write_analysis

    told = [*write_analysis(work, path), "No words of interviews are in them; small groups are not told apart."]
    return [*told, "SAMPLE: everything in it is fictional."] if work.parameters.sample else told
