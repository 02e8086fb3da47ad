"""The pathway as a graph: does every step lead somewhere, and none back to itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from codesign import schemas

PROBLEM_COLUMNS = ["step_id", "kind", "sentence"]


def leads(step: str) -> list[str]:
    """Return the step ids written in a `leads_to` cell, each once.

    >>> leads("S2; S3;")
    ['S2', 'S3']
    """
    return schemas.listed_in(step)


def pathway_problems(pathway_steps: pd.DataFrame, *, other_steps: Iterable[str] = ()) -> pd.DataFrame:
    """Return what is wrong with the pathway, one row a problem: step_id, kind, sentence.

    Kinds: no credential (no step is this credential), unknown step, leads to itself (a circle, told once), orphan
    (tied to nothing), no way in or out (this credential has nothing before or after it). `other_steps` are ids
    that exist in the study but not in this run; they are not unknown.
    """
    edges = {str(row["step_id"]): leads(str(row["leads_to"])) for row in pathway_steps.to_dict("records")}
    inside = {step: [to for to in targets if to in edges] for step, targets in edges.items()}
    titles = {str(row["step_id"]): str(row["title"]) for row in pathway_steps.to_dict("records")}
    rows = [
        *_unknown(edges, titles, {*edges, *other_steps}),
        *_circles(inside, titles),
        *_orphans(inside, titles),
        *_credential(pathway_steps, inside, titles),
    ]
    return pd.DataFrame(rows, columns=PROBLEM_COLUMNS, dtype=object)


def routes_apart(pathway_steps: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the steps in groups that share no route, in order of the table; steps tied to nothing are the last one."""
    step_ids = [str(step) for step in pathway_steps["step_id"]]
    group = {step: {step} for step in step_ids}
    for row in pathway_steps.to_dict("records"):
        for onward in leads(str(row["leads_to"])):
            if onward in group:
                joined = group[str(row["step_id"])] | group[onward]
                group.update(dict.fromkeys(joined, joined))
    tied = list({id(group[step]): group[step] for step in step_ids if len(group[step]) > 1}.values())
    alone = {step for step in step_ids if len(group[step]) == 1}
    parts = [*tied, alone] if alone else tied
    return [pathway_steps[pathway_steps["step_id"].isin(part)].reset_index(drop=True) for part in parts]


def circles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return every group of steps that lead round to each other, in order of the table; empty where there is none."""
    reach = {step: _reached(step, edges) for step in edges}
    groups: list[list[str]] = []
    for step in edges:
        group = [other for other in edges if other in reach[step] and step in reach[other]]
        if group and group not in groups:
            groups.append(group)
    return groups


def _reached(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    reached: set[str] = set()
    open_steps = list(edges[start])
    while open_steps:
        step = open_steps.pop()
        if step not in reached:
            reached.add(step)
            open_steps.extend(edges.get(step, ()))
    return reached


def _unknown(edges: Mapping[str, list[str]], titles: Mapping[str, str], step_ids: set[str]) -> list[dict[str, str]]:
    return [
        _problem(step, "unknown step", f"“{titles[step]}” leads to {to}, and there is no such step.")
        for step, targets in edges.items()
        for to in targets
        if to not in step_ids
    ]


def _circles(edges: Mapping[str, list[str]], titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        _problem(group[0], "leads to itself", f"The pathway runs in a circle: {', '.join(titles[s] for s in group)}.")
        for group in circles(edges)
    ]


def _orphans(edges: Mapping[str, list[str]], titles: Mapping[str, str]) -> list[dict[str, str]]:
    tied = {step for step, targets in edges.items() if targets} | {to for targets in edges.values() for to in targets}
    return [
        _problem(step, "orphan", f"“{titles[step]}” is tied to no other step.") for step in edges if step not in tied
    ]


def _credential(steps: pd.DataFrame, edges: Mapping[str, list[str]], titles: Mapping[str, str]) -> list[dict[str, str]]:
    own = [str(step) for step in steps.loc[steps["kind"] == "this credential", "step_id"]]
    if len(steps) and not own:
        return [_problem("", "no credential", "No step of the pathway is this credential.")]
    entered = {to for targets in edges.values() for to in targets}
    missing = {
        step: [
            words
            for words, is_there in (("leads to it", step in entered), ("follows it", bool(edges[step])))
            if not is_there
        ]
        for step in own
    }
    return [
        _problem(step, "no way in or out", f"“{titles[step]}” is this credential, and nothing {' or '.join(words)}.")
        for step, words in missing.items()
        if words
    ]


def _problem(step: str, kind: str, sentence: str) -> dict[str, str]:
    return {"step_id": step, "kind": kind, "sentence": sentence}
