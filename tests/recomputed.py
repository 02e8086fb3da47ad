"""The numbers of a proposal, worked out again from the files of a study by docs/methods.md and docs/tables.md alone.

Nothing of the package is imported: this is a second reckoning, and only the two together can be trusted. It was
written before the package's own was looked at. recomputed_words.py says it as a reader of the document finds it.
"""

# ruff: noqa: E501 - rows of tables read better whole

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import mean
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
    "side_list_evidence": ("item_id", "coding_id"),
    "scan_verdicts": ("sentence_sha256", "task_id", "code_id"),
    "competency_tasks": ("competency_id", "task_id"),
    "assessment_criteria": ("assessment_id", "criterion_id"),
    "module_competencies": ("module_id", "competency_id"),
    "commitments": ("employer", "rung"),
    "author_texts": ("box", "sector"),
    "enrolments": ("year", "sector"),
}
SCALES = ("importance", "frequency", "difficulty")
QUESTIONS = {
    "skill gaps": "Which skill gaps must be bridged",
    "who can move": "Who can move into the role",
    "hiring challenges": "What makes hiring hard",
    "credential": "What a credential would have to show",
    "delivery": "How employers want it delivered",
    "pathway": "Where it should lead",
}
WAYS = ("supports", "qualifies", "contradicts")
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
    lines = [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    tables: dict[str, dict[str, Row]] = defaultdict(dict)
    for line in sorted(lines, key=lambda one: (one["lam"], one["person"], one["device"], one["seq"])):
        if line["op"] != "put":
            raise NotImplementedError(line["op"])
        row = tables[line["table"]].setdefault(line["row"], {})
        row.update(dict(zip(KEYS.get(line["table"], ()), line["row"].split("|"), strict=False)) or {"id": line["row"]})
        row.update(line.get("fields", {}))
    return defaultdict(list, {name: list(rows.values()) for name, rows in tables.items()})


def sentence_mark(sentence: str) -> str:
    """Return the checksum by which a sentence of a posting is judged: of its words in small letters."""
    return hashlib.sha256(" ".join(re.findall(r"\w+", sentence.casefold())).encode()).hexdigest()


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
        rf"^(?:\*\*(?P<a>{who}):\*\*[ \t]*|(?P<b>{who}):[ \t]+|(?P<c>{who}) \[[\d:]+\]\n+|[\d:]+ (?P<d>{who})\n+)",
        re.MULTILINE,
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
            row["id"]: by_id[row["participant_id"]]
            for row in self.tables["transcripts"]
            if row["participant_id"] in by_id
        }

    @cached_property
    def turns(self) -> dict[str, list[Turn]]:
        """What respondents said, by transcript."""
        roles = {
            (row["transcript_id"], row["speaker"]): row.get("role", "respondent") for row in self.tables["speakers"]
        }
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
            (f"an {kind}" if kind[0] in "aeio" else f"a {kind}")
            if len(kinds[kind]) == 1
            else f"{len(kinds[kind])} {kind}s"
            for kind in ("union", "association", "regulator")
            if kinds.get(kind)
        ]
        return joined(others + words if of is not None and not employers else words + others)

    def for_and_against(self, codings: list[Row], of: int, what: str = "it") -> str:
        """Return the counts of a claim with whoever qualifies and contradicts."""
        by = {
            side: [row["person"] for row in codings if row["polarity"] == side]
            for side in ("supports", "qualifies", "contradicts")
        }
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
        return self.tied("task_evidence", "task_id")

    def tied(self, table: str, to: str) -> dict[str, list[Row]]:
        """The codings of this scope that a table ties to each of something."""
        by_id = {row["id"]: row for row in self.codings}
        tied = defaultdict(list)
        for row in self.tables[table]:
            if row["coding_id"] in by_id:
                tied[row[to]].append(by_id[row["coding_id"]])
        return tied

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
        own = {
            row["task_id"] for row in self.tables["task_decisions"] if self.sector and row.get("sector") == self.sector
        }
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
        difficult, important, frequent = (
            (self.average(task, scale) or 0) >= line - 1e-9 for scale in ("difficulty", "importance", "frequency")
        )
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
            for cut_off in (at - step / 100, at + step / 100):
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
        return text + (", a judgement rather than a measurement" if low < 3 else "")

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
        return {
            row["id"]: covers[row["id"]]
            for row in self.tables["competencies"]
            if covers.get(row["id"]) or not self.sector
        }

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
            counts = Counter(
                owner[criterion] for one, criterion in pairs if one == row["id"] and owner[criterion] in self.covered
            )
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
            return (
                first["transcript_id"],
                first["start"],
                max(row["end"] for row in rows),
                first["code_id"],
                WAYS.index(first["polarity"]),
            )

        return {
            row["id"]: f"E-{number:03}"
            for number, rows in enumerate(sorted(self.passages, key=place), 1)
            for row in rows
        }

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
        answers = [
            row
            for row in rows_of(self.folder / "sources/learner_survey.csv")
            if not self.sector or row["sector"] == self.sector
        ]
        rows: list[tuple[str, str, str, str]] = []
        for question, column in SURVEY:
            rows += [(question if first else "", *row) for first, row in self.one_question(answers, column)]
        return rows

    def one_question(self, answers: list[Row], column: str) -> list[tuple[bool, tuple[str, str, str]]]:
        given = [one for one in (survey_answer(column, row[column]) for row in answers) if one]
        scale = {
            "interest": [interest(step) for step in range(1, 6)],
            "hours_per_week": [band for _, band in BANDS],
        }.get(column)
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
        return [
            row
            for row in rows_of(self.folder / "sources/job_postings.csv")
            if not self.sector or row["sector"] == self.sector
        ]

    @cached_property
    def scan(self) -> dict[str, Row]:
        """Of each task the postings with a sentence that somebody judged right, and what was judged of all sentences."""
        in_posting = [
            {sentence_mark(one) for one in re.split(r"(?<=[.!?;])\s+|\n", f"{posting['title']}\n{posting['text']}")}
            for posting in self.postings
        ]
        judged: dict[str, Row] = {row["id"]: {"right": 0, "judged": 0, "postings": set()} for row in self.tasks}
        for row in self.tables["scan_verdicts"]:
            where = {at for at, marks in enumerate(in_posting) if row["sentence_sha256"] in marks}
            if row["task_id"] in judged and where and row["verdict"]:
                own, is_right = judged[row["task_id"]], row["verdict"] == "right"
                own["judged"] += 1
                own["right"] += is_right
                own["postings"] |= where if is_right else set()
        return judged

    def mentioned(self) -> list[tuple[str, int, Row]]:
        """The tasks whose share of postings may be told, at least 7 of 10 judged right, and in how many they are."""
        rows = [(task, len(own["postings"]), own) for task, own in self.scan.items() if own["judged"]]
        return sorted((row for row in rows if row[2]["right"] >= 0.7 * row[2]["judged"]), key=lambda one: -one[1])

    def unreliable(self) -> list[tuple[str, Row]]:
        """The tasks whose words are wrong too often for a share to be told."""
        return [(task, own) for task, own in self.scan.items() if own["right"] < 0.7 * own["judged"]]

    # ratings together ---------------------------------------------------------------------------------------

    def reliability(self, scale: str) -> Row:
        """Restricted likelihood of rating = mean + task + rater + rest, by Henderson's equations."""
        cells = [
            (task["id"], row["rater_id"], row[scale])
            for task in self.tasks
            for row in self.ratings.get(task["id"], [])
            if row.get(scale) is not None
        ]
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
            near = [
                np.clip(at + step * np.array(way), -12, 12)
                for way in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1))
            ]
            best = min(near, key=lambda one: fit(one)[0])
            step, at = (step / 2, at) if np.allclose(best, at) else (step, best)
        task, rater = np.exp(at)
        each = len(tasks) / sum(1 / count for count in Counter(one for one, _, _ in cells).values())
        alone = task / (task + rater + 1)
        return {
            "cells": len(cells),
            "tasks": len(tasks),
            "raters": len(raters),
            "each": each,
            "alone": alone,
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
        for index in (
            self.criticality,
            lambda task: 2 * self.average(task, "importance") + self.average(task, "frequency"),
        ):
            values = {task: index(task) for task in self.rated}
            ranks.append(
                {
                    task: sum((other > value + 1e-9) + (abs(other - value) <= 1e-9) / 2 for other in values.values())
                    for task, value in values.items()
                }
            )
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
    pairs = sum(
        units * (math.comb(yes, 2) + math.comb(of - yes, 2)) / math.comb(of, 2) for (yes, of), units in counts.items()
    )
    return pairs / sum(counts.values())
