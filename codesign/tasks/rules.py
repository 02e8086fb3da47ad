"""The rules that select tasks for training: yes/no questions on what raters said, and an outcome for each answer.

A rule is a file that people can read: `codesign/rules/selection/*.yaml`, or a college's own in `templates/rules/`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codesign.errors import ParameterError
from codesign.parameters import nearest
from codesign.schemas import Training
from codesign.tasks.ratings import SCALES

FLIP_MARGIN = 0.25
SHARES = ("relevance", "first_day")
"""What is asked for in per cent of the raters; the other measures are means from 1 to 5."""
MEASURES = (*SCALES, *SHARES)
USUAL = "dif"
CUT_OFF = "cut_off"

SHORT: Mapping[str, str] = {
    "train": "train", "overtrain": "train and refresh", "no train": "no training", "not rated": "not rated",
    "out of scope": "out of scope",
}  # fmt: skip
"""What becomes of a task, in few words."""

Means = Mapping[str, float | None]


@dataclass(frozen=True)
class Question:
    """A word such as “important”, what it is asked of, and from which value on the answer is yes."""

    word: str
    of: str
    at: float | None
    """None: at the cut-off of the run."""

    def least(self, cut_off: float) -> float:
        """Return the value from which the answer is yes."""
        return cut_off if self.at is None else self.at

    def answer(self, means: Means, cut_off: float) -> bool:
        """Return whether the answer is yes; a value that is missing is below every other."""
        value = means.get(self.of)
        return value is not None and value >= self.least(cut_off) - 1e-9


@dataclass(frozen=True)
class Rule:
    """A selection rule: its name, version, source, questions, and the outcome of each set of answers."""

    name: str
    version: int
    source: str
    questions: tuple[Question, ...]
    outcomes: Mapping[str, str]
    leaves: Mapping[tuple[bool, ...], str]

    @property
    def moves(self) -> bool:
        """Whether it follows the cut-off of the run."""
        return any(question.at is None for question in self.questions)

    def missing(self, means: Means) -> list[str]:
        """Return what it asks for and nobody rated."""
        return list(dict.fromkeys(one.of for one in self.questions if means.get(one.of) is None))

    def leaf(self, means: Means, cut_off: float) -> tuple[bool, ...]:
        """Return the answers, in the order of the questions."""
        return tuple(question.answer(means, cut_off) for question in self.questions)

    def outcome(self, means: Means, cut_off: float) -> str:
        """Return train, overtrain or no train for the values of what it asks for."""
        return self.leaves[self.leaf(means, cut_off)]

    def flip(self, means: Means, cut_off: float) -> tuple[str, str]:
        """Return the nearest cut-off within .25 at which the outcome is another, and that outcome; "" twice for none.

        All that is asked at the cut-off of the run moves together; a question with a cut-off of its own moves alone,
        and is named. Shares are not moved.
        """
        now = self.outcome(means, cut_off)
        for step in self._steps(means, cut_off):
            for at, then in self._moved(means, cut_off, step / 100):
                if then != now:
                    return at, then
        return "", ""

    def _steps(self, means: Means, cut_off: float) -> list[int]:
        """Return by how many hundredths a cut-off must move for an answer to change: no other outcome is in between."""
        away = [
            math.floor(round(abs((means.get(one.of) or 0) - one.least(cut_off)) * 100, 6))
            for one in self.questions
            if one.of in SCALES
        ]
        return sorted({step for near in away for step in (near, near + 1) if 1 <= step <= round(FLIP_MARGIN * 100)})

    def _moved(self, means: Means, cut_off: float, by: float) -> Iterator[tuple[str, str]]:
        for sign in (-1, 1):
            moved = round(cut_off + sign * by, 2)
            if self.moves and 1 <= moved <= 5:
                yield f"{moved:.2f}", self.outcome(means, moved)
            for place, question in enumerate(self.questions):
                if question.at is not None and question.of in SCALES:
                    own = list(self.leaf(means, cut_off))
                    least = round(question.at + sign * by, 2)
                    own[place] = Question(question.word, question.of, least).answer(means, cut_off)
                    yield f"{least:.2f} for {question.of}", self.leaves[tuple(own)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    of: str
    least: float | str = Field(alias="from")


class _Written(BaseModel):
    """A rule as it stands in its file."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1)
    version: int
    source: str = Field(min_length=1)
    questions: dict[str, _Asked] = Field(min_length=1, max_length=6)
    outcomes: dict[str, str]
    leaves: list[dict[str, bool | str]]


