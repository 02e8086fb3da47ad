"""The numbers of a proposal, worked out again from the files of a study by docs/methods.md and docs/tables.md alone.

Nothing of the package is imported: this is a second reckoning, and only the two together can be trusted. What is
worked out is told as the lines a reader finds in the document: sentences, and rows of tables as "cell | cell".
"""

# ruff: noqa: E501 - rows of tables read better whole

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np
import yaml

Row = dict[str, Any]
KEYS = {
    "speakers": ("transcript_id", "speaker"),
    "finding_codes": ("finding_id", "code_id"),
    "task_evidence": ("task_id", "coding_id"),
    "ratings": ("rater_id", "task_id"),
    "task_decisions": ("task_id", "sector"),
    "competency_tasks": ("competency_id", "task_id"),
    "assessment_criteria": ("assessment_id", "criterion_id"),
    "module_competencies": ("module_id", "competency_id"),
    "commitments": ("employer", "rung"),
    "author_texts": ("box", "sector"),
    "enrolments": ("year", "sector"),
}
SCALES = ("importance", "frequency", "difficulty")
NUMBER_WORDS = {1: "one", 2: "two", 3: "three"}
WAYS = ("supports", "qualifies", "contradicts")
BOXES = 21
RUNGS = {
    "interviewed": ("Interviewed", "gave an interview"),
    "checked tasks": ("Checked tasks", "checked or rated the task list"),
    "agreed competencies": ("Agreed competencies", "agreed to the competencies"),
    "will assess": ("Will assess", "will help assess"),
    "will interview graduates": ("Will interview graduates", "will interview graduates"),
}
QUESTIONS = {
    "skill gaps": "Which skill gaps must be bridged",
    "who can move": "Who can move into the role",
    "hiring challenges": "What makes hiring hard",
    "credential": "What a credential would have to show",
    "delivery": "How employers want it delivered",
    "pathway": "Where it should lead",
}
FAMILIES = {
    "skill gaps": "skill-gap",
    "who can move": "can-move",
    "hiring challenges": "hiring-challenge",
    "credential": "credential-signal",
    "delivery": "delivery",
    "pathway": "pathway",
}
SURVEY = (
    ("Where learners stand today", "situation"),
    ("Interest in the program", "interest"),
    ("Preferred delivery", "delivery"),
    ("Hours a week available", "hours_per_week"),
    ("Who would pay", "pays"),
    ("Main barrier", "barrier"),
)
TREE = {  # difficult, important, frequent
    (True, True, True): "train",
    (True, True, False): "train and refresh",
    (True, False, True): "train",
    (True, False, False): "no formal training",
    (False, True, True): "no formal training",
    (False, True, False): "train",
    (False, False, True): "no formal training",
    (False, False, False): "no formal training",
}
DECIDED = {"train": "train", "overtrain": "train and refresh", "no train": "no training"}


def replayed(folder: Path) -> dict[str, list[Row]]:
    """Return the tables of a study: the last value of each field, in the order of the journals' clock."""
    lines = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    tables: dict[str, dict[str, Row]] = defaultdict(dict)
    for line in sorted(lines, key=lambda one: (one["lam"], one["person"], one["device"], one["seq"])):
        if line["op"] != "put":
            raise NotImplementedError(line["op"])
        row = tables[line["table"]].setdefault(line["row"], {})
        row.update(dict(zip(KEYS.get(line["table"], ()), line["row"].split("|"), strict=False)) or {"id": line["row"]})
        row.update(line.get("fields", {}))
    return defaultdict(list, {name: list(rows.values()) for name, rows in tables.items()})


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a received table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Turn:
    """A stretch of words of one speaker."""

    transcript: str
    start: int
    end: int
    speaker: str


def turns_of(name: str, text: str, speakers: list[str]) -> list[Turn]:
    """Return the turns of a transcript, by the ways in which its layouts put a speaker before the words."""
    who = "|".join(re.escape(speaker) for speaker in sorted(speakers, key=len, reverse=True))
    head = re.compile(
        rf"^(?:\*\*(?P<a>{who}):\*\*[ \t]*|(?P<b>{who}):[ \t]+|(?P<c>{who}) \[[\d:]+\]\n+|[\d:]+ (?P<d>{who})\n+)", re.M
    )
    heads = list(head.finditer(text))
    ends = [one.start() for one in heads[1:]] + [len(text)]
    return [
        Turn(name, one.end(), one.end() + len(text[one.end() : end].rstrip()), next(filter(None, one.groups())))
        for one, end in zip(heads, ends, strict=True)
    ]


def largest_remainder(parts: list[float], whole: int = 100) -> list[int]:
    """Return the shares of the parts in whole numbers that add up."""
    exact = [part / sum(parts) * whole for part in parts]
    shares = [math.floor(one) for one in exact]
    for place in sorted(range(len(parts)), key=lambda at: (shares[at] - exact[at], at))[: whole - sum(shares)]:
        shares[place] += 1
    return shares


ORDINARY = set("a after and as at be before by for from in into is it its not of on or our that the their this to under up with work you your".split())


def content_words(text: str) -> list[str]:
    """Return the words without their endings, ordinary ones left aside; which these are is a choice of this reckoning."""
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if word not in ORDINARY]
    stems = [re.sub(r"(ions?|ings?|ed|es|s|e)$", "", word) if len(word) > 3 else word for word in words]
    return [re.sub(r"([^aeiouls])\1$", r"\1", stem) for stem in stems]


BANDS = ((5, "up to 5"), (10, "more than 5, up to 10"), (20, "more than 10, up to 20"), (168, "more than 20"))


def interest(step: int) -> str:
    """Return a step of interest as it is printed."""
    return f"{step}{ {1: ' (none)', 5: ' (would enrol)'}.get(step, '') }"


def survey_answer(column: str, given: str) -> str:
    """Return the answer a learner's words count as; nothing where none was given."""
    given = given.strip()
    if not given:
        return ""
    if column == "interest":
        return interest(int(given))
    return next(band for top, band in BANDS if float(given) <= top) if column == "hours_per_week" else given


def plural(count: int, noun: str) -> str:
    """Return the count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def joined(words: list[str]) -> str:
    """Return a list as a reader says it."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@dataclass
