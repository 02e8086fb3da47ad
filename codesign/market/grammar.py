"""What a sentence says is done, and to what: a small grammar over verbs, nouns made of verbs, and lists.

Nothing is looked up in a model of the language. A verb is known by the field's list, its form and its place; what it is
done to is what follows, up to the next verb; of a noun such as “installation” what follows “of”, or stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codesign.market.words import field_words, left_aside, stem, thing, verbs_of

TOKEN = re.compile(r"[^\W_](?:[\w'’]*[^\W_])?|[,;:()/.]")
FURTHEST = 30
"""Words after a verb among which its objects are looked for."""
_JOINS = frozenset({",", "and", "or", "/", "then", "also", "and/or", "(", ")"})
_ENDS_OF_THINGS = frozenset({"of", ".", ";", ""})
_BEFORE_PLAIN = frozenset({"to", "will", "must", "can", "may", "should", "shall", "you", "we", "they", "who", "not",
                           "could", "would", "then", "please"})  # fmt: skip
SOUGHT = frozenset({"for", "from"})
"""What stands before that which is looked for, or looked at to find it."""
_ASIDE = frozenset(
    ["on", "with", "for", "at", "into", "onto", "against", "within", "beside", "near", "around", "inside"]
)
_ADVERBS = frozenset({"up", "out", "down", "off"})
_ARTICLES = frozenset({"a", "an", "the", "all", "any", "each", "every", "their", "its", "our", "your", "various",
                       "own", "new", "minor", "major"})  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word or mark of a sentence and where it stands in it; `low` is the word in small letters.

    `thing` is the word without its ending, "" for a mark and for a word that means no work where it stands.
    """

    text: str
    start: int
    end: int
    low: str
    is_mark: bool
    thing: str
    is_masked: bool = False


@dataclass(frozen=True)
class Act:
    """Verbs of a sentence that share what they are done to: places of both among its tokens."""

    verbs: tuple[tuple[int, str], ...]
    """Where each verb stands, and its stem."""
    objects: tuple[int, ...]
    """The places in which its objects are looked for, in order."""
    form: str = "verb"
    """Whether it is said by a "verb", by what may be a thing too ("soft"), a "noun" made of a verb, or as "done"."""


@dataclass(frozen=True)
class Parsed:
    """A sentence with its tokens and acts."""

    text: str
    tokens: tuple[Token, ...]
    acts: tuple[Act, ...]
    things: frozenset[str]
    """Its words without their endings."""


@lru_cache(maxsize=20_000)
def parsed(text: str) -> Parsed:
    """Return a sentence with what it says is done."""
    tokens = tuple(_tokens(text))
    kinds = _kinds(tokens)
    return Parsed(text, tokens, tuple(_acts(tokens, kinds)), frozenset(token.thing for token in tokens if token.thing))


def _tokens(text: str) -> Iterator[Token]:
    masked = [match.span() for match in field_words().masks.finditer(text)]
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] == "-" == text[end : end + 1]:
            continue  # the middle of room-by-room
        word, low = match.group(0), match.group(0).lower()
        is_mark, is_masked = not word[0].isalnum(), any(first <= start < last for first, last in masked)
        yield Token(word, start, end, low, is_mark, "" if is_mark or is_masked else thing(low), is_masked)


# which words are verbs --------------------------------------------------------------------------------


def _kinds(tokens: Sequence[Token]) -> list[str]:
    """Return for each token "verb", "soft" (a verb or a thing), "noun" (of a verb), "done" (are checked), or ""."""
    kinds = [""] * len(tokens)
    for place, token in enumerate(tokens):
        if not token.is_mark and not token.is_masked:
            kinds[place] = _kind(tokens, kinds, place)
    return kinds


