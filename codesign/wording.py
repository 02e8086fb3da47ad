"""Rules for the wording of tasks and competencies, as sentences a team can act on.

Words and patterns are data (`rules/lexicon.yaml`). The rules were tried on 18,796 O*NET task statements: what fails
real work is a remark there, never an error. docs/methods.md lists the rules with what they found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Any

import pandas as pd
import yaml

from codesign.phrases import count_of

LABEL_WORDS = 8
STATEMENT_WORDS = (6, 25)
CRITERIA = (3, 8)
NEAR = 0.8
ONLY_THINKING = ("remember", "understand")

Remark = tuple[str, str, str]
"""Rule, level (error, warning, info) and sentence."""

_ARTICLES = {"the", "a", "an", "this", "these", "all", "each", "every"}
_AUDIENCE = re.compile(
    r"(?:learner|student|participant|trainee|candidate|apprentice|graduate|employee|worker)s?$(?<!graduate)"
    r"|(?:you|they|he|she|we|i|it|will|shall|should|can|could|must|would)$"
)
_RINGING = {"bring", "ring", "sing", "swing", "sling", "wring", "spring", "string", "ping", "fling", "cling"}
_CONDITION_FIRST = re.compile(
    r"^(?:given|using|when|while|under|with|without|in|on|at|after|before|during|from|following|for)\b[^,]*,\s*",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"^(?!(?:ap|sup|re|com|im|multi)ply\b|assembly\b|rely\b|fly\b)[a-z]+ly\s+", re.IGNORECASE)
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip
_PARTICLE = r"(?:\s+(?:up|out|off|down|on|in|over))?"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Lexicon:
    """The verbs and patterns of the rules; `levels` gives a verb its cognitive level."""

    levels: Mapping[str, str]
    verbs: frozenset[str]
    caution: frozenset[str]
    banned: re.Pattern[str]
    refused: re.Pattern[str]
    vague: re.Pattern[str]
    criterion: re.Pattern[str]
    condition: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the package."""
    text = resources.files("codesign").joinpath("rules", "lexicon.yaml").read_text(encoding="utf-8")
    words = yaml.safe_load(text)
    levels = {verb: level for level, verbs in words["levels"].items() for verb in verbs.split()}
    levels |= dict.fromkeys(words["perform"].split(), "apply")
    caution = frozenset(words["caution"].split())
    return Lexicon(
        levels=levels,
        verbs=frozenset(levels) | caution | frozenset(words["work"].split()),
        caution=caution,
        banned=_at_start(words["banned"]),
        refused=_at_start(words["refused"]),
        vague=re.compile(rf"\b(?:{'|'.join(map(_vague_pattern, words['vague']))})(?!\w)", re.IGNORECASE),
        criterion=re.compile("|".join(words["criterion_cues"]), re.IGNORECASE),
        condition=re.compile("|".join(words["condition_cues"]), re.IGNORECASE),
    )


# what the team sees -----------------------------------------------------------------------------------


def competency_problems(competencies: pd.DataFrame, performance_criteria: pd.DataFrame) -> pd.DataFrame:
    """Return what to look at in the wording of competencies and their criteria.

    Columns: competency_id, competency (its number and title), rule (V1 to V4, B1, C1, C2, Q1, L1, D1, P1), level
    (error, warning, info), sentence.
    """
    criteria = performance_criteria.groupby("competency_id")["text"].agg(list).to_dict()
    rows = competencies.to_dict("records")
    called = {str(row["competency_id"]): _called(row["competency_id"], row["title"]) for row in rows}
    repeated = _repeated([(str(row["competency_id"]), str(row["statement"])) for row in rows], called)
    remarks = [
        _remark(row, "competency", called, rule, level, sentence)
        for row in rows
        for rule, level, sentence in (
            *_competency_remarks(row, [str(text) for text in criteria.get(row["competency_id"], [])]),
            *repeated.get(str(row["competency_id"]), []),
        )
    ]
    return pd.DataFrame(remarks, columns=["competency_id", "competency", "rule", "level", "sentence"], dtype=object)