class Reckoning:
    """Everything that is worked out for one scope of a study: one sector, or all where it is empty."""

    folder: Path
    sector: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    """Where a line stands in the document (a heading, or a table's caption without its number), and the line."""

    # what is there ------------------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        return replayed(self.folder / "journal")

    @cached_property
    def settings(self) -> Row:
        return dict(yaml.safe_load((self.folder / "study.yaml").read_text("utf-8")))

    @cached_property
    def program(self) -> Row:
        return dict(self.settings["program"])

    @property
    def limit(self) -> int:
        return int(self.settings["small_group"])

    def here(self, row: Row) -> bool:
        """Whether a row is of this scope: of its sector, or of all."""
        return not self.sector or row.get("sector", "") in ("", self.sector)

    @cached_property
    def everybody(self) -> list[Row]:
        return rows_of(self.folder / "participants.csv")

    @cached_property
    def people(self) -> list[Row]:
        return [row for row in self.everybody if not self.sector or row["sector"] == self.sector]

    @cached_property
    def interviews(self) -> dict[str, Row]:
        """Who was interviewed, by transcript."""
        by_id = {row["participant_id"]: row for row in self.people}
        return {
            row["id"]: by_id[row["participant_id"]] for row in self.tables["transcripts"] if row["participant_id"] in by_id
        }

    @cached_property
    def turns(self) -> dict[str, list[Turn]]:
        """What respondents said, by transcript."""
        roles = {(row["transcript_id"], row["speaker"]): row.get("role", "respondent") for row in self.tables["speakers"]}
        turns = {}
        for name in self.interviews:
            speakers = [speaker for transcript, speaker in roles if transcript == name]
            text = (self.folder / "transcripts" / f"{name}.txt").read_text("utf-8")
            turns[name] = [turn for turn in turns_of(name, text, speakers) if roles[name, turn.speaker] == "respondent"]
        return turns

    @cached_property
    def codings(self) -> list[Row]:
        """The codings of this scope on respondents' words."""
        return [
            {**row, "polarity": row.get("polarity") or "supports", "person": self.interviews[row["transcript_id"]]}
            for row in self.tables["codings"]
            if row["transcript_id"] in self.interviews and self.answers(row)
        ]

    def answers(self, coding: Row) -> list[Turn]:
        """The answers a coding is on, the one most of it stands in first."""
        common = [
            (min(turn.end, coding["end"]) - max(turn.start, coding["start"]), turn)
            for turn in self.turns[coding["transcript_id"]]
        ]
        return [turn for length, turn in sorted(common, key=lambda one: -one[0]) if length > 0]

    # counting -----------------------------------------------------------------------------------------------

    @staticmethod
    def bodies(people: list[Row]) -> dict[str, set[str]]:
        """The bodies these people speak for, by kind."""
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in people:
            kinds[row["kind"] or "employer"].add(row["employer"])
        return kinds

    def said_by(self, people: list[Row], of: int | None = None) -> str:
        """Return who that is: “3 of 4 employers and a union”."""
        kinds = self.bodies(people)
        employers = len(kinds.pop("employer", ()))
        words = [f"{employers} of {plural(of, 'employer')}"] if of is not None else []
        words += [plural(employers, "employer")] if of is None and employers else []
        others = [
            (f"an {kind}" if kind[0] in "aeio" else f"a {kind}") if len(kinds[kind]) == 1 else f"{len(kinds[kind])} {kind}s"
            for kind in ("union", "association", "regulator")
            if kinds.get(kind)
        ]
        return joined(others + words if of is not None and not employers else words + others)

    def for_and_against(self, codings: list[Row], of: int, what: str = "it") -> str:
        """Return the counts of a claim with whoever qualifies and contradicts."""
        by = {side: [row["person"] for row in codings if row["polarity"] == side] for side in ("supports", "qualifies", "contradicts")}
        against = []
        for side, one, many in (("qualifies", "qualifies", "qualify"), ("contradicts", "contradicts", "contradict")):
            if by[side]:
                number = sum(map(len, self.bodies(by[side]).values()))
                against.append(f"{self.said_by(by[side])} {one if number == 1 else many} {what}")
        comma = any(" and " in one for one in against)
        told = (", and " if comma else " and ").join(against)
        return self.said_by(by["supports"], of) + (f"; {told}" if told else "")

    @cached_property
    def employers(self) -> int:
        return len(self.bodies(self.people)["employer"])

    @cached_property
    def codes(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.tables["codes"]}

    def below(self, code: str) -> set[str]:
        """The code and those below it."""
        found = {code}
        while more := {one for one, row in self.codes.items() if row.get("parent_id") in found} - found:
            found |= more
        return found

    def under(self, *codes: str) -> list[Row]:
        wanted = set().union(*(self.below(code) for code in codes))
        return [row for row in self.codings if row["code_id"] in wanted]

    @cached_property
    def findings(self) -> list[Row]:
        """The findings of this scope, each with its codings and the employers it is counted of."""
        codes = defaultdict(list)
        for row in self.tables["finding_codes"]:
            codes[row["finding_id"]].append(row["code_id"])
        found = []
        for row in self.tables["findings"]:
            sector = row.get("sector", "")
            of = [person for person in self.people if not sector or person["sector"] == sector]
            codings = [one for one in self.under(*codes[row["id"]]) if not sector or one["person"]["sector"] == sector]
            if self.here(row) and codings:
                found.append({**row, "codings": codings, "of": len(self.bodies(of)["employer"])})
        questions = list(QUESTIONS)
        return sorted(found, key=lambda row: (questions.index(row["question"]), row["position"]))

    def evidence_of(self, finding: Row) -> str:
        return self.for_and_against(finding["codings"], finding["of"])

    # tasks --------------------------------------------------------------------------------------------------

    @cached_property
    def raters(self) -> list[str]:
        return [
            row["id"]
            for row in self.tables["raters"]
            if not self.sector or self.sector in re.split(r"\s*;\s*", row.get("sector", ""))
        ]

    @cached_property
    def ratings(self) -> dict[str, list[Row]]:
        by_task = defaultdict(list)
        for row in self.tables["ratings"]:
            if row["rater_id"] in self.raters:
                by_task[row["task_id"]].append(row)
        return by_task

    @cached_property
    def shown(self) -> dict[str, list[Row]]:
        """The codings that show each task."""
        by_id = {row["id"]: row for row in self.codings}
        shown = defaultdict(list)
        for row in self.tables["task_evidence"]:
            if row["coding_id"] in by_id:
                shown[row["task_id"]].append(by_id[row["coding_id"]])
        return shown

    @cached_property
    def decisions(self) -> dict[str, Row]:
        """What people decided: for the sector before for all."""
        rows = sorted(self.tables["task_decisions"], key=lambda row: row.get("sector", ""))
        return {row["task_id"]: row for row in rows if self.here(row)}

    @cached_property
    def all_tasks(self) -> list[Row]:
        duties = {row["id"]: row["position"] for row in self.tables["duties"]}
        return sorted(self.tables["tasks"], key=lambda row: (duties[row["duty_id"]], row["position"]))

    @cached_property
    def tasks(self) -> list[Row]:
        """The tasks of this scope: shown, rated or decided here."""
        own = {row["task_id"] for row in self.tables["task_decisions"] if self.sector and row.get("sector") == self.sector}
        return [
            row
            for row in self.all_tasks
            if not self.sector or self.shown.get(row["id"]) or self.ratings.get(row["id"]) or row["id"] in own
        ]

    def scores(self, task: str, scale: str) -> list[float]:
        return [row[scale] for row in self.ratings.get(task, []) if row.get(scale) is not None]

    def average(self, task: str, scale: str) -> float | None:
        scores = self.scores(task, scale)
        return mean(scores) if scores else None

    def criticality(self, task: str) -> float | None:
        importance, frequency = self.average(task, "importance"), self.average(task, "frequency")
        return None if importance is None or frequency is None else (importance - 1) / 4 * (frequency - 1) / 4

    def by_rule(self, task: str, cut_off: float | None = None) -> str:
        line = self.settings["cut_off"] if cut_off is None else cut_off
        difficult, important, frequent = ((self.average(task, scale) or 0) >= line - 1e-9 for scale in ("difficulty", "importance", "frequency"))
        return TREE[difficult, important, frequent]

    def outcome(self, task: str) -> str:
        return DECIDED[self.decisions[task]["override"]] if task in self.decisions else self.by_rule(task)

    @cached_property
    def trained(self) -> list[str]:
        return [row["id"] for row in self.tasks if self.outcome(row["id"]).startswith("train")]

    def flips_at(self, task: str) -> float | None:
        """The nearest cut-off, in hundredths and within a quarter point, at which the rule gives something else."""
        if task in self.decisions:
            return None
        at = self.settings["cut_off"]
        for step in range(1, 26):
            for cut_off in (at + step / 100, at - step / 100):
                if self.by_rule(task, cut_off) != self.by_rule(task):
                    return float(cut_off)
        return None

    def why(self, task: str) -> str:
        """Return the three means with the rule's answers, and how many rated."""
        words = {"importance": "important", "difficulty": "difficult", "frequency": "frequent"}
        means = {scale: self.average(task, scale) or 0 for scale in words}
        told = {scale: f"{word} ({means[scale]:.1f})" for scale, word in words.items()}
        yes = [told[scale] for scale in words if means[scale] >= self.settings["cut_off"] - 1e-9]
        no = [one for one in told.values() if one not in yes]
        text = joined(yes)
        text += f" but not {no[0]}" if len(no) == 1 else f" but neither {no[0]} nor {no[1]}" if len(no) == 2 else ""
        numbers = sorted(len(self.scores(task, scale)) for scale in SCALES)
        low, high = numbers[0], numbers[-1]
        text += f", {low} to {high} raters" if low != high else f", {plural(high, 'rater')}"
        return text + (", a judgement rather than a measurement" if high < 3 else "")

    # agreement ----------------------------------------------------------------------------------------------

    @cached_property
    def agreement(self) -> Row:
        """Alpha of each code by answers, and of all codes pooled, on interviews at least two people coded."""
        coders = defaultdict(set)
        for row in self.codings:
            coders[row["transcript_id"]].add(row["coder"])
        compared = {name: who for name, who in coders.items() if len(who) > 1}
        put = defaultdict(set)
        for row in self.codings:
            for turn in self.answers(row) if row["transcript_id"] in compared else ():
                put[row["code_id"], turn].add(row["coder"])
        answers = [turn for name in compared for turn in self.turns[name]]
        tables, used = {}, {}
        for code in self.codes:
            counts: Counter[tuple[int, int]] = Counter()
            for turn in answers:
                who = compared[turn.transcript]
                counts[len(put.get((code, turn), set()) & who), len(who)] += 1
            if any(yes for yes, _ in counts):
                tables[code] = counts
                used[code] = sum(number for (yes, _), number in counts.items() if yes)
        pooled = sum(tables.values(), Counter())
        return {
            "interviews": len(compared),
            "answers": len(answers),
            "pooled": alpha(pooled),
            "units": sum(pooled.values()),
            "alike": alike(pooled),
            "alphas": {code: alpha(table) for code, table in tables.items()},
            "used": used,
            "coders": sorted({row["coder"] for row in self.codings}),
        }

    # the plan -----------------------------------------------------------------------------------------------

    @cached_property
    def covered(self) -> dict[str, list[str]]:
        """The competencies of this scope, and the trained tasks each covers."""
        covers = defaultdict(list)
        for row in self.tables["competency_tasks"]:
            if row["task_id"] in self.trained:
                covers[row["competency_id"]].append(row["task_id"])
        return {row["id"]: covers[row["id"]] for row in self.tables["competencies"] if covers.get(row["id"]) or not self.sector}

    @cached_property
    def criteria(self) -> dict[str, set[str]]:
        found = defaultdict(set)
        for row in self.tables["performance_criteria"]:
            found[row["competency_id"]].add(row["id"])
        return found

    @cached_property
    def assessed(self) -> dict[str, dict[str, int]]:
        """How many criteria of each competency of this scope each assessment shows."""
        owner = {row["id"]: row["competency_id"] for row in self.tables["performance_criteria"]}
        pairs = {(row["assessment_id"], row["criterion_id"]) for row in self.tables["assessment_criteria"]}
        shown: dict[str, dict[str, int]] = {}
        for row in self.tables["assessments"]:
            counts = Counter(owner[criterion] for one, criterion in pairs if one == row["id"] and owner[criterion] in self.covered)
            if counts or not self.sector:
                shown[row["id"]] = dict(counts)
        return shown

    def not_assessed(self, competency: str) -> set[str]:
        tied = {row["criterion_id"] for row in self.tables["assessment_criteria"]}
        return self.criteria[competency] - tied

    @cached_property
    def hours(self) -> dict[str, dict[str, float]]:
        """The hours of each module, by competency of this scope."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for row in self.tables["module_competencies"]:
            if row["competency_id"] in self.covered:
                found[row["module_id"]][row["competency_id"]] = row.get("hours", 0)
        return found

    @cached_property
    def steps(self) -> list[Row]:
        return [row for row in self.tables["pathway_steps"] if self.here(row)]

    # passages -----------------------------------------------------------------------------------------------

    @cached_property
    def passages(self) -> list[list[Row]]:
        """The codings as passages: what overlaps under one code and bears on it alike is one, by however many coders."""
        groups = defaultdict(list)
        for row in self.codings:
            groups[row["transcript_id"], row["code_id"], row["polarity"]].append(row)
        passages = []
        for rows in groups.values():
            end = -1
            for row in sorted(rows, key=lambda one: (one["start"], one["end"])):
                if row["start"] >= end:
                    passages.append([])
                passages[-1].append(row)
                end = max(end, row["end"])
        return passages

    @cached_property
    def numbered(self) -> dict[str, str]:
        """The entry of the register each coding stands in: passages by interview, place and code."""

        def place(rows: list[Row]) -> tuple[Any, ...]:
            first = rows[0]
            return first["transcript_id"], first["start"], max(row["end"] for row in rows), first["code_id"], WAYS.index(first["polarity"])

        return {row["id"]: f"E-{number:03}" for number, rows in enumerate(sorted(self.passages, key=place), 1) for row in rows}

    def passages_among(self, codings: list[Row]) -> int:
        ids = {row["id"] for row in codings}
        return sum(any(row["id"] in ids for row in passage) for passage in self.passages)

    # small groups -------------------------------------------------------------------------------------------

    def told_apart(self, column: str) -> tuple[dict[str, int], int, bool]:
        """The people of each group that may be told, how many groups may not, and whether one was held back."""
        people = Counter(row[column] for row in self.people)
        small = {group for group, count in people.items() if count < self.limit}
        hidden = set(small)
        while hidden and len(hidden) < len(people) and self.gives_away([people[group] for group in hidden]):
            next_size = min(people[group] for group in people if group not in hidden)
            hidden |= {group for group in people if people[group] == next_size}
        return {group: people[group] for group in people if group not in hidden}, len(hidden), hidden != small

    def gives_away(self, sizes: list[int]) -> bool:
        """Whether the sum of groups left out tells their sizes: too few together, or the most or least they can be."""
        top = len(sizes) * (self.limit - 1)
        return sum(sizes) < self.limit or (max(sizes) < self.limit and sum(sizes) in (len(sizes), top))

    def survey(self) -> list[tuple[str, str, str, str]]:
        """The rows of the learner survey: question, answer, learners, of how many."""
        answers = [row for row in rows_of(self.folder / "sources/learner_survey.csv") if not self.sector or row["sector"] == self.sector]
        rows: list[tuple[str, str, str, str]] = []
        for question, column in SURVEY:
            rows += [(question if first else "", *row) for first, row in self.one_question(answers, column)]
        return rows

    def one_question(self, answers: list[Row], column: str) -> list[tuple[bool, tuple[str, str, str]]]:
        given = [one for one in (survey_answer(column, row[column]) for row in answers) if one]
        scale = {"interest": [interest(step) for step in range(1, 6)], "hours_per_week": [band for _, band in BANDS]}.get(column)
        counts = {answer: given.count(answer) for answer in scale or sorted(set(given))}
        shown = [answer for answer in counts if counts[answer] >= self.limit or (scale and not counts[answer])]
        rare = [answer for answer in counts if answer not in shown]
        total = sum(counts[answer] for answer in rare)
        kept = bool(rare) and (total < self.limit or total in (len(rare), len(rare) * (self.limit - 1)))
        if kept:
            shown = [answer for answer in shown if counts[answer]]
        if not scale:
            shown.sort(key=lambda answer: (-counts[answer], answer))
        rows = [(answer, str(counts[answer]), "–" if kept else str(len(given))) for answer in shown]
        if kept:
            rows.append(("another answer, or none: too few to show", "–", "–"))
        elif rare:
            rows.append((f"{plural(len(rare), 'other answer')}, too few to show", "–", "–"))
        return [(not place, row) for place, row in enumerate(rows)]

    # postings -----------------------------------------------------------------------------------------------

    @cached_property
    def postings(self) -> list[Row]:
        return [row for row in rows_of(self.folder / "sources/job_postings.csv") if not self.sector or row["sector"] == self.sector]

    def mentioned(self) -> list[tuple[str, int]]:
        """The tasks postings mention and in how many: two thirds of the label's words in one sentence, and two at least."""
        texts = [posting["text"] for posting in self.postings]
        every = set.intersection(*(set(content_words(text)) for text in texts))
        sentences = [[set(content_words(one)) for one in re.split(r"(?<=[.!?])\s+|\n", text)] for text in texts]
        found = []
        for row in self.tasks:
            label = set(content_words(row["label"])) - every
            enough = max(min(2, len(label)), len(label) * 2 / 3 - 1e-9)
            postings = sum(any(label and len(label & one) >= enough for one in ones) for ones in sentences)
            found += [(row["id"], postings)] if postings else []
        return sorted(found, key=lambda one: -one[1])[:10]

    # ratings together ---------------------------------------------------------------------------------------

    def reliability(self, scale: str) -> Row:
        """Restricted likelihood of rating = mean + task + rater + rest, by Henderson's equations."""
        cells = [(task["id"], row["rater_id"], row[scale]) for task in self.tasks for row in self.ratings.get(task["id"], []) if row.get(scale) is not None]
        tasks, raters = sorted({one for one, _, _ in cells}), sorted({one for _, one, _ in cells})
        design = np.zeros((len(cells), 1 + len(tasks) + len(raters)))
        design[:, 0] = 1
        for place, (task, rater, _) in enumerate(cells):
            design[place, 1 + tasks.index(task)] = design[place, 1 + len(tasks) + raters.index(rater)] = 1
        scores = np.array([score for _, _, score in cells], float)
        square, right, whole = design.T @ design, design.T @ scores, scores @ scores

        def fit(logs: np.ndarray) -> tuple[float, float]:
            ratios = np.exp(logs)
            left = square + np.diag([0.0, *[1 / ratios[0]] * len(tasks), *[1 / ratios[1]] * len(raters)])
            rest = (whole - right @ np.linalg.solve(left, right)) / (len(cells) - 1)
            determinant = np.linalg.slogdet(left)[1] + len(tasks) * logs[0] + len(raters) * logs[1]
            return float((len(cells) - 1) * math.log(rest) + determinant), float(rest)

        at, step = np.zeros(2), 2.0
        while step > 1e-4:
            near = [np.clip(at + step * np.array(way), -12, 12) for way in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1))]
            best = min(near, key=lambda one: fit(one)[0])
            step, at = (step / 2, at) if np.allclose(best, at) else (step, best)
        task, rater = np.exp(at)
        each = len(tasks) / sum(1 / count for count in Counter(one for one, _, _ in cells).values())
        alone = task / (task + rater + 1)
        return {
            "cells": len(cells), "tasks": len(tasks), "raters": len(raters), "each": each, "alone": alone,
            "together": task / (task + (rater + 1) / each),
            "shares": largest_remainder([task, rater, 1.0]),
            "needed": math.ceil(0.8 * (1 - alone) / (alone * 0.2) - 1e-9),
        }

    @cached_property
    def rated(self) -> list[str]:
        return [row["id"] for row in self.tasks if self.criticality(row["id"]) is not None]

    def moved_by_the_other_index(self) -> int:
        """How many rated tasks stand more than a tenth of the list elsewhere by twice importance plus frequency."""
        ranks = []
        for index in (self.criticality, lambda task: 2 * self.average(task, "importance") + self.average(task, "frequency")):
            values = {task: index(task) for task in self.rated}
            ranks.append({task: sum((other > value + 1e-9) + (abs(other - value) <= 1e-9) / 2 for other in values.values()) for task, value in values.items()})
        return sum(abs(ranks[0][task] - ranks[1][task]) > len(self.rated) / 10 for task in self.rated)


