"""Everything the proposal says, computed once from the tables of a run; sections only lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from codesign import (
    agreement,
    analysis,
    coding,
    competencies,
    discretion,
    evidence,
    market,
    program,
    schemas,
    tasks,
    wording,
)
from codesign.parameters import Parameters
from codesign.proposal import choice
from codesign.schemas import RUNGS

QUESTIONS: Mapping[str, str] = {
    **analysis.QUESTIONS,
    "credential": "credential-signal",
    "delivery": "delivery",
    "pathway": "pathway",
}
"""The questions findings answer, each with the code family that speaks to it."""
DECIDING = ("skill gaps", "who can move", "credential")
"""The questions that page one answers while nobody chose otherwise."""


@dataclass(frozen=True)
class Finding:
    """A statement with its counts: employers for it, of how many, and how many qualify or contradict it."""

    finding_id: str
    question: str
    statement: str
    employers: int
    of: int
    qualifies: int
    contradicts: int
    interviews: int
    confidence: evidence.Confidence


class Facts:
    """The tables of a run and what follows from them. Nothing here is text of a section.

    `tables` are those of the run (`coding.in_scope`), `texts` the transcripts by id.
    """

    def __init__(self, tables: schemas.Tables, texts: Mapping[str, str], parameters: Parameters) -> None:
        self.tables = schemas.complete(tables)
        self.texts, self.parameters = texts, parameters

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """Every coding that counts, with who said it; a sector too small to be told apart is not named."""
        counted = coding.attributed(self.tables)
        return discretion.without_small_sectors(counted, self.tables["participants"], self.parameters)

    @cached_property
    def heard(self) -> dict[str, int]:
        """How many employers, interviews and participants there are."""
        return coding.heard(self.tables)

    @cached_property
    def code_counts(self) -> pd.DataFrame:
        """The codebook with its counts."""
        return coding.code_counts(self.evidence, self.tables["codes"])

    @cached_property
    def findings(self) -> list[Finding]:
        """Findings that some passage of this run bears on, in order."""
        table = self.tables["findings"].sort_values("position", kind="stable")
        counts = coding.finding_counts(self.evidence, table, self.tables["finding_codes"], self.tables["codes"])
        numbers = {row["finding_id"]: row for row in counts.to_dict("records")}
        return [
            _finding(row, numbers[row["finding_id"]], self.heard["employers"], self.parameters.sector)
            for row in table.to_dict("records")
            if numbers[row["finding_id"]]["interviews"]
        ]

    @cached_property
    def task_counts(self) -> pd.DataFrame:
        """Who raised each task."""
        return coding.task_counts(self.evidence, self.tables["task_evidence"], self.tables["tasks"])

    def number_in_full(self, table: str, number: str) -> str:
        """Return the number of a row with the one it had before it was moved: "B4 (was A2)"."""
        was = self._was.get((table, number), "")
        return f"{number} (was {was})" if was else number

    @cached_property
    def _was(self) -> dict[tuple[str, str], str]:
        moved = self.tables["numbers"]
        return dict(zip(zip(moved["numbered"], moved["number"], strict=True), moved["was"], strict=True))

    @cached_property
    def noc(self) -> list[str]:
        """NOC codes of this run: those that its sector is aligned to, else those of the program."""
        codes, own = self.tables["alignments"], self.parameters
        aligned = codes[(codes["aligned"] == "program") & codes["framework"].str.startswith("NOC")]
        return sorted(set(aligned.loc[aligned["sector"] == own.sector, "code"])) or list(own.program.noc)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The ratings of each task."""
        return tasks.summary(self.tables["ratings"], self.tables["tasks"])

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What was decided for each task, and why."""
        return tasks.decisions(
            self.tables["tasks"],
            self.tables["ratings"],
            self.tables["task_decisions"],
            self.task_counts,
            cut_off=self.parameters.cut_off,
            sector=self.parameters.sector,
            region=self.parameters.region,
        )

    @cached_property
    def task_table(self) -> pd.DataFrame:
        """Tasks with duty, ratings and decision, in the order of the chart, tasks of other sectors left out."""
        table = self.tables["tasks"].merge(
            self.tables["duties"][["duty_id", "title", "position"]], on="duty_id", how="left", suffixes=("", "_duty")
        )
        table = table.merge(self.decisions, on="task_id").merge(self.summary.drop(columns="raters"), on="task_id")
        table = table.sort_values(["position_duty", "duty_id", "position", "task_id"], kind="stable")
        return table.reset_index(drop=True)

    @cached_property
    def in_chart(self) -> pd.DataFrame:
        """The tasks of this run's job."""
        return self.task_table[self.task_table["decision"] != "out of scope"].reset_index(drop=True)

    @cached_property
    def tasks_in(self) -> list[str]:
        """The tasks that are trained."""
        return list(self.decisions.loc[self.decisions["is_in"], "task_id"])

    @cached_property
    def competencies(self) -> pd.DataFrame:
        """The competencies of this run, in order."""
        in_scope = competencies.in_scope(self.tables["competencies"], self.tables["competency_tasks"], self.decisions)
        return in_scope.sort_values("position", kind="stable").reset_index(drop=True)

    def of_competencies(self, name: str) -> pd.DataFrame:
        """Return the rows of a table that belong to this run's competencies."""
        table = self.tables[name]
        return table[table["competency_id"].isin(self.competencies["competency_id"])].reset_index(drop=True)

    @cached_property
    def criteria(self) -> pd.DataFrame:
        """Performance criteria of this run's competencies, in order."""
        return self.of_competencies("performance_criteria").sort_values(["competency_id", "position"], kind="stable")

    @cached_property
    def assessment_criteria(self) -> pd.DataFrame:
        """Which assessment shows which of those criteria."""
        table = self.tables["assessment_criteria"]
        return table[table["criterion_id"].isin(self.criteria["criterion_id"])].reset_index(drop=True)

    @cached_property
    def assessments(self) -> pd.DataFrame:
        """The assessments of this run: those that show one of its criteria, or none of any run."""
        in_scope = program.assessments_in_scope(
            self.competencies,
            self.tables["performance_criteria"],
            self.tables["assessments"],
            self.tables["assessment_criteria"],
        )
        return in_scope.sort_values("position", kind="stable").reset_index(drop=True)

    @cached_property
    def modules(self) -> pd.DataFrame:
        """The modules of this run, in order."""
        in_scope = program.modules_in_scope(
            self.tables["modules"], self.tables["module_competencies"], self.competencies
        )
        return in_scope.sort_values("position", kind="stable").reset_index(drop=True)

    @cached_property
    def module_competencies(self) -> pd.DataFrame:
        """Hours of this run's competencies by module."""
        return self.of_competencies("module_competencies")

    @cached_property
    def ladder(self) -> pd.DataFrame:
        """The commitment ladder: how many employers stand on each rung; who rated tasks has checked them."""
        rated = self.tables["raters"].merge(self.tables["ratings"][["rater_id"]].drop_duplicates(), on="rater_id")
        checked = schemas.frame("commitments", [{"employer": name, "rung": RUNGS[1]} for name in rated["employer"]])
        commitments = pd.concat([self.tables["commitments"], checked], ignore_index=True)
        return program.ladder(commitments, self.tables["participants"])

    @cached_property
    def posting_counts(self) -> pd.DataFrame:
        """How many postings mention each task or code."""
        matches = market.posting_matches(
            self.tables["postings"], self.in_chart[schemas.columns("tasks")], self.tables["codes"]
        )
        return market.posting_counts(
            matches, self.tables["postings"], self.in_chart[schemas.columns("tasks")], self.tables["codes"]
        )

    @cached_property
    def survey(self) -> pd.DataFrame:
        """The learner survey, small groups left out."""
        return market.survey_findings(self.tables["survey_responses"], small_group=self.parameters.small_group)

    @cached_property
    def passages(self) -> pd.DataFrame:
        """Every passage with its quote where consent allows; none is quoted here in a public edition."""
        shown = evidence.quoted(evidence.passages(self.evidence), self.texts)
        return shown if discretion.quotes_anywhere(self.parameters) else shown.assign(quote="")

    @cached_property
    def _used(self) -> pd.DataFrame:
        return evidence.used_passages(self.tables, self.evidence)

    @cached_property
    def standing(self) -> Mapping[str, tuple[str, ...]]:
        """The passages that stand for each finding, by finding: chosen by people, else proposed (`choice`)."""
        return choice.standing_quotes(self._used, self.evidence, self.chosen_quotes)

    @property
    def chosen_quotes(self) -> pd.DataFrame:
        """What people chose to stand for the findings of this run."""
        return choice.in_force(self.tables["chosen_quotes"], self.parameters.sector)

    @cached_property
    def on_page_one(self) -> list[Finding | str]:
        """What stands in the places of page one: a finding, or a question that no finding answers yet."""
        chosen = choice.claims_in_force(self.tables["chosen_claims"], self.parameters.sector)
        return choice.page_one(self.findings, chosen, DECIDING)

    @cached_property
    def uses(self) -> pd.DataFrame:
        """Which passage stands behind which finding or task; quotes are limited within each, those that stand first."""
        used = choice.first_in_line(self._used, self.standing)
        shown = evidence.quoted(
            used.assign(use=used["used_in"] + " " + used["used_id"]), self.texts, "use"
        ).sort_index()
        return discretion.cleared(shown, "use", self.parameters)

    def behind(self, kind: str, identity: str) -> pd.DataFrame:
        """Return the passages behind one finding or task; ids of the two may be alike."""
        rows = self._uses_of.get(f"{kind} {identity}", [])
        return self.uses.take(rows)

    def quoted_for(self, finding_id: str) -> pd.DataFrame:
        """Return the passages that stand for a finding and may be printed here, in their order."""
        behind = self.behind("finding", finding_id).drop_duplicates("evidence_id").set_index("evidence_id", drop=False)
        shown = behind.loc[[one for one in self.standing.get(finding_id, ()) if one in behind.index]]
        return shown[shown["quote"] != ""].reset_index(drop=True)

    @cached_property
    def _uses_of(self) -> Mapping[str, Any]:
        return {str(use): rows for use, rows in self.uses.groupby("use").indices.items()}

    @cached_property
    def used_by(self) -> Mapping[str, list[tuple[str, str]]]:
        """What each passage stands behind, by evidence_id: kind and id."""
        by_passage: dict[str, list[tuple[str, str]]] = {}
        for row in schemas.records(self.uses[["evidence_id", "used_in", "used_id"]]):
            by_passage.setdefault(row["evidence_id"], []).append((row["used_in"], row["used_id"]))
        return by_passage

    @cached_property
    def code_names(self) -> Mapping[str, str]:
        """The name of each code; a coding may outlive its code."""
        codes = self.tables["codes"]
        return {
            **{code: code for code in self.evidence["code_id"]},
            **dict(zip(codes["code_id"], codes["name"], strict=True)),
        }

    def behind_tasks(self, tasks_named: Iterable[str]) -> pd.DataFrame:
        """Return the passages behind any of the tasks."""
        return self.uses[(self.uses["used_in"] == "task") & self.uses["used_id"].isin(set(tasks_named))]

    @cached_property
    def alpha(self) -> agreement.Coefficient:
        """Agreement of coders on respondent turns and code families (Krippendorff's alpha)."""
        return agreement.krippendorff_alpha(self._judgements)

    @cached_property
    def agreed_share(self) -> agreement.Coefficient:
        """The same as a plain share."""
        return agreement.percent_agreement(self._judgements)

    @cached_property
    def _judgements(self) -> pd.DataFrame:
        return coding.agreement_units(self.tables)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Chosen tasks without a competency, and the reverse."""
        return competencies.coverage(
            self.competencies, self.tables["competency_tasks"], self.decisions, self.tables["tasks"]
        )

    @cached_property
    def trace_problems(self) -> pd.DataFrame:
        """Competencies that do not trace back to a task, to evidence or to a framework."""
        return competencies.trace_problems(
            self.competencies,
            self.tables["competency_tasks"],
            self.decisions,
            self.task_counts,
            self.tables["alignments"],
        )

    @cached_property
    def wording(self) -> pd.DataFrame:
        """What is wrong with the words of the competencies."""
        return wording.competency_problems(self.competencies, self.criteria)

    @cached_property
    def assessment_gaps(self) -> pd.DataFrame:
        """What no assessment shows, and what an assessment lacks."""
        return program.assessment_gaps(self.competencies, self.criteria, self.assessments, self.assessment_criteria)

    def anchor(self, kind: str, identity: str) -> str:
        """Return where a finding, task, competency or assessment stands; tasks of other sectors stand together."""
        if kind == "task" and identity not in self._own_tasks:
            return "tasks_elsewhere"
        return f"{kind}_{identity}"

    @cached_property
    def _own_tasks(self) -> set[str]:
        return set(self.in_chart["task_id"])

    def carried(self, criticality_of: list[str]) -> float | None:
        """Return the share of all criticality that these tasks carry, 0 to 1; None where nothing is rated."""
        weights = self.in_chart.set_index("task_id")["criticality"].dropna().astype(float)
        total = float(weights.sum())
        return float(weights[weights.index.isin(criticality_of)].sum()) / total if total else None


def _finding(row: Mapping[Any, Any], counts: Mapping[Any, Any], of: int, sector: str) -> Finding:
    return Finding(
        row["finding_id"],
        row["question"],
        row["statement"],
        counts["supports"],
        of,
        counts["qualifies"],
        counts["contradicts"],
        counts["interviews"],
        evidence.confidence(row, counts["supports"], sector),
    )
