"""The rule that selects tasks for training, and what people decided instead of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from codesign.parameters import written_for
from codesign.phrases import count_of, listed
from codesign.tasks.ratings import SCALES, summary, task_ids
from codesign.tasks.rules import MEASURES, SHARES, Means, Question, Rule, dif_tree
from codesign.voices import is_thin

FEW_RATERS = 3
MISSING = {"relevance": "whether it is done where they work", "first_day": "whether it is needed on the first day"}
DECISION_COLUMNS = [
    "task_id", "rule", "leaf", "override", "decision", "reason", "decided_by",
    "flips_at", "flips_to", "employers", "interviews", "raters", "thin", "panel_only", "is_in",
]  # fmt: skip
COUNT_COLUMNS = ["employers", "interviews", "raised"]
"""Of those of `voices.counts`, what the decisions rest on."""


def decisions(
    tasks: pd.DataFrame,
    ratings: pd.DataFrame,
    task_decisions: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    rule: Rule | None = None,
    cut_off: float = 3.0,
    sector: str = "",
    region: str = "",
    summarised: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return for each task what the rule says, what was decided, why, and how near the decision is to tipping.

    Without a `rule` it is that of difficulty, importance and frequency. `ratings` and `counts` are already of the
    sector and region asked for; `counts` has task_id and the columns of `voices.counts`, and a task without a row has
    no evidence. Of `task_decisions`, one for this sector goes before one for all sectors, and also keeps a task in
    scope; a reason written for all says so in a run on one. `summarised` is the `summary` of these, where it is there.

    Columns: rule (train, overtrain, no train, not rated), leaf in words, override, decision (also: out of scope),
    reason as a plain sentence, decided_by, flips_at and flips_to (the nearest cut-off within .25 at which the rule
    gives something else; "" where there is none or a person decided), employers (who support it), interviews, raters,
    thin (see `voices.is_thin`), panel_only (rated, but in no interview), is_in (trained).
    """
    means = (summary(ratings, tasks) if summarised is None else summarised).to_dict("records")
    overrides = _overrides(task_decisions, sector)
    evidence = _evidence(counts, tasks)
    by = rule or dif_tree(), cut_off
    rows = [
        _decision(row, evidence[row["task_id"]], overrides.get(row["task_id"]), by, (sector, region)) for row in means
    ]
    decided = pd.DataFrame(rows, columns=DECISION_COLUMNS, dtype=object)
    return decided.astype({"thin": bool, "panel_only": bool, "is_in": bool})


def tasks_shown(counts: pd.DataFrame) -> set[str]:
    """Return the ids of the tasks an interview shows: raised by someone, and not only contradicted.

    `counts` has task_id and raised, the interviews in which somebody supports or qualifies it, employer or not.
    """
    return set(counts.loc[counts["raised"].astype(int) > 0, "task_id"])


def _decision(
    row: Mapping[Hashable, Any],
    evidence: Mapping[str, int],
    override: Mapping[str, str] | None,
    by: tuple[Rule, float],
    scope: tuple[str, str],
) -> dict[str, Any]:
    place = " and ".join(name for name, group in zip(("sector", "region"), scope, strict=True) if group)
    rule, leaf, why, flip = _ruled(row, *by, place)
    shown = evidence["raised"] > 0
    result: dict[str, Any] = {
        "task_id": row["task_id"], "rule": rule, "leaf": leaf, "override": "", "decision": rule, "reason": why,
        "decided_by": "", "flips_at": flip[0], "flips_to": flip[1], "raters": row["raters"],
        "employers": evidence["employers"], "interviews": evidence["interviews"],
        "thin": is_thin(evidence["employers"]), "panel_only": row["raters"] > 0 and evidence["interviews"] == 0,
    }  # fmt: skip
    here = override is not None and bool(override["sector"])
    if place and not shown and not row["raters"] and not here:
        result |= {"decision": "out of scope", "reason": _out_of_scope(evidence, place), "flips_at": "", "flips_to": ""}
    elif override is not None:
        result |= _overridden(override, why, written_for(override["sector"], *scope))
    return {**result, "is_in": result["decision"] in {"train", "overtrain"}}


