"""The rule that selects tasks for training, and what people decided instead of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd
import yaml

from codesign.parameters import written_for
from codesign.phrases import count_of, listed
from codesign.tasks.ratings import POINTS, SCALES, summary, task_ids
from codesign.voices import is_thin

FLIP_MARGIN = 0.25
FEW_RATERS = 3
DECISION_COLUMNS = [
    "task_id", "rule", "leaf", "override", "decision", "reason", "decided_by",
    "flips_at", "flips_to", "employers", "interviews", "raters", "thin", "panel_only", "is_in",
]  # fmt: skip
COUNT_COLUMNS = ["employers", "interviews", "raised"]
"""Of those of `voices.counts`, what the decisions rest on."""


@dataclass(frozen=True)
class Tree:
    """The selection rule: its name, version, source, and the outcome of each leaf.

    A leaf is a triple of yes/no: difficult, important, frequent.
    """

    name: str
    version: int
    source: str
    words: Mapping[str, str]
    outcomes: Mapping[str, str]
    leaves: Mapping[tuple[bool, bool, bool], str]

    def outcome(self, means: Mapping[str, float], cut_off: float) -> str:
        """Return train, overtrain or no train for the means of the three scales at a cut-off."""
        return self.leaves[_leaf(means, cut_off)]


@cache
def dif_tree() -> Tree:
    """Return the difficulty-importance-frequency tree of the package, with its version and source."""
    text = resources.files("codesign").joinpath("rules", "dif.yaml").read_text(encoding="utf-8")
    rule = yaml.safe_load(text)
    leaves = {(leaf["difficult"], leaf["important"], leaf["frequent"]): leaf["outcome"] for leaf in rule["leaves"]}
    return Tree(rule["name"], rule["version"], rule["source"], rule["scales"], rule["outcomes"], leaves)


def decisions(
    tasks: pd.DataFrame,
    ratings: pd.DataFrame,
    task_decisions: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    cut_off: float = 3.0,
    sector: str = "",
    region: str = "",
) -> pd.DataFrame:
    """Return for each task what the rule says, what was decided, why, and how near the decision is to tipping.

    `ratings` and `counts` are already of the sector and region asked for; `counts` has task_id and the columns of
    `voices.counts`, and a task without a row has no evidence. Of `task_decisions`, one for this sector goes before one
    for all sectors, and also keeps a task in scope; a reason written for all says so in a run on one.

    Columns: rule (train, overtrain, no train, not rated), leaf in words, override, decision (also: out of scope),
    reason as a plain sentence, decided_by, flips_at and flips_to (the nearest cut-off within .25 at which the rule
    gives something else; "" where there is none or a person decided), employers (who support it), interviews, raters,
    thin (see `voices.is_thin`), panel_only (rated, but in no interview), is_in (trained).
    """
    means = summary(ratings, tasks).to_dict("records")
    overrides = _overrides(task_decisions, sector)
    evidence = _evidence(counts, tasks)
    rows = [
        _decision(row, evidence[row["task_id"]], overrides.get(row["task_id"]), cut_off, (sector, region))
        for row in means
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
    cut_off: float,
    scope: tuple[str, str],
) -> dict[str, Any]:
    place = " and ".join(name for name, group in zip(("sector", "region"), scope, strict=True) if group)
    rule, leaf, why, flip = _ruled(row, cut_off, place)
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


def _ruled(row: Mapping[Hashable, Any], cut_off: float, place: str) -> tuple[str, str, str, tuple[str, str]]:
    means = {scale: row[f"{scale}_mean"] for scale in SCALES}
    missing = [scale for scale in SCALES if means[scale] is None]
    if missing:
        return "not rated", "", _not_rated(missing, place), ("", "")
    tree = dif_tree()
    outcome = tree.outcome(means, cut_off)
    sizes = sorted({row[f"{scale}_n"] for scale in SCALES})
    sentence = f"{_in_words(means, cut_off)}, {_raters(sizes)}: {tree.outcomes[outcome]}"
    return outcome, _leaf_words(means, cut_off), sentence, _flip(means, cut_off)


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


def _leaf(means: Mapping[str, float], cut_off: float) -> tuple[bool, bool, bool]:
    difficult, important, frequent = (
        means[scale] >= cut_off - 1e-9 for scale in ("difficulty", "importance", "frequency")
    )
    return difficult, important, frequent


def _flip(means: Mapping[str, float], cut_off: float) -> tuple[str, str]:
    now = dif_tree().outcome(means, cut_off)
    for step in range(1, round(FLIP_MARGIN * 100) + 1):
        for moved in (round(cut_off - step / 100, 2), round(cut_off + step / 100, 2)):
            then = dif_tree().outcome(means, moved)
            if 1 <= moved <= POINTS and then != now:
                return f"{moved:.2f}", then
    return "", ""


def _leaf_words(means: Mapping[str, float], cut_off: float) -> str:
    answers = zip(("difficult", "important", "frequent"), _leaf(means, cut_off), strict=True)
    return ", ".join(word if yes else f"not {word}" for word, yes in answers)


def _in_words(means: Mapping[str, float], cut_off: float) -> str:
    words = dif_tree().words
    wordings = {scale: f"{word} ({_shown(means[scale], cut_off)})" for scale, word in words.items()}
    yes = [text for scale, text in wordings.items() if means[scale] >= cut_off - 1e-9]
    no = [text for text in wordings.values() if text not in yes]
    if not no:
        return listed(yes)
    negated = f"not {no[0]}" if len(no) == 1 else "neither " + listed(no, last="nor")
    return f"{listed(yes)} but {negated}" if yes else negated


def _shown(mean: float, cut_off: float) -> str:
    """Return the mean with as many digits as keep it on its side of the cut-off: 2.96 is not shown as 3.0."""
    is_above = mean >= cut_off - 1e-9
    digits = next((d for d in range(1, 6) if (round(mean, d) >= cut_off) == is_above), 6)
    return f"{mean:.{digits}f}"


def _raters(sizes: Sequence[int]) -> str:
    few = ", a judgement rather than a measurement" if sizes[-1] < FEW_RATERS else ""
    if len(sizes) > 1:
        return f"{sizes[0]} to {sizes[-1]} raters{few}"
    return f"{count_of(sizes[0], 'rater')}{few}"


def _not_rated(missing: Sequence[str], place: str) -> str:
    where = f" in this {place}" if place else ""
    scales = "" if len(missing) == len(SCALES) else f" for {listed(missing, last='or')}"
    return f"nobody{where} has rated it{scales}: rate it, or decide and say why"


def _out_of_scope(evidence: Mapping[str, int], place: str) -> str:
    if evidence["interviews"]:
        return f"those in this {place} who speak of it only contradict it"
    return f"no interview in this {place} shows it"
