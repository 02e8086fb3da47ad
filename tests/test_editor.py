"""The editor of a table: what it saves, what it refuses, and what it never shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from store_trial import Browser, Store

from codesign import schemas, widgets
from codesign.journal import Change
from codesign.study import Study
from codesign.widgets.history import in_words
from codesign.workbook.edited_tables import EDITED


@pytest.fixture
def tasks(store: Store) -> Browser:
    return Browser(widgets.table_editor("tasks", store.tables, on_save=store.save, refresh=store.reread))


@pytest.fixture
def study(root: Path, tmp_path: Path) -> Study:
    """Ana's study of one duty with one task."""
    study = Study.create(tmp_path / "small", root / "templates" / "study", person="Ana", device="test")
    duty = {"duty_id": "A", "title": "Make safe", "position": 1}
    task = {"task_id": "A1", "duty_id": "A", "label": "Purge line", "position": 1}
    study.save([Change("put", "duties", duty), Change("put", "tasks", task)])
    return study


def page_of(study: Study, table: str = "tasks") -> Browser:
    ways = {"on_undo": study.undo, "on_redo": study.redo, "acts": study.acts}
    screen = widgets.table_editor(table, study.read(), on_save=study.save, refresh=study.read, **ways)
    return Browser(screen)


def put(browser: Browser, row: str, identity: str = "m1", *, is_new: bool = False, **values: str) -> dict[str, Any]:
    return browser.change(identity, action="put", rows=[{"row": row, "isNew": is_new, "values": values}])


def test_an_edited_cell_saves_the_key_and_that_cell_only(tasks: Browser, store: Store) -> None:
    answer = put(tasks, "A1", label="Purge line")
    assert dict(store.saved[0][0].row) == {"task_id": "A1", "label": "Purge line"}
    assert answer["done"] == ["A1"]
    assert [row["values"]["label"] for row in tasks.last("news")["changed"]] == ["Purge line"]


def test_references_are_offered_by_id_and_name(store: Store) -> None:
    columns = widgets.table_editor("ratings", store.tables, on_save=store.save).snapshot()["columns"]
    task = next(column for column in columns if column["name"] == "task_id")
    assert {"value": "A1", "label": "A1 Purge and verify line"} in task["options"]


def test_a_code_is_offered_by_its_name_and_by_its_id_too_where_two_have_one_name(store: Store) -> None:
    store.tables["codes"] = schemas.frame(
        "codes",
        [
            {"code_id": code, "family": "skill-gap", "name": name}
            for code, name in (("purge", "Purging"), ("leak-1", "Leaks"), ("leak-2", "Leaks"))
        ],
    )
    columns = widgets.table_editor("finding_codes", store.tables, on_save=store.save).snapshot()["columns"]
    code = next(column for column in columns if column["name"] == "code_id")
    assert [option["label"] for option in code["options"]] == ["", "Purging", "Leaks (leak-1)", "Leaks (leak-2)"]


def test_a_new_row_gets_an_identity_the_next_number_and_a_place_in_one_act(tasks: Browser, store: Store) -> None:
    answer = put(tasks, "new-1", is_new=True, duty_id="A", label="Find leak")
    row, number = (change.row for change in store.saved[0])
    assert row["position"] == 3
    assert (number["numbered"], number["row"], number["number"]) == ("tasks", row["task_id"], "A3")
    assert answer["done"] == ["new-1"]
    shown = next(one for one in tasks.last("news")["changed"] if one["id"] == answer["became"]["new-1"])
    assert (shown["name"], shown["values"]["task_id"]) == ("A3 Find leak", "A3")


@pytest.mark.parametrize("is_restarted", [False, True])
def test_what_is_typed_on_before_the_first_answer_came_goes_into_the_same_row(
    tasks: Browser, store: Store, is_restarted: bool
) -> None:
    put(tasks, "new-1", is_new=True, duty_id="A", label="Find leak")
    if is_restarted:
        tasks = Browser(widgets.table_editor("tasks", store.tables, on_save=store.save))
    answer = put(tasks, "new-1", "m2", is_new=True, duty_id="A", label="Find leak", statement="With foam")
    rows = store.tables["tasks"]
    assert rows[rows["label"] == "Find leak"]["statement"].tolist() == ["With foam"]
    assert (answer["done"], answer["wrong"]) == (["new-1"], [])
    assert answer["became"]["new-1"] in set(rows["task_id"])


