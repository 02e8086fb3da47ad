"""What can go wrong, told to people: what happened, what is safe, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


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
