"""A finding as the proposal prints it: a statement, who is for and against it, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass

from codesign import evidence, voices


@dataclass(frozen=True)
class Finding:
    """A statement with who speaks for it and against it, of how many employers, and how sure we are of it.

    `sector` is that of the finding where the run is on more: only people of that sector count, `of` how many included.
    """

    finding_id: str
    question: str
    statement: str
    voices: voices.Voices
    of: int
    sector: str
    confidence: evidence.Confidence

    @property
    def employers(self) -> int:
        """The employers who support it."""
        return self.voices.employers

    @property
    def qualifies(self) -> int:
        """All who qualify it, whoever they are."""
        return sum(self.voices.qualifies.values())

    @property
    def contradicts(self) -> int:
        """All who contradict it, whoever they are."""
        return self.voices.against

    @property
    def in_words(self) -> str:
        """Who is for and against it: "2 of 4 employers; a union contradicts it"."""
        return voices.in_words(self.voices, self.of, sector=self.sector)

    @property
    def short_words(self) -> str:
        """The same, without a word of objections where there are none."""
        return voices.short_words(self.voices, self.of, sector=self.sector)
