"""A small grammar of statements: [condition,] [adverb] verb [particle] object [qualifier], and which acts are in it.

A word is taken for a verb only where its neighbours bear it out, since most verbs of work are nouns as well: in "test
start and stop controls" one act is asked for, in "test the pump and stop it" two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from codesign.wording.lexicon import Lexicon

_TOKEN = re.compile(
    r"""
    \([^)]*\) | "[^"]*" | “[^”]*” | «[^»]*»          # in brackets or quotation marks
    | e\.g\. | i\.e\. | etc\.?
    | [^\W_]+ (?:-[^\W_]+)* '? (?:(?<=')[st]\b)?     # a word; l'eau is two, don't and worker's are one
    | [,;:/&–—] | \. (?=\s+[A-ZÀ-Ý]|\s*$)            # a mark
    """,
    re.VERBOSE,
)
_MARKS = frozenset(",;:/&–—.")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Token:
    """A word or a mark of a statement, in small letters, with its place."""

    word: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is a comma or another mark."""
        return self.word in _MARKS


@dataclass(frozen=True)
class Statement:
    """A statement in its parts: a condition that stands first, the rest from the verb on, and its acts as typed."""

    text: str
    condition: str
    opening: str
    tokens: tuple[Token, ...]
    """Words and marks of the opening."""
    acts: tuple[str, ...]
    """The verbs of its acts as typed, each with its particles."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the opening in small letters."""
        return tuple(token.word for token in self.tokens if not token.is_mark)

    def typed(self, count: int = 1) -> str:
        """Return the first words of the opening as they were typed."""
        own = [token for token in self.tokens if not token.is_mark][:count]
        return self.opening[own[0].start : own[-1].end].rstrip(" '") if own else ""


def parse(text: str, words: Lexicon) -> Statement:
    """Return the parts of a statement or label."""
    condition, opening = _from_the_verb(text.strip().replace("’", "'"), words)
    tokens = tokenize(opening)
    acts = tuple(opening[tokens[at].start : tokens[end - 1].end] for at, end in _Reading(tokens, words).acts())
    return Statement(text, condition, opening, tuple(tokens), acts)


