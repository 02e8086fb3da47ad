"""A study on disk: made, saved to, taken back, and told about when something is wrong; nothing saved is lost."""

import errno
import json
import os
import re
import shutil
import stat

import pytest
from click.testing import CliRunner
from study_trial import (
    ROOT,
    SAID,
    SKELETON,
    coded,
    empty_study,
    filled_study,
    puts,
    received,
    span,
    tables_of,
    transcript,
)

from codesign import coding, proposal, schemas
from codesign.cli import main
from codesign.errors import ParameterError, SaveError, StudyDataError, StudyError
from codesign.intake import import_files
from codesign.journal import Change
from codesign.journal import file as journal_file
from codesign.study import Study
from codesign.study.person import slug
from codesign.workbook import Workbook


@pytest.fixture
def study(tmp_path):
    return filled_study(tmp_path)


def lines(study, person="kim"):
    path = study.folder / "journal" / f"{person}.desk.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def another(study, person):
    return Study.open(study.folder, person=person, device="desk")


# making -----------------------------------------------------------------------------------------------


def test_a_new_study_has_a_codebook_of_the_eleven_families(tmp_path):
    codes = empty_study(tmp_path).read()["codes"]
    assert set(codes["family"]) == set(schemas.FAMILIES)
    assert set(codes.loc[codes["parent_id"] == "", "code_id"]) == set(schemas.FAMILIES)
    assert all((codes[column] != "").all() for column in ("definition", "include", "exclude", "example"))


def test_a_new_study_has_its_folders_and_its_name(tmp_path):
    study = empty_study(tmp_path, "wind-energy")
    assert study.parameters.study == "wind-energy"
    assert {path.name for path in study.folder.iterdir()} == {
        "originals",
        "transcripts",
        "sources",
        "journal",
        "participants.csv",
        "study.yaml",
    }
    assert study.problems() == []


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path):
    study = empty_study(tmp_path)
    before = study.inputs()
    with pytest.raises(StudyError, match="already there and was left as it is"):
        Study.create(study.folder, SKELETON)
    assert study.inputs() == before


def test_a_file_with_the_name_of_the_study_is_left_as_it_is(tmp_path):
    path = received(tmp_path, "trial", "mine")
    with pytest.raises(StudyError, match="already there"):
        Study.create(path, SKELETON)
    assert path.read_text() == "mine"


def test_a_study_that_could_not_be_made_whole_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(journal_file.os, "write", full_disk)
    with pytest.raises(SaveError, match="the disk is full"):
        empty_study(tmp_path)
    with pytest.raises(StudyError, match="There is no study"):
        Study.open(tmp_path / "interview_data" / "trial")


NAMES = {
    "Énergie éolienne": "energie-eolienne",
    "CON": "con-x",
    "lpt1": "lpt1-x",
    "../../outside": "outside",
    "/etc/passwd": "etc-passwd",
    "C:\\Users\\x": "c-users-x",
    ".hidden": "hidden",
    "a" * 300: "a" * 48,
}


@pytest.mark.parametrize(("name", "folder"), NAMES.items())
def test_whatever_a_study_is_called_its_folder_is_in_interview_data(tmp_path, monkeypatch, name, folder):
    for part in ("interview_data", "workbooks"):
        (tmp_path / "project" / part).mkdir(parents=True)
    shutil.copytree(ROOT / "templates", tmp_path / "project" / "templates")
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path / "home"))
    before = {path for path in tmp_path.rglob("*") if "project/interview_data/" not in path.as_posix()}
    result = CliRunner().invoke(main, ["new", name])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "project" / "interview_data" / folder / "study.yaml").is_file()
    after = {path for path in tmp_path.rglob("*") if "project/interview_data/" not in path.as_posix()}
    assert after - before <= {tmp_path / "home", tmp_path / "home" / "device"}


@pytest.mark.parametrize("name", ["", "...", "清洁能源", "🙂"])
def test_a_name_without_a_letter_or_digit_makes_nothing(tmp_path, monkeypatch, name):
    for part in ("interview_data", "workbooks"):
        (tmp_path / part).mkdir()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["new", name])
    assert result.exit_code == 1
    assert "Nothing was made" in result.output
    assert slug(name) == ""
    assert list((tmp_path / "interview_data").iterdir()) == []


# saving -----------------------------------------------------------------------------------------------


