"""The codebook of a study with several people: what dangles can be put right, who did what, what is gone comes back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from study_trial import coded, filled_study, received

from codesign import codebooks, journal, schemas, spreadsheets
from codesign.codebooks import Edit
from codesign.errors import StudyDataError
from codesign.intake import import_files
from codesign.journal import Change, Operation, Saved
from codesign.study import Study
from codesign.study.code_history import _Past


@pytest.fixture
def kim(tmp_path: Path) -> Study:
    """A study with two codes of its own, in Kim's hands."""
    study = filled_study(tmp_path)
    study.save([put("weld", name="Welding"), put("braze", name="Brazing", parent_id="weld")])
    return study


@pytest.fixture
def ravi(kim: Study) -> Study:
    """The same study in Ravi's hands."""
    return Study.open(kim.folder, person="Ravi", device="laptop")


def put(code: str, **values: str) -> Change:
    base = {"family": "tool"} if "name" in values else {}
    return Change("put", "codes", {"code_id": code, **base, **values})


def act(study: Study, edit: Edit) -> Saved:
    changes = [Change("put", *one) for one in edit.put] + [Change("delete", *one) for one in edit.delete]
    return study.save(changes)


def code(study: Study, code_id: str) -> dict[str, str]:
    return next((row for row in schemas.records(study.read()["codes"]) if row["code_id"] == code_id), {})


# two people at once -------------------------------------------------------------------------------------


def at_once(kim: Study, ravi: Study, first: list[Change], second: list[Change]) -> None:
    """Save for two people who do not see each other's change."""
    journal = next(path for path in (kim.folder / "journal").glob("kim*"))
    before = journal.read_bytes()
    kim.save(first)
    after = journal.read_bytes()
    journal.write_bytes(before)
    Study.open(kim.folder, person=ravi.person, device=ravi.device).save(second)
    journal.write_bytes(after)


def test_two_moves_that_make_a_circle_together_are_told_and_can_be_put_right(kim: Study, ravi: Study):
    kim.save([put("braze", parent_id="")])
    at_once(kim, ravi, [put("weld", parent_id="braze")], [put("braze", parent_id="weld")])
    assert any("is a circle" in str(problem) for problem in kim.problems())
    kim.save([put("weld", definition="Joining metal.")])
    act(kim, codebooks.moved(kim.read()["codes"], "weld", family="tool"))
    assert not any("is a circle" in str(problem) for problem in kim.problems())
    assert (code(kim, "weld")["definition"], code(kim, "braze")["parent_id"]) == ("Joining metal.", "weld")


def test_a_circle_is_still_refused_when_somebody_makes_it_alone(kim: Study):
    with pytest.raises(StudyDataError, match="below itself, in a circle"):
        kim.save([put("weld", parent_id="braze")])


def test_what_names_a_code_that_is_gone_can_still_be_changed(kim: Study, ravi: Study):
    at_once(kim, ravi, [Change("delete", "codes", {"code_id": "weld"})], [put("soft", name="Soft", parent_id="weld")])
    kim.save([put("soft", definition="Under 450 degrees.")])
    assert code(kim, "soft")["definition"] == "Under 450 degrees."
    with pytest.raises(StudyDataError, match="“weld” is not in codes"):
        kim.save([put("tin", name="Tin", parent_id="weld")])


def test_two_people_who_make_a_code_of_one_name_are_told_to_merge_them(kim: Study, ravi: Study):
    at_once(kim, ravi, [put("lockout", name="Lock-out")], [put("lock-out", name="lock out")])
    told = [str(problem) for problem in kim.problems() if problem.column == "name"]
    assert told == [
        "codes, name: “Lock-out” is the name of 2 codes: lockout, lock-out. Merge them in 01, under “The "
        "codebook”, or rename one"
    ]


# what became of a code ----------------------------------------------------------------------------------


def told(study: Study, code_id: str) -> list[str]:
    """Return what was done to a code, the first first, with who did it."""
    events = study.code_history().events
    rows = schemas.records(events[events["code_id"] == code_id])
    return [f"{row['words']} by {row['person']}" for row in reversed(rows)]


