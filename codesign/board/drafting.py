"""A first label and statement of a task from the words of passages: verb, object, what qualifies it; none invented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codesign.board.lexicon import words
from codesign.board.verbs import is_telling, plain_verb
from codesign.market import stem
from codesign.phrases import count_of
from codesign.wording import LABEL_WORDS

MOST_OBJECT = 4
MOST_QUALIFIER = 6
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[.,;:!?…—–()]")


@dataclass(frozen=True)
class Act:
    """What somebody says is done: a verb in its plain form, its object, and what qualifies it, as they said them."""

    verb: str
    thing: tuple[str, ...]
    qualifier: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The verb with its object."""
        return _capital(" ".join([self.verb, *self.thing]))

    @property
    def stems(self) -> frozenset[str]:
        """The stems of the object's words."""
        return frozenset(stem(word) for word in self.thing)


@dataclass(frozen=True)
class Draft:
    """A label, a statement, and a sentence on what they rest on; a label may be empty where the words say no act."""

    label: str
    statement: str
    words: str


def draft(passages: Sequence[str], codes: Sequence[str]) -> Draft:
    """Return a draft from the words of passages and the names of the codes they stand under.

    Codes are those below a family only: a family says nothing of one task. A code that all passages share and that
    begins with a verb is the label; else it is the act that most of them name.
    """
    every = [act for text in passages for act in acts(text)]
    name = codes[0] if codes and len(set(codes)) == 1 and len(codes) == len(passages) else ""
    best = _best(every, passages, name)
    if name and _begins_with_verb(name):
        return _of_code(name, every)
    if best is None:
        return Draft(_short(name), "", _nothing(name))
    qualified = best.qualifier or _qualifier(best, every)
    statement = _sentence(best.verb, best.thing, qualified)
    number = sum(_names(best, text) for text in passages)
    return Draft(_short(best.label), statement, f"{_rests_on(number, len(passages))}{_otherwise(best, every)}")


def acts(text: str) -> list[Act]:
    """Return what a passage says is done, in order."""
    tokens = _TOKEN.findall(text)
    small = [token.casefold().replace("’", "'") for token in tokens]
    found = []
    for at, word in enumerate(small):
        verb = plain_verb(word)
        if is_telling(verb) and _stands_as_verb(small, at):
            found += _act(tokens, small, at, verb)
    return found


def _stands_as_verb(small: Sequence[str], at: int) -> bool:
    """Return whether a word that may be a verb is one here: at the start, after who does it, or in -ing."""
    before = small[at - 1] if at else ""
    return not before or not before[0].isalnum() or before in words()["before_verbs"] or small[at].endswith("ing")


def _act(tokens: Sequence[str], small: Sequence[str], at: int, verb: str) -> list[Act]:
    start = at + 1
    particle = small[start] if start < len(small) and small[start] in words()["particles"] else ""
    start += bool(particle)
    thing, end = _object(tokens, small, start)
    if not thing:
        return []
    return [Act(f"{verb} {particle}".strip(), thing, _phrase(tokens, small, end))]


def _object(tokens: Sequence[str], small: Sequence[str], start: int) -> tuple[tuple[str, ...], int]:
    """Return the words of the object from a place on, without articles, and where it ends."""
    thing: list[str] = []
    at = start
    while at < len(small) and small[at] in words()["determiners"]:
        at += 1
    while at < len(small) and len(thing) < MOST_OBJECT and _may_be_object(small[at]):
        thing.append(_as_written(tokens[at]))
        at += 1
    return tuple(thing), at


def _may_be_object(word: str) -> bool:
    lists = words()
    is_none = word in lists["no_object"] or word in lists["qualifiers"] or word in lists["determiners"]
    return word[0].isalnum() and not is_none and not word.endswith(("n't", "'re", "'ll", "'ve", "'d", "'m"))


def _phrase(tokens: Sequence[str], small: Sequence[str], start: int) -> tuple[str, ...]:
    """Return the phrase that qualifies an object right after it: "with nitrogen", "before the line is opened"."""
    if start >= len(small) or small[start] not in words()["qualifiers"]:
        return ()
    end = start + 1
    while end < len(small) and end - start < MOST_QUALIFIER and small[end][0].isalnum():
        if small[end] in words()["phrase_ends"]:
            break
        end += 1
    phrase = [_as_written(token) for token in tokens[start:end]]
    while phrase and phrase[-1].casefold() in words()["determiners"] | words()["qualifiers"] | words()["little"]:
        phrase.pop()
    return tuple(phrase) if len(phrase) > 1 else ()


def _best(every: Sequence[Act], passages: Sequence[str], name: str) -> Act | None:
    """Return the act that most passages name; of those named as often the one nearest to the code, and the fullest."""
    about = {stem(word) for word in name.casefold().split()}

    def rank(entry: tuple[int, Act]) -> tuple[int, int, int, int, int]:
        at, act = entry
        near = len(act.stems & about) + (stem(act.verb) in about)
        number = sum(_names(act, text) for text in passages)
        return (-number, -near, -min(len(act.thing), 3), -bool(act.qualifier), at)

    return min(enumerate(every), key=rank)[1] if every else None


def _names(act: Act, text: str) -> bool:
    """Return whether a passage has the verb and a word of the object, in whatever form."""
    said = {stem(token.casefold()) for token in _TOKEN.findall(text)}
    return stem(act.verb.split()[0]) in said and bool(act.stems & said)


def _qualifier(best: Act, every: Iterable[Act]) -> tuple[str, ...]:
    same = (act for act in every if act.verb == best.verb and act.stems & best.stems and act.qualifier)
    return next((act.qualifier for act in same), ())


def _of_code(name: str, every: Sequence[Act]) -> Draft:
    about = {stem(word) for word in name.casefold().split()}
    near = [act for act in every if act.stems & about and act.qualifier]
    statement = _capital(" ".join([name, *near[0].qualifier])) + "." if near else ""
    return Draft(_short(name), statement, "The label is the name of the code that all of these have.")


def _begins_with_verb(name: str) -> bool:
    first = name.casefold().split()[0] if name.split() else ""
    return plain_verb(first) == first != ""


def _sentence(verb: str, thing: Sequence[str], qualifier: Sequence[str]) -> str:
    return _capital(" ".join([verb, *thing, *qualifier])) + "."


def _rests_on(number: int, of: int) -> str:
    if of == 1:
        return "From the words of one passage: look whether it says what is meant."
    if number == of:
        return f"All {of} passages name this act."
    return f"{number} of {count_of(of, 'passage')} {'names' if number == 1 else 'name'} this act."


def _otherwise(best: Act, every: Sequence[Act]) -> str:
    """Return how others say it: the acts they name instead."""
    others = [act for act in every if act.verb != best.verb and act.stems & best.stems]
    labels = list(dict.fromkeys(act.label.lower() for act in others))[:2]
    return f" Said otherwise: {', '.join(f'“{one}”' for one in labels)}." if labels else ""


def _nothing(name: str) -> str:
    if name:
        return "The label is the name of the code; no act is named in these words. Say what is done."
    return "These words name no act with its object. Say what is done: a verb, and what it is done to."


def _short(label: str) -> str:
    return _capital(" ".join(label.split()[:LABEL_WORDS]))


def _as_written(token: str) -> str:
    """Return a word as it is written within a sentence: names and measures stay, a first letter does not."""
    return token if token[1:] != token[1:].lower() or not token.isalpha() else token.lower()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
