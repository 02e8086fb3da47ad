"""All frameworks that a study has: occupations with their tasks, titles, tools and ratings, found and compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from codesign.taxonomies.layouts import frameworks
from codesign.taxonomies.reading import CORE, ESSENTIAL, OPTIONAL, SUPPLEMENTAL, Part
from codesign.taxonomies.rules import rules
from codesign.taxonomies.words import folded

NOC, OASIS, ONET, ESCO = "NOC", "OaSIS", "O*NET", "ESCO"
SKILLS_AS_TASKS = {"essential": ESSENTIAL, "optional": OPTIONAL}
KNOWLEDGE = "knowledge"
UNSTATED = ("data to ", "as imported on ")
"""How a version begins that no file states: the latest month of its rows, or the day it came."""
_ORDER = {ESSENTIAL: 0, CORE: 0, "": 1, SUPPLEMENTAL: 2, OPTIONAL: 3}


@dataclass(frozen=True)
class Arrived:
    """A part with when it was brought in, by which the newer of two is told where their editions do not tell it."""

    part: Part
    version: str = ""
    imported_on: str = ""


@dataclass(frozen=True)
class Occupation:
    """An occupation of a framework."""

    framework: str
    version: str
    code: str
    title: str
    other_titles: tuple[str, ...] = ()
    definition: str = ""
    level: str = ""
    family: str = ""


@dataclass(frozen=True)
class OccupationTask:
    """A task of an occupation in the words of its framework.

    `kind` is core or supplemental (O*NET), essential or optional (ESCO), or empty where nobody rated it; `relevance` is
    the share of the people asked who do it, 0 to 100, `importance` their mean from 1 to 5.
    """

    framework: str
    code: str
    identity: str
    text: str
    kind: str = ""
    relevance: float | None = None
    importance: float | None = None
    named: str = ""


@dataclass(frozen=True)
class Trait:
    """A skill, ability, attribute or field of knowledge of an occupation, with its rating where there is one."""

    name: str
    kind: str = ""
    value: float | None = None


@dataclass(frozen=True)
class Names:
    """What an occupation and its tools are called: alternative titles, tools and technology."""

    titles: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


class Library:
    """What the files of all frameworks say together; of two editions of one kind of file the newer is read.

    An occupation is named by its framework as an alignment calls it ("NOC 2021", "O*NET") and its code.
    """

    def __init__(self, arrived: Iterable[Arrived]) -> None:
        """Take the parts; nothing is worked out before it is asked for."""
        self._arrived = tuple(arrived)

    def __bool__(self) -> bool:
        return bool(self.occupations)

    @cached_property
    def _newest(self) -> Sequence[Arrived]:
        newest: dict[tuple[str, str, str], Arrived] = {}
        for one in sorted(self._arrived, key=_age):
            newest[one.part.framework, one.part.layout, one.part.topic] = one
        return tuple(newest.values())

    @cached_property
    def frameworks(self) -> Mapping[str, str]:
        """The frameworks with occupations, as an alignment calls them, each with the version that is searched."""
        return dict(self._called[family] for family in frameworks() if family in self._called) if self._arrived else {}

    @cached_property
    def _called(self) -> Mapping[str, tuple[str, str]]:
        """What each framework is called, with its version: that of the newest file that names one."""
        called: dict[str, tuple[str, str]] = {}
        for one in self._newest:
            before = called.get(one.part.framework, ("", ""))
            if "occupations" in one.part.records:
                called[one.part.framework] = (one.part.called, one.version or before[1])
        return called

    # occupations --------------------------------------------------------------------------------------

    @cached_property
    def occupations(self) -> Sequence[Occupation]:
        """Every occupation in the order of its framework's files."""
        rows: dict[tuple[str, str], tuple[str, str, str]] = {}
        for part in self._parts("occupations"):
            for code, title, definition, _, _ in part.records["occupations"]:
                own = rows.get((part.framework, code), ("", "", part.language))
                rows[part.framework, code] = _better(own, title, definition, part.language)
        titles = self._titles
        return tuple(
            Occupation(
                *self._called[family],
                code,
                title,
                titles.get((family, code), ()),
                words,
                self._level(family, code),
                family,
            )
            for (family, code), (title, words, _) in rows.items()
            if title
        )

    @cached_property
    def _titles(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        titles: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for part in self._parts("titles"):
            family = part.framework
            for code, title in part.records["titles"]:
                titles[family, code].setdefault(title.lower(), title)
                if family == OASIS:  # A unit group of the NOC is what its profiles are together.
                    titles[NOC, code[:5]].setdefault(title.lower(), title)
        for part in self._parts("occupations"):
            if part.language != "en":
                for code, title, *_ in part.records["occupations"]:
                    titles[part.framework, code].setdefault(title.lower(), title)
        return {place: tuple(own.values()) for place, own in titles.items()}

    def _level(self, family: str, code: str) -> str:
        return str(rules()["levels"].get(code[1], "")) if family in (NOC, OASIS) and re.match(r"\d{5}", code) else ""

    def occupation(self, framework: str, code: str) -> Occupation | None:
        """Return an occupation by its framework and code, None where there is no such."""
        return self._by_place.get((self.family(framework), code.strip()))

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str], Occupation]:
        return {(one.family, one.code): one for one in self.occupations}

    def family(self, framework: str) -> str:
        """Return which framework somebody means, in the words of an alignment; empty where it is none of these."""
        wanted = folded(framework)
        for family, (called, _) in self._called.items():
            year, other = (re.search(r"\b(?:19|20)\d\d\b", one) for one in (called, framework))
            if wanted.startswith(folded(family)) and (not year or not other or year[0] == other[0]):
                return family
        return ""

    # what is known of one -----------------------------------------------------------------------------

    def tasks(self, framework: str, code: str) -> Sequence[OccupationTask]:
        """Return the tasks of an occupation, core ones first; those of a NOC unit group are its profiles' too."""
        family, code = self.family(framework), code.strip()
        own = list(self._tasks.get((family, code), ()))
        if family == NOC:
            for place, tasks in self._tasks.items():
                own += tasks if place[0] == OASIS and place[1].startswith(f"{code}.") else ()
        if family == ESCO:
            own += self._skills_of(code)
        alone: dict[str, OccupationTask] = {}
        for one in own:
            alone.setdefault(folded(one.text), one)
        return sorted(alone.values(), key=lambda one: (_ORDER.get(one.kind, 1), -(one.importance or 0)))

    @cached_property
    def _tasks(self) -> Mapping[tuple[str, str], list[OccupationTask]]:
        ratings = self._ratings
        tasks: dict[tuple[str, str], list[OccupationTask]] = defaultdict(list)
        for part in self._parts("tasks"):
            family = part.framework
            for code, identity, text, kind in part.records["tasks"]:
                relevance, importance = ratings.get((family, code, identity), (None, None))
                own = OccupationTask(
                    part.called, code, identity, text, kind, relevance, importance, self._named(family, code)
                )
                tasks[family, code].append(own)
        return tasks

    def _named(self, family: str, code: str) -> str:
        """Return how a proposal names the occupation that a task comes from."""
        if family == OASIS:
            return f"NOC {code[:5]}, OaSIS"
        return f"{family} {code}" if family != ONET else f"{ONET} {code}, {self._title(family, code)}".rstrip(", ")

    def _title(self, family: str, code: str) -> str:
        one = self._by_place.get((family, code))
        return one.title if one else ""

    @cached_property
    def _ratings(self) -> Mapping[tuple[str, str, str], tuple[float | None, float | None]]:
        return {
            (part.framework, code, identity): (_number(relevance), _number(importance))
            for part in self._parts("ratings")
            for code, identity, relevance, importance in part.records["ratings"]
        }

    def _skills_of(self, code: str) -> list[OccupationTask]:
        """Return what somebody in an ESCO occupation can do: its skills are worded as tasks are."""
        return [
            OccupationTask(ESCO, code, uri, title, SKILLS_AS_TASKS.get(relation, ""), named=f"{ESCO} {code}")
            for relation, uri, title, kind in self._related.get(code, ())
            if kind != KNOWLEDGE
        ]

    @cached_property
    def _related(self) -> Mapping[str, list[tuple[str, str, str, str]]]:
        skills = {
            uri: (title, kind) for part in self._parts("skills") for uri, title, kind, _ in part.records["skills"]
        }
        codes = {
            uri: code
            for part in self._parts("occupations")
            if part.framework == ESCO
            for code, _, _, _, uri in part.records["occupations"]
        }
        related: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        for part in self._parts("relations"):
            for uri, relation, skill in part.records["relations"]:
                if uri in codes and skill in skills:
                    related[codes[uri]].append((relation, skill, *skills[skill]))
        return related

    def traits(self, framework: str, code: str) -> Sequence[Trait]:
        """Return the skills, abilities and knowledge of an occupation, the highest rated first."""
        family, code = self.family(framework), code.strip()
        own = list(self._traits.get((family, code), ()))
        own += [
            Trait(title, kind)
            for _, _, title, kind in self._related.get(code, ())
            if family == ESCO and kind == KNOWLEDGE
        ]
        return sorted(own, key=lambda one: -(one.value or 0))

    @cached_property
    def _traits(self) -> Mapping[tuple[str, str], list[Trait]]:
        groups = {
            folded(name): group.lower()
            for part in self._parts("descriptors")
            for name, group, _ in part.records["descriptors"]
        }
        traits: dict[tuple[str, str], list[Trait]] = defaultdict(list)
        for part in self._parts("traits"):
            for code, kind, name, value in part.records["traits"]:
                own = Trait(name, kind or groups.get(folded(name), ""), _number(value))
                traits[part.framework, code].append(own)
        return traits

    def names(self, framework: str, code: str) -> Names:
        """Return the alternative titles of an occupation and the names of its tools and technology."""
        family, one = self.family(framework), self.occupation(framework, code)
        tools = self._tools.get((family, code.strip()), ())
        return Names(one.other_titles if one else (), tuple(dict.fromkeys(tools)))

    @cached_property
    def _tools(self) -> Mapping[tuple[str, str], list[str]]:
        tools: dict[tuple[str, str], list[str]] = defaultdict(list)
        for part in self._parts("tools"):
            for code, name, _ in part.records["tools"]:
                tools[part.framework, code].append(name)
        return tools

    # codes --------------------------------------------------------------------------------------------

    def has_code(self, framework: str, code: str) -> bool | None:
        """Return whether a framework has a code, in any of its editions here; None where it is not here at all."""
        family, code = self.family(framework), code.strip()
        codes = self._codes.get(family)
        if not codes or not code or (family == ESCO and not code[:1].isdigit()):  # ESCO's other names are addresses.
            return None
        return code in codes

    @cached_property
    def _codes(self) -> Mapping[str, frozenset[str]]:
        codes: dict[str, set[str]] = defaultdict(set)
        for one in self._arrived:
            for name in ("occupations", "groups"):
                codes[one.part.framework] |= {record[0] for record in one.part.records.get(name, ())}
            codes[one.part.framework] |= {record[3] for record in one.part.records.get("occupations", ())} - {""}
        return {family: frozenset(own) for family, own in codes.items()}

    def _parts(self, holds: str) -> Sequence[Part]:
        return [one.part for one in self._newest if holds in one.part.records]


def _age(one: Arrived) -> tuple[str, list[int], str]:
    stated = "" if one.version.startswith(UNSTATED) else one.version
    return one.part.until, [int(number) for number in re.findall(r"\d+", stated)], one.imported_on


def _better(own: tuple[str, str, str], title: str, definition: str, language: str) -> tuple[str, str, str]:
    """Return a title and definition with what another file adds; English ones stay where there are several."""
    is_english = language == "en" and own[2] != "en"
    pairs = ((title, own[0]), (definition, own[1])) if is_english else ((own[0], title), (own[1], definition))
    first, second = (one or other for one, other in pairs)
    return first, second, "en" if "en" in (language, own[2]) else language


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