def test_only_the_fields_that_changed_are_written(study):
    study.save([Change("put", "tasks", {"task_id": "A1", "label": "Purge a line", "statement": "Purge it twice"})])
    assert lines(study)[-1]["fields"] == {"statement": "Purge it twice"}


def test_what_changes_nothing_writes_nothing(study):
    before = lines(study)
    assert study.save([Change("put", "tasks", {"task_id": "A1", "label": "Purge a line"})]).changes == 0
    assert study.save([Change("delete", "tasks", {"task_id": "Z9"})]).changes == 0
    assert lines(study) == before


def test_two_changes_of_one_row_in_one_act_are_one_and_no_disagreement(study):
    study.save(puts({"tasks": [{"task_id": "A2", "duty_id": "A", "label": "a"}, {"task_id": "A2", "label": "b"}]}))
    assert study.read()["tasks"]["label"].tolist() == ["Purge a line", "b"]
    assert study.conflicts() == ()


def test_a_row_that_names_what_is_not_there_is_refused_and_nothing_of_the_act_is_saved(study):
    before = study.inputs()
    task = {"task_id": "A2", "duty_id": "Z", "label": "x"}
    with pytest.raises(StudyDataError) as caught:
        study.save([Change("put", "duties", {"duty_id": "B", "title": "b"}), Change("put", "tasks", task)])
    assert str(caught.value) == "tasks (A2), duty_id: “Z” is not in duties"
    assert study.inputs() == before


def test_everything_wrong_in_an_act_is_told_at_once(study):
    with pytest.raises(StudyDataError) as caught:
        study.save(puts({"ratings": [{"rater_id": "R-9", "task_id": "Z9", "importance": 9}]}))
    assert len(caught.value.problems) == 3


def test_a_row_may_name_another_of_the_same_act(study):
    study.save(
        puts({"tasks": [{"task_id": "B1", "duty_id": "B", "label": "x"}], "duties": [{"duty_id": "B", "title": "b"}]})
    )
    assert "B1" in set(study.read()["tasks"]["task_id"])


def test_received_tables_are_not_decided(study):
    with pytest.raises(StudyDataError, match=re.escape("are kept in participants.csv; change them there")):
        study.save([Change("put", "participants", {"participant_id": "P-09"})])


@pytest.mark.parametrize("place", [(0, 99_999), (-1, 5), (9, 9), (9, 3), ("a", "b"), (None, 4)])
def test_a_coding_outside_the_text_is_refused(study, place):
    row = {"coding_id": "x", "transcript_id": "INT-01", "start": place[0], "end": place[1], "code_id": "tool"}
    with pytest.raises(StudyDataError, match=f"is not a passage of INT-01, which has {len(transcript(1))} characters"):
        study.save([Change("put", "codings", row)])


def test_a_coding_carries_who_coded_and_the_checksum_of_its_words(study):
    study.save([coded(1, "forget", "knowledge")])
    row = study.folded().row("codings", "c1-knowledge-Kim")
    assert row["coder"] == "Kim"
    assert row["quote_sha256"] == schemas_sha("forget")


def schemas_sha(words):
    import hashlib

    return hashlib.sha256(words.encode()).hexdigest()


def test_a_coding_that_is_moved_keeps_its_coder_and_gets_a_new_checksum(study):
    another(study, "Ravi").save(
        [Change("put", "codings", {"coding_id": "c1-job-task-Kim", **span(transcript(1), "forget")})]
    )
    row = study.folded().row("codings", "c1-job-task-Kim")
    assert (row["coder"], row["quote_sha256"]) == ("Kim", schemas_sha("forget"))


def test_the_same_coding_twice_is_one_and_what_names_the_second_names_the_first(study):
    twin = coded(1, SAID[1], "job-task")
    twin = Change("put", "codings", {**twin.row, "coding_id": "twin", "memo": "again"})
    study.save(
        [
            Change("put", "tasks", {"task_id": "A2", "duty_id": "A", "label": "x"}),
            twin,
            Change("put", "task_evidence", {"task_id": "A2", "coding_id": "twin"}),
        ]
    )
    tables = study.read()
    assert "twin" not in set(tables["codings"]["coding_id"])
    assert tables["codings"].set_index("coding_id").loc["c1-job-task-Kim", "memo"] == "again"
    assert ["A2", "c1-job-task-Kim"] in tables["task_evidence"].values.tolist()


