"""The claims of page one, and what is not known: each with its count and the passages behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codesign import discretion, voices
from codesign.phrases import BODIES, count_of, listed
from codesign.proposal.facts import QUESTIONS, Facts
from codesign.proposal.finding import Finding
from codesign.schemas import FAMILIES, RUNGS

RECOGNISING = ("union", "regulator", "association", "indigenous")
NAMES = {kind: kind for kind in RECOGNISING} | {"indigenous": "Indigenous organisation"}


@dataclass(frozen=True)
class Claim:
    """One claim: its sentence, the count that carries it, how sure we are, and where its evidence stands.

    `anchor` is the place in the document; `evidence_ids` the passages; empty ids with `has_evidence` False mean the
    claim says of itself that nothing shows it yet.
    """

    text: str
    count: str
    confidence: str
    anchor: str
    evidence_ids: tuple[str, ...]

    @property
    def has_evidence(self) -> bool:
        """Whether anything recorded stands behind the claim."""
        return bool(self.evidence_ids)


def claims(facts: Facts) -> list[Claim]:
    """Return the claims of page one: what people chose among the findings or the rule proposes, tasks, commitments."""
    places = facts.on_page_one
    about = [_from_codes(facts, one) if isinstance(one, str) else _of_finding(facts, one) for one in places]
    return [*about, _tasks_claim(facts), _commitment_claim(facts)]


def unknowns(facts: Facts) -> list[str]:
    """Return what is not known, the weightiest first: who was not heard, what rests on little, what is unwritten."""
    sources = (_not_heard, _untold, _thin, _tipping, _not_quotable, _no_agreement)
    return [sentence for source in sources for sentence in source(facts)]


def finding_count(finding: Finding) -> str:
    """Return “9 of 12 employers; 1 employer and a union contradict it (F1)”."""
    return f"{finding.short_words} ({finding.finding_id})"


def sureness(finding: Finding) -> str:
    """Return how sure we are of a finding, and for what it was judged where that is more than this run."""
    sure = finding.confidence
    return sure.level.capitalize() + (f", judged for {sure.written_for}" if sure.written_for else "")


def _of_finding(facts: Facts, finding: Finding) -> Claim:
    passages = tuple(dict.fromkeys(facts.behind("finding", finding.finding_id)["evidence_id"]))
    return Claim(
        finding.statement,
        finding_count(finding),
        sureness(finding),
        f"finding_{finding.finding_id}",
        passages,
    )


def _from_codes(facts: Facts, question: str) -> Claim:
    """Say which code of the family most employers spoke of, where the team has not written a finding."""
    family = QUESTIONS[question]
    codes = facts.code_counts[(facts.code_counts["family"] == family) & (facts.code_counts["interviews"] > 0)]
    label = FAMILIES[family].lower()
    if codes.empty:
        return Claim(f"Nothing coded yet speaks to: {question}.", "no evidence", "No evidence", "sec_demand", ())
    below = codes[codes["parent_id"] != ""]
    top = (below if len(below) else codes).sort_values("employers", ascending=False, kind="stable").iloc[0]
    ids = tuple(facts.passages.loc[facts.passages["code_id"] == top["code_id"], "evidence_id"])
    return Claim(
        f"Most often named, {label}: {top['name']}.",
        voices.short_words(facts.code_voices[top["code_id"]], facts.heard["employers"]),
        "Not yet judged",
        f"behind_code_{top['code_id']}",
        ids,
    )


def _tasks_claim(facts: Facts) -> Claim:
    chosen, shown = facts.tasks_in, facts.in_chart
    raters = int(facts.tables["ratings"]["rater_id"].nunique())
    count = f"{count_of(raters, 'rater')}, {count_of(len(shown), 'task')} (T1)"
    if not chosen:
        return Claim("No task has been rated and chosen yet.", count, "No evidence", "sec_occupation", ())
    share = facts.carried(chosen)
    carry, were, all_are = ("carries", "was", "it is") if len(chosen) == 1 else ("carry", "were", "all are")
    weight = f" {carry} {share:.0%} of the criticality" if share is not None else f" {were} chosen"
    untaught = _untaught(facts)
    taught = (
        f"{all_are} taught and assessed" if not untaught else f"{len(untaught)} of them not yet taught and assessed"
    )
    ids = tuple(dict.fromkeys(facts.behind_tasks(chosen)["evidence_id"]))
    return Claim(f"{count_of(len(chosen), 'task')}{weight}; {taught}.", count, "Rated", "table_decisions", ids)


def _untaught(facts: Facts) -> list[str]:
    shown = set(facts.criteria.merge(facts.assessment_criteria, on="criterion_id")["competency_id"])
    links = facts.of_competencies("competency_tasks")
    covered = set(links.loc[links["competency_id"].isin(shown), "task_id"])
    return [task for task in facts.tasks_in if task not in covered]


def _commitment_claim(facts: Facts) -> Claim:
    assess, interview = facts.committed[RUNGS[3]], facts.committed[RUNGS[4]]
    if not assess and not interview:
        return Claim(
            "No employer has committed to assess or to interview graduates yet.",
            "no commitment recorded",
            "No evidence",
            "table_ladder",
            (),
        )
    text = (
        f"{voices.bodies_in_words(assess, 'no employer')} will help assess; "
        f"{voices.bodies_in_words(interview, 'none')} will interview graduates."
    )
    agreed = voices.bodies_in_words(facts.committed[RUNGS[2]], "nobody")
    count = f"{agreed} agreed the competencies (E1)"
    return Claim(text[:1].upper() + text[1:], count, "Recorded", "table_ladder", ("table_ladder",))


def _not_heard(facts: Facts) -> Iterator[str]:
    people = discretion.interviewed(facts.tables)
    yield from _kinds_not_heard(facts)
    regions = sorted(set(people["region"]) - {""})
    if len(regions) == 1:
        yield f"Everyone interviewed is in {regions[0]}; nothing here speaks for the rest of the province."
    heard = facts.heard["employers"]
    if not discretion.could_be_two_groups(heard, facts.parameters.small_group):
        yield (
            f"{count_of(heard, 'employer')} {'was' if heard == 1 else 'were'} heard; a count of so few is a sign, "
            f"not a measure."
        )
    if facts.tables["survey_responses"].empty:
        yield "No learner survey was read; whether people would enrol is not known from this evidence."


def _kinds_not_heard(facts: Facts) -> Iterator[str]:
    """Say which bodies were not heard: nowhere in the study, or in others of its sectors and regions only."""
    missing = [kind for kind in RECOGNISING if kind not in facts.bodies_heard]
    nowhere = [NAMES[kind] for kind in missing if kind not in facts.kinds_elsewhere]
    elsewhere = [BODIES[kind][0] for kind in missing if kind in facts.kinds_elsewhere]
    parts = [f"no {listed(nowhere, last='or')} was interviewed"] if nowhere else []
    if elsewhere:
        were = "" if nowhere else f" {'was' if len(elsewhere) == 1 else 'were'} interviewed"
        parts.append(f"{listed(elsewhere)}{were} only for other {'sectors' if facts.parameters.sector else 'regions'}")
    if parts:
        sentence = ", and ".join(parts)
        yield f"{sentence[:1].upper()}{sentence[1:]}; what they would recognise is not known."


def _thin(facts: Facts) -> Iterator[str]:
    weak = [finding for finding in facts.findings if voices.is_thin(finding.employers)]
    if weak:
        # of several with as few employers, the one that the fewest others stand behind
        thinnest = min(weak, key=lambda finding: (finding.employers, sum(finding.voices.supports.values())))
        support = voices.bodies_in_words(thinnest.voices.supports, "nobody's support")
        yield f"The thinnest finding, {thinnest.finding_id}, rests on {support}: {thinnest.statement}"
    alone = facts.in_chart[facts.in_chart["panel_only"] & facts.in_chart["is_in"]]
    if len(alone) == 1:
        yield f"1 chosen task ({alone.iloc[0]['task_id']}) rests on raters only; no interview shows it."
    elif len(alone):
        named = ", ".join(alone["task_id"])
        yield f"{len(alone)} chosen tasks ({named}) rest on raters only; no interview shows them."


def _untold(facts: Facts) -> Iterator[str]:
    """Say which findings are left out, since nobody may be told how few of their sector speak for them."""
    for sector, group in facts.untold_findings.groupby("sector"):
        left_out, speaks = listed(list(group["finding_id"])), "speaks" if len(group) == 1 else "speak"
        yield f"{left_out} {speaks} of {sector} only, where too few employers were heard to be told apart: left out."


def _tipping(facts: Facts) -> Iterator[str]:
    near = facts.in_chart[facts.in_chart["flips_at"].astype(str) != ""]
    if len(near):
        shown = ", ".join(near["task_id"][:6]) + (" and others" if len(near) > 6 else "")
        yield (
            f"{count_of(len(near), 'task decision')} would change if the cut-off moved by a quarter point or "
            f"less: {shown}."
        )


def _not_quotable(facts: Facts) -> Iterator[str]:
    silent = len(discretion.unquotable(facts.tables["participants"]))
    if silent:
        verb = "counts but is not quoted" if silent == 1 else "count but are not quoted"
        yield f"{count_of(silent, 'interview')} {verb}, as those people asked or did not answer."


def _no_agreement(facts: Facts) -> Iterator[str]:
    if facts.agreement.reason:
        yield f"How far two coders agree is not known: {facts.agreement.reason}."