def _ruled(
    row: Mapping[Hashable, Any], rule: Rule, cut_off: float, place: str
) -> tuple[str, str, str, tuple[str, str]]:
    means = measures(row)
    if missing := rule.missing(means):
        return "not rated", "", _not_rated(missing, place, of=len(rule.questions)), ("", "")
    outcome = rule.outcome(means, cut_off)
    sizes = sorted({row[f"{one.of}_n"] for one in rule.questions})
    sentence = f"{_in_words(rule, means, cut_off)}, {_raters(sizes)}: {rule.outcomes[outcome]}"
    return outcome, _leaf_words(rule, means, cut_off), sentence, rule.flip(means, cut_off)


def measures(row: Mapping[Hashable, Any]) -> dict[str, float | None]:
    """Return what a rule can ask of a row of `summary`: means from 1 to 5, and shares of the raters in per cent."""
    return {one: row[f"{one}_mean" if one in SCALES else one] for one in MEASURES}


def _overridden(override: Mapping[str, str], why: str, wider: str) -> dict[str, str]:
    reason = override["reason"].rstrip(".") + (f" (written for {wider})" if wider else "")
    return {"override": override["override"], "decision": override["override"], "decided_by": override["decided_by"],
            "reason": f"{reason}. (The rule alone: {why}.)", "flips_at": "", "flips_to": ""}  # fmt: skip


def _overrides(task_decisions: pd.DataFrame, sector: str) -> dict[str, dict[str, str]]:
    for_all = task_decisions[task_decisions["sector"] == ""]
    for_sector = task_decisions[(task_decisions["sector"] == sector) & (sector != "")]
    rows = [*for_all.to_dict("records"), *for_sector.to_dict("records")]
    return {str(row["task_id"]): {str(name): str(value) for name, value in row.items()} for row in rows}


def _evidence(counts: pd.DataFrame, tasks: pd.DataFrame) -> dict[str, dict[str, int]]:
    table = counts.set_index("task_id").reindex(columns=COUNT_COLUMNS).astype(object)
    rows = table.where(table.notna(), 0).to_dict("index")
    return {task: {name: int(rows.get(task, {}).get(name, 0)) for name in COUNT_COLUMNS} for task in task_ids(tasks)}


def _leaf_words(rule: Rule, means: Means, cut_off: float) -> str:
    answers = zip(rule.questions, rule.leaf(means, cut_off), strict=True)
    return ", ".join(one.word if yes else f"not {one.word}" for one, yes in answers)


def _in_words(rule: Rule, means: Means, cut_off: float) -> str:
    wordings = [f"{one.word} ({_shown(means[one.of] or 0, one, cut_off)})" for one in rule.questions]
    answers = rule.leaf(means, cut_off)
    yes = [text for text, is_so in zip(wordings, answers, strict=True) if is_so]
    no = [text for text, is_so in zip(wordings, answers, strict=True) if not is_so]
    if not no:
        return listed(yes)
    negated = f"not {no[0]}" if len(no) == 1 else "neither " + listed(no, last="nor")
    return f"{listed(yes)} but {negated}" if yes else negated


def _shown(mean: float, question: Question, cut_off: float) -> str:
    """Return the mean with as many digits as keep it on its side of the cut-off: 2.96 is not shown as 3.0."""
    least, is_share = question.least(cut_off), question.of in SHARES
    is_above = mean >= least - 1e-9
    fewest = 0 if is_share else 1
    digits = next((d for d in range(fewest, 6) if (round(mean, d) >= least) == is_above), 6)
    return f"{mean:.{digits}f}{'%' if is_share else ''}"


def _raters(sizes: Sequence[int]) -> str:
    few = ", a judgement rather than a measurement" if sizes[0] < FEW_RATERS else ""
    if len(sizes) > 1:
        return f"{sizes[0]} to {sizes[-1]} raters{few}"
    return f"{count_of(sizes[0], 'rater')}{few}"


def _not_rated(missing: Sequence[str], place: str, *, of: int) -> str:
    where = f" in this {place}" if place else ""
    names = [MISSING.get(one, one) for one in missing]
    scales = "" if len(missing) == of else f" for {listed(names, last='or')}"
    return f"nobody{where} has rated it{scales}: rate it, or decide and say why"


def _out_of_scope(evidence: Mapping[str, int], place: str) -> str:
    if evidence["interviews"]:
        return f"those in this {place} who speak of it only contradict it"
    return f"no interview in this {place} shows it"