def test_the_history_of_a_code_says_who_changed_what_also_what_was_taken_back(kim: Study, ravi: Study):
    act(ravi, codebooks.renamed(ravi.read()["codes"], "weld", "Joining"))
    kim.save([put("weld", definition="Metal.", parent_id="job-task", family="job-task")])
    kim.save([put("weld", definition="Metals.")])
    kim.undo()
    kim.redo()
    assert told(kim, "weld") == [
        "Made by Kim",
        "Renamed from “Welding” by Ravi",
        "Moved below “Job task”; Definition written by Kim",
        "Definition changed by Kim",
        "Took back: “Joining” definition changed by Kim",
        "Did again: “Joining” definition changed by Kim",
    ]
    assert kim.code_history().undo == "“Joining” definition changed"


def test_a_merge_that_only_renames_what_was_decided_is_told_as_a_merge(kim: Study):
    place = coded(1, "We purge", "tool").row
    row = {name: place[name] for name in ("transcript_id", "start", "end")}
    row |= {"reconciliation_id": "r1", "code_id": "tool", "decision": "other code", "other_code_id": "zz"}
    kim.save([put("zz", name="Zz"), Change("put", "reconciliations", row)])
    act(kim, codebooks.merged(kim.read(), "zz", "weld"))
    assert told(kim, "zz")[-1] == "Merged into “Welding” by Kim"
    assert told(kim, "weld")[-1] == "“Zz” merged into it by Kim"


def test_many_codes_and_codings_of_one_act_are_gone_through_once(kim: Study):
    class Counted(list[Operation]):
        times = 0

        def __iter__(self) -> Iterator[Operation]:
            self.times += 1
            return super().__iter__()

    codes = [Operation("", "g", 0, 0, "", "Kim", "", "put", "codes", f"n{n}", {"name": f"N {n}"}) for n in range(50)]
    act_of_all = Counted(codes)
    _Past(journal.fold([]))._act("g", act_of_all, codes)
    assert act_of_all.times < 5


def test_the_past_of_the_codes_is_read_again_only_after_an_act(kim: Study):
    first = kim.code_history()
    assert kim.code_history() is first
    kim.save([put("weld", definition="Metal.")])
    assert kim.code_history().undo == "“Welding” definition written"


def test_a_merge_and_a_split_are_told_at_both_codes(kim: Study):
    tables = kim.read()
    act(kim, codebooks.split(tables, "skill-gap", "Purging", ["c1-skill-gap-Kim", "c2-skill-gap-Kim"]))
    assert told(kim, "purging") == ["Split from “Skill gap” by Kim"]
    act(kim, codebooks.merged(kim.read(), "purging", "weld"))
    assert told(kim, "purging")[-1] == "Merged into “Welding” by Kim"
    assert told(kim, "weld")[-1] == "“Purging” merged into it by Kim"
    kim.undo()
    assert kim.code_history().redo == "“Purging” merged into “Welding”"
    kim.save([put("purging", definition="Gas out.")])
    act(kim, codebooks.merged(kim.read(), "purging", "weld"))
    assert kim.code_history().undo == "“Purging” merged into “Welding”"


def test_every_act_is_one_undo_also_after_a_restart(kim: Study):
    before = kim.read()
    acts = [
        codebooks.merged(before, "job-task", "skill-gap"),
        codebooks.removed(before, "weld"),
        codebooks.moved(before["codes"], "weld", family="knowledge"),
        codebooks.removed(before, "skill-gap", with_codings=True),
        codebooks.split(before, "job-task", "Purging", before["codings"]["coding_id"]),
    ]
    for edit in acts:
        act(kim, edit)
        assert rows_of(Study.open(kim.folder).read()) == rows_of(codebooks.edited(before, edit))
        Study.open(kim.folder, person="Kim", device="desk").undo()
        assert rows_of(kim.read()) == rows_of(before)


def rows_of(tables: dict) -> dict[str, list[str]]:
    return {name: sorted(map(str, schemas.records(table))) for name, table in tables.items()}


# codes that are gone ------------------------------------------------------------------------------------


def test_a_code_that_was_undone_after_a_team_mate_used_it_is_told_by_name_and_comes_back(kim: Study, ravi: Study):
    kim.save([put("rig", name="Rigging", definition="Lifting.")])
    ravi.save([coded(1, "every line twice", "rig"), coded(2, "on nights", "rig")])
    kim.undo()
    sentence = next(str(problem) for problem in kim.problems() if problem.value == "rig")
    assert "“rig” is not in codes: “Rigging” was removed by Kim on " in sentence
    assert "Still named by 2 codings, which are kept. Bring it back" in sentence
    gone = schemas.records(kim.code_history().removed)
    assert [(row["name"], row["person"], row["words"]) for row in gone] == [
        ("Rigging", "Kim", "Took back: “Rigging” made")
    ]
    act(ravi, codebooks.restored(gone[0], kim.read()["codes"]))
    assert code(kim, "rig")["definition"] == "Lifting."
    assert told(kim, "rig")[-1] == "Brought back by Ravi"
    assert not any(problem.value == "rig" for problem in kim.problems())
    ravi.undo()
    assert code(kim, "rig") == {}