def tokenize(text: str) -> list[Token]:
    """Return words and marks; what stands in brackets is left out."""
    return [
        Token(match.group().lower().rstrip(".") or ".", match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if not match.group().startswith("(")
    ]


def word_count(text: str) -> int:
    """Return how many words a text has."""
    return len(WORD.findall(text))


def _from_the_verb(text: str, words: Lexicon) -> tuple[str, str]:
    condition = words.patterns["condition_first"].match(text)
    if condition and words.is_verb(text.split()[0].lower()) and not words.is_in(text.split()[0].lower(), "conditions"):
        condition = None
    opening = text[condition.end() :] if condition else text
    first = WORD.match(opening)
    while first and _is_adverb(first.group(), words):
        opening = opening[first.end() :].lstrip(" ,")
        first = WORD.match(opening)
        second = WORD.search(opening, first.end()) if first and words.is_in(first.group().lower(), "links") else None
        if second and _is_adverb(second.group(), words):
            opening = opening[second.start() :]
            first = WORD.match(opening)
    return (condition.group() if condition else ""), _without_pronoun(opening, words)


def _is_adverb(word: str, words: Lexicon) -> bool:
    return bool(words.patterns["adverb"].match(word)) and not words.is_verb(word.lower())


def _without_pronoun(opening: str, words: Lexicon) -> str:
    """Return the opening without the pronoun of a reflexive verb, as in "s'assurer"."""
    tokens = tokenize(opening)
    if len(tokens) > 1 and words.is_in(tokens[0].word, "before_verbs") and words.is_verb(tokens[1].word):
        return opening[tokens[1].start :]
    return opening


@dataclass(frozen=True)
class _Joint:
    """What joins two parts of a statement: commas, "and", "then"."""

    links: tuple[str, ...]
    end: int

    @property
    def has_comma(self) -> bool:
        return "," in self.links

    @property
    def is_stop(self) -> bool:
        return bool({";", "."} & set(self.links))


class _Reading:
    """One way through the tokens of a statement, which remembers what the last words hang on."""

    def __init__(self, tokens: Sequence[Token], words: Lexicon) -> None:
        self.tokens, self.words = tokens, words
        self.hangs_on, self.commas, self.after_verb = "", 0, True

    def acts(self) -> list[tuple[int, int]]:
        """Return where the verb of each act stands and where its particles end, fixed pairs as one."""
        if not self.tokens or self.tokens[0].is_mark or not self._begins_with_a_verb():
            return []
        first = self._first_verb()
        places, at = [first], self._past_particles(first + 1)
        while at < len(self.tokens):
            joint = self._joint(at)
            if joint is None:
                self._note(at)
                at += 1
            elif self._is_act(joint, at):
                places.append(joint.end)
                self.hangs_on, self.commas, self.after_verb = "", 0, True
                at = self._past_particles(joint.end + 1)
            else:
                self._pass(joint)
                at = max(joint.end, at + 1)
        return [(at, self._past_particles(at + 1)) for at in self._without_pairs(places)]

    def _first_verb(self) -> int:
        """Return the place of the first verb: after "may" or "to", and words such as "also"."""
        if len(self.tokens) == 1 or not self.words.is_in(self.tokens[0].word, "leave_out"):
            return 0
        return 2 if len(self.tokens) > 2 and self.words.is_in(self.tokens[1].word, "before_verbs") else 1

    def _begins_with_a_verb(self) -> bool:
        """Return whether the first word may be a verb: nobody said that it is something else."""
        first = self.tokens[0].word
        return self.words.is_verb(first) or not self.words.names_a_thing(first)

    def _word(self, at: int) -> str:
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def _past_particles(self, at: int) -> int:
        while self.words.is_in(self._word(at), "particles"):
            at += 1
        return at

    def _joint(self, at: int) -> _Joint | None:
        """Return what joins from here on, up to the next word that is neither link nor adverb."""
        end = at
        while self._word(end) in _MARKS or self.words.is_in(self._word(end), "links", "then"):
            end += 1
        if end == at:
            return None
        links = tuple(self._word(place) for place in range(at, end))
        while _is_adverb(self._word(end), self.words):
            end += 1
        while self.words.is_in(self._word(end), "before_verbs"):
            end += 1
        return _Joint(links, end)

    def _note(self, at: int) -> None:
        """Note what the next words hang on: an infinitive, a clause or a list of examples."""
        word, following = self._word(at), self._following(at)
        self.after_verb = False
        if self.words.is_in(word, "infinitive") and (self._may_be_verb(following) or self._begins_verbs(at + 2)):
            self.hangs_on, self.commas = "infinitive", 0
        elif self.words.is_in(word, "listings"):
            self.hangs_on = "list"
        elif self.words.is_in(word, "clauses") and not following.endswith("ing") and not self.hangs_on:
            self.hangs_on = "clause"

    def _begins_verbs(self, at: int) -> bool:
        """Return whether a word that nobody listed is joined to a verb, and so is one: to solder, seal or insulate."""
        joint = self._joint(at) if at < len(self.tokens) else None
        return joint is not None and self.words.is_verb(self._word(joint.end)) and not self._is_borne_out(joint.end)

    def _following(self, at: int) -> str:
        at += 1
        while self.words.is_in(self._word(at), "before_verbs"):
            at += 1
        return self._word(at)

    def _may_be_verb(self, word: str) -> bool:
        return self.words.is_verb(word) or self.words.looks_like_verb(word) or self.words.is_in(word, "be")

    def _pass(self, joint: _Joint) -> None:
        self.after_verb = False
        self.commas += joint.has_comma
        if joint.is_stop or (joint.has_comma and self.hangs_on == "clause"):
            self.hangs_on, self.commas = "", 0
        if ":" in joint.links or "–" in joint.links or "—" in joint.links:
            self.hangs_on = "list"

    def _is_act(self, joint: _Joint, at: int) -> bool:
        verb = self._word(joint.end)
        if not self.words.is_verb(verb) or ("-" in verb and verb not in self.words.verbs and not self.after_verb):
            return False
        is_sure = self._is_borne_out(joint.end)
        if joint.is_stop:
            return is_sure or not self.words.is_noun_too(verb)
        if any(self.words.is_in(link, "then") for link in joint.links):
            return True
        if self.hangs_on == "infinitive":
            return is_sure and joint.has_comma and len(joint.links) > 1 and not self.commas
        if self.hangs_on == "clause" and not joint.has_comma:
            return False
        if self.hangs_on == "list":
            return is_sure and joint.has_comma
        return self.after_verb or is_sure or self._stands_as_verb(joint, at)

    def _is_borne_out(self, at: int) -> bool:
        """Return whether a particle, an article, a pronoun or a number follows, as one does a verb."""
        if self.words.is_in(self._word(at + 1), "sure_particles"):
            return True
        following = self._word(self._past_particles(at + 1))
        return self.words.is_in(following, "determiners") or following[:1].isdigit()

    def _stands_as_verb(self, joint: _Joint, at: int) -> bool:
        verb = self._word(joint.end)
        if not self.words.is_noun_too(verb):
            return True
        if self.words.is_in(verb, "nouns_first") or not self._is_whole(self._word(at - 1)):
            return False
        following = self._word(joint.end + 1)
        if not following or following in _MARKS or self.words.is_in(following, "prepositions"):
            return False
        return (not joint.has_comma and not self.commas) or (joint.links == (",",) and not self._links_after(joint.end))

    def _is_whole(self, word: str) -> bool:
        """Return whether an object may end with this word: a plural or a noun that has none."""
        return self.words.is_in(word, "mass") or (word.endswith("s") and not word.endswith(("ss", "us", "is")))

    def _links_after(self, at: int) -> bool:
        return any(self.words.is_in(token.word, "links") for token in self.tokens[at:])

    def _without_pairs(self, places: list[int]) -> list[int]:
        """Leave out the second verb of what the field calls by two: lock out and tag out."""
        return [at for n, at in enumerate(places) if n == 0 or not self._is_pair(places[n - 1], at)]

    def _is_pair(self, first: int, second: int) -> bool:
        between = [self._word(at) for at in range(first + 1, second)]
        is_close = all(word in _MARKS or self.words.is_in(word, "links", "particles") for word in between)
        return is_close and (self._word(first), self._word(second)) in self.words.verb_pairs
