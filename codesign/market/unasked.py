"""What postings ask for that stands on no task, and drafts of tasks made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from codesign import schemas
from codesign.market.cleaning import sentences
from codesign.market.grammar import Act, Parsed, parsed
from codesign.market.matching import Looked
from codesign.market.wanted import act_phrases, wanted
from codesign.market.words import field_words, verbs_of
from codesign.phrases import count_of

FEWEST_POSTINGS = 2
MOST_SHOWN = 40
_OF_THE_EMPLOYER = ("we ", "our ", "you will get", "you get", "benefits", "pay ", "probation")


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
    by_work: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    wordings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for posting in schemas.records(postings):
        for sentence in sentences(str(posting["text"])):
            if sentence.lower().startswith(_OF_THE_EMPLOYER) or any(
                not hit.is_near for _, hit in looked.hits(sentence)
            ):
                continue
            for work, wording in _work(parsed(sentence)):
                by_work[work].setdefault(str(posting["posting_id"]), sentence)
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


def _work_of(act: Act, sentence: Parsed) -> Iterator[tuple[tuple[str, str], str]]:
    for words in act_phrases(sentence, act):
        phrase = words.phrase
        if not phrase.telling or len(words.words) > 4:
            continue
        for place, verb in act.verbs:
            plain = verbs_of(sentence.tokens[place].low)[0]
            if verb in field_words().common and len(phrase.telling) < 2:
                continue
            yield (verb, phrase.key), f"{plain.capitalize()} {' '.join(words.words)}"
