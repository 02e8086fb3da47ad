"""Which ratings answer a wording that has changed since."""

from __future__ import annotations

from codesign import schemas, tasks

TASKS = schemas.frame(
    "tasks",
    [
        {"task_id": "A1", "duty_id": "A", "label": "Lock out", "statement": "Lock out  and tag out."},
        {"task_id": "A2", "duty_id": "A", "label": "Purge lines", "statement": ""},
    ],
)


def rated(task: str, words: str, rater: str = "R-01") -> dict[str, object]:
    mark = tasks.statement_sha256(words) if words else ""
    return {"rater_id": rater, "task_id": task, "importance": 4, "statement_sha256": mark}


def test_a_rater_reads_the_statement_and_the_label_where_there_is_none():
    assert [tasks.worded(row) for row in schemas.records(TASKS)] == ["Lock out and tag out.", "Purge lines"]


def test_how_often_a_space_was_typed_makes_no_other_wording():
    assert tasks.statement_sha256(" Lock out and\ntag out. ") == tasks.wording_marks(TASKS)["A1"]


def test_only_ratings_of_another_wording_than_todays_are_older():
    ratings = schemas.frame(
        "ratings",
        [
            rated("A1", "Lock out and tag out."),
            rated("A1", "Lock out.", "R-02"),
            rated("A1", "", "R-03"),
            rated("A2", "Purge lines"),
            rated("A9", "Gone"),
        ],
    )
    assert list(tasks.of_older_wordings(ratings, TASKS)["rater_id"]) == ["R-02"]


def test_without_ratings_or_tasks_none_is_older():
    none = schemas.empty("ratings")
    assert tasks.of_older_wordings(none, TASKS).empty
    assert tasks.of_older_wordings(schemas.frame("ratings", [rated("A1", "x")]), schemas.empty("tasks")).empty
