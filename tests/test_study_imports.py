"""What comes into a study: originals kept byte for byte, words found exactly, wrong rows told with their line."""

import io
import zipfile

import pandas as pd
import pytest
from docx import Document
from study_trial import PEOPLE, ROOT, SAID, empty_study, filled_study, received, transcript

from codesign import coding, evidence, schemas
from codesign.intake import import_files
from codesign.spreadsheets import csv_bytes, workbook_bytes

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


# interviews -------------------------------------------------------------------------------------------


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


def test_people_come_in_before_their_interviews_whatever_the_order_of_the_files(study):
    files = [received(study.root, "INT-01.txt", transcript(1)), received(study.root, "participants.csv", PEOPLE)]
    import_files(study, files)
    assert study.read()["transcripts"]["participant_id"].tolist() == ["P-01"]


def test_a_refused_file_stops_none_of_the_others(study):
    files = {"a.docx": b"PK\x03\x04 cut", "INT-01.txt": transcript(1), "old.doc": b"x", "empty.txt": b"  \n",
             "INT-02.txt": transcript(2)}  # fmt: skip
    reports = {
        report.name: report for report in import_files(study, [received(study.root, *file) for file in files.items()])
    }
    assert {name for name, report in reports.items() if report.is_in} == {"INT-01.txt", "INT-02.txt"}
    assert "Open it in Word and save it as .docx" in str(reports["old.doc"])
    assert sorted(path.name for path in (study.folder / "originals").iterdir()) == ["INT-01.txt", "INT-02.txt"]


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


# codings and evidence by their words --------------------------------------------------------------------


@pytest.fixture
def filled(tmp_path):
    return filled_study(tmp_path / "project")


def codings(*quotes, transcript_id="INT-01"):
    return rows(
        "codings",
        *({"transcript_id": transcript_id, "quote": words, "code_id": "tool", "coder": "Mo"} for words in quotes),
    )


def coded_words(study, code="tool"):
    tables, texts = study.read(), study.texts()
    own = tables["codings"][tables["codings"]["code_id"] == code].to_dict("records")
    return [texts[row["transcript_id"]][row["start"] : row["end"]] for row in own]


def test_words_are_found_exactly(filled):
    assert bring_in(filled, "codings.csv", codings("new people forget")).is_in
    assert coded_words(filled) == ["new people forget"]


def test_words_are_found_although_they_were_typed_otherwise(filled):
    assert bring_in(filled, "codings.csv", codings("“We  Purge every line twice”")).is_in
    assert coded_words(filled) == ["We purge every line twice"]


def test_words_that_are_not_there_or_stand_twice_are_told_with_their_line_and_nothing_comes_in(filled):
    report = bring_in(filled, "codings.csv", codings("new people forget", "we never purge", "e"))
    assert not report.is_in
    assert report.sentences[0].startswith("codings.csv line 3 (INT-01), quote: “we never purge” does not stand in")
    assert "line 4 (INT-01), quote: “e” stands" in report.sentences[1]
    assert coded_words(filled) == []


def test_words_that_stand_twice_in_other_letters_are_told_too(study):
    bring_in(study, "INT-01.txt", "Interviewer: How?\n\nEmployer 01: Purge it. Later we purge  it.\n")
    assert "stands more than once" in str(bring_in(study, "codings.csv", codings("PURGE IT")))


def test_an_interview_that_is_not_there_is_told(filled):
    report = bring_in(filled, "codings.csv", codings("x", transcript_id="INT-99"))
    assert "is of a transcript that is not in the study: INT-99" in str(report)


def test_codings_again_change_nothing_and_a_panels_coding_is_the_same_one(filled):
    again = rows("codings", {"transcript_id": "INT-01", "quote": SAID[1], "code_id": "job-task", "coder": "Kim"})
    assert "0 new or changed, 1 as before" in str(bring_in(filled, "codings.csv", again))
    bring_in(filled, "codings.csv", codings("new people forget"))
    assert "0 new or changed, 1 as before" in str(bring_in(filled, "codings.csv", codings("new people forget")))


def test_evidence_of_a_task_is_given_by_its_words(filled):
    filled_rows = {"transcript_id": "INT-04", "quote": SAID[4], "code_id": "skill-gap", "coder": "Kim", "task_id": "A1"}
    assert bring_in(filled, "task_evidence.csv", rows("task_evidence", filled_rows)).is_in
    assert ["A1", "c4-skill-gap-Kim"] in filled.read()["task_evidence"].values.tolist()


