"""The journal keeps what it acknowledged, whoever writes, wherever it is cut."""

import errno
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.errors import SaveError, StudyError
from codesign.journal import (
    FolderReader,
    Journal,
    Operation,
    encode,
    extended,
    fold,
    last_redoable,
    last_undoable,
    read_folder,
)
from codesign.journal import file as journal_file
from codesign.journal.layers import THICKEST, Layers

WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from codesign.journal import Journal, Operation
    folder, person, first, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    journal = Journal(folder / f"{person}.dev.jsonl", person, "dev")
    for number in range(first, last):
        put = Operation("", "", 0, 0, "", "", "", "put", "codings", f"{person}-{number}", {"start": number})
        journal.append([put], number)
        print(number, flush=True)
""")

NURSERY = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from codesign.journal import Journal, Operation
    journal = Journal(Path(sys.argv[1]) / "anna.dev.jsonl", "anna", "dev")
    for line in sys.stdin:
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            print("dead", flush=True)
            continue
        os.write(1, f"{os.getpid()}\\n".encode())
        for number in range(int(line), 1_000_000):
            put = Operation("", "", 0, 0, "", "", "", "put", "codings", f"anna-{number}", {"start": number})
            journal.append([put], number)
            os.write(1, f"{number}\\n".encode())  # whole or not at all, unlike print
""")


def put(table, row, fields, on=None):
    return Operation("", "", 0, 0, "", "", "", "put", table, row, fields, on or {})


def delete(table, row, on):
    return Operation("", "", 0, 0, "", "", "", "delete", table, row, {}, on)


def undo(group):
    return Operation("", "", 0, 0, "", "", "", "undo", target=group)


def refusing(error):
    def refuse(*_):
        raise error

    return refuse


def state(folder):
    return fold(read_folder(folder)[0])


@pytest.fixture
def anna(tmp_path):
    return Journal(tmp_path / "anna.dev.jsonl", "Anna", "dev")


@pytest.fixture
def bo(tmp_path):
    return Journal(tmp_path / "bo.dev.jsonl", "Bo", "dev")


def test_two_people_who_edit_different_fields_of_one_task_both_win(tmp_path, anna, bo):
    anna.append([put("tasks", "A1", {"label": "Purge", "statement": "old", "duty_id": "A"})], 0)
    seen = state(tmp_path)
    anna.append([put("tasks", "A1", {"label": "Purge line"}, seen.seen("tasks", "A1", ["label"]))], seen.lamport)
    bo.append([put("tasks", "A1", {"statement": "new"}, seen.seen("tasks", "A1", ["statement"]))], seen.lamport)
    folded = state(tmp_path)
    assert folded.row("tasks", "A1") == {"task_id": "A1", "label": "Purge line", "statement": "new", "duty_id": "A"}
    assert folded.conflicts == ()


def test_two_values_for_one_field_are_both_kept_and_become_a_choice(tmp_path, anna, bo):
    anna.append([put("tasks", "A1", {"label": "Purge"})], 0)
    seen = state(tmp_path)
    for journal, label in ((anna, "Purge line"), (bo, "Purge the line")):
        journal.append([put("tasks", "A1", {"label": label}, seen.seen("tasks", "A1", ["label"]))], seen.lamport)
    (conflict,) = state(tmp_path).conflicts
    assert {choice.value for choice in conflict.choices} == {"Purge line", "Purge the line"}
    assert "Purge line" in str(conflict)
    assert "Anna" in str(conflict)


def test_entering_one_of_the_values_settles_the_choice(tmp_path, anna, bo):
    anna.append([put("tasks", "A1", {"label": "x"})], 0)
    bo.append([put("tasks", "A1", {"label": "y"})], 0)
    seen = state(tmp_path)
    anna.append([put("tasks", "A1", {"label": "x"}, seen.seen("tasks", "A1", ["label"]))], seen.lamport)
    assert state(tmp_path).conflicts == ()
    assert state(tmp_path).row("tasks", "A1")["label"] == "x"


def test_undo_brings_back_what_was_there_and_redo_does_it_again(tmp_path, anna):
    anna.append([put("tasks", "A1", {"label": "one"})], 0)
    seen = state(tmp_path)
    anna.append([put("tasks", "A1", {"label": "two"}, seen.seen("tasks", "A1", ["label"]))], seen.lamport)
    anna.append([undo(last_undoable(state(tmp_path), "Anna"))], state(tmp_path).lamport)
    assert state(tmp_path).row("tasks", "A1")["label"] == "one"
    anna.append([undo(last_redoable(state(tmp_path), "Anna"))], state(tmp_path).lamport)
    assert state(tmp_path).row("tasks", "A1")["label"] == "two"
    assert last_redoable(state(tmp_path), "Anna") == ""


