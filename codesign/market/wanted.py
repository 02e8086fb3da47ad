"""What postings are looked through for: tasks and codes, as acts with objects, or as the name of a thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from codesign import schemas
from codesign.market.grammar import SOUGHT, Act, Parsed, Token, parsed
from codesign.market.words import field_words, left_aside, thing, verbs_of

MATCHED_FAMILIES = ("job-task", "skill-gap", "tool", "knowledge", "standard", "credential-signal")
THINGS = ("tool", "knowledge", "standard", "credential-signal")
"""Families whose codes name things, so that no verb has to stand beside them."""
_ENDS_OBJECT = frozenset({"with", "for", "on", "in", "at", "into", "onto", "against", "within", "outside", "inside",
                          "around", "including", "such", "like", "as"})  # fmt: skip


TOLD = frozenset({"verb", "soft"})
_PARTS_LIST = frozenset({",", "and", "or", "/", "(", ")", "including", "such", "as", "in"})


@dataclass(frozen=True)
class NounPhrase:
    """Words that name one thing: those that tell, those too general to tell, and the last, which is what it is."""

    telling: tuple[str, ...]
    general: tuple[str, ...]
    head: str

    @property
    def key(self) -> str:
        """Its words as one text."""
        return " ".join([*self.telling, *self.general])


@dataclass(frozen=True)
class WantedAct:
    """One thing done: verbs that are one of them enough, and what it is done to, one of these enough."""

    verbs: tuple[str, ...]
    objects: tuple[NounPhrase, ...]
    also: frozenset[str] = frozenset()
    """Verbs that a framework of the study puts for these."""


@dataclass(frozen=True)
class Wanted:
    """A task or code that postings are looked through for; without acts and phrases its words are too general."""

    task_id: str
    code_id: str
    label: str
    acts: tuple[WantedAct, ...]
    names: tuple[NounPhrase, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Which task or code it is."""
        return (self.task_id, self.code_id)

    @property
    def can_be_found(self) -> bool:
        """Whether any of its words tell it from other work."""
        return bool(self.acts or self.names)


def wanted(tasks: pd.DataFrame, codes: pd.DataFrame, verb_pairs: Collection[tuple[str, str]] = ()) -> list[Wanted]:
    """Return every task, and every code of a family that describes work or a credential, as it is looked for.

    The code that only stands for its family is none that a posting could ask for. `verb_pairs` say the same work beside
    the field's own synonyms; see `other_wordings`.
    """
    looked_for = [*_of_tasks(tasks), *_of_codes(codes)]
    return [_widened(one, verb_pairs) for one in looked_for] if verb_pairs else looked_for


def _widened(one: Wanted, verb_pairs: Collection[tuple[str, str]]) -> Wanted:
    acts = (replace(act, also=frozenset(other for own, other in verb_pairs if own in act.verbs)) for act in one.acts)
    return replace(one, acts=tuple(acts))


def _of_tasks(tasks: pd.DataFrame) -> Iterator[Wanted]:
    for row in schemas.records(tasks):
        label, statement = str(row["label"]), str(row["statement"])
        acts = [*task_acts(label or statement), *task_acts(statement)[: 1 if label else None]]
        yield Wanted(str(row["task_id"]), "", label or statement, tuple(dict.fromkeys(acts)))


def _of_codes(codes: pd.DataFrame) -> Iterator[Wanted]:
    for row in schemas.records(codes[codes["family"].isin(MATCHED_FAMILIES)]):
        name = str(row["name"])
        if name.casefold() == schemas.FAMILIES[row["family"]].casefold():
            continue
        acts = () if row["family"] in THINGS else task_acts(name)
        yield Wanted("", str(row["code_id"]), name, acts, () if acts else _name(name))


@lru_cache(maxsize=20_000)
def task_acts(text: str) -> tuple[WantedAct, ...]:
    """Return what a label or statement says is done without purpose or means; an act without object has the next's."""
    sentence = parsed(text)
    last = _first_cut(sentence.tokens)
    acts = _leading([act for act in sentence.acts if act.verbs[0][0] < last], sentence)
    objects = [_phrases(sentence, act) for act in acts]
    lent = [one or next((two for two in (*objects[at + 1 :], *reversed(objects[:at])) if two), ())
            for at, one in enumerate(objects)]  # fmt: skip
    made = [
        WantedAct(tuple(dict.fromkeys(verb for _, verb in act.verbs)), one) for act, one in zip(acts, lent, strict=True)
    ]
    return tuple(dict.fromkeys(one for one in map(_telling, made) if one.objects))


