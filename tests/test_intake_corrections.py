"""A corrected text is a new version: codings move with their words, the rest waits for a person, nothing is lost."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from study_trial import PEOPLE, coded, empty_study, filled_study, received, span, transcript

from codesign import coding, schemas
from codesign.cli import main
from codesign.errors import StudyDataError
from codesign.intake import ImportReport, exports, import_files
from codesign.intake.corrections import import_correction, renumbered, without_collisions
from codesign.journal import Change
from codesign.study import Study

FIXED = transcript(1).replace("How do people", "So, how do people").replace("forget the second time", "forget it twice")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Interviews and codings; in the first, “every line” is coded too."""
    made = filled_study(tmp_path)
    made.save([coded(1, "every line", "tool")])
    return made


def correct(study: Study, text: str = FIXED, identity: str = "INT-01", **more: Any) -> ImportReport:
    """Import a corrected text as the command does."""
    return import_correction(study, identity, received(study.root, "corrected.txt", text), **more)


def state(study: Study) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Everything that undo must bring back."""
    tables = {name: table.to_csv() for name, table in study.read().items()}
    return tables, study.texts(), [str(problem) for problem in study.problems()]


def words_of(study: Study, identity: str = "INT-01") -> dict[str, str]:
    """The words each coding of an interview stands on now."""
    rows = study.read()["codings"].query("transcript_id == @identity").to_dict("records")
    return {row["coding_id"]: study.texts()[identity][row["start"] : row["end"]] for row in rows}


def test_codings_on_the_same_words_move_and_the_others_wait_and_the_counts_are_told(study):
    report = correct(study)
    assert report.is_in
    assert "1 of 4 codings stands on the same words; 3 wait for you in 01" in str(report)
    assert words_of(study) == {"c1-tool-Kim": "every line"}
    assert set(study.waiting().codings["coding_id"]) == {"c1-job-task-Kim", "c1-skill-gap-Kim", "c1-skill-gap-Ravi"}


def test_what_waits_is_no_evidence_and_is_told_as_unfinished(study):
    before = len(coding.attributed(study.read()))
    correct(study)
    assert len(coding.attributed(study.read())) == before - 3
    (problem,) = study.problems()
    assert (problem.level, problem.row_id) == ("unfinished", "INT-01")
    assert "3 codings wait since its text was corrected" in str(problem)


@pytest.mark.parametrize(("export", "name"), [(exports.export_codings, "c.csv"), (exports.export_project, "p.qdpx")])
def test_an_export_says_how_many_codings_wait_and_are_not_in_it(study, export, name, tmp_path):
    assert "was corrected" not in " ".join(export(study, tmp_path / name))
    correct(study)
    assert "when an interview was corrected: 3 codings. Decide in 01" in " ".join(export(study, tmp_path / name))


def test_one_undo_takes_the_whole_correction_back_and_redo_does_it_again(study):
    before = state(study)
    correct(study)
    after = state(study)
    study.undo()
    assert state(study) == before
    study.redo()
    assert state(study) == after != before


def test_no_file_that_came_in_before_is_written_again(study):
    files = {
        path: path.read_bytes() for name in ("originals", "transcripts") for path in (study.folder / name).rglob("*.*")
    }
    correct(study)
    correct(study, transcript(1).replace("Thank you", "Thanks"))
    assert {path: path.read_bytes() for path in files} == files
    assert study.texts()["INT-01"] == transcript(1).replace("Thank you", "Thanks")


def test_a_correction_that_changes_nothing_says_so(study):
    before = state(study)
    assert "nothing was changed" in str(correct(study, transcript(1)))
    assert state(study) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("twice, and new", "twice,  and\nnew", "only its spaces and line breaks differ"),
        ("every line", "everyline", "only its spaces and line breaks differ"),
        ("twice, and new", "twice; and new", "its words are the same, some of its signs differ"),
        ("second time.", "second time?!", "its words are the same, some of its signs differ"),
        ("every line", "every pipe", "% of its words are the same"),
    ],
)
def test_a_correction_says_what_kind_of_difference_it_makes(study, old, new, told):
    assert told in str(correct(study, transcript(1).replace(old, new)))


def test_another_interview_is_refused_unless_it_is_meant(study):
    other = "Interviewer: Tell me about boats.\n\nSkipper: We mend nets on Mondays, mostly in the harbour office.\n"
    report = correct(study, other)
    assert not report.is_in
    assert "This looks like another interview: 15 % of the words are the same as in INT-01" in str(report)
    assert correct(study, other, is_another=True).is_in
    assert len(study.waiting().codings) == 4


def test_the_text_of_a_second_interview_is_refused(study):
    assert "This is the text of INT-02" in str(correct(study, transcript(2)))


@pytest.mark.parametrize(("identity", "told"), [("INT-1", "Did you mean “INT-01”?"), ("X", "There are: INT-01")])
def test_a_transcript_that_is_not_there_is_told(study, identity, told):
    assert told in str(correct(study, identity=identity))


def test_a_text_that_was_changed_by_hand_is_not_corrected(study):
    (study.folder / "transcripts" / "INT-01.txt").write_text("Something else.", encoding="utf-8")
    assert "was changed after it was imported" in str(correct(study))


def test_the_earlier_file_again_is_known_and_is_no_new_interview(study):
    correct(study)
    (report,) = import_files(study, [study.root / "INT-01.txt"])
    assert "earlier file of INT-01" in str(report)
    assert len(study.read()["transcripts"]) == 5


def test_going_back_to_the_first_text_brings_every_coding_back(study):
    before = words_of(study)
    correct(study)
    report = import_correction(study, "INT-01", study.root / "INT-01.txt")
    assert "4 of 4 codings stand on the same words" in str(report)
    assert words_of(study) == before
    assert study.read()["transcripts"].set_index("transcript_id").loc["INT-01", "text_file"] == ""


def test_a_coding_that_arrives_late_waits_and_stands_nowhere_until_somebody_decides(study):
    colleague = Study(study.folder, person="Ravi", device="laptop")
    late = coded(1, "We purge", "tool", coder="Ravi")
    before = {path.name for path in (study.folder / "journal").glob("*")}
    colleague.save([late])
    (theirs,) = [path for path in (study.folder / "journal").glob("*.jsonl") if path.name not in before]
    content = theirs.read_bytes()
    theirs.unlink()  # Their folder has not been synchronised yet.
    correct(study)
    theirs.write_bytes(content)
    assert "c1-tool-Ravi" not in words_of(study)
    assert "c1-tool-Ravi" in set(study.waiting().codings["coding_id"])


def test_a_coding_made_on_the_earlier_text_says_so_and_waits(study):
    correct(study)
    row = {
        **coded(1, "We purge", "tool", coder="Kim").row,
        "coding_id": "new",
        "text_sha256": schemas_sha(transcript(1)),
    }
    study.save([Change("put", "codings", row)])
    assert "new" in set(study.waiting().codings["coding_id"])
    assert "new" not in words_of(study)


def test_a_coding_whose_words_are_not_those_in_use_is_refused(study):
    correct(study)
    row = {**coded(1, "every line", "knowledge").row, "quote_sha256": schemas_sha("every line")}
    with pytest.raises(StudyDataError, match="holds other words in INT-01 than those that were coded"):
        study.save([Change("put", "codings", row)])


def schemas_sha(words: str) -> str:
    from codesign.transcripts import sha256_of

    return sha256_of(words)


def test_a_coding_of_the_corrected_text_waits_when_the_correction_is_undone(study):
    correct(study)
    colleague = Study(study.folder, person="Ravi", device="laptop")
    row = {"coding_id": "later", "transcript_id": "INT-01", **span(FIXED, "forget it twice"), "code_id": "tool"}
    colleague.save([Change("put", "codings", row)])
    assert words_of(study)["later"] == "forget it twice"
    study.undo()
    assert "later" not in words_of(study)
    assert study.waiting().codings["coding_id"].tolist() == ["later"]


def test_two_people_who_correct_at_once_write_two_files_and_are_shown_a_choice(study):
    colleague = Study(study.folder, person="Ravi", device="laptop")
    own = next((study.folder / "journal").glob("kim*"))
    before = own.read_bytes()
    correct(study)
    after = own.read_bytes()
    own.write_bytes(before)  # What Ravi sees: the folder has not been synchronised yet.
    import_correction(colleague, "INT-01", received(study.root, "t.txt", transcript(1).replace("We purge", "We clean")))
    own.write_bytes(after)
    assert len(list((study.folder / "transcripts" / "corrected").glob("INT-01.*.txt"))) == 2
    assert {conflict.field for conflict in study.conflicts()} >= {"sha256", "text_file"}
    assert words_of(study) in ({}, {"c1-tool-Kim": "every line"}, {"c1-skill-gap-Ravi": "forget the second time"})
    assert len(words_of(study)) + len(study.waiting().codings) == 4


# speakers -----------------------------------------------------------------------------------------------


def speakers(study: Study) -> dict[str, tuple[str, str]]:
    rows = study.read()["speakers"].query("transcript_id == 'INT-01'").to_dict("records")
    return {row["speaker"]: (row["role"], row["participant_id"]) for row in rows}


def test_a_speaker_who_is_called_otherwise_stays_who_it_was(study):
    report = correct(study, transcript(1).replace("Employer 01:", "Participant 01:"))
    assert "“Employer 01” is called “Participant 01” now" in str(report)
    assert speakers(study)["Participant 01"] == speakers(study)["Employer 01"]
    assert len(coding.uncounted(study.read()).query("transcript_id == 'INT-01'")) == 0


def test_a_speaker_who_is_new_counts_for_nobody_until_somebody_says_who_it_is(study):
    report = correct(study, transcript(1) + "\nColleague: And on nights too.\n\nColleague: Always.\n")
    assert "New among the speakers: “Colleague”" in str(report)
    assert speakers(study)["Colleague"] == ("other", "")


def numbered(count: int) -> str:
    """A text that marks changes of speaker only."""
    return "\n".join(
        f">> This is what answer number {one} said of the {one * 11} lines." for one in range(1, count + 1)
    )


@pytest.fixture
def hearing(tmp_path: Path) -> Study:
    made = empty_study(tmp_path)
    import_files(made, [received(tmp_path, "participants.csv", PEOPLE), received(tmp_path, "INT-77.txt", numbered(8))])
    rows = [("turn 2", "P-01"), ("turns 4-5", "P-02")]
    made.save(
        [
            Change(
                "put",
                "speakers",
                {"transcript_id": "INT-77", "speaker": name, "role": "respondent", "participant_id": who},
            )
            for name, who in rows
        ]
    )
    return made


def who_says(study: Study) -> dict[int, str]:
    turns = study.read()["segments"]
    return {row["position"]: row["participant_id"] for row in turns.to_dict("records") if row["participant_id"]}


def test_rows_for_turns_follow_their_turns(hearing):
    new = numbered(8).replace(">> This is what answer number 3", ">> Hello there.\n>> This is what answer number 3")
    report = correct(hearing, new, "INT-77")
    assert "2 of 2 rows for turns name the same turns." in str(report)
    assert who_says(hearing) == {2: "P-01", 5: "P-02", 6: "P-02"}
    hearing.undo()
    assert who_says(hearing) == {2: "P-01", 4: "P-02", 5: "P-02"}


def test_rows_for_turns_that_are_not_the_same_give_nobodys_words_to_anybody(hearing):
    correct(hearing, numbered(8).replace("answer number 4 said", "answer number 4\n>> said"), "INT-77")
    assert who_says(hearing) == {2: "P-01"}
    assert "1 row for turns waits since its text was corrected" in str(hearing.problems()[0])


def test_a_row_for_turns_that_are_not_in_a_row_any_more_has_no_name():
    assert renumbered("turns 2-3", {2: 2, 3: 4}) == renumbered("turn 2", {}) == renumbered("Ana", {1: 1}) == ""


@pytest.mark.parametrize(("last", "first"), [("", ""), ("turn 5002", "turn 2")])
def test_a_thousand_rows_for_turns_that_shift_by_one_are_all_named_or_all_wait(last, first):
    names = {f"turn {one}": f"turn {one + 1}" for one in range(1, 5001)} | {"turn 5001": last}
    found = without_collisions(names)
    assert (found["turn 1"], found["turn 5000"]) == (first, first and "turn 5001")
    assert list(found) == list(names)


def test_rows_for_turns_that_change_places_are_named_anew():
    assert without_collisions({"turn 1": "turn 2", "turn 2": "turn 1"}) == {"turn 1": "turn 2", "turn 2": "turn 1"}


# work from other programs -------------------------------------------------------------------------------


def test_a_project_that_was_exported_before_comes_in_again_without_anything_twice(study):
    exports.export_project(study, study.root / "before.qdpx")
    correct(study)
    before = state(study), len(study.waiting().codings)
    (report,) = import_files(study, [study.root / "before.qdpx"])
    assert report.is_in
    assert (state(study), len(study.waiting().codings)) == before


def test_a_project_coded_on_the_earlier_text_is_found_again_or_waits(study):
    path = study.root / "theirs.qdpx"
    study.save([coded(1, "We purge", "tool", coder="Noor"), coded(1, "the second time", "knowledge", coder="Noor")])
    exports.export_project(study, path)
    study.undo()
    correct(study)
    (report,) = import_files(study, [path])
    assert "2 of 6 codings found on the same words; 4 wait in 01" in str(report)
    assert study.waiting().codings.query("coder == 'Noor'")["transcript_id"].tolist() == ["INT-01"]
    assert "We purge" in words_of(study).values()
    assert len(study.read()["transcripts"]) == 5


def test_codings_of_a_spreadsheet_are_held_against_the_corrected_text(study):
    correct(study)
    table = "transcript,quote,code,coder\nINT-01,every line,tool,Kim\nINT-01,forget it twice,tool,Noor\n"
    (report,) = import_files(study, [received(study.root, "highlights.csv", table)])
    assert "1 new, 1 that were here" in str(report)
    assert "forget it twice" in words_of(study).values()


# the whole way ------------------------------------------------------------------------------------------


def test_a_coding_that_was_taken_back_while_a_team_mate_changed_it_stops_no_correction(study):
    ravi = Study.open(study.folder, person="Ravi", device="laptop")
    ravi.save([coded(1, "new people", "tool", coder="Ravi")])
    study.save([Change("put", "codings", {"coding_id": "c1-tool-Ravi", "code_id": "knowledge"})])
    ravi.undo()
    assert "1 of 4 codings stands on the same words" in str(correct(study))
    assert ravi.redo() is not None
    assert "c1-tool-Ravi" in set(study.waiting().codings["coding_id"])


def test_an_interview_whose_import_was_taken_back_is_not_corrected_and_that_is_told(study):
    mo = Study.open(study.folder, person="Mo", device="laptop")
    import_files(mo, [received(study.root, "INT-09.txt", transcript(3) * 2)])
    study.save([Change("put", "transcripts", {"transcript_id": "INT-09", "participant_id": "P-01"})])
    mo.undo()
    assert "The text of INT-09 is missing or was changed" in str(correct(study, identity="INT-09"))


def test_the_command_tells_how_many_codings_stand(study, monkeypatch):
    monkeypatch.chdir(study.root)
    path = received(study.root, "fixed.txt", FIXED)
    done = CliRunner().invoke(main, ["import", "trial", "--correct", "INT-01", str(path)])
    assert (done.exit_code, "1 of 1 files came in" in done.output) == (0, True)
    assert "1 of 4 codings stands on the same words; 3 wait" in done.output


@pytest.mark.parametrize("files", [["a.txt", "b.txt"], ["a.txt"]])
def test_one_interview_is_corrected_at_a_time(study, monkeypatch, files):
    monkeypatch.chdir(study.root)
    paths = [str(received(study.root, name, FIXED)) for name in files]
    options = ["--correct", "INT-01"] if len(files) > 1 else ["--another-text"]
    done = CliRunner().invoke(main, ["import", "trial", *paths, *options])
    assert (done.exit_code, "Correct one interview at a time" in done.output) == (1, True)


def test_a_full_disk_while_correcting_leaves_everything_as_it_was(study, monkeypatch):
    before = state(study)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("codesign.journal.file.os.write", full)
    report = correct(study)
    monkeypatch.undo()
    assert (report.is_in, "the disk is full" in str(report)) == (False, True)
    assert state(study) == before
    assert correct(study).is_in


def at_place(start: int, length: int, coder: str) -> Change:
    """A coding of some characters of the first interview."""
    row = {"coding_id": f"c{start}{coder}", "transcript_id": "INT-01", "start": start, "end": start + length}
    return Change("put", "codings", {**row, "code_id": "tool", "coder": coder})


def same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


WORDS = st.sampled_from(["valve", "line", "café", "😀", "שלום", "twice", "the", "we"])
EDITS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["add", "drop", "change"]), WORDS), min_size=1, max_size=6
)


SPOKEN = "We purge every line twice and new people forget the second time so we 😀 log the café valve line"


@settings(max_examples=25)
@given(EDITS, st.lists(st.tuples(st.integers(0, 150), st.integers(3, 40)), min_size=1, max_size=5))
def test_after_any_correction_a_coding_stands_on_its_words_or_waits_and_undo_brings_all_back(edits, places):
    words = SPOKEN.split()
    with tempfile.TemporaryDirectory() as folder:
        made = empty_study(Path(folder))
        old = f"Interviewer: How?\n\nEmployer 01: {' '.join(words)}.\n\nInterviewer: Thanks.\n"
        import_files(made, [received(made.root, "INT-01.txt", old)])
        cells = [(at % (len(old) - 50), size) for at, size in places]
        made.save(
            [at_place(at, size, f"K{number}") for number, (at, size) in enumerate(cells) if old[at : at + size].strip()]
        )
        before, coded_words = state(made), words_of(made)
        for at, kind, word in edits:
            place = at % len(words)
            words = (
                words[:place]
                + {"add": [word, *words[place : place + 1]], "drop": [], "change": [word]}[kind]
                + words[place + 1 :]
            )
        new = f"Interviewer: How?\n\nEmployer 01: {' '.join(words)}.\n\nInterviewer: Thanks.\n"
        correct(made, new, is_another=True)
        for identity, said in words_of(made).items():
            assert same(said, coded_words[identity])
        assert set(words_of(made)) | set(made.waiting().codings["coding_id"]) == set(coded_words)
        if new != old:
            made.undo()
        assert state(made) == before


def test_a_real_hearing_is_corrected_and_undone_whole(shared_data, tmp_path):
    path = min((shared_data / "interviews" / "us_house_hearings_2025").glob("*.txt"))
    old = path.read_text("utf-8", errors="replace")[:40_000]
    made = empty_study(tmp_path)
    import_files(made, [received(tmp_path, "INT-01.txt", old)])
    text, chance = made.texts()["INT-01"], random.Random(11)
    made.save([at_place(at, 60, "Kim") for at in range(0, len(text) - 80, 400)])
    before, coded_words = state(made), words_of(made)
    new = " ".join(f"{word}s" if word.isalpha() and chance.random() < 0.05 else word for word in text.split(" "))
    report = correct(made, new)
    assert f"of {len(coded_words)} codings stand on the same words" in str(report)
    assert all(same(said, coded_words[one]) for one, said in words_of(made).items())
    assert len(words_of(made)) + len(made.waiting().codings) == len(coded_words)
    assert len(words_of(made)) > len(coded_words) / 3
    made.undo()
    assert state(made) == before


def test_the_rows_of_transcripts_speakers_and_codings_tell_which_text_they_mean():
    for table, column in [("transcripts", "text_file"), ("codings", "text_sha256"), ("speakers", "text_sha256")]:
        assert column in schemas.columns(table)