def test_a_row_whose_key_was_typed_takes_what_is_typed_on_too(store: Store) -> None:
    ratings = Browser(widgets.table_editor("ratings", store.tables, on_save=store.save))
    put(ratings, "new-1", is_new=True, rater_id="R-01", task_id="A2")
    answer = put(ratings, "new-1", "m2", is_new=True, rater_id="R-01", task_id="A2", importance="4")
    assert answer["wrong"] == []
    assert store.tables["ratings"].query("task_id == 'A2'")["importance"].tolist() == [4]


def test_an_id_that_somebody_types_is_the_number_too_and_stands_once(tasks: Browser, store: Store) -> None:
    put(tasks, "new-1", is_new=True, task_id="A9", duty_id="A", label="Find leak")
    assert [change.table for change in store.saved[0]] == ["tasks"]
    put(tasks, "new-2", "m2", is_new=True, duty_id="A", label="Stop leak")
    again = put(tasks, "new-3", "m3", is_new=True, task_id="A10", duty_id="A", label="Another")
    assert again["wrong"][0]["problems"]["task_id"].startswith("There is such a row already")


def test_a_row_can_be_named_by_its_number(store: Store) -> None:
    competency = Browser(widgets.table_editor("competencies", store.tables, on_save=store.save))
    put(competency, "new-1", is_new=True, title="Find leaks", statement="Finds leaks")
    criteria = Browser(widgets.table_editor("performance_criteria", competency.screen.tables, on_save=store.save))
    put(criteria, "new-1", "m2", is_new=True, competency_id="c-01", text="Finds it")
    criterion, number = (change.row for change in store.saved[-1])
    assert criterion["competency_id"] == store.saved[-2][0].row["competency_id"]
    assert number["number"] == "C-01.1"


def test_nothing_is_saved_until_the_row_is_right(tasks: Browser, store: Store) -> None:
    answer = put(tasks, "new-1", is_new=True, label="Find leak")
    assert answer["wrong"][0]["problems"] == {"duty_id": "Must be filled in."}
    assert store.saved == []


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("position", "third", "“third” is not a number."),
        ("duty_id", "Q", "“Q” is not there. Choose one of the list."),
        ("entry_level", "perhaps", "“perhaps”"),
    ],
)
def test_the_sentence_stands_beside_the_cell_that_is_wrong(
    tasks: Browser, column: str, value: str, sentence: str
) -> None:
    problems = put(tasks, "A1", **{column: value})["wrong"][0]["problems"]
    assert problems[column].startswith(sentence)


def test_pasted_rows_that_are_right_are_saved_together(tasks: Browser, store: Store) -> None:
    rows = [
        {"row": f"new-{n}", "isNew": True, "values": {"duty_id": duty, "label": f"Task {n}"}}
        for n, duty in enumerate(["A", "Z", "A"])
    ]
    answer = tasks.change(action="put", rows=rows)
    assert [change.row["number"] for change in store.saved[0] if change.table == "numbers"] == ["A3", "A4"]
    assert [wrong["row"] for wrong in answer["wrong"]] == ["new-1"]


def test_a_deleted_task_takes_its_links_along_and_undo_brings_all_back(study: Study) -> None:
    study.save(
        [
            Change("put", "raters", {"rater_id": "R-01", "employer": "Employer 01"}),
            Change("put", "ratings", {"rater_id": "R-01", "task_id": "A1", "importance": 5}),
        ]
    )
    before = study.read()
    page = page_of(study)
    answer = page.change(action="delete", row="A1")
    assert answer["said"] == "Deleted A1 Purge line with 1 row of ratings. Undo brings it back."
    assert page.last("news")["undo"] == "deletion of “A1 Purge line” with 1 row of ratings"
    assert study.read()["ratings"].empty
    page.change("m2", action="undo")
    for table in ("tasks", "ratings"):
        assert study.read()[table].equals(before[table])