def test_two_new_codings_that_say_the_same_in_one_act_are_one(study):
    first = coded(1, SAID[1], "tool").row
    study.save(
        [
            Change("put", "codings", {**first, "coding_id": "one"}),
            Change("put", "codings", {**first, "coding_id": "two", "memo": "again"}),
        ]
    )
    codings = study.read()["codings"].set_index("coding_id")
    assert "two" not in codings.index
    assert codings.loc["one", "memo"] == "again"


def memo_of(study, coding_id="c1-job-task-Kim"):
    return study.read()["codings"].set_index("coding_id").loc[coding_id, "memo"]


def repeated(memo, coding_id="twin"):
    return Change("put", "codings", {**coded(1, SAID[1], "job-task").row, "coding_id": coding_id, "memo": memo})


def test_the_memo_of_a_coding_that_repeats_one_joins_the_earlier_memo_once(study):
    own = Change("put", "codings", {"coding_id": "c1-job-task-Kim", "memo": "An hour of thought."})
    study.save([own])
    study.save([repeated("short"), repeated("", "third"), own, repeated("other", "fourth")])
    assert memo_of(study) == "An hour of thought.\n\nshort\n\nother"
    assert study.save([repeated("short")]).changes == 0
    study.save([repeated("")])
    assert memo_of(study) == "An hour of thought.\n\nshort\n\nother"


def test_a_memo_changed_or_emptied_under_its_own_coding_is_as_it_was_written(study):
    for memo in ("long", "short", ""):
        study.save([repeated(memo, "c1-job-task-Kim")])
        assert memo_of(study) == memo


def test_a_coding_that_was_taken_away_can_be_put_on_again(study):
    study.save([Change("delete", "codings", {"coding_id": "c1-job-task-Kim"})])
    again = Change("put", "codings", {**coded(1, SAID[1], "job-task").row, "coding_id": "new"})
    assert study.save([again]).changes == 1
    assert "new" in set(study.read()["codings"]["coding_id"])


def test_another_coder_on_the_same_words_is_another_coding(study):
    assert study.save([coded(1, SAID[1], "job-task", coder="Ravi")]).changes == 1


def test_a_key_with_a_bar_or_spaces_around_it_is_one_row(study):
    row = {"transcript_id": "INT-01", "speaker": " Ann | Lee ", "role": "other"}
    study.save([Change("put", "speakers", row)])
    study.save([Change("put", "speakers", {**row, "speaker": "Ann | Lee", "role": "interviewer"})])
    speakers = study.read()["speakers"]
    assert speakers.loc[speakers["speaker"] == "Ann | Lee", "role"].tolist() == ["interviewer"]


# taking back ------------------------------------------------------------------------------------------


def test_undo_and_redo_work_after_the_study_was_closed(study):
    study.save([Change("put", "tasks", {"task_id": "A1", "label": "New"})])
    assert another(study, "Kim").undo().changes == 1
    assert another(study, "Kim").read()["tasks"]["label"].tolist() == ["Purge a line"]
    assert another(study, "Kim").redo().changes == 1
    assert study.read()["tasks"]["label"].tolist() == ["New"]
    assert another(study, "Kim").redo() is None


def test_undo_takes_back_only_what_this_person_did(study):
    another(study, "Ravi").save([Change("put", "tasks", {"task_id": "A1", "label": "Ravi's"})])
    assert another(study, "Mo").undo() is None
    study.undo()
    assert study.read()["tasks"].empty


def test_a_row_is_deleted_and_brought_back(study):
    study.save([Change("delete", "assessments", {"assessment_id": "AS-1"})])
    assert study.read()["assessments"].empty
    study.undo()
    assert study.read()["assessments"]["assessment_id"].tolist() == ["AS-1"]


def test_a_row_whose_making_was_taken_back_is_left_out_and_told(study):
    study.save([Change("put", "tasks", {"task_id": "A9", "duty_id": "A", "label": "Made by Kim"})])
    another(study, "Ravi").save([Change("put", "tasks", {"task_id": "A9", "label": "Named by Ravi"})])
    study.undo()
    assert study.read()["tasks"]["task_id"].tolist() == ["A1"]
    told = [str(problem) for problem in study.problems()]
    assert "tasks (A9), duty_id: must be filled in; the row is left out until then" in told


