"""Changes of the codebook: what moves, what joins, what is refused; and codebooks that are no tree."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import codebooks, coding, schemas
from codesign.codebooks import Edit
from codesign.errors import CodebookError
from codesign.journal import Change
from codesign.widgets.history import applied, reverse

CODES = [
    {"code_id": "work", "name": "Work", "family": "job-task", "definition": "What is done."},
    {"code_id": "purge", "name": "Purging", "family": "job-task", "parent_id": "work", "definition": "Gas out.",
     "include": "Lines"},
    {"code_id": "twice", "name": "Purging twice", "family": "job-task", "parent_id": "purge"},
    {"code_id": "vent", "name": "Venting", "family": "tool", "definition": "Gas out.", "example": "We vent."},
]  # fmt: skip


NOTHING = schemas.complete({})
"""Every table without rows; made once, since no edit changes a table it is given."""


def code_rows(*rows: dict[str, Any]) -> pd.DataFrame:
    return schemas.frame("codes", rows)


def coded(number: int, code: str, coder: str = "Ana", start: int = 0, **more: Any) -> dict[str, Any]:
    return {"coding_id": f"c{number}", "transcript_id": "INT-01", "start": start, "end": start + 5, "code_id": code,
            "coder": coder, "polarity": "supports", "memo": "", **more}  # fmt: skip


def study_of(codings: list[dict[str, Any]], codes: Any = CODES, **more: Any) -> dict[str, pd.DataFrame]:
    tables = {"codes": schemas.frame("codes", codes), "codings": schemas.frame("codings", codings)}
    return {**NOTHING, **tables, **{name: schemas.frame(name, rows) for name, rows in more.items()}}


def codes_of(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return each coding's code."""
    return dict(zip(tables["codings"]["coding_id"], tables["codings"]["code_id"], strict=True))


def places(tables: dict[str, pd.DataFrame]) -> dict[str, tuple[str, str]]:
    """Return each code's parent and family."""
    codes = tables["codes"]
    return {row["code_id"]: (row["parent_id"], row["family"]) for row in schemas.records(codes)}


def same(tables: dict[str, pd.DataFrame]) -> dict[str, list[Any]]:
    """Return the rows of every table that has any, whatever their order."""
    return {name: sorted(map(str, schemas.records(table))) for name, table in tables.items() if len(table)}


# names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("  ", "type a name"),
        ("x" * 81, "81 characters; a code's name has at most 80"),
        (" VENTING ", "“Venting” in Tool or equipment has this name already"),
        ("purging-twice", "“Purging twice” in Job task has this name already"),
    ],
)
def test_a_name_that_is_empty_long_or_taken_is_refused_whatever_its_capitals_and_spaces(name, said):
    with pytest.raises(CodebookError, match=said):
        codebooks.added(study_of([]), name, family="tool")


def test_a_code_keeps_its_id_when_renamed_and_may_take_its_own_name_in_other_letters():
    codes = schemas.frame("codes", CODES)
    assert codebooks.renamed(codes, "vent", " VENTING  lines").put == (
        ("codes", {"code_id": "vent", "name": "VENTING lines"}),
    )
    assert codebooks.renamed(codes, "vent", "venting").put
    assert codebooks.renamed(codes, "vent", "Venting ").put == ()
    with pytest.raises(CodebookError, match="Merge the two"):
        codebooks.renamed(codes, "vent", "PURGING")


def test_the_id_of_a_code_is_never_given_again_while_anything_names_it_or_it_was_removed():
    tables = study_of([coded(1, "welding")])
    assert codebooks.added(tables, "Welding", family="tool").code_id == "welding-2"
    assert codebooks.added(study_of([]), "Welding", family="tool", taken=["welding"]).code_id == "welding-2"


def test_a_new_code_below_another_is_of_its_family():
    row = codebooks.added(study_of([]), "Venting twice", family="pathway", parent_id="vent").put[0][1]
    assert (row["parent_id"], row["family"]) == ("vent", "tool")
    with pytest.raises(CodebookError, match="“colour” is no family"):
        codebooks.added(study_of([]), "Blue", family="colour")


# moving -----------------------------------------------------------------------------------------------


