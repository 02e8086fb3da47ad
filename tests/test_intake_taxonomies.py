"""Files of frameworks brought into a study: recorded, refused with a reason, and held against the codes people type."""

from __future__ import annotations

from pathlib import Path

import frameworks_trial as trial
import pytest
from click.testing import CliRunner
from study_trial import empty_study, puts

from codesign import schemas
from codesign.cli import main
from codesign.errors import ParameterError, StudyDataError
from codesign.intake import import_files
from codesign.intake.column_choice import receive
from codesign.intake.report import ImportReport
from codesign.intake.taxonomies import import_taxonomies
from codesign.journal import Change
from codesign.study import Study
from codesign.study.taxonomy_files import FOLDER
from codesign.workbook.session import Session


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is kept ready on this computer lies in a folder of the test."""
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """An empty study."""
    return empty_study(tmp_path)


def given(study: Study, name: str, content: str | bytes, **more: str) -> ImportReport:
    path = study.root / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_taxonomies(study, [path], **more)[0]


def alignment(framework: str, code: str) -> Change:
    row = {"alignment_id": "AL-1", "framework": framework, "code": code, "title": "Fitters"}
    return Change("put", "alignments", row)


# what comes in ----------------------------------------------------------------------------------------


def test_a_folder_of_every_kind_of_file_comes_in_and_is_recorded(study: Study, tmp_path: Path) -> None:
    reports = import_taxonomies(study, [trial.write_files(tmp_path / "files")])
    assert [str(report) for report in reports if not report.is_in] == []
    rows = schemas.records(study.read()["taxonomies"])
    assert len(rows) == len(trial.files())
    assert {row["framework"] for row in rows} == {"NOC 2021", "OaSIS", "O*NET", "ESCO", "Skills for Success"}
    assert {row["version"] for row in rows if row["framework"] == "O*NET"} == {"29.3"}
    assert {row["version"] for row in rows if row["holds"] == "ESCO, occupations"} == {"data to 2022-03"}
    assert all(row["licence"] and len(row["sha256"]) == 64 and row["imported_on"] for row in rows)


def test_a_file_is_kept_as_it_came(study: Study) -> None:
    given(study, "noc.csv", trial.NOC)
    assert (study.folder / FOLDER / "noc.csv").read_bytes() == trial.NOC.encode()


def test_the_same_file_again_changes_nothing(study: Study) -> None:
    given(study, "noc.csv", trial.NOC)
    before = study.read()["taxonomies"]
    report = given(study, "another name.csv", trial.NOC)
    assert "already here as noc.csv" in report.sentences[0]
    assert study.read()["taxonomies"].equals(before)
    assert [path.name for path in (study.folder / FOLDER).iterdir()] == ["noc.csv"]


def test_two_versions_are_both_kept_also_under_one_name(study: Study) -> None:
    given(study, "noc.csv", trial.NOC.replace("2021 V1.0", "2021 V0.9"))
    report = given(study, "noc.csv", trial.NOC)
    assert any("2021 v0.9 of it too, beside 2021 v1.0" in sentence for sentence in report.sentences)
    assert len(list((study.folder / FOLDER).iterdir())) == 2
    assert study.occupations.library.frameworks == {"NOC 2021": "2021 v1.0"}


def test_a_version_that_no_file_states_can_be_said(study: Study) -> None:
    given(study, "labels.csv", trial.OASIS_LABELS, version="2025")
    assert list(study.read()["taxonomies"]["version"]) == ["2025"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("people.csv", "Name,Colour\nAda,red\n", "It is no file of a framework"),
        ("tasks.csv", "O*NET-SOC Code,Title,Task,Task Type\n1,a,b,c\n", "a column is missing: “task id”"),
        ("cut.csv", trial.NOC.replace("Heat pump fitters install", '"Heat pump fitters install'), "was not read"),
        ("cut.csv", trial.NOC[: trial.NOC.rindex(",Kiln electricians wire")], "is cut off"),
        ("cut.txt", f"{trial.ONET_RATINGS}"[:-30], "is cut off"),
        ("noc.xlsx", trial.sheet(trial.ONET_TASKS)[:900], "damaged"),
        ("letter.docx", b"PK\x03\x04", "is no table"),
        ("empty.csv", "O*NET-SOC Code,Title,Description\n", "has no rows"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(
    study: Study, name: str, content: str | bytes, words: str
) -> None:
    report = given(study, name, content)
    assert not report.is_in
    assert words in str(report)
    assert study.read()["taxonomies"].empty
    assert not (study.folder / FOLDER).exists()


def test_a_file_that_may_be_cut_off_comes_in_and_says_so(study: Study) -> None:
    report = given(study, "noc.csv", trial.NOC[:-10])
    assert report.is_in
    assert "may be cut off" in report.sentences[-1]


def test_utf_16_and_windows_letters_are_read(study: Study) -> None:
    assert given(study, "noc16.csv", trial.NOC.lstrip("\ufeff").encode("utf-16")).is_in
    french = given(study, "noc1252.csv", trial.NOC_FRENCH.lstrip("\ufeff").encode("cp1252"))
    assert french.is_in
    assert study.occupations.search("thermopompes")[0].occupation.code == "72990"


def test_files_are_found_again_without_what_was_kept_ready(study: Study, home: Path) -> None:
    given(study, "noc.csv", trial.NOC)
    for ready in home.rglob("*.jsonl"):
        ready.write_text("{", encoding="utf-8")
    assert Study.open(study.folder).occupations.search("kiln")[0].occupation.code == "72991"


def test_a_file_that_went_away_is_told_and_stops_nothing(study: Study, home: Path) -> None:
    given(study, "noc.csv", trial.NOC)
    (study.folder / FOLDER / "noc.csv").unlink()
    for ready in home.rglob("*.jsonl"):
        ready.unlink()
    again = Study.open(study.folder)
    assert [problem.level for problem in again.problems()] == ["unfinished"]
    assert again.occupations.search("kiln") == []


def test_the_command_takes_files_and_folders_and_refuses_other_options(study: Study, tmp_path: Path) -> None:
    folder = str(trial.write_files(tmp_path / "files"))
    runner = CliRunner()
    done = runner.invoke(main, ["import", str(study.folder), "--taxonomy", folder], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "17 of 17 files came in." in done.output
    beside = runner.invoke(main, ["import", str(study.folder), "--taxonomy", folder, "--preview"])
    assert "would be ignored beside" in beside.output
    alone = runner.invoke(main, ["import", str(study.folder), folder, "--taxonomy-version", "30"])
    assert "is for --taxonomy only" in alone.output


@pytest.mark.parametrize("text", [trial.ESCO_OCCUPATIONS, trial.OASIS_GUIDE, trial.NOC])
def test_a_frameworks_file_never_becomes_a_codebook(study: Study, text: str) -> None:
    path = study.root / "given.csv"
    path.write_text(text, encoding="utf-8")
    codes = study.read()["codes"]
    by_command, arrived = import_files(study, [path])[0], receive(study, [("given.csv", text.encode())])
    for report in (by_command, *arrived.reports):
        assert not report.is_in
        assert "--taxonomy" in str(report)
    assert (len(arrived.reports), len(arrived.tables)) == (1, 0)
    assert study.read()["codes"].equals(codes)


# codes ------------------------------------------------------------------------------------------------


def test_without_any_framework_every_code_is_taken_as_it_is_typed(study: Study) -> None:
    study.save([alignment("NOC 2021", "99999")])
    study.save_settings({"program": {"noc": ["99999"]}})
    assert study.problems() == []


def test_a_code_that_does_not_exist_is_refused_with_the_nearest(study: Study) -> None:
    given(study, "noc.csv", trial.NOC)
    with pytest.raises(StudyDataError, match=r"“72992” is no code of NOC 2021 .*72990 Heat pump fitters"):
        study.save([alignment("NOC 2021", "72992")])
    study.save([alignment("NOC 2021", "72990"), alignment("CIP 2021", "15.0503")])


def test_a_code_that_does_not_exist_is_refused_in_an_imported_table_with_its_line(study: Study, tmp_path: Path) -> None:
    given(study, "noc.csv", trial.NOC)
    table = tmp_path / "alignments.csv"
    table.write_text("alignment_id,framework,code\nAL-1,NOC 2021,72990\nAL-2,NOC 2021,72992\n", encoding="utf-8")
    report = import_files(study, [table])[0]
    assert "alignments.csv line 3" in str(report)
    assert "72990 Heat pump fitters" in str(report)


def test_a_noc_code_of_the_program_is_refused_where_it_is_new(study: Study) -> None:
    study.save_settings({"program": {"noc": ["99998"]}})
    given(study, "noc.csv", trial.NOC)
    with pytest.raises(ParameterError, match="“72992” is no code of NOC 2021"):
        study.save_settings({"program": {"noc": ["72992"]}})
    with pytest.raises(ParameterError, match="“72992”"):
        Session(study, {"program": {"noc": ["72992"]}}, study.root)
    study.save_settings({"program": {"noc": ["99998", "72990"]}})


def test_codes_typed_before_the_framework_came_stop_nothing_and_are_told(study: Study) -> None:
    study.save([alignment("NOC 2021", "72992")])
    given(study, "noc.csv", trial.NOC)
    assert len(study.read()["alignments"]) == 1
    assert [(one.value, one.level) for one in study.problems()] == [("72992", "unfinished")]
    study.save([Change("put", "alignments", {"alignment_id": "AL-1", "title": "Other words"})])


def test_a_linked_code_of_an_older_version_stays(study: Study) -> None:
    given(study, "old.csv", trial.NOC.replace("2021 V1.0", "2021 V0.9").replace("72991", "72995"))
    study.save(
        puts(
            {"alignments": [{"alignment_id": "AL-1", "framework": "NOC 2021", "code": "72995", "version": "2021 v0.9"}]}
        )
    )
    given(study, "new.csv", trial.NOC)
    assert study.problems() == []
    assert list(study.read()["alignments"]["version"]) == ["2021 v0.9"]