def alpha(counts: Counter[tuple[int, int]]) -> float | None:
    """Krippendorff's alpha of a yes or no: how often so many of so many coders said yes."""
    observed = said_yes = said_no = 0.0
    for (yes, coders), units in counts.items():
        observed += units * 2 * yes * (coders - yes) / (coders - 1)
        said_yes += units * yes
        said_no += units * (coders - yes)
    values = said_yes + said_no
    expected = 2 * said_yes * said_no / (values - 1)
    return 1 - observed / expected if expected else None


def alike(counts: Counter[tuple[int, int]]) -> float:
    """The share of pairs of coders who said the same."""
    pairs = sum(units * (math.comb(yes, 2) + math.comb(of - yes, 2)) / math.comb(of, 2) for (yes, of), units in counts.items())
    return pairs / sum(counts.values())


# what a reader finds ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """Words that one line below a heading has, in this order; a table's row is a line, its cells held apart by " | "."""

    heading: str
    parts: tuple[str, ...]
    offered: bool = False
    """Whether the document may choose not to say it."""


def told(r: Reckoning) -> list[Told]:
    """Return everything with a number that a proposal of this scope says, by the heading it stands under."""
    found = []
    for heading, lines in {**demand(r), **job(r), **plan(r), **method(r), **register(r)}.items():
        found += [Told(heading, line if isinstance(line, tuple) else (line,)) for line in lines]
    return found + [Told(heading, line, offered=True) for heading, line in offered(r)]


