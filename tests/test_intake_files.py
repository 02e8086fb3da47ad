"""Files brought in together: in the order in which they refer to each other, and each by itself."""

import pytest
from study_trial import PEOPLE, empty_study, received, transcript

from codesign.intake import import_files


@pytest.fixture
def study(tmp_path):
    return empty_study(tmp_path / "project")


def test_people_come_in_before_their_interviews_whatever_the_order_of_the_files(study):
    files = [received(study.root, "INT-01.txt", transcript(1)), received(study.root, "participants.csv", PEOPLE)]
    import_files(study, files)
    assert study.read()["transcripts"]["participant_id"].tolist() == ["P-01"]


def test_a_refused_file_stops_none_of_the_others(study):
    files = {
        "a.docx": b"PK\x03\x04 cut",
        "INT-01.txt": transcript(1),
        "old.doc": b"x",
        "empty.txt": b"  \n",
        "INT-02.txt": transcript(2),
    }
    reports = {
        report.name: report for report in import_files(study, [received(study.root, *file) for file in files.items()])
    }
    assert {name for name, report in reports.items() if report.is_in} == {"INT-01.txt", "INT-02.txt"}
    assert "Open it in Word and save it as .docx" in str(reports["old.doc"])
    assert sorted(path.name for path in (study.folder / "originals").iterdir()) == ["INT-01.txt", "INT-02.txt"]


def test_tables_come_in_in_the_order_in_which_they_name_each_other(study):
    tables = {"tasks.csv": "task_id,duty_id,label\nA1,A,x\n", "duties.csv": "duty_id,title\nA,a\n"}
    files = [received(study.root, *table) for table in tables.items()]
    assert all(report.is_in for report in import_files(study, files))
