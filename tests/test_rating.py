"""The screen of ratings: one rater and task at a time, and nobody alone on a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_trial import Browser, Store

from codesign import tasks, widgets
from codesign.journal import Change
from codesign.study import Study


@pytest.fixture
def ratings(store: Store) -> Browser:
    return Browser(widgets.rating_grid(store.tables, person="Ana", on_save=store.save, refresh=store.reread))


def test_tasks_stand_under_their_duty(ratings: Browser) -> None:
    rows = ratings.last("snapshot")["rows"]
    assert [(row.get("group"), row["id"]) for row in rows] == [("A. Make safe", "A1"), (None, "A2")]


def test_a_rating_is_saved_for_one_rater_and_task(ratings: Browser, store: Store) -> None:
    answer = ratings.change(action="rate", rater="R-01", rows=[{"task": "A2", "values": {"difficulty": "4"}}])
    mark = tasks.statement_sha256("Lock out skid")
    saved = {"rater_id": "R-01", "task_id": "A2", "difficulty": 4, "statement_sha256": mark}
    assert dict(store.saved[0][0].row) == saved
    assert answer["ratings"]["R-01"]["A2"]["difficulty"] == 4


def test_a_rating_is_taken_back_after_the_cell_ran_again_and_said_in_words(root: Path, tmp_path: Path) -> None:
    study = Study.create(tmp_path / "small", root / "templates" / "study", person="Ana", device="test")
    study.save(
        [
            Change("put", "duties", {"duty_id": "A", "title": "Make safe", "position": 1}),
            Change("put", "tasks", {"task_id": "A1", "duty_id": "A", "label": "Purge line", "position": 1}),
            Change("put", "raters", {"rater_id": "R-01"}),
        ]
    )
    ways = {"on_save": study.save, "refresh": study.read, "on_undo": study.undo, "acts": study.acts}
    rows = [{"task": "A1", "values": {"difficulty": "4"}}]
    Browser(widgets.rating_grid(study.read(), person="Ana", **ways)).change(action="rate", rater="R-01", rows=rows)
    answer = Browser(widgets.rating_grid(study.read(), person="Ana", **ways)).change("m2", action="undo")
    assert answer["said"] == "Undone: addition of “R-01, A1 Purge line”."
    assert study.read()["ratings"].empty


def test_a_rating_outside_one_to_five_is_not_saved(ratings: Browser, store: Store) -> None:
    answer = ratings.change(action="rate", rater="R-01", rows=[{"task": "A2", "values": {"difficulty": "9"}}])
    assert answer["wrong"]["R-01|A2"]["problems"] == {"difficulty": "Only 1, 2, 3, 4 or 5."}
    assert store.saved == []


def test_only_the_ratings_of_a_rater_who_is_looked_at_travel(store: Store) -> None:
    store.save([Change("put", "raters", {"rater_id": "R-02"})])
    store.save([Change("put", "ratings", {"rater_id": "R-02", "task_id": "A2", "importance": 3})])
    browser = Browser(widgets.rating_grid(store.tables, person="Ana", on_save=store.save, refresh=store.reread))
    assert list(browser.last("snapshot")["ratings"]) == ["R-01"]
    browser.say({"type": "ratings", "rater": "R-02"})
    assert browser.last("ratings")["ratings"]["R-02"]["A2"]["importance"] == 3


def test_whether_a_task_is_done_here_is_yes_no_or_nothing(ratings: Browser, store: Store) -> None:
    rows = [{"task": "A2", "values": {"done_here": "yes", "first_day": "maybe"}}]
    answer = ratings.change(action="rate", rater="R-01", rows=rows)
    assert answer["wrong"]["R-01|A2"]["problems"] == {"first_day": "Only yes or no."}
    ratings.change("m2", action="rate", rater="R-01", rows=[{"task": "A2", "values": {"done_here": "yes"}}])
    assert store.saved[0][0].row["done_here"] is True


def test_no_single_persons_ratings_stand_on_a_static_page(store: Store) -> None:
    page = widgets.rating_grid(store.tables, person="Ana", on_save=store.save).static().body
    assert "1 of 1" in page
    assert "R-01" not in page