Lines = dict[str, list[str | tuple[str, ...]]]


def offered(r: Reckoning) -> list[tuple[str, tuple[str, ...]]]:
    """What a proposal chooses from: claims of page one, what is not known."""
    lines = [(row["statement"], f" | {r.evidence_of(row)} ({row['id']}) | ") for row in r.findings]
    gaps = [(f"{plural(r.employers, 'employer')} were heard; a count of so few is a sign, not a measure.",), *[(line,) for line in known_gaps(r)]]
    return [
        ("", (f"DRAFT: {unwritten(r)} boxes not yet written",)),
        *[("The case in five claims", line) for line in lines],
        *[(heading, line) for heading in ("What we do not know", "Risks and mitigation", "Known gaps") for line in gaps],
    ]


def who_is_thinnest(r: Reckoning) -> tuple[Row, list[Row]]:
    """The finding with the fewest employers behind it, of several the one with the fewest other bodies, and who these are."""
    people = {row["id"]: [one["person"] for one in row["codings"] if one["polarity"] == "supports"] for row in r.findings}

    def behind(row: Row) -> tuple[int, int]:
        kinds = r.bodies(people[row["id"]])
        return len(kinds.get("employer", ())), sum(map(len, kinds.values()))

    thinnest = min(r.findings, key=behind)
    return thinnest, people[thinnest["id"]]