def test_undoing_a_value_in_the_middle_makes_no_false_choice(tmp_path, anna):
    groups = []
    for label in ("one", "two", "three"):
        seen = state(tmp_path)
        on = seen.seen("tasks", "A1", ["label"])
        groups.append(anna.append([put("tasks", "A1", {"label": label}, on)], seen.lamport).group)
    anna.append([undo(groups[1])], state(tmp_path).lamport)
    assert state(tmp_path).row("tasks", "A1")["label"] == "three"
    assert state(tmp_path).conflicts == ()


def test_fifty_undos_and_redos_across_reopening_return_the_same_tables(tmp_path, anna):
    choose = random.Random(7)
    for number in range(50):
        seen = state(tmp_path)
        row = f"A{choose.randrange(8)}"
        if choose.random() < 0.2 and seen.row("tasks", row):
            anna.append([delete("tasks", row, {"*": seen.seen_row("tasks", row)})], seen.lamport)
        else:
            anna.append([put("tasks", row, {"label": str(number)}, seen.seen("tasks", row, ["label"]))], seen.lamport)
    before = state(tmp_path).table("tasks")
    for following in (last_undoable, last_redoable):
        while group := following(state(tmp_path), "Anna"):
            anna.append([undo(group)], state(tmp_path).lamport)
        if following is last_undoable:
            assert state(tmp_path).table("tasks").empty
    assert state(tmp_path).table("tasks").equals(before)


def test_a_deleted_row_that_another_person_changed_meanwhile_is_kept(tmp_path, anna, bo):
    anna.append([put("tasks", "A1", {"label": "one"})], 0)
    seen = state(tmp_path)
    bo.append([put("tasks", "A1", {"statement": "new"})], seen.lamport)
    anna.append([delete("tasks", "A1", {"*": seen.seen_row("tasks", "A1")})], seen.lamport + 5)
    folded = state(tmp_path)
    assert folded.row("tasks", "A1")["statement"] == "new"
    assert "deleted" in str(folded.conflicts[0])


def test_a_conflict_copy_in_the_folder_changes_nothing(tmp_path, anna):
    for number in range(40):
        anna.append([put("codings", f"c{number}", {"start": number})], number)
    shutil.copy(anna.path, tmp_path / "anna.dev-LAPTOP-7's conflicted copy.jsonl")
    assert len(state(tmp_path).table("codings")) == 40


def test_a_clock_400_days_ahead_does_not_win(tmp_path, anna):
    later = Journal(tmp_path / "bo.dev.jsonl", "Bo", "dev", now=lambda: datetime.now(UTC) + timedelta(days=400))
    later.append([put("tasks", "A1", {"label": "from the future"})], 0)
    seen = state(tmp_path)
    anna.append([put("tasks", "A1", {"label": "today"}, seen.seen("tasks", "A1", ["label"]))], seen.lamport)
    assert state(tmp_path).row("tasks", "A1")["label"] == "today"


def test_a_journal_cut_at_every_byte_reopens_to_its_whole_lines_and_takes_new_ones(tmp_path, anna):
    for number in range(4):
        anna.append([put("codings", f"c{number}", {"memo": "naïve – 漢字 😀"})], number)
    whole = anna.path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole) + 1):
        anna.path.write_bytes(whole[:cut])
        kept = sum(end <= cut for end in ends)
        assert len(state(tmp_path).table("codings")) == kept
        anna.append([put("codings", "new", {"start": 1})], kept)
        assert len(state(tmp_path).table("codings")) == kept + 1
        assert read_folder(tmp_path)[1] == []


def test_a_torn_end_is_kept_beside_the_journal(tmp_path, anna):
    anna.append([put("codings", "c0", {"start": 1})], 0)
    with anna.path.open("ab") as file:
        file.write(b'{"half": ')
    assert "cut off" in str(read_folder(tmp_path)[1][0])
    anna.append([put("codings", "c1", {"start": 1})], 1)
    (torn,) = tmp_path.glob("*.torn-*")
    assert torn.read_bytes() == b'{"half": '


