"""Whatever leaves the sample study says that it is one, and nothing that leaves another study does."""

import zipfile

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from study_trial import filled_study

from codesign.cli import main


@pytest.fixture
def study(tmp_path):
    return filled_study(tmp_path / "project")


def exported(study, *options):
    done = CliRunner().invoke(main, ["export", str(study.folder), *map(str, options)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def sheets(path):
    return [str(cell.value) for sheet in load_workbook(path) for row in sheet for cell in row]


WORKBOOKS = {
    "--codings": "codings.xlsx",
    "--codebook": "codes.xlsx",
    "--analysis": "analysis.xlsx",
}


@pytest.mark.parametrize("is_sample", [True, False])
@pytest.mark.parametrize(("option", "name"), WORKBOOKS.items())
def test_a_spreadsheet_of_a_sample_says_so_in_a_sheet(study, tmp_path, option, name, is_sample):
    study.save_settings({"sample": is_sample})
    said = exported(study, option, tmp_path / name)
    assert any("SAMPLE: everything in it is fictional" in cell for cell in sheets(tmp_path / name)) is is_sample
    assert ("SAMPLE" in said) is is_sample


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_project_and_a_codebook_for_other_programs_say_so_inside(study, tmp_path, is_sample):
    study.save_settings({"sample": is_sample})
    exported(study, "--refi", tmp_path / "p.qdpx", "--codebook", tmp_path / "c.qdc")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as project:
        assert ('name="trial (SAMPLE)"' in project.read("project.qde").decode()) is is_sample
    assert ("SAMPLE" in (tmp_path / "c.qdc").read_text("utf-8")) is is_sample


@pytest.mark.parametrize("is_sample", [True, False])
def test_the_tables_of_a_run_have_one_that_says_so(study, tmp_path, is_sample):
    study.save_settings({"sample": is_sample})
    exported(study, "--to", tmp_path / "out")
    assert (tmp_path / "out" / "tables" / "SAMPLE.csv").exists() is is_sample
    assert ("SAMPLE" in load_workbook(tmp_path / "out" / "tables.xlsx").sheetnames) is is_sample


def test_who_is_told_when_a_file_has_no_place_for_the_mark(study, tmp_path):
    study.save_settings({"sample": True})
    assert "SAMPLE: everything in it is fictional." in exported(study, "--codings", tmp_path / "codings.csv")


@pytest.mark.parametrize("command", ["agreement", "saturation"])
def test_what_commands_write_of_a_sample_says_so(study, tmp_path, command):
    study.save_settings({"sample": True})
    arguments = [command, str(study.folder), "--out", str(tmp_path / "out.xlsx")]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "SAMPLE" in load_workbook(tmp_path / "out.xlsx").sheetnames
