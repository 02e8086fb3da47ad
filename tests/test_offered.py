"""What a cell offers, what typed names mean, and what is said of a name that is not there."""

from __future__ import annotations

from typing import Any

import pytest
from store_trial import Browser, Store

from codesign import schemas, widgets

STEPS = [
    {"step_id": "s1", "title": "Ticket", "kind": "prior learning", "leads_to": "s2"},
    {"step_id": "s2", "title": "Badge; first level", "kind": "this credential", "leads_to": "s3;s4"},
    {"step_id": "s3", "title": "Job", "kind": "job", "leads_to": ""},
    {"step_id": "s4", "title": "Job", "kind": "job", "leads_to": ""},
]


def editor(store: Store, table: str) -> Browser:
    return Browser(widgets.table_editor(table, store.tables, on_save=store.save, refresh=store.reread))


def column(browser: Browser, name: str) -> dict[str, Any]:
    return next(one for one in browser.screen.snapshot()["columns"] if one["name"] == name)  # type: ignore[attr-defined]


def put(browser: Browser, row: str, *, is_new: bool = False, **values: str) -> dict[str, Any]:
    return browser.change(f"put {row}", action="put", rows=[{"row": row, "isNew": is_new, "values": values}])


@pytest.fixture
def steps(store: Store) -> Store:
    store.tables["pathway_steps"] = schemas.frame("pathway_steps", STEPS)
    return store


def test_steps_are_offered_by_title_and_with_their_number_where_two_have_one(steps: Store) -> None:
    offered = column(editor(steps, "pathway_steps"), "leads_to")
    assert offered["suggested"] == ["Ticket", "Badge; first level", "s3 Job", "s4 Job"]
    assert offered["several"][3] == {"value": "s4", "label": "s4 Job"}


@pytest.mark.parametrize(
    "typed",
    ["s2; s3", "Badge; first level; s3 Job", "  badge;first  level ;S3;", "s2;s3;Badge; first level"],
    ids=["ids", "titles", "carelessly", "twice"],
)
def test_titles_and_ids_are_saved_as_ids(steps: Store, typed: str) -> None:
    answer = put(editor(steps, "pathway_steps"), "s1", leads_to=typed)
    assert answer["wrong"] == []
    assert steps.saved[0][0].row["leads_to"] == "s2; s3"


def test_a_step_that_is_not_there_is_told_in_its_cell_with_those_that_are(steps: Store) -> None:
    answer = put(editor(steps, "pathway_steps"), "s1", leads_to="s3; Badge")
    assert answer["wrong"][0]["problems"] == {
        "leads_to": "“Badge” is not a step. Steps: Ticket; Badge; first level; s3 Job; s4 Job."
    }
    assert steps.saved == []


def test_a_title_two_steps_have_says_neither(steps: Store) -> None:
    answer = put(editor(steps, "pathway_steps"), "s1", leads_to="Job")
    assert answer["wrong"][0]["problems"]["leads_to"].startswith("“Job” is not a step.")


def test_the_first_step_has_none_to_lead_to(store: Store) -> None:
    answer = put(editor(store, "pathway_steps"), "new", is_new=True, title="A", kind="job", leads_to="B")
    assert answer["wrong"][0]["problems"] == {"leads_to": "“B” is not a step, and there is none yet."}


def test_a_row_of_an_earlier_version_shows_its_sentence_and_its_other_cells_can_be_changed(steps: Store) -> None:
    old = [{**STEPS[0], "leads_to": "Badge; first level; Degree"}, *STEPS[1:]]
    steps.tables["pathway_steps"] = schemas.frame("pathway_steps", old)
    browser = editor(steps, "pathway_steps")
    row = browser.screen.snapshot()["rows"][0]  # type: ignore[attr-defined]
    assert row["values"]["leads_to"] == "Badge; first level; Degree"
    assert row["problems"]["leads_to"].startswith("“Degree” is not a step. Steps: Ticket")
    assert put(browser, "s1", title="Trade ticket")["wrong"] == []


def test_a_step_that_was_deleted_meanwhile_is_not_told_by_its_id(steps: Store) -> None:
    lost = "pathwaystep-26a5d0ac0ba24a99"
    steps.tables["pathway_steps"] = schemas.frame("pathway_steps", [{**STEPS[0], "leads_to": lost}, *STEPS[1:]])
    browser = editor(steps, "pathway_steps")
    row = browser.screen.snapshot()["rows"][0]  # type: ignore[attr-defined]
    assert row["problems"]["leads_to"].startswith("“a step that is gone” is not a step. Steps: ")
    assert column(browser, "leads_to")["several"][-1] == {"value": lost, "label": "a step that is gone"}


