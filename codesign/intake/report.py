"""What became of a file that was brought in, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass

from codesign.errors import CodesignError


@dataclass(frozen=True)
class ImportReport:
    """What became of one file: whether it came in, as what, and what a person should know about it."""

    name: str
    is_in: bool
    sentences: tuple[str, ...]
    transcript_id: str = ""
    verdicts: tuple[str, str] = ("came in", "was refused")

    def __str__(self) -> str:
        first = f"{self.name}: {self.verdicts[not self.is_in]}."
        return "\n".join([first, *(f"  {sentence}" for sentence in self.sentences)])

    @classmethod
    def refused(cls, name: str, error: CodesignError | OSError) -> ImportReport:
        """Return the report on a file that did not come in, with what the error says."""
        reason = f"It cannot be opened: {error.strerror}." if isinstance(error, OSError) else str(error)
        return cls(name, is_in=False, sentences=tuple(reason.splitlines()))
