"""Real interviews, as a team would bring them in: who answers is never assumed, and a study becomes a proposal."""

from __future__ import annotations

from pathlib import Path

import pytest

from codesign.study import ImportReport, Study, import_files

ROOT = Path(__file__).resolve().parent.parent

ANSWERED = "Interviewer: How is hiring?\n{0}: Slow.\nInterviewer: Why?\n{0}: Few apply.\n"
PANEL = "Jo Host: {q}\nAnn Lee: We look for people who test their work.\nBo Ray: We train them on site for a year.\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """An empty study."""
    folder = tmp_path / "interview_data" / "real-skills"
    return Study.create(folder, ROOT / "templates" / "study", person="Kim", device="test")


def bring_in(study: Study, name: str, text: str) -> ImportReport:
    path = study.folder.parent.parent / name
    path.write_text(text, encoding="utf-8")
    return import_files(study, [path])[0]


def participant_of(study: Study, transcript_id: str) -> str:
    rows = study.read()["transcripts"].set_index("transcript_id")
    return str(rows.loc[transcript_id, "participant_id"])


def test_a_file_name_that_may_hold_a_name_never_becomes_an_id(study: Study) -> None:
    report = bring_in(study, "Interview with Dana Smith of Acme 2025-09-11.txt", ANSWERED.format("Dana"))
    assert report.transcript_id == "INT-01"
    assert not [path for path in study.folder.rglob("*") if "smith" in path.name.lower()]


def test_a_file_that_is_numbered_keeps_its_number(study: Study) -> None:
    names = ("int-07.txt", "P 12 second talk.txt", "00157.txt", "Employer-3.txt", "smith2.txt")
    found = [bring_in(study, name, ANSWERED.format(f"Ann{name[0]}")).transcript_id for name in names]
    assert found == ["INT-07", "P-12", "00157", "EMPLOYER-3", "INT-13"]


def test_only_a_file_that_is_numbered_belongs_to_the_person_of_that_number(study: Study) -> None:
    bring_in(study, "participants.csv", "participant_id,employer,consent\nP-11,Employer 11,organisation\n")
    first = bring_in(study, "hearing of september 11.txt", ANSWERED.format("Ann"))
    second = bring_in(study, "INT-11.txt", ANSWERED.format("Bo"))
    assert participant_of(study, first.transcript_id) == "INT-12"
    assert participant_of(study, second.transcript_id) == "P-11"


def test_several_who_answer_are_not_one_participant(study: Study) -> None:
    report = bring_in(study, "panel.txt", "".join(PANEL.format(q=f"Question {n}?") for n in range(5)) + "Jo Host: Bye")
    assert "Several people answer: Ann Lee, Bo Ray." in str(report)
    assert participant_of(study, report.transcript_id) == ""
    assert "nobody who answers is a participant yet" in str(study.problems()[0])


def test_a_text_that_only_marks_changes_of_speaker_asks_for_turns(study: Study) -> None:
    report = bring_in(study, "hearing.txt", ">> Order.\n>> I run a small mill.\n>> And you?\n>> A shop.\n")
    assert "“turn 12”" in str(report)
    assert participant_of(study, report.transcript_id) == ""


def test_a_list_of_participants_fills_the_rows_an_import_made(study: Study) -> None:
    bring_in(study, "INT-01.txt", ANSWERED.format("Ann"))
    report = bring_in(
        study, "participants.csv", "participant_id,employer,consent\nINT-01,Employer 01,unnamed\nP-02,Mill,no-quote\n"
    )
    assert "2 people: 1 new, 1 that were there" in str(report)
    assert list(study.read()["participants"]["employer"]) == ["Employer 01", "Mill"]


def test_a_list_of_participants_never_changes_a_consent_that_was_given(study: Study) -> None:
    bring_in(study, "participants.csv", "participant_id,employer,consent\nP-01,Mill,no-quote\n")
    report = bring_in(study, "participants.csv", "participant_id,employer,consent\nP-01,Mill,organisation\n")
    assert not report.is_in
    assert "is “no-quote” in participants.csv" in str(report)
    assert list(study.read()["participants"]["consent"]) == ["no-quote"]


def test_a_speaker_without_a_name_can_be_given_a_role(study: Study) -> None:
    bring_in(study, "hearing.txt", ">> Order.\n>> I run a small mill.\n>> And you?\n>> A shop.\n")
    bring_in(study, "participants.csv", "participant_id,employer\nP-01,Mill\n")
    report = bring_in(
        study,
        "speakers.csv",
        "transcript_id,speaker,role,participant_id\nINT-01,,interviewer,\nINT-01,turn 2,respondent,P-01\n",
    )
    assert report.is_in, str(report)
    assert list(study.read()["segments"]["role"]) == ["interviewer", "respondent", "interviewer", "interviewer"]


CODINGS = "transcript_id,quote,code_id,coder\n"


def test_codings_of_a_question_come_in_and_are_said_not_to_count(study: Study) -> None:
    bring_in(study, "INT-01.txt", ANSWERED.format("Ann"))
    report = bring_in(
        study, "codings.csv", CODINGS + "INT-01,How is hiring?,hiring-challenge,Kim\nINT-01,Few apply.,skill-gap,Kim\n"
    )
    assert "1 of them count nowhere" in str(report)
    assert "in INT-01" in str(report)


def test_evidence_of_a_passage_that_nobody_coded_is_told_by_its_words(study: Study) -> None:
    bring_in(study, "INT-01.txt", ANSWERED.format("Ann"))
    report = bring_in(
        study, "task_evidence.csv", "task_id,transcript_id,quote,code_id,coder\nA1,INT-01,Few apply.,job-task,Kim\n"
    )
    assert "“Few apply.” is not coded as job-task by Kim" in str(report)