def unwritten(r: Reckoning) -> int:
    return BOXES - len({row["box"] for row in r.tables["author_texts"] if r.here(row)})


def known_gaps(r: Reckoning) -> list[str]:
    thinnest, people = who_is_thinnest(r)
    flips = [row["id"] for row in r.tasks if r.flips_at(row["id"])]
    silent = sum(row["consent"] in ("", "no-quote") for row in r.people)
    named = ", ".join(flips[:6]) + (" and others" if len(flips) > 6 else "")
    bare = [task for task in r.trained if not r.shown.get(task)]
    return [
        f"{plural(len(bare), 'chosen task')} ({', '.join(bare)}) rest{'s' if len(bare) == 1 else ''} on raters only; no interview shows {'it' if len(bare) == 1 else 'them'}.",
        f"The thinnest finding, {thinnest['id']}, rests on {r.said_by(people) or 'nobody' + chr(39) + 's support'}: {thinnest['statement']}",
        f"{len(flips)} task decisions would change if the cut-off moved by a quarter point or less: {named}.",
        f"{plural(silent, 'interview')} {'counts' if silent == 1 else 'count'} but {'is' if silent == 1 else 'are'} not quoted",
        f"{unwritten(r)} boxes only a person can write are not yet written",
    ]


def demand(r: Reckoning) -> Lines:
    """Page one, who was interviewed, findings, postings, learners, enrolment and commitments."""
    total = sum(r.criticality(task) or 0 for task in r.rated)
    share = sum(r.criticality(task) or 0 for task in r.trained) / total
    taught = {task for competency, tasks in r.covered.items() if any(competency in hours for hours in r.hours.values()) and any(competency in shown for shown in r.assessed.values()) for task in tasks}
    missing = len(set(r.trained) - taught)
    rungs = ladder(r)
    n, people = len(r.interviews), r.said_by(r.people)
    hours = f"{r.program['sector_hours'].get(r.sector, r.program['hours'])} hours"
    lines: Lines = {
        "": [f"{hours}, {r.program['delivery']}"],
        "The case in five claims": [
            f"{len(r.trained)} tasks carry {share:.0%} of the criticality; "
            + (f"{missing} of them not yet taught and assessed." if missing else "all are taught and assessed.")
            + f" | {plural(len(r.raters), 'rater')}, {len(r.tasks)} tasks (T1) | ",
            f"{rungs['will assess']} will help assess; {rungs['will interview graduates']} will interview graduates. | {rungs['agreed competencies']} agreed the competencies (E1) | ",
        ],
        "Identity and summary": [f"Length | {hours} over {r.program['weeks']} weeks"],
        "Version, evidence and approvals": [f"{n} interviews with {people}, "],
        "Target learners and prerequisites": [most_named(r)],
        "Who was interviewed": [f"{n} interviews with {len(r.people)} people from {people}.", f"Groups of fewer than {r.limit} are not broken down", f"Who was interviewed, {len(r.people)} people in all"],
        "What job postings ask for": [f"{len(r.postings)} postings were scanned", *[(f"{task} | ", f" | {count} of {len(r.postings)}") for task, count in r.mentioned()]],
        "Learner demand": [f"{len([row for row in rows_of(r.folder / 'sources/learner_survey.csv') if not r.sector or row['sector'] == r.sector])} learners answered.", *[" | ".join(row) for row in r.survey()]],
        "Enrolment plan": enrolment(r),
        "What employers have committed to": [
            f"The commitment ladder (E1); {people} were interviewed for this run",
            *[f"{' | '.join(RUNGS[rung])} | {count or '–'}" for rung, count in rungs.items()],
        ],
    }
    for column in ("sector", "region", "size"):
        groups, hidden, held = r.told_apart(column)
        lines["Who was interviewed"] += [f"{column.title()} | {group} | {count}" for group, count in groups.items()]
        if hidden:
            lines["Who was interviewed"].append(f"{column.title()} | {plural(hidden, 'group')}, too small to show{', or held back so that none is given away' if held else ''} | –")
    for question, heading in QUESTIONS.items():
        lines[heading] = [*spoke_of_it(r, FAMILIES[question])]
        for row in (one for one in r.findings if one["question"] == question):
            evidence = r.evidence_of(row)
            nobody = "" if ";" in evidence else "; nobody qualified or contradicted it"
            lines[heading].append(f"{row['id']}. {row['statement']} {of_sector(r, row)}{evidence}{nobody}.")
            lines[heading] += [capped[1]] if (capped := cap(r, row)) else []
    others = Counter(row["kind"] for row in r.people if row["kind"] not in ("", "employer"))
    if others:
        lines["Indigenous, community, union and regulator engagement"] = [f"Beside employers: {joined([plural(others[kind], f'{kind} interview') for kind in sorted(others)])}."]
    return lines