def test_a_duty_with_tasks_is_not_deleted(store: Store) -> None:
    duties = Browser(widgets.table_editor("duties", store.tables, on_save=store.save))
    answer = duties.change(action="delete", row="A")
    assert "is named by A1 Purge and verify line; A2 Lock out skid" in answer["sentence"]
    assert store.saved == []


def test_a_row_that_is_there_already_is_not_added_twice(store: Store) -> None:
    ratings = Browser(widgets.table_editor("ratings", store.tables, on_save=store.save))
    answer = put(ratings, "new-1", is_new=True, rater_id="R-01", task_id="A1")
    assert "There is such a row already" in answer["wrong"][0]["problems"]["task_id"]


def test_fixed_values_filter_the_rows_and_go_into_new_ones(store: Store) -> None:
    tasks = schemas.frame(
        "tasks", [{"task_id": "A1", "duty_id": "A", "label": "x"}, {"task_id": "B1", "duty_id": "B", "label": "y"}]
    )
    store.tables = {**store.tables, "tasks": tasks}
    editor = Browser(widgets.table_editor("tasks", store.tables, on_save=store.save, fixed={"duty_id": "A"}))
    assert [row["id"] for row in editor.last("snapshot")["rows"]] == ["A1"]
    put(editor, "new-1", is_new=True, label="z")
    assert store.saved[0][0].row["duty_id"] == "A"


def test_received_tables_cannot_be_edited(store: Store) -> None:
    with pytest.raises(ValueError, match="postings is received"):
        widgets.table_editor("postings", store.tables, on_save=store.save)


def test_speakers_are_not_named_outside_the_live_screen():
    speakers = schemas.frame("speakers", [{"transcript_id": "INT-01", "speaker": "Jane Real", "role": "respondent"}])
    tables = {**schemas.complete({}), "speakers": speakers}
    screen = widgets.table_editor("speakers", tables, on_save=lambda _: None)
    assert "Jane Real" not in screen.static()._repr_html_()
    assert "respondent" in screen.static()._repr_html_()


EMPTY_IN_THE_KEY = {
    "task_decisions": {"task_id": "A1", "override": "train", "reason": "The law asks for it."},
    "enrolments": {"year": "2027-28", "seats": "12"},
}
"""A row of each table that people fill in whose key may be empty in part, without that part."""


def test_every_table_whose_key_may_be_empty_in_part_is_tried_here() -> None:
    models = [schemas.TABLES[name] for name in EDITED]
    may_be_empty = {model.table for model in models for name in model.key if not model.model_fields[name].is_required()}
    assert may_be_empty == set(EMPTY_IN_THE_KEY)


@pytest.mark.parametrize("table", EMPTY_IN_THE_KEY)
@pytest.mark.parametrize("given", [{}, {"sector": ""}], ids=["left out", "empty"])
def test_a_row_for_all_sectors_is_saved_and_taken_back(study: Study, table: str, given: dict) -> None:
    page = page_of(study, table)
    answer = put(page, "new-1", is_new=True, **EMPTY_IN_THE_KEY[table], **given)
    assert (answer["type"], answer["done"]) == ("saved", ["new-1"])
    assert study.read()[table]["sector"].tolist() == [""]
    page.change("m2", action="undo")
    assert study.read()[table].empty


# long tables -----------------------------------------------------------------------------------------------


def rows_of(number: int, **values: str) -> list[dict[str, Any]]:
    rows = ({"duty_id": "A", "label": f"Task {one}", **values} for one in range(number))
    return [{"row": f"new-{one}", "isNew": True, "values": row} for one, row in enumerate(rows)]


