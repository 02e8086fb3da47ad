"""Which sentence of a posting says a task is done: the verb and what it is done to, in one clause."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codesign.market.cleaning import sentence_sha256, sentences
from codesign.market.grammar import Act, Parsed, parsed
from codesign.market.wanted import NounPhrase, Wanted, WantedAct
from codesign.market.words import WORD, field_words, left_aside, same_things, thing, verbs_of

TERM_SHARE = 2 / 3
FEWEST_NEAR = 2
"""Where only the verb is another, what it is done to has so many telling words."""
CLOSE = 9
"""Words of one thing stand within this many words of each other."""


@dataclass(frozen=True)
class Hit:
    """Why a sentence is matched: the places of its words among the tokens, and the pair of words it rests on.

    `pair` is the verb and the thing as they stand in the posting, without endings; what is judged teaches by it.
    """

    places: tuple[int, ...]
    pair: tuple[str, str]
    is_near: bool = False


@dataclass(frozen=True)
class Found:
    """A match in a posting: of what, the sentence, where the words it rests on stand in it, and the pair of these."""

    key: tuple[str, str]
    sentence: str
    sha256: str
    marks: tuple[tuple[int, int], ...]
    pair: tuple[str, str]
    is_near: bool


class Looked:
    """Tasks and codes in such an order that a sentence is held only against those with which it shares a thing."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self.wanted = wanted
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._triggers: dict[str, bool] = {}
        self._texts: dict[str, tuple[Found, ...]] = {}
        for number, one in enumerate(wanted):
            for word in {same for own in _words_of(one) for same in same_things(own)}:
                self._by_word[word].append(number)

    def triggers(self, text: str) -> bool:
        """Whether any word of a text is a thing that is looked for: what has none is not read any further."""
        return any(map(self._is_looked_for, text.split()))

    def _is_looked_for(self, word: str) -> bool:
        answer = self._triggers.get(word)
        if answer is None:
            answer = any(thing(part) in self._by_word for part in WORD.findall(word.lower()))
            self._triggers[word] = answer
        return answer

    def candidates(self, sentence: Parsed) -> list[Wanted]:
        """Return the tasks and codes that share a thing with a sentence."""
        numbers = {number for word in sentence.things for number in self._by_word.get(word, ())}
        return [self.wanted[number] for number in sorted(numbers)]

    def hits(self, text: str) -> list[tuple[Wanted, Hit]]:
        """Return what a sentence is a match of, each with why."""
        if not self.triggers(text):
            return []
        sentence = parsed(text)
        held = ((one, hit(one, sentence)) for one in self.candidates(sentence))
        return [(one, why) for one, why in held if why is not None]

    def in_posting(self, text: str) -> tuple[Found, ...]:
        """Return every match in a posting; a posting that was read before is not read again."""
        if text not in self._texts:
            self._texts[text] = tuple(self._read(text))
        return self._texts[text]

    def _read(self, text: str) -> Iterator[Found]:
        for sentence in dict.fromkeys(sentences(text, self.triggers)):
            for one, why in self.hits(sentence):
                tokens = parsed(sentence).tokens
                marks = tuple((tokens[place].start, tokens[place].end) for place in why.places)
                yield Found(one.key, sentence, sentence_sha256(sentence), marks, why.pair, why.is_near)


@lru_cache(maxsize=3)
def looked_through(wanted: tuple[Wanted, ...]) -> Looked:
    """Return what looks for tasks and codes; the same for the same ones, so that postings are read once."""
    return Looked(wanted)


def _words_of(one: Wanted) -> set[str]:
    things = [phrase for act in one.acts for phrase in act.objects] + list(one.names)
    return {word for phrase in things for word in (phrase.telling or phrase.general)}


