"""Words as they are compared: without their endings, with the field's synonyms, general words known as such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from codesign.wording.lexicon import lexicon

WORD = re.compile(r"[^\W_](?:[\w'’]*[^\W_])?")


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
    parts = WORD.findall(text.lower().replace("’", "'"))
    ordinary, generic = left_aside()
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


def _read(name: str) -> Mapping[str, Any]:
    text = resources.files("codesign").joinpath("rules", "en", name).read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    return read


@cache
def left_aside() -> tuple[frozenset[str], frozenset[str]]:
    """Return the ordinary words as they are, and the generic words of postings as stems."""
    words = _read("posting_words.yaml")
    return frozenset(words["ordinary"].split()), frozenset(stem(word) for word in words["generic"].split())


@dataclass(frozen=True)
class FieldWords:
    """The words of `rules/en/field_words.yaml`; verbs and nouns are known by the sets they stand in."""

    verbs: frozenset[str]
    """Every verb in its plain form."""
    verb_sets: Mapping[str, frozenset[int]]
    noun_sets: Mapping[str, frozenset[int]]
    nominal: Mapping[str, str]
    things: frozenset[str]
    either: frozenset[str]
    general: frozenset[str]
    """Stems of things that are too general to go by."""
    common: frozenset[str]
    light: frozenset[str]
    """Stems of verbs that only say that something is done."""
    seeks: frozenset[str]
    """Stems of verbs whose object may be what is looked for."""
    cuts: frozenset[str]
    masks: re.Pattern[str]

    def are_one_verb(self, one: str, other: str) -> bool:
        """Whether two verbs, as stems, say the same work."""
        none: frozenset[int] = frozenset()
        return one == other or bool(self.verb_sets.get(one, none) & self.verb_sets.get(other, none))


@lru_cache(maxsize=20_000)
def same_things(word: str) -> frozenset[str]:
    """Return the stems of the nouns that name the same thing as one, itself among them."""
    sets = field_words().noun_sets
    own = sets.get(word, frozenset())
    return frozenset({word, *(other for other, numbers in sets.items() if numbers & own)})


@cache
def field_words() -> FieldWords:
    """Return the words of the field."""
    words = _read("field_words.yaml")
    nominal = {noun: verb for noun, verb in words["nominal"].items() if verb}
    return FieldWords(
        verbs=frozenset(lexicon().verbs) | frozenset(" ".join([*words["verbs"], words["more_verbs"]]).split()),
        verb_sets=_sets(words["verbs"], stem),
        noun_sets=_sets(words["nouns"], thing),
        nominal=nominal,
        things=frozenset(words["things"].split()),
        either=frozenset(words["either"].split()),
        general=frozenset(thing(word) for word in words["general"].split()),
        common=frozenset(stem(word) for word in words["common"].split()),
        light=frozenset(stem(word) for word in words["light"].split()),
        seeks=frozenset(stem(word) for word in words["seeks"].split()),
        cuts=frozenset(words["cuts"].split()),
        masks=re.compile("|".join(f"(?:{one})" for one in words["masks"]), re.IGNORECASE),
    )


def _sets(lines: Iterable[str], key: Any) -> dict[str, frozenset[int]]:
    named: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for word in line.split():
            named.setdefault(key(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in named.items()}


@lru_cache(maxsize=50_000)
def thing(word: str) -> str:
    """Return a noun without the ending of its plural; what it is made of stays, so that pipe and piping differ.

    >>> [thing(word) for word in ("valves", "Batteries", "switches", "piping")]
    ['valv', 'battery', 'switch', 'piping']
    """
    word = re.sub(r"(?<=[a-z]{2}[iy])s(?=(?:er|ers)$)", "z", word.lower().removesuffix("'s").removesuffix("s'"))
    word = _singular(word)
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


@lru_cache(maxsize=50_000)
def verbs_of(word: str) -> tuple[str, str]:
    """Return the plain verb a word is a form of, and which form: "", "s", "ing", "ed" or "nominal"; else two "".

    >>> verbs_of("installs"), verbs_of("cutting"), verbs_of("maintenance"), verbs_of("valves")
    (('install', 's'), ('cut', 'ing'), ('maintain', 'nominal'), ('', ''))
    """
    word = re.sub(r"(?<=[a-z]{2}[iy])s(?=(?:e|es|ed|ing|ation)$)", "z", word.lower().replace("’", "'"))
    own = field_words()
    noun = word if word in own.nominal else word.removesuffix("s")
    if noun in own.nominal and noun not in own.verbs:
        return own.nominal[noun], "nominal"
    if word in own.verbs:
        return word, ""
    for ending, form in (("ies", "s"), ("es", "s"), ("s", "s"), ("ied", "ed"), ("ed", "ed"), ("ying", "ing"),
                         ("ing", "ing"), ("ation", "nominal"), ("ion", "nominal"), ("ment", "nominal")):  # fmt: skip
        base = _base(word, ending)
        if base:
            return base, form
    return "", ""


def _base(word: str, ending: str) -> str:
    if not word.endswith(ending) or len(word) - len(ending) < 2:
        return ""
    start, verbs = word.removesuffix(ending), field_words().verbs
    tries = [start + "y"] if ending in {"ies", "ied"} else [start, start + "e"]
    if len(start) > 3 and start[-1] == start[-2]:
        tries.append(start[:-1])
    if ending in {"ation", "ion"}:
        tries.append(start + "ate")
    if ending == "ying":
        tries = [start + "y", start + "ie"]
    return next((one for one in tries if one in verbs), "")