def _kind(tokens: Sequence[Token], kinds: Sequence[str], place: int) -> str:
    word, own = tokens[place].low, field_words()
    base, form = verbs_of(word)
    before = tokens[place - 1].low if place else ""
    after = tokens[place + 1].low if place + 1 < len(tokens) else ""
    if base and word in own.things and _is_done_here(tokens, place):
        return "verb"
    if place == 0 and word == "do":
        return "verb"
    if not base or word in own.things or word in left_aside()[0] or word in own.cuts:
        return ""
    if form == "nominal":
        return "noun"
    if form == "ing":
        return "soft" if before in _ARTICLES else "verb"
    if form == "ed":
        return "done"
    if form == "s":
        return _of_third_person(tokens, kinds, place, base, after)
    return _of_plain_form(kinds, place, word, before, after, tokens)


def _is_done_here(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word that mostly names a thing says what is done: in building and repairing."""
    around = [tokens[at].low if 0 <= at < len(tokens) else "" for at in (place - 1, place + 1, place + 2)]
    is_led = around[0] in {"in", "by", "of", "for"} and around[1] in {"and", "or", ","}
    return is_led and around[2].endswith("ing") and around[2] not in field_words().things


def _of_plain_form(
    kinds: Sequence[str], place: int, word: str, before: str, after: str, tokens: Sequence[Token]
) -> str:
    if not place or before in {";", ":", ".", "("} or before in _BEFORE_PLAIN or before.endswith("ly"):
        if word not in field_words().either:
            return "verb"
        if after == "of":
            return "noun"
        is_open = not place and bool(after) and after not in _ARTICLES | _JOINS
        return "soft" if is_open or before.endswith("ly") else "verb"
    if after == "of" and word in field_words().nominal:
        return "noun"
    if before in _JOINS:
        lead = _last_verb(tokens, kinds, place)
        if lead == "beside":
            return "verb"
        if lead and (after in _ARTICLES | _ADVERBS or word not in field_words().either):
            return "verb"
    is_listed = before in _JOINS and _last_word_is(kinds, tokens, place, "noun") and word in field_words().either
    return "noun" if word in field_words().nominal or is_listed else ""


def _last_word_is(kinds: Sequence[str], tokens: Sequence[Token], place: int, kind: str) -> bool:
    at = place - 1
    while at >= 0 and tokens[at].low in _JOINS:
        at -= 1
    return at >= 0 and kinds[at] == kind


def _of_third_person(tokens: Sequence[Token], kinds: Sequence[str], place: int, base: str, after: str) -> str:
    """Return what a word in -s is: installs after somebody and before something; of “elevator drives” a thing."""
    before = tokens[place - 1].low if place else ""
    if before in _JOINS and _last_verb(tokens, kinds, place) == "beside":
        return "verb"
    if before in _ARTICLES or after in _ENDS_OF_THINGS:
        return ""
    if not place:
        return "verb" if base not in field_words().either or after not in _JOINS else ""
    is_first = not any(kind == "verb" for kind in kinds)
    if base in field_words().either:
        is_led = tokens[0].low in _ARTICLES and not any(one.low in _ASIDE | {"of", "in"} for one in tokens[:place])
        return "verb" if (is_first and is_led) or before == ";" else ""
    return "verb" if is_first or before in {";", ",", "and", "or", "who", "that", "which"} else ""


def _last_verb(tokens: Sequence[Token], kinds: Sequence[str], place: int) -> str:
    """Return "beside" where only joining words stand between a word and a verb, "before" where one stands earlier."""
    at = place - 1
    while at >= 0 and (tokens[at].low in _JOINS or tokens[at].low.endswith("ly") or tokens[at].low in _ADVERBS):
        at -= 1
    if at >= 0 and kinds[at] in {"verb", "soft"}:
        return "beside"
    return "before" if any(kind == "verb" for kind in kinds[:place]) else ""


# acts -------------------------------------------------------------------------------------------------


def _acts(tokens: Sequence[Token], kinds: Sequence[str]) -> Iterator[Act]:
    place = 0
    while place < len(tokens):
        if kinds[place] in {"verb", "soft"}:
            group, place = _group(tokens, kinds, place, {"verb", "soft"})
            objects = _after(tokens, kinds, place, seeks=_seeks(tokens, group))
            before = _before(tokens, kinds, group[0]) if verbs_of(tokens[group[0]].low)[1] == "ing" else ()
            yield _act(tokens, group, objects, kinds[group[0]])
            if before and not (objects and tokens[place - 1].low != ","):
                yield _act(tokens, group, before)
        elif kinds[place] == "noun":
            group, place = _group(tokens, kinds, place, {"noun"})
            if place < len(tokens) and tokens[place].low in {"of", "to", "on"}:
                yield _act(tokens, group, _after(tokens, kinds, place + 1), "noun")
            yield _act(tokens, group, _before(tokens, kinds, group[0]), "noun")
        elif kinds[place] == "done":
            yield _act(tokens, [place], _passive(tokens, kinds, place), "done")
            place += 1
        else:
            place += 1


def _act(tokens: Sequence[Token], group: Sequence[int], objects: Sequence[int], form: str = "verb") -> Act:
    return Act(tuple((place, stem(verbs_of(tokens[place].low)[0])) for place in group), tuple(objects), form)


def _group(tokens: Sequence[Token], kinds: Sequence[str], place: int, of: set[str]) -> tuple[list[int], int]:
    """Return the places of verbs that are joined, and the first place after them."""
    group, at = [place], place + 1
    while at < len(tokens):
        ahead = at
        while ahead < len(tokens) and (tokens[ahead].low in _JOINS or tokens[ahead].low.endswith("ly")):
            ahead += 1
        if ahead < len(tokens) and kinds[ahead] in of and (ahead > at or kinds[ahead] == "soft"):
            group.append(ahead)
            at = ahead + 1
            continue
        if tokens[at].low in _ADVERBS:
            at += 1
            continue
        break
    return group, at


def _seeks(tokens: Sequence[Token], group: Sequence[int]) -> bool:
    return any(stem(verbs_of(tokens[place].low)[0]) in field_words().seeks for place in group)


def _after(tokens: Sequence[Token], kinds: Sequence[str], place: int, *, seeks: bool = False) -> tuple[int, ...]:
    """Return the places of what a verb is done to: up to the next verb, a cut, or the end of the sentence."""
    places: list[int] = []
    if place < len(tokens) and tokens[place].low == "to":
        place += 1  # respond to an alarm
    for at in range(place, min(len(tokens), place + FURTHEST)):
        is_sought = seeks and tokens[at].low in SOUGHT
        if (
            tokens[at].text in ";."
            or tokens[at].text == ":"
            or (tokens[at].low in field_words().cuts and not is_sought)
        ):
            break
        if kinds[at] == "verb" and at > place:
            break
        if tokens[at].low in _ASIDE and not is_sought and any(tokens[one].thing for one in places):
            break
        places.append(at)
    return tuple(places)


def _before(tokens: Sequence[Token], kinds: Sequence[str], place: int) -> tuple[int, ...]:
    """Return the few words right before a noun made of a verb: heat load calculation."""
    places: list[int] = []
    for at in range(place - 1, max(-1, place - 6), -1):
        low = tokens[at].low
        if (tokens[at].is_mark and low != "/") or kinds[at] == "verb" or low in left_aside()[0] - {"and", "or"}:
            break
        places.insert(0, at)
    return tuple(places)


def _passive(tokens: Sequence[Token], kinds: Sequence[str], place: int) -> tuple[int, ...]:
    """Return what stands before a participle: fittings gauged, certificates are checked; not before “related work”."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is not None and not after.is_mark and after.low not in left_aside()[0] and thing(after.low):
        last = tokens[place - 1].low if place else ""
        if last not in {"is", "are", "be", "been", "was", "were"}:
            return ()
    at = place - 1
    while (at >= 0 and tokens[at].low in {"is", "are", "be", "been", "was", "were", "and", "or"}) or (
        at >= 0 and kinds[at] == "done"
    ):
        at -= 1
    return _before(tokens, kinds, at + 1)