def test_what_stands_below_a_code_moves_along_and_gets_its_family():
    edit = codebooks.moved(schemas.frame("codes", CODES), "purge", parent_id="vent")
    now = places(codebooks.edited(study_of([]), edit))
    assert (now["purge"], now["twice"]) == (("vent", "tool"), ("purge", "tool"))
    assert edit.words == "“Purging” moved below “Venting”, in Tool or equipment; 1 code below it moved along"


def test_a_circle_is_refused_with_the_code_to_move_first():
    codes = schemas.frame("codes", CODES)
    with pytest.raises(CodebookError, match="“Work” cannot stand below “Purging twice”, which stands below it"):
        codebooks.moved(codes, "work", parent_id="twice")
    with pytest.raises(CodebookError, match="cannot stand below itself"):
        codebooks.moved(codes, "work", parent_id="work")


@pytest.mark.parametrize(
    ("code", "way", "place"),
    [
        ("twice", "out", ("work", "job-task")),
        ("purge", "out", ("", "job-task")),
        ("vent", "up", ("", "job-task")),
        ("vent", "down", ("", "knowledge")),
        ("third", "in", ("twice", "job-task")),
        ("third", "up", ("hot", "job-task")),
    ],
)
def test_a_step_leads_in_out_up_or_down(code, way, place):
    more = [{"code_id": "third", "name": "Third", "family": "job-task", "parent_id": "purge"},
            {"code_id": "hot", "name": "Hot work", "family": "job-task", "parent_id": "work"}]  # fmt: skip
    codes = schemas.frame("codes", [*CODES[:1], more[1], *CODES[1:], more[0]])
    assert places(codebooks.edited({"codes": codes}, codebooks.shifted(codes, code, way)))[code] == place


def test_a_step_that_leads_nowhere_is_refused():
    codes = schemas.frame("codes", CODES)
    for code, way in [("work", "in"), ("work", "out"), ("purge", "up"), ("twice", "down")]:
        with pytest.raises(CodebookError, match=r"There is no code|at the top"):
            codebooks.shifted(codes, code, way)


# merging ----------------------------------------------------------------------------------------------


def test_all_codings_findings_and_codes_below_follow_a_merge_and_each_coding_stays_its_coders():
    tables = study_of(
        [coded(1, "purge"), coded(2, "purge", "Bo"), coded(3, "vent", start=9)],
        findings=[{"finding_id": "F1", "question": "skill gaps", "statement": "x"}],
        finding_codes=[{"finding_id": "F1", "code_id": "purge"}],
    )
    after = codebooks.edited(tables, codebooks.merged(tables, "purge", "vent"))
    assert codes_of(after) == {"c1": "vent", "c2": "vent", "c3": "vent"}
    assert after["codings"]["coder"].tolist() == ["Ana", "Bo", "Ana"]
    assert after["finding_codes"]["code_id"].tolist() == ["vent"]
    assert places(after) == {"work": ("", "job-task"), "twice": ("vent", "tool"), "vent": ("", "tool")}


def test_a_coder_with_both_codes_on_a_passage_keeps_one_coding_with_both_memos():
    tables = study_of(
        [coded(1, "purge", memo="Old.", polarity="contradicts"), coded(2, "vent", memo="New."), coded(3, "vent", "Bo")],
        task_evidence=[{"task_id": "A1", "coding_id": "c1"}, {"task_id": "A2", "coding_id": "c1"},
                       {"task_id": "A2", "coding_id": "c2"}],
    )  # fmt: skip
    after = codebooks.edited(tables, codebooks.merged(tables, "purge", "vent"))
    assert codes_of(after) == {"c2": "vent", "c3": "vent"}
    assert after["codings"]["memo"].tolist() == ["New.\nOld.\nAs “Purging”: contradicts.", ""]
    assert sorted(map(tuple, after["task_evidence"][["task_id", "coding_id"]].values)) == [("A1", "c2"), ("A2", "c2")]


def test_words_the_other_code_does_not_have_are_offered_and_joined_where_chosen():
    tables = study_of([])
    assert codebooks.merge_preview(tables, "vent", "purge").texts == {"example": "We vent."}
    after = codebooks.edited(tables, codebooks.merged(tables, "purge", "work", texts=["definition"]))
    assert after["codes"].set_index("code_id").loc["work", ["definition", "include"]].tolist() == [
        "What is done.\n\nGas out.",
        "",
    ]


