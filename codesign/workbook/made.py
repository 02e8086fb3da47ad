"""What making the proposal gave, as a workbook shows it and as the run that executed it reads it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codesign.workbook.session import Session

PROPOSAL = "proposal.docx"
CHECKSUM = "proposal.sha256"
MIME = "application/vnd.codesign.made+json"
"""In an executed notebook, what was made: read by the run that executed it."""
USED = "application/vnd.codesign.parameters+json"
"""In an executed notebook, which study it read, with which parameters, and where it wrote: what a run asked for."""


def used(work: Session) -> dict[str, Any]:
    """Return what a workbook was opened with, as plain values: study (its folder), output, and every parameter."""
    chosen = work.parameters.model_dump(mode="json", exclude={"study"})
    return {**chosen, "study": str(work.study.folder.absolute()), "output": str(work.output.absolute())}


@dataclass(frozen=True)
class Made:
    """What was made: the proposal, the files beside it, what the document check found, and what is missing."""

    proposal: Path
    place: str
    files: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    gaps: tuple[str, ...] = field(default=())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        bundle = {
            "proposal": str(self.proposal.absolute()),
            "sha256": hashlib.sha256(self.proposal.read_bytes()).hexdigest() if self.proposal.is_file() else "",
            "sentences": list(self.sentences),
            "findings": list(self.findings),
            "gaps": list(self.gaps),
        }
        return {"text/html": self._repr_html_(), "text/plain": "\n".join(self.sentences), MIME: bundle}

    def _repr_html_(self) -> str:
        from codesign import display

        check = self.findings or ("Nothing wrong was found in its structure, its accessibility or what it states.",)
        parts = (
            display.sentence(f"Made in {self.place}:") + display.listing(self.files),
            *(display.sentence(words) for words in self.sentences[1:]),
            display.sentence("What the document check says:") + display.listing(check),
            display.sentence(f"What the proposal says it does not have ({len(self.gaps)}):")
            + display.listing(self.gaps),
        )
        return sum(parts, display.Html(""))._repr_html_()