def test_a_damaged_middle_line_is_told_with_its_number_and_the_rest_is_read(tmp_path, anna):
    for number in range(3):
        anna.append([put("codings", f"c{number}", {"start": number})], number)
    lines = anna.path.read_bytes().splitlines(keepends=True)
    anna.path.write_bytes(lines[0] + lines[1].replace(b'"start":1', b'"start":7') + lines[2])
    operations, problems = read_folder(tmp_path)
    assert len(operations) == 2
    assert problems[0].line == 2
    assert "journal/anna.dev.jsonl line 2" in str(problems[0])


def test_a_missing_line_is_noticed(tmp_path, anna):
    for number in range(3):
        anna.append([put("codings", f"c{number}", {"start": number})], number)
    lines = anna.path.read_bytes().splitlines(keepends=True)
    anna.path.write_bytes(lines[0] + lines[2])
    assert "missing" in str(read_folder(tmp_path)[1][0])


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_never_changes_a_value_unnoticed(tmp_path_factory, place, bit):
    folder = tmp_path_factory.mktemp("flip")
    journal = Journal(folder / "anna.dev.jsonl", "Anna", "dev")
    journal.append([put("codings", f"c{number}", {"start": number}) for number in range(3)], 0)
    content = bytearray(journal.path.read_bytes())
    content[place % len(content)] ^= 1 << bit
    journal.path.write_bytes(bytes(content))
    operations, problems = read_folder(folder)
    assert problems
    assert all(operation.fields["start"] == int(operation.row[1:]) for operation in operations)


@pytest.mark.parametrize("failure", ["short write", "no space", "fsync fails"])
def test_nothing_is_reported_saved_and_nothing_is_left_when_the_disk_refuses(monkeypatch, anna, failure):
    anna.append([put("codings", "c0", {"start": 0})], 0)
    before = anna.path.read_bytes()
    write = os.write
    if failure == "short write":
        monkeypatch.setattr(journal_file.os, "write", lambda fd, block: write(fd, block[: len(block) // 2]))
    elif failure == "no space":
        monkeypatch.setattr(journal_file.os, "write", refusing(OSError(errno.ENOSPC, "full")))
    else:
        monkeypatch.setattr(journal_file.os, "fsync", refusing(OSError(errno.EIO, "input/output")))
    with pytest.raises(SaveError, match="Not saved"):
        anna.append([put("codings", "c1", {"start": 1})], 1)
    assert anna.path.read_bytes() == before


def test_a_journal_of_a_newer_version_is_not_touched(tmp_path, anna):
    anna.append([put("codings", "c0", {"start": 0})], 0)
    from codesign.journal.records import decode, encode

    operation, _, _ = decode(anna.path.read_bytes().rstrip(b"\n"))
    line, _ = encode(Operation(**{**vars(operation), "version": 99}), "")
    anna.path.write_bytes(line)
    with pytest.raises(StudyError, match="newer version"):
        read_folder(tmp_path)


def test_one_act_of_many_rows_is_one_undo(tmp_path, anna):
    saved = anna.append([put("codings", f"c{number}", {"start": number}) for number in range(30)], 0)
    anna.append([undo(saved.group)], state(tmp_path).lamport)
    assert state(tmp_path).table("codings").empty


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[:4])
def test_the_tables_do_not_depend_on_the_order_in_which_files_arrive(tmp_path, anna, bo, order):
    anna.append([put("tasks", "A1", {"label": "a"})], 0)
    bo.append([put("tasks", "A1", {"label": "b"})], 0)
    anna.append([put("tasks", "A2", {"label": "c"})], 1)
    operations, _ = read_folder(tmp_path)
    assert (
        fold([operations[place] for place in order]).table("tasks").to_dict()
        == state(tmp_path).table("tasks").to_dict()
    )


def test_nothing_acknowledged_is_lost_in_a_hundred_kills(tmp_path):
    choose = random.Random(3)
    first = 0
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(tmp_path)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with nursery:
        for _ in range(100):
            print(first, file=nursery.stdin, flush=True)
            writer = int(nursery.stdout.readline())
            acknowledged = [int(nursery.stdout.readline()) for _ in range(choose.randrange(1, 12))]
            os.kill(writer, signal.SIGKILL)
            acknowledged += [int(line) for line in iter(nursery.stdout.readline, "dead\n") if line.endswith("\n")]
            rows = set(state(tmp_path).table("codings")["coding_id"])
            assert {f"anna-{number}" for number in acknowledged} <= rows
            first = acknowledged[-1] + 2
        nursery.stdin.close()


def test_six_people_writing_at_once_lose_nothing(tmp_path):
    people = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), f"p{number}", "0", "200"], stdout=subprocess.DEVNULL
        )
        for number in range(6)
    ]
    assert [person.wait() for person in people] == [0] * 6
    assert len(state(tmp_path).table("codings")) == 1200