def test_a_code_merged_into_one_that_stands_below_it_leaves_its_place_to_it():
    tables = study_of([])
    after = codebooks.edited(tables, codebooks.merged(tables, "work", "twice"))
    assert places(after) == {"purge": ("twice", "job-task"), "twice": ("", "job-task"), "vent": ("", "tool")}


def test_a_preview_counts_what_a_merge_will_touch():
    tables = study_of([coded(1, "purge"), coded(2, "purge", "Bo"), coded(3, "vent")],
                      finding_codes=[{"finding_id": "F1", "code_id": "purge"}])  # fmt: skip
    found = codebooks.merge_preview(tables, "purge", "vent")
    assert (found.codings, found.coders, found.joined, found.findings, found.below) == (2, 2, 1, 1, 1)


def test_what_still_names_a_code_that_is_gone_can_be_merged_too():
    tables = study_of([coded(1, "lost")])
    assert codes_of(codebooks.edited(tables, codebooks.merged(tables, "lost", "vent"))) == {"c1": "vent"}


def test_the_codes_below_a_code_that_is_gone_follow_it_as_the_preview_says():
    tables = study_of([], [*CODES, {"code_id": "kid", "name": "Kid", "family": "tool", "parent_id": "lost"}])
    assert codebooks.merge_preview(tables, "lost", "work").below == 1
    edit = codebooks.merged(tables, "lost", "work")
    assert places(codebooks.edited(tables, edit))["kid"] == ("work", "job-task")
    assert edit.delete == ()


# splitting and removing -------------------------------------------------------------------------------


def test_the_chosen_passages_go_to_the_new_code_beside_the_old_one():
    tables = study_of([coded(1, "purge"), coded(2, "purge", "Bo"), coded(3, "vent", start=9)])
    edit = codebooks.split(tables, "purge", "Purging lines", ["c2", "c3", "gone"], definition="Of a line.")
    after = codebooks.edited(tables, edit)
    assert codes_of(after) == {"c1": "purge", "c2": "purging-lines", "c3": "vent"}
    assert places(after)["purging-lines"] == ("work", "job-task")
    with pytest.raises(CodebookError, match="at least one passage of “Purging”"):
        codebooks.split(tables, "purge", "Purging lines", ["c3"])


def test_a_code_with_codings_is_removed_only_with_them_and_the_codes_below_move_up():
    tables = study_of(
        [coded(1, "purge"), coded(2, "vent", start=9)],
        finding_codes=[{"finding_id": "F1", "code_id": "purge"}],
        task_evidence=[{"task_id": "A1", "coding_id": "c1"}],
    )
    with pytest.raises(CodebookError, match="“Purging” has 1 coding of 1 coder"):
        codebooks.removed(tables, "purge")
    after = codebooks.edited(tables, codebooks.removed(tables, "purge", with_codings=True))
    assert (codes_of(after), len(after["finding_codes"]), len(after["task_evidence"])) == ({"c2": "vent"}, 0, 0)
    assert places(after)["twice"] == ("work", "job-task")


def decisions() -> dict[str, pd.DataFrame]:
    """Return a study with decisions that name “purge” as the code they are about, and as the other one."""
    row = {"transcript_id": "INT-01", "start": 0, "end": 5, "decision": "other code"}
    return study_of([], reconciliations=[
        {**row, "reconciliation_id": "r1", "code_id": "purge", "other_code_id": "twice"},
        {**row, "reconciliation_id": "r2", "code_id": "vent", "other_code_id": "purge"},
        {**row, "reconciliation_id": "r3", "code_id": "work", "decision": "keep", "other_code_id": "purge"},
    ])  # fmt: skip


def decided(tables: dict[str, pd.DataFrame], edit: Edit) -> list[list[str]]:
    rows = codebooks.edited(tables, edit)["reconciliations"]
    return rows[["reconciliation_id", "code_id", "other_code_id"]].values.tolist()