def of_sector(r: Reckoning, finding: Row) -> str:
    """What a run on all sectors says of a finding on one."""
    return f"In {finding['sector']}: " if finding.get("sector") and not r.sector else ""


def most_named(r: Reckoning) -> str:
    named = {code: len(r.bodies([row["person"] for row in r.under(code) if row["polarity"] == "supports"])["employer"]) for code, row in r.codes.items() if row.get("parent_id") == "can-move"}
    first = sorted(named, key=lambda code: (-named[code], r.codes[code]["name"]))
    return "Employers named who moves into this work: " + joined([f"{r.codes[code]['name']} ({named[code]} of {r.employers})" for code in first if named[code]][:5]) + "."


def spoke_of_it(r: Reckoning, family: str) -> list[str]:
    """Who spoke of a family of codes, and what its chart says."""
    top = next(code for code, row in r.codes.items() if row["family"] == family and not row.get("parent_id"))
    spoke = r.under(top)
    lines = [f"{r.said_by([row['person'] for row in spoke], r.employers)} spoke of it, for or against, in {len({row['transcript_id'] for row in spoke})} interviews."]
    bars = {}
    for code, row in r.codes.items():
        if row.get("parent_id") == top:
            sides = {side: r.bodies([one["person"] for one in r.under(code) if one["polarity"] == side]) for side in ("supports", "contradicts")}
            bars[row["name"]] = (len(sides["supports"].get("employer", ())), sum(map(len, sides["contradicts"].values())))
    any_against = any(against for count, against in bars.values() if count)
    lines.append(f"{r.codes[top]['name']}: employers who said so, of {r.employers}" + ("; whoever disagrees is counted" if any_against else ""))
    told_bars = [
        f"{name}: {count} of {r.employers}" + (f"; {against} disagree{'s' if against == 1 else ''}" if against else "")
        for name, (count, against) in sorted(bars.items(), key=lambda bar: (-bar[1][0], bar[0]))
        if count
    ]
    lines.append(f"{told_bars[0].split(';')[0]} employers. {'; '.join(told_bars)}.")
    return lines


def ladder(r: Reckoning) -> dict[str, str]:
    """Who stands on each rung, of those interviewed in this scope."""
    one_of = {row["employer"]: row for row in r.people}
    on = defaultdict(list)
    for row in r.tables["commitments"]:
        if row["employer"] in one_of:
            on[row["rung"]].append(one_of[row["employer"]])
    return {rung: r.said_by(on[rung]) for rung in RUNGS}


def enrolment(r: Reckoning) -> list[str | tuple[str, ...]]:
    lines: list[str | tuple[str, ...]] = []
    totals = [0, 0, 0]
    for row in r.tables["enrolments"]:
        if r.here(row):
            learners = row["intakes"] * row["seats"]
            complete = math.floor(learners * row["completion_share"] + 0.5 + 1e-9)
            lines.append(f"{row['year']} | {'' if r.sector else row['sector'] + ' | '}{row['intakes']} | {row['seats']} | {learners} | {complete} | ")
            totals = [total + one for total, one in zip(totals, (row["intakes"], learners, complete), strict=True)]
    return [*lines, f"Total | {'' if r.sector else ' | '}{totals[0]} | – | {totals[1]} | {totals[2]} | "]


def job(r: Reckoning) -> Lines:
    """Tasks, their ratings, and what is decided."""
    duties = [row for row in r.tables["duties"] if any(task["duty_id"] == row["id"] for task in r.tasks)]
    out = [row["id"] for row in r.tasks if row["id"] not in r.trained]
    beyond = [row for row in r.all_tasks if row not in r.tasks]
    weights = [sum(r.criticality(row["id"]) or 0 for row in r.tasks if row["duty_id"] == duty["id"]) for duty in duties]
    lines: Lines = {
        "The job": [f"{len(duties)} duties and {len(r.tasks)} tasks of this run, from {len(r.interviews)} interviews and {plural(len(r.raters), 'rater')}."],
        "How the tasks were rated": [
            *[row_of_ratings(r, row) for row in r.tasks if row["id"] in r.rated],
            *[reliability_line(r, scale) for scale in SCALES],
            f"twice the importance plus the frequency, {r.moved_by_the_other_index()} of {len(r.rated)} rated tasks would stand more than a tenth",
        ],
        "Tasks in, and tasks out": [f"Tasks in: {len(r.trained)}", f"Tasks out: {len(out)}", f"at a cut-off of {r.settings['cut_off']:g}."],
        "DACUM chart": [f"DACUM chart: {len(r.tasks)} tasks under {len(duties)} duties; who raised each, of {r.employers} employers, and the decision"],
        "What a graduate can do": [],
    }
    for duty, share in zip(duties, largest_remainder(weights), strict=True):
        tasks = [row["id"] for row in r.tasks if row["duty_id"] == duty["id"]]
        rated = sum(task in r.rated for task in tasks)
        lines["How the tasks were rated"].append(f"{duty['id']} | {duty['title']} | {rated} of {len(tasks)} | {share}%")
    for row in r.tasks:
        if f"{r.criticality(row['id']) or 1:.2f}" == "0.00" or r.criticality(row["id"]) == 0:
            lines["How the tasks were rated"].append((f"{row['id']} has importance {r.average(row['id'], 'importance'):.1f} and criticality 0.00", f"({r.average(row['id'], 'frequency'):.1f})"))
        lines["Tasks in, and tasks out"].append(row_of_decision(r, row))
        label = f"{row['id']} {row['label']}"
        lines["DACUM chart"].append(f"{label} / {raised(r, row['id']) if r.shown.get(row['id']) else 'no interview yet'} · {r.outcome(row['id'])}".replace("no formal training", "no training"))
    if beyond:
        names = "; ".join(f"{row['id']} {row['label']}" for row in beyond)
        lines["Tasks in, and tasks out"].append(f"{len(beyond)} tasks of the study are out of scope here (no interview in this sector shows it): {names}.")
    for competency, tasks in r.covered.items():
        title = next(row["title"] for row in r.tables["competencies"] if row["id"] == competency)
        codings = [one for task in tasks for one in r.shown.get(task, [])]
        lines[f"{competency} {title}"] = [f"Rests on. {'task' if len(tasks) == 1 else 'tasks'} {', '.join(tasks)}; raised by {r.for_and_against(codings, r.employers, 'some of it')}."]
    return lines