def test_a_step_that_another_leads_to_is_not_deleted(steps: Store) -> None:
    refused = editor(steps, "pathway_steps").change(action="delete", row="s3")
    assert "s2 Badge; first level" in refused["sentence"]
    assert steps.saved == []


def test_a_step_that_leads_only_to_itself_can_be_deleted(store: Store) -> None:
    store.tables["pathway_steps"] = schemas.frame("pathway_steps", [{**STEPS[0], "leads_to": "s1"}])
    editor(store, "pathway_steps").change(action="delete", row="s1")
    assert store.saved[0][0].op == "delete"


def test_what_is_aligned_is_chosen_by_name(store: Store) -> None:
    store.tables["competencies"] = schemas.frame("competencies", [{"competency_id": "C-01", "title": "Purge a line"}])
    options = column(editor(store, "alignments"), "aligned")["options"]
    assert {option["value"]: option["label"] for option in options} == {
        "program": "The program",
        "A1": "A1 Purge and verify line",
        "A2": "A2 Lock out skid",
        "C-01": "C-01 Purge a line",
    }


def test_what_is_aligned_may_be_pasted_by_name_and_must_be_there(store: Store) -> None:
    browser = editor(store, "alignments")
    put(browser, "new-1", is_new=True, framework="ESCO", aligned="a1 purge and verify line")
    assert store.saved[0][0].row["aligned"] == "A1"
    wrong = put(browser, "new-2", is_new=True, framework="ESCO", aligned="Purging")["wrong"]
    assert wrong[0]["problems"] == {
        "aligned": "“Purging” is neither the program nor a task or competency. Choose one of the list."
    }


def test_a_task_that_is_aligned_is_not_deleted(store: Store) -> None:
    store.tables["alignments"] = schemas.frame(
        "alignments", [{"alignment_id": "AL-01", "aligned": "A2", "framework": "ESCO"}]
    )
    assert "AL-01" in editor(store, "tasks").change(action="delete", row="A2")["sentence"]


@pytest.mark.parametrize(
    ("table", "name", "offered"),
    [
        ("raters", "employer", ["Employer 01", "Employer 02"]),
        ("commitments", "employer", ["Employer 01", "Employer 02"]),
        ("raters", "sector", ["building retrofit", "hydrogen"]),
        ("pathway_steps", "sector", ["building retrofit", "hydrogen"]),
        ("modules", "delivery", ["in person", "hybrid", "online", "at work"]),
        ("tasks", "label", []),
        ("alignments", "aligned", []),
    ],
)
def test_words_are_offered_as_the_study_spells_them(store: Store, table: str, name: str, offered: list[str]) -> None:
    raters = [{"rater_id": "R-02", "employer": "Employer 02", "sector": "hydrogen; building retrofit"}]
    store.tables["raters"] = schemas.frame("raters", raters)
    assert column(editor(store, table), name)["suggested"] == offered


def test_a_page_without_a_live_workbook_names_rows_too(steps: Store) -> None:
    shown = widgets.table_editor("pathway_steps", steps.tables, on_save=steps.save).static()
    assert "s3 Job; s4 Job" in str(shown)


def test_a_new_code_below_another_is_of_its_family(store: Store) -> None:
    put(editor(store, "codes"), "new", is_new=True, name="Flare off", parent_id="task")
    assert store.saved[0][0].row["family"] == "job-task"


def test_a_new_code_has_an_id_made_of_its_name(store: Store) -> None:
    browser = editor(store, "codes")
    for name in ("Flare off", "Flare / off"):
        put(browser, f"new {name}", is_new=True, name=name, family="tool")
    assert [changes[0].row["code_id"] for changes in store.saved] == ["flare-off", "flare-off-2"]


def test_a_code_is_not_typed_twice(store: Store) -> None:
    answer = put(editor(store, "codes"), "new", is_new=True, name="SKILL  gap", family="tool")
    sentence = "“Skill gap” is a code already. Choose another name, or merge the two in the codebook."
    assert answer["wrong"][0]["problems"] == {"name": sentence}
    assert put(editor(store, "codes"), "gap", name="Skill Gap")["wrong"] == []


@pytest.mark.parametrize("more", [{}, {"family": ""}, {"parent_id": ""}])
def test_a_new_code_without_a_family_or_a_code_above_it_is_told_so(store: Store, more: dict[str, str]) -> None:
    answer = put(editor(store, "codes"), "new", is_new=True, code_id="flare", name="Flare", **more)
    assert answer["wrong"][0]["problems"] == {"family": "Must be filled in."}
    assert store.saved == []
