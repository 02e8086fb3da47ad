"""The words and patterns of the wording rules, one folder of data a language (`rules/en`, `rules/fr`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import yaml

LANGUAGES: Mapping[str, str] = {"en-CA": "en", "fr-CA": "fr", "en": "en", "fr": "fr"}
"""The folder of rules for each language a wording may be in."""

_NO_VERBS = ("topics", "tools", "mass", "things_too", "attitudes", "traits", "praising", "knowing", "can", "articles")


@dataclass(frozen=True)
class Lexicon:
    """The verbs and patterns of one language; `levels` gives a verb its cognitive level, `lists` has words by name."""

    levels: Mapping[str, str]
    verbs: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]
    nominals: Mapping[str, str]
    endings: Mapping[str, tuple[tuple[str, str], ...]]
    pairs: frozenset[tuple[str, ...]]
    examples: str
    gerund: str
    tool_names: frozenset[str]
    thing_endings: tuple[str, ...]

    def is_in(self, word: str, *names: str) -> bool:
        """Return whether a word, in small letters, is in one of the lists."""
        return any(word in self.lists[name] for name in names)

    def is_verb(self, word: str) -> bool:
        """Return whether a word is a known verb in its plain form, whatever its spelling: tack-weld is weld."""
        last = word.rpartition("-")[2]
        if self.is_in(word, "not_verbs"):
            return False
        return word in self.verbs or any(one in self.verbs for one in (last, *self._spellings(word)))

    def is_noun_too(self, word: str) -> bool:
        """Return whether a verb is a noun or an adjective as well."""
        return self.is_in(word, "nouns_too", "nouns_first")

    def plain_form(self, word: str) -> str:
        """Return the known verb a word is a form of (inspects, inspected), "" where it is none or the plain form."""
        if self.is_verb(word) or self.is_in(word, "not_gerunds"):
            return ""
        for ending, put in self.endings["form_endings"]:
            base = word.removesuffix(ending) + put
            if word.endswith(ending) and base in self.verbs:
                return base
        doubled = re.fullmatch(r"([a-z]+([b-df-hj-np-tv-z]))\2(?:ed|ing)", word)
        return doubled.group(1) if doubled and doubled.group(1) in self.verbs else ""

    def verb_of(self, noun: str) -> str:
        """Return the verb whose act a noun names (installation, handling), "" where it names none."""
        noun = noun if noun in self.nominals or not self.is_infinitive else noun.removesuffix("s")
        if noun in self.nominals:
            return self.nominals[noun]
        if self.is_in(noun, "things_too", "not_gerunds"):
            return ""
        for ending, put in self.endings["nominal_endings"]:
            base = noun.removesuffix(ending) + put
            if noun.endswith(ending) and base in self.verbs:
                return base
        return ""

    @cached_property
    def verb_pairs(self) -> frozenset[tuple[str, str]]:
        """The first and second verb of what the field calls by two and means as one act."""
        return frozenset((pair[0], pair[-1]) for pair in self.pairs)

    @cached_property
    def is_infinitive(self) -> bool:
        """Whether plain forms show by their ending that they are verbs, as in French."""
        return self.patterns["verb_ending"].pattern != ""

    def looks_like_verb(self, word: str) -> bool:
        """Return whether a word is a verb by its ending, in a language in which endings show it."""
        by_ending = self.is_infinitive and bool(self.patterns["verb_ending"].search(word))
        return by_ending and not self.is_in(word, "not_verbs")

    def names_a_thing(self, word: str) -> bool:
        """Return whether a word that is no known verb names a thing, a topic or a quality by itself."""
        if self.is_infinitive:
            return not self.looks_like_verb(word)
        is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        return is_plural or word.endswith(self.thing_endings) or self.is_in(word, *_NO_VERBS)

    def _spellings(self, word: str) -> Iterable[str]:
        for pattern, put in self.endings["spellings"]:
            yield re.sub(pattern, put, word)


@cache
def lexicon(language: str = "en-CA") -> Lexicon:
    """Return the lexicon of a language, such as "en-CA" or "fr-CA"."""
    if language not in LANGUAGES:
        raise ValueError(f"There are no wording rules for the language {language!r}; there are for en-CA and fr-CA.")
    folder = LANGUAGES[language]
    verbs, words = _read(folder, "verbs.yaml"), _read(folder, "statements.yaml")
    levels = {verb: level for level, listed in verbs["levels"].items() for verb in listed.split()}
    levels |= dict.fromkeys(verbs["perform"].split(), "apply")
    lists = {name: frozenset(text.split()) for name, text in (verbs | words).items() if isinstance(text, str)}
    return Lexicon(
        levels=levels,
        verbs=frozenset(levels) | lists["work"] | lists["caution"] | lists["hiding"],
        lists=lists,
        patterns=_patterns(words),
        nominals=words["nominals"],
        endings={
            name: tuple((ending, put) for ending, put in words[name])
            for name in ("form_endings", "nominal_endings", "spellings")
        },
        pairs=frozenset(tuple(pair.split()) for pair in words["pairs"]),
        examples=words["examples"],
        gerund=words["gerund"],
        tool_names=frozenset(words["tool_names"]),
        thing_endings=tuple(words["thing_endings"].split()),
    )


def language_of(texts: Iterable[str]) -> str:
    """Return the language of most of some statements: fr-CA where small words of French outnumber those of English."""
    words = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+'?", text.lower().replace("’", "'")))
    english, french = (_small_words(language) for language in ("en-CA", "fr-CA"))
    count = {language: sum(words[word] for word in own) for language, own in
             (("en-CA", english - french), ("fr-CA", french - english))}  # fmt: skip
    return "fr-CA" if count["fr-CA"] > count["en-CA"] else "en-CA"


def _small_words(language: str) -> frozenset[str]:
    lists = lexicon(language).lists
    return lists["determiners"] | lists["prepositions"] | lists["links"]


def _read(folder: str, name: str) -> dict[str, Any]:
    text = resources.files("codesign").joinpath("rules", folder, name).read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


# patterns ---------------------------------------------------------------------------------------------


def _patterns(words: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    said_by = "|".join(words["said_by"].split())
    alone = [rf"{re.escape(phrase)}(?!\s+(?:{said_by})\b)" for phrase in words["vague_alone"]]
    vague = "|".join([*words["vague_patterns"], *map(re.escape, words["vague"]), *alone])
    sources = {
        "banned": _at_start(words["banned"], forms=words.get("phrase_forms", True)),
        "refused": _at_start(words["refused"], forms=words.get("phrase_forms", True)),
        "behaviours": _at_start(words["behaviours"], forms=False),
        "vague": rf"(?<![\w'’-])(?:{vague})(?![\w-])",
        "hazy": rf"\b(?:{'|'.join(words['hazy'])})(?![\w-])",
        "criterion": "|".join(words["criterion_cues"]),
        "condition": "|".join(words["condition_cues"]),
        "condition_first": rf"^(?:{'|'.join(words['conditions'].split())})\b[^,;]*,\s*",
        "audience": rf"^(?:{'|'.join(words['audience'].split())})$",
        "adverb": words["adverb"],
        "verb_ending": words.get("verb_ending", ""),
    }
    return {name: re.compile(source, re.IGNORECASE) for name, source in sources.items()}


def _at_start(phrases: Iterable[str], *, forms: bool) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return rf"(?:{'|'.join(map(_phrase, longest_first) if forms else longest_first)})(?!\w)"


def _phrase(phrase: str) -> str:
    """Return the pattern of a phrase, its first word in any form, with room for an article and an adjective."""
    first, *rest = phrase.split()
    forms = first if len(first) < 3 else rf"(?:{first}|{first}e?s|{first}e?d|{first.removesuffix('e')}(?:ed|es|ing))"
    if first == "be":
        forms = "(?:be|is|are|being)"
    room = r"\s+(?:an?\s+|the\s+)?(?:(?:basic|sound|good|thorough|working|clear|deep|strong|full)\s+)?"
    return room.join([forms, *map(re.escape, rest)])