def own_rules() -> list[str]:
    """Return the names of the rules that come with the tool."""
    folder = resources.files("codesign").joinpath("rules", "selection")
    return sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml"))


@cache
def dif_tree() -> Rule:
    """Return the difficulty-importance-frequency tree of the package, with its version and source."""
    return rule_named(USUAL)


def rule_named(name: str, of_college: Mapping[str, str] | None = None) -> Rule:
    """Return a rule by its name; `of_college` has the text of each of the college's own by name, and goes first.

    ParameterError where there is none of that name, or where its file is no rule.
    """
    own = of_college or {}
    if name in own:
        return read_rule(own[name], f"templates/rules/{name}.yaml")
    if name not in own_rules():
        hint = nearest(name, [*own, *own_rules()])
        raise ParameterError(f"There is no selection rule “{name}”.{hint} Nothing was run.")
    text = resources.files("codesign").joinpath("rules", "selection", f"{name}.yaml").read_text(encoding="utf-8")
    return read_rule(text, f"{name}.yaml")


def read_rule(text: str, where: str) -> Rule:
    """Return the rule a file holds; ParameterError says what of it is not right, and in which place."""
    try:
        written = _Written.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise _no_rule(where, _first_line(error)) from error
    questions = tuple(_question(word, asked, where) for word, asked in written.questions.items())
    _refuse_outcomes(written, where)
    leaves = {answers: _leaf(written, answers, where) for answers in product((True, False), repeat=len(questions))}
    source = " ".join(written.source.split())
    return Rule(written.name, written.version, source, questions, written.outcomes, leaves)


def _question(word: str, asked: _Asked, where: str) -> Question:
    if asked.of not in MEASURES:
        raise _no_rule(where, f"“{word}” asks of “{asked.of}”; it can ask of {', '.join(MEASURES)}")
    if asked.least == CUT_OFF and asked.of in SCALES:
        return Question(word, asked.of, None)
    if isinstance(asked.least, str):
        raise _no_rule(where, f"“{word}” begins from “{asked.least}”; write a number, or cut_off for a rating")
    return Question(word, asked.of, asked.least)


def _refuse_outcomes(written: _Written, where: str) -> None:
    allowed = get_args(Training)
    named = {str(leaf.get("outcome", "")) for leaf in written.leaves} | set(written.outcomes)
    for outcome in sorted(named - set(allowed)):
        raise _no_rule(where, f"“{outcome}” is no outcome; there are {', '.join(allowed)}")
    for outcome in sorted(named - set(written.outcomes)):
        raise _no_rule(where, f"“outcomes” has no words for “{outcome}”")
    for leaf in written.leaves:
        for word in leaf.keys() - {*written.questions, "outcome"}:
            raise _no_rule(where, f"a leaf answers “{word}”, which is no question")


def _leaf(written: _Written, answers: Sequence[bool], where: str) -> str:
    """Return the outcome of one set of answers; each must have exactly one, and a leaf need not name every question."""
    asked = dict(zip(written.questions, answers, strict=True))
    fits = [leaf for leaf in written.leaves if all(leaf.get(word, yes) == yes for word, yes in asked.items())]
    if len(fits) != 1:
        words = ", ".join(word if yes else f"not {word}" for word, yes in asked.items())
        raise _no_rule(
            where, f"“{words}” has {len(fits) or 'no'} {'leaf' if len(fits) < 2 else 'leaves'}; it needs one"
        )
    return str(fits[0]["outcome"])


def _no_rule(where: str, what: str) -> ParameterError:
    return ParameterError(f"{where} is no selection rule: {what}. Nothing was run.")


def _first_line(error: Any) -> str:
    if isinstance(error, ValidationError):
        detail = error.errors()[0]
        place = ".".join(str(part) for part in detail["loc"]) or "the file"
        return f"{place}: {str(detail['msg']).lower()}"
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1} cannot be read" if mark else "it cannot be read"
