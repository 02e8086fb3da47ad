"""Everything a person does can be taken back and done again, whatever it was, also after the program was closed."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import textwrap
from datetime import date, timedelta
from typing import Any, Literal, get_args, get_origin

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from study_trial import filled_study

from codesign import schemas
from codesign.errors import StudyDataError
from codesign.journal import Change
from codesign.study import Study

DECIDED = [row for row in schemas.ROWS if row.origin == "decided"]
# A transcript comes in with its text, in an import; its row alone is no act of a person.
ACTED_ON = [row for row in DECIDED if row.table != "transcripts"]
PEOPLE = [f"P-{number:02}" for number in range(1, 6)]
STEPS = textwrap.dedent("""
    import sys
    from pathlib import Path
    from codesign.study import Study
    sys.path.insert(0, sys.argv[3])
    from test_study_saving import digest, digest_of_tables
    study = Study.open(Path(sys.argv[1]), person="Kim", device="desk")
    print(digest(study))
    for _ in range(50):
        assert getattr(study, sys.argv[2])() is not None
        print(digest(study))
    print(digest_of_tables(study))
""")
WRITERS = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from codesign.journal import Change, new_id
    from codesign.study import Study

    def write(person):
        study = Study.open(Path(sys.argv[1]), person=person, device="desk")
        for number in range(200):
            place = {"start": number % 40, "end": number % 40 + 1 + number // 40}
            row = {"coding_id": new_id("coding"), "transcript_id": "INT-01", **place}
            study.save([Change("put", "codings", {**row, "code_id": "job-task", "memo": f"{person} {number}"})])

    for person in sys.argv[2:]:
        if not os.fork():
            write(person)
            os._exit(0)
    print([os.waitstatus_to_exitcode(os.wait()[1]) for _ in sys.argv[2:]])
""")


def decided(study: Study) -> dict[str, list[dict[str, Any]]]:
    """The rows people decided, table by table, in order."""
    return {row.table: study.folded().table_rows(row.table) for row in DECIDED}


def digest(study: Study) -> str:
    """A checksum of all rows people decided, of their order and of everything in them."""
    return hashlib.sha256(json.dumps(decided(study)).encode()).hexdigest()


def digest_of_tables(study: Study) -> str:
    """A checksum of all tables as they are read, the derived ones too."""
    held = {name: schemas.records(table) for name, table in study.read().items()}
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def value(field: Any, chance: random.Random) -> Any:
    """Something a cell of this kind may hold."""
    kind = field.annotation
    if get_origin(kind) is Literal:
        return chance.choice(get_args(kind))
    if any("\\d{4}" in str(rule) for rule in field.metadata):
        return (date(2026, 1, 1) + timedelta(days=chance.randrange(300))).isoformat()
    numbers = {bool: chance.random() < 0.5, int: chance.randint(1, 5), float: chance.randint(1, 40) / 4}
    return next(
        (found for of, found in numbers.items() if kind is of or of in get_args(kind)), f"word {chance.random()}"
    )


def row_of(table: type[schemas.Row], tables: dict[str, list[dict[str, Any]]], chance: random.Random) -> dict[str, Any]:
    """A row of a table: sometimes a new one, sometimes one that is there with something else in it."""
    there = tables[table.table]
    row = {name: value(field, chance) for name, field in table.model_fields.items()}
    row |= {name: f"{name[:3]}-{chance.randrange(10**9)}" for name in table.key if name not in table.references}
    for column, target in table.references.items():
        ids = PEOPLE if target == "participants" else [one[schemas.TABLES[target].key[0]] for one in tables[target]]
        row[column] = chance.choice(ids if ids and column in table.key else [*ids, ""])
    if {"start", "end"} <= row.keys():
        start = chance.randrange(80)
        row |= {"start": start, "end": start + chance.randint(1, 20), "coder": "Kim"}
    for taken in {"parent_id", "text_sha256", "quote_sha256", "text_file", "original", "sha256"} & row.keys():
        del row[taken]
    kept = chance.choice(there) if there and chance.random() < 0.5 else {}
    return row | {name: kept[name] for name in table.key if name in kept}


def act(study: Study, chance: random.Random) -> list[Change]:
    """One act on any table: rows put or deleted, now and then many at once."""
    table = chance.choice(ACTED_ON)
    many = chance.choice([1, 1, 1, 12])
    tables = decided(study)
    there = tables[table.table]
    if there and chance.random() < 0.25:
        leaving = chance.sample(there, min(many, len(there)))
        return [Change("delete", table.table, {name: row[name] for name in table.key}) for row in leaving]
    return [Change("put", table.table, row_of(table, tables, chance)) for _ in range(many)]


def done(study: Study, chance: random.Random) -> bool:
    """Do something, and tell whether it was allowed and changed anything."""
    try:
        return bool(study.save(act(study, chance)).group)
    except StudyDataError:
        return False


def interrupting(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def study(tmp_path):
    return filled_study(tmp_path)


def in_another_process(study: Study, step: str, tests: str) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", STEPS, str(study.folder), step, tests], capture_output=True, text=True, check=True
    )
    return ran.stdout.split()


def test_fifty_mixed_acts_are_taken_back_and_done_again_after_a_restart(study, root):
    chance, seen, changed = random.Random(5), [digest(study)], set()
    begun, before = digest_of_tables(study), decided(study)
    while len(seen) < 51:
        if done(study, chance):
            seen.append(digest(study))
            changed |= {name for name, rows in decided(study).items() if rows != before[name]}
    assert len(set(seen)) > 45
    assert len(changed) > 15
    assert in_another_process(study, "undo", str(root / "tests")) == [*seen[::-1], begun]
    assert in_another_process(study, "redo", str(root / "tests")) == [*seen, digest_of_tables(study)]
    assert decided(study) != before


