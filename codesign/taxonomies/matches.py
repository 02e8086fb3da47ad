"""Occupations searched and suggested, tasks compared, and the codes nearest to one that does not exist."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from codesign.taxonomies.library import NOC, OASIS, Library, Occupation, OccupationTask
from codesign.taxonomies.search import BEGUN, Hit, Index, highest
from codesign.taxonomies.words import folded, stem, stems, words

TITLE, OTHER_TITLE, DEFINITION = 1.0, 0.8, 0.2
"""What a word counts where it stands."""
CANADIAN = {NOC: 1.15, OASIS: 1.15}
"""What the frameworks count more that a proposal in Canada is asked for, where others fit as well."""
LOOKED_AT = 60
"""So many of the best are compared title by title."""
WHOLE_TITLE = 2.0
"""What a title counts that is the query and nothing else, beside its words."""
OF_EACH = 2
"""So many of each framework are suggested."""
OF_TASKS = 2.0
"""What tasks count beside titles where occupations are suggested."""
LIKE = 0.3
"""From this share of the weight of its words on a task of ours shares words with one of an occupation."""
MOST_TASKS = 40
"""So many tasks are looked at where a study has more: every second one, every third."""
COVERS = 0.5
"""From this likeness on a task of ours covers one of an occupation."""
LEAST_SHARED = 2
"""So many words are in both where two tasks are called like."""
NEAR = 0.25
"""From this likeness on a task of ours is shown as the nearest."""
CODES_NAMED = 3
_CODE = re.compile(r"\d[\d.\-]*")


@dataclass(frozen=True)
class Match:
    """An occupation that fits, with the words of its own titles or definition for which it ranks."""

    occupation: Occupation
    score: float
    words: tuple[str, ...] = ()
    where: str = "title"


@dataclass(frozen=True)
class Near:
    """The task of ours nearest to one of an occupation, with its likeness from 0 to 1 and the words they share."""

    task_id: str
    likeness: float
    words: tuple[str, ...] = ()

    @property
    def covers(self) -> bool:
        """Whether the two say much the same."""
        return self.likeness >= COVERS


class Finder:
    """Searches a library; what it needs is worked out when it is first asked for."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @cached_property
    def _occupations(self) -> Sequence[Occupation]:
        """The occupations that are offered: a profile of OaSIS that is a whole unit group of the NOC stands in that."""
        groups = {one.code: folded(one.title) for one in self.library.occupations if one.family == NOC}
        return [one for one in self.library.occupations if one.family != OASIS or not _is_whole(one, groups)]

    @cached_property
    def _titles(self) -> Index:
        return Index(
            highest(
                dict.fromkeys(stems(one.title), TITLE),
                dict.fromkeys(stems(" ".join(one.other_titles)), OTHER_TITLE),
                dict.fromkeys(stems(one.definition), DEFINITION),
            )
            for one in self._occupations
        )

    # searching ----------------------------------------------------------------------------------------

    def search(self, query: str, *, framework: str = "", limit: int = 20) -> list[Match]:
        """Return the occupations that fit a query best: by code, or by words of titles and definitions."""
        if _CODE.fullmatch(query.strip()):
            return self._by_code(query.strip(), framework)[:limit]
        most = len(self._occupations) if framework else LOOKED_AT
        hits = self._titles.hits(self._titles.wanted(query), most=most)
        return self._ranked(query, self._of(framework, hits)[:LOOKED_AT])[:limit]

    def _of(self, framework: str, hits: Iterable[Hit]) -> list[Hit]:
        return [one for one in hits if not framework or self._occupations[one.place].framework == framework]

    def _by_code(self, typed: str, framework: str) -> list[Match]:
        own = [one for one in self.library.occupations if not framework or one.framework == framework]
        begun = [one for one in own if one.code.startswith(typed)]
        return [
            Match(one, 1.0, (one.code,), "code") for one in sorted(begun, key=lambda one: (len(one.code), one.code))
        ]

    def _ranked(self, query: str, hits: Sequence[Hit]) -> list[Match]:
        typed = words(query)
        begun = typed[-1] if typed and not query[-1:].isspace() else ""
        matches = [self._match(frozenset(map(stem, typed)), begun, hit) for hit in hits]
        return sorted(matches, key=lambda one: (-one.score, one.occupation.title))

    def _match(self, wanted: frozenset[str], begun: str, hit: Hit) -> Match:
        """Return a hit weighed by its title that fits best: one that says little else than what was asked for."""
        occupation = self._occupations[hit.place]
        titles = ((occupation.title, TITLE), *((title, OTHER_TITLE) for title in occupation.other_titles))
        best, share = max(
            ((title, weight * self._likeness(wanted, begun, title)) for title, weight in titles), key=lambda one: one[1]
        )
        where = "title" if best == occupation.title else f"also called “{best}”"
        named = _as_written(f"{best} {occupation.title}", hit.stems, begun)
        if share == 0:
            where, named = "definition", _as_written(occupation.definition, hit.stems, begun)
        score = hit.score * (1 + WHOLE_TITLE * share) * CANADIAN.get(occupation.family, 1.0)
        return Match(occupation, score, named, where)

    def _likeness(self, wanted: frozenset[str], begun: str, title: str) -> float:
        own = _stems_of(title)
        share = 1.0
        if begun and stem(begun) not in own and any(one.startswith(begun) for one in own):
            wanted, share = (wanted - {stem(begun)}) | {next(one for one in own if one.startswith(begun))}, BEGUN
        both, either = (sum(map(self._worth, one)) for one in (wanted & own, wanted | own))
        return share * both / either if either else 0.0

    def _worth(self, one: str) -> float:
        return self._titles.rarity(one) or 1.0

    # suggesting ---------------------------------------------------------------------------------------

    def suggested(self, titles: Sequence[str], tasks: Sequence[str], *, limit: int = 6) -> list[Match]:
        """Return the occupations that a study looks like: by its titles, and by how many tasks are like theirs."""
        alike = self._alike([task for task in tasks if task.strip()])
        counts = {place: len(of) for place, of in alike.items()}
        by_task = {place: sum(share**2 for share in of) for place, of in alike.items()}
        by_title = self._by_titles(titles)
        scores = _joined(by_title, by_task)
        for place in scores:
            scores[place] *= CANADIAN.get(self._occupations[place].family, 1.0)
        best = self._of_each(sorted(scores, key=lambda place: (-scores[place], place)))[:limit]
        return [
            Match(self._occupations[place], scores[place], (), f"{counts.get(place, 0)} tasks" if alike else "title")
            for place in best
        ]

    def _by_titles(self, titles: Sequence[str]) -> dict[int, float]:
        best: dict[int, float] = {}
        places = {one: place for place, one in enumerate(self._occupations)} if titles else {}
        for title in titles:
            for match in self.search(f"{title} ", limit=LOOKED_AT):
                place = places[match.occupation]
                best[place] = max(match.score, best.get(place, 0.0))
        return best

    def _alike(self, tasks: Sequence[str]) -> dict[int, list[float]]:
        """Return for each occupation how like its tasks are to each of ours that is like one of them at all."""
        alike: dict[int, list[float]] = defaultdict(list)
        step = max(1, len(tasks) // MOST_TASKS)
        for task in tasks[::step]:
            wanted = self._each_task.wanted(f"{task} ")
            whole = sum(self._each_task.rarity(one) for one, _ in wanted)
            shares: dict[int, float] = {}
            for hit in self._each_task.hits(wanted, most=LOOKED_AT):
                place, share = self._places[hit.place], hit.score / whole if whole else 0.0
                if share >= LIKE and share > shares.get(place, 0.0):
                    shares[place] = share
            for place, share in shares.items():
                alike[place].append(share)
        return alike

    def _of_each(self, ranked: Sequence[int]) -> list[int]:
        """Return the places in order, of each framework the best few, a unit group of the NOC or its profile once."""
        counts: Counter[str] = Counter()
        groups: set[str] = set()
        best = []
        for place in ranked:
            one = self._occupations[place]
            group = one.code[:5] if one.family in CANADIAN else f"{one.family} {one.code}"
            if group not in groups and counts[one.family] < OF_EACH:
                best.append(place)
                groups.add(group)
                counts[one.family] += 1
        return best

    # tasks --------------------------------------------------------------------------------------------

    def tasks(self, query: str, *, limit: int = 20) -> list[OccupationTask]:
        """Return the tasks of all occupations that fit a query best."""
        hits = self._each_task.hits(self._each_task.wanted(query), most=limit)
        return [self._tasks_of_each[one.place][1] for one in hits]

    @cached_property
    def _tasks_of_each(self) -> Sequence[tuple[int, OccupationTask]]:
        library = self.library
        return [
            (place, task)
            for place, one in enumerate(self._occupations)
            for task in library.tasks(one.framework, one.code)
        ]

    @property
    def _all_tasks(self) -> Sequence[OccupationTask]:
        return [task for _, task in self._tasks_of_each]

    @cached_property
    def _places(self) -> Sequence[int]:
        return [place for place, _ in self._tasks_of_each]

    @cached_property
    def _each_task(self) -> Index:
        return Index(dict.fromkeys(stems(task.text), 1.0) for task in self._all_tasks)

    # codes --------------------------------------------------------------------------------------------

    def unknown_code(self, framework: str, code: str, title: str = "") -> str:
        """Return in a sentence that a framework has no such code, with the nearest ones; empty where it has."""
        library = self.library
        if library.has_code(framework, code) is not False:
            return ""
        family = library.family(framework)
        own = [one for one in library.occupations if one.family == family]
        if not own:
            return ""
        near = _nearest_codes(code.strip(), own)[:CODES_NAMED]
        if title:
            near = [one.occupation for one in self.search(title, framework=own[0].framework, limit=1)] + near
        named = "; ".join(f"{one.code} {one.title}" for one in dict.fromkeys(near))
        version = f" ({own[0].version})" if own[0].version else ""
        return f"is no code of {own[0].framework}{version}. The nearest are: {named}"


def nearest(tasks: Sequence[OccupationTask], ours: Mapping[str, Sequence[str]]) -> dict[str, Near]:
    """Return for each task of an occupation, by its identity, the nearest of our tasks, where one is near at all.

    Each of ours comes with its wordings, such as label and statement; the nearest counts. Likeness is the weight of the
    words both have in the weight of those of the shorter one (or half of the longer one, if that is more), each word by
    how rare it is among all of these; the first word, what is done, counts twice. Two words at least are in both.
    """
    own = [(identity, stems(text)) for identity, texts in ours.items() for text in texts if text]
    theirs = {one.identity: stems(one.text) for one in tasks}
    index = Index(dict.fromkeys(some, 1.0) for some in (*(some for _, some in own), *theirs.values()))
    best = {}
    for one in tasks:
        near = [_near(identity, some, theirs[one.identity], index) for identity, some in own]
        closest = max(near, key=lambda other: other.likeness, default=Near("", 0.0))
        if closest.likeness >= NEAR:
            best[one.identity] = Near(
                closest.task_id, closest.likeness, _as_written(one.text, frozenset(closest.words))
            )
    return best


def _near(identity: str, own: Sequence[str], theirs: Sequence[str], index: Index) -> Near:
    both = set(own) & set(theirs)
    if len(both) < LEAST_SHARED:
        return Near(identity, 0.0)
    weights = [_weight(some, set(some), index) for some in (own, theirs)]
    least = min(weights)
    # What is short is like anything that has its one word: it is held against half of what is longer too.
    against = max(least, max(weights) / 2)
    share = _weight(theirs, both, index) / against if against else 0.0
    return Near(identity, min(share, 1.0), tuple(both))


def _weight(some: Sequence[str], of: set[str], index: Index) -> float:
    return sum(index.rarity(one) * (2 if one == some[0] else 1) for one in dict.fromkeys(some) if one in of)


def _joined(by_title: Mapping[int, float], by_task: Mapping[int, float]) -> dict[int, float]:
    """Return one score a place: what titles and what tasks give, each as a share of its best."""
    scores: dict[int, float] = {}
    for own, worth in ((by_title, 1.0), (by_task, OF_TASKS)):
        best = max(own.values(), default=1.0)
        for place, score in own.items():
            scores[place] = scores.get(place, 0.0) + worth * score / best
    return scores


def _is_whole(profile: Occupation, groups: Mapping[str, str]) -> bool:
    group = groups.get(profile.code[:5], "")
    return bool(group) and (profile.code.endswith(".00") or folded(profile.title) == group)


@lru_cache(maxsize=20_000)
def _stems_of(title: str) -> frozenset[str]:
    return frozenset(stems(title))


def _as_written(text: str, wanted: frozenset[str], begun: str = "") -> tuple[str, ...]:
    """Return the words of a text that stand for these stems, or begin so, each once, as they are written there."""
    written: dict[str, str] = {}
    for word in re.findall(r"[^\W_]+", text):
        for one in words(word):
            if stem(one) in wanted or (begun and one.startswith(begun)):
                written.setdefault(stem(one), word.lower())
    return tuple(written.values())


def _nearest_codes(code: str, own: Sequence[Occupation]) -> list[Occupation]:
    digits = re.sub(r"\D", "", code)
    return sorted(own, key=lambda one: _distance(digits, re.sub(r"\D", "", one.code)))


def _distance(wanted: str, digits: str) -> tuple[int, int]:
    """Return how many digits differ, place by place, then how far the numbers are apart."""
    width = max(len(wanted), len(digits))
    pairs = zip(wanted.ljust(width), digits.ljust(width), strict=True)
    return sum(one != other for one, other in pairs), abs(
        int(wanted.ljust(width, "0") or 0) - int(digits.ljust(width, "0") or 0)
    )