def test_a_code_the_rules_leave_out_is_among_those_that_can_be_brought_back(kim: Study):
    kim.save([put("rig", name="Rigging")])
    journal = next((kim.folder / "journal").glob("kim*"))
    forged(journal, {"family": "colour"})
    assert code(kim, "rig") == {}
    gone = schemas.records(kim.code_history().removed)
    assert [(row["code_id"], row["family"], row["words"]) for row in gone] == [
        ("rig", "colour", "Left out: its family “colour” is not known")
    ]
    act(kim, codebooks.restored(gone[0], kim.read()["codes"]))
    assert code(kim, "rig")["family"] == "knowledge"


def forged(journal: Path, fields: dict[str, str]) -> None:
    """Write other values into the last operation of a journal, as a newer version of the workbook might have."""
    from dataclasses import replace

    from codesign.journal import decode, encode

    *before, line = journal.read_bytes().splitlines(keepends=True)
    operation, _, previous = decode(line)
    journal.write_bytes(
        b"".join([*before, encode(replace(operation, fields={**operation.fields, **fields}), previous)[0]])
    )


# codebooks that come in ---------------------------------------------------------------------------------


def brought(study: Study, folder: Path, name: str, content: str | bytes) -> str:
    return str(import_files(study, [received(folder, name, content)])[0])


HEAD = "code_id,name,family,parent_id\n"


def test_two_codes_of_one_name_both_come_in_and_are_told(kim: Study, tmp_path: Path):
    said = brought(kim, tmp_path, "codes.csv", f"{HEAD}a1,Lock-out,tool,\na2,LOCK OUT,knowledge,\n")
    assert "2 codes are called “Lock-out”; each is kept: a1, a2. Merge them in 01" in said
    assert {"a1", "a2"} <= set(kim.read()["codes"]["code_id"])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a1,Lock-out,colour,", "codes.csv line 2 (a1), family: “colour” is not allowed; choose 'skill-gap'"),
        ("a1,,tool,", "codes.csv line 2 (a1), name: must be filled in"),
        ("a1,Lock-out,tool,never", "codes.csv line 2 (a1), parent_id: “never” is not in codes"),
        ("a1,Lock-out,tool,a1", "codes.csv line 2 (a1), parent_id: “a1” would put the code below itself, in a circle"),
        (f"a1,{'x' * 81},tool,", "is longer than 80 characters"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_of_codes_that_breaks_a_rule_is_refused_with_its_line_and_nothing_is_lost(
    kim: Study, tmp_path: Path, row: str, said: str, ending: str
):
    before = rows_of(kim.read())
    content: str | bytes = f"{HEAD}{row}\na2,Fine,tool,\n"
    if ending == "xlsx":
        table = pd.read_csv(io.StringIO(str(content)), dtype=str, keep_default_na=False)
        content = spreadsheets.workbook_bytes({"codes": table})
    told = brought(kim, tmp_path, f"codes.{ending}", content)
    assert said.replace("codes.csv", f"codes.{ending}") in told
    assert rows_of(kim.read()) == before


def test_codes_of_another_program_with_unknown_families_parents_and_no_name_come_in_and_are_told(
    kim: Study, tmp_path: Path
):
    table = (
        "name,parent,family,description\nColours,,rainbow,All.\nBlue,Colours,,Cold.\n,Colours,,Nothing.\nLost,Never,,\n"
    )
    said = brought(kim, tmp_path, "their codebook.csv", table)
    codes = {row["name"]: row for row in schemas.records(kim.read()["codes"])}
    assert codes["Blue"]["parent_id"] == codes["Colours"]["code_id"]
    assert (codes["Colours"]["family"], codes["Lost"]["parent_id"]) == ("knowledge", codes["Never"]["code_id"])
    assert "Line 4 has no name and did not come in." in said
    assert "fit none of our families and stand under Knowledge" in said
