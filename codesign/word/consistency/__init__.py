"""Whether a finished proposal says two different things of the same: read from its pages, as a reader would.

The facts a proposal is made from cannot disagree with themselves; what is printed can. The same count is worked out in
several places of our code, a template or a form has sentences of its own, and people write into boxes. So this check
opens the finished file and reads nothing but its words. A statement is what it is about, a value, and its place; two
statements about the same thing with different values are a contradiction.

What a statement is about is tied to the words beside the number and to the headings of a column. The bookmarks that
our blocks carry already (a finding, an entry of the register) say only which paragraph is which: the values are always
those that a reader sees. A mark around each number was considered and left out: it would vouch for the number that was
meant, and what a form says in its own words has none. Wording that none of the readers here expects is passed over, so
another language or a sentence somebody rewrote raises no alarm.

What we print ourselves is refused where it disagrees. What a person wrote into a box is told, as a thing to look at.
"""

from __future__ import annotations

from codesign.word.consistency import counts, findings, learning, reading, register, sums, tasks, voices
from codesign.word.consistency.statements import RULE, disagreements
from codesign.word.opened import Finding, Opened

__all__ = ["RULE", "consistency"]

_READERS = (
    counts.counts, findings.findings, tasks.tasks, learning.learning, register.register, sums.sums, voices.voices,
)  # fmt: skip


def consistency(opened: Opened) -> list[Finding]:
    """Return the statements of a finished document that cannot both be true, those that are printed first."""
    pages = reading.read(opened)
    statements = (statement for reader in _READERS for statement in reader(pages))
    return sorted(disagreements(statements), key=lambda finding: finding.level)
