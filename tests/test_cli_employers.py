"""Employer workbooks by the two commands: made in a folder, taken in again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from study_trial import filled_study

from codesign.cli import main
from codesign.study import Study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    study = filled_study(tmp_path)
    monkeypatch.chdir(tmp_path)
    return study


def workbook(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_workbooks_are_made_sent_and_taken_in(study: Study):
    made = workbook("export", "trial", "--employer-workbooks", "to-send", "--language", "fr-CA")
    assert made.exit_code == 0, made.output
    assert "Made 6 workbooks in to-send, each asking about 1 task:" in made.output
    assert "workbook import trial RETURNED.xlsx" in made.output
    path = Path("to-send/employer-01.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["C4"] = 4
    book.save(path)
    shown = workbook("import", "trial", str(path), "--preview")
    assert "employer-01.xlsx: would come in." in shown.output
    assert study.read()["returned_workbooks"].empty
    done = workbook("import", "trial", str(path))
    assert (done.exit_code, "Employer 01: 1 answer to 1 of 1 task." in done.output) == (0, True), done.output
    assert len(study.read()["returned_workbooks"]) == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--language", "fr-CA"), "--language is for --employer-workbooks only"),
        (("--employer-workbooks", "a", "--to", "b"), "--to would be ignored beside --employer-workbooks"),
        (("--employer-workbooks", "a", "--region", "North"), "--region would be ignored beside --employer-workbooks"),
        (("--employer-workbooks", "a", "--sector", "hydrogn"), "Did you mean “hydrogen”"),
    ],
)
def test_what_would_be_ignored_is_refused(study: Study, more: tuple[str, ...], sentence: str):
    done = workbook("export", "trial", *more)
    assert done.exit_code == 1
    assert sentence in done.output
    assert not Path("a").exists()