def test_six_people_saving_at_once_keep_all_1200_codings(study):
    people = [f"Coder {number}" for number in range(6)]
    ran = subprocess.run(
        [sys.executable, "-c", WRITERS, str(study.folder), *people], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split("\n")[0] == str([0] * 6)
    codings = Study.open(study.folder, person="Kim", device="desk").read()["codings"]
    memos = set(codings["memo"])
    assert {f"{person} {number}" for person in people for number in range(200)} <= memos
    assert codings["coding_id"].is_unique


class Acts(RuleBasedStateMachine):
    """Acts, undo, redo and restarts in any order; what every state looked like is written down beside it."""

    folder: Any = None

    @initialize(seed=st.integers(0, 10_000))
    def begin(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.study = filled_study(self.folder.mktemp("acts"))
        self.other = Study.open(self.study.folder, person="Ravi", device="laptop")
        while self.study.undo():
            pass
        self.study.save([Change("put", "duties", {"duty_id": "B", "title": "Begin"})])
        self.states, self.at = [decided(self.study)], 0

    @rule(times=st.integers(1, 4))
    def act(self, times: int) -> None:
        for _ in range(times):
            if done(self.study, self.chance):
                self.states = [*self.states[: self.at + 1], decided(self.study)]
                self.at += 1

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(min(times, self.at)):
            assert self.study.undo() is not None
            self.at -= 1
            assert decided(self.study) == self.states[self.at]

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            is_there = self.at + 1 < len(self.states)
            assert (self.study.redo() is not None) == is_there
            self.at += is_there

    @rule()
    def restart(self) -> None:
        self.study = Study.open(self.study.folder, person="Kim", device="desk")

    @invariant()
    def the_rows_are_what_they_were_and_what_others_see(self) -> None:
        assert decided(self.study) == self.states[self.at]
        assert decided(self.other) == self.states[self.at]

    def teardown(self) -> None:
        anew = Study.open(self.study.folder, person="Mo", device="tablet")
        assert digest_of_tables(self.study) == digest_of_tables(self.other) == digest_of_tables(anew)


def test_acts_undone_and_done_again_in_any_order_lead_back(tmp_path_factory):
    Acts.folder = tmp_path_factory
    run_state_machine_as_test(Acts, settings=settings(max_examples=6, stateful_step_count=10, deadline=None))


def test_what_is_undone_and_done_again_stands_where_it_stood(study):
    study.save([Change("put", "duties", {"duty_id": name, "title": name}) for name in "BCD"])
    study.save([Change("delete", "duties", {"duty_id": "B"})])
    study.save([Change("put", "duties", {"duty_id": "E", "title": "E"})])
    for step in (study.undo, study.undo, study.undo, study.redo, study.redo, study.redo):
        assert step() is not None
    assert study.read()["duties"]["duty_id"].tolist() == ["A", "C", "D", "E"]


def test_what_is_done_again_stands_before_what_others_did_meanwhile(study):
    ravi = Study.open(study.folder, person="Ravi", device="laptop")
    study.save([Change("put", "duties", {"duty_id": "B", "title": "Kim's"})])
    ravi.save([Change("put", "duties", {"duty_id": "C", "title": "Ravi's"})])
    for step, expected in ((study.undo, ["A", "C"]), (study.redo, ["A", "B", "C"])):
        assert step() is not None
        assert study.read()["duties"]["duty_id"].tolist() == expected
        assert ravi.read()["duties"]["duty_id"].tolist() == expected


def test_what_arrives_late_stands_where_it_stands_for_everybody(study):
    shutil.copytree(study.folder, study.folder.parent / "away")
    away = Study.open(study.folder.parent / "away", person="Mo", device="laptop")
    away.save([Change("put", "duties", {"duty_id": "B", "title": "Mo's"})])
    study.read()
    for name in "CD":
        study.save([Change("put", "duties", {"duty_id": name, "title": name})])
    assert study.read()["duties"]["duty_id"].tolist() == ["A", "C", "D"]
    shutil.copy(away.folder / "journal" / "mo.laptop.jsonl", study.folder / "journal")
    anew = Study.open(study.folder, person="Ravi", device="tablet")
    assert study.read()["duties"]["duty_id"].tolist() == anew.read()["duties"]["duty_id"].tolist() == list("ACBD")


def test_what_was_saved_while_somebody_interrupted_is_read_the_next_time(study, monkeypatch):
    reader = Study.open(study.folder, person="Ravi", device="laptop")
    reader.read()
    study.save([Change("put", "duties", {"duty_id": "B", "title": "Kim's"})])
    with monkeypatch.context() as interrupted:
        interrupted.setattr("codesign.study.decided.DecidedTables._put", interrupting)
        with pytest.raises(KeyboardInterrupt):
            reader.read()
    assert digest_of_tables(reader) == digest_of_tables(study)
    assert reader.read()["duties"]["duty_id"].tolist() == ["A", "B"]


def test_undo_leaves_what_others_did_meanwhile(study):
    ravi = Study.open(study.folder, person="Ravi", device="laptop")
    study.save([Change("put", "duties", {"duty_id": "B", "title": "Kim's"})])
    ravi.save([Change("put", "duties", {"duty_id": "C", "title": "Ravi's"})])
    study.undo()
    expected = pd.DataFrame({"duty_id": ["A", "C"], "title": ["Keep lines safe", "Ravi's"]}, dtype=object)
    pd.testing.assert_frame_equal(ravi.read()["duties"][["duty_id", "title"]], expected)
