"""Numbers that people can say: given in order, kept when rows go, changed when they move, and shown everywhere."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from study_trial import ROOT, empty_study, filled_study, puts, tables_of

from codesign import numbering, proposal, schemas
from codesign.errors import StudyDataError
from codesign.journal import Change, new_id
from codesign.study import Study
from codesign.workbook.session import Session

MADE = re.compile(r"\b[a-z]+-[0-9a-f]{16}")


def made(table: str) -> str:
    return new_id(schemas.TABLES[table].__name__.lower())


def after(tables: Mapping[str, pd.DataFrame], *changes: Change) -> dict[str, pd.DataFrame]:
    """The tables after one act, with its numbers."""
    result = dict(tables)
    for change in [*changes, *(Change("put", "numbers", row) for row in numbering.of_act(changes, tables))]:
        rows = {schemas.row_id(change.table, row): row for row in schemas.records(result[change.table])}
        identity = schemas.row_id(change.table, change.row)
        rows[identity] = {**rows.get(identity, {}), **change.row}
        if change.op == "delete":
            del rows[identity]
        result[change.table] = schemas.frame(change.table, rows.values())
    return result


def new(table: str, **values: Any) -> Change:
    return Change("put", table, {schemas.TABLES[table].key[0]: made(table), **values})


def names(tables: Mapping[str, pd.DataFrame], table: str) -> list[str]:
    return list(numbering.numbers(tables).by_table.get(table, {}).values())


def chart(*labels: str) -> dict[str, pd.DataFrame]:
    """Two duties, made on a screen, with these tasks under the first."""
    tables = tables_of()
    duties = [new("duties", title=title) for title in ("Install", "Maintain")]
    tables = after(tables, *duties)
    for label in labels:
        tables = after(tables, new("tasks", duty_id=duties[0].row["duty_id"], label=label))
    return tables


def task(tables: Mapping[str, pd.DataFrame], label: str) -> str:
    rows = tables["tasks"]
    return str(rows.loc[rows["label"] == label, "task_id"].iloc[0])


def duty(tables: Mapping[str, pd.DataFrame], title: str) -> str:
    rows = tables["duties"]
    return str(rows.loc[rows["title"] == title, "duty_id"].iloc[0])


def moved(tables: Mapping[str, pd.DataFrame], label: str, title: str) -> dict[str, pd.DataFrame]:
    return after(tables, Change("put", "tasks", {"task_id": task(tables, label), "duty_id": duty(tables, title)}))


# what rows are called ----------------------------------------------------------------------------------------


def test_duties_are_letters_and_tasks_are_counted_under_theirs() -> None:
    tables = chart("Purge", "Test")
    assert (names(tables, "duties"), names(tables, "tasks")) == (["A", "B"], ["A1", "A2"])


def test_after_the_letter_z_comes_aa() -> None:
    tables = tables_of()
    for number in range(28):
        tables = after(tables, new("duties", title=str(number)))
    assert names(tables, "duties")[24:] == ["Y", "Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("table", "first", "second"),
    [
        ("findings", "F1", "F2"),
        ("raters", "R-01", "R-02"),
        ("competencies", "C-01", "C-02"),
        ("assessments", "AS-1", "AS-2"),
        ("modules", "M1", "M2"),
        ("pathway_steps", "P-1", "P-2"),
        ("budget_lines", "B-01", "B-02"),
    ],
)
def test_each_table_counts_as_its_field_does(table: str, first: str, second: str) -> None:
    assert names(after(tables_of(), new(table), new(table)), table) == [first, second]


def test_criteria_and_knowledge_are_counted_under_their_competency() -> None:
    competency = new("competencies", title="Purge")
    under = {"competency_id": competency.row["competency_id"]}
    tables = after(tables_of(), new("performance_criteria", **under), competency, new("knowledge_items", **under))
    assert (names(tables, "performance_criteria"), names(tables, "knowledge_items")) == (["C-01.1"], ["K-01.1"])


def test_every_table_with_an_id_of_its_own_that_people_make_on_a_screen_has_numbers() -> None:
    from codesign.workbook.edited_tables import EDITED

    own = {
        name
        for name in EDITED
        if len(key := schemas.TABLES[name].key) == 1
        and key[0].endswith("_id")
        and key[0] not in schemas.TABLES[name].references
    }
    assert own - set(numbering.PREFIXES) == {"codes"}, "a code is called by its name"


def test_an_own_way_of_numbering_is_followed() -> None:
    tables = after(tables_of(raters=[{"rater_id": "Shop 07"}]), new("raters"))
    assert names(tables, "raters") == ["Shop 07", "Shop 08"]


# kept, moved, given twice ------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", ["A2", ""])
def test_the_number_of_a_row_that_was_deleted_is_not_given_again(identity: str) -> None:
    tables = chart("Purge")
    second = {"task_id": identity or made("tasks"), "duty_id": duty(tables, "Install"), "label": "Test"}
    tables = after(tables, Change("put", "tasks", second))
    tables = after(tables, Change("delete", "tasks", {"task_id": second["task_id"]}))
    assert names(after(tables, new("tasks", duty_id=duty(tables, "Install"))), "tasks") == ["A1", "A3"]


def test_a_task_that_moves_gets_the_next_number_there_and_says_which_it_had() -> None:
    tables = after(chart("Purge", "Test"), new("tasks", duty_id="", label="Lone"))
    tables = moved(moved(tables, "Test", "Maintain"), "Lone", "Maintain")
    by = numbering.numbers(tables)
    assert by.in_full("tasks", task(tables, "Test")) == "B1 (was A2)"
    assert by.in_full("tasks", task(tables, "Lone")) == "B2"  # It stood nowhere, and nobody called it anything.


def test_a_task_that_moves_back_has_its_number_again() -> None:
    tables = moved(moved(chart("Purge", "Test"), "Test", "Maintain"), "Test", "Install")
    assert numbering.numbers(tables).in_full("tasks", task(tables, "Test")) == "A2"


def test_a_typed_id_follows_its_place_too() -> None:
    tables = after(chart("Purge"), Change("put", "tasks", {"task_id": "A7", "duty_id": "", "label": "Old"}))
    tables = moved(tables, "Old", "Maintain")
    assert numbering.numbers(tables).in_full("tasks", "A7") == "B1 (was A7)"


def test_once_somebody_was_asked_to_approve_a_row_keeps_the_number_that_the_document_cites() -> None:
    tables = after(chart("Purge"), new("approvals", body="Council", outcome="asked"))
    tables = moved(tables, "Purge", "Maintain")
    assert numbering.numbers(tables).in_full("tasks", task(tables, "Purge")) == "A1"


def test_two_people_who_add_at_once_both_keep_their_row_and_the_second_gets_the_next_number(tmp_path: Path) -> None:
    first = empty_study(tmp_path)
    second = Study.open(first.folder, person="Ravi", device="lap")
    first.save(puts({"duties": [{"duty_id": "A", "title": "Install"}]}))
    tables = [schemas.complete(one.read()) for one in (first, second)]
    for study, own, label in ((first, tables[0], "Purge"), (second, tables[1], "Test")):
        change = new("tasks", duty_id="A", label=label)
        study.save([change, *(Change("put", "numbers", row) for row in numbering.of_act([change], own))])
    for study in (first, second):
        assert names(study.read(), "tasks") == ["A1", "A2"]
        assert list(study.read()["tasks"]["label"]) == ["Purge", "Test"]


def test_rows_of_an_earlier_version_are_called_by_a_number_and_stay_as_they_are() -> None:
    rows = [{"duty_id": f"duty-26a5d0ac0ba24a{end}", "title": f"Duty {end}"} for end in ("99", "100", "101")]
    tables = tables_of(duties=rows)
    assert names(tables, "duties") == ["A", "B", "C"]
    assert list(tables["duties"]["duty_id"]) == [row["duty_id"] for row in rows]


@pytest.mark.parametrize("op", ["delete", "put"])
def test_rows_of_an_earlier_version_keep_their_numbers_when_one_of_them_goes_or_comes(op: str) -> None:
    rows = [{"duty_id": made("duties"), "title": f"Duty {number}"} for number in range(3)]
    row = rows[0] if op == "delete" else {"duty_id": made("duties"), "title": "Another"}
    tables = after(tables_of(duties=rows), Change(op, "duties", row))
    assert names(tables, "duties") == {"delete": ["B", "C"], "put": ["A", "B", "C", "D"]}[op]


def test_no_two_rows_of_a_table_are_called_alike_whatever_was_done() -> None:
    for seed in range(40):
        chance, tables = random.Random(seed), chart("one", "two", "three")
        for step in range(12):
            labels = list(tables["tasks"]["label"])
            act = chance.choice(("add", "move", "delete", "type"))
            if act == "add" or not labels:
                tables = after(
                    tables, new("tasks", duty_id=chance.choice(list(tables["duties"]["duty_id"])), label=f"{step}")
                )
            elif act == "move":
                tables = moved(tables, chance.choice(labels), chance.choice(["Install", "Maintain"]))
            elif act == "delete":
                tables = after(tables, Change("delete", "tasks", {"task_id": task(tables, chance.choice(labels))}))
            else:
                typed = f"{chance.choice('AB')}{chance.randint(1, 9)}"
                if numbering.numbers(tables).identity("tasks", typed) == typed and typed not in set(
                    tables["tasks"]["task_id"]
                ):
                    tables = after(
                        tables, Change("put", "tasks", {"task_id": typed, "duty_id": "", "label": f"{step}"})
                    )
        every = names(tables, "tasks")
        assert len(set(every)) == len(every)
        assert not any(MADE.search(one) for one in every)


# where they are shown ----------------------------------------------------------------------------------------


def made_by_screens(folder: Path) -> Study:
    """A study in which every row that can have a number was made on a screen."""
    study = filled_study(folder)
    typed, renamed = study.read(), {}
    for table in numbering.PREFIXES:
        for row in schemas.records(typed[table]):
            renamed[table, row[schemas.TABLES[table].key[0]]] = made(table)
    changes, gone = [], []
    for table, rows in typed.items():
        row_type = schemas.TABLES[table]
        targets = {**row_type.references, **({row_type.key[0]: table} if table in numbering.PREFIXES else {})}
        if row_type.origin != "decided" or not {*targets.values()} & {*numbering.PREFIXES}:
            continue
        for row in schemas.records(rows):
            named = {column: renamed.get((target, row[column]), row[column]) for column, target in targets.items()}
            changes.append(Change("put", table, {**row, **named}))
            gone.append(Change("delete", table, {name: row[name] for name in row_type.key}))
    study.save(gone)
    before = schemas.complete(study.read())
    study.save([*changes, *(Change("put", "numbers", row) for row in numbering.of_act(changes, before))])
    return study


def test_nothing_that_leaves_a_study_names_a_row_by_an_identity_that_was_made(tmp_path: Path) -> None:
    study = made_by_screens(tmp_path)
    work = Session(study, {}, tmp_path)
    from codesign.workbook.published_tables import tables_for_people

    assert MADE.search(study.read()["tasks"].to_csv())
    shown = "".join(table.to_csv() for table in tables_for_people(work.facts).values())
    shown += repr(proposal.build(work.facts, fingerprint="x"))
    assert "A1" in shown
    assert not [one for one in MADE.findall(shown) if not one.startswith("coding-")]


def test_what_moved_says_in_the_proposal_what_it_was(tmp_path: Path) -> None:
    study = made_by_screens(tmp_path)
    tables = study.read()
    study.save([second := new("duties", title="Test lines")])
    tables = study.read()
    move = Change("put", "tasks", {"task_id": tables["tasks"]["task_id"][0], "duty_id": second.row["duty_id"]})
    study.save([move, *(Change("put", "numbers", row) for row in numbering.of_act([move], tables))])
    assert "B1 (was A1)" in repr(proposal.build(Session(study, {}, tmp_path).facts, fingerprint="x"))


def test_after_a_move_a_split_and_what_two_people_added_the_proposal_calls_each_task_once(tmp_path: Path) -> None:
    first = empty_study(tmp_path)
    first.save(puts({"duties": [{"duty_id": "A", "title": "Install"}, {"duty_id": "B", "title": "Maintain"}]}))
    purge, test = (new("tasks", duty_id="A", label=label) for label in ("Purge", "Test"))
    numbered(first, purge, test)
    second = Study.open(first.folder, person="Ravi", device="lap")
    apart = [schemas.complete(one.read()) for one in (first, second)]
    numbered(first, new("tasks", duty_id="A", label="Vent"), tables=apart[0])
    numbered(second, new("tasks", duty_id="A", label="Log readings"), tables=apart[1])
    halves = [
        Change("put", "tasks", {**test.row, "label": "Test joints"}),
        new("tasks", duty_id="A", label="Test valves"),
    ]
    numbered(second, *halves)
    numbered(first, Change("put", "tasks", {**purge.row, "duty_id": "B"}))
    words = repr(proposal.build(Session(first, {}, tmp_path).facts, fingerprint="x"))
    by = numbering.numbers(schemas.complete(first.read()))
    called = {row["label"]: by.in_full("tasks", row["task_id"]) for row in schemas.records(first.read()["tasks"])}
    assert called == {
        "Purge": "B1 (was A1)",
        "Test joints": "A2",
        "Vent": "A3",
        "Log readings": "A4",
        "Test valves": "A5",
    }
    assert all(number in words for number in called.values())
    assert not MADE.search(words)


def numbered(study: Study, *changes: Change, tables: dict[str, pd.DataFrame] | None = None) -> None:
    """Save changes as a screen does that shows these tables: with the numbers of the act."""
    before = tables or schemas.complete(study.read())
    study.save([*changes, *(Change("put", "numbers", row) for row in numbering.of_act(changes, before))])


def test_two_people_who_choose_differently_are_told_of_the_row_by_its_number(tmp_path: Path) -> None:
    first = made_by_screens(tmp_path)
    second = Study.open(first.folder, person="Ravi", device="lap")
    identity = first.read()["tasks"]["task_id"][0]
    second.read()
    folded = second.folded()
    first.save([Change("put", "tasks", {"task_id": identity, "label": "Purge"})])
    second.folded = lambda: folded  # type: ignore[method-assign]
    second.save([Change("put", "tasks", {"task_id": identity, "label": "Vent"})])
    assert str(first.conflicts()[0]).startswith("tasks A1, label")


def test_what_is_refused_is_told_by_number(tmp_path: Path) -> None:
    study = made_by_screens(tmp_path)
    identity = study.read()["tasks"]["task_id"][0]
    with pytest.raises(StudyDataError) as refused:
        study.save([Change("put", "tasks", {"task_id": identity, "duty_id": "nothing"})])
    assert "A1" in str(refused.value)
    assert identity not in str(refused.value)


def test_a_study_with_typed_ids_is_shown_as_it_is(tmp_path: Path) -> None:
    tables = filled_study(tmp_path).read()
    for name, table in numbering.called_by_number(tables, numbering.numbers(tables)).items():
        pd.testing.assert_frame_equal(table, tables[name])


def test_steps_and_alignments_that_name_rows_in_a_text_name_them_by_number() -> None:
    tables = after(chart("Purge"), first := new("pathway_steps", title="Here"))
    tables = after(tables, new("pathway_steps", title="There", leads_to=first.row["step_id"]))
    tables = after(tables, new("alignments", aligned=task(tables, "Purge"), framework="NOC 2021"))
    shown = numbering.called_by_number(tables, numbering.numbers(tables))
    assert list(shown["pathway_steps"]["leads_to"]) == ["", "P-1"]
    assert list(shown["alignments"]["aligned"]) == ["A1"]


def test_a_sentence_that_names_an_identity_is_told_with_the_number() -> None:
    tables = chart("Purge")
    by = numbering.numbers(tables)
    assert (
        by.in_words(f"tasks {task(tables, 'Purge')} and coding-0123456789abcdef")
        == "tasks A1 and coding-0123456789abcdef"
    )


def test_the_sample_keeps_its_ids() -> None:
    tables = Study.open(ROOT / "interview_data" / "clean-energy").read()
    by = numbering.numbers(tables)
    assert all(identity == number for own in by.by_table.values() for identity, number in own.items())
