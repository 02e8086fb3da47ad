"""Tables of survey programs by a command: a preview that says what each column is, then the answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from study_trial import filled_study, received

from codesign.cli.commands import main

FORMS = """Horodateur;Importance [A1. Purge a line];Votre employeur
t1;Très important;Employer 01
t2;2;
t3;4-5;
"""


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A table beside a project with a study, which is where the commands are typed."""
    filled_study(tmp_path)
    monkeypatch.chdir(tmp_path)
    return str(received(tmp_path, "forms.csv", FORMS.encode("cp1252")))


def imported(forms: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["import", "trial", forms, "--as", "ratings", *options])


def test_a_preview_says_what_each_column_is_and_what_to_type_where_that_is_not_plain(forms: str):
    result = imported(forms, "--preview")
    assert "B “Importance [A1. Purge a line]”: importance of A1 (by its number A1)." in result.output
    assert (
        'C “Votre employeur”: perhaps employer (by a word of its heading). Say: --columns "employer=C"' in result.output
    )
    assert 'Say which number each is: --words "Très important=NUMBER"' in result.output
    assert (
        "Row 4, column B (Importance [A1. Purge a line]): “4-5”: write one whole number from 1 to 5." in result.output
    )
    assert "Nothing was changed" in result.output


def test_what_is_typed_brings_the_rest_in_and_is_remembered(forms: str):
    result = imported(forms, "--columns", "employer=C", "--words", "Très important=5")
    assert "2 answers of 2 raters came in." in result.output
    assert "All of it was there already: nothing changed." in imported(forms).output


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--columns", "importance A1=Nothing"), "There is no column “Nothing”"),
        (("--words", "Très important=7"), "“7” is no whole number from 1 to 5"),
        (("--participant", "P-01"), "would be ignored beside"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_changes_nothing(forms: str, options: tuple[str, str], why: str):
    result = imported(forms, *options)
    assert result.exit_code == 1
    assert why in result.output


def test_words_are_for_tables_of_survey_programs_only(forms: str):
    result = CliRunner().invoke(main, ["import", "trial", forms, "--words", "Often=4"])
    assert (result.exit_code, "--as" in result.output) == (1, True)