def test_two_people_who_disagree_are_shown_a_choice(study):
    ravi = another(study, "Ravi")
    shutil.copytree(study.folder, study.folder.parent / "laptop")
    away = Study.open(study.folder.parent / "laptop", person="Mo", device="desk")
    ravi.save([Change("put", "tasks", {"task_id": "A1", "label": "Ravi's"})])
    away.save([Change("put", "tasks", {"task_id": "A1", "label": "Mo's"})])
    shutil.copy(away.folder / "journal" / "mo.desk.jsonl", study.folder / "journal")
    (conflict,) = study.conflicts()
    assert {choice.value for choice in conflict.choices} == {"Ravi's", "Mo's"}
    assert (
        str(conflict)
        == "tasks A1, label: “Ravi's” (Ravi) or “Mo's” (Mo)? The first is in use; enter one again to decide."
    )
    study.save([Change("put", "tasks", {"task_id": "A1", "label": "Mo's"})])
    assert study.conflicts() == ()


# what goes wrong --------------------------------------------------------------------------------------


def full_disk(_descriptor, _block):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_a_sentence_and_nothing_is_lost(study, monkeypatch):
    before = study.inputs()
    monkeypatch.setattr(journal_file.os, "write", full_disk)
    with pytest.raises(SaveError, match="Not saved: the disk is full"):
        study.save([Change("put", "tasks", {"task_id": "A1", "label": "New"})])
    monkeypatch.undo()
    assert study.inputs() == before
    assert study.read()["tasks"]["label"].tolist() == ["Purge a line"]


