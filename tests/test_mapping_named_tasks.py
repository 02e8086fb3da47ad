"""A column is about a task by its number, or by the very words; near words and what does not agree are asked."""

from __future__ import annotations

import pytest

from codesign import schemas
from codesign.intake.mapping.named_tasks import NamedTasks

MADE = "task-0123456789abcdef"
TABLES = schemas.complete(
    {
        "duties": schemas.frame("duties", [{"duty_id": "A", "title": "Keep lines safe"}]),
        "tasks": schemas.frame(
            "tasks",
            [
                {"task_id": "A1", "duty_id": "A", "label": "Purge a line", "statement": "Purge a gas line twice"},
                {"task_id": "A2", "duty_id": "A", "label": "Test a sensor", "statement": ""},
                {"task_id": MADE, "duty_id": "A", "label": "Order spare parts", "statement": ""},
            ],
        ),
        "numbers": schemas.frame(
            "numbers",
            [
                {"numbered": "tasks", "row": MADE, "number": "A4", "was": "A3"},
                {"numbered": "tasks", "row": "task-ffffffffffffffff", "number": "A9", "was": ""},
            ],
        ),
    }
)
TASKS = NamedTasks.of(TABLES)


@pytest.mark.parametrize(
    ("heading", "task"),
    [
        ("How important? [A1] Purge a line", "A1"),
        ("A1. Purge a line", "A1"),
        ("Importance [a1]", "A1"),
        ("How important is it to purge? - A2. Test a sensor", "A2"),
        ("Q3[A2]", "A2"),
        ("A4 Order spare parts", MADE),
        ("A3 Order spare parts", MADE),
        ("How often do you purge a gas line twice?", "A1"),
        ("Importance [Test a sensor.]", "A2"),
    ],
)
def test_a_number_or_the_very_words_name_a_task(heading: str, task: str):
    named = TASKS.named(heading)
    assert (named.task_id, named.is_sure) == (task, True)


@pytest.mark.parametrize(
    ("heading", "task", "why"),
    [
        ("Purge the gas lines twice", "A1", "the words are near A1 Purge a line"),
        ("A1. Test a sensor", "A1", "the number says A1 Purge a line, the words say A2 Test a sensor"),
        ("A3. Get the parts", MADE, "A4 Order spare parts was A3"),
        ("When the night shift has to purge a line for the crew of the day", "A1", "are among others"),
        ("A9. Weld a pipe", "", "there is no task A9 any more"),
        ("A7. Weld a pipe", "", "there is no task A7"),
    ],
)
def test_what_does_not_agree_is_asked(heading: str, task: str, why: str):
    named = TASKS.named(heading)
    assert (named.task_id, named.is_sure) == (task, False)
    assert why in named.why


def test_what_names_no_task_says_nothing():
    for heading in ("Your employer", "Q1", "Timestamp", "How many years have you worked?"):
        assert (TASKS.named(heading).task_id, TASKS.named(heading).why) == ("", "")


def test_what_is_left_of_a_heading_says_the_scale():
    assert "important" in TASKS.named("How important is this? [A1] Purge a line").rest
    assert "critical" not in TASKS.named("Purge a gas line twice [importance]").rest