def task_problems(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return what to look at in the labels and statements of tasks.

    Columns: task_id, task (its number and label), rule (V1 to V3, B1, Q1, L1, D1), level (error, warning, info),
    sentence. A task without a statement is judged by its label.
    """
    rows = tasks.to_dict("records")
    called = {str(row["task_id"]): _called(row["task_id"], row["label"]) for row in rows}
    repeated = _repeated([(str(row["task_id"]), str(row["statement"] or row["label"])) for row in rows], called)
    remarks = [
        _remark(row, "task", called, rule, level, sentence)
        for row in rows
        for rule, level, sentence in (*_task_remarks(row), *repeated.get(str(row["task_id"]), []))
    ]
    return pd.DataFrame(remarks, columns=["task_id", "task", "rule", "level", "sentence"], dtype=object)


def _called(number: object, words: object) -> str:
    """Return what people call a row: its number alone says little, and the words alone are not found."""
    return f"{number} {words}".strip()


def _remark(
    row: Mapping[Any, Any], kind: str, called: Mapping[str, str], rule: str, level: str, sentence: str
) -> dict[str, object]:
    identity = row[f"{kind}_id"]
    return {f"{kind}_id": identity, kind: called[str(identity)], "rule": rule, "level": level, "sentence": sentence}


def _competency_remarks(row: Mapping[Any, Any], criteria: Sequence[str]) -> Iterator[Remark]:
    statement = str(row["statement"])
    yield from _verb_remarks(statement, required=True)
    yield from _criteria_remarks(criteria)
    if not _words(statement):
        return
    yield from _caution_remarks(statement, needs_standard=True)
    yield from _level_remarks(statement, str(row["level"]))
    yield from _compound_remarks(statement, "error")
    yield from _standard_remarks(row, statement, criteria)
    yield from _qualifier_remarks(statement)
    yield from _length_remarks(str(row["title"]), statement, "title")


def _task_remarks(row: Mapping[Any, Any]) -> Iterator[Remark]:
    statement = str(row["statement"] or row["label"])
    yield from _verb_remarks(statement, required=False)
    yield from _caution_remarks(statement, needs_standard=False)
    yield from _compound_remarks(statement, "warning")
    yield from _qualifier_remarks(statement)
    yield from _length_remarks(str(row["label"]), str(row["statement"]), "label")


# the rules --------------------------------------------------------------------------------------------


def _verb_remarks(statement: str, *, required: bool) -> Iterator[Remark]:
    opening = _opening(statement)
    words = _words(opening)
    if not words:
        yield "V1", "error", "It has no statement; write what the person does, beginning with a verb."
        return
    level = "error" if required else "warning"
    banned, refused = lexicon().banned.match(opening), lexicon().refused.match(opening)
    fault = _verb_fault(words[0].lower())
    if banned:
        yield "V2", "error", _banned_sentence(banned.group(0))
    elif refused:
        yield "V2", level, f"“{refused.group(0)}” hides what the person does; name the part that is theirs."
    elif fault:
        yield "V1", level, f"It begins with “{words[0]}”; {fault}."
    elif not _is_known(words[0].lower()):
        yield "V1", "info", f"“{words[0]}” is not in the list of verbs; look whether it is an action one can watch."


def _verb_fault(word: str) -> str:
    """Return how to mend a first word that is no verb in its base form, "" where it may be one."""
    if word in {"to", "may"}:
        return f"leave out “{word}” and begin with the verb"
    if _AUDIENCE.match(word):
        return "leave out who does it and begin with the verb"
    if word in _ARTICLES:
        return "begin with the verb, not with a thing"
    base = _base(word)
    if base:
        return f"write the plain verb, “{base.capitalize()}”"
    is_gerund = word.endswith("ing") and len(word) > 4 and word not in _RINGING and not _is_known(word)
    return "write the plain verb, without -ing" if is_gerund else ""


def _caution_remarks(statement: str, *, needs_standard: bool) -> Iterator[Remark]:
    opening = _opening(statement)
    words = _words(opening)
    if not words or words[0].lower() not in lexicon().caution or lexicon().refused.match(opening):
        return
    is_complete = needs_standard and len(words) > 3 and lexicon().criterion.search(statement)
    if not is_complete:
        yield "V3", "warning", f"“{words[0]}” alone cannot be watched; say on what, and what comes out of it."


def _level_remarks(statement: str, declared: str) -> Iterator[Remark]:
    words = _words(_opening(statement))
    level = lexicon().levels.get(words[0].lower(), "") if words else ""
    if declared and level and declared != level:
        yield (
            "V4",
            "warning",
            f"“{words[0]}” is usually a verb of the level {level}, and the level given is {declared}.",
        )
    if (declared or level) in ONLY_THINKING:
        yield "V4", "warning", "It asks only to remember or understand; a competency is something done at work."


def _compound_remarks(statement: str, level: str) -> Iterator[Remark]:
    match = re.match(
        rf"([a-z-]+){_PARTICLE}(?:\s*,\s*(?:and\s+|or\s+)?|\s*/\s*|\s+(?:and/or|and|or|&)\s+)([a-z-]+)",
        _opening(statement),
        re.IGNORECASE,
    )
    if match and _is_known(match.group(1).lower()) and _is_known(match.group(2).lower()):
        yield "B1", level, f"It asks for more than one thing (“{match.group(0)}”); keep one, or make two of it."


def _standard_remarks(row: Mapping[Any, Any], statement: str, criteria: Sequence[str]) -> Iterator[Remark]:
    cues = lexicon()
    if not str(row["standard"]) and not cues.criterion.search("\n".join([statement, *criteria])):
        yield (
            "C1",
            "error",
            "No standard is named; fill in the standard, or say in a criterion to what it must come up.",
        )
    if not str(row["conditions"]) and not cues.condition.search(statement):
        yield "C2", "warning", "No condition is named; say with what, where or under which supervision it is done."


def _qualifier_remarks(statement: str) -> Iterator[Remark]:
    for word in dict.fromkeys(match.group(0).lower() for match in lexicon().vague.finditer(statement)):
        yield "Q1", "warning", f"“{word}” cannot be measured; leave it out or say by what one sees it."


def _length_remarks(short: str, statement: str, name: str) -> Iterator[Remark]:
    least, most = STATEMENT_WORDS
    size, words = len(_words(short)), len(_words(statement))
    if not size:
        yield "L1", "warning", f"It has no {name}."
    if size > LABEL_WORDS:
        yield "L1", "warning", f"The {name} has {size} words; {LABEL_WORDS} at most fit the page."
    if words and not least <= words <= most:
        yield "L1", "warning", f"The statement has {count_of(words, 'word')}; {least} to {most} read well."


def _criteria_remarks(criteria: Sequence[str]) -> Iterator[Remark]:
    least, most = CRITERIA
    if not least <= len(criteria) <= most:
        counted = count_of(len(criteria), "performance criterion", "performance criteria")
        yield "P1", "error", f"It has {counted}; {least} to {most} are needed."
    for text in criteria:
        banned = lexicon().banned.match(_opening(text))
        if banned:
            yield "P1", "error", f"The criterion “{text}” cannot be watched; “{banned.group(0)}” shows nothing."


def _repeated(texts: Sequence[tuple[str, str]], called: Mapping[str, str]) -> dict[str, list[Remark]]:
    """Return for each text what earlier text it nearly repeats: same words, or a Jaccard share above .8."""
    tokens = [(name, frozenset(word.lower() for word in _words(text))) for name, text in texts]
    repeats: dict[str, list[Remark]] = {}
    for (first, one), (second, other) in combinations(tokens, 2):
        if one and len(one & other) > NEAR * len(one | other):
            remark = "D1", "warning", f"It says nearly the same as {called[first]}; keep one."
            repeats.setdefault(second, []).append(remark)
    return repeats


# words ------------------------------------------------------------------------------------------------


def _opening(statement: str) -> str:
    """Return the statement from its verb on: without a condition that stands first, or an adverb."""
    text = _CONDITION_FIRST.sub("", statement.strip(), count=1)
    return _ADVERB.sub("", text, count=1)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _is_known(word: str) -> bool:
    american = re.sub(r"(?<=[iy])s(?=e$)", "z", word)
    base = re.sub(r"^(?:re|pre|co|de|dis|un|over)-?(?=[a-z]{3})", "", american)
    return bool({word, american, base} & lexicon().verbs)


def _base(word: str) -> str:
    """Return the known verb a word is a form of (inspects, inspected, inspecting), "" where it is none or the verb."""
    if word in lexicon().verbs or word in _RINGING:
        return ""
    for ending, put in _ENDINGS:
        base = word.removesuffix(ending) + put
        if word.endswith(ending) and base in lexicon().verbs:
            return base
    doubled = re.fullmatch(r"([a-z]+([b-df-hj-np-tv-z]))\2(?:ed|ing)", word)
    return doubled.group(1) if doubled and doubled.group(1) in lexicon().verbs else ""


def _banned_sentence(phrase: str) -> str:
    return f"“{phrase}” cannot be watched; write what the person does, such as “explain”, “select” or “check”."


def _at_start(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{'|'.join(map(_phrase_pattern, sorted(phrases, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
    )


def _phrase_pattern(phrase: str) -> str:
    """Return the pattern of a phrase, its first word in any form, with room for an article and an adjective."""
    first, *rest = phrase.split()
    forms = first if len(first) < 3 else rf"(?:{first}|{first}e?s|{first}e?d|{first.removesuffix('e')}(?:ed|es|ing))"
    room = r"\s+(?:an?\s+|the\s+)?(?:(?:basic|sound|good|thorough|working|clear|deep|strong|full)\s+)?"
    return room.join([forms, *map(re.escape, rest)])


def _vague_pattern(word: str) -> str:
    # "well" is also what is drilled, and "as well as" joins
    return (
        r"(?<!as )(?<!a )(?<!the )(?<!oil )(?<!gas )well(?=\s*(?:[.,;]|$|with\b))"
        if word == "well"
        else re.escape(word)
    )