def raised(r: Reckoning, task: str) -> str:
    return r.for_and_against(r.shown.get(task, []), r.employers)


def row_of_ratings(r: Reckoning, row: Row) -> str:
    means = [f"{r.average(row['id'], scale):.1f}" for scale in SCALES]
    scores = [r.scores(row["id"], scale) for scale in SCALES]
    spread = [stdev(ones) for ones in scores if len(ones) > 1]
    cells = [row["id"], row["label"], *means, f"{max(spread):.1f}" if spread else "–", str(len(r.ratings[row["id"]])), "yes" if row.get("entry_level") else "no"]
    return " | ".join([*cells, f"{r.criticality(row['id']):.2f}"])


def reliability_line(r: Reckoning, scale: str) -> str:
    one = r.reliability(scale)
    shares = "{}% lie between tasks, {}% between milder and stricter raters, and {}% in neither".format(*one["shares"])
    return (
        f"{scale.title()}: {one['cells']} ratings of {one['tasks']} tasks by {one['raters']} raters. The mean of a task rests on {one['each']:.1f} raters "
        f"and has a reliability of {one['together']:.2f}; one rater alone has {one['alone']:.2f}. Of the differences between ratings, {shares}. "
        f"For a mean reliable to 0.80 each task needs {plural(one['needed'], 'rater')}."
    )


def row_of_decision(r: Reckoning, row: Row) -> tuple[str, ...]:
    task = row["id"]
    employers = len(r.bodies([one["person"] for one in r.shown.get(task, []) if one["polarity"] == "supports"]).get("employer", ()))
    why, flips = r.why(task), r.flips_at(task)
    notes = ["thin"] if employers < 3 else []
    if not r.shown.get(task):
        notes = ["raters only, no interview"]
    notes += [f"would change at a cut-off of {math.ceil(flips * 100 - 1e-6) / 100:.2f}"] if flips else []
    tail = f". {joined(notes).capitalize()}." if notes else ""
    start = f"{task} | {row['label']} | {raised(r, task)} | "
    if task in r.decisions:
        return start, f"(The rule alone: {why}: {r.by_rule(task)}.) ({r.decisions[task]['decided_by']}){tail} | {entries(r, task)}"
    return (start + f"{why[0].upper()}{why[1:]}: {r.outcome(task)}{tail} | {entries(r, task)}",)


def entries(r: Reckoning, task: str) -> str:
    names = r.numbered
    own = sorted({names[row["id"]] for row in r.shown.get(task, [])})
    return (", ".join(own[:6]) + (f", {len(own) - 6} more" if len(own) > 6 else "")) or "none recorded"


def plan(r: Reckoning) -> Lines:
    """Competencies, assessment, hours, pathway and money."""
    total = sum(hours for module in r.hours.values() for hours in module.values())
    stated = r.program["sector_hours"].get(r.sector, r.program["hours"])
    sizes = sorted(len(tasks) for tasks in r.covered.values())
    covered = {task for tasks in r.covered.values() for task in tasks}
    lines: Lines = {
        "From evidence to assessment": [],
        "Every competency, and how it is shown": [],
        "Modules and hours": [f"The hours of the modules add up to the {stated:g} hours of the program." if total == stated else f"{total:g}"],
        "Pathways": [f"{sum(row.get('status', 'proposed') != 'proposed' for row in r.steps)} of {len(r.steps)} steps are in place or agreed."],
        "What the credential says": [f"Workload | {stated:g} hours", f"reviewed after {r.program['review_years']} years"],
        "Quality assurance and review": [f"First review after {r.program['review_years']} years."],
        "Three features employers trust": [
            f"{len(r.covered)} competencies cover {len(covered)} tasks, {sizes[0]} to {sizes[-1]} each, in {total:g} of {stated:g} hours.",
            f"{sum(bool(row.get('workplace_evidence')) for row in r.tables['assessments'] if row['id'] in r.assessed)} of {len(r.assessed)} assessments name evidence from real work.",
            stacking(r),
        ],
        "Budget and affordability": budget(r),
    }
    labels = {row["id"]: row["label"] for row in r.tasks}
    alone = [task for task in r.trained if task not in covered]
    lines["What the competencies do not cover"] = [f"Task {task} “{labels[task]}” is trained, and no competency covers it." for task in alone]
    for row in r.tables["performance_criteria"]:
        if row["competency_id"] in r.covered and row["id"] in r.not_assessed(row["competency_id"]):
            lines["Every competency, and how it is shown"].append(f"Criterion {row['id']} “{row['text']}” is not assessed anywhere.")
    names = r.numbered
    for row in r.tables["competencies"]:
        if (own := row["id"]) in r.covered:
            found = sorted({names[one["id"]] for task in r.covered[own] for one in r.shown.get(task, [])})
            tests = [test for test, shown in r.assessed.items() if shown.get(own)]
            lines["From evidence to assessment"].append(f"{own} | {', '.join(r.covered[own])} | {', '.join(found[:6])} ({len(found)} in all) | {', '.join(tests)}")
            cells = [str(shown.get(own) or "–") for shown in r.assessed.values()]
            met = len(r.criteria[own]) - len(r.not_assessed(own))
            lines["Every competency, and how it is shown"].append(" | ".join([f"{own} {row['title']}", *cells, f"{met} of {len(r.criteria[own])}"]))
    for row in r.tables["modules"]:
        if hours := r.hours.get(row["id"]):
            each = joined([f"{competency} ({number:g} h)" for competency, number in hours.items()])
            lines["Modules and hours"].append(f"{row['id']} | {row['title']} | {each} | {row['delivery']} | {sum(hours.values()):g}")
    return lines


def stacking(r: Reckoning) -> str:
    """How many further credentials the credential leads to in one step."""
    steps = {row["id"]: row for row in r.steps}
    nexts = {to.strip() for row in r.steps if row["kind"] == "this credential" for to in row.get("leads_to", "").split(";")}
    further = [steps[one].get("status", "proposed") for one in nexts if one in steps and steps[one]["kind"] == "credential"]
    firm = sum(status != "proposed" for status in further)
    return f"The credential leads to {plural(len(further), 'further credential')}, {firm or 'none'} in place or agreed{'' if firm else ' yet'}."