def _leading(acts: Sequence[Act], sentence: Parsed) -> list[Act]:
    """Return the acts that the text itself tells to do; “repair” within “costs of vehicle repair” is none."""
    is_told = bool(acts) and acts[0].form in TOLD and acts[0].verbs[0][0] <= 1 and _is_plain(acts[0], sentence)
    told_to = [act for act in acts if not is_told or (act.form in TOLD and _is_plain(act, sentence))]
    light = min((act.verbs[0][0] for act in told_to if _is_light(act)), default=len(sentence.tokens))
    return [*told_to, *(act for act in acts if act not in told_to and act.verbs[0][0] > light)]


def _is_light(act: Act) -> bool:
    return all(verb in field_words().light for _, verb in act.verbs)


def _is_plain(act: Act, sentence: Parsed) -> bool:
    return not verbs_of(sentence.tokens[act.verbs[0][0]].low)[1]


def _first_cut(tokens: Sequence[Token]) -> int:
    """Return the place where purpose, means or circumstance begin; a list that goes on after a comma is not read."""
    first = 2 if len(tokens) > 1 and tokens[1].low == "to" else 1
    cuts = (at for at, token in enumerate(tokens) if at >= first and token.low in field_words().cuts - SOUGHT)
    return next(cuts, len(tokens))


def _telling(act: WantedAct) -> WantedAct:
    """Leave out what is too general: “maintain equipment” is in every posting, “calibrate equipment” is not."""
    is_common = all(verb in field_words().common for verb in act.verbs)
    return WantedAct(act.verbs, tuple(one for one in act.objects if one.telling or (one.general and not is_common)))


def _name(text: str) -> tuple[NounPhrase, ...]:
    words = [token.low for token in parsed(text).tokens if _is_content(token)]
    phrase = noun_phrase(words)
    return (phrase,) if phrase.telling else ()


@dataclass(frozen=True)
class NamedThing:
    """A thing an act is done to, with its words as they stand."""

    words: tuple[str, ...]
    phrase: NounPhrase


def act_phrases(sentence: Parsed, act: Act) -> tuple[NamedThing, ...]:
    """Return the things an act is done to: a list is several, and the last lends its head to lone words before it."""
    chunks: list[list[str]] = [[]]
    heads: dict[int, str] = {}
    seeks = any(verb in field_words().seeks for _, verb in act.verbs)
    for at in act.objects:
        token = sentence.tokens[at]
        is_sought = token.low in SOUGHT and seeks
        if not is_sought and _ends_object(sentence, at, chunks[-1]):
            break
        if is_sought or token.low in _PARTS_LIST:
            chunks.append([])
        elif token.low == "of" and chunks[-1]:
            heads.setdefault(len(chunks) - 1, chunks[-1][-1])
        elif _is_content(token):
            chunks[-1].append(token.low)
    named = enumerate(_with_heads(chunks))
    return tuple(NamedThing(tuple(words), noun_phrase(words, heads.get(at, ""))) for at, words in named if words)


def _phrases(sentence: Parsed, act: Act) -> tuple[NounPhrase, ...]:
    return tuple(one.phrase for one in act_phrases(sentence, act))


def _ends_object(sentence: Parsed, at: int, words: Sequence[str]) -> bool:
    """Whether what is done to ends here: with (a tool), for (a purpose), engaged in; not “details in drawings”."""
    low = sentence.tokens[at].low
    if low == "in" and words and words[-1].startswith(("specification", "information", "detail", "data")):
        return False
    following = sentence.tokens[at + 1].low if at + 1 < len(sentence.tokens) else ""
    if verbs_of(low)[1] == "ed" and following in left_aside()[0]:
        return True
    return low in _ENDS_OBJECT and low not in {"such", "as", "including"}


def _with_heads(chunks: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the chunks, lone words with the head of the next unless plural: hydrogen (detectors), flame detectors."""
    whole = [list(one) for one in chunks]
    for at in range(len(whole) - 2, -1, -1):
        ahead = next((words for words in whole[at + 1 :] if words), [])
        if len(ahead) > 1 and 0 < len(whole[at]) < 3 and not whole[at][-1].endswith("s"):
            whole[at] = [*whole[at], ahead[-1]]
    return whole


def noun_phrase(words: Sequence[str], head: str = "") -> NounPhrase:
    """Return words as the name of a thing; its head is the last word, or the one before “of”."""
    while len(words) > 1 and words[-1].endswith(("ous", "able", "ive")):
        words = words[:-1]
    stems = list(dict.fromkeys(thing(word) for word in words))
    general = field_words().general
    telling = tuple(one for one in stems if one not in general)
    return NounPhrase(telling, tuple(one for one in stems if one in general), thing(head or words[-1]) if words else "")


def _is_content(token: Token) -> bool:
    ordinary = left_aside()[0]
    return (
        not token.is_mark
        and not token.is_masked
        and token.low not in ordinary
        and not token.low.isdigit()
        and len(token.low) > 1
    )