def hit(one: Wanted, sentence: Parsed) -> Hit | None:
    """Return why a sentence says that a task is done or names what a code is about, or None.

    A verb of the task, or one that says the same, has an object of the task among its own objects. Two thirds of the
    telling words of the object stand close together, what it is (its head) among them where that is a telling word.
    Where only the verb is another, the hit is near.
    """
    near: Hit | None = None
    for act_wanted, phrase in _present(one, sentence):
        for act in sentence.acts:
            places = _object_places(phrase, sentence, act.objects)
            if not places:
                continue
            verb = _verb_place(act, act_wanted, phrase)
            if verb is not None:
                return Hit(tuple(sorted({verb[0], *places})), (verb[1], phrase.key))
            other = act.verbs[0]
            if len(phrase.telling) < FEWEST_NEAR or act.form == "soft":
                continue
            near = near or Hit(tuple(sorted({other[0], *places})), (other[1], phrase.key), is_near=True)
    for phrase in one.names:
        places = _object_places(phrase, sentence, range(len(sentence.tokens)))
        if places:
            return Hit(places, ("", phrase.key))
    return near


def _present(one: Wanted, sentence: Parsed) -> Iterator[tuple[WantedAct, NounPhrase]]:
    """Return the objects of a task of which enough words stand anywhere in a sentence, each with its act."""
    for act in one.acts:
        for phrase in act.objects:
            words = phrase.telling or phrase.general
            if sum(not sentence.things.isdisjoint(same_things(word)) for word in words) >= _enough(words):
                yield act, phrase


def _enough(words: Sequence[str]) -> int:
    return max(min(2, len(words)), math.ceil(len(words) * TERM_SHARE - 1e-9))


def _verb_place(act: Act, one: WantedAct, phrase: NounPhrase) -> tuple[int, str] | None:
    """Return where a verb of the task stands, or one that says the same.

    Of a general thing (equipment) only the task's own will do, of one whose head is general (financial systems) no verb
    that only a framework puts for it.
    """
    same = field_words().are_one_verb
    own = [(place, verb) for place, verb in act.verbs if verb in one.verbs]
    others = [(place, verb) for place, verb in act.verbs if any(same(verb, other) for other in one.verbs)]
    also = [(place, verb) for place, verb in act.verbs if verb in one.also and phrase.head in phrase.telling]
    return next(iter([*own, *others, *also] if phrase.telling else own), None)


def _object_places(phrase: NounPhrase, sentence: Parsed, among: Sequence[int]) -> tuple[int, ...]:
    """Return where the words of a thing stand, or nothing where too few do, or too far from each other."""
    needed = phrase.telling or phrase.general
    same = [(word, same_things(word)) for word in needed]
    places = [(at, word) for at in among for word, own in same if sentence.tokens[at].thing in own]
    for first, _ in places:
        near = [(at, word) for at, word in places if first <= at <= first + CLOSE]
        words = {word for _, word in near}
        if len(words) < _enough(needed) or (phrase.head in needed and phrase.head not in words):
            continue
        if _is_whole(phrase, sentence, [at for at, _ in near], among):
            return tuple(at for at, _ in near)
    return ()


def _is_whole(phrase: NounPhrase, sentence: Parsed, places: Sequence[int], among: Sequence[int]) -> bool:
    """Whether the words name the thing itself: “water meters” are no water, “electrical laws” nothing electrical."""
    last = places[-1]
    heads = [at for at in places if sentence.tokens[at].thing in same_things(phrase.head)]
    at = (heads[-1] if heads else last) + 1
    allowed = set(among)
    if phrase.head in phrase.telling:
        return at not in allowed or not _is_thing_word(sentence, at)
    while at in allowed and at <= last + 6:
        token = sentence.tokens[at]
        if thing(token.low) in field_words().general:
            return True
        if _is_thing_word(sentence, at) and not _describes(token.low):
            return False
        at += 1
    return len(phrase.telling) > 1


def _is_thing_word(sentence: Parsed, at: int) -> bool:
    token = sentence.tokens[at]
    if token.is_mark or token.low in left_aside()[0] or token.low in field_words().cuts:
        return False
    if token.low in field_words().things:
        return True
    return thing(token.low) not in field_words().general and verbs_of(token.low)[1] not in {"ed", "ing", "nominal"}


def _describes(word: str) -> bool:
    return word.endswith(("al", "ic", "ive", "ed", "ing", "ous", "ary")) or word in field_words().noun_sets
