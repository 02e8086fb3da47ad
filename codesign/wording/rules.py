"""The rules for one task or competency: its remarks, each with rule, level and a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from codesign.phrases import count_of, listed
from codesign.wording import openings
from codesign.wording.grammar import Statement, parse, word_count
from codesign.wording.lexicon import Lexicon, lexicon

LABEL_WORDS = 8
STATEMENT_WORDS = (6, 25)
CRITERIA = (3, 8)
ONLY_THINKING = ("remember", "understand")
LABEL_RULES = ("V1", "V2", "N1", "N2", "B1")
"""What is asked of a label that stands beside a statement."""

Remark = tuple[str, str, str]
"""Rule, level (error, warning, info) and sentence."""


def task_remarks(label: str, statement: str = "", *, language: str = "en-CA") -> list[Remark]:
    """Return what to look at in the words of one task, as often as they are typed.

    A task without a statement is judged by its label. Of a label beside a statement is asked, where the statement is
    not at fault in the same way, that it names one act by its verb.
    """
    words = lexicon(language)
    main = parse(statement or label, words)
    remarks = [*_task_remarks(main, words)]
    if statement and label:
        rules = {rule for rule, _, _ in remarks}
        remarks += [
            (rule, level, f"The label: {sentence}")
            for rule, level, sentence in _task_remarks(parse(label, words), words)
            if rule in LABEL_RULES and level != "info" and rule not in rules
        ]
    return [*remarks, *_length_remarks(label, statement, "label")]


def competency_remarks(row: Mapping[Any, Any], criteria: Sequence[str], *, language: str = "en-CA") -> list[Remark]:
    """Return what to look at in the words of one competency with its criteria."""
    words = lexicon(language)
    statement = parse(str(row["statement"]), words)
    remarks = [*_opening_remarks(statement, words, plain="error"), *_count_remarks(criteria)]
    if not statement.words:
        return remarks
    return [
        *remarks,
        *_caution_remarks(statement, words),
        *_level_remarks(statement, str(row["level"]), words),
        *_compound_remarks(statement, "error"),
        *_standard_remarks(row, statement, criteria, words),
        *_qualifier_remarks(statement, words, hazy="warning"),
        *_length_remarks(str(row["title"]), statement.text, "title"),
    ]


def criterion_remarks(text: str, *, language: str = "en-CA") -> list[Remark]:
    """Return what to look at in one performance criterion."""
    words = lexicon(language)
    banned = words.patterns["banned"].match(parse(text, words).opening)
    if not banned:
        return []
    return [("P1", "error", f"The criterion “{text}” cannot be watched; “{banned.group(0)}” shows nothing.")]


def _task_remarks(statement: Statement, words: Lexicon) -> Iterator[Remark]:
    yield from _opening_remarks(statement, words, plain="warning")
    yield from _duty_remarks(statement, words)
    yield from _compound_remarks(statement, "warning")
    yield from _qualifier_remarks(statement, words, hazy="info")


# the rules --------------------------------------------------------------------------------------------


def _opening_remarks(statement: Statement, words: Lexicon, *, plain: str) -> Iterator[Remark]:
    fault = openings.fault(statement, words)
    if fault:
        yield fault.rule, {"never": "error", "plain": plain, "look": "info"}[fault.grade], fault.sentence


def _duty_remarks(statement: Statement, words: Lexicon) -> Iterator[Remark]:
    """Yield what is too little said for a task: help without a part, a tool without a purpose, a whole duty."""
    if not statement.words or words.patterns["refused"].match(statement.opening):
        return
    verb = statement.typed()
    if openings.says_only_a_tool(statement, words):
        yield "V3", "warning", f"“{verb}” says what is used, not what is done with it; begin with what the person does."
    elif words.is_in(statement.words[0], "hiding"):
        yield "V3", "warning", f"“{verb}” cannot be watched; say what the person does themselves, and on what."
    elif words.is_in(statement.words[0], "caution"):
        level = "warning" if openings.is_too_wide(statement, words) else "info"
        yield "V3", level, f"“{verb}” alone cannot be watched; say on what, and what comes out of it."


def _caution_remarks(statement: Statement, words: Lexicon) -> Iterator[Remark]:
    if not words.is_in(statement.words[0], "caution", "hiding") or words.patterns["refused"].match(statement.opening):
        return
    if len(statement.words) <= 3 or not words.patterns["criterion"].search(statement.text):
        verb = statement.typed()
        yield "V3", "warning", f"“{verb}” alone cannot be watched; say on what, and what comes out of it."


def _level_remarks(statement: Statement, declared: str, words: Lexicon) -> Iterator[Remark]:
    level = words.levels.get(statement.words[0], "")
    if declared and level and declared != level:
        verb = statement.typed()
        sentence = f"“{verb}” is usually a verb of the level {level}, and the level given is {declared}."
        yield "V4", "warning", sentence
    if (declared or level) in ONLY_THINKING:
        yield "V4", "warning", "It asks only to remember or understand; a competency is something done at work."


def _compound_remarks(statement: Statement, level: str) -> Iterator[Remark]:
    if len(statement.acts) > 1:
        acts = listed([f"“{act}”" for act in statement.acts])
        yield "B1", level, f"It asks for more than one thing: {acts}; keep one, or write each by itself."


def _standard_remarks(
    row: Mapping[Any, Any], statement: Statement, criteria: Sequence[str], words: Lexicon
) -> Iterator[Remark]:
    if not str(row["standard"]) and not words.patterns["criterion"].search("\n".join([statement.text, *criteria])):
        sentence = "No standard is named; fill in the standard, or say in a criterion to what it must come up."
        yield "C1", "error", sentence
    if not str(row["conditions"]) and not words.patterns["condition"].search(statement.text):
        sentence = "No condition is named; say with what, where or under which supervision it is done."
        yield "C2", "warning", sentence


def _qualifier_remarks(statement: Statement, words: Lexicon, *, hazy: str) -> Iterator[Remark]:
    for name, level in (("vague", "warning"), ("hazy", hazy)):
        for word in dict.fromkeys(match.group(0).lower() for match in words.patterns[name].finditer(statement.text)):
            yield "Q1", level, f"“{word}” cannot be measured; leave it out or say by what one sees it."


def _length_remarks(short: str, statement: str, name: str) -> Iterator[Remark]:
    least, most = STATEMENT_WORDS
    size, words = word_count(short), word_count(statement)
    if not size:
        yield "L1", "warning", f"It has no {name}."
    if size == 1 and not words and name == "label":
        yield "L1", "warning", f"The label “{short}” says no object; say on what it is done."
    if size > LABEL_WORDS:
        yield "L1", "warning", f"The {name} has {size} words; {LABEL_WORDS} at most fit the page."
    if words and not least <= words <= most:
        yield "L1", "warning", f"The statement has {count_of(words, 'word')}; {least} to {most} read well."


def _count_remarks(criteria: Sequence[str]) -> Iterator[Remark]:
    least, most = CRITERIA
    if not least <= len(criteria) <= most:
        counted = count_of(len(criteria), "performance criterion", "performance criteria")
        yield "P1", "error", f"It has {counted}; {least} to {most} are needed."
