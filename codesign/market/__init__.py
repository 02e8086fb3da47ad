"""What stands beside the interviews: job postings and the learner survey, counted and never overstated.

Postings are matched by words, not by meaning: a match says that the words stand in one sentence of the posting.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import pandas as pd
import yaml

from codesign import schemas
from codesign.market.survey import OTHER_OR_NONE, QUESTIONS, beside, rare_in_words, survey_findings
from codesign.phrases import count_of

__all__ = [
    "COUNT_COLUMNS",
    "MATCHED_FAMILIES",
    "MATCH_COLUMNS",
    "OTHER_OR_NONE",
    "QUESTIONS",
    "beside",
    "month_range",
    "posting_counts",
    "posting_matches",
    "rare_in_words",
    "stem",
    "survey_findings",
    "terms",
]

MATCH_COLUMNS = ["posting_id", "task_id", "code_id", "terms", "passage"]
COUNT_COLUMNS = ["task_id", "code_id", "label", "postings", "of", "sentence"]
MATCHED_FAMILIES = ("job-task", "skill-gap", "tool", "knowledge", "standard")
TERM_SHARE = 2 / 3
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


# words ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its ending, so that inspects, inspected and inspection meet.

    Endings are cut by rule and never looked up; -ise and -yse are read as -ize and -yze.

    >>> [stem(word) for word in ("Inspects", "inspection", "calibrate", "calibration", "fittings", "electrolyser")]
    ['inspect', 'inspect', 'calibr', 'calibr', 'fit', 'electrolyzer']
    """
    word = re.sub(r"(?<=[a-z]{2}[iy])s(?=(?:e|es|ed|er|ers|ing|ation)$)", "z", word.lower().removesuffix("'s"))
    word = _singular(word)
    for ending, least in (("ing", 3), ("ed", 3), ("ation", 4), ("ion", 4), ("ment", 6), ("ance", 6)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = _undoubled(word.removesuffix(ending))
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    return word.removesuffix("at") if len(word) > 6 else word


def terms(text: str) -> list[str]:
    """Return the stems of a text's words in order, without words that stand in every posting."""
    parts = re.findall(r"[^\W_](?:[\w']*[^\W_])?", text.lower().replace("’", "'"))
    ordinary, generic = _left_aside()
    return [stem(part) for part in parts if part not in ordinary and stem(part) not in generic]


def _singular(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")) else word


def _undoubled(word: str) -> str:
    is_doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if is_doubled else word


@cache
def _left_aside() -> tuple[frozenset[str], frozenset[str]]:
    """Return the ordinary words as they are, and the generic words of postings as stems."""
    text = resources.files("codesign").joinpath("rules", "posting_words.yaml").read_text(encoding="utf-8")
    words = yaml.safe_load(text)
    return frozenset(words["ordinary"].split()), frozenset(stem(word) for word in words["generic"].split())


# postings ---------------------------------------------------------------------------------------------


def posting_matches(postings: pd.DataFrame, tasks: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return which posting mentions which task or code, with the words that were found.

    A task or code is mentioned where one sentence or list line of the posting, its title included, has at least two
    thirds of the content words of the label (the statement where there is no label), and two or more if there are two
    or more. Of a task the first of them, what is done, must be among these: “water quality” is no mention of “Explain
    water quality”. (Verbs of every posting, such as “complete”, are no content words.) Codes of families that describe
    work are matched: job tasks, skill gaps, tools, knowledge, standards; the code that only stands for its family is
    none that a posting could ask for.

    Columns: posting_id, task_id or code_id (the other is empty), terms (as they stand in the posting, with commas),
    passage (the sentence or line).
    """
    wanted = [*_wanted_tasks(tasks), *_wanted_codes(codes)]
    rows = [row for posting in postings.to_dict("records") for row in _posting_rows(posting, wanted)]
    return pd.DataFrame(rows, columns=MATCH_COLUMNS, dtype=object)


def posting_counts(
    matches: pd.DataFrame, postings: pd.DataFrame, tasks: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """Return for every task and matched code how many postings mention it, none included.

    Columns: task_id or code_id, label, postings, of (all postings), sentence (“23 of 40 postings mention …”).
    """
    of = int(postings["posting_id"].nunique())
    mentions = matches[matches["posting_id"].isin(postings["posting_id"])]
    counts = mentions.groupby(["task_id", "code_id"])["posting_id"].nunique().to_dict()
    rows = [
        {"task_id": one.task_id, "code_id": one.code_id, "label": one.label,
         "postings": int(counts.get((one.task_id, one.code_id), 0)), "of": of,
         "sentence": f"{counts.get((one.task_id, one.code_id), 0)} of {count_of(of, 'posting')} mention “{one.label}”"}
        for one in [*_wanted_tasks(tasks), *_wanted_codes(codes)]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COUNT_COLUMNS, dtype=object)


def month_range(dates: Iterable[str]) -> str:
    """Return the months that dates such as 2026-03-09 span, in words; "" where there is no date.

    >>> month_range(["2026-03-09", "", "2026-06-30"])
    'March to June 2026'
    """
    days = sorted(str(date) for date in dates if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d{2}", str(date)))
    if not days:
        return ""
    first, last = ((MONTHS[int(date[5:7]) - 1], date[:4]) for date in (days[0], days[-1]))
    if first == last:
        return " ".join(first)
    return f"{first[0]} to {' '.join(last)}" if first[1] == last[1] else f"{' '.join(first)} to {' '.join(last)}"


@dataclass(frozen=True)
class _Wanted:
    """A task or code that postings are looked through for: its label as stems, and the one that must be there."""

    task_id: str
    code_id: str
    label: str
    stems: frozenset[str]
    done: str = ""


def _wanted_tasks(tasks: pd.DataFrame) -> list[_Wanted]:
    labels = {str(row["task_id"]): str(row["label"] or row["statement"]) for row in tasks.to_dict("records")}
    stems = {task: terms(label) for task, label in labels.items()}
    return [
        _Wanted(task, "", label, frozenset(stems[task]), stems[task][0] if stems[task] else "")
        for task, label in labels.items()
    ]


def _wanted_codes(codes: pd.DataFrame) -> list[_Wanted]:
    return [
        _Wanted("", str(row["code_id"]), str(row["name"]), frozenset(terms(str(row["name"]))))
        for row in codes[codes["family"].isin(MATCHED_FAMILIES)].to_dict("records")
        if str(row["name"]).casefold() != schemas.FAMILIES[row["family"]].casefold()
    ]


def _posting_rows(posting: Mapping[Any, Any], wanted: Sequence[_Wanted]) -> list[dict[str, Any]]:
    sentences = [
        (" ".join(one.split()), _stems_to_words(one)) for one in _sentences(f"{posting['title']}\n{posting['text']}")
    ]
    rows = []
    for one in wanted:
        words, passage = _matched(one, sentences)
        if words:
            ids = {"posting_id": posting["posting_id"], "task_id": one.task_id, "code_id": one.code_id}
            rows.append({**ids, "terms": words, "passage": passage})
    return rows


def _matched(wanted: _Wanted, sentences: Sequence[tuple[str, Mapping[str, str]]]) -> tuple[str, str]:
    """Return the words found and the sentence that has most of them, empty where no sentence has enough."""
    able = [(passage, words) for passage, words in sentences if not wanted.done or wanted.done in words]
    passage, best = max(able, key=lambda one: len(wanted.stems & one[1].keys()), default=("", {}))
    shared = [word for term, word in best.items() if term in wanted.stems]
    enough = max(min(2, len(wanted.stems)), math.ceil(len(wanted.stems) * TERM_SHARE - 1e-9))
    return (", ".join(shared), passage) if wanted.stems and len(shared) >= enough else ("", "")


def _stems_to_words(sentence: str) -> dict[str, str]:
    words = re.findall(r"[^\W_](?:[\w'’]*[^\W_])?", sentence)
    by_stem: dict[str, str] = {}
    for word in words:
        for term in terms(word):
            by_stem.setdefault(term, word)
    return by_stem


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?;])\s+|[\r\n]+|\s[•·▪*]\s", text) if part.strip()]