def test_what_was_decided_of_a_merged_code_follows_and_of_a_removed_one_goes():
    tables = decisions()
    assert decided(tables, codebooks.merged(tables, "purge", "work")) == [
        ["r1", "work", "twice"], ["r2", "vent", "work"], ["r3", "work", "work"]]  # fmt: skip
    assert codebooks.removal_preview(tables, "purge").others == {"reconciliations": 3}
    assert decided(tables, codebooks.removed(tables, "purge")) == [["r3", "work", ""]]


def test_a_decision_for_another_code_that_becomes_its_own_goes_so_that_the_difference_is_open_again():
    tables = decisions()
    assert [row[0] for row in decided(tables, codebooks.merged(tables, "purge", "vent"))] == ["r1", "r3"]
    assert [row[0] for row in decided(tables, codebooks.merged(tables, "twice", "purge"))] == ["r2", "r3"]
    assert [row[0] for row in decided(tables, codebooks.merged(tables, "purge", "twice"))] == ["r2", "r3"]


def test_a_code_comes_back_with_whatever_was_wrong_with_it_put_right():
    codes = schemas.frame("codes", CODES)
    bad = {"code_id": "odd", "name": "y" * 90, "family": "colour", "parent_id": "never", "definition": "Odd."}
    row = codebooks.restored(bad, codes).put[0][1]
    assert schemas.row_problems("codes", row) == []
    assert (row["family"], row["parent_id"]) == ("knowledge", "")
    assert row["definition"] == f"Full name: {'y' * 90}\n\nOdd."
    assert codebooks.restored({"code_id": "odd", "parent_id": "vent"}, codes).put[0][1]["family"] == "tool"


# codebooks that are no tree ---------------------------------------------------------------------------


CIRCLE = code_rows(
    {"code_id": "a", "name": "A", "family": "tool", "parent_id": "b"},
    {"code_id": "b", "name": "B", "family": "tool", "parent_id": "a"},
    {"code_id": "c", "name": "C", "family": "colour", "parent_id": "never"},
    {"code_id": "d", "name": " c ", "family": "tool", "parent_id": "d"},
)


def test_two_names_and_every_circle_are_told_in_sentences():
    assert [str(problem).partition(". ")[0] for problem in codebooks.problems(CIRCLE)] == [
        "codes, name: “C” is the name of 2 codes: c, d",
        "codes (a), parent_id: “A” below “B” below “A” is a circle",
        "codes (d), parent_id: “ c ” stands below itself",
    ]


def test_a_circle_is_drawn_once_and_any_of_its_codes_can_be_moved_out_of_it():
    assert [(row["code_id"], depth) for row, depth in codebooks.tree(CIRCLE)] == [
        ("a", 0), ("b", 1), ("d", 0), ("c", 0)]  # fmt: skip
    for code in "abd":
        edit = codebooks.moved(CIRCLE, code, family="tool")
        after = codebooks.edited({"codes": CIRCLE}, edit)["codes"]
        assert code not in {row["code_id"] for circle in codebooks.circles(after) for row in circle}


def test_a_hierarchy_deeper_than_python_goes_is_walked():
    rows = [
        {"code_id": f"c{n}", "name": f"Code {n}", "family": "tool", "parent_id": f"c{n - 1}" if n else ""}
        for n in range(3000)
    ]
    codes = schemas.frame("codes", rows)
    assert [depth for _, depth in codebooks.tree(codes)] == list(range(3000))
    assert len(codebooks.below("c0", codes)) == 2999
    assert codebooks.circles(codes) == []


# properties -------------------------------------------------------------------------------------------

IDS = ["a", "b", "c", "d", "e"]


