"""Rules that select tasks: files people can read, each set of answers with exactly one outcome."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest

from codesign import schemas, tasks
from codesign.errors import ParameterError
from codesign.tasks.rules import Question

OWN = """
name: Ours
version: 2
source: The curriculum office.
questions:
  important: {of: importance, from: 3.5}
  needed at once: {of: first_day, from: 50}
outcomes: {train: train, no train: job aid only}
leaves:
  - {important: true, needed at once: true, outcome: train}
  - {important: false, outcome: no train}
  - {important: true, needed at once: false, outcome: no train}
"""


def ratings(*rows: tuple[int | None, bool | None, bool | None]) -> object:
    """Ratings of A1: importance, done here, needed on the first day, one a rater."""
    return schemas.frame(
        "ratings",
        [
            {"rater_id": f"R-{n}", "task_id": "A1", "importance": i, "done_here": here, "first_day": first}
            for n, (i, here, first) in enumerate(rows)
        ],
    )


def decided(rule: tasks.Rule, given: object) -> dict[str, object]:
    table = schemas.frame("tasks", [{"task_id": "A1", "duty_id": "A", "label": "Purge the line"}])
    counts = schemas.frame("tasks", [])[["task_id"]].assign(employers=0, interviews=0, raised=0)
    decisions = tasks.decisions(table, given, schemas.empty("task_decisions"), counts, rule=rule)  # type: ignore[arg-type]
    return decisions.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("relevance", "importance", "words"),
    [(68.36, 3.92, "core"), (27.05, 4.07, "supplemental"), (90, 2.99, "supplemental"), (67, 3.0, "core")],
)
def test_the_core_rule_of_onet_is_67_per_cent_and_3(relevance: float, importance: float, words: str) -> None:
    rule = tasks.rule_named("onet-core")
    outcome = rule.outcome({"relevance": relevance, "importance": importance}, 3.0)
    assert rule.outcomes[outcome].startswith(words)


def test_a_rule_asks_raters_whether_they_do_it_at_all() -> None:
    given = ratings((4, True, None), (5, True, None), (4, True, None), (4, False, None))
    row = decided(tasks.rule_named("onet-core"), given)
    assert row["reason"] == "relevant (75%) and important (4.2), 4 raters: core, train"
    assert (row["decision"], row["is_in"]) == ("train", True)


def test_what_a_rule_asks_and_nobody_said_is_named() -> None:
    row = decided(tasks.rule_named("onet-core"), ratings((4, None, None)))
    assert row["rule"] == "not rated"
    assert "for whether it is done where they work" in str(row["reason"])


def test_a_cut_off_of_its_own_moves_alone_and_is_named() -> None:
    rule = tasks.read_rule(OWN, "ours.yaml")
    assert rule.flip({"importance": 3.4, "first_day": 60}, 3.0) == ("3.40 for importance", "train")
    assert not rule.moves


def test_a_rule_of_the_college_goes_before_one_of_the_same_name() -> None:
    assert tasks.rule_named("dif", {"dif": OWN}).name == "Ours"
    assert {"dif", "onet-core"} <= set(tasks.own_rules())


@pytest.mark.parametrize("name", tasks.own_rules())
def test_every_rule_of_the_package_answers_everything_and_says_where_it_comes_from(name: str) -> None:
    rule = tasks.rule_named(name)
    assert set(rule.leaves) == set(product((True, False), repeat=len(rule.questions)))
    assert rule.version >= 1
    assert len(rule.source.split()) > 8


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("of: importance", "of: urgency", "“important” asks of “urgency”"),
        ("from: 3.5", "from: often", "“important” begins from “often”"),
        ("from: 50", "from: cut_off", "“needed at once” begins from “cut_off”"),
        ("outcome: train}", "outcome: teach}", "“teach” is no outcome"),
        ("outcomes: {train: train, ", "outcomes: {", "no words for “train”"),
        ("  - {important: false, outcome: no train}\n", "", "“not important, needed at once” has no leaf"),
        ("{important: false, outcome", "{outcome", "has 2 leaves"),
        ("needed at once: false, outcome", "urgent: false, outcome", "“urgent”, which is no question"),
        ("version: 2", "version: new", "version"),
        ("name: Ours", "name: [", "line"),
        ("source: The curriculum office.\n", "", "source"),
    ],
)
def test_a_file_that_is_no_rule_says_what_of_it(before: str, after: str, told: str) -> None:
    with pytest.raises(ParameterError) as refused:
        tasks.read_rule(OWN.replace(before, after), "templates/rules/ours.yaml")
    assert str(refused.value).startswith("templates/rules/ours.yaml is no selection rule: ")
    assert told in str(refused.value)
    assert str(refused.value).endswith("Nothing was run.")


def test_a_rule_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(ParameterError, match="Did you mean “onet-core”"):
        tasks.rule_named("onet-cor")


def test_a_value_at_the_cut_off_is_a_yes_and_a_missing_one_a_no() -> None:
    important = Question("important", "importance", None)
    assert important.answer({"importance": 3.0}, 3.0)
    assert not important.answer({}, 3.0)


def test_the_rule_in_the_templates_page_is_one(root: Path) -> None:
    page = (root / "templates" / "rules" / "README.md").read_text(encoding="utf-8")
    lines = [line.removeprefix("    ") for line in page.splitlines() if line.startswith("    ")]
    rule = tasks.read_rule("\n".join(lines), "README.md")
    assert [question.word for question in rule.questions] == ["important", "hard to learn", "needed at once"]


@pytest.mark.parametrize("seed", range(20))
def test_the_nearest_cut_off_that_tips_a_task_is_the_one_found_by_trying_every_hundredth(seed: int) -> None:
    dice, rule = random.Random(seed), tasks.dif_tree()
    for _ in range(20):
        size, cut_off = dice.choice((2, 3, 5, 8, 40)), dice.choice((1.1, 2.5, 3.0, 3.25))
        means = {scale: sum(dice.randint(1, 5) for _ in range(size)) / size for scale in tasks.SCALES}
        tried = ((step, sign) for step in range(1, 26) for sign in (-1, 1))
        moved = (round(cut_off + sign * step / 100, 2) for step, sign in tried)
        tips = ((f"{at:.2f}", rule.outcome(means, at)) for at in moved if 1 <= at <= 5)
        now = rule.outcome(means, cut_off)
        assert rule.flip(means, cut_off) == next((one for one in tips if one[1] != now), ("", ""))
