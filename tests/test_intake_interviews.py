"""Interviews that come into a study: originals kept byte for byte, one text whatever the format, no assumed consent."""

import io
import zipfile

import pandas as pd
import pytest
from docx import Document
from study_trial import PEOPLE, ROOT, empty_study, received, transcript

from codesign import coding, evidence
from codesign.intake import import_files
from codesign.spreadsheets import csv_bytes

SAMPLE = ROOT / "interview_data" / "clean-energy"
ORIGINALS = sorted((SAMPLE / "originals").iterdir())
ODD = 'We purge “twice” – R&D <lead> said {{7*7}} =HYPERLINK("x") <img onerror=y> 😀 שלום.'


@pytest.fixture
def study(tmp_path):
    return empty_study(tmp_path / "project")


def bring_in(study, name, content):
    return import_files(study, [received(study.root, name, content)])[0]


def rows(table, *records):
    return csv_bytes(pd.DataFrame(records, dtype=object).fillna(""), for_people=False)


def test_every_format_of_the_sample_comes_in_as_the_same_text_and_its_original_is_kept(study):
    reports = import_files(study, [SAMPLE / "participants.csv", *ORIGINALS])
    assert all(report.is_in for report in reports), "\n".join(map(str, reports))
    assert {path.suffix for path in ORIGINALS} >= {".docx", ".vtt", ".srt", ".rtf", ".md", ".txt"}
    for original in ORIGINALS:
        assert (study.folder / "originals" / original.name).read_bytes() == original.read_bytes()
        text = (study.folder / "transcripts" / f"{original.stem}.txt").read_bytes()
        assert text == (SAMPLE / "transcripts" / f"{original.stem}.txt").read_bytes()
        assert b"\r" not in text
        assert not text.startswith(b"\xef\xbb\xbf")
    assert study.problems() == []


def test_interviewers_of_the_sample_are_recognised_and_never_count(study):
    reports = import_files(study, [SAMPLE / "participants.csv", *ORIGINALS])
    assert all("these words never count" in str(report) for report in reports[1:])
    roles = study.read()["speakers"].groupby("role")["speaker"].agg(set)
    assert roles["interviewer"] & roles["respondent"] == set()


def test_the_same_file_again_changes_nothing(study):
    import_files(study, [SAMPLE / "participants.csv", *ORIGINALS])
    before = study.inputs()
    reports = import_files(study, [SAMPLE / "participants.csv", *ORIGINALS])
    assert all("already here" in str(report) for report in reports[1:])
    assert study.inputs() == before


def test_the_same_file_under_another_name_is_not_another_interview(study):
    bring_in(study, "INT-01.txt", transcript(1))
    assert "already here as INT-01" in str(bring_in(study, "copy of it.txt", transcript(1)))


def test_another_file_of_the_same_number_is_another_interview_and_nobodys_yet(study):
    bring_in(study, "participants.csv", PEOPLE)
    bring_in(study, "INT-02.txt", transcript(1))
    report = bring_in(study, "INT-02.txt", transcript(2))
    assert report.transcript_id == "INT-02-2"
    assert study.read()["transcripts"]["participant_id"].tolist() == ["P-02", "INT-02-2"]


def test_a_participant_is_found_by_number_or_added_without_consent(study):
    bring_in(study, "participants.csv", "participant_id,employer,consent\nP-07,Employer 07,organisation\n")
    assert "Interviewed: P-07" in str(bring_in(study, "INT-07.txt", transcript(1)))
    assert "added to participants.csv" in str(bring_in(study, "INT-08.txt", transcript(2)))
    people = study.read()["participants"].set_index("participant_id")
    assert people["consent"].to_dict() == {"P-07": "organisation", "INT-08": "no-quote"}


def test_a_participant_who_is_nobody_is_refused_before_anything_is_written(study):
    bring_in(study, "participants.csv", PEOPLE)
    before = study.inputs()
    (report,) = import_files(study, [received(study.root, "INT-01.txt", transcript(1))], participant_id="P-1")
    assert not report.is_in
    assert "Nobody in participants.csv is “P-1”. Did you mean “P-01”?" in str(report)
    assert study.inputs() == before


def test_columns_of_participants_that_are_not_ours_stay_in_the_file(study):
    path = study.folder / "participants.csv"
    path.write_text("participant_id,employer,phoned\nP-01,Employer 01,twice\n")
    bring_in(study, "INT-09.txt", transcript(1))
    assert "twice" in path.read_text()
    assert "is not a column of participants" in "\n".join(map(str, study.problems()))


def docx(words):
    document, content = Document(), io.BytesIO()
    for line in words.split("\n\n"):
        document.add_paragraph(line)
    document.save(content)
    return content.getvalue()


def test_a_truncated_document_is_refused_with_the_reason(study):
    report = bring_in(study, "INT-01.docx", docx(transcript(1))[:-200])
    assert not report.is_in
    assert "damaged" in str(report)


def test_a_document_with_a_password_is_refused_with_what_to_do(study):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "is protected by a password" in str(bring_in(study, "INT-01.docx", locked))


def test_a_bomb_is_refused_before_it_is_opened(study):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    assert not bring_in(study, "INT-01.docx", content.getvalue()).is_in


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_comes_in_whatever_its_encoding(study, encoding):
    words = transcript(1).replace("twice", "twice – “déjà”")
    content = ("\ufeff" if encoding == "utf-16-le" else "") + words.replace("\n", "\r\n")
    assert bring_in(study, "INT-01.txt", content.encode(encoding)).is_in
    assert study.texts()["INT-01"].strip() == words.strip()


@pytest.mark.parametrize("ending", [".txt", ".md", ".docx"])
def test_odd_words_are_the_same_after_import_and_through_coding(study, ending):
    bring_in(study, "participants.csv", PEOPLE)
    words = f"Interviewer: How?\n\nEmployer 01: {ODD}\n"
    report = bring_in(study, f"INT-01{ending}", docx(words) if ending == ".docx" else words)
    assert report.is_in, str(report)
    bring_in(study, "codings.csv", rows("codings", {"transcript_id": "INT-01", "quote": ODD, "code_id": "tool"}))
    tables, texts = study.read(), study.texts()
    row = coding.attributed(tables).iloc[0]
    assert texts["INT-01"][row["start"] : row["end"]] == ODD
    shown = evidence.quoted(evidence.passages(coding.attributed(tables)), texts)
    assert shown["quote"].tolist() == [ODD]


def test_control_characters_are_replaced_and_told(study):
    report = bring_in(study, "INT-01.txt", transcript(1).replace("twice", "tw\x07ice"))
    assert "1 control character was replaced" in str(report)
    assert "tw\ufffdice" in study.texts()["INT-01"]