def money(amount: float) -> str:
    return f"{'−' if amount < 0 else ''}${abs(amount):,.0f}"


def budget(r: Reckoning) -> list[str | tuple[str, ...]]:
    rows = [row for row in r.tables["budget_lines"] if r.here(row)]
    years = sorted({row["year"] for row in rows})
    sums: dict[str, dict[str, Counter[str]]] = {kind: defaultdict(Counter) for kind in ("revenue", "cost", "contribution")}
    for row in rows:
        sums[row["kind"]][row["item"]][row["year"]] += row.get("amount", 0)
    whole = {kind: sum(items.values(), Counter()) for kind, items in sums.items()}

    def line(start: str, by_year: dict[str, float]) -> str:
        return " | ".join([start, *[money(by_year.get(year, 0)) for year in years], money(sum(by_year.values()))])

    lines: list[str | tuple[str, ...]] = [line(f"{kind} | {item}", own) for kind, items in sums.items() for item, own in items.items()]
    named = {"revenue": "revenue", "cost": "cost", "contribution": "contributions in kind"}
    lines += [line(f"total | Total {named[kind]}", own) for kind, own in whole.items()]
    balance = {year: whole["revenue"][year] - whole["cost"][year] for year in years}
    return [*lines, line("total | Balance (revenue less cost)", balance), f"Tuition: ${r.program['tuition']:,} for one learner."]


def method(r: Reckoning) -> Lines:
    """Agreement, confidence, the codebook and the audit trail."""
    one = r.agreement
    alphas = {code: value for code, value in one["alphas"].items() if value is not None}
    weakest = sorted(alphas, key=lambda code: (round(alphas[code], 6), -one["used"][code], r.codes[code]["name"]))[:3]
    weak = sum(value < 0.667 for value in alphas.values())
    lines: Lines = {
        "How the evidence was made": [
            f"{len(one['coders'])} people coded. On the {one['interviews']} interviews that two or more of them coded",
            f"All codes together reach {one['pooled']:.2f}, over {one['units']:,} judgements of a code and an answer; {one['alike']:.0%} of these were alike",
            f"Single codes reach {mean(alphas.values()):.2f} on average, and {weak} of {len(alphas)} codes are under 0.667.",
            f"The 3 codes that coders agree on least, of {len(alphas)}",
            f"Groups of fewer than {r.limit} are not broken down.",
            f"From {len(r.interviews)} interviews to {len(r.covered)} competencies.",
            f"{len(r.interviews)} interviews; then {len(r.passages)} passages coded; then {len(r.tasks)} tasks found; then {len(r.trained)} tasks chosen; then {len(r.covered)} competencies; then {len(r.assessed)} assessments.",
            *[f"{r.codes[code]['name']} | {alphas[code] + 0.0:.2f} | {one['used'][code]} of {one['answers']}".replace("| -0.00", "| 0.00") for code in weakest],
        ],
        "Confidence in each finding, and why": [f"{row['id']} | {of_sector(r, row)}{r.evidence_of(row)} | " for row in r.findings],
        "Appendix B: Codebook": codebook(r),
        "Appendix C: Audit trail": [
            f"Raw data | {len(r.interviews)} interviews, {len(r.postings)} job postings, {len([row for row in rows_of(r.folder / 'sources/learner_survey.csv') if not r.sector or row['sector'] == r.sector])} survey answers",
            f"Data reduction | {len(r.codings)} codings with {len({row['code_id'] for row in r.codings})} codes, by {joined(one['coders'])}",
            f"Reconstruction | {len(r.findings)} findings, {len(r.tasks)} tasks, {len(r.covered)} competencies, {len(r.assessed)} assessments",
            f"Process notes | {sum(row['id'] in r.decisions for row in r.tasks)} decisions against the rule",
            f"Intentions | {len({row['box'] for row in r.tables['author_texts'] if r.here(row)})} author texts",
        ],
    }
    for row in r.findings:
        if (capped := cap(r, row)) is not None:
            lines["Confidence in each finding, and why"].append((f"{row['id']} | ", f" | {capped[0]} | ", capped[1]))
    return lines


def cap(r: Reckoning, finding: Row) -> tuple[str, str] | None:
    """The level and the sentence of a finding whose confidence may not stand as it was entered."""
    levels = ["very low", "low", "moderate", "high"]
    employers = len(r.bodies([row["person"] for row in finding["codings"] if row["polarity"] == "supports"]).get("employer", ()))
    top = "low" if employers < 2 else "moderate" if employers < 3 else "high"
    own_reason = finding.get("reason") and (not r.sector or finding.get("sector"))
    if own_reason or levels.index(finding["confidence"]) <= levels.index(top):
        return None
    who = f"only {plural(employers, 'employer')} support{'s' if employers == 1 else ''} it" if employers else "no employer supports it"
    return top, f"Entered as {finding['confidence']} for the whole study; here {who}"


def codebook(r: Reckoning) -> list[str | tuple[str, ...]]:
    lines: list[str | tuple[str, ...]] = []
    borne = [code for code in r.codes if r.under(code)]
    for code in borne:
        sides = {side: [row["person"] for row in r.under(code) if row["polarity"] == side] for side in ("supports", "qualifies", "contradicts")}
        others = " | ".join(r.said_by(sides[side]) or "–" for side in ("qualifies", "contradicts"))
        lines.append((f"{r.codes[code]['name']} | ", f" | {r.said_by(sides['supports'], r.employers)} | {others}"))
    if len(borne) < len(r.codes):
        lines.append(f"{len(r.codes) - len(borne)} codes that no passage of this run bears are left out.")
    return lines


def register(r: Reckoning) -> Lines:
    """The register: how many passages stand behind what."""
    names = r.numbered
    behind = {row["id"]: row["codings"] for row in r.findings} | {row["id"]: r.shown.get(row["id"], []) for row in r.tasks}
    used = r.passages_among([row for codings in behind.values() for row in codings])
    lines: Lines = {"Appendix A: Evidence register": [f"{used} passages stand behind the findings and tasks of this proposal. {len(r.passages) - used} further passages were coded and not used"]}
    for name, codings in behind.items():
        sides = []
        for side in ("supports", "qualifies", "contradicts"):
            if own := sorted({names[row["id"]] for row in codings if row["polarity"] == side}):
                sides.append(f"{side} ({len(own)}): {', '.join(own)}")
        if sides:
            lines.setdefault("Behind each finding" if name.startswith("F") else "Behind each task", []).append(f"{name} {'; '.join(sides)}.")
    return lines
