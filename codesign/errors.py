"""What can go wrong, told to people: what happened, what is safe, what to do."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass

_REFUSED = {
    "EACCES": "the folder or file is read-only",
    "EPERM": "the folder or file is read-only",
    "EROFS": "the folder is read-only",
    "ENOSPC": "the disk is full",
    "EDQUOT": "your disk quota is used up",
    "ENOENT": "the folder is gone; is the network drive connected?",
    "ENAMETOOLONG": "the name of the file is too long",
}


def why_refused(error: OSError) -> str:
    """Return in plain words why the disk refused; in the system's own words where these are all there is."""
    return _REFUSED.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or str(error)


class CodesignError(Exception):
    """A sentence for the person at the screen; never shown as a traceback."""


class StudyError(CodesignError):
    """The study folder cannot be used as it is."""


class StudyDataError(CodesignError):
    """Rows of the team's tables that break a rule; all problems are told at once."""

    def __init__(self, problems: Iterable["Problem"]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ParameterError(CodesignError):
    """A parameter that is unknown, misspelt or not allowed."""


class CodebookError(CodesignError):
    """A change of the codebook that cannot be made, with the reason."""


class SaveError(CodesignError):
    """A decision could not be written to disk; nothing was reported as saved."""


class RefusedFile(CodesignError):
    """A received file that is not safe or not possible to read, with the reason."""


class TemplateError(CodesignError):
    """A Word template that cannot be filled, with the place in it."""


class ProposalError(CodesignError):
    """A finished proposal that says two different things of the same, and so is not handed out."""


class RunError(CodesignError):
    """A run that stopped before the proposal was made."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong or unfinished in a study.

    `where` names the table or file; `line` the line of a received file, counted from 1, or 0.
    `level` is "error" (stops a run) or "unfinished" (a run goes on and says so).
    """

    where: str
    column: str
    value: str
    allowed: str
    row_id: str = ""
    line: int = 0
    level: str = "error"

    def __str__(self) -> str:
        place = self.where + (f" line {self.line}" if self.line else "")
        row = f" ({self.row_id})" if self.row_id else ""
        column = f", {self.column}" if self.column else ""
        value = f" “{self.value}”" if self.value else ""
        return f"{place}{row}{column}:{value} {self.allowed}"