def test_two_windows_of_one_person_on_one_computer_lose_nothing(tmp_path):
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), "anna", str(first), str(first + 100)],
            stdout=subprocess.DEVNULL,
        )
        for first in (0, 1000)
    ]
    assert [window.wait() for window in windows] == [0, 0]
    operations, problems = read_folder(tmp_path)
    assert len(operations) == 200
    assert problems == []


def test_every_line_is_plain_text_a_person_can_read(anna):
    anna.append([put("tasks", "A1", {"label": "Purger la conduite"})], 0)
    assert json.loads(anna.path.read_text(encoding="utf-8"))["fields"] == {"label": "Purger la conduite"}


# reading on ---------------------------------------------------------------------------------------------

ACTS = st.lists(
    st.tuples(st.sampled_from(["anna", "bo"]), st.sampled_from(["put", "delete", "undo"]), st.sampled_from("ABC")),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_reading_on_after_each_act_is_the_same_as_reading_everything(tmp_path_factory, acts):
    folder = tmp_path_factory.mktemp("on")
    reader, folded, groups = FolderReader(folder), fold([]), []
    for number, (person, act, row) in enumerate(acts):
        journal = Journal(folder / f"{person}.dev.jsonl", person, "dev")
        drafts = {
            "put": put("tasks", row, {"label": str(number)}, folded.seen("tasks", row, ["label"])),
            "delete": delete("tasks", row, {"*": folded.seen_row("tasks", row)}),
            "undo": undo(groups[-1] if groups else "none"),
        }
        groups.append(journal.append([drafts[act]], folded.lamport).group)
        folded = extended(folded, reader.read()[0])
        assert folded.table("tasks").to_dict() == state(folder).table("tasks").to_dict()
        assert folded.conflicts == state(folder).conflicts


def test_a_file_that_was_put_back_is_read_anew(tmp_path, anna):
    reader = FolderReader(tmp_path)
    for number in range(3):
        anna.append([put("codings", f"c{number}", {"start": number})], number)
    assert len(reader.read()[0]) == 3
    lines = anna.path.read_bytes().splitlines(keepends=True)
    anna.path.write_bytes(lines[0])
    assert [operation.row for operation in reader.read()[0]] == ["c0"]
    anna.path.write_bytes(lines[0] + lines[1].replace(b'"c1"', b'"c9"') + lines[2])
    assert reader.read()[1][0].line == 2


@settings(max_examples=60, deadline=None)
@given(ACTS, st.integers(0, 12))
def test_news_after_each_act_lead_to_what_reading_everything_leads_to(tmp_path_factory, acts, gone_after):
    folder = tmp_path_factory.mktemp("news")
    reader, folded, groups = FolderReader(folder), fold([]), []
    for number, (person, act, row) in enumerate(acts):
        journal = Journal(folder / f"{person}.dev.jsonl", person, "dev")
        drafts = {
            "put": put("tasks", row, {"label": str(number)}, folded.seen("tasks", row, ["label"])),
            "delete": delete("tasks", row, {"*": folded.seen_row("tasks", row)}),
            "undo": undo(groups[-1] if groups else "none"),
        }
        groups.append(journal.append([drafts[act]], folded.lamport).group)
        if number == gone_after:
            (folder / "bo.dev.jsonl").unlink(missing_ok=True)
        news = reader.news()
        folded = fold(news.operations) if news.is_everything else extended(folded, news.operations)
        assert list(folded.rows) == list(state(folder).rows)
        assert folded.table("tasks").to_dict() == state(folder).table("tasks").to_dict()


def test_news_are_only_what_is_new(tmp_path, anna):
    reader = FolderReader(tmp_path)
    anna.append([put("tasks", "A1", {"label": "x"})], 0)
    assert [reader.news().is_everything, len(reader.news().operations)] == [True, 0]
    anna.append([put("tasks", "A2", {"label": "y"})], 1)
    news = reader.news()
    assert [[op.row for op in news.operations], news.is_everything] == [["A2"], False]


def test_after_a_look_that_failed_the_next_one_tells_everything(tmp_path, anna, monkeypatch):
    reader = FolderReader(tmp_path)
    anna.append([put("tasks", "A1", {"label": "x"})], 0)
    reader.news()
    anna.append([put("tasks", "A2", {"label": "y"})], 1)
    with monkeypatch.context() as broken:
        broken.setattr(journal_file, "_read_on", refusing(OSError(errno.EIO, "unreadable")))
        with pytest.raises(OSError, match="unreadable"):
            reader.news()
    news = reader.news()
    assert [[op.row for op in news.operations], news.is_everything] == [["A1", "A2"], True]


def test_what_changed_is_named_by_the_state_that_follows(tmp_path, anna):
    anna.append([put("tasks", "A1", {"label": "x"}), put("tasks", "A2", {"label": "y"})], 0)
    before = state(tmp_path)
    anna.append([put("tasks", "A2", {"label": "z"})], 2)
    after = extended(before, read_folder(tmp_path)[0])
    assert [before.changed, after.changed] == [None, (("tasks", "A2"),)]
    assert before.row("tasks", "A2")["label"] == "y"


@given(st.lists(st.dictionaries(st.integers(0, 700), st.integers()), max_size=8))
def test_layers_are_what_one_mapping_would_be(steps):
    layers, plain = Layers({}), {}
    for step in steps:
        layers, plain = layers.laid_over(step), {**plain, **step}
    assert [list(layers.items()), list(layers), len(layers)] == [list(plain.items()), list(plain), len(plain)]
    assert all(key in layers and layers[key] == value for key, value in plain.items())


def test_many_steps_are_what_one_mapping_would_be():
    layers = Layers({})
    for number in range(3 * THICKEST):
        layers = layers.laid_over({number % 500: number})
    assert dict(layers) == {number % 500: number for number in range(3 * THICKEST)}
    assert len(layers) == 500


def test_a_torn_end_that_is_set_aside_is_no_problem_any_more(tmp_path, anna):
    reader = FolderReader(tmp_path)
    anna.append([put("codings", "c0", {"start": 0})], 0)
    anna.path.write_bytes(anna.path.read_bytes() + b'{"half')
    assert len(reader.read()[1]) == 1
    anna.append([put("codings", "c1", {"start": 1})], 1)
    operations, problems = reader.read()
    assert [operation.row for operation in operations] == ["c0", "c1"]
    assert problems == []


def test_a_row_id_that_is_none_of_the_table_is_passed_over(tmp_path, anna):
    anna.append([put("tasks", "A1|x", {"label": "a"}), put("tasks", "A1", {"label": "b"})], 0)
    assert state(tmp_path).table("tasks")["label"].tolist() == ["b"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lamport": "9"},
        {"lamport": None},
        {"at": "tomorrow"},
        {"at": "2027-12-31T23:59:59"},
        {"fields": ["a"]},
        {"person": None},
        {"op": "rename"},
    ],
)
def test_a_line_whose_parts_cannot_be_used_is_told_and_the_others_are_read(tmp_path, anna, wrong):
    anna.append([put("tasks", "A1", {"label": "Anna's"})], 0)
    (operation,), _ = read_folder(tmp_path)
    (tmp_path / "bo.laptop.jsonl").write_bytes(encode(replace(operation, **{"id": "other", **wrong}), "")[0])
    operations, problems = read_folder(tmp_path)
    assert [one.id for one in operations] == [operation.id]
    assert "bo.laptop.jsonl line 1: is damaged and was left out; the other lines were read" in str(problems[0])


def test_a_clock_or_count_far_ahead_changes_nothing_of_what_can_be_saved(tmp_path, anna):
    anna.append([put("tasks", "A1", {"label": "Anna's"})], 0)
    (operation,), _ = read_folder(tmp_path)
    far = replace(operation, id="other", group="far", person="Bo", lamport=2**70, at="9999-12-31T23:59:59+00:00")
    (tmp_path / "bo.laptop.jsonl").write_bytes(encode(far, "")[0])
    folded = state(tmp_path)
    anna.append([put("tasks", "A1", {"label": "later"}, folded.seen("tasks", "A1", ["label"]))], folded.lamport)
    assert state(tmp_path).row("tasks", "A1")["label"] == "later"