def test_an_act_looks_at_each_row_once_however_many_come(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(study)
    counts: list[int] = []
    row_id = schemas.row_id

    def counted(table: str, values: dict[str, Any]) -> str:
        counts[-1] += 1
        return row_id(table, values)

    monkeypatch.setattr(schemas, "row_id", counted)
    for number in (50, 100, 200):
        counts.append(0)
        page.change(f"m{number}", action="put", rows=rows_of(number, label=f"By {number}"))
    assert counts[2] < 3 * counts[1] < 9 * counts[0]


def test_only_what_changed_travels(study: Study) -> None:
    page = page_of(study)
    page.change("m1", action="put", rows=rows_of(200))
    ids = study.read()["tasks"]["task_id"].tolist()
    put(page, ids[6], "m2", label="Purge")
    news = page.last("news")
    assert ([row["id"] for row in news["changed"]], news["gone"], news["after"]) == ([ids[6]], [], {})
    assert "columns" not in news
    mate = Study.open(study.folder, person="Bo", device="other")
    mate.save(
        [Change("delete", "tasks", {"task_id": ids[2]}), Change("put", "tasks", {"task_id": "A1", "position": 300})]
    )
    page.say({"type": "refresh"})
    news = page.last("news")
    assert ([row["id"] for row in news["changed"]], news["gone"], news["after"]) == (["A1"], [ids[2]], {"A1": ids[-1]})


def test_an_answer_that_is_given_again_says_nothing_of_rows_that_have_changed_since(study: Study) -> None:
    page = page_of(study)
    first = put(page, "A1", "m1", label="Purge")
    put(page, "A1", "m2", label="Purge twice")
    number = len([one for one in page.heard if one["type"] == "news"])
    assert put(page, "A1", "m1", label="Purge") == first
    assert len([one for one in page.heard if one["type"] == "news"]) == number


def test_python_says_at_once_that_it_has_heard(study: Study) -> None:
    page = page_of(study)
    put(page, "A1", "m1", label="Purge")
    assert [one["type"] for one in page.heard] == ["snapshot", "heard", "news", "saved"]


# rows that cannot be saved ---------------------------------------------------------------------------------


def test_a_row_deleted_by_a_team_mate_stands_wrong_and_the_others_are_saved(study: Study) -> None:
    page = page_of(study)
    page.change("m1", action="put", rows=rows_of(2))
    _, second, third = study.read()["tasks"]["task_id"]
    mate = Study.open(study.folder, person="Bo", device="other")
    mate.save([Change("delete", "tasks", {"task_id": second})])
    page.screen.refresh()
    rows = [{"row": row, "isNew": False, "values": {"label": f"Anew {row == third}"}} for row in ("A1", second, third)]
    answer = page.change("m2", action="put", rows=rows)
    assert (answer["done"], [(one["row"], one["gone"]) for one in answer["wrong"]]) == (["A1", third], [(second, True)])
    assert "A team mate deleted this row" in answer["wrong"][0]["problems"]["task_id"]
    assert study.read()["tasks"]["label"].tolist() == ["Anew False", "Anew True"]


def test_a_cell_filled_in_later_is_no_addition_of_its_row(study: Study) -> None:
    study.save([Change("put", "raters", {"rater_id": "R-01", "employer": "Employer 01"})])
    study.save([Change("put", "raters", {"rater_id": "R-01", "years": 7.0})])
    act = study.acts("raters")[0]
    assert in_words(act, "raters", lambda _table, row, _gone: row["rater_id"]) == "change of “R-01”"
    study.undo("raters")
    act = study.acts("raters")[0]
    assert in_words(act, "raters", lambda _table, row, _gone: row["rater_id"]) == "addition of “R-01”"


def test_a_row_that_was_deleted_since_the_last_look_is_not_made_anew_of_one_cell(study: Study) -> None:
    page = page_of(study)
    Study.open(study.folder, person="Bo", device="other").save([Change("delete", "tasks", {"task_id": "A1"})])
    answer = put(page, "A1", statement="With foam.")
    assert [(one["row"], one["gone"]) for one in answer["wrong"]] == [("A1", True)]
    assert study.read()["tasks"].empty


def test_a_row_that_the_study_refuses_stands_wrong_and_the_others_are_saved(study: Study) -> None:
    page = page_of(study)
    mate = Study.open(study.folder, person="Bo", device="other")
    mate.save([Change("put", "duties", {"duty_id": "B", "title": "Hand over", "position": 2})])
    page.screen.refresh()
    mate.save([Change("delete", "duties", {"duty_id": "B"})])
    rows = [{"row": f"new-{duty}", "isNew": True, "values": {"duty_id": duty, "label": "x"}} for duty in "AB"]
    answer = page.change("m2", action="put", rows=rows)
    assert (answer["done"], [one["row"] for one in answer["wrong"]]) == (["new-A"], ["new-B"])
    assert answer["wrong"][0]["problems"] == {"duty_id": "“B” is not in duties."}


def test_a_new_row_that_was_typed_on_before_its_answer_came_is_one_row(study: Study) -> None:
    page = page_of(study)
    put(page, "new-1", "m1", is_new=True, duty_id="A", label="Find leak")
    answer = put(page, "new-1", "m2", is_new=True, duty_id="A", label="Find leak", statement="With foam.")
    assert (answer["done"], list(answer["became"])) == (["new-1"], ["new-1"])
    assert study.read()["tasks"][["label", "statement"]].values.tolist()[1:] == [["Find leak", "With foam."]]


# undo ------------------------------------------------------------------------------------------------------


def test_undo_and_redo_go_on_after_the_cell_ran_again_and_the_kernel_started_anew(study: Study) -> None:
    put(page_of(study), "new-1", is_new=True, duty_id="A", label="Find leak")
    put(page_of(study), "A1", "m2", label="Purge twice")
    page = page_of(Study.open(study.folder, person="Ana", device="test"))
    assert page.last("snapshot")["undo"] == "change of “A1 Purge twice”"
    assert page.change("m3", action="undo")["said"] == "Undone: change of “A1 Purge twice”."
    assert page.last("news")["undo"] == "addition of “A2 Find leak”"
    page.change("m4", action="undo")
    assert study.read()["tasks"]["label"].tolist() == ["Purge line"]
    page = page_of(Study.open(study.folder, person="Ana", device="test"))
    assert page.last("snapshot")["redo"] == "addition of “A2 Find leak”"
    page.change("m5", action="redo")
    page.change("m6", action="redo")
    assert study.read()["tasks"]["label"].tolist() == ["Purge twice", "Find leak"]


def test_undo_takes_back_what_was_done_to_this_table_by_this_person(study: Study) -> None:
    put(page_of(study), "A1", label="Purge twice")
    put(page_of(study, "duties"), "A", title="Make it safe")
    mate = Study.open(study.folder, person="Bo", device="other")
    put(page_of(mate), "A1", statement="Purge it.")
    page = page_of(study)
    page.change("m2", action="undo")
    assert study.read()["duties"]["title"].tolist() == ["Make it safe"]
    assert study.read()["tasks"][["label", "statement"]].values.tolist() == [["Purge line", "Purge it."]]


@pytest.mark.parametrize("by", ["Ana", "Bo"])
def test_nothing_is_undone_that_others_rest_on_by_now(study: Study, by: str) -> None:
    put(page_of(study, "duties"), "new-1", is_new=True, duty_id="B", title="Hand over")
    other = Study.open(study.folder, person=by, device="other")
    put(page_of(other), "new-1", is_new=True, duty_id="B", label="Train owner")
    answer = page_of(study, "duties").change("m2", action="undo")
    assert answer["type"] == "refused"
    assert answer["sentence"].startswith("Not undone: addition of “B Hand over”. ")
    assert "B" in study.read()["duties"]["duty_id"].tolist()


def test_a_row_that_a_team_mate_changed_meanwhile_is_not_undone_by_half(study: Study) -> None:
    put(page_of(study), "new-1", is_new=True, duty_id="A", label="Find leak")
    mate = Study.open(study.folder, person="Bo", device="other")
    put(page_of(mate), study.read()["tasks"]["task_id"].tolist()[1], statement="With foam.")
    answer = page_of(study).change("m2", action="undo")
    assert "rests on it by now" in answer["sentence"]
    assert study.read()["tasks"]["label"].tolist() == ["Purge line", "Find leak"]