def test_codings_of_interviewers_are_counted_nowhere_and_that_is_told(filled):
    report = bring_in(filled, "codings.csv", codings("How do people purge a line?"))
    assert "1 of them counts nowhere" in str(report)


# other tables -------------------------------------------------------------------------------------------


def test_a_table_again_changes_nothing(filled):
    table = csv_bytes(filled.read()["ratings"], for_people=False)
    before = filled.inputs()
    assert "3 rows of ratings: 0 new or changed, 3 as before" in str(bring_in(filled, "ratings.csv", table))
    assert filled.inputs() == before


@pytest.mark.parametrize("name", ["tasks", "competencies", "codes", "codings", "speakers", "findings"])
def test_what_is_written_for_people_comes_in_again_unchanged(filled, name):
    table = filled.read()[name]
    for file, content in (
        (f"{name}.csv", csv_bytes(table, for_people=False)),
        (f"{name}.xlsx", workbook_bytes({name: table})),
    ):
        assert f"{len(table)} as before" in str(bring_in(filled, file, content))


def test_an_empty_cell_never_erases(filled):
    bring_in(filled, "tasks.csv", rows("tasks", {"task_id": "A1", "duty_id": "", "label": "Purge it", "statement": ""}))
    task = filled.read()["tasks"].iloc[0]
    assert (task["duty_id"], task["label"], task["statement"]) == ("A", "Purge it", "Purge a line twice")


def test_a_column_of_a_table_is_enough(filled):
    assert bring_in(filled, "tasks.csv", rows("tasks", {"task_id": "A1", "entry_level": "yes"})).is_in
    assert filled.read()["tasks"]["entry_level"].tolist() == [True]


def test_everything_wrong_in_a_table_is_told_with_file_and_line(filled):
    wrong = rows("ratings", {"rater_id": "R-0", "task_id": "A1", "importance": "9"},
                 {"rater_id": "R-9", "task_id": "A1", "importance": "4"},
                 {"rater_id": "R-0", "task_id": "A1", "importance": "3"})  # fmt: skip
    report = bring_in(filled, "ratings.csv", wrong)
    assert [sentence.split(":")[0] for sentence in report.sentences] == [
        "ratings.csv line 2 (R-0|A1), importance", "ratings.csv line 4, rater_id, task_id",
    ]  # fmt: skip
    assert "stands in line 2 too" in report.sentences[1]


def test_a_row_that_names_what_is_not_there_is_told_with_its_line(filled):
    report = bring_in(
        filled,
        "ratings.csv",
        rows("ratings", {"rater_id": "R-0", "task_id": "A1"}, {"rater_id": "R-9", "task_id": "A1"}),
    )
    assert report.sentences == ("ratings.csv line 3 (R-9|A1), rater_id: “R-9” is not in raters",)


def test_a_file_named_after_no_table_is_refused_with_the_names_there_are(filled):
    for name in ("results.csv", "segments.csv"):
        report = bring_in(filled, name, "a,b\n1,2\n")
        assert not report.is_in
        assert "name the file after a table: participants, postings" in str(report)


def test_received_tables_are_kept_as_received_and_never_changed(study):
    words = "posting_id,title,sector\nJ-1,Technician,hydrogen\n"
    assert bring_in(study, "job_postings.csv", words).is_in
    assert (study.folder / "sources" / "job_postings.csv").read_text() == words
    report = bring_in(study, "job_postings.csv", words + "J-2,Installer,hydrogen\n")
    assert "received files are never changed" in str(report)
    assert (study.folder / "sources" / "job_postings.csv").read_text() == words


def test_received_tables_come_in_from_excel_too(study):
    postings = schemas.frame("postings", [{"posting_id": "0012", "title": "=1+1"}])
    assert bring_in(study, "postings.xlsx", workbook_bytes({"postings": postings})).is_in
    assert study.read()["postings"][["posting_id", "title"]].values.tolist() == [["0012", "=1+1"]]


def test_tables_come_in_in_the_order_in_which_they_name_each_other(study):
    files = [received(study.root, "tasks.csv", rows("tasks", {"task_id": "A1", "duty_id": "A", "label": "x"})),
             received(study.root, "duties.csv", rows("duties", {"duty_id": "A", "title": "a"}))]  # fmt: skip
    assert all(report.is_in for report in import_files(study, files))