def test_a_read_only_journal_is_a_sentence(study, monkeypatch):
    # The tests may run as root, who may write anywhere: the answer of a read-only folder is given by hand.
    def refused(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(journal_file.os, "open", refused)
    with pytest.raises(SaveError, match="Not saved: the folder or file is read-only"):
        study.save([Change("put", "tasks", {"task_id": "A1", "label": "New"})])


def test_a_journal_folder_that_is_gone_is_made_again(study):
    shutil.rmtree(study.folder / "journal")
    study.save([Change("put", "duties", {"duty_id": "A", "title": "a"})])
    assert study.read()["duties"]["title"].tolist() == ["a"]


def test_a_study_that_is_gone_while_it_is_open_is_a_sentence(study, monkeypatch):
    shutil.rmtree(study.folder)
    with pytest.raises(StudyError, match="cannot be read"):
        _ = study.parameters


def test_settings_that_cannot_be_written_leave_the_old_ones(study, monkeypatch):
    def refused(*_args):
        raise PermissionError(errno.EACCES, "Permission denied")

    before = (study.folder / "study.yaml").read_bytes()
    monkeypatch.setattr("codesign.study.files.os.replace", refused)
    with pytest.raises(SaveError, match=r"study.yaml could not be written"):
        study.save_settings({"region": "North"})
    assert (study.folder / "study.yaml").read_bytes() == before
    assert list(study.folder.glob("*.tmp")) == []


def test_settings_keep_the_rights_of_the_file(study):
    path = study.folder / "study.yaml"
    path.chmod(0o664)
    study.save_settings({"small_group": 3})
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    assert study.parameters.small_group == 3


def test_a_wrong_setting_is_refused_and_not_written(study):
    before = (study.folder / "study.yaml").read_bytes()
    with pytest.raises(ParameterError, match="Did you mean"):
        study.save_settings({"regoin": "North"})
    assert (study.folder / "study.yaml").read_bytes() == before


def test_a_torn_journal_is_told_and_the_rest_is_read(study):
    path = study.folder / "journal" / "kim.desk.jsonl"
    path.write_bytes(path.read_bytes() + b'{"half')
    (problem,) = study.problems()
    assert "kim.desk.jsonl line" in str(problem)
    assert "was cut off while it was being written" in str(problem)
    assert len(study.read()["tasks"]) == 1


def test_a_damaged_line_is_told_with_its_number_and_nothing_is_written_over_it(study):
    path = study.folder / "journal" / "kim.desk.jsonl"
    damaged = path.read_bytes().replace(b'"label":"Purge a line"', b'"label":"Purge a life"')
    path.write_bytes(damaged)
    number = 1 + next(at for at, line in enumerate(damaged.splitlines()) if b"a life" in line)
    told = [str(problem) for problem in study.problems()]
    assert any(f"line {number}: is damaged and was left out" in words for words in told)
    study.save([Change("put", "duties", {"duty_id": "B", "title": "b"})])
    assert path.read_bytes().startswith(damaged)


def test_a_journal_that_shrinks_while_the_study_is_open_is_read_anew(study):
    path = study.folder / "journal" / "kim.desk.jsonl"
    study.save([Change("put", "duties", {"duty_id": "B", "title": "b"})])
    assert len(study.read()["duties"]) == 2
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert len(study.read()["duties"]) == 1


def test_a_table_that_is_read_can_be_changed_without_changing_the_study(study):
    tables = study.read()
    tables["participants"].loc[0, "consent"] = "named"
    tables["tasks"].loc[0, "label"] = "Mine"
    assert study.read()["participants"].loc[0, "consent"] == "organisation"
    assert study.read()["tasks"].loc[0, "label"] == "Purge a line"


def test_a_transcript_changed_after_coding_stops_the_run_with_a_sentence(study):
    path = study.folder / "transcripts" / "INT-01.txt"
    path.write_text(path.read_text().replace("twice", "once"))
    with pytest.raises(StudyDataError, match=r"transcripts/INT-01.txt: was changed after it was imported"):
        Workbook(study, {}, study.root)
    assert "originals/INT-01.txt is as received" in str(study.problems()[0])


def test_bytes_that_are_no_text_any_more_are_told_as_a_change(study):
    (study.folder / "transcripts" / "INT-01.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudyDataError, match="was changed after it was imported"):
        study.read()


def test_a_missing_transcript_is_told_and_its_codings_are_kept(study):
    (study.folder / "transcripts" / "INT-02.txt").unlink()
    (problem,) = [problem for problem in study.problems() if problem.level == "error"]
    assert str(problem) == "transcripts/INT-02.txt: is missing; bring it back from a backup. Its codings are kept"
    assert study.folded().row("codings", "c2-job-task-Kim")


def test_wrong_cells_of_received_tables_are_told_with_file_and_line(study):
    path = study.folder / "participants.csv"
    path.write_text(path.read_text() + "P-06,Employer 06,hydrogen,,,,2026-03-06,maybe\n")
    told = "\n".join(map(str, study.problems()))
    assert "participants.csv line 7 (P-06), consent: “maybe” is not allowed; choose 'named'" in told


# an empty study ---------------------------------------------------------------------------------------


def test_an_empty_study_can_be_opened_counted_and_proposed(tmp_path):
    study = empty_study(tmp_path)
    work = Workbook(study, {}, study.root)
    tables = work.tables
    assert coding.heard(tables) == {"employers": 0, "interviews": 0, "participants": 0}
    assert len(coding.attributed(tables)) == len(coding.progress(tables)) == 0
    document = proposal.build(work.facts, fingerprint="x")
    words = str(document)
    for missing in ("Nothing coded yet speaks to", "No task has been rated and chosen yet", "boxes not yet written"):
        assert missing in words


def test_a_study_without_a_single_row_can_be_proposed():
    document = proposal.build(proposal.Facts(tables_of(), {}, parameters_of()), fingerprint="x")
    assert set(document.sections) >= {"front", "demand", "appendix_evidence"}


def parameters_of():
    from codesign.parameters import checked

    return checked({})


def test_a_code_that_was_deleted_after_coding_is_told_and_the_proposal_is_still_made(study):
    study.save([Change("delete", "codes", {"code_id": "job-task"})])
    assert any("“job-task” is not in codes" in str(problem) for problem in study.problems())
    work = Workbook(study, {}, study.root)
    proposal.build(work.facts, fingerprint="x")


def test_a_new_person_is_in_when_participants_csv_is_changed_by_hand(study):
    path = study.folder / "participants.csv"
    path.write_text(path.read_text() + "P-06,Employer 06,hydrogen\n")
    os.utime(path, ns=(1, 1))
    assert "P-06" in set(study.read()["participants"]["participant_id"])
    assert import_files(study, []) == []


# what a run is called and where it writes --------------------------------------------------------------


def test_nothing_that_is_made_may_lie_among_what_was_received(study):
    for inside in (study.folder / "out", "interview_data/x", "interview_data"):
        with pytest.raises(StudyError, match="Nothing that is made may lie in the folder of a study"):
            Workbook(study, {"output": str(inside)}, study.root)


def test_an_output_named_without_its_place_is_in_the_project(study):
    assert Workbook(study, {"output": "out"}, study.root).output == (study.root / "out").resolve()


def test_an_unknown_sector_or_region_is_refused_with_the_nearest(study):
    with pytest.raises(
        ParameterError, match=r"No interview of this study has the sector “Hydrogn”. Did you mean “hydrogen”"
    ):
        Workbook(study, {"sector": "Hydrogn"}, study.root)
    with pytest.raises(ParameterError, match=r"the region “West”. There are: North, South"):
        Workbook(study, {"region": "West"}, study.root)
