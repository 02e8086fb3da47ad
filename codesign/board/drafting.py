"""A first label and statement of a task from the words of passages: verb, object, what qualifies it; none invented."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codesign.board.lexicon import words
from codesign.board.verbs import is_telling, plain_verb
from codesign.market import stem
from codesign.phrases import count_of
from codesign.wording import LABEL_WORDS

MOST_OBJECT = 4
MOST_QUALIFIER = 6
_TOKEN = re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*|[.,;:!?…—–()]")
_ARTICLES = ("the", "a", "an")


@dataclass(frozen=True)
class Act:
    """What somebody says is done: a verb in its plain form, its object, and what qualifies it, as they said them.

    `is_plain` says that a person, "to" or an article shows the verb to be one: "charge" alone may be a thing.
    """

    verb: str
    thing: tuple[str, ...]
    article: str = ""
    qualifier: tuple[str, ...] = ()
    is_plain: bool = False

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


def draft(passages: Sequence[str], code: str = "") -> Draft:
    """Return a draft from the words of passages and the name of the code that all of them stand under.

    The code is one below a family: a family says nothing of one task. Where it begins with a verb it is the label;
    else that is the act that most passages name.
    """
    every = [act for text in passages for act in acts(text)]
    name = _as_act(code)
    best = _best(every, passages, name)
    number = sum(_names(best, text) for text in passages) if best else 0
    if _begins_with_verb(name) and (name == code or number < min(2, len(passages))):
        return _of_code(name, every)
    if best is None:
        return Draft(_short(name), "", _nothing(name))
    statement = _sentence(best, best.qualifier or _qualifier(best, every))
    return Draft(_short(best.label), statement, f"{_rests_on(number, len(passages))}{_otherwise(best, every)}")


def acts(text: str) -> list[Act]:
    """Return what a passage says is done, in order."""
    tokens = _TOKEN.findall(text)
    small = [token.casefold().replace("’", "'") for token in tokens]
    named = []
    for at, word in enumerate(small):
        verb = plain_verb(word)
        if is_telling(verb) and _stands_as_verb(small, at):
            named += _act(tokens, small, at, verb)
    return named


def _stands_as_verb(small: Sequence[str], at: int) -> bool:
    """Return whether a word that may be a verb is one here: at the start, after who does it, or in -ing."""
    before = small[at - 1] if at else ""
    return not before or not before[0].isalnum() or before in words()["before_verbs"] or small[at].endswith("ing")


def _act(tokens: Sequence[str], small: Sequence[str], at: int, verb: str) -> list[Act]:
    start = at + 1
    particle = small[start] if start < len(small) and small[start] in words()["particles"] else ""
    start += bool(particle)
    first = start
    while first < len(small) and small[first] in words()["determiners"]:
        first += 1
    thing, end = _object(tokens, small, first)
    if not thing:
        return []
    is_plain = first > start or (at > 0 and small[at - 1] in words()["before_verbs"])
    article = next((one for one in small[start:first] if one in _ARTICLES), "")
    return [Act(f"{verb} {particle}".strip(), thing, article, _phrase(tokens, small, end), is_plain)]


def _object(tokens: Sequence[str], small: Sequence[str], start: int) -> tuple[tuple[str, ...], int]:
    """Return the words of the object from a place on, and where it ends: "gas and flame detectors"."""
    thing: list[str] = []
    at = start
    while at < len(small) and len(thing) < MOST_OBJECT and _may_be_object(small[at], is_first=not thing):
        thing.append(_as_written(tokens[at]))
        at += 1
        if thing and at + 1 < len(small) and small[at] in ("and", "or") and _goes_on(small[at + 1 : at + 3]):
            thing.append(tokens[at])
            at += 1
    return tuple(thing), at


def _goes_on(following: Sequence[str]) -> bool:
    """Return whether what follows an "and" is one more thing, rather than one more act."""
    if not following or not _may_be_object(following[0], is_first=False) or following[0].endswith("ing"):
        return False
    return not plain_verb(following[0]) and not (len(following) > 1 and following[1] in words()["no_object"])


def _may_be_object(word: str, *, is_first: bool) -> bool:
    lists = words()
    is_none = any(word in lists[name] for name in ("no_object", "qualifiers", "determiners", "little"))
    is_verb = not is_first and plain_verb(word) in lists["empty_verbs"]
    is_short = word.endswith(("n't", "'re", "'ll", "'ve", "'d", "'m")) or len(word) < 2
    return word[0].isalnum() and not (is_none or is_verb or is_short)


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
    """Return the act that most passages name; of those named as often the one whose words most of them share."""
    about = {stem(word) for word in name.casefold().split()}
    uses = Counter(word for text in passages for word in {stem(token.casefold()) for token in _TOKEN.findall(text)})

    def rank(entry: tuple[int, Act]) -> tuple[int, int, int, int, int]:
        at, act = entry
        near = len(act.stems & about) + (stem(act.verb) in about)
        shared = near + sum(uses[word] - 1 for word in act.stems)
        fullness = min(len(act.thing), 3) + bool(act.qualifier)
        return (-sum(_names(act, text) for text in passages), -act.is_plain, -shared, -fullness, at)

    return min(enumerate(every), key=rank)[1] if every else None


def _names(act: Act, text: str) -> bool:
    """Return whether a passage has the verb and a word of the object, in whatever form."""
    spoken = {stem(token.casefold()) for token in _TOKEN.findall(text)}
    return stem(act.verb.split()[0]) in spoken and bool(act.stems & spoken)


def _as_act(name: str) -> str:
    """Return the name of a code with its first word as a plain verb: "Explaining to operators" is to explain."""
    first, _, rest = name.partition(" ")
    verb = plain_verb(first.casefold())
    is_one = first.casefold().endswith("ing") and verb and rest
    return f"{_capital(verb)} {rest}" if is_one else name


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
    return plain_verb(first) == first and is_telling(first)


def _sentence(act: Act, qualifier: Sequence[str]) -> str:
    return _capital(" ".join(filter(None, [act.verb, act.article, *act.thing, *qualifier]))) + "."


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
