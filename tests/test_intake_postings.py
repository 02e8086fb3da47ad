"""Postings come in as tables and texts, as often as one likes; each counts once and nothing received is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from codesign.cli import main
from codesign.intake.postings import import_postings
from codesign.study import Study

HEAD = "Job Title,Company,Location,Date Posted,Description,Link\n"
FIRST = f"{HEAD}Welder,Prairie,Calgary,15/04/2026,Weld brackets.,https://jobs.example/1\n,,,,,\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    root = Path(__file__).parents[1]
    return Study.create(tmp_path / "interview_data" / "trial", root / "templates" / "study")


def bring(study: Study, folder: Path, **files: str | bytes) -> list[str]:
    paths = []
    for name, content in files.items():
        stem, _, ending = name.rpartition("_")
        path = folder / f"{stem.replace('__', ' ')}.{ending}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return [str(report) for report in import_postings(study, paths)]


def test_a_table_is_read_by_its_headings_and_what_came_is_kept(study: Study, tmp_path: Path) -> None:
    (report,) = bring(study, tmp_path, june_csv=FIRST)
    assert "1 new posting, 0 here already, 0 twice, 1 empty row." in report
    row = study.read()["postings"].iloc[0].to_dict()
    assert row == {
        "posting_id": "JP-01", "title": "Welder", "employer": "Prairie", "sector": "", "region": "Calgary",
        "posted_on": "2026-04-15", "text": "Weld brackets.", "url": "https://jobs.example/1",
    }  # fmt: skip
    (kept,) = (study.folder / "originals" / "postings").iterdir()
    assert kept.read_text() == FIRST


def test_what_is_here_already_or_twice_counts_once(study: Study, tmp_path: Path) -> None:
    bring(study, tmp_path, june_csv=FIRST)
    more = f"{FIRST}Fitter,Prairie,Calgary,16/04/2026,Fit tubes.,\nFitter,Prairie,Calgary,16/04/2026,Fit  tubes,\n"
    (report,) = bring(study, tmp_path, july_csv=more)
    assert "1 new posting, 1 here already, 1 twice, 1 empty row." in report
    assert study.read()["postings"]["posting_id"].tolist() == ["JP-01", "JP-02"]


def test_each_text_is_a_posting_with_the_date_its_name_or_words_are_certain_of(study: Study, tmp_path: Path) -> None:
    reports = bring(
        study, tmp_path,
        CARPENTER__3344__011218_txt="CARPENTER\n\nDUTIES\nA Carpenter repairs wood structures.",
        PLUMBER__3443__062218_txt=b"PLUMBER\nLocation: Los Angeles\nRepairs pipes at \x92home\x92.",
    )  # fmt: skip
    assert "2 new postings" in reports[0]
    rows = study.read()["postings"]
    assert rows[["title", "region", "posted_on", "url"]].values.tolist() == [
        ["CARPENTER", "", "2018-01-12", "CARPENTER 3344 011218.txt"],
        ["PLUMBER", "Los Angeles", "2018-06-22", "PLUMBER 3443 062218.txt"],
    ]


def test_a_date_that_may_be_another_stays_open_and_that_is_said(study: Study, tmp_path: Path) -> None:
    (report,) = bring(study, tmp_path, june_csv=FIRST.replace("15/04", "03/04"))
    assert "1 have no date that is certain, 1 of them since day and month may be either way round" in report
    assert study.read()["postings"]["posted_on"].tolist() == [""]


def test_a_table_whose_text_is_not_known_is_refused_with_what_to_write(study: Study, tmp_path: Path) -> None:
    report, other = bring(study, tmp_path, odd_csv="a,b\n1,2\n", june_csv=FIRST)
    assert "odd.csv: was refused." in report
    assert "Say which one it is: --columns text=HEADING" in report
    assert "1 new posting" in other
    (again,) = import_postings(study, [tmp_path / "odd.csv"], columns={"text": "b"})
    assert "Not read: a." in str(again)


def test_postings_of_before_stay_and_two_who_import_apart_both_stay(study: Study, tmp_path: Path) -> None:
    (study.folder / "sources" / "job_postings.csv").write_text("posting_id,title\nJ-1,Technician\n")
    bring(study, tmp_path, june_csv=FIRST)
    (other,) = (study.folder / "sources" / "job_postings").iterdir()
    other.with_name("from another computer.csv").write_text("posting_id,title\nJP-01,Baker\n")
    table = study.read()["postings"]
    assert table[["posting_id", "title"]].values.tolist() == [
        ["J-1", "Technician"], ["JP-01", "Welder"], ["JP-01-2", "Baker"],
    ]  # fmt: skip
    assert study.problems() == []


def test_the_command_says_how_many_postings_there_are(study: Study, tmp_path: Path) -> None:
    (tmp_path / "june.csv").write_text(FIRST)
    (tmp_path / "workbooks").mkdir()
    done = CliRunner().invoke(main, ["import", str(study.folder), "--as", "postings", str(tmp_path / "june.csv")])
    assert done.exit_code == 0, done.output
    assert "The study has 1 job posting." in done.output


def test_real_bulletins_come_in_with_certain_dates_and_once(study: Study, shared_data: Path) -> None:
    paths = sorted((shared_data / "job_postings" / "la_city_bulletins").glob("*.txt"))
    assert "120 new postings, 0 here already, 0 twice" in str(import_postings(study, paths)[0])
    assert "0 new postings, 120 here already" in str(import_postings(study, paths)[0])
    assert (study.read()["postings"]["posted_on"] != "").all()
