"""Everything the proposal says, computed once from the tables of a run; sections only lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    voices,
    wording,
)
from codesign.parameters import Parameters
from codesign.proposal import choice
from codesign.proposal.finding import Finding
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


class Facts:
    """The tables of a run and what follows from them. Nothing here is text of a section.

    `tables` are those of the run (`coding.in_scope`), `texts` the transcripts by id, `kinds_elsewhere` the kinds of
    bodies that were interviewed in the study, whatever the sector and region of the run, `rule` selects tasks,
    `other_wordings` are groups of phrases for one thing from the study's frameworks, for the scan of postings.
    """

    def __init__(
        self,
        tables: schemas.Tables,
        texts: Mapping[str, str],
        parameters: Parameters,
        *,
        kinds_elsewhere: Iterable[str] = (),
        rule: tasks.Rule | None = None,
        other_wordings: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        self.tables = schemas.complete(tables)
        self.texts, self.parameters = texts, parameters
        self.kinds_elsewhere = frozenset(kinds_elsewhere)
        self.rule = rule or tasks.dif_tree()
        self.other_wordings = other_wordings

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
    def bodies_heard(self) -> dict[str, int]:
        """How many bodies of each kind were interviewed, employers among them."""
        return voices.bodies_heard(discretion.interviewed(self.tables))

    @cached_property
    def code_voices(self) -> Mapping[str, voices.Voices]:
        """Who speaks for and against each code, codes below it counted too."""
        return voices.voices(coding.with_ancestors(self.evidence, self.tables["codes"]), "counted_as")

    def speaking_of(self, family: str) -> voices.Voices:
        """Return who speaks of any code of a family."""
        codes = self.tables["codes"]
        own = codes.loc[codes["family"] == family, "code_id"]
        return voices.of_all(self.evidence[self.evidence["code_id"].isin(own)])

    @cached_property
    def code_counts(self) -> pd.DataFrame:
        """The codebook with its counts."""
        return coding.code_counts(self.evidence, self.tables["codes"])

    @cached_property
    def findings(self) -> list[Finding]:
        """Findings that some passage of this run bears on, in order.

        One that speaks of a sector stands in a run on all sectors too, and says of which sector it is: the sector is
        part of the program, so a committee would miss it, and would misread it if others were counted.
        """
        table = self.findings_of_run.sort_values("position", kind="stable")
        resting = coding.finding_evidence(self.evidence, table, self.tables["finding_codes"], self.tables["codes"])
        claims = voices.voices(resting, "finding_id")
        return [
            self._finding(row, claims[row["finding_id"]])
            for row in table.to_dict("records")
            if row["finding_id"] in claims
        ]

    def _finding(self, row: Mapping[Any, Any], claim: voices.Voices) -> Finding:
        own = self.parameters
        sector = "" if row["sector"] == own.sector else row["sector"]
        sure = evidence.confidence(row, claim.employers, sector=own.sector, region=own.region)
        of = self._employers_of_sector(sector) if sector else self.heard["employers"]
        return Finding(row["finding_id"], row["question"], row["statement"], claim, of, sector, sure)

    def _employers_of_sector(self, sector: str) -> int:
        people = discretion.interviewed(self.tables)
        return voices.bodies_heard(people[people["sector"] == sector]).get(voices.EMPLOYER, 0)

    @cached_property
    def untold_findings(self) -> pd.DataFrame:
        """Findings on a sector that has too few employers to be told apart from the others of this run."""
        table = self.tables["findings"]
        return table[~table["finding_id"].isin(self.findings_of_run["finding_id"])]

    @cached_property
    def findings_of_run(self) -> pd.DataFrame:
        """The findings that may be told of in this run; where everybody is of one sector, its findings are of all."""
        table, own = self.tables["findings"], self.parameters
        people = discretion.interviewed(self.tables)
        if not own.sector and people["sector"].nunique() == 1:
            table = table.assign(sector=table["sector"].replace(people["sector"].iloc[0], ""))
        names = {
            sector
            for sector in set(table["sector"]) - {""}
            if sector == own.sector or discretion.may_be_told(people, {"sector": sector}, own.small_group)
        }
        return table[table["sector"].isin({"", *names})]

    @cached_property
    def task_voices(self) -> Mapping[str, voices.Voices]:
        """Who speaks for and against each task."""
        shown = self.tables["task_evidence"].merge(self.evidence, on="coding_id", how="inner")
        return voices.voices(shown, "task_id")

    @cached_property
    def list_voices(self) -> Mapping[str, voices.Voices]:
        """Who names each line of the lists beside the chart."""
        named = self.tables["side_list_evidence"].merge(self.evidence, on="coding_id", how="inner")
        return voices.voices(named, "item_id")

    @cached_property
    def task_counts(self) -> pd.DataFrame:
        """Who raised each task."""
        return coding.task_counts(self.evidence, self.tables["task_evidence"], self.tables["tasks"])

    def of_sector(self, row: Mapping[Any, Any]) -> str:
        """Return ", for hydrogen" after what was declared for a sector, where the run is on all; else nothing."""
        return f", for {row['sector']}" if row["sector"] and not self.parameters.sector else ""

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
        """NOC codes of this run: those that the program is aligned to in it, else those of the study."""
        own = program.aligned(self.tables["alignments"], self.parameters.sector)
        codes = sorted(set(own.loc[own["framework"].str.startswith(program.NOC), "code"]))
        return codes or list(self.parameters.program.noc)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The ratings of each task."""
        return tasks.summary(self.tables["ratings"], self.tables["tasks"])

    @cached_property
    def reliability(self) -> list[tasks.Reliability]:
        """How alike the raters rate, a scale each."""
        return [tasks.reliability(self.tables["ratings"], scale) for scale in tasks.SCALES]

    @cached_property
    def duty_weights(self) -> pd.DataFrame:
        """What each duty of this run's job weighs, with its title."""
        weights = tasks.duty_weights(self.summary, self.in_chart)
        return weights.merge(self.tables["duties"][["duty_id", "title"]], on="duty_id", how="left")

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What was decided for each task, and why."""
        return tasks.decisions(
            self.tables["tasks"],
            self.tables["ratings"],
            self.tables["task_decisions"],
            self.task_counts,
            rule=self.rule,
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

    @cached_property
    def taught(self) -> pd.DataFrame:
        """Which competency of this run covers which task that is trained in it."""
        links = self.of_competencies("competency_tasks")
        return links[links["task_id"].isin(self.tasks_in)].reset_index(drop=True)

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
        return program.ladder(self._commitments, discretion.interviewed(self.tables), self.outdated_checks)

    @cached_property
    def outdated_checks(self) -> frozenset[str]:
        """The employers who checked a task that was reworded since."""
        older = tasks.of_older_wordings(self.tables["ratings"], self.tables["tasks"])
        raters = self.tables["raters"]
        return frozenset(raters.loc[raters["rater_id"].isin(older["rater_id"]), "employer"]) - {""}

    @cached_property
    def committed(self) -> Mapping[str, voices.Bodies]:
        """How many bodies of each kind stand on each rung of the ladder."""
        return program.committed(self._commitments, discretion.interviewed(self.tables))

    @cached_property
    def _commitments(self) -> pd.DataFrame:
        rated = self.tables["raters"].merge(self.tables["ratings"][["rater_id"]].drop_duplicates(), on="rater_id")
        checked = schemas.frame("commitments", [{"employer": name, "rung": RUNGS[1]} for name in rated["employer"]])
        return pd.concat([self.tables["commitments"], checked], ignore_index=True)

    @cached_property
    def posting_matches(self) -> pd.DataFrame:
        """Every sentence of a posting that was found for a task or code, with what was judged of it."""
        return market.posting_matches(
            self.tables["postings"],
            self.in_chart[schemas.columns("tasks")],
            self.tables["codes"],
            self.tables["scan_verdicts"],
            verb_pairs=market.verbs_that_say_the_same(self.other_wordings),
        )

    @cached_property
    def posting_counts(self) -> pd.DataFrame:
        """How many postings mention each task or code."""
        return market.posting_counts(
            self.posting_matches, self.tables["postings"], self.in_chart[schemas.columns("tasks")], self.tables["codes"]
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
        return evidence.used_passages({**self.tables, "findings": self.findings_of_run}, self.evidence)

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
    def code_agreement(self) -> pd.DataFrame:
        """How far coders agree on each code, before the team talked."""
        return agreement.by_code(self.tables)

    @cached_property
    def agreement(self) -> agreement.Overall:
        """What that comes to: all codes pooled, their mean and the weakest."""
        return agreement.overall(self.code_agreement)

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
        """What is wrong with the words of the competencies, but for what somebody set aside."""
        return wording.open_remarks(self.competency_remarks, self.tables["wording_overrides"])

    @cached_property
    def wording_set_aside(self) -> pd.DataFrame:
        """Errors in the words of the competencies that somebody set aside, each with the reason."""
        aside = wording.remarks_set_aside(self.competency_remarks, self.tables["wording_overrides"])
        return aside[aside["level"] == "error"]

    @cached_property
    def competency_remarks(self) -> pd.DataFrame:
        """Every remark on the words of the competencies."""
        return wording.competency_problems(self.competencies, self.criteria, language=self.worded_in)

    @cached_property
    def task_remarks(self) -> pd.DataFrame:
        """Every remark on the words of the tasks."""
        return wording.task_problems(self.tables["tasks"], language=self.worded_in)

    @cached_property
    def worded_in(self) -> str:
        """The language of the tasks and competencies."""
        texts = [*self.tables["tasks"]["label"], *self.tables["tasks"]["statement"], *self.competencies["statement"]]
        return wording.language_of(map(str, texts))

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
