"""What postings ask for that stands on no task, and drafts of tasks made of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from codesign import schemas
from codesign.market.cleaning import of_applying, sentences
from codesign.market.grammar import Act, Parsed, parsed
from codesign.market.matching import Looked
from codesign.market.wanted import act_phrases, wanted
from codesign.market.words import field_words, verbs_of
from codesign.phrases import count_of

FEWEST_POSTINGS = 2
FEWEST_TELLING = 2
"""Telling words of what is done, beside a verb that stands in every posting."""
MOST_WORDS = 4
"""Words of what is done in a draft."""
MOST_SHOWN = 40
MOST_ALIKE = 0.05
"""A sentence that stands word for word in a larger share of the postings is of their form, and asks for nothing."""
_NO_WORK = re.compile(
    r"^(?:we|our|you (?:will )?get|benefits|pay|probation|i am (?:willing|a |not)|i authorize)\b"
    r"|\b(?:if you|do you|are you|please|willing to|answer|this position|must possess|may be required)\b",
    re.IGNORECASE,
)
"""What a sentence says of the employer or asks of the applicant, which is no work."""


@dataclass(frozen=True)
class Asked:
    """Work that several postings ask for and no task says: a draft, who asks, and a sentence to read."""

    draft: str
    postings: tuple[str, ...]
    of: int
    sentence: str

    @property
    def named(self) -> str:
        """What it comes from: 9 of 40 postings."""
        return f"{len(self.postings)} of {count_of(self.of, 'posting')}"


def asked_on_no_task(postings: pd.DataFrame, tasks: pd.DataFrame, codes: pd.DataFrame) -> list[Asked]:
    """Return what two postings or more ask for in sentences of work that match no task, most asked first.

    A verb and what it is done to are one piece of work, whatever their endings; verbs that stand in every posting ask
    for nothing beside a general thing. The draft is the verb and the words as most postings have them.
    """
    looked = Looked(wanted(tasks, codes.iloc[:0]))
    read = {str(row["posting_id"]): dict.fromkeys(sentences(str(row["text"]))) for row in schemas.records(postings)}
    often = Counter(sentence for ones in read.values() for sentence in ones)
    most = max(FEWEST_POSTINGS, MOST_ALIKE * len(read))
    by_work: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    wordings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for identity, ones in read.items():
        for sentence in ones:
            if (
                often[sentence] > most
                or _NO_WORK.search(sentence)
                or any(not hit.is_near for _, hit in looked.hits(sentence))
            ):
                continue
            for work, wording in _work(parsed(sentence)):
                by_work[work].setdefault(identity, sentence)
                wordings[work][wording] += 1
    of = int(postings["posting_id"].nunique())
    rows = [
        Asked(
            min(wordings[work], key=lambda text: (-wordings[work][text], text)),
            tuple(where),
            of,
            next(iter(where.values())),
        )
        for work, where in by_work.items()
        if len(where) >= FEWEST_POSTINGS
    ]
    return sorted(rows, key=lambda one: (-len(one.postings), one.draft))[:MOST_SHOWN]


def _work(sentence: Parsed) -> Iterator[tuple[tuple[str, str], str]]:
    for act in sentence.acts:
        if act.form not in {"verb", "noun"} or not act.objects or act.objects[0] < act.verbs[0][0]:
            continue
        yield from _work_of(act, sentence)


def _is_thing(word: str) -> bool:
    """Whether a word can be what is done to: no adverb, no participle, no plain verb."""
    base, form = verbs_of(word)
    is_verb = bool(base) and form in {"", "ed"} and base not in field_words().either
    return not word.endswith("ly") and not is_verb


def _work_of(act: Act, sentence: Parsed) -> Iterator[tuple[tuple[str, str], str]]:
    for words in act_phrases(sentence, act):
        phrase = words.phrase
        if not phrase.telling or len(words.words) > MOST_WORDS or of_applying() & set(phrase.telling + phrase.general):
            continue
        for place, verb in act.verbs:
            plain = verbs_of(sentence.tokens[place].low)[0]
            if (verb in field_words().common and len(phrase.telling) < FEWEST_TELLING) or not _is_thing(
                words.words[-1]
            ):
                continue
            yield (verb, phrase.key), f"{plain.capitalize()} {' '.join(words.words)}"