@st.composite
def studies(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Any codebook, circles and codes that are gone included, with codings of two people, and rows that name them."""
    codes = [
        {
            "code_id": one,
            "name": f"Code {one}",
            "family": draw(st.sampled_from(["tool", "job-task"])),
            "parent_id": draw(st.sampled_from(["", "gone", *IDS])),
            "definition": draw(st.sampled_from(["", "x", "y"])),
        }
        for one in IDS
    ]
    mark = st.tuples(st.sampled_from([*IDS, "gone"]), st.sampled_from(["Ana", "Bo"]), st.integers(0, 3))
    marks = draw(st.sets(mark))
    codings = [
        coded(n, code, who, start, memo=draw(st.sampled_from(["", "m", "n"])))
        for n, (code, who, start) in enumerate(sorted(marks))
    ]
    ids = [row["coding_id"] for row in codings]
    shown = draw(st.sets(st.sampled_from(ids))) if ids else set()
    return study_of(
        codings,
        codes,
        finding_codes=[{"finding_id": "F1", "code_id": one} for one in draw(st.sets(st.sampled_from(IDS)))],
        task_evidence=[{"task_id": "A1", "coding_id": one} for one in sorted(shown)],
    )


def pairs(tables: dict[str, pd.DataFrame]) -> set[tuple[Any, ...]]:
    return set(map(tuple, tables["codings"][["coder", "transcript_id", "start", "end"]].values))


def edits(tables: dict[str, pd.DataFrame], first: str, second: str) -> list[Edit]:
    """Return every edit that is possible of two codes."""
    own = tables["codings"].loc[tables["codings"]["code_id"] == first, "coding_id"].tolist()
    tries = [
        lambda: codebooks.merged(tables, first, second),
        lambda: codebooks.moved(tables["codes"], first, parent_id=second),
        lambda: codebooks.moved(tables["codes"], first, family="pathway"),
        lambda: codebooks.removed(tables, first, with_codings=True),
        lambda: codebooks.split(tables, first, "New", own[::2]),
        lambda: codebooks.renamed(tables["codes"], first, "New"),
    ]
    found = []
    for one in tries:
        try:
            found.append(one())
        except CodebookError:
            continue
    return found


def changes(edit: Edit) -> list[Change]:
    return [Change("put", *one) for one in edit.put] + [Change("delete", *one) for one in edit.delete]


@given(studies(), st.sampled_from(IDS), st.sampled_from([*IDS, "gone"]))
def test_a_merge_loses_no_passage_of_any_coder_and_leaves_nothing_that_names_the_code(tables, into, code):
    if code == into:
        return
    after = codebooks.edited(tables, codebooks.merged(tables, code, into))
    assert pairs(after) == pairs(tables)
    marks = Counter(map(tuple, after["codings"][["coder", "start", "code_id"]].values))
    assert set(marks.values()) <= {1}
    named = {value for table, column in [("codings", "code_id"), ("finding_codes", "code_id"), ("codes", "parent_id")]
             for value in after[table][column]} | set(after["codes"]["code_id"])  # fmt: skip
    assert code not in named
    assert set(after["task_evidence"]["coding_id"]) <= set(after["codings"]["coding_id"])


@given(studies(), st.sampled_from(IDS), st.sampled_from(IDS))
def test_every_edit_taken_back_gives_the_same_tables_and_leaves_rows_that_keep_the_rules(tables, first, second):
    for edit in edits(tables, first, second):
        after = applied(changes(edit), tables)
        assert same(after) == same(codebooks.edited(tables, edit))
        assert [
            problem for row in schemas.records(after["codes"]) for problem in schemas.row_problems("codes", row)
        ] == []
        assert same(applied(reverse(changes(edit), tables), after)) == same(tables)


@given(studies(), st.sampled_from(IDS), st.sampled_from(IDS))
def test_no_edit_makes_a_circle_that_was_not_there(tables, first, second):
    before = {row["code_id"] for circle in codebooks.circles(tables["codes"]) for row in circle}
    for edit in edits(tables, first, second):
        after = codebooks.edited(tables, edit)["codes"]
        assert {row["code_id"] for circle in codebooks.circles(after) for row in circle} <= before
        assert len(codebooks.tree(after)) == len(after)
        assert all(coding.ancestors(code, after) for code in after["code_id"])


@given(studies(), st.sampled_from(IDS))
def test_a_split_merged_back_gives_the_codings_back(tables, code):
    own = tables["codings"].loc[tables["codings"]["code_id"] == code, "coding_id"].tolist()
    if not own:
        return
    apart = codebooks.edited(tables, codebooks.split(tables, code, "New", own[::2]))
    back = codebooks.edited(apart, codebooks.merged(apart, "new", code))
    assert same(back) == same(tables)
